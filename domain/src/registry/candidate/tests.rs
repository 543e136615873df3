use super::*;
use crate::policy::actor::{Actor, Grant, Role, Scope};
use crate::policy::{self, Action};
use crate::registry::duplicate::DuplicateRule;
use crate::registry::enterprise::EnterpriseFacts;
use serde_json::json;
use uuid::Uuid;

fn permit(action: Action) -> Permit {
    let grants = [Role::KdiscOfficer].map(|role| Grant { role, scope: Scope::State });
    let actor = Actor::unnamed(grants.to_vec());
    policy::authorize(&actor, action, &Anchors::default()).unwrap()
}

fn now() -> Moment {
    Moment::from_micros(1_795_242_600_000_000).unwrap()
}

fn mill(id: u128, name: &str, more: &serde_json::Value) -> Enterprise {
    let mut facts = json!({
        "name": { "en": name }, "kind": "firm", "district": "555",
        "activities": [{ "version": "nic_2008", "code": "10612" }],
    });
    for (key, value) in more.as_object().unwrap() {
        facts[key] = value.clone();
    }
    let facts: EnterpriseFacts = serde_json::from_value(facts).unwrap();
    let id = EnterpriseId(Uuid::from_u128(id));
    let made = Enterprise::register(&permit(Action::CreateEnterprise), id, facts, now()).unwrap();
    made.into_parts().0
}

fn found(one: &Enterprise, other: &Enterprise) -> Option<DuplicateCandidate> {
    let id = CandidateId(Uuid::from_u128(9));
    let open = CandidateBasis::OpenFacts;
    let permit = permit(Action::FindDuplicates);
    let found = DuplicateCandidate::find(&permit, (id, open), (one, other), now()).unwrap()?;
    Some(found.into_parts().0)
}

fn compare(pair: &DuplicateCandidate, one: &Enterprise, other: &Enterprise) -> Pair {
    let after = pair.clone().compare(&permit(Action::FindDuplicates), (one, other), now()).unwrap();
    after.map_or_else(|| pair.pair.clone(), |r| r.into_parts().0.pair)
}

#[test]
fn a_pair_is_kept_in_one_order_and_only_where_it_is_worth_a_look() {
    let none = json!({});
    let (one, two) = (mill(1, "Ponni Rice Mill", &none), mill(2, "Rice mill, Ponni", &none));
    let pair = found(&two, &one).unwrap();
    assert_eq!(pair.pair, found(&one, &two).unwrap().pair);
    assert_eq!(pair.pair.sides[0].enterprise, one.meta().id);
    assert!(pair.pair.score >= WORTH_A_LOOK);
    assert!(found(&one, &mill(3, "Periyar Rice Mill", &none)).is_none());
    assert!(found(&one, &one).is_none());
}

#[test]
fn what_was_decided_against_comes_again_only_when_the_facts_have_changed_materially() {
    let none = json!({});
    let (one, two) = (mill(1, "Ponni Rice Mill", &none), mill(2, "Pony Rice Mills", &none));
    let dismissal = Dismissal { reason: Prose::new("Two brothers, two mills.").unwrap() };
    let pair = found(&one, &two).unwrap();
    let pair = pair
        .dismiss(&permit(Action::DismissCandidate), dismissal.clone(), now())
        .unwrap()
        .into_parts()
        .0;
    assert!(
        pair.clone()
            .compare(&permit(Action::FindDuplicates), (&one, &two), now())
            .unwrap()
            .is_none()
    );
    // Other words that are no more alike.
    let renamed = mill(2, "Poni Rice Mills", &none);
    assert_eq!(compare(&pair, &one, &renamed).state, CandidateState::NotADuplicate);
    // A way in which they were not alike.
    let (reached, same) = (json!({ "pin_code": "683574" }), json!({ "pin_code": "683574" }));
    let again =
        compare(&pair, &mill(1, "Ponni Rice Mill", &reached), &mill(2, "Pony Rice Mills", &same));
    assert_eq!(again.state, CandidateState::Open);
    assert_eq!(again.decisions.len(), 1, "what was decided is remembered");
    // Clearly more alike.
    assert_eq!(
        compare(&pair, &one, &mill(2, "Ponni Rice Mill", &none)).state,
        CandidateState::Open
    );
    // Not alike any more, and alike as before: what was decided holds.
    let far = compare(&pair, &one, &mill(2, "Zebra Umbrellas", &none));
    assert_eq!(far.state, CandidateState::Dissolved);
    let far = DuplicateCandidate { pair: far, ..pair };
    assert_eq!(compare(&far, &one, &two).state, CandidateState::NotADuplicate);
    assert!(far.clone().dismiss(&permit(Action::DismissCandidate), dismissal, now()).is_err());
    assert!(far.reopen(&permit(Action::ReopenCandidate), now()).is_err());
}

