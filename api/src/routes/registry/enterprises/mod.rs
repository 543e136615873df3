//! Enterprises: the registry, seen and kept by district.

mod protection;
mod view;

use crate::extract::Operation;
use crate::extract::{
    Body, Caller, DisclosureRecorder, List, Looking, Patch, ReadContext, Stated, WriteContext,
    filter,
};
use crate::facets::{self, COUNTED, widened};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::shared::{Answered, removed, saved};
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::reads::page::{Near, Page, Paging, SortKey};
use odoi_application::reads::{Counted, EnterpriseFilter, Read};
use odoi_application::registry::enterprises;
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::kernel::search::Facet;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action, View};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseFacts, Statement};
pub(crate) use protection::*;
pub(crate) use view::{EnterpriseView, FieldVisibility};

filter!(EnterpriseFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only enterprises of these districts (LGD code).",
    kind: "Only enterprises of these kinds.",
    activity: "Only enterprises whose main activity is one of these codes or narrower. Example: `10` matches `10612`.",
    division: "Only enterprises whose main activity is in these NIC divisions.",
    pin_code: "Only enterprises with these postal index numbers.",
    size_class: "Only enterprises of these size classes, by the ceilings of today.",
    place: "Only enterprises in one of these places, as level and code. Example: `assembly_constituency:75`.",
    external_id: "Only enterprises with one of these ids in another system. Example: `kudumbashree_mis:ME-2024-00017`.",
    cluster_id: "Only enterprises that belong to one of these clusters on the day `as_of`.",
}, words: q, day: as_of, located: true, facets: true, personal: true);
widened!(EnterpriseFilter);

/// How the caller sees an enterprise without having said why: masked, as it is today.
fn plain(caller: &Caller) -> FieldVisibility {
    FieldVisibility {
        shown: Vec::new(),
        as_of: caller.service.application.now().day(),
        is_other_day: false,
        language: caller.context.language,
    }
}

/// List enterprises
///
/// The enterprises that the caller may see: those of their districts, or their own. Personal facts are masked,
/// except those that the declared `purpose` allows.
#[utoipa::path(
    get, path = "/v1/enterprises", tag = "enterprises", params(List<EnterpriseFilter>),
    responses((status = 200, description = "A page.", body = PageOf<EnterpriseView>)),
    extensions(("x-action" = json!(Action::ListEnterprises)))
)]
pub(crate) async fn list_enterprises(caller: Caller, list: List<EnterpriseFilter>) -> Answered {
    let visibility = plain(&caller);
    let on = list.filter.as_of.unwrap_or(visibility.as_of);
    let count =
        move |reading: &mut ReadContext<'_>, filter: &_, paging: &Paging, wanted: &[Facet]| {
            let counted =
                |reading: &mut ReadContext<'_>, wider: &_| counted(reading, wider, paging.near);
            facets::count(reading, filter, (wanted, on), counted)
        };
    let show = move |actor: &Actor, recorder: &mut DisclosureRecorder, thing| {
        visibility.through(recorder, actor, &thing)
    };
    let operation = Operation::new("list_enterprises", Action::ListEnterprises);
    caller.respond_personal_page(list, operation, enterprises, show, count).await
}

fn enterprises(
    repo: &mut dyn Read,
    filter: &EnterpriseFilter,
    view: &View,
    paging: &Paging,
) -> Result<Page<Enterprise>, Error> {
    repo.enterprises(filter, view, paging)
}

/// The enterprises that are counted: the first by name or by nearness, one more than there may be.
fn counted(
    reading: &mut ReadContext<'_>,
    filter: &EnterpriseFilter,
    near: Option<Near>,
) -> Result<Vec<Counted>, Problem> {
    let view = policy::view(reading.actor(), Action::ListEnterprises)?;
    let Some(near) = near else {
        return Ok(reading.enterprises_counted(filter, &view, COUNTED + 1)?);
    };
    let paging = Paging {
        limit: u16::try_from(COUNTED + 1).unwrap_or(u16::MAX),
        key: SortKey::Name,
        descending: false,
        after: None,
        count: false,
        near: Some(near),
    };
    let found = reading.enterprises(filter, &view, &paging)?;
    let counted = |thing: &Enterprise| Counted {
        id: thing.meta().id.0,
        kind: thing.facts().kind.to_string(),
        district: thing.facts().district.to_string(),
        division: thing.facts().heading().division,
    };
    Ok(found.items.iter().map(counted).collect())
}

