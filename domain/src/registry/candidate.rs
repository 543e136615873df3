//! A pair of enterprises that may be one, and what people decided about it (rule R2.6).
//!
//! A pair is known once. What is decided is remembered: a pair that was decided against comes again only
//! when the two are alike in a way in which they were not then, or clearly more alike.

use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, CandidateId, EnterpriseId, MergeId};
use crate::kernel::text::Prose;
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::policy::privacy::{self, PersonalField};
use crate::registry::duplicate::{Profile, Reason, WORTH_A_LOOK, score};
use crate::registry::enterprise::Enterprise;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded};

words! {
    /// The state of a pair.
    CandidateState("candidate_state") {
        /// Somebody has to decide.
        Open = "open" ("To be decided", "തീരുമാനിക്കാനുണ്ട്"),
        /// Dismissed: a person decided that they are two enterprises.
        NotADuplicate = "not_a_duplicate" ("Not a duplicate", "ഇരട്ടിപ്പല്ല"),
        /// One has been merged into the other.
        Merged = "merged" ("Merged", "ലയിപ്പിച്ചു"),
        /// Obsolete: they are no longer alike, or one is gone.
        Dissolved = "dissolved" ("No longer alike", "ഇപ്പോൾ സാമ്യമില്ല"),
    }
}

words! {
    /// What two enterprises are compared by. The two are two worklists: nothing in the one depends on what is masked.
    CandidateBasis("candidate_basis") {
        /// What everybody sees who sees the enterprises.
        OpenFacts = "open_facts" ("Facts that everybody sees", "എല്ലാവർക്കും കാണാവുന്ന വിവരങ്ങൾ"),
        /// Everything, where they have a number in common that is masked.
        MaskedNumbers = "masked_numbers" ("Masked numbers in common", "മറച്ചുവച്ച പൊതുവായ നമ്പറുകൾ"),
    }
}

words! {
    /// What was decided about a pair.
    CandidateDecision("candidate_decision") {
        /// They are two.
        NotADuplicate = "not_a_duplicate" ("Not a duplicate", "ഇരട്ടിപ്പല്ല"),
        /// They are one.
        Merged = "merged" ("Merged", "ലയിപ്പിച്ചു"),
        /// Reopened: an earlier decision was reversed.
        Undone = "undone" ("Decision undone", "തീരുമാനം പിൻവലിച്ചു"),
    }
}

/// The reason why two enterprises are not one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    /// The reason, and what was checked.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Prose<1000>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Decided {
    /// What was decided.
    pub decision: CandidateDecision,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The reason. Absent where a person behind one of the two has been erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose<1000>>,
    /// The merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<MergeId>,
    /// In which ways they were alike.
    pub alike: Vec<Reason>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Side {
    /// The enterprise.
    pub enterprise: EnterpriseId,
    /// Its district when they were compared last.
    pub district: DistrictCode,
}

impl Side {
    fn of(thing: &Enterprise) -> Self {
        Self { enterprise: thing.meta().id, district: thing.facts().district.clone() }
    }

    /// Where it stood.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            enterprises: vec![self.enterprise],
            ..Anchors::default()
        }
    }
}

/// Everything that is known of a pair.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Pair {
    /// The two, the older id first.
    pub sides: [Side; 2],
    /// What they are compared by.
    pub basis: CandidateBasis,
    /// How likely they are one, in thousandths.
    pub score: u32,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where it stands.
    pub state: CandidateState,
    /// What was decided, the oldest first.
    pub decisions: Vec<Decided>,
}

/// So many decisions are remembered, the last ones.
const REMEMBERED: usize = 50;

/// So much more alike, in thousandths, is worth another look.
const CLEARLY: u32 = 100;

/// A pair of enterprises that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateCandidate {
    meta: Meta<CandidateId>,
    pair: Pair,
}

/// Two enterprises in the order in which every pair is kept.
#[must_use]
pub fn in_order<T>(one: T, other: T, id: impl Fn(&T) -> EnterpriseId) -> [T; 2] {
    if id(&one) <= id(&other) { [one, other] } else { [other, one] }
}

