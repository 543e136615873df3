//! Conflicts of interest that somebody declares themselves: they stay declared (rule R6.4).

use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, DeclarationId, ProposalId};
use crate::kernel::text::Paragraphs;
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded};

/// A declaration of a conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclarationFacts {
    /// The tie to the applicant.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Paragraphs,
}

/// Everything that is known of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeclarationRecord {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// Its district.
    pub district: DistrictCode,
    /// Who declares.
    pub by: AccountId,
    /// Why.
    pub reason: Paragraphs,
}

/// A conflict that a member of a core group declares about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    meta: Meta<DeclarationId>,
    record: DeclarationRecord,
}

impl Declaration {
    /// Declares.
    pub fn make(
        permit: &Permit,
        id: DeclarationId,
        record: DeclarationRecord,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let proposal = record.proposal_id.to_string();
        let meta = Meta::first(id, now);
        let thing = Self { meta, record };
        let declared = Recorded::new(permit, thing, EventType::ConflictDeclared, now)?;
        Ok(declared.fact("proposal_id", proposal))
    }
}

impl Entity for Declaration {
    type Id = DeclarationId;
    const KIND: Kind = Kind::ConflictDeclaration;

    fn meta(&self) -> &Meta<DeclarationId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.record.district.clone()],
            owner: Some(self.record.by),
            ..Anchors::default()
        }
    }
}

impl Document for Declaration {
    type State = DeclarationRecord;

    fn state(&self) -> &DeclarationRecord {
        &self.record
    }

    fn restore(meta: Meta<DeclarationId>, record: DeclarationRecord) -> Self {
        Self { meta, record }
    }
}
