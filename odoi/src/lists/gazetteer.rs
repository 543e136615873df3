//! What is known of places before an import: names to codes, blocks and spellings.

use super::claim::letters;
use crate::cli::Failed;
use crate::reference::{lines, read};
use odoi_domain::policy::View;
use odoi_domain::registry::place::{CodeSystem, DistrictCode, Place, PlaceCode, PlaceLevel};
use odoi_persistence::page::{Paging, SortKey};
use odoi_persistence::port::PlaceFilter;
use odoi_persistence::{Error, Store};
use serde::Deserialize;
use std::collections::HashMap;

const BLOCKS: &str = include_str!("../../data/blocks.csv");
const SPELLINGS: &str = include_str!("../../data/place_spellings.csv");

/// The levels whose places are joined by name.
const NAMED: &[PlaceLevel] = &[
    PlaceLevel::District,
    PlaceLevel::GramaPanchayat,
    PlaceLevel::Municipality,
    PlaceLevel::Corporation,
    PlaceLevel::DevelopmentBlock,
    PlaceLevel::BlockPanchayat,
    PlaceLevel::AssemblyConstituency,
];

/// A block by the codes that three lists give it; a row of our own table.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Block {
    /// The first five characters of the LSG codes of its grama panchayats.
    lsg_block: String,
    /// The block panchayat, by the Election Commission.
    pub(super) sec_code: String,
    /// The development block, by the directory.
    pub(super) lgd_code: String,
}

#[derive(Debug, Deserialize)]
struct Spelling {
    listed_level: String,
    district: String,
    spelling: String,
    level: String,
    code: String,
    /// `whole`, or `part` of a larger body that it has since been joined to.
    extent: String,
}

/// A place that a name was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) level: PlaceLevel,
    pub(super) code: PlaceCode,
    /// Whether the name means the whole of it.
    pub(super) is_whole: bool,
}

type Named = (PlaceLevel, String, String);

/// What is known.
#[derive(Default)]
pub(super) struct Gazetteer {
    names: HashMap<Named, Vec<Meant>>,
    spellings: HashMap<Named, Meant>,
    blocks: Vec<Block>,
    /// LSG codes of grama panchayats by their official ones.
    lsg: HashMap<PlaceCode, PlaceCode>,
    /// Districts of assembly constituencies by their numbers.
    seats: HashMap<String, DistrictCode>,
}

impl Gazetteer {
    /// Reads what the store and the program's own tables know.
    pub(super) async fn of(store: &Store) -> Result<Self, Failed> {
        let mut gazetteer = Self::tables()?;
        let places = store
            .read(|repo| {
                let filter = PlaceFilter { level: NAMED.to_vec(), ..PlaceFilter::default() };
                let view = View { everything: true, scopes: Vec::new() };
                let mut paging = Paging {
                    limit: 1_000,
                    key: SortKey::Name,
                    descending: false,
                    after: None,
                    count: false,
                    near: None,
                };
                let mut all = Vec::new();
                loop {
                    let page = repo.places(&filter, &view, &paging)?;
                    all.extend(page.items);
                    if page.next.is_none() {
                        return Ok::<_, Error>(all);
                    }
                    paging.after = page.next;
                }
            })
            .await?;
        places.iter().for_each(|place| gazetteer.learn(place));
        Ok(gazetteer)
    }

    /// The program's own tables alone.
    pub(super) fn tables() -> Result<Self, Failed> {
        let mut spellings = HashMap::new();
        for row in lines::<Spelling>(SPELLINGS)? {
            let meant = Meant {
                level: read(&row.level)?,
                code: read(&row.code)?,
                is_whole: row.extent == "whole",
            };
            let name =
                (read::<PlaceLevel>(&row.listed_level)?, row.district, letters(&row.spelling));
            spellings.insert(name, meant);
        }
        Ok(Self { spellings, blocks: lines(BLOCKS)?, ..Self::default() })
    }

    pub(super) fn learn(&mut self, place: &Place) {
        let facts = place.facts();
        let district = facts.district.as_ref().map(ToString::to_string);
        let meant = Meant { level: facts.level, code: facts.code.clone(), is_whole: true };
        let names = std::iter::once(&facts.name.en).chain(&facts.other_names);
        for name in names {
            let key = (facts.level, district.clone().unwrap_or_default(), letters(name.as_str()));
            let known = self.names.entry(key).or_default();
            if !known.contains(&meant) {
                known.push(meant.clone());
            }
        }
        if let (PlaceLevel::AssemblyConstituency, Some(district)) = (facts.level, &facts.district) {
            self.seats.insert(facts.code.to_string(), district.clone());
        }
        for other in facts.other_codes.iter().filter(|o| o.system == CodeSystem::Lsg) {
            self.lsg.insert(facts.code.clone(), other.code.clone());
        }
    }

    /// The place of a level and district that a list calls so.
    pub(super) fn named(
        &self,
        level: PlaceLevel,
        district: &DistrictCode,
        name: &str,
    ) -> Result<Meant, String> {
        let key = (level, district.to_string(), letters(name));
        match self.names.get(&key).map(Vec::as_slice) {
            Some([one]) => return Ok(one.clone()),
            Some([_, _, ..]) => {
                return Err(format!(
                    "more than one {level} of district {district} is called {name:?}"
                ));
            }
            Some([]) | None => {}
        }
        self.spellings
            .get(&key)
            .cloned()
            .ok_or_else(|| format!("no {level} of district {district} is called {name:?}"))
    }

    /// The code of the district that is called so.
    pub(super) fn district(&self, name: &str) -> Result<DistrictCode, String> {
        let wanted = letters(name);
        let mut found = self
            .names
            .iter()
            .filter(|((level, _, known), _)| *level == PlaceLevel::District && *known == wanted);
        let code = found.next().and_then(|(_, meant)| meant.first());
        let code = code.and_then(|meant| meant.code.to_string().parse().ok());
        code.ok_or_else(|| format!("no district is called {name:?}"))
    }

    /// The district of an assembly constituency.
    pub(super) fn district_of_constituency(&self, number: &str) -> Result<DistrictCode, String> {
        let known = self.seats.get(number.trim()).cloned();
        known.ok_or_else(|| format!("there is no constituency {number:?}"))
    }

    /// The block that an LSG code of a grama panchayat begins with.
    pub(super) fn block_of_lsg(&self, lsg: &PlaceCode) -> Option<&Block> {
        let lsg = lsg.to_string();
        self.blocks.iter().find(|block| lsg.starts_with(&block.lsg_block))
    }

    /// The block of a grama panchayat by its official code.
    pub(super) fn block_of(&self, code: &PlaceCode) -> Option<&Block> {
        self.block_of_lsg(self.lsg.get(code)?)
    }

    /// The block of a block panchayat.
    pub(super) fn block_of_panchayat(&self, sec_code: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.sec_code == sec_code)
    }
}
