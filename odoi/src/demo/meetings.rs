//! The meetings of the demonstration: called, held and closed, each vote without those who stand aside.

use super::decisions::{Journey, NOTICE, proposal};
use super::loader::{DAY, Loader, Person, flawed, missing};
use odoi_application::Failure;
use odoi_application::programme::meetings::{
    close_meeting, create_meeting, open_meeting, record_meeting,
};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, MeetingId, SeatId};
use odoi_domain::kernel::text::{Line, Paragraphs, Text};
use odoi_domain::programme::meeting::{
    AgendaItem, Attendance, Ballot, Decision, ItemRecord, Meeting, MeetingFacts, Motion,
    Proceedings, Recusal, Vote,
};
use odoi_domain::{Entity, Moment};

/// The convenor calls a meeting that decides about the proposal, or about a tranche of it.
pub(super) fn call(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    decision: Decision,
    tranche: Option<u16>,
    now: Moment,
) -> Result<MeetingId, Failure> {
    let thing = proposal(loader, journey)?;
    let item = AgendaItem {
        title: thing.facts().title.en.clone(),
        proposal_id: Some(thing.meta().id),
        decides: Some(decision),
        amount_paise: (decision == Decision::Sanction).then(|| journey.sanctioned()),
        tranche,
        corrects: None,
    };
    let text = |words: &str| Line::new(words).map_err(flawed);
    let facts = MeetingFacts {
        district: thing.district().clone(),
        title: text("Meeting of the core group")?,
        scheduled_at: now.plus_seconds(NOTICE * DAY),
        venue: text("Civil Station")?,
        urgency: None,
        agenda: vec![item],
    };
    let convenor = Person::convenor(thing.district());
    let called = loader.act_at(now, &convenor, |tx| create_meeting(tx, facts))?;
    Ok(called.meeting.thing().meta().id)
}

/// It begins in time, all but the last two filled seats are there, who is in conflict stands aside, all but one
/// of the others vote in favour, and the minutes are closed.
pub(super) fn hold(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    now: Moment,
) -> Result<(), Failure> {
    let id = journey.meeting.ok_or_else(|| missing("meeting"))?;
    let convenor = Person::convenor(proposal(loader, journey)?.district());
    let begun = loader.act_at(now, &convenor, |tx| open_meeting(tx, id))?;
    let held = proceedings(begun.meeting.thing())?;
    let later = now.plus_seconds(5_400);
    loader.act_at(later, &convenor, |tx| record_meeting(tx, id, held))?;
    loader.act_at(later, &convenor, |tx| close_meeting(tx, id))?;
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
    Text::new(words).map_err(flawed)
}
