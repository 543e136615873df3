//! Calls for proposals: drafting, publishing, ending them (rule R6.1).

use crate::forms;
use crate::money::ledger::{appropriate, lock_ledger};
use crate::registry::activities::known_activities;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::CallId;
use odoi_domain::kernel::text::Paragraphs;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action};
use odoi_domain::programme::call::{Call, CallFacts, CallState, CallStep, UnderWay};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved};

/// Drafts a call. Refuses activities and favoured clusters that do not exist, and a form that cannot be used.
pub fn create_call(
    tx: &mut WriteContext<'_, '_>,
    facts: CallFacts,
) -> Result<Saved<Call>, Failure> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateCall, &facts.anchors())?;
    let drafted = Call::draft(&permit, id, facts, now)?;
    require_known(tx, drafted.thing().facts())?;
    Ok(tx.save(drafted)?)
}

/// Changes a call: all of a draft, little of what is published. Refuses what a new draft would be refused for.
pub fn update_call(
    tx: &mut WriteContext<'_, '_>,
    id: CallId,
    change: impl FnOnce(&CallFacts) -> Result<CallFacts, Failure>,
) -> Result<Saved<Call>, Failure> {
    let call = visible_to_writer(tx, id)?;
    let permit = tx.authorize(Action::UpdateCall, &call.anchors())?;
    tx.at(&call)?;
    let facts = change(call.facts())?;
    let amended = call.amend(&permit, facts, tx.now())?;
    require_known(tx, amended.thing().facts())?;
    Ok(tx.save(amended)?)
}

/// Removes a draft of a call. What was published is cancelled instead.
pub fn delete_call(tx: &mut WriteContext<'_, '_>, id: CallId) -> Result<Saved<Call>, Failure> {
    let call = visible_to_writer(tx, id)?;
    let permit = tx.authorize(Action::DeleteCall, &call.anchors())?;
    tx.at(&call)?;
    let now = tx.now();
    Ok(tx.save(call.remove(&permit, now)?)?)
}

/// Takes a step of the lifecycle: a call that is opened gets its budget. Refuses to cancel or archive a call that still
/// has something on its hands.
pub fn take_step(
    tx: &mut WriteContext<'_, '_>,
    id: CallId,
    step: CallStep,
    reason: Option<Paragraphs>,
) -> Result<Saved<Call>, Failure> {
    let call = visible_to_writer(tx, id)?;
    let permit = tx.authorize(step.action(), &call.anchors())?;
    tx.at(&call)?;
    let now = tx.now();
    let under_way = under_way(tx, id, step)?;
    let call = tx.save(call.step(&permit, step, (reason, under_way), now)?)?;
    if step == CallStep::Open {
        appropriate(tx, &permit, call.thing())?;
    }
    Ok(call)
}

/// A call as far as somebody sees it: a draft is there only for those who may write it, whatever others want of it.
pub fn visible_call(repo: &mut dyn Read, actor: &Actor, id: CallId) -> Result<Call, Failure> {
    let call = repo.call(id)?;
    policy::authorize(actor, Action::ReadCall, &call.anchors())?;
    let writes = policy::authorize(actor, Action::UpdateCall, &call.anchors()).is_ok();
    if call.state().state == CallState::Draft && !writes {
        return Err(Error::Missing.into());
    }
    Ok(call)
}

fn visible_to_writer(tx: &mut WriteContext<'_, '_>, id: CallId) -> Result<Call, Failure> {
    let actor = tx.actor().clone();
    visible_call(&mut **tx, &actor, id)
}

/// What must be looked up: activities, favoured clusters, and whether the form can be used.
fn require_known(tx: &mut WriteContext<'_, '_>, facts: &CallFacts) -> Result<(), Failure> {
    known_activities(tx, &facts.activities)?;
    let mut violations = Vec::new();
    for (at, cluster) in facts.bonus.iter().flat_map(|b| &b.cluster_ids).enumerate() {
        let end = End { kind: EndKind::Cluster, id: cluster.0 };
        if tx.district_of(end)?.is_none() {
            let pointer = format!("/bonus/cluster_ids/{at}");
            violations.push(Violation::new(Code::UnknownReference).at(&pointer));
        }
    }
    violations.extend(forms::compile(&facts.form.schema).err());
    Failure::unless_valid(violations)
}

/// What a call that is to be cancelled or archived has on its hands; nothing is sanctioned meanwhile.
fn under_way(
    tx: &mut WriteContext<'_, '_>,
    id: CallId,
    step: CallStep,
) -> Result<UnderWay, Failure> {
    if !matches!(step, CallStep::Cancel | CallStep::Archive) {
        return Ok(UnderWay::default());
    }
    lock_ledger(tx, id)?;
    Ok(UnderWay { proposals: tx.undecided_proposals(id)?, awards: tx.unsettled_awards(id)? })
}
