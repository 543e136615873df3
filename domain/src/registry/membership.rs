//! Memberships: who belongs to a cluster, as what, and from when to when (rules R3.1, R3.2).

use crate::Code;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::evidence::Evidence;
use crate::kernel::id::{ClusterId, EnterpriseId, InstitutionId, MembershipId};
use crate::policy::actor::Anchors;
use crate::policy::{Permit, TieClearance};
use crate::registry::bond::{self, AttestationEnd, AttestationFacts, Bond, Bonded};
use crate::registry::linkage::{End, EndKind};
use crate::registry::place::DistrictCode;
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};
use uuid::Uuid;

words! {
    /// The kinds of actor that can belong to a cluster.
    MemberKind("member_kind") {
        /// An enterprise.
        Enterprise = "enterprise" ("Enterprise", "സംരംഭം"),
        /// An institution.
        Institution = "institution" ("Institution", "സ്ഥാപനം"),
    }
}

words! {
    /// The role of a member in a cluster.
    MembershipRole("membership_role") {
        /// An ordinary member.
        Member = "member" ("Member", "അംഗം"),
        /// A large or leading unit that the others work for or around.
        AnchorUnit = "anchor_unit" ("Anchor unit", "നങ്കൂര യൂണിറ്റ്"),
        /// Supplies material, parts or machines.
        Supplier = "supplier" ("Supplier", "വിതരണക്കാർ"),
        /// Serves the members: testing, design, logistics, finance.
        ServiceProvider = "service_provider" ("Service provider", "സേവനദാതാവ്"),
        /// Brings the members together.
        Facilitator = "facilitator" ("Facilitator", "സഹായി"),
        /// The cluster development agent (UNIDO), who runs the programme locally.
        ClusterDevelopmentAgent = "cluster_development_agent" ("Cluster development agent", "ക്ലസ്റ്റർ ഡെവലപ്മെന്റ് ഏജന്റ്"),
    }
}

words! {
    /// The status of a membership on a day: computed from its dates, never stored.
    MembershipStatus("membership_status") {
        /// It has not begun.
        Upcoming = "upcoming" ("Upcoming", "തുടങ്ങാനിരിക്കുന്നു"),
        /// It has begun and not ended; its last day still counts.
        Current = "current" ("Current", "നിലവിലുണ്ട്"),
        /// It has ended.
        Ended = "ended" ("Ended", "അവസാനിച്ചു"),
    }
}

/// A member: an enterprise or an institution.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The kind of actor.
    pub kind: MemberKind,
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(max_length = 36))]
    pub id: Uuid,
}

/// What is stated about a membership.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MembershipFacts {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The member.
    pub member: Member,
    /// The role of the member.
    pub role: MembershipRole,
    /// The first day.
    pub starts_on: Day,
    /// The last day, inclusive. Absent while it is open.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub ends_on: Option<Day>,
    /// The evidence: a resolution, a share register, a letter.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub evidence: Vec<Evidence>,
}

/// The end of a membership.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MembershipEnd {
    /// The last day, inclusive.
    pub ends_on: Day,
}

impl MembershipFacts {
    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            vec![Violation::new(Code::EndsBeforeStart).at("/ends_on")]
        } else {
            Vec::new()
        }
    }

    /// The same, of another member.
    #[must_use]
    pub fn of(&self, member: Member) -> Self {
        Self { member, ..self.clone() }
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, on: Day) -> MembershipStatus {
        if self.starts_on > on {
            MembershipStatus::Upcoming
        } else if self.ends_on.is_some_and(|end| end < on) {
            MembershipStatus::Ended
        } else {
            MembershipStatus::Current
        }
    }

    /// Whether both say the same of the same days: equal memberships must not overlap.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let equal = (self.cluster_id, self.member, self.role)
            == (other.cluster_id, other.member, other.role);
        let begins_within = |a: &Self, b: &Self| b.ends_on.is_none_or(|end| a.starts_on <= end);
        equal && begins_within(self, other) && begins_within(other, self)
    }
}

/// The districts that a membership stands in: the cluster's, and the member's.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sides {
    /// The cluster's district.
    pub cluster: DistrictCode,
    /// The member's district.
    pub member: DistrictCode,
}

/// A membership. The cluster's side admits and changes; either side confirms for itself, and may end it.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    meta: Meta<MembershipId>,
    state: MembershipState,
}

