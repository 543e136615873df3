//! Statements about clusters: expressions of interest, evidence of co-operation and assessments. They are
//! made and withdrawn, never changed: what was said stays said.

use crate::formation::ladder::note_ladder;
use crate::{Failure, WriteContext};
use odoi_domain::formation::cooperation::CooperationFacts;
use odoi_domain::formation::gate::InterestFacts;
use odoi_domain::formation::rule_set::{self, RuleSubject};
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::formation::statement::{Statement, StatementFacts, WithdrawalFacts, standing};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved, Storable};

/// A kind of statement: the actions that the policy knows, and what follows from one.
pub trait StatementKind: StatementFacts {
    /// The action that makes one.
    const CREATE: Action;
    /// The action that withdraws one.
    const WITHDRAW: Action;

    /// The statement of an id.
    fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Statement<Self>, Error>;

    /// Demands that what it names is there, and what it says is of this cluster.
    fn known(&self, _tx: &mut WriteContext<'_, '_>, _cluster: &Cluster) -> Result<(), Failure> {
        Ok(())
    }

    /// It has been made or withdrawn, and saved: what follows from that. The cluster is held.
    fn follow(
        _tx: &mut WriteContext<'_, '_>,
        _permit: &Permit,
        _statement: &Statement<Self>,
    ) -> Result<(), Failure> {
        Ok(())
    }
}

/// Makes a statement about a cluster. Refused is one that names what there is not, or that the caller's roles
/// do not reach.
pub fn make<F: StatementKind>(
    tx: &mut WriteContext<'_, '_>,
    facts: F,
) -> Result<Saved<Statement<F>>, Failure>
where
    Statement<F>: Storable,
{
    // Held, so that what follows from all statements is decided one by one.
    let cluster = match tx.cluster_locked(facts.cluster()) {
        Ok(cluster) => cluster,
        Err(Error::Missing) => {
            let violation = Violation::new(Code::UnknownReference).at("/cluster_id");
            return Err(Failure::invalid(vec![violation]));
        }
        Err(other) => return Err(other.into()),
    };
    let district = cluster.facts().district.clone();
    let permit = tx.authorize(F::CREATE, &standing(&facts, &district))?;
    let (id, now) = (tx.mint(), tx.now());
    let recorded = Statement::make(&permit, id, facts, district, now)?;
    recorded.thing().facts().known(tx, &cluster)?;
    let statement = tx.save(recorded)?;
    F::follow(tx, &permit, statement.thing())?;
    Ok(statement)
}

/// Withdraws a statement, from now on: what was asked of the days before stays answered as it was.
pub fn withdraw<F: StatementKind>(
    tx: &mut WriteContext<'_, '_>,
    id: F::Id,
    withdrawal: WithdrawalFacts,
) -> Result<Saved<Statement<F>>, Failure>
where
    Statement<F>: Storable,
{
    let statement = F::find(&mut **tx, id)?;
    let permit = tx.authorize(F::WITHDRAW, &statement.anchors())?;
    tx.at(&statement)?;
    tx.cluster_locked(statement.facts().cluster())?;
    let now = tx.now();
    let statement = tx.save(statement.withdraw(&permit, withdrawal, now)?)?;
    F::follow(tx, &permit, statement.thing())?;
    Ok(statement)
}

impl StatementKind for InterestFacts {
    const CREATE: Action = Action::CreateInterest;
    const WITHDRAW: Action = Action::WithdrawInterest;

    fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Statement<Self>, Error> {
        repo.interest(id)
    }

    /// The centre is an academic or research institution, and the cluster is anchored where it says.
    fn known(&self, tx: &mut WriteContext<'_, '_>, cluster: &Cluster) -> Result<(), Failure> {
        let mut violations = Vec::new();
        if let Some(id) = self.institution_id {
            match tx.institution(id) {
                Ok(centre) if centre.facts().kind.is_academic() => {}
                Ok(_) => violations.push(Violation::new(Code::NotAcademic).at("/institution_id")),
                Err(Error::Missing) => {
                    violations.push(Violation::new(Code::UnknownReference).at("/institution_id"));
                }
                Err(other) => return Err(other.into()),
            }
        }
        if !cluster.facts().constituencies().contains(&self.constituency) {
            violations.push(Violation::new(Code::NotAnchored).at("/constituency"));
        }
        Failure::unless_valid(violations)
    }
}

impl StatementKind for CooperationFacts {
    const CREATE: Action = Action::CreateCooperation;
    const WITHDRAW: Action = Action::WithdrawCooperation;

    fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Statement<Self>, Error> {
        repo.cooperation(id)
    }

    /// It may have moved the cluster on the ladder.
    fn follow(
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        statement: &Statement<Self>,
    ) -> Result<(), Failure> {
        note_ladder(tx, permit, statement)
    }
}

impl StatementKind for AssessmentFacts {
    const CREATE: Action = Action::CreateAssessment;
    const WITHDRAW: Action = Action::WithdrawAssessment;

    fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Statement<Self>, Error> {
        repo.assessment(id)
    }

    /// The indicator is one that the scorecard in force has assessed by people.
    fn known(&self, tx: &mut WriteContext<'_, '_>, _cluster: &Cluster) -> Result<(), Failure> {
        let all = tx.rule_sets_on(RuleSubject::Scorecard)?;
        let rules = rule_set::in_force(all, RuleSubject::Scorecard, tx.now().day());
        let card = rules.and_then(|set| set.facts().scorecard.clone());
        if card.is_some_and(|card| card.assessed(&self.indicator).is_some()) {
            return Ok(());
        }
        let violation = Violation::new(Code::UnknownIndicator).at("/indicator");
        Err(Failure::invalid(vec![violation]))
    }
}
