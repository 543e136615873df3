//! Schemes: what may be combined with seed money.

use crate::extract::{Body, Caller, List, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_domain::entity::Facts;
use odoi_domain::id::SchemeId;
use odoi_domain::name::Name;
use odoi_domain::policy::Action;
use odoi_domain::scheme::{
    Assistance, Condition, Government, Scheme, SchemeCode, SchemeFacts, SchemeKind,
};
use odoi_domain::text::{Line, Text};
use odoi_domain::{Entity, Moment};
use odoi_persistence::port::SchemeFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(SchemeFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    government: "Only schemes of these governments.",
    kind: "Only schemes that give this.",
}, words: q);

/// Scheme as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemeView {
    /// Its id.
    pub id: SchemeId,
    /// Its short code.
    pub code: SchemeCode,
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub government: Government,
    /// The ministry, department or body that runs it.
    #[schema(inline)]
    pub owner: Line,
    /// What it gives.
    pub kind: SchemeKind,
    /// Who may apply for it.
    #[schema(inline)]
    pub applicant_kind: Line,
    /// Conditions of eligibility.
    #[schema(max_items = 50)]
    pub conditions: Vec<Condition>,
    /// Components of assistance.
    #[schema(max_items = 50)]
    pub assistance: Vec<Assistance>,
    /// Rules that are not data yet, as published.
    #[schema(inline, max_items = 30)]
    pub remarks: Vec<Text<600>>,
    /// Where the facts come from, and how sure they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub source: Option<Text<600>>,
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl SchemeView {
    fn of(thing: &Scheme) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            code: facts.code,
            name: facts.name,
            government: facts.government,
            owner: facts.owner,
            kind: facts.kind,
            applicant_kind: facts.applicant_kind,
            conditions: facts.conditions,
            assistance: facts.assistance,
            remarks: facts.remarks,
            source: facts.source,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for SchemeView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/schemes/{}", self.id)
    }
}

/// List schemes
///
/// What central, state and bank programmes pay.
#[utoipa::path(
    get, path = "/v1/schemes", tag = "schemes", params(List<SchemeFilter>),
    responses((status = 200, description = "A page.", body = PageOf<SchemeView>)),
    extensions(("x-action" = json!("scheme.list")))
)]
pub(crate) async fn list_schemes(caller: Caller, list: List<SchemeFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListSchemes,
            |repo, f, view, paging| repo.schemes(f, view, paging),
            |_, thing| SchemeView::of(&thing),
        )
        .await
}

/// Register a scheme
///
/// By an officer of K-DISC.
#[utoipa::path(
    post, path = "/v1/schemes", tag = "schemes", request_body = SchemeFacts,
    responses((status = 201, description = "Registered.", body = SchemeView)),
    extensions(("x-action" = json!("scheme.create")))
)]
pub(crate) async fn create_scheme(caller: Caller, body: Body<SchemeFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_scheme", &body.bytes, move |tx| {
            let id = tx.mint();
            let permit = tx.authorize(Action::CreateScheme, &facts.anchors(id))?;
            let now = tx.now();
            let thing = tx.save(Scheme::register(&permit, id, facts, now)?)?;
            saved(201, &thing, SchemeView::of)
        })
        .await
}

/// Read a scheme
///
/// A scheme by its id.
#[utoipa::path(
    get, path = "/v1/schemes/{id}", tag = "schemes", params(("id" = SchemeId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = SchemeView)),
    extensions(("x-action" = json!("scheme.read")))
)]
pub(crate) async fn get_scheme(caller: Caller, id: Path<SchemeId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.scheme(*id)?;
            reading.authorize(Action::ReadScheme, &thing.anchors())?;
            Ok(SchemeView::of(&thing))
        })
        .await
}

/// Change a scheme
///
/// By an officer of K-DISC.
#[utoipa::path(
    patch, path = "/v1/schemes/{id}", tag = "schemes", params(("id" = SchemeId, Path, description = "Its id.")),
    request_body(content = SchemeFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = SchemeView)),
    extensions(("x-action" = json!("scheme.update")))
)]
pub(crate) async fn update_scheme(
    caller: Caller,
    id: Path<SchemeId>,
    patch: Patch<SchemeFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_scheme", &bytes, move |tx| {
            let thing = tx.scheme(*id)?;
            let permit = tx.authorize(Action::UpdateScheme, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(thing.facts())?;
            let now = tx.now();
            let thing = tx.save(thing.amend(&permit, facts, now)?)?;
            saved(200, &thing, SchemeView::of)
        })
        .await
}

/// Remove a scheme
///
/// For a scheme that was entered by mistake.
#[utoipa::path(
    delete, path = "/v1/schemes/{id}", tag = "schemes", params(("id" = SchemeId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!("scheme.delete")))
)]
pub(crate) async fn delete_scheme(caller: Caller, id: Path<SchemeId>) -> Answered {
    caller
        .write("delete_scheme", &[], move |tx| {
            let thing = tx.scheme(*id)?;
            let permit = tx.authorize(Action::DeleteScheme, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            Ok(removed(&tx.save(thing.remove(&permit, now))?))
        })
        .await
}
