//! What a cluster names, where an enterprise turns out to be another one: it is led to that, and back
//! when the merge is undone (rule R2.6).
//!
//! Where it stood is kept by what it says (the product, the step, the tag) and not by its number: entries that
//! come or go between merge and undo do not put anybody into another's place.

use super::chain::ChainStep;
use super::{Cluster, ClusterFacts};
use crate::kernel::entity::Refusal;
use crate::kernel::fold;
use crate::kernel::id::ClusterId;
use crate::policy::Permit;
use crate::registry::membership::Member;
use crate::{Entity, EventType, Moment, Recorded};

words! {
    /// The kinds of entry of a cluster that name members.
    EntryKind("entry_kind") {
        /// A step of a product chain.
        Step = "step" ("Step of a product chain", "ഉൽപ്പന്ന ശൃംഖലയിലെ ഘട്ടം"),
        /// A shared input.
        Input = "input" ("Shared input", "പങ്കിടുന്ന അസംസ്കൃത വസ്തു"),
        /// A shared machine.
        Machine = "machine" ("Shared machine", "പങ്കിടുന്ന യന്ത്രം"),
        /// A shared skill.
        Skill = "skill" ("Shared skill", "പങ്കിടുന്ന വൈദഗ്ധ്യം"),
    }
}

impl EntryKind {
    /// As many as one list of such an entry may name; the schemas of `ChainStep` and `Shared` say so too.
    const fn most(self) -> usize {
        match self {
            Self::Step => 50,
            Self::Input | Self::Machine | Self::Skill => 100,
        }
    }
}

/// An entry, by what it says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// Its kind.
    pub kind: EntryKind,
    /// The product and the step, or the tag: folded.
    pub says: Vec<String>,
    /// Which of those that say the same, from 0.
    pub number: usize,
}

/// A place in an entry: which of its lists (the doers of a step before their alternatives), and where in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The list.
    pub list: usize,
    /// The place in it.
    pub at: usize,
}

/// Where the one that went was named, and the one that stays beside it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Naming {
    /// The entry.
    pub entry: Entry,
    /// Where the one that went stood.
    pub was: Place,
    /// Where the one that stays stood in the same entry, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Place>,
}

/// A cluster in which a merge led namings on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MovedNamings {
    /// The cluster.
    pub cluster: ClusterId,
    /// Where.
    pub namings: Vec<Naming>,
}

/// The lists of an entry.
type Lists<'a> = Vec<&'a mut Vec<Member>>;

fn find(lists: &Lists<'_>, who: Member) -> Option<Place> {
    lists.iter().enumerate().find_map(|(list, members)| {
        let at = members.iter().position(|member| *member == who)?;
        Some(Place { list, at })
    })
}

fn put(lists: &mut Lists<'_>, place: Place, who: Member) {
    if let Some(member) = lists.get_mut(place.list).and_then(|l| l.get_mut(place.at)) {
        *member = who;
    }
}

fn insert(lists: &mut Lists<'_>, place: Place, who: Member) {
    if let Some(members) = lists.get_mut(place.list) {
        members.insert(place.at.min(members.len()), who);
    }
}

fn remove(lists: &mut Lists<'_>, place: Place) {
    if let Some(members) = lists.get_mut(place.list) {
        members.remove(place.at);
    }
}

impl Naming {
    /// In which list the one that stays is named after the merge: whoever does a step is no alternative for it.
    fn stands_in(&self) -> usize {
        let own = self.was.list;
        self.other.map_or(own, |other| other.list.min(own))
    }

    /// Leads on, so that nobody is named twice.
    fn lead(&self, lists: &mut Lists<'_>, into: Member) {
        match self.other {
            None => put(lists, self.was, into),
            Some(other) if other.list <= self.was.list => remove(lists, self.was),
            Some(other) => {
                put(lists, self.was, into);
                remove(lists, other);
            }
        }
    }

    /// Leads back, where the one that stays is still named in the list in which the merge left it and there is
    /// room; says whether that was so.
    fn lead_back(&self, lists: &mut Lists<'_>, (merged, into): (Member, Member)) -> bool {
        let list = self.stands_in();
        let members = lists.get(list);
        let Some(at) = members.and_then(|all| all.iter().position(|m| *m == into)) else {
            return false;
        };
        let most = self.entry.kind.most();
        let has_room = |list: usize| lists.get(list).is_some_and(|all| all.len() < most);
        match self.other {
            None => put(lists, Place { list, at }, merged),
            Some(other) if other.list <= self.was.list => {
                if !has_room(self.was.list) {
                    return false;
                }
                insert(lists, self.was, merged);
            }
            Some(other) => {
                if !has_room(other.list) {
                    return false;
                }
                put(lists, Place { list, at }, merged);
                insert(lists, other, into);
            }
        }
        true
    }
}

impl ClusterFacts {
    /// Every entry that names members, with its lists.
    fn entries(&mut self) -> Vec<(Entry, Lists<'_>)> {
        let mut all: Vec<(Entry, Lists<'_>)> = Vec::new();
        let mut add = |kind, says: Vec<String>, lists| {
            let same = |(entry, _): &&(Entry, _)| entry.kind == kind && entry.says == says;
            let number = all.iter().filter(same).count();
            all.push((Entry { kind, says, number }, lists));
        };
        for chain in &mut self.chains {
            let product = fold::words(&chain.product.text()).join(" ");
            for ChainStep { name, members, alternatives, .. } in &mut chain.steps {
                let says = vec![product.clone(), fold::words(name.as_str()).join(" ")];
                add(EntryKind::Step, says, vec![members, alternatives]);
            }
        }
        for (kind, list) in [
            (EntryKind::Input, &mut self.shared_inputs),
            (EntryKind::Machine, &mut self.machines),
            (EntryKind::Skill, &mut self.skills),
        ] {
            for shared in list {
                let says = vec![fold::words(shared.tag.as_str()).join(" ")];
                add(kind, says, vec![&mut shared.members]);
            }
        }
        all
    }

    /// The same, with one member in the place of another; and where that was named.
    #[must_use]
    pub fn led(&self, merged: Member, into: Member) -> (Self, Vec<Naming>) {
        let (mut facts, mut namings) = (self.clone(), Vec::new());
        for (entry, mut lists) in facts.entries() {
            let other = find(&lists, into);
            if let Some(was) = find(&lists, merged) {
                let naming = Naming { entry, was, other };
                naming.lead(&mut lists, into);
                namings.push(naming);
            }
        }
        (facts, namings)
    }

    /// The same, as it was before it was led on; and whether that was possible everywhere.
    #[must_use]
    pub fn led_back(&self, (merged, into): (Member, Member), namings: &[Naming]) -> (Self, bool) {
        let (mut facts, mut back) = (self.clone(), 0);
        for (entry, mut lists) in facts.entries() {
            let of_it = namings.iter().filter(|naming| naming.entry == entry);
            for naming in of_it {
                back += usize::from(naming.lead_back(&mut lists, (merged, into)));
            }
        }
        (facts, back == namings.len())
    }
}

impl Cluster {
    /// Leads what it names to another enterprise, which the one that it named has turned out to be. As with
    /// whatever else is led on, the permit is that of the merge: wherever the cluster stands, it must not name
    /// what is gone.
    pub fn repoint(
        self,
        permit: &Permit,
        facts: ClusterFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        Self::restore(*self.meta(), facts).noted(permit, EventType::ClusterRepointed, now)
    }
}

#[cfg(test)]
mod tests;
