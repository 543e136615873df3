//! The ladder of co-operation: nobody sets where a cluster stands, but its moves are events.

use crate::Failure;
use crate::WriteContext;
use crate::formation::rule_sets::in_force;
use odoi_domain::formation::cooperation::{self, Cooperation, LadderRules};
use odoi_domain::formation::rule_set::{Numbered, RuleSubject};
use odoi_domain::formation::statement::AsOf;
use odoi_domain::policy::Permit;
use odoi_domain::{Day, Entity};
use odoi_persistence::port::Read;

/// The ladder's rules on a day, with their version.
pub fn ladder_rules(repo: &mut dyn Read, on: Day) -> Result<Numbered<LadderRules>, Failure> {
    let set = in_force(repo, RuleSubject::Ladder, on)?;
    set.numbered(|facts| facts.ladder.clone())
        .ok_or_else(|| Failure::internal("empty ladder rules"))
}

/// Says in an event of the cluster where a piece of evidence, just made or withdrawn, has moved it
/// on the ladder. The cluster is held by the caller.
pub(super) fn note_ladder(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    evidence: &Cooperation,
) -> Result<(), Failure> {
    let (cluster, now) = (evidence.facts().cluster_id, tx.now());
    let today = AsOf { holds_on: now.day(), known_on: now.day() };
    let after = tx.cooperations_about(&[cluster])?;
    let own = evidence.meta().id;
    let mut before: Vec<Cooperation> =
        after.iter().filter(|e| e.meta().id != own).cloned().collect();
    if evidence.withdrawal().is_some() {
        before.push(evidence.clone().unwithdrawn());
    }
    let rules = ladder_rules(&mut **tx, now.day())?.rule;
    let from = cooperation::standing(&rules, &before, today).step;
    let to = cooperation::standing(&rules, &after, today).step;
    if from != to {
        let moved = tx.cluster(cluster)?.ladder_moved(permit, from, to, now)?;
        tx.save(moved)?;
    }
    Ok(())
}
