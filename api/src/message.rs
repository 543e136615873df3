//! The sentence of a violation in the caller's language.

use crate::language::Language;
use odoi_domain::Code;

/// The sentence of a code, its blanks filled.
#[must_use]
pub fn message(language: Language, code: Code, facts: &[String]) -> String {
    let sentence = code.sentence();
    debug_assert!(blanks(sentence.en) <= facts.len(), "{code} has blanks that nothing fills");
    let mut text = language.choose(sentence.en, sentence.ml).to_owned();
    for (place, fact) in facts.iter().enumerate() {
        text = text.replace(&format!("{{{place}}}"), fact);
    }
    text
}

/// How many facts a sentence needs.
fn blanks(sentence: &str) -> usize {
    let is_blank = |place: &usize| sentence.contains(&format!("{{{place}}}"));
    (0..6).rfind(is_blank).map_or(0, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use odoi_domain::kernel::text::control_character;

    #[test]
    fn the_blanks_of_a_sentence_are_filled() {
        let violation = control_character('\0');
        let text = message(Language::English, violation.code, &violation.facts);
        assert_eq!(text, "The text holds a control character: U+0000.");
        assert_eq!(["a", "{0} {1}", "{1}"].map(blanks), [0, 2, 2]);
    }

    #[test]
    #[should_panic(expected = "control_character has blanks that nothing fills")]
    fn a_sentence_whose_facts_are_missing_stops_the_tests() {
        let _text = message(Language::English, Code::ControlCharacter, &[]);
    }
}
