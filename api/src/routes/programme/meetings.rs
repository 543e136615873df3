//! Meetings of the core groups: calling, holding and closing them (rule R6.5).

use crate::extract::{self, Body, Caller, List, Patch, WriteContext, filter};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::programme::meeting_view::MeetingView;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Answer;
use odoi_application::programme::meetings::{self, SavedMeeting};
use odoi_application::programme::recusal::ConflictChecker;
use odoi_application::reads::{MeetingFilter, Read};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Reason;
use odoi_domain::kernel::id::MeetingId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Actor;
use odoi_domain::programme::meeting::{Meeting, MeetingFacts, Proceedings};
use std::collections::BTreeSet;

filter!(MeetingFilter, sorts: [CreatedAt, UpdatedAt], {
    state: "Only meetings in these states.",
    district: "Only meetings of the core groups of these districts (LGD code).",
    proposal_id: "Only meetings with these proposals on their agenda.",
});

/// The answer of a write: the meeting, as far as its writer may see it.
fn saved(
    status: u16,
    tx: &mut WriteContext<'_, '_>,
    saved: SavedMeeting,
) -> Result<Answer, Problem> {
    let SavedMeeting { meeting, mut conflicts } = saved;
    let withheld = conflicts.withheld(&mut **tx, meeting.thing())?;
    let view = MeetingView::of(meeting.thing(), tx.actor(), withheld);
    extract::saved(status, &meeting, &view)
}

/// List meetings
///
/// The meetings of the core groups of the caller's districts.
#[utoipa::path(
    get, path = "/v1/meetings", tag = "meetings", params(List<MeetingFilter>),
    responses((status = 200, description = "A page.", body = PageOf<MeetingView>)),
    extensions(("x-action" = json!(Action::ListMeetings)))
)]
pub(crate) async fn list_meetings(caller: Caller, list: List<MeetingFilter>) -> Answered {
    let (me, now) = (caller.account()?, caller.service.application.now());
    let query = move |repo: &mut dyn Read, f: &_, view: &_, paging: &_| {
        let mut checker = ConflictChecker::of(Some(me), now);
        let found = repo.meetings(f, view, paging)?;
        found.try_map(|thing| Ok((checker.withheld(repo, &thing)?, thing)))
    };
    let show = |actor: &Actor, (withheld, thing): (BTreeSet<usize>, Meeting)| {
        MeetingView::of(&thing, actor, withheld)
    };
    caller.respond_page(list, Action::ListMeetings, query, show).await
}

/// Call a meeting
///
/// Gives notice and an agenda. By the convenor, or by an officer of K-DISC if the convenor has a conflict about a proposal on it (409 `in_conflict`).
/// The notice must be as long as the quorum rule in force demands: seven days in the first version.
/// With `urgency`, which says why it cannot wait, two days are enough. Steps later cite an item that decides about
/// a proposal.
#[utoipa::path(
    post, path = "/v1/meetings", tag = "meetings", request_body = MeetingFacts,
    responses((status = 201, description = "Called.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CreateMeeting)))
)]
pub(crate) async fn create_meeting(caller: Caller, body: Body<MeetingFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_meeting", &body.bytes, move |tx| {
            let meeting = meetings::create_meeting(tx, facts)?;
            saved(201, tx, meeting)
        })
        .await
}

/// Read a meeting
///
/// Notice, agenda, seats, record and outcome. A caller who has a conflict about the proposal of an
/// item, in any seat or role, or whose seat stands aside for it, sees that it was dealt with, but not the
/// discussion, the motion or the votes.
#[utoipa::path(
    get, path = "/v1/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::ReadMeeting)))
)]
pub(crate) async fn get_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    let mut checker =
        ConflictChecker::of(Some(caller.account()?), caller.service.application.now());
    caller
        .respond_item(move |reading| {
            let thing = reading.meeting(*id)?;
            reading.authorize(Action::ReadMeeting, &thing.anchors())?;
            let withheld = checker.withheld(&mut **reading, &thing)?;
            Ok(MeetingView::of(&thing, reading.actor(), withheld))
        })
        .await
}

/// Change a meeting
///
/// By the convenor, or by an officer of K-DISC if the convenor has a conflict, before the meeting begins. The change must keep the time of notice of
/// the rule in force on the day of the change: nothing can be added to the agenda at short notice.
#[utoipa::path(
    patch, path = "/v1/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body(content = MeetingFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::UpdateMeeting)))
)]
pub(crate) async fn update_meeting(
    caller: Caller,
    id: Path<MeetingId>,
    patch: Patch<MeetingFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_meeting", &bytes, move |tx| {
            let meeting = meetings::update_meeting(tx, *id, |facts| patch.onto(facts))?;
            saved(200, tx, meeting)
        })
        .await
}

/// Open a meeting
///
/// Possible from its start until seven days after its day; after that the meeting must be called again (409 `meeting_lapsed`).
/// A person with a conflict about a proposal on the agenda cannot open, record, close, change or cancel the meeting (409
/// `in_conflict` names the items). Opening records who holds which seat (a holder without an active
/// account and the role of the seat does not count), who must stand aside for which item (those in conflict about
/// its proposal), and what is tabled: the meeting decides about that revision of the proposal only,
/// and only about what is due.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/open", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::OpenMeeting)))
)]
pub(crate) async fn open_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    caller
        .write("open_meeting", &[], move |tx| {
            let meeting = meetings::open_meeting(tx, *id)?;
            saved(200, tx, meeting)
        })
        .await
}

/// Record a meeting
///
/// Attendance of holders or alternates, and for each item who stands aside, the discussion,
/// the motion and the votes. The server adds those who must stand aside by their ties or by their own declaration. Other
/// people stand aside only if they are present and the minutes give the reason (`recorded`): they do not vote, but count
/// as entitled. Nobody can put an absent person aside. Replaces the previous record.
/// A caller who stands aside for an item, or would by this record, cannot record the meeting (409 `in_conflict`).
#[utoipa::path(
    post, path = "/v1/meetings/{id}/record", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body = Proceedings,
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::RecordMeeting)))
)]
pub(crate) async fn record_meeting(
    caller: Caller,
    id: Path<MeetingId>,
    body: Body<Proceedings>,
) -> Answered {
    caller
        .write("record_meeting", &body.bytes, move |tx| {
            let meeting = meetings::record_meeting(tx, *id, body.value)?;
            saved(200, tx, meeting)
        })
        .await
}

/// Close the minutes of a meeting
///
/// Counts the votes of each item, without those who stand aside, and appends the minutes to the hash chain of
/// the district. Closed minutes cannot change; an item of a later meeting can correct them. Conflicts
/// are derived once more: 409 if a seat counts that has come into conflict since and is not recorded as
/// standing aside. A person with a conflict about a proposal on the agenda cannot close.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/close", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CloseMeeting)))
)]
pub(crate) async fn close_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    caller
        .write("close_meeting", &[], move |tx| {
            let meeting = meetings::close_meeting(tx, *id)?;
            saved(200, tx, meeting)
        })
        .await
}

/// Cancel a meeting
///
/// By the convenor, or by an officer of K-DISC if the convenor has a conflict, before it begins. `reason` is required.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/cancel", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body = Reason,
    responses((status = 200, description = "The current state.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CancelMeeting)))
)]
pub(crate) async fn cancel_meeting(
    caller: Caller,
    id: Path<MeetingId>,
    body: Body<Reason>,
) -> Answered {
    caller
        .write("cancel_meeting", &body.bytes, move |tx| {
            let meeting = meetings::cancel_meeting(tx, *id, body.value.reason)?;
            saved(200, tx, meeting)
        })
        .await
}
