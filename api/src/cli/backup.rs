//! `odoi backup`.

use super::{Done, say};
use crate::config::Site;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to make; it must not exist.
    file: PathBuf,
}

pub(super) fn run(site: &Site, command: &Backup) -> Done {
    if command.file.exists() {
        return Err(format!("{} exists already", command.file.display()).into());
    }
    odoi_persistence::backup::run(&site.database(), &command.file)?;
    let bytes = std::fs::metadata(&command.file)?.len();
    say(format_args!(
        "{} holds {bytes} bytes",
        command.file.display()
    ));
    Ok(())
}
