//! What is recorded of a meeting: who came, who stood aside, what was moved, and how they voted.

use super::agenda::MeetingFacts;
use crate::Code;
use crate::kernel::id::{AccountId, SeatId};
use crate::kernel::text::Paragraphs;
use crate::programme::seat::{Capacity, Designation, Seat};
use crate::registry::linkage::End;
use crate::{Day, Entity, Violation};
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// How a seat votes.
    Vote("vote") {
        /// For the motion.
        InFavour = "in_favour" ("In favour", "അനുകൂലം"),
        /// Against it.
        Against = "against" ("Against", "എതിര്"),
        /// Neither.
        Abstain = "abstain" ("Abstain", "നിഷ്പക്ഷം"),
    }
}

words! {
    /// The ground on which a seat stands aside.
    Ground("ground") {
        /// Declared by the person.
        Declared = "declared" ("Declared", "സ്വയം അറിയിച്ചത്"),
        /// Derived from linkages and memberships.
        Derived = "derived" ("Derived from ties", "ബന്ധങ്ങളിൽ നിന്ന് കണ്ടെത്തിയത്"),
        /// Recorded in the minutes: the seat does not vote, and counts as entitled.
        Recorded = "recorded" ("Recorded in the minutes", "മിനിറ്റ്സിൽ രേഖപ്പെടുത്തിയത്"),
    }
}

/// The attendance of a seat.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The seat.
    pub seat_id: SeatId,
    /// The account of the holder or alternate.
    pub account_id: AccountId,
}

/// A seat that stands aside for an item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// The seat.
    pub seat_id: SeatId,
    /// The ground. The server sets `derived` and `declared`; what callers state becomes `recorded`.
    pub ground: Ground,
    /// The reason.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub reason: Option<Paragraphs>,
    /// The chain of ties of a derived conflict, from the person to the applicant.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub path: Vec<End>,
}

/// The vote of a seat.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The seat.
    pub seat_id: SeatId,
    /// How it votes.
    pub vote: Vote,
}

/// A motion.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// Its text.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub text: Paragraphs,
    /// The seat that moved it.
    pub moved_by: SeatId,
    /// The seat that seconded it.
    pub seconded_by: SeatId,
    /// The votes.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub ballots: Vec<Ballot>,
}

/// The record of one item of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemRecord {
    /// The discussion.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub discussion: Option<Paragraphs>,
    /// Who stood aside.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub recusals: Vec<Recusal>,
    /// The motion.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub motion: Option<Motion>,
}

/// The record of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Proceedings {
    /// The attendance.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub attendance: Vec<Attendance>,
    /// One record per item, in the order of the agenda.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub items: Vec<ItemRecord>,
}

/// A seat on the day of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roll {
    /// The seat.
    pub seat_id: SeatId,
    /// Its designation.
    pub designation: Designation,
    /// Its holder. A seat without one is vacant and does not count.
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub holder: Option<AccountId>,
    /// The alternate.
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub alternate: Option<AccountId>,
}

impl Roll {
    /// The same without those whose account has been closed, or who have lost the role of the seat.
    #[must_use]
    pub fn without(mut self, lapsed: &BTreeSet<AccountId>) -> Self {
        self.holder = self.holder.filter(|who| !lapsed.contains(who));
        self.alternate = self.alternate.filter(|who| !lapsed.contains(who));
        self
    }

    /// Of a seat, on a day.
    #[must_use]
    pub fn of(seat: &Seat, day: Day) -> Self {
        let (facts, sitting) = (seat.facts(), seat.facts().sitting(day));
        Self {
            seat_id: seat.meta().id,
            designation: facts.designation,
            holder: sitting.holder.map(|tenure| tenure.account_id),
            alternate: sitting.alternate.map(|tenure| tenure.account_id),
        }
    }

    /// In what capacity an account can sit here.
    #[must_use]
    pub fn capacity(&self, account: AccountId) -> Option<Capacity> {
        let holder = self.holder?;
        if holder == account {
            return Some(Capacity::Holder);
        }
        (self.alternate == Some(account)).then_some(Capacity::Alternate)
    }
}

/// The seats of a district on the day of a meeting.
type Rolls = [Roll];

/// The filled seats. Whoever holds two counts once: where they sit, else in the first.
#[must_use]
pub fn filled(rolls: &Rolls, attendance: &[Attendance]) -> BTreeSet<SeatId> {
    let mut seats: BTreeMap<AccountId, SeatId> = BTreeMap::new();
    for roll in rolls {
        if let Some(holder) = roll.holder {
            let sits =
                |here: &Attendance| (here.seat_id, here.account_id) == (roll.seat_id, holder);
            if attendance.iter().any(sits) {
                seats.insert(holder, roll.seat_id);
            } else {
                seats.entry(holder).or_insert(roll.seat_id);
            }
        }
    }
    seats.into_values().collect()
}

/// Whether one of some seats stands aside for an item.
#[must_use]
pub fn aside(item: &ItemRecord, seats: &BTreeSet<SeatId>) -> bool {
    item.recusals.iter().any(|r| seats.contains(&r.seat_id))
}

impl Proceedings {
    /// The same with the recusals that the server knows of, item by item: what callers sent of derived
    /// ones is replaced, what else they sent is their word, and a seat stands aside once.
    #[must_use]
    pub fn with_recusals(mut self, known: Vec<Vec<Recusal>>) -> Self {
        let mut known = known.into_iter();
        for item in &mut self.items {
            let known = known.next().unwrap_or_default();
            item.recusals.retain(|said| {
                said.ground != Ground::Derived && known.iter().all(|k| k.seat_id != said.seat_id)
            });
            for said in &mut item.recusals {
                said.ground = Ground::Recorded;
            }
            item.recusals.extend(known);
        }
        self
    }

