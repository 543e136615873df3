//! Meetings of a core group: notice, agenda, proceedings, minutes (rule R6.5).

mod agenda;
mod minute;
mod proceedings;
mod quorum;
mod tabled;

use crate::Code;
pub use agenda::{AgendaItem, Citation, Decision, MeetingFacts};
pub use minute::{Break, BrokenLink, GENESIS, Sealed, Walk, canonical, digest, verify};
pub use proceedings::{
    Attendance, Ballot, Ground, ItemRecord, Motion, Proceedings, Recusal, Roll, Vote, aside, filled,
};
pub use quorum::{GroupRules, QuorumRule, Tally};
pub use tabled::{DECIDED_IN, Opening, Tabled};

use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, MeetingId, SeatId};
use crate::kernel::text::Paragraphs;
use crate::policy::actor::Anchors;
use crate::policy::{Action, AgendaClearance, Clearance, Permit};
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};
use std::collections::BTreeSet;

words! {
    /// The state of a meeting.
    MeetingState("meeting_state") {
        /// Called: its agenda can still be changed within the time of notice.
        Called = "called" ("Called", "വിളിച്ചു"),
        /// Being held.
        InSession = "in_session" ("In session", "നടക്കുന്നു"),
        /// Closed: its minutes never change.
        Closed = "closed" ("Closed", "അവസാനിച്ചു"),
        /// Not held.
        Cancelled = "cancelled" ("Cancelled", "റദ്ദാക്കി"),
    }
}

words! {
    /// A step of a meeting.
    MeetingStep("meeting_step") {
        /// Change the notice or the agenda.
        Update = "update" ("Change the notice or the agenda", "അറിയിപ്പോ അജണ്ടയോ മാറ്റുക"),
        /// Begin.
        Open = "open" ("Open", "തുടങ്ങുക"),
        /// Record attendance, discussion and votes.
        Record = "record" ("Record", "രേഖപ്പെടുത്തുക"),
        /// Close the minutes.
        Close = "close" ("Close the minutes", "മിനിറ്റ്സ് അടയ്ക്കുക"),
        /// Cancel it.
        Cancel = "cancel" ("Cancel", "റദ്ദാക്കുക"),
    }
}

use MeetingState as S;
use MeetingStep as P;

/// Every legal step: from, step, to.
pub const MEETING_STEPS: &[(MeetingState, MeetingStep, MeetingState)] = &[
    (S::Called, P::Update, S::Called),
    (S::Called, P::Open, S::InSession),
    (S::Called, P::Cancel, S::Cancelled),
    (S::InSession, P::Record, S::InSession),
    (S::InSession, P::Close, S::Closed),
];

impl MeetingState {
    /// The state that a step leads to, if the step is legal here.
    #[must_use]
    pub fn after(self, step: MeetingStep) -> Option<Self> {
        MEETING_STEPS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }

    /// The legal steps from here.
    pub fn steps(self) -> impl Iterator<Item = MeetingStep> {
        MEETING_STEPS.iter().filter(move |(from, _, _)| *from == self).map(|(_, step, _)| *step)
    }
}

impl MeetingStep {
    /// The action that the policy knows the step by.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Update => Action::UpdateMeeting,
            Self::Open => Action::OpenMeeting,
            Self::Record => Action::RecordMeeting,
            Self::Close => Action::CloseMeeting,
            Self::Cancel => Action::CancelMeeting,
        }
    }
}

/// So many days after its day a meeting can still begin; then it must be called again.
pub const BEGINS_WITHIN: u64 = 7;

/// Everything that is known of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MeetingRecord {
    /// What it was called for.
    pub facts: MeetingFacts,
    /// Where it stands.
    pub state: MeetingState,
    /// The versions of the rules in force when notice was given; once it has begun, that of conflicts is the one
    /// of the day on which it began. What is published later changes nothing. Meetings that were called before
    /// rules were published are held by the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<GroupRules>,
    /// When it began.
    pub opened_at: Option<Moment>,
    /// When its minutes were closed.
    pub closed_at: Option<Moment>,
    /// Why it was cancelled.
    pub reason: Option<Paragraphs>,
    /// The seats as they were filled when it began; without those who could not sit any more when it ended.
    pub rolls: Vec<Roll>,
    /// What lay before it when it began, item by item. Meetings that began before that was taken down have
    /// nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tabled: Vec<Tabled>,
    /// What happened.
    pub proceedings: Proceedings,
    /// What came of each item, once it is closed.
    pub tallies: Vec<Tally>,
    /// Its place in the chain of minutes, once it is closed.
    pub sealed: Option<Sealed>,
}

