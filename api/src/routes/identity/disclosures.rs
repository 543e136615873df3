//! The log of disclosures: who saw personal data unmasked, for those who watch over it and for the
//! person whose data it is (rule R2.7).

use crate::extract::{Caller, List, ReadContext, Resource, filter};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::{DisclosureFilter, EnterpriseDisclosureFilter};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, DisclosureId, EnterpriseId};
use odoi_domain::policy::actor::{Actor, Role};
use odoi_domain::policy::disclosure::{Disclosure, Shown};
use odoi_domain::policy::privacy::{PersonalField, Purpose, Told};
use odoi_domain::policy::{self, Action, View};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(DisclosureFilter, sorts: [CreatedAt, UpdatedAt], {
    account_id: "Only disclosures to these accounts.",
    enterprise_id: "Only disclosures that show one of these enterprises.",
    purpose: "Only disclosures for these purposes.",
}, between: (from, until));
filter!(EnterpriseDisclosureFilter, sorts: [CreatedAt, UpdatedAt], {
    account_id: "Only disclosures to these accounts.",
    purpose: "Only disclosures for these purposes.",
}, between: (from, until), exported: false);

/// Whoever may see the disclosures of an enterprise sees all of them.
const EVERYTHING: View = View { everything: true, scopes: Vec::new() };

/// What is asked of the disclosures of some enterprises.
fn about(filter: &EnterpriseDisclosureFilter, ids: &[EnterpriseId]) -> DisclosureFilter {
    DisclosureFilter {
        account_id: filter.account_id.clone(),
        enterprise_id: ids.to_vec(),
        purpose: filter.purpose.clone(),
        from: filter.from,
        until: filter.until,
    }
}

/// The facts of one enterprise that a disclosure shows: names, never values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownView {
    /// The enterprise.
    pub enterprise_id: EnterpriseId,
    /// The personal facts that were told of.
    #[schema(max_items = 6)]
    pub fields: Vec<PersonalField>,
}

/// A disclosure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisclosureView {
    /// Its id.
    pub id: DisclosureId,
    /// The account that saw them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// The roles that allowed it.
    #[schema(max_items = 20)]
    pub roles: Vec<Role>,
    /// The purpose.
    pub purpose: Purpose,
    /// What was told of the facts.
    pub told: Told,
    /// The operation, by its `operationId`.
    #[schema(max_length = 80, format = "name")]
    pub operation: String,
    /// The id of the request.
    #[schema(max_length = 64, format = "request-id")]
    pub request_id: String,
    /// The facts that were shown, as far as the caller may see them.
    #[schema(max_items = 1000)]
    pub shown: Vec<ShownView>,
    /// The revision: always 1.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was logged, before the answer was sent.
    pub created_at: Moment,
    /// Equal to `created_at`: a disclosure never changes.
    pub updated_at: Moment,
}

impl DisclosureView {
    /// With those of the enterprises that somebody may hear of.
    fn of(thing: &Disclosure, hears: impl Fn(&Shown) -> bool) -> Self {
        let (meta, state) = (*thing.meta(), thing.state().clone());
        let shown = state.look.shown.into_iter().filter(hears);
        Self {
            id: meta.id,
            account_id: state.account,
            roles: state.roles,
            purpose: state.look.purpose,
            told: state.look.told,
            operation: state.look.operation,
            request_id: state.look.request_id,
            shown: shown
                .map(|one| ShownView { enterprise_id: one.enterprise, fields: one.fields })
                .collect(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }

    fn to(actor: &Actor, thing: &Disclosure) -> Self {
        let hears =
            |one: &Shown| policy::authorize(actor, Action::ReadDisclosure, &one.anchors()).is_ok();
        Self::of(thing, hears)
    }
}

impl Resource for DisclosureView {
    /// Those of different districts hear of different enterprises.
    fn etag(&self) -> String {
        format!("\"{}-{}\"", self.revision, self.shown.len())
    }
    fn path(&self) -> String {
        format!("/v1/disclosures/{}", self.id)
    }
}

/// List disclosures of personal data
///
/// Who saw which personal facts in full, by which role, for which purpose and when. For auditors of the
/// districts concerned and for administrators.
#[utoipa::path(
    get, path = "/v1/disclosures", tag = "disclosures", params(List<DisclosureFilter>),
    responses((status = 200, description = "A page.", body = PageOf<DisclosureView>)),
    extensions(("x-action" = json!(Action::ListDisclosures)))
)]
pub(crate) async fn list_disclosures(caller: Caller, list: List<DisclosureFilter>) -> Answered {
    caller
        .respond_page(
            list,
            Action::ListDisclosures,
            |repo, filter, view, paging| repo.disclosures(filter, view, paging),
            |actor, thing| DisclosureView::to(actor, &thing),
        )
        .await
}

/// Read a disclosure of personal data
///
/// A disclosure by its id.
#[utoipa::path(
    get, path = "/v1/disclosures/{id}", tag = "disclosures", params(("id" = DisclosureId, Path, description = "Its id.")),
    responses((status = 200, description = "The disclosure.", body = DisclosureView)),
    extensions(("x-action" = json!(Action::ReadDisclosure)))
)]
pub(crate) async fn get_disclosure(caller: Caller, id: Path<DisclosureId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.disclosure(*id)?;
            reading.authorize(Action::ReadDisclosure, &thing.anchors())?;
            Ok(DisclosureView::to(reading.actor(), &thing))
        })
        .await
}

/// List disclosures of the personal data of an enterprise
///
/// Every disclosure of this enterprise, or of one that was merged into it. For the people who answer questions of
/// the person concerned, and for that person.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}/disclosures", tag = "disclosures",
    params(("id" = EnterpriseId, Path, description = "Its id."), List<EnterpriseDisclosureFilter>),
    responses((status = 200, description = "A page.", body = PageOf<DisclosureView>)),
    extensions(("x-action" = json!(Action::ListEnterpriseDisclosures)))
)]
pub(crate) async fn list_enterprise_disclosures(
    caller: Caller,
    id: Path<EnterpriseId>,
    list: List<EnterpriseDisclosureFilter>,
) -> Answered {
    caller
        .respond_page_of(list, move |reading, filter, paging| {
            let thing = reading.enterprise(*id)?;
            reading.authorize(Action::ListEnterpriseDisclosures, &thing.anchors())?;
            let ids = with_merged(reading, *id)?;
            let page = reading.disclosures(&about(filter, &ids), &EVERYTHING, paging)?;
            Ok(page.map(|thing| DisclosureView::of(&thing, |one| ids.contains(&one.enterprise))))
        })
        .await
}

/// An enterprise and whatever has been merged into it.
fn with_merged(
    reading: &mut ReadContext<'_>,
    id: EnterpriseId,
) -> Result<Vec<EnterpriseId>, Problem> {
    let (mut ids, mut at) = (vec![id], 0);
    while let Some(id) = ids.get(at).copied() {
        for merge in reading.merges_about(id)? {
            let state = merge.state();
            if state.into == id && !state.is_undone && !ids.contains(&state.merged) {
                ids.push(state.merged);
            }
        }
        at += 1;
    }
    Ok(ids)
}
