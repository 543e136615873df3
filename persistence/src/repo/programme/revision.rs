//! Revisions of proposals: what was stated at each amendment and each submission.

use super::Conn;
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::port::Revisions;
use crate::schema::proposal_revisions;
use diesel::prelude::*;
use odoi_domain::kernel::id::ProposalId;
use odoi_domain::programme::proposal::comparison::Revision;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts, ProposalState};
use odoi_domain::{Change, Entity};

/// Revisions that are listed at most: the latest ones.
const MOST: i64 = 200;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = proposal_revisions, treat_none_as_default_value = false)]
struct RevisionRow {
    proposal_id: UuidColumn,
    number: i32,
    made_at: Timestamp,
    submitted_at: Option<Timestamp>,
    facts: Json<ProposalFacts>,
}

impl RevisionRow {
    fn into_revision(self) -> Revision {
        Revision {
            number: self.number,
            made_at: self.made_at.0,
            submitted_at: self.submitted_at.map(|at| at.0),
            facts: self.facts.0,
        }
    }
}

impl Revisions for Conn {
    fn revisions(&mut self, proposal: ProposalId) -> Result<Vec<Revision>, Error> {
        let rows: Vec<RevisionRow> = proposal_revisions::table
            .filter(proposal_revisions::proposal_id.eq(UuidColumn(proposal.0)))
            .order(proposal_revisions::number.desc())
            .limit(MOST)
            .select(RevisionRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(RevisionRow::into_revision).collect())
    }

    fn revision(&mut self, proposal: ProposalId, number: i32) -> Result<Revision, Error> {
        let row: RevisionRow = proposal_revisions::table
            .find((UuidColumn(proposal.0), number))
            .select(RevisionRow::as_select())
            .get_result(self)?;
        Ok(row.into_revision())
    }

    fn submitted_revision(&mut self, proposal: ProposalId) -> Result<Option<i32>, Error> {
        let submitted = proposal_revisions::table
            .filter(proposal_revisions::proposal_id.eq(UuidColumn(proposal.0)))
            .filter(proposal_revisions::submitted_at.is_not_null());
        let last = submitted.select(diesel::dsl::max(proposal_revisions::number));
        Ok(last.get_result(self)?)
    }

    fn handed_in(&mut self, proposal: ProposalId) -> Result<Vec<Revision>, Error> {
        let rows: Vec<RevisionRow> = proposal_revisions::table
            .filter(proposal_revisions::proposal_id.eq(UuidColumn(proposal.0)))
            .filter(proposal_revisions::submitted_at.is_not_null())
            .order(proposal_revisions::number)
            .select(RevisionRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(RevisionRow::into_revision).collect())
    }

    fn latest_revision(&mut self, proposal: ProposalId) -> Result<Option<Revision>, Error> {
        let last: Option<i32> = proposal_revisions::table
            .filter(proposal_revisions::proposal_id.eq(UuidColumn(proposal.0)))
            .select(diesel::dsl::max(proposal_revisions::number))
            .get_result(self)?;
        last.map(|number| self.revision(proposal, number)).transpose()
    }
}

/// Keeps what a proposal states now, where that is new, or is handed in now.
pub(crate) fn note(conn: &mut Conn, thing: &Proposal, change: Change) -> Result<(), Error> {
    let id = thing.meta().id;
    let latest = match change {
        Change::Created => None,
        _ => conn.latest_revision(id)?,
    };
    let status = thing.status();
    let handed_in = (status.state == ProposalState::Submitted).then_some(status.since);
    let number = match &latest {
        None => 1,
        Some(last) if last.facts != *thing.facts() => last.number + 1,
        // Handed in again as it was, or for the first time as it was drafted.
        Some(last) if handed_in.is_some() && handed_in != last.submitted_at => {
            if last.submitted_at.is_none() {
                let row = proposal_revisions::table.find((UuidColumn(id.0), last.number));
                diesel::update(row)
                    .set(proposal_revisions::submitted_at.eq(handed_in.map(Timestamp)))
                    .execute(conn)?;
                return Ok(());
            }
            last.number + 1
        }
        Some(_) => return Ok(()),
    };
    let row = RevisionRow {
        proposal_id: UuidColumn(id.0),
        number,
        made_at: Timestamp(thing.meta().updated_at),
        submitted_at: handed_in.map(Timestamp),
        facts: Json(thing.facts().clone()),
    };
    diesel::insert_into(proposal_revisions::table).values(&row).execute(conn)?;
    Ok(())
}

/// A draft that goes takes its revisions with it.
pub(crate) fn forget(conn: &mut Conn, thing: &Proposal) -> Result<(), Error> {
    let id = UuidColumn(thing.meta().id.0);
    diesel::delete(proposal_revisions::table.filter(proposal_revisions::proposal_id.eq(id)))
        .execute(conn)?;
    Ok(())
}
