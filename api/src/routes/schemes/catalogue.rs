//! Schemes: what may be combined with seed money.

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::SchemeFilter;
use odoi_domain::kernel::id::SchemeId;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Line, Prose};
use odoi_domain::policy::Action;
use odoi_domain::schemes::scheme::{
    Assistance, Condition, Government, Scheme, SchemeCode, SchemeFacts, SchemeKind,
};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(SchemeFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    government: "Only schemes of these governments.",
    kind: "Only schemes of these types.",
}, words: q);

/// A scheme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemeView {
    /// Its id.
    pub id: SchemeId,
    /// Its short code.
    pub code: SchemeCode,
    /// Its name.
    pub name: Name,
    /// The government, bank or body that owns it.
    pub government: Government,
    /// The ministry, department or body that runs it.
    #[schema(inline)]
    pub owner: Line,
    /// The type of assistance.
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
    /// Rules that are not structured yet, as published.
    #[schema(inline, max_items = 30)]
    pub remarks: Vec<Prose<600>>,
    /// The source of the facts, and how certain they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub source: Option<Prose<600>>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
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

registered! {
    Scheme, SchemeFacts, SchemeView, SchemeId, SchemeFilter,
    tag: "schemes", paths: ("/v1/schemes", "/v1/schemes/{id}"), ports: (schemes, scheme),
    list_schemes: ListSchemes = ("List schemes", "Assistance of central, state and bank programmes.");
    create_scheme: CreateScheme = ("Register a scheme", "By an officer of K-DISC.");
    get_scheme: ReadScheme = ("Read a scheme", "A scheme by its id.");
    update_scheme: UpdateScheme = ("Change a scheme", "By an officer of K-DISC.");
    delete_scheme: DeleteScheme = ("Remove a scheme", "For a scheme that was entered by mistake.");
}
