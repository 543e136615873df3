use super::*;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn facts(from: &str, to: Option<&str>) -> MembershipFacts {
    MembershipFacts {
        cluster_id: ClusterId(Uuid::from_u128(1)),
        member: Member { kind: MemberKind::Enterprise, id: Uuid::from_u128(2) },
        role: MembershipRole::Member,
        starts_on: day(from),
        ends_on: to.map(day),
        evidence: Vec::new(),
    }
}

#[test]
fn the_first_and_the_last_day_count() {
    let term = facts("2026-01-01", Some("2026-03-31"));
    for (on, status) in [
        ("2025-12-31", MembershipStatus::Upcoming),
        ("2026-01-01", MembershipStatus::Current),
        ("2026-03-31", MembershipStatus::Current),
        ("2026-04-01", MembershipStatus::Ended),
    ] {
        assert_eq!(term.status(day(on)), status, "{on}");
    }
    assert_eq!(facts("2026-01-01", None).status(day("2999-12-31")), MembershipStatus::Current);
}

#[test]
fn equal_memberships_overlap_where_they_share_a_day() {
    let spring = facts("2026-01-01", Some("2026-03-31"));
    for (from, to, overlaps) in [
        ("2026-03-31", None, true),
        ("2026-04-01", None, false),
        ("2025-01-01", Some("2026-01-01"), true),
        ("2025-01-01", Some("2025-12-31"), false),
        ("2025-01-01", None, true),
    ] {
        let other = facts(from, to);
        assert_eq!(spring.overlaps(&other), overlaps, "{from}");
        assert_eq!(other.overlaps(&spring), overlaps, "{from}");
    }
    let supplier = MembershipFacts { role: MembershipRole::Supplier, ..facts("2026-01-01", None) };
    assert!(!spring.overlaps(&supplier), "another role is another membership");
}
