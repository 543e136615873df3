//! Names in English and Malayalam.

use crate::kernel::fold;
use crate::kernel::text::Line;

/// A name in English and, if known, in Malayalam; Unicode NFC.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The name in English.
    #[cfg_attr(feature = "openapi", schema(inline, example = "Kalady rice millers cluster"))]
    pub en: Line,
    /// The name in Malayalam.
    #[cfg_attr(feature = "openapi", schema(inline, example = "കാലടി അരിമിൽ ക്ലസ്റ്റർ"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ml: Option<Line>,
}

impl Name {
    /// A name in English only.
    #[must_use]
    pub const fn english(en: Line) -> Self {
        Self { en, ml: None }
    }

    /// What the name is ordered by, on both engines: the folded English name, or as much of it as fits
    /// into a cursor and an index where folding makes it longer.
    #[must_use]
    pub fn key(&self) -> String {
        fold::fold(self.en.as_str()).chars().take(200).collect()
    }

    /// All of the name's text, for search.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.ml {
            Some(ml) => format!("{} {ml}", self.en),
            None => self.en.to_string(),
        }
    }
}
