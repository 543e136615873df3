//! A proof of another proposal, or of somebody else, is none: every deciding step refuses it.

use crate::programme::{self, cleared, meeting, proposal};
use crate::{before, elsewhere, everywhere, id, me, money, proofs};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::kernel::id::{AccountId, EnterpriseId, ProposalId};
use odoi_domain::money::award::AwardStep;
use odoi_domain::policy::{
    self, Action, AgendaClearance, Clearance, PastAction, PastActions, Permit, TieClearance,
    TrailExtract,
};
use odoi_domain::programme::meeting::{Decision, MeetingFacts, MeetingState};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use odoi_domain::registry::linkage::{End, EndKind};
use std::collections::BTreeSet;

/// The proofs of a step, as a test chooses them.
pub(crate) struct Chosen {
    pub(crate) past: PastActions,
    pub(crate) clearance: Option<Clearance>,
}

fn ours() -> ProposalId {
    proposal(ProposalState::Draft).meta().id
}

/// Who did this to the proposal, and nothing else.
fn past(done: &[(Action, AccountId)]) -> PastActions {
    let acts = done.iter().map(|(action, by)| PastAction { action: *action, by: Some(*by) });
    let trail = TrailExtract::read(&policy::subjects(ours(), None, None), acts.collect());
    PastActions::of(&proposal(ProposalState::Draft), trail, &[]).unwrap()
}

fn past_of_another() -> PastActions {
    proofs::past(&programme::another_proposal())
}

/// A step, under a permit and proofs.
type Take = Box<dyn Fn(&Permit, Chosen) -> crate::Outcome>;

/// Every step of a proposal and of its award, under proofs that a test chooses.
fn steps() -> Vec<(Action, Take)> {
    let mut all: Vec<(Action, Take)> = Vec::new();
    for step in ProposalStep::ALL {
        let take = move |permit: &Permit, chosen| programme::step(*step, permit, chosen);
        all.push((step.action(), Box::new(take)));
    }
    for step in AwardStep::ALL {
        let take = move |permit: &Permit, chosen| money::step(*step, permit, chosen);
        all.push((step.action(), Box::new(take)));
    }
    all
}

#[test]
fn a_step_is_taken_by_proofs_of_its_proposal_and_its_person_alone() {
    for (action, take) in steps() {
        let permit = everywhere(action);
        let good = || proofs::clearance(&permit, ours());
        let with = |past, clearance| take(&permit, Chosen { past, clearance });
        let outcome = with(past(&[]), Some(good()));
        assert!(outcome.is_ok(), "{action}: {outcome:?}");
        let refused = with(past_of_another(), Some(good()));
        assert_eq!(refused, Err(Refusal::ProofOfAnother), "{action}");
        for other in [
            proofs::clearance(&elsewhere(action), ours()),
            proofs::clearance(&permit, id(70)),
            Clearance::of_nobody(ours()),
        ] {
            let outcome = with(past(&[]), Some(other));
            if policy::is_impartial(action) {
                assert_eq!(outcome, Err(Refusal::ProofOfAnother), "{action}");
            } else {
                assert!(outcome.is_ok(), "{action} decides nothing: {outcome:?}");
            }
        }
        let outcome = with(past(&[]), None);
        match outcome {
            Ok(_) => assert!(!policy::is_impartial(action), "{action} was not cleared"),
            Err(Refusal::RequirementsNotMet(why)) => {
                assert_eq!(why[0].code.text(), "in_conflict", "{action}");
            }
            Err(other) => panic!("{action}: {other:?}"),
        }
    }
}

#[test]
fn nobody_takes_a_step_that_something_they_did_forbids() {
    for (one, other) in policy::SEPARATED {
        for (action, take) in steps() {
            let earlier = match (one.contains(&action), other.contains(&action)) {
                (true, _) => other[0],
                (_, true) => one[0],
                _ => continue,
            };
            let permit = everywhere(action);
            let with = |by| {
                let clearance = Some(proofs::clearance(&permit, ours()));
                let past = past(&[(earlier, by)]);
                take(&permit, Chosen { past, clearance })
            };
            let outcome = with(id(2));
            assert!(outcome.is_ok(), "{action} after {earlier} of another");
            let Err(Refusal::RequirementsNotMet(why)) = with(me()) else {
                panic!("{action} after {earlier} was let pass");
            };
            assert_eq!(why[0].code.text(), "same_person", "{action}");
        }
    }
}

