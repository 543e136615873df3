//! Application forms: a JSON Schema that somebody else wrote, and how much of it is taken.
//!
//! The author is not trusted: of JSON Schema (2020-12) a form may use the keywords of [`KEYWORDS`] and
//! no others, so that it refers to nothing, is checked in a time that grows with the answers, and can be
//! loosened for drafts by leaving keywords out.

use crate::Flaw;
use serde_json::{Map, Value};

/// The longest form, as text, in bytes.
pub const LARGEST_FORM: usize = 32_768;
/// How deep a form may be nested.
pub const DEEPEST_FORM: usize = 12;
/// The longest pattern, in bytes.
pub const LONGEST_PATTERN: usize = 200;
/// The largest answers, as text, in bytes.
pub const LARGEST_ANSWERS: usize = 65_536;

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
pub fn examine(schema: &Value, at: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if schema.to_string().len() > LARGEST_FORM {
        flaws.push(
            Flaw::new("form_too_large")
                .at(at)
                .with(LARGEST_FORM.to_string()),
        );
        return flaws;
    }
    texts(schema, (at, true), &mut flaws);
    if schema.get("type") != Some(&Value::from("object")) {
        flaws.push(Flaw::new("form_is_object").at(&format!("{at}/type")));
    }
    walk(schema, at, 0, &mut flaws);
    flaws
}

fn walk(schema: &Value, at: &str, depth: usize, flaws: &mut Vec<Flaw>) {
    if depth > DEEPEST_FORM {
        flaws.push(
            Flaw::new("form_too_deep")
                .at(at)
                .with(DEEPEST_FORM.to_string()),
        );
        return;
    }
    let members = match schema {
        Value::Bool(_) => return,
        Value::Object(members) => members,
        _ => return flaws.push(Flaw::new("type").at(at).with("object")),
    };
    for (name, value) in members {
        let pointer = format!("{at}/{}", escape(name));
        match keyword(name) {
            None => flaws.push(Flaw::new("form_keyword").at(&pointer).with(name)),
            Some((Holds::Plain, _)) if is_too_deep(value, DEEPEST_FORM) => {
                flaws.push(
                    Flaw::new("form_too_deep")
                        .at(&pointer)
                        .with(DEEPEST_FORM.to_string()),
                );
            }
            Some((Holds::Plain, _)) => {}
            Some((Holds::Pattern, _)) => match value.as_str() {
                Some(pattern) if pattern.len() <= LONGEST_PATTERN => {}
                _ => flaws.push(Flaw::new("form_pattern").at(&pointer)),
            },
            Some((Holds::Schema, _)) => walk(value, &pointer, depth + 1, flaws),
            Some((Holds::Schemas, _)) => match value.as_object() {
                None => flaws.push(Flaw::new("type").at(&pointer).with("object")),
                Some(inner) => {
                    for (name, schema) in inner {
                        walk(
                            schema,
                            &format!("{pointer}/{}", escape(name)),
                            depth + 1,
                            flaws,
                        );
                    }
                }
            },
        }
    }
}

fn is_too_deep(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(values) => left == 0 || values.iter().any(|v| is_too_deep(v, left - 1)),
        Value::Object(members) => left == 0 || members.values().any(|v| is_too_deep(v, left - 1)),
        _ => false,
    }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Everything about answers that no form has to ask for: their size, and the rules of free text.
