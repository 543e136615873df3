//! Awards, and the books of calls.

use super::AwardFilter;
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{AwardId, CallId, ClusterId, PostingId, ProposalId};
use odoi_domain::money::award::Award;
use odoi_domain::money::ledger::{Book, Posting};
use odoi_domain::policy::View;
use std::collections::BTreeSet;

/// Seed money of proposals.
pub trait Awards {
    /// One award.
    fn award(&mut self, id: AwardId) -> Result<Award, Error>;
    /// The award of a proposal, if it was ever sanctioned.
    fn award_of(&mut self, proposal: ProposalId) -> Result<Option<Award>, Error>;
    /// Every award of a cluster.
    fn awards_of(&mut self, cluster: ClusterId) -> Result<Vec<Award>, Error>;
    /// Awards that are not settled, or whose proposal is at work.
    fn awards_waiting(&mut self, view: &View, limit: i64) -> Result<Vec<Award>, Error>;
    /// Which of these invoices stand in certificates of other awards.
    fn invoices_elsewhere(
        &mut self,
        award: AwardId,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, Error>;
    /// How many proposals that answer a call were handed in and are not decided.
    fn undecided_proposals(&mut self, call: CallId) -> Result<usize, Error>;
    /// How many awards of a call are not settled.
    fn unsettled_awards(&mut self, call: CallId) -> Result<usize, Error>;
    /// A page of awards.
    fn awards(
        &mut self,
        filter: &AwardFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Award>, Error>;
}

/// What is to be posted next, so that the book is read as far as that needs.
#[derive(Debug, Clone, Copy)]
pub struct Next {
    /// The call.
    pub call: CallId,
    /// The proposal that it is about; `None` for the budget of the call.
    pub proposal: Option<ProposalId>,
    /// The posting that is to be reversed.
    pub reverses: Option<PostingId>,
}

/// Which postings.
#[derive(Debug, Clone, Copy)]
pub enum PostingsOf {
    /// Those in the book of a call.
    Call(CallId),
    /// Those about a proposal.
    Proposal(ProposalId),
}

/// The books of calls.
pub trait Books {
    /// The book of a call, held until the end of the transaction: nobody else posts in it meanwhile.
    fn book_locked(&mut self, next: Next) -> Result<Book, Error>;
    /// Every balance of a call.
    fn book(&mut self, call: CallId) -> Result<Book, Error>;
    /// Whether the kept balances of a call are what its postings add up to.
    fn is_book_true(&mut self, call: CallId) -> Result<bool, Error>;
    /// A page of postings, in the order in which they were entered. Whoever asks may see all of them.
    fn postings(&mut self, of: PostingsOf, paging: &Paging) -> Result<Page<Posting>, Error>;
}
