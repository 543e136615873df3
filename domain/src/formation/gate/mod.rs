//! The initiation gate: in an assembly constituency the programme starts for a cluster only when an
//! academic or research centre and the cluster itself have both declared their interest (rule R3.3).

use crate::Code;
use crate::formation::statement::{AsOf, Statement, StatementFacts};
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::evidence::Evidence;
use crate::kernel::id::{ClusterId, GateTryId, InstitutionId, InterestId};
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::registry::institution::InstitutionKind;
use crate::registry::place::{DistrictCode, PlaceCode};
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

/// The rule that tries are judged by; it changes its name when it changes.
pub const RULE: &str = "gate-1";

words! {
    /// Whose interest is expressed.
    InterestSide("interest_side") {
        /// Of an academic or research centre.
        Academic = "academic" ("Academic or research centre", "അക്കാദമിക അല്ലെങ്കിൽ ഗവേഷണ കേന്ദ്രം"),
        /// Of the cluster itself.
        Cluster = "cluster" ("Cluster", "ക്ലസ്റ്റർ"),
    }
}

/// An expression of interest.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InterestFacts {
    /// The cluster that it is about.
    pub cluster_id: ClusterId,
    /// The number of the assembly constituency that it is about.
    pub constituency: PlaceCode,
    /// Whose interest.
    pub side: InterestSide,
    /// The academic or research centre. Required for the academic side, refused for the cluster's side.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub institution_id: Option<InstitutionId>,
    /// The first day that it is valid.
    pub valid_from: Day,
    /// The last day, inclusive.
    pub valid_until: Day,
    /// For an academic centre evidence of its aptitude, at least one piece; for a cluster, of its
    /// resolution.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub evidence: Vec<Evidence>,
}

/// An expression of interest as it was declared.
pub type Interest = Statement<InterestFacts>;

impl InstitutionKind {
    /// Whether it is an academic or research centre: only these can open the gate.
    #[must_use]
    pub const fn is_academic(self) -> bool {
        matches!(
            self,
            Self::University | Self::College | Self::ResearchLaboratory | Self::CentreOfExcellence
        )
    }
}

impl StatementFacts for InterestFacts {
    type Id = InterestId;
    const KIND: Kind = Kind::ExpressionOfInterest;
    const STATED: EventType = EventType::InterestStated;
    const WITHDRAWN: EventType = EventType::InterestWithdrawn;
    const RELOCATED: EventType = EventType::InterestRelocated;

    fn cluster(&self) -> ClusterId {
        self.cluster_id
    }
    fn subject(&self) -> String {
        self.constituency.to_string()
    }
    fn institution(&self) -> Option<InstitutionId> {
        self.institution_id
    }
    fn from(&self) -> Day {
        self.valid_from
    }
    fn until(&self) -> Option<Day> {
        Some(self.valid_until)
    }

    fn check(&self, _today: Day) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.valid_until < self.valid_from {
            violations.push(Violation::new(Code::EndsBeforeStart).at("/valid_until"));
        }
        match (self.side, self.institution_id) {
            (InterestSide::Academic, None) => {
                violations.push(Violation::new(Code::Required).at("/institution_id"));
            }
            (InterestSide::Cluster, Some(_)) => {
                violations.push(Violation::new(Code::NotOfThisSide).at("/institution_id"));
            }
            _ => {}
        }
        if self.side == InterestSide::Academic && self.evidence.is_empty() {
            violations.push(Violation::new(Code::AptitudeWithoutEvidence).at("/evidence"));
        }
        violations
    }

    /// An academic centre speaks for itself, and the cluster for itself; the convenor of the
    /// cluster's district may enter either from paper.
    fn speaker(&self, district: &DistrictCode) -> Anchors {
        let mut anchors = Anchors { districts: vec![district.clone()], ..Anchors::default() };
        match self.side {
            InterestSide::Academic => anchors.institutions.extend(self.institution_id),
            InterestSide::Cluster => anchors.clusters.push(self.cluster_id),
        }
        anchors
    }
}

words! {
    /// What is missing at the gate.
    FindingCode("gate_finding") {
        /// Nobody of that side has declared interest.
        Missing = "missing" ("No expression of interest", "താൽപ്പര്യപത്രമില്ല"),
        /// The interest is declared for later days.
        NotYetValid = "not_yet_valid" ("Not valid yet", "കാലാവധി തുടങ്ങിയിട്ടില്ല"),
        /// The last one has expired.
        Expired = "expired" ("Expired", "കാലാവധി കഴിഞ്ഞു"),
        /// The last one has been withdrawn.
        Withdrawn = "withdrawn" ("Withdrawn", "പിൻവലിച്ചു"),
        /// The cluster is not anchored in the constituency.
        NotAnchored = "not_anchored" ("Cluster is not in this constituency", "ക്ലസ്റ്റർ ഈ മണ്ഡലത്തിൽ ഉൾപ്പെടുന്നില്ല"),
        /// The programme has started already.
        AlreadyInitiated = "already_initiated" ("Programme has started already", "പദ്ധതി നേരത്തേ തുടങ്ങിയതാണ്"),
        /// The programme has not started.
        NotInitiated = "not_initiated" ("Programme has not started", "പദ്ധതി തുടങ്ങിയിട്ടില്ല"),
    }
}

