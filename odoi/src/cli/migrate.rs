//! `odoi migrate`.

use super::{Done, say};
use crate::site::Site;
use clap::Subcommand;
use odoi_persistence::migrate::{self, Direction};

#[derive(Debug, Subcommand)]
pub(crate) enum Migrate {
    /// Run everything that is pending. Safe when several programs start at once.
    Up,
    /// Undo the last migration, and lose what it kept.
    Down {
        /// Says that you mean it.
        #[arg(long)]
        yes: bool,
    },
    /// Say where the database stands.
    Status,
}

pub(super) fn run(site: &Site, command: &Migrate) -> Done {
    let url = site.database();
    match command {
        Migrate::Up => {
            if let Some(parent) = site.database_url.is_none().then_some(&site.data_dir) {
                std::fs::create_dir_all(parent)?;
            }
            let done = migrate::run(&url, Direction::Up)?;
            say(format_args!("{url}: {} migrations run {}", done.len(), done.join(" ")));
        }
        Migrate::Down { yes: false } => {
            return Err("this undoes the last migration and loses what it kept: add --yes".into());
        }
        Migrate::Down { yes: true } => {
            say(format_args!("{url}: undone {}", migrate::run(&url, Direction::Down)?.join(" ")));
        }
        Migrate::Status => {
            let status = migrate::status(&url)?;
            say(format_args!(
                "{url}: {} applied, {} pending, {} unknown",
                status.applied.len(),
                status.pending.len(),
                status.unknown.len()
            ));
            for name in status.pending {
                say(format_args!("  pending {name}"));
            }
            for name in status.unknown {
                say(format_args!("  unknown {name}: made by a newer program"));
            }
        }
    }
    Ok(())
}
