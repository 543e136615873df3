//! What is stated as evidence of a linkage, the states of that, and the steps between them.

use crate::kernel::evidence::WebAddress;
use crate::kernel::id::LinkageId;
use crate::kernel::text::{Prose, Text};
use crate::policy::Action;
use crate::{Day, EventType};

words! {
    /// Kinds of evidence of a linkage.
    EvidenceKind("linkage_evidence_kind") {
        /// An agreement or a memorandum of understanding.
        Agreement = "agreement" ("Agreement or MoU", "കരാർ അല്ലെങ്കിൽ ധാരണാപത്രം"),
        /// An invoice or a bill.
        Invoice = "invoice" ("Invoice", "ഇൻവോയ്സ്"),
        /// A work order or a purchase order.
        WorkOrder = "work_order" ("Work order", "വർക്ക് ഓർഡർ"),
        /// A letter or an e-mail of the other end.
        Letter = "letter" ("Letter", "കത്ത്"),
        /// Minutes of a meeting.
        Minutes = "minutes" ("Minutes", "യോഗത്തിന്റെ മിനിറ്റ്സ്"),
        /// A certificate.
        Certificate = "certificate" ("Certificate", "സാക്ഷ്യപത്രം"),
        /// A photograph.
        Photograph = "photograph" ("Photograph", "ഫോട്ടോ"),
        /// Something else.
        Other = "other" ("Other", "മറ്റുള്ളവ"),
    }
}

words! {
    /// Where a piece of evidence of a linkage stands.
    EvidenceState("linkage_evidence_state") {
        /// Nobody has decided about it.
        Stated = "stated" ("Stated", "നൽകിയത്"),
        /// An officer has accepted it.
        Accepted = "accepted" ("Accepted", "അംഗീകരിച്ചത്"),
        /// An officer has rejected it.
        Rejected = "rejected" ("Rejected", "നിരസിച്ചത്"),
        /// The side that stated it has withdrawn it.
        Withdrawn = "withdrawn" ("Withdrawn", "പിൻവലിച്ചത്"),
    }
}

/// A step in the life of a piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub enum EvidenceStep {
    /// An officer accepts it.
    Accept,
    /// An officer rejects it.
    Reject(EvidenceEnd),
    /// The side that stated it withdraws it.
    Withdraw(EvidenceEnd),
}

impl EvidenceStep {
    /// The action that the policy knows.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Accept => Action::AcceptLinkageEvidence,
            Self::Reject(_) => Action::RejectLinkageEvidence,
            Self::Withdraw(_) => Action::WithdrawLinkageEvidence,
        }
    }

    pub(super) const fn text(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject(_) => "reject",
            Self::Withdraw(_) => "withdraw",
        }
    }

    /// Where it leads from a state, and what has happened then; `None` where it is not possible.
    pub(super) const fn leads(&self, from: EvidenceState) -> Option<(EvidenceState, EventType)> {
        use EvidenceState::{Accepted, Rejected, Stated, Withdrawn};
        match (self, from) {
            (Self::Accept, Stated) => Some((Accepted, EventType::LinkageEvidenceAccepted)),
            (Self::Reject(_), Stated) => Some((Rejected, EventType::LinkageEvidenceRejected)),
            (Self::Withdraw(_), Stated | Accepted) => {
                Some((Withdrawn, EventType::LinkageEvidenceWithdrawn))
            }
            _ => None,
        }
    }

    pub(super) fn into_reason(self) -> Option<Prose<1000>> {
        match self {
            Self::Accept => None,
            Self::Reject(end) | Self::Withdraw(end) => Some(end.reason),
        }
    }
}

/// What is stated as evidence of a linkage.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkageEvidenceFacts {
    /// The linkage.
    pub linkage_id: LinkageId,
    /// The kind of evidence.
    pub kind: EvidenceKind,
    /// What it shows.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub about: Prose<1000>,
    /// Where it can be looked up: a file number or register, and who keeps it.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reference: Text<300>,
    /// The date of the evidence; not in the future.
    pub dated_on: Day,
    /// Where it can be read on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub web_address: Option<WebAddress>,
}

/// Why evidence is rejected or withdrawn.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EvidenceEnd {
    /// Why.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Prose<1000>,
}