#[test]
fn a_masked_number_makes_a_pair_of_its_own_and_changes_nothing_in_the_open_one() {
    let reached = json!({ "mobile": "9847012345" });
    let (one, two) = (mill(1, "Ponni Rice Mill", &reached), mill(2, "Zebra", &reached));
    let id = CandidateId(Uuid::from_u128(9));
    let finds = permit(Action::FindDuplicates);
    let find = |basis| DuplicateCandidate::find(&finds, (id, basis), (&one, &two), now()).unwrap();
    assert!(find(CandidateBasis::OpenFacts).is_none());
    let pair = find(CandidateBasis::MaskedNumbers).unwrap().into_parts().0.pair;
    assert_eq!(told(&pair.reasons, &one), [PersonalField::Mobile]);
    let alike = mill(3, "Ponni Rice Mills", &reached);
    let open = found(&one, &alike).unwrap();
    let unreached = mill(3, "Ponni Rice Mills", &json!({}));
    assert_eq!(open.pair, found(&one, &unreached).unwrap().pair);
    let compared = open.compare(&finds, (&one, &unreached), now());
    assert!(compared.unwrap().is_none());
    let basis = (id, CandidateBasis::MaskedNumbers);
    let found = DuplicateCandidate::find(&finds, basis, (&one, &unreached), now());
    assert!(found.unwrap().is_none());
}

#[test]
fn merging_closes_and_undoing_opens_and_a_person_is_forgotten() {
    let none = json!({});
    let (one, two) = (mill(1, "Ponni Rice Mill", &none), mill(2, "Ponni Rice Mill", &none));
    let merge = MergeId(Uuid::from_u128(5));
    let pair = found(&one, &two).unwrap();
    let pair = pair.merged(&permit(Action::MergeEnterprise), merge, now()).unwrap().into_parts().0;
    assert_eq!(pair.pair.state, CandidateState::Merged);
    assert!(
        pair.clone()
            .compare(&permit(Action::FindDuplicates), (&one, &two), now())
            .unwrap()
            .is_none()
    );
    assert!(pair.clone().dissolve(&permit(Action::MergeEnterprise), now()).unwrap().is_none());
    let pair = pair.unmerged(&permit(Action::UndoMerge), merge, now()).unwrap().into_parts().0;
    let decided: Vec<CandidateDecision> = pair.pair.decisions.iter().map(|d| d.decision).collect();
    assert_eq!(
        (pair.pair.state, decided.as_slice()),
        (CandidateState::Open, &[CandidateDecision::Merged, CandidateDecision::Undone][..])
    );
    assert!(pair.clone().forget_person(&permit(Action::EraseEnterprise), now()).unwrap().is_none());
    let dismissal = Dismissal { reason: Prose::new("Uma has two.").unwrap() };
    let pair =
        pair.dismiss(&permit(Action::DismissCandidate), dismissal, now()).unwrap().into_parts().0;
    let pair = pair
        .forget_person(&permit(Action::EraseEnterprise), now())
        .unwrap()
        .unwrap()
        .into_parts()
        .0;
    assert!(pair.pair.decisions.iter().all(|d| d.reason.is_none()));
    let mut pair = pair.reopen(&permit(Action::ReopenCandidate), now()).unwrap().into_parts().0;
    for n in 0..60 {
        pair = pair
            .merged(&permit(Action::MergeEnterprise), MergeId(Uuid::from_u128(n)), now())
            .unwrap()
            .into_parts()
            .0;
    }
    assert_eq!(pair.pair.decisions.len(), REMEMBERED);
    assert_eq!(pair.pair.reasons[0].rule, DuplicateRule::SimilarName);
}
