//! What keeps the gate closed, named exactly.

use super::*;
use crate::formation::statement::WithdrawalFacts;
use crate::kernel::text::{Line, Text};
use crate::policy::actor::{Actor, Grant, Role, Scope};
use crate::policy::{self, Action};
use uuid::Uuid;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn at(text: &str) -> Moment {
    Moment::new(format!("{text}T06:30:00Z").parse().unwrap())
}

fn on(text: &str) -> AsOf {
    AsOf { holds_on: day(text), known_on: day(text) }
}

fn place() -> PlaceCode {
    "75".parse().unwrap()
}

fn permit(action: Action) -> Permit {
    let everywhere = |role| Grant { role, scope: Scope::State };
    let actor = Actor::unnamed(vec![everywhere(Role::KdiscOfficer)]);
    policy::authorize(&actor, action, &Anchors::default()).unwrap()
}

fn facts(side: InterestSide, from: &str, until: &str) -> InterestFacts {
    let is_academic = side == InterestSide::Academic;
    InterestFacts {
        cluster_id: ClusterId(Uuid::from_u128(1)),
        constituency: place(),
        side,
        institution_id: is_academic.then(|| InstitutionId(Uuid::from_u128(2))),
        valid_from: day(from),
        valid_until: day(until),
        evidence: vec![Evidence {
            title: Line::new("Laboratory accredited for rice bran").unwrap(),
            dated_on: None,
            reference: None,
        }],
    }
}

fn interest(number: u128, stated: &str, facts: InterestFacts) -> Interest {
    let permit = permit(Action::CreateInterest);
    let id = InterestId(Uuid::from_u128(number));
    let district = "555".parse().unwrap();
    let made = Statement::make(&permit, id, facts, district, at(stated)).unwrap();
    made.into_parts().0
}

fn withdrawn(interest: Interest, on: &str) -> Interest {
    let reason = Text::new("The laboratory is being rebuilt.").unwrap();
    let permit = permit(Action::WithdrawInterest);
    let taken_back = interest.withdraw(&permit, WithdrawalFacts { reason }, at(on));
    taken_back.unwrap().into_parts().0
}

fn codes(all: &[Interest], when: AsOf) -> Vec<(InterestSide, FindingCode, Option<String>)> {
    findings(all, &place(), when)
        .into_iter()
        .map(|f| (f.side.unwrap(), f.code, f.on.map(|day| day.to_string())))
        .collect()
}

use FindingCode::{Expired, Missing, NotYetValid, Withdrawn};
use InterestSide::{Academic, Cluster};

#[test]
fn without_any_interest_both_are_missing() {
    assert_eq!(codes(&[], on("2026-03-01")), [(Academic, Missing, None), (Cluster, Missing, None)]);
}

#[test]
fn the_gate_opens_only_while_both_are_valid() {
    let all = [
        interest(1, "2026-01-01", facts(Academic, "2026-01-01", "2026-06-30")),
        interest(2, "2026-01-01", facts(Cluster, "2026-02-01", "2026-12-31")),
    ];
    assert_eq!(
        codes(&all, on("2026-01-31")),
        [(Cluster, NotYetValid, Some("2026-02-01".to_owned()))]
    );
    assert_eq!(codes(&all, on("2026-02-01")), []);
    assert_eq!(codes(&all, on("2026-06-30")), []);
    assert_eq!(codes(&all, on("2026-07-01")), [(Academic, Expired, Some("2026-06-30".to_owned()))]);
}

#[test]
fn an_interest_in_another_constituency_does_not_count() {
    let mut elsewhere = facts(Academic, "2026-01-01", "2026-12-31");
    elsewhere.constituency = "76".parse().unwrap();
    let all = [interest(1, "2026-01-01", elsewhere)];
    assert_eq!(codes(&all, on("2026-03-01"))[0], (Academic, Missing, None));
}

#[test]
fn a_withdrawn_interest_counted_until_its_withdrawal() {
    let academic = interest(1, "2026-01-01", facts(Academic, "2026-01-01", "2026-12-31"));
    let all = [
        withdrawn(academic, "2026-04-01"),
        interest(2, "2026-01-01", facts(Cluster, "2026-01-01", "2026-12-31")),
    ];
    assert_eq!(codes(&all, on("2026-03-31")), []);
    assert_eq!(
        codes(&all, on("2026-04-01")),
        [(Academic, Withdrawn, Some("2026-04-01".to_owned()))]
    );
}

#[test]
fn what_was_stated_later_was_not_known_before() {
    let all = [
        interest(1, "2026-03-15", facts(Academic, "2026-01-01", "2026-12-31")),
        interest(2, "2026-01-01", facts(Cluster, "2026-01-01", "2026-12-31")),
    ];
    assert_eq!(codes(&all, on("2026-03-01")), [(Academic, Missing, None)]);
    let looking_back = AsOf { holds_on: day("2026-03-01"), known_on: day("2026-03-15") };
    assert_eq!(codes(&all, looking_back), []);
}

#[test]
fn of_several_that_have_ended_the_last_one_is_named() {
    let all = [
        interest(1, "2025-01-01", facts(Academic, "2025-01-01", "2025-06-30")),
        interest(2, "2025-01-01", facts(Academic, "2025-01-01", "2025-12-31")),
    ];
    assert_eq!(
        codes(&all, on("2026-03-01"))[0],
        (Academic, Expired, Some("2025-12-31".to_owned()))
    );
}

#[test]
fn an_academic_interest_needs_a_centre_and_evidence_and_a_clusters_has_none() {
    let today = day("2026-01-01");
    let mut academic = facts(Academic, "2026-01-02", "2026-01-01");
    (academic.institution_id, academic.evidence) = (None, Vec::new());
    let found: Vec<_> = academic.check(today).into_iter().map(|f| f.code.text()).collect();
    assert_eq!(found, ["ends_before_start", "required", "aptitude_without_evidence"]);
    let mut own = facts(Cluster, "2026-01-01", "2026-01-01");
    assert_eq!(own.check(today), []);
    own.institution_id = Some(InstitutionId(Uuid::from_u128(9)));
    assert_eq!(own.check(today)[0].code.text(), "not_of_this_side");
}