/// One thing that is missing at the gate.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The side that it is about. Absent if it is about neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<InterestSide>,
    /// What is wrong.
    pub code: FindingCode,
    /// The relevant day: the last valid day of what expired, the day of a withdrawal or
    /// start, or the first day of what is not valid yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// The expression of interest that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_id: Option<InterestId>,
}

impl Finding {
    /// The same as a violation, for the problem that refuses a try.
    #[must_use]
    pub fn violation(&self) -> Violation {
        let pointer = match self.side {
            Some(InterestSide::Academic) => "/academic_interest",
            Some(InterestSide::Cluster) => "/cluster_interest",
            None => "/constituency",
        };
        let code = match self.code {
            FindingCode::Missing => Violation::new(Code::InterestMissing),
            FindingCode::NotYetValid => Violation::new(Code::InterestNotYetValid),
            FindingCode::Expired => Violation::new(Code::InterestExpired),
            FindingCode::Withdrawn => Violation::new(Code::InterestWithdrawn),
            FindingCode::NotAnchored => Violation::new(Code::NotAnchored),
            FindingCode::AlreadyInitiated => Violation::new(Code::AlreadyInitiated),
            FindingCode::NotInitiated => Violation::new(Code::NotInitiated),
        };
        let violation = code.at(pointer);
        match self.on {
            Some(day) => violation.with(day.to_string()),
            None => violation,
        }
    }
}

/// What keeps one side closed on a day; `None` where an interest of that side counts.
fn side(all: &[&Interest], side: InterestSide, when: AsOf) -> Option<Finding> {
    let mine = all.iter().filter(|i| i.facts().side == side && i.is_known(when));
    let mine: Vec<&&Interest> = mine.collect();
    if mine.iter().any(|interest| interest.counts(when)) {
        return None;
    }
    let finding = |code, on, interest: &Interest| Finding {
        side: Some(side),
        code,
        on: Some(on),
        interest_id: Some(interest.meta().id),
    };
    // What came nearest to being valid: one to come, else the one that lasted longest.
    let standing = mine.iter().filter(|i| i.withdrawn_on(when).is_none());
    let coming = standing
        .clone()
        .filter(|i| i.facts().valid_from > when.holds_on)
        .min_by_key(|i| (i.facts().valid_from, i.meta().id));
    if let Some(interest) = coming {
        return Some(finding(FindingCode::NotYetValid, interest.facts().valid_from, interest));
    }
    let mut past: Vec<Finding> =
        standing.map(|i| finding(FindingCode::Expired, i.facts().valid_until, i)).collect();
    past.extend(mine.iter().filter_map(|i| {
        let on = i.withdrawn_on(when)?;
        Some(finding(FindingCode::Withdrawn, on, i))
    }));
    past.into_iter().max_by_key(|f| (f.on, f.interest_id)).or(Some(Finding {
        side: Some(side),
        code: FindingCode::Missing,
        on: None,
        interest_id: None,
    }))
}

/// Everything that keeps the gate of a constituency closed on a day; empty means open.
#[must_use]
pub fn findings(interests: &[Interest], constituency: &PlaceCode, when: AsOf) -> Vec<Finding> {
    let here: Vec<&Interest> =
        interests.iter().filter(|i| i.facts().constituency == *constituency).collect();
    [InterestSide::Academic, InterestSide::Cluster]
        .into_iter()
        .filter_map(|one| side(&here, one, when))
        .collect()
}

/// What keeps a cluster from handing in proposals on a day: nothing where the programme has
/// started in one of its constituencies and both sides' interest in it holds; else what is missing in
/// the constituency where least is.
#[must_use]
pub fn closed(before: &Before<'_>, when: AsOf) -> Vec<Finding> {
    let about = |code| Finding { side: None, code, on: None, interest_id: None };
    let lacks = |constituency: PlaceCode| {
        let mut found = findings(before.interests, &constituency, when);
        if initiated_on(before.tries, &constituency, when).is_none() {
            found.push(about(FindingCode::NotInitiated));
        }
        found
    };
    let all = before.cluster.facts().constituencies().into_iter();
    all.map(lacks).min_by_key(Vec::len).unwrap_or_else(|| vec![about(FindingCode::NotAnchored)])
}

