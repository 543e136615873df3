//! What an event leaves behind: audit row, change row, and the words to find it by.

use super::formation::{gate, rule_set, statement};
use super::identity::{account, disclosure, session};
use super::money::{award, ledger};
use super::programme::{attachment, call, meeting, proposal, review, seat};
use super::registry::{
    activity, candidate, cluster, enterprise, facility, institution, linkage, linkage_evidence,
    membership, merge, numbers, place,
};
use super::schemes::scheme;
use super::{Conn, search};
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::port::{Activity, EntityWriter, Trail};
use crate::record::AnyEntity;
use crate::schema::{audit, changes};
use diesel::prelude::*;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Change, Day};
use uuid::Uuid;

/// Writes the row of a thing, whatever kind it is.
fn write_entity(conn: &mut Conn, thing: AnyEntity<'_>, change: Change) -> Result<usize, Error> {
    match thing {
        AnyEntity::Place(thing) => place::write_row(conn, thing, change),
        AnyEntity::Enterprise(thing) => enterprise::write_row(conn, thing, change),
        AnyEntity::Institution(thing) => institution::write_row(conn, thing, change),
        AnyEntity::Facility(thing) => facility::write_row(conn, thing, change),
        AnyEntity::Cluster(thing) => cluster::write_row(conn, thing, change),
        AnyEntity::Linkage(thing) => linkage::write_row(conn, thing, change),
        AnyEntity::LinkageEvidence(thing) => linkage_evidence::write_row(conn, thing, change),
        AnyEntity::Membership(thing) => membership::write_row(conn, thing, change),
        AnyEntity::ExpressionOfInterest(thing) => statement::write_interest(conn, thing, change),
        AnyEntity::CooperationEvidence(thing) => statement::write_cooperation(conn, thing, change),
        AnyEntity::Assessment(thing) => statement::write_assessment(conn, thing, change),
        AnyEntity::GateTry(thing) => gate::write_row(conn, thing, change),
        AnyEntity::RuleSet(thing) => rule_set::write_row(conn, thing, change),
        AnyEntity::Scheme(thing) => scheme::write_row(conn, thing, change),
        AnyEntity::Proposal(thing) => proposal::write_row(conn, thing, change),
        AnyEntity::Call(thing) => call::write_row(conn, thing, change),
        AnyEntity::Document(thing) => attachment::write_row(conn, thing, change),
        AnyEntity::Award(thing) => award::write_with_invoices(conn, thing, change),
        AnyEntity::Posting(thing) => ledger::write_row(conn, thing, change),
        AnyEntity::Seat(thing) => seat::write_row(conn, thing, change),
        AnyEntity::Meeting(thing) => meeting::write_row(conn, thing, change),
        AnyEntity::Review(thing) => review::write_row(conn, thing, change),
        AnyEntity::ConflictDeclaration(thing) => review::write_declaration(conn, thing, change),
        AnyEntity::Account(thing) => account::write_row(conn, thing, change),
        AnyEntity::Grant(thing) => account::write_grant(conn, thing, change),
        AnyEntity::Session(thing) => session::write_row(conn, thing, change),
        AnyEntity::Merge(thing) => merge::write_row(conn, thing, change),
        AnyEntity::Disclosure(thing) => disclosure::write_row(conn, thing, change),
        AnyEntity::DuplicateCandidate(thing) => candidate::write_row(conn, thing, change),
    }
}

impl EntityWriter for Conn {
    fn write_row(&mut self, thing: AnyEntity<'_>, change: Change) -> Result<usize, Error> {
        write_entity(self, thing, change)
    }

    fn lock_entity(&mut self, id: uuid::Uuid) -> Result<(), Error> {
        super::lock_entity(self, id)
    }

    fn load_activities(&mut self, rows: &[Activity]) -> Result<(), Error> {
        activity::load(self, rows)
    }

    fn review_sizes(&mut self, today: Day) -> Result<usize, Error> {
        enterprise::review_sizes(self, today)
    }

    fn settle_numbers(&mut self, enterprises: &[Uuid]) -> Result<(), Error> {
        numbers::settle(self, enterprises)
    }

    fn mark_compared(&mut self, thing: &Enterprise) -> Result<bool, Error> {
        candidate::mark_compared(self, thing)
    }

    fn append(&mut self, trail: &Trail<'_>) -> Result<(), Error> {
        let (event, id, subject) =
            (trail.event, UuidColumn(trail.id), UuidColumn(trail.event.subject));
        let (name, kind) = (event.what.text(), event.kind().text());
        diesel::insert_into(audit::table)
            .values((
                audit::id.eq(id),
                audit::at.eq(Timestamp(event.at)),
                audit::actor.eq(event.by.map(|by| UuidColumn(by.0))),
                audit::action.eq(event.action.text()),
                audit::event.eq(name),
                audit::kind.eq(kind),
                audit::subject.eq(subject),
                audit::revision.eq(event.revision),
                audit::facts.eq(Json(&event.facts)),
                audit::request_id.eq(trail.request_id),
            ))
            .execute(self)?;
        diesel::insert_into(changes::table)
            .values((
                changes::id.eq(id),
                changes::at.eq(Timestamp(event.at)),
                changes::kind.eq(kind),
                changes::subject.eq(subject),
                changes::revision.eq(event.revision),
                changes::change.eq(event.change().text()),
                changes::event.eq(name),
            ))
            .execute(self)?;
        match &trail.entry {
            Some(entry) => search::index(self, event, entry),
            None => Ok(()),
        }
    }
}
