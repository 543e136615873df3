//! Schemes that pay beside the programme.

pub(crate) mod catalogue;
