//! Conflicts of interest, derived: the shortest chain of ties from what a seat holder belongs to, to
//! the applicant (rule R6.4).

use crate::Code;
use crate::formation::rule_set::Numbered;
use crate::kernel::id::{AccountId, SeatId};
use crate::kernel::text::Paragraphs;
use crate::policy::actor::Scope;
use crate::programme::meeting::{Ground, Recusal};
use crate::registry::bond::{Bond, TieGround};
use crate::registry::linkage::{End, EndKind, Linkage, LinkageKind};
use crate::registry::membership::Membership;
use crate::{Day, Entity, Moment, Violation};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use uuid::Uuid;

/// The conflict rule: which ties count.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConflictRule {
    /// The largest number of ties that still makes a conflict. The ties of both ends are read, so the maximum
    /// is two.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
    #[serde(alias = "max_hops")]
    #[serde(alias = "most_ties")]
    pub max_hops: u16,
    /// How many days a tie counts after its end.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 3_650))]
    pub cooling_days: u16,
    /// Kinds of linkages that do not count. Memberships always count.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub exempt: Vec<LinkageKind>,
}

impl Default for ConflictRule {
    /// The first version. No order publishes such a rule for the programme: this is its own.
    fn default() -> Self {
        Self { max_hops: 2, cooling_days: 365, exempt: Vec::new() }
    }
}

impl Numbered<ConflictRule> {
    /// What the version is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("conflicts-{}", self.version)
    }
}

/// Two actors that have to do with each other: a linkage, or a membership. What is proven twice, by the word of both
/// ends and by that of K-DISC, is two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tie {
    /// The linkage or membership.
    pub id: Uuid,
    /// Whom it ties.
    pub ends: [End; 2],
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Option<Day>,
    /// The kind of the linkage; a membership has none.
    pub kind: Option<LinkageKind>,
    /// The day on which it was proven, or claimed: before, nobody knew of it, whenever it is said to have begun.
    pub known_on: Day,
    /// The moment of that; what was noted before this was kept has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Moment>,
    /// What it rests on; what was noted before this was kept counted.
    #[serde(default = "confirmed")]
    pub ground: TieGround,
    /// Who confirmed for each end.
    #[serde(default)]
    pub confirmed_by: [Option<AccountId>; 2],
    /// When the word was withdrawn that it rested on: from then on nobody knows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Moment>,
}

const fn confirmed() -> TieGround {
    TieGround::Confirmed
}

/// A chain of ties, from the person to the applicant.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Path {
    /// Its nodes, both ends included.
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

/// Why a person must not judge a proposal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// Whether it is derived from ties or was declared.
    pub ground: Ground,
    /// The shortest chain of ties, if it is derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// The declaration.
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

/// A chain of ties of which some are only claimed: it bars nobody, and is told so that somebody looks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// The shortest chain.
    pub path: Path,
    /// Those of its linkages and memberships that are claimed: neither have both ends confirmed them, whoever speaks
    /// for the applicant apart, nor does K-DISC attest them.
    #[cfg_attr(feature = "openapi", schema(schema_with = ties))]
    pub claimed: Vec<Uuid>,
}

/// What somebody belongs to who speaks for it.
#[must_use]
pub fn belongs_to(scope: &Scope) -> Option<End> {
    let end = |kind, id| Some(End { kind, id });
    match scope {
        Scope::Cluster(id) => end(EndKind::Cluster, id.0),
        Scope::Institution(id) => end(EndKind::Institution, id.0),
        Scope::Enterprise(id) => end(EndKind::Enterprise, id.0),
        Scope::State | Scope::District(_) => None,
    }
}

impl Tie {
    /// Whether it had been stated by a moment.
    #[must_use]
    pub fn is_known_by(&self, moment: Moment) -> bool {
        if self.withdrawn_at.is_some_and(|at| at <= moment) {
            return false;
        }
        let Some(at) = self.known_at else {
            return self.known_on <= moment.day();
        };
        at <= moment
    }

    /// The end of it that is none of some actors, if one alone is.
    #[must_use]
    pub fn beyond(&self, actors: &[End]) -> Option<End> {
        let mut others = self.ends.iter().filter(|end| !actors.contains(end));
        let found = others.next().copied();
        found.filter(|_| others.next().is_none())
    }

