//! Calls for proposals: drafting, publishing, ending them (rule R6.1).

use crate::extract::{Body, Caller, List, Patch, ReadContext, Resource, WriteContext, filter};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::shared::{Answered, removed, step_tag};
use actix_web::web::Path;
use odoi_application::programme::calls;
use odoi_application::reads::CallFilter;
use odoi_application::{Answer, Saved};
use odoi_domain::kernel::entity::{Document, Reason};
use odoi_domain::kernel::id::CallId;
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Paragraphs;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action};
use odoi_domain::programme::call::{Bonus, Call, CallFacts, CallState, CallStep, Form};
use odoi_domain::programme::review::Rubric;
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(CallFilter, sorts: [CreatedAt, UpdatedAt, Name], {
    state: "Only calls in these states.",
}, words: q);

/// A call, as shown to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallView {
    /// Its id.
    pub id: CallId,
    /// Its title.
    pub title: Name,
    /// What the call is for.
    #[schema(inline)]
    pub brief: Paragraphs,
    /// Since when proposals can be submitted.
    pub opens_at: Moment,
    /// Until when proposals can be submitted, exclusive.
    pub closes_at: Moment,
    /// Districts of eligible clusters. Empty: all of Kerala.
    #[schema(max_items = 14)]
    pub districts: Vec<DistrictCode>,
    /// Activities of eligible clusters, narrower codes included. Empty: all.
    #[schema(max_items = 20)]
    pub activities: Vec<ActivityCode>,
    /// The budget for sanctions, in paise.
    pub budget_paise: Paise,
    /// The application form.
    pub form: Form,
    /// The rubric for reviews.
    pub rubric: Rubric,
    /// What the call favours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Bonus>,
    /// The state.
    pub state: CallState,
    /// The reason of the last step, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Paragraphs>,
    /// The steps that are possible now and that the caller may take.
    #[schema(max_items = 4)]
    pub allowed_steps: Vec<CallStep>,
    /// The revision. The `ETag` is made from it and from `allowed_steps`.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was drafted.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl CallView {
    fn of(thing: &Call, actor: &Actor) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        let facts = record.facts;
        let is_open =
            |step: &CallStep| policy::authorize(actor, step.action(), &thing.anchors()).is_ok();
        Self {
            id: meta.id,
            title: facts.title,
            brief: facts.brief,
            opens_at: facts.opens_at,
            closes_at: facts.closes_at,
            districts: facts.districts,
            activities: facts.activities,
            budget_paise: facts.budget_paise,
            form: facts.form,
            rubric: facts.rubric,
            bonus: facts.bonus,
            state: record.state,
            state_reason: record.reason,
            allowed_steps: record.state.steps().filter(is_open).collect(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for CallView {
    fn etag(&self) -> String {
        step_tag(self.revision, CallStep::ALL, &self.allowed_steps)
    }
    fn path(&self) -> String {
        format!("/v1/calls/{}", self.id)
    }
}

fn saved(status: u16, tx: &WriteContext<'_, '_>, thing: &Saved<Call>) -> Result<Answer, Problem> {
    crate::extract::saved(status, thing, &CallView::of(thing.thing(), tx.actor()))
}

/// List calls
///
/// All published calls. Drafts are visible to those who may write them.
#[utoipa::path(
    get, path = "/v1/calls", tag = "calls", params(List<CallFilter>),
    responses((status = 200, description = "A page.", body = PageOf<CallView>)),
    extensions(("x-action" = json!(Action::ListCalls)))
)]
pub(crate) async fn list_calls(caller: Caller, list: List<CallFilter>) -> Answered {
    let writes = caller
        .read_any(|reading| Ok(policy::view(reading.actor(), Action::UpdateCall).ok()))
        .await?;
    caller
        .respond_page(
            list,
            Action::ListCalls,
            move |repo, f, _view, paging| repo.calls(f, writes.as_ref(), paging),
            |actor, thing| CallView::of(&thing, actor),
        )
        .await
}

