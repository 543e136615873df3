//! Minutes authorise: what a step cites is looked up, and what is missing is told (rule R6.6).

use crate::extract::Writing;
use crate::problem::Problem;
use odoi_domain::mandate::{self, Authority, Deed, Wanted};
use odoi_domain::meeting::Citation;
use odoi_domain::policy::Action;
use odoi_domain::proposal::{Proposal, history};
use odoi_domain::{Entity, Flaw};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

/// What the cited item authorises of what is wanted; a meeting that the caller may not see is none.
pub(super) fn authority(
    tx: &mut Writing<'_, '_>,
    wanted: Option<Wanted<'_>>,
    cited: Option<Citation>,
) -> Result<Authority, Problem> {
    let Some(wanted) = wanted else {
        return Ok(mandate::none());
    };
    let Some(cited) = cited else {
        return Ok(Err(vec![mandate::uncited(wanted.decision)]));
    };
    let unknown = || Flaw::new("no_such_minute").at("/minute/meeting_id");
    let meeting = match tx.meeting(cited.meeting_id) {
        Ok(meeting) => meeting,
        Err(Error::Missing) => return Ok(Err(vec![unknown()])),
        Err(other) => return Err(other.into()),
    };
    if tx
        .authorize(Action::ReadMeeting, &meeting.anchors())
        .is_err()
    {
        return Ok(Err(vec![unknown()]));
    }
    let later = tx.meetings_about(wanted.proposal)?;
    let revision = tx.submitted_revision(wanted.proposal)?;
    let wanted = wanted.about(revision);
    Ok(mandate::authorise(&wanted, cited, &meeting, &later))
}

/// Who did what to a proposal, its award and the minutes that are cited, by the audit trail: amendments, too,
/// and who kept the minutes. Nobody does two things that are to be separate.
pub(super) fn deeds(
    repo: &mut dyn Read,
    proposal: &Proposal,
    cited: Option<Citation>,
) -> Result<Vec<Deed>, Error> {
    let id = proposal.meta().id;
    let award = repo.award_of(id)?.map(|award| award.meta().id.0);
    let meeting = cited.map(|cited| cited.meeting_id.0);
    let about: Vec<_> = [Some(id.0), award, meeting].into_iter().flatten().collect();
    let mut done = repo.deeds(&about, &mandate::kept_apart())?;
    done.extend(history::done(proposal.history()));
    Ok(done)
}
