//! How sure a rank is: weights are disturbed by up to a fifth, a thousand times, and the rank among
//! the peers is taken each time. The draws are seeded, so that the same question has the same answer
//! on every machine and engine.

use super::{Levels, weighted};

/// How many disturbances.
pub const DRAWS: usize = 1_000;
/// How far each weight is disturbed at most, as a share of itself.
pub const DISTURBANCE: f64 = 0.2;
/// The seed of the draws.
pub const SEED: u64 = 0x0D01_2021;

/// Between which ranks and scores a cluster stands when the weights are disturbed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its rank by the published weights; 1 is the best.
    pub rank: usize,
    /// Its best rank.
    pub best: usize,
    /// Its worst rank.
    pub worst: usize,
    /// How many are ranked.
    pub peers: usize,
    /// Its lowest score.
    pub lowest_score: f64,
    /// Its highest score.
    pub highest_score: f64,
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, well mixed, the same everywhere.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly between −1 and 1.
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    fn unit(&mut self) -> f64 {
        let share = (self.next() >> 11) as f64 / 9_007_199_254_740_992.0;
        share.mul_add(2.0, -1.0)
    }
}

/// The rank of one among its peers, and how far disturbed weights move it. `None` where it has no
/// score. Who ties shares the better rank.
#[must_use]
pub fn interval(own: &Levels, peers: &[Levels], weights: &[f64; 7]) -> Option<Interval> {
    let first = weighted(own, weights)?;
    let rank = rank(first, peers, weights);
    let mut found = Interval {
        rank,
        best: rank,
        worst: rank,
        peers: 1 + peers.iter().filter(|p| p.iter().any(Option::is_some)).count(),
        lowest_score: first,
        highest_score: first,
    };
    let mut draws = Draws(SEED);
    for _ in 0..DRAWS {
        let disturbed = weights.map(|weight| weight * DISTURBANCE.mul_add(draws.unit(), 1.0));
        let score = weighted(own, &disturbed)?;
        let rank = self::rank(score, peers, &disturbed);
        found.best = found.best.min(rank);
        found.worst = found.worst.max(rank);
        found.lowest_score = found.lowest_score.min(score);
        found.highest_score = found.highest_score.max(score);
    }
    Some(found)
}

/// Scores closer than this are the same: the sums are rounded.
const SAME: f64 = 1e-9;

fn rank(own: f64, peers: &[Levels], weights: &[f64; 7]) -> usize {
    let before =
        peers.iter().filter_map(|peer| weighted(peer, weights)).filter(|score| *score > own + SAME);
    1 + before.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draws_are_those_of_splitmix64() {
        let mut draws = Draws(1_234_567);
        let known =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for value in known {
            assert_eq!(draws.next(), value);
        }
    }

    #[test]
    fn close_scores_change_places_and_far_ones_do_not() {
        let weights = [0.15, 0.1, 0.1, 0.15, 0.2, 0.2, 0.1];
        let level = |first: f64, rest: f64| {
            let mut levels = [Some(rest); 7];
            levels[0] = Some(first);
            levels
        };
        let own = level(4.0, 2.0);
        let far = interval(&own, &[level(0.0, 0.5), level(4.0, 4.0)], &weights).unwrap();
        assert_eq!((far.rank, far.best, far.worst, far.peers), (2, 2, 2, 3));
        assert!(far.lowest_score < far.highest_score);
        let close = interval(&own, &[level(2.0, 2.35)], &weights).unwrap();
        assert_eq!((close.best, close.worst), (1, 2));
        assert_eq!(interval(&own, &[level(2.0, 2.35)], &weights), Some(close), "again the same");
        assert_eq!(interval(&[None; 7], &[own], &weights), None);
        let tie = interval(&own, &[own, [None; 7]], &weights).unwrap();
        assert_eq!((tie.rank, tie.worst, tie.peers), (1, 1, 2));
    }
}