/// The notice of a meeting as it is given anew.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What it is called for.
    pub facts: MeetingFacts,
    /// The rules in force on that day.
    pub rules: GroupRules,
}

/// A meeting of the core group of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    meta: Meta<MeetingId>,
    record: MeetingRecord,
}

impl Meeting {
    /// Calls a meeting. The proof that whoever calls it is in conflict about nothing on its agenda is asked for when all
    /// else is right.
    pub fn call<E: From<Refusal>>(
        permit: &Permit,
        id: MeetingId,
        facts: MeetingFacts,
        rules: GroupRules,
        clear: impl FnOnce(&MeetingFacts) -> Result<AgendaClearance, E>,
        now: Moment,
    ) -> Result<Recorded<Self>, E> {
        flawless(facts.check(&rules.quorum.rule, now))?;
        let record = MeetingRecord {
            facts,
            state: MeetingState::Called,
            rules: Some(rules),
            opened_at: None,
            closed_at: None,
            reason: None,
            rolls: Vec::new(),
            tabled: Vec::new(),
            proceedings: Proceedings::default(),
            tallies: Vec::new(),
            sealed: None,
        };
        let meta = Meta::first(id, now);
        let thing = Self { meta, record };
        thing.tabled(permit, clear, EventType::MeetingCalled, now)
    }

    /// Changes the notice or the agenda: nobody who is in conflict about anything on it, as it was or as it becomes.
    pub fn amend<E: From<Refusal>>(
        mut self,
        permit: &Permit,
        notice: Notice,
        clearance: &AgendaClearance,
        clear: impl FnOnce(&MeetingFacts) -> Result<AgendaClearance, E>,
        now: Moment,
    ) -> Result<Recorded<Self>, E> {
        let Notice { facts, rules } = notice;
        clearance.require(permit, &self.record.facts.agenda)?;
        self.enter(MeetingStep::Update)?;
        flawless(facts.check(&rules.quorum.rule, now))?;
        self.record.facts = facts;
        self.record.rules = Some(rules);
        self.meta = self.meta.next(now);
        self.tabled(permit, clear, EventType::MeetingUpdated, now)
    }

