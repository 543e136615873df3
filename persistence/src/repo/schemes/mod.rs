//! Schemes that pay beside the programme.

pub(crate) mod scheme;

use super::*;
