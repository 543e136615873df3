//! Minutes authorise: which step needs which decision, and what is missing where there is none (rule R6.6).

use crate::Code;
use crate::kernel::entity::{Document, Entity};
use crate::kernel::id::ProposalId;
use crate::kernel::money::Paise;
use crate::programme::meeting::{
    AgendaItem, Citation, Decision, Meeting, MeetingState, Tabled, Tally,
};
use crate::programme::proposal::ProposalStep;
use crate::registry::place::DistrictCode;
use crate::{Moment, Violation};

/// Which step of a proposal needs which decision. The release of a tranche needs [`Decision::Release`].
pub const MANDATES: &[(ProposalStep, Decision)] = &[
    (ProposalStep::Shortlist, Decision::Shortlist),
    (ProposalStep::Recommend, Decision::Recommend),
    (ProposalStep::Sanction, Decision::Sanction),
];

/// What a step wants to be authorised for.
#[derive(Debug, Clone)]
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
    /// Since when the proposal is as it is: meetings that began before decided about another one.
    pub since: Option<Moment>,
    /// The revision of the application that is to be decided about, where it is known.
    pub revision: Option<i32>,
    /// The items that have authorised something of it before: each is good once.
    pub used: Vec<Citation>,
}

impl Wanted<'_> {
    /// The same about a revision of the application.
    #[must_use]
    pub fn about(mut self, revision: Option<i32>) -> Self {
        self.revision = revision;
        self
    }
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
pub type Authority = Result<Mandate, Vec<Violation>>;

/// What a step brings that needs no minutes.
pub const fn none() -> Authority {
    Err(Vec::new())
}

/// What is missing where no item is cited at all.
#[must_use]
pub fn uncited(decision: Decision) -> Violation {
    Violation::new(Code::MinuteMissing).at("/minute").with(decision.text())
}

/// Looks whether an item of a meeting authorises what is wanted. `later` are the meetings about the same
/// proposal: they may have corrected the item, or decided the same anew.
pub fn authorise(
    wanted: &Wanted<'_>,
    cited: Citation,
    meeting: &Meeting,
    later: &[Meeting],
) -> Authority {
    let mut violations = missing(wanted, meeting, cited.item);
    let item = |violation: Violation| violation.at("/minute/item");
    if let Some(by) = corrected_by(meeting, cited.item, later) {
        let violation = Violation::new(Code::MinuteCorrected).with(by.meeting_id.to_string());
        violations.push(item(violation));
    } else if let Some(by) = superseded_by(meeting, cited.item, later) {
        let violation = Violation::new(Code::MinuteSuperseded).with(by.meeting_id.to_string());
        violations.push(item(violation));
    }
    if wanted.used.contains(&cited) {
        violations.push(item(Violation::new(Code::MinuteUsed)));
    }
    if violations.is_empty() {
        Ok(Mandate {
            decision: wanted.decision,
            proposal: wanted.proposal,
            tranche: wanted.tranche,
            cited,
        })
    } else {
        Err(violations)
    }
}

/// The decision that a step needs, if it needs one.
#[must_use]
pub fn decision_of(step: ProposalStep) -> Option<Decision> {
    MANDATES.iter().find(|(of, _)| *of == step).map(|(_, decision)| *decision)
}