    /// With an agenda about which whoever puts it on the table is in no conflict.
    fn tabled<E: From<Refusal>>(
        self,
        permit: &Permit,
        clear: impl FnOnce(&MeetingFacts) -> Result<AgendaClearance, E>,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, E> {
        let recorded = Recorded::new(permit, self, what, now)?;
        let facts = &recorded.thing().record.facts;
        clear(facts)?.require(permit, &facts.agenda)?;
        Ok(recorded)
    }

    /// Begins, on its day or soon after: who sits in which seat, by which rules, and what lies on the table is fixed
    /// now, and who stands aside for which item as far as it is known.
    pub fn open(
        mut self,
        permit: &Permit,
        opening: Opening,
        clearance: &AgendaClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, &self.record.facts.agenda)?;
        self.enter(MeetingStep::Open)?;
        if now < self.record.facts.scheduled_at {
            let violation =
                Violation::new(Code::NotYet).with(self.record.facts.scheduled_at.to_string());
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        if now.day() > self.begins_until() {
            let violation =
                Violation::new(Code::MeetingLapsed).with(self.begins_until().to_string());
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        let items = vec![ItemRecord::default(); self.record.facts.agenda.len()];
        let attendance = Vec::new();
        let proceedings = Proceedings { attendance, items };
        self.record.proceedings = proceedings.with_recusals(opening.recusals);
        self.record.rolls = opening.rolls;
        self.record.tabled = opening.tabled;
        self.record.rules = Some(GroupRules { conflicts: opening.conflicts, ..self.rules() });
        self.record.opened_at = Some(now);
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::MeetingOpened, now)
    }

    /// Records what happens; what was recorded before is replaced. The recusals that follow from ties or
    /// declarations are added: `known`, item by item. Who stands aside for an item writes nothing of the meeting:
    /// who was there and how they voted decides about that item, too.
    pub fn record(
        mut self,
        permit: &Permit,
        proceedings: Proceedings,
        known: Vec<Vec<Recusal>>,
        clearance: &AgendaClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, &self.record.facts.agenda)?;
        self.enter(MeetingStep::Record)?;
        let mut violations = proceedings.unexcused(&known);
        let proceedings = proceedings.with_recusals(known);
        violations.extend(proceedings.check(&self.record.facts, &self.record.rolls));
        flawless(violations)?;
        self.record.proceedings = proceedings;
        let own = self.withheld_from(permit.account());
        if !own.is_empty() {
            return Err(Refusal::RequirementsNotMet(in_conflict(&own)));
        }
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::MeetingMinuted, now)
    }

    /// Ends, counts the votes, and puts the minutes behind the last ones of the district: their number
    /// and digest. It is looked once more who stands aside, and who can sit at all: what was recorded with
    /// somebody who must not take part is not counted but has to be recorded anew.
    pub fn close(
        mut self,
        permit: &Permit,
        (last, known): ((i64, String), &[Vec<Recusal>]),
        lapsed: &BTreeSet<AccountId>,
        clearance: &AgendaClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, &self.record.facts.agenda)?;
        self.enter(MeetingStep::Close)?;
        let rolls = std::mem::take(&mut self.record.rolls).into_iter();
        self.record.rolls = rolls.map(|roll| roll.without(lapsed)).collect();
        let violations = self.uncountable(known);
        if !violations.is_empty() {
            return Err(Refusal::RequirementsNotMet(violations));
        }
        let rule = self.rules().quorum;
        let proceedings = &self.record.proceedings;
        let filled = filled(&self.record.rolls, &proceedings.attendance);
        self.record.tallies =
            proceedings.items.iter().map(|item| rule.tally(&filled, proceedings, item)).collect();
        self.record.closed_at = Some(now);
        self.record.sealed = Some(Sealed::behind(last, &self.minute()));
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::MeetingClosed, now)
    }

    /// Why its votes cannot be counted as they are recorded.
    fn uncountable(&self, known: &[Vec<Recusal>]) -> Vec<Violation> {
        let proceedings = &self.record.proceedings;
        if proceedings.attendance.is_empty() {
            return vec![Violation::new(Code::NobodyPresent)];
        }
        let mut violations = proceedings.check_attendance(&self.record.rolls);
        violations.extend(proceedings.unrecorded(known));
        violations
    }

    /// Calls it off.
    pub fn cancel(
        mut self,
        permit: &Permit,
        reason: Option<Paragraphs>,
        clearance: &AgendaClearance,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        clearance.require(permit, &self.record.facts.agenda)?;
        self.enter(MeetingStep::Cancel)?;
        if reason.is_none() {
            return Err(Refusal::Invalid(vec![Violation::new(Code::Required).at("/reason")]));
        }
        self.record.reason = reason;
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::MeetingCancelled, now)
    }

    /// The last day on which it can begin.
    #[must_use]
    pub fn begins_until(&self) -> Day {
        self.record.facts.scheduled_at.day().after(BEGINS_WITHIN)
    }

    /// Whether it was called and can not begin any more.
    #[must_use]
    pub fn is_lapsed(&self, today: Day) -> bool {
        self.record.state == MeetingState::Called && today > self.begins_until()
    }

    /// The versions that it is held by.
    #[must_use]
    pub fn rules(&self) -> GroupRules {
        self.record.rules.clone().unwrap_or_default()
    }

    /// The seats in which an account can sit at this meeting.
    fn seats_of(&self, account: Option<AccountId>) -> BTreeSet<SeatId> {
        let sits = |roll: &&Roll| account.is_some_and(|a| roll.capacity(a).is_some());
        let own = self.record.rolls.iter().filter(sits);
        own.map(|roll| roll.seat_id).collect()
    }

    /// Proves that the holder of a permit stands aside for no item: such a person neither changes it, nor opens, records,
    /// closes or cancels it, for who was there, and when, decides about every item.
    pub fn clear(&self, permit: &Permit, found: &[Clearance]) -> Result<AgendaClearance, Refusal> {
        let account = permit.account();
        let agenda = &self.record.facts.agenda;
        AgendaClearance::of(account, agenda, found, self.withheld_from(account))
    }

    /// The items, by their place, whose deliberations are not for an account: it stands aside.
    #[must_use]
    pub fn withheld_from(&self, account: Option<AccountId>) -> BTreeSet<usize> {
        let own = self.seats_of(account);
        let items = self.record.proceedings.items.iter().enumerate();
        items.filter(|(_, item)| aside(item, &own)).map(|(at, _)| at).collect()
    }

    /// Whether its closed minute still is what was hashed. One that is closed without a link in the chain is not: every
    /// closing makes one.
    #[must_use]
    pub fn is_unaltered(&self) -> bool {
        match &self.record.sealed {
            Some(link) => link.digest == digest(&link.previous, &self.minute()),
            None => self.record.state != MeetingState::Closed,
        }
    }

    /// The minute as it is hashed: everything but its place in the chain.
    #[must_use]
    pub fn minute(&self) -> serde_json::Value {
        self.minute_without(&BTreeSet::new())
    }

    /// The same without the deliberations and votes of some items: for those who stand aside.
    #[must_use]
    pub fn minute_without(&self, withheld: &BTreeSet<usize>) -> serde_json::Value {
        let record = &self.record;
        let mut minute = serde_json::json!({
            "meeting_id": self.meta.id,
            "facts": record.facts,
            "opened_at": record.opened_at,
            "closed_at": record.closed_at,
            "seats": record.rolls,
            "proceedings": record.proceedings.clone().without(withheld),
            "tallies": tallies_without(&record.tallies, withheld),
        });
        if let Some(members) = minute.as_object_mut() {
            if let Some(rules) = &record.rules {
                members.insert("rules".to_owned(), serde_json::json!(rules));
            }
            if !record.tabled.is_empty() {
                members.insert("tabled".to_owned(), serde_json::json!(record.tabled));
            }
        }
        minute
    }

    fn enter(&mut self, step: MeetingStep) -> Result<(), Refusal> {
        let from = self.record.state;
        self.record.state = from
            .after(step)
            .ok_or(Refusal::IllegalStep { step: step.text(), state: from.text() })?;
        Ok(())
    }
}

