//! What is late: reports are flagged by their due dates and never by somebody's memory (rule R6.7).

use super::waiting::Awaiting;
use super::{AwardStep, Course, TrancheState};
use crate::Day;
use crate::kernel::version::Versioned;

/// Time limits of money, by version. No order publishes such limits for the programme: these are its own,
/// and a new version is a new row.
#[derive(Debug, PartialEq, Eq)]
pub struct TimeLimits {
    /// The version.
    pub version: &'static str,
    /// In force for what falls due from this day on.
    pub from: &'static str,
    /// A certificate is due so many days after its tranche was paid.
    pub certificate_days: u64,
    /// What was not spent is due back so many days after it was set aside.
    pub refund_days: u64,
}

impl Versioned for TimeLimits {
    const FIRST: &'static Self =
        &Self { version: "2026-1", from: "2026-01-01", certificate_days: 180, refund_days: 30 };
    const LATER: &'static [Self] = &[];

    fn from(&self) -> &'static str {
        self.from
    }
}

words! {
    /// What can be late.
    LateKind("late_kind") {
        /// Evidence of a milestone.
        Milestone = "milestone" ("Evidence of a milestone", "നാഴികക്കല്ലിന്റെ തെളിവ്"),
        /// The utilisation certificate of a tranche.
        Certificate = "certificate" ("Utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം"),
        /// The refund of what was not spent, and of interest.
        Refund = "refund" ("Refund", "തുക തിരികെ നൽകൽ"),
        /// The acceptance of a milestone that was reported.
        AcceptMilestone = "accept_milestone" ("Acceptance of a milestone", "നാഴികക്കല്ല് അംഗീകരിക്കൽ"),
        /// The release of a tranche that waits for nothing else.
        Release = "release" ("Release of a tranche", "ഗഡു അനുവദിക്കൽ"),
        /// The payment of a tranche that was released.
        Payment = "payment" ("Payment of a tranche", "ഗഡു നൽകൽ"),
        /// The acceptance or return of a submitted certificate.
        AcceptCertificate = "accept_certificate" ("Acceptance of a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം അംഗീകരിക്കൽ"),
    }
}

impl LateKind {
    /// What is late where a step waits for too long.
    #[must_use]
    pub const fn of(step: AwardStep) -> Option<Self> {
        match step {
            AwardStep::ReportMilestone => Some(Self::Milestone),
            AwardStep::SubmitCertificate => Some(Self::Certificate),
            AwardStep::Refund => Some(Self::Refund),
            AwardStep::AcceptMilestone => Some(Self::AcceptMilestone),
            AwardStep::ReleaseTranche => Some(Self::Release),
            AwardStep::DisburseTranche => Some(Self::Payment),
            AwardStep::AcceptCertificate => Some(Self::AcceptCertificate),
            _ => None,
        }
    }
}

/// Something late.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Late {
    /// What it is.
    pub kind: LateKind,
    /// Which one, counted from 0.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub number: usize,
    /// The due day.
    pub due_on: Day,
    /// By how many days it is late.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100_000))]
    pub days: i64,
}

/// By how many days something was late: what is not there yet is as late as today.
#[must_use]
pub fn days_late(due_on: Day, done_on: Option<Day>, today: Day) -> i64 {
    (done_on.unwrap_or(today).0 - due_on.0).num_days().max(0)
}

impl TrancheState {
    /// When its certificate is due.
    #[must_use]
    pub fn certificate_due_on(&self) -> Option<Day> {
        let paid = self.disbursed_on?;
        Some(paid.after(TimeLimits::on(paid).certificate_days))
    }
}

impl Course {
    /// When what is owed is due back.
    #[must_use]
    pub fn refund_due_on(&self) -> Option<Day> {
        let since = self.owes_since?;
        Some(since.after(TimeLimits::on(since).refund_days))
    }

    /// What is late on a day.
    #[must_use]
    pub fn late(&self, today: Day) -> Vec<Late> {
        let late = |(kind, number, due_on): (LateKind, usize, Day)| {
            let days = (today.0 - due_on.0).num_days();
            (days > 0).then_some(Late { kind, number, due_on, days })
        };
        self.dues().into_iter().filter_map(late).collect()
    }

    /// The day after which something is late, if nothing happens until then.
    #[must_use]
    pub fn due_on(&self) -> Option<Day> {
        self.dues().into_iter().map(|(_, _, due_on)| due_on).min()
    }

    /// Everything that waits for somebody, and until when: the same that inboxes tell of.
    fn dues(&self) -> Vec<(LateKind, usize, Day)> {
        let due = |one: &Awaiting| {
            let number = usize::from(one.number.unwrap_or(0));
            LateKind::of(one.step).map(|kind| (kind, number, one.due_on))
        };
        self.awaiting().iter().filter_map(due).collect()
    }
}
