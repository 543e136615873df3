//! Meetings of the core groups: calling, holding and closing them (rule R6.5).

use crate::extract::{self, Body, Caller, List, Patch, Resource, Writing, filter};
use crate::page::PageOf;
use crate::problem::{Fault, Kind, Problem};
use crate::routes::shared::{Answered, step_tag};
use crate::routes::watch::{group_rules, recusals};
use actix_web::web::Path;
use odoi_domain::actor::{Actor, Anchors};
use odoi_domain::entity::{Document, Reason};
use odoi_domain::id::MeetingId;
use odoi_domain::meeting::{
    AgendaItem, Attendance, Citation, ItemRecord, Meeting, MeetingFacts, MeetingState, MeetingStep,
    Proceedings, Roll, Sealed, Tally,
};
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::{self, Action};
use odoi_domain::proposal::ProposalState;
use odoi_domain::text::{Line, Paragraphs};
use odoi_domain::{Entity, Flaw, Moment};
use odoi_persistence::port::MeetingFilter;
use odoi_persistence::{Answer, Error, Saved};
use serde::Serialize;
use utoipa::ToSchema;

filter!(MeetingFilter, sorts: [CreatedAt, UpdatedAt], {
    state: "Only meetings in these states.",
    district: "Only meetings of the core groups of these districts (LGD code).",
    proposal_id: "Only meetings with these proposals on their agenda.",
});

/// A meeting as it is shown to one caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingView {
    /// Its id.
    pub id: MeetingId,
    /// The district of the core group.
    pub district: DistrictCode,
    /// What it is called.
    #[schema(inline)]
    pub title: Line,
    /// When it begins.
    pub scheduled_at: Moment,
    /// Where it is held.
    #[schema(inline)]
    pub venue: Line,
    /// Why it could not wait, where the notice was shorter than usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub urgency: Option<Paragraphs>,
    /// What is on the agenda.
    #[schema(max_items = 40)]
    pub agenda: Vec<AgendaItem>,
    /// Where it stands.
    pub state: MeetingState,
    /// Why it was called off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Paragraphs>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Moment>,
    /// When its minutes were closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// The version of the rule of quorum and notice that it is held by: the one in force on its day, as it
    /// was published when notice was given, or once it has begun, when it began.
    #[schema(max_length = 20)]
    pub quorum_rule: String,
    /// The version of the rule of conflicts, likewise.
    #[schema(max_length = 20)]
    pub conflict_rule: String,
    /// The seats as they were filled when it was opened.
    #[schema(max_items = 40)]
    pub seats: Vec<Roll>,
    /// Who came.
    #[schema(max_items = 40)]
    pub attendance: Vec<Attendance>,
    /// What is recorded of each item of the agenda, in its order, once it is open.
    #[schema(max_items = 40)]
    pub items: Vec<ItemRecord>,
    /// Items, counted from 0, whose discussion and motion are not shown to you: you stand aside.
    #[schema(max_items = 40)]
    pub withheld: Vec<usize>,
    /// What came of each item, once the minutes are closed.
    #[schema(max_items = 40)]
    pub tallies: Vec<Tally>,
    /// Its place in the chain of minutes of the district, once they are closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute: Option<Sealed>,
    /// The steps that are possible now and open to you.
    #[schema(max_items = 5)]
    pub allowed_steps: Vec<MeetingStep>,
    /// Counts its states; the entity tag is made of it and of what depends on who looks.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was called.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl MeetingView {
    pub(super) fn of(thing: &Meeting, actor: &Actor) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        let withheld = thing.withheld_from(actor.account());
        let is_open =
            |step: &MeetingStep| policy::authorize(actor, step.action(), &thing.anchors()).is_ok();
        let shown = record.proceedings.without(&withheld);
        let (facts, rules) = (record.facts, thing.rules());
        Self {
            id: meta.id,
            quorum_rule: rules.quorum.name(),
            conflict_rule: rules.conflicts.name(),
            district: facts.district,
            title: facts.title,
            scheduled_at: facts.scheduled_at,
            venue: facts.venue,
            urgency: facts.urgency,
            agenda: facts.agenda,
            state: record.state,
            state_reason: record.reason,
            opened_at: record.opened_at,
            closed_at: record.closed_at,
            seats: record.rolls,
            attendance: shown.attendance,
            items: shown.items,
            withheld: withheld.into_iter().collect(),
            tallies: record.tallies,
            minute: record.sealed,
            allowed_steps: record.state.steps().filter(is_open).collect(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for MeetingView {
    fn etag(&self) -> String {
        let steps = step_tag(self.revision, MeetingStep::ALL, &self.allowed_steps);
        if self.withheld.is_empty() {
            return steps;
        }
        let bits = self.withheld.iter().fold(0_u64, |bits, at| bits | 1 << at);
        format!("{}-{bits:x}\"", steps.trim_end_matches('"'))
    }
    fn path(&self) -> String {
        format!("/v1/meetings/{}", self.id)
    }
}

fn saved(status: u16, tx: &Writing<'_, '_>, thing: &Saved<Meeting>) -> Result<Answer, Problem> {
    extract::saved(status, thing, &MeetingView::of(thing.thing(), tx.actor()))
}

fn standing(facts: &MeetingFacts) -> Anchors {
    Anchors {
        districts: vec![facts.district.clone()],
        ..Anchors::default()
    }
}

/// What must be looked up: the proposals are submitted and of the district, and what is corrected was
/// decided about the same one.
fn known(tx: &mut Writing<'_, '_>, facts: &MeetingFacts) -> Result<(), Problem> {
    let mut flaws = Vec::new();
    for (at, item) in facts.agenda.iter().enumerate() {
        let place = format!("/agenda/{at}");
        if let Some(id) = item.proposal_id {
            let found = match tx.proposal(id) {
                Ok(proposal) if *proposal.district() != facts.district => Some("unknown_reference"),
                Ok(proposal) if proposal.status().state == ProposalState::Draft => {
                    Some("not_submitted")
                }
                Ok(_) => None,
                Err(Error::Missing) => Some("unknown_reference"),
                Err(other) => return Err(other.into()),
            };
            flaws.extend(found.map(|code| (code, format!("{place}/proposal_id"))));
        }
        if let Some(cited) = item.corrects {
            let wrong = uncorrectable(tx, facts, item, cited)?;
            flaws.extend(wrong.map(|code| (code, format!("{place}/corrects"))));
        }
    }
    if flaws.is_empty() {
        return Ok(());
    }
    let fault = |(code, at): (&'static str, String)| Fault::from(flaw(code).at(&at));
    Err(Problem::new(Kind::Invalid).faults(flaws.into_iter().map(fault).collect()))
}

/// The flaws that a look at the registry can find in an agenda.
fn flaw(code: &'static str) -> Flaw {
    match code {
        "not_submitted" => Flaw::new("not_submitted"),
        "nothing_to_correct" => Flaw::new("nothing_to_correct"),
        _ => Flaw::new("unknown_reference"),
    }
}

/// Why an item cannot correct another, if it cannot.
fn uncorrectable(
    tx: &mut Writing<'_, '_>,
    facts: &MeetingFacts,
    item: &AgendaItem,
    cited: Citation,
) -> Result<Option<&'static str>, Problem> {
    let earlier = match tx.meeting(cited.meeting_id) {
        Ok(meeting) if meeting.state().facts.district == facts.district => meeting,
        Ok(_) | Err(Error::Missing) => return Ok(Some("unknown_reference")),
        Err(other) => return Err(other.into()),
    };
    let record = earlier.state();
    let corrected = record.facts.agenda.get(usize::from(cited.item));
    let fits = record.state == MeetingState::Closed
        && corrected.is_some_and(|corrected| corrected.proposal_id == item.proposal_id);
    Ok((!fits).then_some("nothing_to_correct"))
}

/// List meetings
///
/// The meetings of the core groups of your districts.
#[utoipa::path(
    get, path = "/v1/meetings", tag = "meetings", params(List<MeetingFilter>),
    responses((status = 200, description = "A page.", body = PageOf<MeetingView>)),
    extensions(("x-action" = json!(Action::ListMeetings)))
)]
pub(crate) async fn list_meetings(caller: Caller, list: List<MeetingFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListMeetings,
            |repo, f, view, paging| repo.meetings(f, view, paging),
            |actor, thing| MeetingView::of(&thing, actor),
        )
        .await
}

