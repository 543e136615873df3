//! A posting that is kept: numbered within the book of its call, and entered only where the book
//! allows it.

use super::{Book, PostingDraft};
use crate::kernel::entity::Refusal;
use crate::kernel::id::{AccountId, CallId, PostingId};
use crate::kernel::text::{Line, Paragraphs};
use crate::policy::actor::Anchors;
use crate::policy::{Action, Permit};
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded};

/// What is known of a posting besides what moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// The call whose book it stands in.
    pub call_id: CallId,
    /// Its place in the book, counted from 1 without gaps.
    pub number: i64,
    /// The act that made it.
    pub action: Action,
    /// Who entered it; `None` for what the program did by itself.
    pub by: Option<AccountId>,
    /// What the treasury or the bank calls it.
    pub reference: Option<Line>,
    /// Why another posting is taken back by it.
    pub reason: Option<Paragraphs>,
}

/// What is said beside a posting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// What the treasury or the bank calls it.
    pub reference: Option<Line>,
    /// Why another posting is taken back by it.
    pub reason: Option<Paragraphs>,
}

/// A posting in the book of a call. It is never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    meta: Meta<PostingId>,
    particulars: Particulars,
    posting: PostingDraft,
}

impl Posting {
    /// Enters a posting into the book of a call, which the caller holds.
    pub fn enter(
        permit: &Permit,
        (call_id, book): (CallId, &mut Book),
        (posting, remarks): (PostingDraft, Remarks),
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        book.post(&posting)
            .map_err(|unbooked| Refusal::RequirementsNotMet(vec![unbooked.violation()]))?;
        let particulars = Particulars {
            call_id,
            number: book.entries(),
            action: permit.action(),
            by: permit.account(),
            reference: remarks.reference,
            reason: remarks.reason,
        };
        let thing = Self { meta: Meta::first(posting.id, now), particulars, posting };
        Recorded::new(permit, thing, EventType::PostingEntered, now)
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(
        meta: Meta<PostingId>,
        particulars: Particulars,
        posting: PostingDraft,
    ) -> Self {
        Self { meta, particulars, posting }
    }

    /// What is known of it besides what moves.
    #[must_use]
    pub const fn particulars(&self) -> &Particulars {
        &self.particulars
    }

    /// What moves.
    #[must_use]
    pub const fn posting(&self) -> &PostingDraft {
        &self.posting
    }
}

impl Entity for Posting {
    type Id = PostingId;
    const KIND: Kind = Kind::Posting;

    fn meta(&self) -> &Meta<PostingId> {
        &self.meta
    }

    /// A posting is seen with its award or its call, never by itself.
    fn anchors(&self) -> Anchors {
        Anchors::default()
    }
}
