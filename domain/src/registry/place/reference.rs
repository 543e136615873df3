//! References to a place by its level and the code of that level (rule R1.2).

use super::{PlaceCode, PlaceLevel};
use crate::Code;
use crate::Violation;

/// A place by its level and the code of that level.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceRef {
    /// Its level.
    pub level: PlaceLevel,
    /// Its official code within the level.
    pub code: PlaceCode,
}

text_word! {
    /// A place in one text, for filters: level, colon, official code.
    PlaceName("place_name") {
        check: |text| {
            let (level, code) = text.split_once(':').ok_or(Violation::new(Code::PlaceName))?;
            let known = level.parse::<PlaceLevel>().is_ok() && code.parse::<PlaceCode>().is_ok();
            known.then_some(()).ok_or(Violation::new(Code::PlaceName))
        },
        max_length: 40,
        pattern: "^[a-z_]{4,24}:[0-9A-Z]{1,12}$",
        example: "assembly_constituency:75",
    }
}
