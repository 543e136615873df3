//! The size class of an enterprise: computed from investment and turnover by dated ceilings, never
//! typed in (rule R2.2). A new notification is one more row of [`NOTIFICATIONS`].

use crate::Code;
use crate::kernel::money::Paise;
use crate::{Day, Violation};
use chrono::{Datelike, NaiveDate};

words! {
    /// The size class of an enterprise under the MSMED Act, 2006.
    SizeClass("size_class") {
        /// Within both ceilings of a micro enterprise.
        Micro = "micro" ("Micro", "സൂക്ഷ്മം"),
        /// Beyond a ceiling of micro, within both of small.
        Small = "small" ("Small", "ചെറുകിട"),
        /// Beyond a ceiling of small, within both of medium.
        Medium = "medium" ("Medium", "ഇടത്തരം"),
        /// Beyond a ceiling of medium.
        Large = "large" ("Large", "വൻകിട"),
    }
}

words! {
    /// What is measured against a ceiling.
    SizeMeasure("size_measure") {
        /// Plant, machinery and equipment.
        Investment = "investment" ("Investment", "നിക്ഷേപം"),
        /// Turnover without exports.
        Turnover = "turnover" ("Turnover", "വിറ്റുവരവ്"),
    }
}

text_word! {
    /// A financial year, 1 April to 31 March: `2024-25`.
    FinancialYear("financial_year") {
        check: |text| {
            let years = text.split_once('-').filter(|(first, second)| first.len() == 4 && second.len() == 2);
            let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let (first, second) = years.filter(|_| digits).ok_or(Violation::new(Code::FinancialYear))?;
            match (first.parse::<i32>(), second.parse::<i32>()) {
                (Ok(first @ 1950..), Ok(second)) if (first + 1) % 100 == second => Ok(()),
                _ => Err(Violation::new(Code::FinancialYear)),
            }
        },
        max_length: 7,
        pattern: "^[0-9]{4}-[0-9]{2}$",
        example: "2024-25",
    }
}

impl FinancialYear {
    /// The calendar year in which it begins.
    #[must_use]
    pub fn first_year(&self) -> i32 {
        let digits = self.0.get(..4).unwrap_or_default();
        digits.parse().unwrap_or_default()
    }

    /// Its first day.
    #[must_use]
    pub fn starts_on(&self) -> Day {
        day(self.first_year(), 4, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn ends_on(&self) -> Day {
        day(self.first_year() + 1, 3, 31)
    }
}

/// A day that exists; the end of time for one that does not.
fn day(year: i32, month: u32, day: u32) -> Day {
    Day(NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX))
}

/// The figures of one financial year. An absent figure is unknown and never counted as zero.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct YearFigures {
    /// The financial year.
    pub financial_year: FinancialYear,
    /// Investment in plant, machinery and equipment at the end of the year, in paise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub investment_paise: Option<Paise>,
    /// Turnover of the year, exports included, in paise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub turnover_paise: Option<Paise>,
    /// Exports of the year, in paise. They do not count towards the class. Absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub exports_paise: Option<Paise>,
}

impl YearFigures {
    /// A measure of the year.
    #[must_use]
    pub fn measure(&self, measure: SizeMeasure) -> Option<i64> {
        match measure {
            SizeMeasure::Investment => self.investment_paise.map(Paise::get),
            SizeMeasure::Turnover => self
                .turnover_paise
                .map(|turnover| turnover.get() - self.exports_paise.map_or(0, Paise::get)),
        }
    }
}

/// One crore of rupees in paise.
const CRORE: i64 = 1_000_000_000;

/// The largest amounts, in paise, that a class may have; an enterprise "does not exceed" them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// The class.
    pub class: SizeClass,
    /// Of investment.
    pub investment: i64,
    /// Of turnover without exports.
    pub turnover: i64,
}

/// A notification of the Ministry of MSME that sets the ceilings from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notification {
    /// Its number in the Gazette of India.
    pub number: &'static str,
    /// Year, month and day from which it holds.
    pub from: (i32, u32, u32),
    /// The ceilings of micro, small and medium.
    pub ceilings: [Ceiling; 3],
}

const fn ceilings(micro: (i64, i64), small: (i64, i64), medium: (i64, i64)) -> [Ceiling; 3] {
    const fn ceiling(class: SizeClass, (investment, turnover): (i64, i64)) -> Ceiling {
        Ceiling { class, investment, turnover }
    }
    [
        ceiling(SizeClass::Micro, micro),
        ceiling(SizeClass::Small, small),
        ceiling(SizeClass::Medium, medium),
    ]
}

/// Every notification, the oldest first. One law firm prints ₹ 150 crore for the investment of a medium
/// enterprise from 2025; five others, and the factor of 2.5 of the announcement, say 125.
///
/// Whoever adds a row also writes a migration with
/// `UPDATE enterprises SET size_review_on = '<its first day>' WHERE size_review_on > '<its first day>'`:
/// the server then computes the stored classes anew on that day.
pub const NOTIFICATIONS: &[Notification] = &[
    Notification {
        number: "S.O. 2119(E)",
        from: (2020, 7, 1),
        ceilings: ceilings((CRORE, 5 * CRORE), (10 * CRORE, 50 * CRORE), (50 * CRORE, 250 * CRORE)),
    },
    Notification {
        number: "S.O. 1364(E)",
        from: (2025, 4, 1),
        ceilings: ceilings(
            (5 * CRORE / 2, 10 * CRORE),
            (25 * CRORE, 100 * CRORE),
            (125 * CRORE, 500 * CRORE),
        ),
    },
];

