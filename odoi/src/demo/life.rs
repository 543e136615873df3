//! The life of clusters in the demonstration: facilities near them, members, chains, interest, evidence of co-operation,
//! assessments, a try at the gate. Days are counted back from the day of loading, so that what is
//! recent stays recent. The officer enters all of it, from paper.

use super::loader::{Known, Loader, Person, wrong};
use odoi_application::formation::gate::initiate_cluster;
use odoi_application::formation::statements::make;
use odoi_application::registry::memberships::admit_member;
use odoi_application::registry::registered::{create, update};
use odoi_application::registry::ties::attest;
use odoi_application::{Failure, WriteContext};
use odoi_domain::formation::cooperation::CooperationFacts;
use odoi_domain::formation::gate::{InitiationFacts, InterestFacts};
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::registry::bond::AttestationFacts;
use odoi_domain::registry::cluster::ClusterFacts;
use odoi_domain::registry::facility::FacilityFacts;
use odoi_domain::registry::linkage::EndKind;
use odoi_domain::registry::membership::{Membership, MembershipFacts};
use odoi_domain::registry::place::PlaceCode;
use odoi_domain::{Day, Entity};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The data, with keys for ids and counts of days for days.
#[derive(Deserialize)]
struct Life {
    facilities: Vec<Value>,
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
                    out.insert("cluster_id".to_owned(), json!(known.cluster(key)?));
                }
                ("institution", Some(key)) => {
                    let id = known.institution(key)?;
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
            (None, Some(key)) => {
                let kind = if map.get("kind") == Some(&json!("enterprise")) {
                    EndKind::Enterprise
                } else {
                    EndKind::Institution
                };
                Ok(json!(known.end(kind, key)?))
            }
            (None, None) => resolve_all(map),
        },
        other => Ok(other),
    }
}

/// Loads all of it.
pub(super) fn load(loader: &mut Loader<'_, '_>) -> Result<(), Failure> {
    let text = include_str!("../../data/demo/cluster_life.json");
    let life: Life = serde_json::from_str(text).map_err(wrong)?;
    each(loader, life.facilities, |tx, facts: FacilityFacts| create(tx, facts).map(drop))?;
    each(loader, life.memberships, membership)?;
    each(loader, life.details, details)?;
    each(loader, life.interests, |tx, facts: InterestFacts| make(tx, facts).map(drop))?;
    each(loader, life.cooperation, |tx, facts: CooperationFacts| make(tx, facts).map(drop))?;
    each(loader, life.assessments, |tx, facts: AssessmentFacts| make(tx, facts).map(drop))?;
    each(loader, life.tries, |tx, line: TryLine| {
        let constituency = line.constituency;
        initiate_cluster(tx, line.cluster_id, InitiationFacts { constituency }).map(drop)
    })
}

/// Runs a use case for each line.
fn each<T: DeserializeOwned>(
    loader: &mut Loader<'_, '_>,
    lines: Vec<Value>,
    use_case: impl Fn(&mut WriteContext<'_, '_>, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for line in lines {
        let line = resolve(&loader.known, loader.now().day(), line)?;
        let line = serde_json::from_value(line).map_err(wrong)?;
        loader.act(&Person::officer(), |tx| use_case(tx, line))?;
    }
    Ok(())
}

/// What was seen of a membership proves it.
fn membership(tx: &mut WriteContext<'_, '_>, facts: MembershipFacts) -> Result<(), Failure> {
    let evidence = facts.evidence.clone();
    let id = admit_member(tx, facts)?.thing().meta().id;
    attest::<Membership>(tx, id, AttestationFacts { evidence }).map(drop)
}

/// Adds to the facts of a cluster what could not be said before its members were there.
fn details(tx: &mut WriteContext<'_, '_>, mut more: Map<String, Value>) -> Result<(), Failure> {
    let id: ClusterId =
        serde_json::from_value(more.remove("cluster_id").unwrap_or_default()).map_err(wrong)?;
    let changed = update(tx, id, |facts: &ClusterFacts| {
        let mut facts = serde_json::to_value(facts).map_err(wrong)?;
        if let Some(facts) = facts.as_object_mut() {
            facts.extend(more);
        }
        serde_json::from_value(facts).map_err(wrong)
    });
    changed.map(drop)
}

/// The constituency of an attempt.
#[derive(Deserialize)]
struct TryLine {
    cluster_id: ClusterId,
    constituency: PlaceCode,
}
