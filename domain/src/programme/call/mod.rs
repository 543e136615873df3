//! Calls for proposals: windows, targets, budget, form and rubric (rule R6.1).

pub mod form;

use crate::Code;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{CallId, ClusterId};
use crate::kernel::money::Paise;
use crate::kernel::name::Name;
use crate::kernel::text::Paragraphs;
use crate::policy::actor::Anchors;
use crate::policy::{Action, Permit};
use crate::programme::proposal::cost::{self, CostLine};
use crate::programme::review::Rubric;
use crate::registry::activity::ActivityCode;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

words! {
    /// The state of a call.
    CallState("call_state") {
        /// Being written.
        Draft = "draft" ("Draft", "കരട്"),
        /// Published: within its window, proposals can be submitted.
        Open = "open" ("Open", "തുറന്നു"),
        /// Closed: submitted proposals are being decided.
        Closed = "closed" ("Closed", "അടച്ചു"),
        /// Done.
        Archived = "archived" ("Archived", "ആർക്കൈവ് ചെയ്തു"),
        /// Cancelled.
        Cancelled = "cancelled" ("Cancelled", "റദ്ദാക്കി"),
    }
}

words! {
    /// A step of a call.
    CallStep("call_step") {
        /// Publish it.
        Open = "open" ("Publish", "പ്രസിദ്ധീകരിക്കുക"),
        /// Close it: no more proposals can be submitted.
        Close = "close" ("Close", "അടയ്ക്കുക"),
        /// Archive it.
        Archive = "archive" ("Archive", "ആർക്കൈവ് ചെയ്യുക"),
        /// Cancel it.
        Cancel = "cancel" ("Cancel", "റദ്ദാക്കുക"),
    }
}

/// What a call still has on its hands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Proposals that were handed in and are not decided.
    pub proposals: usize,
    /// Awards that are not settled.
    pub awards: usize,
}

impl UnderWay {
    /// What of it stands in the way of a step: whoever calls a call off leaves nothing owed, and whoever puts it away
    /// nothing undecided either.
    #[must_use]
    pub fn bars(self, step: CallStep) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.awards > 0 && matches!(step, CallStep::Cancel | CallStep::Archive) {
            violations.push(Violation::new(Code::AwardsUnsettled).with(self.awards.to_string()));
        }
        if self.proposals > 0 && step == CallStep::Archive {
            violations
                .push(Violation::new(Code::ProposalsUndecided).with(self.proposals.to_string()));
        }
        violations
    }
}

/// Every legal step: from, step, to.
pub const CALL_STEPS: &[(CallState, CallStep, CallState)] = &[
    (CallState::Draft, CallStep::Open, CallState::Open),
    (CallState::Draft, CallStep::Cancel, CallState::Cancelled),
    (CallState::Open, CallStep::Close, CallState::Closed),
    (CallState::Open, CallStep::Cancel, CallState::Cancelled),
    (CallState::Closed, CallStep::Archive, CallState::Archived),
];

impl CallStep {
    /// The action that the policy knows the step by.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Open => Action::OpenCall,
            Self::Close => Action::CloseCall,
            Self::Archive => Action::ArchiveCall,
            Self::Cancel => Action::CancelCall,
        }
    }

    /// What has happened then.
    #[must_use]
    pub const fn event(self) -> EventType {
        match self {
            Self::Open => EventType::CallOpened,
            Self::Close => EventType::CallClosed,
            Self::Archive => EventType::CallArchived,
            Self::Cancel => EventType::CallCancelled,
        }
    }
}

impl CallState {
    /// The state that a step leads to, if the step is legal here.
    #[must_use]
    pub fn after(self, step: CallStep) -> Option<Self> {
        CALL_STEPS.iter().find(|(from, by, _)| *from == self && *by == step).map(|(_, _, to)| *to)
    }

    /// The legal steps from here.
    pub fn steps(self) -> impl Iterator<Item = CallStep> {
        CALL_STEPS.iter().filter(move |(from, _, _)| *from == self).map(|(_, step, _)| *step)
    }
}

/// An application form.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The version number that the programme gave it.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub version: i32,
    /// The JSON Schema (2020-12) of the answers, of type object. Keywords that refer to other schemas or
    /// branch are refused.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub schema: serde_json::Value,
}

