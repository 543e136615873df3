//! Places: read by everybody, kept by administrators.

use crate::extract::{Body, Caller, List, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_domain::entity::Facts;
use odoi_domain::id::PlaceId;
use odoi_domain::name::Name;
use odoi_domain::place::{DistrictCode, Place, PlaceCode, PlaceFacts, PlaceLevel};
use odoi_domain::policy::Action;
use odoi_domain::{Entity, Moment};
use odoi_persistence::port::PlaceFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(PlaceFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    level: "Only places of these levels.",
    district: "Only places of these districts (LGD code).",
    code: "Only places with these official codes; name the level too, for each level has its own numbers.",
}, words: q);

/// Place as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceView {
    /// Its id.
    pub id: PlaceId,
    /// Its level.
    pub level: PlaceLevel,
    /// Its official code within the level.
    pub code: PlaceCode,
    /// Its name.
    pub name: Name,
    /// The district that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<DistrictCode>,
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl PlaceView {
    fn of(thing: &Place) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            level: facts.level,
            code: facts.code,
            name: facts.name,
            district: facts.district,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for PlaceView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/places/{}", self.id)
    }
}

/// List places
///
/// Districts and assembly constituencies ship with the program; other levels are imported. Areas overlap: a constituency is not nested in a local body or block (rules R1.1, R1.2).
#[utoipa::path(
    get, path = "/v1/places", tag = "places", params(List<PlaceFilter>),
    responses((status = 200, description = "A page.", body = PageOf<PlaceView>)),
    extensions(("x-action" = json!("place.list")))
)]
pub(crate) async fn list_places(caller: Caller, list: List<PlaceFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListPlaces,
            |repo, f, view, paging| repo.places(f, view, paging),
            |_, thing| PlaceView::of(&thing),
        )
        .await
}

/// Register a place
///
/// For what the published lists lack; whole lists are imported with `odoi import places`.
#[utoipa::path(
    post, path = "/v1/places", tag = "places", request_body = PlaceFacts,
    responses((status = 201, description = "Registered.", body = PlaceView)),
    extensions(("x-action" = json!("place.create")))
)]
pub(crate) async fn create_place(caller: Caller, body: Body<PlaceFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_place", &body.bytes, move |tx| {
            let id = tx.mint();
            let permit = tx.authorize(Action::CreatePlace, &facts.anchors(id))?;
            let now = tx.now();
            let thing = tx.save(Place::register(&permit, id, facts, now)?)?;
            saved(201, &thing, PlaceView::of)
        })
        .await
}

/// Read a place
///
/// A place by its id.
#[utoipa::path(
    get, path = "/v1/places/{id}", tag = "places", params(("id" = PlaceId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = PlaceView)),
    extensions(("x-action" = json!("place.read")))
)]
pub(crate) async fn get_place(caller: Caller, id: Path<PlaceId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.place(*id)?;
            reading.authorize(Action::ReadPlace, &thing.anchors())?;
            Ok(PlaceView::of(&thing))
        })
        .await
}

/// Change a place
///
/// The level and code may change too, as long as they stay unique.
#[utoipa::path(
    patch, path = "/v1/places/{id}", tag = "places", params(("id" = PlaceId, Path, description = "Its id.")),
    request_body(content = PlaceFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = PlaceView)),
    extensions(("x-action" = json!("place.update")))
)]
pub(crate) async fn update_place(
    caller: Caller,
    id: Path<PlaceId>,
    patch: Patch<PlaceFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_place", &bytes, move |tx| {
            let thing = tx.place(*id)?;
            let permit = tx.authorize(Action::UpdatePlace, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(thing.facts())?;
            let now = tx.now();
            let thing = tx.save(thing.amend(&permit, facts, now)?)?;
            saved(200, &thing, PlaceView::of)
        })
        .await
}

/// Remove a place
///
/// For a place that was entered by mistake.
#[utoipa::path(
    delete, path = "/v1/places/{id}", tag = "places", params(("id" = PlaceId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!("place.delete")))
)]
pub(crate) async fn delete_place(caller: Caller, id: Path<PlaceId>) -> Answered {
    caller
        .write("delete_place", &[], move |tx| {
            let thing = tx.place(*id)?;
            let permit = tx.authorize(Action::DeletePlace, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            Ok(removed(&tx.save(thing.remove(&permit, now))?))
        })
        .await
}
