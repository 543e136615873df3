//! What somebody can do about a proposal and its money: the steps that are open to their roles, without those that
//! the step itself would refuse them (rules R6.4 and R6.6).

use crate::WriteContext;
use crate::programme::findings::Findings;
use crate::programme::mandates::{PastActions, revoked_by, who_kept};
use crate::programme::recusal::ConflictChecker;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::money::award::{Award, AwardCommand, AwardStep};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Actor;
use odoi_domain::programme::mandate::{self, PastAction};
use odoi_domain::programme::meeting::{Citation, Meeting};
use odoi_domain::programme::proposal::{Proposal, ProposalStep, StepFacts};
use odoi_domain::{Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

/// Somebody who asks what they can do. What was found out about a proposal is not asked again.
pub struct AllowedSteps {
    actor: Actor,
    checker: ConflictChecker,
    now: Moment,
    past: Option<PastActions>,
}

/// What somebody must leave to others about one proposal.
pub struct Restrictions {
    me: Option<AccountId>,
    is_aside: bool,
    done: Vec<PastAction>,
    keeps_all_minutes: bool,
}

impl Restrictions {
    /// Whether an act would be refused.
    pub fn bar(&self, act: Action) -> bool {
        (self.is_aside && mandate::is_impartial(act))
            || (self.keeps_all_minutes && act == Action::SanctionProposal)
            || mandate::separated(act, self.me, &self.done).is_some()
    }
}

impl AllowedSteps {
    /// With these roles.
    pub fn new(actor: &Actor, now: Moment) -> Self {
        Self {
            checker: ConflictChecker::of(actor.account(), now),
            actor: actor.clone(),
            now,
            past: None,
        }
    }

    /// Whoever writes.
    pub fn of_writer(tx: &WriteContext<'_, '_>) -> Self {
        Self::new(tx.actor(), tx.now())
    }

    /// With what a step has found out already.
    #[must_use]
    pub fn knowing(mut self, found: Findings) -> Self {
        (self.checker, self.past) = (found.conflicts, Some(found.past));
        self
    }

    /// Who did what to a proposal.
    fn done(&self, repo: &mut dyn Read, proposal: &Proposal) -> Result<Vec<PastAction>, Error> {
        match &self.past {
            Some(past) if past.is_about(proposal) => Ok(past.of(proposal)),
            _ => Ok(PastActions::read(repo, proposal, None)?.of(proposal)),
        }
    }

    /// With the roles that an account has now.
    pub fn of(repo: &mut dyn Read, me: AccountId, now: Moment) -> Result<Self, Error> {
        let actor = repo.actor(me, None, now)?;
        Ok(Self::new(&actor.unwrap_or_else(Actor::nobody), now))
    }

    /// The steps of a proposal that are possible now and open.
    pub fn steps(
        &mut self,
        repo: &mut dyn Read,
        proposal: &Proposal,
    ) -> Result<Vec<ProposalStep>, Error> {
        let mut steps = proposal.steps_for(&self.actor);
        let acts: Vec<Action> = steps.iter().map(|step| step.action()).collect();
        let bars = self.bars(repo, proposal, &acts)?;
        let is_recalled = steps.contains(&ProposalStep::Recall) && self.takes(repo, proposal)?;
        steps.retain(|step| {
            !bars.bar(step.action()) && (is_recalled || *step != ProposalStep::Recall)
        });
        Ok(steps)
    }

    /// Whether what is taken back could be handed in again.
    fn takes(&self, repo: &mut dyn Read, proposal: &Proposal) -> Result<bool, Error> {
        match proposal.facts().call_id {
            Some(id) => Ok(repo.call(id)?.takes(self.now)),
            None => Ok(true),
        }
    }

    /// The same of an award.
    pub fn award_steps(
        &mut self,
        repo: &mut dyn Read,
        award: &Award,
    ) -> Result<Vec<AwardStep>, Error> {
        let mut steps = award.steps_for(&self.actor);
        if steps.is_empty() {
            return Ok(steps);
        }
        let acts: Vec<Action> = steps.iter().map(|step| step.action()).collect();
        let proposal = repo.proposal(award.state().proposal_id)?;
        let bars = self.bars(repo, &proposal, &acts)?;
        let goes_out = [AwardStep::ReleaseTranche, AwardStep::DisburseTranche];
        let rests_on = award.grounds(&proposal, &AwardCommand::ReleaseTranche(0));
        let is_stopped = steps.iter().any(|step| goes_out.contains(step))
            && !revoked_by(repo, &proposal, &rests_on)?.is_empty();
        steps.retain(|step| {
            !bars.bar(step.action())
                && step.barred_in(proposal.status().state).is_none()
                && !(is_stopped && goes_out.contains(step))
        });
        Ok(steps)
    }

    /// What of some acts about a proposal must be left to others. Only what matters to them is looked up.
    pub fn bars(
        &mut self,
        repo: &mut dyn Read,
        proposal: &Proposal,
        acts: &[Action],
    ) -> Result<Restrictions, Error> {
        let (me, apart) = (self.actor.account(), mandate::kept_apart());
        let is_any = |matters: &dyn Fn(&Action) -> bool| me.is_some() && acts.iter().any(matters);
        let is_aside = is_any(&|act| mandate::is_impartial(*act))
            && self.checker.is_conflicted(repo, proposal)?;
        let done = if is_any(&|act| apart.contains(act)) {
            self.done(repo, proposal)?
        } else {
            Vec::new()
        };
        let sanctions = is_any(&|act| *act == Action::SanctionProposal);
        Ok(Restrictions {
            me,
            is_aside,
            done,
            keeps_all_minutes: sanctions && keeps_all_minutes(repo, proposal, me)?,
        })
    }
}

/// Whether there are minutes that authorise a sanction, and the same person kept all of them.
fn keeps_all_minutes(
    repo: &mut dyn Read,
    proposal: &Proposal,
    me: Option<AccountId>,
) -> Result<bool, Error> {
    let id = proposal.meta().id;
    let Some(wanted) = proposal.wanted(ProposalStep::Sanction, &StepFacts::default()) else {
        return Ok(false);
    };
    let wanted = wanted.about(repo.submitted_revision(id)?);
    let meetings = repo.meetings_about(id)?;
    let cited = meetings.iter().flat_map(items);
    let good =
        cited.filter(|(cited, of)| mandate::authorise(&wanted, *cited, of, &meetings).is_ok());
    let good: Vec<Citation> = good.map(|(cited, _)| cited).collect();
    for cited in &good {
        let done = who_kept(repo, *cited)?;
        if mandate::separated(Action::SanctionProposal, me, &done).is_none() {
            return Ok(false);
        }
    }
    Ok(!good.is_empty())
}

/// Every item of a meeting.
fn items(meeting: &Meeting) -> impl Iterator<Item = (Citation, &Meeting)> {
    let meeting_id = meeting.meta().id;
    let items = (0..).zip(&meeting.state().facts.agenda);
    items.map(move |(item, _)| (Citation { meeting_id, item }, meeting))
}
