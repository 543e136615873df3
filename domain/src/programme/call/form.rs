//! Application forms: a JSON Schema that somebody else wrote, and how much of it is taken.
//!
//! The author is not trusted: of JSON Schema (2020-12) a form may use the keywords of [`KEYWORDS`] and
//! no others, so that it refers to nothing, is checked in a time that grows with the answers, and can be
//! loosened for drafts by leaving keywords out.

use crate::Code;
use crate::Violation;
use serde_json::{Map, Value};

/// The longest form, as text, in bytes.
pub const LARGEST_FORM: usize = 32_768;
/// How deep a form may be nested.
pub const DEEPEST_FORM: usize = 12;
/// The longest pattern, in bytes.
pub const LONGEST_PATTERN: usize = 200;
/// Patterns of a form at most: each takes memory and time when it is made ready.
pub const MOST_PATTERNS: usize = 50;
/// The largest answers, as text, in bytes.
pub const LARGEST_ANSWERS: usize = 65_536;
/// As many violations are looked for, and no more.
const MOST_FLAWS: usize = 50;
/// Names within a pointer are cut to so many characters.
const LONGEST_NAME: usize = 100;

/// What a keyword holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Something that is not a schema.
    Plain,
    /// A schema.
    Schema,
    /// Schemas by name.
    Schemas,
    /// A regular expression.
    Pattern,
}

/// Every keyword of a form, what it holds, and whether it asks for completeness: those a draft need
/// not meet.
const KEYWORDS: &[(&str, Holds, bool)] = &[
    ("type", Holds::Plain, false),
    ("title", Holds::Plain, false),
    ("description", Holds::Plain, false),
    ("properties", Holds::Schemas, false),
    ("additionalProperties", Holds::Schema, false),
    ("required", Holds::Plain, true),
    ("items", Holds::Schema, false),
    ("minItems", Holds::Plain, true),
    ("maxItems", Holds::Plain, false),
    ("uniqueItems", Holds::Plain, false),
    ("minProperties", Holds::Plain, true),
    ("maxProperties", Holds::Plain, false),
    ("enum", Holds::Plain, false),
    ("const", Holds::Plain, false),
    ("minLength", Holds::Plain, true),
    ("maxLength", Holds::Plain, false),
    ("pattern", Holds::Pattern, false),
    ("minimum", Holds::Plain, false),
    ("maximum", Holds::Plain, false),
    ("exclusiveMinimum", Holds::Plain, false),
    ("exclusiveMaximum", Holds::Plain, false),
    ("multipleOf", Holds::Plain, false),
    ("examples", Holds::Plain, false),
    ("$comment", Holds::Plain, false),
];

fn keyword(name: &str) -> Option<(Holds, bool)> {
    KEYWORDS
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, holds, completes)| (*holds, *completes))
}

/// Everything about a form that is not taken; pointers start at `at`.
#[must_use]
pub fn examine(schema: &Value, at: &str) -> Vec<Violation> {
    if schema.to_string().len() > LARGEST_FORM {
        let violation = Violation::new(Code::FormTooLarge).at(at);
        return vec![violation.with(LARGEST_FORM.to_string())];
    }
    let (mut violations, mut patterns) = (Vec::new(), 0);
    texts(schema, true, &mut violations);
    walk(schema, 0, &mut patterns, &mut violations);
    if patterns > MOST_PATTERNS {
        violations.push(Violation::new(Code::FormPatterns).with(MOST_PATTERNS.to_string()));
    }
    if schema.get("type") != Some(&Value::from("object")) {
        violations.push(Violation::new(Code::FormIsObject).at("/type"));
    }
    under(at, violations)
}

/// Flaws of what lies at a place.
fn under(at: &str, mut violations: Vec<Violation>) -> Vec<Violation> {
    for violation in &mut violations {
        violation.pointer.insert_str(0, at);
    }
    violations
}

/// Looks for violations within a member or an item, whose place is written down only where there are any.
fn within(
    step: impl Fn() -> String,
    violations: &mut Vec<Violation>,
    look: impl FnOnce(&mut Vec<Violation>),
) {
    let before = violations.len();
    if before >= MOST_FLAWS {
        return;
    }
    look(violations);
    for violation in violations.iter_mut().skip(before) {
        violation.pointer.insert_str(0, &format!("/{}", step()));
    }
}

