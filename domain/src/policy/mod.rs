//! Who may do what: one table of rules, one function that reads it (rule R10.1).

mod action;
pub mod actor;
mod clearance;
pub mod disclosure;
pub mod privacy;
mod proofs;
mod rules;
mod separation;

pub use action::Action;
pub use clearance::{
    Affiliations, AgendaClearance, Clearance, Confirmer, ConflictBasis, ConflictGraph, SpokeFor,
    TieClearance, uncleared,
};
pub use proofs::Proofs;
pub use rules::{Allowance, Otherwise, RULES, Rule, Within, matrix};
pub use separation::{
    PastAction, PastActions, SEPARATED, TrailExtract, is_impartial, kept_apart, subjects,
};

use crate::kernel::id::AccountId;
use crate::policy::actor::{Actor, Anchors, Role, Scope};

/// Leave to do one thing, within a reach. Only this module can mint one.
///
/// ```compile_fail,E0451
/// use odoi_domain::policy::{Action, Permit};
/// fn by_hand(permit: Permit) -> Permit {
///     Permit { action: Action::SanctionProposal, ..permit }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    account: Option<AccountId>,
    reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Reach {
    everywhere: bool,
    own: Option<AccountId>,
    scopes: Vec<Scope>,
}

impl Reach {
    /// How far the actor's grants carry the action.
    fn of(actor: &Actor, rule: &Rule) -> Self {
        let mut reach = Self { everywhere: false, own: None, scopes: Vec::new() };
        for allowance in rule.allowances {
            match allowance.within {
                Within::Public => reach.everywhere = true,
                Within::Own => reach.own = actor.account(),
                Within::Anywhere | Within::Scope => {
                    for grant in actor.grants().iter().filter(|g| allowance.roles.contains(&g.role))
                    {
                        if allowance.within == Within::Anywhere || grant.scope == Scope::State {
                            reach.everywhere = true;
                        } else {
                            reach.scopes.push(grant.scope.clone());
                        }
                    }
                }
            }
        }
        reach
    }

    fn holds(&self, anchors: &Anchors) -> bool {
        self.everywhere
            || (self.own.is_some() && self.own == anchors.owner)
            || self.scopes.iter().any(|scope| scope.holds(anchors))
    }

    /// Whether it is held for the thing itself, and not for all of a district or the state.
    fn is_of(&self, anchors: &Anchors) -> bool {
        let is_own = |scope: &&Scope| !matches!(scope, Scope::State | Scope::District(_));
        let mut own = self.scopes.iter().filter(is_own);
        own.any(|scope| scope.holds(anchors))
    }

    const fn is_empty(&self) -> bool {
        !self.everywhere && self.own.is_none() && self.scopes.is_empty()
    }
}

impl Permit {
    /// The rule under which it was given.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Who holds it; `None` for somebody who has not signed in and for the operator.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The roles of somebody that carry the action.
    #[must_use]
    pub fn roles(&self, actor: &Actor) -> Vec<Role> {
        let roles = actor.grants().iter().map(|grant| grant.role);
        roles.filter(|role| carries(*role, self.action)).collect()
    }

    /// Whether it also covers a thing that stands elsewhere.
    #[must_use]
    pub fn reaches(&self, anchors: &Anchors) -> bool {
        self.reach.holds(anchors)
    }

    /// Whether its holder speaks for an actor: as its representative, not as an office of its district.
    #[must_use]
    pub fn speaks_for(&self, anchors: &Anchors) -> bool {
        self.reach.is_of(anchors)
    }
}

/// Why a permit was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// The actor sees the thing, or there is none yet, but may not do this.
    #[error("not permitted")]
    Forbidden,
    /// The account is closed or its session has ended: sign in again.
    #[error("signed out")]
    SignedOut,
    /// The actor must not learn that the thing exists.
    #[error("not visible")]
    Hidden,
}

/// Mints a permit, or says why not.
///
/// Where the rule hides, a thing that the actor may not even read is denied as if it did not exist.
pub fn authorize(actor: &Actor, action: Action, anchors: &Anchors) -> Result<Permit, Denial> {
    let rule = action.rule();
    let reach = Reach::of(actor, rule);
    if reach.holds(anchors) {
        return Ok(Permit { action, account: actor.account(), reach });
    }
    let sees = action.reads().is_some_and(|read| Reach::of(actor, read.rule()).holds(anchors));
    match rule.otherwise {
        Otherwise::Hide if !sees => Err(Denial::Hidden),
        _ => Err(Denial::Forbidden),
    }
}

/// Mints a permit for what stands nowhere, as far as the actor's grants reach.
pub fn authorize_at_all(actor: &Actor, action: Action) -> Result<Permit, Denial> {
    let reach = Reach::of(actor, action.rule());
    if reach.is_empty() {
        return Err(Denial::Forbidden);
    }
    Ok(Permit { action, account: actor.account(), reach })
}

/// What an actor sees of a list: the same rules, as a filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Everything; the rest does not matter.
    pub everything: bool,
    /// Else what stands inside one of these.
    pub scopes: Vec<Scope>,
}

/// The filter of a list, or a refusal where no role of the actor gives any access to it.
pub fn view(actor: &Actor, action: Action) -> Result<View, Denial> {
    let reach = Reach::of(actor, action.rule());
    if reach.is_empty() {
        return Err(Denial::Forbidden);
    }
    Ok(View { everything: reach.everywhere, scopes: reach.scopes })
}

/// Whether a role carries an action at all, within whatever scope it is held.
#[must_use]
pub fn carries(role: Role, action: Action) -> bool {
    let allowances = action.rule().allowances.iter();
    allowances.into_iter().any(|one| one.roles.contains(&role))
}

#[cfg(test)]
mod tests;
