//! Meetings of a core group: notice, agenda, proceedings, minutes (rule R6.5).

mod agenda;
mod minute;
mod proceedings;
mod quorum;

pub use agenda::{AgendaItem, Citation, Decision, MeetingFacts};
pub use minute::{Break, BrokenLink, GENESIS, Sealed, Walk, canonical, digest, verify};
pub use proceedings::{
    Attendance, Ballot, Ground, ItemRecord, Motion, Proceedings, Recusal, Roll, Vote, aside, filled,
};
pub use quorum::{GroupRules, QuorumRule, Tally};

use crate::actor::Anchors;
use crate::entity::{Document, Refusal};
use crate::id::{AccountId, MeetingId, SeatId};
use crate::policy::{Action, Permit};
use crate::text::Paragraphs;
use crate::{Change, Entity, Flaw, Kind, Meta, Moment, Recorded};
use std::collections::BTreeSet;

words! {
    /// Where a meeting stands.
    MeetingState("meeting_state") {
        /// Called: its agenda can still be changed within the time of notice.
        Called = "called",
        /// Being held.
        InSession = "in_session",
        /// Over: its minutes are closed and never change.
        Closed = "closed",
        /// Not held.
        Cancelled = "cancelled",
    }
}

words! {
    /// A step of a meeting.
    MeetingStep("meeting_step") {
        /// Change the notice or the agenda.
        Update = "update",
        /// Begin.
        Open = "open",
        /// Record what happens.
        Record = "record",
        /// End, and close the minutes.
        Close = "close",
        /// Call off.
        Cancel = "cancel",
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
        MEETING_STEPS
            .iter()
            .filter(move |(from, _, _)| *from == self)
            .map(|(_, step, _)| *step)
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

/// Everything that is known of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MeetingRecord {
    /// What it was called for.
    pub facts: MeetingFacts,
    /// Where it stands.
    pub state: MeetingState,
    /// The versions of the rules in force on its day: as they were published when notice was given, and
    /// once it has begun, as they were then; what is published later changes nothing. Meetings that began
    /// before rules were published were held by the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<GroupRules>,
    /// When it began.
    pub opened_at: Option<Moment>,
    /// When its minutes were closed.
    pub closed_at: Option<Moment>,
    /// Why it was called off.
    pub reason: Option<Paragraphs>,
    /// The seats as they were filled when it began.
    pub rolls: Vec<Roll>,
    /// What happened.
    pub proceedings: Proceedings,
    /// What came of each item, once it is closed.
    pub tallies: Vec<Tally>,
    /// Its place in the chain of minutes, once it is closed.
    pub sealed: Option<Sealed>,
}

/// A meeting of the core group of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    meta: Meta<MeetingId>,
    record: MeetingRecord,
}

impl Meeting {
    /// Calls a meeting.
    pub fn call(
        permit: &Permit,
        id: MeetingId,
        facts: MeetingFacts,
        rules: GroupRules,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        flawless(facts.check(&rules.quorum.rule, now))?;
        let record = MeetingRecord {
            facts,
            state: MeetingState::Called,
            rules: Some(rules),
            opened_at: None,
            closed_at: None,
            reason: None,
            rolls: Vec::new(),
            proceedings: Proceedings::default(),
            tallies: Vec::new(),
            sealed: None,
        };
        let meta = Meta::first(id, now);
        Self { meta, record }.recorded(permit, Change::Created, "called", now)
    }

    /// Changes the notice or the agenda.
    pub fn amend(
        mut self,
        permit: &Permit,
        facts: MeetingFacts,
        rules: GroupRules,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.enter(MeetingStep::Update)?;
        flawless(facts.check(&rules.quorum.rule, now))?;
        self.record.facts = facts;
        self.record.rules = Some(rules);
        self.meta = self.meta.next(now);
        self.recorded(permit, Change::Updated, "updated", now)
    }

    /// Begins: who sits in which seat and by which rules is fixed now, and who stands aside for which item as
    /// far as it is known.
    pub fn open(
        mut self,
        permit: &Permit,
        rolls: Vec<Roll>,
        recusals: Vec<Vec<Recusal>>,
        rules: GroupRules,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.enter(MeetingStep::Open)?;
        if now < self.record.facts.scheduled_at {
            let flaw = Flaw::new("not_yet").with(self.record.facts.scheduled_at.to_string());
            return Err(Refusal::Unmet(vec![flaw]));
        }
        let items = vec![ItemRecord::default(); self.record.facts.agenda.len()];
        let attendance = Vec::new();
        let proceedings = Proceedings { attendance, items };
        self.record.proceedings = proceedings.with_recusals(recusals);
        self.record.rolls = rolls;
        self.record.rules = Some(rules);
        self.record.opened_at = Some(now);
        self.meta = self.meta.next(now);
        self.recorded(permit, Change::Updated, "opened", now)
    }

