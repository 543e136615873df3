//! Who did what, by the audit trail.

use super::Conn;
use crate::Error;
use crate::column::{TextColumn, UuidColumn};
use crate::port::PastActionPort;
use crate::schema::audit;
use diesel::prelude::*;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::Action;
use odoi_domain::programme::mandate::PastAction;
use uuid::Uuid;

impl PastActionPort for Conn {
    fn deeds(&mut self, about: &[Uuid], acts: &[Action]) -> Result<Vec<PastAction>, Error> {
        let about: Vec<UuidColumn> = about.iter().map(|id| UuidColumn(*id)).collect();
        let acts: Vec<String> = acts.iter().map(ToString::to_string).collect();
        let rows: Vec<(TextColumn<Action>, Option<UuidColumn>)> = audit::table
            .filter(audit::subject.eq_any(about))
            .filter(audit::action.eq_any(acts))
            .select((audit::action, audit::actor))
            .distinct()
            .load(self)?;
        let deed = |(act, by): (TextColumn<Action>, Option<UuidColumn>)| {
            (act.0, by.map(|by| AccountId(by.0)))
        };
        Ok(rows.into_iter().map(deed).collect())
    }
}
