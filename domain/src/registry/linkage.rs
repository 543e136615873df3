//! Linkages: the ties of the regional innovation network (rule R4.1).

use crate::Code;
use crate::kernel::entity::Refusal;
use crate::kernel::id::{ClusterId, EnterpriseId, InstitutionId, LinkageId};
use crate::kernel::text::Prose;
use crate::policy::actor::Anchors;
use crate::policy::{Permit, TieClearance};
use crate::registry::bond::{self, AttestationEnd, AttestationFacts, Bond, Bonded};
use crate::registry::place::DistrictCode;
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};
use uuid::Uuid;

words! {
    /// The kinds of actor that a linkage can tie.
    EndKind("end_kind") {
        /// An enterprise.
        Enterprise = "enterprise" ("Enterprise", "സംരംഭം"),
        /// A cluster.
        Cluster = "cluster" ("Cluster", "ക്ലസ്റ്റർ"),
        /// An institution.
        Institution = "institution" ("Institution", "സ്ഥാപനം"),
    }
}

words! {
    /// What the tie is.
    LinkageKind("linkage_kind") {
        /// One buys from the other.
        BuyerSupplier = "buyer_supplier" ("Buying and selling", "വാങ്ങലും വിൽക്കലും"),
        /// One works on the other's order.
        Subcontract = "subcontract" ("Subcontract", "ഉപകരാർ"),
        /// They buy together.
        JointPurchase = "joint_purchase" ("Joint purchase", "സംയുക്ത വാങ്ങൽ"),
        /// They share machinery.
        SharedMachinery = "shared_machinery" ("Shared machinery", "യന്ത്രങ്ങൾ പങ്കിടൽ"),
        /// They do research together.
        ResearchCollaboration = "research_collaboration" ("Research collaboration", "ഗവേഷണ സഹകരണം"),
        /// A memorandum of understanding.
        Mou = "mou" ("Memorandum of understanding (MoU)", "ധാരണാപത്രം"),
        /// One trains the other's people.
        Training = "training" ("Training", "പരിശീലനം"),
        /// One refers customers to the other.
        Referral = "referral" ("Referral of customers", "ഉപഭോക്താക്കളെ ശുപാർശ ചെയ്യൽ"),
        /// One advises the other.
        Advice = "advice" ("Advice", "ഉപദേശം"),
        /// One gives the other credit.
        Credit = "credit" ("Credit", "വായ്പ"),
    }
}

words! {
    /// The layer of the network.
    Layer("layer") {
        /// The economic network: contracts and agreements.
        Formal = "formal" ("Formal", "ഔപചാരികം"),
        /// The social network: acquaintance and trust.
        Informal = "informal" ("Informal", "അനൗപചാരികം"),
    }
}

/// One end of a linkage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The kind of actor.
    pub kind: EndKind,
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(max_length = 36))]
    pub id: Uuid,
}

/// What is stated about a linkage.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkageFacts {
    /// The end that gives, sells, trains or advises, if the linkage has a direction.
    pub from: End,
    /// The other end.
    pub to: End,
    /// What the tie is.
    pub kind: LinkageKind,
    /// The layer of the network.
    pub layer: Layer,
    /// How strong it is, from 1 (faint) to 5 (vital).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
    pub strength: i32,
    /// The day it began.
    pub starts_on: Day,
    /// The day it ended.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub ends_on: Option<Day>,
    /// A note.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub note: Option<Prose<1000>>,
}

impl LinkageFacts {
    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.from == self.to {
            violations.push(Violation::new(Code::SameEnds).at("/to"));
        }
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            violations.push(Violation::new(Code::EndsBeforeStart).at("/ends_on"));
        }
        violations
    }
}

impl LinkageFacts {
    /// Whether it ties the same two as the same from and to the same days.
    fn ties_alike(&self, other: &Self) -> bool {
        let what =
            |facts: &Self| ((facts.from, facts.to), facts.kind, (facts.starts_on, facts.ends_on));
        what(self) == what(other)
    }
}

impl End {
    /// Where it stands in a district, for the policy.
    fn anchors(self, district: &DistrictCode) -> Anchors {
        let mut anchors = Anchors { districts: vec![district.clone()], ..Anchors::default() };
        match self.kind {
            EndKind::Enterprise => anchors.enterprises.push(EnterpriseId(self.id)),
            EndKind::Cluster => anchors.clusters.push(ClusterId(self.id)),
            EndKind::Institution => anchors.institutions.push(InstitutionId(self.id)),
        }
        anchors
    }
}

/// Where each of two ends stands.
pub(crate) fn anchors(ends: [End; 2], districts: &[DistrictCode; 2]) -> [Anchors; 2] {
    let ([from, to], [here, there]) = (ends, districts);
    [from.anchors(here), to.anchors(there)]
}

/// Where a linkage between two ends stands.
pub(crate) fn standing(ends: [End; 2], districts: &[DistrictCode; 2]) -> Anchors {
    let [mut both, to] = anchors(ends, districts);
    both.districts.extend(to.districts);
    both.clusters.extend(to.clusters);
    both.institutions.extend(to.institutions);
    both.enterprises.extend(to.enterprises);
    both
}

/// A tie between two actors. Each end confirms for itself; an unconfirmed linkage says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Linkage {
    meta: Meta<LinkageId>,
    facts: LinkageFacts,
    districts: [DistrictCode; 2],
    bond: Bond,
}

