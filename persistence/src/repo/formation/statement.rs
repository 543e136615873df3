//! Statements about clusters: expressions of interest, evidence of co-operation, assessments. One
//! table for the three, because what the database is asked about them is the same.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{
    AssessmentFilter, CooperationFilter, InterestFilter, StatementFilter, Statements,
};
use crate::schema::statements;
use diesel::prelude::*;
use odoi_domain::formation::cooperation::{Cooperation, CooperationFacts};
use odoi_domain::formation::gate::{Interest, InterestFacts};
use odoi_domain::formation::scorecard::assessment::{Assessment, AssessmentFacts};
use odoi_domain::formation::statement::{Statement, StatementFacts};
use odoi_domain::kernel::id::{AssessmentId, ClusterId, CooperationId, InterestId};
use odoi_domain::policy::View;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Kind};

/// The queries of one kind of statement.
macro_rules! kind_of_statement {
    ($room:ident, $Row:ident, $Facts:ident, $Id:ident) => {
        mod $room {
            use super::*;

            document! {
                $Row of Statement<$Facts>, id: $Id, table: statements, {
                    kind: TextColumn<Kind> = |_| TextColumn($Facts::KIND),
                    cluster_id: UuidColumn = |thing| UuidColumn(thing.facts().cluster().0),
                    institution_id: Option<UuidColumn> = |thing| thing.facts().institution().map(|id| UuidColumn(id.0)),
                    district: TextColumn<DistrictCode> = |thing| TextColumn(thing.district().clone()),
                    subject: String = |thing| thing.facts().subject(),
                }
            }

            pub(crate) fn one(conn: &mut Conn, id: $Id) -> Result<Statement<$Facts>, Error> {
                let row: $Row = statements::table
                    .filter(statements::id.eq(UuidColumn(id.0)))
                    .filter(statements::kind.eq(TextColumn($Facts::KIND)))
                    .select($Row::as_select())
                    .get_result(conn)?;
                Ok(row.into_thing())
            }

            pub(crate) fn page(
                conn: &mut Conn,
                filter: &StatementFilter,
                view: &View,
                paging: &Paging,
            ) -> Result<Page<Statement<$Facts>>, Error> {
                let filtered = || narrowed($Facts::KIND, filter, view);
                let page = page_by_moment!(conn, paging, statements, $Row, filtered);
                Ok(page.map($Row::into_thing))
            }

            pub(crate) fn about(
                conn: &mut Conn,
                clusters: &[ClusterId],
            ) -> Result<Vec<Statement<$Facts>>, Error> {
                let clusters = clusters.iter().map(|id| UuidColumn(id.0));
                let rows: Vec<$Row> = statements::table
                    .filter(statements::cluster_id.eq_any(clusters))
                    .filter(statements::kind.eq(TextColumn($Facts::KIND)))
                    .order(statements::id)
                    .select($Row::as_select())
                    .load(conn)?;
                Ok(rows.into_iter().map($Row::into_thing).collect())
            }
        }
    };
}

kind_of_statement!(interest, InterestRow, InterestFacts, InterestId);
kind_of_statement!(cooperation, CooperationRow, CooperationFacts, CooperationId);
kind_of_statement!(assessment, AssessmentRow, AssessmentFacts, AssessmentId);

/// Statements of a kind that a filter and a view leave.
fn narrowed<'a>(
    kind: Kind,
    filter: &StatementFilter,
    view: &View,
) -> statements::BoxedQuery<'a, super::Db> {
    let mut query = statements::table.into_boxed();
    query = query.filter(statements::kind.eq(TextColumn(kind)));
    if let Some(seen) = seen(view) {
        let ours = statements::district.eq_any(seen.districts);
        let theirs = statements::institution_id.eq_any(seen.institutions);
        query = query.filter(ours.or(statements::cluster_id.eq_any(seen.clusters)).or(theirs));
    }
    if !filter.cluster_id.is_empty() {
        let ids: Vec<UuidColumn> = filter.cluster_id.iter().map(|id| UuidColumn(id.0)).collect();
        query = query.filter(statements::cluster_id.eq_any(ids));
    }
    if !filter.institution_id.is_empty() {
        let ids: Vec<UuidColumn> =
            filter.institution_id.iter().map(|id| UuidColumn(id.0)).collect();
        query = query.filter(statements::institution_id.eq_any(ids));
    }
    any_of!(query, statements::subject, filter.subject);
    query
}

pub(crate) fn write_interest(
    conn: &mut Conn,
    thing: &Interest,
    change: Change,
) -> Result<usize, Error> {
    interest::write_row(conn, thing, change)
}

pub(crate) fn write_cooperation(
    conn: &mut Conn,
    thing: &Cooperation,
    change: Change,
) -> Result<usize, Error> {
    cooperation::write_row(conn, thing, change)
}

pub(crate) fn write_assessment(
    conn: &mut Conn,
    thing: &Assessment,
    change: Change,
) -> Result<usize, Error> {
    assessment::write_row(conn, thing, change)
}

impl Statements for Conn {
    fn interest(&mut self, id: InterestId) -> Result<Interest, Error> {
        interest::one(self, id)
    }
    fn interests(
        &mut self,
        filter: &InterestFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Interest>, Error> {
        interest::page(self, &filter.into(), view, paging)
    }
    fn interests_about(&mut self, clusters: &[ClusterId]) -> Result<Vec<Interest>, Error> {
        interest::about(self, clusters)
    }

    fn cooperation(&mut self, id: CooperationId) -> Result<Cooperation, Error> {
        cooperation::one(self, id)
    }
    fn cooperations(
        &mut self,
        filter: &CooperationFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Cooperation>, Error> {
        cooperation::page(self, &filter.into(), view, paging)
    }
    fn cooperations_about(&mut self, clusters: &[ClusterId]) -> Result<Vec<Cooperation>, Error> {
        cooperation::about(self, clusters)
    }

    fn assessment(&mut self, id: AssessmentId) -> Result<Assessment, Error> {
        assessment::one(self, id)
    }
    fn assessments(
        &mut self,
        filter: &AssessmentFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Assessment>, Error> {
        assessment::page(self, &filter.into(), view, paging)
    }
    fn assessments_about(&mut self, clusters: &[ClusterId]) -> Result<Vec<Assessment>, Error> {
        assessment::about(self, clusters)
    }
}
