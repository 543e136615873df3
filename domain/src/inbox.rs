//! What can wait in an inbox.

words! {
    /// What somebody has to do.
    Task("task") {
        /// Take a step of a proposal.
        Step = "step",
        /// Review a proposal.
        Review = "review",
        /// Come to a meeting.
        Attend = "attend",
        /// Begin a meeting whose time has come.
        OpenMeeting = "open_meeting",
        /// Record a meeting and close its minutes.
        CloseMinutes = "close_minutes",
    }
}
