//! Laws that hold for every input: folding, identifiers, the lifecycle, sessions, scopes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::needless_pass_by_value,
    reason = "a test may panic, and says what it tried"
)]

mod proofs;

use odoi_domain::identity::account::{Account, AccountKind, NewAccount};
use odoi_domain::identity::session::{Rotation, Session};
use odoi_domain::kernel::entity::{Facts, Refusal};
use odoi_domain::kernel::fold;
use odoi_domain::kernel::id::{AccountId, ClusterId, InstitutionId, ProposalId, SessionId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, Proofs};
use odoi_domain::programme::mandate::{self, Authority};
use odoi_domain::programme::proposal::{
    Proposal, ProposalFacts, ProposalState, ProposalStep, StepFacts,
};
use odoi_domain::registry::registration::Gstin;
use odoi_domain::{Code, Entity, Moment, Violation};
use proptest::prelude::*;
use uuid::Uuid;

fn account() -> Account {
    let permit =
        policy::authorize(&Actor::operator(), Action::CreateAccount, &Anchors::default()).unwrap();
    let new = NewAccount {
        kind: AccountKind::Person,
        sign_in_name: "somebody".parse().unwrap(),
        display_name: Line::new("Somebody").unwrap(),
        secret_hash: String::new(),
        is_demo: false,
    };
    let opened = Account::open(&permit, AccountId(Uuid::nil()), new, moment(0));
    opened.unwrap().into_parts().0
}

/// Everybody in one; who proposes is another account than who approves.
fn everybody(account: u128) -> Actor {
    let grants = Role::ALL.iter().map(|role| Grant { role: *role, scope: Scope::State }).collect();
    Actor::new(AccountId(Uuid::from_u128(account)), grants)
}

fn moment(seconds: i64) -> Moment {
    Moment::from_micros(seconds * 1_000_000).unwrap()
}

fn draft(asked: i64) -> Proposal {
    let facts = ProposalFacts {
        title: Name::english(Line::new("Oil from bran").unwrap()),
        cluster_id: ClusterId(Uuid::from_u128(1)),
        institution_id: InstitutionId(Uuid::from_u128(2)),
        objective: Text::new("Press it.").unwrap(),
        asked_paise: Paise::new(asked),
        call_id: None,
        answers: None,
        cost_lines: Vec::new(),
    };
    let (id, district) = (ProposalId(Uuid::from_u128(3)), "555".parse().unwrap());
    let anchors = (facts.clone(), "555".parse().unwrap()).anchors(id);
    let permit = policy::authorize(&everybody(1), Action::CreateProposal, &anchors).unwrap();
    Proposal::draft(&permit, id, facts, (district, 0), moment(1)).unwrap().into_parts().0
}

#[test]
fn a_proposal_is_not_changed_for_ever() {
    let (mut thing, mut changes) = (draft(100), 1);
    let permit =
        policy::authorize(&everybody(1), Action::UpdateProposal, &thing.anchors()).unwrap();
    let refused = loop {
        let (facts, district) = (thing.facts().clone(), thing.district().clone());
        match thing.amend(&permit, facts, district, moment(2)) {
            Ok(recorded) => thing = recorded.into_parts().0,
            Err(refusal) => break refusal,
        }
        changes += 1;
    };
    let often = Violation::new(Code::AmendedTooOften).with("200");
    assert_eq!((changes, refused), (201, Refusal::RequirementsNotMet(vec![often])));
}

fn a_step() -> impl Strategy<Value = ProposalStep> {
    prop::sample::select(ProposalStep::ALL.to_vec())
}