fn walk(schema: &Value, depth: usize, patterns: &mut usize, violations: &mut Vec<Violation>) {
    if depth > DEEPEST_FORM {
        return violations.push(Violation::new(Code::FormTooDeep).with(DEEPEST_FORM.to_string()));
    }
    let members = match schema {
        Value::Bool(_) => return,
        Value::Object(members) => members,
        _ => return violations.push(Violation::new(Code::Type).with("object")),
    };
    for (name, value) in members {
        within(
            || escape(name),
            violations,
            |violations| match (keyword(name), value) {
                (None, _) => violations.push(Violation::new(Code::FormKeyword).with(cut(name))),
                (Some((Holds::Plain, _)), value) if is_too_deep(value, DEEPEST_FORM) => {
                    violations
                        .push(Violation::new(Code::FormTooDeep).with(DEEPEST_FORM.to_string()));
                }
                (Some((Holds::Plain, _)), _) => {}
                (Some((Holds::Pattern, _)), value) => {
                    *patterns += 1;
                    if value.as_str().is_none_or(|text| text.len() > LONGEST_PATTERN) {
                        violations.push(Violation::new(Code::FormPattern));
                    }
                }
                (Some((Holds::Schema, _)), value) => walk(value, depth + 1, patterns, violations),
                (Some((Holds::Schemas, _)), Value::Object(inner)) => {
                    for (name, schema) in inner {
                        let look = |violations: &mut Vec<Violation>| {
                            walk(schema, depth + 1, patterns, violations);
                        };
                        within(|| escape(name), violations, look);
                    }
                }
                (Some((Holds::Schemas, _)), _) => {
                    violations.push(Violation::new(Code::Type).with("object"));
                }
            },
        );
    }
}

fn is_too_deep(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(values) => left == 0 || values.iter().any(|v| is_too_deep(v, left - 1)),
        Value::Object(members) => left == 0 || members.values().any(|v| is_too_deep(v, left - 1)),
        _ => false,
    }
}

fn cut(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

fn escape(name: &str) -> String {
    cut(name).replace('~', "~0").replace('/', "~1")
}

/// Everything about answers that no form has to ask for: their size, and the rules of free text.
#[must_use]
pub fn check_answers(answers: &Value, at: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    if answers.to_string().len() > LARGEST_ANSWERS {
        violations.push(Violation::new(Code::FormTooLarge).with(LARGEST_ANSWERS.to_string()));
    } else if is_too_deep(answers, DEEPEST_FORM) {
        violations.push(Violation::new(Code::FormTooDeep).with(DEEPEST_FORM.to_string()));
    } else {
        texts(answers, false, &mut violations);
    }
    under(at, violations)
}

/// What was typed, with the line ends that texts are kept with.
pub(crate) fn read_answers<'de, D: serde::Deserializer<'de>>(
    given: D,
) -> Result<Option<Value>, D::Error> {
    let mut answers = <Option<Value> as serde::Deserialize>::deserialize(given)?;
    if let Some(answers) = &mut answers {
        end_lines(answers);
    }
    Ok(answers)
}

fn end_lines(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\r') => *text = text.replace("\r\n", "\n"),
        Value::Array(values) => values.iter_mut().for_each(end_lines),
        Value::Object(members) => members.values_mut().for_each(end_lines),
        _ => {}
    }
}

/// The rules of free text for every text and every name, and of one line for what a form calls its fields; an empty
/// answer is for the form to judge.
fn texts(value: &Value, is_form: bool, violations: &mut Vec<Violation>) {
    let judge = |found: Result<(), Violation>| {
        found.err().filter(|violation| violation.code != Code::Blank)
    };
    match value {
        Value::String(text) => {
            violations.extend(judge(crate::kernel::text::check(text, LARGEST_ANSWERS)));
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                within(
                    || place.to_string(),
                    violations,
                    |violations| texts(value, is_form, violations),
                );
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                within(
                    || escape(name),
                    violations,
                    |violations| {
                        let mut found =
                            judge(crate::kernel::text::check_line(name, LARGEST_ANSWERS));
                        if let (Value::String(title), "title", true) =
                            (value, name.as_str(), is_form)
                        {
                            found = found
                                .or(judge(crate::kernel::text::check_line(title, LARGEST_ANSWERS)));
                        } else {
                            texts(value, is_form, violations);
                        }
                        violations.extend(found);
                    },
                );
            }
        }
        _ => {}
    }
}

/// The form as a draft has to meet it: what is there must be right, and not everything must be there.
#[must_use]
pub fn for_draft(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut loose = Map::new();
    for (name, value) in members {
        let value = match keyword(name) {
            Some((_, true)) => continue,
            Some((Holds::Schema, _)) => for_draft(value),
            Some((Holds::Schemas, _)) => match value {
                Value::Object(inner) => {
                    inner.iter().map(|(n, v)| (n.clone(), for_draft(v))).collect()
                }
                other => other.clone(),
            },
            _ => value.clone(),
        };
        loose.insert(name.clone(), value);
    }
    Value::Object(loose)
}

#[cfg(test)]
mod tests;
