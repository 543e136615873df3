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
            for ChainStep {
                name,
                members,
                alternatives,
                ..
            } in &mut chain.steps
            {
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
mod tests {
    use super::*;
    use crate::kernel::name::Name;
    use crate::kernel::text::{Line, Text};
    use crate::registry::cluster::ClusterKind;
    use crate::registry::cluster::assets::Shared;
    use crate::registry::cluster::chain::ProductChain;
    use crate::registry::membership::MemberKind;
    use proptest::prelude::*;
    use uuid::Uuid;

    const ONE: u128 = 1;
    const TWO: u128 = 2;

    fn unit(number: u128) -> Member {
        Member {
            kind: MemberKind::Enterprise,
            id: Uuid::from_u128(number),
        }
    }

    fn units(numbers: &[u128]) -> Vec<Member> {
        numbers.iter().copied().map(unit).collect()
    }

    fn name(text: &str) -> Name {
        Name {
            en: Line::new(text).unwrap(),
            ml: None,
        }
    }

    fn step(name: &str, members: &[u128], alternatives: &[u128]) -> ChainStep {
        ChainStep {
            name: Text::new(name).unwrap(),
            activity: None,
            members: units(members),
            alternatives: units(alternatives),
        }
    }

    fn cluster(steps: Vec<ChainStep>, machines: Vec<Shared>) -> ClusterFacts {
        let product = name("Rice");
        ClusterFacts {
            name: name("A cluster"),
            kind: ClusterKind::Manufacturing,
            sector: Text::new("food").unwrap(),
            district: "555".parse().unwrap(),
            constituency: None,
            activities: Vec::new(),
            location: None,
            anchor_places: Vec::new(),
            vehicle: None,
            chains: vec![ProductChain { product, steps }],
            shared_inputs: Vec::new(),
            machines,
            skills: Vec::new(),
            brands: Vec::new(),
        }
    }

    fn lists(facts: &ClusterFacts, step: usize) -> [Vec<u128>; 2] {
        let numbers = |list: &[Member]| list.iter().map(|m| m.id.as_u128()).collect();
        let step = &facts.chains[0].steps[step];
        [numbers(&step.members), numbers(&step.alternatives)]
    }

    #[test]
    fn two_in_one_entry_become_one_and_whoever_does_a_step_is_no_alternative_for_it() {
        let steps = [
            ([3, 1].as_slice(), [].as_slice(), [vec![3, 2], vec![]]),
            (&[1, 3, 2], &[], [vec![3, 2], vec![]]),
            (&[1], &[3, 2], [vec![2], vec![3]]),
            (&[2], &[1, 3], [vec![2], vec![3]]),
            (&[3], &[1, 2], [vec![3], vec![2]]),
            (&[2], &[3], [vec![2], vec![3]]),
        ];
        let all = steps.iter().map(|(m, a, _)| step("Drying", m, a)).collect();
        let before = cluster(all, Vec::new());
        let (after, namings) = before.led(unit(ONE), unit(TWO));
        assert_eq!(namings.len(), 5, "the last one does not name it");
        for (at, (_, _, wanted)) in steps.iter().enumerate() {
            assert_eq!(lists(&after, at), *wanted, "step {at}");
        }
        let back = after.led_back((unit(ONE), unit(TWO)), &namings);
        assert_eq!(back, (before, true));
    }

    #[test]
    fn what_says_something_else_since_or_names_it_no_more_stays_as_it_is() {
        let all = vec![
            step("Soaking", &[1], &[]),
            step("Hulling", &[1], &[]),
            step("Packing", &[1], &[4]),
        ];
        let (mut facts, namings) = cluster(all, Vec::new()).led(unit(ONE), unit(TWO));
        let steps = &mut facts.chains[0].steps;
        steps[0].name = Text::new("Steeping").unwrap();
        steps[1].members = units(&[3]);
        steps[2].members = units(&[3, 2]);
        steps.insert(0, step("Sorting", &[2], &[]));
        let (back, is_whole) = facts.led_back((unit(ONE), unit(TWO)), &namings);
        assert!(!is_whole);
        let names: Vec<_> = (0..4).map(|at| lists(&back, at)[0].clone()).collect();
        assert_eq!(names, [vec![2], vec![2], vec![3], vec![3, 1]]);
    }

    #[test]
    fn nobody_is_put_back_where_there_is_no_room() {
        let shared = |members: Vec<Member>| Shared {
            tag: Text::new("sorter").unwrap(),
            members,
        };
        let (mut facts, namings) =
            cluster(Vec::new(), vec![shared(units(&[1, 2]))]).led(unit(ONE), unit(TWO));
        facts.machines[0].members.extend((10..109).map(unit));
        assert_eq!(facts.machines[0].members.len(), 100);
        let (back, is_whole) = facts.led_back((unit(ONE), unit(TWO)), &namings);
        assert!(!is_whole && back == facts);
        facts.machines[0].members.pop();
        let (back, is_whole) = facts.led_back((unit(ONE), unit(TWO)), &namings);
        assert!(is_whole && back.machines[0].members[..2] == units(&[1, 2]));
    }

    proptest! {
        #[test]
        fn what_was_led_on_names_nobody_twice_and_comes_back_as_it_was(
            entries in prop::collection::vec((prop::collection::vec(0_u32..2, 6), Just((1..=6_u128).collect::<Vec<_>>()).prop_shuffle(), 0_usize..7), 0..6),
        ) {
            let steps = entries.iter().map(|(inside, order, cut)| {
                let chosen: Vec<u128> = order.iter().zip(inside).filter(|(_, is)| **is == 1).map(|(n, _)| *n).collect();
                let (members, alternatives) = chosen.split_at((*cut).min(chosen.len()));
                step("Drying", members, alternatives)
            });
            let before = cluster(steps.collect(), Vec::new());
            let (after, namings) = before.led(unit(ONE), unit(TWO));
            prop_assert!(after.repeated_assets().is_empty());
            prop_assert!(after.named_members().iter().all(|(_, member)| *member != unit(ONE)));
            prop_assert_eq!(after.led_back((unit(ONE), unit(TWO)), &namings), (before, true));
        }
    }
}
