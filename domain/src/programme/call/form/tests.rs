use super::*;
use serde_json::json;

fn codes(schema: &Value) -> Vec<(&'static str, String)> {
    examine(schema, "").into_iter().map(|f| (f.code.text(), f.pointer)).collect()
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
        assert_eq!(codes(&form), [("form_keyword", format!("/properties/a~1b/{name}"))], "{name}");
    }
}

#[test]
fn a_form_has_its_bounds() {
    assert_eq!(codes(&json!(true)), [("form_is_object", "/type".to_owned())]);
    assert_eq!(codes(&json!({ "type": "object", "properties": [] }))[0].0, "type");
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
    assert_eq!(codes(&json!({ "type": "object", "examples": value }))[0].0, "form_too_deep");
}

#[test]
fn no_more_flaws_are_looked_for_than_are_told_and_places_are_not_written_for_nothing() {
    let name = "n".repeat(20_000);
    let answers = json!({ name.as_str(): vec!["\u{7f}"; 8_000] });
    let violations = check_answers(&answers, "/answers");
    assert_eq!(violations.len(), MOST_FLAWS);
    let first = format!("/answers/{}/0", "n".repeat(LONGEST_NAME));
    assert_eq!((violations[0].code.text(), &violations[0].pointer), ("control_character", &first));
    let properties: Map<String, Value> =
        (0..1_000).map(|n| (n.to_string(), json!({ "not": {} }))).collect();
    let form = json!({ "type": "object", "properties": properties });
    assert_eq!(codes(&form).len(), MOST_FLAWS);
}

#[test]
fn a_form_has_so_many_patterns_and_no_more() {
    let form = |count: usize| {
        let properties: Map<String, Value> =
            (0..count).map(|n| (n.to_string(), json!({ "pattern": "^a$" }))).collect();
        json!({ "type": "object", "properties": properties })
    };
    assert_eq!(codes(&form(MOST_PATTERNS)), []);
    assert_eq!(codes(&form(MOST_PATTERNS + 1)), [("form_patterns", String::new())]);
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
