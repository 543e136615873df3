//! What the steps of an award are asked with.

use odoi_domain::kernel::id::{DocumentId, PostingId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::money::award::Certificate;
use odoi_domain::programme::meeting::Citation;
use serde::Deserialize;
use utoipa::ToSchema;

/// Evidence of a milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneReport {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
    /// A description of what was reached.
    #[schema(inline)]
    pub evidence: Paragraphs,
    /// Documents of the proposal that prove it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
}

/// Which milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichMilestone {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
}

/// Which tranche.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichTranche {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
}

/// The release to cancel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseReversal {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// Why.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reason: Option<Paragraphs>,
}

/// The end of the award to reverse.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndReversal {
    /// The posting of the end, if it moved money. It need not be named: an award ends once.
    #[serde(default)]
    #[schema(nullable)]
    pub posting_id: Option<PostingId>,
    /// The reason: what was wrong.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// The acceptance to reverse, and the reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneReversal {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
    /// The reason: what was wrong.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// The posting to reverse, and the reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostingReversal {
    /// The id of the posting, from the postings of the award.
    pub posting_id: PostingId,
    /// The reason: what was wrong.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// The tranche to release, and the minutes that decided it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// The item of closed minutes that decided the release.
    #[serde(default)]
    #[schema(nullable)]
    pub minute: Option<Citation>,
}

/// A payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payment {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// The payment reference of the treasury or the bank.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reference: Option<Line>,
}

/// A utilisation certificate that is submitted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certification {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// How the tranche was used.
    pub certificate: Certificate,
    /// Documents of the proposal that prove it: invoices, account statements.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
}

/// A utilisation certificate to return.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateReturn {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// What must be corrected.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// The amounts that were paid back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundFacts {
    /// Unspent money, in paise.
    pub refund_paise: Paise,
    /// Interest, in paise.
    pub interest_paise: Paise,
    /// The payment reference of the treasury or the bank.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reference: Option<Line>,
}
