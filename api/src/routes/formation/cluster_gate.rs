//! The initiation gate of a cluster: where it stands, and tries to start the programme (rule R3.3).

use crate::extract::{self, Body, Caller, InView, Resource, content_tag};
use crate::problem::{Kind, Problem};
use crate::routes::shared::{Answered, version};
use actix_web::web::Path;
use odoi_application::formation::gate as initiation;
use odoi_domain::Code;
use odoi_domain::formation::gate::Interest;
use odoi_domain::formation::gate::{self, Finding, GateOutcome, GateTry, InitiationFacts};
use odoi_domain::kernel::id::{ClusterId, GateTryId};
use odoi_domain::policy::Action;
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::place::PlaceCode;
use odoi_domain::{Day, Entity, Moment, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tries that are shown at most: the latest ones.
const MOST_TRIES: usize = 200;

/// An attempt to start the programme, as it was recorded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct GateTryView {
    /// Its id.
    pub id: GateTryId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The constituency.
    pub constituency: PlaceCode,
    /// The outcome.
    pub outcome: GateOutcome,
    /// The rule that was applied.
    #[schema(max_length = 40)]
    pub rule: String,
    /// What was missing. Empty where the programme started.
    #[schema(max_items = 10)]
    pub findings: Vec<Finding>,
    /// When the attempt was made.
    pub created_at: Moment,
}

impl GateTryView {
    fn of(thing: &GateTry) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            cluster_id: facts.cluster_id,
            constituency: facts.constituency,
            outcome: facts.outcome,
            rule: facts.rule,
            findings: facts.findings,
            created_at: meta.created_at,
        }
    }
}

impl Resource for GateTryView {
    fn etag(&self) -> String {
        version(1)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/gate", self.cluster_id)
    }
}

/// The gate of one constituency on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConstituencyGate {
    /// The number of the constituency.
    pub constituency: PlaceCode,
    /// Whether the programme can be started: nothing is missing.
    pub is_open: bool,
    /// The day on which the programme started, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiated_on: Option<Day>,
    /// Exactly what is missing.
    #[schema(max_items = 10)]
    pub findings: Vec<Finding>,
}

/// The initiation gate of a cluster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateView {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The day of the request.
    pub as_of: Day,
    /// The day whose knowledge was used.
    pub known_on: Day,
    /// The rule that is applied.
    #[schema(max_length = 40)]
    pub rule: String,
    /// Every constituency that the cluster is anchored in today.
    #[schema(max_items = 50)]
    pub constituencies: Vec<ConstituencyGate>,
    /// The attempts up to `known_on`, latest first; at most 200.
    #[schema(max_items = 200)]
    pub attempts: Vec<GateTryView>,
}

impl GateView {
    fn of(cluster: &Cluster, interests: &[Interest], tries: &[GateTry], when: InView) -> Self {
        let asked = when.both();
        let gate = |constituency: PlaceCode| {
            let findings = gate::findings(interests, &constituency, asked);
            ConstituencyGate {
                is_open: findings.is_empty(),
                initiated_on: gate::initiated_on(tries, &constituency, asked),
                findings,
                constituency,
            }
        };
        let constituencies = cluster.facts().constituencies().into_iter();
        Self {
            cluster_id: cluster.meta().id,
            as_of: when.as_of,
            known_on: when.known_on,
            rule: gate::RULE.to_owned(),
            constituencies: constituencies.map(gate).collect(),
            attempts: tries.iter().take(MOST_TRIES).map(GateTryView::of).collect(),
        }
    }
}

impl Resource for GateView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/gate", self.cluster_id)
    }
}

/// Read the initiation gate of a cluster
///
/// For each constituency: what is missing on the day `as_of`, by the knowledge of the day `known_on`;
/// and every attempt, including failed ones.
#[utoipa::path(
    get, path = "/v1/clusters/{id}/gate", tag = "clusters",
    params(("id" = ClusterId, Path, description = "The cluster's id."), InView),
    responses((status = 200, description = "The gate.", body = GateView)),
    extensions(("x-action" = json!(Action::ReadGate)))
)]
pub(crate) async fn get_cluster_gate(
    caller: Caller,
    id: Path<ClusterId>,
    when: InView,
) -> Answered {
    caller
        .respond_item(move |reading| {
            let cluster = reading.cluster(*id)?;
            reading.authorize(Action::ReadGate, &cluster.anchors())?;
            let interests = reading.interests_about(&[*id])?;
            let mut tries = reading.gate_tries(*id)?;
            tries.retain(|one| one.meta().created_at.day() <= when.known_on);
            Ok(GateView::of(&cluster, &interests, &tries, when))
        })
        .await
}

/// Start the programme for a cluster
///
/// In one constituency, if an academic or research centre and the cluster itself have valid
/// expressions of interest. Otherwise 409 lists exactly what is missing. Every attempt is recorded.
#[utoipa::path(
    post, path = "/v1/clusters/{id}/initiate", tag = "clusters",
    params(("id" = ClusterId, Path, description = "The cluster's id.")),
    request_body = InitiationFacts,
    responses((status = 200, description = "Started.", body = GateTryView)),
    extensions(("x-action" = json!(Action::InitiateCluster)))
)]
pub(crate) async fn initiate_cluster(
    caller: Caller,
    id: Path<ClusterId>,
    body: Body<InitiationFacts>,
) -> Answered {
    let outcome = caller
        .perform("initiate_cluster", &body.bytes, move |tx| {
            let kept = initiation::initiate_cluster(tx, *id, body.value)?;
            let view = GateTryView::of(kept.thing());
            match view.outcome {
                GateOutcome::Initiated => extract::saved(200, &kept, &view),
                // The try is committed although the answer refuses: nothing else was written.
                GateOutcome::Refused => Ok(kept.answer(409, Some(extract::body(&view)?))),
            }
        })
        .await?;
    if outcome.answer.status == 409 {
        return Err(refusal(outcome.answer.body.as_deref().unwrap_or_default()));
    }
    Ok(extract::answer(outcome))
}

/// The problem that a refused try is answered with, in the caller's language: also when the answer
/// is repeated for its idempotency key.
fn refusal(kept: &str) -> Problem {
    match serde_json::from_str::<GateTryView>(kept) {
        Ok(view) => Problem::new(Kind::GateClosed)
            .detail(Violation::new(Code::TryKept).with(view.id.to_string()))
            .violations(view.findings.iter().map(|f| f.violation()).collect()),
        Err(error) => Problem::new(Kind::Internal).log(error.to_string()),
    }
}
