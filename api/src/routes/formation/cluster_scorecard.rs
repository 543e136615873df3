//! The formation scorecard of a cluster (rule R3.5), as it is shown.

use crate::extract::{Caller, InView, Resource, content_tag};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::formation::scorecard::{Indicator, Scorecard, scorecard_of};
use odoi_domain::formation::scorecard::assessment::Assessment;
use odoi_domain::formation::scorecard::indicator::{IndicatorCode, IndicatorSource};
use odoi_domain::formation::scorecard::measure::Missing;
use odoi_domain::formation::scorecard::rank::{self, Interval};
use odoi_domain::formation::scorecard::{FormationCondition, Verdict};
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::kernel::id::{AccountId, AssessmentId, ClusterId, RuleSetId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::Action;
use odoi_domain::{Day, Entity};
use serde::Serialize;
use utoipa::ToSchema;

/// One indicator, and the source of its value.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct IndicatorView {
    /// Its code.
    pub code: IndicatorCode,
    /// What it is.
    pub name: Name,
    /// The unit of its value.
    #[schema(inline)]
    pub unit: Text<40>,
    /// Its value; absent where it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The level of the value, 0 to 4. Absent where the value is unknown; unknown is not 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 4)]
    pub level: Option<i32>,
    /// The value from which each of the levels 1 to 4 is reached.
    #[schema(min_items = 4, max_items = 4)]
    pub cut_points: Vec<f64>,
    /// Where the value comes from.
    pub source: IndicatorSource,
    /// The day of the value: the day of the assessment, or `as_of` for a computed value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<Day>,
    /// The account that assessed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessor: Option<AccountId>,
    /// The assessment that is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_id: Option<AssessmentId>,
    /// The evidence of the assessment.
    #[schema(max_items = 10)]
    pub evidence: Vec<Evidence>,
    /// What is missing, where the value is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl IndicatorView {
    fn of(found: &Indicator, as_of: Day) -> Self {
        let (rule, assessment) = (&found.rule, found.assessment.as_ref());
        let stated = assessment.map(Assessment::facts);
        let computed_on = found.value.map(|_known| as_of);
        Self {
            code: rule.code.clone(),
            name: rule.name.clone(),
            unit: rule.unit.clone(),
            value: found.value,
            level: found.level,
            cut_points: rule.cut_points.clone(),
            source: rule.source,
            dated_on: stated.map_or(computed_on, |facts| Some(facts.assessed_on)),
            assessor: assessment.and_then(Assessment::by),
            assessment_id: assessment.map(|one| one.meta().id),
            evidence: stated.map_or_else(Vec::new, |facts| facts.evidence.clone()),
            missing: found.missing,
        }
    }
}

/// One condition of the scorecard.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConditionView {
    /// The condition.
    pub condition: FormationCondition,
    /// Its weight in ten-thousandths.
    #[schema(minimum = 1, maximum = 10_000)]
    pub weight_bp: i32,
    /// The mean level of its known indicators, 0 to 4. Absent where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Its indicators.
    #[schema(max_items = 60)]
    pub indicators: Vec<IndicatorView>,
}

/// The range of ranks of a cluster in its district when the weights are varied.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankView {
    /// Its rank by the published weights; 1 is the best.
    #[schema(minimum = 1, maximum = 100_000)]
    pub rank: usize,
    /// Its best rank.
    #[schema(minimum = 1, maximum = 100_000)]
    pub best: usize,
    /// Its worst rank.
    #[schema(minimum = 1, maximum = 100_000)]
    pub worst: usize,
    /// Number of clusters of the district that have a score, this one included.
    #[schema(minimum = 1, maximum = 100_000)]
    pub clusters: usize,
    /// Its lowest score.
    pub lowest_score: f64,
    /// Its highest score.
    pub highest_score: f64,
    /// How many times the weights were varied.
    #[schema(minimum = 1, maximum = 100_000)]
    pub draws: usize,
    /// By how much each weight was varied, as a share of itself.
    pub disturbance: f64,
}

