//! An enterprise: its facts, where each comes from, and its transitions.

use super::EnterpriseFacts;
use super::provenance::{self, EnterpriseField, Mark, Marks, Statement};
use crate::Code;
use crate::kernel::entity::{Document, Facts, Refusal, examine};
use crate::kernel::id::EnterpriseId;
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::policy::privacy::is_masked_name;
use crate::registry::size::{self, Size};
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

/// Everything that is known of an enterprise but its identity and history.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EnterpriseState {
    /// What is stated about it.
    pub facts: EnterpriseFacts,
    /// Where each fact comes from.
    #[serde(default, with = "super::marks")]
    pub marks: Marks,
    /// The day on which its personal data was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_on: Option<Day>,
    /// The day for which the class was computed that lists are filtered by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classed_on: Option<Day>,
}

/// An enterprise.
#[derive(Debug, Clone, PartialEq)]
pub struct Enterprise {
    meta: Meta<EnterpriseId>,
    state: EnterpriseState,
}

impl Enterprise {
    /// A new enterprise, on the word of whoever registers it.
    pub fn register(
        permit: &Permit,
        id: EnterpriseId,
        facts: EnterpriseFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        Self::register_by(permit, id, facts, &declaration(now)?, now)
    }

    /// A new enterprise, on the word of a source.
    pub fn register_by(
        permit: &Permit,
        id: EnterpriseId,
        facts: EnterpriseFacts,
        statement: &Statement,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let violations = flaws_of_masks(&facts, EnterpriseField::ALL);
        look_at(&facts, now, violations)?;
        let marks = provenance::mark_all(&facts, &Mark::of(permit, statement, now));
        let state = EnterpriseState { facts, marks, erased_on: None, classed_on: Some(now.day()) };
        let thing = Self { meta: Meta::first(id, now), state };
        Recorded::new(permit, thing, EventType::EnterpriseCreated, now)
    }

    /// The enterprise with other facts, on the word of whoever changes them.
    pub fn amend(
        self,
        permit: &Permit,
        facts: EnterpriseFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let (recorded, _kept) = self.amend_by(permit, facts, &declaration(now)?, now)?;
        Ok(recorded)
    }

    /// The enterprise with other facts, on the word of a source; and which facts an import has left as
    /// they were, because they are protected.
    pub fn amend_by(
        mut self,
        permit: &Permit,
        mut facts: EnterpriseFacts,
        statement: &Statement,
        now: Moment,
    ) -> Result<(Recorded<Self>, Vec<EnterpriseField>), Refusal> {
        let (marks, old) = (&mut self.state.marks, &self.state.facts);
        let kept = if statement.is_import {
            provenance::keep_protected(marks, statement, old, &mut facts)
        } else {
            Vec::new()
        };
        let mut violations = flaws_of_masks(&facts, &statement.named);
        let mut checked = facts.clone();
        for field in provenance::to_be_named(statement, &kept, old, &facts) {
            field.copy(&old.bare(), &mut checked);
            violations.push(Violation::new(Code::StatedTogether).at(&format!("/{field}")));
        }
        look_at(&checked, now, violations)?;
        let mark = Mark::of(permit, statement, now);
        let mut new = statement.clone();
        new.named.retain(|field| !kept.contains(field));
        provenance::mark_changes(marks, &new, old, &facts, &mark);
        self.state.facts = facts;
        let recorded = self.next(permit, EventType::EnterpriseUpdated, now)?;
        Ok((recorded, kept))
    }

    /// The enterprise with facts that imports leave as they are, or no longer do.
    pub fn protect(
        mut self,
        permit: &Permit,
        fields: &[EnterpriseField],
        is_protected: bool,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let statement = declaration(now)?;
        for field in fields {
            // A fact that nobody has stated can be protected too: then it stays absent.
            let mark = self.state.marks.entry(*field);
            mark.or_insert_with(|| Mark::of(permit, &statement, now)).is_protected = is_protected;
        }
        let what = if is_protected {
            EventType::EnterpriseProtected
        } else {
            EventType::EnterpriseUnprotected
        };
        let names: Vec<&str> = fields.iter().map(|field| field.text()).collect();
        let recorded = self.next(permit, what, now)?;
        Ok(recorded.fact("fields", names.join(" ")))
    }