/// Whether an academic partner's own interest holds where the programme has started for the cluster: what
/// a proposal is handed in with.
#[must_use]
pub fn has_partner(before: &Before<'_>, partner: InstitutionId, when: AsOf) -> bool {
    let is_theirs = |interest: &Interest, constituency: &PlaceCode| {
        let facts = interest.facts();
        facts.constituency == *constituency
            && facts.side == InterestSide::Academic
            && facts.institution_id == Some(partner)
            && interest.counts(when)
    };
    let all = before.cluster.facts().constituencies();
    all.iter().any(|constituency| {
        initiated_on(before.tries, constituency, when).is_some()
            && before.interests.iter().any(|one| is_theirs(one, constituency))
    })
}

words! {
    /// The outcome of an attempt.
    GateOutcome("gate_outcome") {
        /// The programme starts.
        Initiated = "initiated" ("Programme started", "പദ്ധതി തുടങ്ങി"),
        /// Something is missing.
        Refused = "refused" ("Refused", "നിരസിച്ചു"),
    }
}

/// The constituency of an attempt.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InitiationFacts {
    /// The number of the assembly constituency.
    pub constituency: PlaceCode,
}

/// A try to start the programme for a cluster: kept whether it succeeds or not.
#[derive(Debug, Clone, PartialEq)]
pub struct GateTry {
    meta: Meta<GateTryId>,
    /// What was tried and found.
    facts: GateTryFacts,
}

/// What was tried and found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GateTryFacts {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// Its district then.
    pub district: DistrictCode,
    /// The constituency.
    pub constituency: PlaceCode,
    /// What came of it.
    pub outcome: GateOutcome,
    /// The rule that it was judged by.
    pub rule: String,
    /// What was missing; empty where the programme starts.
    pub findings: Vec<Finding>,
}

/// What a try is judged by: the cluster's anchors, its interests, and the tries before.
#[derive(Debug)]
pub struct Before<'a> {
    /// The cluster.
    pub cluster: &'a crate::registry::cluster::Cluster,
    /// Every expression of interest about it.
    pub interests: &'a [Interest],
    /// The tries before.
    pub tries: &'a [GateTry],
}

impl GateTry {
    /// Tries, and keeps what came of it.
    pub fn make(
        permit: &Permit,
        id: GateTryId,
        before: &Before<'_>,
        constituency: PlaceCode,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let today = now.day();
        let when = AsOf { holds_on: today, known_on: today };
        let about = |code, on| Finding { side: None, code, on, interest_id: None };
        let facts = before.cluster.facts();
        let started = initiated_on(before.tries, &constituency, when);
        let found = if let Some(on) = started {
            vec![about(FindingCode::AlreadyInitiated, Some(on))]
        } else {
            let mut found = findings(before.interests, &constituency, when);
            if !facts.constituencies().contains(&constituency) {
                found.push(about(FindingCode::NotAnchored, None));
            }
            found
        };
        let (outcome, what) = if found.is_empty() {
            (GateOutcome::Initiated, EventType::GateTryInitiated)
        } else {
            (GateOutcome::Refused, EventType::GateTryRefused)
        };
        let thing = Self {
            meta: Meta::first(id, now),
            facts: GateTryFacts {
                cluster_id: before.cluster.meta().id,
                district: facts.district.clone(),
                constituency,
                outcome,
                rule: RULE.to_owned(),
                findings: found,
            },
        };
        let (cluster, place) =
            (thing.facts.cluster_id.to_string(), thing.facts.constituency.to_string());
        let made = Recorded::new(permit, thing, what, now)?;
        Ok(made.fact("cluster_id", cluster).fact("constituency", place))
    }

    /// What was tried and found.
    #[must_use]
    pub const fn facts(&self) -> &GateTryFacts {
        &self.facts
    }
}

/// The day on which the programme started in a constituency, as far as that was so and known.
#[must_use]
pub fn initiated_on(tries: &[GateTry], constituency: &PlaceCode, when: AsOf) -> Option<Day> {
    tries
        .iter()
        .filter(|one| one.facts.outcome == GateOutcome::Initiated)
        .filter(|one| one.facts.constituency == *constituency)
        .map(|one| one.meta.created_at.day())
        .filter(|day| *day <= when.holds_on && *day <= when.known_on)
        .min()
}

impl Document for GateTry {
    type State = GateTryFacts;
    fn state(&self) -> &GateTryFacts {
        &self.facts
    }
    fn restore(meta: Meta<GateTryId>, facts: GateTryFacts) -> Self {
        Self { meta, facts }
    }
}

impl Entity for GateTry {
    type Id = GateTryId;
    const KIND: Kind = Kind::GateTry;

    fn meta(&self) -> &Meta<GateTryId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.facts.district.clone()],
            clusters: vec![self.facts.cluster_id],
            ..Anchors::default()
        }
    }
}

#[cfg(test)]
mod tests;
