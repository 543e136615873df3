//! What the agenda of a meeting names must be there: proposals of the district that were submitted, tranches to be
//! released, and items to be corrected (rule R6.5).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::ProposalId;
use odoi_domain::programme::meeting::{AgendaItem, Citation, MeetingFacts, MeetingState};
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::{Code, Violation};
use odoi_persistence::Error;

/// Demands that the proposals are submitted and of the district, and that what is corrected was decided about the same
/// one.
pub(super) fn require_known(
    tx: &mut WriteContext<'_, '_>,
    facts: &MeetingFacts,
) -> Result<(), Failure> {
    let mut violations = Vec::new();
    for (at, item) in facts.agenda.iter().enumerate() {
        let place = format!("/agenda/{at}");
        let mut wrong = Vec::new();
        if let Some(id) = item.proposal_id {
            wrong.extend(untabled(tx, facts, item, id)?);
        }
        if let Some(cited) = item.corrects {
            wrong.extend(uncorrectable(tx, facts, item, cited)?);
        }
        violations.extend(wrong.into_iter().map(|violation| violation.under(&place)));
    }
    Failure::unless_valid(violations)
}

fn unknown(field: &str) -> Option<Violation> {
    Some(Violation::new(Code::UnknownReference).at(&format!("/{field}")))
}

/// Why a proposal cannot be put on the agenda of a district, if it cannot.
fn untabled(
    tx: &mut WriteContext<'_, '_>,
    facts: &MeetingFacts,
    item: &AgendaItem,
    id: ProposalId,
) -> Result<Option<Violation>, Failure> {
    match tx.proposal(id) {
        Ok(proposal) if *proposal.district() != facts.district => Ok(unknown("proposal_id")),
        Ok(proposal) if proposal.status().state == ProposalState::Draft => {
            Ok(Some(Violation::new(Code::NotSubmitted).at("/proposal_id")))
        }
        Ok(_) => unreleasable(tx, id, item),
        Err(Error::Missing) => Ok(unknown("proposal_id")),
        Err(other) => Err(other.into()),
    }
}

/// Why an item cannot decide about a release, if it cannot: there must be an award with such a tranche.
fn unreleasable(
    tx: &mut WriteContext<'_, '_>,
    id: ProposalId,
    item: &AgendaItem,
) -> Result<Option<Violation>, Failure> {
    let Some(number) = item.tranche else {
        return Ok(None);
    };
    let Some(award) = tx.award_of(id)? else {
        return Ok(Some(Violation::new(Code::NoAward).at("/decides")));
    };
    let tranches = &award.state().course.tranches;
    let is_there = tranches.len() > usize::from(number);
    Ok(if is_there { None } else { unknown("tranche") })
}

/// Why an item cannot correct another, if it cannot.
fn uncorrectable(
    tx: &mut WriteContext<'_, '_>,
    facts: &MeetingFacts,
    item: &AgendaItem,
    cited: Citation,
) -> Result<Option<Violation>, Failure> {
    let earlier = match tx.meeting(cited.meeting_id) {
        Ok(meeting) if meeting.state().facts.district == facts.district => meeting,
        Ok(_) | Err(Error::Missing) => return Ok(unknown("corrects")),
        Err(other) => return Err(other.into()),
    };
    let record = earlier.state();
    let corrected = record.facts.agenda.get(usize::from(cited.item));
    let fits = record.state == MeetingState::Closed
        && corrected.is_some_and(|corrected| corrected.proposal_id == item.proposal_id);
    let wrong = Violation::new(Code::NothingToCorrect).at("/corrects");
    Ok((!fits).then_some(wrong))
}
