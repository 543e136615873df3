//! Answers to reads: one thing, a page, a list in a form of its own.

use super::answer::{body, json, set};
use super::export::Listing;
use super::{
    Bound, Caller, Client, DisclosureRecorder, Filter, List, Operation, ReadContext, tags,
};
use crate::facets::FacetCounts;
use crate::page;
use crate::problem::Problem;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, LINK};
use odoi_application::reads::Read;
use odoi_application::reads::page::{Page, Paging};
use odoi_domain::kernel::search::Facet;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{Action, View};
use serde::Serialize;
use utoipa::ToSchema;

/// A representation that has an address and a version.
pub trait Resource: Serialize {
    /// Its entity tag, quotes included.
    fn etag(&self) -> String;
    /// Its path.
    fn path(&self) -> String;
}

/// A page in a form of its own.
pub trait NextPage: Serialize {
    /// The cursor of the next page, where there is one.
    fn next_page(&self) -> Option<&str>;
}

/// A page as it is answered.
pub(super) struct RenderedPage {
    body: String,
    /// The `Link` to the next.
    link: Option<String>,
}

impl RenderedPage {
    pub(super) fn response(self) -> HttpResponse {
        let mut response = json(StatusCode::OK, self.body);
        if let Some(link) = self.link {
            set(&mut response, LINK, &link);
        }
        response
    }
}

/// Renders a page.
pub(super) fn paged<V: Serialize>(
    bound: &Bound,
    found: Page<V>,
    facets: Vec<FacetCounts>,
) -> Result<RenderedPage, Problem> {
    let next = found.next.as_ref();
    let next = next.map(|at| page::cursor(at, &bound.fingerprint));
    let link = next.as_ref().map(|cursor| bound.link(cursor));
    let page = page::PageOf {
        items: page::rows(found.items, &found.metres),
        next,
        total: found.total,
        facets,
    };
    let body = body(&page)?;
    Ok(RenderedPage { body, link })
}

impl Client {
    /// Whether the caller has the version of this tag already.
    #[must_use]
    pub fn has(&self, etag: &str) -> bool {
        let Some(known) = self.head.if_none_match.as_deref() else {
            return false;
        };
        known.trim() == "*"
            || tags::read(known).is_some_and(|known| known.iter().any(|tag| tags::names(tag, etag)))
    }

    pub(super) fn tagged<R: Resource>(&self, view: &R) -> Result<HttpResponse, Problem> {
        let etag = view.etag();
        let mut response = if self.has(&etag) {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            json(StatusCode::OK, body(view)?)
        };
        set(&mut response, ETAG, &etag);
        Ok(response)
    }

    /// Answers what is the same for everybody, so that any cache may keep it.
    pub(crate) fn published<R: Resource>(&self, view: &R) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let mut response = self.tagged(view)?;
        set(&mut response, CACHE_CONTROL, "public, max-age=3600");
        Ok(response)
    }
}

impl Caller {
    /// Answers one thing: 304 where the caller has it already.
    pub async fn respond_item<R: Resource + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<R, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let view = self.read(work).await?;
        self.tagged(&view)
    }

    /// Answers one thing that is put together from several reads, which see one state of the database.
    pub async fn respond_snapshot<R: Resource + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<R, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let view = self.service.application.snapshot(self.reader(work)).await?;
        self.tagged(&view)
    }

    /// Answers something that has no version of its own.
    pub async fn respond_json<V: Serialize + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<V, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let view = self.read(work).await?;
        Ok(json(StatusCode::OK, body(&view)?))
    }

    /// Answers a list in a form of its own, which knows where the next page begins.
    pub async fn respond_list<F, V>(
        &self,
        list: List<F>,
        work: impl FnOnce(&mut ReadContext<'_>, &List<F>) -> Result<V, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Send + 'static,
        V: NextPage + Send + 'static,
    {
        let made = self.read(move |reading| {
            let view = work(reading, &list)?;
            let link = view.next_page().map(|cursor| list.bound.link(cursor));
            let body = body(&view)?;
            Ok(RenderedPage { body, link })
        });
        Ok(made.await?.response())
    }

    /// Answers a list, as far as the caller sees it: a page of it, or the whole as a file.
    pub(crate) async fn respond_page<F, T, V>(
        &self,
        list: List<F>,
        action: Action,
        query: impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
        + Send
        + Sync
        + 'static,
        show: impl Fn(&Actor, T) -> V + Send + Sync + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Filter + Send + Sync + 'static,
        T: 'static,
        V: Serialize + ToSchema + Send + 'static,
    {
        // Nothing of such a list is personal: no purpose is declared, and nothing logged by this name.
        let operation = Operation::new("", action);
        let show = move |actor: &Actor, _: &mut DisclosureRecorder, thing| show(actor, thing);
        let none = |_: &mut ReadContext<'_>, _: &F, _: &Paging, _: &[Facet]| Ok(Vec::new());
        self.respond_personal_page(list, operation, query, show, none).await
    }

    /// The same of things that have personal facts, with counts by facet beside the page: what is shown for a
    /// purpose is logged before the page, or the piece of the file, is given out.
    pub(crate) async fn respond_personal_page<F, T, V>(
        &self,
        list: List<F>,
        operation: Operation,
        query: impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
        + Send
        + Sync
        + 'static,
        show: impl Fn(&Actor, &mut DisclosureRecorder, T) -> V + Send + Sync + 'static,
        count: impl FnOnce(
            &mut ReadContext<'_>,
            &F,
            &Paging,
            &[Facet],
        ) -> Result<Vec<FacetCounts>, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Filter + Send + Sync + 'static,
        T: 'static,
        V: Serialize + ToSchema + Send + 'static,
    {
        let List { filter, paging, facets, format, bound, purpose } = list;
        let listing = Listing { filter, operation, purpose, query, show };
        if let Some(format) = format {
            return self.clone().export(listing, paging, format, &bound).await;
        }
        self.json_is_taken()?;
        let made = self
            .read_disclosing(operation, purpose, move |reading, recorder| {
                let found = reading.rows(&listing, recorder, &paging)?;
                let facets = count(reading, &listing.filter, &paging, &facets)?;
                paged(&bound, found, facets)
            })
            .await?;
        Ok(made.response())
    }

    /// Answers a page that asks the policy itself: a list beneath one thing.
    pub async fn respond_page_of<F, V>(
        &self,
        list: List<F>,
        work: impl FnOnce(&mut ReadContext<'_>, &F, &Paging) -> Result<Page<V>, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Send + 'static,
        V: Serialize + Send + 'static,
    {
        let made = self
            .read(move |reading| {
                let found = work(reading, &list.filter, &list.paging)?;
                paged(&list.bound, found, Vec::new())
            })
            .await?;
        Ok(made.response())
    }
}
