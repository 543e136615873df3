//! Masked numbers, which belong to one enterprise each: the last step of a unit of work. After it nothing is refused, so
//! that no other refusal tells that a number is free.

use super::{Conn, enterprise, lock_entity};
use crate::column::{TextColumn, UuidColumn};
use crate::schema::enterprises;
use crate::unit_of_work::turn_of;
use crate::{ConstraintViolation, Error};
use diesel::prelude::*;
use odoi_domain::Code;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::registry::enterprise::EnterpriseFacts;
use odoi_domain::registry::registration::Pan;
use odoi_domain::{Change, Entity, Violation};
use std::collections::BTreeSet;
use uuid::Uuid;

/// So many enterprises are read at once.
const AT_ONCE: usize = 500;

/// Gives enterprises that have been written their masked numbers, in the order in which they were.
pub(crate) fn settle(conn: &mut Conn, ids: &[Uuid]) -> Result<(), Error> {
    let mut numbers = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let keys: Vec<UuidColumn> = ids.iter().copied().map(UuidColumn).collect();
        let mut things = enterprise::some(conn, &keys)?;
        things.sort_by_key(|thing| ids.iter().position(|id| *id == thing.meta().id.0));
        numbers.extend(things.iter().filter_map(|thing| {
            let (id, facts) = (UuidColumn(thing.meta().id.0), thing.facts().clone());
            Some((id, facts.whole_pan()?, facts))
        }));
    }
    // One writer of a PAN after the other, so that who comes second is told whose it is, and that is logged.
    let turns: BTreeSet<Uuid> =
        numbers.iter().map(|(_, pan, _)| turn_of(&format!("pan {pan}"))).collect();
    for turn in turns {
        lock_entity(conn, turn)?;
    }
    numbers.into_iter().try_for_each(|(id, pan, facts)| give(conn, id, pan, facts))
}

/// Gives one its numbers; refused where another has the PAN.
fn give(conn: &mut Conn, id: UuidColumn, pan: Pan, facts: EnterpriseFacts) -> Result<(), Error> {
    let pan = TextColumn(pan);
    let same = enterprises::pan.eq(pan.clone()).and(enterprises::id.ne(id));
    let by: Option<UuidColumn> =
        enterprises::table.filter(same).select(enterprises::id).get_result(conn).optional()?;
    if let Some(by) = by {
        let violation = Violation::new(Code::Taken).at(facts.place_of_pan());
        return Err(ConstraintViolation::TakenBy(violation, EnterpriseId(by.0)).into());
    }
    diesel::update(enterprises::table.find(id))
        .set((enterprises::pan.eq(Some(pan)), enterprises::gstin.eq(facts.gstin.map(TextColumn))))
        .execute(conn)
        .map_err(|error| Error::of_write(error, Change::Updated))?;
    Ok(())
}
