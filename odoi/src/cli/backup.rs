//! `odoi backup`.

use super::{Done, audit, say};
use crate::site::Site;
use clap::{Args, Subcommand};
use odoi_persistence::backup;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    /// The file to make, and beside it FILE.sha256; neither may exist.
    #[arg(required = true)]
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<BackupCommand>,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Check a copy before it is restored: that no bit has changed since it was made, and that it is whole.
    Check {
        /// The copy; its digest is FILE.sha256.
        file: PathBuf,
    },
}

pub(super) fn run(site: &Site, command: Backup) -> Done {
    let chains = audit::every_chain_of_minutes;
    match (command.command, command.file) {
        (Some(BackupCommand::Check { file }), _) => {
            let found = backup::check(&file, chains)?;
            report(&file, found)
        }
        (None, Some(file)) => {
            let made = backup::run(&site.database(), &file, chains)?;
            report(&file, made)
        }
        (None, None) => Err("name the file to make".into()),
    }
}

/// Says what the copy holds. A chain that is broken is so in the database, too: the copy stays.
fn report(file: &Path, copy: backup::Examined<Vec<odoi_api::routes::MinuteChainView>>) -> Done {
    say(format_args!("{} holds {} bytes, SHA-256 {}", file.display(), copy.bytes, copy.digest));
    match copy.chains {
        Some((verdict, minutes)) => audit::report(&verdict, &minutes),
        None => {
            say("Its chains can be checked where it is restored, by `odoi audit verify`.");
            Ok(())
        }
    }
}