/// How two enterprises are alike, and how likely they are one.
#[must_use]
pub fn compared(basis: CandidateBasis, one: &Enterprise, other: &Enterprise) -> (Vec<Reason>, u32) {
    let shown = basis.shown();
    let of = |thing: &Enterprise| Profile::seen(thing.facts(), shown);
    let reasons = of(one).reasons(&of(other));
    let tells = [one, other].iter().any(|thing| !told(&reasons, thing).is_empty());
    if basis == CandidateBasis::MaskedNumbers && !tells {
        return (Vec::new(), 0);
    }
    let score = score(&reasons);
    (reasons, score)
}

/// The masked facts of an enterprise of which reasons tell something.
#[must_use]
pub fn told(reasons: &[Reason], thing: &Enterprise) -> Vec<PersonalField> {
    let mut facts: Vec<_> = reasons.iter().filter_map(|r| r.rule.tells()).collect();
    let held = privacy::held(thing.facts());
    facts.retain(|fact| held.contains(fact));
    facts.sort_unstable();
    facts.dedup();
    facts
}

impl CandidateBasis {
    /// The masked facts that are looked at.
    #[must_use]
    pub const fn shown(self) -> &'static [PersonalField] {
        match self {
            Self::OpenFacts => &[],
            Self::MaskedNumbers => PersonalField::ALL,
        }
    }
}

impl DuplicateCandidate {
    /// A pair that is worth a look; `None` where it is not.
    pub fn find(
        permit: &Permit,
        (id, basis): (CandidateId, CandidateBasis),
        (one, other): (&Enterprise, &Enterprise),
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        let (reasons, score) = compared(basis, one, other);
        if score < WORTH_A_LOOK || one.meta().id == other.meta().id {
            return Ok(None);
        }
        let thing = Self {
            meta: Meta::first(id, now),
            pair: Pair {
                sides: in_order(Side::of(one), Side::of(other), |side| side.enterprise),
                basis,
                score,
                reasons,
                state: CandidateState::Open,
                decisions: Vec::new(),
            },
        };
        let recorded = Recorded::new(permit, thing, EventType::CandidateFound, now)?;
        Ok(Some(with_sides(recorded)))
    }

    /// The pair after either has changed; `None` where that changes nothing.
    pub fn compare(
        self,
        permit: &Permit,
        (one, other): (&Enterprise, &Enterprise),
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if self.pair.state == CandidateState::Merged {
            return Ok(None);
        }
        let basis = self.pair.basis;
        let (reasons, score) = compared(basis, one, other);
        let pair = Pair {
            sides: in_order(Side::of(one), Side::of(other), |side| side.enterprise),
            basis,
            state: self.after(score, &reasons),
            score,
            reasons,
            decisions: self.pair.decisions.clone(),
        };
        if pair == self.pair {
            return Ok(None);
        }
        let what = match (self.pair.state, pair.state) {
            (CandidateState::Open, CandidateState::Dissolved) => EventType::CandidateDissolved,
            (before, CandidateState::Open) if before != CandidateState::Open => {
                EventType::CandidateFoundAgain
            }
            _ => EventType::CandidateCompared,
        };
        self.next(permit, pair, what, now).map(Some)
    }

    /// Where a pair stands that is alike in these ways now.
    fn after(&self, score: u32, reasons: &[Reason]) -> CandidateState {
        let last = self.pair.decisions.last();
        let against = last.filter(|d| d.decision == CandidateDecision::NotADuplicate);
        match against {
            _ if score < WORTH_A_LOOK => CandidateState::Dissolved,
            Some(decided) if !is_material(&decided.alike, reasons) => CandidateState::NotADuplicate,
            _ => CandidateState::Open,
        }
    }

    /// Dismissed: a person decided that they are two enterprises.
    pub fn dismiss(
        self,
        permit: &Permit,
        dismissal: Dismissal,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if self.pair.state != CandidateState::Open {
            return Err(self.no("dismiss"));
        }
        let decided = Decided {
            reason: Some(dismissal.reason),
            ..self.decided(permit, CandidateDecision::NotADuplicate, now)
        };
        let state = CandidateState::NotADuplicate;
        self.decide(permit, state, decided, EventType::CandidateDismissed, now)
    }

    /// What was decided does not hold: somebody has to decide anew.
    pub fn reopen(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        if self.pair.state != CandidateState::NotADuplicate {
            return Err(self.no("reopen"));
        }
        let decided = self.decided(permit, CandidateDecision::Undone, now);
        let state = CandidateState::Open;
        self.decide(permit, state, decided, EventType::CandidateReopened, now)
    }

