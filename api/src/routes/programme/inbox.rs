//! The inbox: what waits for the caller, by role and by seat, since when and until when (rule R6.2).

use crate::extract::{Caller, ReadContext};
use crate::problem::Problem;
use crate::routes::programme::inbox_money::money;
use crate::routes::shared::Answered;
use odoi_application::programme::allowed_steps::AllowedSteps;
use odoi_application::programme::recusal::ConflictChecker;
use odoi_application::reads::MeetingFilter;
use odoi_application::reads::page::{Paging, SortKey};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, AwardId, MeetingId, ProposalId, SeatId};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Actor, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, View};
use odoi_domain::programme::inbox::Task;
use odoi_domain::programme::meeting::{Meeting, MeetingState, MeetingStep};
use odoi_domain::programme::proposal::service::SERVICE_LEVELS;
use odoi_domain::programme::proposal::{Proposal, ProposalState, ProposalStep};
use odoi_domain::programme::review::REVIEWED_IN;
use odoi_domain::programme::seat::Designation;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// So many things are shown: those that are due first.
const MOST: usize = 200;
/// So many are looked at for one role.
pub(crate) const LOOKED_AT: i64 = 1_000;

/// A task that waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InboxItem {
    /// The task.
    pub task: Task,
    /// The role of the caller for which it waits.
    pub role: Role,
    /// The seat for which it waits, if it is a task of a seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat_id: Option<SeatId>,
    /// The proposal that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal_id: Option<ProposalId>,
    /// The award that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub award_id: Option<AwardId>,
    /// The milestone or tranche of the award, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 99)]
    pub number: Option<u16>,
    /// The meeting that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<MeetingId>,
    /// Its title in English.
    #[schema(inline)]
    pub title: Line,
    /// The district that it stands in.
    pub district: DistrictCode,
    /// The state in which the proposal waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ProposalState>,
    /// The steps of the proposal that the caller may take.
    #[schema(max_items = 13)]
    pub allowed_steps: Vec<ProposalStep>,
    /// Since when it waits.
    pub waiting_since_at: Moment,
    /// The last day on which the task is in time.
    pub due_on: Day,
    /// By how many days it is late.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub days_late: i64,
    /// Whether it waits for somebody else and is shown here because it is late.
    pub is_escalated: bool,
}

/// The tasks of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Inbox {
    /// The day that it is computed for.
    pub as_of: Day,
    /// The tasks, earliest due day first; at most 200.
    #[schema(max_items = 200)]
    pub items: Vec<InboxItem>,
    /// Whether there are more tasks than shown.
    pub is_truncated: bool,
}

/// A seat of the caller, and the role and district that it is of.
struct Chair {
    seat_id: SeatId,
    designation: Designation,
    district: DistrictCode,
}

pub(crate) fn view(scope: &Scope) -> View {
    View { everything: *scope == Scope::State, scopes: vec![scope.clone()] }
}

/// Proposals that wait for a role, or are late and are told to it.
fn steps(
    reading: &mut ReadContext<'_>,
    grant: &Grant,
    doer: &mut AllowedSteps,
    seen: &mut BTreeSet<ProposalId>,
    now: Moment,
) -> Result<Vec<InboxItem>, Problem> {
    let role = grant.role;
    let levels = SERVICE_LEVELS
        .iter()
        .filter(|level| level.waits_for.contains(&role) || level.escalates_to.contains(&role));
    let states: Vec<ProposalState> = levels.map(|level| level.state).collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    for proposal in reading.proposals_waiting(&states, &view(&grant.scope), LOOKED_AT)? {
        let status = proposal.status();
        let (Some(level), Some(waiting)) = (status.state.service_level(), proposal.waiting(now))
        else {
            continue;
        };
        if level.concerns(role, &waiting) && seen.insert(proposal.meta().id) {
            let is_escalated = !level.waits_for.contains(&role);
            let allowed_steps = doer.steps(&mut **reading, &proposal)?;
            // What somebody has to leave to others does not wait for them.
            let is_barred =
                allowed_steps.is_empty() && !proposal.steps_for(reading.actor()).is_empty();
            if is_barred && !is_escalated {
                continue;
            }
            items.push(InboxItem {
                task: Task::Step,
                role,
                seat_id: None,
                allowed_steps,
                waiting_since_at: status.since,
                due_on: waiting.due_on,
                days_late: waiting.days_late,
                is_escalated,
                ..about(&proposal, role, now)
            });
        }
    }
    Ok(items)
}

