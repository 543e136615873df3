//! What of awards waits in an inbox: reports, examinations, releases, payments and refunds, and proposals
//! that can be completed (rules R6.2 and R6.7).

use crate::extract::ReadContext;
use crate::problem::Problem;
use crate::routes::programme::inbox::{InboxItem, LOOKED_AT, about, view};
use odoi_application::programme::allowed_steps::{AllowedSteps, Restrictions};
use odoi_application::programme::mandates::revoked_by;
use odoi_application::reads::Read;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::AwardId;
use odoi_domain::money::award::Award;
use odoi_domain::money::award::waiting::{
    Awaiting, COMPLETION_DAYS, MONEY_LEVELS, MoneyLevel, RECONSIDERATION_DAYS,
};
use odoi_domain::policy::actor::{Grant, Role};
use odoi_domain::policy::{self, Action};
use odoi_domain::programme::inbox::Task;
use odoi_domain::programme::proposal::{Proposal, ProposalState};
use odoi_domain::{Day, Entity, Moment};
use std::collections::BTreeSet;

/// What has been told already, by another role of the same person.
pub(crate) type Told = BTreeSet<(AwardId, Task, Option<u16>)>;

/// What of awards waits for a role, or is late and told to it.
pub(crate) fn money(
    reading: &mut ReadContext<'_>,
    grant: &Grant,
    doer: &mut AllowedSteps,
    told: &mut Told,
    now: Moment,
) -> Result<Vec<InboxItem>, Problem> {
    if !hears(grant.role) {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    for award in reading.awards_waiting(&view(&grant.scope), LOOKED_AT)? {
        let proposal = reading.proposal(award.state().proposal_id)?;
        // What the step itself would refuse.
        let acts = MONEY_LEVELS.iter().map(|level| level.step.action());
        let acts: Vec<Action> = acts.chain([Action::CompleteProposal, Action::EndAward]).collect();
        let bars = doer.bars(&mut **reading, &proposal, &acts)?;
        let mut all = waiting(&award, (&proposal, &bars), grant.role, now);
        if policy::carries(grant.role, Action::EndAward) && !bars.bar(Action::EndAward) {
            let gone = reconsider(&mut **reading, (&award, &proposal), grant.role, now)?;
            all.extend(gone);
        }
        let is_new = |item: &InboxItem| told.insert((award.meta().id, item.task, item.number));
        items.extend(all.into_iter().filter(is_new));
    }
    Ok(items)
}

/// An award that rests on minutes which were corrected is shown to whoever may end it.
fn reconsider(
    repo: &mut dyn Read,
    (award, proposal): (&Award, &Proposal),
    role: Role,
    now: Moment,
) -> Result<Option<InboxItem>, Problem> {
    let gone = revoked_by(repo, proposal, &award.all_grounds(proposal))?;
    let Some(by) = gone.first() else {
        return Ok(None);
    };
    let since = repo.meeting(by.meeting_id)?.state().closed_at.unwrap_or(now);
    let due_on = since.day().after(RECONSIDERATION_DAYS);
    Ok(Some(InboxItem {
        task: Task::Reconsider,
        award_id: Some(award.meta().id),
        meeting_id: Some(by.meeting_id),
        waiting_since_at: since,
        due_on,
        days_late: late(due_on, now),
        ..about(proposal, role, now)
    }))
}

/// Whether a role is ever told of money.
fn hears(role: Role) -> bool {
    let any = |level: &MoneyLevel| level.told_to(role, 1).is_some();
    MONEY_LEVELS.iter().any(any) || policy::carries(role, Action::CompleteProposal)
}

/// What of one award waits for a role: not what somebody has to leave to others.
fn waiting(
    award: &Award,
    (proposal, bars): (&Proposal, &Restrictions),
    role: Role,
    now: Moment,
) -> Vec<InboxItem> {
    let item = |task, number, (since, due_on): (Moment, Day), is_escalated| InboxItem {
        task,
        award_id: Some(award.meta().id),
        number,
        waiting_since_at: since,
        due_on,
        days_late: late(due_on, now),
        is_escalated,
        ..about(proposal, role, now)
    };
    let shown = |one: &Awaiting| {
        let level = MoneyLevel::of(one.step)?;
        let is_escalated = level.told_to(role, late(one.due_on, now))?;
        // Who cannot take the step at all is told because it is theirs to see to.
        let action = one.step.action();
        let is_barred = policy::carries(role, action) && bars.bar(action);
        let task = Task::of(one.step).filter(|_| is_escalated || !is_barred)?;
        let days = (one.since.begins(), one.due_on);
        Some(item(task, one.number, days, is_escalated))
    };
    let course = &award.state().course;
    let mut items: Vec<InboxItem> = course.awaiting().iter().filter_map(shown).collect();
    let is_at_work = proposal.status().state == ProposalState::InProgress;
    let action = Action::CompleteProposal;
    if is_at_work && award.is_done() && policy::carries(role, action) && !bars.bar(action) {
        let since = award.meta().updated_at;
        let days = (since, since.day().after(COMPLETION_DAYS));
        items.push(item(Task::Complete, None, days, false));
    }
    items
}

fn late(due_on: Day, now: Moment) -> i64 {
    (now.day().0 - due_on.0).num_days().max(0)
}
