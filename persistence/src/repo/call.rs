//! Calls for proposals.

use super::{Conn, moment_border, search, text_border};
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{CallFilter, Calls};
use crate::schema::{calls, search_entries};
use crate::way::Way;
use diesel::prelude::*;
use odoi_domain::call::{Call, CallState};
use odoi_domain::id::CallId;
use odoi_domain::policy::View;
use odoi_domain::{Change, Entity};

document! {
    CallRow of Call, id: CallId, table: calls, {
        title_key: String = |call| call.facts().title.key(),
        state: Spelt<CallState> = |call| Spelt(call.state().state),
    }
}

impl Calls for Conn {
    fn call(&mut self, id: CallId) -> Result<Call, Error> {
        one!(self, calls, CallRow, id)
    }

    /// Calls are public to every role, so there is no view to narrow the list by.
    fn calls(
        &mut self,
        filter: &CallFilter,
        _view: &View,
        paging: &Paging,
    ) -> Result<Page<Call>, Error> {
        let words = search::words(self, &filter.q, paging.most())?;
        let filtered = |way: Option<&Way>| {
            let mut query = calls::table.into_boxed();
            any_of!(query, calls::state, filter.state);
            found_by!(query, calls, way);
            query
        };
        Ok(page!(
            self, paging, calls, CallRow, title_key, filtered, words
        ))
    }
}
