//! Minutes authorise: what a step cites is looked up, and what is missing is told (rule R6.6).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::Code;
use odoi_domain::money::award::{Award, AwardCommand, Ground};
use odoi_domain::policy::{self, Action, PastActions};
use odoi_domain::programme::mandate::{self, Authority, Wanted};
use odoi_domain::programme::meeting::Citation;
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::{Entity, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

/// What the cited item authorises of what is wanted; a meeting that the caller may not see is none.
pub fn authority(
    tx: &mut WriteContext<'_, '_>,
    wanted: Option<Wanted<'_>>,
    cited: Option<Citation>,
) -> Result<Authority, Failure> {
    let Some(wanted) = wanted else {
        return Ok(mandate::none());
    };
    let Some(cited) = cited else {
        return Ok(Err(vec![mandate::uncited(wanted.decision)]));
    };
    let unknown = || Violation::new(Code::NoSuchMinute).at("/minute/meeting_id");
    let meeting = match tx.meeting(cited.meeting_id) {
        Ok(meeting) => meeting,
        Err(Error::Missing) => return Ok(Err(vec![unknown()])),
        Err(other) => return Err(other.into()),
    };
    if tx.authorize(Action::ReadMeeting, &meeting.anchors()).is_err() {
        return Ok(Err(vec![unknown()]));
    }
    let later = tx.meetings_about(wanted.proposal)?;
    let revision = tx.submitted_revision(wanted.proposal)?;
    let wanted = wanted.about(revision);
    Ok(mandate::authorise(&wanted, cited, &meeting, &later))
}

/// The items that took away what some grounds of an award rest on.
pub fn revoked_by(
    repo: &mut dyn Read,
    proposal: &Proposal,
    grounds: &[Ground],
) -> Result<Vec<Citation>, Error> {
    if grounds.is_empty() {
        return Ok(Vec::new());
    }
    let meetings = repo.meetings_about(proposal.meta().id)?;
    let gone = grounds.iter().filter_map(|ground| ground.revoked_by(&meetings));
    Ok(gone.collect())
}

/// Demands that the minutes which a step of an award rests on still say what they said.
pub fn require_resolution_stands(
    tx: &mut WriteContext<'_, '_>,
    (award, proposal): (&Award, &Proposal),
    what: &AwardCommand,
) -> Result<(), Failure> {
    let gone = revoked_by(&mut **tx, proposal, &award.grounds(proposal, what))?;
    let violation = |by: &Citation| {
        let violation = Violation::new(Code::MinuteCorrected).at("/tranche");
        violation.with(by.meeting_id.to_string())
    };
    let violations: Vec<Violation> = gone.iter().map(violation).collect();
    Failure::unless_met(violations)
}

/// Who did what to a proposal, its award and the minutes that are cited, amendments among it.
pub fn past_actions(
    repo: &mut dyn Read,
    proposal: &Proposal,
    cited: Option<Citation>,
) -> Result<PastActions, Error> {
    let id = proposal.meta().id;
    let award = repo.award_of(id)?.map(|award| award.meta().id);
    let about = policy::subjects(id, award, cited.map(|cited| cited.meeting_id));
    let trail = repo.past_actions(&about)?;
    let documents = repo.attachments_of(id)?;
    PastActions::of(proposal, trail, &documents).map_err(|why| Error::Internal(why.to_string()))
}
