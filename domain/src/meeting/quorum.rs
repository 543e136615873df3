//! Quorum and majority: versioned rules, computed anew for each item without those who stand aside.

use super::proceedings::{ItemRecord, Proceedings, Vote};
use crate::Day;
use crate::id::SeatId;
use crate::version::Versioned;
use std::collections::BTreeSet;

/// When a core group can decide, by version. No order publishes such a rule for the programme: this is its
/// own, and a new version is a new row.
#[derive(Debug, PartialEq, Eq)]
pub struct QuorumRule {
    /// The version.
    pub version: &'static str,
    /// In force for meetings from this day on.
    pub from: &'static str,
    /// Present must be more than this share of those entitled, in percent.
    pub more_than_percent: usize,
    /// And at least so many.
    pub at_least: usize,
    /// Days between notice and meeting.
    pub notice_days: i64,
    /// The same for a meeting that says why it is urgent.
    pub urgent_days: i64,
}

impl Versioned for QuorumRule {
    const FIRST: &'static Self = &Self {
        version: "2026-1",
        from: "2026-01-01",
        more_than_percent: 50,
        at_least: 3,
        notice_days: 7,
        urgent_days: 2,
    };
    const LATER: &'static [Self] = &[];

    fn from(&self) -> &'static str {
        self.from
    }
}

/// What came of one item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// The version of the rule of quorum.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub rule: String,
    /// Seats that are filled and do not stand aside.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub entitled: usize,
    /// How many of them are present.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub present: usize,
    /// How many must be.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub needed: usize,
    /// Whether they are enough.
    pub is_quorate: bool,
    /// Votes in favour.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub in_favour: usize,
    /// Votes against.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub against: usize,
    /// Abstentions.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub abstained: usize,
    /// Whether the motion was carried: quorate, and more in favour than against.
    pub is_carried: bool,
}

impl QuorumRule {
    /// How many must be present of so many.
    #[must_use]
    pub fn needed(&self, entitled: usize) -> usize {
        (entitled * self.more_than_percent / 100 + 1).max(self.at_least)
    }

    /// What came of an item. Who stands aside counts neither as entitled nor as present.
    #[must_use]
    pub fn tally(
        &self,
        filled: &BTreeSet<SeatId>,
        meeting: &Proceedings,
        item: &ItemRecord,
    ) -> Tally {
        let aside: BTreeSet<SeatId> = item.recusals.iter().map(|r| r.seat_id).collect();
        let present: BTreeSet<SeatId> = meeting
            .attendance
            .iter()
            .map(|a| a.seat_id)
            .filter(|seat| filled.contains(seat) && !aside.contains(seat))
            .collect();
        let entitled = filled.difference(&aside).count();
        let needed = self.needed(entitled);
        let is_quorate = present.len() >= needed;
        let count = |vote: Vote| {
            let ballots = item.motion.iter().flat_map(|motion| &motion.ballots);
            ballots
                .filter(|b| b.vote == vote && present.contains(&b.seat_id))
                .count()
        };
        let (in_favour, against) = (count(Vote::InFavour), count(Vote::Against));
        Tally {
            rule: self.version.to_owned(),
            entitled,
            present: present.len(),
            needed,
            is_quorate,
            in_favour,
            against,
            abstained: count(Vote::Abstain),
            is_carried: is_quorate && in_favour > against,
        }
    }

    /// The first day that a meeting can be held which is announced on another.
    #[must_use]
    pub fn earliest(&self, announced: Day, is_urgent: bool) -> Day {
        let days = if is_urgent {
            self.urgent_days
        } else {
            self.notice_days
        };
        Day(announced.0 + chrono::Duration::days(days))
    }
}
