use super::*;
use crate::policy::TieClearance;
use crate::policy::actor::{Actor, Grant, Role, Scope};
use crate::policy::{self, Action};
use crate::registry::bond::Bond;
use serde_json::json;
use uuid::Uuid;

fn now() -> Moment {
    Moment::from_micros(1_795_242_600_000_000).unwrap()
}

fn linkage(number: u128, district: &str) -> Linkage {
    let id = |number| Uuid::from_u128(number);
    let facts = serde_json::from_value(json!({
        "from": { "kind": "cluster", "id": id(1) }, "to": { "kind": "institution", "id": id(2) },
        "kind": "training", "layer": "formal", "strength": 3, "starts_on": "2026-01-01",
    }));
    let districts = [district.parse().unwrap(), "555".parse().unwrap()];
    let meta = Meta::first(LinkageId(id(number)), now());
    Linkage::restore(meta, facts.unwrap(), districts, Bond::default())
}

fn facts(dated_on: &str) -> LinkageEvidenceFacts {
    let facts = json!({
        "linkage_id": Uuid::from_u128(1), "kind": "agreement", "about": "Training of operators.",
        "reference": "File 112, DIC Ernakulam", "dated_on": dated_on,
    });
    serde_json::from_value(facts).unwrap()
}

/// Somebody with one role asks for an action on the linkage.
fn permit(account: u128, role: Role, scope: Scope, action: Action) -> Permit {
    let actor = Actor::new(AccountId(Uuid::from_u128(account)), vec![Grant { role, scope }]);
    policy::authorize(&actor, action, &linkage(1, "555").anchors()).unwrap()
}

fn officer(account: u128, action: Action) -> Permit {
    permit(account, Role::KdiscOfficer, Scope::State, action)
}

fn cluster(account: u128, action: Action) -> Permit {
    let scope = Scope::Cluster(crate::kernel::id::ClusterId(Uuid::from_u128(1)));
    permit(account, Role::ClusterRepresentative, scope, action)
}

fn institution(account: u128, action: Action) -> Permit {
    let scope = Scope::Institution(crate::kernel::id::InstitutionId(Uuid::from_u128(2)));
    permit(account, Role::InstitutionRepresentative, scope, action)
}

fn stated(permit: &Permit) -> LinkageEvidence {
    let id = LinkageEvidenceId(Uuid::from_u128(9));
    let made = LinkageEvidence::make(permit, id, facts("2026-05-02"), &linkage(1, "555"), now());
    made.unwrap().into_parts().0
}

fn end() -> EvidenceEnd {
    serde_json::from_value(json!({ "reason": "Of another year." })).unwrap()
}

fn step(
    thing: LinkageEvidence,
    permit: impl Fn(Action) -> Permit,
    step: EvidenceStep,
) -> Result<LinkageEvidence, Refusal> {
    let permit = permit(step.action());
    let clearance = thing.ends().map(|ends| TieClearance::of(&permit, ends, &[])).transpose()?;
    let taken = thing.step(&permit, step, clearance, now())?;
    Ok(taken.into_parts().0)
}

#[test]
fn each_step_is_taken_once_and_in_order() {
    let by_cluster = || stated(&cluster(1, Action::CreateLinkageEvidence));
    let accepted = step(by_cluster(), |a| officer(7, a), EvidenceStep::Accept).unwrap();
    let rejected = step(by_cluster(), |a| officer(7, a), EvidenceStep::Reject(end())).unwrap();
    let withdrawn =
        step(accepted.clone(), |a| cluster(1, a), EvidenceStep::Withdraw(end())).unwrap();
    let states = [&accepted, &rejected, &withdrawn].map(LinkageEvidence::status);
    assert_eq!(states.map(EvidenceState::text), ["accepted", "rejected", "withdrawn"]);
    assert_eq!(withdrawn.state().history.len(), 3);
    assert_eq!(withdrawn.meta().revision, 3);
    for decided in [accepted, rejected.clone(), withdrawn.clone()] {
        for again in [EvidenceStep::Accept, EvidenceStep::Reject(end())] {
            let refused = step(decided.clone(), |a| officer(7, a), again).unwrap_err();
            assert!(matches!(refused, Refusal::IllegalStep { .. }), "{refused}");
        }
    }
    for over in [rejected, withdrawn] {
        let refused = step(over, |a| cluster(1, a), EvidenceStep::Withdraw(end())).unwrap_err();
        assert!(matches!(refused, Refusal::IllegalStep { step: "withdraw", .. }));
    }
}

