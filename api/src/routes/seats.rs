//! Seats of the district core groups: who sits in them, and when (rule R6.3).

use crate::extract::{Caller, WriteContext, filter};
use crate::problem::{Kind, Problem};
use crate::routes::registry::registry;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::programme::affiliations::resolve_merged;
use odoi_application::programme::opening::can_sit;
use odoi_domain::Code;
use odoi_domain::id::SeatId;
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::Action;
use odoi_domain::seat::{Designation, Nominator, Seat, SeatFacts, Tenure};
use odoi_domain::{Entity, Moment, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::SeatFilter;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

filter!(SeatFilter, sorts: [CreatedAt, UpdatedAt], {
    district: "Only seats of these districts (LGD code).",
    designation: "Only seats of these designations.",
});

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeatView {
    /// Its id.
    pub id: SeatId,
    /// The district of the core group.
    pub district: DistrictCode,
    /// The designation.
    pub designation: Designation,
    /// The number of the seat among those of its designation, from 1.
    #[schema(minimum = 1, maximum = 9)]
    pub number: i32,
    /// Who nominates its holder.
    pub nominated_by: Nominator,
    /// Whether its holder convenes the group.
    pub is_convenor: bool,
    /// Its tenures.
    #[schema(max_items = 40)]
    pub tenures: Vec<Tenure>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl SeatView {
    fn of(thing: &Seat) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            district: facts.district,
            designation: facts.designation,
            number: facts.number,
            nominated_by: facts.designation.nominator(),
            is_convenor: facts.designation.is_convenor(),
            tenures: facts.tenures,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

/// Nobody says where they sit themselves, nor what they belong to there: by that it is decided what they stand aside
/// for.
fn of_others(tx: &mut WriteContext<'_, '_>, thing: &Seat) -> Result<(), Problem> {
    let me = tx.actor().account();
    let mut tenures = thing.facts().tenures.iter();
    if tenures.any(|tenure| Some(tenure.account_id) == me) {
        let violation = Violation::new(Code::OwnSeat);
        return Err(Problem::new(Kind::RequirementsNotMet).violations(vec![violation]));
    }
    Ok(())
}

/// Accounts and affiliations must be of the registry, and the seat is somebody else's.
fn known(tx: &mut WriteContext<'_, '_>, thing: &Seat) -> Result<(), Problem> {
    // Two seats at once for one person are refused like one after the other.
    let group = format!("core group of {}", thing.facts().district);
    tx.lock_names(&BTreeSet::from([group]))?;
    of_others(tx, thing)?;
    match tx.seat(thing.meta().id) {
        Ok(before) => of_others(tx, &before)?,
        Err(Error::Missing) => {}
        Err(other) => return Err(other.into()),
    }
    let facts = thing.facts();
    let mut violations = Vec::new();
    let mut unknown = |pointer: String| {
        violations.push(Violation::new(Code::UnknownReference).at(&pointer));
    };
    for (at, tenure) in facts.tenures.iter().enumerate() {
        match tx.account(tenure.account_id) {
            Ok(_account) => {}
            Err(Error::Missing) => unknown(format!("/tenures/{at}/account_id")),
            Err(other) => return Err(other.into()),
        }
        for (place, end) in tenure.affiliations.iter().enumerate() {
            let end = resolve_merged(&mut ***tx, *end)?;
            if tx.district_of(end)?.is_none() {
                unknown(format!("/tenures/{at}/affiliations/{place}/id"));
            }
        }
    }
    if violations.is_empty() {
        violations = unseatable(tx, thing)?.into_iter().collect();
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(Kind::Invalid).violations(violations))
    }
}

/// Who cannot sit here from today on: without an active account that holds the role of the designation, or in
/// a second seat of the core group. What was stated before is let stand.
fn unseatable(tx: &mut WriteContext<'_, '_>, thing: &Seat) -> Result<Vec<Violation>, Problem> {
    let facts = thing.facts();
    let (now, seats) = (tx.now(), tx.seats_of(&facts.district)?);
    let is_this = |other: &&Seat| other.meta().id == thing.meta().id;
    let (own, others): (Vec<&Seat>, Vec<&Seat>) = seats.iter().partition(is_this);
    let role = facts.designation.role();
    let mut violations = Vec::new();
    for (at, tenure) in facts.tenures.iter().enumerate() {
        let is_over = tenure.ends_on.is_some_and(|end| end < now.day());
        let mut stated = own.iter().flat_map(|old| &old.facts().tenures);
        let is_same =
            |old: &Tenure| (old.account_id, old.capacity) == (tenure.account_id, tenure.capacity);
        if is_over || stated.any(is_same) {
            continue;
        }
        let here = |violation: Violation| violation.at(&format!("/tenures/{at}/account_id"));
        let needs = (role, &facts.district);
        if !can_sit(&mut ***tx, tenure.account_id, needs, now)? {
            violations.push(here(Violation::new(Code::NoRoleForSeat).with(role.text())));
        }
        if others.iter().any(|other| other.facts().seats_also(tenure)) {
            violations.push(here(Violation::new(Code::SitsElsewhere)));
        }
    }
    Ok(violations)
}

registry! {
    Seat, SeatFacts, SeatView, SeatId, SeatFilter,
    tag: "seats", paths: ("/v1/seats", "/v1/seats/{id}"), ports: (seats, seat),
    checks: [known], follows: [], removes: [of_others],
    list_seats: ListSeats = ("List seats", "The seats of the core groups of the caller's districts.");
    create_seat: CreateSeat = ("Constitute a seat", "By an officer of K-DISC: designation, and holder or alternate with their terms. Nobody can constitute, change or remove a seat that they hold or held (409 `own_seat`).");
    get_seat: ReadSeat = ("Read a seat", "A seat by its id.");
    update_seat: UpdateSeat = ("Change a seat", "By an officer of K-DISC: ends a term, begins another. A removed affiliation still counts for the days that the conflict rule says, and earlier decisions keep their basis.");
    delete_seat: DeleteSeat = ("Remove a seat", "By an officer of K-DISC. Minutes keep who held it, and affiliations of its holders still count.");
}