#[test]
fn no_past_is_made_of_what_was_read_for_another_proposal() {
    let trail = TrailExtract::read(&policy::subjects(id(70), None, None), Vec::new());
    let refused = PastActions::of(&proposal(ProposalState::Draft), trail, &[]);
    assert_eq!(refused.unwrap_err(), Refusal::ProofOfAnother);
}

#[test]
fn a_review_is_written_by_whoever_is_cleared_for_it() {
    let permit = everywhere(Action::CreateReview);
    let review = |clearance| programme::review(&permit, clearance).map(drop);
    assert_eq!(review(proofs::clearance(&permit, ours())), Ok(()));
    for other in [Clearance::of_nobody(ours()), proofs::clearance(&permit, id(70))] {
        assert_eq!(review(other), Err(Refusal::ProofOfAnother));
    }
}

#[test]
fn a_meeting_is_held_by_whoever_is_cleared_for_its_agenda() {
    type Hold = fn(&Permit, &AgendaClearance) -> crate::Outcome;
    let steps: [(Action, Hold); 4] = [
        (Action::OpenMeeting, programme::open),
        (Action::RecordMeeting, programme::record),
        (Action::CloseMeeting, programme::close),
        (Action::CancelMeeting, programme::cancel),
    ];
    let mut other = programme::meeting_facts().agenda;
    other[0].decides = Some(Decision::Recommend);
    for (action, take) in steps {
        let permit = everywhere(action);
        assert!(take(&permit, &cleared(&permit)).is_ok(), "{action}");
        for proof in [cleared(&before(action)), proofs::agenda(&permit, &other)] {
            let refused = Err(Refusal::ProofOfAnother);
            assert_eq!(take(&permit, &proof), refused, "{action}");
        }
    }
    // Called and changed is what the proof is about when all is said.
    let permit = everywhere(Action::CreateMeeting);
    let stale = |_: &MeetingFacts| Ok(proofs::agenda(&permit, &other));
    let called = programme::call_meeting(&permit, stale);
    assert_eq!(called, Err(Refusal::ProofOfAnother));
}

#[test]
fn no_proof_about_an_agenda_is_made_without_one_about_each_proposal_on_it() {
    let meeting = meeting(MeetingState::Called);
    let permit = everywhere(Action::OpenMeeting);
    let clear = |found: &[Clearance]| meeting.clear(&permit, found).map(drop);
    assert_eq!(clear(&[proofs::clearance(&permit, ours())]), Ok(()));
    for found in [vec![], vec![Clearance::of_nobody(ours())]] {
        let Err(Refusal::RequirementsNotMet(why)) = clear(&found) else {
            panic!("it was cleared by {found:?}");
        };
        assert_eq!(why[0].pointer, "/agenda/0");
    }
    let agenda = programme::meeting_facts().agenda;
    let aside = BTreeSet::from([0]);
    let found = [proofs::clearance(&permit, ours())];
    let by = AgendaClearance::of(permit.account(), &agenda, &found, aside);
    assert!(by.is_err(), "its seat stands aside");
}

#[test]
fn a_tie_is_attested_by_whom_it_does_not_concern() {
    let permit = everywhere(Action::AttestLinkage);
    let [one, other] =
        [1, 2].map(|number| End { kind: EndKind::Enterprise, id: id::<EnterpriseId>(number).0 });
    let attest = |proof| crate::registry::attest(&permit, proof);
    let clear = |permit: &Permit, ends| TieClearance::of(permit, ends, &[]).unwrap();
    let ends = crate::registry::linkage().ends();
    assert!(attest(clear(&permit, ends)).is_ok());
    let elsewhere = clear(&elsewhere(Action::AttestLinkage), ends);
    for proof in [elsewhere, clear(&permit, [one, other])] {
        assert_eq!(attest(proof).unwrap_err(), Refusal::ProofOfAnother);
    }
    let refused = TieClearance::of(&permit, [one, other], &[other]).unwrap_err();
    assert!(matches!(refused, Refusal::RequirementsNotMet(why) if why[0].code.text() == "own_tie"));
}
