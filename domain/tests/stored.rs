//! What an earlier release stored is still read: one document of each kind, as it stands in a database, per release.
//! A field that is renamed, or demanded, where old rows do not have it fails here. A release adds its file and its line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use odoi_domain::formation::cooperation::CooperationFacts;
use odoi_domain::formation::gate::{GateTry, InterestFacts};
use odoi_domain::formation::rule_set::RuleSet;
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::formation::statement::Statement;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::stored;
use odoi_domain::money::award::Award;
use odoi_domain::policy::disclosure::Disclosure;
use odoi_domain::programme::attachment::Attachment;
use odoi_domain::programme::call::Call;
use odoi_domain::programme::declaration::Declaration;
use odoi_domain::programme::meeting::Meeting;
use odoi_domain::programme::review::Review;
use odoi_domain::programme::seat::Seat;
use odoi_domain::registry::candidate::DuplicateCandidate;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::facility::Facility;
use odoi_domain::registry::linkage_evidence::LinkageEvidence;
use odoi_domain::registry::membership::Membership;
use odoi_domain::registry::merge::Merge;
use serde_json::Value;

/// Reads a document of a kind and writes it again.
type ReadAndWrite = fn(Value) -> Result<Value, serde_json::Error>;

fn read_and_write<T: Document>(text: Value) -> Result<Value, serde_json::Error>
where
    T::State: serde::Serialize + serde::de::DeserializeOwned,
{
    let state: T::State = stored::read(|| serde_json::from_value(text))?;
    serde_json::to_value(state)
}

const KINDS: &[(&str, ReadAndWrite)] = &[
    ("assessment", read_and_write::<Statement<AssessmentFacts>>),
    ("awards", read_and_write::<Award>),
    ("calls", read_and_write::<Call>),
    ("conflict_declarations", read_and_write::<Declaration>),
    ("cooperation_evidence", read_and_write::<Statement<CooperationFacts>>),
    ("disclosures", read_and_write::<Disclosure>),
    ("documents", read_and_write::<Attachment>),
    ("duplicate_candidates", read_and_write::<DuplicateCandidate>),
    ("enterprises", read_and_write::<Enterprise>),
    ("expression_of_interest", read_and_write::<Statement<InterestFacts>>),
    ("facilities", read_and_write::<Facility>),
    ("gate_tries", read_and_write::<GateTry>),
    ("linkage_evidence", read_and_write::<LinkageEvidence>),
    ("meetings", read_and_write::<Meeting>),
    ("memberships", read_and_write::<Membership>),
    ("merges", read_and_write::<Merge>),
    ("reviews", read_and_write::<Review>),
    ("rule_sets", read_and_write::<RuleSet>),
    ("seats", read_and_write::<Seat>),
];

const RELEASES: &[(&str, &str)] = &[("0.1.0", include_str!("stored/0.1.0.json"))];

/// Every part of what was stored is there again; what a later release adds may stand beside it.
fn is_kept(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => before
            .iter()
            .all(|(name, value)| after.get(name).is_some_and(|now| is_kept(value, now))),
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(a, b)| is_kept(a, b))
        }
        (before, after) => before == after,
    }
}

#[test]
fn what_each_release_stored_is_read_and_nothing_of_it_is_lost() {
    for (release, text) in RELEASES {
        let documents: Value = serde_json::from_str(text).unwrap();
        for (kind, read_and_write) in KINDS {
            let before = documents.get(kind).unwrap_or_else(|| panic!("no {kind} of {release}"));
            let after = read_and_write(before.clone())
                .unwrap_or_else(|error| panic!("{kind} of {release}: {error}"));
            assert!(is_kept(before, &after), "{kind} of {release}: {before}\nis now {after}");
        }
        assert_eq!(documents.as_object().map(serde_json::Map::len), Some(KINDS.len()), "{release}");
    }
}
