use super::*;
use crate::kernel::text::Line;
use crate::{Meta, Moment};
use uuid::Uuid;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn on(text: &str) -> AsOf {
    AsOf { holds_on: day(text), known_on: day(text) }
}

fn at(text: &str) -> Moment {
    Moment::new(format!("{text}T06:30:00Z").parse().unwrap())
}

fn piece(
    number: u128,
    kind: CooperationKind,
    happened: &str,
    withdrawn: Option<&str>,
) -> Cooperation {
    let facts = CooperationFacts {
        cluster_id: ClusterId(Uuid::from_u128(1)),
        kind,
        happened_on: day(happened),
        about: Prose::new("Minutes").unwrap(),
        participants: None,
        evidence: Evidence {
            title: Line::new("Minutes").unwrap(),
            dated_on: None,
            reference: None,
        },
    };
    let withdrawal = withdrawn.map(|text| crate::formation::statement::Withdrawal {
        at: at(text),
        reason: Prose::new("Wrong cluster").unwrap(),
    });
    let meta = Meta::first(CooperationId(Uuid::from_u128(number)), at(happened));
    let said = crate::formation::statement::Said {
        facts,
        district: "555".parse().unwrap(),
        by: None,
        withdrawal,
    };
    crate::kernel::entity::Document::restore(meta, said)
}

fn step(all: &[Cooperation], when: &str) -> Option<LadderStep> {
    standing(&LadderRules::first(), all, on(when)).step
}

fn climb() -> Vec<Cooperation> {
    use CooperationKind as K;
    vec![
        piece(1, K::AcquaintanceMeeting, "2026-01-05", None),
        piece(2, K::StudyVisit, "2026-02-05", None),
        piece(3, K::DialogueMeeting, "2026-03-01", None),
        piece(4, K::DialogueMeeting, "2026-04-01", None),
        piece(5, K::DialogueMeeting, "2026-05-01", None),
        piece(6, K::PlanEndorsed, "2026-05-20", None),
    ]
}

#[test]
fn a_step_is_reached_on_the_day_of_its_last_evidence_and_not_over_a_gap() {
    let all = climb();
    assert_eq!(step(&all, "2026-02-04"), None);
    assert_eq!(step(&all, "2026-02-05"), Some(LadderStep::Trust));
    assert_eq!(step(&all, "2026-04-30"), Some(LadderStep::Trust));
    assert_eq!(step(&all, "2026-05-01"), Some(LadderStep::Dialogue));
    let high = standing(&LadderRules::first(), &all, on("2026-06-01"));
    assert_eq!(high.step, Some(LadderStep::Dialogue));
    assert!(high.holds(LadderStep::AgreedJointStrategy), "it holds, but not in a row");
    let exchange = high.demands.iter().find(|m| m.demand.step == LadderStep::InformationExchange);
    assert_eq!(exchange.unwrap().missing, 2);
}

#[test]
fn old_evidence_no_longer_carries() {
    let all = climb();
    assert_eq!(step(&all, "2027-03-01"), Some(LadderStep::Dialogue));
    assert_eq!(step(&all, "2027-03-02"), Some(LadderStep::Trust));
    assert_eq!(step(&all, "2028-01-06"), None);
}

#[test]
fn withdrawn_evidence_counts_until_its_withdrawal() {
    let mut all = climb();
    all[4] = piece(5, CooperationKind::DialogueMeeting, "2026-05-01", Some("2026-07-01"));
    assert_eq!(step(&all, "2026-06-30"), Some(LadderStep::Dialogue));
    assert_eq!(step(&all, "2026-07-01"), Some(LadderStep::Trust));
    let as_known_before = AsOf { holds_on: day("2026-07-01"), known_on: day("2026-06-30") };
    let before = standing(&LadderRules::first(), &all, as_known_before);
    assert_eq!(before.step, Some(LadderStep::Dialogue));
}

#[test]
fn every_step_of_the_first_table_demands_something() {
    assert_eq!(LadderRules::first().check(), []);
    let mut less = LadderRules::first();
    less.demands.retain(|d| d.step != LadderStep::Dialogue);
    assert_eq!(less.check()[0].code.text(), "step_without_demand");
}
