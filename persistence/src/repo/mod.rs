//! Every query, written once. The twins `sqlite` and `postgres` each compile this tree for their
//! connection; what only one engine can do is a function of theirs.

use super::search as search_engine;
use super::{Conn, Db, leave_log, lock_entity};

/// Writes a row by what the change does: a new one, the next revision, or none. Counts the rows, so
/// that 0 means a stale revision.
macro_rules! put {
    ($conn:expr, $table:ident, $row:expr, $change:expr) => {{
        let row = $row;
        let at_revision = $table::id.eq(row.id).and($table::revision.eq(row.revision - 1));
        let done = match $change {
            Change::Created => diesel::insert_into($table::table).values(&row).execute($conn),
            Change::Updated => {
                diesel::update($table::table.filter(at_revision)).set(&row).execute($conn)
            }
            Change::Removed => diesel::delete($table::table.filter(at_revision)).execute($conn),
        };
        done.map_err(|error| Error::of_write(error, $change))
    }};
}

/// Identity and history of a row.
macro_rules! meta {
    ($row:expr, $Id:ident) => {
        odoi_domain::Meta {
            id: $Id($row.id.0),
            revision: $row.revision,
            created_at: $row.created_at.0,
            updated_at: $row.updated_at.0,
        }
    };
}

/// One row by its id, as a thing.
macro_rules! one {
    ($conn:expr, $table:ident, $Row:ty, $id:expr) => {
        $table::table
            .filter($table::id.eq(UuidColumn($id.0)))
            .select(<$Row>::as_select())
            .get_result($conn)
            .map_err(Error::from)
            .map(|row: $Row| row.into_thing())
    };
}

/// The row of a [`Document`](odoi_domain::kernel::entity::Document): identity and history, the columns that
/// the database filters, orders, refers or sums by, and everything else in one document. The columns
/// are made of the document and never read back.
///
/// ```ignore
/// document! {
///     CallRow of Call, id: CallId, table: calls, {
///         title_key: String = |call| call.facts().title.key(),
///         state: TextColumn<CallState> = |call| TextColumn(call.status()),
///     }
/// }
/// ```
macro_rules! document {
    ($Row:ident of $Thing:ty, id: $Id:ident, table: $table:ident, {
        $($column:ident: $Column:ty = $of:expr),* $(,)?
    }) => {
        /// What is read.
        #[derive(Clone, Queryable, Selectable)]
        #[diesel(table_name = $table)]
        pub(crate) struct $Row {
            pub(crate) id: UuidColumn,
            pub(crate) revision: i64,
            pub(crate) created_at: Timestamp,
            pub(crate) updated_at: Timestamp,
            facts: Json<<$Thing as odoi_domain::kernel::entity::Document>::State>,
        }

        impl $Row {
            pub(crate) fn into_thing(self) -> $Thing {
                <$Thing as odoi_domain::kernel::entity::Document>::restore(meta!(self, $Id), self.facts.0)
            }
        }

        /// What is written.
        #[derive(Insertable, AsChangeset)]
        #[diesel(table_name = $table, treat_none_as_null = true, treat_none_as_default_value = false)]
        struct Written<'a> {
            id: UuidColumn,
            revision: i64,
            created_at: Timestamp,
            updated_at: Timestamp,
            $($column: $Column,)*
            facts: Json<&'a <$Thing as odoi_domain::kernel::entity::Document>::State>,
        }

        impl<'a> Written<'a> {
            fn of(thing: &'a $Thing) -> Self {
                use odoi_domain::kernel::entity::Document;
                let meta = thing.meta();
                Self {
                    id: UuidColumn(meta.id.0),
                    revision: meta.revision,
                    created_at: Timestamp(meta.created_at),
                    updated_at: Timestamp(meta.updated_at),
                    $($column: {
                        let of: fn(&$Thing) -> $Column = $of;
                        of(thing)
                    },)*
                    facts: Json(thing.state()),
                }
            }
        }

        pub(crate) fn write_row(conn: &mut Conn, thing: &$Thing, change: Change) -> Result<usize, Error> {
            put!(conn, $table, Written::of(thing), change)
        }
    };
}

#[macro_use]
mod lists;
#[macro_use]
mod nearest;

mod audit_chain;
mod facet;
pub(crate) mod formation;
pub(crate) mod identity;
pub(crate) mod money;
pub(crate) mod programme;
pub(crate) mod registry;
mod replay;
pub(crate) mod schemes;
mod search;
mod trail;
mod view;

use crate::column::TextColumn;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;

impl crate::port::Read for Conn {
    fn ping(&mut self) -> Result<(), crate::Error> {
        use diesel::RunQueryDsl;
        diesel::sql_query("SELECT 1").execute(self)?;
        Ok(())
    }
}

impl crate::port::Repo for Conn {}

/// A name of its two columns.
fn name(en: TextColumn<Line>, ml: Option<TextColumn<Line>>) -> Name {
    Name { en: en.0, ml: ml.map(|ml| ml.0) }
}
