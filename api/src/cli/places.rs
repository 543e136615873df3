//! `odoi import`: places from a published list.

use super::{Done, Failed, operator, say};
use crate::config::Site;
use crate::reference::{self, PlaceLine};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Places from a CSV file with the columns level, code, name_en, name_ml, district. Rows that are
    /// there already are compared, so the same list can be imported again.
    Places(Places),
}

#[derive(Debug, Args)]
pub(crate) struct Places {
    /// The file.
    file: PathBuf,
}

pub(super) async fn run(site: &Site, command: Import) -> Done {
    let Import::Places(Places { file }) = command;
    let store = operator::open(site)?;
    let mut reader = csv::Reader::from_path(&file)?;
    let lines: Vec<PlaceLine> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| -> Failed { error.into() })?;
    let mut counts = [0_usize; 4];
    for (number, line) in lines.into_iter().enumerate() {
        let outcome = reference::place(&store, line).await;
        let (slot, word) = match &outcome {
            Ok(reference::Loaded::Created) => (0, "created"),
            Ok(reference::Loaded::Updated) => (1, "updated"),
            Ok(reference::Loaded::Unchanged) => (2, "unchanged"),
            Err(_) => (3, "rejected"),
        };
        if let Some(count) = counts.get_mut(slot) {
            *count += 1;
        }
        match outcome {
            Ok(_) => say(format_args!("line {}: {word}", number + 2)),
            Err(error) => say(format_args!("line {}: rejected: {error}", number + 2)),
        }
    }
    store.close().await;
    let [created, updated, unchanged, rejected] = counts;
    say(format_args!(
        "{created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected"
    ));
    if rejected == 0 {
        Ok(())
    } else {
        Err(format!("{rejected} lines were rejected").into())
    }
}
