//! Free text: NFC, without control characters, of bounded length.

use crate::Flaw;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Free text of at most `MAX` characters and at least one that shows, kept in Unicode NFC.
///
/// NUL is refused because PostgreSQL cannot keep it; the other control characters (but line feed
/// and tab) because no screen can show them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

impl<'de, const MAX: usize> serde::Deserialize<'de> for Text<MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::word::deserialize(deserializer)
    }
}

/// A label: one short line.
pub type Line = Text<200>;
/// A paragraph or a few.
pub type Paragraphs = Text<4000>;

impl<const MAX: usize> Text<MAX> {
    /// Checks, trims and normalises.
    pub fn new(text: &str) -> Result<Self, Flaw> {
        check(text, MAX)?;
        let text = text.trim();
        let kept = if is_nfc(text) {
            text.to_owned()
        } else {
            text.nfc().collect()
        };
        // Normalising can lengthen a text (a few Indic compositions are excluded from NFC).
        check(&kept, MAX)?;
        Ok(Self(kept))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rules of free text, whatever type holds it.
pub fn check(text: &str, max: usize) -> Result<(), Flaw> {
    if text.chars().any(is_refused) {
        return Err(Flaw::new("control_character"));
    }
    if text.chars().all(is_invisible) {
        return Err(Flaw::new("blank"));
    }
    if text.chars().count() > max {
        return Err(Flaw::new("max_length").with(max.to_string()));
    }
    crate::aadhaar::refuse(text)
}

/// Control characters; what turns the direction of all that follows it on a screen; separators of lines and
/// paragraphs that most programs do not know; code points that are no characters.
const fn is_refused(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}' => true,
        c => (c as u32) & 0xfffe == 0xfffe,
    }
}

/// What leaves no mark by itself: white space, joiners, fillers, variation selectors.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = Flaw;
    fn try_from(text: String) -> Result<Self, Flaw> {
        Self::new(&text)
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> crate::Word for Text<MAX> {
    const NAME: &'static str = "text";
    fn as_str(&self) -> &str {
        &self.0
    }
    fn parse(text: &str) -> Result<Self, Flaw> {
        Self::new(text)
    }
    fn of_stored(text: String) -> Result<Self, Flaw> {
        Ok(Self(text))
    }
}

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
impl<const MAX: usize> utoipa::PartialSchema for Text<MAX> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("text".to_owned())))
            .min_length(Some(1))
            .max_length(Some(MAX))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl<const MAX: usize> utoipa::ToSchema for Text<MAX> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Text{MAX}").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_normalised() {
        assert_eq!(Line::new("  e\u{301}  ").unwrap().as_str(), "é");
    }

    #[test]
    fn text_refuses_what_no_screen_can_show() {
        for (bad, code) in [
            ("a\0b", "control_character"),
            (" \t", "blank"),
            ("a\u{1b}[2J", "control_character"),
            ("a\u{202e}b", "control_character"),
            ("\u{feff}a", "control_character"),
            ("a\u{ffff}", "control_character"),
            ("\u{200b}\u{200b}", "blank"),
            (" \u{3164}\u{2800}\u{200d}", "blank"),
        ] {
            assert_eq!(Line::new(bad).unwrap_err().code, code);
        }
        // Joiners are part of how chillu letters were written.
        assert!(Line::new("അവന്\u{200d}").is_ok());
        assert_eq!(Line::new(&"ക".repeat(201)).unwrap_err().code, "max_length");
        assert!(Line::new(&"ക".repeat(200)).is_ok());
    }
}
