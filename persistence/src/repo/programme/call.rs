//! Calls for proposals.

use super::view::seen;
use super::{Conn, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{CallFilter, Calls};
use crate::schema::calls;
use diesel::prelude::*;
use odoi_domain::kernel::id::CallId;
use odoi_domain::policy::View;
use odoi_domain::programme::call::{Call, CallState};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Kind};

document! {
    CallRow of Call, id: CallId, table: calls, {
        title_key: String = |call| call.facts().title.key(),
        state: TextColumn<CallState> = |call| TextColumn(call.state().state),
        district: Option<TextColumn<DistrictCode>> = |call| call.anchors().districts.into_iter().next().map(TextColumn),
    }
}

impl Calls for Conn {
    fn call(&mut self, id: CallId) -> Result<Call, Error> {
        one!(self, calls, CallRow, id)
    }

    /// Calls are public to every role; the view is that of those who write them, and narrows drafts alone.
    fn calls(
        &mut self,
        filter: &CallFilter,
        writes: Option<&View>,
        paging: &Paging,
    ) -> Result<Page<Call>, Error> {
        let words = search::words(self, Kind::Call, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = calls::table.into_boxed();
            let published = calls::state.ne(CallState::Draft.text());
            match writes.map(seen) {
                None => query = query.filter(published),
                Some(None) => {}
                Some(Some(mine)) => {
                    let mine = calls::district.eq_any(mine.districts);
                    query = query.filter(published.or(mine.assume_not_null()));
                }
            }
            any_of!(query, calls::state, filter.state);
            found_by!(query, calls, way);
            query
        };
        Ok(page!(self, paging, calls, CallRow, title_key, filtered, words))
    }
}
