//! The classification of activities: plain reference rows.

use super::Conn;
use crate::Error;
use crate::column::TextColumn;
use crate::page::{Cursor, Page, Paging, SortValue};
use crate::port::{Activities, Activity};
use crate::schema::activities;
use diesel::prelude::*;
use odoi_domain::kernel::text::Line;
use odoi_domain::registry::activity::{ActivityCode, NicCode, NicLevel, NicVersion};
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = activities, primary_key(version, code), treat_none_as_null = true, treat_none_as_default_value = false)]
struct ActivityRow {
    version: TextColumn<NicVersion>,
    code: TextColumn<NicCode>,
    level: TextColumn<NicLevel>,
    parent: Option<TextColumn<NicCode>>,
    title_en: TextColumn<Line>,
    title_ml: Option<TextColumn<Line>>,
}

impl ActivityRow {
    fn of(row: &Activity) -> Self {
        let row = row.clone();
        Self {
            version: TextColumn(row.version),
            code: TextColumn(row.code),
            level: TextColumn(row.level),
            parent: row.parent.map(TextColumn),
            title_en: TextColumn(row.title_en),
            title_ml: row.title_ml.map(TextColumn),
        }
    }

    fn into_activity(self) -> Activity {
        Activity {
            version: self.version.0,
            code: self.code.0,
            level: self.level.0,
            parent: self.parent.map(|p| p.0),
            title_en: self.title_en.0,
            title_ml: self.title_ml.map(|t| t.0),
        }
    }
}

impl Activities for Conn {
    fn activities(
        &mut self,
        version: NicVersion,
        level: &[NicLevel],
        paging: &Paging,
    ) -> Result<Page<Activity>, Error> {
        let filtered = || {
            let mut query =
                activities::table.filter(activities::version.eq(version.text())).into_boxed();
            any_of!(query, activities::level, level);
            query
        };
        let total =
            if paging.count { Some(filtered().count().get_result::<i64>(self)?) } else { None };
        let mut query = filtered().limit(i64::from(paging.limit) + 1);
        // Codes are unique within a version: the border alone says where the next page begins.
        let border = paging.after.as_ref().and_then(Cursor::by_text);
        query = match (border, paging.descending) {
            (Some((code, _)), false) => query.filter(activities::code.gt(code)),
            (Some((code, _)), true) => query.filter(activities::code.lt(code)),
            (None, _) => query,
        };
        query = if paging.descending {
            query.order(activities::code.desc())
        } else {
            query.order(activities::code.asc())
        };
        let rows: Vec<ActivityRow> = query.select(ActivityRow::as_select()).load(self)?;
        let position = |row: &ActivityRow| Cursor {
            border: SortValue::Text(row.code.0.to_string()),
            id: Uuid::nil(),
        };
        Ok(Page::cut(rows, paging, total, position).map(ActivityRow::into_activity))
    }

    fn unknown_activity(&mut self, codes: &[ActivityCode]) -> Result<Option<usize>, Error> {
        for (place, activity) in codes.iter().enumerate() {
            let key = (activity.version.text(), activity.code.to_string());
            let known = activities::table
                .find(key)
                .select(activities::level)
                .get_result::<String>(self)
                .optional()?;
            if known.is_none() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }
}

pub(crate) fn load(conn: &mut Conn, rows: &[Activity]) -> Result<(), Error> {
    for row in rows {
        let row = ActivityRow::of(row);
        diesel::insert_into(activities::table)
            .values(&row)
            .on_conflict((activities::version, activities::code))
            .do_update()
            .set(&row)
            .execute(conn)?;
    }
    Ok(())
}
