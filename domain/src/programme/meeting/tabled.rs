//! What a meeting finds when it begins, and what of a proposal lies before it then: what it decides, it decides
//! about that (rule R6.6).

use super::agenda::Decision;
use super::proceedings::{Recusal, Roll};
use crate::formation::rule_set::Numbered;
use crate::programme::conflict::ConflictRule;
use crate::programme::proposal::ProposalState;

/// In which states a proposal can be when a meeting begins that decides this about it. A release waits for
/// what its tranche waits for, too.
pub const DECIDED_IN: &[(Decision, &[ProposalState])] = &[
    (Decision::Shortlist, &[ProposalState::Submitted, ProposalState::Screened]),
    (Decision::Recommend, &[ProposalState::UnderDetailedStudy]),
    (Decision::Sanction, &[ProposalState::UnderDetailedStudy, ProposalState::Recommended]),
    (Decision::Release, &[ProposalState::Sanctioned, ProposalState::InProgress]),
];

/// What was tabled for one item when the meeting was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tabled {
    /// The last submitted revision of the proposal. Absent if the item is about no proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2_147_483_647))]
    pub revision: Option<i32>,
    /// Whether the item was due: the proposal was in a state in which it can be decided, and a tranche to be released
    /// waited for nothing else.
    pub is_due: bool,
}

impl Tabled {
    /// An item about no proposal.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { revision: None, is_due: true }
    }

    /// A proposal in a state; `waits` says whether the tranche that is to be released, if one is, still
    /// waits for something.
    #[must_use]
    pub fn proposal(
        revision: Option<i32>,
        decides: Option<Decision>,
        (state, waits): (ProposalState, bool),
    ) -> Self {
        let states = DECIDED_IN.iter().find(|(what, _)| Some(*what) == decides);
        let is_far_enough = states.is_none_or(|(_, states)| states.contains(&state));
        Self { revision, is_due: is_far_enough && !waits }
    }
}

/// What a meeting finds when it begins.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Who holds which seat.
    pub rolls: Vec<Roll>,
    /// Who must stand aside, item by item.
    pub recusals: Vec<Vec<Recusal>>,
    /// The rule of conflicts in force.
    pub conflicts: Numbered<ConflictRule>,
    /// What lies before it, item by item.
    pub tabled: Vec<Tabled>,
}
