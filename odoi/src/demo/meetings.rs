//! The meetings of the demonstration: called, held and closed, each vote without those who stand aside.

use super::actors::convenor;
use super::decisions::{AccessPath, DAY, NOTICE, broken, missing, proposal};
use odoi_application::Failure;
use odoi_application::WriteContext;
use odoi_application::programme::conflict_graph::{group_rules, recusals};
use odoi_application::programme::opening::tabled;
use odoi_domain::entity::Document;
use odoi_domain::id::{AccountId, MeetingId, SeatId};
use odoi_domain::meeting::{
    AgendaItem, Attendance, Ballot, Decision, ItemRecord, Meeting, MeetingFacts, Motion, Opening,
    Proceedings, Recusal, Roll, Vote,
};
use odoi_domain::money::Paise;
use odoi_domain::policy::Action;
use odoi_domain::seat::Seat;
use odoi_domain::text::{Line, Paragraphs, Text};
use odoi_domain::{Entity, Moment};
use std::collections::BTreeSet;

/// An item that decides about the proposal.
pub(super) fn item(
    tx: &mut WriteContext<'_, '_>,
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
    tx: &mut WriteContext<'_, '_>,
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
    let id = tx.mint();
    let rules = group_rules(&mut ***tx, now.day())?;
    let called = tx.save(Meeting::call(&permit, id, facts, rules, now)?)?;
    Ok(called.thing().meta().id)
}

/// It begins in time, all but the last two filled seats are there, who is in conflict stands aside, all but one
/// of the others vote in favour, and the minutes are closed.
pub(super) fn hold(
    tx: &mut WriteContext<'_, '_>,
    way: &AccessPath,
    now: Moment,
) -> Result<(), Failure> {
    let id = way.meeting.ok_or_else(|| missing("meeting"))?;
    let meeting = tx.meeting(id)?;
    let facts = meeting.state().facts.clone();
    let seats: Vec<Seat> = tx.seats_of(&facts.district)?;
    let rolls: Vec<Roll> = seats.iter().map(|seat| Roll::of(seat, now.day())).collect();
    let conflicts = group_rules(&mut ***tx, now.day())?.conflicts;
    let aside = recusals(&mut ***tx, (&facts, &conflicts), (&rolls, &[]), now)?;
    let permit = convenor(tx, &facts.district, Action::OpenMeeting)?;
    let mut laid = Vec::with_capacity(facts.agenda.len());
    for item in &facts.agenda {
        laid.push(tabled(&mut ***tx, item)?);
    }
    let opening = Opening {
        rolls: rolls.clone(),
        recusals: aside.clone(),
        conflicts,
        tabled: laid,
    };
    let begun = meeting.open(&permit, opening, now)?;
    let begun = tx.save(begun)?.into_thing();
    let permit = convenor(tx, &facts.district, Action::RecordMeeting)?;
    let later = now.plus_seconds(5_400);
    let known = aside.clone();
    let recorded = begun.record(&permit, proceedings(&rolls, aside)?, known.clone(), later)?;
    let recorded = tx.save(recorded)?.into_thing();
    let permit = convenor(tx, &facts.district, Action::CloseMeeting)?;
    let last = tx.hold_chain(&facts.district)?;
    let nobody = BTreeSet::new();
    tx.save(recorded.close(&permit, (last, &known), &nobody, later)?)?;
    Ok(())
}

fn proceedings(rolls: &[Roll], aside: Vec<Vec<Recusal>>) -> Result<Proceedings, Failure> {
    let filled = rolls
        .iter()
        .filter_map(|roll| Some((roll.seat_id, roll.holder?)));
    let mut here: Vec<(SeatId, AccountId)> = filled.collect();
    let away = if here.len() > 5 { 2 } else { 1 };
    here.truncate(here.len().saturating_sub(away));
    let attendance = here.iter().map(|(seat_id, account_id)| Attendance {
        seat_id: *seat_id,
        account_id: *account_id,
    });
    let items: Result<Vec<ItemRecord>, Failure> = aside
        .into_iter()
        .map(|aside| record(&here, aside))
        .collect();
    Ok(Proceedings {
        attendance: attendance.collect(),
        items: items?,
    })
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
        vote: if at + 1 == voting.len() {
            Vote::Abstain
        } else {
            Vote::InFavour
        },
    });
    let motion = Motion {
        text: text("That the item be agreed to as it stands on the agenda.")?,
        moved_by: first,
        seconded_by: second,
        ballots: ballots.collect(),
    };
    Ok(ItemRecord {
        discussion: Some(text(
            "The papers were gone through, and questions were answered.",
        )?),
        motion: Some(motion),
        recusals,
    })
}

fn text(words: &str) -> Result<Paragraphs, Failure> {
    Text::new(words).map_err(|violation| broken(&violation))
}
