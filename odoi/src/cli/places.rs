//! `odoi import`: places from a published list.

use super::{Done, operator, say};
use crate::lists::{self, Format, Outcome, Reported};
use crate::site::Site;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use std::fs::File;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Places from a published list in CSV. Rows are compared with what is there, so the same list can
    /// be imported again; what an administrator has protected is kept. Import districts, taluks and
    /// blocks before grama panchayats and urban bodies, then the Election Commission's list, then the
    /// extents of constituencies.
    Places(Places),
}

#[derive(Debug, Args)]
pub(crate) struct Places {
    /// The list, by its columns.
    #[arg(long, value_enum, default_value_t = Format::List)]
    format: Format,
    /// How each row is reported.
    #[arg(long, value_enum, default_value_t = Report::Text)]
    report: Report,
    /// The file.
    file: PathBuf,
}

/// How rows are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    /// A line of text for each row
    Text,
    /// A JSON document for each row, and one of all at the end
    Ndjson,
}

/// The outcomes, in the order of the summary.
const WORDS: [&str; 5] = ["created", "updated", "unchanged", "kept", "rejected"];

/// The outcome's place among the words, and why.
fn slot(outcome: &Outcome) -> (usize, &str) {
    match outcome {
        Outcome::Created => (0, ""),
        Outcome::Updated => (1, ""),
        Outcome::Unchanged => (2, ""),
        Outcome::Kept => (3, "the place is protected"),
        Outcome::Rejected(why) => (4, why),
    }
}

pub(super) async fn run(site: &Site, command: Import) -> Done {
    let Import::Places(Places { format, report, file }) = command;
    let store = operator::open(site)?;
    let rows = lists::import(&store, format, File::open(&file)?).await;
    store.close().await;
    let mut counts = [0_usize; 5];
    for row in rows? {
        let (place, why) = slot(&row.outcome);
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        tell(report, &row, WORDS.get(place).copied().unwrap_or_default(), why);
    }
    let [created, updated, unchanged, kept, rejected] = counts;
    match report {
        Report::Text => say(format_args!(
            "{created} created, {updated} updated, {unchanged} unchanged, {kept} kept, {rejected} rejected"
        )),
        Report::Ndjson => say(json!({ "summary": {
            "created": created, "updated": updated, "unchanged": unchanged, "kept": kept, "rejected": rejected,
        } })),
    }
    if rejected == 0 { Ok(()) } else { Err(format!("{rejected} lines were rejected").into()) }
}

fn tell(report: Report, row: &Reported, word: &str, why: &str) {
    match report {
        Report::Text if why.is_empty() => say(format_args!("line {}: {word}", row.line)),
        Report::Text => say(format_args!("line {}: {word}: {why}", row.line)),
        Report::Ndjson => {
            let told = if why.is_empty() {
                json!({ "line": row.line, "about": row.about, "outcome": word })
            } else {
                json!({ "line": row.line, "about": row.about, "outcome": word, "reason": why })
            };
            say(told);
        }
    }
}
