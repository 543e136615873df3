//! Geography: points, and how far they are from each other (rules R1.1, R1.2).
//!
//! Degrees are kept in whole millionths (11 centimetres on the ground), so that a point has one
//! value in JSON, in a column and in an index, on both engines.

mod ring;

use crate::Code;
pub use ring::{Ring, Rings, cell};

use crate::Violation;

/// The mean radius of the Earth in kilometres (IUGG 1980, R1).
pub const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// Millionths in a degree.
const MILLIONTHS: f64 = 1_000_000.0;

/// South, west, north and east ends of Kerala in millionths of a degree, with some room.
pub const KERALA: Bounds =
    Bounds { south: 8_000_000, west: 74_000_000, north: 13_000_000, east: 78_000_000 };

/// A rectangle of latitudes and longitudes, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Its southern latitude.
    pub south: i32,
    /// Its western longitude.
    pub west: i32,
    /// Its northern latitude.
    pub north: i32,
    /// Its eastern longitude.
    pub east: i32,
}

/// Declares a coordinate: degrees in JSON, whole millionths of a degree in memory.
macro_rules! degrees {
    ($(#[$meta:meta])* $Name:ident($flaw:expr, $most:literal, $example:literal)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $Name(i32);

        impl $Name {
            /// Of degrees, rounded to the nearest millionth.
            pub fn of_degrees(degrees: f64) -> Result<Self, Violation> {
                if !degrees.is_finite() || degrees.abs() > f64::from($most) {
                    return Err($flaw);
                }
                #[allow(clippy::cast_possible_truncation, reason = "at most 180 000 000")]
                Ok(Self((degrees * MILLIONTHS).round() as i32))
            }

            /// Of millionths of a degree.
            pub const fn of_millionths(millionths: i32) -> Result<Self, Violation> {
                if millionths.unsigned_abs() > $most * 1_000_000 {
                    return Err($flaw);
                }
                Ok(Self(millionths))
            }

            /// In degrees.
            #[must_use]
            pub fn degrees(self) -> f64 {
                f64::from(self.0) / MILLIONTHS
            }

            /// In millionths of a degree.
            #[must_use]
            pub const fn millionths(self) -> i32 {
                self.0
            }
        }

        impl TryFrom<f64> for $Name {
            type Error = Violation;
            fn try_from(degrees: f64) -> Result<Self, Violation> {
                Self::of_degrees(degrees)
            }
        }

        impl From<$Name> for f64 {
            fn from(angle: $Name) -> Self {
                angle.degrees()
            }
        }

        impl std::str::FromStr for $Name {
            type Err = Violation;
            fn from_str(text: &str) -> Result<Self, Violation> {
                let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
                match text.parse() {
                    Ok(degrees) if is_plain => Self::of_degrees(degrees),
                    _ => Err($flaw),
                }
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $Name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
                ObjectBuilder::new()
                    .schema_type(Type::Number)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Double)))
                    .minimum(Some(-$most as f64))
                    .maximum(Some($most as f64))
                    .examples([$example])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $Name {
            fn name() -> std::borrow::Cow<'static, str> { stringify!($Name).into() }
        }
    };
}

degrees! {
    /// A latitude in degrees north, WGS 84, kept to six decimals.
    Latitude(Violation::new(Code::Latitude), 90, 10.158_6)
}

degrees! {
    /// A longitude in degrees east, WGS 84, kept to six decimals.
    Longitude(Violation::new(Code::Longitude), 180, 76.433_4)
}

/// A point (WGS 84).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its latitude in degrees north.
    pub latitude: Latitude,
    /// Its longitude in degrees east.
    pub longitude: Longitude,
}

impl Point {
    /// Of degrees north and east.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Result<Self, Violation> {
        Ok(Self {
            latitude: Latitude::of_degrees(latitude)?,
            longitude: Longitude::of_degrees(longitude)?,
        })
    }

    /// The great-circle distance to another point in kilometres, by the haversine formula: the root is
    /// clamped to 1, which rounding may pass between antipodes.
    #[must_use]
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.latitude.degrees().to_radians(), other.latitude.degrees().to_radians());
        let east = (other.longitude.degrees() - self.longitude.degrees()).to_radians();
        let h = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (east / 2.0).sin().powi(2);
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }

    /// The same distance in whole metres: what lists are ordered by.
    #[must_use]
    pub fn metres_to(self, other: Self) -> i64 {
        #[allow(clippy::cast_possible_truncation, reason = "half the Earth is 20 015 115 metres")]
        let metres = (self.km_to(other) * 1_000.0).round() as i64;
        metres
    }

    /// Whether it lies in or around Kerala.
    #[must_use]
    pub fn is_in_kerala(self) -> bool {
        (KERALA.south..=KERALA.north).contains(&self.latitude.millionths())
            && (KERALA.west..=KERALA.east).contains(&self.longitude.millionths())
    }

    /// The violation of a location that is not in Kerala; latitude and longitude in each other's place are
    /// the usual cause.
    #[must_use]
    pub fn flaw_outside_kerala(self, pointer: &str) -> Option<Violation> {
        (!self.is_in_kerala()).then(|| Violation::new(Code::OutsideKerala).at(pointer))
    }
}