/// What a call favours.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    /// The bonus that is added to the total of a proposal, in hundredths of a point of 100.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000))]
    pub points: i32,
    /// The clusters that get the bonus.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub cluster_ids: Vec<ClusterId>,
}

/// What is stated about a call.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallFacts {
    /// Its title.
    pub title: Name,
    /// What the call is for.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub brief: Paragraphs,
    /// Since when proposals can be submitted.
    pub opens_at: Moment,
    /// Until when proposals can be submitted, exclusive.
    pub closes_at: Moment,
    /// Districts of eligible clusters. Empty: all of Kerala.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 14))]
    pub districts: Vec<DistrictCode>,
    /// Activities of eligible clusters, narrower codes included. Empty: all.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub activities: Vec<ActivityCode>,
    /// The budget for sanctions, in paise.
    pub budget_paise: Paise,
    /// The application form.
    pub form: Form,
    /// The rubric for reviews.
    pub rubric: Rubric,
    /// What the call favours.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub bonus: Option<Bonus>,
}

/// Everything that is known of a call.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CallRecord {
    /// What is stated.
    pub facts: CallFacts,
    /// Where it stands.
    pub state: CallState,
    /// Why, where the last step gave a reason.
    pub reason: Option<Paragraphs>,
}

/// A call for proposals.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    meta: Meta<CallId>,
    record: CallRecord,
}

impl CallFacts {
    /// Rules between the facts.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.closes_at <= self.opens_at {
            violations.push(Violation::new(Code::EndsBeforeStart).at("/closes_at"));
        }
        if self.budget_paise.get() <= 0 {
            violations.push(Violation::new(Code::NoAmount).at("/budget_paise"));
        }
        for (at, district) in self.districts.iter().enumerate() {
            if self.districts.iter().take(at).any(|d| d == district) {
                violations.push(Violation::new(Code::Repeated).at(&format!("/districts/{at}")));
            }
        }
        violations.extend(crate::registry::enterprise::repeated(&self.activities));
        violations.extend(form::examine(&self.form.schema, "/form/schema"));
        violations.extend(self.rubric.check());
        violations
    }

    /// The state of a call. That of several districts, or of all, is the State's.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        let districts = match self.districts.as_slice() {
            [one] => vec![one.clone()],
            _ => Vec::new(),
        };
        Anchors { districts, ..Anchors::default() }
    }

    /// Where it can be answered, and its ledger is read: in its districts, or in every one.
    #[must_use]
    pub fn reach(&self) -> Anchors {
        let districts =
            if self.districts.is_empty() { DistrictCode::all() } else { self.districts.clone() };
        Anchors { districts, ..Anchors::default() }
    }

    /// What is added for a cluster, in hundredths of a point of 100.
    #[must_use]
    pub fn bonus_for(&self, cluster: ClusterId) -> i64 {
        let bonus = self.bonus.as_ref();
        let favoured = bonus.filter(|bonus| bonus.cluster_ids.contains(&cluster));
        favoured.map_or(0, |bonus| i64::from(bonus.points))
    }

    /// What a proposal lacks that asks so much for these lines: nobody could ever sanction it.
    #[must_use]
    pub fn pays(&self, asked: Paise, lines: &[CostLine]) -> Vec<Violation> {
        let mut violations: Vec<Violation> = cost::unpayable(lines).into_iter().collect();
        if asked > self.budget_paise {
            let violation = Violation::new(Code::OverBudget).at("/asked_paise");
            violations.push(violation.with(self.budget_paise.get().to_string()));
        }
        violations
    }

    /// Whether a cluster is meant: by its district, and by what its members do.
    #[must_use]
    pub fn is_for(&self, district: &DistrictCode, activities: &[ActivityCode]) -> Vec<Violation> {
        let mut violations = Vec::new();
        if !self.districts.is_empty() && !self.districts.contains(district) {
            violations.push(Violation::new(Code::CallElsewhere).at("/cluster_id"));
        }
        let is_within = |wide: &ActivityCode, narrow: &ActivityCode| {
            wide.version == narrow.version
                && narrow.code.to_string().starts_with(&wide.code.to_string())
        };
        let is_meant = |activity| self.activities.iter().any(|wide| is_within(wide, activity));
        if !self.activities.is_empty() && !activities.iter().any(is_meant) {
            violations.push(Violation::new(Code::CallOtherActivity).at("/cluster_id"));
        }
        violations
    }

    /// What other facts would change that applicants rely on once the call is open: everything but the
    /// title, the brief, and a later end; and the end too, once it has passed.
    fn fixed(&self, other: &Self, now: Moment) -> Vec<Violation> {
        let is_over = self.closes_at <= now && self.closes_at != other.closes_at;
        let over = is_over.then(|| Violation::new(Code::WindowOver).at("/closes_at"));
        [
            ("/opens_at", self.opens_at == other.opens_at),
            ("/closes_at", is_over || self.closes_at <= other.closes_at),
            ("/districts", self.districts == other.districts),
            ("/activities", self.activities == other.activities),
            ("/budget_paise", self.budget_paise == other.budget_paise),
            ("/form", self.form == other.form),
            ("/rubric", self.rubric == other.rubric),
            ("/bonus", self.bonus == other.bonus),
        ]
        .into_iter()
        .filter(|(_, is_same)| !is_same)
        .map(|(pointer, _)| Violation::new(Code::FixedOnceOpen).at(pointer))
        .chain(over)
        .collect()
    }
}

