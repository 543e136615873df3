//! The sentence of a violation in the caller's language.

use crate::language::Language;
use odoi_domain::Code;

/// The sentence of a code, its blanks filled.
#[must_use]
pub fn message(language: Language, code: Code, facts: &[String]) -> String {
    let sentence = code.sentence();
    let mut text = language.choose(sentence.en, sentence.ml).to_owned();
    for (place, fact) in facts.iter().enumerate() {
        text = text.replace(&format!("{{{place}}}"), fact);
    }
    text
}
