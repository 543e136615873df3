//! Conflicts of interest about a proposal: by what they are found, and the proof that there is none (rule R6.4).

use super::Permit;
use crate::formation::rule_set::Numbered;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, ProposalId};
use crate::programme::conflict::{Claim, Conflict, ConflictRule, Path, Tie};
use crate::programme::declaration::Declaration;
use crate::programme::meeting::{self, AgendaItem, Ground};
use crate::registry::bond::TieGround;
use crate::registry::linkage::End;
use crate::{Code, Day, Moment, Violation};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// By which rule conflicts are told, of which day, and what was known of that when.
#[derive(Debug, Clone)]
pub struct ConflictBasis {
    /// The rule, with its version.
    pub rule: Numbered<ConflictRule>,
    /// Conflicts of this day.
    pub on: Day,
    /// By what was known then.
    pub known: Moment,
}

/// What somebody belongs to, and the ties of that.
#[derive(Debug)]
pub struct Affiliations {
    /// Whose.
    pub account: AccountId,
    /// What the person belongs to.
    pub ends: Vec<End>,
    /// What these are tied to.
    pub ties: Vec<Tie>,
}

/// Whoever confirmed a tie for its end that is not the applicant's, and when the tie was proven by that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confirmer {
    /// Who.
    pub account: AccountId,
    /// When; of what was noted before this was kept, nobody knows.
    pub at: Option<Moment>,
}

/// What confirmers spoke for when they confirmed.
pub type SpokeFor = BTreeMap<Confirmer, Vec<End>>;

/// The ties of whoever proposes, and what was declared: by that it is found who is in conflict about one proposal.
#[derive(Debug)]
pub struct ConflictGraph {
    /// The proposal.
    pub proposal: ProposalId,
    /// By what conflicts are told.
    pub basis: ConflictBasis,
    /// Who proposes.
    pub applicants: Vec<End>,
    /// The ties of these.
    pub ties: Vec<Tie>,
    /// The conflicts that were declared.
    pub declared: Vec<Declaration>,
}

impl ConflictGraph {
    fn all_ties(&self, own: &Affiliations) -> Vec<Tie> {
        own.ties.iter().chain(&self.ties).copied().collect()
    }

    /// Those that are more than claimed.
    fn stated(&self, own: &Affiliations) -> Vec<Tie> {
        let mut ties = self.all_ties(own);
        ties.retain(|tie| !tie.is_claim());
        ties
    }

    /// The shortest chain among some ties that ties somebody to the applicant.
    fn chain(&self, own: &Affiliations, ties: &[Tie]) -> Option<Path> {
        let (rule, on) = (&self.basis.rule.rule, self.basis.on);
        rule.path(&own.ends, &self.applicants, ties, on)
    }

    fn confirmer(&self, tie: &Tie) -> Option<Confirmer> {
        let other = tie.beyond(&self.applicants);
        let other = other.filter(|_| tie.ground == TieGround::Confirmed)?;
        let place = tie.ends.iter().position(|end| *end == other)?;
        let account = (*tie.confirmed_by.get(place)?)?;
        let at = tie.known_at;
        Some(Confirmer { account, at })
    }

    /// Who must be looked up before it is known which ties are proven. Nobody, where there is no chain at all.
    fn confirmers_of(&self, own: &Affiliations, ties: &[Tie]) -> BTreeSet<Confirmer> {
        let is_tied = self.chain(own, ties).is_some_and(|p| !p.ties.is_empty());
        let stated = ties.iter().filter(|tie| is_tied && !tie.is_claim());
        stated.filter_map(|tie| self.confirmer(tie)).collect()
    }

    /// Whom [`Self::judge`] must know what they spoke for.
    #[must_use]
    pub fn confirmers(&self, own: &Affiliations) -> BTreeSet<Confirmer> {
        self.confirmers_of(own, &self.stated(own))
    }

    /// Whom [`Self::claim`] must know what they spoke for.
    #[must_use]
    pub fn confirmers_of_claims(&self, own: &Affiliations) -> BTreeSet<Confirmer> {
        self.confirmers_of(own, &self.all_ties(own))
    }

    /// Those of some ties by which somebody may be barred: they are proven, and not by the side of the applicant alone,
    /// which could choose by such a tie who judges it. At its other end somebody else has confirmed it, or K-DISC attests
    /// it. What they spoke for when it was proven counts: a role that came later makes no claim of it.
    fn proven(&self, ties: &[Tie], spoke_for: &SpokeFor) -> Vec<Tie> {
        let is_applicants_word = |tie: &Tie| {
            let ends = self.confirmer(tie).and_then(|by| spoke_for.get(&by));
            ends.is_some_and(|ends| ends.iter().any(|end| self.applicants.contains(end)))
        };
        let is_proven = |tie: &&Tie| !tie.is_claim() && !is_applicants_word(tie);
        ties.iter().filter(is_proven).copied().collect()
    }

    /// Clears somebody of a conflict, by what they belong to and by their own word, or says why they must not judge the
    /// proposal.
    pub fn judge(&self, own: &Affiliations, spoke_for: &SpokeFor) -> Result<Clearance, Conflict> {
        let stated = self.stated(own);
        let path = match self.chain(own, &stated) {
            Some(path) if !path.ties.is_empty() => {
                self.chain(own, &self.proven(&stated, spoke_for))
            }
            found => found,
        };
        let said = (self.declared.iter()).find(|said| said.state().by == own.account);
        let reason = said.map(|said| said.state().reason.clone());
        let ground = match (&path, &reason) {
            (Some(_), _) => Ground::Derived,
            (None, Some(_)) => Ground::Declared,
            (None, None) => {
                return Ok(Clearance { account: Some(own.account), proposal: self.proposal });
            }
        };
        Err(Conflict { ground, path, reason })
    }

