//! Conflicts of interest, derived: the shortest chain of ties from what a seat holder belongs to, to
//! the applicant (rule R6.4).

use crate::id::SeatId;
use crate::linkage::{Confirmation, End, EndKind, Linkage};
use crate::meeting::{Ground, Recusal};
use crate::membership::{MemberKind, Membership};
use crate::text::Paragraphs;
use crate::version::Versioned;
use crate::{Day, Entity};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use uuid::Uuid;

/// How near is too near, by version. No order publishes such a rule for the programme: this is its own, and a
/// new version is a new row.
#[derive(Debug, PartialEq, Eq)]
pub struct ConflictRule {
    /// The version.
    pub version: &'static str,
    /// In force from this day on.
    pub from: &'static str,
    /// So many ties from the applicant is still a conflict.
    pub most_ties: usize,
    /// A tie counts for so many days after its end.
    pub cooling_days: i64,
}

impl Versioned for ConflictRule {
    const FIRST: &'static Self = &Self {
        version: "2026-1",
        from: "2026-01-01",
        most_ties: 2,
        cooling_days: 365,
    };
    const LATER: &'static [Self] = &[];

    fn from(&self) -> &'static str {
        self.from
    }
}

/// Two actors that have to do with each other: a linkage, or a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// The linkage or membership.
    pub id: Uuid,
    /// Whom it ties.
    pub ends: [End; 2],
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Option<Day>,
}

/// A chain of ties, from the person's own to the applicant's.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Path {
    /// What it leads through, both ends included.
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub through: Vec<End>,
    /// The linkages and memberships, one less.
    #[cfg_attr(feature = "openapi", schema(schema_with = ties))]
    pub ties: Vec<Uuid>,
}

#[cfg(feature = "openapi")]
fn ties() -> utoipa::openapi::schema::Array {
    use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
    let id = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .max_length(Some(36));
    ArrayBuilder::new().items(id).max_items(Some(10)).build()
}

/// Why somebody must not judge a proposal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// Whether it follows from ties or was declared.
    pub ground: Ground,
    /// The shortest chain of ties, where it follows from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// What was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Option<Paragraphs>,
}

impl Conflict {
    /// The seat of whoever is in conflict stands aside.
    #[must_use]
    pub fn recusal(self, seat_id: SeatId) -> Recusal {
        Recusal {
            seat_id,
            ground: self.ground,
            reason: self.reason,
            path: self.path.map(|path| path.through).unwrap_or_default(),
        }
    }
}

impl Tie {
    /// A linkage that at least one of its ends stands by; what neither does ties nobody.
    #[must_use]
    pub fn of_linkage(linkage: &Linkage) -> Option<Self> {
        let facts = linkage.facts();
        (linkage.confirmation() != Confirmation::Unconfirmed).then(|| Self {
            id: linkage.meta().id.0,
            ends: [facts.from, facts.to],
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
        })
    }

    /// A membership.
    #[must_use]
    pub fn of_membership(membership: &Membership) -> Self {
        let facts = membership.facts();
        let kind = match facts.member.kind {
            MemberKind::Enterprise => EndKind::Enterprise,
            MemberKind::Institution => EndKind::Institution,
        };
        let cluster = End {
            kind: EndKind::Cluster,
            id: facts.cluster_id.0,
        };
        let member = End {
            kind,
            id: facts.member.id,
        };
        Self {
            id: membership.meta().id.0,
            ends: [member, cluster],
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
        }
    }
}

type Node = (EndKind, Uuid);

impl ConflictRule {
    /// Whether a tie still counts on a day.
    #[must_use]
    pub fn counts(&self, tie: &Tie, day: Day) -> bool {
        let cooled = |end: Day| Day(end.0 + chrono::Duration::days(self.cooling_days)) < day;
        tie.starts_on <= day && !tie.ends_on.is_some_and(cooled)
    }

    /// The shortest chain from any of `own` to any of the `applicants`, if one is short enough. Of two
    /// equally short ones, always the same: neighbours are visited in the order of kind and id.
    #[must_use]
    pub fn path(&self, own: &[End], applicants: &[End], ties: &[Tie], day: Day) -> Option<Path> {
        let mut near: BTreeMap<Node, BTreeSet<(Node, Uuid)>> = BTreeMap::new();
        for tie in ties.iter().filter(|tie| self.counts(tie, day)) {
            let [a, b] = tie.ends.map(|end| (end.kind, end.id));
            near.entry(a).or_default().insert((b, tie.id));
            near.entry(b).or_default().insert((a, tie.id));
        }
        let goals: BTreeSet<Node> = applicants.iter().map(|e| (e.kind, e.id)).collect();
        let starts: BTreeSet<Node> = own.iter().map(|e| (e.kind, e.id)).collect();
        let mut from: BTreeMap<Node, Option<(Node, Uuid)>> =
            starts.iter().map(|start| (*start, None)).collect();
        let mut queue: VecDeque<(Node, usize)> = starts.into_iter().map(|s| (s, 0)).collect();
        while let Some((at, ties)) = queue.pop_front() {
            if goals.contains(&at) {
                return Some(walk_back(&from, at));
            }
            if ties == self.most_ties {
                continue;
            }
            for (next, by) in near.get(&at).into_iter().flatten() {
                if !from.contains_key(next) {
                    from.insert(*next, Some((at, *by)));
                    queue.push_back((*next, ties + 1));
                }
            }
        }
        None
    }
}

