//! The formation scorecard of a cluster (rule R3.5): computed indicators from the registry, the others
//! as people assessed them, what is unknown and why, and how sure the rank among the clusters of the
//! district is.

use crate::extract::{Caller, InView, ReadContext, Resource, content_tag};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::formation::ladder::ladder_rules;
use odoi_application::formation::rule_sets::in_force;
use odoi_domain::cluster::Cluster;
use odoi_domain::cooperation::{self, Cooperation, LadderRules};
use odoi_domain::evidence::Evidence;
use odoi_domain::id::{AccountId, AssessmentId, ClusterId, RuleSetId};
use odoi_domain::name::Name;
use odoi_domain::policy::Action;
use odoi_domain::rules::RuleSubject;
use odoi_domain::scorecard::assessment::{Assessment, latest};
use odoi_domain::scorecard::indicator::{IndicatorCode, IndicatorRule, IndicatorSource};
use odoi_domain::scorecard::measure::{Measure, Missing, Observed, Sums};
use odoi_domain::scorecard::rank::{self, Interval};
use odoi_domain::scorecard::{self, FormationCondition, Levels, ScorecardRules, Verdict};
use odoi_domain::statement::{AsOf, StatementFacts};
use odoi_domain::text::Text;
use odoi_domain::{Day, Entity, Word};
use serde::Serialize;
use std::collections::HashMap;
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
    fn of(rule: &IndicatorRule, sums: &Sums, assessments: &[Assessment], when: AsOf) -> Self {
        let mut view = Self {
            code: rule.code.clone(),
            name: rule.name.clone(),
            unit: rule.unit.clone(),
            value: None,
            level: None,
            cut_points: rule.cut_points.clone(),
            source: rule.source,
            dated_on: None,
            assessor: None,
            assessment_id: None,
            evidence: Vec::new(),
            missing: None,
        };
        match rule.source {
            IndicatorSource::Computed => match Measure::parse(rule.code.as_str()) {
                Ok(measure) => match sums.value(measure) {
                    Ok(value) => (view.value, view.dated_on) = (Some(value), Some(when.holds_on)),
                    Err(missing) => view.missing = Some(missing),
                },
                Err(_) => view.missing = Some(Missing::Assessment),
            },
            IndicatorSource::Assessed => match latest(assessments, &rule.code, when) {
                Some(found) => {
                    view.value = Some(found.facts().value);
                    view.dated_on = Some(found.facts().assessed_on);
                    view.assessor = found.by();
                    view.assessment_id = Some(found.meta().id);
                    view.evidence.clone_from(&found.facts().evidence);
                }
                None => view.missing = Some(Missing::Assessment),
            },
        }
        view.level = view.value.map(|value| rule.level(value));
        view
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

impl Resource for ScorecardView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}/scorecard", self.cluster_id)
    }
}

/// What some clusters are judged by, read at once.
struct Grounds {
    observed: Observed,
    cooperation: HashMap<ClusterId, Vec<Cooperation>>,
    assessments: HashMap<ClusterId, Vec<Assessment>>,
    ladder: LadderRules,
    card: ScorecardRules,
    when: AsOf,
}

fn by_cluster<F: StatementFacts>(
    all: Vec<odoi_domain::statement::Statement<F>>,
) -> HashMap<ClusterId, Vec<odoi_domain::statement::Statement<F>>> {
    let mut sorted: HashMap<ClusterId, Vec<_>> = HashMap::new();
    for one in all {
        sorted.entry(one.facts().cluster()).or_default().push(one);
    }
    sorted
}

impl Grounds {
    fn of(
        reading: &mut ReadContext<'_>,
        clusters: &[ClusterId],
        card: ScorecardRules,
        when: AsOf,
    ) -> Result<Self, Problem> {
        Ok(Self {
            observed: reading.observe(clusters, when.holds_on)?,
            cooperation: by_cluster(reading.cooperations_about(clusters)?),
            assessments: by_cluster(reading.assessments_about(clusters)?),
            ladder: ladder_rules(&mut **reading, when.holds_on)?.rule,
            card,
            when,
        })
    }

