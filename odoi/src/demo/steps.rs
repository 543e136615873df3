//! The steps of proposals in the demonstration.

use super::actors::{actor_of, applicant};
use super::data::ProposalLine;
use super::decisions::{AccessPath, proposal};
use super::{Known, find, money, way_to, with};
use crate::cli::operator::context;
use odoi_application::Failure;
use odoi_application::programme::proposals::{PermittedStep, take_permitted_step};
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::{CallId, ProposalId};
use odoi_domain::policy::Action;
use odoi_domain::programme::mandate;
use odoi_domain::programme::meeting::Citation;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts, ProposalStep};
use odoi_domain::{Entity, Moment};
use odoi_persistence::Tx;

/// A proposal is drafted.
pub(super) fn draft(
    tx: &mut Tx<'_>,
    (known, round): (&Known, CallId),
    line: &ProposalLine,
    now: Moment,
) -> Result<ProposalId, Failure> {
    let facts = ProposalFacts {
        title: line.title.clone(),
        cluster_id: find(&known.clusters, &line.cluster)?,
        institution_id: find(&known.institutions, &line.institution)?,
        objective: line.objective.clone(),
        asked_paise: line.asked_paise,
        // A draft answers no call: its applicant can still choose one.
        call_id: way_to(line.reaches).contains(&ProposalStep::Submit).then_some(round),
        answers: None,
        cost_lines: money::cost_lines(line.asked_paise)?,
    };
    let cluster = tx.cluster(facts.cluster_id)?;
    let district = cluster.facts().district.clone();
    let id: ProposalId = tx.mint();
    let anchors = (facts.clone(), district.clone()).anchors(id);
    let permit = applicant(tx, &cluster, &line.cluster, Action::CreateProposal, &anchors)?;
    let drafts = tx.drafts_of(cluster.meta().id)?;
    tx.save(Proposal::draft(&permit, id, facts, (district, drafts), now)?)?;
    Ok(id)
}

/// A step is taken, by the minutes of its last meeting where it needs any.
pub(super) fn take(
    tx: &mut Tx<'_>,
    way: &AccessPath,
    step: ProposalStep,
    now: Moment,
) -> Result<(), Failure> {
    let thing = proposal(tx, way)?;
    let cited = mandate::decision_of(step)
        .and(way.meeting)
        .map(|meeting_id| Citation { meeting_id, item: 0 });
    let mut with = with(step, thing.facts().asked_paise, now.day())?;
    with.minute = cited;
    let permit = &actor_of(tx, way, &thing, step.action())?;
    let permitted = PermittedStep { permit, step, with, now };
    take_permitted_step(&mut context(tx), thing, permitted)?;
    Ok(())
}
