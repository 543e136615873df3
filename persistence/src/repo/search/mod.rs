//! Search: one table of entries, closest first, in the order that the domain defines.

mod entry;
mod near;
mod vocabulary;
mod words;

pub(super) use entry::{add_alias, index, remove_alias};
pub(super) use near::near;
pub(super) use words::{Words, words};

use super::registry::membership::stands;
use super::view::seen;
use super::{Conn, Db, search_engine as engine};
use crate::Error;
use crate::access_path::{self, AccessPath};
use crate::column::{SqlUuid, TextColumn, UuidColumn};
use crate::port::{Find, Hit, Search, Vocabulary};
use crate::schema::{calls, enterprises, memberships, search_anchors, search_entries};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use odoi_domain::kernel::search::{Closeness, Query};
use odoi_domain::policy::View;
use odoi_domain::programme::call::CallState;
use odoi_domain::registry::membership::MembershipStatus;
use odoi_domain::{Kind, Moment};

type EntryFilter = Box<dyn BoxableExpression<search_entries::table, Db, SqlType = Bool>>;
type Entries<'a> = search_entries::BoxedQuery<'a, Db>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = search_entries)]
struct EntryRow {
    kind: TextColumn<Kind>,
    subject: UuidColumn,
    words: String,
    name_en: String,
    name_ml: Option<String>,
    name_key: String,
    district: String,
    division: String,
}

impl EntryRow {
    fn into_hit(self, query: &Query, closeness: Closeness) -> Hit {
        Hit {
            kind: self.kind.0,
            id: self.subject.0,
            matches: query.matches(&self.words),
            name_en: self.name_en,
            name_ml: self.name_ml,
            name_key: self.name_key,
            district: self.district,
            division: self.division,
            closeness,
        }
    }
}

impl Search for Conn {
    fn search(&mut self, find: &Find<'_>) -> Result<Vec<Hit>, Error> {
        let mut query = vocabulary::plain(self, &find.filter.q)?;
        let mut found: Vec<Hit> = Vec::new();
        let first = find.after.as_ref().map_or(Closeness::Start, |after| after.0);
        for closeness in Closeness::ALL.iter().copied().filter(|c| *c >= first) {
            let left = find.most.saturating_sub(found.len());
            if left == 0 {
                break;
            }
            if closeness == Closeness::Misspelt || first > Closeness::Misspelt {
                query = vocabulary::understood(self, &find.filter.q)?;
            }
            let rows = tier(self, find, &query, closeness, left)?;
            found.extend(rows.into_iter().map(|row| row.into_hit(&query, closeness)));
        }
        Ok(found)
    }
}

impl Vocabulary for Conn {
    fn learn_sounds(&mut self) -> Result<usize, Error> {
        vocabulary::learn_sounds(self)
    }

    fn forget_words(&mut self, now: Moment) -> Result<usize, Error> {
        vocabulary::forget(self, now)
    }
}

/// What is found exactly as closely as this, in order.
fn tier(
    conn: &mut Conn,
    find: &Find<'_>,
    query: &Query,
    closeness: Closeness,
    most: usize,
) -> Result<Vec<EntryRow>, Error> {
    let border = find.after.as_ref().filter(|after| after.0 == closeness);
    let border = border.map(|(_, key, id)| (key.clone(), UuidColumn(*id)));
    let districts = &find.filter.district;
    // Names that begin with the text stand together in the order.
    let (from, to) = (query.text.clone(), format!("{}\u{10ffff}", query.text));
    let Some(condition) = query.condition(closeness) else {
        if closeness != Closeness::Start {
            return Ok(Vec::new());
        }
        let mut starts = behind(scoped(find), border);
        any_of!(starts, search_entries::district, districts);
        if !query.words.is_empty() {
            let begins = search_entries::name_key.ge(from).and(search_entries::name_key.lt(to));
            starts = starts.filter(begins);
        }
        return load(conn, in_order(starts), most);
    };
    let elsewhere = || {
        let before = search_entries::name_key.lt(from.clone());
        scoped(find).filter(before.or(search_entries::name_key.ge(to.clone())))
    };
    let condition = condition.within(districts.iter().map(ToString::to_string).collect());
    let way = engine::way(conn, &condition, most)?;
    fitting(conn, &way, border.as_ref(), most, &elsewhere)
}

/// The first entries behind a border that a way leads to, in order, of those that `scope` gives.
fn fitting<'a>(
    conn: &mut Conn,
    way: &AccessPath,
    border: Option<&(String, UuidColumn)>,
    most: usize,
    scope: &dyn Fn() -> Entries<'a>,
) -> Result<Vec<EntryRow>, Error> {
    access_path::in_order(
        conn,
        way,
        most,
        |conn, within| {
            let ahead = behind(search_entries::table.into_boxed(), border.cloned());
            Ok(in_order(along(ahead, way))
                .select(search_entries::name_key)
                .offset(within)
                .limit(1)
                .get_result(conn)
                .optional()?)
        },
        |conn, way, end: Option<String>| {
            let query = behind(scope(), border.cloned()).filter(led(way));
            match (way, end) {
                (AccessPath::LookUpAll(_), _) => {
                    load(conn, query.order(sql::<Text>(engine::ORDER)), most)
                }
                (_, None) => load(conn, in_order(along(query, way)), most),
                (_, Some(end)) => {
                    let query = along(query, way).filter(search_entries::name_key.lt(end));
                    load(conn, in_order(query), most)
                }
            }
        },
    )
}

