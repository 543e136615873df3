//! Proposals.

use super::view::seen;
use super::{Conn, name, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{ProposalFilter, Proposals};
use crate::schema::proposals;
use diesel::prelude::*;
use odoi_domain::kernel::id::{CallId, ClusterId, InstitutionId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::policy::View;
use odoi_domain::programme::proposal::cost::CostLine;
use odoi_domain::programme::proposal::history::History;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts, ProposalState, Status};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Kind};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = proposals, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ProposalRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    title_en: TextColumn<Line>,
    title_ml: Option<TextColumn<Line>>,
    title_key: String,
    cluster_id: UuidColumn,
    institution_id: UuidColumn,
    objective: TextColumn<Paragraphs>,
    asked_paise: i64,
    district: TextColumn<DistrictCode>,
    state: TextColumn<ProposalState>,
    state_since: Timestamp,
    state_reason: Option<TextColumn<Paragraphs>>,
    sanctioned_paise: Option<i64>,
    call_id: Option<UuidColumn>,
    answers: Option<Json<serde_json::Value>>,
    cost_lines: Json<Vec<CostLine>>,
    history: Json<History>,
}

impl ProposalRow {
    fn of(thing: &Proposal) -> Self {
        let (meta, facts, status) = (thing.meta(), thing.facts().clone(), thing.status().clone());
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            title_key: facts.title.key(),
            title_en: TextColumn(facts.title.en),
            title_ml: facts.title.ml.map(TextColumn),
            cluster_id: UuidColumn(facts.cluster_id.0),
            institution_id: UuidColumn(facts.institution_id.0),
            objective: TextColumn(facts.objective),
            asked_paise: facts.asked_paise.get(),
            district: TextColumn(thing.district().clone()),
            state: TextColumn(status.state),
            state_since: Timestamp(status.since),
            state_reason: status.reason.map(TextColumn),
            sanctioned_paise: status.sanctioned.map(Paise::get),
            call_id: facts.call_id.map(|id| UuidColumn(id.0)),
            answers: facts.answers.map(Json),
            cost_lines: Json(facts.cost_lines),
            history: Json(thing.history().to_vec()),
        }
    }

    fn into_thing(self) -> Proposal {
        let meta = meta!(self, ProposalId);
        let facts = ProposalFacts {
            title: name(self.title_en, self.title_ml),
            cluster_id: ClusterId(self.cluster_id.0),
            institution_id: InstitutionId(self.institution_id.0),
            objective: self.objective.0,
            asked_paise: Paise::new(self.asked_paise),
            call_id: self.call_id.map(|id| CallId(id.0)),
            answers: self.answers.map(|a| a.0),
            cost_lines: self.cost_lines.0,
        };
        let status = Status {
            state: self.state.0,
            since: self.state_since.0,
            reason: self.state_reason.map(|r| r.0),
            sanctioned: self.sanctioned_paise.map(Paise::new),
        };
        Proposal::restore(meta, facts, self.district.0, status, self.history.0)
    }
}

impl Proposals for Conn {
    fn proposal(&mut self, id: ProposalId) -> Result<Proposal, Error> {
        one!(self, proposals, ProposalRow, id)
    }

    fn proposals_of(&mut self, cluster: ClusterId) -> Result<Vec<Proposal>, Error> {
        let rows: Vec<ProposalRow> = proposals::table
            .filter(proposals::cluster_id.eq(UuidColumn(cluster.0)))
            .order(proposals::id)
            .select(ProposalRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(ProposalRow::into_thing).collect())
    }

    fn drafts_of(&mut self, cluster: ClusterId) -> Result<i64, Error> {
        let drafts = proposals::table
            .filter(proposals::cluster_id.eq(UuidColumn(cluster.0)))
            .filter(proposals::state.eq(ProposalState::Draft.text()));
        Ok(drafts.count().get_result(self)?)
    }

    fn proposals_waiting(
        &mut self,
        states: &[ProposalState],
        view: &View,
        limit: i64,
    ) -> Result<Vec<Proposal>, Error> {
        let states: Vec<String> = states.iter().map(ToString::to_string).collect();
        let mut query = proposals::table.filter(proposals::state.eq_any(states)).into_boxed();
        if let Some(seen) = seen(view) {
            let ours = proposals::district.eq_any(seen.districts);
            let theirs = proposals::institution_id.eq_any(seen.institutions);
            let own = proposals::cluster_id.eq_any(seen.clusters);
            query = query.filter(ours.or(own).or(theirs));
        }
        let rows: Vec<ProposalRow> = query
            .order((proposals::state_since, proposals::id))
            .limit(limit)
            .select(ProposalRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(ProposalRow::into_thing).collect())
    }

    fn proposals(
        &mut self,
        filter: &ProposalFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Proposal>, Error> {
        let words =
            search::words(self, Kind::Proposal, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = proposals::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = proposals::district.eq_any(seen.districts);
                let theirs = proposals::institution_id.eq_any(seen.institutions);
                query =
                    query.filter(ours.or(proposals::cluster_id.eq_any(seen.clusters)).or(theirs));
            }
            any_of!(query, proposals::state, filter.state);
            any_of!(query, proposals::district, filter.district);
            any_id!(query, proposals::cluster_id, filter.cluster_id);
            any_id!(query, proposals::institution_id, filter.institution_id);
            any_id!(query, proposals::call_id, filter.call_id);
            found_by!(query, proposals, way);
            query
        };
        Ok(page!(self, paging, proposals, ProposalRow, title_key, filtered, words))
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Proposal, change: Change) -> Result<usize, Error> {
    if change == Change::Removed {
        super::revision::forget(conn, thing)?;
    }
    let written = put!(conn, proposals, ProposalRow::of(thing), change)?;
    if written > 0 && change != Change::Removed {
        super::revision::note(conn, thing, change)?;
    }
    Ok(written)
}