/// Everything that the cited item lacks; empty where it authorises the step.
#[must_use]
pub fn missing(wanted: &Wanted<'_>, meeting: &Meeting, item: u16) -> Vec<Violation> {
    let record = meeting.state();
    let at = "/minute";
    let mut violations = Vec::new();
    if record.facts.district != *wanted.district {
        violations.push(Violation::new(Code::MinuteElsewhere).at(at));
    }
    if record.state != MeetingState::Closed {
        violations.push(Violation::new(Code::MinuteOpen).at(at).with(record.state.text()));
    }
    if !meeting.is_unaltered() {
        violations.push(Violation::new(Code::MinuteAltered).at(at));
    }
    if let (Some(since), Some(opened)) = (wanted.since, record.opened_at)
        && opened < since
    {
        violations.push(Violation::new(Code::MinuteTooOld).at(at).with(since.to_string()));
    }
    let Some(agenda) = record.facts.agenda.get(usize::from(item)) else {
        violations.push(Violation::new(Code::NoSuchItem).at("/minute/item"));
        return violations;
    };
    let at = "/minute/item";
    if agenda.proposal_id != Some(wanted.proposal) {
        violations.push(Violation::new(Code::ItemOfAnother).at(at));
    }
    if agenda.decides != Some(wanted.decision) {
        violations.push(Violation::new(Code::ItemDecidesOther).at(at).with(wanted.decision.text()));
    }
    if let (Some(amount), Some(most)) = (wanted.amount, agenda.amount_paise)
        && amount > most
    {
        violations.push(
            Violation::new(Code::OverMinute).at("/sanctioned_paise").with(most.get().to_string()),
        );
    }
    if wanted.tranche != agenda.tranche {
        violations.push(Violation::new(Code::ItemOfAnotherTranche).at(at));
    }
    if let Some(tabled) = record.tabled.get(usize::from(item)) {
        violations.extend(untimely(wanted, tabled));
    }
    match record.tallies.get(usize::from(item)) {
        Some(tally) if !tally.is_quorate => {
            let violation = Violation::new(Code::NotQuorate).at(at);
            violations
                .push(violation.with(tally.present.to_string()).with(tally.needed.to_string()));
        }
        Some(tally) if !tally.is_carried => {
            violations.push(Violation::new(Code::NotCarried).at(at));
        }
        _ => {}
    }
    violations
}

/// Why what lay before a meeting is not what is to be decided now.
fn untimely(wanted: &Wanted<'_>, tabled: &Tabled) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let (Some(then), Some(now)) = (tabled.revision, wanted.revision)
        && then != now
    {
        let violation = Violation::new(Code::MinuteOfAnotherRevision).at("/minute/item");
        violations.push(violation.with(then.to_string()).with(now.to_string()));
    }
    if !tabled.is_due {
        violations.push(Violation::new(Code::DecidedTooEarly).at("/minute/item"));
    }
    violations
}

/// The items of closed meetings that came to something with a quorum.
fn decided(meeting: &Meeting) -> impl Iterator<Item = (Citation, &AgendaItem, &Tally)> {
    let record = meeting.state();
    let meeting_id = meeting.meta().id;
    let items = (0..).zip(record.facts.agenda.iter().zip(&record.tallies));
    items
        .filter(|(_, (_, tally))| record.state == MeetingState::Closed && tally.is_quorate)
        .map(move |(item, (agenda, tally))| (Citation { meeting_id, item }, agenda, tally))
}

/// The last word in the chain of what corrects an item. An item that was corrected authorises nothing any more,
/// whatever becomes of the correction: authority that was taken away comes back only by an item that decides anew, and
/// that is the one to cite.
#[must_use]
pub fn corrected_by(meeting: &Meeting, item: u16, later: &[Meeting]) -> Option<Citation> {
    let of = Citation { meeting_id: meeting.meta().id, item };
    corrected(of, later, later.len())
}

/// The same by a chain of corrections of at most so many links, however they refer to each other.
fn corrected(of: Citation, later: &[Meeting], links: usize) -> Option<Citation> {
    let corrects =
        |agenda: &AgendaItem, tally: &Tally| tally.is_carried && agenda.corrects == Some(of);
    let began = |by: &Citation| {
        let meeting = later.iter().find(|one| one.meta().id == by.meeting_id);
        meeting.and_then(|meeting| meeting.state().opened_at)
    };
    let all = later.iter().flat_map(decided);
    let all = all.filter(|(_, agenda, tally)| corrects(agenda, tally));
    let by = all.map(|(by, ..)| by).max_by_key(began)?;
    let further = links.checked_sub(1);
    further.and_then(|left| corrected(by, later, left)).or(Some(by))
}

/// The first item of a meeting that began later and decided the same anew, for or against: the later one holds,
/// whichever was closed first, and whether or not it was corrected.
#[must_use]
pub fn superseded_by(meeting: &Meeting, item: u16, later: &[Meeting]) -> Option<Citation> {
    let record = meeting.state();
    let old = record.facts.agenda.get(usize::from(item))?;
    let motion = |one: &AgendaItem| (one.proposal_id, one.decides, one.tranche);
    old.proposal_id.and(old.decides)?;
    later
        .iter()
        .filter(|other| other.state().opened_at > record.opened_at)
        .flat_map(decided)
        .find(|(_, agenda, _)| motion(agenda) == motion(old))
        .map(|(by, ..)| by)
}
