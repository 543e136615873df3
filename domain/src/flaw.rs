//! What is wrong with a value, as a code that every language has a sentence for.

/// One violation: a code, the place in the request, and the facts its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Flaw {
    /// Stable machine-readable code (`gstin_checksum`, `ends_before_start`).
    pub code: &'static str,
    /// JSON pointer to the value at fault, relative to the thing; empty for the whole.
    pub pointer: String,
    /// What fills the blanks of the sentence, in order.
    pub facts: Vec<String>,
}

impl Flaw {
    /// A flaw of the value at hand.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self {
            code,
            pointer: String::new(),
            facts: Vec::new(),
        }
    }

    /// The same flaw, at a place inside the thing.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.pointer);
        self
    }

    /// The same flaw, with a fact for its sentence.
    #[must_use]
    pub fn with(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }
}
