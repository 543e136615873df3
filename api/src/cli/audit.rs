//! `odoi audit`.

use super::{Done, operator, say};
use crate::config::Site;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Walk the hash chain of the audit trail from its beginning; fails at the first broken link.
    Verify,
}

pub(super) async fn run(site: &Site, command: Audit) -> Done {
    let Audit::Verify = command;
    let store = operator::open(site)?;
    let verdict = store.verify().await?;
    store.close().await;
    say(format_args!(
        "{} links hold; {} rows wait to be sealed",
        verdict.links, verdict.unsealed
    ));
    match verdict.broken {
        None => Ok(()),
        Some(broken) => {
            let row = broken
                .id
                .map(|id| format!(", audit row {id}"))
                .unwrap_or_default();
            Err(format!(
                "the chain breaks at link {}{row}: {}",
                broken.seq, broken.why
            )
            .into())
        }
    }
}
