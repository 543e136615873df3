//! Why a proposal stands where it stands: the whole story from decision to evidence (rule R6.6).
//!
//! Each part of the story is a function of its own; that of the money is in `why_award.rs`.

use crate::extract::{Caller, Resource, content_tag};
use crate::routes::programme::conflicts::{SeatConflict, of_group};
use crate::routes::programme::reviews::panel;
use crate::routes::programme::why_award::{WhyAward, award};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::programme::conflict_graph::{basis_of_decision, conflict_graph, conflict_of};
use odoi_application::programme::mandates::past_actions;
use odoi_application::programme::recusal::ConflictChecker;
use odoi_application::programme::reviews::{knows, rubric};
use odoi_application::reads::Read;
use odoi_domain::formation::gate::{GateOutcome, InterestSide};
use odoi_domain::formation::statement::AsOf;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{
    AccountId, CallId, ClusterId, GateTryId, InstitutionId, InterestId, MeetingId, ProposalId,
    SeatId,
};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action, ConflictBasis};
use odoi_domain::programme::mandate;
use odoi_domain::programme::meeting::{
    Citation, Decision, Meeting, Motion, Recusal, Sealed, Tally,
};
use odoi_domain::programme::proposal::history::Act;
use odoi_domain::programme::proposal::{Proposal, ProposalState};
use odoi_domain::programme::review::{Panel, Rubric};
use odoi_domain::programme::seat::{Capacity, Designation, Seat};
use odoi_domain::registry::place::PlaceCode;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// A seat, and whether the person was holder or alternate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sat {
    /// The seat.
    pub seat_id: SeatId,
    /// Its designation.
    pub designation: Designation,
    /// Holder or alternate.
    pub capacity: Capacity,
}

/// The minutes that authorised an action.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyMinute {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The item of its agenda, counted from 0.
    #[schema(minimum = 0, maximum = 39)]
    pub item: u16,
    /// What the item is called.
    #[schema(inline)]
    pub title: Line,
    /// What it decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<Decision>,
    /// The largest amount that may be sanctioned by it, in paise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_paise: Option<Paise>,
    /// When notice of the meeting was given.
    pub called_at: Moment,
    /// When its minutes were closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// Their position in the minute chain of the district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Sealed>,
    /// The attendance.
    #[schema(max_items = 40)]
    pub attendance: Vec<Sat>,
    /// Quorum and votes, with the version of the quorum rule. Absent for readers of the meeting who stand aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    /// The item of a later meeting that has corrected this one since it was cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<Citation>,
    /// Who stood aside. Only for those who may read the meeting.
    #[schema(max_items = 40)]
    pub recusals: Vec<Recusal>,
    /// The motion and each vote. Only for readers of the meeting who do not stand aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motion: Option<Motion>,
}

/// An action on the proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyAct {
    /// The action.
    pub action: Action,
    /// When.
    pub at: Moment,
    /// The account. Absent for what the program did itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// The seats of the district's core group that the account held on that day.
    #[schema(max_items = 40)]
    pub seats: Vec<Sat>,
    /// The minutes that authorised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute: Option<WhyMinute>,
}

/// The call that the proposal answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyCall {
    /// The call.
    pub call_id: CallId,
    /// The version of its form.
    #[schema(minimum = 1, maximum = 10_000)]
    pub form_version: i32,
    /// The rubric that the reviews are written by.
    pub rubric: Rubric,
    /// What can be sanctioned under it, in paise.
    pub budget_paise: Paise,
}

/// An expression of interest that was valid when the proposal was submitted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyInterest {
    /// Its id.
    pub interest_id: InterestId,
    /// The side that declared it.
    pub side: InterestSide,
    /// The academic or research centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution_id: Option<InstitutionId>,
    /// The first day that it is valid.
    pub valid_from: Day,
    /// The last day.
    pub valid_until: Day,
}

/// How the cluster passed the initiation gate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyGate {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The constituency.
    pub constituency: PlaceCode,
    /// The attempt that started the programme.
    pub try_id: GateTryId,
    /// When.
    pub initiated_at: Moment,
    /// The rule that it was judged by.
    #[schema(max_length = 40)]
    pub rule: String,
    /// The interest that was valid when the proposal was last submitted; otherwise on the day of the attempt.
    #[schema(max_items = 100)]
    pub interests: Vec<WhyInterest>,
}

