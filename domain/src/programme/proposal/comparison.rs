//! Revisions of a proposal, and what differs between any two of them: field by field, cost lines by
//! what they are and not by where they stand (rule R6.2).

use super::ProposalFacts;
use super::cost::CostLine;
use crate::Moment;
use crate::kernel::fold;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What was stated at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Counts the revisions of the proposal from 1.
    pub number: i32,
    /// When it was stated.
    pub made_at: Moment,
    /// When it was submitted, if it was.
    pub submitted_at: Option<Moment>,
    /// What was stated.
    pub facts: ProposalFacts,
}

words! {
    /// How a fact differs between two revisions.
    Difference("difference") {
        /// Only the later one has it.
        Added = "added" ("Added", "ചേർത്തു"),
        /// Only the earlier one has it.
        Removed = "removed" ("Removed", "നീക്കി"),
        /// Both have it, with different values.
        Changed = "changed" ("Changed", "മാറ്റി"),
    }
}

/// One fact that differs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactChange {
    /// A JSON pointer (RFC 6901) into the later revision, or into the earlier one if the fact was removed.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub pointer: String,
    /// The kind of difference.
    pub difference: Difference,
    /// The value in the earlier revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Option<Value>,
    /// The value in the later revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Option<Value>,
}

/// At most so many differences are told.
pub const MOST_CHANGES: usize = 1_000;
/// A pointer has at most so many bytes: what lies deeper is told as one change of what it lies in.
const LONGEST_POINTER: usize = 1_000;

/// What differs, the first of it where there is more than is told.
#[must_use]
pub fn compare(before: &ProposalFacts, after: &ProposalFacts) -> Vec<FactChange> {
    let whole = |facts: &ProposalFacts| {
        let bare = ProposalFacts { cost_lines: Vec::new(), ..facts.clone() };
        serde_json::to_value(bare).unwrap_or_default()
    };
    let mut found = Vec::new();
    walk("", &whole(before), &whole(after), &mut found);
    let (old, new) = (&before.cost_lines, &after.cost_lines);
    let partners = match_lines(old, new);
    for (place, line) in new.iter().enumerate() {
        let pointer = format!("/cost_lines/{place}");
        let partner = partners.iter().find(|(_, to)| *to == place);
        match partner.and_then(|(from, _)| old.get(*from)) {
            Some(partner) => walk(&pointer, &value(partner), &value(line), &mut found),
            None => found.push(one(pointer, None, Some(value(line)))),
        }
    }
    for (place, line) in old.iter().enumerate() {
        if partners.iter().all(|(from, _)| *from != place) {
            let pointer = format!("/cost_lines/{place}");
            found.push(one(pointer, Some(value(line)), None));
        }
    }
    found.truncate(MOST_CHANGES);
    found
}

fn value(line: &CostLine) -> Value {
    serde_json::to_value(line).unwrap_or_default()
}

fn one(pointer: String, before: Option<Value>, after: Option<Value>) -> FactChange {
    let difference = match (&before, &after) {
        (None, _) => Difference::Added,
        (_, None) => Difference::Removed,
        _ => Difference::Changed,
    };
    FactChange { pointer, difference, before, after }
}

/// Lines that are the same one: equal; else with an asset in common; else of the same title. Each line has
/// one partner, the surest first.
fn match_lines(old: &[CostLine], new: &[CostLine]) -> Vec<(usize, usize)> {
    let shares =
        |a: &CostLine, b: &CostLine| a.asset_serials.iter().any(|s| b.asset_serials.contains(s));
    let title = |line: &CostLine| fold::words(line.title.as_str());
    let is_called = |a: &CostLine, b: &CostLine| title(a) == title(b);
    let mut partners: Vec<(usize, usize)> = Vec::new();
    for is_same in [
        &(|a: &CostLine, b: &CostLine| a == b) as &dyn Fn(&CostLine, &CostLine) -> bool,
        &shares,
        &is_called,
    ] {
        for (from, a) in old.iter().enumerate() {
            if partners.iter().any(|(taken, _)| *taken == from) {
                continue;
            }
            let is_free = |to: usize| partners.iter().all(|(_, taken)| *taken != to);
            let partner = new.iter().enumerate().find(|(to, b)| is_free(*to) && is_same(a, b));
            if let Some((to, _)) = partner {
                partners.push((from, to));
            }
        }
    }
    partners
}

/// Goes down into objects and lists as far as they are alike. Null is absent.
fn walk(pointer: &str, before: &Value, after: &Value, found: &mut Vec<FactChange>) {
    if found.len() >= MOST_CHANGES || before == after {
        return;
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) if can_name_all(pointer, old, new) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let [old, new] = [old, new].map(|map| map.get(name).unwrap_or(&Value::Null));
                walk(&below(pointer, name), old, new, found);
            }
        }
        (Value::Array(old), Value::Array(new)) if pointer.len() + 6 <= LONGEST_POINTER => {
            for place in 0..old.len().max(new.len()) {
                let [old, new] = [old, new].map(|list| list.get(place).unwrap_or(&Value::Null));
                walk(&format!("{pointer}/{place}"), old, new, found);
            }
        }
        (old, new) => {
            let there = |value: &Value| (!value.is_null()).then(|| value.clone());
            found.push(one(pointer.to_owned(), there(old), there(new)));
        }
    }
}

fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Whether the pointers to all members are short enough. Each character of a name takes two at most.
fn can_name_all(pointer: &str, old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    let longest = old.keys().chain(new.keys()).map(String::len).max();
    pointer.len() + 1 + 2 * longest.unwrap_or(0) <= LONGEST_POINTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facts(change: impl FnOnce(&mut Value)) -> ProposalFacts {
        let mut value = json!({
            "title": { "en": "Rice bran oil" }, "cluster_id": "019a2b3c-4d5e-7f60-8123-456789abcdef",
            "institution_id": "019a2b3c-4d5e-7f60-8123-456789abcde0", "objective": "Oil.", "asked_paise": 100,
            "answers": { "units": 7, "sites": ["a", "b"] },
            "cost_lines": [
                { "title": "Screw press", "kind": "innovation", "amount_paise": 60, "asset_serials": ["P-1"] },
                { "title": "Filter", "kind": "innovation", "amount_paise": 40 },
                { "title": "Shed", "kind": "other", "amount_paise": 9 },
            ],
        });
        change(&mut value);
        serde_json::from_value(value).unwrap()
    }

    fn told(before: &ProposalFacts, after: &ProposalFacts) -> Vec<(String, Difference)> {
        let changes = compare(before, after);
        changes.into_iter().map(|c| (c.pointer, c.difference)).collect()
    }

    #[test]
    fn the_same_facts_differ_in_nothing_whatever_the_order_of_the_lines() {
        let first = facts(|_| {});
        let turned = facts(|v| v["cost_lines"].as_array_mut().unwrap().reverse());
        assert_eq!(compare(&first, &first), []);
        assert_eq!(compare(&first, &turned), []);
    }

    #[test]
    fn every_field_that_differs_is_named_at_its_place() {
        let after = facts(|v| {
            v["title"]["ml"] = json!("തവിടെണ്ണ");
            v["asked_paise"] = json!(90);
            v["answers"] = json!({ "units": 8, "sites": ["a"], "a/b": 1 });
        });
        assert_eq!(
            told(&facts(|_| {}), &after),
            [
                ("/answers/a~1b".to_owned(), Difference::Added),
                ("/answers/sites/1".to_owned(), Difference::Removed),
                ("/answers/units".to_owned(), Difference::Changed),
                ("/asked_paise".to_owned(), Difference::Changed),
                ("/title/ml".to_owned(), Difference::Added),
            ]
        );
    }

    #[test]
    fn a_cost_line_is_the_same_by_its_asset_or_its_title() {
        let after = facts(|v| {
            v["cost_lines"] = json!([
                { "title": "Shed", "kind": "other", "amount_paise": 10 },
                { "title": "Cold press", "kind": "innovation", "amount_paise": 60, "asset_serials": ["P-1"] },
                { "title": "Boiler", "kind": "other", "amount_paise": 5 },
            ]);
        });
        assert_eq!(
            told(&facts(|_| {}), &after),
            [
                ("/cost_lines/0/amount_paise".to_owned(), Difference::Changed),
                ("/cost_lines/1/title".to_owned(), Difference::Changed),
                ("/cost_lines/2".to_owned(), Difference::Added),
                ("/cost_lines/1".to_owned(), Difference::Removed),
            ]
        );
    }

    #[test]
    fn what_cannot_be_told_shortly_is_told_as_one_change_and_never_too_much() {
        let long = "/".repeat(30_000);
        let answers = |value: i64| {
            let members = (0..3_900).map(|n| (n.to_string(), json!(value)));
            Value::Object(members.collect())
        };
        let deep = |value| facts(|v| v["answers"] = json!({ long.as_str(): answers(value) }));
        assert_eq!(told(&deep(1), &deep(2)), [("/answers".to_owned(), Difference::Changed)]);
        let wide = |value| facts(|v| v["answers"] = answers(value));
        let found = told(&wide(1), &wide(2));
        assert_eq!(found.len(), MOST_CHANGES);
        assert!(found.iter().all(|(pointer, _)| pointer.starts_with("/answers/")));
    }

    #[test]
    fn there_and_back_names_the_same_places_the_other_way_round() {
        let after = facts(|v| v["answers"] = Value::Null);
        let first = facts(|_| {});
        assert_eq!(told(&first, &after), [("/answers".to_owned(), Difference::Removed)]);
        assert_eq!(told(&after, &first), [("/answers".to_owned(), Difference::Added)]);
    }
}