    /// The end of the enterprise.
    pub fn remove(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        self.next(permit, EventType::EnterpriseRemoved, now)
    }

    /// The end of the enterprise as a record of its own: it has been found to be another.
    pub fn merge_away(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        self.next(permit, EventType::EnterpriseMerged, now)
    }

    /// The enterprise again, as it was when it was merged away: the state after its last one.
    pub fn bring_back(
        permit: &Permit,
        last: Meta<EnterpriseId>,
        state: EnterpriseState,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        examine(&state.facts)?;
        let thing = Self { meta: last, state };
        thing.next(permit, EventType::EnterpriseUnmerged, now)
    }

    pub(super) fn next(
        self,
        permit: &Permit,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self {
            meta: self.meta.next(now),
            state: EnterpriseState { classed_on: Some(now.day()), ..self.state },
        };
        Recorded::new(permit, thing, what, now)
    }

    /// The same enterprise in another state, for the transitions beside this file.
    pub(super) fn in_state(self, state: EnterpriseState) -> Self {
        Self { state, ..self }
    }

    /// What has been stated about it.
    #[must_use]
    pub const fn facts(&self) -> &EnterpriseFacts {
        &self.state.facts
    }

    /// Where each fact comes from.
    #[must_use]
    pub const fn marks(&self) -> &Marks {
        &self.state.marks
    }

    /// The day on which its personal data was erased.
    #[must_use]
    pub const fn erased_on(&self) -> Option<Day> {
        self.state.erased_on
    }

    /// Its size class on a day.
    #[must_use]
    pub fn size(&self, as_of: Day) -> Size {
        size::size(&self.state.facts.figures, as_of)
    }

    /// The same enterprise with the class of another day for lists. Its facts and revision stay.
    #[must_use]
    pub fn classed(mut self, on: Day) -> Self {
        self.state.classed_on = Some(on);
        self
    }

    /// The class that lists are filtered by, and the day on which it has to be computed anew.
    #[must_use]
    pub fn filed_size(&self) -> (Option<size::SizeClass>, Option<Day>) {
        let Some(day) = self.state.classed_on else {
            return (None, None);
        };
        let figures = &self.state.facts.figures;
        (self.size(day).class, size::review_on(figures, day))
    }
}

fn declaration(now: Moment) -> Result<Statement, Refusal> {
    Statement::declaration(now.day()).map_err(|violation| Refusal::Invalid(vec![violation]))
}

/// A mask that is sent back is no value; those of numbers break the rules of the numbers.
fn flaws_of_masks(facts: &EnterpriseFacts, named: &[EnterpriseField]) -> Vec<Violation> {
    let name = facts.owner_name.as_ref();
    let is_mask = name.is_some_and(|name| is_masked_name(name.as_str()));
    if is_mask && named.contains(&EnterpriseField::OwnerName) {
        vec![Violation::new(Code::MaskedValue).at("/owner_name")]
    } else {
        Vec::new()
    }
}

/// Facts must agree with each other and with the day.
fn look_at(
    facts: &EnterpriseFacts,
    now: Moment,
    mut violations: Vec<Violation>,
) -> Result<(), Refusal> {
    violations.extend(facts.check());
    violations.extend(facts.check_on(now.day()));
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

impl Entity for Enterprise {
    type Id = EnterpriseId;
    const KIND: Kind = Kind::Enterprise;

    fn meta(&self) -> &Meta<EnterpriseId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        self.state.facts.anchors(self.meta.id)
    }

    fn search_text(&self) -> String {
        self.state.facts.search_text()
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        self.state.facts.heading()
    }
}

impl Document for Enterprise {
    type State = EnterpriseState;

    fn state(&self) -> &EnterpriseState {
        &self.state
    }

    fn restore(meta: Meta<EnterpriseId>, state: EnterpriseState) -> Self {
        Self { meta, state }
    }
}