impl Entity for Meeting {
    type Id = MeetingId;
    const KIND: Kind = Kind::Meeting;

    fn meta(&self) -> &Meta<MeetingId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors { districts: vec![self.record.facts.district.clone()], ..Anchors::default() }
    }
}

impl Document for Meeting {
    type State = MeetingRecord;

    fn state(&self) -> &MeetingRecord {
        &self.record
    }

    fn restore(meta: Meta<MeetingId>, record: MeetingRecord) -> Self {
        Self { meta, record }
    }
}

/// What came of each item, but for some.
#[must_use]
pub fn tallies_without(tallies: &[Tally], withheld: &BTreeSet<usize>) -> Vec<Option<Tally>> {
    let shown = |(at, tally): (usize, &Tally)| (!withheld.contains(&at)).then(|| tally.clone());
    tallies.iter().enumerate().map(shown).collect()
}

/// Why somebody leaves a meeting to others who is in conflict about these items of its agenda.
#[must_use]
pub fn in_conflict(items: &BTreeSet<usize>) -> Vec<Violation> {
    let violation = |at: &usize| Violation::new(Code::InConflict).at(&format!("/agenda/{at}"));
    items.iter().map(violation).collect()
}

fn flawless(violations: Vec<Violation>) -> Result<(), Refusal> {
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}
