//! What somebody belongs to while they sit in a seat, and what was known of that when: to correct it later does not
//! change what was decided before (rule R6.4).

use crate::kernel::id::AccountId;
use crate::programme::seat::Seat;
use crate::registry::linkage::End;
use crate::{Day, Moment};

/// An affiliation as a tenure states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    /// Whoever sits.
    pub account: AccountId,
    /// What they belong to.
    pub end: End,
    /// The first day of the tenure.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Option<Day>,
}

/// An affiliation, and from when until when it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affiliation {
    /// What was stated.
    pub stated: Stated,
    /// When it was stated first.
    pub stated_at: Moment,
    /// When it was taken away, or stated otherwise.
    pub withdrawn_at: Option<Moment>,
}

/// What somebody spoke for until a role was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerBelonging {
    /// What it was.
    pub end: End,
    /// Since when; nobody knows of what was noted before this was kept.
    pub since: Option<Moment>,
    /// The last day.
    pub until: Day,
}

impl FormerBelonging {
    /// Whether the role had been given by a moment.
    #[must_use]
    pub fn is_known_by(&self, moment: Moment) -> bool {
        self.since.is_none_or(|since| since <= moment)
    }
}

impl Stated {
    /// Everything that a seat states.
    #[must_use]
    pub fn in_seat(seat: &Seat) -> Vec<Self> {
        let of = |tenure: &crate::programme::seat::Tenure| {
            let (account, starts_on, ends_on) =
                (tenure.account_id, tenure.starts_on, tenure.ends_on);
            let stated = move |end: &End| Self { account, end: *end, starts_on, ends_on };
            tenure.affiliations.iter().map(stated).collect::<Vec<_>>()
        };
        let mut all: Vec<Self> = Vec::new();
        for one in seat.facts().tenures.iter().flat_map(of) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
}

impl Affiliation {
    /// From which day until which somebody belonged to it, as far as was known at a moment; `None` where nobody
    /// had stated it then. What was taken away did hold until that day.
    #[must_use]
    pub fn held(&self, known: Moment) -> Option<(Day, Option<Day>)> {
        let Stated { starts_on, ends_on, .. } = self.stated;
        if self.stated_at > known {
            return None;
        }
        let Some(withdrawn) = self.withdrawn_at.filter(|at| *at <= known) else {
            return Some((starts_on, ends_on));
        };
        let on = withdrawn.day();
        let until = ends_on.map_or(on, |end| end.min(on));
        (starts_on <= on).then_some((starts_on, Some(until)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::linkage::EndKind;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        Day(text.parse().unwrap())
    }

    #[test]
    fn what_was_taken_away_held_until_then_and_was_unknown_before_it_was_stated() {
        let noon = |text: &str| day(text).begins().plus_seconds(43_200);
        let one = Affiliation {
            stated: Stated {
                account: AccountId(Uuid::from_u128(1)),
                end: End { kind: EndKind::Cluster, id: Uuid::from_u128(2) },
                starts_on: day("2026-01-01"),
                ends_on: None,
            },
            stated_at: noon("2026-11-10"),
            withdrawn_at: Some(noon("2026-11-21")),
        };
        assert_eq!(one.held(noon("2026-11-09")), None);
        let open = Some((day("2026-01-01"), None));
        assert_eq!(one.held(noon("2026-11-10")), open);
        assert_eq!(one.held(noon("2026-11-21").plus_seconds(-1)), open);
        let over = Some((day("2026-01-01"), Some(day("2026-11-21"))));
        assert_eq!(one.held(noon("2026-11-21")), over);
        let mut later = one;
        later.stated.starts_on = day("2027-01-01");
        assert_eq!(later.held(noon("2026-12-01")), None, "it never began");
        let mut ended = one;
        ended.stated.ends_on = Some(day("2026-03-31"));
        let over = Some((day("2026-01-01"), Some(day("2026-03-31"))));
        assert_eq!(ended.held(noon("2026-12-01")), over);
    }
}
