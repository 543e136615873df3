//! Proposals: what a cluster and an academic partner want to do, and how far it has come.

pub mod comparison;
pub mod cost;
pub mod history;
mod lifecycle;
pub mod service;

use crate::Code;
pub use lifecycle::{ProposalState, ProposalStep, TRANSITIONS, diagram};

use cost::CostLine;
use history::{Act, History, act};

use crate::kernel::entity::{Facts, Refusal, examine};
use crate::kernel::id::{CallId, ClusterId, InstitutionId, ProposalId};
use crate::kernel::money::Paise;
use crate::kernel::name::Name;
use crate::kernel::text::Paragraphs;
use crate::money::award::AwardTerms;
use crate::policy::actor::{Actor, Anchors};
use crate::policy::{self, Action, Permit, Proofs};
use crate::programme::call::form;
use crate::programme::mandate::{self, Wanted};
use crate::programme::meeting::Citation;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

/// Drafts of one cluster at most.
pub const MOST_DRAFTS: i64 = 50;
/// A proposal is not changed any more after so many revisions: each is kept whole.
pub const MOST_REVISIONS: i64 = 200;

/// What an applicant states in a proposal.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalFacts {
    /// Its title.
    pub title: Name,
    /// The cluster that proposes.
    pub cluster_id: ClusterId,
    /// The academic partner.
    pub institution_id: InstitutionId,
    /// The objectives.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub objective: Paragraphs,
    /// The seed money asked for, in paise.
    pub asked_paise: Paise,
    /// The call that it answers.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub call_id: Option<CallId>,
    /// The answers to the form of the call. A draft may be incomplete.
    #[serde(default, deserialize_with = "form::read_answers")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>, nullable))]
    pub answers: Option<serde_json::Value>,
    /// The cost lines.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub cost_lines: Vec<CostLine>,
}

/// The fields of a step.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepFacts {
    /// The reason; required by `return`, `reject` and `cancel`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub reason: Option<Paragraphs>,
    /// The amount sanctioned, in paise. Required by `sanction`, refused by every other step.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub sanctioned_paise: Option<Paise>,
    /// The milestones and tranches; only for `sanction`. Without them the whole amount is
    /// one tranche.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub terms: Option<AwardTerms>,
    /// The item of closed minutes that decided it. Required by `shortlist`, `recommend` and `sanction`, refused by every
    /// other step.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub minute: Option<Citation>,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    meta: Meta<ProposalId>,
    facts: ProposalFacts,
    district: DistrictCode,
    status: Status,
    history: History,
}

/// How far a proposal has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Where it stands.
    pub state: ProposalState,
    /// Since when.
    pub since: Moment,
    /// Why, where the last step gave a reason.
    pub reason: Option<Paragraphs>,
    /// The amount sanctioned.
    pub sanctioned: Option<Paise>,
}

impl Facts for (ProposalFacts, DistrictCode) {
    type Id = ProposalId;
    const KIND: Kind = Kind::Proposal;
    const CREATED: EventType = EventType::ProposalDrafted;
    const UPDATED: EventType = EventType::ProposalUpdated;
    const REMOVED: EventType = EventType::ProposalRemoved;

    fn anchors(&self, _id: ProposalId) -> Anchors {
        Anchors {
            districts: vec![self.1.clone()],
            clusters: vec![self.0.cluster_id],
            institutions: vec![self.0.institution_id],
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Violation> {
        let facts = &self.0;
        let mut violations = cost::check(&facts.cost_lines, facts.asked_paise);
        if facts.asked_paise.get() <= 0 {
            violations.push(Violation::new(Code::NothingAsked).at("/asked_paise"));
        }
        match &facts.answers {
            Some(_) if facts.call_id.is_none() => {
                violations.push(Violation::new(Code::NotHere).at("/answers"));
            }
            Some(answers) => violations.extend(form::check_answers(answers, "/answers")),
            None => {}
        }
        violations
    }

    fn search_text(&self) -> String {
        self.0.title.text()
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.0.title)
    }
}

impl Proposal {
    /// A new draft of a cluster that has `others`. The district is the cluster's.
    pub fn draft(
        permit: &Permit,
        id: ProposalId,
        facts: ProposalFacts,
        (district, others): (DistrictCode, i64),
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let checked = (facts, district);
        examine(&checked)?;
        if others >= MOST_DRAFTS {
            let violation = Violation::new(Code::TooManyDrafts).at("/cluster_id");
            return Err(Refusal::RequirementsNotMet(vec![violation.with(MOST_DRAFTS.to_string())]));
        }
        let status =
            Status { state: ProposalState::Draft, since: now, reason: None, sanctioned: None };
        let thing = Self {
            meta: Meta::first(id, now),
            facts: checked.0,
            district: checked.1,
            status,
            history: vec![act(permit, now)],
        };
        Recorded::new(permit, thing, EventType::ProposalDrafted, now)
    }

