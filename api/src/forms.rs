//! Application forms at work: compiled from what a call asks, and held against what applicants answer.

use crate::problem::Fault;
use crate::schemas;
use jsonschema::{Draft, PatternOptions, Validator};
use odoi_domain::Flaw;
use odoi_domain::call::form;
use serde_json::Value;

/// How much memory one pattern may take when it is compiled, in bytes.
const PATTERN_MEMORY: usize = 1 << 20;

/// Compiles a form that the domain has found well-formed.
///
/// Patterns run on an engine without backtracking, in a time that grows with the text and no faster.
pub(crate) fn compile(schema: &Value) -> Result<Validator, Flaw> {
    let patterns = PatternOptions::regex().size_limit(PATTERN_MEMORY);
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_pattern_options(patterns)
        .build(schema)
        .map_err(|error| {
            let at = format!("/form/schema{}", error.instance_path());
            Flaw::new("form_unusable").at(&at)
        })
}

/// Everything that is wrong with answers; a draft need not be complete.
pub(crate) fn faults(schema: &Value, answers: &Value, is_draft: bool) -> Result<Vec<Fault>, Flaw> {
    let validator = if is_draft {
        compile(&form::for_draft(schema))?
    } else {
        compile(schema)?
    };
    Ok(schemas::faults(&validator, answers)
        .into_iter()
        .map(|fault| fault.under("/answers"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Place;
    use serde_json::json;

    fn places(schema: &Value, answers: &Value, is_draft: bool) -> Vec<(String, &'static str)> {
        let faults = faults(schema, answers, is_draft).unwrap();
        let place = |fault: Fault| match fault.at {
            Place::Pointer(at) | Place::Parameter(at) => (at, fault.code),
        };
        faults.into_iter().map(place).collect()
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
            assert!(
                complete.contains(&(at.to_owned(), code)),
                "{at} {complete:?}"
            );
        }
        assert_eq!(draft.len(), 3, "{draft:?}");
        for (at, code) in [
            ("/answers/sites", "min_items"),
            ("/answers/waste/tonnes", "required"),
        ] {
            assert!(
                complete.contains(&(at.to_owned(), code)),
                "{at} {complete:?}"
            );
        }
        assert_eq!(
            places(
                &form,
                &json!({ "waste": { "tonnes": 0 }, "sites": ["ALY", "ALY"] }),
                true
            )
            .len(),
            2
        );
    }

    #[test]
    fn a_pattern_that_would_backtrack_for_ever_answers_at_once_and_a_huge_one_is_refused() {
        let form = json!({ "type": "object", "properties": { "a": { "type": "string", "pattern": "^(a+)+$" } } });
        let answers = json!({ "a": format!("{}b", "a".repeat(50_000)) });
        assert_eq!(
            places(&form, &answers, false),
            [("/answers/a".to_owned(), "pattern")]
        );
        for pattern in ["((a{100}){100}){100}", "(?=a)b", "(a)\\1", "("] {
            let form = json!({ "type": "object", "properties": { "a": { "pattern": pattern } } });
            assert!(compile(&form).is_err(), "{pattern}");
        }
    }
}
