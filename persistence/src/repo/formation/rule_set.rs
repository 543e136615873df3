//! Rule sets.

use super::Conn;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{RuleSetFilter, RuleSets};
use crate::schema::rule_sets;
use diesel::prelude::*;
use odoi_domain::formation::rule_set::{RuleSet, RuleSubject};
use odoi_domain::kernel::id::RuleSetId;
use odoi_domain::policy::View;
use odoi_domain::{Change, Entity};

document! {
    RuleSetRow of RuleSet, id: RuleSetId, table: rule_sets, {
        subject: TextColumn<RuleSubject> = |thing| TextColumn(thing.facts().subject),
        version: i32 = |thing| thing.version(),
    }
}

impl RuleSets for Conn {
    fn rule_set(&mut self, id: RuleSetId) -> Result<RuleSet, Error> {
        one!(self, rule_sets, RuleSetRow, id)
    }

    fn rule_sets(
        &mut self,
        filter: &RuleSetFilter,
        _view: &View,
        paging: &Paging,
    ) -> Result<Page<RuleSet>, Error> {
        // Published rules are everybody's: there is nothing to see by district.
        let filtered = || {
            let mut query = rule_sets::table.into_boxed();
            any_of!(query, rule_sets::subject, filter.subject);
            query
        };
        let page = page_by_moment!(self, paging, rule_sets, RuleSetRow, filtered);
        Ok(page.map(RuleSetRow::into_thing))
    }

    fn rule_sets_on(&mut self, subject: RuleSubject) -> Result<Vec<RuleSet>, Error> {
        let rows: Vec<RuleSetRow> = rule_sets::table
            .filter(rule_sets::subject.eq(TextColumn(subject)))
            .order(rule_sets::version)
            .select(RuleSetRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(RuleSetRow::into_thing).collect())
    }

    fn hold_rule_sets(&mut self, subject: RuleSubject) -> Result<(), Error> {
        let first = rule_sets::table
            .filter(rule_sets::subject.eq(TextColumn(subject)))
            .filter(rule_sets::version.eq(1))
            .select(rule_sets::id);
        let _held: Option<UuidColumn> = locked!(first).get_result(self).optional()?;
        Ok(())
    }
}