    /// Every indicator of a cluster, with its condition.
    fn indicators(&self, cluster: &Cluster) -> Vec<(FormationCondition, IndicatorView)> {
        let (id, facts) = (cluster.meta().id, cluster.facts());
        let belongs = self.observed.members(id);
        let chains = || facts.chains.iter();
        let (apart, done) = chains()
            .filter_map(|chain| chain.separated(&belongs))
            .fold((0, 0), |(a, d), (apart, done)| (a + apart, d + done));
        let evidence = self
            .cooperation
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let has_evidence = evidence.iter().any(|one| one.is_known(self.when));
        let height = || cooperation::standing(&self.ladder, evidence, self.when).height();
        let sums = Sums {
            brands: facts.brands.len(),
            longest_chain: chains().map(|chain| chain.steps_done(&belongs)).max(),
            separated: (done > 0).then_some((apart, done)),
            ladder_steps: has_evidence.then(height),
            ..self.observed.sums(id)
        };
        let assessed = self
            .assessments
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let view = |rule: &IndicatorRule| {
            (
                rule.condition,
                IndicatorView::of(rule, &sums, assessed, self.when),
            )
        };
        self.card.indicators.iter().map(view).collect()
    }

    fn score(&self, indicators: &[(FormationCondition, IndicatorView)]) -> scorecard::Score {
        let levels: Vec<_> = indicators
            .iter()
            .map(|(of, view)| (*of, view.level))
            .collect();
        scorecard::score(&self.card, &levels)
    }
}

/// The levels of the other clusters of the district, as far as there are verdicts on them.
fn peers(
    reading: &mut ReadContext<'_>,
    grounds: &Grounds,
    ids: &[ClusterId],
    own: ClusterId,
) -> Result<Vec<Levels>, Problem> {
    let mut found = Vec::new();
    for id in ids.iter().filter(|id| **id != own) {
        let cluster = reading.cluster(*id)?;
        let score = grounds.score(&grounds.indicators(&cluster));
        if score.verdict.is_some() {
            found.push(score.levels);
        }
    }
    Ok(found)
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
        .item(move |reading| scorecard_of(reading, *id, when))
        .await
}

fn scorecard_of(
    reading: &mut ReadContext<'_>,
    id: ClusterId,
    when: InView,
) -> Result<ScorecardView, Problem> {
    let cluster = reading.cluster(id)?;
    reading.authorize(Action::ReadScorecard, &cluster.anchors())?;
    let set = in_force(&mut **reading, RuleSubject::Scorecard, when.as_of)?;
    let card = set.facts().scorecard.clone();
    let card = card.ok_or_else(|| Problem::new(Kind::Internal).log("empty scorecard rules"))?;
    let ids = reading.clusters_in(&cluster.facts().district)?;
    let grounds = Grounds::of(reading, &ids, card, when.both())?;
    let indicators = grounds.indicators(&cluster);
    let score = grounds.score(&indicators);
    let rank = if score.verdict.is_some() {
        let peers = peers(reading, &grounds, &ids, id)?;
        rank::interval(&score.levels, &peers, &grounds.card.shares()).map(RankView::of)
    } else {
        None
    };
    let weight = |condition| {
        let own = grounds
            .card
            .weights
            .iter()
            .find(|w| w.condition == condition);
        own.map_or(0, |w| w.weight_bp)
    };
    let conditions = FormationCondition::ALL
        .iter()
        .zip(&score.levels)
        .map(|(condition, level)| ConditionView {
            condition: *condition,
            weight_bp: weight(*condition),
            level: *level,
            indicators: indicators
                .iter()
                .filter(|(of, _)| of == condition)
                .map(|(_, view)| view.clone())
                .collect(),
        });
    Ok(ScorecardView {
        cluster_id: id,
        as_of: when.as_of,
        known_on: when.known_on,
        rule_set_id: set.meta().id,
        rules_version: set.version(),
        score: score.score,
        coverage: score.coverage,
        conditions_assessed: score.conditions,
        verdict: score.verdict,
        conditions: conditions.collect(),
        binding: score.binding,
        rank,
    })
}
