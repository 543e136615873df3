//! The actions: every operation of the document names one, and every rule is about one.

use super::{RULES, Rule};

words! {
    /// Something that an actor may or may not do.
    Action("action") {
        /// List places.
        ListPlaces = "place.list",
        /// Read a place.
        ReadPlace = "place.read",
        /// Add a place.
        CreatePlace = "place.create",
        /// Change a place.
        UpdatePlace = "place.update",
        /// Remove a place.
        DeletePlace = "place.delete",
        /// List activity codes.
        ListActivities = "activity.list",
        /// List institutions.
        ListInstitutions = "institution.list",
        /// Read an institution.
        ReadInstitution = "institution.read",
        /// Register an institution.
        CreateInstitution = "institution.create",
        /// Change an institution.
        UpdateInstitution = "institution.update",
        /// Remove an institution.
        DeleteInstitution = "institution.delete",
        /// List enterprises.
        ListEnterprises = "enterprise.list",
        /// Read an enterprise.
        ReadEnterprise = "enterprise.read",
        /// Register an enterprise.
        CreateEnterprise = "enterprise.create",
        /// Change an enterprise.
        UpdateEnterprise = "enterprise.update",
        /// Remove an enterprise.
        DeleteEnterprise = "enterprise.delete",
        /// Protect facts of an enterprise from imports, or no longer.
        ProtectEnterprise = "enterprise.protect",
        /// Erase the personal data of an enterprise's owner.
        EraseEnterprise = "enterprise.erase",
        /// List who saw the personal data of an enterprise unmasked.
        ListEnterpriseDisclosures = "enterprise.list_disclosures",
        /// List disclosures of personal data.
        ListDisclosures = "disclosure.list",
        /// Read a disclosure.
        ReadDisclosure = "disclosure.read",
        /// List clusters.
        ListClusters = "cluster.list",
        /// Read a cluster.
        ReadCluster = "cluster.read",
        /// Register a cluster.
        CreateCluster = "cluster.create",
        /// Change a cluster.
        UpdateCluster = "cluster.update",
        /// Remove a cluster.
        DeleteCluster = "cluster.delete",
        /// See what a cluster lacks to be started, and what was tried.
        ReadGate = "cluster.read_gate",
        /// Start the programme for a cluster.
        InitiateCluster = "cluster.initiate",
        /// See where a cluster stands on the co-operation ladder.
        ReadLadder = "cluster.read_ladder",
        /// See the formation scorecard of a cluster.
        ReadScorecard = "cluster.read_scorecard",
        /// See what the product chains of a cluster lack.
        ReadGaps = "cluster.read_gaps",
        /// See which enterprises could form a cluster.
        SuggestClusters = "cluster.suggest",
        /// List memberships.
        ListMemberships = "membership.list",
        /// Read a membership.
        ReadMembership = "membership.read",
        /// Take a member into a cluster.
        CreateMembership = "membership.create",
        /// Change a membership.
        UpdateMembership = "membership.update",
        /// Confirm one's own side of a membership.
        ConfirmMembership = "membership.confirm",
        /// Attest a membership by evidence.
        AttestMembership = "membership.attest",
        /// Withdraw the attestation of a membership.
        WithdrawMembershipAttestation = "membership.withdraw_attestation",
        /// End a membership.
        EndMembership = "membership.end",
        /// Remove a membership that was entered by mistake.
        DeleteMembership = "membership.delete",
        /// List expressions of interest.
        ListInterests = "expression_of_interest.list",
        /// Read an expression of interest.
        ReadInterest = "expression_of_interest.read",
        /// Express interest.
        CreateInterest = "expression_of_interest.create",
        /// Withdraw an expression of interest.
        WithdrawInterest = "expression_of_interest.withdraw",
        /// List evidence of co-operation.
        ListCooperation = "cooperation_evidence.list",
        /// Read evidence of co-operation.
        ReadCooperation = "cooperation_evidence.read",
        /// Enter evidence of co-operation.
        CreateCooperation = "cooperation_evidence.create",
        /// Withdraw evidence of co-operation.
        WithdrawCooperation = "cooperation_evidence.withdraw",
        /// List assessments.
        ListAssessments = "assessment.list",
        /// Read an assessment.
        ReadAssessment = "assessment.read",
        /// Enter an assessment.
        CreateAssessment = "assessment.create",
        /// Withdraw an assessment.
        WithdrawAssessment = "assessment.withdraw",
        /// List rule sets.
        ListRuleSets = "rule_set.list",
        /// Read a rule set.
        ReadRuleSet = "rule_set.read",
        /// Publish a rule set.
        CreateRuleSet = "rule_set.create",
        /// List linkages.
        ListLinkages = "linkage.list",
        /// Read a linkage.
        ReadLinkage = "linkage.read",
        /// Declare a linkage.
        CreateLinkage = "linkage.create",
        /// Change a linkage.
        UpdateLinkage = "linkage.update",
        /// Confirm one's own end of a linkage.
        ConfirmLinkage = "linkage.confirm",
        /// Attest a linkage by evidence.
        AttestLinkage = "linkage.attest",
        /// Withdraw the attestation of a linkage.
        WithdrawLinkageAttestation = "linkage.withdraw_attestation",
        /// Remove a linkage.
        DeleteLinkage = "linkage.delete",
        /// List schemes.
        ListSchemes = "scheme.list",
        /// Read a scheme.
        ReadScheme = "scheme.read",
        /// Add a scheme.
        CreateScheme = "scheme.create",
        /// Change a scheme.
        UpdateScheme = "scheme.update",
        /// Remove a scheme.
        DeleteScheme = "scheme.delete",
        /// List proposals.
        ListProposals = "proposal.list",
        /// Read a proposal.
        ReadProposal = "proposal.read",
        /// Draft a proposal.
        CreateProposal = "proposal.create",
        /// Change a draft or returned proposal.
        UpdateProposal = "proposal.update",
        /// Remove a draft.
        DeleteProposal = "proposal.delete",
        /// Submit a proposal.
        SubmitProposal = "proposal.submit",
        /// Return a proposal for correction.
        ReturnProposal = "proposal.return",
        /// Screen a proposal.
        ScreenProposal = "proposal.screen",
        /// Shortlist a proposal.
        ShortlistProposal = "proposal.shortlist",
        /// Take a proposal into detailed study.
        StudyProposal = "proposal.study",
        /// Recommend a proposal.
        RecommendProposal = "proposal.recommend",
        /// Sanction a proposal.
        SanctionProposal = "proposal.sanction",
        /// Start the work of a proposal.
        StartProposal = "proposal.start",
        /// Complete a proposal.
        CompleteProposal = "proposal.complete",
        /// Reject a proposal.
        RejectProposal = "proposal.reject",
        /// Withdraw a proposal.
        WithdrawProposal = "proposal.withdraw",
        /// Cancel a sanctioned proposal.
        CancelProposal = "proposal.cancel",
        /// Take a submitted proposal back for correction.
        RecallProposal = "proposal.recall",
        /// Look for duplicates of an enterprise.
        FindDuplicates = "enterprise.find_duplicates",
        /// Look for duplicates of an enterprise that is not registered yet.
        TryDuplicates = "enterprise.try_duplicates",
        /// Merge an enterprise into another.
        MergeEnterprise = "enterprise.merge",
        /// List pairs of enterprises that may be one.
        ListCandidates = "duplicate_candidate.list",
        /// Read a pair of enterprises that may be one.
        ReadCandidate = "duplicate_candidate.read",
        /// Decide that two enterprises are not one.
        DismissCandidate = "duplicate_candidate.dismiss",
        /// Take back that two enterprises are not one.
        ReopenCandidate = "duplicate_candidate.reopen",
        /// List the merges into an enterprise.
        ListMerges = "merge.list",
        /// Read a merge.
        ReadMerge = "merge.read",
        /// Undo a merge.
        UndoMerge = "merge.undo",
        /// Search everything.
        Search = "search.list",
        /// List calls.
        ListCalls = "call.list",
        /// Read a call.
        ReadCall = "call.read",
        /// Draft a call.
        CreateCall = "call.create",
        /// Change a call.
        UpdateCall = "call.update",
        /// Remove a draft of a call.
        DeleteCall = "call.delete",
        /// Publish a call.
        OpenCall = "call.open",
        /// End a call.
        CloseCall = "call.close",
        /// Put a call away.
        ArchiveCall = "call.archive",
        /// Call a call off.
        CancelCall = "call.cancel",
        /// See the ledger of a call.
        ReadLedger = "call.read_ledger",
        /// See the documents of a proposal.
        ReadDocument = "document.read",
        /// Attach a document to a proposal.
        AttachDocument = "document.attach",
        /// Remove a document from a draft.
        RemoveDocument = "document.remove",
        /// List awards.
        ListAwards = "award.list",
        /// Read an award and its postings.
        ReadAward = "award.read",
        /// Hand in evidence of a milestone.
        ReportMilestone = "award.report_milestone",
        /// Accept the evidence of a milestone.
        AcceptMilestone = "award.accept_milestone",
        /// Release a tranche.
        ReleaseTranche = "award.release_tranche",
        /// Take back a release that has not been paid.
        TakeBackTranche = "award.take_back_tranche",
        /// Enter that a released tranche was paid.
        DisburseTranche = "award.disburse_tranche",
        /// Hand in the utilisation certificate of a tranche.
        CertifyTranche = "award.certify_tranche",
        /// Accept a utilisation certificate.
        AcceptCertificate = "award.accept_certificate",
        /// Send a utilisation certificate back.
        ReturnCertificate = "award.return_certificate",
        /// Enter what was given back.
        RefundAward = "award.refund",
        /// End an award.
        EndAward = "award.end",
        /// Take back a payment that was entered by mistake.
        ReversePayment = "award.reverse_payment",
        /// Take back the acceptance of a utilisation certificate.
        ReverseCertificate = "award.reverse_certificate",
        /// Take back a refund that was entered by mistake.
        ReverseRefund = "award.reverse_refund",
        /// Take back the end of an award.
        ReverseEnd = "award.reverse_end",
        /// Take back the acceptance of a milestone.
        ReverseMilestone = "award.reverse_milestone",
        /// List seats of core groups.
        ListSeats = "seat.list",
        /// Read a seat.
        ReadSeat = "seat.read",
        /// Constitute a seat.
        CreateSeat = "seat.create",
        /// Change a seat or who sits in it.
        UpdateSeat = "seat.update",
        /// Remove a seat.
        DeleteSeat = "seat.delete",
        /// List meetings of core groups.
        ListMeetings = "meeting.list",
        /// Read a meeting.
        ReadMeeting = "meeting.read",
        /// Call a meeting.
        CreateMeeting = "meeting.create",
        /// Change the notice or the agenda of a meeting.
        UpdateMeeting = "meeting.update",
        /// Begin a meeting.
        OpenMeeting = "meeting.open",
        /// Record what happens in a meeting.
        RecordMeeting = "meeting.record",
        /// End a meeting and close its minutes.
        CloseMeeting = "meeting.close",
        /// Call a meeting off.
        CancelMeeting = "meeting.cancel",
        /// Read closed minutes.
        ReadMinutes = "meeting.read_minutes",
        /// Verify the chain of minutes of a district.
        VerifyMinutes = "meeting.verify_minutes",
        /// See who is in conflict about a proposal.
        ReadConflicts = "proposal.read_conflicts",
        /// Declare a conflict of one's own about a proposal.
        DeclareConflict = "proposal.declare_conflict",
        /// See the reviews of a proposal, as far as one may.
        ListReviews = "proposal.list_reviews",
        /// Read a review.
        ReadReview = "review.read",
        /// Begin a review.
        CreateReview = "review.create",
        /// Change one's own draft of a review.
        UpdateReview = "review.update",
        /// Hand in one's own review.
        SubmitReview = "review.submit",
        /// See the whole story of a proposal.
        ReadWhy = "proposal.read_why",
        /// See what waits for oneself.
        ReadInbox = "inbox.read",
        /// Sign in.
        OpenSession = "session.open",
        /// Trade a refresh token for new tokens.
        RotateSession = "session.rotate",
        /// Sign out.
        CloseSession = "session.close",
        /// Read one's own account.
        ReadAccount = "account.read",
        /// Change one's own password.
        ChangePassword = "account.change_password",
        /// Open an account.
        CreateAccount = "account.create",
        /// Close or reopen an account, or set its password.
        UpdateAccount = "account.update",
        /// Give a role.
        CreateGrant = "grant.create",
        /// Take a role away.
        DeleteGrant = "grant.delete",
    }
}

impl Action {
    /// The one rule about this action.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        const NONE: Rule = Rule {
            action: Action::ReadAccount,
            allowances: &[],
            otherwise: super::Otherwise::Deny,
        };
        RULES
            .iter()
            .find(|rule| rule.action == self)
            .unwrap_or(&NONE)
    }

    /// The action that reads the thing which this one changes, where there is one.
    #[must_use]
    pub fn reads(self) -> Option<Self> {
        let (kind, _) = self.text().split_once('.')?;
        Self::ALL
            .iter()
            .copied()
            .find(|a| a.text().strip_suffix(".read") == Some(kind))
    }
}