/// Call a meeting
///
/// By the convenor: notice and agenda. So many days lie between notice and meeting as the rule of quorum says that
/// is in force on its day (seven in the first version), fewer where `urgency` says why it cannot wait (two). An item that decides about a proposal is what a step can cite later.
#[utoipa::path(
    post, path = "/v1/meetings", tag = "meetings", request_body = MeetingFacts,
    responses((status = 201, description = "Called.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CreateMeeting)))
)]
pub(crate) async fn create_meeting(caller: Caller, body: Body<MeetingFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_meeting", &body.bytes, move |tx| {
            let permit = tx.authorize(Action::CreateMeeting, &standing(&facts))?;
            let (id, now) = (tx.mint(), tx.now());
            let rules = group_rules(&mut ***tx, facts.scheduled_at.day())?;
            let recorded = Meeting::call(&permit, id, facts, rules, now)?;
            known(tx, &recorded.thing().state().facts)?;
            let thing = tx.save(recorded)?;
            saved(201, tx, &thing)
        })
        .await
}

/// Read a meeting
///
/// Notice, agenda, seats, what is recorded, and what came of it. Who stands aside for an item sees that
/// it was dealt with and what came of it, and neither the discussion nor the motion.
#[utoipa::path(
    get, path = "/v1/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = MeetingView)),
    extensions(("x-action" = json!(Action::ReadMeeting)))
)]
pub(crate) async fn get_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.meeting(*id)?;
            reading.authorize(Action::ReadMeeting, &thing.anchors())?;
            Ok(MeetingView::of(&thing, reading.actor()))
        })
        .await
}