impl Notification {
    /// The first day on which it holds.
    #[must_use]
    pub fn effective_from(&self) -> Day {
        let (year, month, date) = self.from;
        day(year, month, date)
    }

    /// The one that holds on a day.
    #[must_use]
    pub fn on(today: Day) -> Option<&'static Self> {
        NOTIFICATIONS.iter().rev().find(|notification| notification.effective_from() <= today)
    }
}

impl Ceiling {
    /// The ceiling of a measure.
    #[must_use]
    pub const fn of(&self, measure: SizeMeasure) -> i64 {
        match measure {
            SizeMeasure::Investment => self.investment,
            SizeMeasure::Turnover => self.turnover,
        }
    }
}

/// A comparison of an amount with a ceiling that decided the class.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deciding {
    /// What was compared.
    pub measure: SizeMeasure,
    /// The amount, in paise.
    pub amount_paise: Paise,
    /// The ceiling, in paise.
    pub ceiling_paise: Paise,
    /// The class whose ceiling it is.
    pub ceiling_of: SizeClass,
    /// Whether the amount exceeds the ceiling.
    pub is_exceeded: bool,
}

/// The size class on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Size {
    /// The class. Absent where it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<SizeClass>,
    /// The day for which it was computed.
    pub as_of: Day,
    /// The financial year whose figures were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub financial_year: Option<FinancialYear>,
    /// The notification whose ceilings were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, format = "gazette-number"))]
    pub notification: Option<String>,
    /// The first day of that notification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Day>,
    /// The ceilings that decided: those exceeded or, for a micro enterprise, both that were kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 2))]
    pub decided_by: Vec<Deciding>,
    /// The figures that are missing, where the class is unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 2))]
    pub missing: Vec<SizeMeasure>,
}

/// Computes the class on a day.
///
/// The figures are those of the last financial year that had ended by then; a new unit declares its
/// own for the year that runs. Crossing either ceiling moves an enterprise up, and only within both
/// is it down again; so one amount beyond the ceilings of medium decides alone, and otherwise a
/// missing figure leaves the class unknown.
#[must_use]
pub fn size(figures: &[YearFigures], as_of: Day) -> Size {
    let mut size = Size {
        class: None,
        as_of,
        financial_year: None,
        notification: None,
        effective_from: None,
        decided_by: Vec::new(),
        missing: Vec::new(),
    };
    let Some(notification) = Notification::on(as_of) else {
        return size;
    };
    size.notification = Some(notification.number.to_owned());
    size.effective_from = Some(notification.effective_from());
    let Some(year) = year_of(figures, as_of) else {
        size.missing = SizeMeasure::ALL.to_vec();
        return size;
    };
    size.financial_year = Some(year.financial_year.clone());
    size.missing = SizeMeasure::ALL
        .iter()
        .copied()
        .filter(|measure| year.measure(*measure).is_none())
        .collect();
    let within = |ceiling: &&Ceiling| exceeded(year, ceiling).is_empty();
    let class =
        notification.ceilings.iter().find(within).map_or(SizeClass::Large, |ceiling| ceiling.class);
    if size.missing.is_empty() || class == SizeClass::Large {
        size.missing = Vec::new();
        size.class = Some(class);
        size.decided_by = deciding(year, notification, class);
    }
    size
}

/// The day on which a class that is known today may be another one without a change of the facts.
#[must_use]
pub fn review_on(figures: &[YearFigures], today: Day) -> Option<Day> {
    let year = if today >= day(today.0.year(), 4, 1) { today.0.year() + 1 } else { today.0.year() };
    let coming = NOTIFICATIONS.iter().map(Notification::effective_from);
    let next = coming.filter(|from| *from > today).chain([day(year, 4, 1)]).min();
    next.filter(|_| !figures.is_empty())
}

fn year_of(figures: &[YearFigures], as_of: Day) -> Option<&YearFigures> {
    let latest = |ends: bool| {
        figures
            .iter()
            .filter(|year| {
                let year = &year.financial_year;
                if ends { year.ends_on() < as_of } else { year.starts_on() <= as_of }
            })
            .max_by_key(|year| year.financial_year.first_year())
    };
    latest(true).or_else(|| latest(false))
}

fn exceeded(year: &YearFigures, ceiling: &Ceiling) -> Vec<Deciding> {
    compared(year, ceiling).filter(|deciding| deciding.is_exceeded).collect()
}

fn compared<'a>(
    year: &'a YearFigures,
    ceiling: &'a Ceiling,
) -> impl Iterator<Item = Deciding> + 'a {
    SizeMeasure::ALL.iter().filter_map(|measure| {
        let amount = year.measure(*measure)?;
        Some(Deciding {
            measure: *measure,
            amount_paise: Paise::new(amount),
            ceiling_paise: Paise::new(ceiling.of(*measure)),
            ceiling_of: ceiling.class,
            is_exceeded: amount > ceiling.of(*measure),
        })
    })
}

/// The ceilings of the class below that are exceeded; for the smallest class, its own that are kept.
fn deciding(year: &YearFigures, notification: &Notification, class: SizeClass) -> Vec<Deciding> {
    let below = notification.ceilings.iter().rev().find(|ceiling| ceiling.class < class);
    match (below, notification.ceilings.first()) {
        (Some(below), _) => exceeded(year, below),
        (None, Some(own)) => compared(year, own).collect(),
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
