//! Who stands by a tie between two actors: each end for itself, and K-DISC by evidence. What neither proves is a claim
//! (rules R4.1, R6.4).

use crate::Code;
use crate::kernel::entity::Refusal;
use crate::kernel::evidence::Evidence;
use crate::kernel::id::AccountId;
use crate::kernel::text::Prose;
use crate::policy::Permit;
use crate::{Entity, EventType, Moment, Recorded, Violation};

words! {
    /// How far a tie has been confirmed, computed from its two ends.
    Confirmation("confirmation") {
        /// Neither end has confirmed it.
        Unconfirmed = "unconfirmed" ("Unconfirmed", "സ്ഥിരീകരിച്ചിട്ടില്ല"),
        /// One end has.
        OneSided = "one_sided" ("Confirmed by one side", "ഒരു ഭാഗം സ്ഥിരീകരിച്ചു"),
        /// Both have.
        Confirmed = "confirmed" ("Confirmed by both sides", "ഇരുഭാഗവും സ്ഥിരീകരിച്ചു"),
    }
}

words! {
    /// What a tie rests on.
    TieGround("tie_ground") {
        /// Somebody says so: that bars nobody.
        Claimed = "claimed" ("Claimed", "അവകാശപ്പെടുന്നത്"),
        /// Both ends have confirmed it.
        Confirmed = "confirmed" ("Confirmed by both sides", "ഇരുഭാഗവും സ്ഥിരീകരിച്ചത്"),
        /// K-DISC attests it.
        Attested = "attested" ("Attested by K-DISC", "കെ-ഡിസ്ക് സാക്ഷ്യപ്പെടുത്തിയത്"),
    }
}

/// The word of one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Confirmed {
    /// Who spoke for it; nobody knows of what was confirmed before that was noted.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
}

/// The word of K-DISC that there is a tie, and what it has seen of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attestation {
    /// What it rests on.
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub evidence: Vec<Evidence>,
    /// The account of the officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested_by: Option<AccountId>,
    /// When.
    pub attested_at: Moment,
}

/// What an attestation rests on.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttestationFacts {
    /// What was seen: an agreement, a register, a letter of the other end, and where it can be looked up.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub evidence: Vec<Evidence>,
}

/// Why an attestation is withdrawn.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttestationEnd {
    /// Why.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Prose<1000>,
}

/// An attestation that was withdrawn, the last one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawnAttestation {
    /// What was attested.
    pub attestation: Attestation,
    /// Why it was withdrawn.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Prose<1000>,
    /// The account of the officer who withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_by: Option<AccountId>,
    /// When.
    pub withdrawn_at: Moment,
}

/// Who stands by a tie.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bond {
    confirmed: [Option<Confirmed>; 2],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attestation: Option<Attestation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<WithdrawnAttestation>,
}

impl Bond {
    /// What was confirmed before it was noted who did.
    #[must_use]
    pub fn taken_over(confirmed: [bool; 2], at: Moment) -> Self {
        let word = |is_confirmed: bool| is_confirmed.then_some(Confirmed { by: None, at });
        Self { confirmed: confirmed.map(word), ..Self::default() }
    }

    /// With the word of the ends that the permit's holder speaks for, where they have not given it before.
    #[must_use]
    pub fn confirm(self, permit: &Permit, ends: [bool; 2], at: Moment) -> Self {
        let word = Confirmed { by: permit.account(), at };
        let [from, to] = self.confirmed;
        let [speaks_from, speaks_to] = ends;
        Self {
            confirmed: [from.or(speaks_from.then_some(word)), to.or(speaks_to.then_some(word))],
            ..self
        }
    }

    /// With the word of K-DISC; once.
    pub fn attest(
        self,
        permit: &Permit,
        facts: AttestationFacts,
        at: Moment,
    ) -> Result<Self, Refusal> {
        if self.attestation.is_some() {
            return Err(Refusal::IllegalStep { step: "attest", state: TieGround::Attested.text() });
        }
        if facts.evidence.is_empty() {
            let violation = Violation::new(Code::MinItems).at("/evidence").with("1");
            return Err(Refusal::Invalid(vec![violation]));
        }
        Ok(Self {
            attestation: Some(Attestation {
                evidence: facts.evidence,
                attested_by: permit.account(),
                attested_at: at,
            }),
            ..self
        })
    }

    /// Without it.
    pub fn withdraw_attestation(
        self,
        permit: &Permit,
        end: AttestationEnd,
        at: Moment,
    ) -> Result<Self, Refusal> {
        let state = self.confirmation().text();
        let Some(attestation) = self.attestation else {
            let step = "withdraw-attestation";
            return Err(Refusal::IllegalStep { step, state });
        };
        Ok(Self {
            attestation: None,
            withdrawn: Some(WithdrawnAttestation {
                attestation,
                reason: end.reason,
                withdrawn_by: permit.account(),
                withdrawn_at: at,
            }),
            ..self
        })
    }

