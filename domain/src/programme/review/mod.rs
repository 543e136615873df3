//! Reviews: seat holders score a proposal by a rubric, each for themselves (rule R6.4).

mod thing;

use crate::Code;
pub use thing::{REVIEWED_IN, Review, ReviewRecord, ReviewState, Round, counted, is_decided};

use crate::Violation;
use crate::kernel::id::{ProposalId, ReviewId, SeatId};
use crate::kernel::name::Name;
use crate::kernel::text::{Paragraphs, Text};
use std::collections::BTreeSet;

/// A criterion of a rubric.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The key that scores refer to, unique within the rubric.
    #[cfg_attr(feature = "openapi", schema(inline, example = "novelty"))]
    pub key: Text<40>,
    /// The title.
    pub title: Name,
    /// Its weight, in percent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub weight: i32,
}

/// The rubric of a call: each score is from 0 to 10, and the weights add up to 100.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Its version, as the programme counts them.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub version: i32,
    /// The criteria.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20))]
    pub criteria: Vec<Criterion>,
}

/// The best score of a criterion.
pub const BEST_SCORE: i32 = 10;
/// Fewer reviews than this have no outlier.
pub const OUTLIERS_FROM: usize = 3;
/// A total that lies less than this from the median is no outlier, in hundredths of a point of 100.
pub const OUTLIER_FLOOR: i64 = 1_000;

/// A score, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The key of the criterion.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub criterion: Text<40>,
    /// From 0 to 10.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10))]
    pub score: i32,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Paragraphs,
}

/// What a reviewer states.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewFacts {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The seat for which it is written.
    pub seat_id: SeatId,
    /// A score per criterion.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub scores: Vec<Score>,
    /// Further remarks.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub remark: Option<Paragraphs>,
}

impl Rubric {
    /// Rules between the criteria.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let sum: i64 = self.criteria.iter().map(|c| i64::from(c.weight)).sum();
        if sum != 100 || self.criteria.iter().any(|c| c.weight < 1) {
            violations.push(
                Violation::new(Code::WeightsSum).at("/rubric/criteria").with(sum.to_string()),
            );
        }
        let mut keys = BTreeSet::new();
        for (at, criterion) in self.criteria.iter().enumerate() {
            if !keys.insert(&criterion.key) {
                violations
                    .push(Violation::new(Code::Repeated).at(&format!("/rubric/criteria/{at}/key")));
            }
        }
        violations
    }

    /// Every criterion is scored once, and nothing else is.
    #[must_use]
    pub fn check_scores(&self, scores: &[Score]) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut scored = BTreeSet::new();
        for (at, score) in scores.iter().enumerate() {
            if !self.criteria.iter().any(|c| c.key == score.criterion) {
                violations.push(
                    Violation::new(Code::UnknownCriterion).at(&format!("/scores/{at}/criterion")),
                );
            } else if !scored.insert(&score.criterion) {
                violations
                    .push(Violation::new(Code::Repeated).at(&format!("/scores/{at}/criterion")));
            }
            if !(0..=BEST_SCORE).contains(&score.score) {
                violations
                    .push(Violation::new(Code::ScoreRange).at(&format!("/scores/{at}/score")));
            }
        }
        for missing in self.criteria.iter().filter(|c| !scored.contains(&c.key)) {
            violations
                .push(Violation::new(Code::CriterionOpen).at("/scores").with(missing.key.as_str()));
        }
        violations
    }

    /// The weighted total, in hundredths of a point of 100: 10 on every criterion is 10 000. Exact:
    /// weight × score × 10 has no fraction.
    #[must_use]
    pub fn total(&self, scores: &[Score]) -> i64 {
        let weighted = |score: &Score| {
            let criterion = self.criteria.iter().find(|c| c.key == score.criterion);
            criterion.map_or(0, |c| i64::from(c.weight) * i64::from(score.score) * 10)
        };
        scores.iter().map(weighted).sum()
    }
}

/// The summary of several reviews. Totals are hundredths of a point of 100.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Panel {
    /// How many reviews there are.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub reviews: usize,
    /// The mean, rounded half up.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 11_000))]
    pub mean: i64,
    /// The median; for an even number, the lower of the two middle values.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10_000))]
    pub median: i64,
    /// The highest total less the lowest.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10_000))]
    pub spread: i64,
    /// Outliers: at least ten points from the others, with a modified z-score above 3.5
    /// (Iglewicz and Hoaglin 1993), among three reviews or more.
    #[cfg_attr(feature = "openapi", schema(max_items = 99))]
    pub outliers: Vec<ReviewId>,
    /// The bonus that the call adds.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000))]
    pub bonus: i64,
}

