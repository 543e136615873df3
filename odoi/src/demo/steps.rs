//! The steps of proposals in the demonstration.

use super::decisions::{Journey, proposal};
use super::loader::{Loader, Person, flawed};
use super::money;
use odoi_application::Failure;
use odoi_application::programme::proposals::{create_proposal, take_step};
use odoi_domain::kernel::id::{CallId, ProposalId};
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Role;
use odoi_domain::programme::mandate;
use odoi_domain::programme::meeting::Citation;
use odoi_domain::programme::proposal::{
    Proposal, ProposalFacts, ProposalState, ProposalStep, StepFacts,
};
use odoi_domain::{Day, Entity, Moment};
use std::collections::VecDeque;

/// A proposal is drafted.
pub(super) fn draft(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    round: CallId,
    now: Moment,
) -> Result<ProposalId, Failure> {
    let line = &journey.line;
    let facts = ProposalFacts {
        title: line.title.clone(),
        cluster_id: loader.known.cluster(&line.cluster)?,
        institution_id: loader.known.institution(&line.institution)?,
        objective: line.objective.clone(),
        asked_paise: line.asked_paise,
        // A draft answers no call: its applicant can still choose one.
        call_id: way_to(line.reaches).contains(&ProposalStep::Submit).then_some(round),
        answers: None,
        cost_lines: money::cost_lines(line.asked_paise)?,
    };
    let applicant = Person::of(Role::ClusterRepresentative, &line.cluster);
    let drafted = loader.act_at(now, &applicant, |tx| create_proposal(tx, facts))?;
    Ok(drafted.thing().meta().id)
}

/// A step is taken, by the minutes of its last meeting where it needs any.
pub(super) fn take(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    step: ProposalStep,
    now: Moment,
) -> Result<(), Failure> {
    let thing = proposal(loader, journey)?;
    let mut with = with(journey, step, now.day())?;
    with.minute = mandate::decision_of(step)
        .and(journey.meeting)
        .map(|meeting_id| Citation { meeting_id, item: 0 });
    let by = actor_of(journey, &thing, step.action());
    loader.act_at(now, &by, |tx| take_step(tx, thing.meta().id, step, with))?;
    Ok(())
}

/// Who takes a step: the applicant, the convenor of the district, or the officer.
pub(super) fn actor_of(journey: &Journey, thing: &Proposal, action: Action) -> Person {
    let allowances = action.rule().allowances;
    let is_for = |role: Role| allowances.iter().any(|a| a.roles.contains(&role));
    if is_for(Role::ClusterRepresentative) {
        Person::of(Role::ClusterRepresentative, &journey.line.cluster)
    } else if is_for(Role::KdiscDpe) {
        Person::convenor(thing.district())
    } else {
        Person::officer()
    }
}

/// The shortest way from a draft to a state, by the lifecycle table.
pub(super) fn way_to(wanted: ProposalState) -> Vec<ProposalStep> {
    let mut ways = VecDeque::from([(ProposalState::Draft, Vec::new())]);
    while let Some((state, way)) = ways.pop_front() {
        if state == wanted {
            return way;
        }
        if way.len() > ProposalState::ALL.len() {
            continue;
        }
        for step in state.steps() {
            if let Some(next) = state.after(step) {
                let mut longer: Vec<ProposalStep> = way.clone();
                longer.push(step);
                ways.push_back((next, longer));
            }
        }
    }
    Vec::new()
}

/// What comes with a step.
fn with(journey: &Journey, step: ProposalStep, today: Day) -> Result<StepFacts, Failure> {
    let reason = match step {
        ProposalStep::Return => Some("The quotations for the machinery are missing."),
        ProposalStep::Reject => Some("The work repeats what a running project already does."),
        ProposalStep::Cancel => Some("The academic partner has withdrawn."),
        _ => None,
    };
    let sanctioned_paise = (step == ProposalStep::Sanction).then(|| journey.sanctioned());
    let terms = sanctioned_paise.map(|amount| money::terms(amount, today));
    Ok(StepFacts {
        reason: reason.map(Text::new).transpose().map_err(flawed)?,
        sanctioned_paise,
        terms: terms.transpose()?,
        minute: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::data;
    use super::*;

    #[test]
    fn the_data_can_be_read_and_every_state_can_be_reached() {
        let data = data::read().unwrap();
        assert_eq!((data.clusters.len(), data.schemes.len()), (28, 36));
        for state in ProposalState::ALL {
            let end =
                way_to(*state).into_iter().try_fold(ProposalState::Draft, ProposalState::after);
            assert_eq!(end, Some(*state));
            assert!(data.proposals.iter().any(|p| p.reaches == *state), "{state}");
        }
    }
}