    /// The shortest chain that would bar somebody whom nothing bars, if what is claimed in it were proven.
    #[must_use]
    pub fn claim(&self, own: &Affiliations, spoke_for: &SpokeFor) -> Option<Claim> {
        let ties = self.all_ties(own);
        let path = self.chain(own, &ties)?;
        let proven = self.proven(&ties, spoke_for);
        if self.chain(own, &proven).is_some() {
            return None;
        }
        let is_proven = |id: &Uuid| proven.iter().any(|tie| tie.id == *id);
        let claimed = path.ties.iter().filter(|id| !is_proven(id)).copied();
        Some(Claim { claimed: claimed.collect(), path })
    }
}

/// Proof that somebody is in no conflict of interest about a proposal. [`ConflictGraph::judge`] makes one, of the ties and
/// declarations about that very proposal; every step that decides demands it.
///
/// ```compile_fail,E0451
/// use odoi_domain::{id::ProposalId, policy::Clearance};
/// fn by_hand(proposal: ProposalId) -> Clearance {
///     Clearance { account: None, proposal }
/// }
/// ```
///
/// A review without it does not compile:
///
/// ```compile_fail,E0061
/// use odoi_domain::{entity::Refusal, policy::Permit, review::{Review, Rubric}, Moment, Recorded};
/// fn forgotten(mine: Review, permit: &Permit, rubric: &Rubric, now: Moment) -> Result<Recorded<Review>, Refusal> {
///     mine.submit(permit, rubric, now)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clearance {
    account: Option<AccountId>,
    proposal: ProposalId,
}

impl Clearance {
    /// Of whoever has no account, such as the operator: they belong to nobody. It is good for nobody who has one.
    #[must_use]
    pub const fn of_nobody(proposal: ProposalId) -> Self {
        Self { account: None, proposal }
    }

    /// Demands that it is of the holder of the permit, about this proposal.
    pub(crate) fn require(&self, permit: &Permit, proposal: ProposalId) -> Result<(), Refusal> {
        if (self.account, self.proposal) == (permit.account(), proposal) {
            Ok(())
        } else {
            Err(Refusal::ProofOfAnother)
        }
    }
}

/// The items of an agenda, by their place, about whose proposals somebody has no clearance among these.
#[must_use]
pub fn uncleared(
    account: Option<AccountId>,
    agenda: &[AgendaItem],
    found: &[Clearance],
) -> BTreeSet<usize> {
    let is_cleared = |proposal: ProposalId| found.contains(&Clearance { account, proposal });
    let items = agenda.iter().enumerate();
    items
        .filter(|(_, item)| item.proposal_id.is_some_and(|id| !is_cleared(id)))
        .map(|(at, _)| at)
        .collect()
}

/// Proof that somebody stands aside for no item of an agenda: who calls, holds and records a meeting decides about every
/// one.
///
/// ```compile_fail,E0451
/// use odoi_domain::{id::AccountId, policy::AgendaClearance};
/// fn by_hand(me: AccountId) -> AgendaClearance {
///     AgendaClearance { account: Some(me), agenda: Vec::new() }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct AgendaClearance {
    account: Option<AccountId>,
    agenda: Vec<AgendaItem>,
}

impl AgendaClearance {
    /// Of an agenda, by what was found about its proposals. Names the items that are left to others: those about which
    /// there is no clearance, and some that are known already.
    pub fn of(
        account: Option<AccountId>,
        agenda: &[AgendaItem],
        found: &[Clearance],
        aside: BTreeSet<usize>,
    ) -> Result<Self, Refusal> {
        let mut left = uncleared(account, agenda, found);
        left.extend(aside);
        if left.is_empty() {
            let agenda = agenda.to_vec();
            Ok(Self { account, agenda })
        } else {
            Err(Refusal::RequirementsNotMet(meeting::in_conflict(&left)))
        }
    }

    /// Demands that it is of the holder of the permit, about this agenda.
    pub(crate) fn require(&self, permit: &Permit, agenda: &[AgendaItem]) -> Result<(), Refusal> {
        if self.account == permit.account() && self.agenda == agenda {
            Ok(())
        } else {
            Err(Refusal::ProofOfAnother)
        }
    }
}

/// Proof that a tie does not concern somebody: they neither speak for one of its ends nor belong to it by a seat, now or
/// before. Whoever attests a tie, or takes that back, needs it.
#[derive(Debug, Clone, Copy)]
pub struct TieClearance {
    account: Option<AccountId>,
    ends: [End; 2],
}

impl TieClearance {
    /// Of the holder of a permit, by all that they ever had to do with.
    pub fn of(permit: &Permit, ends: [End; 2], own: &[End]) -> Result<Self, Refusal> {
        if own.iter().any(|end| ends.contains(end)) {
            let violation = Violation::new(Code::OwnTie);
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        let account = permit.account();
        Ok(Self { account, ends })
    }

    /// Demands that it is of the holder of the permit, about a tie of these two.
    pub(crate) fn require(&self, permit: &Permit, ends: [End; 2]) -> Result<(), Refusal> {
        if (self.account, self.ends) == (permit.account(), ends) {
            Ok(())
        } else {
            Err(Refusal::ProofOfAnother)
        }
    }
}
