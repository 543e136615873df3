//! What can wait in an inbox.

use crate::money::award::AwardStep;

words! {
    /// A task.
    Task("task") {
        /// Take a step of a proposal.
        Step = "step" ("Take the next step of a proposal", "അപേക്ഷയിൽ അടുത്ത നടപടി എടുക്കുക"),
        /// Review a proposal.
        Review = "review" ("Review a proposal", "അപേക്ഷ വിലയിരുത്തുക"),
        /// Report a milestone of an award.
        ReportMilestone = "report_milestone" ("Report a milestone", "നാഴികക്കല്ലിന്റെ തെളിവ് നൽകുക"),
        /// Accept the evidence of a milestone.
        AcceptMilestone = "accept_milestone" ("Accept a milestone", "നാഴികക്കല്ല് അംഗീകരിക്കുക"),
        /// Release a tranche: the award is ready, and minutes have to decide it.
        ReleaseTranche = "release_tranche" ("Release a tranche", "ഗഡു അനുവദിക്കുക"),
        /// Enter the payment of a released tranche.
        DisburseTranche = "disburse_tranche" ("Pay a tranche", "ഗഡു നൽകുക"),
        /// Submit the utilisation certificate of a tranche.
        SubmitCertificate = "submit_certificate" ("Submit a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം സമർപ്പിക്കുക"),
        /// Accept or return a utilisation certificate.
        AcceptCertificate = "accept_certificate" ("Decide about a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രത്തിൽ തീരുമാനമെടുക്കുക"),
        /// Pay back what is owed, and enter the refund.
        Refund = "refund" ("Give back what is owed", "തിരികെ നൽകാനുള്ള തുക നൽകുക"),
        /// Decide about an award whose minutes were corrected: until then no money goes out.
        Reconsider = "reconsider" ("Reconsider an award", "ധനസഹായം പുനഃപരിശോധിക്കുക"),
        /// Complete a proposal: its award is settled.
        Complete = "complete" ("Complete a proposal", "അപേക്ഷ പൂർത്തിയാക്കുക"),
        /// Attend a meeting.
        Attend = "attend" ("Attend a meeting", "യോഗത്തിൽ പങ്കെടുക്കുക"),
        /// Open a meeting that is due.
        OpenMeeting = "open_meeting" ("Open a meeting", "യോഗം തുടങ്ങുക"),
        /// Record a meeting and close its minutes.
        CloseMinutes = "close_minutes" ("Record a meeting and close its minutes", "യോഗം രേഖപ്പെടുത്തി മിനിറ്റ്സ് അടയ്ക്കുക"),
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
            AwardStep::SubmitCertificate => Some(Self::SubmitCertificate),
            AwardStep::AcceptCertificate => Some(Self::AcceptCertificate),
            AwardStep::Refund => Some(Self::Refund),
            _ => None,
        }
    }
}