    /// One has been merged into the other.
    pub fn merged(
        self,
        permit: &Permit,
        merge: MergeId,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let decided =
            Decided { merge: Some(merge), ..self.decided(permit, CandidateDecision::Merged, now) };
        let state = CandidateState::Merged;
        self.decide(permit, state, decided, EventType::CandidateMerged, now)
    }

    /// The merge has been undone: somebody has to decide anew.
    pub fn unmerged(
        self,
        permit: &Permit,
        merge: MergeId,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let decided =
            Decided { merge: Some(merge), ..self.decided(permit, CandidateDecision::Undone, now) };
        let state = CandidateState::Open;
        self.decide(permit, state, decided, EventType::CandidateUnmerged, now)
    }

    /// One of the two is gone; `None` where the pair was closed already.
    pub fn dissolve(self, permit: &Permit, now: Moment) -> Result<Option<Recorded<Self>>, Refusal> {
        if matches!(self.pair.state, CandidateState::Merged | CandidateState::Dissolved) {
            return Ok(None);
        }
        let pair = Pair { state: CandidateState::Dissolved, ..self.pair.clone() };
        self.next(permit, pair, EventType::CandidateDissolved, now).map(Some)
    }

    /// Forgets what people wrote, because a person behind either enterprise is erased; `None` where
    /// nobody wrote anything.
    pub fn forget_person(
        self,
        permit: &Permit,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if self.pair.decisions.iter().all(|d| d.reason.is_none()) {
            return Ok(None);
        }
        let mut pair = self.pair.clone();
        for decided in &mut pair.decisions {
            decided.reason = None;
        }
        self.next(permit, pair, EventType::CandidatePersonalDataErased, now).map(Some)
    }

    fn no(&self, step: &'static str) -> Refusal {
        Refusal::IllegalStep { step, state: self.pair.state.text() }
    }

    fn decided(&self, permit: &Permit, decision: CandidateDecision, now: Moment) -> Decided {
        Decided {
            decision,
            by: permit.account(),
            at: now,
            reason: None,
            merge: None,
            alike: self.pair.reasons.clone(),
        }
    }

    fn decide(
        self,
        permit: &Permit,
        state: CandidateState,
        decided: Decided,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let mut pair = Pair { state, ..self.pair.clone() };
        pair.decisions.push(decided);
        let over = pair.decisions.len().saturating_sub(REMEMBERED);
        pair.decisions.drain(..over);
        self.next(permit, pair, what, now)
    }

    fn next(
        self,
        permit: &Permit,
        pair: Pair,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), pair };
        Recorded::new(permit, thing, what, now).map(with_sides)
    }
}

fn with_sides(recorded: Recorded<DuplicateCandidate>) -> Recorded<DuplicateCandidate> {
    let [one, other] = recorded.thing().pair.sides.clone();
    let state = recorded.thing().pair.state;
    recorded
        .fact("one", one.enterprise.to_string())
        .fact("other", other.enterprise.to_string())
        .fact("state", state.text())
}

/// Whether two are alike in a way in which they were not when it was decided, or clearly more.
fn is_material(then: &[Reason], now: &[Reason]) -> bool {
    let is_new = |reason: &Reason| then.iter().all(|known| known.rule != reason.rule);
    now.iter().any(is_new) || score(now) >= score(then) + CLEARLY
}

impl Document for DuplicateCandidate {
    type State = Pair;
    fn state(&self) -> &Pair {
        &self.pair
    }
    fn restore(meta: Meta<CandidateId>, pair: Pair) -> Self {
        Self { meta, pair }
    }
}

impl Entity for DuplicateCandidate {
    type Id = CandidateId;
    const KIND: Kind = Kind::DuplicateCandidate;

    fn meta(&self) -> &Meta<CandidateId> {
        &self.meta
    }

    /// Those of both; who sees the pair must see each of them.
    fn anchors(&self) -> Anchors {
        let [one, other] = &self.pair.sides;
        let (mut both, other) = (one.anchors(), other.anchors());
        both.districts.extend(other.districts);
        both.enterprises.extend(other.enterprises);
        both
    }
}

#[cfg(test)]
mod tests;