#[must_use]
pub fn check_answers(answers: &Value, at: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if answers.to_string().len() > LARGEST_ANSWERS {
        flaws.push(
            Flaw::new("form_too_large")
                .at(at)
                .with(LARGEST_ANSWERS.to_string()),
        );
    } else if is_too_deep(answers, DEEPEST_FORM) {
        flaws.push(
            Flaw::new("form_too_deep")
                .at(at)
                .with(DEEPEST_FORM.to_string()),
        );
    } else {
        texts(answers, (at, false), &mut flaws);
    }
    flaws
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
fn texts(value: &Value, (at, is_form): (&str, bool), flaws: &mut Vec<Flaw>) {
    let judge = |found: Result<(), Flaw>| found.err().filter(|flaw| flaw.code != "blank");
    match value {
        Value::String(text) => {
            let found = judge(crate::text::check(text, LARGEST_ANSWERS));
            flaws.extend(found.map(|flaw| flaw.at(at)));
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                texts(value, (&format!("{at}/{place}"), is_form), flaws);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let pointer = format!("{at}/{}", escape(name));
                let mut found = judge(crate::text::check_line(name, LARGEST_ANSWERS));
                if let (Value::String(title), "title", true) = (value, name.as_str(), is_form) {
                    found = found.or(judge(crate::text::check_line(title, LARGEST_ANSWERS)));
                } else {
                    texts(value, (&pointer, is_form), flaws);
                }
                flaws.extend(found.map(|flaw| flaw.at(&pointer)));
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
                Value::Object(inner) => inner
                    .iter()
                    .map(|(n, v)| (n.clone(), for_draft(v)))
                    .collect(),
                other => other.clone(),
            },
            _ => value.clone(),
        };
        loose.insert(name.clone(), value);
    }
    Value::Object(loose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn codes(schema: &Value) -> Vec<(&'static str, String)> {
        examine(schema, "")
            .into_iter()
            .map(|f| (f.code, f.pointer))
            .collect()
    }

    #[test]
    fn a_plain_form_is_taken_and_a_property_may_be_called_like_a_keyword() {
        let form = json!({
            "type": "object", "required": ["$ref"], "additionalProperties": false,
            "properties": { "$ref": { "type": "string", "pattern": "^[A-Z]+$" }, "required": { "type": "array", "items": { "type": "integer" } } },
        });
        assert_eq!(codes(&form), []);
    }

    #[test]
    fn a_form_refers_to_nothing_and_branches_nowhere() {
        for name in [
            "$ref",
            "$dynamicRef",
            "$id",
            "$defs",
            "anyOf",
            "allOf",
            "if",
            "not",
            "patternProperties",
            "dependentSchemas",
            "unevaluatedProperties",
            "$schema",
        ] {
            let form = json!({ "type": "object", "properties": { "a/b": { name: {} } } });
            assert_eq!(
                codes(&form),
                [("form_keyword", format!("/properties/a~1b/{name}"))],
                "{name}"
            );
        }
    }

    #[test]
    fn a_form_has_its_bounds() {
        assert_eq!(
            codes(&json!(true)),
            [("form_is_object", "/type".to_owned())]
        );
        assert_eq!(
            codes(&json!({ "type": "object", "properties": [] }))[0].0,
            "type"
        );
        let pattern = json!({ "type": "object", "pattern": "a".repeat(201) });
        assert_eq!(codes(&pattern)[0].0, "form_pattern");
        let large = json!({ "type": "object", "description": "a".repeat(LARGEST_FORM) });
        assert_eq!(codes(&large), [("form_too_large", String::new())]);
        let mut deep = json!({ "type": "object" });
        let mut value = json!(1);
        for _ in 0..13 {
            deep = json!({ "type": "object", "items": deep });
            value = json!([value]);
        }
        assert_eq!(codes(&deep).len(), 1);
        assert_eq!(
            codes(&json!({ "type": "object", "examples": value }))[0].0,
            "form_too_deep"
        );
    }

    #[test]
    fn a_draft_need_not_be_complete_and_must_still_be_right() {
        let form = json!({
            "type": "object", "required": ["a"], "minProperties": 1,
            "properties": { "a": { "type": "string", "minLength": 5, "maxLength": 9 }, "required": { "items": { "minItems": 1, "type": "array" } } },
        });
        let expected = json!({
            "type": "object",
            "properties": { "a": { "type": "string", "maxLength": 9 }, "required": { "items": { "type": "array" } } },
        });
        assert_eq!(for_draft(&form), expected);
    }
}
