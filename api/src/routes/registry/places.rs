//! Places: read by everybody, kept by administrators.

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::PlaceFilter;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::Action;
use odoi_domain::registry::place::{
    Area, DistrictCode, OtherCode, PinCode, Place, PlaceCode, PlaceFacts, PlaceKey, PlaceLevel,
};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(PlaceFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    level: "Only places of these levels.",
    district: "Only places of these districts (LGD code).",
    code: "Only places with these codes, official or of another list. Combine with `level`: each level has its own number space.",
    pin_code: "Only places that use these postal index numbers.",
}, words: q, located: true);

/// A place.
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
    /// Its centroid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centroid: Option<Point>,
    /// Its codes in other lists.
    #[schema(max_items = 8)]
    pub other_codes: Vec<OtherCode>,
    /// Other spellings and former names.
    #[schema(inline, max_items = 12)]
    pub other_names: Vec<Line>,
    /// The postal index numbers used in it.
    #[schema(max_items = 200)]
    pub pin_codes: Vec<PinCode>,
    /// The larger areas that it is stated to lie in or overlap, besides its district.
    #[schema(max_items = 50)]
    pub areas: Vec<Area>,
    /// Whether imports leave it unchanged.
    pub is_protected: bool,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl PlaceView {
    pub(crate) fn of(thing: &Place) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            level: facts.level,
            code: facts.code,
            name: facts.name,
            district: facts.district,
            centroid: facts.centroid,
            other_codes: facts.other_codes,
            other_names: facts.other_names,
            pin_codes: facts.pin_codes,
            areas: facts.areas,
            is_protected: facts.is_protected,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

registered! {
    Place, PlaceFacts, PlaceView, PlaceKey, PlaceFilter,
    tag: "places", paths: ("/v1/places", "/v1/places/{id}"), ports: (places, place_by_key),
    list_places: ListPlaces = ("List places", "Districts and assembly constituencies ship with the program; other levels are imported. Areas overlap: a constituency is not nested in a local body or block.");
    create_place: CreatePlace = ("Register a place", "For a place that the published lists lack. Whole lists are imported with `odoi import places`.");
    get_place: ReadPlace = ("Read a place", "A place by its id, or by `level:code`: `district:555`, `grama_panchayat:221053`. The code is the official one of the level, or that of another list (`grama_panchayat:G070301`); a list may be named too (`grama_panchayat:lsg:G070301`).");
    update_place: UpdatePlace = ("Change a place", "Level and code may change too if they stay unique.");
    delete_place: DeletePlace = ("Remove a place", "For a place that was entered by mistake.");
}
