//! The life of clusters in the demonstration: members, chains, interest, evidence of co-operation,
//! assessments, a try at the gate. Days are counted back from the day of loading, so that what is
//! recent stays recent.

use super::{Known, find, permit, wrong};
use crate::cli::operator::context;
use odoi_application::Failure;
use odoi_application::formation::ladder::note_ladder;
use odoi_domain::formation::cooperation::CooperationFacts;
use odoi_domain::formation::gate::{Before, GateTry, InterestFacts};
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::formation::statement::{Statement, StatementFacts, standing};
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::policy::Action;
use odoi_domain::registry::bond::AttestationFacts;
use odoi_domain::registry::cluster::ClusterFacts;
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, MemberKind, Membership, MembershipFacts, Sides};
use odoi_domain::{Day, Entity};
use odoi_persistence::Tx;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The data, with keys for ids and counts of days for days.
#[derive(Deserialize)]
struct Life {
    memberships: Vec<Value>,
    details: Vec<Value>,
    interests: Vec<Value>,
    cooperation: Vec<Value>,
    assessments: Vec<Value>,
    tries: Vec<Value>,
}

/// Puts ids for keys and days for counts of days.
fn resolve(known: &Known, today: Day, value: Value) -> Result<Value, Failure> {
    let resolve_all = |map: Map<String, Value>| {
        let mut out = Map::new();
        for (name, value) in map {
            match (name.as_str(), value.as_str()) {
                ("cluster", Some(key)) => {
                    out.insert("cluster_id".to_owned(), json!(find(&known.clusters, key)?));
                }
                ("institution", Some(key)) => {
                    let id = find(&known.institutions, key)?;
                    out.insert("institution_id".to_owned(), json!(id));
                }
                _ => {
                    out.insert(name, resolve(known, today, value)?);
                }
            }
        }
        Ok(Value::Object(out))
    };
    match value {
        Value::Array(list) => {
            let list: Result<_, _> = list.into_iter().map(|v| resolve(known, today, v)).collect();
            Ok(Value::Array(list?))
        }
        Value::Object(map) => match (map.get("days_ago"), map.get("key").and_then(Value::as_str)) {
            (Some(days), _) => {
                let days = chrono::Duration::days(days.as_i64().unwrap_or_default());
                Ok(json!(Day(today.0 - days)))
            }
            (None, Some(key)) if map.get("kind") == Some(&json!("enterprise")) => {
                Ok(json!({ "kind": "enterprise", "id": find(&known.enterprises, key)? }))
            }
            (None, Some(key)) => {
                Ok(json!({ "kind": "institution", "id": find(&known.institutions, key)? }))
            }
            (None, None) => resolve_all(map),
        },
        other => Ok(other),
    }
}

/// Loads all of it.
pub(super) fn load(tx: &mut Tx<'_>, known: &Known) -> Result<(), Failure> {
    let text = include_str!("../../data/demo/cluster_life.json");
    let life: Life = serde_json::from_str(text).map_err(wrong)?;
    for line in life.memberships {
        membership(tx, read(tx, known, line)?)?;
    }
    for line in life.details {
        let today = tx.now().day();
        details(tx, resolve(known, today, line)?)?;
    }
    for line in life.interests {
        let facts: InterestFacts = read(tx, known, line)?;
        state(tx, Action::CreateInterest, facts)?;
    }
    for line in life.cooperation {
        let facts: CooperationFacts = read(tx, known, line)?;
        let evidence = state(tx, Action::CreateCooperation, facts)?;
        note_ladder(
            &mut context(tx),
            &permit(Action::CreateCooperation, &evidence.anchors())?,
            &evidence,
        )?;
    }
    for line in life.assessments {
        let facts: AssessmentFacts = read(tx, known, line)?;
        state(tx, Action::CreateAssessment, facts)?;
    }
    for line in life.tries {
        initiate(tx, read(tx, known, line)?)?;
    }
    Ok(())
}

fn read<T: DeserializeOwned>(tx: &Tx<'_>, known: &Known, line: Value) -> Result<T, Failure> {
    serde_json::from_value(resolve(known, tx.now().day(), line)?).map_err(wrong)
}

fn membership(tx: &mut Tx<'_>, facts: MembershipFacts) -> Result<(), Failure> {
    let Member { kind, id } = facts.member;
    let kind = match kind {
        MemberKind::Enterprise => EndKind::Enterprise,
        MemberKind::Institution => EndKind::Institution,
    };
    let member = tx.district_of(End { kind, id })?;
    let sides = Sides {
        cluster: tx.cluster(facts.cluster_id)?.facts().district.clone(),
        member: member.ok_or_else(|| wrong("a member of the demonstration has no district"))?,
    };
    let permit = permit(Action::CreateMembership, &Membership::standing(&facts, &sides))?;
    let (id, now) = (tx.mint(), tx.now());
    let evidence = facts.evidence.clone();
    let made = tx.save(Membership::admit(&permit, id, facts, sides, now)?)?;
    attest(tx, made.into_thing(), evidence)
}

/// What was seen of a membership proves it.
fn attest(tx: &mut Tx<'_>, made: Membership, evidence: Vec<Evidence>) -> Result<(), Failure> {
    let permit = permit(Action::AttestMembership, &made.anchors())?;
    let now = tx.now();
    tx.save(made.attest(&permit, AttestationFacts { evidence }, now)?)?;
    Ok(())
}

/// Adds to the facts of a cluster what could not be said before its members were there.
fn details(tx: &mut Tx<'_>, line: Value) -> Result<(), Failure> {
    let Value::Object(mut more) = line else {
        return Err(wrong("details of a cluster are an object"));
    };
    let id = more.remove("cluster_id").unwrap_or_default();
    let cluster = tx.cluster(serde_json::from_value(id).map_err(wrong)?)?;
    let mut facts = serde_json::to_value(cluster.facts()).map_err(wrong)?;
    if let Some(facts) = facts.as_object_mut() {
        facts.extend(more);
    }
    let facts: ClusterFacts = serde_json::from_value(facts).map_err(wrong)?;
    let permit = permit(Action::UpdateCluster, &facts.anchors(cluster.meta().id))?;
    let now = tx.now();
    tx.save(cluster.amend(&permit, facts, now)?)?;
    Ok(())
}

fn state<F: StatementFacts>(
    tx: &mut Tx<'_>,
    action: Action,
    facts: F,
) -> Result<Statement<F>, Failure>
where
    Statement<F>: odoi_persistence::Storable,
{
    let district = tx.cluster(facts.cluster())?.facts().district.clone();
    let permit = permit(action, &standing(&facts, &district))?;
    let (id, now) = (tx.mint(), tx.now());
    let made = Statement::make(&permit, id, facts, district, now)?;
    Ok(tx.save(made)?.into_thing())
}

/// The constituency of an attempt.
#[derive(Deserialize)]
struct TryLine {
    cluster_id: odoi_domain::kernel::id::ClusterId,
    constituency: odoi_domain::registry::place::PlaceCode,
}

fn initiate(tx: &mut Tx<'_>, line: TryLine) -> Result<(), Failure> {
    let cluster = tx.cluster(line.cluster_id)?;
    let before = Before {
        cluster: &cluster,
        interests: &tx.interests_about(&[line.cluster_id])?,
        tries: &tx.gate_tries(line.cluster_id)?,
    };
    let permit = permit(Action::InitiateCluster, &cluster.anchors())?;
    let (id, now) = (tx.mint(), tx.now());
    tx.save(GateTry::make(&permit, id, &before, line.constituency, now)?)?;
    Ok(())
}
