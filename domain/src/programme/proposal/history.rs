//! Who did what to a proposal: what `why` is told from, and what keeps one person from doing both.

use crate::Moment;
use crate::kernel::id::AccountId;
use crate::policy::{Action, Permit};
use crate::programme::meeting::Citation;

/// Something that was done to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Act {
    /// What was done.
    pub action: Action,
    /// By whom; absent for what the program did by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The item of closed minutes that authorised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<Citation>,
    /// Which milestone or tranche of the award it is about, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub number: Option<u16>,
}

/// Everything that was done, the oldest first.
pub type History = Vec<Act>;

/// The items of minutes that have authorised any of it.
#[must_use]
pub fn cited(history: &[Act]) -> Vec<Citation> {
    history.iter().filter_map(|act| act.minute).collect()
}

/// What the holder of a permit does.
pub(crate) const fn act(permit: &Permit, now: Moment) -> Act {
    Act { action: permit.action(), by: permit.account(), at: now, minute: None, number: None }
}