    /// What is left of a tie that was taken away, shortened or led elsewhere on a day: it did tie until then,
    /// whatever is stated now, and cools like one that ended.
    #[must_use]
    pub fn former(&self, after: Option<&Self>, on: Day) -> Option<Self> {
        let until = |tie: &Self| tie.ends_on.map_or(on, |end| end.min(on));
        let ended = until(self);
        let stands = after.is_some_and(|after| {
            let [a, b] = after.ends;
            (self.ends == [a, b] || self.ends == [b, a])
                && after.starts_on <= ended
                && until(after) >= ended
        });
        (self.starts_on <= on && !stands).then_some(Self { ends_on: Some(ended), ..*self })
    }

    /// A linkage as the claim that it is, and by everything that proves it.
    #[must_use]
    pub fn of_linkage(linkage: &Linkage) -> Vec<Self> {
        let facts = linkage.facts();
        let what = (facts.starts_on, facts.ends_on, Some(facts.kind));
        let (id, made_at) = (linkage.meta().id.0, linkage.meta().created_at);
        Self::by(id, linkage.ends(), what, (linkage.bond(), made_at))
    }

    /// The same of a membership.
    #[must_use]
    pub fn of_membership(membership: &Membership) -> Vec<Self> {
        let facts = membership.facts();
        let what = (facts.starts_on, facts.ends_on, None);
        let (id, made_at) = (membership.meta().id.0, membership.meta().created_at);
        Self::by(id, membership.ends(), what, (membership.bond(), made_at))
    }

    fn by(
        id: Uuid,
        ends: [End; 2],
        (starts_on, ends_on, kind): (Day, Option<Day>, Option<LinkageKind>),
        (bond, made_at): (&Bond, Moment),
    ) -> Vec<Self> {
        // It has been a claim since it was made, whatever proved it afterwards.
        let mut grounds = vec![(TieGround::Claimed, made_at)];
        grounds.extend(bond.proofs());
        let tie = |(ground, since): (TieGround, Moment)| Self {
            id,
            ends,
            starts_on,
            ends_on,
            kind,
            known_on: since.day(),
            known_at: Some(since),
            ground,
            confirmed_by: bond.confirmed_by(),
            withdrawn_at: None,
        };
        grounds.into_iter().map(tie).collect()
    }

    /// Whether both tie the same two, as the same, from and to the same days.
    fn is_alike(&self, other: &Self) -> bool {
        let what = |tie: &Self| (tie.ends, tie.kind, tie.starts_on, tie.ends_on);
        what(self) == what(other)
    }

    /// Whether it rests on nothing but somebody's word.
    #[must_use]
    pub fn is_claim(&self) -> bool {
        self.ground == TieGround::Claimed
    }
}

/// What is left of ties that have become others, or none, at a moment. A claim leaves nothing. What was proven did tie
/// until then and cools, but where K-DISC takes its word back: then it counts no longer, and for what was decided
/// before it does.
#[must_use]
pub fn left_behind(before: &[Tie], after: &[Tie], now: Moment) -> Vec<Tie> {
    let left = |tie: &Tie| {
        let same = after.iter().find(|other| other.ground == tie.ground);
        let is_unsaid = tie.ground == TieGround::Attested
            && same.is_none()
            && after.iter().any(|other| other.is_alike(tie));
        if is_unsaid {
            let withdrawn_at = Some(now);
            return Some(Tie { withdrawn_at, ..*tie });
        }
        tie.former(same, now.day())
    };
    let proven = before.iter().filter(|tie| !tie.is_claim());
    proven.filter_map(left).collect()
}

type Node = (EndKind, Uuid);

impl ConflictRule {
    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let twice = |(at, kind)| {
            let is_repeated = self.exempt.iter().take(at).any(|other| other == kind);
            is_repeated
                .then(|| Violation::new(Code::Repeated).at(&format!("/conflicts/exempt/{at}")))
        };
        self.exempt.iter().enumerate().filter_map(twice).collect()
    }

    /// Whether what began and ended so still counts on a day.
    #[must_use]
    pub fn lasts(&self, (from, until): (Day, Option<Day>), day: Day) -> bool {
        let after = chrono::Duration::days(self.cooling_days.into());
        let cooled = |end: Day| Day(end.0 + after) < day;
        from <= day && !until.is_some_and(cooled)
    }

    /// Whether a tie still counts on a day.
    #[must_use]
    pub fn counts(&self, tie: &Tie, day: Day) -> bool {
        let is_exempt = tie.kind.is_some_and(|kind| self.exempt.contains(&kind));
        let is_known = tie.known_on <= day;
        self.lasts((tie.starts_on, tie.ends_on), day) && is_known && !is_exempt
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
            if ties == usize::from(self.max_hops) {
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
    let mut path = Path { through: vec![end(goal)], ties: Vec::new() };
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
mod tests;
