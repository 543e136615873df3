//! What somebody can do about a proposal and its money: the steps that are open to their roles, without those that
//! the step itself would refuse them (rules R6.4 and R6.6).

use crate::WriteContext;
use crate::programme::findings::Findings;
use crate::programme::mandates::{past_actions, revoked_by};
use crate::programme::recusal::ConflictChecker;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::money::award::{Award, AwardCommand, AwardStep};
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action, PastActions};
use odoi_domain::programme::mandate;
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
    past: Option<PastActions>,
    keeps_all_minutes: bool,
}

impl Restrictions {
    /// Whether an act would be refused.
    pub fn bar(&self, act: Action) -> bool {
        let forbids = |past: &PastActions| past.forbids(act, self.me).is_some();
        (self.is_aside && policy::is_impartial(act))
            || (self.keeps_all_minutes && act == Action::SanctionProposal)
            || self.past.as_ref().is_some_and(forbids)
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
    fn past(&self, repo: &mut dyn Read, proposal: &Proposal) -> Result<PastActions, Error> {
        match &self.past {
            Some(past) if past.is_of(proposal.meta().id) => Ok(past.clone()),
            _ => past_actions(repo, proposal, None),
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
        let (me, apart) = (self.actor.account(), policy::kept_apart());
        let is_any = |matters: &dyn Fn(&Action) -> bool| me.is_some() && acts.iter().any(matters);
        let is_aside = is_any(&|act| policy::is_impartial(*act))
            && self.checker.is_conflicted(repo, proposal)?;
        let past = if is_any(&|act| apart.contains(act)) {
            Some(self.past(repo, proposal)?)
        } else {
            None
        };
        let sanctions = is_any(&|act| *act == Action::SanctionProposal);
        Ok(Restrictions {
            me,
            is_aside,
            past,
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
        let kept = repo.past_actions(&[cited.meeting_id.0])?;
        if kept.forbids(Action::SanctionProposal, me).is_none() {
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
