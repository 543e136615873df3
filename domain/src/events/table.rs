//! The table. Add an event here; the catalogue and the tests follow.

use super::EventRule;
use crate::policy::Action;
use crate::{Change, Kind};

events! {
    Place {
        /// It was registered.
        PlaceCreated = "place.created", Created, by [CreatePlace];
        /// Its facts changed.
        PlaceUpdated = "place.updated", Updated, by [UpdatePlace];
        /// It was removed.
        PlaceRemoved = "place.removed", Removed, by [DeletePlace];
    }
    Institution {
        /// It was registered.
        InstitutionCreated = "institution.created", Created, by [CreateInstitution];
        /// Its facts changed.
        InstitutionUpdated = "institution.updated", Updated, by [UpdateInstitution];
        /// It was removed.
        InstitutionRemoved = "institution.removed", Removed, by [DeleteInstitution];
    }
    Enterprise {
        /// It was registered.
        EnterpriseCreated = "enterprise.created", Created, by [CreateEnterprise];
        /// Its facts changed.
        EnterpriseUpdated = "enterprise.updated", Updated, by [UpdateEnterprise, MergeEnterprise, UndoMerge];
        /// Facts of it were protected from imports.
        EnterpriseProtected = "enterprise.protected", Updated, by [ProtectEnterprise];
        /// Facts of it are no longer protected from imports.
        EnterpriseUnprotected = "enterprise.unprotected", Updated, by [ProtectEnterprise];
        /// The personal data of its owner was erased.
        EnterprisePersonalDataErased = "enterprise.personal_data_erased", Updated, by [EraseEnterprise];
        /// It was removed.
        EnterpriseRemoved = "enterprise.removed", Removed, by [DeleteEnterprise];
        /// It was merged into another.
        EnterpriseMerged = "enterprise.merged", Removed, by [MergeEnterprise];
        /// The merge was undone: it is there again.
        EnterpriseUnmerged = "enterprise.unmerged", Created, by [UndoMerge];
    }
    Cluster {
        /// It was registered.
        ClusterCreated = "cluster.created", Created, by [CreateCluster];
        /// Its facts changed.
        ClusterUpdated = "cluster.updated", Updated, by [UpdateCluster];
        /// It was removed.
        ClusterRemoved = "cluster.removed", Removed, by [DeleteCluster];
        /// Evidence moved it to another step of the co-operation ladder.
        ClusterLadderMoved = "cluster.ladder_moved", Updated, follows [CreateCooperation, WithdrawCooperation];
        /// What it names was led to the enterprise that stays after a merge.
        ClusterRepointed = "cluster.repointed", Updated, follows [MergeEnterprise, UndoMerge];
    }
    Linkage {
        /// It was declared.
        LinkageDeclared = "linkage.declared", Created, by [CreateLinkage];
        /// Its facts changed.
        LinkageUpdated = "linkage.updated", Updated, by [UpdateLinkage];
        /// An end confirmed it.
        LinkageConfirmed = "linkage.confirmed", Updated, by [ConfirmLinkage];
        /// K-DISC attested it by evidence.
        LinkageAttested = "linkage.attested", Updated, by [AttestLinkage];
        /// The attestation was withdrawn.
        LinkageAttestationWithdrawn = "linkage.attestation_withdrawn", Updated, by [WithdrawLinkageAttestation];
        /// An end moved to another district.
        LinkageRelocated = "linkage.relocated", Updated,
            follows [UpdateEnterprise, UpdateInstitution, UpdateCluster, MergeEnterprise, UndoMerge];
        /// An end is the enterprise that stays after a merge.
        LinkageRepointed = "linkage.repointed", Updated, follows [MergeEnterprise, UndoMerge];
        /// A merge that took it away was undone.
        LinkageUnmerged = "linkage.unmerged", Created, follows [UndoMerge];
        /// It was removed.
        LinkageRemoved = "linkage.removed", Removed, by [DeleteLinkage], follows [MergeEnterprise];
    }
    Membership {
        /// A member was taken in.
        MembershipAdmitted = "membership.admitted", Created, by [CreateMembership];
        /// Its facts changed.
        MembershipUpdated = "membership.updated", Updated, by [UpdateMembership];
        /// A side confirmed it.
        MembershipConfirmed = "membership.confirmed", Updated, by [ConfirmMembership];
        /// K-DISC attested it by evidence.
        MembershipAttested = "membership.attested", Updated, by [AttestMembership];
        /// The attestation was withdrawn.
        MembershipAttestationWithdrawn = "membership.attestation_withdrawn", Updated,
            by [WithdrawMembershipAttestation];
        /// It ended, or will.
        MembershipEnded = "membership.ended", Updated, by [EndMembership];
        /// The cluster or the member moved to another district.
        MembershipRelocated = "membership.relocated", Updated,
            follows [UpdateEnterprise, UpdateInstitution, UpdateCluster, MergeEnterprise, UndoMerge];
        /// The member is the enterprise that stays after a merge.
        MembershipRepointed = "membership.repointed", Updated, follows [MergeEnterprise, UndoMerge];
        /// A merge that took it away was undone.
        MembershipUnmerged = "membership.unmerged", Created, follows [UndoMerge];
        /// It was removed.
        MembershipRemoved = "membership.removed", Removed, by [DeleteMembership], follows [MergeEnterprise];
    }
    ExpressionOfInterest {
        /// Interest was expressed.
        InterestStated = "expression_of_interest.stated", Created, by [CreateInterest];
        /// It was withdrawn.
        InterestWithdrawn = "expression_of_interest.withdrawn", Updated, by [WithdrawInterest];
        /// The cluster moved to another district.
        InterestRelocated = "expression_of_interest.relocated", Updated, follows [UpdateCluster];
    }
    CooperationEvidence {
        /// Evidence was entered.
        CooperationStated = "cooperation_evidence.stated", Created, by [CreateCooperation];
        /// It was withdrawn.
        CooperationWithdrawn = "cooperation_evidence.withdrawn", Updated, by [WithdrawCooperation];
        /// The cluster moved to another district.
        CooperationRelocated = "cooperation_evidence.relocated", Updated, follows [UpdateCluster];
    }
    Assessment {
        /// An assessment was entered.
        AssessmentStated = "assessment.stated", Created, by [CreateAssessment];
        /// It was withdrawn.
        AssessmentWithdrawn = "assessment.withdrawn", Updated, by [WithdrawAssessment];
        /// The cluster moved to another district.
        AssessmentRelocated = "assessment.relocated", Updated, follows [UpdateCluster];
    }
    GateTry {
        /// The programme started for the cluster.
        GateTryInitiated = "gate_try.initiated", Created, by [InitiateCluster];
        /// The programme could not start: something was missing.
        GateTryRefused = "gate_try.refused", Created, by [InitiateCluster];
    }
    RuleSet {
        /// A version was published.
        RuleSetPublished = "rule_set.published", Created, by [CreateRuleSet];
    }
    Scheme {
        /// It was added.
        SchemeCreated = "scheme.created", Created, by [CreateScheme];
        /// Its facts changed.
        SchemeUpdated = "scheme.updated", Updated, by [UpdateScheme];
        /// It was removed.
        SchemeRemoved = "scheme.removed", Removed, by [DeleteScheme];
    }
    Call {
        /// It was drafted.
        CallDrafted = "call.drafted", Created, by [CreateCall];
        /// Its facts changed.
        CallUpdated = "call.updated", Updated, by [UpdateCall];
        /// It was published.
        CallOpened = "call.opened", Updated, by [OpenCall];
        /// It ended.
        CallClosed = "call.closed", Updated, by [CloseCall];
        /// It was archived.
        CallArchived = "call.archived", Updated, by [ArchiveCall];
        /// It was cancelled.
        CallCancelled = "call.cancelled", Updated, by [CancelCall];
        /// The draft was removed.
        CallRemoved = "call.removed", Removed, by [DeleteCall];
    }
    Proposal {
        /// It was drafted.
        ProposalDrafted = "proposal.drafted", Created, by [CreateProposal];
        /// Its facts changed.
        ProposalUpdated = "proposal.updated", Updated, by [UpdateProposal];
        /// The draft was removed.
        ProposalRemoved = "proposal.removed", Removed, by [DeleteProposal];
        /// The cluster moved to another district.
        ProposalRelocated = "proposal.relocated", Updated, follows [UpdateCluster];
        /// It was submitted.
        ProposalSubmitted = "proposal.submitted", Updated, by [SubmitProposal];
        /// It was returned for correction.
        ProposalReturned = "proposal.returned", Updated, by [ReturnProposal];
        /// The applicant took it back for correction.
        ProposalRecalled = "proposal.recalled", Updated, by [RecallProposal];
        /// It was found complete and eligible.
        ProposalScreened = "proposal.screened", Updated, by [ScreenProposal];
        /// It was shortlisted.
        ProposalShortlisted = "proposal.shortlisted", Updated, by [ShortlistProposal];
        /// It was taken into detailed study.
        ProposalTakenIntoStudy = "proposal.taken_into_study", Updated, by [StudyProposal];
        /// It was recommended.
        ProposalRecommended = "proposal.recommended", Updated, by [RecommendProposal];
        /// It was sanctioned.
        ProposalSanctioned = "proposal.sanctioned", Updated, by [SanctionProposal];
        /// Its work started.
        ProposalStarted = "proposal.started", Updated, by [StartProposal];
        /// Its work is complete.
        ProposalCompleted = "proposal.completed", Updated, by [CompleteProposal];
        /// It was rejected.
        ProposalRejected = "proposal.rejected", Updated, by [RejectProposal];
        /// The applicant withdrew it.
        ProposalWithdrawn = "proposal.withdrawn", Updated, by [WithdrawProposal];
        /// It was cancelled after its sanction.
        ProposalCancelled = "proposal.cancelled", Updated, by [CancelProposal];
    }
    Document {
        /// It was attached to a proposal.
        DocumentAttached = "document.attached", Created, follows [AttachDocument];
        /// It was removed from a draft, or with it.
        DocumentRemoved = "document.removed", Removed, follows [RemoveDocument, DeleteProposal];
    }
    Seat {
        /// It was constituted.
        SeatCreated = "seat.created", Created, by [CreateSeat];
        /// It changed, or who sits in it.
        SeatUpdated = "seat.updated", Updated, by [UpdateSeat];
        /// It was removed.
        SeatRemoved = "seat.removed", Removed, by [DeleteSeat];
    }
    Meeting {
        /// It was called.
        MeetingCalled = "meeting.called", Created, by [CreateMeeting];
        /// Its notice or agenda changed.
        MeetingUpdated = "meeting.updated", Updated, by [UpdateMeeting];
        /// It began.
        MeetingOpened = "meeting.opened", Updated, by [OpenMeeting];
        /// What happened was recorded.
        MeetingMinuted = "meeting.minuted", Updated, by [RecordMeeting];
        /// It ended, and its minutes are closed.
        MeetingClosed = "meeting.closed", Updated, by [CloseMeeting];
        /// It was cancelled.
        MeetingCancelled = "meeting.cancelled", Updated, by [CancelMeeting];
    }
    Review {
        /// It was begun.
        ReviewDrafted = "review.drafted", Created, by [CreateReview];
        /// The draft changed.
        ReviewUpdated = "review.updated", Updated, by [UpdateReview];
        /// It was submitted.
        ReviewSubmitted = "review.submitted", Updated, by [SubmitReview];
    }
    ConflictDeclaration {
        /// Somebody declared a conflict of their own.
        ConflictDeclared = "conflict_declaration.declared", Created, by [DeclareConflict];
    }
    Award {
        /// The proposal was sanctioned.
        AwardSanctioned = "award.sanctioned", Created, follows [SanctionProposal];
        /// Evidence of a milestone was reported.
        AwardMilestoneReported = "award.milestone_reported", Updated, by [ReportMilestone];
        /// A milestone was accepted.
        AwardMilestoneAccepted = "award.milestone_accepted", Updated, by [AcceptMilestone];
        /// A tranche was released.
        AwardTrancheReleased = "award.tranche_released", Updated, by [ReleaseTranche];
        /// A release was taken back.
        AwardTrancheTakenBack = "award.tranche_taken_back", Updated, by [TakeBackTranche];
        /// A tranche was paid.
        AwardTrancheDisbursed = "award.tranche_disbursed", Updated, by [DisburseTranche];
        /// A utilisation certificate was submitted.
        AwardTrancheCertified = "award.tranche_certified", Updated, by [CertifyTranche];
        /// A utilisation certificate was accepted.
        AwardCertificateAccepted = "award.certificate_accepted", Updated, by [AcceptCertificate];
        /// A utilisation certificate was sent back.
        AwardCertificateReturned = "award.certificate_returned", Updated, by [ReturnCertificate];
        /// Money was given back.
        AwardRefunded = "award.refunded", Updated, by [RefundAward];
        /// It ended, by itself or with its proposal.
        AwardEnded = "award.ended", Updated, by [EndAward], follows [WithdrawProposal, CancelProposal];
        /// A payment was taken back.
        AwardPaymentReversed = "award.payment_reversed", Updated, by [ReversePayment];
        /// The acceptance of a certificate was taken back.
        AwardCertificateReversed = "award.certificate_reversed", Updated, by [ReverseCertificate];
        /// A refund was taken back.
        AwardRefundReversed = "award.refund_reversed", Updated, by [ReverseRefund];
        /// The end was taken back.
        AwardEndReversed = "award.end_reversed", Updated, by [ReverseEnd];
        /// The acceptance of a milestone was taken back.
        AwardMilestoneReversed = "award.milestone_reversed", Updated, by [ReverseMilestone];
        /// The cluster moved to another district.
        AwardRelocated = "award.relocated", Updated, follows [UpdateCluster];
    }
    Posting {
        /// It was entered into the ledger of a call.
        PostingEntered = "posting.entered", Created,
            follows [OpenCall, SanctionProposal, WithdrawProposal, CancelProposal, ReleaseTranche, TakeBackTranche,
                DisburseTranche, AcceptCertificate, RefundAward, EndAward, ReversePayment, ReverseCertificate,
                ReverseRefund, ReverseEnd];
    }
    Account {
        /// It was opened.
        AccountOpened = "account.opened", Created, by [CreateAccount];
        /// It has another password or client secret.
        AccountSecretChanged = "account.secret_changed", Updated, by [ChangePassword, UpdateAccount];
        /// It was closed.
        AccountClosed = "account.closed", Updated, by [UpdateAccount];
        /// It was reopened.
        AccountReopened = "account.reopened", Updated, by [UpdateAccount];
    }
    Grant {
        /// A role was given.
        GrantGiven = "grant.given", Created, by [CreateGrant], follows [MergeEnterprise, UndoMerge];
        /// A role was taken away.
        GrantTakenAway = "grant.taken_away", Removed, by [DeleteGrant], follows [MergeEnterprise, UndoMerge];
    }
    Session {
        /// Somebody signed in.
        SessionOpened = "session.opened", Created, by [OpenSession];
        /// A refresh token was traded for the next.
        SessionRotated = "session.rotated", Updated, by [RotateSession];
        /// A refresh token was presented again: the session ended.
        SessionReuseDetected = "session.reuse_detected", Updated, by [RotateSession];
        /// Whoever changed the password stays signed in: it goes on with the new token generation of its account.
        SessionCarriedOver = "session.carried_over", Updated, by [ChangePassword];
        /// It ended.
        SessionClosed = "session.closed", Updated, by [CloseSession, ChangePassword, UpdateAccount];
    }
    Merge {
        /// An enterprise was merged into another.
        MergeDone = "merge.done", Created, by [MergeEnterprise];
        /// It was undone.
        MergeUndone = "merge.undone", Updated, by [UndoMerge];
        /// The personal data of an owner was erased from its record.
        MergePersonalDataErased = "merge.personal_data_erased", Updated, follows [EraseEnterprise];
    }
    Disclosure {
        /// Personal data was shown in full, or something was told of it. What a guess or a write is told may be of
        /// enterprises elsewhere, or of none; a disclosure itself sees to what may be told of each.
        DisclosureMade = "disclosure.made", Created, by [ReadEnterprise, ListEnterprises],
            follows [CreateEnterprise, UpdateEnterprise, EraseEnterprise, TryDuplicates, FindDuplicates, ListCandidates,
                ReadCandidate, DismissCandidate, ReopenCandidate, UndoMerge];
    }
    // A pair is a matter of those who may act on both enterprises of it, wherever they stood when it was found.
    DuplicateCandidate {
        /// Two enterprises were found that may be one.
        CandidateFound = "duplicate_candidate.found", Created, follows [FindDuplicates];
        /// They are worth a look again.
        CandidateFoundAgain = "duplicate_candidate.found_again", Updated, follows [FindDuplicates];
        /// They are alike in other ways than before.
        CandidateCompared = "duplicate_candidate.compared", Updated, follows [FindDuplicates];
        /// They are no longer alike, or one of them is gone.
        CandidateDissolved = "duplicate_candidate.dissolved", Updated,
            follows [FindDuplicates, MergeEnterprise, DeleteEnterprise];
        /// Somebody decided that they are two.
        CandidateDismissed = "duplicate_candidate.dismissed", Updated, follows [DismissCandidate];
        /// That decision was taken back.
        CandidateReopened = "duplicate_candidate.reopened", Updated, follows [ReopenCandidate];
        /// One was merged into the other.
        CandidateMerged = "duplicate_candidate.merged", Updated, follows [MergeEnterprise];
        /// The merge was undone.
        CandidateUnmerged = "duplicate_candidate.unmerged", Updated, follows [UndoMerge];
        /// What people wrote about it was erased.
        CandidatePersonalDataErased = "duplicate_candidate.personal_data_erased", Updated, follows [EraseEnterprise];
    }
}
