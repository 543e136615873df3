//! The rows of each format.

use super::claim::{AreaClaim, Claim};
use super::format::{Record, district, optional};
use super::gazetteer::{Gazetteer, Meant};
use crate::cli::Failed;
use crate::reference::read;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Text;
use odoi_domain::registry::place::{
    AreaRelation, CodeSystem, DistrictCode, PinCode, PlaceCode, PlaceKey, PlaceLevel,
};
use serde::Deserialize;

/// Sources, as areas name them.
pub(super) const ORDER_2008: &str =
    "Delimitation of Parliamentary and Assembly Constituencies Order, 2008";
const DIRECTORY: &str = "Local Government Directory";
const COMMISSION: &str = "State Election Commission, Kerala, 2025";
const IMPORTED: &str = "Imported list";

pub(super) fn source(text: &str) -> Result<Text<120>, Failed> {
    read(text)
}

fn name(en: &str, ml: &str) -> Result<Name, Failed> {
    Ok(Name { en: read(en)?, ml: optional(ml)? })
}

fn within(place: PlaceKey) -> AreaClaim {
    AreaClaim { relation: AreaRelation::Within, place }
}

/// A place of any level.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    level: String,
    code: String,
    name_en: String,
    #[serde(default)]
    name_ml: String,
    #[serde(default)]
    district: String,
    #[serde(default)]
    latitude: String,
    #[serde(default)]
    longitude: String,
    /// Separated by spaces.
    #[serde(default)]
    pin_codes: String,
    /// `level:code`, separated by spaces.
    #[serde(default)]
    within: String,
}

impl Record for Place {
    fn about(&self) -> String {
        format!("{} {}", self.level.trim(), self.code.trim())
    }

    fn claim(&self, _known: &Gazetteer) -> Result<Claim, Failed> {
        let (level, code) = (read(self.level.trim())?, read(self.code.trim())?);
        let mut claim = Claim::of(level, code, source(IMPORTED)?);
        claim.name = Some(name(&self.name_en, &self.name_ml)?);
        claim.district = district(&self.district)?;
        claim.centroid = match (self.latitude.trim(), self.longitude.trim()) {
            ("", "") => None,
            (latitude, longitude) => {
                let point = format!("{latitude},{longitude}").parse::<Point>();
                Some(point.map_err(|violation| {
                    format!("{latitude:?}, {longitude:?}: {}", violation.code)
                })?)
            }
        };
        for pin_code in self.pin_codes.split_whitespace() {
            claim.pin_codes.push(read::<PinCode>(pin_code)?);
        }
        for area in self.within.split_whitespace() {
            let key = area.parse::<PlaceKey>();
            claim
                .areas
                .push(within(key.map_err(|violation| format!("{area:?}: {}", violation.code))?));
        }
        if claim.areas.is_empty() && claim.level == PlaceLevel::Ward {
            claim.areas.extend(body_of_ward(&self.code).map(within));
        }
        Ok(claim)
    }
}

/// The local body of a ward: the Election Commission's code of a ward is that of its body and three
/// digits.
fn body_of_ward(code: &str) -> Option<PlaceKey> {
    let (body, number) = code.trim().split_at_checked(6)?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if number.len() != 3 || !is_number(number) || !is_number(body.get(1..)?) {
        return None;
    }
    let level = level_of(body)?;
    let code = body.parse().ok()?;
    Some(match level {
        PlaceLevel::BlockPanchayat | PlaceLevel::DistrictPanchayat => PlaceKey::Code(level, code),
        _ => PlaceKey::OtherCode(level, CodeSystem::Sec2025, code),
    })
}

