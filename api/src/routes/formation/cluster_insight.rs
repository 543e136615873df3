//! What is computed about a cluster: its step on the co-operation ladder (R3.4), what its product
//! chains lack (R3.6); and which enterprises could form a cluster.

use crate::extract::{Caller, InView, OnDay, Resource, Suggest, body, content_tag, json};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use odoi_application::formation::ladder::ladder_rules;
use odoi_domain::formation::cooperation::{self, CooperationKind, LadderStep, Met, Standing};
use odoi_domain::formation::suggestion::{self, Suggestion};
use odoi_domain::kernel::id::{ClusterId, CooperationId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::{self, Action};
use odoi_domain::registry::activity::NicCode;
use odoi_domain::registry::cluster::chain::{self, ChainGaps, ProductChain};
use odoi_domain::registry::membership::Member;
use odoi_domain::registry::place::PinCode;
use odoi_domain::{Day, Entity};
use serde::Serialize;
use utoipa::ToSchema;

/// One demand of the ladder, and the evidence that meets it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemandView {
    /// Kinds of evidence; any of them counts.
    #[schema(max_items = 15)]
    pub kinds: Vec<CooperationKind>,
    /// Least number of pieces.
    #[schema(minimum = 1, maximum = 100)]
    pub at_least: i32,
    /// The largest age of a piece, in months.
    #[schema(minimum = 1, maximum = 240)]
    pub within_months: i32,
    /// The evidence that counts, the latest first.
    #[schema(max_items = 10_000)]
    pub evidence: Vec<CooperationId>,
    /// Number of missing pieces.
    #[schema(minimum = 0, maximum = 100)]
    pub missing: i32,
}

impl DemandView {
    fn of(met: &Met) -> Self {
        Self {
            kinds: met.demand.kinds.clone(),
            at_least: met.demand.at_least,
            within_months: met.demand.within_months,
            evidence: met.evidence.clone(),
            missing: met.missing,
        }
    }
}

/// One step of the ladder.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepView {
    /// The step.
    pub step: LadderStep,
    /// Whether its own demands are met.
    pub holds: bool,
    /// Whether this step and all steps before it are met. The cluster stands on the last one of these.
    pub is_reached: bool,
    /// Its demands.
    #[schema(max_items = 40)]
    pub demands: Vec<DemandView>,
}

/// Where a cluster stands on the co-operation ladder.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LadderView {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The day that was asked about.
    pub as_of: Day,
    /// The day whose knowledge was asked.
    pub known_on: Day,
    /// The version of the rules that were in force on that day.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub rules_version: i32,
    /// The step that the cluster stands on. Absent below the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<LadderStep>,
    /// The six steps in their order.
    #[schema(max_items = 6)]
    pub steps: Vec<StepView>,
}

impl LadderView {
    fn of(cluster_id: ClusterId, rules_version: i32, standing: &Standing, when: InView) -> Self {
        let height = standing.height();
        let step = |(place, step): (usize, &LadderStep)| StepView {
            step: *step,
            holds: standing.holds(*step),
            is_reached: place < height,
            demands: standing
                .demands
                .iter()
                .filter(|met| met.demand.step == *step)
                .map(DemandView::of)
                .collect(),
        };
        Self {
            cluster_id,
            as_of: when.as_of,
            known_on: when.known_on,
            rules_version,
            step: standing.step,
            steps: LadderStep::ALL.iter().enumerate().map(step).collect(),
        }
    }
}

impl Resource for LadderView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/ladder", self.cluster_id)
    }
}

