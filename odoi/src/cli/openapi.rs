//! `odoi openapi`.

use super::{Done, say};
use clap::Args;
use odoi_api::openapi;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Openapi {
    /// Where the committed files are.
    #[arg(long, default_value = "openapi")]
    directory: PathBuf,
    /// Compare instead of writing; fails where a file differs.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(command: &Openapi) -> Done {
    let mut stale = Vec::new();
    for (name, text) in openapi::files() {
        let path = command.directory.join(name);
        if command.check {
            if std::fs::read_to_string(&path).unwrap_or_default() != text {
                stale.push(name);
            }
        } else {
            write(&path, &text)?;
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} in {} differ from the program: run `odoi openapi`",
        stale.join(", "),
        command.directory.display()
    )
    .into())
}

fn write(path: &Path, text: &str) -> Done {
    std::fs::write(path, text)?;
    say(format_args!("{} written", path.display()));
    Ok(())
}
