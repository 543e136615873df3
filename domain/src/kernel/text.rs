//! Free text: NFC, without control characters, of bounded length.

use crate::Code;
use crate::Violation;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Free text of at most `MAX` characters and at least one that shows, kept in Unicode NFC: one line, or several where
/// `LINES` says so.
///
/// NUL is refused because PostgreSQL cannot keep it; the other control characters because no screen can show them,
/// and a line feed in a name because lists, files and logs have it in one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize, const LINES: bool = false>(String);

impl<'de, const MAX: usize, const LINES: bool> serde::Deserialize<'de> for Text<MAX, LINES> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::kernel::word::deserialize(deserializer)
    }
}

/// A label: one short line.
pub type Line = Text<200>;
/// Text of several lines.
pub type Prose<const MAX: usize> = Text<MAX, true>;
/// A paragraph or a few.
pub type Paragraphs = Prose<4000>;

impl<const MAX: usize, const LINES: bool> Text<MAX, LINES> {
    /// Checks, trims and normalises.
    pub fn new(text: &str) -> Result<Self, Violation> {
        if LINES {
            check(text, MAX)?;
        } else {
            check_line(text, MAX)?;
        }
        Self::kept(text)
    }

    /// The same of what is kept already: before lines were lines, some had line feeds and tabs.
    fn kept(text: &str) -> Result<Self, Violation> {
        let text = text.replace("\r\n", "\n");
        check_length(&text, MAX)?;
        let text = text.trim();
        let kept = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
        // Normalising can lengthen a text (a few Indic compositions are excluded from NFC).
        check_length(&kept, MAX)?;
        Ok(Self(kept))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize, const LINES: bool> std::str::FromStr for Text<MAX, LINES> {
    type Err = Violation;
    fn from_str(text: &str) -> Result<Self, Violation> {
        Self::new(text)
    }
}

/// The rules of a text of several lines, whatever type holds it: of the control characters it has line feeds alone.
pub fn check(text: &str, max: usize) -> Result<(), Violation> {
    let text = text.replace("\r\n", "\n");
    match text.chars().find(|c| *c == '\t') {
        Some(tab) => Err(control_character(tab)),
        None => check_length(&text, max),
    }
}

/// The rules of a text of one line.
pub fn check_line(text: &str, max: usize) -> Result<(), Violation> {
    match text.chars().find(|c| matches!(c, '\n' | '\t') || is_refused(*c)) {
        Some(found) => Err(control_character(found)),
        None => check_length(text, max),
    }?;
    let hidden = text.chars().find(|c| is_format(*c));
    hidden.map_or(Ok(()), |found| Err(control_character(found)))
}

fn check_length(text: &str, max: usize) -> Result<(), Violation> {
    if let Some(found) = text.chars().find(|c| is_refused(*c)) {
        return Err(control_character(found));
    }
    if text.chars().all(is_invisible) {
        return Err(Violation::new(Code::Blank));
    }
    if text.chars().count() > max {
        return Err(Violation::new(Code::MaxLength).with(max.to_string()));
    }
    crate::kernel::aadhaar::refuse(text)
}

/// A character that a text may not have, named by its code point.
#[must_use]
pub fn control_character(found: char) -> Violation {
    Violation::new(Code::ControlCharacter).with(format!("U+{:04X}", u32::from(found)))
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

/// What changes how a line is read and not how it looks: the format characters of Unicode (general category Cf) and
/// the block of the tags among them. Two of them are letters' business: joiners write Malayalam.
const fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What leaves no mark by itself: white space, joiners, fillers, variation selectors.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

impl<const MAX: usize, const LINES: bool> TryFrom<String> for Text<MAX, LINES> {
    type Error = Violation;
    fn try_from(text: String) -> Result<Self, Violation> {
        Self::kept(&text)
    }
}

impl<const MAX: usize, const LINES: bool> From<Text<MAX, LINES>> for String {
    fn from(text: Text<MAX, LINES>) -> Self {
        text.0
    }
}

impl<const MAX: usize, const LINES: bool> crate::Word for Text<MAX, LINES> {
    const NAME: &'static str = "text";
    fn as_str(&self) -> &str {
        &self.0
    }
    fn parse(text: &str) -> Result<Self, Violation> {
        Self::kept(text)
    }
    fn of_stored(text: String) -> Result<Self, Violation> {
        Ok(Self(text))
    }
}

impl<const MAX: usize, const LINES: bool> std::fmt::Display for Text<MAX, LINES> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
impl<const MAX: usize, const LINES: bool> utoipa::PartialSchema for Text<MAX, LINES> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom(if LINES { "text" } else { "line" }.to_owned())))
            .min_length(Some(1))
            .max_length(Some(MAX))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl<const MAX: usize, const LINES: bool> utoipa::ToSchema for Text<MAX, LINES> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}{MAX}", if LINES { "Prose" } else { "Text" }).into()
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
            ("  ", "blank"),
            ("a\u{1b}[2J", "control_character"),
            ("a\u{202e}b", "control_character"),
            ("\u{feff}a", "control_character"),
            ("a\u{ffff}", "control_character"),
            ("\u{200b}\u{200b}", "blank"),
            (" \u{3164}\u{2800}\u{200d}", "blank"),
        ] {
            assert_eq!(Line::new(bad).unwrap_err().code.text(), code);
        }
        // Joiners are part of how chillu letters were written.
        assert!(Line::new("അവന്\u{200d}").is_ok());
        assert_eq!(Line::new(&"ക".repeat(201)).unwrap_err().code.text(), "max_length");
        assert!(Line::new(&"ക".repeat(200)).is_ok());
    }

    #[test]
    fn a_line_is_one_line_and_prose_has_line_feeds_and_no_other_control_character() {
        for (bad, named) in [
            ("a\nb", "U+000A"),
            ("a\n", "U+000A"),
            ("a\r\nb", "U+000D"),
            ("a\tb", "U+0009"),
            ("a\u{b}b", "U+000B"),
            ("a\u{85}b", "U+0085"),
            ("a\u{2028}b", "U+2028"),
            ("a\u{2029}b", "U+2029"),
            ("a\u{202a}b", "U+202A"),
            ("a\u{202e}b", "U+202E"),
            ("a\u{2066}b", "U+2066"),
            ("a\u{2069}b", "U+2069"),
        ] {
            let violation = Line::new(bad).map(|_| ()).unwrap_err();
            assert_eq!(
                (violation.code.text(), violation.facts.as_slice()),
                ("control_character", &[named.to_owned()][..])
            );
            assert_eq!(check_line(bad, 10).unwrap_err().code.text(), "control_character");
            let is_line_feed = matches!(bad, "a\nb" | "a\n" | "a\r\nb");
            assert_eq!(
                Paragraphs::new(bad).is_ok() && check(bad, 10).is_ok(),
                is_line_feed,
                "{bad:?}"
            );
        }
        assert_eq!(Paragraphs::new("one\r\ntwo\nthree").unwrap().as_str(), "one\ntwo\nthree");
        assert_eq!(Paragraphs::new("one\rtwo").unwrap_err().code.text(), "control_character");
    }

    #[test]
    fn a_line_has_no_character_that_only_programs_see() {
        for (bad, named) in [
            ("Mi\u{ad}ll", "U+00AD"),
            ("Mi\u{61c}ll", "U+061C"),
            ("Mi\u{200b}ll", "U+200B"),
            ("Mi\u{200f}ll", "U+200F"),
            ("Mi\u{2060}ll", "U+2060"),
            ("Mi\u{1d173}ll", "U+1D173"),
            ("Mill\u{e0041}", "U+E0041"),
        ] {
            let violation = Line::new(bad).map(|_| ()).unwrap_err();
            assert_eq!(
                (violation.code.text(), violation.facts.as_slice()),
                ("control_character", &[named.to_owned()][..])
            );
        }
        for good in ["അവന്\u{200d}", "രാജ്\u{200c}കുമാർ", "🌶\u{fe0f}", "മിൽ", "École"]
        {
            assert!(Line::new(good).is_ok(), "{good}");
        }
        assert_eq!(Line::new("\u{ad}").unwrap_err().code.text(), "blank");
        assert!(Line::try_from("Mi\u{ad}ll".to_owned()).is_ok(), "kept before");
    }

    #[test]
    fn what_was_kept_before_lines_were_lines_can_still_be_read() {
        assert_eq!(Line::try_from("Kalady\nmill".to_owned()).unwrap().as_str(), "Kalady\nmill");
    }
}
