//! A meeting as it is shown: notice, agenda, record and outcome, as far as somebody may see them.

use crate::extract::Resource;
use crate::routes::shared::step_tag;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::MeetingId;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::policy;
use odoi_domain::policy::actor::Actor;
use odoi_domain::programme::meeting::{
    AgendaItem, Attendance, ItemRecord, Meeting, MeetingState, MeetingStep, Roll, Sealed, Tabled,
    Tally, tallies_without,
};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A meeting, as shown to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingView {
    /// Its id.
    pub id: MeetingId,
    /// The district of the core group.
    pub district: DistrictCode,
    /// Its title.
    #[schema(inline)]
    pub title: Line,
    /// When it starts.
    pub scheduled_at: Moment,
    /// The venue.
    #[schema(inline)]
    pub venue: Line,
    /// Why the notice was shorter than usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub urgency: Option<Paragraphs>,
    /// The agenda.
    #[schema(max_items = 40)]
    pub agenda: Vec<AgendaItem>,
    /// Where it stands.
    pub state: MeetingState,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Paragraphs>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Moment>,
    /// When its minutes were closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// The version of the quorum and notice rule: the one in force when notice was given.
    #[schema(max_length = 20)]
    pub quorum_rule: String,
    /// The version of the conflict rule: the one in force on the day on which the meeting began; before that, when notice
    /// was given.
    #[schema(max_length = 20)]
    pub conflict_rule: String,
    /// The seats and their holders when the meeting was opened.
    #[schema(max_items = 40)]
    pub seats: Vec<Roll>,
    /// What was tabled when the meeting was opened, item by item.
    #[schema(max_items = 40)]
    pub tabled: Vec<Tabled>,
    /// The attendance.
    #[schema(max_items = 40)]
    pub attendance: Vec<Attendance>,
    /// The record of each item, in the order of the agenda, once the meeting is open.
    #[schema(max_items = 40)]
    pub items: Vec<ItemRecord>,
    /// Items, counted from 0, whose discussion, motion and votes are withheld from the caller: they have a conflict of interest about
    /// the proposal, or their seat stands aside. They take no step in such a meeting.
    #[schema(max_items = 40)]
    pub withheld: Vec<usize>,
    /// The outcome of each item, once the minutes are closed. Null where it is withheld from the caller.
    #[schema(max_items = 40)]
    pub tallies: Vec<Option<Tally>>,
    /// Its position in the minute chain of the district, once its minutes are closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute: Option<Sealed>,
    /// The steps that are possible now and that the caller may take.
    #[schema(max_items = 5)]
    pub allowed_steps: Vec<MeetingStep>,
    /// The revision. The `ETag` is made from it and from what depends on the caller.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When notice was given.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl MeetingView {
    pub(crate) fn of(thing: &Meeting, actor: &Actor, withheld: BTreeSet<usize>) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        let is_open = |step: &MeetingStep| {
            withheld.is_empty() && policy::authorize(actor, step.action(), &thing.anchors()).is_ok()
        };
        let allowed_steps = record.state.steps().filter(is_open).collect();
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
            tabled: record.tabled,
            attendance: shown.attendance,
            items: shown.items,
            tallies: tallies_without(&record.tallies, &withheld),
            withheld: withheld.into_iter().collect(),
            minute: record.sealed,
            allowed_steps,
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
