//! What is wrong with a request: a code of one table, which has a class and a sentence in every language.

mod table;

pub use table::Code;

/// At most so many violations are told: an answer should not outgrow its request.
pub const MAX_TOLD: usize = 50;

/// Whether a violation lies in the request, or in what it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The request breaks a rule: 422.
    Invalid,
    /// The request is right, but something that it depends on is missing or is over: 409.
    Untimely,
    /// The facts of a request that state it are wrong (422); a step that finds it so in what is stored comes too early
    /// or too late (409).
    Either,
}

impl Class {
    /// The status of an answer that names it.
    #[must_use]
    pub const fn status(self) -> &'static str {
        match self {
            Self::Invalid => "422",
            Self::Untimely => "409",
            Self::Either => "422, or 409 of a step",
        }
    }
}

/// One violation: a code, the place in the request, and the facts its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Violation {
    /// Stable machine-readable code (`gstin_checksum`, `ends_before_start`).
    pub code: Code,
    /// JSON pointer to the value at fault, relative to the thing; empty for the whole.
    pub pointer: String,
    /// The query parameter or header at fault, instead of a pointer.
    pub parameter: Option<String>,
    /// What fills the blanks of the sentence, in order.
    pub facts: Vec<String>,
}

impl Violation {
    /// A violation of the value at hand.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, pointer: String::new(), parameter: None, facts: Vec::new() }
    }

    /// The same violation, at a place inside the thing.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.pointer);
        self
    }

    /// The same violation, of a value that lies deeper in the body.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        self.pointer.insert_str(0, pointer);
        self
    }

    /// The same violation, in a query parameter or a header.
    #[must_use]
    pub fn in_parameter(mut self, name: &str) -> Self {
        self.parameter = Some(name.to_owned());
        self
    }

    /// The same violation, with a fact for its sentence.
    #[must_use]
    pub fn with(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once_and_has_two_sentences_with_the_same_blanks() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.text()), "{code} is there twice");
            let text = code.sentence();
            assert!(text.en.ends_with(['.', '?']), "{code}: {}", text.en);
            assert!(text.ml.chars().any(|c| ('\u{d00}'..='\u{d7f}').contains(&c)));
            for blank in 0..6 {
                let blank = format!("{{{blank}}}");
                assert_eq!(text.en.contains(&blank), text.ml.contains(&blank), "{code}");
            }
        }
    }
}
