//! The money of the demonstration: a round that is over and pays for what was sanctioned, with awards
//! in every stage, driven by their own transitions and entered into the ledger like all others.

use super::{permit, wrong};
use crate::problem::Problem;
use crate::routes::{appropriate, save_award};
use odoi_domain::award::{AwardTerms, Certificate, Invoice, Milestone, Stepped, Tranche};
use odoi_domain::call::{Call, CallFacts, CallStep};
use odoi_domain::entity::Document;
use odoi_domain::id::CallId;
use odoi_domain::mandate::{self, Authority};
use odoi_domain::meeting::Citation;
use odoi_domain::money::Paise;
use odoi_domain::policy::Action;
use odoi_domain::proposal::cost::{CostKind, CostLine};
use odoi_domain::proposal::{Proposal, history};
use odoi_domain::text::{Line, Text};
use odoi_domain::{Day, Entity};
use odoi_persistence::Tx;

/// What is left over of a first tranche, in paise.
const LEFT: i64 = 1_000_000;
/// What the money earned in the bank, in paise.
const INTEREST: i64 = 41_250;
/// How long ago the round opened and closed, in days.
const WINDOW: [i64; 2] = [300, 2];

/// The round of last year: for all of Kerala, closed, with a budget.
pub(super) fn call(tx: &mut Tx<'_>) -> Result<CallId, Problem> {
    let now = tx.now();
    let [opens, closes] = WINDOW.map(|days| now.plus_seconds(-days * 86_400));
    let text = include_str!("../../data/demo/past_call.json");
    let mut facts: CallFacts = serde_json::from_str(text).map_err(wrong)?;
    (facts.opens_at, facts.closes_at) = (opens, closes);
    let id = tx.mint();
    let draft = Call::draft(
        &permit(Action::CreateCall, &facts.anchors())?,
        id,
        facts,
        opens,
    )?;
    let draft = tx.save(draft)?.into_thing();
    let publish = permit(Action::OpenCall, &draft.anchors())?;
    let open = tx.save(draft.step(&publish, CallStep::Open, None, opens)?)?;
    appropriate(tx, &publish, open.thing())?;
    let end = permit(Action::CloseCall, &open.thing().anchors())?;
    let closed = open
        .into_thing()
        .step(&end, CallStep::Close, None, closes)?;
    tx.save(closed)?;
    Ok(id)
}

/// What the money is for: the innovation itself, and what others pay.
pub(super) fn cost_lines(asked: Paise) -> Result<Vec<CostLine>, Problem> {
    [
        (
            "Machinery, trials and tests",
            CostKind::Innovation,
            asked.get(),
        ),
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
pub(super) fn terms(sanctioned: Paise, today: Day) -> Result<AwardTerms, Problem> {
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

/// The first tranche was released, paid and accounted for; its certificate waits to be accepted.
pub(super) fn begin(tx: &mut Tx<'_>, proposal: &Proposal, minute: Citation) -> Result<(), Problem> {
    release(tx, proposal, 0, minute)?;
    let paid = Stepped::DisburseTranche(0);
    step(tx, proposal, paid, Some("BIMS/DEMO/1"))?;
    let amount = received(tx, proposal, 0)?;
    let certificate = Certificate {
        invoices: vec![invoice(1, amount - LEFT, tx.now().day())?],
        interest_earned_paise: Paise::new(INTEREST),
        interest_deposited_paise: Paise::new(0),
        closing_paise: Paise::new(LEFT + INTEREST),
    };
    let certified = Stepped::CertifyTranche(0, certificate, Vec::new());
    step(tx, proposal, certified, None)
}

/// Everything was released, spent and accounted for.
pub(super) fn finish(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    [first, second]: [Citation; 2],
) -> Result<(), Problem> {
    begin(tx, proposal, first)?;
    let evidence = Text::new("Inspected and found at work.").map_err(flawed)?;
    for what in [
        Stepped::AcceptCertificate(0),
        Stepped::ReportMilestone(0, evidence, Vec::new()),
        Stepped::AcceptMilestone(0),
    ] {
        step(tx, proposal, what, None)?;
    }
    release(tx, proposal, 1, second)?;
    let paid = Stepped::DisburseTranche(1);
    step(tx, proposal, paid, Some("BIMS/DEMO/2"))?;
    let amount = received(tx, proposal, 1)?;
    let certificate = Certificate {
        invoices: vec![invoice(2, amount + LEFT, tx.now().day())?],
        interest_earned_paise: Paise::new(0),
        interest_deposited_paise: Paise::new(INTEREST),
        closing_paise: Paise::new(0),
    };
    let certified = Stepped::CertifyTranche(1, certificate, Vec::new());
    step(tx, proposal, certified, None)?;
    step(tx, proposal, Stepped::AcceptCertificate(1), None)
}

/// A tranche is released by the minutes that decided it.
fn release(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    number: usize,
    minute: Citation,
) -> Result<(), Problem> {
    let what = Stepped::ReleaseTranche(number);
    let authority = match what.wanted(proposal, &[]) {
        None => mandate::none(),
        Some(wanted) => {
            let meeting = tx.meeting(minute.meeting_id)?;
            mandate::authorise(&wanted, minute, &meeting, &[])
        }
    };
    take(tx, proposal, (what, authority), None)
}

fn step(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    what: Stepped,
    reference: Option<&str>,
) -> Result<(), Problem> {
    take(tx, proposal, (what, mandate::none()), reference)
}

fn take(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    (what, authority): (Stepped, Authority),
    reference: Option<&str>,
) -> Result<(), Problem> {
    let missing = || wrong("a proposal of the demonstration has no award");
    let award = tx.award_of(proposal.meta().id)?.ok_or_else(missing)?;
    let permit = permit(what.step().action(), &award.anchors())?;
    let (posting, now) = (tx.mint(), tx.now());
    let done = history::done(proposal.history());
    let before = (posting, &done[..]);
    let granted = award.step(&permit, what, authority, before, now)?;
    let reference = reference.map(line).transpose()?;
    save_award(tx, &permit, granted, (posting, reference))?;
    Ok(())
}

fn received(tx: &mut Tx<'_>, proposal: &Proposal, number: usize) -> Result<i64, Problem> {
    let award = tx.award_of(proposal.meta().id)?;
    let tranche = award.and_then(|award| {
        let terms = &award.state().course.terms;
        terms
            .tranches
            .get(number)
            .map(|tranche| tranche.amount_paise.get())
    });
    tranche.ok_or_else(|| wrong("an award of the demonstration has too few tranches"))
}

fn invoice(number: u8, paise: i64, on: Day) -> Result<Invoice, Problem> {
    Ok(Invoice {
        supplier: line("Example Engineering Works")?,
        number: Text::new(&format!("EEW/{number}")).map_err(flawed)?,
        dated_on: on,
        cost_line: 0,
        amount_paise: Paise::new(paise),
    })
}

fn line(text: &str) -> Result<Line, Problem> {
    Line::new(text).map_err(flawed)
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "`map_err` hands the flaw over"
)]
fn flawed(flaw: odoi_domain::Flaw) -> Problem {
    wrong(flaw.code)
}