#[test]
fn nobody_decides_about_what_they_stated() {
    let own = stated(&officer(7, Action::CreateLinkageEvidence));
    let refused = step(own.clone(), |a| officer(7, a), EvidenceStep::Accept).unwrap_err();
    let code = |found: &[Violation]| found.first().map(|one| one.code.text());
    assert!(
        matches!(&refused, Refusal::RequirementsNotMet(found) if code(found) == Some("own_evidence"))
    );
    step(own, |a| officer(8, a), EvidenceStep::Accept).unwrap();
}

#[test]
fn the_side_that_stated_it_withdraws_it_and_nobody_else() {
    let of_cluster = stated(&cluster(1, Action::CreateLinkageEvidence));
    let withdraw = || EvidenceStep::Withdraw(end());
    let other_end = step(of_cluster.clone(), |a| institution(2, a), withdraw());
    assert_eq!(other_end.unwrap_err(), Refusal::OutOfReach);
    let by_office = step(of_cluster.clone(), |a| officer(7, a), withdraw());
    assert_eq!(by_office.unwrap_err(), Refusal::OutOfReach);
    step(of_cluster, |a| cluster(3, a), withdraw()).unwrap();
    let of_officer = stated(&officer(7, Action::CreateLinkageEvidence));
    let by_end = step(of_officer.clone(), |a| cluster(1, a), withdraw());
    assert_eq!(by_end.unwrap_err(), Refusal::OutOfReach);
    step(of_officer, |a| officer(7, a), withdraw()).unwrap();
}

#[test]
fn nobody_decides_without_the_proof_that_it_does_not_concern_them() {
    let (thing, permit) = (
        stated(&cluster(1, Action::CreateLinkageEvidence)),
        officer(7, Action::AcceptLinkageEvidence),
    );
    let other = officer(8, Action::AcceptLinkageEvidence);
    let others = TieClearance::of(&other, thing.ends().unwrap(), &[]).unwrap();
    for proof in [None, Some(others)] {
        let refused = thing.clone().step(&permit, EvidenceStep::Accept, proof, now()).unwrap_err();
        assert!(matches!(refused, Refusal::ProofOfAnother), "{refused}");
    }
}

#[test]
fn it_follows_its_linkage_and_stands_nowhere_without_one() {
    let thing = stated(&cluster(1, Action::CreateLinkageEvidence));
    let moves = officer(7, Action::MergeEnterprise);
    assert!(thing.clone().follow(&moves, Some(&linkage(1, "555")), now()).unwrap().is_none());
    let moved = thing.clone().follow(&moves, Some(&linkage(1, "560")), now()).unwrap().unwrap();
    assert_eq!(moved.thing().anchors().districts, ["560", "555"].map(|code| code.parse().unwrap()));
    let alone = thing.follow(&moves, None, now()).unwrap().unwrap();
    assert_eq!((alone.thing().anchors(), alone.thing().ends()), (Anchors::default(), None));
    let led =
        alone.into_parts().0.follow(&moves, Some(&linkage(4, "555")), now()).unwrap().unwrap();
    assert_eq!(
        led.thing().state().linkage.as_ref().map(|at| at.id),
        Some(LinkageId(Uuid::from_u128(4)))
    );
}

#[test]
fn evidence_of_a_day_to_come_is_none() {
    let permit = cluster(1, Action::CreateLinkageEvidence);
    let made = LinkageEvidence::make(
        &permit,
        LinkageEvidenceId(Uuid::from_u128(9)),
        facts("2027-05-02"),
        &linkage(1, "555"),
        now(),
    );
    assert!(
        matches!(made.unwrap_err(), Refusal::Invalid(found) if found[0].code.text() == "in_future")
    );
}

#[test]
fn a_web_address_leads_to_a_page() {
    use crate::kernel::evidence::WebAddress;
    for good in [
        "https://example.org",
        "http://dic.kerala.gov.in/a?b=1#c",
        "https://example.org:8443/x%20y",
    ] {
        assert!(good.parse::<WebAddress>().is_ok(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://a..b",
        "https://user@example.org",
        "ftp://example.org",
        "https://example.org/a b",
        "https://example.org/\"><b>",
        "//example.org",
    ] {
        assert!(bad.parse::<WebAddress>().is_err(), "{bad}");
    }
}