/// What is stated of a membership, and where its sides stand.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MembershipState {
    /// What is stated.
    pub facts: MembershipFacts,
    /// Where its sides stand.
    pub sides: Sides,
    /// Who stands by it: the member, and the cluster. What was entered before that was noted is a claim.
    #[serde(default)]
    pub bond: Bond,
}

impl Member {
    /// The member as an actor.
    #[must_use]
    pub const fn end(self) -> End {
        let kind = match self.kind {
            MemberKind::Enterprise => EndKind::Enterprise,
            MemberKind::Institution => EndKind::Institution,
        };
        End { kind, id: self.id }
    }
}

impl Membership {
    /// The two actors that it ties: the member and the cluster.
    #[must_use]
    pub fn ends(&self) -> [End; 2] {
        let cluster = End { kind: EndKind::Cluster, id: self.facts().cluster_id.0 };
        [self.facts().member.end(), cluster]
    }

    /// Takes a member into a cluster. The permit must reach the cluster: nobody puts an enterprise of
    /// the own district into somebody else's cluster. Whoever speaks for the cluster confirms its side; the member has
    /// to confirm for itself.
    pub fn admit(
        permit: &Permit,
        id: MembershipId,
        facts: MembershipFacts,
        sides: Sides,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let bond = Bond::default();
        let mut thing =
            Self { meta: Meta::first(id, now), state: MembershipState { facts, sides, bond } };
        thing.examine(permit)?;
        let speaks = thing.spoken_for(permit);
        thing.state.bond = thing.state.bond.confirm(permit, speaks, now);
        let role = thing.state.facts.role.text();
        let admitted = Recorded::new(permit, thing, EventType::MembershipAdmitted, now)?;
        Ok(admitted.fact("role", role))
    }

    /// Changes what is stated. Cluster and member stay: another member is another membership. Of another role or other
    /// days the other side has seen nothing, and of other days K-DISC neither.
    pub fn amend(
        self,
        permit: &Permit,
        facts: MembershipFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let fixed = [
            ("/cluster_id", facts.cluster_id != self.state.facts.cluster_id),
            ("/member", facts.member != self.state.facts.member),
        ];
        let moved: Vec<Violation> = fixed
            .iter()
            .filter(|(_, is_changed)| *is_changed)
            .map(|(pointer, _)| Violation::new(Code::CannotChange).at(pointer))
            .collect();
        if !moved.is_empty() {
            return Err(Refusal::Invalid(moved));
        }
        let days = |facts: &MembershipFacts| (facts.starts_on, facts.ends_on);
        let known = &self.state.facts;
        let bond = if days(&facts) != days(known) {
            Bond::default()
        } else if facts.role == known.role {
            self.state.bond
        } else {
            self.state.bond.unconfirmed()
        };
        let mut thing = Self {
            meta: self.meta.next(now),
            state: MembershipState { facts, sides: self.state.sides, bond },
        };
        thing.examine(permit)?;
        let speaks = thing.spoken_for(permit);
        thing.state.bond = thing.state.bond.confirm(permit, speaks, now);
        Recorded::new(permit, thing, EventType::MembershipUpdated, now)
    }

    /// Confirms every side that the permit's holder speaks for.
    pub fn confirm(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        bond::confirm(self, permit, now)
    }

