//! Codes of places: the official code of each level, the codes that other lists give, and PIN codes.

use super::PlaceLevel;
use crate::Code;
use crate::Violation;
use crate::kernel::id::PlaceId;

text_word! {
    /// The LGD code of a district of Kerala, 554 to 567.
    DistrictCode("district_code") {
        check: |text| match text.parse::<u16>() {
            Ok(554..=567) if text.len() == 3 => Ok(()),
            _ => Err(Violation::new(Code::DistrictCode)),
        },
        max_length: 3,
        pattern: "^5(5[4-9]|6[0-7])$",
        example: "555",
    }
}

impl DistrictCode {
    /// Every district of Kerala.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let codes = (554..=567).map(|code: u16| code.to_string());
        codes.filter_map(|code| code.parse().ok()).collect()
    }
}

text_word! {
    /// The official code of a place within its level.
    PlaceCode("place_code") {
        check: |text| {
            let fits = (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            if fits { Ok(()) } else { Err(Violation::new(Code::PlaceCode)) }
        },
        max_length: 12,
        pattern: "^[0-9A-Z]{1,12}$",
        example: "75",
    }
}

text_word! {
    /// A postal index number of Kerala: 670000 to 695999, without those of Mahe (673310) and
    /// Lakshadweep (682551 to 682559).
    PinCode("pin_code") {
        check: |text| match text.parse::<u32>() {
            Ok(673_310 | 682_551..=682_559) => Err(Violation::new(Code::PinCode)),
            Ok(670_000..=695_999) if text.len() == 6 => Ok(()),
            _ => Err(Violation::new(Code::PinCode)),
        },
        max_length: 6,
        pattern: "^(67[0-9]|68[0-9]|69[0-5])[0-9]{3}$",
        example: "683574",
    }
}

words! {
    /// A list that has codes of its own for places.
    CodeSystem("code_system") {
        /// The Local Government Directory.
        Lgd = "lgd" ("Local Government Directory (LGD)", "ലോക്കൽ ഗവൺമെന്റ് ഡയറക്ടറി (LGD)"),
        /// The Local Self Government Department of Kerala: `G070101`.
        Lsg = "lsg" ("Local Self Government Department, Kerala", "കേരള തദ്ദേശ സ്വയംഭരണ വകുപ്പ്"),
        /// The State Election Commission, since the elections of 2025: `G07001`.
        Sec2025 = "sec_2025" ("State Election Commission, 2025", "സംസ്ഥാന തിരഞ്ഞെടുപ്പ് കമ്മീഷൻ, 2025"),
        /// The census of 2011.
        Census2011 = "census_2011" ("Census of 2011", "2011-ലെ സെൻസസ്"),
    }
}

/// The code of a place in a list other than the one its level is keyed on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherCode {
    /// The list.
    pub system: CodeSystem,
    /// The code; unique within list and level.
    pub code: PlaceCode,
}

/// What names a place in a path: its id, or its level and a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceKey {
    /// Its id.
    Id(PlaceId),
    /// Its official code within the level, or else the code that one other list gives it there.
    Code(PlaceLevel, PlaceCode),
    /// The code that a named list gives it.
    OtherCode(PlaceLevel, CodeSystem, PlaceCode),
}

impl std::str::FromStr for PlaceKey {
    type Err = Violation;
    fn from_str(text: &str) -> Result<Self, Violation> {
        let mut parts = text.split(':');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(id), None, None, None) => id.parse().map(Self::Id),
            (Some(level), Some(code), None, None) => Ok(Self::Code(level.parse()?, code.parse()?)),
            (Some(level), Some(system), Some(code), None) => {
                Ok(Self::OtherCode(level.parse()?, system.parse()?, code.parse()?))
            }
            _ => Err(Violation::new(Code::PlaceKey)),
        }
    }
}

impl<'de> serde::Deserialize<'de> for PlaceKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(<D::Error as serde::de::Error>::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for PlaceKey {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("place_key".to_owned())))
            .max_length(Some(60))
            .examples(["district:555", "grama_panchayat:lsg:G070101"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for PlaceKey {
    fn name() -> std::borrow::Cow<'static, str> {
        "PlaceKey".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pin_codes_of_mahe_and_lakshadweep_are_not_keralas() {
        for good in ["670001", "683574", "695999"] {
            assert!(good.parse::<PinCode>().is_ok(), "{good}");
        }
        for bad in ["673310", "682555", "560001", "69999", "6835740", "68357４"] {
            assert!(bad.parse::<PinCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_place_is_named_by_its_id_or_by_level_and_code() {
        let code: PlaceCode = "555".parse().unwrap();
        assert_eq!("district:555".parse(), Ok(PlaceKey::Code(PlaceLevel::District, code.clone())));
        assert_eq!(
            "district:lgd:555".parse(),
            Ok(PlaceKey::OtherCode(PlaceLevel::District, CodeSystem::Lgd, code))
        );
        for bad in [
            "",
            "555",
            "district",
            "district:",
            "planet:1",
            "district:x:1",
            "ward:lgd:1:2",
            "district:5 5",
        ] {
            assert!(bad.parse::<PlaceKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn district_codes_are_the_fourteen() {
        assert_eq!(
            (500..600).filter(|n| n.to_string().parse::<DistrictCode>().is_ok()).count(),
            14
        );
        assert!("0555".parse::<DistrictCode>().is_err());
    }
}
