//! The formats of the published lists, each a table of columns and what its rows state.

use super::claim::{AreaClaim, Claim};
use super::gazetteer::{Gazetteer, Meant};
use super::record::{
    Block, Constituency, District, ExtentRow, LocalBody, ORDER_2008, Panchayat, Place, Taluk,
    UrbanBody, source,
};
use crate::cli::Failed;
use crate::reference::read;
use clap::ValueEnum;
use odoi_domain::Word;
use odoi_domain::registry::place::{AreaRelation, DistrictCode, PlaceKey, PlaceLevel};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::Read;

/// A published list, by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// level, code, name_en; optional name_ml, district, latitude, longitude, pin_codes, within
    List,
    /// Districts: lgd_code, name_en, name_ml, lsg_state_code, census2011
    Districts,
    /// Taluks of the Local Government Directory: lgd_district_code, lgd_subdistrict_code, taluk, census2011
    LgdTaluks,
    /// Development blocks of the directory: lgd_district_code, lgd_block_code, block_name
    LgdBlocks,
    /// Grama panchayats: lsg_code, lgd_code, name_en, name_ml, lgd_district_code
    LgdPanchayats,
    /// Municipalities and corporations: district, type, lgd_local_body_code, name_en, name_ml
    LgdUrban,
    /// Local bodies of the State Election Commission, 2025: sec_code, type, name_en, lgd_district_code
    Sec2025,
    /// Assembly constituencies: ac_no, name_en, name_ml, lgd_district_code
    Constituencies,
    /// What each constituency consists of, by the order of 2008: ac_no, unit_name, type_of_body, lsgi_name
    AcExtent,
}

/// A row of a list: what it states, or why that cannot be read.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) about: String,
    pub(super) claim: Result<Claim, String>,
}

/// A row of a format.
pub(super) trait Record: DeserializeOwned {
    /// What the row is about, in a few words.
    fn about(&self) -> String;
    /// What it states.
    fn claim(&self, known: &Gazetteer) -> Result<Claim, Failed>;
}

impl Format {
    /// Every row of a file; an error where the file is not of this format.
    pub(super) fn read(self, file: impl Read, known: &Gazetteer) -> Result<Vec<Row>, Failed> {
        match self {
            Self::List => rows::<Place>(file, known),
            Self::Districts => rows::<District>(file, known),
            Self::LgdTaluks => rows::<Taluk>(file, known),
            Self::LgdBlocks => rows::<Block>(file, known),
            Self::LgdPanchayats => rows::<Panchayat>(file, known),
            Self::LgdUrban => rows::<UrbanBody>(file, known),
            Self::Constituencies => rows::<Constituency>(file, known),
            Self::Sec2025 => {
                let mut all = rows::<LocalBody>(file, known)?;
                // What lies in others comes after them.
                all.sort_by_key(|row| row.claim.as_ref().is_ok_and(|claim| !claim.makes));
                Ok(all)
            }
            Self::AcExtent => extent(file, known),
        }
    }
}

/// The records of a file, with their lines.
fn records<R: DeserializeOwned>(file: impl Read) -> Result<Vec<(u64, R)>, Failed> {
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers()?.clone();
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        found.push((line, record.deserialize(Some(&headers))?));
    }
    Ok(found)
}

fn rows<R: Record>(file: impl Read, known: &Gazetteer) -> Result<Vec<Row>, Failed> {
    let all = records::<R>(file)?.into_iter();
    let row = |(line, record): (u64, R)| Row {
        line,
        about: record.about(),
        claim: record.claim(known).map_err(|why| why.to_string()),
    };
    Ok(all.map(row).collect())
}

/// The list of what constituencies consist of says of each body where it stands several times, once for
/// each constituency or ward: only together do its rows say whether the body lies wholly in one.
fn extent(file: impl Read, known: &Gazetteer) -> Result<Vec<Row>, Failed> {
    let constituency = |number: &str| -> Result<PlaceKey, Failed> {
        Ok(PlaceKey::Code(PlaceLevel::AssemblyConstituency, read(number)?))
    };
    let mut joined = Vec::new();
    let mut bodies: BTreeMap<(PlaceLevel, String), (Vec<String>, bool)> = BTreeMap::new();
    for (line, row) in records::<ExtentRow>(file)? {
        let meant = row.meant(known);
        if let Ok(meant) = &meant {
            let body = (meant.level, meant.code.to_string());
            let (numbers, is_whole) = bodies.entry(body).or_insert((Vec::new(), true));
            if !numbers.contains(&row.ac_no) {
                numbers.push(row.ac_no.clone());
            }
            *is_whole &= meant.is_whole && !row.is_part();
        }
        joined.push((line, row.about(), meant));
    }
    let claim = |meant: Meant| -> Result<Claim, Failed> {
        let body = (meant.level, meant.code.to_string());
        let (numbers, is_whole) = bodies.get(&body).ok_or("nothing is stated")?;
        let relation = if *is_whole && numbers.len() == 1 {
            AreaRelation::Within
        } else {
            AreaRelation::Overlaps
        };
        let mut claim = Claim::of(meant.level, meant.code, source(ORDER_2008)?);
        claim.makes = false;
        for number in numbers {
            let place = constituency(number)?;
            claim.areas.push(AreaClaim { relation, place });
        }
        Ok(claim)
    };
    let row = |(line, about, meant): (u64, String, Result<_, String>)| Row {
        line,
        about,
        claim: meant.and_then(|meant| claim(meant).map_err(|why| why.to_string())),
    };
    Ok(joined.into_iter().map(row).collect())
}

/// A district code where one stands.
pub(super) fn district(text: &str) -> Result<Option<DistrictCode>, Failed> {
    optional(text)
}

/// A word where one stands.
pub(super) fn optional<W: Word>(text: &str) -> Result<Option<W>, Failed> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}