    /// Changes a draft or a returned proposal.
    pub fn amend(
        self,
        permit: &Permit,
        facts: ProposalFacts,
        district: DistrictCode,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if !self.status.state.is_editable() {
            return Err(Refusal::IllegalStep { step: "update", state: self.status.state.text() });
        }
        if self.meta.revision > MOST_REVISIONS {
            let often = Violation::new(Code::AmendedTooOften).with(MOST_REVISIONS.to_string());
            return Err(Refusal::of(vec![often]));
        }
        // What was handed in within the window of one call, to one core group, does not come back to another.
        let kept = [
            ("/call_id", facts.call_id == self.facts.call_id),
            ("/cluster_id", facts.cluster_id == self.facts.cluster_id),
        ];
        let moved = kept.iter().filter(|(_, is_kept)| !is_kept);
        let moved: Vec<Violation> =
            moved.map(|(at, _)| Violation::new(Code::Fixed).at(at)).collect();
        if self.submitted_at().is_some() && !moved.is_empty() {
            return Err(Refusal::Invalid(moved));
        }
        let checked = (facts, district);
        examine(&checked)?;
        let thing =
            Self { meta: self.meta.next(now), facts: checked.0, district: checked.1, ..self };
        Recorded::new(permit, thing, EventType::ProposalUpdated, now)
    }

    /// Takes one step of the lifecycle. What core groups decide is taken by the authority of their closed
    /// minutes alone, by nobody who has done what is to be separate, and by nobody in conflict.
    pub fn step(
        mut self,
        permit: &Permit,
        step: ProposalStep,
        with: StepFacts,
        proofs: &Proofs<'_>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let from = self.status.state;
        let illegal = Refusal::IllegalStep { step: step.text(), state: from.text() };
        let state = from.after(step).ok_or(illegal)?;
        let sanctioned = self.examine_step(step, &with)?;
        let id = self.meta.id;
        proofs.past.require_apart(permit, id, &self.history)?;
        let minute = self.authorised(step, &proofs.authority)?;
        self.history.push(Act { minute, ..act(permit, now) });
        let status = Status { state, since: now, reason: with.reason, sanctioned };
        let thing = Self { meta: self.meta.next(now), status, ..self };
        let taken = Recorded::new(permit, thing, step.event(), now)?;
        proofs.require_clear(permit, id)?;
        Ok(taken.fact("from", from.text()).fact("to", state.text()))
    }

    /// Follows its cluster into another district; `None` where that changes nothing. Only a draft, or what has come
    /// to an end, follows: the applicant does not choose the core group that decides.
    pub fn relocate(
        self,
        permit: &Permit,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if self.district == *district {
            return Ok(None);
        }
        let thing = Self { meta: self.meta.next(now), district: district.clone(), ..self };
        Recorded::new(permit, thing, EventType::ProposalRelocated, now).map(Some)
    }

    /// Removes a draft; what has been submitted is withdrawn instead.
    pub fn remove(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        if self.status.state != ProposalState::Draft {
            return Err(Refusal::IllegalStep { step: "remove", state: self.status.state.text() });
        }
        let thing = Self { meta: self.meta.next(now), ..self };
        Recorded::new(permit, thing, EventType::ProposalRemoved, now)
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(
        meta: Meta<ProposalId>,
        facts: ProposalFacts,
        district: DistrictCode,
        status: Status,
        history: History,
    ) -> Self {
        Self { meta, facts, district, status, history }
    }

    /// Who did what to it, the oldest first.
    #[must_use]
    pub fn history(&self) -> &[Act] {
        &self.history
    }

    /// What the applicant states.
    #[must_use]
    pub const fn facts(&self) -> &ProposalFacts {
        &self.facts
    }

    /// The district of the cluster.
    #[must_use]
    pub const fn district(&self) -> &DistrictCode {
        &self.district
    }

    /// How far it has come.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// The steps that are legal now and open to this actor.
    #[must_use]
    pub fn steps_for(&self, actor: &Actor) -> Vec<ProposalStep> {
        let anchors = self.anchors();
        self.status
            .state
            .steps()
            .filter(|s| policy::authorize(actor, s.action(), &anchors).is_ok())
            .collect()
    }

    /// What a step wants to be authorised for, where it needs that.
    #[must_use]
    pub fn wanted(&self, step: ProposalStep, with: &StepFacts) -> Option<Wanted<'_>> {
        mandate::decision_of(step).map(|decision| Wanted {
            decision,
            proposal: self.meta.id,
            district: &self.district,
            amount: with.sanctioned_paise,
            tranche: None,
            since: self.submitted_at(),
            revision: None,
            used: history::cited(&self.history),
        })
    }

