//! Transitions of awards and postings.

use crate::others::Chosen;
use crate::programme::{proposal, today};
use crate::{Outcome, Transition, before, due, id, now, one, proofs, read};
use odoi_domain::kernel::entity::{Document, Refusal};
use odoi_domain::kernel::id::PostingId;
use odoi_domain::kernel::money::Paise;
use odoi_domain::money::award::{
    Award, AwardCommand, AwardStep, AwardTerms, AwardTransition, Certificate, Milestone, Sanction,
    StepContext, Tranche,
};
use odoi_domain::money::ledger::{Book, Movement, MovementKind, Posting, PostingDraft, Remarks};
use odoi_domain::policy::{Permit, Proofs};
use odoi_domain::programme::mandate::{self, Authority};
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::{Entity, EventType, Recorded};
use serde_json::json;

fn paise(amount: i64) -> Paise {
    Paise::new(amount)
}

fn sanction(permit: &Permit) -> Result<Recorded<Award>, Refusal> {
    let terms = AwardTerms {
        milestones: vec![Milestone { title: read(json!("Installed")), due_on: today() }],
        tranches: vec![Tranche { amount_paise: paise(100), milestones: Vec::new() }],
    };
    let sanction = Sanction { proposal: &proposal(ProposalState::Sanctioned), terms: Some(terms) };
    saved(Award::sanction(permit, (id(8), posting(0)), sanction, now())?)
}

/// The award alone: the ledger is not tried here.
fn saved(transition: AwardTransition) -> Result<Recorded<Award>, Refusal> {
    transition.save(&mut (), |(), award| Ok(award), |(), _entry| Ok(()))
}

/// The posting of the first step, of the second, and so on; that of the sanction before them.
fn posting(number: u128) -> PostingId {
    id(50 + number)
}

fn take(
    award: Award,
    permit: &Permit,
    what: AwardCommand,
    (number, chosen): (u128, Option<Chosen>),
) -> Result<Recorded<Award>, Refusal> {
    let proposal = proposal(ProposalState::InProgress);
    let chosen = chosen.unwrap_or_else(|| Chosen {
        past: proofs::past(&proposal),
        clearance: Some(proofs::clearance(permit, proposal.meta().id)),
    });
    let proofs = Proofs {
        authority: authority(&award, &what),
        past: &chosen.past,
        clearance: chosen.clearance,
    };
    let context = StepContext { state: ProposalState::InProgress, posting: posting(number) };
    saved(award.step(permit, what, &proofs, context, now())?)
}

/// A step from where it is possible, under proofs that are chosen.
pub(crate) fn step(step: AwardStep, permit: &Permit, chosen: Chosen) -> Outcome {
    let story = story(step);
    let (what, earlier) = story.split_last().unwrap();
    let at = (story.len() as u128, Some(chosen));
    take(award(earlier), permit, what.clone(), at).map(|recorded| recorded.into_parts().1)
}

fn authority(award: &Award, what: &AwardCommand) -> Authority {
    let proposal = proposal(ProposalState::InProgress);
    match what.wanted(&proposal, &award.state().history) {
        Some(wanted) => proofs::authority(&wanted, 9, now()),
        None => mandate::none(),
    }
}

/// An award to which all of this was done.
fn award(steps: &[AwardCommand]) -> Award {
    let sanctioned = sanction(&before(odoi_domain::policy::Action::SanctionProposal));
    let mut award = sanctioned.unwrap().into_parts().0;
    for (number, what) in (1..).zip(steps) {
        let permit = before(what.step().action());
        award = take(award, &permit, what.clone(), (number, None)).unwrap().into_parts().0;
    }
    award
}

fn certificate() -> Certificate {
    read(json!({
        "invoices": [{ "supplier": "Aluva Tools", "number": "1", "dated_on": today(), "cost_line": 0, "amount_paise": 90 }],
        "interest_earned_paise": 0, "interest_deposited_paise": 0, "closing_paise": 10,
    }))
}

/// What is done to an award, in the order in which it can be.
fn story(step: AwardStep) -> Vec<AwardCommand> {
    use AwardStep as S;
    let reason = || read(json!("By mistake."));
    let report = || AwardCommand::ReportMilestone(0, read(json!("Seen.")), Vec::new());
    let (release, pay) = (AwardCommand::ReleaseTranche(0), AwardCommand::DisburseTranche(0));
    let certify = || AwardCommand::SubmitCertificate(0, certificate(), Vec::new());
    let accept = AwardCommand::AcceptCertificate(0);
    let refund = || AwardCommand::Refund(paise(10), paise(0));
    let taken_back = |number| AwardCommand::Reverse(step, Some(posting(number)), reason());
    match step {
        S::ReportMilestone => vec![report()],
        S::AcceptMilestone => vec![report(), AwardCommand::AcceptMilestone(0)],
        S::ReleaseTranche => vec![release],
        S::CancelRelease => vec![release, AwardCommand::CancelRelease(0, None)],
        S::DisburseTranche => vec![release, pay],
        S::SubmitCertificate => vec![release, pay, certify()],
        S::AcceptCertificate => vec![release, pay, certify(), accept],
        S::ReturnCertificate => {
            vec![release, pay, certify(), AwardCommand::ReturnCertificate(0, reason())]
        }
        S::Refund => vec![release, pay, certify(), accept, refund()],
        S::End => vec![AwardCommand::End(None)],
        S::ReversePayment => vec![release, pay, taken_back(2)],
        S::ReverseCertificate => vec![release, pay, certify(), accept, taken_back(4)],
        S::ReverseRefund => vec![release, pay, certify(), accept, refund(), taken_back(5)],
        S::ReverseEnd => vec![AwardCommand::End(None), taken_back(1)],
        S::ReverseMilestone => {
            vec![
                report(),
                AwardCommand::AcceptMilestone(0),
                AwardCommand::ReverseMilestone(0, reason()),
            ]
        }
    }
}

fn taken(step: AwardStep) -> Vec<Transition> {
    let story = story(step);
    let (what, earlier) = story.split_last().unwrap();
    let (award, number) = (award(earlier), story.len() as u128);
    let what = what.clone();
    one(move |p| take(award.clone(), p, what.clone(), (number, None)))
}

/// The budget of the call.
fn entered(permit: &Permit) -> Result<Recorded<Posting>, Refusal> {
    let posting = PostingDraft {
        id: posting(0),
        proposal: None,
        movements: vec![Movement::new(MovementKind::Appropriate, paise(1_000))],
        reverses: None,
    };
    let mut book = Book::default();
    Posting::enter(permit, (id(5), &mut book), (posting, Remarks::default()), now())
}

pub(crate) fn transitions(event: EventType) -> Option<Vec<Transition>> {
    let step = AwardStep::ALL.iter().find(|step| step.event() == event);
    let mut found = step.map(|step| taken(*step)).unwrap_or_default();
    match event {
        EventType::AwardSanctioned => found.extend(one(sanction)),
        EventType::AwardRelocated => {
            let award = award(&[]);
            found.extend(due(move |p| award.clone().relocate(p, &"560".parse().unwrap(), now())));
        }
        EventType::AwardEnded => {
            for earlier in [Vec::new(), story(AwardStep::End)] {
                let (award, gone) = (award(&earlier), proposal(ProposalState::Withdrawn));
                found.extend(one(move |p| {
                    saved((award.clone()).end_with_proposal(p, &gone, posting(9), now())?)
                }));
            }
        }
        EventType::PostingEntered => found.extend(one(entered)),
        _ => {}
    }
    (!found.is_empty()).then_some(found)
}
