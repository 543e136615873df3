//! Rule sets: the weights, cut-points and demands by which clusters are judged, and the rules by which a
//! core group meets, as versioned data with an author. A version is never edited: another one is
//! published, for days to come, so that what was judged stays as it was judged.

use crate::Code;
use crate::formation::cooperation::LadderRules;
use crate::formation::scorecard::ScorecardRules;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, RuleSetId};
use crate::kernel::text::Prose;
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::programme::conflict::ConflictRule;
use crate::programme::meeting::QuorumRule;
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

words! {
    /// What a rule set is about.
    RuleSubject("rule_subject") {
        /// The co-operation ladder.
        Ladder = "ladder" ("Co-operation ladder", "സഹകരണ പടവുകൾ"),
        /// The formation scorecard.
        Scorecard = "scorecard" ("Formation scorecard", "രൂപീകരണ സ്കോർകാർഡ്"),
        /// Quorum and notice of the core groups.
        Quorum = "quorum" ("Quorum and notice", "ക്വാറവും അറിയിപ്പും"),
        /// Conflicts of interest of their members.
        Conflicts = "conflicts" ("Conflicts of interest", "താൽപ്പര്യവൈരുദ്ധ്യങ്ങൾ"),
    }
}

/// A rule set to publish.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSetFacts {
    /// The subject.
    pub subject: RuleSubject,
    /// The day from which it is in force; not in the past. Rules of a core group take effect on the day after
    /// they are published at the earliest.
    pub effective_from: Day,
    /// The reason and the basis of this version.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub note: Prose<1000>,
    /// The demands of the ladder. Required for this subject, refused for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub ladder: Option<LadderRules>,
    /// The weights and cut-points of the scorecard. Required for this subject, refused for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub scorecard: Option<ScorecardRules>,
    /// The quorum rule. Required for this subject, refused for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub quorum: Option<QuorumRule>,
    /// The conflict rule. Required for this subject, refused for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub conflicts: Option<ConflictRule>,
}

/// A rule with the number of the version that it is of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Numbered<R> {
    /// The number of the version within its subject, counted from 1.
    pub version: i32,
    /// What it says.
    pub rule: R,
}

impl<R: Default> Default for Numbered<R> {
    /// The first version.
    fn default() -> Self {
        Self { version: 1, rule: R::default() }
    }
}

/// A published rule set.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    meta: Meta<RuleSetId>,
    published: Published,
}

/// A rule set with its number and author.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Published {
    /// Its number within its subject, counted from 1.
    pub version: i32,
    /// Who published it.
    pub author: Option<AccountId>,
    /// What it says.
    pub facts: RuleSetFacts,
}

impl RuleSubject {
    /// Whether it is about how a core group decides. Nobody changes that for a decision of the same day.
    #[must_use]
    pub const fn is_of_group(self) -> bool {
        matches!(self, Self::Quorum | Self::Conflicts)
    }
}

impl RuleSetFacts {
    /// Why it cannot take effect when it says, published on a day.
    fn too_early(&self, today: Day) -> Option<Violation> {
        if self.effective_from < today {
            return Some(Violation::new(Code::InPast).at("/effective_from"));
        }
        let first = today.after(1);
        let is_early = self.subject.is_of_group() && self.effective_from < first;
        let violation = Violation::new(Code::NotYet).at("/effective_from");
        is_early.then(|| violation.with(first.to_string()))
    }

    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let parts = [
            (RuleSubject::Ladder, self.ladder.is_some(), "/ladder"),
            (RuleSubject::Scorecard, self.scorecard.is_some(), "/scorecard"),
            (RuleSubject::Quorum, self.quorum.is_some(), "/quorum"),
            (RuleSubject::Conflicts, self.conflicts.is_some(), "/conflicts"),
        ];
        for (subject, is_there, pointer) in parts {
            match (subject == self.subject, is_there) {
                (true, false) => violations.push(Violation::new(Code::Required).at(pointer)),
                (false, true) => violations.push(Violation::new(Code::OtherSubject).at(pointer)),
                _ => {}
            }
        }
        violations.extend(self.ladder.iter().flat_map(LadderRules::check));
        violations.extend(self.scorecard.iter().flat_map(ScorecardRules::check));
        violations.extend(self.quorum.iter().flat_map(QuorumRule::check));
        violations.extend(self.conflicts.iter().flat_map(ConflictRule::check));
        violations
    }
}

impl RuleSet {
    /// Publishes the next version. `last` is the highest version so far, 0 where there is none; the
    /// first one holds for the past too.
    pub fn publish(
        permit: &Permit,
        id: RuleSetId,
        facts: RuleSetFacts,
        last: i32,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let mut violations = facts.check();
        if last > 0 {
            violations.extend(facts.too_early(now.day()));
        }
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        let thing = Self {
            meta: Meta::first(id, now),
            published: Published { version: last + 1, author: permit.account(), facts },
        };
        let published = &thing.published;
        let (subject, version) = (published.facts.subject, published.version.to_string());
        let published = Recorded::new(permit, thing, EventType::RuleSetPublished, now)?;
        Ok(published.fact("subject", subject.text()).fact("version", version))
    }

    /// A part of what it says, with its number.
    pub fn numbered<R>(
        &self,
        part: impl FnOnce(&RuleSetFacts) -> Option<R>,
    ) -> Option<Numbered<R>> {
        part(self.facts()).map(|rule| Numbered { version: self.version(), rule })
    }

    /// Its number within its subject, counted from 1.
    #[must_use]
    pub const fn version(&self) -> i32 {
        self.published.version
    }

    /// Who published it; `None` where it came with the program.
    #[must_use]
    pub const fn author(&self) -> Option<AccountId> {
        self.published.author
    }

    /// What it says.
    #[must_use]
    pub const fn facts(&self) -> &RuleSetFacts {
        &self.published.facts
    }
}

/// The version in force on a day: of those that have taken effect the highest; before the first took
/// effect, the first.
#[must_use]
pub fn in_force(all: Vec<RuleSet>, subject: RuleSubject, on: Day) -> Option<RuleSet> {
    let mut own: Vec<RuleSet> =
        all.into_iter().filter(|r| r.published.facts.subject == subject).collect();
    own.sort_by_key(|r| r.published.version);
    let place = own.iter().rposition(|r| r.published.facts.effective_from <= on).unwrap_or(0);
    (place < own.len()).then(|| own.swap_remove(place))
}

impl Document for RuleSet {
    type State = Published;
    fn state(&self) -> &Published {
        &self.published
    }
    fn restore(meta: Meta<RuleSetId>, published: Published) -> Self {
        Self { meta, published }
    }
}

impl Entity for RuleSet {
    type Id = RuleSetId;
    const KIND: Kind = Kind::RuleSet;

    fn meta(&self) -> &Meta<RuleSetId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors::default()
    }
}
