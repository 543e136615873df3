//! Minutes authorise: which step needs which decision, and what is missing where there is none; and who
//! must not do two things of one proposal (rule R6.6).

use crate::entity::{Document, Entity};
use crate::id::{AccountId, ProposalId};
use crate::meeting::{Citation, Decision, Meeting, MeetingState};
use crate::money::Paise;
use crate::place::DistrictCode;
use crate::policy::Action;
use crate::proposal::ProposalStep;
use crate::{Flaw, Moment};

/// Which step of a proposal needs which decision. The release of a tranche needs [`Decision::Release`].
pub const MANDATES: &[(ProposalStep, Decision)] = &[
    (ProposalStep::Shortlist, Decision::Shortlist),
    (ProposalStep::Recommend, Decision::Recommend),
    (ProposalStep::Sanction, Decision::Sanction),
];

/// Something that was done, and by whom.
pub type Deed = (Action, Option<AccountId>);

/// What the side of the applicant does: whoever wrote a word of it has proposed it.
pub const PROPOSES: &[Action] = &[
    Action::CreateProposal,
    Action::UpdateProposal,
    Action::SubmitProposal,
];
/// What it accounts for.
const REPORTS: &[Action] = &[Action::ReportMilestone, Action::CertifyTranche];
/// What decides about a proposal.
const DECIDES: &[Action] = &[
    Action::ScreenProposal,
    Action::ShortlistProposal,
    Action::StudyProposal,
    Action::RecommendProposal,
    Action::SanctionProposal,
    Action::StartProposal,
    Action::CompleteProposal,
];
/// What moves its money, or says that it was well spent.
const PAYS: &[Action] = &[
    Action::ReleaseTranche,
    Action::DisburseTranche,
    Action::AcceptMilestone,
    Action::AcceptCertificate,
    Action::RefundAward,
];

/// Acts of which one person must not do one of the first and one of the second on one proposal.
pub const SEPARATED: &[(&[Action], &[Action])] = &[
    (PROPOSES, DECIDES),
    (PROPOSES, PAYS),
    (REPORTS, PAYS),
    (
        REPORTS,
        &[Action::SanctionProposal, Action::CompleteProposal],
    ),
    (&[Action::SanctionProposal], &[Action::ReleaseTranche]),
    (&[Action::ReleaseTranche], &[Action::DisburseTranche]),
    // Nobody writes the minutes by which they sanction.
    (
        &[Action::RecordMeeting, Action::CloseMeeting],
        &[Action::SanctionProposal],
    ),
];

/// What a step wants to be authorised for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The decision.
    pub decision: Decision,
    /// The proposal.
    pub proposal: ProposalId,
    /// Its district.
    pub district: &'a DistrictCode,
    /// The amount to be sanctioned.
    pub amount: Option<Paise>,
    /// The tranche to be released.
    pub tranche: Option<u16>,
    /// Since when the proposal is as it is: minutes that were closed before decided about another one.
    pub since: Option<Moment>,
}

/// Proof that an item of closed minutes authorises a decision about a proposal; only [`authorise`] makes
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mandate {
    decision: Decision,
    proposal: ProposalId,
    tranche: Option<u16>,
    cited: Citation,
}

impl Mandate {
    /// Whether it authorises a decision about a proposal, and about that tranche of it.
    #[must_use]
    pub fn is_for(&self, decision: Decision, proposal: ProposalId, tranche: Option<u16>) -> bool {
        (self.decision, self.proposal, self.tranche) == (decision, proposal, tranche)
    }

    /// The item that it rests on.
    #[must_use]
    pub const fn cited(&self) -> Citation {
        self.cited
    }
}

/// What authorises a step: a mandate, or everything that is missing for one.
pub type Authority = Result<Mandate, Vec<Flaw>>;

/// What a step brings that needs no minutes.
pub const fn none() -> Authority {
    Err(Vec::new())
}

/// What is missing where no item is cited at all.
#[must_use]
pub fn uncited(decision: Decision) -> Flaw {
    Flaw::new("minute_missing")
        .at("/minute")
        .with(decision.text())
}

