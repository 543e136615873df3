//! Schemes that pay beside the programme.

pub mod catalogue;
