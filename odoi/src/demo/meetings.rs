//! The meetings of the demonstration: called, held and closed, each vote without those who stand aside.

use super::actors::convenor;
use super::decisions::{AccessPath, DAY, NOTICE, broken, missing, proposal};
use crate::cli::operator::context;
use odoi_application::Failure;
use odoi_application::programme::meetings::{ChairedMeeting, call_meeting};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, MeetingId, SeatId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs, Text};
use odoi_domain::policy::Action;
use odoi_domain::programme::meeting::{
    AgendaItem, Attendance, Ballot, Decision, ItemRecord, Meeting, MeetingFacts, Motion,
    Proceedings, Recusal, Vote,
};
use odoi_domain::{Entity, Moment};
use odoi_persistence::Tx;

/// An item that decides about the proposal.
pub(super) fn item(
    tx: &mut Tx<'_>,
    way: &AccessPath,
    decision: Decision,
    tranche: Option<u16>,
) -> Result<AgendaItem, Failure> {
    let thing = proposal(tx, way)?;
    let amount = Paise::new(thing.facts().asked_paise.get() / 10 * 8);
    Ok(AgendaItem {
        title: thing.facts().title.en.clone(),
        proposal_id: Some(thing.meta().id),
        decides: Some(decision),
        amount_paise: (decision == Decision::Sanction).then_some(amount),
        tranche,
        corrects: None,
    })
}

pub(super) fn call(
    tx: &mut Tx<'_>,
    way: &AccessPath,
    agenda: Vec<AgendaItem>,
    now: Moment,
) -> Result<MeetingId, Failure> {
    let thing = proposal(tx, way)?;
    let text = |words: &str| Line::new(words).map_err(|violation| broken(&violation));
    let facts = MeetingFacts {
        district: thing.district().clone(),
        title: text("Meeting of the core group")?,
        scheduled_at: now.plus_seconds(NOTICE * DAY),
        venue: text("Civil Station")?,
        urgency: None,
        agenda,
    };
    let permit = convenor(tx, thing.district(), Action::CreateMeeting)?;
    let called = call_meeting(&mut context(tx), &permit, facts, now)?;
    Ok(called.meeting.thing().meta().id)
}

/// It begins in time, all but the last two filled seats are there, who is in conflict stands aside, all but one
/// of the others vote in favour, and the minutes are closed.
pub(super) fn hold(tx: &mut Tx<'_>, way: &AccessPath, now: Moment) -> Result<(), Failure> {
    let id = way.meeting.ok_or_else(|| missing("meeting"))?;
    let meeting = tx.meeting(id)?;
    let district = meeting.state().facts.district.clone();
    let permit = convenor(tx, &district, Action::OpenMeeting)?;
    let chaired = ChairedMeeting::of(&mut **tx, permit, meeting, now)?;
    let begun = chaired.open(&mut context(tx))?.meeting.into_thing();
    let later = now.plus_seconds(5_400);
    let permit = convenor(tx, &district, Action::RecordMeeting)?;
    let held = proceedings(&begun)?;
    let chaired = ChairedMeeting::of(&mut **tx, permit, begun, later)?;
    let recorded = chaired.record(&mut context(tx), held)?.meeting.into_thing();
    let permit = convenor(tx, &district, Action::CloseMeeting)?;
    ChairedMeeting::of(&mut **tx, permit, recorded, later)?.close(&mut context(tx))?;
    Ok(())
}

fn proceedings(meeting: &Meeting) -> Result<Proceedings, Failure> {
    let opened = meeting.state();
    let filled = opened.rolls.iter().filter_map(|roll| Some((roll.seat_id, roll.holder?)));
    let mut here: Vec<(SeatId, AccountId)> = filled.collect();
    let away = if here.len() > 5 { 2 } else { 1 };
    here.truncate(here.len().saturating_sub(away));
    let attendance = here
        .iter()
        .map(|(seat_id, account_id)| Attendance { seat_id: *seat_id, account_id: *account_id });
    let items = opened.proceedings.items.iter();
    let items: Result<Vec<ItemRecord>, Failure> =
        items.map(|item| record(&here, item.recusals.clone())).collect();
    Ok(Proceedings { attendance: attendance.collect(), items: items? })
}

/// What is recorded of an item.
fn record(here: &[(SeatId, AccountId)], recusals: Vec<Recusal>) -> Result<ItemRecord, Failure> {
    let is_aside = |seat: SeatId| recusals.iter().any(|one| one.seat_id == seat);
    let seats = here.iter().map(|(seat, _)| *seat);
    let voting: Vec<SeatId> = seats.filter(|seat| !is_aside(*seat)).collect();
    let (first, second) = match voting.as_slice() {
        [first, second, ..] => (*first, *second),
        _ => return Err(missing("quorum")),
    };
    let ballots = voting.iter().enumerate().map(|(at, seat_id)| Ballot {
        seat_id: *seat_id,
        vote: if at + 1 == voting.len() { Vote::Abstain } else { Vote::InFavour },
    });
    let motion = Motion {
        text: text("That the item be agreed to as it stands on the agenda.")?,
        moved_by: first,
        seconded_by: second,
        ballots: ballots.collect(),
    };
    Ok(ItemRecord {
        discussion: Some(text("The papers were gone through, and questions were answered.")?),
        motion: Some(motion),
        recusals,
    })
}

fn text(words: &str) -> Result<Paragraphs, Failure> {
    Text::new(words).map_err(|violation| broken(&violation))
}
