//! What of an award waits for somebody, since when, until when, and who hears of it when it takes longer
//! (rules R6.2 and R6.7). For whom a step waits is what the policy says of it.

use super::{Award, AwardStep, Course};
use crate::Day;
use crate::kernel::entity::Document;
use crate::policy;
use crate::policy::actor::Role;

/// How long a step may wait, and who else is told of it.
#[derive(Debug)]
pub struct MoneyLevel {
    /// The step.
    pub step: AwardStep,
    /// How many days; where the terms or the time limits name a day, that one counts.
    pub days: Option<u64>,
    /// Whom it concerns besides, because they have to do their part first.
    pub concerns: &'static [Role],
    /// Who hears of it afterwards.
    pub escalates_to: &'static [Role],
}

use AwardStep as A;
use Role as R;

/// A row per step that waits. No order publishes such limits for the programme: these are its own.
pub const MONEY_LEVELS: &[MoneyLevel] = &[
    level(A::ReportMilestone, None, &[], &[R::KdiscDpe, R::KdiscOfficer]),
    level(A::AcceptMilestone, Some(15), &[], &[R::Administrator]),
    level(A::ReleaseTranche, Some(30), &[], &[R::Administrator]),
    level(A::DisburseTranche, Some(15), &[], &[R::Administrator]),
    level(A::SubmitCertificate, None, &[], &[R::KdiscDpe, R::KdiscOfficer]),
    level(A::AcceptCertificate, Some(30), &[], &[R::Administrator]),
    level(A::Refund, None, &[R::ClusterRepresentative], &[R::KdiscDpe, R::Administrator]),
];

/// How many days a proposal may wait to be completed once nothing is open any more.
pub const COMPLETION_DAYS: u64 = 15;

/// How many days an award may rest on minutes that were corrected before it is ended, or they are corrected anew.
pub const RECONSIDERATION_DAYS: u64 = 15;

const fn level(
    step: AwardStep,
    days: Option<u64>,
    concerns: &'static [Role],
    escalates_to: &'static [Role],
) -> MoneyLevel {
    MoneyLevel { step, days, concerns, escalates_to }
}

/// Something of an award that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaiting {
    /// The step that is waited for.
    pub step: AwardStep,
    /// Which milestone or tranche, counted from 0.
    pub number: Option<u16>,
    /// Since when.
    pub since: Day,
    /// The last day on which it is in time.
    pub due_on: Day,
}

impl MoneyLevel {
    /// The row of a step.
    #[must_use]
    pub fn of(step: AwardStep) -> Option<&'static Self> {
        MONEY_LEVELS.iter().find(|level| level.step == step)
    }

    /// Whether it stands in the inbox of a role, and whether only because it is late.
    #[must_use]
    pub fn told_to(&self, role: Role, days_late: i64) -> Option<bool> {
        if policy::carries(role, self.step.action()) || self.concerns.contains(&role) {
            return Some(false);
        }
        (days_late > 0 && self.escalates_to.contains(&role)).then_some(true)
    }
}

impl Awaiting {
    fn new(step: AwardStep, number: usize, since: Day, due_on: Option<Day>) -> Self {
        let days = MoneyLevel::of(step).and_then(|level| level.days);
        Self {
            step,
            number: u16::try_from(number).ok(),
            since,
            due_on: due_on.unwrap_or_else(|| since.after(days.unwrap_or(0))),
        }
    }
}

impl Course {
    /// Everything that waits for somebody.
    #[must_use]
    pub fn awaiting(&self) -> Vec<Awaiting> {
        let mut all = self.milestones_awaiting();
        all.extend((0..self.tranches.len()).filter_map(|number| self.tranche_awaiting(number)));
        if let (Some(since), Some(due)) = (self.owes_since, self.refund_due_on()) {
            let refund = Awaiting::new(A::Refund, 0, since, Some(due));
            all.push(Awaiting { number: None, ..refund });
        }
        all
    }

    fn milestones_awaiting(&self) -> Vec<Awaiting> {
        let mut all = Vec::new();
        let both = self.terms.milestones.iter().zip(&self.milestones);
        for (number, (terms, state)) in both.enumerate() {
            match (state.reported_on, state.accepted_on) {
                (Some(since), None) => {
                    all.push(Awaiting::new(A::AcceptMilestone, number, since, None));
                }
                (None, None) if self.ended_on.is_none() => {
                    let (since, due) = (self.terms.sanctioned_on, terms.due_on);
                    all.push(Awaiting::new(A::ReportMilestone, number, since, Some(due)));
                }
                _ => {}
            }
        }
        all
    }

    /// What the next step of a tranche is, where its time has come.
    fn tranche_awaiting(&self, number: usize) -> Option<Awaiting> {
        let state = self.tranches.get(number)?;
        if state.certified_on.is_some() {
            return None;
        }
        if let (Some(since), Some(_)) = (state.submitted_on, &state.certificate) {
            return Some(Awaiting::new(A::AcceptCertificate, number, since, None));
        }
        if let (Some(since), due) = (state.disbursed_on, state.certificate_due_on()) {
            return Some(Awaiting::new(A::SubmitCertificate, number, since, due));
        }
        if let Some(since) = state.released_on {
            return Some(Awaiting::new(A::DisburseTranche, number, since, None));
        }
        let since = self.releasable_since(number)?;
        Some(Awaiting::new(A::ReleaseTranche, number, since, None))
    }

    /// Since when nothing of the award stands between a tranche and its release.
    fn releasable_since(&self, number: usize) -> Option<Day> {
        if !self.waits_for(number).is_empty() {
            return None;
        }
        let terms = self.terms.tranches.get(number)?;
        let reached = terms
            .milestones
            .iter()
            .filter_map(|at| self.milestones.get(usize::from(*at))?.accepted_on);
        let certified = self.tranches.iter().take(number);
        let certified = certified.filter_map(|state| state.certified_on);
        let met = reached.chain(certified).max();
        Some(met.unwrap_or(self.terms.sanctioned_on))
    }
}

impl Award {
    /// Whether its proposal can be completed: it was paid for, its milestones are reached, and nothing is owed.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let course = &self.state().course;
        course.is_settled() && course.unfinished().is_empty()
    }
}

/// The table as anybody can read it.
#[must_use]
pub fn table() -> String {
    let mut out = String::from(
        "\n## How long money may wait\n\n| step | waits for | days | concerns besides | then told too |\n|---|---|---|---|---|\n",
    );
    for level in MONEY_LEVELS {
        let action = level.step.action();
        let open: Vec<Role> =
            Role::ALL.iter().copied().filter(|role| policy::carries(*role, action)).collect();
        let days = level.days.map_or_else(|| "its due day".to_owned(), |days| days.to_string());
        out += &format!(
            "| `{}` | {} | {days} | {} | {} |\n",
            level.step,
            Role::listed(&open),
            Role::listed(level.concerns),
            Role::listed(level.escalates_to)
        );
    }
    out += &format!(
        "\nA proposal may wait {COMPLETION_DAYS} days to be completed once its award is settled. Where minutes that an \
         award rests on were corrected, whoever may end it is told, and has {RECONSIDERATION_DAYS} days.\n"
    );
    out
}
