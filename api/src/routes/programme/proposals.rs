//! Proposals: drafting them, and each step of their lifecycle (rule R6.2).

use crate::extract::{self, Body, Caller, List, Patch, Resource, WriteContext, filter};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::shared::{Answered, removed, step_tag};
use actix_web::web::Path;
use odoi_application::programme::allowed_steps::AllowedSteps;
use odoi_application::programme::proposals;
use odoi_application::reads::{ProposalFilter, Read};
use odoi_application::{Answer, Saved};
use odoi_domain::kernel::id::{CallId, ClusterId, InstitutionId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Paragraphs;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Actor;
use odoi_domain::programme::proposal::cost::CostLine;
use odoi_domain::programme::proposal::{
    Proposal, ProposalFacts, ProposalState, ProposalStep, StepFacts,
};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(ProposalFilter, sorts: [CreatedAt, UpdatedAt, Name], {
    state: "Only proposals in these states.",
    district: "Only proposals of these districts (LGD code).",
    cluster_id: "Only proposals of these clusters.",
    institution_id: "Only proposals with these academic partners.",
    call_id: "Only proposals that answer these calls.",
}, words: q);

/// A proposal, as shown to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalView {
    /// Its id.
    pub id: ProposalId,
    /// Its title.
    pub title: Name,
    /// The cluster that proposes.
    pub cluster_id: ClusterId,
    /// The academic partner.
    pub institution_id: InstitutionId,
    /// The district of the cluster.
    pub district: DistrictCode,
    /// The objectives.
    #[schema(inline)]
    pub objective: Paragraphs,
    /// The seed money asked for, in paise.
    pub asked_paise: Paise,
    /// The call that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<CallId>,
    /// The answers to the form of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub answers: Option<serde_json::Value>,
    /// The cost lines.
    #[schema(max_items = 50)]
    pub cost_lines: Vec<CostLine>,
    /// The amount sanctioned, in paise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sanctioned_paise: Option<Paise>,
    /// The state.
    pub state: ProposalState,
    /// Since when it is in this state.
    pub state_since_at: Moment,
    /// The reason of the last step, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Paragraphs>,
    /// The last day on which the next step is in time. Absent where the proposal waits for nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// By how many days the next step is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub days_late: Option<i64>,
    /// The steps that are possible now and that the caller may take.
    #[schema(max_items = 13)]
    pub allowed_steps: Vec<ProposalStep>,
    /// The revision. The `ETag` is made from it, from `allowed_steps` and from the days late.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was drafted.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl ProposalView {
    fn of(thing: &Proposal, allowed_steps: Vec<ProposalStep>, now: Moment) -> Self {
        let waiting = thing.waiting(now);
        let (meta, facts, status) = (*thing.meta(), thing.facts().clone(), thing.status().clone());
        Self {
            id: meta.id,
            title: facts.title,
            cluster_id: facts.cluster_id,
            institution_id: facts.institution_id,
            district: thing.district().clone(),
            objective: facts.objective,
            asked_paise: facts.asked_paise,
            call_id: facts.call_id,
            answers: facts.answers,
            cost_lines: facts.cost_lines,
            sanctioned_paise: status.sanctioned,
            state: status.state,
            state_since_at: status.since,
            state_reason: status.reason,
            due_on: waiting.map(|w| w.due_on),
            days_late: waiting.map(|w| w.days_late),
            allowed_steps,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for ProposalView {
    fn etag(&self) -> String {
        let steps = step_tag(self.revision, ProposalStep::ALL, &self.allowed_steps);
        match self.days_late {
            None | Some(0) => steps,
            Some(late) => format!("{}-{late}\"", steps.trim_end_matches('"')),
        }
    }
    fn path(&self) -> String {
        format!("/v1/proposals/{}", self.id)
    }
}

/// The answer of a write: the proposal, with the steps that its writer can take now.
fn saved(
    status: u16,
    tx: &mut WriteContext<'_, '_>,
    proposal: &Saved<Proposal>,
    mut actor: AllowedSteps,
) -> Result<Answer, Problem> {
    let steps = actor.steps(&mut **tx, proposal.thing())?;
    let view = ProposalView::of(proposal.thing(), steps, tx.now());
    extract::saved(status, proposal, &view)
}

/// List proposals
///
/// The proposals that the caller may see: those of their districts, cluster or institution.
#[utoipa::path(
    get, path = "/v1/proposals", tag = "proposals", params(List<ProposalFilter>),
    responses((status = 200, description = "A page.", body = PageOf<ProposalView>)),
    extensions(("x-action" = json!(Action::ListProposals)))
)]
pub(crate) async fn list_proposals(caller: Caller, list: List<ProposalFilter>) -> Answered {
    let (me, now) = (caller.account()?, caller.service.application.now());
    let query = move |repo: &mut dyn Read, f: &_, view: &_, paging: &_| {
        let mut doer = AllowedSteps::of(repo, me, now)?;
        let found = repo.proposals(f, view, paging)?;
        found.try_map(|thing| Ok((doer.steps(repo, &thing)?, thing)))
    };
    let show = move |_: &Actor, (steps, thing): (Vec<ProposalStep>, Proposal)| {
        ProposalView::of(&thing, steps, now)
    };
    caller.respond_page(list, Action::ListProposals, query, show).await
}

/// Draft a proposal
///
/// By a representative of the cluster. The proposal gets the district of the cluster. A cluster has 50 drafts at most.
#[utoipa::path(
    post, path = "/v1/proposals", tag = "proposals", request_body = ProposalFacts,
    responses((status = 201, description = "Drafted.", body = ProposalView)),
    extensions(("x-action" = json!(Action::CreateProposal)))
)]
pub(crate) async fn create_proposal(caller: Caller, body: Body<ProposalFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_proposal", &body.bytes, move |tx| {
            let proposal = proposals::create_proposal(tx, facts)?;
            saved(201, tx, &proposal, AllowedSteps::of_writer(tx))
        })
        .await
}

