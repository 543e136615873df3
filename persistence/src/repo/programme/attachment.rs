//! Documents of proposals, and their content.

use super::Conn;
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::Attachments;
use crate::schema::{document_pieces, documents};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use odoi_domain::kernel::id::{AccountId, DocumentId, ProposalId};
use odoi_domain::programme::attachment::{Attachment, Held};
use odoi_domain::{Change, Entity};

/// How long documents are together; a sum of 64-bit numbers is wider on PostgreSQL.
const BYTES: &str = "CAST(coalesce(sum(bytes), 0) AS bigint)";

mod row {
    use super::*;

    document! {
        AttachmentRow of Attachment, id: DocumentId, table: documents, {
            proposal_id: UuidColumn = |thing| UuidColumn(thing.state().proposal_id.0),
            uploaded_by: Option<UuidColumn> = |thing| thing.state().uploaded_by.map(|account| UuidColumn(account.0)),
            bytes: i64 = |thing| thing.state().bytes,
        }
    }

    impl Attachments for Conn {
        fn attachment(&mut self, id: DocumentId) -> Result<Attachment, Error> {
            one!(self, documents, AttachmentRow, id)
        }

        fn attachments(
            &mut self,
            proposal: ProposalId,
            paging: &Paging,
        ) -> Result<Page<Attachment>, Error> {
            let filtered = || {
                documents::table
                    .filter(documents::proposal_id.eq(UuidColumn(proposal.0)))
                    .into_boxed()
            };
            let page = page_by_moment!(self, paging, documents, AttachmentRow, filtered);
            Ok(page.map(AttachmentRow::into_thing))
        }

        fn attachments_of(&mut self, proposal: ProposalId) -> Result<Vec<Attachment>, Error> {
            let rows: Vec<AttachmentRow> = documents::table
                .filter(documents::proposal_id.eq(UuidColumn(proposal.0)))
                .order(documents::id)
                .select(AttachmentRow::as_select())
                .load(self)?;
            Ok(rows.into_iter().map(AttachmentRow::into_thing).collect())
        }

        fn documents_held(
            &mut self,
            proposal: ProposalId,
            account: Option<AccountId>,
        ) -> Result<Held, Error> {
            let (documents, bytes) = documents::table
                .filter(documents::proposal_id.eq(UuidColumn(proposal.0)))
                .select((count_star(), sql::<BigInt>(BYTES)))
                .get_result(self)?;
            let by_account = documents::table
                .filter(documents::uploaded_by.eq(account.map(|id| UuidColumn(id.0))))
                .select(sql::<BigInt>(BYTES))
                .get_result(self)?;
            Ok(Held { documents, bytes, by_account })
        }

        fn piece(&mut self, id: DocumentId, number: i32) -> Result<Vec<u8>, Error> {
            let piece = document_pieces::table
                .find((UuidColumn(id.0), number))
                .select(document_pieces::bytes)
                .get_result(self)?;
            Ok(piece)
        }
    }

    pub(crate) fn write(
        conn: &mut Conn,
        thing: &Attachment,
        change: Change,
    ) -> Result<usize, Error> {
        write_row(conn, thing, change)
    }
}

/// Writes a document with its content, or removes both.
pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &Attachment,
    change: Change,
) -> Result<usize, Error> {
    let id = UuidColumn(thing.meta().id.0);
    if change == Change::Removed {
        diesel::delete(document_pieces::table.filter(document_pieces::document_id.eq(id)))
            .execute(conn)?;
    }
    let written = row::write(conn, thing, change)?;
    if change == Change::Created {
        for (number, bytes) in (0_i32..).zip(thing.pieces()) {
            diesel::insert_into(document_pieces::table)
                .values((
                    document_pieces::document_id.eq(id),
                    document_pieces::number.eq(number),
                    document_pieces::bytes.eq(bytes),
                ))
                .execute(conn)?;
        }
    }
    Ok(written)
}
