//! Awards.

use super::view::seen;
use super::{Conn, moment_border};
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{AwardFilter, Awards};
use crate::schema::awards;
use diesel::prelude::*;
use odoi_domain::award::{Award, AwardState};
use odoi_domain::id::{AwardId, ClusterId, ProposalId};
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::View;
use odoi_domain::{Change, Entity};

document! {
    AwardRow of Award, id: AwardId, table: awards, {
        proposal_id: Key = |award| Key(award.state().proposal_id.0),
        call_id: Key = |award| Key(award.state().call_id.0),
        cluster_id: Key = |award| Key(award.state().cluster_id.0),
        institution_id: Key = |award| Key(award.state().institution_id.0),
        district: Spelt<DistrictCode> = |award| Spelt(award.state().district.clone()),
        state: Spelt<AwardState> = |award| Spelt(award.status()),
        asked_paise: i64 = |award| award.state().course.terms.asked.get(),
        sanctioned_paise: i64 = |award| award.state().course.terms.sanctioned.get(),
        released_paise: i64 = |award| award.state().course.released(),
    }
}

impl Awards for Conn {
    fn award(&mut self, id: AwardId) -> Result<Award, Error> {
        one!(self, awards, AwardRow, id)
    }

    fn award_of(&mut self, proposal: ProposalId) -> Result<Option<Award>, Error> {
        let row: Option<AwardRow> = awards::table
            .filter(awards::proposal_id.eq(Key(proposal.0)))
            .select(AwardRow::as_select())
            .get_result(self)
            .optional()?;
        Ok(row.map(AwardRow::into_thing))
    }

    fn awards_of(&mut self, cluster: ClusterId) -> Result<Vec<Award>, Error> {
        let rows: Vec<AwardRow> = awards::table
            .filter(awards::cluster_id.eq(Key(cluster.0)))
            .order(awards::id)
            .select(AwardRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(AwardRow::into_thing).collect())
    }

    fn awards(
        &mut self,
        filter: &AwardFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Award>, Error> {
        let filtered = || {
            let mut query = awards::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = awards::district.eq_any(seen.districts);
                let theirs = awards::institution_id.eq_any(seen.institutions);
                query = query.filter(ours.or(awards::cluster_id.eq_any(seen.clusters)).or(theirs));
            }
            any_of!(query, awards::state, filter.state);
            any_of!(query, awards::district, filter.district);
            any_id!(query, awards::call_id, filter.call_id);
            any_id!(query, awards::proposal_id, filter.proposal_id);
            any_id!(query, awards::cluster_id, filter.cluster_id);
            query
        };
        let page = page_by_moment!(self, paging, awards, AwardRow, filtered);
        Ok(page.map(AwardRow::into_thing))
    }
}