pub(crate) fn about(proposal: &Proposal, role: Role, now: Moment) -> InboxItem {
    InboxItem {
        task: Task::Review,
        role,
        seat_id: None,
        proposal_id: Some(proposal.meta().id),
        award_id: None,
        number: None,
        meeting_id: None,
        title: proposal.facts().title.en.clone(),
        district: proposal.district().clone(),
        state: Some(proposal.status().state),
        allowed_steps: Vec::new(),
        waiting_since_at: proposal.status().since,
        due_on: now.day(),
        days_late: 0,
        is_escalated: false,
    }
}

/// The seats that an account sits in, among those of the districts where it holds a role.
fn chairs(reading: &mut ReadContext<'_>, me: AccountId, today: Day) -> Result<Vec<Chair>, Problem> {
    let grants = reading.actor().grants().to_vec();
    let districts: BTreeSet<String> = grants
        .iter()
        .filter_map(|grant| match &grant.scope {
            Scope::District(code) => Some(code.to_string()),
            _ => None,
        })
        .collect();
    let mut all = Vec::new();
    for district in districts.iter().filter_map(|code| code.parse::<DistrictCode>().ok()) {
        let seats = reading.seats_of(&district)?;
        let mine = seats.iter().filter(|seat| seat.facts().tenure_of(me, today).is_some());
        let mine: Vec<Chair> = mine
            .map(|seat| Chair {
                seat_id: seat.meta().id,
                designation: seat.facts().designation,
                district: district.clone(),
            })
            .collect();
        all.extend(mine);
    }
    Ok(all)
}

/// Proposals that a seat has not reviewed, unless whoever sits in it is in conflict.
fn reviews(
    reading: &mut ReadContext<'_>,
    chair: &Chair,
    (me, checker, now): (AccountId, &mut ConflictChecker, Moment),
) -> Result<Vec<InboxItem>, Problem> {
    let scope = Scope::District(chair.district.clone());
    let mut items = Vec::new();
    for proposal in reading.proposals_waiting(REVIEWED_IN, &view(&scope), LOOKED_AT)? {
        if proposal.facts().call_id.is_none() {
            continue;
        }
        let written = reading.reviews_of(proposal.meta().id)?;
        let revision = reading.submitted_revision(proposal.meta().id)?;
        let is_mine = |review: &&odoi_domain::programme::review::Review| {
            let record = review.state();
            let is_done = record.facts.seat_id == chair.seat_id || record.by == Some(me);
            is_done && record.submitted_at.is_some() && Some(record.proposal_revision) == revision
        };
        if written.iter().any(|review| is_mine(&review)) {
            continue;
        }
        if checker.is_conflicted(&mut **reading, &proposal)? {
            continue;
        }
        if let Some(waiting) = proposal.waiting(now) {
            items.push(InboxItem {
                seat_id: Some(chair.seat_id),
                due_on: waiting.due_on,
                days_late: waiting.days_late,
                ..about(&proposal, chair.designation.role(), now)
            });
        }
    }
    Ok(items)
}

