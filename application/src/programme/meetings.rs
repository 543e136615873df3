//! Meetings of the core groups: calling, holding and closing them (rule R6.5).

use crate::programme::agenda::require_known;
use crate::programme::conflict_graph::group_rules;
use crate::programme::opening::{lapsed, opening};
use crate::programme::recusal::{ConflictChecker, known};
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::MeetingId;
use odoi_domain::kernel::text::Paragraphs;
use odoi_domain::policy::actor::Anchors;
use odoi_domain::policy::{Action, AgendaClearance, Permit};
use odoi_domain::programme::meeting::{Meeting, MeetingFacts, Notice, Proceedings};
use odoi_domain::{Entity, Moment, Recorded};
use odoi_persistence::Saved;

/// A meeting that was saved.
pub struct SavedMeeting {
    /// The meeting.
    pub meeting: Saved<Meeting>,
    /// What has been found out of the conflicts of whoever saved it: that is not asked again.
    pub conflicts: ConflictChecker,
}

/// A meeting that is about to change, by somebody who does not stand aside for any of its items.
struct ChairedMeeting {
    meeting: Meeting,
    permit: Permit,
    clearance: AgendaClearance,
    conflicts: ConflictChecker,
    now: Moment,
}

impl ChairedMeeting {
    /// Demands that whoever stands aside for an item of a meeting neither begins it, nor records it, nor closes it, nor
    /// changes it, nor cancels it: who was there, and when, decides about every item.
    fn read(tx: &mut WriteContext<'_, '_>, id: MeetingId, action: Action) -> Result<Self, Failure> {
        let meeting = tx.meeting(id)?;
        let permit = tx.authorize(action, &meeting.anchors())?;
        tx.at(&meeting)?;
        let now = tx.now();
        let mut conflicts = ConflictChecker::of(permit.account(), now);
        let found = conflicts.clearances(&mut **tx, &meeting.state().facts.agenda)?;
        let clearance = meeting.clear(&permit, &found)?;
        Ok(Self { meeting, permit, clearance, conflicts, now })
    }
}

fn saved(
    tx: &mut WriteContext<'_, '_>,
    recorded: Recorded<Meeting>,
    conflicts: ConflictChecker,
) -> Result<SavedMeeting, Failure> {
    let meeting = tx.save(recorded)?;
    Ok(SavedMeeting { meeting, conflicts })
}

/// Calls a meeting, by the rules of quorum and conflict in force on that day. Refuses a short notice; proposals that are
/// not submitted, or of another district; and an item about which whoever calls it is in conflict.
pub fn create_meeting(
    tx: &mut WriteContext<'_, '_>,
    facts: MeetingFacts,
) -> Result<SavedMeeting, Failure> {
    let anchors = Anchors { districts: vec![facts.district.clone()], ..Anchors::default() };
    let permit = tx.authorize(Action::CreateMeeting, &anchors)?;
    let (id, now) = (tx.mint(), tx.now());
    let rules = group_rules(&mut **tx, now.day())?;
    let mut conflicts = ConflictChecker::of(permit.account(), now);
    let clear = |facts: &MeetingFacts| cleared(tx, &mut conflicts, facts);
    let called = Meeting::call(&permit, id, facts, rules, clear, now)?;
    saved(tx, called, conflicts)
}

/// The proof that whoever puts an agenda on the table is in no conflict about anything on it, if all of it is known.
fn cleared(
    tx: &mut WriteContext<'_, '_>,
    conflicts: &mut ConflictChecker,
    facts: &MeetingFacts,
) -> Result<AgendaClearance, Failure> {
    require_known(tx, facts)?;
    conflicts.clear_agenda(&mut **tx, &facts.agenda)
}

/// Changes a meeting before it begins. Refuses what a new one would be refused for, and whoever stands aside for an
/// item as it was or as it becomes.
pub fn update_meeting(
    tx: &mut WriteContext<'_, '_>,
    id: MeetingId,
    change: impl FnOnce(&MeetingFacts) -> Result<MeetingFacts, Failure>,
) -> Result<SavedMeeting, Failure> {
    let chaired = ChairedMeeting::read(tx, id, Action::UpdateMeeting)?;
    let (facts, now) = (change(&chaired.meeting.state().facts)?, chaired.now);
    let rules = group_rules(&mut **tx, now.day())?;
    let notice = Notice { facts, rules };
    let (permit, clearance) = (&chaired.permit, &chaired.clearance);
    let mut conflicts = chaired.conflicts;
    let clear = |facts: &MeetingFacts| cleared(tx, &mut conflicts, facts);
    let amended = (chaired.meeting).amend(permit, notice, clearance, clear, now)?;
    saved(tx, amended, conflicts)
}

/// Opens a meeting: who holds which seat, who stands aside for which item, and what is tabled is recorded. Refuses a
/// meeting whose time has not come, or is over.
pub fn open_meeting(tx: &mut WriteContext<'_, '_>, id: MeetingId) -> Result<SavedMeeting, Failure> {
    let chaired = ChairedMeeting::read(tx, id, Action::OpenMeeting)?;
    let found = opening(&mut **tx, &chaired.meeting, chaired.now)?;
    let opened = chaired.meeting.open(&chaired.permit, found, &chaired.clearance, chaired.now)?;
    saved(tx, opened, chaired.conflicts)
}

/// Records attendance, discussions, motions and votes in place of what was recorded before. Those who must stand aside
/// are added.
pub fn record_meeting(
    tx: &mut WriteContext<'_, '_>,
    id: MeetingId,
    proceedings: Proceedings,
) -> Result<SavedMeeting, Failure> {
    let chaired = ChairedMeeting::read(tx, id, Action::RecordMeeting)?;
    let (permit, now) = (&chaired.permit, chaired.now);
    let aside = known(&mut **tx, &chaired.meeting, &proceedings.attendance, now)?;
    let recorded = chaired.meeting.record(permit, proceedings, aside, &chaired.clearance, now)?;
    saved(tx, recorded, chaired.conflicts)
}

/// Closes the minutes: counts the votes and appends the minutes to the chain of the district. Refuses minutes in which a
/// seat counts that must stand aside by now.
pub fn close_meeting(
    tx: &mut WriteContext<'_, '_>,
    id: MeetingId,
) -> Result<SavedMeeting, Failure> {
    let chaired = ChairedMeeting::read(tx, id, Action::CloseMeeting)?;
    let (meeting, permit, now) = (chaired.meeting, &chaired.permit, chaired.now);
    let record = meeting.state();
    // Held, so that of two closings at once the second stands behind the first.
    let last = tx.hold_chain(&record.facts.district)?;
    let aside = known(&mut **tx, &meeting, &record.proceedings.attendance, now)?;
    let gone = lapsed(&mut **tx, &record.rolls, &record.facts.district, now)?;
    let closed = meeting.close(permit, (last, &aside), &gone, &chaired.clearance, now)?;
    saved(tx, closed, chaired.conflicts)
}

/// Cancels a meeting before it begins, for a reason.
pub fn cancel_meeting(
    tx: &mut WriteContext<'_, '_>,
    id: MeetingId,
    reason: Option<Paragraphs>,
) -> Result<SavedMeeting, Failure> {
    let chaired = ChairedMeeting::read(tx, id, Action::CancelMeeting)?;
    let (permit, clearance) = (&chaired.permit, &chaired.clearance);
    let cancelled = (chaired.meeting).cancel(permit, reason, clearance, chaired.now)?;
    saved(tx, cancelled, chaired.conflicts)
}
