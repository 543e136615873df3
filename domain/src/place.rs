//! Places: overlapping areas, each known by its level and the code of that level (rules R1.1, R1.2).

use crate::{Flaw, Kind, actor::Anchors, entity, entity::Registered, id::PlaceId, name::Name};

words! {
    /// The level of a place. Each level is its own number space, and levels overlap.
    PlaceLevel("place_level") {
        /// The state of Kerala.
        State = "state",
        /// A revenue district; code: LGD.
        District = "district",
        /// A taluk; code: LGD sub-district.
        Taluk = "taluk",
        /// A development block; code: LGD.
        DevelopmentBlock = "development_block",
        /// A grama panchayat; code: LGD local body.
        GramaPanchayat = "grama_panchayat",
        /// A block panchayat; code: State Election Commission.
        BlockPanchayat = "block_panchayat",
        /// A district panchayat; code: State Election Commission.
        DistrictPanchayat = "district_panchayat",
        /// A municipality; code: LGD local body.
        Municipality = "municipality",
        /// A municipal corporation; code: LGD local body.
        Corporation = "corporation",
        /// A ward of a local body; code: State Election Commission.
        Ward = "ward",
        /// An assembly constituency; code: its number, 1 to 140.
        AssemblyConstituency = "assembly_constituency",
    }
}

text_word! {
    /// The LGD code of a district of Kerala, 554 to 567.
    DistrictCode("district_code") {
        check: |text| match text.parse::<u16>() {
            Ok(554..=567) if text.len() == 3 => Ok(()),
            _ => Err(Flaw::new("district_code")),
        },
        max_length: 3,
        pattern: "^5(5[4-9]|6[0-7])$",
        example: "555",
    }
}

text_word! {
    /// The official code of a place within its level.
    PlaceCode("place_code") {
        check: |text| {
            let fits = (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            if fits { Ok(()) } else { Err(Flaw::new("place_code")) }
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
            Ok(673_310 | 682_551..=682_559) => Err(Flaw::new("pin_code")),
            Ok(670_000..=695_999) if text.len() == 6 => Ok(()),
            _ => Err(Flaw::new("pin_code")),
        },
        max_length: 6,
        pattern: "^(67[0-9]|68[0-9]|69[0-5])[0-9]{3}$",
        example: "683574",
    }
}

/// What is stated about a place.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceFacts {
    /// Its level.
    pub level: PlaceLevel,
    /// Its official code, unique within the level.
    pub code: PlaceCode,
    /// Its name.
    pub name: Name,
    /// The district that it lies in; absent for the state and for what crosses districts.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub district: Option<DistrictCode>,
}

/// A place.
pub type Place = Registered<PlaceFacts>;

impl entity::Facts for PlaceFacts {
    type Id = PlaceId;
    const KIND: Kind = Kind::Place;

    fn anchors(&self, _id: PlaceId) -> Anchors {
        Anchors {
            districts: self.district.iter().cloned().collect(),
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let code = self.code.to_string();
        match self.level {
            PlaceLevel::District if code.parse::<DistrictCode>().is_err() => {
                flaws.push(Flaw::new("district_code").at("/code"));
            }
            PlaceLevel::District
                if self
                    .district
                    .as_ref()
                    .is_some_and(|d| d.to_string() != code) =>
            {
                flaws.push(Flaw::new("district_of_district").at("/district"));
            }
            PlaceLevel::AssemblyConstituency if !matches!(code.parse::<u16>(), Ok(1..=140)) => {
                flaws.push(Flaw::new("constituency_number").at("/code"));
            }
            _ => {}
        }
        flaws
    }

    fn heading(&self) -> crate::search::Heading {
        crate::search::Heading::of(&self.name)
    }

    fn search_text(&self) -> String {
        format!("{} {}", self.name.text(), self.code)
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
    fn district_codes_are_the_fourteen() {
        assert_eq!(
            (500..600)
                .filter(|n| n.to_string().parse::<DistrictCode>().is_ok())
                .count(),
            14
        );
        assert!("0555".parse::<DistrictCode>().is_err());
    }
}