/// Read the co-operation ladder of a cluster
///
/// The step that dated evidence supports, by the rules in force on the day `as_of`. Nobody sets it.
/// Withdrawn evidence counts until the day of its withdrawal.
#[utoipa::path(
    get, path = "/v1/clusters/{id}/ladder", tag = "clusters",
    params(("id" = ClusterId, Path, description = "The cluster's id."), InView),
    responses((status = 200, description = "The state on the day `as_of`.", body = LadderView)),
    extensions(("x-action" = json!(Action::ReadLadder)))
)]
pub(crate) async fn get_cluster_ladder(
    caller: Caller,
    id: Path<ClusterId>,
    when: InView,
) -> Answered {
    caller
        .respond_item(move |reading| {
            let cluster = reading.cluster(*id)?;
            reading.authorize(Action::ReadLadder, &cluster.anchors())?;
            let all = reading.cooperations_about(&[*id])?;
            let rules = ladder_rules(&mut **reading, when.as_of)?;
            let standing = cooperation::standing(&rules.rule, &all, when.both());
            Ok(LadderView::of(*id, rules.version, &standing, when))
        })
        .await
}

/// A step of a chain, by its position and name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepRef {
    /// Its position in the chain, from 0.
    #[schema(minimum = 0, maximum = 23)]
    pub place: usize,
    /// Its name.
    #[schema(inline)]
    pub name: Text<80>,
}

/// A step that no member does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MissingStepView {
    /// The step.
    pub step: StepRef,
    /// Enterprises that are named for the step and are not members on that day.
    #[schema(max_items = 50)]
    pub departed: Vec<Member>,
    /// Who could do it.
    #[schema(max_items = 50)]
    pub alternatives: Vec<Member>,
}

/// A step that only one member does and for which there is no alternative.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SinglePointView {
    /// The step.
    pub step: StepRef,
    /// The member that does it.
    pub member: Member,
}

/// A step that other members do too.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedStepView {
    /// The step.
    pub step: StepRef,
    /// How many other members do it.
    #[schema(minimum = 1, maximum = 50)]
    pub others: usize,
}

/// A member that does several steps and could leave some of them to other members.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpecialistView {
    /// The member.
    pub member: Member,
    /// How many steps it does.
    #[schema(minimum = 2, maximum = 24)]
    pub does: usize,
    /// The steps that other members do too.
    #[schema(max_items = 24)]
    pub could_leave: Vec<SharedStepView>,
}

/// The gaps of one product chain.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChainGapsView {
    /// The product.
    pub product: Name,
    /// Steps that no member does.
    #[schema(max_items = 24)]
    pub missing_steps: Vec<MissingStepView>,
    /// Steps that depend on one member.
    #[schema(max_items = 24)]
    pub single_points_of_failure: Vec<SinglePointView>,
    /// Members that could specialise, those with the most steps to leave first.
    #[schema(max_items = 1_200)]
    pub could_specialise: Vec<SpecialistView>,
}

impl ChainGapsView {
    fn of(chain: &ProductChain, found: ChainGaps) -> Self {
        let step = |place: usize| {
            let name = chain.steps.get(place).map(|step| step.name.clone());
            name.map(|name| StepRef { place, name })
        };
        let missing = found.missing.into_iter().filter_map(|gap| {
            Some(MissingStepView {
                step: step(gap.step)?,
                departed: gap.departed,
                alternatives: gap.alternatives,
            })
        });
        let single = found.single_points.into_iter().filter_map(|gap| {
            let (step, member) = (step(gap.step)?, gap.member);
            Some(SinglePointView { step, member })
        });
        let shared = |(place, others)| Some(SharedStepView { step: step(place)?, others });
        let could = found.could_specialise.into_iter().map(|one| SpecialistView {
            member: one.member,
            does: one.does.len(),
            could_leave: one.shared.into_iter().filter_map(shared).collect(),
        });
        Self {
            product: chain.product.clone(),
            missing_steps: missing.collect(),
            single_points_of_failure: single.collect(),
            could_specialise: could.collect(),
        }
    }
}

/// The gaps of the product chains of a cluster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapsView {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The day whose members were counted.
    pub as_of: Day,
    /// Each product chain.
    #[schema(max_items = 10)]
    pub chains: Vec<ChainGapsView>,
}

impl Resource for GapsView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/gaps", self.cluster_id)
    }
}