/// The entries that a way leads to.
fn led(way: &AccessPath) -> EntryFilter {
    match way {
        AccessPath::Rows(rows) => engine::of_rows(rows),
        AccessPath::ScanInOrder(condition, _) => {
            Box::new(sql::<Bool>(&engine::by_reading(condition, "search_entries")))
        }
        AccessPath::LookUpAll(condition) => engine::through_index(condition),
        AccessPath::Things(ids) => Box::new(search_entries::subject.eq_any(ids.clone())),
    }
}

/// Along the order of the districts that a way keeps to.
fn along<'a>(mut query: Entries<'a>, way: &AccessPath) -> Entries<'a> {
    if let AccessPath::ScanInOrder(condition, _) = way {
        any_of!(query, search_entries::district, condition.districts);
    }
    query
}

/// Entries that the caller sees, as narrow as was asked for, but for their districts: those are part of the condition.
fn scoped<'a>(find: &Find<'_>) -> Entries<'a> {
    let filter = find.filter;
    let mut query = search_entries::table.into_boxed().filter(visible(find.views));
    any_of!(query, search_entries::division, filter.division);
    if find.views.iter().any(|(kind, _)| *kind == Kind::Call) {
        // A call that is not published is found in the list of calls alone, by those who write it.
        let drafts =
            calls::table.filter(calls::state.eq(CallState::Draft.text())).select(calls::id);
        query = query.filter(search_entries::subject.ne_all(drafts));
    }
    if !filter.size_class.is_empty() {
        let classes = filter.size_class.iter().map(ToString::to_string);
        let sized = enterprises::table
            .filter(enterprises::id.eq(search_entries::subject))
            .filter(enterprises::size_class.eq_any(classes.collect::<Vec<_>>()));
        query = query.filter(diesel::dsl::exists(sized));
    }
    if let (false, Some(on)) = (filter.cluster_id.is_empty(), filter.as_of) {
        let clusters: Vec<UuidColumn> =
            filter.cluster_id.iter().map(|id| UuidColumn(id.0)).collect();
        // Each membership is of an enterprise or of an institution.
        let member = sql::<SqlUuid>("coalesce(enterprise_id, institution_id)");
        let members = memberships::table
            .select(member)
            .into_boxed()
            .filter(memberships::cluster_id.eq_any(clusters))
            .filter(stands(MembershipStatus::Current, on));
        query = query.filter(search_entries::subject.eq_any(members));
    }
    query
}

/// Entries of these kinds, each as far as it is seen.
fn visible(views: &[(Kind, View)]) -> EntryFilter {
    let (mut open, mut rest): (Vec<&str>, Vec<EntryFilter>) = (Vec::new(), Vec::new());
    for (kind, view) in views {
        let Some(seen) = seen(view) else {
            open.push(kind.text());
            continue;
        };
        let ids: Vec<UuidColumn> = [seen.enterprises, seen.clusters, seen.institutions].concat();
        let theirs = search_anchors::table
            .filter(search_anchors::target.eq_any(ids.clone()))
            .select(search_anchors::subject);
        let here = search_entries::district.eq_any(seen.districts);
        let own = search_entries::subject.eq_any(ids).or(search_entries::subject.eq_any(theirs));
        rest.push(Box::new(search_entries::kind.eq(kind.text()).and(here.or(own))));
    }
    let open: Vec<String> = open.into_iter().map(str::to_owned).collect();
    let all: EntryFilter = Box::new(search_entries::kind.eq_any(open));
    rest.into_iter().fold(all, |all, next| Box::new(all.or(next)))
}

/// What stands behind a border, in the form of every page of a list.
fn behind(query: Entries<'_>, border: Option<(String, UuidColumn)>) -> Entries<'_> {
    match border {
        None => query,
        Some((key, id)) => {
            let beyond =
                search_entries::name_key.gt(key.clone()).or(search_entries::subject.gt(id));
            query.filter(search_entries::name_key.ge(key)).filter(beyond)
        }
    }
}

fn in_order(query: Entries<'_>) -> Entries<'_> {
    query.order((search_entries::name_key.asc(), search_entries::subject.asc()))
}

fn load(conn: &mut Conn, query: Entries<'_>, most: usize) -> Result<Vec<EntryRow>, Error> {
    Ok(query
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(EntryRow::as_select())
        .load(conn)?)
}