/// Reads `latitude,longitude` in degrees, as queries write it.
impl std::str::FromStr for Point {
    type Err = Violation;
    fn from_str(text: &str) -> Result<Self, Violation> {
        let (latitude, longitude) = text.split_once(',').ok_or(Violation::new(Code::Point))?;
        Ok(Self { latitude: latitude.trim().parse()?, longitude: longitude.trim().parse()? })
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{}", self.latitude.degrees(), self.longitude.degrees())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWNS: [(&str, f64, f64); 5] = [
        ("Thiruvananthapuram", 8.5241, 76.9366),
        ("Kochi", 9.9312, 76.2673),
        ("Kozhikode", 11.2588, 75.7804),
        ("Kannur", 11.8745, 75.3704),
        ("Palakkad", 10.7867, 76.6548),
    ];

    /// Kilometres between the towns above, by NumPy and scikit-learn.
    const KNOWN: [(usize, usize, f64); 10] = [
        (0, 1, 172.848_449_542_950_25),
        (0, 2, 329.401_509_160_755_04),
        (0, 3, 410.074_769_013_113_44),
        (0, 4, 253.479_062_084_948_28),
        (1, 2, 156.921_727_233_317_88),
        (1, 3, 237.238_876_433_230_42),
        (1, 4, 104.142_873_360_272_32),
        (2, 3, 81.743_627_090_951_15),
        (2, 4, 108.919_997_221_112_91),
        (3, 4, 185.040_702_438_412_72),
    ];

    fn point(latitude: f64, longitude: f64) -> Point {
        Point::of_degrees(latitude, longitude).unwrap()
    }

    #[test]
    fn distances_are_those_of_other_programs_both_ways() {
        for (a, b, km) in KNOWN {
            let (a, b) = (TOWNS[a], TOWNS[b]);
            let (p, q) = (point(a.1, a.2), point(b.1, b.2));
            assert!((p.km_to(q) - km).abs() < 1e-9, "{} to {}", a.0, b.0);
            assert!((p.km_to(q) - q.km_to(p)).abs() < 1e-12);
        }
        assert_eq!(point(8.5241, 76.9366).metres_to(point(9.9312, 76.2673)), 172_848);
    }

    #[test]
    fn the_ends_of_the_earth_are_half_its_girth_apart() {
        assert!((point(0.0, 0.0).km_to(point(0.0, 180.0)) - 20_015.114_442_035_923).abs() < 1e-9);
        assert!((point(0.0, 0.0).km_to(point(0.0, 1.0)) - 111.195_080_233_532_9).abs() < 1e-9);
        assert_eq!(point(90.0, 0.0).metres_to(point(-90.0, 77.0)), 20_015_114);
        assert_eq!(point(10.1, 76.4).metres_to(point(10.1, 76.4)), 0);
    }

    #[test]
    fn a_point_is_read_and_shown_in_degrees_and_kept_in_millionths() {
        let kalady: Point = "10.1658, 76.4396".parse().unwrap();
        assert_eq!(kalady.latitude.millionths(), 10_165_800);
        assert_eq!(kalady.to_string(), "10.1658,76.4396");
        let json = serde_json::to_string(&kalady).unwrap();
        assert_eq!(json, r#"{"latitude":10.1658,"longitude":76.4396}"#);
        assert_eq!(serde_json::from_str::<Point>(&json).unwrap(), kalady);
        let finer: Point =
            serde_json::from_str(r#"{"latitude":10.16580004,"longitude":76}"#).unwrap();
        assert_eq!(finer.latitude.millionths(), 10_165_800, "finer than 11 cm is rounded");
    }

    #[test]
    fn what_is_no_point_says_why() {
        for (bad, code) in [
            ("10.1", "point"),
            ("", "point"),
            ("90.1,76", "latitude"),
            ("10,-180.5", "longitude"),
            ("ten,76", "latitude"),
            ("10,1e1", "longitude"),
            ("NaN,76", "latitude"),
            ("10,76,5", "longitude"),
        ] {
            assert_eq!(bad.parse::<Point>().unwrap_err().code.text(), code, "{bad}");
        }
        assert!(serde_json::from_str::<Point>(r#"{"latitude":91,"longitude":76}"#).is_err());
        assert!(
            serde_json::from_str::<Point>(r#"{"latitude":9,"longitude":76,"height":2}"#).is_err()
        );
    }

    #[test]
    fn latitude_and_longitude_in_each_others_place_are_outside_kerala() {
        assert_eq!(point(10.1658, 76.4396).flaw_outside_kerala("/location"), None);
        let violation = point(76.4396, 10.1658).flaw_outside_kerala("/location").unwrap();
        assert_eq!(
            (violation.code.text(), violation.pointer.as_str()),
            ("outside_kerala", "/location")
        );
    }
}
