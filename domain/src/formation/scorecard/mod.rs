//! The formation scorecard: how far a cluster can form, by seven conditions (rule R3.5).
//!
//! Levels, weights and cut-points are published data with a version and an author ([`crate::formation::rule_set`]);
//! what is not known stays unknown and is never counted as zero.

pub mod assessment;
mod first;
pub mod indicator;
pub mod measure;
pub mod rank;

use crate::Code;
pub use first::first_scorecard;

use indicator::{IndicatorRule, IndicatorSource};

use crate::Violation;

words! {
    /// The conditions under which clusters form: six economic ones, and the institutions.
    FormationCondition("formation_condition") {
        /// The work can be divided, and the value chain is long.
        TechnicalSeparability = "technical_separability" ("Technical separability", "സാങ്കേതികമായി വിഭജിക്കാവുന്ന പണി"),
        /// Products differ.
        ProductDifferentiation = "product_differentiation" ("Product differentiation", "ഉൽപ്പന്ന വൈവിധ്യം"),
        /// Resources are near, transport is cheap.
        ResourcesAndTransport = "resources_and_transport" ("Resources and transport", "വിഭവങ്ങളും ഗതാഗതവും"),
        /// Demand changes fast, and speed pays.
        SpeedOfChange = "speed_of_change" ("Speed of change", "മാറ്റത്തിന്റെ വേഗം"),
        /// Knowledge is tacit and needs nearness.
        TacitKnowledge = "tacit_knowledge" ("Tacit knowledge", "അനുഭവത്തിലൂടെ കൈമാറുന്ന അറിവ്"),
        /// Scale, and what firms give each other.
        ExternalScale = "external_scale" ("External scale", "പരസ്പര വ്യാപ്തി നേട്ടം"),
        /// History, entrepreneurs, institutions and policy.
        Institutions = "institutions" ("Institutions and policy", "സ്ഥാപനങ്ങളും നയവും"),
    }
}

words! {
    /// The verdict.
    Verdict("verdict") {
        /// Most conditions are missing.
        Weak = "weak" ("Weak", "ദുർബലം"),
        /// Some are there.
        Promising = "promising" ("Promising", "പ്രതീക്ഷയുള്ളത്"),
        /// Most are there.
        Strong = "strong" ("Strong", "ശക്തം"),
    }
}

/// The weight of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The condition.
    pub condition: FormationCondition,
    /// Its weight in ten-thousandths.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub weight_bp: i32,
}

/// The published weights, cut-points and thresholds.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorecardRules {
    /// The weight of each condition; they add up to 10 000.
    #[cfg_attr(feature = "openapi", schema(min_items = 7, max_items = 7))]
    pub weights: Vec<Weight>,
    /// The indicators, at least one for each condition.
    #[cfg_attr(feature = "openapi", schema(min_items = 7, max_items = 60))]
    pub indicators: Vec<IndicatorRule>,
    /// The score from which the verdict is `promising`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub promising_from: i32,
    /// The score from which the verdict is `strong`.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 100))]
    pub strong_from: i32,
    /// Share of the indicators that must be known for a verdict, in ten-thousandths.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10_000))]
    pub least_coverage_bp: i32,
    /// How many conditions must be assessed for a verdict.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 7))]
    pub least_conditions: i32,
}

