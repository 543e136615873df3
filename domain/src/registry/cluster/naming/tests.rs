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
    Member { kind: MemberKind::Enterprise, id: Uuid::from_u128(number) }
}

fn units(numbers: &[u128]) -> Vec<Member> {
    numbers.iter().copied().map(unit).collect()
}

fn name(text: &str) -> Name {
    Name { en: Line::new(text).unwrap(), ml: None }
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
    let all =
        vec![step("Soaking", &[1], &[]), step("Hulling", &[1], &[]), step("Packing", &[1], &[4])];
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
    let shared = |members: Vec<Member>| Shared { tag: Text::new("sorter").unwrap(), members };
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