/// Draft a call
///
/// By an officer of K-DISC: window, targets, budget, application form and rubric.
#[utoipa::path(
    post, path = "/v1/calls", tag = "calls", request_body = CallFacts,
    responses((status = 201, description = "Drafted.", body = CallView)),
    extensions(("x-action" = json!(Action::CreateCall)))
)]
pub(crate) async fn create_call(caller: Caller, body: Body<CallFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_call", &body.bytes, move |tx| {
            let call = calls::create_call(tx, facts)?;
            saved(201, tx, &call)
        })
        .await
}

/// A call as far as its reader sees it.
pub(crate) fn seen(reading: &mut ReadContext<'_>, id: CallId) -> Result<Call, Problem> {
    let actor = reading.actor().clone();
    Ok(calls::visible_call(&mut **reading, &actor, id)?)
}

/// Read a call
///
/// Includes the form, the rubric and `allowed_steps`. A draft is visible only to
/// those who may write it.
#[utoipa::path(
    get, path = "/v1/calls/{id}", tag = "calls", params(("id" = CallId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = CallView)),
    extensions(("x-action" = json!(Action::ReadCall)))
)]
pub(crate) async fn get_call(caller: Caller, id: Path<CallId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = seen(reading, *id)?;
            Ok(CallView::of(&thing, reading.actor()))
        })
        .await
}

/// Change a call
///
/// All of a draft. Of an open call only the title, the brief and the end, which may only be extended and not
/// once it has passed.
#[utoipa::path(
    patch, path = "/v1/calls/{id}", tag = "calls", params(("id" = CallId, Path, description = "Its id.")),
    request_body(content = CallFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = CallView)),
    extensions(("x-action" = json!(Action::UpdateCall)))
)]
pub(crate) async fn update_call(
    caller: Caller,
    id: Path<CallId>,
    patch: Patch<CallFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_call", &bytes, move |tx| {
            let call = calls::update_call(tx, *id, |facts| patch.onto(facts))?;
            saved(200, tx, &call)
        })
        .await
}

/// Remove a draft of a call
///
/// Only a draft can be removed. A published call is cancelled instead.
#[utoipa::path(
    delete, path = "/v1/calls/{id}", tag = "calls", params(("id" = CallId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::DeleteCall)))
)]
pub(crate) async fn delete_call(caller: Caller, id: Path<CallId>) -> Answered {
    caller.write("delete_call", &[], move |tx| Ok(removed(&calls::delete_call(tx, *id)?))).await
}

/// Takes one step of the lifecycle.
async fn take(
    caller: Caller,
    id: CallId,
    operation: &'static str,
    step: CallStep,
    body: Body<Reason>,
) -> Answered {
    let reason = body.value.reason;
    caller
        .write(operation, &body.bytes, move |tx| {
            let call = calls::take_step(tx, id, step, reason)?;
            saved(200, tx, &call)
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
            post, path = $path, tag = "calls", params(("id" = CallId, Path, description = "Its id.")),
            request_body = Reason,
            responses((status = 200, description = "The current state.", body = CallView)),
            extensions(("x-action" = json!(CallStep::$step.action())))
        )]
        pub(crate) async fn $name(caller: Caller, id: Path<CallId>, body: Body<Reason>) -> Answered {
            take(caller, *id, stringify!($name), CallStep::$step, body).await
        }
    )+};
}

steps! {
    open_call = ("/v1/calls/{id}/open", Open, "Publish a call", "Form, rubric, targets and budget are fixed from now on. The budget is entered into the ledger of the call.");
    close_call = ("/v1/calls/{id}/close", Close, "End a call", "Possible once the window is over.");
    archive_call = ("/v1/calls/{id}/archive", Archive, "Archive a call", "Possible once the call is closed, every submitted proposal is decided and every award is settled. Otherwise 409 says how many are not.");
    cancel_call = ("/v1/calls/{id}/cancel", Cancel, "Cancel a call", "Needs a reason. Refused while an award under it is not settled.");
}
