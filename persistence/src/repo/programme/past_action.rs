//! Who did what, by the audit trail.

use super::Conn;
use crate::Error;
use crate::column::{TextColumn, UuidColumn};
use crate::port::PastActionPort;
use crate::schema::audit;
use diesel::prelude::*;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::{Action, PastAction, TrailExtract, kept_apart};
use uuid::Uuid;

impl PastActionPort for Conn {
    fn past_actions(&mut self, about: &[Uuid]) -> Result<TrailExtract, Error> {
        let ids: Vec<UuidColumn> = about.iter().map(|id| UuidColumn(*id)).collect();
        let acts: Vec<String> = kept_apart().iter().map(ToString::to_string).collect();
        let rows: Vec<(TextColumn<Action>, Option<UuidColumn>)> = audit::table
            .filter(audit::subject.eq_any(ids))
            .filter(audit::action.eq_any(acts))
            .select((audit::action, audit::actor))
            .distinct()
            .load(self)?;
        let past = rows
            .into_iter()
            .map(|(action, by)| PastAction { action: action.0, by: by.map(|by| AccountId(by.0)) });
        Ok(TrailExtract::read(about, past.collect()))
    }
}
