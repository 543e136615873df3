//! Merging two enterprises that are one (rule R2.6): the record of what was done, so that nothing is lost
//! and it can be undone.

use crate::identity::account::AccountGrant;
use crate::kernel::entity::{Document, Facts, Refusal};
use crate::kernel::id::{
    AccountId, EnterpriseId, GrantId, LinkageEvidenceId, LinkageId, MembershipId, MergeId,
};
use crate::kernel::name::Name;
use crate::kernel::text::Text;
use crate::policy::actor::Anchors;
use crate::policy::actor::Role;
use crate::registry::bond::Bond;
use crate::registry::cluster::naming::MovedNamings;
use crate::registry::enterprise::{EnterpriseFacts, EnterpriseState, Marks};
use crate::registry::linkage::{Linkage, LinkageFacts};
use crate::registry::membership::{Membership, MembershipState};
use crate::registry::place::DistrictCode;
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, policy::Permit};

/// The name of a field of an enterprise.
pub type FieldName = Text<40>;

/// The request to merge an enterprise into another.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeFacts {
    /// The enterprise that remains.
    pub into: EnterpriseId,
    /// The revision of that enterprise that you last read.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_007_199_254_740_991_i64))]
    pub into_revision: i64,
    /// Fields to take from the merged enterprise. Fields that the remaining one lacks are taken in any case.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 40))]
    pub take: Vec<FieldName>,
}

/// A linkage that was led to the enterprise that stays, or taken away because it would tie it to itself or
/// says what another says already.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MovedLinkage {
    /// Its id.
    pub id: LinkageId,
    /// The revision that the merge left it at.
    pub revision: i64,
    /// When it was declared.
    pub created_at: Moment,
    /// Whether it was taken away.
    pub is_dropped: bool,
    /// What it said before.
    pub facts: LinkageFacts,
    /// The districts of its ends before.
    pub districts: [DistrictCode; 2],
    /// Which of its ends had confirmed: of merges before it was noted who stood by it.
    #[serde(default, skip_serializing)]
    confirmed: [bool; 2],
    /// Who stood by it.
    #[serde(default)]
    bond: Option<Bond>,
    /// Its evidence, where it was taken away: what another linkage took over, or what has none meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<LinkageEvidenceId>,
}

impl MovedLinkage {
    /// Of a linkage as it is before the merge, given what the merge leaves.
    #[must_use]
    pub fn of(before: &Linkage, revision: i64, is_dropped: bool) -> Self {
        Self {
            id: before.meta().id,
            revision,
            created_at: before.meta().created_at,
            is_dropped,
            facts: before.facts().clone(),
            districts: before.districts().clone(),
            confirmed: [false; 2],
            bond: Some(before.bond().clone()),
            evidence: Vec::new(),
        }
    }

    /// Who stood by it before.
    #[must_use]
    pub fn bond(&self) -> Bond {
        let noted = self.bond.clone();
        noted.unwrap_or_else(|| Bond::taken_over(self.confirmed, self.created_at))
    }
}

/// A membership that was led to the enterprise that stays, or taken away because it says what another
/// says of the same days.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MovedMembership {
    /// Its id.
    pub id: MembershipId,
    /// The revision that the merge left it at.
    pub revision: i64,
    /// When it was entered.
    pub created_at: Moment,
    /// Whether it was taken away.
    pub is_dropped: bool,
    /// What it said before.
    pub state: MembershipState,
}

impl MovedMembership {
    /// Of a membership as it is before the merge, given what the merge leaves.
    #[must_use]
    pub fn of(before: &Membership, revision: i64, is_dropped: bool) -> Self {
        Self {
            id: before.meta().id,
            revision,
            created_at: before.meta().created_at,
            is_dropped,
            state: before.state().clone(),
        }
    }
}

/// A role that somebody held for the enterprise that went.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MovedGrant {
    /// Who held it.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The grant for the enterprise that stays; absent where the account held the role already.
    pub given: Option<GrantId>,
}

impl MovedGrant {
    /// Of a grant that was taken away.
    #[must_use]
    pub const fn of(before: &AccountGrant, given: Option<GrantId>) -> Self {
        Self { account: before.account(), role: before.grant().role, given }
    }
}

words! {
    /// What undoing a merge could not restore, because it has changed since.
    MergePart("merge_part") {
        /// A field of the remaining enterprise.
        Field = "field" ("Field of the enterprise", "സംരംഭത്തിന്റെ വിവരം"),
        /// A linkage.
        Linkage = "linkage" ("Linkage", "ബന്ധം"),
        /// A membership of a cluster.
        Membership = "membership" ("Membership", "അംഗത്വം"),
        /// A role that somebody held.
        Grant = "grant" ("Role", "ചുമതല"),
        /// A cluster whose chains or shared assets named it.
        Cluster = "cluster" ("Cluster", "ക്ലസ്റ്റർ"),
    }
}

