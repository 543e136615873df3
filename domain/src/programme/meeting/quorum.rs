//! Quorum and majority: published rules in versions, computed anew for each item without those who stand
//! aside.

use super::proceedings::{Ground, ItemRecord, Proceedings, Recusal, Vote};
use crate::Code;
use crate::formation::rule_set::Numbered;
use crate::kernel::id::SeatId;
use crate::programme::conflict::ConflictRule;
use crate::{Day, Violation};
use std::collections::BTreeSet;

/// The quorum rule: when a core group can decide, and how long before it must be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuorumRule {
    /// The share of the entitled seats that must be exceeded, in percent.
    #[cfg_attr(feature = "openapi", schema(minimum = 33, maximum = 99))]
    pub more_than_percent: u16,
    /// The least number of seats.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 40))]
    pub at_least: u16,
    /// Days of notice.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 60))]
    pub notice_days: u16,
    /// Days of notice for an urgent meeting; at most the usual notice.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 60))]
    pub urgent_days: u16,
}

impl Default for QuorumRule {
    /// The first version. No order publishes such a rule for the programme: this is its own.
    fn default() -> Self {
        Self { more_than_percent: 50, at_least: 3, notice_days: 7, urgent_days: 2 }
    }
}

/// The versions that a meeting is held by.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GroupRules {
    /// Quorum and notice.
    pub quorum: Numbered<QuorumRule>,
    /// Conflicts of interest.
    pub conflicts: Numbered<ConflictRule>,
}

/// The outcome of one item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// The version of the rule of quorum.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub rule: String,
    /// Filled seats that do not stand aside by a tie or a declaration. Seats put aside by others count.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub entitled: usize,
    /// Number of present seats that do not stand aside.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub present: usize,
    /// The number required for a quorum.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub needed: usize,
    /// Whether there is a quorum.
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
    /// Whether the motion was carried: there was a quorum, and more votes in favour than against.
    pub is_carried: bool,
}

impl Numbered<QuorumRule> {
    /// What the version is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("quorum-{}", self.version)
    }

    /// What came of an item. Who stands aside by a tie or by their own word counts neither as entitled nor as
    /// present; who does by the word of others counts as entitled, so that nobody makes a quorum smaller by it.
    #[must_use]
    pub fn tally(
        &self,
        filled: &BTreeSet<SeatId>,
        meeting: &Proceedings,
        item: &ItemRecord,
    ) -> Tally {
        self.rule.tally(self.name(), filled, meeting, item)
    }
}

impl QuorumRule {
    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let is_longer = self.urgent_days > self.notice_days;
        let violation = Violation::new(Code::UrgentLonger).at("/quorum/urgent_days");
        is_longer.then(|| violation.with(self.notice_days.to_string())).into_iter().collect()
    }

    /// How many must be present of so many.
    #[must_use]
    pub fn needed(&self, entitled: usize) -> usize {
        let share = entitled * usize::from(self.more_than_percent) / 100 + 1;
        share.max(self.at_least.into())
    }

    fn tally(
        &self,
        rule: String,
        filled: &BTreeSet<SeatId>,
        meeting: &Proceedings,
        item: &ItemRecord,
    ) -> Tally {
        let seats = |some: fn(&Recusal) -> bool| -> BTreeSet<SeatId> {
            let found = item.recusals.iter().filter(|one| some(one));
            found.map(|one| one.seat_id).collect()
        };
        let aside = seats(|_| true);
        let exempt = seats(|one| one.ground != Ground::Recorded);
        let present: BTreeSet<SeatId> = meeting
            .attendance
            .iter()
            .map(|a| a.seat_id)
            .filter(|seat| filled.contains(seat) && !aside.contains(seat))
            .collect();
        let entitled = filled.difference(&exempt).count();
        let needed = self.needed(entitled);
        let is_quorate = present.len() >= needed;
        let count = |vote: Vote| {
            let ballots = item.motion.iter().flat_map(|motion| &motion.ballots);
            ballots.filter(|b| b.vote == vote && present.contains(&b.seat_id)).count()
        };
        let (in_favour, against) = (count(Vote::InFavour), count(Vote::Against));
        Tally {
            rule,
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
        let days = if is_urgent { self.urgent_days } else { self.notice_days };
        Day(announced.0 + chrono::Duration::days(days.into()))
    }
}