/// Change a meeting
///
/// By the convenor, before it begins and within the time of notice: nothing is put on the agenda at the
/// last moment.
#[utoipa::path(
    patch, path = "/v1/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body(content = MeetingFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = MeetingView)),
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
            let thing = tx.meeting(*id)?;
            let permit = tx.authorize(Action::UpdateMeeting, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(&thing.state().facts)?;
            let rules = group_rules(&mut ***tx, facts.scheduled_at.day())?;
            let recorded = thing.amend(&permit, facts, rules, tx.now())?;
            known(tx, &recorded.thing().state().facts)?;
            let thing = tx.save(recorded)?;
            saved(200, tx, &thing)
        })
        .await
}

/// Begin a meeting
///
/// Once its time has come. Who holds which seat is taken down as it is at this moment, and who must stand
/// aside for which item: whoever is in conflict about its proposal.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/open", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = MeetingView)),
    extensions(("x-action" = json!(Action::OpenMeeting)))
)]
pub(crate) async fn open_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    caller
        .write("open_meeting", &[], move |tx| {
            let thing = tx.meeting(*id)?;
            let permit = tx.authorize(Action::OpenMeeting, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            let seats = tx.seats_of(&thing.state().facts.district)?;
            let rolls: Vec<Roll> = seats.iter().map(|seat| Roll::of(seat, now.day())).collect();
            let facts = &thing.state().facts;
            let rules = group_rules(&mut ***tx, facts.scheduled_at.day())?;
            let by = (facts, &rules.conflicts);
            let aside = recusals(&mut ***tx, by, (&seats, &rolls), &[], now)?;
            let thing = tx.save(thing.open(&permit, rolls, aside, rules, now)?)?;
            saved(200, tx, &thing)
        })
        .await
}

/// Record what happens in a meeting
///
/// Attendance of holders or alternates, and for each item of the agenda who stands aside, the discussion,
/// the motion and the votes; the server adds who must stand aside. It replaces what was recorded before. Of an item for which you stand aside
/// yourself, send neither discussion nor motion: what is recorded of them stays.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/record", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body = Proceedings,
    responses((status = 200, description = "As it is now.", body = MeetingView)),
    extensions(("x-action" = json!(Action::RecordMeeting)))
)]
pub(crate) async fn record_meeting(
    caller: Caller,
    id: Path<MeetingId>,
    body: Body<Proceedings>,
) -> Answered {
    caller
        .write("record_meeting", &body.bytes, move |tx| {
            let thing = tx.meeting(*id)?;
            let permit = tx.authorize(Action::RecordMeeting, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            let record = thing.state();
            let seats = tx.seats_of(&record.facts.district)?;
            let (group, here) = ((&seats[..], &record.rolls[..]), &body.value.attendance);
            let by = (&record.facts, &thing.rules().conflicts);
            let aside = recusals(&mut ***tx, by, group, here, now)?;
            let proceedings = body.value.with_recusals(aside);
            let thing = tx.save(thing.record(&permit, proceedings, now)?)?;
            saved(200, tx, &thing)
        })
        .await
}

/// Close the minutes of a meeting
///
/// The votes are counted, item by item without those who stand aside, and the minute is hashed behind the
/// last one of the district. It cannot change any more; only an item of a later meeting corrects it.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/close", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CloseMeeting)))
)]
pub(crate) async fn close_meeting(caller: Caller, id: Path<MeetingId>) -> Answered {
    caller
        .write("close_meeting", &[], move |tx| {
            let thing = tx.meeting(*id)?;
            let permit = tx.authorize(Action::CloseMeeting, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            // Held, so that of two closings at once the second stands behind the first.
            let last = tx.hold_chain(&thing.state().facts.district)?;
            let thing = tx.save(thing.close(&permit, last, now)?)?;
            saved(200, tx, &thing)
        })
        .await
}

/// Call a meeting off
///
/// By the convenor, before it begins; `reason` says why.
#[utoipa::path(
    post, path = "/v1/meetings/{id}/cancel", tag = "meetings", params(("id" = MeetingId, Path, description = "Its id.")),
    request_body = Reason,
    responses((status = 200, description = "As it is now.", body = MeetingView)),
    extensions(("x-action" = json!(Action::CancelMeeting)))
)]
pub(crate) async fn cancel_meeting(
    caller: Caller,
    id: Path<MeetingId>,
    body: Body<Reason>,
) -> Answered {
    caller
        .write("cancel_meeting", &body.bytes, move |tx| {
            let thing = tx.meeting(*id)?;
            let permit = tx.authorize(Action::CancelMeeting, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            let thing = tx.save(thing.cancel(&permit, body.value.reason, now)?)?;
            saved(200, tx, &thing)
        })
        .await
}
