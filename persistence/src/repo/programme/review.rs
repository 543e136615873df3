//! Reviews of proposals, and declared conflicts.

use super::Conn;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::port::Reviews;
use crate::schema::{conflict_declarations, reviews};
use diesel::prelude::*;
use odoi_domain::kernel::id::{DeclarationId, ProposalId, ReviewId};
use odoi_domain::programme::declaration::Declaration;
use odoi_domain::programme::review::{Review, ReviewState};
use odoi_domain::{Change, Entity};

document! {
    ReviewRow of Review, id: ReviewId, table: reviews, {
        proposal_id: UuidColumn = |review| UuidColumn(review.state().facts.proposal_id.0),
        seat_id: UuidColumn = |review| UuidColumn(review.state().facts.seat_id.0),
        proposal_revision: i32 = |review| review.state().proposal_revision,
        state: TextColumn<ReviewState> = |review| TextColumn(review.state().state),
    }
}

mod declaration {
    use super::*;

    document! {
        DeclarationRow of Declaration, id: DeclarationId, table: conflict_declarations, {
            proposal_id: UuidColumn = |thing| UuidColumn(thing.state().proposal_id.0),
            account_id: UuidColumn = |thing| UuidColumn(thing.state().by.0),
        }
    }

    pub(crate) fn about(conn: &mut Conn, proposal: ProposalId) -> Result<Vec<Declaration>, Error> {
        let rows: Vec<DeclarationRow> = conflict_declarations::table
            .filter(conflict_declarations::proposal_id.eq(UuidColumn(proposal.0)))
            .order(conflict_declarations::id)
            .select(DeclarationRow::as_select())
            .load(conn)?;
        Ok(rows.into_iter().map(DeclarationRow::into_thing).collect())
    }
}

impl Reviews for Conn {
    fn review(&mut self, id: ReviewId) -> Result<Review, Error> {
        one!(self, reviews, ReviewRow, id)
    }

    fn reviews_of(&mut self, proposal: ProposalId) -> Result<Vec<Review>, Error> {
        let rows: Vec<ReviewRow> = reviews::table
            .filter(reviews::proposal_id.eq(UuidColumn(proposal.0)))
            .order(reviews::id)
            .select(ReviewRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(ReviewRow::into_thing).collect())
    }

    fn declarations_about(&mut self, proposal: ProposalId) -> Result<Vec<Declaration>, Error> {
        declaration::about(self, proposal)
    }
}

/// Writes a declaration.
pub(crate) fn write_declaration(
    conn: &mut Conn,
    thing: &Declaration,
    change: Change,
) -> Result<usize, Error> {
    declaration::write_row(conn, thing, change)
}
