//! `odoi keys`.

use super::{Done, say};
use crate::site::Site;
use clap::Subcommand;
use odoi_api::auth::keys::{self, Keys};
use odoi_domain::kernel::time::{Clock, SystemClock};

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make the first key and the secret of refresh tokens, where there is none.
    Ensure,
    /// Make a new key, which signs from now on; the old ones verify until they are retired. Running
    /// servers take it up within seconds.
    Rotate,
    /// List the keys; the last one signs.
    List,
    /// Take a key away: tokens that it signed are refused from now on.
    Retire {
        /// Its id.
        kid: String,
    },
}

/// Keys are named by the time they were made, so that their names sort by age.
pub(crate) fn name_of_now() -> String {
    SystemClock.now().utc().format("%Y%m%dT%H%M%S%6f").to_string()
}

pub(super) fn run(site: &Site, command: &KeyCommand) -> Done {
    let directory = site.keys();
    match command {
        KeyCommand::Ensure => match keys::ensure(&directory, &name_of_now())? {
            Some(kid) => say(format_args!("{kid} signs from now on")),
            None => say("there is a key already"),
        },
        KeyCommand::Rotate => {
            say(format_args!("{} signs from now on", keys::rotate(&directory, &name_of_now())?));
        }
        KeyCommand::Retire { kid } => {
            keys::retire(&directory, kid)?;
            say(format_args!("{kid} is retired"));
        }
        KeyCommand::List => {
            for kid in Keys::open(&directory)?.ring().ids() {
                say(kid);
            }
        }
    }
    Ok(())
}
