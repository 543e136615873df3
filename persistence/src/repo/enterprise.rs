//! Enterprises.

use super::view::seen;
use super::{Conn, moment_border, name, search, text_border};
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{EnterpriseFilter, Enterprises};
use crate::schema::{enterprises, memberships, search_entries};
use crate::way::Way;
use diesel::prelude::*;
use odoi_domain::activity::ActivityCode;
use odoi_domain::enterprise::{Enterprise, EnterpriseFacts, EnterpriseKind};
use odoi_domain::id::EnterpriseId;
use odoi_domain::place::{DistrictCode, PinCode};
use odoi_domain::policy::View;
use odoi_domain::registration::{Gstin, Udyam};
use odoi_domain::text::Line;
use odoi_domain::{Change, Entity};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enterprises, treat_none_as_null = true, treat_none_as_default_value = false)]
struct EnterpriseRow {
    id: Key,
    revision: i64,
    created_at: At,
    updated_at: At,
    name_en: Spelt<Line>,
    name_ml: Option<Spelt<Line>>,
    name_key: String,
    kind: Spelt<EnterpriseKind>,
    district: Spelt<DistrictCode>,
    pin_code: Option<Spelt<PinCode>>,
    udyam: Option<Spelt<Udyam>>,
    gstin: Option<Spelt<Gstin>>,
    /// The code of the first activity, for filters by prefix.
    main_activity: String,
    activities: Json<Vec<ActivityCode>>,
}

impl EnterpriseRow {
    fn of(thing: &Enterprise) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: Key(meta.id.0),
            revision: meta.revision,
            created_at: At(meta.created_at),
            updated_at: At(meta.updated_at),
            name_key: facts.name.key(),
            name_en: Spelt(facts.name.en),
            name_ml: facts.name.ml.map(Spelt),
            kind: Spelt(facts.kind),
            district: Spelt(facts.district),
            pin_code: facts.pin_code.map(Spelt),
            udyam: facts.udyam.map(Spelt),
            gstin: facts.gstin.map(Spelt),
            main_activity: facts
                .activities
                .first()
                .map(|a| a.code.to_string())
                .unwrap_or_default(),
            activities: Json(facts.activities),
        }
    }

    fn into_thing(self) -> Enterprise {
        let meta = meta!(self, EnterpriseId);
        let facts = EnterpriseFacts {
            name: name(self.name_en, self.name_ml),
            kind: self.kind.0,
            district: self.district.0,
            pin_code: self.pin_code.map(|p| p.0),
            udyam: self.udyam.map(|u| u.0),
            gstin: self.gstin.map(|g| g.0),
            activities: self.activities.0,
        };
        Enterprise::restore(meta, facts)
    }
}

impl Enterprises for Conn {
    fn enterprise(&mut self, id: EnterpriseId) -> Result<Enterprise, Error> {
        match one!(self, enterprises, EnterpriseRow, id) {
            Err(Error::Missing) => Err(super::merge::where_to(self, id)?),
            other => other,
        }
    }

    fn enterprises(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Enterprise>, Error> {
        let words = search::words(self, &filter.q)?;
        let filtered = |way: Option<&Way>| {
            let mut query = enterprises::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = enterprises::district.eq_any(seen.districts);
                query = query.filter(ours.or(enterprises::id.eq_any(seen.enterprises)));
            }
            any_of!(query, enterprises::district, filter.district);
            any_of!(query, enterprises::kind, filter.kind);
            any_of!(query, enterprises::pin_code, filter.pin_code);
            let mut codes = filter.activity.iter();
            if let Some(first) = codes.next() {
                let range = |code: &str| {
                    // Codes are ASCII, so `~` ends every longer code: the range is a prefix, by index.
                    enterprises::main_activity.between(code.to_owned(), format!("{code}~"))
                };
                let mut wider: Box<
                    dyn BoxableExpression<_, super::Db, SqlType = diesel::sql_types::Bool>,
                > = Box::new(range(&first.to_string()));
                for code in codes {
                    wider = Box::new(wider.or(range(&code.to_string())));
                }
                query = query.filter(wider);
            }
            if let (false, Some(on)) = (filter.cluster_id.is_empty(), filter.as_of) {
                let clusters: Vec<Key> = filter.cluster_id.iter().map(|id| Key(id.0)).collect();
                let current = memberships::starts_on.le(on.0).and(
                    memberships::ends_on
                        .is_null()
                        .or(memberships::ends_on.ge(on.0)),
                );
                let members = memberships::table
                    .filter(memberships::cluster_id.eq_any(clusters).and(current))
                    .filter(memberships::enterprise_id.is_not_null())
                    .select(memberships::enterprise_id.assume_not_null());
                query = query.filter(enterprises::id.eq_any(members));
            }
            found_by!(query, enterprises, way);
            query
        };
        Ok(page!(
            self,
            paging,
            enterprises,
            EnterpriseRow,
            name_key,
            filtered,
            words
        ))
    }
}

pub(super) fn keep(conn: &mut Conn, thing: &Enterprise, change: Change) -> Result<usize, Error> {
    put!(conn, enterprises, EnterpriseRow::of(thing), change)
}

/// Enterprises by their ids, in no order.
pub(super) fn some(conn: &mut Conn, ids: &[Key]) -> Result<Vec<Enterprise>, Error> {
    let rows: Vec<EnterpriseRow> = enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select(EnterpriseRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(EnterpriseRow::into_thing).collect())
}
