//! Minutes authorise: what a step cites is looked up, and what is missing is told (rule R6.6).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::Code;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ProposalId};
use odoi_domain::money::award::{Award, AwardCommand, Ground};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::programme::attachment::Attachment;
use odoi_domain::programme::mandate::{self, Authority, PastAction, Wanted};
use odoi_domain::programme::meeting::Citation;
use odoi_domain::programme::proposal::{Proposal, history};
use odoi_domain::{Entity, Moment, Violation};
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

/// Who did what to a proposal and its award, by the audit trail: amendments, too. Nobody does two things that are to
/// be separate. It is read once; what the reader does then is noted.
pub struct PastActions {
    about: ProposalId,
    trail: Vec<PastAction>,
    minutes: Vec<PastAction>,
    documents: Vec<Attached>,
}

/// A document of a proposal, as far as it tells who proposed.
struct Attached {
    at: Moment,
    by: Option<AccountId>,
}

impl PastActions {
    /// Those of a proposal, and of the minutes that are cited: who kept them.
    pub fn read(
        repo: &mut dyn Read,
        proposal: &Proposal,
        cited: Option<Citation>,
    ) -> Result<Self, Error> {
        let id = proposal.meta().id;
        let award = repo.award_of(id)?.map(|award| award.meta().id.0);
        let about: Vec<_> = std::iter::once(id.0).chain(award).collect();
        let trail = repo.deeds(&about, &mandate::kept_apart())?;
        let minutes = match cited {
            Some(cited) => who_kept(repo, cited)?,
            None => Vec::new(),
        };
        // The trail knows who attached a document by the document.
        let documents = repo.attachments_of(id)?;
        let attached = |document: &Attachment| Attached {
            at: document.meta().created_at,
            by: document.state().uploaded_by,
        };
        Ok(Self { about: id, trail, minutes, documents: documents.iter().map(attached).collect() })
    }

    /// Notes what is done under a permit. The minutes that authorised it are of the past.
    pub fn note(&mut self, permit: &Permit) {
        self.trail.push((permit.action(), permit.account()));
        self.minutes.clear();
    }

    /// Whether they are about this proposal.
    #[must_use]
    pub fn is_about(&self, proposal: &Proposal) -> bool {
        self.about == proposal.meta().id
    }

    /// All of them. Evidence of later is not what a proposal was applied with.
    #[must_use]
    pub fn of(&self, proposal: &Proposal) -> Vec<PastAction> {
        let mut done = [&*self.trail, &self.minutes].concat();
        done.extend(history::done(proposal.history()));
        let documents = self.documents.iter();
        let applies = documents.filter(|one| proposal.applies_with(one.at));
        done.extend(applies.map(|one| (Action::AttachDocument, one.by)));
        done
    }
}

/// Who kept the minutes that are cited.
pub fn who_kept(repo: &mut dyn Read, cited: Citation) -> Result<Vec<PastAction>, Error> {
    repo.deeds(&[cited.meeting_id.0], &mandate::kept_apart())
}

/// Who wrote any of a proposal, attached a document that was submitted with it, or submitted it: each once.
pub fn authors(repo: &mut dyn Read, proposal: &Proposal) -> Result<Vec<AccountId>, Error> {
    let done = PastActions::read(repo, proposal, None)?.of(proposal);
    let proposes = done.into_iter().filter(|(act, _)| mandate::PROPOSES.contains(act));
    let who: BTreeSet<AccountId> = proposes.filter_map(|(_, by)| by).collect();
    Ok(who.into_iter().collect())
}
