//! Who did what, by the audit trail.

use super::Conn;
use crate::Error;
use crate::column::{Key, Spelt};
use crate::port::Deeds;
use crate::schema::audit;
use diesel::prelude::*;
use odoi_domain::id::AccountId;
use odoi_domain::mandate::Deed;
use odoi_domain::policy::Action;
use uuid::Uuid;

impl Deeds for Conn {
    fn deeds(&mut self, about: &[Uuid], acts: &[Action]) -> Result<Vec<Deed>, Error> {
        let about: Vec<Key> = about.iter().map(|id| Key(*id)).collect();
        let acts: Vec<String> = acts.iter().map(ToString::to_string).collect();
        let rows: Vec<(Spelt<Action>, Option<Key>)> = audit::table
            .filter(audit::subject.eq_any(about))
            .filter(audit::action.eq_any(acts))
            .select((audit::action, audit::actor))
            .distinct()
            .load(self)?;
        let deed = |(act, by): (Spelt<Action>, Option<Key>)| (act.0, by.map(|by| AccountId(by.0)));
        Ok(rows.into_iter().map(deed).collect())
    }
}