fn walk_back(from: &BTreeMap<Node, Option<(Node, Uuid)>>, goal: Node) -> Path {
    let end = |(kind, id): Node| End { kind, id };
    let mut path = Path {
        through: vec![end(goal)],
        ties: Vec::new(),
    };
    let mut at = goal;
    while let Some(Some((before, by))) = from.get(&at) {
        path.through.push(end(*before));
        path.ties.push(*by);
        at = *before;
    }
    path.through.reverse();
    path.ties.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day(text.parse().unwrap())
    }

    fn end(number: u128) -> End {
        let kind = if number < 50 {
            EndKind::Institution
        } else {
            EndKind::Cluster
        };
        End {
            kind,
            id: Uuid::from_u128(number),
        }
    }

    fn tie(id: u128, a: u128, b: u128) -> Tie {
        Tie {
            id: Uuid::from_u128(id),
            ends: [end(a), end(b)],
            starts_on: day("2026-01-01"),
            ends_on: None,
        }
    }

    fn path(own: &[u128], to: u128, ties: &[Tie]) -> Option<Vec<u128>> {
        let own: Vec<End> = own.iter().map(|n| end(*n)).collect();
        let found = ConflictRule::FIRST.path(&own, &[end(to)], ties, day("2026-06-01"))?;
        assert_eq!(found.ties.len() + 1, found.through.len());
        Some(found.through.iter().map(|e| e.id.as_u128()).collect())
    }

    #[test]
    fn whoever_belongs_to_the_applicant_is_in_conflict_without_any_tie() {
        assert_eq!(path(&[60], 60, &[]), Some(vec![60]));
        assert_eq!(path(&[], 60, &[tie(1, 2, 60)]), None);
    }

    #[test]
    fn the_shortest_chain_is_shown_whichever_way_its_ties_point() {
        let ties = [
            tie(1, 1, 2),
            tie(2, 60, 2),
            tie(3, 1, 3),
            tie(4, 3, 4),
            tie(5, 4, 60),
        ];
        assert_eq!(path(&[1], 60, &ties), Some(vec![1, 2, 60]));
        assert_eq!(path(&[9, 4], 60, &ties), Some(vec![4, 60]));
        let [a, b] = [tie(1, 1, 2), tie(2, 2, 60)];
        let [c, d] = [tie(3, 1, 3), tie(4, 3, 60)];
        assert_eq!(
            path(&[1], 60, &[c, d, a, b]),
            Some(vec![1, 2, 60]),
            "always the same of two"
        );
    }

    #[test]
    fn three_ties_are_far_enough_and_two_are_not() {
        let ties = [tie(1, 1, 2), tie(2, 2, 3), tie(3, 3, 60)];
        assert_eq!(path(&[1], 60, &ties), None);
        assert_eq!(path(&[2], 60, &ties), Some(vec![2, 3, 60]));
    }

    #[test]
    fn a_tie_counts_for_a_year_after_its_end_and_not_before_its_beginning() {
        let rule = ConflictRule::FIRST;
        let ended = Tie {
            ends_on: Some(day("2026-03-01")),
            ..tie(1, 1, 60)
        };
        for (on, counts) in [
            ("2025-12-31", false),
            ("2026-01-01", true),
            ("2027-03-01", true),
            ("2027-03-02", false),
        ] {
            assert_eq!(rule.counts(&ended, day(on)), counts, "{on}");
        }
    }

    proptest! {
        #[test]
        fn no_chain_is_shorter_than_the_one_that_is_shown(pairs in prop::collection::vec((1_u128..8, 1_u128..8), 0..16)) {
            let ties: Vec<Tie> = (100..).zip(&pairs).map(|(id, (a, b))| tie(id, *a, *b)).collect();
            let joined = |a: u128, b: u128| pairs.iter().any(|p| *p == (a, b) || *p == (b, a));
            let distance = if joined(1, 7) { Some(1) } else if (1..8).any(|m| joined(1, m) && joined(m, 7)) { Some(2) } else { None };
            let found = path(&[1], 7, &ties);
            prop_assert_eq!(found.as_ref().map(|p| p.len() - 1), distance);
            for step in found.unwrap_or_default().windows(2) {
                prop_assert!(joined(step[0], step[1]));
            }
        }
    }
}
