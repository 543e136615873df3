//! Statements about a cluster: dated, made by somebody, and taken back by a withdrawal that is itself
//! dated. Expressions of interest (R3.3), evidence of co-operation (R3.4) and assessments (R3.5) are
//! statements; none of them is ever changed or removed, so that the past can be asked.

use crate::Code;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, ClusterId, Id, InstitutionId};
use crate::kernel::text::Prose;
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::registry::place::DistrictCode;
use crate::{Day, Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

/// What one kind of statement states.
pub trait StatementFacts: Clone + PartialEq + Send + 'static {
    /// The type of its id.
    type Id: Id;
    /// Its kind.
    const KIND: Kind;
    /// What has happened when one is made.
    const STATED: EventType;
    /// What has happened when one is taken back.
    const WITHDRAWN: EventType;
    /// What has happened when the cluster has moved.
    const RELOCATED: EventType;

    /// The cluster that it is about.
    fn cluster(&self) -> ClusterId;
    /// What it is about within its kind, as lists are narrowed by it.
    fn subject(&self) -> String;
    /// The institution that speaks or is spoken of.
    fn institution(&self) -> Option<InstitutionId> {
        None
    }
    /// The first day that it speaks of.
    fn from(&self) -> Day;
    /// The last day, which still counts.
    fn until(&self) -> Option<Day> {
        None
    }
    /// Rules between the facts, on the day that they are stated.
    fn check(&self, today: Day) -> Vec<Violation>;
    /// Where whoever states it must stand: usually with the cluster.
    fn speaker(&self, district: &DistrictCode) -> Anchors {
        Anchors {
            districts: vec![district.clone()],
            clusters: vec![self.cluster()],
            ..Anchors::default()
        }
    }
}

/// The withdrawal of a statement.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawalFacts {
    /// Why.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Prose<1000>,
}

/// A withdrawal: when and why.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Withdrawal {
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: Prose<1000>,
}

/// The two days of a question about the past: what held on one, as it was known on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// What held on this day.
    pub holds_on: Day,
    /// As it was known at the end of this day.
    pub known_on: Day,
}

/// A statement about a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<F: StatementFacts> {
    meta: Meta<F::Id>,
    said: Said<F>,
}

/// What was stated, by whom, and whether it was taken back.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Said<F> {
    /// What is stated.
    pub facts: F,
    /// The cluster's district.
    pub district: DistrictCode,
    /// Who stated it.
    pub by: Option<AccountId>,
    /// How it was taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl<F: StatementFacts> Statement<F> {
    /// Makes a statement. The district is the cluster's.
    pub fn make(
        permit: &Permit,
        id: F::Id,
        facts: F,
        district: DistrictCode,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let violations = facts.check(now.day());
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        if !permit.reaches(&facts.speaker(&district)) {
            return Err(Refusal::OutOfReach);
        }
        let subject = facts.subject();
        let thing = Self {
            meta: Meta::first(id, now),
            said: Said { facts, district, by: permit.account(), withdrawal: None },
        };
        let cluster = thing.said.facts.cluster().to_string();
        let stated = Recorded::new(permit, thing, F::STATED, now)?;
        Ok(stated.fact("cluster_id", cluster).fact("subject", subject))
    }

    /// Takes it back, from now on: what was asked of the days before stays answered as it was.
    pub fn withdraw(
        self,
        permit: &Permit,
        facts: WithdrawalFacts,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if self.said.withdrawal.is_some() {
            return Err(Refusal::IllegalStep { step: "withdraw", state: "withdrawn" });
        }
        if !permit.reaches(&self.said.facts.speaker(&self.said.district)) {
            return Err(Refusal::OutOfReach);
        }
        let thing = Self {
            meta: self.meta.next(now),
            said: Said {
                withdrawal: Some(Withdrawal { at: now, reason: facts.reason }),
                ..self.said
            },
        };
        let facts = &thing.said.facts;
        let (cluster, subject) = (facts.cluster().to_string(), facts.subject());
        let withdrawn = Recorded::new(permit, thing, F::WITHDRAWN, now)?;
        Ok(withdrawn.fact("cluster_id", cluster).fact("subject", subject))
    }

    /// Follows its cluster into another district; `None` where that changes nothing.
    pub fn relocate(
        self,
        permit: &Permit,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if self.said.district == *district {
            return Ok(None);
        }
        let thing = Self {
            meta: self.meta.next(now),
            said: Said { district: district.clone(), ..self.said },
        };
        Recorded::new(permit, thing, F::RELOCATED, now).map(Some)
    }

    /// What is stated.
    pub const fn facts(&self) -> &F {
        &self.said.facts
    }

    /// The cluster's district.
    #[must_use]
    pub const fn district(&self) -> &DistrictCode {
        &self.said.district
    }

    /// Who stated it; `None` for a statement that came with the program.
    #[must_use]
    pub const fn by(&self) -> Option<AccountId> {
        self.said.by
    }

    /// How it was taken back, where it was.
    #[must_use]
    pub const fn withdrawal(&self) -> Option<&Withdrawal> {
        self.said.withdrawal.as_ref()
    }

    /// Whether it had been stated by the day of the knowledge.
    #[must_use]
    pub fn is_known(&self, when: AsOf) -> bool {
        self.meta.created_at.day() <= when.known_on
    }

    /// The day of its withdrawal, as far as that was known and had come.
    #[must_use]
    pub fn withdrawn_on(&self, when: AsOf) -> Option<Day> {
        let day = self.said.withdrawal.as_ref()?.at.day();
        (day <= when.holds_on && day <= when.known_on).then_some(day)
    }

    /// Whether it counts: known, begun, not over, and not withdrawn by then.
    #[must_use]
    pub fn counts(&self, when: AsOf) -> bool {
        self.is_known(when)
            && self.said.facts.from() <= when.holds_on
            && self.said.facts.until().is_none_or(|end| when.holds_on <= end)
            && self.withdrawn_on(when).is_none()
    }

    /// The statement as it was before it was taken back.
    #[must_use]
    pub fn unwithdrawn(mut self) -> Self {
        self.said.withdrawal = None;
        self
    }
}

impl<F: StatementFacts> Entity for Statement<F> {
    type Id = F::Id;
    const KIND: Kind = F::KIND;

    fn meta(&self) -> &Meta<F::Id> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        standing(&self.said.facts, &self.said.district)
    }
}

impl<F> Document for Statement<F>
where
    F: StatementFacts + serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug,
{
    type State = Said<F>;
    fn state(&self) -> &Said<F> {
        &self.said
    }
    fn restore(meta: Meta<F::Id>, said: Said<F>) -> Self {
        Self { meta, said }
    }
}

/// Where a statement stands: with its cluster, and with the institution that it names.
#[must_use]
pub fn standing<F: StatementFacts>(facts: &F, district: &DistrictCode) -> Anchors {
    Anchors {
        districts: vec![district.clone()],
        clusters: vec![facts.cluster()],
        institutions: facts.institution().into_iter().collect(),
        ..Anchors::default()
    }
}

/// What is stated of a day that has not come.
pub(crate) fn not_yet(day: Day, today: Day, pointer: &str) -> Vec<Violation> {
    if day > today { vec![Violation::new(Code::InFuture).at(pointer)] } else { Vec::new() }
}