    /// Records what happens; what was recorded before is replaced. The server has added the recusals that
    /// follow from ties. Who stands aside for an item neither reads nor writes its deliberations: of such
    /// an item what stands is kept.
    pub fn record(
        mut self,
        permit: &Permit,
        proceedings: Proceedings,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.enter(MeetingStep::Record)?;
        flawless(proceedings.check(&self.record.facts, &self.record.rolls))?;
        let own = self.seats_of(permit.account());
        let proceedings = proceedings.kept_from(&own, &self.record.proceedings);
        self.record.proceedings = proceedings.map_err(Refusal::Flawed)?;
        self.meta = self.meta.next(now);
        self.recorded(permit, Change::Updated, "minuted", now)
    }

    /// Ends, counts the votes, and puts the minutes behind the last ones of the district: their number
    /// and digest.
    pub fn close(
        mut self,
        permit: &Permit,
        last: (i64, String),
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.enter(MeetingStep::Close)?;
        if self.record.proceedings.attendance.is_empty() {
            return Err(Refusal::Unmet(vec![Flaw::new("nobody_present")]));
        }
        let rule = self.rules().quorum;
        let filled = filled(&self.record.rolls);
        let proceedings = &self.record.proceedings;
        self.record.tallies = proceedings
            .items
            .iter()
            .map(|item| rule.tally(&filled, proceedings, item))
            .collect();
        self.record.closed_at = Some(now);
        self.record.sealed = Some(Sealed::behind(last, &self.minute()));
        self.meta = self.meta.next(now);
        self.recorded(permit, Change::Updated, "closed", now)
    }

    /// Calls it off.
    pub fn cancel(
        mut self,
        permit: &Permit,
        reason: Option<Paragraphs>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        self.enter(MeetingStep::Cancel)?;
        if reason.is_none() {
            return Err(Refusal::Flawed(vec![Flaw::new("required").at("/reason")]));
        }
        self.record.reason = reason;
        self.meta = self.meta.next(now);
        self.recorded(permit, Change::Updated, "cancelled", now)
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

    /// The items, by their place, whose deliberations are not for an account: it stands aside.
    #[must_use]
    pub fn withheld_from(&self, account: Option<AccountId>) -> BTreeSet<usize> {
        let own = self.seats_of(account);
        let items = self.record.proceedings.items.iter().enumerate();
        items
            .filter(|(_, item)| aside(item, &own))
            .map(|(at, _)| at)
            .collect()
    }

    /// The minute as it is hashed: everything but its place in the chain.
    #[must_use]
    pub fn minute(&self) -> serde_json::Value {
        self.minute_without(&BTreeSet::new())
    }

    /// The same without the deliberations of some items: for those who stand aside.
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
            "tallies": record.tallies,
        });
        if let (Some(members), Some(rules)) = (minute.as_object_mut(), &record.rules) {
            members.insert("rules".to_owned(), serde_json::json!(rules));
        }
        minute
    }

    fn enter(&mut self, step: MeetingStep) -> Result<(), Refusal> {
        let from = self.record.state;
        self.record.state = from.after(step).ok_or(Refusal::IllegalStep {
            step: step.text(),
            state: from.text(),
        })?;
        Ok(())
    }

    fn recorded(
        self,
        permit: &Permit,
        change: Change,
        name: &'static str,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if permit.reaches(&self.anchors()) {
            Ok(Recorded::new(permit, self, change, name, now))
        } else {
            Err(Refusal::OutOfReach)
        }
    }
}

impl Entity for Meeting {
    type Id = MeetingId;
    const KIND: Kind = Kind::Meeting;

    fn meta(&self) -> &Meta<MeetingId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.record.facts.district.clone()],
            ..Anchors::default()
        }
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

fn flawless(flaws: Vec<Flaw>) -> Result<(), Refusal> {
    if flaws.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Flawed(flaws))
    }
}
