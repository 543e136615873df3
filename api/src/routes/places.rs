//! Places: read by everybody, kept by administrators.

use crate::extract::{Caller, filter};
use crate::routes::registry::registry;
use crate::routes::shared::Answered;
use actix_web::web::Path;
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

registry! {
    Place, PlaceFacts, PlaceView, PlaceId, PlaceFilter,
    tag: "places", paths: ("/v1/places", "/v1/places/{id}"), ports: (places, place),
    checks: [], follows: [],
    list_places: ListPlaces = ("List places", "Districts and assembly constituencies ship with the program; other levels are imported. Areas overlap: a constituency is not nested in a local body or block (rules R1.1, R1.2).");
    create_place: CreatePlace = ("Register a place", "For what the published lists lack; whole lists are imported with `odoi import places`.");
    get_place: ReadPlace = ("Read a place", "A place by its id.");
    update_place: UpdatePlace = ("Change a place", "The level and code may change too, as long as they stay unique.");
    delete_place: DeletePlace = ("Remove a place", "For a place that was entered by mistake.");
}