impl ScorecardRules {
    /// Each condition weighed once, the weights adding up, each condition with an indicator.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (place, weight) in self.weights.iter().enumerate() {
            if self.weights.iter().take(place).any(|w| w.condition == weight.condition) {
                let pointer = format!("/scorecard/weights/{place}/condition");
                violations.push(Violation::new(Code::Repeated).at(&pointer));
            }
        }
        let total: i32 = self.weights.iter().map(|w| w.weight_bp).sum();
        if total != 10_000 {
            violations.push(
                Violation::new(Code::WeightsTotal).at("/scorecard/weights").with(total.to_string()),
            );
        }
        if self.strong_from <= self.promising_from {
            violations
                .push(Violation::new(Code::StrongBelowPromising).at("/scorecard/strong_from"));
        }
        for condition in FormationCondition::ALL {
            if !self.indicators.iter().any(|i| i.condition == *condition) {
                let violation =
                    Violation::new(Code::ConditionWithoutIndicator).at("/scorecard/indicators");
                violations.push(violation.with(condition.text()));
            }
        }
        for (place, rule) in self.indicators.iter().enumerate() {
            let at = format!("/scorecard/indicators/{place}");
            violations.extend(rule.check(&at));
            if self.indicators.iter().take(place).any(|i| i.code == rule.code) {
                violations.push(Violation::new(Code::Repeated).at(&format!("{at}/code")));
            }
        }
        violations
    }

    /// The indicator that is assessed by people under this code.
    #[must_use]
    pub fn assessed(&self, code: &indicator::IndicatorCode) -> Option<&IndicatorRule> {
        self.indicators.iter().find(|i| i.code == *code && i.source == IndicatorSource::Assessed)
    }

    /// The weights as shares, in the order of the conditions.
    #[must_use]
    pub fn shares(&self) -> [f64; 7] {
        let mut shares = [0.0; 7];
        for (share, condition) in shares.iter_mut().zip(FormationCondition::ALL) {
            let own = self.weights.iter().find(|w| w.condition == *condition);
            *share = f64::from(own.map_or(0, |w| w.weight_bp)) / 10_000.0;
        }
        shares
    }
}

/// The level of each condition, in their order: the mean of its known indicators, or unknown.
pub type Levels = [Option<f64>; 7];

/// A score and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The level of each condition, 0 to 4.
    pub levels: Levels,
    /// How many conditions are assessed.
    pub conditions: usize,
    /// From 0 to 100; `None` where nothing is known.
    pub score: Option<f64>,
    /// Share of the indicators that are known.
    pub coverage: f64,
    /// The conditions of the lowest level: what binds.
    pub binding: Vec<FormationCondition>,
    /// What the score is called; `None` where too little is known for a verdict.
    pub verdict: Option<Verdict>,
}

/// 100 · Σ w·level/4 over the assessed conditions, the weights renormalised.
#[must_use]
pub fn weighted(levels: &Levels, weights: &[f64; 7]) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    for (level, weight) in levels.iter().zip(weights) {
        if let Some(level) = level {
            sum += weight * level / 4.0;
            whole += weight;
        }
    }
    (whole > 0.0).then(|| 100.0 * sum / whole)
}

/// The score of indicator levels (0 to 4, `None` where unknown), each under its condition.
#[must_use]
pub fn score(rules: &ScorecardRules, indicators: &[(FormationCondition, Option<i32>)]) -> Score {
    let mut levels: Levels = [None; 7];
    for (level, condition) in levels.iter_mut().zip(FormationCondition::ALL) {
        let own = indicators.iter().filter(|(of, _)| of == condition);
        let known: Vec<f64> = own.filter_map(|(_, level)| level.map(f64::from)).collect();
        *level = mean(&known);
    }
    let known = indicators.iter().filter(|(_, level)| level.is_some()).count();
    let coverage = share(known, indicators.len());
    let conditions = levels.iter().flatten().count();
    let score = weighted(&levels, &rules.shares());
    let lowest = levels.iter().flatten().copied().reduce(f64::min);
    let binding = FormationCondition::ALL
        .iter()
        .zip(&levels)
        .filter(|(_, level)| level.is_some() && **level == lowest)
        .map(|(condition, _)| *condition)
        .collect();
    let is_enough = coverage * 10_000.0 >= f64::from(rules.least_coverage_bp)
        && i32::try_from(conditions).unwrap_or(0) >= rules.least_conditions;
    let verdict = score.filter(|_| is_enough).map(|score| {
        if score >= f64::from(rules.strong_from) {
            Verdict::Strong
        } else if score >= f64::from(rules.promising_from) {
            Verdict::Promising
        } else {
            Verdict::Weak
        }
    });
    Score { levels, conditions, score, coverage, binding, verdict }
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// A part of a whole; nothing of nothing is nothing.
#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
#[must_use]
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests;