/// Read the gaps of the product chains of a cluster
///
/// Per chain: steps that no current member does, steps that depend on one member without an
/// alternative, and members that do several steps that other members do too.
#[utoipa::path(
    get, path = "/v1/clusters/{id}/gaps", tag = "clusters",
    params(("id" = ClusterId, Path, description = "The cluster's id."), OnDay),
    responses((status = 200, description = "The state on the day `as_of`.", body = GapsView)),
    extensions(("x-action" = json!(Action::ReadGaps)))
)]
pub(crate) async fn get_cluster_gaps(caller: Caller, id: Path<ClusterId>, when: OnDay) -> Answered {
    caller
        .respond_item(move |reading| {
            let cluster = reading.cluster(*id)?;
            reading.authorize(Action::ReadGaps, &cluster.anchors())?;
            let belongs = reading.observe(&[*id], when.as_of)?.members(*id);
            let lacks = |one: &ProductChain| ChainGapsView::of(one, chain::gaps(one, &belongs));
            Ok(GapsView {
                cluster_id: *id,
                as_of: when.as_of,
                chains: cluster.facts().chains.iter().map(lacks).collect(),
            })
        })
        .await
}

/// Enterprises that could form a cluster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionRow {
    /// Its rank, from 1.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub rank: usize,
    /// The activity that they share.
    pub activity: NicCode,
    /// The location: one PIN code, or neighbouring ones.
    #[schema(max_items = 1_000)]
    pub pin_codes: Vec<PinCode>,
    /// Enterprises there that belong to no cluster.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub enterprises: i64,
    /// Enterprises there with the same activity that belong to a cluster.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub clustered: i64,
    /// How many different narrower activities they have.
    #[schema(minimum = 1, maximum = 10_000)]
    pub activities: i64,
}

/// Suggested clusters, the largest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestions {
    /// The largest suggestions.
    #[schema(max_items = 200)]
    pub items: Vec<SuggestionRow>,
    /// Number of suggestions.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub total: usize,
    /// The rule that found them.
    #[schema(max_length = 300)]
    pub rule: String,
}

impl Suggestions {
    fn of(found: &[Suggestion], limit: usize) -> Self {
        let row = |(place, one): (usize, &Suggestion)| SuggestionRow {
            rank: place + 1,
            activity: one.activity.clone(),
            pin_codes: one.pin_codes.clone(),
            enterprises: one.enterprises,
            clustered: one.clustered,
            activities: one.activities,
        };
        Self {
            items: found.iter().enumerate().take(limit).map(row).collect(),
            total: found.len(),
            rule: RULE.to_owned(),
        }
    }
}

const RULE: &str = "Enterprises of one NIC activity in one PIN code, or in PIN codes with consecutive numbers of one sorting \
    district, that belong to no cluster on that day (after the discovery rule of MSE-CDP: common NIC and PIN codes).";

/// Suggest clusters
///
/// Groups of enterprises that share an activity in the same or neighbouring PIN codes and belong to
/// no cluster. The rule is that of MSE-CDP, which asks for at least 20 enterprises.
#[utoipa::path(
    get, path = "/v1/cluster-suggestions", tag = "clusters", params(Suggest),
    responses((status = 200, description = "The largest ones.", body = Suggestions)),
    extensions(("x-action" = json!(Action::SuggestClusters)))
)]
pub(crate) async fn suggest_clusters(caller: Caller, asked: Suggest) -> Answered {
    let today = caller.service.application.now().day();
    let answer = caller
        .read(move |reading| {
            let view = policy::view(reading.actor(), Action::SuggestClusters)?;
            let Some(districts) = asked.visible(&view) else {
                return Err(Problem::new(Kind::Forbidden));
            };
            let cells = reading.activity_cells(&districts, today)?;
            let found = suggestion::suggest(&cells, asked.digits, asked.least, asked.neighbours);
            body(&Suggestions::of(&found, asked.limit))
        })
        .await?;
    Ok(json(StatusCode::OK, answer))
}
