//! `odoi audit`.

use super::{Done, operator, say};
use crate::site::Site;
use clap::Subcommand;
use odoi_api::routes::{BrokenMinute, MinuteChainView, walk_minutes};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Verdict};

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Walk the hash chain of the audit trail and those of the districts' minutes from their beginning, and compare
    /// the log of disclosures with them; names every row that does not hold, and fails where there is one.
    Verify,
}

/// The chain of minutes of every district.
pub(super) fn every_chain_of_minutes(repo: &mut dyn Read) -> Result<Vec<MinuteChainView>, Error> {
    let districts = (554..=567).filter_map(|code: u16| code.to_string().parse().ok());
    districts.map(|district| walk_minutes(repo, &district)).collect()
}

/// What is wrong with the minutes, link by link.
fn broken_minutes(chains: &[MinuteChainView]) -> Vec<String> {
    let of = |chain: &MinuteChainView| {
        let district = chain.district.clone();
        let tell = move |broken: &BrokenMinute| {
            let meeting = broken.meeting_id.map(|id| format!(", meeting {id}"));
            let (number, why) = (broken.number, broken.why);
            let meeting = meeting.unwrap_or_default();
            format!("minutes of district {district}, number {number}{meeting}: {why}")
        };
        chain.all_broken.iter().map(tell).collect::<Vec<_>>()
    };
    chains.iter().flat_map(of).collect()
}

pub(super) async fn run(site: &Site, command: Audit) -> Done {
    let Audit::Verify = command;
    let store = operator::open(site)?;
    let verdict = store.verify().await?;
    let minutes = store.snapshot(every_chain_of_minutes).await?;
    store.close().await;
    report(&verdict, &minutes)
}

/// Says how much holds, and fails at the first broken link.
pub(super) fn report(verdict: &Verdict, minutes: &[MinuteChainView]) -> Done {
    say(format_args!("{} links hold; {} rows wait to be sealed", verdict.links, verdict.unsealed));
    say(format_args!("{} disclosures are as they were recorded", verdict.disclosures));
    let links: i64 = minutes.iter().map(|chain| chain.links).sum();
    say(format_args!("{links} closed minutes hold"));
    let mut broken: Vec<String> = verdict.broken.iter().map(ToString::to_string).collect();
    broken.extend(broken_minutes(minutes));
    for line in &broken {
        say(format_args!("{line}"));
    }
    match broken.len() {
        0 => Ok(()),
        found => Err(format!("{found} of the things that are verified do not hold").into()),
    }
}
