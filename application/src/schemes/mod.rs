//! Schemes that pay beside the programme.

mod catalogue;
