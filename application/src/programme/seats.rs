//! Seats of the district core groups: who can be put into them, and by whom (rule R6.3).

use crate::programme::affiliations::resolve_merged;
use crate::programme::opening::can_sit;
use crate::registry::registered::Registrable;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Registered;
use odoi_domain::kernel::id::SeatId;
use odoi_domain::policy::Action;
use odoi_domain::programme::seat::{Seat, SeatFacts, Tenure};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::BTreeSet;

impl Registrable for SeatFacts {
    const CREATE: Action = Action::CreateSeat;
    const UPDATE: Action = Action::UpdateSeat;
    const DELETE: Action = Action::DeleteSeat;
    type Key = SeatId;

    fn find(repo: &mut dyn Read, key: SeatId) -> Result<Registered<Self>, Error> {
        repo.seat(key)
    }

    fn known(tx: &mut WriteContext<'_, '_>, seat: &Seat) -> Result<(), Failure> {
        require_seatable(tx, seat)
    }

    fn removable(tx: &mut WriteContext<'_, '_>, seat: &Seat) -> Result<(), Failure> {
        require_of_others(tx, seat)
    }
}

/// Demands that the seat is somebody else's: nobody says where they sit themselves, nor what they belong to there. By
/// that it is decided what they stand aside for.
fn require_of_others(tx: &mut WriteContext<'_, '_>, seat: &Seat) -> Result<(), Failure> {
    let me = tx.actor().account();
    let mut tenures = seat.facts().tenures.iter();
    if tenures.any(|tenure| Some(tenure.account_id) == me) {
        return Err(Failure::unmet(vec![Violation::new(Code::OwnSeat)]));
    }
    Ok(())
}

/// Demands that the seat is somebody else's, as it was and as it becomes; that its accounts and affiliations are of the
/// registry; and that those who are put into it can sit there.
fn require_seatable(tx: &mut WriteContext<'_, '_>, seat: &Seat) -> Result<(), Failure> {
    // Two seats at once for one person are refused like one after the other.
    let group = format!("core group of {}", seat.facts().district);
    tx.lock_names(&BTreeSet::from([group]))?;
    require_of_others(tx, seat)?;
    match tx.seat(seat.meta().id) {
        Ok(before) => require_of_others(tx, &before)?,
        Err(Error::Missing) => {}
        Err(other) => return Err(other.into()),
    }
    let mut violations = unknown(tx, seat.facts())?;
    if violations.is_empty() {
        violations = unseatable(tx, seat)?;
    }
    Failure::unless_valid(violations)
}

/// Accounts and affiliations that there are not.
fn unknown(tx: &mut WriteContext<'_, '_>, facts: &SeatFacts) -> Result<Vec<Violation>, Failure> {
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
            let end = resolve_merged(&mut **tx, *end)?;
            if tx.district_of(end)?.is_none() {
                unknown(format!("/tenures/{at}/affiliations/{place}/id"));
            }
        }
    }
    Ok(violations)
}

/// Who cannot sit here from today on: without an active account that holds the role of the designation, or in
/// a second seat of the core group. What was stated before is let stand.
fn unseatable(tx: &mut WriteContext<'_, '_>, seat: &Seat) -> Result<Vec<Violation>, Failure> {
    let facts = seat.facts();
    let (now, seats) = (tx.now(), tx.seats_of(&facts.district)?);
    let is_this = |other: &&Seat| other.meta().id == seat.meta().id;
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
        if !can_sit(&mut **tx, tenure.account_id, needs, now)? {
            violations.push(here(Violation::new(Code::NoRoleForSeat).with(role.text())));
        }
        if others.iter().any(|other| other.facts().seats_also(tenure)) {
            violations.push(here(Violation::new(Code::SitsElsewhere)));
        }
    }
    Ok(violations)
}
