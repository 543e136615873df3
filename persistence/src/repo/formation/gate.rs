//! Tries to start the programme for a cluster.

use super::Conn;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::port::Gates;
use crate::schema::gate_tries;
use diesel::prelude::*;
use odoi_domain::formation::gate::GateTry;
use odoi_domain::kernel::id::{ClusterId, GateTryId};
use odoi_domain::registry::place::PlaceCode;
use odoi_domain::{Change, Entity};

document! {
    GateTryRow of GateTry, id: GateTryId, table: gate_tries, {
        cluster_id: UuidColumn = |thing| UuidColumn(thing.facts().cluster_id.0),
        constituency: TextColumn<PlaceCode> = |thing| TextColumn(thing.facts().constituency.clone()),
    }
}

impl Gates for Conn {
    fn gate_tries(&mut self, cluster: ClusterId) -> Result<Vec<GateTry>, Error> {
        let rows: Vec<GateTryRow> = gate_tries::table
            .filter(gate_tries::cluster_id.eq(UuidColumn(cluster.0)))
            .order((gate_tries::created_at.desc(), gate_tries::id.desc()))
            .select(GateTryRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(GateTryRow::into_thing).collect())
    }
}
