//! What can wait in an inbox.

use crate::award::AwardStep;

words! {
    /// What somebody has to do.
    Task("task") {
        /// Take a step of a proposal.
        Step = "step",
        /// Review a proposal.
        Review = "review",
        /// Show that a milestone of an award was reached.
        ReportMilestone = "report_milestone",
        /// Accept the evidence of a milestone.
        AcceptMilestone = "accept_milestone",
        /// Release a tranche: nothing of the award stands in its way, minutes have to decide it.
        ReleaseTranche = "release_tranche",
        /// Pay a released tranche.
        DisburseTranche = "disburse_tranche",
        /// Hand in the utilisation certificate of a tranche.
        CertifyTranche = "certify_tranche",
        /// Accept a utilisation certificate, or send it back.
        AcceptCertificate = "accept_certificate",
        /// Give back, and enter, what is owed.
        Refund = "refund",
        /// See what becomes of an award: minutes that it rests on were corrected, and no money goes out meanwhile.
        Reconsider = "reconsider",
        /// Complete a proposal: its award is settled.
        Complete = "complete",
        /// Come to a meeting.
        Attend = "attend",
        /// Begin a meeting whose time has come.
        OpenMeeting = "open_meeting",
        /// Record a meeting and close its minutes.
        CloseMinutes = "close_minutes",
    }
}

impl Task {
    /// The task that a step of an award is, where it waits for somebody.
    #[must_use]
    pub const fn of(step: AwardStep) -> Option<Self> {
        match step {
            AwardStep::ReportMilestone => Some(Self::ReportMilestone),
            AwardStep::AcceptMilestone => Some(Self::AcceptMilestone),
            AwardStep::ReleaseTranche => Some(Self::ReleaseTranche),
            AwardStep::DisburseTranche => Some(Self::DisburseTranche),
            AwardStep::CertifyTranche => Some(Self::CertifyTranche),
            AwardStep::AcceptCertificate => Some(Self::AcceptCertificate),
            AwardStep::Refund => Some(Self::Refund),
            _ => None,
        }
    }
}
