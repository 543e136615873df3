//! Who stands by a tie: its ends confirm it, K-DISC attests it and withdraws that. Linkages and memberships are ties.

use crate::programme::affiliations::require_unconcerned;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::policy::{Action, Permit, TieClearance};
use odoi_domain::registry::bond::{AttestationEnd, AttestationFacts};
use odoi_domain::registry::linkage::{End, Linkage};
use odoi_domain::registry::membership::Membership;
use odoi_domain::{Moment, Recorded};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved, Storable};

/// A kind of tie: the actions that the policy knows, and its transitions.
pub trait TieKind: Storable {
    /// The action that confirms one.
    const CONFIRM: Action;
    /// The action that attests one.
    const ATTEST: Action;
    /// The action that withdraws an attestation.
    const WITHDRAW: Action;

    /// The tie of an id.
    fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Self, Error>;
    /// The two actors that it ties.
    fn ends(&self) -> [End; 2];
    /// Confirms it for whatever the permit's holder speaks for.
    fn confirm(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal>;
    /// Attests it.
    fn attest(
        self,
        permit: &Permit,
        facts: AttestationFacts,
        clearance: TieClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal>;
    /// Attests it no longer.
    fn withdraw(
        self,
        permit: &Permit,
        end: AttestationEnd,
        clearance: TieClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal>;
}

/// A tie's transitions are those of the domain.
macro_rules! tie {
    ($Thing:ident, $port:ident, actions: ($confirm:ident, $attest:ident, $withdraw:ident)) => {
        impl TieKind for $Thing {
            const CONFIRM: Action = Action::$confirm;
            const ATTEST: Action = Action::$attest;
            const WITHDRAW: Action = Action::$withdraw;

            fn find(repo: &mut dyn Read, id: Self::Id) -> Result<Self, Error> {
                repo.$port(id)
            }
            fn ends(&self) -> [End; 2] {
                self.ends()
            }
            fn confirm(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
                self.confirm(permit, now)
            }
            fn attest(
                self,
                permit: &Permit,
                facts: AttestationFacts,
                clearance: TieClearance,
                now: Moment,
            ) -> Result<Recorded<Self>, Refusal> {
                self.attest(permit, facts, clearance, now)
            }
            fn withdraw(
                self,
                permit: &Permit,
                end: AttestationEnd,
                clearance: TieClearance,
                now: Moment,
            ) -> Result<Recorded<Self>, Refusal> {
                self.withdraw_attestation(permit, end, clearance, now)
            }
        }
    };
}

tie!(
    Linkage,
    linkage,
    actions: (ConfirmLinkage, AttestLinkage, WithdrawLinkageAttestation)
);
tie!(
    Membership,
    membership,
    actions: (ConfirmMembership, AttestMembership, WithdrawMembershipAttestation)
);

/// Confirms every end that the caller speaks for. Refused where none is left to confirm.
pub fn confirm<T: TieKind>(tx: &mut WriteContext<'_, '_>, id: T::Id) -> Result<Saved<T>, Failure> {
    let thing = T::find(&mut **tx, id)?;
    let permit = tx.authorize(T::CONFIRM, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    Ok(tx.save(thing.confirm(&permit, now)?)?)
}

/// Attests a tie for K-DISC, with evidence. Refused to whoever speaks for one of its ends, or did.
pub fn attest<T: TieKind>(
    tx: &mut WriteContext<'_, '_>,
    id: T::Id,
    facts: AttestationFacts,
) -> Result<Saved<T>, Failure> {
    let thing = T::find(&mut **tx, id)?;
    let permit = tx.authorize(T::ATTEST, &thing.anchors())?;
    tx.at(&thing)?;
    let clearance = require_unconcerned(tx, &permit, thing.ends())?;
    let now = tx.now();
    Ok(tx.save(thing.attest(&permit, facts, clearance, now)?)?)
}

/// Withdraws the attestation of a tie, with a reason. Refused to whom it concerns, as attesting is. What was decided before stays as it was.
pub fn withdraw_attestation<T: TieKind>(
    tx: &mut WriteContext<'_, '_>,
    id: T::Id,
    end: AttestationEnd,
) -> Result<Saved<T>, Failure> {
    let thing = T::find(&mut **tx, id)?;
    let permit = tx.authorize(T::WITHDRAW, &thing.anchors())?;
    tx.at(&thing)?;
    let clearance = require_unconcerned(tx, &permit, thing.ends())?;
    let now = tx.now();
    Ok(tx.save(thing.withdraw(&permit, end, clearance, now)?)?)
}
