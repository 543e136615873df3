//! Moments (UTC, microseconds) and days, and the clock that tells them.

use crate::Code;
use chrono::{DateTime, SubsecRound, Utc};

/// How far Kerala is ahead of UTC, in minutes.
const KERALA_MINUTES: i64 = 330;

/// A calendar day without a time zone: `*_on` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Day(pub chrono::NaiveDate);

/// Years from the first to the last that both engines know and that every spelling has four digits for.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;
impl Day {
    /// So many days later.
    #[must_use]
    pub fn after(self, days: u64) -> Self {
        let later = self.0.checked_add_days(chrono::Days::new(days));
        Self(later.unwrap_or(self.0))
    }

    /// The moment at which it begins in Kerala.
    #[must_use]
    pub fn begins(self) -> Moment {
        let midnight = self.0.and_time(chrono::NaiveTime::MIN).and_utc();
        Moment(midnight - chrono::Duration::minutes(KERALA_MINUTES))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = crate::Violation;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_day(text).ok_or_else(|| crate::Violation::new(Code::Date))
    }
}

/// Exactly `YYYY-MM-DD`. chrono also takes signs, blanks, single digits and years that PostgreSQL does not
/// know, and two spellings of a day do not compare as text.
fn read_day(text: &str) -> Option<Day> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0, |number: u32, digit| {
            let digit = char::from(**digit).to_digit(10)?;
            Some(number * 10 + digit)
        })
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    let day = chrono::NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)?;
    YEARS.contains(&year).then_some(Day(day))
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        read_day(&text).ok_or_else(|| serde::de::Error::custom("not a day of the form 2026-11-21"))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Day {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .max_length(Some(10))
            .description(Some("A calendar day, ISO 8601."))
            .examples(["2026-11-21"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Day {
    fn name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
}

/// A point in time, UTC, in microseconds: both engines keep exactly that, so finer digits are cut
/// off when a moment is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// The moment of a date and time, cut to microseconds.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }

    /// The moment that lies so many microseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The same as a chrono value.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The day in Kerala (UTC+05:30) that this moment falls on.
    #[must_use]
    pub fn day(self) -> Day {
        Day((self.0 + chrono::Duration::minutes(KERALA_MINUTES)).date_naive())
    }

    /// This moment and so many seconds.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + chrono::Duration::seconds(seconds))
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

/// RFC 3339 and nothing else, in a year that both engines know.
fn read_moment(text: &str) -> Option<Moment> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    YEARS.contains(&chrono::Datelike::year(&at)).then(|| Moment::new(at))
}

impl std::str::FromStr for Moment {
    type Err = crate::Violation;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_moment(text).ok_or_else(|| crate::Violation::new(Code::Pattern).with("date-time"))
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        read_moment(&text).ok_or_else(|| {
            serde::de::Error::custom("not a moment of the form 2026-11-21T09:30:00Z")
        })
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .max_length(Some(27))
            .description(Some("A timestamp, RFC 3339, UTC, microseconds."))
            .examples(["2026-11-21T09:30:00.000000Z"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Moment {
    fn name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
}

/// Tells the time. Injected, so that a test can set it.
pub trait Clock: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Moment;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one room that reads the machine's clock")]
    fn now(&self) -> Moment {
        Moment::new(Utc::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_microseconds_and_no_more() {
        let fine = DateTime::from_timestamp_nanos(1_700_000_000_123_456_789);
        let moment = Moment::new(fine);
        assert_eq!(moment.to_string(), "2023-11-14T22:13:20.123456Z");
        assert_eq!(Moment::from_micros(moment.micros()), Some(moment));
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert_eq!("2026-02-28".parse::<Day>().unwrap().to_string(), "2026-02-28");
        for bad in [
            "2026-2-28",
            "2026-02-29",
            "+026-02-28",
            " 026-02-28",
            "-99999-1-1",
            "-4714-1-01",
            "0000-01-01",
            "9999-12-31",
            "2026-02-28 ",
            "2026-02-28T00:00",
            "20260228",
            "٢٠٢٦-٠٢-٢٨",
            "",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
            assert!(serde_json::from_value::<Day>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_moment_is_read_as_rfc_3339_has_it() {
        let read = |text: &str| serde_json::from_value::<Moment>(text.into());
        let kerala = read("2026-11-21T15:00:00.1234567+05:30").unwrap();
        assert_eq!(kerala.to_string(), "2026-11-21T09:30:00.123456Z");
        for bad in [
            "2026-11-21",
            "2026-11-21T09:30:00",
            "2026-1-2T3:4:5Z",
            "9999-12-31T23:59:59-12:00",
            "0000-01-01T00:00:00Z",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_day_is_that_of_kerala() {
        let late = DateTime::parse_from_rfc3339("2026-11-21T18:31:00Z").unwrap();
        let day = Moment::new(late.into()).day();
        assert_eq!(day.to_string(), "2026-11-22");
        assert_eq!(day.begins().to_string(), "2026-11-21T18:30:00.000000Z");
        assert_eq!(day.begins().day(), day);
    }
}