impl RankView {
    const fn of(found: Interval) -> Self {
        Self {
            rank: found.rank,
            best: found.best,
            worst: found.worst,
            clusters: found.peers,
            lowest_score: found.lowest_score,
            highest_score: found.highest_score,
            draws: rank::DRAWS,
            disturbance: rank::DISTURBANCE,
        }
    }
}

/// The formation scorecard of a cluster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScorecardView {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The day that was asked about.
    pub as_of: Day,
    /// The day whose knowledge was asked.
    pub known_on: Day,
    /// The rule set that was in force on that day.
    pub rule_set_id: RuleSetId,
    /// Its version.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub rules_version: i32,
    /// The score, 0 to 100. Absent where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Share of the indicators that are known.
    pub coverage: f64,
    /// How many of the seven conditions have been assessed.
    #[schema(minimum = 0, maximum = 7)]
    pub conditions_assessed: usize,
    /// The verdict. Absent where too little is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The conditions with the lowest level: the bottlenecks.
    #[schema(max_items = 7)]
    pub binding: Vec<FormationCondition>,
    /// The seven conditions.
    #[schema(max_items = 7)]
    pub conditions: Vec<ConditionView>,
    /// Its rank among the clusters of its district. Absent without a verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<RankView>,
}

impl ScorecardView {
    fn of(cluster_id: ClusterId, found: Scorecard, when: InView) -> Self {
        let weights = &found.card.weights;
        let weight = |condition| {
            let own = weights.iter().find(|w| w.condition == condition);
            own.map_or(0, |w| w.weight_bp)
        };
        let levels = FormationCondition::ALL.iter().zip(&found.score.levels);
        let indicators = |condition: FormationCondition| {
            let all = found.indicators.iter();
            let own = all.filter(move |one| one.rule.condition == condition);
            own.map(|one| IndicatorView::of(one, when.as_of)).collect()
        };
        let conditions = levels.map(|(condition, level)| ConditionView {
            condition: *condition,
            weight_bp: weight(*condition),
            level: *level,
            indicators: indicators(*condition),
        });
        let conditions = conditions.collect();
        Self {
            cluster_id,
            as_of: when.as_of,
            known_on: when.known_on,
            rule_set_id: found.version.meta().id,
            rules_version: found.version.version(),
            score: found.score.score,
            coverage: found.score.coverage,
            conditions_assessed: found.score.conditions,
            verdict: found.score.verdict,
            conditions,
            binding: found.score.binding,
            rank: found.rank.map(RankView::of),
        }
    }
}

impl Resource for ScorecardView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/scorecard", self.cluster_id)
    }
}

/// Read the formation scorecard of a cluster
///
/// Seven conditions under which clusters form, each with its indicators: value, level by published
/// cut-points, source, day, assessor and evidence. An unknown value says what is missing and is never
/// counted as zero. The answer names the version of the rules. Members and linkages are those of the day `as_of`;
/// chains, brands and activities are those of today.
#[utoipa::path(
    get, path = "/v1/clusters/{id}/scorecard", tag = "clusters",
    params(("id" = ClusterId, Path, description = "The cluster's id."), InView),
    responses((status = 200, description = "The scorecard.", body = ScorecardView)),
    extensions(("x-action" = json!(Action::ReadScorecard)))
)]
pub(crate) async fn get_cluster_scorecard(
    caller: Caller,
    id: Path<ClusterId>,
    when: InView,
) -> Answered {
    caller
        .respond_item(move |reading| {
            let cluster = reading.cluster(*id)?;
            reading.authorize(Action::ReadScorecard, &cluster.anchors())?;
            let found = scorecard_of(&mut **reading, &cluster, when.both())?;
            Ok(ScorecardView::of(*id, found, when))
        })
        .await
}
