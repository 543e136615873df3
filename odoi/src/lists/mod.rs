//! Published lists of places: their formats, and how what they state is joined with what is known.
//!
//! Lists agree on codes and not on names (of 941 grama panchayats 714 are spelt alike by the directory
//! and the Election Commission), so rows are joined by code. Where two lists share none, spellings
//! that differ stand in `data/place_spellings.csv`, compiled for this program.

mod claim;
mod format;
mod gazetteer;
mod keep;
mod record;

pub(crate) use format::Format;
pub(crate) use keep::Outcome;

use crate::cli::Failed;
use gazetteer::Gazetteer;
use odoi_persistence::Store;
use std::io::Read;

/// What became of a row.
pub(crate) struct Reported {
    /// Its line in the file.
    pub(crate) line: u64,
    /// What it is about, as far as that could be read.
    pub(crate) about: String,
    pub(crate) outcome: Outcome,
}

/// Imports a list; a file that is none of this format is refused before anything is written.
pub(crate) async fn import(
    store: &Store,
    format: Format,
    file: impl Read,
) -> Result<Vec<Reported>, Failed> {
    let gazetteer = Gazetteer::of(store).await?;
    let mut reports = Vec::new();
    for row in format.read(file, &gazetteer)? {
        let outcome = match row.claim {
            Ok(claim) => keep::keep(store, claim).await,
            Err(why) => Outcome::Rejected(why),
        };
        reports.push(Reported { line: row.line, about: row.about, outcome });
    }
    reports.sort_by_key(|report| report.line);
    Ok(reports)
}
