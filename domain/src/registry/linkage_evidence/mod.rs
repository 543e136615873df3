//! Evidence of linkages (rule R4.1): stated for an end or by an officer, accepted or rejected by an officer who has not
//! stated it, and withdrawn by the side that stated it. What it says is never changed.

mod facts;

pub use facts::{EvidenceEnd, EvidenceKind, EvidenceState, EvidenceStep, LinkageEvidenceFacts};

use crate::Code;
use crate::formation::statement::not_yet;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, LinkageEvidenceId, LinkageId};
use crate::kernel::text::Prose;
use crate::policy::actor::Anchors;
use crate::policy::{Permit, TieClearance};
use crate::registry::bond::Bonded;
use crate::registry::linkage::{self, End, Linkage};
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

/// A state that a piece of evidence came into.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceEntry {
    /// The state.
    pub state: EvidenceState,
    /// The account of whoever brought it there. Absent if it came with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Why, if it was rejected or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Option<Prose<1000>>,
}

/// The linkage that evidence belongs to, and where that stands.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EvidencedLinkage {
    /// Its id.
    pub id: LinkageId,
    /// Its ends.
    pub ends: [End; 2],
    /// Their districts.
    pub districts: [DistrictCode; 2],
}

impl EvidencedLinkage {
    fn of(linkage: &Linkage) -> Self {
        Self {
            id: linkage.meta().id,
            ends: [linkage.facts().from, linkage.facts().to],
            districts: linkage.districts().clone(),
        }
    }
}

/// Everything that is known of a piece of evidence.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EvidenceRecord {
    /// What was stated.
    pub facts: LinkageEvidenceFacts,
    /// Its linkage now; `None` while a merge has taken that away.
    pub linkage: Option<EvidencedLinkage>,
    /// The ends that whoever stated it spoke for.
    pub stated_for: [bool; 2],
    /// The states that it came into, the first one first.
    pub history: Vec<EvidenceEntry>,
}

/// A piece of evidence of a linkage.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkageEvidence {
    meta: Meta<LinkageEvidenceId>,
    record: EvidenceRecord,
}

impl LinkageEvidence {
    /// States evidence of a linkage.
    pub fn make(
        permit: &Permit,
        id: LinkageEvidenceId,
        facts: LinkageEvidenceFacts,
        linkage: &Linkage,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let violations = not_yet(facts.dated_on, now.day(), "/dated_on");
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        let first = EvidenceEntry {
            state: EvidenceState::Stated,
            by: permit.account(),
            at: now,
            reason: None,
        };
        let record = EvidenceRecord {
            facts,
            linkage: Some(EvidencedLinkage::of(linkage)),
            stated_for: linkage.spoken_for(permit),
            history: vec![first],
        };
        let meta = Meta::first(id, now);
        Self { meta, record }.recorded(permit, EventType::LinkageEvidenceStated, now)
    }

    /// Takes a step. Who accepts or rejects it proves that its linkage does not concern them. Whoever stated it does
    /// not decide about it; who neither stated it nor speaks for the end for which it was stated does not withdraw it.
    pub fn step(
        mut self,
        permit: &Permit,
        step: EvidenceStep,
        clearance: Option<TieClearance>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let (state, what) = step
            .leads(self.status())
            .ok_or(Refusal::IllegalStep { step: step.text(), state: self.status().text() })?;
        let is_own = permit.account().is_some() && permit.account() == self.stated_by();
        let is_withdrawal = state == EvidenceState::Withdrawn;
        if is_withdrawal && !is_own && !self.is_of_same_end(permit) {
            return Err(Refusal::OutOfReach);
        }
        if !is_withdrawal && is_own {
            let violation = Violation::new(Code::OwnEvidence);
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        if let Some(linkage) = self.record.linkage.as_ref().filter(|_| !is_withdrawal) {
            clearance.ok_or(Refusal::ProofOfAnother)?.require(permit, linkage.ends)?;
        }
        self.record.history.push(EvidenceEntry {
            state,
            by: permit.account(),
            at: now,
            reason: step.into_reason(),
        });
        self.meta = self.meta.next(now);
        self.recorded(permit, what, now)
    }

    /// Follows its linkage: to where an end of that moved, or from one that a merge takes away to the one that says the
    /// same, if there is one. `None` where that changes nothing.
    pub fn follow(
        mut self,
        permit: &Permit,
        linkage: Option<&Linkage>,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        let linkage = linkage.map(EvidencedLinkage::of);
        if linkage == self.record.linkage {
            return Ok(None);
        }
        self.record.linkage = linkage;
        self.meta = self.meta.next(now);
        self.recorded(permit, EventType::LinkageEvidenceFollowed, now).map(Some)
    }

    fn recorded(
        self,
        permit: &Permit,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let linkage = self.record.linkage.as_ref();
        let linkage = linkage.map_or(self.record.facts.linkage_id, |linkage| linkage.id);
        let recorded = Recorded::new(permit, self, what, now)?;
        Ok(recorded.fact("linkage_id", linkage.to_string()))
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> EvidenceState {
        let last = self.record.history.last();
        last.map_or(EvidenceState::Stated, |entry| entry.state)
    }

    /// Who stated it; `None` for evidence that came with the program.
    #[must_use]
    pub fn stated_by(&self) -> Option<AccountId> {
        self.record.history.first().and_then(|entry| entry.by)
    }

    /// The two actors that its linkage ties; none while a merge has taken that away.
    #[must_use]
    pub fn ends(&self) -> Option<[End; 2]> {
        self.record.linkage.as_ref().map(|linkage| linkage.ends)
    }

    fn is_of_same_end(&self, permit: &Permit) -> bool {
        let speaks = |linkage: &EvidencedLinkage| {
            let both = linkage::anchors(linkage.ends, &linkage.districts);
            let mut both = both.iter().zip(self.record.stated_for);
            both.any(|(end, stated)| stated && permit.speaks_for(end))
        };
        self.record.linkage.as_ref().is_some_and(speaks)
    }
}

impl Entity for LinkageEvidence {
    type Id = LinkageEvidenceId;
    const KIND: Kind = Kind::LinkageEvidence;

    fn meta(&self) -> &Meta<LinkageEvidenceId> {
        &self.meta
    }

    /// With its linkage; without one nowhere, so that only those see it who see all of Kerala.
    fn anchors(&self) -> Anchors {
        let standing = |at: &EvidencedLinkage| linkage::standing(at.ends, &at.districts);
        let linkage = self.record.linkage.as_ref();
        linkage.map(standing).unwrap_or_default()
    }
}

impl Document for LinkageEvidence {
    type State = EvidenceRecord;
    fn state(&self) -> &EvidenceRecord {
        &self.record
    }
    fn restore(meta: Meta<LinkageEvidenceId>, record: EvidenceRecord) -> Self {
        Self { meta, record }
    }
}

#[cfg(test)]
mod tests;