/// Register an enterprise
///
/// A firm or a Kudumbashree unit. Identifiers are optional and are checked if they are given.
/// `warnings` lists values that are unusual but accepted.
#[utoipa::path(
    post, path = "/v1/enterprises", tag = "enterprises", params(Stated), request_body = EnterpriseFacts,
    responses((status = 201, description = "Registered.", body = EnterpriseView)),
    extensions(("x-action" = json!(Action::CreateEnterprise)))
)]
pub(crate) async fn create_enterprise(
    caller: Caller,
    stated: Stated,
    body: Body<EnterpriseFacts>,
) -> Answered {
    let (facts, visibility) = (body.value, plain(&caller));
    caller
        .write("create_enterprise", &body.bytes, move |tx| {
            let thing = enterprises::create_enterprise(tx, facts, |tx| stated.by(tx))?;
            saved(201, &thing, |thing| EnterpriseView::of(thing, &visibility))
        })
        .await
}

/// Read an enterprise
///
/// An enterprise by its id. `as_of` computes its size class for another day, with the ceilings and
/// figures of that day. Personal facts are masked, except those that the declared `purpose` allows.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id."), Looking),
    responses((status = 200, description = "The current state.", body = EnterpriseView)),
    extensions(("x-action" = json!(Action::ReadEnterprise)))
)]
pub(crate) async fn get_enterprise(
    caller: Caller,
    id: Path<EnterpriseId>,
    looking: Looking,
) -> Answered {
    let mut visibility = plain(&caller);
    visibility.is_other_day = looking.as_of != visibility.as_of;
    visibility.as_of = looking.as_of;
    let show = move |reading: &mut ReadContext<'_>, recorder: &mut DisclosureRecorder| {
        let thing = read(reading, *id)?;
        Ok(visibility.through(recorder, reading.actor(), &thing))
    };
    let operation = Operation::new("get_enterprise", Action::ReadEnterprise);
    caller.respond_item_disclosing(operation, looking.purpose, show).await
}

fn read(reading: &mut ReadContext<'_>, id: EnterpriseId) -> Result<Enterprise, Problem> {
    let thing = reading.enterprise(id)?;
    reading.authorize(Action::ReadEnterprise, &thing.anchors())?;
    Ok(thing)
}

/// Change an enterprise
///
/// By the registrars of its district and its own representative. Imports of a partner
/// system leave protected facts unchanged; the answer lists these in `kept`.
#[utoipa::path(
    patch, path = "/v1/enterprises/{id}", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id."), Stated),
    request_body(content = EnterpriseFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = EnterpriseView)),
    extensions(("x-action" = json!(Action::UpdateEnterprise)))
)]
pub(crate) async fn update_enterprise(
    caller: Caller,
    id: Path<EnterpriseId>,
    stated: Stated,
    patch: Patch<EnterpriseFacts>,
) -> Answered {
    let (bytes, named, visibility) = (patch.bytes.clone(), patch.named(), plain(&caller));
    caller
        .write("update_enterprise", &bytes, move |tx| {
            let stated = |tx: &mut WriteContext<'_, '_>| {
                let statement = stated.by(tx)?;
                Ok::<_, Problem>(Statement { named, ..statement })
            };
            let change = |facts: &EnterpriseFacts| patch.onto(facts);
            let made = enterprises::update_enterprise(tx, *id, change, stated)?;
            saved(200, &made.enterprise, |thing| EnterpriseView {
                kept: made.kept,
                ..EnterpriseView::of(thing, &visibility)
            })
        })
        .await
}

/// Remove an enterprise
///
/// Refused while linkages or memberships refer to it, or clusters name it in their chains or shared assets.
#[utoipa::path(
    delete, path = "/v1/enterprises/{id}", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::DeleteEnterprise)))
)]
pub(crate) async fn delete_enterprise(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .write("delete_enterprise", &[], move |tx| {
            Ok(removed(&enterprises::delete_enterprise(tx, *id)?))
        })
        .await
}
