//! The money of the demonstration: a round that is over and pays for what was sanctioned, with awards
//! in every stage, driven by their own transitions and entered into the ledger like all others.

use super::decisions::{Journey, proposal};
use super::loader::{Loader, Person, flawed, missing, wrong};
use super::programme::publish;
use super::steps::actor_of;
use odoi_application::Failure;
use odoi_application::money::awards::{AwardRequest, take_step};
use odoi_application::programme::calls;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::CallId;
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::money::award::{
    Award, AwardCommand, AwardStep, AwardTerms, Certificate, Entered, Entry, Invoice, Milestone,
    Tranche,
};
use odoi_domain::programme::call::{CallFacts, CallStep};
use odoi_domain::programme::proposal::cost::{CostKind, CostLine};
use odoi_domain::{Day, Entity, Moment};

/// What is left over of a first tranche, in paise.
const LEFT: i64 = 1_000_000;
/// What the money earned in the bank, in paise.
const INTEREST: i64 = 41_250;
/// How long ago the round opened and closed, in days.
const WINDOW: [i64; 2] = [300, 2];

/// The round of last year: for all of Kerala, with a budget, and open until it is closed.
pub(super) fn call(loader: &mut Loader<'_, '_>) -> Result<CallId, Failure> {
    let [opens, closes] = WINDOW.map(|days| loader.days_ago(days));
    let text = include_str!("../../data/demo/past_call.json");
    let mut facts: CallFacts = serde_json::from_str(text).map_err(wrong)?;
    (facts.opens_at, facts.closes_at) = (opens, closes);
    publish(loader, facts, opens)
}

/// It ends, when everything that was submitted in its window is in.
pub(super) fn close(loader: &mut Loader<'_, '_>, id: CallId) -> Result<(), Failure> {
    let [_, closes] = WINDOW.map(|days| loader.days_ago(days));
    let closed = loader
        .act_at(closes, &Person::officer(), |tx| calls::take_step(tx, id, CallStep::Close, None));
    closed.map(drop)
}

/// What the money is for: the innovation itself, and what others pay.
pub(super) fn cost_lines(asked: Paise) -> Result<Vec<CostLine>, Failure> {
    [
        ("Machinery, trials and tests", CostKind::Innovation, asked.get()),
        ("Land and building", CostKind::Other, asked.get() / 4),
    ]
    .into_iter()
    .map(|(title, kind, paise)| {
        Ok(CostLine {
            title: line(title)?,
            kind,
            amount_paise: Paise::new(paise),
            asset_serials: Vec::new(),
            quotes: Vec::new(),
        })
    })
    .collect()
}

/// Two tranches; the second one waits for the machinery.
pub(super) fn terms(sanctioned: Paise, today: Day) -> Result<AwardTerms, Failure> {
    let first = sanctioned.get() / 10 * 6;
    let tranche = |paise, milestones: &[u16]| Tranche {
        amount_paise: Paise::new(paise),
        milestones: milestones.to_vec(),
    };
    Ok(AwardTerms {
        milestones: vec![Milestone {
            title: line("The machinery is installed and tried")?,
            due_on: Day(today.0 + chrono::Duration::days(120)),
        }],
        tranches: vec![tranche(first, &[]), tranche(sanctioned.get() - first, &[0])],
    })
}

/// Something that concerns the money of a proposal.
#[derive(Clone, Copy)]
pub(super) enum Paying {
    /// A tranche is released by the minutes that decided it.
    Release(usize),
    Pay(usize),
    /// A payment that was entered by mistake is taken back.
    TakeBack,
    /// Its certificate is handed in: a little is left of the first, and all of it spent by the second.
    Certify(usize),
    Accept(usize),
    /// The milestone is reported, and accepted.
    Report,
    Reach,
}

/// It happens, on its day.
pub(super) fn happen(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    what: Paying,
    now: Moment,
) -> Result<(), Failure> {
    let thing = proposal(loader, journey)?;
    let award = loader.read().award_of(thing.meta().id)?;
    let award = award.ok_or_else(|| missing("award"))?;
    let (what, reference) = stepped(&award, what, now.day())?;
    let minute = match &what {
        AwardCommand::ReleaseTranche(number) => {
            let minute = journey.releases.get(*number);
            Some(*minute.ok_or_else(|| missing("minutes that release a tranche"))?)
        }
        _ => None,
    };
    let by = actor_of(journey, &thing, what.step().action());
    let request = AwardRequest { what, reference, minute };
    loader.act_at(now, &by, |tx| take_step(tx, award.meta().id, request))?;
    Ok(())
}

/// The step, and what the treasury calls the payment.
fn stepped(award: &Award, what: Paying, on: Day) -> Result<(AwardCommand, Option<Line>), Failure> {
    let text = |words: &str| Text::new(words).map_err(flawed);
    let stepped = match what {
        Paying::Release(number) => AwardCommand::ReleaseTranche(number),
        Paying::Pay(number) => {
            let reference = line(&format!("BIMS/DEMO/{}", number + 1))?;
            return Ok((AwardCommand::DisburseTranche(number), Some(reference)));
        }
        Paying::TakeBack => {
            let paid = |entry: &&Entry| matches!(entry.what, Entered::Payment { .. });
            let entry = award.state().entries.iter().rfind(paid);
            let entry = entry.ok_or_else(|| wrong("no payment to take back"))?;
            let reason = text("The treasury had paid another cluster on that day.")?;
            AwardCommand::Reverse(AwardStep::ReversePayment, Some(entry.posting), reason)
        }
        Paying::Certify(number) => {
            AwardCommand::SubmitCertificate(number, certificate(award, number, on)?, Vec::new())
        }
        Paying::Accept(number) => AwardCommand::AcceptCertificate(number),
        Paying::Report => {
            AwardCommand::ReportMilestone(0, text("Inspected and found at work.")?, Vec::new())
        }
        Paying::Reach => AwardCommand::AcceptMilestone(0),
    };
    Ok((stepped, None))
}

fn certificate(award: &Award, number: usize, on: Day) -> Result<Certificate, Failure> {
    let tranche = award.state().course.terms.tranches.get(number);
    let tranche =
        tranche.ok_or_else(|| wrong("an award of the demonstration has too few tranches"))?;
    let amount = tranche.amount_paise.get();
    let bill = u8::try_from(number + 1).map_err(wrong)?;
    let (spent, earned, deposited, closing) = if number == 0 {
        (amount - LEFT, INTEREST, 0, LEFT + INTEREST)
    } else {
        (amount + LEFT, 0, INTEREST, 0)
    };
    Ok(Certificate {
        invoices: vec![invoice(award, bill, (spent, on))?],
        interest_earned_paise: Paise::new(earned),
        interest_deposited_paise: Paise::new(deposited),
        closing_paise: Paise::new(closing),
    })
}

/// A bill. Suppliers count theirs on: each award has bills of its own, by the last eight digits of its id, which
/// are too few to look like an Aadhaar number.
fn invoice(award: &Award, number: u8, (paise, on): (i64, Day)) -> Result<Invoice, Failure> {
    let id = award.meta().id.to_string();
    let own = id.get(id.len() - 8..).unwrap_or_default();
    Ok(Invoice {
        supplier: line("Example Engineering Works")?,
        number: Text::new(&format!("EEW/{own}/{number}")).map_err(flawed)?,
        dated_on: on,
        cost_line: 0,
        amount_paise: Paise::new(paise),
    })
}

fn line(text: &str) -> Result<Line, Failure> {
    Line::new(text).map_err(flawed)
}