/// The history of a proposal, with the grounds of each step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The state.
    pub state: ProposalState,
    /// The reason of the last step, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Paragraphs>,
    /// The amount asked for, in paise.
    pub asked_paise: Paise,
    /// The amount sanctioned, in paise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sanctioned_paise: Option<Paise>,
    /// The accounts that wrote, submitted or attached documents to what was submitted, each once.
    #[schema(max_items = 1_000)]
    pub authors: Vec<AccountId>,
    /// The number of the revision that was last submitted and decided on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub revision_number: Option<i32>,
    /// Every action on it, latest first.
    #[schema(max_items = 1_000)]
    pub acts: Vec<WhyAct>,
    /// The call that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<WhyCall>,
    /// The summary of the reviews. Only for those who may read the meetings and do not stand aside. Before the decision,
    /// people who may have to review see it after submitting their own review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<Panel>,
    /// The day for which conflicts and reviews are computed: the day on which the minutes were closed
    /// that authorised the last step, with the knowledge of that time; today if there are none.
    pub as_of: Day,
    /// Who was in conflict then, by the rule of that meeting, and why; and of whom that was claimed, which bars nobody.
    /// Only for those who may read the meetings.
    #[schema(max_items = 80)]
    pub conflicts: Vec<SeatConflict>,
    /// The seed money: the minutes that released it, and what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub award: Option<WhyAward>,
    /// How the cluster passed the initiation gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<WhyGate>,
}

impl Resource for WhyView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/proposals/{}/why", self.proposal_id)
    }
}

/// Where an account sat on a day.
fn sat(seats: &[Seat], account: Option<AccountId>, on: Day) -> Vec<Sat> {
    let found = seats.iter().filter_map(|seat| {
        let tenure = seat.facts().tenure_of(account?, on)?;
        Some(Sat {
            seat_id: seat.meta().id,
            designation: seat.facts().designation,
            capacity: tenure.capacity,
        })
    });
    found.collect()
}

/// Who asks, and what the minutes that are cited are told with.
pub(crate) struct Asker<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// Whether they are in conflict about the proposal.
    pub stands_aside: bool,
    /// The seats of the district.
    pub seats: &'a [Seat],
    /// Every meeting about the proposal.
    pub meetings: &'a [Meeting],
}

/// What is told of the minutes that an act rests on.
fn minute(meeting: &Meeting, cited: Citation, asker: &Asker<'_>) -> Option<WhyMinute> {
    let actor = asker.actor;
    let (record, at) = (meeting.state(), usize::from(cited.item));
    let agenda = record.facts.agenda.get(at)?;
    let reads = policy::authorize(actor, Action::ReadMeeting, &meeting.anchors()).is_ok();
    let is_withheld = asker.stands_aside || meeting.withheld_from(actor.account()).contains(&at);
    let item = record.proceedings.items.get(at);
    let here = record.proceedings.attendance.iter().filter_map(|here| {
        let roll = record.rolls.iter().find(|roll| roll.seat_id == here.seat_id)?;
        Some(Sat {
            seat_id: here.seat_id,
            designation: roll.designation,
            capacity: roll.capacity(here.account_id)?,
        })
    });
    Some(WhyMinute {
        meeting_id: cited.meeting_id,
        item: cited.item,
        title: agenda.title.clone(),
        decides: agenda.decides,
        amount_paise: agenda.amount_paise,
        called_at: meeting.meta().created_at,
        closed_at: record.closed_at,
        chain: record.sealed.clone(),
        attendance: here.collect(),
        tally: record.tallies.get(at).filter(|_| !is_withheld).cloned(),
        corrected_by: mandate::corrected_by(meeting, cited.item, asker.meetings),
        recusals: item.filter(|_| reads).map(|item| item.recusals.clone()).unwrap_or_default(),
        motion: item.filter(|_| reads && !is_withheld).and_then(|item| item.motion.clone()),
    })
}

pub(crate) fn act(repo: &mut dyn Read, act: &Act, asker: &Asker<'_>) -> Result<WhyAct, Error> {
    let minute = match act.minute {
        None => None,
        Some(cited) => minute(&repo.meeting(cited.meeting_id)?, cited, asker),
    };
    Ok(WhyAct {
        action: act.action,
        at: act.at,
        by: act.by,
        seats: sat(asker.seats, act.by, act.at.day()),
        minute,
    })
}

fn call(repo: &mut dyn Read, proposal: &Proposal) -> Result<Option<WhyCall>, Error> {
    let (Some(call_id), Some(rubric)) = (proposal.facts().call_id, rubric(repo, proposal)?) else {
        return Ok(None);
    };
    let call = repo.call(call_id)?;
    Ok(Some(WhyCall {
        call_id,
        form_version: call.facts().form.version,
        rubric,
        budget_paise: call.facts().budget_paise,
    }))
}

