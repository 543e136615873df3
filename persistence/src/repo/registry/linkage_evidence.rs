//! Evidence of linkages: seen by whoever sees the linkage.

use super::Conn;
use super::linkage;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{LinkageEvidenceFilter, LinkageEvidences};
use crate::schema::linkage_evidence;
use diesel::prelude::*;
use odoi_domain::kernel::id::{LinkageEvidenceId, LinkageId};
use odoi_domain::policy::View;
use odoi_domain::registry::linkage_evidence::{EvidenceKind, EvidenceState, LinkageEvidence};
use odoi_domain::{Change, Entity};

document! {
    LinkageEvidenceRow of LinkageEvidence, id: LinkageEvidenceId, table: linkage_evidence, {
        linkage_id: Option<UuidColumn> = |thing| thing.state().linkage.as_ref().map(|at| UuidColumn(at.id.0)),
        kind: TextColumn<EvidenceKind> = |thing| TextColumn(thing.state().facts.kind),
        state: TextColumn<EvidenceState> = |thing| TextColumn(thing.status()),
    }
}

impl LinkageEvidences for Conn {
    fn linkage_evidence(&mut self, id: LinkageEvidenceId) -> Result<LinkageEvidence, Error> {
        one!(self, linkage_evidence, LinkageEvidenceRow, id)
    }

    fn linkage_evidences(
        &mut self,
        filter: &LinkageEvidenceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<LinkageEvidence>, Error> {
        let filtered = || {
            let mut query = linkage_evidence::table.into_boxed();
            if let Some(seen) = seen(view) {
                let actors = [seen.enterprises, seen.clusters, seen.institutions].concat();
                let linkages = linkage::ids_at(seen.districts, actors);
                query = query.filter(linkage_evidence::linkage_id.eq_any(linkages));
            }
            if !filter.district.is_empty() {
                let districts = filter.district.iter().map(ToString::to_string).collect();
                let linkages = linkage::ids_at(districts, Vec::new());
                query = query.filter(linkage_evidence::linkage_id.eq_any(linkages));
            }
            if !filter.linkage_id.is_empty() {
                let ids = filter.linkage_id.iter().map(|id| UuidColumn(id.0));
                let ids: Vec<UuidColumn> = ids.collect();
                query = query.filter(linkage_evidence::linkage_id.eq_any(ids));
            }
            any_of!(query, linkage_evidence::kind, filter.kind);
            any_of!(query, linkage_evidence::state, filter.state);
            query
        };
        let page = page_by_moment!(self, paging, linkage_evidence, LinkageEvidenceRow, filtered);
        Ok(page.map(LinkageEvidenceRow::into_thing))
    }

    fn evidence_of_linkage(&mut self, id: LinkageId) -> Result<Vec<LinkageEvidence>, Error> {
        let rows: Vec<LinkageEvidenceRow> = linkage_evidence::table
            .filter(linkage_evidence::linkage_id.eq(UuidColumn(id.0)))
            .order(linkage_evidence::id)
            .select(LinkageEvidenceRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(LinkageEvidenceRow::into_thing).collect())
    }
}
