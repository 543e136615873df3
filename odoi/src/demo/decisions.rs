//! The life of proposals in the demonstration, told day by day: the gate, the meetings that decided, the
//! reviews, each step by the authority of closed minutes, and the money. Days are counted back from the day
//! of loading.

use super::data::ProposalLine;
use super::loader::{Loader, missing};
use super::meetings::{call, hold};
use super::money::{self, Paying};
use super::steps::{draft, take, way_to};
use super::{gate, reviews};
use odoi_application::Failure;
use odoi_domain::Moment;
use odoi_domain::kernel::id::{CallId, MeetingId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::programme::mandate;
use odoi_domain::programme::meeting::{Citation, Decision};
use odoi_domain::programme::proposal::{Proposal, ProposalState, ProposalStep};

/// Days between notice and meeting.
pub(super) const NOTICE: i64 = 8;

/// Something that happens to a proposal.
#[derive(Clone, Copy)]
enum Happening {
    /// Its cluster passes the gate.
    Gate,
    Draft,
    /// A meeting is called that decides about it.
    Call(Decision),
    /// It is held.
    Hold,
    /// A meeting is called that decides about the release of a tranche.
    CallForRelease(u16),
    /// Seat holders hand in their reviews.
    Reviews,
    Step(ProposalStep),
    /// Something that concerns its money.
    Money(Paying),
}

/// One proposal on its way.
pub(super) struct Journey {
    pub(super) line: ProposalLine,
    pub(super) proposal: Option<ProposalId>,
    pub(super) meeting: Option<MeetingId>,
    /// The items that decided the release of its tranches.
    pub(super) releases: Vec<Citation>,
}

impl Journey {
    /// What is sanctioned of what was asked for.
    pub(super) fn sanctioned(&self) -> Paise {
        Paise::new(self.line.asked_paise.get() / 10 * 8)
    }
}

pub(super) fn proposal(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
) -> Result<Proposal, Failure> {
    let id = journey.proposal.ok_or_else(|| missing("draft"))?;
    Ok(loader.read().proposal(id)?)
}

/// What happens to the money after the start, by days after it: the first tranche.
const FIRST: &[(i64, Paying)] =
    &[(12, Paying::Release(0)), (17, Paying::Pay(0)), (53, Paying::Certify(0))];
/// And until the completion: a payment is entered too early and taken back, and both tranches are accounted for.
const SECOND: &[(i64, Paying)] = &[
    (15, Paying::Pay(0)),
    (16, Paying::TakeBack),
    (60, Paying::Accept(0)),
    (63, Paying::Report),
    (66, Paying::Reach),
    (78, Paying::Release(1)),
    (83, Paying::Pay(1)),
    (126, Paying::Certify(1)),
    (133, Paying::Accept(1)),
];
/// When the meetings about the tranches are called, and when the work is completed.
const RELEASES_CALLED: [i64; 2] = [1, 67];
const COMPLETED: i64 = 138;

/// Every happening of a proposal and how many days ago it was; the last one was so many days ago.
fn story(line: &ProposalLine, last: i64) -> Vec<(i64, Happening)> {
    let mut after = vec![(0, Happening::Gate), (6, Happening::Draft)];
    let mut day = 6;
    for step in way_to(line.reaches) {
        if let Some(decision) = mandate::decision_of(step) {
            after.push((day + 1, Happening::Call(decision)));
            after.push((day + 1 + NOTICE, Happening::Hold));
            day += 1 + NOTICE;
        }
        let pay = |(at, what): &(i64, Paying)| (day + *at, Happening::Money(*what));
        if step == ProposalStep::Complete {
            for (number, at) in (0..).zip(RELEASES_CALLED) {
                after.push((day + at, Happening::CallForRelease(number)));
                after.push((day + at + NOTICE, Happening::Hold));
            }
            after.extend(FIRST.iter().chain(SECOND).map(pay));
        }
        day += match step {
            ProposalStep::Submit | ProposalStep::Screen => 6,
            ProposalStep::Recommend => 20,
            ProposalStep::Complete => COMPLETED,
            _ => 3,
        };
        after.push((day, Happening::Step(step)));
        if step == ProposalStep::Study && !line.reviews.is_empty() {
            day += 2;
            after.push((day, Happening::Reviews));
        }
    }
    if line.reaches == ProposalState::InProgress {
        let pay = |(at, what): &(i64, Paying)| (day + *at, Happening::Money(*what));
        let [called, _] = RELEASES_CALLED;
        after.push((day + called, Happening::CallForRelease(0)));
        after.push((day + called + NOTICE, Happening::Hold));
        after.extend(FIRST.iter().map(pay));
        day += FIRST.iter().map(|(at, _)| *at).max().unwrap_or(0);
    }
    if let Some(decision) = line.called {
        // Yesterday: the meeting is in a week.
        after.push((day + last - 1, Happening::Call(decision)));
    }
    after.into_iter().map(|(at, what)| (last + day - at, what)).collect()
}

/// Everything that happens, in the order of its days: minutes of a district stand in one chain.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    round: CallId,
    lines: Vec<ProposalLine>,
) -> Result<(), Failure> {
    let mut all: Vec<(i64, usize, Happening)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let last = 3 + i64::try_from(at * 5 % 31).unwrap_or(0);
        all.extend(story(line, last).into_iter().map(|(days, what)| (days, at, what)));
    }
    all.sort_by_key(|(days, ..)| std::cmp::Reverse(*days));
    let mut journeys: Vec<Journey> = lines
        .into_iter()
        .map(|line| Journey { line, proposal: None, meeting: None, releases: Vec::new() })
        .collect();
    for (days, at, what) in all {
        let now = loader.days_ago(days);
        if let Some(journey) = journeys.get_mut(at) {
            happen(loader, round, journey, what, now)?;
        }
    }
    Ok(())
}

fn happen(
    loader: &mut Loader<'_, '_>,
    round: CallId,
    journey: &mut Journey,
    what: Happening,
    now: Moment,
) -> Result<(), Failure> {
    match what {
        Happening::Gate => gate::gate(loader, &journey.line, now)?,
        Happening::Draft => journey.proposal = Some(draft(loader, journey, round, now)?),
        Happening::Call(decision) => {
            journey.meeting = Some(call(loader, journey, decision, None, now)?);
        }
        Happening::CallForRelease(number) => {
            let meeting_id = call(loader, journey, Decision::Release, Some(number), now)?;
            journey.meeting = Some(meeting_id);
            journey.releases.push(Citation { meeting_id, item: 0 });
        }
        Happening::Hold => hold(loader, journey, now)?,
        Happening::Reviews => reviews::reviews(loader, journey, now)?,
        Happening::Step(step) => take(loader, journey, step, now)?,
        Happening::Money(what) => money::happen(loader, journey, what, now)?,
    }
    Ok(())
}