/// The authority of minutes of five seats that carried exactly what a step wants.
fn authority(thing: &Proposal, step: ProposalStep, with: &StepFacts) -> Authority {
    let Some(wanted) = thing.wanted(step, with) else {
        return mandate::none();
    };
    let number = u128::try_from(thing.meta().revision).unwrap();
    proofs::authority(&wanted, number, moment(1_000))
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in ".{0,60}") {
        let once = fold::fold(&text);
        prop_assert_eq!(fold::fold(&once), once);
    }

    #[test]
    fn text_that_is_kept_is_kept_unchanged(text in "\\PC{1,80}") {
        if let Ok(kept) = Line::new(&text) {
            prop_assert_eq!(Line::new(kept.as_str()).unwrap(), kept);
        }
    }

    #[test]
    fn one_wrong_character_breaks_a_gstin(place in 0_usize..15, wrong in "[0-9A-Z]") {
        let good = "32AAACK1234F1Z9";
        let mut bad = good.to_owned();
        bad.replace_range(place..=place, &wrong);
        prop_assert_eq!(bad.parse::<Gstin>().is_ok(), bad == good);
    }

    #[test]
    fn whatever_steps_are_tried_sanctioned_stays_within_asked(
        asked in 1_i64..1_000_000, tries in prop::collection::vec((a_step(), 0_i64..2_000_000, any::<bool>()), 0..40)
    ) {
        let mut thing = draft(asked);
        for (at, (step, amount, with_reason)) in (2..).zip(tries) {
            let own = [ProposalStep::Submit, ProposalStep::Withdraw, ProposalStep::Recall];
            let proposes = own.contains(&step);
            let actor = everybody(if proposes { 1 } else { 2 });
            let permit = policy::authorize(&actor, step.action(), &thing.anchors()).unwrap();
            let with = StepFacts {
                reason: with_reason.then(|| Text::new("Because.").unwrap()),
                sanctioned_paise: (step == ProposalStep::Sanction).then_some(Paise::new(amount)),
                terms: None,
                minute: None,
            };
            let authority = authority(&thing, step, &with);
            let legal = thing.status().state.after(step);
            let before = thing.clone();
            let proofs = Proofs {
                authority,
                past: &proofs::past(&thing),
                clearance: Some(proofs::clearance(&permit, thing.meta().id)),
            };
            match thing.step(&permit, step, with, &proofs, moment(at)) {
                Ok(recorded) => {
                    thing = recorded.into_parts().0;
                    prop_assert_eq!(Some(thing.status().state), legal);
                    prop_assert_eq!(thing.meta().revision, before.meta().revision + 1);
                }
                Err(_refused) => thing = before,
            }
            let paid_for = matches!(thing.status().state, ProposalState::Sanctioned | ProposalState::InProgress | ProposalState::Completed);
            prop_assert!(!paid_for || thing.status().sanctioned.is_some());
            prop_assert!(thing.status().sanctioned.is_none_or(|sanctioned| sanctioned.get() >= 1 && sanctioned.get() <= asked));
        }
    }

    #[test]
    fn a_session_never_goes_back_and_a_late_reuse_ends_it(tries in prop::collection::vec((0_i64..6, 0_i64..30), 0..30)) {
        let open = policy::authorize(&Actor::nobody(), Action::OpenSession, &Anchors::default()).unwrap();
        let rotate = policy::authorize(&Actor::nobody(), Action::RotateSession, &Anchors::default()).unwrap();
        let account = account();
        let mut session = Session::open(&open, SessionId(Uuid::nil()), &account, moment(0)).unwrap().into_parts().0;
        let mut now = 0;
        for (presented, wait) in tries {
            now += wait;
            let before = session.clone();
            session = match session.rotate(&rotate, &account, presented, moment(now)).unwrap() {
                Rotation::Rotated(recorded) => {
                    let next = recorded.into_parts().0;
                    prop_assert_eq!((presented, next.generation()), (before.generation(), before.generation() + 1));
                    next
                }
                Rotation::Repeated(same) => {
                    prop_assert_eq!(presented, before.generation() - 1);
                    same
                }
                Rotation::Reused(recorded) => {
                    let ended = recorded.into_parts().0;
                    prop_assert!(!ended.is_live(moment(now)));
                    ended
                }
                Rotation::Over => before.clone(),
            };
            prop_assert!(session.generation() >= before.generation());
            prop_assert!(before.is_live(moment(now)) || !session.is_live(moment(now)));
        }
    }

    #[test]
    fn a_permit_reaches_no_further_than_its_scope(own in 554_u16..=567, other in 554_u16..=567) {
        let scope = Scope::District(own.to_string().parse().unwrap());
        let actor = Actor::new(AccountId(Uuid::nil()), vec![Grant { role: Role::KdiscDpe, scope }]);
        let at = |code: u16| Anchors { districts: vec![code.to_string().parse().unwrap()], ..Anchors::default() };
        let permit = policy::authorize(&actor, Action::CreateInstitution, &at(own)).unwrap();
        prop_assert_eq!(permit.reaches(&at(other)), own == other);
    }
}
