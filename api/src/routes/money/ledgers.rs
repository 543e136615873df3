//! The ledger of a call, and the postings of a call or an award: read, and never changed (rule R6.7).

use crate::extract::{Caller, Filter, List, Pairs, Resource, content_tag};
use crate::page::PageOf;
use crate::routes::programme::calls;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::PostingsOf;
use odoi_application::reads::page::SortKey;
use odoi_domain::Entity;
use odoi_domain::Moment;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, AwardId, CallId, PostingId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::money::ledger::Book;
use odoi_domain::money::ledger::{LedgerAccount, MovementKind, Posting, Standing};
use odoi_domain::policy::Action;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// A list that cannot be narrowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole;

impl Filter for Whole {
    const SORTS: &'static [SortKey] = &[SortKey::CreatedAt];
    fn take(_pairs: &mut Pairs) -> Self {
        Self
    }
    fn describe() -> Vec<(&'static str, &'static str, RefOr<Schema>)> {
        Vec::new()
    }
}

/// A movement of money.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovementView {
    /// The kind of movement.
    pub kind: MovementKind,
    /// The account that is debited.
    pub debit: LedgerAccount,
    /// The account that is credited.
    pub credit: LedgerAccount,
    /// How much, in paise.
    pub amount_paise: Paise,
}

/// A posting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostingView {
    /// Its id.
    pub id: PostingId,
    /// The call whose ledger contains it.
    pub call_id: CallId,
    /// Its position in the ledger, counted from 1 without gaps.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub number: i64,
    /// The proposal that it is about. Absent for the budget of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal_id: Option<ProposalId>,
    /// The action that entered it.
    #[schema(value_type = String, max_length = 60)]
    pub action: Action,
    /// The movements.
    #[schema(max_items = 10)]
    pub movements: Vec<MovementView>,
    /// The posting that it reverses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<PostingId>,
    /// The reason, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub reason: Option<Paragraphs>,
    /// The payment reference of the treasury or the bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub reference: Option<Line>,
    /// The account that entered it. Absent for what the program did itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<AccountId>,
    /// When.
    pub created_at: Moment,
}

impl PostingView {
    fn of(thing: &Posting) -> Self {
        let (meta, more, posting) = (thing.meta(), thing.particulars(), thing.posting());
        Self {
            id: meta.id,
            call_id: more.call_id,
            number: more.number,
            proposal_id: posting.proposal,
            action: more.action,
            movements: posting
                .sides()
                .map(|(movement, debit, credit)| MovementView {
                    kind: movement.kind,
                    debit,
                    credit,
                    amount_paise: movement.amount_paise,
                })
                .collect(),
            reverses: posting.reverses,
            reason: more.reason.clone(),
            reference: more.reference.clone(),
            entered_by: more.by,
            created_at: meta.created_at,
        }
    }
}

/// The ledger of a call.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallLedgerView {
    /// The call.
    pub call_id: CallId,
    /// The budget of the call, in paise. Zero until the call is published.
    pub appropriated_paise: Paise,
    /// What can still be sanctioned, in paise.
    pub available_paise: Paise,
    /// The sum of all sanctions, less what was cancelled or not released at an end, in paise.
    pub sanctioned_paise: Paise,
    /// The balances of all its awards together.
    pub standing: Standing,
    /// Number of proposals that money was moved for.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub proposals: usize,
    /// How many postings there are.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub postings: i64,
    /// Whether debits and credits balance, the budget equals what is neither committed nor used, and the
    /// balances equal the sum of the postings. Computed now from all postings.
    pub is_balanced: bool,
}

impl CallLedgerView {
    fn of(call_id: CallId, book: &Book, is_true: bool) -> Self {
        let standing = book.total();
        Self {
            call_id,
            appropriated_paise: book.appropriated(),
            available_paise: book.available(),
            sanctioned_paise: Paise::new(standing.commitment_paise + standing.released()),
            standing,
            proposals: book.proposals().len(),
            postings: book.entries(),
            is_balanced: book.is_balanced() && is_true,
        }
    }
}

impl Resource for CallLedgerView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/calls/{}/ledger", self.call_id)
    }
}

/// Read the ledger of a call
///
/// Budget, what can still be sanctioned, and the balances of its awards, to the paisa. For the
/// core groups of the districts of the call.
#[utoipa::path(
    get, path = "/v1/calls/{id}/ledger", tag = "calls", params(("id" = CallId, Path, description = "The id of the call.")),
    responses((status = 200, description = "The current state.", body = CallLedgerView)),
    extensions(("x-action" = json!(Action::ReadLedger)))
)]
pub(crate) async fn get_call_ledger(caller: Caller, id: Path<CallId>) -> Answered {
    caller
        .respond_snapshot(move |reading| {
            let call = calls::seen(reading, *id)?;
            reading.authorize(Action::ReadLedger, &call.facts().reach())?;
            let is_true = reading.is_book_true(*id)?;
            Ok(CallLedgerView::of(*id, &reading.book(*id)?, is_true))
        })
        .await
}

/// List the postings of a call
///
/// The postings of the call, in the order in which they were entered. A posting is never edited: a mistake is
/// reversed by another posting.
#[utoipa::path(
    get, path = "/v1/calls/{id}/postings", tag = "calls",
    params(("id" = CallId, Path, description = "The id of the call."), List<Whole>),
    responses((status = 200, description = "A page.", body = PageOf<PostingView>)),
    extensions(("x-action" = json!(Action::ReadLedger)))
)]
pub(crate) async fn list_call_postings(
    caller: Caller,
    id: Path<CallId>,
    list: List<Whole>,
) -> Answered {
    let call = caller
        .read_any(move |reading| {
            let call = calls::seen(reading, *id)?;
            reading.authorize(Action::ReadLedger, &call.facts().reach())?;
            Ok(call.meta().id)
        })
        .await?;
    postings(caller, Action::ReadLedger, PostingsOf::Call(call), list).await
}

/// List the postings of an award
///
/// All postings for its proposal, in the order in which they were entered.
#[utoipa::path(
    get, path = "/v1/awards/{id}/postings", tag = "awards",
    params(("id" = AwardId, Path, description = "The id of the award."), List<Whole>),
    responses((status = 200, description = "A page.", body = PageOf<PostingView>)),
    extensions(("x-action" = json!(Action::ReadAward)))
)]
pub(crate) async fn list_award_postings(
    caller: Caller,
    id: Path<AwardId>,
    list: List<Whole>,
) -> Answered {
    let proposal = caller
        .read_any(move |reading| {
            let award = reading.award(*id)?;
            reading.authorize(Action::ReadAward, &award.anchors())?;
            Ok(award.state().proposal_id)
        })
        .await?;
    postings(caller, Action::ReadAward, PostingsOf::Proposal(proposal), list).await
}

/// A page of postings, for somebody who may see all of them.
async fn postings(caller: Caller, action: Action, of: PostingsOf, list: List<Whole>) -> Answered {
    caller
        .respond_page(
            list,
            action,
            move |repo, _all, _view, paging| repo.postings(of, paging),
            |_actor, thing| PostingView::of(&thing),
        )
        .await
}
