//! A store on a site, and short ways to write to it and to look behind it.

use crate::harness::site::{Filling, Site};
use odoi_domain::kernel::entity::{Facts, Refusal};
use odoi_domain::kernel::id::{Id, PlaceId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, Denial, Permit, View};
use odoi_domain::registry::place::{Place, PlaceFacts, PlaceLevel};
use odoi_domain::{Entity, Moment};
use odoi_persistence::page::{Paging, SortKey};
use odoi_persistence::port::PlaceFilter;
use odoi_persistence::{Answer, ConstraintViolation, DatabaseUrl, Error, Outcome, Principal, Saved, Settings, Store, Tx, WriteRequest};
use std::time::Duration;

/// Why a unit of work came to nothing.
#[derive(Debug)]
#[allow(dead_code, reason = "what is inside is for the message of a failed test")]
pub enum Refused {
    Store(Error),
    Denied(Denial),
    Stays(Refusal),
    OnPurpose,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<Denial> for Refused {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Stays(refusal)
    }
}

impl Refused {
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Store(Error::Stale))
    }

    /// The field that another thing has the same value in.
    pub fn taken(&self) -> Option<&str> {
        match self {
            Self::Store(Error::Violated(ConstraintViolation::Taken(violation) | ConstraintViolation::TakenBy(violation, _))) => {
                Some(&violation.pointer)
            }
            _ => None,
        }
    }

    pub fn violation(&self) -> Option<&ConstraintViolation> {
        match self {
            Self::Store(Error::Violated(violation)) => Some(violation),
            _ => None,
        }
    }
}

/// The URL as the command line takes it.
pub fn url_of(site: &Site) -> String {
    match &site.url {
        DatabaseUrl::Sqlite { path, .. } => format!("sqlite://{}?create=true", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    }
}

/// The store of a migrated, empty database. Patient: the machine may be busy with other tests.
pub fn open(site: &Site) -> Store {
    site.fill(Filling::Schema);
    reopen(site)
}

pub fn reopen(site: &Site) -> Store {
    let settings = Settings { wait: Duration::from_secs(60), idle: Some(0), ..Settings::default() };
    Store::open(&site.url, &settings).expect("the store opens")
}

pub fn ticket() -> WriteRequest {
    WriteRequest { who: Principal::Operator, operation: "test", key: None, request_id: "test".to_owned() }
}

pub async fn write(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<Answer, Refused> + Send + 'static) -> Result<Outcome, Refused> {
    store.write(ticket(), work).await
}

/// A permit of somebody who holds every role in the whole state.
pub fn permit(action: Action) -> Permit {
    let grants = Role::ALL.iter().map(|role| Grant { role: *role, scope: Scope::State });
    policy::authorize(&Actor::unnamed(grants.collect()), action, &Anchors::default()).expect("a permit")
}

pub fn id<I: Id>(number: u128) -> I {
    uuid::Uuid::from_u128(number).into()
}

pub fn moment(micros: i64) -> Moment {
    Moment::from_micros(micros).expect("a moment")
}

pub fn line(text: &str) -> Line {
    Line::new(text).expect(text)
}

pub fn name(text: &str) -> Name {
    Name::english(line(text))
}

/// A ward of Ernakulam.
pub fn ward(code: &str, called: &str) -> PlaceFacts {
    PlaceFacts {
        district: Some("555".parse().expect("a district")),
        ..PlaceFacts::new(PlaceLevel::Ward, code.parse().expect(code), name(called))
    }
}

/// Adds a place with an id that the store mints.
pub fn add(tx: &mut Tx<'_>, facts: PlaceFacts) -> Result<Saved<Place>, Refused> {
    let id: PlaceId = tx.mint();
    let permit = tx.authorize(Action::CreatePlace, &facts.anchors(id))?;
    let now = tx.now();
    Ok(tx.save(Place::register(&permit, id, facts, now)?)?)
}

/// Adds one place in a unit of its own.
pub async fn add_one(store: &Store, code: &str) -> Result<PlaceId, Refused> {
    let facts = ward(code, &format!("Ward {code}"));
    let outcome = write(store, move |tx| {
        let saved = add(tx, facts)?;
        let id = saved.thing().meta().id.to_string();
        Ok(saved.answer(201, Some(id)))
    })
    .await?;
    let id = outcome.answer.body.expect("the id");
    Ok(id.parse().expect("an id"))
}

pub fn everything() -> View {
    View { everything: true, scopes: Vec::new() }
}

pub fn by_name(limit: u16) -> Paging {
    Paging { limit, key: SortKey::Name, descending: false, after: None, count: false, near: None }
}

/// The codes of all places, sorted.
pub async fn codes(store: &Store) -> Vec<String> {
    let page = store
        .read(|repo| repo.places(&PlaceFilter::default(), &everything(), &by_name(10_000)))
        .await
        .map_err(|error: Error| error)
        .expect("the store answers");
    let mut codes: Vec<String> = page.items.iter().map(|p| p.facts().code.to_string()).collect();
    codes.sort();
    codes
}

/// How many rows a table has.
pub fn rows(site: &Site, table: &str) -> usize {
    let count = site.texts(&format!("SELECT CAST(count(*) AS text) AS value FROM {table}"));
    count[0].parse().expect("a number")
}