impl Call {
    /// A new draft.
    pub fn draft(
        permit: &Permit,
        id: CallId,
        facts: CallFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        flawless(facts.check())?;
        let record = CallRecord { facts, state: CallState::Draft, reason: None };
        let meta = Meta::first(id, now);
        Recorded::new(permit, Self { meta, record }, EventType::CallDrafted, now)
    }

    /// Changes a draft, or of an open call what may still be changed.
    pub fn amend(
        mut self,
        permit: &Permit,
        facts: CallFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        match self.record.state {
            CallState::Draft => {}
            CallState::Open => flawless(self.record.facts.fixed(&facts, now))?,
            state => return Err(illegal("update", state)),
        }
        flawless(facts.check())?;
        self.record.facts = facts;
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::CallUpdated, now)
    }

    /// Takes one step of the lifecycle, as far as what is under way lets it.
    pub fn step(
        mut self,
        permit: &Permit,
        step: CallStep,
        (reason, under_way): (Option<Paragraphs>, UnderWay),
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let from = self.record.state;
        self.record.state = from.after(step).ok_or_else(|| illegal(step.text(), from))?;
        if step == CallStep::Cancel && reason.is_none() {
            return Err(Refusal::Invalid(vec![Violation::new(Code::Required).at("/reason")]));
        }
        let barred = under_way.bars(step);
        if !barred.is_empty() {
            return Err(Refusal::RequirementsNotMet(barred));
        }
        if step == CallStep::Open && self.record.facts.closes_at <= now {
            return Err(Refusal::RequirementsNotMet(vec![
                Violation::new(Code::WindowOver).at("/closes_at"),
            ]));
        }
        if step == CallStep::Close && now < self.record.facts.closes_at {
            let violation =
                Violation::new(Code::NotYet).with(self.record.facts.closes_at.to_string());
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        self.record.reason = reason;
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, step.event(), now)
    }

    /// Removes a draft; what was published is called off instead.
    pub fn remove(mut self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        if self.record.state != CallState::Draft {
            return Err(illegal("remove", self.record.state));
        }
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::CallRemoved, now)
    }

    /// What is stated about it.
    #[must_use]
    pub const fn facts(&self) -> &CallFacts {
        &self.record.facts
    }

    /// Whether a proposal can be handed in now.
    #[must_use]
    pub fn takes(&self, now: Moment) -> bool {
        let facts = &self.record.facts;
        self.record.state == CallState::Open && facts.opens_at <= now && now < facts.closes_at
    }
}

impl Entity for Call {
    type Id = CallId;
    const KIND: Kind = Kind::Call;

    fn meta(&self) -> &Meta<CallId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        self.record.facts.anchors()
    }

    fn search_text(&self) -> String {
        self.record.facts.title.text()
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.record.facts.title)
    }
}

impl Document for Call {
    type State = CallRecord;

    fn state(&self) -> &CallRecord {
        &self.record
    }

    fn restore(meta: Meta<CallId>, record: CallRecord) -> Self {
        Self { meta, record }
    }
}

fn illegal(step: &'static str, state: CallState) -> Refusal {
    Refusal::IllegalStep { step, state: state.text() }
}

fn flawless(violations: Vec<Violation>) -> Result<(), Refusal> {
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}
