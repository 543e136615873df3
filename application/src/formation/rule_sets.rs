//! Rule sets: published one after the other, and which version is in force on a day.

use crate::{Failure, WriteContext};
use odoi_domain::Day;
use odoi_domain::formation::rule_set::{self, RuleSet, RuleSetFacts, RuleSubject};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Anchors;
use odoi_persistence::Saved;
use odoi_persistence::port::Read;

/// Publishes the next version about a subject. Refused is one that would take effect too early.
pub fn publish_rule_set(
    tx: &mut WriteContext<'_, '_>,
    facts: RuleSetFacts,
) -> Result<Saved<RuleSet>, Failure> {
    let permit = tx.authorize(Action::CreateRuleSet, &Anchors::default())?;
    tx.hold_rule_sets(facts.subject)?;
    let versions = tx.rule_sets_on(facts.subject)?;
    let last = versions.last().map_or(0, RuleSet::version);
    let (id, now) = (tx.mint(), tx.now());
    Ok(tx.save(RuleSet::publish(&permit, id, facts, last, now)?)?)
}

/// The version in force on a day; there is always one, because the first ships with the program.
pub fn in_force(repo: &mut dyn Read, subject: RuleSubject, on: Day) -> Result<RuleSet, Failure> {
    let all = repo.rule_sets_on(subject)?;
    rule_set::in_force(all, subject, on)
        .ok_or_else(|| Failure::internal(format!("no rules about {subject}")))
}
