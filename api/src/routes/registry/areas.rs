//! How areas lie to each other, across levels: what a place contains, lies in, overlaps (rule R1.2).

use crate::extract::{Caller, List};
use crate::page::PageOf;
use crate::routes::registry::places::PlaceView;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::reads::page::{Page, Paging};
use odoi_application::reads::{PlaceFilter, Read, Tie};
use odoi_domain::Entity;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::kernel::name::Name;
use odoi_domain::policy::actor::Anchors;
use odoi_domain::policy::{Action, View};
use odoi_domain::registry::place::{AreaWay, Place, PlaceCode, PlaceKey, PlaceLevel};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Places on the way to another that are named at most.
const MOST_STATIONS: usize = 20;

/// A place on the path to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Station {
    /// Its id.
    pub id: PlaceId,
    /// Its level.
    pub level: PlaceLevel,
    /// Its official code within the level.
    pub code: PlaceCode,
    /// Its name.
    pub name: Name,
}

/// An area, and its relation to the place of the request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaView {
    /// The area.
    pub place: PlaceView,
    /// The relation: the area contains the place (`within`: the place lies in it), lies in the place (`contains`), or
    /// shares ground with the place.
    pub relation: AreaWay,
    /// Whether somebody has stated the relation of these two. If false, it follows from statements about other areas.
    pub is_direct: bool,
    /// The source of the statement. Absent where the relation follows from the district of a place.
    #[schema(max_items = 20, max_length = 120, format = "text")]
    pub sources: BTreeSet<String>,
    /// The areas through which the relation follows, where nobody has stated it: the last one before the area, at most 20.
    #[schema(max_items = 20)]
    pub through: Vec<Station>,
}

/// The areas of a place, one page, with what leads to each.
fn areas(
    repo: &mut dyn Read,
    way: AreaWay,
    key: PlaceKey,
    filter: &PlaceFilter,
    view: &View,
    paging: &Paging,
) -> Result<Page<AreaView>, Error> {
    let of = repo.place_by_key(key)?.meta().id;
    let page = repo.places_of((way, of), filter, view, paging)?;
    let ids: Vec<PlaceId> = page.items.iter().map(|place| place.meta().id).collect();
    let ties = repo.ties(way, of, &ids)?;
    let stations: BTreeSet<PlaceId> = ties.iter().flat_map(|tie| [tie.place, tie.other]).collect();
    let stations = repo.places_by_id(&stations.into_iter().collect::<Vec<_>>())?;
    let (inside, around) = if way == AreaWay::Overlaps {
        (repo.which_lie(AreaWay::Contains, of, &ids)?, repo.which_lie(AreaWay::Within, of, &ids)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let relation = |id: PlaceId| match way {
        AreaWay::Overlaps if inside.contains(&id) => AreaWay::Contains,
        AreaWay::Overlaps if around.contains(&id) => AreaWay::Within,
        way => way,
    };
    Ok(page.map(|place| area(&place, of, relation(place.meta().id), &ties, &stations)))
}

/// One area, out of what is stated.
fn area(
    place: &Place,
    of: PlaceId,
    relation: AreaWay,
    ties: &[Tie],
    stations: &[Place],
) -> AreaView {
    let id = place.meta().id;
    let other = |tie: &Tie| match (tie.place == id, tie.other == id) {
        (true, _) => Some(tie.other),
        (_, true) => Some(tie.place),
        _ => None,
    };
    let direct = |tie: &&Tie| other(tie) == Some(of);
    let is_direct = ties.iter().any(|tie| direct(&tie));
    let through: BTreeSet<PlaceId> =
        if is_direct { BTreeSet::new() } else { ties.iter().filter_map(other).collect() };
    let stations = stations.iter().filter(|place| through.contains(&place.meta().id));
    let mut through: Vec<Station> = stations.map(Station::of).collect();
    through.sort_by_key(|station| (station.name.key(), station.id));
    through.truncate(MOST_STATIONS);
    AreaView {
        place: PlaceView::of(place),
        relation,
        is_direct,
        sources: ties.iter().filter(direct).filter_map(|tie| tie.source.clone()).collect(),
        through,
    }
}

impl Station {
    fn of(place: &Place) -> Self {
        let facts = place.facts().clone();
        Self { id: place.meta().id, level: facts.level, code: facts.code, name: facts.name }
    }
}

async fn answer(
    caller: Caller,
    way: AreaWay,
    key: Path<PlaceKey>,
    list: List<PlaceFilter>,
) -> Answered {
    let key = key.into_inner();
    // Where there is no such place for somebody, it contains nothing either.
    caller.read_any(|reading| reading.authorize(Action::ReadPlace, &Anchors::default())).await?;
    caller
        .respond_page(
            list,
            Action::ReadPlace,
            move |repo, filter, view, paging| areas(repo, way, key.clone(), filter, view, paging),
            |_, area| area,
        )
        .await
}

/// List what a place contains
///
/// Every area that lies wholly in the place, across levels: a district contains its taluks and blocks, and
/// through a block its grama panchayats. Filters and sort orders are those of places.
#[utoipa::path(
    get, path = "/v1/places/{id}/contains", tag = "places",
    params(("id" = PlaceKey, Path, description = "The id of the place, or `level:code`."), List<PlaceFilter>),
    responses((status = 200, description = "A page.", body = PageOf<AreaView>)),
    extensions(("x-action" = json!(Action::ReadPlace)))
)]
pub(crate) async fn list_contained_places(
    caller: Caller,
    id: Path<PlaceKey>,
    list: List<PlaceFilter>,
) -> Answered {
    answer(caller, AreaWay::Contains, id, list).await
}

/// List what a place lies in
///
/// Every area that the place lies wholly in, across levels.
#[utoipa::path(
    get, path = "/v1/places/{id}/within", tag = "places",
    params(("id" = PlaceKey, Path, description = "The id of the place, or `level:code`."), List<PlaceFilter>),
    responses((status = 200, description = "A page.", body = PageOf<AreaView>)),
    extensions(("x-action" = json!(Action::ReadPlace)))
)]
pub(crate) async fn list_surrounding_places(
    caller: Caller,
    id: Path<PlaceKey>,
    list: List<PlaceFilter>,
) -> Answered {
    answer(caller, AreaWay::Within, id, list).await
}

/// List what a place overlaps
///
/// Every area that shares ground with the place, including those that it contains or lies in. With `level`
/// this answers which constituencies a block touches, through its grama panchayats.
#[utoipa::path(
    get, path = "/v1/places/{id}/overlaps", tag = "places",
    params(("id" = PlaceKey, Path, description = "The id of the place, or `level:code`."), List<PlaceFilter>),
    responses((status = 200, description = "A page.", body = PageOf<AreaView>)),
    extensions(("x-action" = json!(Action::ReadPlace)))
)]
pub(crate) async fn list_overlapping_places(
    caller: Caller,
    id: Path<PlaceKey>,
    list: List<PlaceFilter>,
) -> Answered {
    answer(caller, AreaWay::Overlaps, id, list).await
}