    /// How it waits, where it waits for anybody.
    #[must_use]
    pub fn waiting(&self, now: Moment) -> Option<service::Waiting> {
        let level = self.status.state.service_level()?;
        Some(level.waiting(self.status.since, now))
    }

    /// When it was last handed in.
    #[must_use]
    pub fn submitted_at(&self) -> Option<Moment> {
        let mut acts = self.history.iter().rev();
        acts.find(|act| act.action == Action::SubmitProposal).map(|act| act.at)
    }

    /// Whether what was attached at a moment is part of what was, or will be, handed in; what comes later is evidence.
    #[must_use]
    pub fn applies_with(&self, attached_at: Moment) -> bool {
        let is_before = |handed_in: Moment| attached_at < handed_in;
        self.status.state.is_editable() || self.submitted_at().is_some_and(is_before)
    }

    /// Whether others ever sent it back: then it may be handed in again after the window.
    #[must_use]
    pub fn was_sent_back(&self) -> bool {
        let mut acts = self.history.iter().map(|act| act.action);
        acts.any(|act| act == Action::ReturnProposal)
    }

    /// The item that authorises a step, where it needs one.
    fn authorised(
        &self,
        step: ProposalStep,
        authority: &mandate::Authority,
    ) -> Result<Option<Citation>, Refusal> {
        let Some(decision) = mandate::decision_of(step) else {
            return Ok(None);
        };
        match authority {
            Ok(mandate) if mandate.is_for(decision, self.meta.id, None) => {
                Ok(Some(mandate.cited()))
            }
            Err(violations) if !violations.is_empty() => {
                Err(Refusal::RequirementsNotMet(violations.clone()))
            }
            _ => Err(Refusal::RequirementsNotMet(vec![mandate::uncited(decision)])),
        }
    }

    /// What the step needs and what it must not carry; the amount that stands afterwards (R6.7:
    /// sanctioned ≤ asked).
    fn examine_step(&self, step: ProposalStep, with: &StepFacts) -> Result<Option<Paise>, Refusal> {
        let mut violations = Vec::new();
        if step.needs_reason() && with.reason.is_none() {
            violations.push(Violation::new(Code::Required).at("/reason"));
        }
        if with.terms.is_some() && step != ProposalStep::Sanction {
            violations.push(Violation::new(Code::NotHere).at("/terms"));
        }
        match (step, with.sanctioned_paise) {
            (ProposalStep::Sanction, None) => {
                violations.push(Violation::new(Code::Required).at("/sanctioned_paise"));
            }
            (ProposalStep::Sanction, Some(amount))
                if amount.get() == 0 || amount > self.facts.asked_paise =>
            {
                violations.push(
                    Violation::new(Code::OverAsked)
                        .at("/sanctioned_paise")
                        .with(self.facts.asked_paise.get().to_string()),
                );
            }
            (ProposalStep::Sanction, Some(_)) | (_, None) => {}
            (_, Some(_)) => violations.push(Violation::new(Code::NotHere).at("/sanctioned_paise")),
        }
        if with.minute.is_some() && mandate::decision_of(step).is_none() {
            violations.push(Violation::new(Code::NotHere).at("/minute"));
        }
        if violations.is_empty() {
            Ok(with.sanctioned_paise.or(self.status.sanctioned))
        } else {
            Err(Refusal::Invalid(violations))
        }
    }
}

impl Entity for Proposal {
    type Id = ProposalId;
    const KIND: Kind = Kind::Proposal;

    fn meta(&self) -> &Meta<ProposalId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        (self.facts.clone(), self.district.clone()).anchors(self.meta.id)
    }

    fn search_text(&self) -> String {
        self.facts.title.text()
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.facts.title)
    }
}