    /// K-DISC attests it, by somebody whom it does not concern.
    pub fn attest(
        self,
        permit: &Permit,
        facts: AttestationFacts,
        clearance: TieClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, self.ends())?;
        bond::attest(self, permit, facts, now)
    }

    /// K-DISC attests it no longer, by the word of somebody whom it does not concern.
    pub fn withdraw_attestation(
        self,
        permit: &Permit,
        end: AttestationEnd,
        clearance: TieClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, self.ends())?;
        bond::withdraw_attestation(self, permit, end, now)
    }

    /// Ends it, or ends it earlier. The cluster's side and the member's own may.
    pub fn end(
        self,
        permit: &Permit,
        ends_on: Day,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if self.state.facts.ends_on.is_some_and(|known| known <= ends_on) {
            return Err(Refusal::IllegalStep {
                step: "end",
                state: MembershipStatus::Ended.text(),
            });
        }
        let facts = MembershipFacts { ends_on: Some(ends_on), ..self.state.facts };
        let violations = facts.check();
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        let thing =
            Self { meta: self.meta.next(now), state: MembershipState { facts, ..self.state } };
        let ended = Recorded::new(permit, thing, EventType::MembershipEnded, now)?;
        Ok(ended.fact("ends_on", ends_on.to_string()))
    }

    /// Follows its cluster or its member into another district; `None` where that changes nothing.
    pub fn relocate(
        self,
        permit: &Permit,
        sides: Sides,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if sides == self.state.sides {
            return Ok(None);
        }
        let thing =
            Self { meta: self.meta.next(now), state: MembershipState { sides, ..self.state } };
        Recorded::new(permit, thing, EventType::MembershipRelocated, now).map(Some)
    }

    /// Leads it to another member, which its own has turned out to be.
    pub fn repoint(
        self,
        permit: &Permit,
        member: Member,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let state = MembershipState {
            facts: self.state.facts.of(member),
            sides: Sides { member: district.clone(), ..self.state.sides },
            bond: self.state.bond,
        };
        let thing = Self { meta: self.meta.next(now), state };
        Recorded::new(permit, thing, EventType::MembershipRepointed, now)
    }

    /// The membership again, as it was when a merge took it away: the state after its last one.
    pub fn bring_back(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), ..self };
        Recorded::new(permit, thing, EventType::MembershipUnmerged, now)
    }

    /// The end of the record, for a membership that was entered by mistake.
    pub fn remove(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), ..self };
        Recorded::new(permit, thing, EventType::MembershipRemoved, now)
    }

    /// What is stated about it.
    #[must_use]
    pub const fn facts(&self) -> &MembershipFacts {
        &self.state.facts
    }

    /// Who stands by it: the member, and the cluster.
    #[must_use]
    pub const fn bond(&self) -> &Bond {
        &self.state.bond
    }

    /// The districts of its two sides.
    #[must_use]
    pub const fn sides(&self) -> &Sides {
        &self.state.sides
    }

    /// Where a membership stands: with its cluster and with its member.
    #[must_use]
    pub fn standing(facts: &MembershipFacts, sides: &Sides) -> Anchors {
        let (mut anchors, member) = (cluster_side(facts, sides), member_side(facts));
        anchors.districts.push(sides.member.clone());
        anchors.enterprises.extend(member.enterprises);
        anchors.institutions.extend(member.institutions);
        anchors
    }

    fn examine(&self, permit: &Permit) -> Result<(), Refusal> {
        let violations = self.state.facts.check();
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        if permit.reaches(&cluster_side(&self.state.facts, &self.state.sides)) {
            Ok(())
        } else {
            Err(Refusal::OutOfReach)
        }
    }
}

/// The cluster's side alone.
fn cluster_side(facts: &MembershipFacts, sides: &Sides) -> Anchors {
    Anchors {
        districts: vec![sides.cluster.clone()],
        clusters: vec![facts.cluster_id],
        ..Anchors::default()
    }
}

/// The member alone, without its district.
fn member_side(facts: &MembershipFacts) -> Anchors {
    let mut anchors = Anchors::default();
    match facts.member.kind {
        MemberKind::Enterprise => anchors.enterprises.push(EnterpriseId(facts.member.id)),
        MemberKind::Institution => anchors.institutions.push(InstitutionId(facts.member.id)),
    }
    anchors
}

impl Document for Membership {
    type State = MembershipState;
    fn state(&self) -> &MembershipState {
        &self.state
    }
    fn restore(meta: Meta<MembershipId>, state: MembershipState) -> Self {
        Self { meta, state }
    }
}

impl Bonded for Membership {
    const CONFIRMED: EventType = EventType::MembershipConfirmed;
    const ATTESTED: EventType = EventType::MembershipAttested;
    const ATTESTATION_WITHDRAWN: EventType = EventType::MembershipAttestationWithdrawn;

    fn bond(&self) -> &Bond {
        self.bond()
    }

    fn spoken_for(&self, permit: &Permit) -> [bool; 2] {
        let (facts, sides) = (&self.state.facts, &self.state.sides);
        [member_side(facts), cluster_side(facts, sides)].map(|side| permit.speaks_for(&side))
    }

    fn standing_by(self, bond: Bond, now: Moment) -> Self {
        Self { meta: self.meta.next(now), state: MembershipState { bond, ..self.state } }
    }
}

impl Entity for Membership {
    type Id = MembershipId;
    const KIND: Kind = Kind::Membership;

    fn meta(&self) -> &Meta<MembershipId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Self::standing(&self.state.facts, &self.state.sides)
    }
}

#[cfg(test)]
mod tests;