/// Looks whether an item of a meeting authorises what is wanted. `later` are the meetings that correct
/// items of this one.
pub fn authorise(
    wanted: &Wanted<'_>,
    cited: Citation,
    meeting: &Meeting,
    later: &[Meeting],
) -> Authority {
    let mut flaws = missing(wanted, meeting, cited.item);
    if let Some(other) = corrected_by(meeting, cited.item, later) {
        let flaw = Flaw::new("minute_corrected").at("/minute/item");
        flaws.push(flaw.with(other.meta().id.to_string()));
    }
    if flaws.is_empty() {
        Ok(Mandate {
            decision: wanted.decision,
            proposal: wanted.proposal,
            tranche: wanted.tranche,
            cited,
        })
    } else {
        Err(flaws)
    }
}

/// The decision that a step needs, if it needs one.
#[must_use]
pub fn decision_of(step: ProposalStep) -> Option<Decision> {
    MANDATES
        .iter()
        .find(|(of, _)| *of == step)
        .map(|(_, decision)| *decision)
}

/// Everything that the cited item lacks; empty where it authorises the step.
#[must_use]
pub fn missing(wanted: &Wanted<'_>, meeting: &Meeting, item: u16) -> Vec<Flaw> {
    let record = meeting.state();
    let at = "/minute";
    let mut flaws = Vec::new();
    if record.facts.district != *wanted.district {
        flaws.push(Flaw::new("minute_elsewhere").at(at));
    }
    if record.state != MeetingState::Closed {
        flaws.push(Flaw::new("minute_open").at(at).with(record.state.text()));
    }
    if let (Some(since), Some(closed)) = (wanted.since, record.closed_at)
        && closed < since
    {
        flaws.push(Flaw::new("minute_too_old").at(at).with(since.to_string()));
    }
    let Some(agenda) = record.facts.agenda.get(usize::from(item)) else {
        flaws.push(Flaw::new("no_such_item").at("/minute/item"));
        return flaws;
    };
    let at = "/minute/item";
    if agenda.proposal_id != Some(wanted.proposal) {
        flaws.push(Flaw::new("item_of_another").at(at));
    }
    if agenda.decides != Some(wanted.decision) {
        flaws.push(
            Flaw::new("item_decides_other")
                .at(at)
                .with(wanted.decision.text()),
        );
    }
    if let (Some(amount), Some(most)) = (wanted.amount, agenda.amount_paise)
        && amount > most
    {
        flaws.push(
            Flaw::new("over_minute")
                .at("/sanctioned_paise")
                .with(most.get().to_string()),
        );
    }
    if wanted.tranche != agenda.tranche {
        flaws.push(Flaw::new("item_of_another_tranche").at(at));
    }
    match record.tallies.get(usize::from(item)) {
        Some(tally) if !tally.is_quorate => {
            let flaw = Flaw::new("not_quorate").at(at);
            flaws.push(
                flaw.with(tally.present.to_string())
                    .with(tally.needed.to_string()),
            );
        }
        Some(tally) if !tally.is_carried => flaws.push(Flaw::new("not_carried").at(at)),
        _ => {}
    }
    flaws
}

/// The first later meeting that corrected an item: it authorises nothing any more.
#[must_use]
pub fn corrected_by<'a>(meeting: &Meeting, item: u16, later: &'a [Meeting]) -> Option<&'a Meeting> {
    later.iter().find(|other| {
        let record = other.state();
        let items = record.facts.agenda.iter().zip(&record.tallies);
        record.state == MeetingState::Closed
            && items.into_iter().any(|(agenda, tally)| {
                tally.is_carried
                    && agenda
                        .corrects
                        .is_some_and(|c| (c.meeting_id, c.item) == (meeting.meta().id, item))
            })
    })
}

/// The earlier act of the same person that forbids this one. `done` is who did what to the proposal, its
/// award and the minutes that are cited.
#[must_use]
pub fn separated(action: Action, by: Option<AccountId>, done: &[Deed]) -> Option<Action> {
    let by = by?;
    let forbids = |earlier: Action| {
        SEPARATED.iter().any(|(one, other)| {
            (one.contains(&earlier) && other.contains(&action))
                || (one.contains(&action) && other.contains(&earlier))
        })
    };
    done.iter()
        .find(|(earlier, who)| *who == Some(by) && forbids(*earlier))
        .map(|(earlier, _)| *earlier)
}

/// Every act that some other one forbids: of these it must be known who did them.
#[must_use]
pub fn kept_apart() -> Vec<Action> {
    let all = SEPARATED.iter().flat_map(|(one, other)| [*one, *other]);
    let mut acts: Vec<Action> = all.flatten().copied().collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}