/// Something that undoing could not restore, because it has changed since the merge.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Left {
    /// The kind of part.
    pub part: MergePart,
    /// The name of the field, or the id.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub which: FieldName,
}

/// Everything that is known of a merge.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MergeState {
    /// The enterprise that went.
    pub merged: EnterpriseId,
    /// The enterprise that remains.
    pub into: EnterpriseId,
    /// The last revision of the one that went: that of its removal.
    pub merged_revision: i64,
    /// When the one that went was registered.
    pub merged_created_at: Moment,
    /// The facts of the one that went.
    pub merged_facts: EnterpriseFacts,
    /// Where they came from.
    #[serde(default, with = "crate::registry::enterprise::marks")]
    pub merged_marks: Marks,
    /// When the personal data of the one that went was erased, before the merge or since.
    #[serde(default)]
    pub merged_erased_on: Option<Day>,
    /// The facts of the one that stays, before.
    pub into_before: EnterpriseFacts,
    /// The facts of the one that stays, after.
    pub into_after: EnterpriseFacts,
    /// Linkages of the one that went.
    pub linkages: Vec<MovedLinkage>,
    /// Memberships of the one that went.
    pub memberships: Vec<MovedMembership>,
    /// Roles that were held for the one that went.
    pub grants: Vec<MovedGrant>,
    /// Clusters whose documents named the one that went.
    #[serde(default)]
    pub clusters: Vec<MovedNamings>,
    /// Whether it has been undone.
    pub is_undone: bool,
    /// What undoing left as it is.
    #[serde(alias = "left")]
    pub not_restored: Vec<Left>,
}

/// A merge of two enterprises.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    meta: Meta<MergeId>,
    state: MergeState,
}

impl Merge {
    /// Records a merge; the permit must reach both places.
    pub fn record(
        permit: &Permit,
        id: MergeId,
        state: MergeState,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if !permit.reaches(&state.merged_facts.anchors(state.merged))
            || !permit.reaches(&state.into_before.anchors(state.into))
        {
            return Err(Refusal::OutOfReach);
        }
        let meta = Meta::first(id, now);
        let (merged, into) = (state.merged.to_string(), state.into.to_string());
        let thing = Self { meta, state };
        let recorded = Recorded::new(permit, thing, EventType::MergeDone, now)?;
        Ok(recorded.fact("merged", merged).fact("into", into))
    }

    /// Refuses to undo what has been undone.
    pub const fn may_be_undone(&self) -> Result<(), Refusal> {
        if self.state.is_undone {
            return Err(Refusal::IllegalStep { step: "undo", state: "undone" });
        }
        Ok(())
    }

    /// The one that went, as it was.
    #[must_use]
    pub fn merged_state(&self) -> EnterpriseState {
        EnterpriseState {
            facts: self.state.merged_facts.clone(),
            marks: self.state.merged_marks.clone(),
            erased_on: self.state.merged_erased_on,
            classed_on: None,
        }
    }

    /// Forgets the person behind either enterprise, whose personal data is erased: undoing the merge
    /// does not bring it back. A name that tells the owner gives way to the one that stays.
    pub fn forget_person(
        self,
        permit: &Permit,
        name: &Name,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let state = MergeState {
            merged_facts: self.state.merged_facts.without_person(name),
            into_before: self.state.into_before.without_person(name),
            into_after: self.state.into_after.without_person(name),
            merged_erased_on: self.state.merged_erased_on.or(Some(now.day())),
            ..self.state
        };
        let meta = self.meta.next(now);
        let thing = Self { meta, state };
        Recorded::new(permit, thing, EventType::MergePersonalDataErased, now)
    }

    /// Undoes it, but for what has been touched since.
    pub fn undo(
        self,
        permit: &Permit,
        left: Vec<Left>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.may_be_undone()?;
        let thing = Self {
            meta: self.meta.next(now),
            state: MergeState { is_undone: true, not_restored: left, ..self.state },
        };
        Recorded::new(permit, thing, EventType::MergeUndone, now)
    }
}

impl Document for Merge {
    type State = MergeState;
    fn state(&self) -> &MergeState {
        &self.state
    }
    fn restore(meta: Meta<MergeId>, state: MergeState) -> Self {
        Self { meta, state }
    }
}

impl Entity for Merge {
    type Id = MergeId;
    const KIND: Kind = Kind::Merge;

    fn meta(&self) -> &Meta<MergeId> {
        &self.meta
    }

    /// Both enterprises', so that whoever sees either sees that they were merged.
    fn anchors(&self) -> Anchors {
        let mut both = self.state.merged_facts.anchors(self.state.merged);
        let other = self.state.into_before.anchors(self.state.into);
        both.districts.extend(other.districts);
        both.enterprises.extend(other.enterprises);
        both
    }
}