/// Meetings that a seat is called to; of the convenor's, those to be begun and to be closed, unless they stand aside.
/// What can not begin any more is called again, and waits for nobody.
fn meetings(
    reading: &mut ReadContext<'_>,
    chair: &Chair,
    (checker, now): (&mut ConflictChecker, Moment),
) -> Result<Vec<InboxItem>, Problem> {
    let filter = MeetingFilter {
        state: vec![MeetingState::Called, MeetingState::InSession],
        district: vec![chair.district.clone()],
        ..MeetingFilter::default()
    };
    let paging = Paging {
        limit: 200,
        key: SortKey::CreatedAt,
        descending: false,
        after: None,
        count: false,
        near: None,
    };
    let scope = Scope::District(chair.district.clone());
    let found = reading.meetings(&filter, &view(&scope), &paging)?;
    let mut items = Vec::new();
    for meeting in found.items.iter().filter(|one| !one.is_lapsed(now.day())) {
        let is_aside = !checker.withheld(&mut **reading, meeting)?.is_empty();
        let task = meeting_task(reading.actor(), meeting, is_aside, now);
        items.push(meeting_item(chair, meeting, task, now));
    }
    Ok(items)
}

/// What somebody has to do about a meeting; who stands aside attends.
fn meeting_task(actor: &Actor, meeting: &Meeting, is_aside: bool, now: Moment) -> Task {
    let record = meeting.state();
    let may = |step: MeetingStep| {
        !is_aside
            && record.state.after(step).is_some()
            && policy::authorize(actor, step.action(), &meeting.anchors()).is_ok()
    };
    if may(MeetingStep::Close) {
        Task::CloseMinutes
    } else if record.facts.scheduled_at <= now && may(MeetingStep::Open) {
        Task::OpenMeeting
    } else {
        Task::Attend
    }
}

fn meeting_item(chair: &Chair, meeting: &Meeting, task: Task, now: Moment) -> InboxItem {
    let record = meeting.state();
    let due_on = record.facts.scheduled_at.day();
    InboxItem {
        task,
        role: chair.designation.role(),
        seat_id: Some(chair.seat_id),
        proposal_id: None,
        award_id: None,
        number: None,
        meeting_id: Some(meeting.meta().id),
        title: record.facts.title.clone(),
        district: chair.district.clone(),
        state: None,
        allowed_steps: Vec::new(),
        waiting_since_at: record.opened_at.unwrap_or(meeting.meta().created_at),
        due_on,
        days_late: (now.day().0 - due_on.0).num_days().max(0),
        is_escalated: false,
    }
}

/// Read the inbox
///
/// Steps of proposals and awards that wait for one of the caller's roles, late steps that have escalated to it, and,
/// for the caller's seats, proposals to review and meetings to attend, open and close. Earliest due day first.
#[utoipa::path(
    get, path = "/v1/inbox", tag = "inbox",
    responses((status = 200, description = "What waits.", body = Inbox)),
    extensions(("x-action" = json!(Action::ReadInbox)))
)]
pub(crate) async fn get_inbox(caller: Caller) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_json(move |reading| {
            policy::view(reading.actor(), Action::ReadInbox)?;
            let mut items = everything(reading, now)?;
            items.sort_by_key(|item| (item.due_on, item.waiting_since_at, item.proposal_id));
            let is_truncated = items.len() > MOST;
            items.truncate(MOST);
            Ok(Inbox { as_of: now.day(), items, is_truncated })
        })
        .await
}

/// All that waits for whoever reads.
fn everything(reading: &mut ReadContext<'_>, now: Moment) -> Result<Vec<InboxItem>, Problem> {
    let mut items = Vec::new();
    let (mut seen, mut told) = (BTreeSet::new(), BTreeSet::new());
    let mut doer = AllowedSteps::new(reading.actor(), now);
    for grant in reading.actor().grants().to_vec() {
        items.extend(steps(reading, &grant, &mut doer, &mut seen, now)?);
        items.extend(money(reading, &grant, &mut doer, &mut told, now)?);
    }
    if let Some(me) = reading.actor().account() {
        let mut checker = ConflictChecker::of(Some(me), now);
        for chair in chairs(reading, me, now.day())? {
            items.extend(reviews(reading, &chair, (me, &mut checker, now))?);
            items.extend(meetings(reading, &chair, (&mut checker, now))?);
        }
    }
    Ok(items)
}
