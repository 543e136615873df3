//! Application forms at work: compiled from what a call asks, and held against what applicants answer.

use crate::schemas::{Shapes, Unusable, judge};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::programme::call::form;
use serde_json::{Map, Value};

/// How much memory one pattern may take when it is made ready, in bytes. Patterns run on an engine without
/// backtracking, in a time that grows with the text and with this.
const PATTERN_MEMORY: usize = 64 * 1024;

/// Makes ready a form that the domain has found well-formed.
pub fn compile(schema: &Value) -> Result<Shapes, Violation> {
    Shapes::of(schema, &Map::new(), PATTERN_MEMORY)
        .map_err(|Unusable(at)| Violation::new(Code::FormUnusable).at(&format!("/form/schema{at}")))
}

/// Everything that is wrong with answers; a draft need not be complete.
pub fn violations(
    schema: &Value,
    answers: &Value,
    is_draft: bool,
) -> Result<Vec<Violation>, Violation> {
    // What is too large is not judged: judging costs what the answers weigh times what the patterns weigh.
    let unfit = form::check_answers(answers, "/answers");
    if !unfit.is_empty() {
        return Ok(unfit);
    }
    let shapes = if is_draft { compile(&form::for_draft(schema))? } else { compile(schema)? };
    let found = judge(&shapes, answers).violations.into_iter();
    Ok(found.map(|violation| violation.under("/answers")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(schema: &Value, answers: &Value, is_draft: bool) -> Vec<(String, &'static str)> {
        let violations = violations(schema, answers, is_draft).unwrap();
        let place = |violation: Violation| (violation.pointer, violation.code.text());
        violations.into_iter().map(place).collect()
    }

    #[test]
    fn every_violation_is_told_at_its_place_and_a_draft_may_be_incomplete() {
        let form = json!({
            "type": "object", "required": ["units", "waste"], "additionalProperties": false,
            "properties": {
                "units": { "type": "integer", "minimum": 5 },
                "waste": { "type": "object", "required": ["tonnes"], "properties": { "tonnes": { "type": "number", "exclusiveMinimum": 0 } } },
                "sites": { "type": "array", "minItems": 2, "uniqueItems": true, "items": { "type": "string", "pattern": "^[A-Z]{3}$" } },
            },
        });
        let answers = json!({ "units": 4, "waste": {}, "sites": ["aly"], "more": 1 });
        let complete = places(&form, &answers, false);
        let draft = places(&form, &answers, true);
        let wrong = [
            ("/answers/more", "unknown_field"),
            ("/answers/sites/0", "pattern"),
            ("/answers/units", "minimum"),
        ];
        for (at, code) in wrong {
            assert!(draft.contains(&(at.to_owned(), code)), "{at} {draft:?}");
            assert!(complete.contains(&(at.to_owned(), code)), "{at} {complete:?}");
        }
        assert_eq!(draft.len(), 3, "{draft:?}");
        for (at, code) in [("/answers/sites", "min_items"), ("/answers/waste/tonnes", "required")] {
            assert!(complete.contains(&(at.to_owned(), code)), "{at} {complete:?}");
        }
        assert_eq!(
            places(&form, &json!({ "waste": { "tonnes": 0 }, "sites": ["ALY", "ALY"] }), true)
                .len(),
            2
        );
    }

    #[test]
    fn patterns_that_forms_need_are_usable_and_greedy_ones_are_not() {
        let is_usable = |pattern: &str| {
            let form = json!({ "type": "object", "properties": { "a": { "type": "string", "pattern": pattern } } });
            compile(&form).is_ok()
        };
        for pattern in [
            r"^[A-Z]{5}[0-9]{4}[A-Z]$",
            r"^\p{L}+$",
            r"^\w{2,3}$",
            r"^[\p{Malayalam}\s.]+$",
            r"^(\d{1,3}\.){3}\d{1,3}$",
            r"^https://[a-z0-9.-]{1,100}/",
            r"^[^@\s]+@[^@\s]+\.[a-z]{2,24}$",
        ] {
            assert!(is_usable(pattern), "{pattern}");
        }
        assert!(!is_usable("[ab]*a[ab]{80000}c"));
    }

    #[test]
    fn what_greedy_patterns_judge_is_limited_in_all() {
        let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
        let form = json!({ "type": "object", "properties": {
            "greedy": { "type": "array", "items": text("[ab]*a[ab]{800}") }, "plain": { "type": "array", "items": text("^[ab]*$") },
        } });
        let many = |count: usize| json!(vec!["ab".repeat(500); count]);
        assert_eq!(places(&form, &json!({ "greedy": many(8), "plain": many(50) }), false), []);
        let (at, code) = &places(&form, &json!({ "greedy": many(20) }), false)[0];
        assert_eq!((at.as_str(), *code), ("/answers/greedy/16", "too_much_to_match"));
    }

    #[test]
    fn answers_that_are_too_large_are_not_judged() {
        let form = json!({ "type": "object", "properties": { "a": { "type": "string", "pattern": "^b" } } });
        let found = violations(&form, &json!({ "a": "a".repeat(70_000) }), false).unwrap();
        let found: Vec<_> = found.iter().map(|f| (f.code, f.pointer.as_str())).collect();
        assert_eq!(found, [(Code::FormTooLarge, "/answers")]);
    }

    #[test]
    fn a_pattern_that_would_backtrack_for_ever_answers_at_once_and_a_huge_one_is_refused() {
        let form = json!({ "type": "object", "properties": { "a": { "type": "string", "pattern": "^(a+)+$" } } });
        let answers = json!({ "a": format!("{}b", "a".repeat(50_000)) });
        assert_eq!(places(&form, &answers, false), [("/answers/a".to_owned(), "pattern")]);
        for pattern in ["((a{100}){100}){100}", "(?=a)b", "(a)\\1", "("] {
            let form = json!({ "type": "object", "properties": { "a": { "pattern": pattern } } });
            assert!(compile(&form).is_err(), "{pattern}");
        }
    }
}
