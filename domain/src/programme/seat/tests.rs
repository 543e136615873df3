use super::*;
use crate::kernel::entity::Facts;
use uuid::Uuid;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn tenure(account: u128, capacity: Capacity, from: &str, to: Option<&str>) -> Tenure {
    Tenure {
        account_id: AccountId(Uuid::from_u128(account)),
        capacity,
        starts_on: day(from),
        ends_on: to.map(day),
        order: None,
        affiliations: Vec::new(),
    }
}

fn seat(tenures: Vec<Tenure>) -> SeatFacts {
    SeatFacts {
        district: "555".parse().unwrap(),
        designation: Designation::Academic,
        number: 2,
        tenures,
    }
}

#[test]
fn every_designation_has_a_row_and_a_role_of_its_own_name() {
    for designation in Designation::ALL {
        assert!(DESIGNATIONS.iter().filter(|(d, ..)| d == designation).count() == 1);
        assert_eq!(designation.role().text(), designation.text());
    }
    let several = Designation::ALL.iter().filter(|d| d.most() > 1).count();
    assert_eq!((Designation::ALL.len(), several), (9, 2));
    assert_eq!(Designation::ALL.iter().filter(|d| d.is_convenor()).count(), 1);
}

#[test]
fn a_term_ends_with_its_last_day_and_a_vacant_seat_has_no_alternate() {
    let seat = seat(vec![
        tenure(1, Capacity::Holder, "2026-01-01", Some("2026-06-30")),
        tenure(2, Capacity::Alternate, "2026-01-01", None),
        tenure(3, Capacity::Holder, "2026-08-01", None),
    ]);
    assert_eq!(seat.check(), []);
    let who = |account: u128, on: &str| {
        let account = AccountId(Uuid::from_u128(account));
        seat.tenure_of(account, day(on)).map(|t| t.capacity)
    };
    assert_eq!(who(1, "2026-06-30"), Some(Capacity::Holder));
    assert_eq!(who(1, "2026-07-01"), None);
    assert_eq!(who(2, "2026-06-30"), Some(Capacity::Alternate));
    assert_eq!(who(2, "2026-07-15"), None, "nobody to sit for");
    assert_eq!(who(2, "2026-08-01"), Some(Capacity::Alternate));
    assert_eq!(who(3, "2026-07-31"), None);
}

#[test]
fn two_do_not_sit_in_one_seat_and_nobody_is_their_own_alternate() {
    let bad = SeatFacts {
        designation: Designation::KdiscDpe,
        ..seat(vec![
            tenure(1, Capacity::Holder, "2026-01-01", None),
            tenure(2, Capacity::Holder, "2026-06-30", Some("2026-06-01")),
            tenure(1, Capacity::Alternate, "2026-02-01", None),
        ])
    };
    let codes: Vec<_> = bad.check().into_iter().map(|f| (f.code.text(), f.pointer)).collect();
    assert_eq!(
        codes,
        [
            ("seat_number", "/number".to_owned()),
            ("ends_before_start", "/tenures/1/ends_on".to_owned()),
            ("tenures_overlap", "/tenures/1/starts_on".to_owned()),
            ("own_alternate", "/tenures/2/account_id".to_owned()),
        ]
    );
}
