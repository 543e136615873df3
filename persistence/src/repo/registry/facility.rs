//! Facilities of institutions.

use super::view::seen;
use super::{Conn, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{Facilities, FacilityFilter};
use crate::schema::facilities;
use diesel::prelude::*;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::id::FacilityId;
use odoi_domain::policy::View;
use odoi_domain::registry::facility::{Facility, FacilityKind};
use odoi_domain::registry::institution::Field;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Kind, Whether};

document! {
    FacilityRow of Facility, id: FacilityId, table: facilities, {
        name_key: String = |thing| thing.facts().name.key(),
        institution_id: UuidColumn = |thing| UuidColumn(thing.facts().institution_id.0),
        kind: TextColumn<FacilityKind> = |thing| TextColumn(thing.facts().kind),
        district: TextColumn<DistrictCode> = |thing| TextColumn(thing.facts().district.clone()),
        fields_key: String = |thing| thing.facts().fields.iter().map(key_of).collect(),
        open_to_firms: bool = |thing| thing.facts().open_to_firms,
    }
}

/// A field as it stands among those of a facility: letters and digits alone, so that nothing in it is a wildcard.
fn key_of(field: &Field) -> String {
    format!("<{}>", fold::bare(field.as_str()))
}

type Serving =
    Box<dyn BoxableExpression<facilities::table, super::Db, SqlType = diesel::sql_types::Bool>>;

/// Those that serve one of these fields.
fn serving(fields: &[Field]) -> Option<Serving> {
    let one = |field| Box::new(facilities::fields_key.like(format!("%{}%", key_of(field))));
    let (first, rest) = fields.split_first()?;
    Some(rest.iter().fold(one(first) as Serving, |wider, field| Box::new(wider.or(one(field)))))
}

impl Facilities for Conn {
    fn facility(&mut self, id: FacilityId) -> Result<Facility, Error> {
        one!(self, facilities, FacilityRow, id)
    }

    fn facilities(
        &mut self,
        filter: &FacilityFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Facility>, Error> {
        let words =
            search::words(self, Kind::Facility, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = facilities::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = facilities::district.eq_any(seen.districts);
                query = query.filter(ours.or(facilities::institution_id.eq_any(seen.institutions)));
            }
            any_id!(query, facilities::institution_id, filter.institution_id);
            any_of!(query, facilities::kind, filter.kind);
            any_of!(query, facilities::district, filter.district);
            if let Some(serving) = serving(&filter.field) {
                query = query.filter(serving);
            }
            if let [wanted] = filter.open_to_firms.as_slice() {
                query = query.filter(facilities::open_to_firms.eq(*wanted == Whether::Yes));
            }
            found_by!(query, facilities, way);
            query
        };
        Ok(page!(self, paging, facilities, FacilityRow, name_key, filtered, words))
    }
}
