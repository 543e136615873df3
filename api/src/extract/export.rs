//! Exports of lists: page after page by the keyset, each in a short read of its own, written into the
//! answer as fast as the caller takes it.
//!
//! A page is read as those of the list are: the caller's grants are looked up anew, the same filter and the
//! same view. What it shows of personal facts for a purpose is committed to the log of disclosures before the
//! page is given out (rule R2.7). What goes wrong behind the first page, the log included, breaks the connection
//! off before the end of the answer, so that half a list cannot be taken for a whole one.

use super::{Bound, Caller, DisclosureRecorder, Filter, Operation};
use crate::export::{Columns, Form, Format, file_name};
use crate::page;
use crate::problem::{Kind, Problem};
use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use futures_util::stream::{self, StreamExt};
use odoi_application::reads::Read;
use odoi_application::reads::page::{Page, Paging};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::policy::{self, View};
use serde::Serialize;
use std::io;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows that are read at once: enough that reading is fast, few enough that memory stays small and that
/// others are not kept waiting.
const ROWS: u16 = 500;

/// How a list is read and shown.
pub(super) struct Listing<F, Q, S> {
    pub(super) filter: F,
    pub(super) operation: Operation,
    /// What personal facts are asked for.
    pub(super) purpose: Option<Purpose>,
    pub(super) query: Q,
    pub(super) show: S,
}

/// Somewhere in a list.
struct Walk<L> {
    caller: Caller,
    listing: Arc<L>,
    form: Box<dyn Form>,
    /// The page that comes next; `None` at the end.
    next: Option<Paging>,
    /// Rows that have been written.
    rows: usize,
}

/// An export that cannot go on. Why stands in the log.
#[derive(Debug, thiserror::Error)]
#[error("the export was broken off")]
struct BrokenOff;

fn unwritten(error: impl Into<io::Error>) -> Problem {
    let error = error.into();
    Problem::new(Kind::Internal).log(format!("an export cannot be written: {error}"))
}

impl<F, Q, S, T, V> Walk<Listing<F, Q, S>>
where
    F: Send + Sync + 'static,
    Q: Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
        + Send
        + Sync
        + 'static,
    S: Fn(&Actor, &mut DisclosureRecorder, T) -> V + Send + Sync + 'static,
    V: Serialize + Send + 'static,
{
    /// Reads and writes the next page; when this is done, what it shows is logged. Writing happens in the read too:
    /// off the threads that serve.
    async fn step(self, paging: Paging) -> Result<(Bytes, Self), Problem> {
        let Self { caller, listing, mut form, rows, .. } = self;
        let reads = listing.clone();
        let (bytes, form, next, rows) = caller
            .read_disclosing(listing.operation, listing.purpose, move |reading, recorder| {
                let found = reading.rows(&*reads, recorder, &paging)?;
                let mut bytes = Vec::new();
                if paging.after.is_none() {
                    form.begin(&mut bytes).map_err(unwritten)?;
                }
                let items = page::rows(found.items, &found.metres);
                for item in &items {
                    let row = serde_json::to_value(item).map_err(unwritten)?;
                    form.row(&row, &mut bytes).map_err(unwritten)?;
                }
                if found.next.is_none() {
                    form.end(&mut bytes).map_err(unwritten)?;
                }
                let after = found.next;
                let next = after.is_some().then_some(Paging { after, ..paging });
                Ok((Bytes::from(bytes), form, next, rows + items.len()))
            })
            .await?;
        let walk = Self { caller, listing, form, next, rows };
        Ok((bytes, walk))
    }

    /// The pages behind the first one.
    async fn go_on(mut self) -> Result<Option<(Bytes, Self)>, BrokenOff> {
        let (request_id, rows) = (self.caller.context.request_id.clone(), self.rows);
        let Some(paging) = self.next.take() else {
            tracing::info!(target: "odoi::access", %request_id, rows, "exported");
            return Ok(None);
        };
        let step = self.step(paging).await.map_err(|problem| {
            tracing::warn!(%request_id, rows, "an export was broken off: {problem}");
            BrokenOff
        })?;
        Ok(Some(step))
    }

    /// Whether the list fits into the form. Rows that come while it is written may still be too many: then it
    /// is broken off.
    async fn measure(&self, format: Format, paging: &Paging) -> Result<(), Problem> {
        let Some(most) = format.most_rows() else {
            return Ok(());
        };
        let listing = self.listing.clone();
        let paging = Paging { limit: 1, count: true, ..paging.clone() };
        // Counted, and not shown.
        let total = self.caller.read_any(move |reading| {
            let view = policy::view(reading.actor(), listing.operation.action)?;
            let found = (listing.query)(&mut **reading, &listing.filter, &view, &paging)?;
            Ok(found.total)
        });
        match total.await? {
            Some(count) if count > most => {
                let violation = Violation::new(Code::TooManyRows).with(most.to_string());
                let violation = violation.with(count.to_string()).in_parameter("format");
                Err(Problem::new(Kind::Invalid).violations(vec![violation]))
            }
            _ => Ok(()),
        }
    }
}

impl Caller {
    /// Answers a list as a file. What can go wrong before the first row is a problem like any other.
    pub(super) async fn export<F, Q, S, T, V>(
        self,
        listing: Listing<F, Q, S>,
        paging: Paging,
        format: Format,
        bound: &Bound,
    ) -> Result<HttpResponse, Problem>
    where
        F: Filter + Send + Sync + 'static,
        Q: Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
            + Send
            + Sync
            + 'static,
        S: Fn(&Actor, &mut DisclosureRecorder, T) -> V + Send + Sync + 'static,
        T: 'static,
        V: Serialize + ToSchema + Send + 'static,
    {
        let day = self.service.application.now().day().to_string();
        let name = file_name(&bound.path, &day, format);
        let is_head = self.is_head();
        let paging = Paging { limit: ROWS, ..paging };
        let walk = Walk {
            caller: self,
            listing: Arc::new(listing),
            form: format.form(Columns::of::<V>(F::IS_LOCATED)),
            next: None,
            rows: 0,
        };
        walk.measure(format, &paging).await?;
        let (bytes, walk) = walk.step(paging).await?;
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, format.content_type()));
        response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
        if is_head {
            return Ok(response.streaming(stream::empty::<Result<Bytes, BrokenOff>>()));
        }
        let first = stream::iter([Ok(bytes)]);
        let rest = stream::try_unfold(walk, Walk::go_on);
        Ok(response.streaming(Box::pin(first.chain(rest))))
    }
}