    /// What is wrong with recusals that callers say, beyond those that the server knows of. Nobody puts
    /// somebody else aside who is not there: such a seat counts as entitled unless the person has
    /// declared a conflict. Of whoever is there, the minutes say why.
    #[must_use]
    pub fn unexcused(&self, known: &[Vec<Recusal>]) -> Vec<Violation> {
        let mut violations = Vec::new();
        let none = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            let known = known.get(at).unwrap_or(&none);
            for (place, said) in item.recusals.iter().enumerate() {
                if said.ground == Ground::Derived || known.iter().any(|k| k.seat_id == said.seat_id)
                {
                    continue;
                }
                let pointer = |field: &str| format!("/items/{at}/recusals/{place}/{field}");
                if !self.attendance.iter().any(|a| a.seat_id == said.seat_id) {
                    violations.push(Violation::new(Code::AbsentAside).at(&pointer("seat_id")));
                }
                if said.reason.is_none() {
                    violations.push(Violation::new(Code::Required).at(&pointer("reason")));
                }
            }
        }
        violations
    }

    /// Who stands aside now, counts, and is not recorded as standing aside: what was decided with them has
    /// to be recorded anew.
    #[must_use]
    pub(super) fn unrecorded(&self, known: &[Vec<Recusal>]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (at, (item, known)) in self.items.iter().zip(known).enumerate() {
            for one in known {
                if !item.recusals.iter().any(|r| r.seat_id == one.seat_id) {
                    let violation =
                        Violation::new(Code::ConflictSince).at(&format!("/items/{at}/recusals"));
                    violations.push(violation.with(one.seat_id.to_string()));
                }
            }
        }
        violations
    }

    /// The same without the deliberations of some items.
    #[must_use]
    pub fn without(mut self, withheld: &BTreeSet<usize>) -> Self {
        for (at, item) in self.items.iter_mut().enumerate() {
            if withheld.contains(&at) {
                item.discussion = None;
                item.motion = None;
            }
        }
        self
    }

    /// Everything that is wrong with what is recorded.
    #[must_use]
    pub fn check(&self, facts: &MeetingFacts, rolls: &Rolls) -> Vec<Violation> {
        let mut violations = self.check_attendance(rolls);
        if self.items.len() != facts.agenda.len() {
            let violation = Violation::new(Code::ItemsOfAgenda).at("/items");
            violations.push(violation.with(facts.agenda.len().to_string()));
        }
        let present: BTreeSet<SeatId> = self.attendance.iter().map(|a| a.seat_id).collect();
        for (at, item) in self.items.iter().enumerate() {
            violations.extend(item.check(at, rolls, &present));
        }
        violations
    }

    /// A seat is taken once, by its holder or alternate, and nobody sits in two.
    pub(super) fn check_attendance(&self, rolls: &Rolls) -> Vec<Violation> {
        let mut violations = Vec::new();
        let rolls: BTreeMap<SeatId, &Roll> = rolls.iter().map(|r| (r.seat_id, r)).collect();
        for (at, here) in self.attendance.iter().enumerate() {
            let pointer = |field: &str| format!("/attendance/{at}/{field}");
            match rolls.get(&here.seat_id) {
                None => violations.push(Violation::new(Code::NotASeatHere).at(&pointer("seat_id"))),
                Some(roll) if roll.capacity(here.account_id).is_none() => {
                    violations.push(Violation::new(Code::NotInThisSeat).at(&pointer("account_id")));
                }
                Some(_) => {}
            }
            for other in self.attendance.iter().take(at) {
                if other.seat_id == here.seat_id {
                    violations.push(Violation::new(Code::Repeated).at(&pointer("seat_id")));
                } else if other.account_id == here.account_id {
                    violations.push(Violation::new(Code::Repeated).at(&pointer("account_id")));
                }
            }
        }
        violations
    }
}

impl ItemRecord {
    fn check(&self, at: usize, rolls: &Rolls, present: &BTreeSet<SeatId>) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut aside = BTreeSet::new();
        for (place, recusal) in self.recusals.iter().enumerate() {
            let pointer = format!("/items/{at}/recusals/{place}/seat_id");
            if !rolls.iter().any(|roll| roll.seat_id == recusal.seat_id) {
                violations.push(Violation::new(Code::NotASeatHere).at(&pointer));
            } else if !aside.insert(recusal.seat_id) {
                violations.push(Violation::new(Code::Repeated).at(&pointer));
            }
        }
        let Some(motion) = &self.motion else {
            return violations;
        };
        let mut acts = |seat: SeatId, pointer: String| {
            if aside.contains(&seat) {
                violations.push(Violation::new(Code::StandsAside).at(&pointer));
            } else if !present.contains(&seat) {
                violations.push(Violation::new(Code::NotPresent).at(&pointer));
            }
        };
        acts(motion.moved_by, format!("/items/{at}/motion/moved_by"));
        acts(motion.seconded_by, format!("/items/{at}/motion/seconded_by"));
        for (place, ballot) in motion.ballots.iter().enumerate() {
            acts(ballot.seat_id, format!("/items/{at}/motion/ballots/{place}/seat_id"));
        }
        if motion.moved_by == motion.seconded_by {
            violations.push(
                Violation::new(Code::SecondsItself).at(&format!("/items/{at}/motion/seconded_by")),
            );
        }
        let mut voted = BTreeSet::new();
        for (place, ballot) in motion.ballots.iter().enumerate() {
            if !voted.insert(ballot.seat_id) {
                let pointer = format!("/items/{at}/motion/ballots/{place}/seat_id");
                violations.push(Violation::new(Code::Repeated).at(&pointer));
            }
        }
        violations
    }
}