/// Read a proposal
///
/// Includes the steps that are possible now and that the caller may take.
#[utoipa::path(
    get, path = "/v1/proposals/{id}", tag = "proposals", params(("id" = ProposalId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = ProposalView)),
    extensions(("x-action" = json!(Action::ReadProposal)))
)]
pub(crate) async fn get_proposal(caller: Caller, id: Path<ProposalId>) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_item(move |reading| {
            let thing = reading.proposal(*id)?;
            reading.authorize(Action::ReadProposal, &thing.anchors())?;
            let steps = AllowedSteps::new(reading.actor(), now).steps(&mut **reading, &thing)?;
            Ok(ProposalView::of(&thing, steps, now))
        })
        .await
}

/// Change a proposal
///
/// All of a draft. Of a returned proposal everything but its cluster and its call. A submitted proposal
/// cannot change.
#[utoipa::path(
    patch, path = "/v1/proposals/{id}", tag = "proposals", params(("id" = ProposalId, Path, description = "Its id.")),
    request_body(content = ProposalFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = ProposalView)),
    extensions(("x-action" = json!(Action::UpdateProposal)))
)]
pub(crate) async fn update_proposal(
    caller: Caller,
    id: Path<ProposalId>,
    patch: Patch<ProposalFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_proposal", &bytes, move |tx| {
            let proposal = proposals::update_proposal(tx, *id, |facts| patch.onto(facts))?;
            saved(200, tx, &proposal, AllowedSteps::of_writer(tx))
        })
        .await
}

/// Remove a draft
///
/// Only a draft. Withdraw a submitted proposal instead.
#[utoipa::path(
    delete, path = "/v1/proposals/{id}", tag = "proposals", params(("id" = ProposalId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::DeleteProposal)))
)]
pub(crate) async fn delete_proposal(caller: Caller, id: Path<ProposalId>) -> Answered {
    caller
        .write("delete_proposal", &[], move |tx| Ok(removed(&proposals::delete_proposal(tx, *id)?)))
        .await
}

