//! Answers that tell something of masked facts: the limit before them, and the log of disclosures (rule R2.7).

use super::answer::{body, json, set};
use super::respond::paged;
use super::{Caller, Client, DisclosureRecorder, List, ReadContext, Resource, purpose};
use crate::auth::throttle::Allowance;
use crate::problem::{Kind, Problem};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use odoi_application::identity::disclosures::record_disclosure;
use odoi_application::reads::page::{Page, Paging};
use odoi_application::{Answer, Principal, WriteRequest};
use odoi_application::{Precondition, Target, WriteContext};
use odoi_domain::policy::Action;
use odoi_domain::policy::disclosure::{Look, Shown};
use odoi_domain::policy::privacy::{self, Answers, Purpose, Question, Told};
use serde::Serialize;
use uuid::Uuid;

/// An operation by its `operationId`, with its action.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its `operationId`, by which disclosures are logged.
    pub name: &'static str,
    /// Its action.
    pub action: Action,
}

impl Operation {
    /// An operation.
    #[must_use]
    pub const fn new(name: &'static str, action: Action) -> Self {
        Self { name, action }
    }
}

impl Client {
    /// How a write may tell something of masked facts. Refused where the caller has had all such answers of this
    /// minute: before it is known what the answer would be.
    pub(super) fn require_guesses_left(
        &self,
        operation: &'static str,
    ) -> Result<Option<&'static Question>, Problem> {
        let row = privacy::telling(operation).filter(|row| row.answers != Answers::Pairs);
        if row.is_some() {
            self.guess(Allowance::wait)?;
        }
        Ok(row)
    }

    /// Asks for an answer of this minute, or takes one.
    fn guess(&self, take: fn(&Allowance, Uuid) -> Option<u64>) -> Result<(), Problem> {
        let Principal::Account(account, _) = &self.who else {
            return Ok(());
        };
        match take(&self.service.throttle.guesses, account.0) {
            Some(seconds) => Err(Problem::new(Kind::TooManyRequests).retry_after(seconds)),
            None => Ok(()),
        }
    }

    /// Counts and logs what a refusal tells. The write that was refused has left nothing; this is a unit of its own.
    pub(super) async fn record_guess(
        &self,
        guessing: Option<&'static Question>,
        problem: &Problem,
    ) -> Result<(), Problem> {
        let (Some(row), Some(telling)) = (guessing, &problem.tells) else {
            return Ok(());
        };
        // It was asked before: who comes at once with others is answered, and counts.
        let _over = self.guess(Allowance::take);
        let operation = Operation::new(row.operation, row.action);
        self.log(operation, telling.purpose, telling.shown.clone()).await
    }

    /// Enters what is about to be told into the log of disclosures.
    async fn log(
        &self,
        operation: Operation,
        purpose: Purpose,
        shown: Vec<Shown>,
    ) -> Result<(), Problem> {
        let look = Look {
            purpose,
            told: privacy::telling(operation.name).map_or(Told::Value, |row| row.answers.told()),
            operation: operation.name.to_owned(),
            request_id: self.context.request_id.clone(),
            shown,
        };
        // Never under an idempotency key: the answers that are kept hold no personal data in full.
        let request = WriteRequest {
            who: self.who.clone(),
            operation: operation.name,
            key: None,
            request_id: self.context.request_id.clone(),
        };
        let log = move |tx: &mut WriteContext<'_, '_>| -> Result<Answer, Problem> {
            Ok(record_disclosure(tx, operation.action, look)?.answer(200, None))
        };
        let target = Target { precondition: Precondition::Absent, locked: None };
        let logged = self.service.application.run(request, target, log);
        logged.await.map(drop)
    }
}

impl Caller {
    /// Makes something that may show personal data for a purpose, and gives it out only when the log
    /// of disclosures has it.
    pub async fn disclose<T: Send + 'static>(
        &self,
        operation: Operation,
        purpose: Purpose,
        work: impl FnOnce(&mut ReadContext<'_>, &mut DisclosureRecorder) -> Result<T, Problem>
        + Send
        + 'static,
    ) -> Result<T, Problem> {
        self.json_is_taken()?;
        self.read_disclosing(operation, Some(purpose), work).await
    }

    /// The same, whatever the answer will be. Whatever shows personal data (an item, a page, a piece of a file)
    /// goes through here: only the recorder says what may be shown, and it records what it said.
    pub(super) async fn read_disclosing<T: Send + 'static>(
        &self,
        operation: Operation,
        purpose: Option<Purpose>,
        work: impl FnOnce(&mut ReadContext<'_>, &mut DisclosureRecorder) -> Result<T, Problem>
        + Send
        + 'static,
    ) -> Result<T, Problem> {
        let guessing = purpose.and(privacy::telling(operation.name));
        if guessing.is_some_and(|row| row.answers == Answers::Match) {
            self.guess(Allowance::take)?;
        }
        let (made, seen) = self
            .read_any(move |reading| {
                let mut recorder = DisclosureRecorder::new(purpose);
                let made = work(reading, &mut recorder)?;
                // Last, so that whether there is such a thing is told first.
                purpose::may_be_declared(reading.actor(), purpose)?;
                Ok((made, recorder.into_seen()))
            })
            .await?;
        if let Some((purpose, shown)) = seen {
            self.log(operation, purpose, shown).await?;
        }
        Ok(made)
    }

    /// Answers one thing that is that may show personal facts: in full where a purpose is declared, whatever the caller
    /// has, because no copy is to be kept.
    pub async fn respond_item_disclosing<R: Resource + Send + 'static>(
        &self,
        operation: Operation,
        purpose: Option<Purpose>,
        work: impl FnOnce(&mut ReadContext<'_>, &mut DisclosureRecorder) -> Result<R, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let view = self.read_disclosing(operation, purpose, work).await?;
        if purpose.is_none() {
            return self.tagged(&view);
        }
        let mut response = json(StatusCode::OK, body(&view)?);
        set(&mut response, ETAG, &view.etag());
        Ok(response)
    }

    /// Answers something that has no version of its own, with a recorder of what it shows.
    pub async fn respond_json_disclosing<V: Serialize + Send + 'static>(
        &self,
        operation: Operation,
        purpose: Option<Purpose>,
        work: impl FnOnce(&mut ReadContext<'_>, &mut DisclosureRecorder) -> Result<V, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let view = self.read_disclosing(operation, purpose, work).await?;
        Ok(json(StatusCode::OK, body(&view)?))
    }

    /// Answers a page that asks the policy itself, with a recorder of what it shows.
    pub async fn respond_page_disclosing<F, V>(
        &self,
        list: List<F>,
        operation: Operation,
        work: impl FnOnce(
            &mut ReadContext<'_>,
            &mut DisclosureRecorder,
            &F,
            &Paging,
        ) -> Result<Page<V>, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Send + 'static,
        V: Serialize + Send + 'static,
    {
        self.json_is_taken()?;
        let made = self
            .read_disclosing(operation, list.purpose, move |reading, recorder| {
                let found = work(reading, recorder, &list.filter, &list.paging)?;
                paged(&list.bound, found, Vec::new())
            })
            .await?;
        Ok(made.response())
    }
}