    /// After a change that the ends have not seen.
    #[must_use]
    pub fn unconfirmed(self) -> Self {
        Self { confirmed: [None; 2], ..self }
    }

    /// Which of the ends have confirmed.
    #[must_use]
    pub fn confirmed(&self) -> [bool; 2] {
        self.confirmed.map(|word| word.is_some())
    }

    /// Who confirmed for each end.
    #[must_use]
    pub fn confirmed_by(&self) -> [Option<AccountId>; 2] {
        self.confirmed.map(|word| word.and_then(|word| word.by))
    }

    /// How far it has been confirmed.
    #[must_use]
    pub fn confirmation(&self) -> Confirmation {
        match self.confirmed() {
            [true, true] => Confirmation::Confirmed,
            [false, false] => Confirmation::Unconfirmed,
            _ => Confirmation::OneSided,
        }
    }

    /// The word of K-DISC.
    #[must_use]
    pub const fn attestation(&self) -> Option<&Attestation> {
        self.attestation.as_ref()
    }

    /// The last word of K-DISC that it withdrew.
    #[must_use]
    pub const fn withdrawn(&self) -> Option<&WithdrawnAttestation> {
        self.withdrawn.as_ref()
    }

    /// What proves the tie, and since when; a claim has no proof.
    #[must_use]
    pub fn proofs(&self) -> Vec<(TieGround, Moment)> {
        let mut proofs = Vec::new();
        if let [Some(one), Some(other)] = self.confirmed {
            proofs.push((TieGround::Confirmed, one.at.max(other.at)));
        }
        let attested = self.attestation.as_ref();
        proofs.extend(attested.map(|word| (TieGround::Attested, word.attested_at)));
        proofs
    }

    /// Since when it may bar somebody from judging; absent for a claim.
    #[must_use]
    pub fn bars_since(&self) -> Option<Moment> {
        self.proofs().into_iter().map(|(_, since)| since).min()
    }
}

/// A tie by which its ends stand, and K-DISC: what linkages and memberships have in common.
pub(crate) trait Bonded: Entity {
    /// What has happened when an end has confirmed it.
    const CONFIRMED: EventType;
    /// What has happened when K-DISC attests it.
    const ATTESTED: EventType;
    /// What has happened when K-DISC attests it no longer.
    const ATTESTATION_WITHDRAWN: EventType;

    /// Who stands by it.
    fn bond(&self) -> &Bond;
    /// The ends that the permit's holder speaks for.
    fn spoken_for(&self, permit: &Permit) -> [bool; 2];
    /// Its next state, in which others stand by it.
    fn standing_by(self, bond: Bond, now: Moment) -> Self;
}

/// Confirms every end that the permit's holder speaks for.
pub(crate) fn confirm<T: Bonded>(
    tie: T,
    permit: &Permit,
    now: Moment,
) -> Result<Recorded<T>, Refusal> {
    let speaks = tie.spoken_for(permit);
    let bond = tie.bond().clone().confirm(permit, speaks, now);
    let state = bond.confirmation().text();
    if bond == *tie.bond() {
        let step = "confirm";
        return Err(Refusal::IllegalStep { step, state });
    }
    let confirmed = Recorded::new(permit, tie.standing_by(bond, now), T::CONFIRMED, now)?;
    Ok(confirmed.fact("confirmation", state))
}

/// K-DISC attests a tie.
pub(crate) fn attest<T: Bonded>(
    tie: T,
    permit: &Permit,
    facts: AttestationFacts,
    now: Moment,
) -> Result<Recorded<T>, Refusal> {
    let evidence = facts.evidence.len();
    let bond = tie.bond().clone().attest(permit, facts, now)?;
    let attested = Recorded::new(permit, tie.standing_by(bond, now), T::ATTESTED, now)?;
    Ok(attested.fact("evidence", evidence.to_string()))
}

/// K-DISC attests a tie no longer.
pub(crate) fn withdraw_attestation<T: Bonded>(
    tie: T,
    permit: &Permit,
    end: AttestationEnd,
    now: Moment,
) -> Result<Recorded<T>, Refusal> {
    let bond = tie.bond().clone();
    let bond = bond.withdraw_attestation(permit, end, now)?;
    let tie = tie.standing_by(bond, now);
    Recorded::new(permit, tie, T::ATTESTATION_WITHDRAWN, now)
}
