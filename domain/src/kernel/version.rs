//! Limits in versions that stand in the code: which one is in force is a question of the day, never of the
//! build. Rules that people publish are [`crate::formation::rule_set`].

use crate::Day;

/// A rule of the programme that is kept in versions.
pub trait Versioned: Sized + 'static {
    /// The first version; it also stands for days before it.
    const FIRST: &'static Self;
    /// Those that followed, the oldest first.
    const LATER: &'static [Self];

    /// The day from which the version is in force, ISO 8601.
    fn from(&self) -> &'static str;

    /// The version in force on a day.
    #[must_use]
    fn on(day: Day) -> &'static Self {
        let text = day.to_string();
        Self::LATER
            .iter()
            .rev()
            .find(|version| version.from() <= text.as_str())
            .unwrap_or(Self::FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fee(&'static str, i64);

    impl Versioned for Fee {
        const FIRST: &'static Self = &Self("2026-01-01", 1);
        const LATER: &'static [Self] = &[Self("2026-04-01", 2), Self("2027-04-01", 3)];
        fn from(&self) -> &'static str {
            self.0
        }
    }

    #[test]
    fn the_version_of_the_day_is_the_latest_that_has_begun() {
        for (day, fee) in [
            ("2025-06-01", 1),
            ("2026-03-31", 1),
            ("2026-04-01", 2),
            ("2027-03-31", 2),
            ("2030-01-01", 3),
        ] {
            assert_eq!(Fee::on(Day(day.parse().unwrap())).1, fee, "{day}");
        }
    }
}
