//! The formation scorecard of a cluster (rule R3.5): computed indicators from the registry, the others as people
//! assessed them, what is unknown and why, and how sure the rank among the clusters of the district is.

use crate::Failure;
use crate::formation::ladder::ladder_rules;
use crate::formation::rule_sets::in_force;
use odoi_domain::Entity;
use odoi_domain::Word;
use odoi_domain::formation::cooperation::{self, Cooperation, LadderRules};
use odoi_domain::formation::rule_set::{RuleSet, RuleSubject};
use odoi_domain::formation::scorecard::assessment::{Assessment, latest};
use odoi_domain::formation::scorecard::indicator::{IndicatorRule, IndicatorSource};
use odoi_domain::formation::scorecard::measure::{Measure, Missing, Observed, Sums};
use odoi_domain::formation::scorecard::rank::{self, Interval};
use odoi_domain::formation::scorecard::{self, Levels, Score, ScorecardRules};
use odoi_domain::formation::statement::{AsOf, Statement, StatementFacts};
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::registry::cluster::Cluster;
use odoi_persistence::port::Read;
use std::collections::HashMap;

/// One indicator of a cluster.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// How it is measured, and which levels its value reaches.
    pub rule: IndicatorRule,
    /// Its value; absent where it is unknown.
    pub value: Option<f64>,
    /// The level of the value.
    pub level: Option<i32>,
    /// The assessment that is used, where people assess it.
    pub assessment: Option<Assessment>,
    /// What is missing, where the value is unknown.
    pub missing: Option<Missing>,
}

/// How a cluster scores.
#[derive(Debug)]
pub struct Scorecard {
    /// The version of the rules that was in force.
    pub version: RuleSet,
    /// What it says.
    pub card: ScorecardRules,
    /// Every indicator, in the order of the rules.
    pub indicators: Vec<Indicator>,
    /// The score.
    pub score: Score,
    /// The rank among the clusters of its district; absent without a verdict.
    pub rank: Option<Interval>,
}

/// What is known of one indicator.
#[derive(Default)]
struct Found<'a> {
    value: Option<f64>,
    assessment: Option<&'a Assessment>,
    missing: Option<Missing>,
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

fn by_cluster<F: StatementFacts>(all: Vec<Statement<F>>) -> HashMap<ClusterId, Vec<Statement<F>>> {
    let mut sorted: HashMap<ClusterId, Vec<_>> = HashMap::new();
    for one in all {
        sorted.entry(one.facts().cluster()).or_default().push(one);
    }
    sorted
}

impl Grounds {
    fn of(
        repo: &mut dyn Read,
        clusters: &[ClusterId],
        card: ScorecardRules,
        when: AsOf,
    ) -> Result<Self, Failure> {
        Ok(Self {
            observed: repo.observe(clusters, when.holds_on)?,
            cooperation: by_cluster(repo.cooperations_about(clusters)?),
            assessments: by_cluster(repo.assessments_about(clusters)?),
            ladder: ladder_rules(repo, when.holds_on)?.rule,
            card,
            when,
        })
    }

    /// What is computed of a cluster.
    fn sums(&self, cluster: &Cluster) -> Sums {
        let (id, facts) = (cluster.meta().id, cluster.facts());
        let belongs = self.observed.members(id);
        let chains = || facts.chains.iter();
        let (apart, done) = chains()
            .filter_map(|chain| chain.separated(&belongs))
            .fold((0, 0), |(a, d), (apart, done)| (a + apart, d + done));
        let evidence = self.cooperation.get(&id);
        let evidence = evidence.map(Vec::as_slice).unwrap_or_default();
        let has_evidence = evidence.iter().any(|one| one.is_known(self.when));
        let height = || cooperation::standing(&self.ladder, evidence, self.when).height();
        Sums {
            brands: facts.brands.len(),
            longest_chain: chains().map(|chain| chain.steps_done(&belongs)).max(),
            separated: (done > 0).then_some((apart, done)),
            ladder_steps: has_evidence.then(height),
            ..self.observed.sums(id)
        }
    }

    /// Every indicator of a cluster, in the order of the rules.
    fn found(&self, cluster: &Cluster) -> Vec<Found<'_>> {
        let sums = self.sums(cluster);
        let assessed = self.assessments.get(&cluster.meta().id);
        let assessed = assessed.map(Vec::as_slice).unwrap_or_default();
        let rules = self.card.indicators.iter();
        rules.map(|rule| self.one(rule, &sums, assessed)).collect()
    }

    fn one<'a>(&self, rule: &IndicatorRule, sums: &Sums, assessed: &'a [Assessment]) -> Found<'a> {
        let missing = |missing| Found { missing: Some(missing), ..Found::default() };
        match rule.source {
            IndicatorSource::Computed => {
                let Ok(measure) = Measure::parse(rule.code.as_str()) else {
                    return missing(Missing::Assessment);
                };
                sums.value(measure)
                    .map_or_else(missing, |value| Found { value: Some(value), ..Found::default() })
            }
            IndicatorSource::Assessed => {
                let Some(last) = latest(assessed, &rule.code, self.when) else {
                    return missing(Missing::Assessment);
                };
                Found { value: Some(last.facts().value), assessment: Some(last), missing: None }
            }
        }
    }

    fn score(&self, found: &[Found<'_>]) -> Score {
        let rules = self.card.indicators.iter().zip(found);
        let levels: Vec<_> = rules
            .map(|(rule, one)| (rule.condition, one.value.map(|value| rule.level(value))))
            .collect();
        scorecard::score(&self.card, &levels)
    }

    /// The indicators as they are told, apart from what they were found in.
    fn told(&self, found: Vec<Found<'_>>) -> Vec<Indicator> {
        let rules = self.card.indicators.iter().zip(found);
        rules
            .map(|(rule, one)| Indicator {
                rule: rule.clone(),
                value: one.value,
                level: one.value.map(|value| rule.level(value)),
                assessment: one.assessment.cloned(),
                missing: one.missing,
            })
            .collect()
    }
}

/// The levels of the other clusters of the district, as far as there are verdicts on them.
fn peers(
    repo: &mut dyn Read,
    grounds: &Grounds,
    ids: &[ClusterId],
    own: ClusterId,
) -> Result<Vec<Levels>, Failure> {
    let mut found = Vec::new();
    for id in ids.iter().filter(|id| **id != own) {
        let cluster = repo.cluster(*id)?;
        let score = grounds.score(&grounds.found(&cluster));
        if score.verdict.is_some() {
            found.push(score.levels);
        }
    }
    Ok(found)
}

/// How a cluster scores on a day, by the rules in force then and what was known on another.
pub fn scorecard_of(
    repo: &mut dyn Read,
    cluster: &Cluster,
    when: AsOf,
) -> Result<Scorecard, Failure> {
    let version = in_force(repo, RuleSubject::Scorecard, when.holds_on)?;
    let card = version.facts().scorecard.clone();
    let card = card.ok_or_else(|| Failure::internal("empty scorecard rules"))?;
    let ids = repo.clusters_in(&cluster.facts().district)?;
    let grounds = Grounds::of(repo, &ids, card, when)?;
    let found = grounds.found(cluster);
    let score = grounds.score(&found);
    let rank = if score.verdict.is_some() {
        let peers = peers(repo, &grounds, &ids, cluster.meta().id)?;
        rank::interval(&score.levels, &peers, &grounds.card.shares())
    } else {
        None
    };
    let indicators = grounds.told(found);
    Ok(Scorecard { version, card: grounds.card, indicators, score, rank })
}
