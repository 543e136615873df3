use super::*;

fn on(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn figures(year: &str, investment: Option<i64>, turnover: Option<i64>) -> YearFigures {
    YearFigures {
        financial_year: year.parse().unwrap(),
        investment_paise: investment.map(Paise::new),
        turnover_paise: turnover.map(Paise::new),
        exports_paise: None,
    }
}

fn class(investment: i64, turnover: i64, as_of: &str) -> Option<SizeClass> {
    size(&[figures("2019-20", Some(investment), Some(turnover))], on(as_of)).class
}

#[test]
fn ceilings_are_inclusive_and_either_one_moves_up() {
    use SizeClass::{Large, Medium, Micro, Small};
    for (from, micro, small, medium) in [
        ("2020-07-01", (10, 50), (100, 500), (500, 2_500)),
        ("2025-04-01", (25, 100), (250, 1_000), (1_250, 5_000)),
    ] {
        // Tenths of a crore.
        let of = |(i, t): (i64, i64), more: (i64, i64)| {
            class(i * CRORE / 10 + more.0, t * CRORE / 10 + more.1, from)
        };
        for (ceiling, at, beyond) in
            [(micro, Micro, Small), (small, Small, Medium), (medium, Medium, Large)]
        {
            assert_eq!(of(ceiling, (0, 0)), Some(at), "{from}");
            assert_eq!(of(ceiling, (1, 0)), Some(beyond), "{from}");
            assert_eq!(of(ceiling, (0, 1)), Some(beyond), "{from}");
        }
    }
}

#[test]
fn the_day_decides_by_which_ceilings() {
    let (investment, turnover) = (2 * CRORE, 8 * CRORE);
    assert_eq!(class(investment, turnover, "2020-06-30"), None);
    assert_eq!(class(investment, turnover, "2025-03-31"), Some(SizeClass::Small));
    let now = size(&[figures("2023-24", Some(investment), Some(turnover))], on("2025-04-01"));
    assert_eq!(now.class, Some(SizeClass::Micro));
    assert_eq!(now.notification.as_deref(), Some("S.O. 1364(E)"));
    assert_eq!(now.effective_from, Some(on("2025-04-01")));
    assert_eq!(now.decided_by.len(), 2);
    assert!(now.decided_by.iter().all(|deciding| !deciding.is_exceeded));
}

#[test]
fn the_answer_names_the_ceiling_that_decided() {
    let size = size(&[figures("2024-25", Some(CRORE), Some(11 * CRORE))], on("2026-01-01"));
    assert_eq!(size.class, Some(SizeClass::Small));
    let [deciding] = size.decided_by.as_slice() else { panic!("{:?}", size.decided_by) };
    assert_eq!((deciding.measure, deciding.ceiling_of), (SizeMeasure::Turnover, SizeClass::Micro));
    assert_eq!(deciding.ceiling_paise, Paise::new(10 * CRORE));
}

#[test]
fn the_year_is_the_last_that_has_ended_or_a_new_units_first() {
    let all = [figures("2023-24", Some(1), Some(1)), figures("2024-25", Some(30 * CRORE), Some(1))];
    let class = |as_of: &str| size(&all, on(as_of)).class;
    assert_eq!(class("2025-03-31"), Some(SizeClass::Micro));
    assert_eq!(class("2025-04-01"), Some(SizeClass::Medium));
    assert_eq!(class("2024-01-01"), Some(SizeClass::Micro), "its first year");
    assert_eq!(class("2023-03-31"), None, "before its first year");
}

#[test]
fn a_missing_figure_leaves_the_class_unknown_unless_the_other_decides_alone() {
    let of = |i: Option<i64>, t: Option<i64>| size(&[figures("2024-25", i, t)], on("2026-01-01"));
    let unknown = of(Some(1), None);
    assert_eq!((unknown.class, unknown.missing), (None, vec![SizeMeasure::Turnover]));
    assert_eq!(of(None, None).missing.len(), 2);
    let large = of(None, Some(500 * CRORE + 1));
    assert_eq!((large.class, large.missing), (Some(SizeClass::Large), vec![]));
    assert_eq!(size(&[], on("2026-01-01")).missing.len(), 2);
}

#[test]
fn exports_do_not_count() {
    let mut year = figures("2024-25", Some(1), Some(12 * CRORE));
    year.exports_paise = Some(Paise::new(2 * CRORE));
    assert_eq!(size(&[year], on("2026-01-01")).class, Some(SizeClass::Micro));
}

#[test]
fn a_class_is_looked_at_again_when_a_year_ends_or_a_notification_begins() {
    let all = [figures("2023-24", Some(1), Some(1))];
    assert_eq!(review_on(&all, on("2025-03-31")), Some(on("2025-04-01")));
    assert_eq!(review_on(&all, on("2025-04-01")), Some(on("2026-04-01")));
    assert_eq!(review_on(&all, on("2020-05-01")), Some(on("2020-07-01")));
    assert_eq!(review_on(&[], on("2025-03-31")), None);
}

#[test]
fn financial_years_are_two_that_follow() {
    for bad in ["2024-26", "2024", "24-25", "2024-2025", "1949-50"] {
        assert!(bad.parse::<FinancialYear>().is_err(), "{bad}");
    }
    assert!("1999-00".parse::<FinancialYear>().is_ok());
}