/// The level that the first letter of a code of the Election Commission stands for.
fn level_of(sec_code: &str) -> Option<PlaceLevel> {
    Some(match sec_code.chars().next()? {
        'G' => PlaceLevel::GramaPanchayat,
        'B' => PlaceLevel::BlockPanchayat,
        'D' => PlaceLevel::DistrictPanchayat,
        'M' => PlaceLevel::Municipality,
        'C' => PlaceLevel::Corporation,
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct District {
    lgd_code: String,
    name_en: String,
    name_ml: String,
    lsg_state_code: String,
    census2011: String,
}

impl Record for District {
    fn about(&self) -> String {
        format!("district {}", self.lgd_code)
    }

    fn claim(&self, _known: &Gazetteer) -> Result<Claim, Failed> {
        let code: PlaceCode = read(&self.lgd_code)?;
        let mut claim = Claim::of(PlaceLevel::District, code, source(DIRECTORY)?);
        claim.name = Some(name(&self.name_en, &self.name_ml)?);
        claim.district = district(&self.lgd_code)?;
        claim.other_codes = vec![
            (CodeSystem::Lsg, read(&self.lsg_state_code)?),
            (CodeSystem::Census2011, read(&self.census2011)?),
        ];
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Taluk {
    lgd_district_code: String,
    lgd_subdistrict_code: String,
    taluk: String,
    census2011: String,
}

impl Record for Taluk {
    fn about(&self) -> String {
        format!("taluk {}", self.lgd_subdistrict_code)
    }

    fn claim(&self, _known: &Gazetteer) -> Result<Claim, Failed> {
        let code = read(&self.lgd_subdistrict_code)?;
        let mut claim = Claim::of(PlaceLevel::Taluk, code, source(DIRECTORY)?);
        claim.name = Some(name(&self.taluk, "")?);
        claim.district = district(&self.lgd_district_code)?;
        // Taluks that were formed after the census stand there as 00000.
        let census = optional::<PlaceCode>(self.census2011.trim().trim_matches('0'))?;
        let census = census.and(optional::<PlaceCode>(&self.census2011)?);
        claim.other_codes.extend(census.map(|code| (CodeSystem::Census2011, code)));
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Block {
    lgd_district_code: String,
    lgd_block_code: String,
    block_name: String,
}

impl Record for Block {
    fn about(&self) -> String {
        format!("development_block {}", self.lgd_block_code)
    }

    fn claim(&self, _known: &Gazetteer) -> Result<Claim, Failed> {
        let code = read(&self.lgd_block_code)?;
        let mut claim = Claim::of(PlaceLevel::DevelopmentBlock, code, source(DIRECTORY)?);
        claim.name = Some(name(&self.block_name, "")?);
        claim.district = district(&self.lgd_district_code)?;
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Panchayat {
    lsg_code: String,
    lgd_code: String,
    name_en: String,
    name_ml: String,
    lgd_district_code: String,
}

impl Record for Panchayat {
    fn about(&self) -> String {
        format!("grama_panchayat {}", self.lgd_code)
    }

    fn claim(&self, known: &Gazetteer) -> Result<Claim, Failed> {
        let code = read(&self.lgd_code)?;
        let mut claim = Claim::of(PlaceLevel::GramaPanchayat, code, source(DIRECTORY)?);
        // The level says what it is; the English names do not repeat it either.
        let ml = self.name_ml.trim().trim_end_matches("ഗ്രാമ പഞ്ചായത്ത്");
        claim.name = Some(name(&self.name_en, ml)?);
        claim.district = district(&self.lgd_district_code)?;
        let lsg: PlaceCode = read(&self.lsg_code)?;
        if let Some(block) = known.block_of_lsg(&lsg) {
            let block = PlaceKey::Code(PlaceLevel::DevelopmentBlock, read(&block.lgd_code)?);
            claim.areas.push(within(block));
        }
        claim.other_codes.push((CodeSystem::Lsg, lsg));
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct UrbanBody {
    district: String,
    #[serde(rename = "type")]
    kind: String,
    lgd_local_body_code: String,
    name_en: String,
    name_ml: String,
}

impl Record for UrbanBody {
    fn about(&self) -> String {
        format!("{} {}", self.kind, self.lgd_local_body_code)
    }

    fn claim(&self, known: &Gazetteer) -> Result<Claim, Failed> {
        let level = match self.kind.trim() {
            "Municipality" => PlaceLevel::Municipality,
            "Municipal Corporation" => PlaceLevel::Corporation,
            other => return Err(format!("there is no level for {other:?}").into()),
        };
        let code = read(&self.lgd_local_body_code)?;
        let mut claim = Claim::of(level, code, source(DIRECTORY)?);
        claim.name = Some(name(&self.name_en, &self.name_ml)?);
        claim.district = Some(known.district(&self.district)?);
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct LocalBody {
    sec_code: String,
    name_en: String,
    lgd_district_code: String,
}

impl Record for LocalBody {
    fn about(&self) -> String {
        format!("local body {}", self.sec_code)
    }

    fn claim(&self, known: &Gazetteer) -> Result<Claim, Failed> {
        let level = level_of(&self.sec_code).ok_or("no level has such a code")?;
        let sec_code: PlaceCode = read(&self.sec_code)?;
        let home: DistrictCode = read(self.lgd_district_code.trim())?;
        let is_keyed = matches!(level, PlaceLevel::BlockPanchayat | PlaceLevel::DistrictPanchayat);
        let mut claim = if is_keyed {
            Claim::of(level, sec_code, source(COMMISSION)?)
        } else {
            let meant = known.named(level, &home, &self.name_en)?;
            let mut claim = Claim::of(meant.level, meant.code, source(COMMISSION)?);
            (claim.is_leading, claim.makes) = (false, false);
            claim.other_codes.push((CodeSystem::Sec2025, sec_code));
            claim
        };
        claim.name = Some(name(&self.name_en, "")?);
        claim.district = Some(home);
        if level == PlaceLevel::BlockPanchayat
            && let Some(block) = known.block_of_panchayat(&self.sec_code)
        {
            let block = PlaceKey::Code(PlaceLevel::DevelopmentBlock, read(&block.lgd_code)?);
            claim.areas.push(within(block));
        }
        if level == PlaceLevel::GramaPanchayat
            && let Some(block) = known.block_of(&claim.code)
        {
            let block = PlaceKey::Code(PlaceLevel::BlockPanchayat, read(&block.sec_code)?);
            claim.areas.push(within(block));
        }
        Ok(claim)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Constituency {
    ac_no: String,
    name_en: String,
    name_ml: String,
    lgd_district_code: String,
}

impl Record for Constituency {
    fn about(&self) -> String {
        format!("assembly_constituency {}", self.ac_no)
    }

    fn claim(&self, _known: &Gazetteer) -> Result<Claim, Failed> {
        let code = read(&self.ac_no)?;
        let mut claim = Claim::of(PlaceLevel::AssemblyConstituency, code, source(ORDER_2008)?);
        claim.name = Some(name(&self.name_en, &self.name_ml)?);
        claim.district = district(&self.lgd_district_code)?;
        Ok(claim)
    }
}

/// A local body, or a ward of one, that a constituency consists of.
#[derive(Debug, Deserialize)]
pub(super) struct ExtentRow {
    pub(super) ac_no: String,
    unit_name: String,
    type_of_body: String,
    lsgi_name: String,
}

impl ExtentRow {
    pub(super) fn about(&self) -> String {
        format!("{} in constituency {}", self.unit_name, self.ac_no)
    }

    /// Whether the row is of a ward and not of a whole body.
    pub(super) fn is_part(&self) -> bool {
        self.unit_name.starts_with("Ward ")
    }

    /// The body that the row names.
    pub(super) fn meant(&self, known: &Gazetteer) -> Result<Meant, String> {
        let (level, endings) = match self.type_of_body.trim() {
            "Grama Panchayat" => (PlaceLevel::GramaPanchayat, "Grama Panchayat"),
            "Municipality" => (PlaceLevel::Municipality, "Municipality"),
            "Municipal Corporation" => (PlaceLevel::Corporation, "Municipal Corporation"),
            other => return Err(format!("there is no level for {other:?}")),
        };
        let home = known.district_of_constituency(&self.ac_no)?;
        let body = self.lsgi_name.trim().trim_end_matches(endings).trim();
        known.named(level, &home, body)
    }
}