/// Takes one step of the lifecycle.
async fn take(
    caller: Caller,
    id: ProposalId,
    operation: &'static str,
    step: ProposalStep,
    body: Body<StepFacts>,
) -> Answered {
    let with = body.value;
    caller
        .write(operation, &body.bytes, move |tx| {
            let taken = proposals::take_step(tx, id, step, with)?;
            let actor = AllowedSteps::of_writer(tx).knowing(taken.found);
            saved(200, tx, &taken.proposal, actor)
        })
        .await
}

/// One handler per step: they differ in name, path and step alone.
macro_rules! steps {
    ($($name:ident = ($path:literal, $step:ident, $summary:literal, $about:literal);)+) => {$(
        #[doc = $summary]
        #[doc = ""]
        #[doc = $about]
        #[utoipa::path(
            post, path = $path, tag = "proposals", params(("id" = ProposalId, Path, description = "Its id.")),
            request_body = StepFacts,
            responses((status = 200, description = "The current state.", body = ProposalView)),
            extensions(("x-action" = json!(ProposalStep::$step.action())))
        )]
        pub(crate) async fn $name(caller: Caller, id: Path<ProposalId>, body: Body<StepFacts>) -> Answered {
            take(caller, *id, stringify!($name), ProposalStep::$step, body).await
        }
    )+};
}

steps! {
    submit_proposal = ("/v1/proposals/{id}/submit", Submit, "Submit a proposal", "Submits a draft or a corrected proposal. The cluster must have passed the initiation gate with its academic partner, and the interest of both sides must be valid today. The proposal must answer an open call, with at least one innovation line, and ask for at most the budget of the call.");
    return_proposal = ("/v1/proposals/{id}/return", Return, "Return a proposal", "Returns a proposal for correction. `reason` says what must be corrected.");
    screen_proposal = ("/v1/proposals/{id}/screen", Screen, "Screen a proposal", "Declares a proposal complete and eligible.");
    shortlist_proposal = ("/v1/proposals/{id}/shortlist", Shortlist, "Shortlist a proposal", "Selects a screened proposal for detailed study. `minute` cites the item of closed minutes that decided it.");
    study_proposal = ("/v1/proposals/{id}/study", Study, "Study a proposal", "Takes a shortlisted proposal into detailed study.");
    recommend_proposal = ("/v1/proposals/{id}/recommend", Recommend, "Recommend a proposal", "Recommends a studied proposal for sanction. `minute` cites the item of closed minutes that decided it.");
    sanction_proposal = ("/v1/proposals/{id}/sanction", Sanction, "Sanction a proposal", "Sanctions a recommended proposal. `sanctioned_paise` is at most the amount asked, at most the sum of the innovation lines, at most what is left of the budget of the call, and at most what the cited item of closed minutes allows. `terms` lists the tranches. The sanction creates the award.");
    start_proposal = ("/v1/proposals/{id}/start", Start, "Start a proposal", "Starts the work of a sanctioned proposal.");
    complete_proposal = ("/v1/proposals/{id}/complete", Complete, "Complete a proposal", "Completes a proposal for which money was paid, whose milestones are accepted and whose award is settled. Otherwise 409 says what is missing. Milestones that only unreleased tranches wait for do not count.");
    reject_proposal = ("/v1/proposals/{id}/reject", Reject, "Reject a proposal", "Rejects a proposal. `reason` is required.");
    withdraw_proposal = ("/v1/proposals/{id}/withdraw", Withdraw, "Withdraw a proposal", "Withdraws a proposal and ends its award, if it has one: money that was paid and not spent is owed.");
    recall_proposal = ("/v1/proposals/{id}/recall", Recall, "Recall a proposal", "Takes a submitted proposal back for correction, by the representative of the cluster, while it has not been screened and the call is open. It becomes `returned` and is submitted again within the window.");
    cancel_proposal = ("/v1/proposals/{id}/cancel", Cancel, "Cancel a proposal", "Ends a sanctioned proposal and its award. `reason` is required.");
}
