//! Minutes authorise: what a step cites is looked up, and what is missing is told (rule R6.6).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::Code;
use odoi_domain::award::{Award, AwardCommand, Ground};
use odoi_domain::entity::Document;
use odoi_domain::id::AccountId;
use odoi_domain::mandate::{self, Authority, PastAction, Wanted};
use odoi_domain::meeting::Citation;
use odoi_domain::policy::Action;
use odoi_domain::proposal::{Proposal, history};
use odoi_domain::{Entity, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::BTreeSet;

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
    let gone = grounds
        .iter()
        .filter_map(|ground| ground.revoked_by(&meetings));
    Ok(gone.collect())
}

/// Demands that the minutes which a step of an award rests on still say what they said.
pub fn require_resolution_stands(
    tx: &mut WriteContext<'_, '_>,
    (award, proposal): (&Award, &Proposal),
    what: &AwardCommand,
) -> Result<(), Failure> {
    let gone = revoked_by(&mut ***tx, proposal, &award.grounds(proposal, what))?;
    let violation = |by: &Citation| {
        let violation = Violation::new(Code::MinuteCorrected).at("/tranche");
        violation.with(by.meeting_id.to_string())
    };
    let violations: Vec<Violation> = gone.iter().map(violation).collect();
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Failure::unmet(violations))
    }
}

/// Who did what to a proposal, its award and the minutes that are cited, by the audit trail: amendments, too,
/// and who kept the minutes. Nobody does two things that are to be separate.
pub fn deeds(
    repo: &mut dyn Read,
    proposal: &Proposal,
    cited: Option<Citation>,
) -> Result<Vec<PastAction>, Error> {
    let id = proposal.meta().id;
    let award = repo.award_of(id)?.map(|award| award.meta().id.0);
    let meeting = cited.map(|cited| cited.meeting_id.0);
    let about: Vec<_> = [Some(id.0), award, meeting].into_iter().flatten().collect();
    let mut done = repo.deeds(&about, &mandate::kept_apart())?;
    done.extend(history::done(proposal.history()));
    // The trail knows who attached a document by the document; evidence of later is not what was applied with.
    let documents = repo.attachments_of(id)?;
    let applies = documents
        .iter()
        .filter(|one| proposal.applies_with(one.meta().created_at));
    done.extend(applies.map(|one| (Action::AttachDocument, one.state().uploaded_by)));
    Ok(done)
}

/// Who wrote any of a proposal, attached a document that was handed in with it, or handed it in: each once.
pub fn authors(repo: &mut dyn Read, proposal: &Proposal) -> Result<Vec<AccountId>, Error> {
    let done = deeds(repo, proposal, None)?;
    let proposes = done
        .into_iter()
        .filter(|(act, _)| mandate::PROPOSES.contains(act));
    let who: BTreeSet<AccountId> = proposes.filter_map(|(_, by)| by).collect();
    Ok(who.into_iter().collect())
}
