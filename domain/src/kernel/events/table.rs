//! The table. Add an event here; the catalogue and the tests follow.

use super::EventRule;
use crate::policy::Action;
use crate::{Change, Kind};

events! {
    Place {
        /// It was registered.
        PlaceCreated = "place.created" ("Place added", "സ്ഥലം ചേർത്തു"), Created, by [CreatePlace];
        /// Its facts changed.
        PlaceUpdated = "place.updated" ("Place changed", "സ്ഥലം തിരുത്തി"), Updated, by [UpdatePlace];
        /// It was removed.
        PlaceRemoved = "place.removed" ("Place removed", "സ്ഥലം നീക്കി"), Removed, by [DeletePlace];
    }
    Institution {
        /// It was registered.
        InstitutionCreated = "institution.created" ("Institution registered", "സ്ഥാപനം രജിസ്റ്റർ ചെയ്തു"), Created, by [CreateInstitution];
        /// Its facts changed.
        InstitutionUpdated = "institution.updated" ("Institution changed", "സ്ഥാപനം തിരുത്തി"), Updated, by [UpdateInstitution];
        /// It was removed.
        InstitutionRemoved = "institution.removed" ("Institution removed", "സ്ഥാപനം നീക്കി"), Removed, by [DeleteInstitution];
    }
    Facility {
        /// It was registered.
        FacilityCreated = "facility.created" ("Facility registered", "സൗകര്യം രജിസ്റ്റർ ചെയ്തു"), Created, by [CreateFacility];
        /// Its facts changed.
        FacilityUpdated = "facility.updated" ("Facility changed", "സൗകര്യം തിരുത്തി"), Updated, by [UpdateFacility];
        /// It was removed.
        FacilityRemoved = "facility.removed" ("Facility removed", "സൗകര്യം നീക്കി"), Removed, by [DeleteFacility];
    }
    Enterprise {
        /// It was registered.
        EnterpriseCreated = "enterprise.created" ("Enterprise registered", "സംരംഭം രജിസ്റ്റർ ചെയ്തു"), Created, by [CreateEnterprise];
        /// Its facts changed.
        EnterpriseUpdated = "enterprise.updated" ("Enterprise changed", "സംരംഭം തിരുത്തി"), Updated, by [UpdateEnterprise, MergeEnterprise, UndoMerge];
        /// Facts of it were protected from imports.
        EnterpriseProtected = "enterprise.protected" ("Facts of an enterprise protected from imports", "സംരംഭത്തിന്റെ വിവരങ്ങൾ ഇറക്കുമതിയിൽ നിന്ന് സംരക്ഷിച്ചു"), Updated, by [ProtectEnterprise];
        /// Facts of it are no longer protected from imports.
        EnterpriseUnprotected = "enterprise.unprotected" ("Facts of an enterprise no longer protected", "സംരംഭത്തിന്റെ വിവരങ്ങളുടെ സംരക്ഷണം നീക്കി"), Updated, by [ProtectEnterprise];
        /// The personal data of its owner was erased.
        EnterprisePersonalDataErased = "enterprise.personal_data_erased" ("Personal data of an enterprise's owner erased", "സംരംഭ ഉടമയുടെ വ്യക്തിവിവരങ്ങൾ മായ്ച്ചു"), Updated, by [EraseEnterprise];
        /// It was removed.
        EnterpriseRemoved = "enterprise.removed" ("Enterprise removed", "സംരംഭം നീക്കി"), Removed, by [DeleteEnterprise];
        /// It was merged into another.
        EnterpriseMerged = "enterprise.merged" ("Enterprise merged into another", "സംരംഭം മറ്റൊന്നിൽ ലയിപ്പിച്ചു"), Removed, by [MergeEnterprise];
        /// The merge was undone: it is there again.
        EnterpriseUnmerged = "enterprise.unmerged" ("Enterprise restored after a merge", "ലയനം റദ്ദാക്കി സംരംഭം പുനഃസ്ഥാപിച്ചു"), Created, by [UndoMerge];
    }
    Cluster {
        /// It was registered.
        ClusterCreated = "cluster.created" ("Cluster registered", "ക്ലസ്റ്റർ രജിസ്റ്റർ ചെയ്തു"), Created, by [CreateCluster];
        /// Its facts changed.
        ClusterUpdated = "cluster.updated" ("Cluster changed", "ക്ലസ്റ്റർ തിരുത്തി"), Updated, by [UpdateCluster];
        /// It was removed.
        ClusterRemoved = "cluster.removed" ("Cluster removed", "ക്ലസ്റ്റർ നീക്കി"), Removed, by [DeleteCluster];
        /// Evidence moved it to another step of the co-operation ladder.
        ClusterLadderMoved = "cluster.ladder_moved" ("Cluster moved on the co-operation ladder", "ക്ലസ്റ്ററിന്റെ സഹകരണ പടവ് മാറി"), Updated, follows [CreateCooperation, WithdrawCooperation];
        /// What it names was led to the enterprise that stays after a merge.
        ClusterRepointed = "cluster.repointed" ("Cluster names the enterprise that stayed after a merge", "ലയനശേഷമുള്ള സംരംഭത്തെ ക്ലസ്റ്ററിൽ ചേർത്തു"), Updated, follows [MergeEnterprise, UndoMerge];
    }
    Linkage {
        /// It was declared.
        LinkageDeclared = "linkage.declared" ("Linkage declared", "ബന്ധം അറിയിച്ചു"), Created, by [CreateLinkage];
        /// Its facts changed.
        LinkageUpdated = "linkage.updated" ("Linkage changed", "ബന്ധം തിരുത്തി"), Updated, by [UpdateLinkage];
        /// An end confirmed it.
        LinkageConfirmed = "linkage.confirmed" ("Linkage confirmed by one side", "ബന്ധം ഒരു ഭാഗം സ്ഥിരീകരിച്ചു"), Updated, by [ConfirmLinkage];
        /// K-DISC attested it by evidence.
        LinkageAttested = "linkage.attested" ("Linkage attested", "ബന്ധം സാക്ഷ്യപ്പെടുത്തി"), Updated, by [AttestLinkage];
        /// The attestation was withdrawn.
        LinkageAttestationWithdrawn = "linkage.attestation_withdrawn" ("Attestation of a linkage withdrawn", "ബന്ധത്തിന്റെ സാക്ഷ്യപ്പെടുത്തൽ പിൻവലിച്ചു"), Updated, by [WithdrawLinkageAttestation];
        /// An end moved to another district.
        LinkageRelocated = "linkage.relocated" ("Linkage followed into another district", "ബന്ധം മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated,
            follows [UpdateEnterprise, UpdateInstitution, UpdateCluster, MergeEnterprise, UndoMerge];
        /// An end is the enterprise that stays after a merge.
        LinkageRepointed = "linkage.repointed" ("Linkage led to the enterprise that stayed after a merge", "ബന്ധം ലയനശേഷമുള്ള സംരംഭത്തിലേക്ക് മാറ്റി"), Updated, follows [MergeEnterprise, UndoMerge];
        /// A merge that took it away was undone.
        LinkageUnmerged = "linkage.unmerged" ("Linkage restored after a merge", "ലയനം റദ്ദാക്കി ബന്ധം പുനഃസ്ഥാപിച്ചു"), Created, follows [UndoMerge];
        /// It was removed.
        LinkageRemoved = "linkage.removed" ("Linkage removed", "ബന്ധം നീക്കി"), Removed, by [DeleteLinkage], follows [MergeEnterprise];
    }
    LinkageEvidence {
        /// Evidence was stated.
        LinkageEvidenceStated = "linkage_evidence.stated" ("Evidence of a linkage stated", "ബന്ധത്തിന്റെ തെളിവ് നൽകി"), Created, by [CreateLinkageEvidence];
        /// An officer accepted it.
        LinkageEvidenceAccepted = "linkage_evidence.accepted" ("Evidence of a linkage accepted", "ബന്ധത്തിന്റെ തെളിവ് അംഗീകരിച്ചു"), Updated, by [AcceptLinkageEvidence];
        /// An officer rejected it.
        LinkageEvidenceRejected = "linkage_evidence.rejected" ("Evidence of a linkage rejected", "ബന്ധത്തിന്റെ തെളിവ് നിരസിച്ചു"), Updated, by [RejectLinkageEvidence];
        /// The side that stated it withdrew it.
        LinkageEvidenceWithdrawn = "linkage_evidence.withdrawn" ("Evidence of a linkage withdrawn", "ബന്ധത്തിന്റെ തെളിവ് പിൻവലിച്ചു"), Updated, by [WithdrawLinkageEvidence];
        /// An end of the linkage moved to another district, or a merge or its undoing led it to another linkage.
        LinkageEvidenceFollowed = "linkage_evidence.followed" ("Evidence followed its linkage", "തെളിവ് ബന്ധത്തിനൊപ്പം മാറി"), Updated,
            follows [UpdateEnterprise, UpdateInstitution, UpdateCluster, MergeEnterprise, UndoMerge];
    }
    Membership {
        /// A member was taken in.
        MembershipAdmitted = "membership.admitted" ("Member taken in", "അംഗത്തെ ചേർത്തു"), Created, by [CreateMembership];
        /// Its facts changed.
        MembershipUpdated = "membership.updated" ("Membership changed", "അംഗത്വം തിരുത്തി"), Updated, by [UpdateMembership];
        /// A side confirmed it.
        MembershipConfirmed = "membership.confirmed" ("Membership confirmed", "അംഗത്വം സ്ഥിരീകരിച്ചു"), Updated, by [ConfirmMembership];
        /// K-DISC attested it by evidence.
        MembershipAttested = "membership.attested" ("Membership attested", "അംഗത്വം സാക്ഷ്യപ്പെടുത്തി"), Updated, by [AttestMembership];
        /// The attestation was withdrawn.
        MembershipAttestationWithdrawn = "membership.attestation_withdrawn" ("Attestation of a membership withdrawn", "അംഗത്വത്തിന്റെ സാക്ഷ്യപ്പെടുത്തൽ പിൻവലിച്ചു"), Updated,
            by [WithdrawMembershipAttestation];
        /// It ended, or will.
        MembershipEnded = "membership.ended" ("Membership ended", "അംഗത്വം അവസാനിപ്പിച്ചു"), Updated, by [EndMembership];
        /// The cluster or the member moved to another district.
        MembershipRelocated = "membership.relocated" ("Membership followed into another district", "അംഗത്വം മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated,
            follows [UpdateEnterprise, UpdateInstitution, UpdateCluster, MergeEnterprise, UndoMerge];
        /// The member is the enterprise that stays after a merge.
        MembershipRepointed = "membership.repointed" ("Membership led to the enterprise that stayed after a merge", "അംഗത്വം ലയനശേഷമുള്ള സംരംഭത്തിലേക്ക് മാറ്റി"), Updated, follows [MergeEnterprise, UndoMerge];
        /// A merge that took it away was undone.
        MembershipUnmerged = "membership.unmerged" ("Membership restored after a merge", "ലയനം റദ്ദാക്കി അംഗത്വം പുനഃസ്ഥാപിച്ചു"), Created, follows [UndoMerge];
        /// It was removed.
        MembershipRemoved = "membership.removed" ("Membership removed", "അംഗത്വം നീക്കി"), Removed, by [DeleteMembership], follows [MergeEnterprise];
    }
    ExpressionOfInterest {
        /// Interest was expressed.
        InterestStated = "expression_of_interest.stated" ("Interest expressed", "താൽപ്പര്യപത്രം നൽകി"), Created, by [CreateInterest];
        /// It was withdrawn.
        InterestWithdrawn = "expression_of_interest.withdrawn" ("Expression of interest withdrawn", "താൽപ്പര്യപത്രം പിൻവലിച്ചു"), Updated, by [WithdrawInterest];
        /// The cluster moved to another district.
        InterestRelocated = "expression_of_interest.relocated" ("Expression of interest followed into another district", "താൽപ്പര്യപത്രം മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated, follows [UpdateCluster];
    }
    CooperationEvidence {
        /// Evidence was entered.
        CooperationStated = "cooperation_evidence.stated" ("Evidence of co-operation entered", "സഹകരണത്തിന്റെ തെളിവ് ചേർത്തു"), Created, by [CreateCooperation];
        /// It was withdrawn.
        CooperationWithdrawn = "cooperation_evidence.withdrawn" ("Evidence of co-operation withdrawn", "സഹകരണത്തിന്റെ തെളിവ് പിൻവലിച്ചു"), Updated, by [WithdrawCooperation];
        /// The cluster moved to another district.
        CooperationRelocated = "cooperation_evidence.relocated" ("Evidence of co-operation followed into another district", "സഹകരണത്തിന്റെ തെളിവ് മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated, follows [UpdateCluster];
    }
    Assessment {
        /// An assessment was entered.
        AssessmentStated = "assessment.stated" ("Assessment entered", "സൂചകത്തിന്റെ വിലയിരുത്തൽ ചേർത്തു"), Created, by [CreateAssessment];
        /// It was withdrawn.
        AssessmentWithdrawn = "assessment.withdrawn" ("Assessment withdrawn", "സൂചകത്തിന്റെ വിലയിരുത്തൽ പിൻവലിച്ചു"), Updated, by [WithdrawAssessment];
        /// The cluster moved to another district.
        AssessmentRelocated = "assessment.relocated" ("Assessment followed into another district", "സൂചകത്തിന്റെ വിലയിരുത്തൽ മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated, follows [UpdateCluster];
    }
    GateTry {
        /// The programme started for the cluster.
        GateTryInitiated = "gate_try.initiated" ("Programme started for a cluster", "ക്ലസ്റ്ററിനായി പദ്ധതി തുടങ്ങി"), Created, by [InitiateCluster];
        /// The programme could not start: something was missing.
        GateTryRefused = "gate_try.refused" ("Start of the programme refused", "പദ്ധതി തുടങ്ങാനുള്ള ശ്രമം നിരസിച്ചു"), Created, by [InitiateCluster];
    }
    RuleSet {
        /// A version was published.
        RuleSetPublished = "rule_set.published" ("Rule set published", "ചട്ടങ്ങൾ പ്രസിദ്ധീകരിച്ചു"), Created, by [CreateRuleSet];
    }
    Scheme {
        /// It was added.
        SchemeCreated = "scheme.created" ("Scheme added", "പദ്ധതി ചേർത്തു"), Created, by [CreateScheme];
        /// Its facts changed.
        SchemeUpdated = "scheme.updated" ("Scheme changed", "പദ്ധതി തിരുത്തി"), Updated, by [UpdateScheme];
        /// It was removed.
        SchemeRemoved = "scheme.removed" ("Scheme removed", "പദ്ധതി നീക്കി"), Removed, by [DeleteScheme];
    }
    Call {
        /// It was drafted.
        CallDrafted = "call.drafted" ("Call drafted", "ക്ഷണത്തിന്റെ കരട് ഉണ്ടാക്കി"), Created, by [CreateCall];
        /// Its facts changed.
        CallUpdated = "call.updated" ("Call changed", "ക്ഷണം തിരുത്തി"), Updated, by [UpdateCall];
        /// It was published.
        CallOpened = "call.opened" ("Call published", "ക്ഷണം പ്രസിദ്ധീകരിച്ചു"), Updated, by [OpenCall];
        /// It ended.
        CallClosed = "call.closed" ("Call closed", "ക്ഷണം അടച്ചു"), Updated, by [CloseCall];
        /// It was archived.
        CallArchived = "call.archived" ("Call archived", "ക്ഷണം ആർക്കൈവ് ചെയ്തു"), Updated, by [ArchiveCall];
        /// It was cancelled.
        CallCancelled = "call.cancelled" ("Call cancelled", "ക്ഷണം റദ്ദാക്കി"), Updated, by [CancelCall];
        /// The draft was removed.
        CallRemoved = "call.removed" ("Draft of a call removed", "ക്ഷണത്തിന്റെ കരട് നീക്കി"), Removed, by [DeleteCall];
    }
    Proposal {
        /// It was drafted.
        ProposalDrafted = "proposal.drafted" ("Proposal drafted", "അപേക്ഷയുടെ കരട് ഉണ്ടാക്കി"), Created, by [CreateProposal];
        /// Its facts changed.
        ProposalUpdated = "proposal.updated" ("Proposal changed", "അപേക്ഷ തിരുത്തി"), Updated, by [UpdateProposal];
        /// The draft was removed.
        ProposalRemoved = "proposal.removed" ("Draft of a proposal removed", "അപേക്ഷയുടെ കരട് നീക്കി"), Removed, by [DeleteProposal];
        /// The cluster moved to another district.
        ProposalRelocated = "proposal.relocated" ("Proposal followed into another district", "അപേക്ഷ മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated, follows [UpdateCluster];
        /// It was submitted.
        ProposalSubmitted = "proposal.submitted" ("Proposal submitted", "അപേക്ഷ സമർപ്പിച്ചു"), Updated, by [SubmitProposal];
        /// It was returned for correction.
        ProposalReturned = "proposal.returned" ("Proposal returned for correction", "അപേക്ഷ തിരുത്താൻ തിരിച്ചയച്ചു"), Updated, by [ReturnProposal];
        /// The applicant took it back for correction.
        ProposalRecalled = "proposal.recalled" ("Proposal recalled for correction", "അപേക്ഷ തിരുത്താൻ തിരിച്ചെടുത്തു"), Updated, by [RecallProposal];
        /// It was found complete and eligible.
        ProposalScreened = "proposal.screened" ("Proposal screened", "അപേക്ഷയുടെ പ്രാഥമിക പരിശോധന കഴിഞ്ഞു"), Updated, by [ScreenProposal];
        /// It was shortlisted.
        ProposalShortlisted = "proposal.shortlisted" ("Proposal shortlisted", "അപേക്ഷ ചുരുക്കപ്പട്ടികയിൽ ഉൾപ്പെടുത്തി"), Updated, by [ShortlistProposal];
        /// It was taken into detailed study.
        ProposalTakenIntoStudy = "proposal.taken_into_study" ("Proposal taken into detailed study", "അപേക്ഷ വിശദ പഠനത്തിന് എടുത്തു"), Updated, by [StudyProposal];
        /// It was recommended.
        ProposalRecommended = "proposal.recommended" ("Proposal recommended", "അപേക്ഷ ശുപാർശ ചെയ്തു"), Updated, by [RecommendProposal];
        /// It was sanctioned.
        ProposalSanctioned = "proposal.sanctioned" ("Proposal sanctioned", "അപേക്ഷയ്ക്ക് അനുമതി നൽകി"), Updated, by [SanctionProposal];
        /// Its work started.
        ProposalStarted = "proposal.started" ("Work of a proposal started", "അപേക്ഷയിലെ പ്രവൃത്തി തുടങ്ങി"), Updated, by [StartProposal];
        /// Its work is complete.
        ProposalCompleted = "proposal.completed" ("Proposal completed", "അപേക്ഷ പൂർത്തിയാക്കി"), Updated, by [CompleteProposal];
        /// It was rejected.
        ProposalRejected = "proposal.rejected" ("Proposal rejected", "അപേക്ഷ നിരസിച്ചു"), Updated, by [RejectProposal];
        /// The applicant withdrew it.
        ProposalWithdrawn = "proposal.withdrawn" ("Proposal withdrawn", "അപേക്ഷ പിൻവലിച്ചു"), Updated, by [WithdrawProposal];
        /// It was cancelled after its sanction.
        ProposalCancelled = "proposal.cancelled" ("Proposal cancelled", "അപേക്ഷ റദ്ദാക്കി"), Updated, by [CancelProposal];
    }
    Document {
        /// It was attached to a proposal.
        DocumentAttached = "document.attached" ("Document attached", "രേഖ ചേർത്തു"), Created, follows [AttachDocument];
        /// It was removed from a draft, or with it.
        DocumentRemoved = "document.removed" ("Document removed", "രേഖ നീക്കി"), Removed, follows [RemoveDocument, DeleteProposal];
    }
    Seat {
        /// It was constituted.
        SeatCreated = "seat.created" ("Seat constituted", "കോർ ഗ്രൂപ്പിൽ സ്ഥാനം ഉണ്ടാക്കി"), Created, by [CreateSeat];
        /// It changed, or who sits in it.
        SeatUpdated = "seat.updated" ("Seat changed", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം തിരുത്തി"), Updated, by [UpdateSeat];
        /// It was removed.
        SeatRemoved = "seat.removed" ("Seat removed", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം നീക്കി"), Removed, by [DeleteSeat];
    }
    Meeting {
        /// It was called.
        MeetingCalled = "meeting.called" ("Meeting called", "യോഗം വിളിച്ചു"), Created, by [CreateMeeting];
        /// Its notice or agenda changed.
        MeetingUpdated = "meeting.updated" ("Notice or agenda of a meeting changed", "യോഗത്തിന്റെ അറിയിപ്പോ അജണ്ടയോ മാറ്റി"), Updated, by [UpdateMeeting];
        /// It began.
        MeetingOpened = "meeting.opened" ("Meeting opened", "യോഗം തുടങ്ങി"), Updated, by [OpenMeeting];
        /// What happened was recorded.
        MeetingMinuted = "meeting.minuted" ("Meeting recorded", "യോഗനടപടികൾ രേഖപ്പെടുത്തി"), Updated, by [RecordMeeting];
        /// It ended, and its minutes are closed.
        MeetingClosed = "meeting.closed" ("Minutes of a meeting closed", "യോഗത്തിന്റെ മിനിറ്റ്സ് അടച്ചു"), Updated, by [CloseMeeting];
        /// It was cancelled.
        MeetingCancelled = "meeting.cancelled" ("Meeting cancelled", "യോഗം റദ്ദാക്കി"), Updated, by [CancelMeeting];
    }
    Review {
        /// It was begun.
        ReviewDrafted = "review.drafted" ("Review begun", "വിലയിരുത്തൽ തുടങ്ങി"), Created, by [CreateReview];
        /// The draft changed.
        ReviewUpdated = "review.updated" ("Draft of a review changed", "വിലയിരുത്തലിന്റെ കരട് തിരുത്തി"), Updated, by [UpdateReview];
        /// It was submitted.
        ReviewSubmitted = "review.submitted" ("Review submitted", "വിലയിരുത്തൽ സമർപ്പിച്ചു"), Updated, by [SubmitReview];
    }
    ConflictDeclaration {
        /// Somebody declared a conflict of their own.
        ConflictDeclared = "conflict_declaration.declared" ("Conflict of interest declared", "താൽപ്പര്യവൈരുദ്ധ്യം അറിയിച്ചു"), Created, by [DeclareConflict];
    }
    Award {
        /// The proposal was sanctioned.
        AwardSanctioned = "award.sanctioned" ("Award sanctioned", "ധനസഹായത്തിന് അനുമതി നൽകി"), Created, follows [SanctionProposal];
        /// Evidence of a milestone was reported.
        AwardMilestoneReported = "award.milestone_reported" ("Milestone reported", "നാഴികക്കല്ലിന്റെ തെളിവ് നൽകി"), Updated, by [ReportMilestone];
        /// A milestone was accepted.
        AwardMilestoneAccepted = "award.milestone_accepted" ("Milestone accepted", "നാഴികക്കല്ല് അംഗീകരിച്ചു"), Updated, by [AcceptMilestone];
        /// A tranche was released.
        AwardTrancheReleased = "award.tranche_released" ("Tranche released", "ഗഡു അനുവദിച്ചു"), Updated, by [ReleaseTranche];
        /// A release was taken back.
        AwardTrancheTakenBack = "award.tranche_taken_back" ("Release of a tranche cancelled", "ഗഡു അനുവദിച്ചത് റദ്ദാക്കി"), Updated, by [CancelRelease];
        /// A tranche was paid.
        AwardTrancheDisbursed = "award.tranche_disbursed" ("Tranche paid", "ഗഡു നൽകി"), Updated, by [DisburseTranche];
        /// A utilisation certificate was submitted.
        AwardTrancheCertified = "award.tranche_certified" ("Utilisation certificate submitted", "വിനിയോഗ സാക്ഷ്യപത്രം സമർപ്പിച്ചു"), Updated, by [SubmitCertificate];
        /// A utilisation certificate was accepted.
        AwardCertificateAccepted = "award.certificate_accepted" ("Utilisation certificate accepted", "വിനിയോഗ സാക്ഷ്യപത്രം അംഗീകരിച്ചു"), Updated, by [AcceptCertificate];
        /// A utilisation certificate was sent back.
        AwardCertificateReturned = "award.certificate_returned" ("Utilisation certificate returned", "വിനിയോഗ സാക്ഷ്യപത്രം തിരിച്ചയച്ചു"), Updated, by [ReturnCertificate];
        /// Money was given back.
        AwardRefunded = "award.refunded" ("Refund entered", "തിരികെ നൽകിയ തുക രേഖപ്പെടുത്തി"), Updated, by [RefundAward];
        /// It ended, by itself or with its proposal.
        AwardEnded = "award.ended" ("Award ended", "ധനസഹായം അവസാനിപ്പിച്ചു"), Updated, by [EndAward], follows [WithdrawProposal, CancelProposal];
        /// A payment was taken back.
        AwardPaymentReversed = "award.payment_reversed" ("Payment reversed", "ഗഡു നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിച്ചു"), Updated, by [ReversePayment];
        /// The acceptance of a certificate was taken back.
        AwardCertificateReversed = "award.certificate_reversed" ("Acceptance of a certificate reversed", "സാക്ഷ്യപത്രത്തിന്റെ അംഗീകാരം പിൻവലിച്ചു"), Updated, by [ReverseCertificate];
        /// A refund was taken back.
        AwardRefundReversed = "award.refund_reversed" ("Refund reversed", "തിരികെ നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിച്ചു"), Updated, by [ReverseRefund];
        /// The end was taken back.
        AwardEndReversed = "award.end_reversed" ("End of an award reversed", "ധനസഹായം അവസാനിപ്പിച്ചത് പിൻവലിച്ചു"), Updated, by [ReverseEnd];
        /// The acceptance of a milestone was taken back.
        AwardMilestoneReversed = "award.milestone_reversed" ("Acceptance of a milestone reversed", "നാഴികക്കല്ലിന്റെ അംഗീകാരം പിൻവലിച്ചു"), Updated, by [ReverseMilestone];
        /// The cluster moved to another district.
        AwardRelocated = "award.relocated" ("Award followed into another district", "ധനസഹായം മറ്റൊരു ജില്ലയിലേക്ക് മാറി"), Updated, follows [UpdateCluster];
    }
    Posting {
        /// It was entered into the ledger of a call.
        PostingEntered = "posting.entered" ("Ledger posting entered", "കണക്കിൽ രേഖപ്പെടുത്തി"), Created,
            follows [OpenCall, SanctionProposal, WithdrawProposal, CancelProposal, ReleaseTranche, CancelRelease,
                DisburseTranche, AcceptCertificate, RefundAward, EndAward, ReversePayment, ReverseCertificate,
                ReverseRefund, ReverseEnd];
    }
    Account {
        /// It was opened.
        AccountOpened = "account.opened" ("Account opened", "അക്കൗണ്ട് തുറന്നു"), Created, by [CreateAccount];
        /// It has another password or client secret.
        AccountSecretChanged = "account.secret_changed" ("Password or client secret changed", "പാസ്‌വേഡോ ക്ലയന്റ് സീക്രട്ടോ മാറ്റി"), Updated, by [ChangePassword, UpdateAccount];
        /// It was closed.
        AccountClosed = "account.closed" ("Account closed", "അക്കൗണ്ട് അടച്ചു"), Updated, by [UpdateAccount];
        /// It was reopened.
        AccountReopened = "account.reopened" ("Account reopened", "അക്കൗണ്ട് വീണ്ടും തുറന്നു"), Updated, by [UpdateAccount];
    }
    Grant {
        /// A role was given.
        GrantGiven = "grant.given" ("Role given", "ചുമതല നൽകി"), Created, by [CreateGrant], follows [MergeEnterprise, UndoMerge];
        /// A role was taken away.
        GrantTakenAway = "grant.taken_away" ("Role taken away", "ചുമതല എടുത്തുമാറ്റി"), Removed, by [DeleteGrant], follows [MergeEnterprise, UndoMerge];
    }
    Session {
        /// Somebody signed in.
        SessionOpened = "session.opened" ("Signed in", "സൈൻ ഇൻ ചെയ്തു"), Created, by [OpenSession];
        /// A refresh token was traded for the next.
        SessionRotated = "session.rotated" ("Tokens renewed", "ടോക്കണുകൾ പുതുക്കി"), Updated, by [RotateSession];
        /// A refresh token was presented again: the session ended.
        SessionReuseDetected = "session.reuse_detected" ("Refresh token used again", "പുതുക്കൽ ടോക്കൺ വീണ്ടും ഉപയോഗിച്ചു"), Updated, by [RotateSession];
        /// Whoever changed the password stays signed in: it goes on with the new token generation of its account.
        SessionCarriedOver = "session.carried_over" ("Session carried over", "സെഷൻ തുടർന്നു"), Updated, by [ChangePassword];
        /// It ended.
        SessionClosed = "session.closed" ("Signed out", "സൈൻ ഔട്ട് ചെയ്തു"), Updated, by [CloseSession, ChangePassword, UpdateAccount];
    }
    Merge {
        /// An enterprise was merged into another.
        MergeDone = "merge.done" ("Enterprises merged", "സംരംഭങ്ങൾ ലയിപ്പിച്ചു"), Created, by [MergeEnterprise];
        /// It was undone.
        MergeUndone = "merge.undone" ("Merge undone", "ലയനം റദ്ദാക്കി"), Updated, by [UndoMerge];
        /// The personal data of an owner was erased from its record.
        MergePersonalDataErased = "merge.personal_data_erased" ("Personal data erased from a merge", "ലയനത്തിലെ വ്യക്തിവിവരങ്ങൾ മായ്ച്ചു"), Updated, follows [EraseEnterprise];
    }
    Disclosure {
        /// Personal data was shown in full, or something was told of it. What a guess or a write is told may be of
        /// enterprises elsewhere, or of none; a disclosure itself sees to what may be told of each.
        DisclosureMade = "disclosure.made" ("Personal data disclosed", "വ്യക്തിവിവരങ്ങൾ വെളിപ്പെടുത്തി"), Created, by [ReadEnterprise, ListEnterprises],
            follows [CreateEnterprise, UpdateEnterprise, EraseEnterprise, TryDuplicates, FindDuplicates, ListCandidates,
                ReadCandidate, DismissCandidate, ReopenCandidate, UndoMerge];
    }
    // A pair is a matter of those who may act on both enterprises of it, wherever they stood when it was found.
    DuplicateCandidate {
        /// Two enterprises were found that may be one.
        CandidateFound = "duplicate_candidate.found" ("Possible duplicate found", "ഇരട്ടിപ്പാകാവുന്ന ജോടി കണ്ടെത്തി"), Created, follows [FindDuplicates];
        /// They are worth a look again.
        CandidateFoundAgain = "duplicate_candidate.found_again" ("Possible duplicate found again", "ഇരട്ടിപ്പാകാവുന്ന ജോടി വീണ്ടും കണ്ടെത്തി"), Updated, follows [FindDuplicates];
        /// They are alike in other ways than before.
        CandidateCompared = "duplicate_candidate.compared" ("Possible duplicate compared anew", "ഇരട്ടിപ്പാകാവുന്ന ജോടി പുതുതായി താരതമ്യം ചെയ്തു"), Updated, follows [FindDuplicates];
        /// They are no longer alike, or one of them is gone.
        CandidateDissolved = "duplicate_candidate.dissolved" ("Possible duplicate dissolved", "ഇരട്ടിപ്പാകാവുന്ന ജോടി ഇല്ലാതായി"), Updated,
            follows [FindDuplicates, MergeEnterprise, DeleteEnterprise];
        /// Somebody decided that they are two.
        CandidateDismissed = "duplicate_candidate.dismissed" ("Decided that two enterprises are not one", "ഇരട്ടിപ്പല്ലെന്ന് തീരുമാനിച്ചു"), Updated, follows [DismissCandidate];
        /// That decision was taken back.
        CandidateReopened = "duplicate_candidate.reopened" ("Undone that two enterprises are not one", "ഇരട്ടിപ്പല്ലെന്ന തീരുമാനം പിൻവലിച്ചു"), Updated, follows [ReopenCandidate];
        /// One was merged into the other.
        CandidateMerged = "duplicate_candidate.merged" ("Possible duplicate merged", "ഇരട്ടിപ്പാകാവുന്ന ജോടി ലയിപ്പിച്ചു"), Updated, follows [MergeEnterprise];
        /// The merge was undone.
        CandidateUnmerged = "duplicate_candidate.unmerged" ("Merge of a possible duplicate undone", "ഇരട്ടിപ്പാകാവുന്ന ജോടിയുടെ ലയനം റദ്ദാക്കി"), Updated, follows [UndoMerge];
        /// What people wrote about it was erased.
        CandidatePersonalDataErased = "duplicate_candidate.personal_data_erased" ("Personal data erased from a possible duplicate", "ഇരട്ടിപ്പാകാവുന്ന ജോടിയിലെ വ്യക്തിവിവരങ്ങൾ മായ്ച്ചു"), Updated, follows [EraseEnterprise];
    }
}
