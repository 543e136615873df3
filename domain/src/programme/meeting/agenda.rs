//! What a meeting is called for: its notice and its agenda.

use super::quorum::QuorumRule;
use crate::Code;
use crate::kernel::id::{MeetingId, ProposalId};
use crate::kernel::money::Paise;
use crate::kernel::text::{Line, Paragraphs};
use crate::registry::place::DistrictCode;
use crate::{Moment, Violation};

words! {
    /// What an item can decide about a proposal.
    Decision("decision") {
        /// To take it onto the shortlist.
        Shortlist = "shortlist" ("Shortlist", "ചുരുക്കപ്പട്ടികയിൽ ഉൾപ്പെടുത്തൽ"),
        /// To recommend it for sanction.
        Recommend = "recommend" ("Recommendation", "ശുപാർശ"),
        /// To sanction it.
        Sanction = "sanction" ("Sanction", "അനുമതി"),
        /// To release a tranche.
        Release = "release" ("Release of a tranche", "ഗഡു അനുവദിക്കൽ"),
    }
}

/// The item of a meeting that a step cites as its authority.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The item of its agenda, counted from 0.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 39))]
    pub item: u16,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// The title of the item.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub title: Line,
    /// The proposal that it is about.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub proposal_id: Option<ProposalId>,
    /// The decision about the proposal.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub decides: Option<Decision>,
    /// The largest amount that may be sanctioned, in paise. Required for `sanction`, refused otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub amount_paise: Option<Paise>,
    /// The tranche that may be released, counted from 0. Required for `release`, refused otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable, minimum = 0, maximum = 19))]
    pub tranche: Option<u16>,
    /// The item of an earlier, closed meeting that this one corrects. Once this one is carried, the earlier one
    /// authorises nothing.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub corrects: Option<Citation>,
}

/// The notice of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MeetingFacts {
    /// The district of the core group.
    pub district: DistrictCode,
    /// The title of the meeting.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub title: Line,
    /// When it starts.
    pub scheduled_at: Moment,
    /// The venue.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub venue: Line,
    /// Why it cannot wait. Required if the notice is shorter than usual.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub urgency: Option<Paragraphs>,
    /// The agenda.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 40))]
    pub agenda: Vec<AgendaItem>,
}

impl MeetingFacts {
    /// Rules between the facts, for a notice given now. They hold for every change of the agenda: nothing
    /// is put on it at the last moment.
    #[must_use]
    pub fn check(&self, rule: &QuorumRule, now: Moment) -> Vec<Violation> {
        let mut violations = Vec::new();
        let day = self.scheduled_at.day();
        let earliest = rule.earliest(now.day(), self.urgency.is_some());
        if day < earliest {
            let violation = Violation::new(Code::ShortNotice).at("/scheduled_at");
            violations.push(violation.with(earliest.to_string()));
        } else if self.scheduled_at < now {
            violations.push(Violation::new(Code::BegunAlready).at("/scheduled_at"));
        }
        if self.agenda.is_empty() {
            violations.push(Violation::new(Code::MinItems).at("/agenda").with("1"));
        }
        for (at, item) in self.agenda.iter().enumerate() {
            violations.extend(item.check(&format!("/agenda/{at}")));
            let is_same = |other: &AgendaItem| {
                item.decides.is_some()
                    && (other.decides, other.proposal_id, other.tranche)
                        == (item.decides, item.proposal_id, item.tranche)
            };
            if self.agenda.iter().take(at).any(is_same) {
                violations.push(Violation::new(Code::Repeated).at(&format!("/agenda/{at}")));
            }
        }
        violations
    }
}

impl AgendaItem {
    fn check(&self, at: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.decides.is_some() && self.proposal_id.is_none() {
            violations.push(Violation::new(Code::Required).at(&format!("{at}/proposal_id")));
        }
        let amount = self.amount_paise.map(Paise::get);
        for (field, wanted, is_there) in [
            ("amount_paise", Decision::Sanction, amount.is_some()),
            ("tranche", Decision::Release, self.tranche.is_some()),
        ] {
            let pointer = format!("{at}/{field}");
            match (self.decides == Some(wanted), is_there) {
                (true, false) => violations.push(Violation::new(Code::Required).at(&pointer)),
                (false, true) => violations.push(Violation::new(Code::NotHere).at(&pointer)),
                _ => {}
            }
        }
        if amount.is_some_and(|paise| paise <= 0) {
            violations.push(Violation::new(Code::NoAmount).at(&format!("{at}/amount_paise")));
        }
        violations
    }
}