/// The try that started the programme before the proposal was handed in, and the interest that held then.
fn passed(repo: &mut dyn Read, proposal: &Proposal) -> Result<Option<WhyGate>, Error> {
    let id = proposal.facts().cluster_id;
    let handed_in = proposal.submitted_at();
    let tries = repo.gate_tries(id)?;
    let started = tries.iter().find(|one| {
        let is_before = handed_in.is_none_or(|at| one.meta().created_at <= at);
        one.facts().outcome == GateOutcome::Initiated && is_before
    });
    let Some(started) = started else {
        return Ok(None);
    };
    let day = handed_in.unwrap_or(started.meta().created_at).day();
    let when = AsOf { holds_on: day, known_on: day };
    let constituency = started.facts().constituency.clone();
    let interests = repo.interests_about(&[id])?;
    let held =
        interests.iter().filter(|one| one.facts().constituency == constituency && one.counts(when));
    Ok(Some(WhyGate {
        cluster_id: id,
        try_id: started.meta().id,
        initiated_at: started.meta().created_at,
        rule: started.facts().rule.clone(),
        interests: held
            .map(|one| WhyInterest {
                interest_id: one.meta().id,
                side: one.facts().side,
                institution_id: one.facts().institution_id,
                valid_from: one.facts().valid_from,
                valid_until: one.facts().valid_until,
            })
            .collect(),
        constituency,
    }))
}

fn story(
    repo: &mut dyn Read,
    actor: &Actor,
    proposal: &Proposal,
    now: Moment,
) -> Result<WhyView, Error> {
    let seats = repo.seats_of(proposal.district())?;
    let reads = policy::authorize(actor, Action::ReadConflicts, &proposal.anchors()).is_ok();
    let (basis, rolls) = basis_of_decision(repo, proposal, now)?;
    let conflicts =
        if reads { of_group(repo, proposal, (basis.clone(), &rolls))?.1 } else { Vec::new() };
    let stands_aside = match actor.account().filter(|_| reads) {
        Some(me) => stands_aside(repo, proposal, (me, &basis), now)?,
        None => false,
    };
    let asker = Asker {
        actor,
        stands_aside,
        seats: &seats,
        meetings: &repo.meetings_about(proposal.meta().id)?,
    };
    let mut acts = Vec::new();
    for one in proposal.history().iter().rev() {
        acts.push(act(repo, one, &asker)?);
    }
    let reviews = repo.reviews_of(proposal.meta().id)?;
    let (facts, status) = (proposal.facts(), proposal.status());
    Ok(WhyView {
        proposal_id: proposal.meta().id,
        state: status.state,
        state_reason: status.reason.clone(),
        asked_paise: facts.asked_paise,
        sanctioned_paise: status.sanctioned,
        authors: past_actions(repo, proposal, None)?.authors().into_iter().collect(),
        revision_number: repo.submitted_revision(proposal.meta().id)?,
        acts,
        call: call(repo, proposal)?,
        as_of: basis.on,
        panel: if reads && !stands_aside && knows(repo, actor, proposal, &reviews, now)? {
            panel(repo, proposal, &reviews, basis)?
        } else {
            None
        },
        conflicts: conflicts
            .into_iter()
            .filter(|c| c.conflict.is_some() || c.claim.is_some())
            .collect(),
        award: award(repo, proposal, &asker)?,
        gate: passed(repo, proposal)?,
    })
}

/// Whether somebody was in conflict when it was decided, or is now.
fn stands_aside(
    repo: &mut dyn Read,
    proposal: &Proposal,
    (me, then): (AccountId, &ConflictBasis),
    now: Moment,
) -> Result<bool, Error> {
    let watch = conflict_graph(repo, proposal, then.clone())?;
    Ok(conflict_of(repo, &watch, me)?.is_some()
        || ConflictChecker::of(Some(me), now).is_conflicted(repo, proposal)?)
}

/// Read the history of a proposal
///
/// Leads from each step to its grounds: who took it and from which seat; the item of closed minutes that
/// authorised it, with attendance, quorum, votes and its position in the chain; the call with its rubric and the
/// summary of the reviews; who had a conflict at the time of the decision, and by which path; the award with the evidence of its milestones, what
/// released each tranche, what its certificate states, and who did each of these; and how the cluster passed the initiation gate.
/// Votes, recusals, conflicts and reviews are shown only to those who may read the meetings of the district.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/why", tag = "proposals", params(("id" = ProposalId, Path, description = "The proposal's id.")),
    responses((status = 200, description = "The history so far.", body = WhyView)),
    extensions(("x-action" = json!(Action::ReadWhy)))
)]
pub(crate) async fn get_why(caller: Caller, id: Path<ProposalId>) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_item(move |reading| {
            let proposal = reading.proposal(*id)?;
            reading.authorize(Action::ReadWhy, &proposal.anchors())?;
            let actor = reading.actor().clone();
            Ok(story(&mut **reading, &actor, &proposal, now)?)
        })
        .await
}
