//! A review on its way: drafted, changed and handed in by whoever sits in the seat (rule R6.4).

use super::{ReviewFacts, Rubric};
use crate::Code;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, ReviewId};
use crate::policy::actor::Anchors;
use crate::policy::{Clearance, Permit};
use crate::programme::proposal::ProposalState;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

words! {
    /// The state of a review.
    ReviewState("review_state") {
        /// Draft; only its author sees it.
        Draft = "draft" ("Draft", "കരട്"),
        /// Submitted; it cannot change.
        Submitted = "submitted" ("Submitted", "സമർപ്പിച്ചു"),
    }
}

/// The states in which a proposal is reviewed.
pub const REVIEWED_IN: &[ProposalState] =
    &[ProposalState::Screened, ProposalState::Shortlisted, ProposalState::UnderDetailedStudy];

/// The states in which it is not decided yet what comes of a proposal: it may still be reviewed, or come back for
/// another round.
const UNDECIDED: &[ProposalState] =
    &[ProposalState::Draft, ProposalState::Submitted, ProposalState::Returned];

/// Whether nobody reviews it any more, so that what the reviews say gives nothing away.
#[must_use]
pub fn is_decided(state: ProposalState) -> bool {
    ![REVIEWED_IN, UNDECIDED].iter().any(|list| list.contains(&state))
}

/// The reviews that count about a revision: handed in about that very one, the first of each person.
#[must_use]
pub fn counted(reviews: &[Review], revision: Option<i32>) -> Vec<&Review> {
    let mut counted: Vec<&Review> = Vec::new();
    for review in reviews {
        let record = &review.record;
        let is_twice = |other: &&Review| record.by.is_some() && other.record.by == record.by;
        if record.state == ReviewState::Submitted
            && Some(record.proposal_revision) == revision
            && !counted.iter().any(is_twice)
        {
            counted.push(review);
        }
    }
    counted
}

/// Everything that is known of a review.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReviewRecord {
    /// What is stated.
    pub facts: ReviewFacts,
    /// The revision of the application that it is about, as it was handed in: each has a round of its own.
    pub proposal_revision: i32,
    /// The district of the core group.
    pub district: DistrictCode,
    /// Who writes it.
    pub by: Option<AccountId>,
    /// How far it has come.
    pub state: ReviewState,
    /// The version of the rubric that it is written by.
    pub rubric_version: i32,
    /// When it was submitted.
    pub submitted_at: Option<Moment>,
    /// Its weighted total, in hundredths of a point of 100, once it is handed in.
    pub total: Option<i64>,
}

/// The round of a proposal that a review is begun in, and the proof that its author may judge.
#[derive(Debug, Clone)]
pub struct Round<'a> {
    /// The district of the core group.
    pub district: DistrictCode,
    /// The revision of the application that is reviewed.
    pub proposal_revision: i32,
    /// What it is scored by.
    pub rubric: &'a Rubric,
    /// That the author is in no conflict.
    pub clearance: Clearance,
}

/// A review of a proposal by a seat of the core group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    meta: Meta<ReviewId>,
    record: ReviewRecord,
}

/// What a draft may not say; what is still missing in it does not matter yet.
fn possible(rubric: &Rubric, facts: &ReviewFacts) -> Result<(), Refusal> {
    let mut violations = rubric.check_scores(&facts.scores);
    violations.retain(|violation| violation.code != Code::CriterionOpen);
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

impl Review {
    /// Begins a review. Nobody in conflict writes one.
    pub fn draft(
        permit: &Permit,
        id: ReviewId,
        facts: ReviewFacts,
        round: Round<'_>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let Round { district, proposal_revision, rubric, clearance } = round;
        possible(rubric, &facts)?;
        let record = ReviewRecord {
            facts,
            proposal_revision,
            district,
            by: permit.account(),
            state: ReviewState::Draft,
            rubric_version: rubric.version,
            submitted_at: None,
            total: None,
        };
        let thing = Self { meta: Meta::first(id, now), record };
        thing.recorded(permit, clearance, EventType::ReviewDrafted, now)
    }

    /// Changes a draft; whose review of what it is stays.
    pub fn amend(
        mut self,
        permit: &Permit,
        facts: ReviewFacts,
        rubric: &Rubric,
        clearance: Clearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.is_draft("update")?;
        let (old, mut violations) = (&self.record.facts, Vec::new());
        if facts.proposal_id != old.proposal_id {
            violations.push(Violation::new(Code::Fixed).at("/proposal_id"));
        }
        if facts.seat_id != old.seat_id {
            violations.push(Violation::new(Code::Fixed).at("/seat_id"));
        }
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        possible(rubric, &facts)?;
        self.record.facts = facts;
        self.meta = self.meta.next(now);
        self.recorded(permit, clearance, EventType::ReviewUpdated, now)
    }

    /// Hands it in, complete.
    pub fn submit(
        mut self,
        permit: &Permit,
        rubric: &Rubric,
        clearance: Clearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.is_draft("submit")?;
        let open = rubric.check_scores(&self.record.facts.scores);
        if !open.is_empty() {
            return Err(Refusal::RequirementsNotMet(open));
        }
        self.record.state = ReviewState::Submitted;
        self.record.submitted_at = Some(now);
        self.record.total = Some(rubric.total(&self.record.facts.scores));
        self.meta = self.meta.next(now);
        self.recorded(permit, clearance, EventType::ReviewSubmitted, now)
    }

    fn is_draft(&self, step: &'static str) -> Result<(), Refusal> {
        match self.record.state {
            ReviewState::Draft => Ok(()),
            state @ ReviewState::Submitted => {
                Err(Refusal::IllegalStep { step, state: state.text() })
            }
        }
    }

    fn recorded(
        self,
        permit: &Permit,
        clearance: Clearance,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let proposal = self.record.facts.proposal_id;
        let recorded = Recorded::new(permit, self, what, now)?;
        clearance.require(permit, proposal)?;
        Ok(recorded.fact("proposal_id", proposal.to_string()))
    }
}

impl Entity for Review {
    type Id = ReviewId;
    const KIND: Kind = Kind::Review;

    fn meta(&self) -> &Meta<ReviewId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.record.district.clone()],
            owner: self.record.by,
            ..Anchors::default()
        }
    }
}

impl Document for Review {
    type State = ReviewRecord;

    fn state(&self) -> &ReviewRecord {
        &self.record
    }

    fn restore(meta: Meta<ReviewId>, record: ReviewRecord) -> Self {
        Self { meta, record }
    }
}
