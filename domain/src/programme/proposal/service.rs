//! State service levels: how long a proposal may wait where, for whom, and who hears of it when it takes
//! longer; and the inbox that follows from them (rule R6.2).

use super::ProposalState;
use crate::policy::actor::Role;
use crate::{Day, Moment};

/// How long a state may last. No order publishes such limits for the programme: these are its own.
#[derive(Debug)]
pub struct ServiceLevel {
    /// The state.
    pub state: ProposalState,
    /// For whom it waits.
    pub waits_for: &'static [Role],
    /// How many days it may.
    pub days: u64,
    /// Who hears of it afterwards.
    pub escalates_to: &'static [Role],
}

use ProposalState as S;
use Role as R;

/// A row per state that waits for somebody. Ends wait for nobody.
pub const SERVICE_LEVELS: &[ServiceLevel] = &[
    level(S::Draft, &[R::ClusterRepresentative], 90, &[]),
    level(S::Submitted, &[R::KdiscDpe], 15, &[R::KdiscOfficer]),
    level(S::Returned, &[R::ClusterRepresentative], 30, &[R::KdiscDpe]),
    level(S::Screened, &[R::KdiscDpe], 30, &[R::KdiscOfficer]),
    level(S::Shortlisted, &[R::KdiscDpe], 15, &[R::KdiscOfficer]),
    level(S::UnderDetailedStudy, &[R::KdiscDpe], 60, &[R::KdiscOfficer]),
    level(S::Recommended, &[R::KdiscOfficer], 30, &[R::Administrator]),
    level(S::Sanctioned, &[R::KdiscOfficer], 30, &[R::Administrator]),
    level(S::InProgress, &[R::ClusterRepresentative], 730, &[R::KdiscOfficer]),
];

const fn level(
    state: ProposalState,
    waits_for: &'static [Role],
    days: u64,
    escalates_to: &'static [Role],
) -> ServiceLevel {
    ServiceLevel { state, waits_for, days, escalates_to }
}

/// How a proposal waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The last day on which it is in time.
    pub due_on: Day,
    /// How many days it is late.
    pub days_late: i64,
}

impl ProposalState {
    /// How long it may last, if it waits for anybody.
    #[must_use]
    pub fn service_level(self) -> Option<&'static ServiceLevel> {
        SERVICE_LEVELS.iter().find(|level| level.state == self)
    }
}

impl ServiceLevel {
    /// How a proposal waits that has been in the state since a moment.
    #[must_use]
    pub fn waiting(&self, since: Moment, now: Moment) -> Waiting {
        let since = since.day().0;
        let due = since.checked_add_days(chrono::Days::new(self.days)).unwrap_or(since);
        Waiting { due_on: Day(due), days_late: (now.day().0 - due).num_days().max(0) }
    }

    /// Whether the proposal stands in the inbox of a role: it waits for it, or it is late and the role is
    /// told.
    #[must_use]
    pub fn concerns(&self, role: Role, waiting: &Waiting) -> bool {
        self.waits_for.contains(&role)
            || (waiting.days_late > 0 && self.escalates_to.contains(&role))
    }
}

/// The table as anybody can read it, which steps need minutes, and what is kept apart.
#[must_use]
pub fn table() -> String {
    let mut out = String::from(
        "## How long a state may last\n\n| state | waits for | days | then told too |\n|---|---|---|---|\n",
    );
    for level in SERVICE_LEVELS {
        let (waits, told) = (Role::listed(level.waits_for), Role::listed(level.escalates_to));
        out += &format!("| `{}` | {waits} | {} | {told} |\n", level.state, level.days);
    }
    out += "\n## Which steps need minutes\n\n| step | decision of an item |\n|---|---|\n";
    for (step, decision) in crate::programme::mandate::MANDATES {
        out += &format!("| `{step}` | `{decision}` |\n");
    }
    out += "\nA meeting decides in time where the proposal is so far when it begins; to release a tranche, what the \
            tranche waits for must be done, too.\n\n| decision of an item | state of the proposal |\n|---|---|\n";
    for (decision, states) in crate::programme::meeting::DECIDED_IN {
        let names: Vec<String> = states.iter().map(|state| format!("`{state}`")).collect();
        out += &format!("| `{decision}` | {} |\n", names.join(", "));
    }
    let acts = |list: &[crate::policy::Action]| -> String {
        let names: Vec<String> = list.iter().map(|act| format!("`{act}`")).collect();
        names.join(", ")
    };
    out +=
        "\n## What one person must not both do on one proposal\n\n| one of | one of |\n|---|---|\n";
    for (one, other) in crate::policy::SEPARATED {
        out += &format!("| {} | {} |\n", acts(one), acts(other));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::new(chrono::DateTime::parse_from_rfc3339(text).unwrap().into())
    }

    #[test]
    fn every_state_waits_for_somebody_unless_it_is_an_end() {
        for state in ProposalState::ALL {
            let levels = SERVICE_LEVELS.iter().filter(|l| l.state == *state).count();
            assert_eq!(levels, usize::from(state.steps().next().is_some()), "{state}");
        }
    }

    #[test]
    fn the_last_day_is_in_time_by_the_calendar_of_kerala() {
        let level = ProposalState::Submitted.service_level().unwrap();
        // 19:00 UTC is the next day in Kerala.
        let since = moment("2026-11-01T19:00:00Z");
        for (now, late) in
            [("2026-11-17T18:29:59Z", 0), ("2026-11-17T18:30:00Z", 1), ("2026-11-19T18:30:00Z", 3)]
        {
            let waiting = level.waiting(since, moment(now));
            assert_eq!(waiting.due_on.to_string(), "2026-11-17");
            assert_eq!(waiting.days_late, late, "{now}");
            assert!(level.concerns(Role::KdiscDpe, &waiting));
            assert_eq!(level.concerns(Role::KdiscOfficer, &waiting), late > 0);
            assert!(!level.concerns(Role::Academic, &waiting));
        }
    }
}