/// What reviews say together, given the total of each; `None` where there is none.
#[must_use]
pub fn panel(totals: &[(ReviewId, i64)], bonus: i64) -> Option<Panel> {
    let mut sorted: Vec<i64> = totals.iter().map(|(_, total)| *total).collect();
    sorted.sort_unstable();
    let (lowest, highest) = (*sorted.first()?, *sorted.last()?);
    let middle = median(&sorted)?;
    let mut distances: Vec<i64> = sorted.iter().map(|t| (t - middle).abs()).collect();
    distances.sort_unstable();
    let deviation = median(&distances)?;
    // 0.6745 × distance / deviation > 3.5, without a fraction.
    let is_far = |total: i64| {
        let distance = (total - middle).abs();
        distance >= OUTLIER_FLOOR && distance * 6_745 > deviation * 35_000
    };
    let outliers = totals
        .iter()
        .filter(|(_, total)| totals.len() >= OUTLIERS_FROM && is_far(*total))
        .map(|(id, _)| *id)
        .collect();
    let count = i64::try_from(totals.len()).ok()?;
    Some(Panel {
        reviews: totals.len(),
        mean: (2 * sorted.iter().sum::<i64>() + count) / (2 * count) + bonus,
        median: middle,
        spread: highest - lowest,
        outliers,
        bonus,
    })
}

fn median(sorted: &[i64]) -> Option<i64> {
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// Whether a seat may see what another one wrote: its own always, others once its own is in. Who
/// stands aside sees nothing.
#[must_use]
pub fn may_see(own: SeatId, of: SeatId, has_submitted: bool, stands_aside: bool) -> bool {
    !stands_aside && (own == of || has_submitted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::Line;
    use uuid::Uuid;

    fn rubric(weights: &[i32]) -> Rubric {
        let criterion = |(at, weight): (usize, &i32)| Criterion {
            key: Text::new(&format!("c{at}")).unwrap(),
            title: Name::english(Line::new("Novelty").unwrap()),
            weight: *weight,
        };
        Rubric { version: 1, criteria: weights.iter().enumerate().map(criterion).collect() }
    }

    fn scores(values: &[i32]) -> Vec<Score> {
        let score = |(at, score): (usize, &i32)| Score {
            criterion: Text::new(&format!("c{at}")).unwrap(),
            score: *score,
            reason: Text::new("Seen.").unwrap(),
        };
        values.iter().enumerate().map(score).collect()
    }

    fn of(totals: &[i64]) -> Panel {
        let totals: Vec<_> =
            (1..).zip(totals).map(|(id, t)| (ReviewId(Uuid::from_u128(id)), *t)).collect();
        panel(&totals, 0).unwrap()
    }

    #[test]
    fn weights_are_a_hundred_and_keys_are_told_apart() {
        assert!(rubric(&[60, 40]).check().is_empty());
        assert_eq!(rubric(&[60, 41]).check()[0].code.text(), "weights_sum");
        assert_eq!(rubric(&[110, -10]).check()[0].code.text(), "weights_sum");
        let mut twice = rubric(&[60, 40]);
        twice.criteria[1].key = twice.criteria[0].key.clone();
        assert_eq!(twice.check()[0].pointer, "/rubric/criteria/1/key");
    }

    #[test]
    fn a_total_is_exact_and_every_criterion_is_scored_once() {
        let rubric = rubric(&[60, 37, 3]);
        assert_eq!(rubric.total(&scores(&[10, 10, 10])), 10_000);
        assert_eq!(rubric.total(&scores(&[7, 3, 1])), 4_200 + 1_110 + 30);
        assert_eq!(rubric.check_scores(&scores(&[7, 3, 1])), []);
        let codes = |values: &[i32]| -> Vec<_> {
            rubric.check_scores(&scores(values)).into_iter().map(|f| f.code.text()).collect()
        };
        assert_eq!(codes(&[7, 11]), ["score_range", "criterion_open"]);
        assert_eq!(codes(&[1, 2, 3, 4]), ["unknown_criterion"]);
    }

    #[test]
    fn one_far_review_is_an_outlier_and_honest_disagreement_is_not() {
        assert_eq!(of(&[7_000, 7_200, 7_100, 2_000]).outliers, [ReviewId(Uuid::from_u128(4))]);
        assert_eq!(of(&[7_000, 7_000, 7_000, 6_500]).outliers, [], "less than ten points");
        assert_eq!(of(&[2_000, 5_000, 8_000]).outliers, [], "they all differ");
        assert_eq!(of(&[2_000, 9_000]).outliers, [], "two reviews have no middle");
        let panel = of(&[2_000, 5_000, 8_001]);
        assert_eq!((panel.mean, panel.median, panel.spread), (5_000, 5_000, 6_001));
        assert_eq!(of(&[1, 2]).mean, 2, "half up");
        assert!(panel_of_none());
    }

    fn panel_of_none() -> bool {
        panel(&[], 0).is_none()
    }

    #[test]
    fn nobody_peeks_before_their_own_is_in_and_who_stands_aside_sees_nothing() {
        let [mine, other] = [1, 2].map(|id| SeatId(Uuid::from_u128(id)));
        assert!(may_see(mine, mine, false, false));
        assert!(!may_see(mine, other, false, false));
        assert!(may_see(mine, other, true, false));
        assert!(!may_see(mine, other, true, true) && !may_see(mine, mine, true, true));
    }
}