impl Linkage {
    /// The two actors that it ties.
    #[must_use]
    pub const fn ends(&self) -> [End; 2] {
        [self.facts.from, self.facts.to]
    }

    /// Declares a linkage between two actors of the registry. Whoever speaks for an end confirms
    /// that end by declaring it; others, who work for the district, claim it.
    pub fn declare(
        permit: &Permit,
        id: LinkageId,
        facts: LinkageFacts,
        ends: [DistrictCode; 2],
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        examine(&facts)?;
        let mut thing =
            Self { meta: Meta::first(id, now), facts, districts: ends, bond: Bond::default() };
        let speaks = thing.spoken_for(permit);
        thing.bond = thing.bond.confirm(permit, speaks, now);
        Recorded::new(permit, thing, EventType::LinkageDeclared, now)
    }

    /// Changes what is stated. The other end has to confirm anew what it has not seen, and K-DISC to attest anew whom it
    /// ties, as what and when.
    pub fn amend(
        self,
        permit: &Permit,
        facts: LinkageFacts,
        ends: [DistrictCode; 2],
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        examine(&facts)?;
        let bond = match &self.facts {
            same if *same == facts => self.bond,
            alike if alike.ties_alike(&facts) => self.bond.unconfirmed(),
            _ => Bond::default(),
        };
        let mut thing = Self { meta: self.meta.next(now), facts, districts: ends, bond };
        let speaks = thing.spoken_for(permit);
        thing.bond = thing.bond.confirm(permit, speaks, now);
        Recorded::new(permit, thing, EventType::LinkageUpdated, now)
    }

    /// Confirms every end that the permit's holder speaks for.
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

    /// Follows one of its ends into another district; `None` where that changes nothing.
    pub fn relocate(
        self,
        permit: &Permit,
        end: End,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        let [from, to] = self.districts.clone();
        let moved =
            |known: End, old: DistrictCode| if known == end { district.clone() } else { old };
        let districts = [moved(self.facts.from, from), moved(self.facts.to, to)];
        if districts == self.districts {
            return Ok(None);
        }
        let thing = Self { meta: self.meta.next(now), districts, ..self };
        Recorded::new(permit, thing, EventType::LinkageRelocated, now).map(Some)
    }

    /// What it says with one actor in the place of another.
    #[must_use]
    pub fn with(
        &self,
        old: End,
        new: End,
        district: &DistrictCode,
    ) -> (LinkageFacts, [DistrictCode; 2]) {
        let end = |known: End| if known == old { new } else { known };
        let [from, to] = self.districts.clone();
        let place =
            |known: End, here: DistrictCode| if known == old { district.clone() } else { here };
        let districts = [place(self.facts.from, from), place(self.facts.to, to)];
        let facts = LinkageFacts {
            from: end(self.facts.from),
            to: end(self.facts.to),
            ..self.facts.clone()
        };
        (facts, districts)
    }

    /// Leads it to another actor, which one of its ends has turned out to be. What was confirmed stays so.
    pub fn repoint(
        self,
        permit: &Permit,
        old: End,
        new: End,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let (facts, districts) = self.with(old, new, district);
        let thing = Self { meta: self.meta.next(now), facts, districts, bond: self.bond };
        Recorded::new(permit, thing, EventType::LinkageRepointed, now)
    }

    /// The linkage again, as it was when a merge took it away: the state after its last one.
    pub fn bring_back(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), ..self };
        Recorded::new(permit, thing, EventType::LinkageUnmerged, now)
    }

    /// The end of the linkage's record (not of the tie: that is `ends_on`).
    pub fn remove(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), ..self };
        Recorded::new(permit, thing, EventType::LinkageRemoved, now)
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(
        meta: Meta<LinkageId>,
        facts: LinkageFacts,
        districts: [DistrictCode; 2],
        bond: Bond,
    ) -> Self {
        Self { meta, facts, districts, bond }
    }

    /// What is stated about it.
    #[must_use]
    pub const fn facts(&self) -> &LinkageFacts {
        &self.facts
    }

    /// The districts of the two ends.
    #[must_use]
    pub const fn districts(&self) -> &[DistrictCode; 2] {
        &self.districts
    }

    /// Who stands by it.
    #[must_use]
    pub const fn bond(&self) -> &Bond {
        &self.bond
    }

    /// Where a linkage between these ends stands.
    #[must_use]
    pub fn standing(facts: &LinkageFacts, districts: &[DistrictCode; 2]) -> Anchors {
        standing([facts.from, facts.to], districts)
    }
}

impl Bonded for Linkage {
    const CONFIRMED: EventType = EventType::LinkageConfirmed;
    const ATTESTED: EventType = EventType::LinkageAttested;
    const ATTESTATION_WITHDRAWN: EventType = EventType::LinkageAttestationWithdrawn;

    fn bond(&self) -> &Bond {
        self.bond()
    }

    fn spoken_for(&self, permit: &Permit) -> [bool; 2] {
        let ends = [self.facts.from, self.facts.to];
        anchors(ends, &self.districts).map(|end| permit.speaks_for(&end))
    }

    fn standing_by(self, bond: Bond, now: Moment) -> Self {
        Self { meta: self.meta.next(now), bond, ..self }
    }
}

impl Entity for Linkage {
    type Id = LinkageId;
    const KIND: Kind = Kind::Linkage;

    fn meta(&self) -> &Meta<LinkageId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Self::standing(&self.facts, &self.districts)
    }
}

fn examine(facts: &LinkageFacts) -> Result<(), Refusal> {
    let violations = facts.check();
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}
