use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn end(number: u128) -> End {
    let kind = if number < 50 { EndKind::Institution } else { EndKind::Cluster };
    End { kind, id: Uuid::from_u128(number) }
}

fn tie(id: u128, a: u128, b: u128) -> Tie {
    Tie {
        id: Uuid::from_u128(id),
        ends: [end(a), end(b)],
        starts_on: day("2026-01-01"),
        ends_on: None,
        kind: None,
        known_on: day("2026-01-01"),
        known_at: None,
        ground: TieGround::Confirmed,
        confirmed_by: [None; 2],
        withdrawn_at: None,
    }
}

#[test]
fn what_tied_until_a_day_cools_from_then_on_however_it_is_stated_afterwards() {
    let (before, on) = (tie(1, 1, 100), day("2026-11-21"));
    let ending = |end: &str| Tie { ends_on: Some(day(end)), ..before };
    assert_eq!(before.former(Some(&before), on), None);
    assert_eq!(before.former(Some(&ending("2026-11-21")), on), None, "it ends today");
    let left = Some(ending("2026-11-21"));
    assert_eq!(before.former(Some(&ending("2025-06-01")), on), left, "dated back");
    assert_eq!(before.former(None, on), left, "removed");
    assert_eq!(before.former(Some(&tie(1, 2, 100)), on), left, "led elsewhere");
    let over = ending("2026-10-01");
    assert_eq!(over.former(None, on), Some(over), "it cools on");
    assert_eq!(before.former(None, day("2025-12-31")), None, "it never began");
    let rule = ConflictRule::default();
    assert!(rule.counts(&ending("2026-11-21"), day("2027-11-21")));
    assert!(!rule.counts(&ending("2026-11-21"), day("2027-11-22")));
    let late = Tie { known_on: on, ..before };
    assert!(rule.counts(&late, on) && !rule.counts(&late, day("2026-11-20")));
}

#[test]
fn a_claim_leaves_nothing_and_a_word_that_is_withdrawn_is_known_until_then() {
    let noon = day("2026-11-21").begins().plus_seconds(43_200);
    let by = |ground| Tie { ground, known_at: Some(noon.plus_seconds(-60)), ..tie(1, 1, 100) };
    let [claim, confirmed, attested] =
        [TieGround::Claimed, TieGround::Confirmed, TieGround::Attested].map(by);
    assert_eq!(left_behind(&[claim], &[], noon), []);
    let cools = |tie: Tie| Tie { ends_on: Some(day("2026-11-21")), ..tie };
    let both = [confirmed, attested];
    assert_eq!(left_behind(&both, &[], noon), both.map(cools));
    assert_eq!(left_behind(&[confirmed], &[claim], noon), [cools(confirmed)]);
    assert_eq!(left_behind(&both, &both, noon), []);
    let unsaid = Tie { withdrawn_at: Some(noon), ..attested };
    assert_eq!(left_behind(&[attested], &[claim], noon), [unsaid]);
    assert_eq!(left_behind(&both, &[confirmed], noon), [unsaid]);
    let known: Vec<bool> =
        [-61, -60, -1, 0].iter().map(|s| unsaid.is_known_by(noon.plus_seconds(*s))).collect();
    assert_eq!(known, [false, true, true, false]);
    // What is stated otherwise is another tie: the old one cools.
    let other = Tie { kind: Some(LinkageKind::Mou), ..claim };
    assert_eq!(left_behind(&[attested], &[other], noon), [cools(attested)]);
}

fn path(own: &[u128], to: u128, ties: &[Tie]) -> Option<Vec<u128>> {
    let own: Vec<End> = own.iter().map(|n| end(*n)).collect();
    let found = ConflictRule::default().path(&own, &[end(to)], ties, day("2026-06-01"))?;
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
    let ties = [tie(1, 1, 2), tie(2, 60, 2), tie(3, 1, 3), tie(4, 3, 4), tie(5, 4, 60)];
    assert_eq!(path(&[1], 60, &ties), Some(vec![1, 2, 60]));
    assert_eq!(path(&[9, 4], 60, &ties), Some(vec![4, 60]));
    let [a, b] = [tie(1, 1, 2), tie(2, 2, 60)];
    let [c, d] = [tie(3, 1, 3), tie(4, 3, 60)];
    assert_eq!(path(&[1], 60, &[c, d, a, b]), Some(vec![1, 2, 60]), "always the same of two");
}

#[test]
fn three_ties_are_far_enough_and_two_are_not() {
    let ties = [tie(1, 1, 2), tie(2, 2, 3), tie(3, 3, 60)];
    assert_eq!(path(&[1], 60, &ties), None);
    assert_eq!(path(&[2], 60, &ties), Some(vec![2, 3, 60]));
}

#[test]
fn a_tie_counts_for_a_year_after_its_end_and_not_before_its_beginning() {
    let rule = ConflictRule::default();
    let ended = Tie { ends_on: Some(day("2026-03-01")), ..tie(1, 1, 60) };
    for (on, counts) in
        [("2025-12-31", false), ("2026-01-01", true), ("2027-03-01", true), ("2027-03-02", false)]
    {
        assert_eq!(rule.counts(&ended, day(on)), counts, "{on}");
    }
}

#[test]
fn a_kind_that_the_rule_exempts_ties_nobody_and_no_kind_is_exempted_twice() {
    let bought = Tie { kind: Some(LinkageKind::BuyerSupplier), ..tie(1, 1, 60) };
    let mut rule =
        ConflictRule { exempt: vec![LinkageKind::BuyerSupplier], ..ConflictRule::default() };
    let on = day("2026-06-01");
    assert!(ConflictRule::default().counts(&bought, on) && !rule.counts(&bought, on));
    assert!(rule.counts(&tie(1, 1, 60), on), "a membership always counts");
    assert_eq!(rule.check(), []);
    rule.exempt.push(LinkageKind::BuyerSupplier);
    assert_eq!(rule.check()[0].pointer, "/conflicts/exempt/1");
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
