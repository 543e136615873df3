//! `odoi audit`.

use super::{Done, operator, say};
use crate::config::Site;
use crate::routes::{MinuteChainView, walk_minutes};
use clap::Subcommand;
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Verdict};

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Walk the hash chain of the audit trail and those of the districts' minutes from their beginning;
    /// fails at the first broken link.
    Verify,
}

/// The chain of minutes of every district.
pub(super) fn every_chain_of_minutes(repo: &mut dyn Read) -> Result<Vec<MinuteChainView>, Error> {
    let districts = (554..=567).filter_map(|code: u16| code.to_string().parse().ok());
    districts
        .map(|district| walk_minutes(repo, &district))
        .collect()
}

/// Names the first broken link of the minutes.
fn unbroken(chains: Vec<MinuteChainView>) -> Done {
    for chain in chains {
        if let Some(broken) = chain.broken {
            let meeting = broken
                .meeting_id
                .map(|id| format!(", meeting {id}"))
                .unwrap_or_default();
            return Err(format!(
                "the minutes of district {} break at number {}{meeting}: {}",
                chain.district, broken.number, broken.why
            )
            .into());
        }
    }
    Ok(())
}

pub(super) async fn run(site: &Site, command: Audit) -> Done {
    let Audit::Verify = command;
    let store = operator::open(site)?;
    let verdict = store.verify().await?;
    let minutes = store.snapshot(every_chain_of_minutes).await?;
    store.close().await;
    report(verdict, minutes)
}

/// Says how much holds, and fails at the first broken link.
pub(super) fn report(verdict: Verdict, minutes: Vec<MinuteChainView>) -> Done {
    say(format_args!(
        "{} links hold; {} rows wait to be sealed",
        verdict.links, verdict.unsealed
    ));
    let links: i64 = minutes.iter().map(|chain| chain.links).sum();
    say(format_args!("{links} closed minutes hold"));
    match verdict.broken {
        None => unbroken(minutes),
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
