//! The pairs of a query string, read one by one; what nobody has read is unknown.

use super::filter::MOST_VALUES;
use crate::problem::{Kind, Problem};
use odoi_domain::kernel::fold;
use odoi_domain::kernel::violation::MAX_TOLD;
use odoi_domain::{Code, Day, Violation};
use std::str::FromStr;

/// The pairs of a query that have not been read yet, and the violations of those that have.
#[derive(Debug, Default)]
pub struct Pairs {
    pub(super) pairs: Vec<(String, String)>,
    violations: Vec<Violation>,
    pub(super) today: Option<Day>,
}

impl Pairs {
    /// The pairs of a query string.
    pub(super) fn of(query: &str) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query)
            .map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
        let mut pairs = Self { pairs, violations: Vec::new(), today: None };
        if pairs.pairs.iter().any(|(_, value)| value.contains('\0')) {
            pairs.violation("query", Violation::new(Code::ControlCharacter).with("U+0000"));
        }
        Ok(pairs)
    }

    pub(super) fn violation(&mut self, name: &str, violation: Violation) {
        self.violations.push(violation.in_parameter(name));
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, rest) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(key, _)| key == name);
        self.pairs = rest;
        taken.into_iter().map(|(_, value): (String, String)| value).collect()
    }

    /// Values of a filter: repeated or separated by commas, any of them.
    pub fn any_of<T: FromStr<Err = Violation>>(&mut self, name: &str) -> Vec<T> {
        let given = self.take(name);
        let values: Vec<&str> = given.iter().flat_map(|value| value.split(',')).collect();
        if values.len() > MOST_VALUES {
            self.violation(name, Violation::new(Code::TooManyValues).with(MOST_VALUES.to_string()));
            return Vec::new();
        }
        let mut read = Vec::with_capacity(values.len());
        for value in values {
            match value.trim().parse() {
                Ok(value) => read.push(value),
                Err(violation) => self.violation(name, violation),
            }
        }
        read
    }

    /// The folded words of a search.
    pub fn words(&mut self, name: &str) -> Vec<String> {
        let Some(text) = self.once(name) else {
            return Vec::new();
        };
        if text.chars().count() > 200 {
            self.violation(name, Violation::new(Code::MaxLength).with("200"));
            return Vec::new();
        }
        let words = fold::words(&text);
        if words.len() > fold::MOST_WORDS {
            self.violation(
                name,
                Violation::new(Code::TooManyWords).with(fold::MOST_WORDS.to_string()),
            );
        } else if words.is_empty() {
            self.violation(name, Violation::new(Code::Blank));
        }
        words
    }

    /// A day, today where it is absent.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let today = self.today;
        let is_given = self.pairs.iter().any(|(given, _)| given == name);
        self.given_day(name).or(today.filter(|_| !is_given))
    }

    /// A day, where it is given.
    pub fn given_day(&mut self, name: &str) -> Option<Day> {
        match self.once(name)?.parse() {
            Ok(day) => Some(day),
            Err(violation) => self.wrong(name, violation, None),
        }
    }

    /// A parameter that stands once.
    pub fn once(&mut self, name: &str) -> Option<String> {
        let mut given = self.take(name);
        if given.len() > 1 {
            self.violation(name, Violation::new(Code::RepeatedParameter));
        }
        given.pop()
    }

    /// Whether a parameter is there and has not been read.
    pub(super) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == name)
    }

    /// Keeps a violation and goes on with the usual value, so that every violation is told at once.
    pub fn wrong<T>(&mut self, name: &str, violation: Violation, usual: T) -> T {
        self.violation(name, violation);
        usual
    }

    pub(super) fn finish(mut self) -> Result<(), Problem> {
        for (name, _) in std::mem::take(&mut self.pairs).iter().take(MAX_TOLD) {
            self.violations.push(
                Violation::new(Code::UnknownParameter)
                    .in_parameter(&name.chars().take(64).collect::<String>()),
            );
        }
        self.violations.truncate(MAX_TOLD);
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(Problem::new(Kind::Malformed).violations(self.violations))
        }
    }
}

/// Reads a query that is not that of a list; what nobody took is unknown.
pub(super) fn read_pairs<T>(
    query: &str,
    today: Day,
    take: impl FnOnce(&mut Pairs) -> T,
) -> Result<T, Problem> {
    let pairs = serde_urlencoded::from_str(query)
        .map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
    let mut pairs = Pairs { pairs, violations: Vec::new(), today: Some(today) };
    let taken = take(&mut pairs);
    pairs.finish()?;
    Ok(taken)
}
