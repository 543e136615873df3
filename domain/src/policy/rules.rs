//! The table. Change a rule here and nowhere else; the matrix and the tests follow.

use super::Action::{self, *};
use crate::policy::actor::Role::{self, *};

/// One row: who may do one thing, and what the others are told.
#[derive(Debug)]
pub struct Rule {
    /// The action that the row is about.
    pub action: Action,
    /// Each is enough.
    pub allowances: &'static [Allowance],
    /// The answer to everybody else.
    pub otherwise: Otherwise,
}

/// Some roles, and how far they carry.
#[derive(Debug)]
pub struct Allowance {
    /// The roles; empty where roles do not matter.
    pub roles: &'static [Role],
    /// How far they carry.
    pub within: Within,
}

/// How far an allowance carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// To everybody, signed in or not.
    Public,
    /// To things of one's own account.
    Own,
    /// To every thing, whatever the grant's scope.
    Anywhere,
    /// To things inside the grant's scope.
    Scope,
}

/// What those are told whom the rule does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// 403.
    Deny,
    /// 404, unless they may read the thing.
    Hide,
}

/// The nine seats of a core group.
const SEATS: &[Role] =
    &[DicGm, KilaSrg, KsAdmcMe, KsDpmMe, KsDpmSvep, KsumMentor, Academic, EmcExpert, KdiscDpe];
/// Seats whose holders keep the registry of enterprises.
const REGISTRARS: &[Role] =
    &[DicGm, KsAdmcMe, KsDpmMe, KsDpmSvep, KdiscDpe, KdiscOfficer, ServiceClient];
const OVERSEERS: &[Role] = &[KdiscOfficer, Auditor, Administrator];
const REPRESENTATIVES: &[Role] =
    &[ClusterRepresentative, EnterpriseRepresentative, InstitutionRepresentative];

const fn scope(roles: &'static [Role]) -> Allowance {
    Allowance { roles, within: Within::Scope }
}
/// The directory: whoever holds any role at all.
const DIRECTORY: &[Allowance] = &[Allowance { roles: Role::ALL, within: Within::Anywhere }];
const PUBLIC: &[Allowance] = &[Allowance { roles: &[], within: Within::Public }];
const OWN: &[Allowance] = &[Allowance { roles: &[], within: Within::Own }];
/// Who keeps what is stated of an institution, its facilities included.
const KEEP_INSTITUTIONS: &[Allowance] =
    &[scope(&[KdiscDpe, KdiscOfficer, InstitutionRepresentative])];
const READ_ENTERPRISES: &[Allowance] =
    &[scope(SEATS), scope(OVERSEERS), scope(&[ServiceClient, EnterpriseRepresentative])];
/// Who sees which enterprises may be one: whoever may merge them, and auditors.
const READ_CANDIDATES: &[Allowance] = &[scope(REGISTRARS), scope(&[Auditor])];
/// People decide, and no partner system.
const DECIDE_CANDIDATES: &[Allowance] =
    &[scope(&[DicGm, KsAdmcMe, KsDpmMe, KsDpmSvep, KdiscDpe, KdiscOfficer])];
/// Who watches over those that see personal data.
const WATCHERS: &[Allowance] = &[scope(&[Auditor, Administrator])];
const READ_LINKAGES: &[Allowance] =
    &[scope(SEATS), scope(OVERSEERS), scope(REPRESENTATIVES), scope(&[ServiceClient])];
const DECLARE_LINKAGES: &[Allowance] =
    &[scope(&[KdiscDpe, KdiscOfficer, ServiceClient]), scope(REPRESENTATIVES)];
const READ_PROPOSALS: &[Allowance] =
    &[scope(SEATS), scope(OVERSEERS), scope(&[ClusterRepresentative, InstitutionRepresentative])];
const READ_GROUP: &[Allowance] = &[scope(SEATS), scope(OVERSEERS)];
/// The convenor calls meetings and keeps the minutes; K-DISC does where the convenor stands aside.
const KEEPERS: &[Allowance] = &[scope(&[KdiscDpe, KdiscOfficer])];
/// One's own; of others, those see each who oversee. Fellow reviewers see them beside the proposal, once
/// their own is in.
const REVIEWS: &[Allowance] = &[scope(OVERSEERS), Allowance { roles: &[], within: Within::Own }];
const APPLICANT: &[Allowance] = &[scope(&[ClusterRepresentative])];
const CONVENOR: &[Allowance] = &[scope(&[KdiscDpe])];
/// Who looks at evidence and bills, and carries out what the core group decided about money. Whoever
/// sanctions does not release: the officer sanctions, so the convenor, or another officer, releases.
const EXAMINERS: &[Allowance] = &[scope(&[KdiscDpe, KdiscOfficer])];
const OFFICER: &[Allowance] = &[scope(&[KdiscOfficer])];
const ADMINISTRATOR: &[Allowance] = &[scope(&[Administrator])];

/// Who sees what is said about a cluster beside its entry in the directory.
const READ_STATEMENTS: &[Allowance] = &[
    scope(SEATS),
    scope(OVERSEERS),
    scope(&[ClusterRepresentative, InstitutionRepresentative, ServiceClient]),
];
/// Who keeps the affairs of a cluster: its representative, and who works for it in the district.
const STEWARDS: &[Allowance] = &[scope(&[DicGm, KdiscDpe, KdiscOfficer, ClusterRepresentative])];
/// Each side speaks for itself; the convenor enters either side from paper.
const DECLARE_INTEREST: &[Allowance] =
    &[scope(&[KdiscDpe, KdiscOfficer, ClusterRepresentative, InstitutionRepresentative])];
/// The core group sees how members work together, and so does their representative.
const ENTER_COOPERATION: &[Allowance] =
    &[scope(SEATS), scope(&[KdiscOfficer, ClusterRepresentative])];
/// Seats and officers that judge a cluster from outside.
const ASSESSORS: &[Allowance] = &[scope(SEATS), scope(&[KdiscOfficer])];

const fn deny(action: Action, allowances: &'static [Allowance]) -> Rule {
    Rule { action, allowances, otherwise: Otherwise::Deny }
}
const fn hide(action: Action, allowances: &'static [Allowance]) -> Rule {
    Rule { action, allowances, otherwise: Otherwise::Hide }
}

/// Every rule, one per action.
pub const RULES: &[Rule] = &[
    deny(ListPlaces, DIRECTORY),
    hide(ReadPlace, DIRECTORY),
    deny(CreatePlace, ADMINISTRATOR),
    hide(UpdatePlace, ADMINISTRATOR),
    hide(DeletePlace, ADMINISTRATOR),
    deny(ListActivities, DIRECTORY),
    deny(ListInstitutions, DIRECTORY),
    hide(ReadInstitution, DIRECTORY),
    deny(CreateInstitution, &[scope(&[KdiscDpe, KdiscOfficer])]),
    hide(UpdateInstitution, KEEP_INSTITUTIONS),
    hide(DeleteInstitution, OFFICER),
    deny(ListFacilities, DIRECTORY),
    hide(ReadFacility, DIRECTORY),
    deny(CreateFacility, KEEP_INSTITUTIONS),
    hide(UpdateFacility, KEEP_INSTITUTIONS),
    hide(DeleteFacility, KEEP_INSTITUTIONS),
    deny(ListEnterprises, READ_ENTERPRISES),
    hide(ReadEnterprise, READ_ENTERPRISES),
    deny(CreateEnterprise, &[scope(REGISTRARS)]),
    hide(UpdateEnterprise, &[scope(REGISTRARS), scope(&[EnterpriseRepresentative])]),
    hide(DeleteEnterprise, &[scope(&[DicGm, KdiscOfficer])]),
    hide(
        ProtectEnterprise,
        &[scope(&[
            DicGm,
            KsAdmcMe,
            KsDpmMe,
            KsDpmSvep,
            KdiscDpe,
            KdiscOfficer,
            EnterpriseRepresentative,
        ])],
    ),
    hide(EraseEnterprise, &[scope(&[DicGm, KdiscOfficer, EnterpriseRepresentative])]),
    hide(
        ListEnterpriseDisclosures,
        &[scope(&[DicGm, KdiscOfficer, EnterpriseRepresentative, Auditor, Administrator])],
    ),
    deny(ListDisclosures, WATCHERS),
    hide(ReadDisclosure, WATCHERS),
    deny(ListClusters, DIRECTORY),
    hide(ReadCluster, DIRECTORY),
    deny(CreateCluster, &[scope(&[DicGm, KdiscDpe, KdiscOfficer])]),
    hide(UpdateCluster, &[scope(&[DicGm, KdiscDpe, KdiscOfficer, ClusterRepresentative])]),
    hide(DeleteCluster, OFFICER),
    hide(ReadGate, READ_STATEMENTS),
    hide(InitiateCluster, &[scope(&[KdiscDpe, KdiscOfficer])]),
    hide(ReadLadder, READ_STATEMENTS),
    hide(ReadScorecard, READ_STATEMENTS),
    hide(ReadGaps, READ_STATEMENTS),
    deny(SuggestClusters, &[scope(SEATS), scope(OVERSEERS), scope(&[ServiceClient])]),
    deny(ListMemberships, READ_LINKAGES),
    hide(ReadMembership, READ_LINKAGES),
    deny(CreateMembership, STEWARDS),
    hide(UpdateMembership, STEWARDS),
    hide(ConfirmMembership, &[scope(REPRESENTATIVES)]),
    hide(AttestMembership, OFFICER),
    hide(WithdrawMembershipAttestation, OFFICER),
    hide(EndMembership, &[scope(&[DicGm, KdiscDpe, KdiscOfficer]), scope(REPRESENTATIVES)]),
    hide(DeleteMembership, &[scope(&[KdiscDpe, KdiscOfficer])]),
    deny(ListInterests, READ_STATEMENTS),
    hide(ReadInterest, READ_STATEMENTS),
    deny(CreateInterest, DECLARE_INTEREST),
    hide(WithdrawInterest, DECLARE_INTEREST),
    deny(ListCooperation, READ_STATEMENTS),
    hide(ReadCooperation, READ_STATEMENTS),
    deny(CreateCooperation, ENTER_COOPERATION),
    hide(WithdrawCooperation, STEWARDS),
    deny(ListAssessments, READ_STATEMENTS),
    hide(ReadAssessment, READ_STATEMENTS),
    deny(CreateAssessment, ASSESSORS),
    hide(WithdrawAssessment, ASSESSORS),
    deny(ListRuleSets, DIRECTORY),
    hide(ReadRuleSet, DIRECTORY),
    deny(CreateRuleSet, OFFICER),
    deny(ListLinkages, READ_LINKAGES),
    hide(ReadLinkage, READ_LINKAGES),
    deny(CreateLinkage, DECLARE_LINKAGES),
    hide(UpdateLinkage, DECLARE_LINKAGES),
    // An end confirms for itself; of others K-DISC says so by evidence.
    hide(ConfirmLinkage, &[scope(REPRESENTATIVES)]),
    hide(AttestLinkage, OFFICER),
    hide(WithdrawLinkageAttestation, OFFICER),
    hide(DeleteLinkage, &[scope(&[KdiscDpe, KdiscOfficer])]),
    deny(ListLinkageEvidence, READ_LINKAGES),
    hide(ReadLinkageEvidence, READ_LINKAGES),
    deny(CreateLinkageEvidence, DECLARE_LINKAGES),
    hide(AcceptLinkageEvidence, OFFICER),
    hide(RejectLinkageEvidence, OFFICER),
    // Of these, the side that stated it.
    hide(WithdrawLinkageEvidence, DECLARE_LINKAGES),
    deny(ListSchemes, DIRECTORY),
    hide(ReadScheme, DIRECTORY),
    deny(CreateScheme, OFFICER),
    hide(UpdateScheme, OFFICER),
    hide(DeleteScheme, OFFICER),
    deny(ListProposals, READ_PROPOSALS),
    hide(ReadProposal, READ_PROPOSALS),
    deny(CreateProposal, APPLICANT),
    hide(UpdateProposal, APPLICANT),
    hide(DeleteProposal, APPLICANT),
    hide(SubmitProposal, APPLICANT),
    hide(ReturnProposal, CONVENOR),
    hide(ScreenProposal, CONVENOR),
    hide(ShortlistProposal, CONVENOR),
    hide(StudyProposal, CONVENOR),
    hide(RecommendProposal, CONVENOR),
    hide(SanctionProposal, OFFICER),
    hide(StartProposal, OFFICER),
    hide(CompleteProposal, OFFICER),
    hide(RejectProposal, &[scope(&[KdiscDpe, KdiscOfficer])]),
    hide(WithdrawProposal, APPLICANT),
    hide(RecallProposal, APPLICANT),
    hide(CancelProposal, OFFICER),
    hide(FindDuplicates, &[scope(REGISTRARS)]),
    deny(TryDuplicates, &[scope(REGISTRARS)]),
    hide(MergeEnterprise, &[scope(REGISTRARS)]),
    deny(ListCandidates, READ_CANDIDATES),
    hide(ReadCandidate, READ_CANDIDATES),
    hide(DismissCandidate, DECIDE_CANDIDATES),
    hide(ReopenCandidate, DECIDE_CANDIDATES),
    hide(ListMerges, READ_ENTERPRISES),
    hide(ReadMerge, READ_ENTERPRISES),
    hide(UndoMerge, &[scope(REGISTRARS)]),
    deny(Search, DIRECTORY),
    deny(ListCalls, DIRECTORY),
    hide(ReadCall, DIRECTORY),
    deny(CreateCall, OFFICER),
    hide(UpdateCall, OFFICER),
    hide(DeleteCall, OFFICER),
    hide(OpenCall, OFFICER),
    hide(CloseCall, OFFICER),
    hide(ArchiveCall, OFFICER),
    hide(CancelCall, OFFICER),
    hide(ReadLedger, READ_GROUP),
    hide(ReadDocument, READ_PROPOSALS),
    hide(AttachDocument, APPLICANT),
    hide(RemoveDocument, APPLICANT),
    deny(ListAwards, READ_PROPOSALS),
    hide(ReadAward, READ_PROPOSALS),
    hide(ReportMilestone, APPLICANT),
    hide(AcceptMilestone, EXAMINERS),
    hide(ReleaseTranche, EXAMINERS),
    hide(CancelRelease, EXAMINERS),
    hide(DisburseTranche, OFFICER),
    hide(SubmitCertificate, APPLICANT),
    hide(AcceptCertificate, EXAMINERS),
    hide(ReturnCertificate, EXAMINERS),
    hide(RefundAward, OFFICER),
    hide(EndAward, OFFICER),
    // Whoever may enter something may take it back.
    hide(ReversePayment, OFFICER),
    hide(ReverseCertificate, EXAMINERS),
    hide(ReverseRefund, OFFICER),
    hide(ReverseEnd, OFFICER),
    hide(ReverseMilestone, EXAMINERS),
    deny(ListSeats, READ_GROUP),
    hide(ReadSeat, READ_GROUP),
    deny(CreateSeat, OFFICER),
    hide(UpdateSeat, OFFICER),
    hide(DeleteSeat, OFFICER),
    deny(ListMeetings, READ_GROUP),
    hide(ReadMeeting, READ_GROUP),
    deny(CreateMeeting, KEEPERS),
    hide(UpdateMeeting, KEEPERS),
    hide(OpenMeeting, KEEPERS),
    hide(RecordMeeting, KEEPERS),
    hide(CloseMeeting, KEEPERS),
    hide(CancelMeeting, KEEPERS),
    hide(ReadMinutes, READ_GROUP),
    hide(VerifyMinutes, READ_GROUP),
    hide(ReadConflicts, READ_GROUP),
    hide(DeclareConflict, &[scope(SEATS), scope(&[KdiscOfficer])]),
    hide(ListReviews, READ_GROUP),
    hide(ReadReview, REVIEWS),
    deny(CreateReview, &[scope(SEATS)]),
    hide(UpdateReview, OWN),
    hide(SubmitReview, OWN),
    hide(ReadWhy, READ_PROPOSALS),
    deny(ReadInbox, DIRECTORY),
    deny(OpenSession, PUBLIC),
    deny(RotateSession, PUBLIC),
    deny(CloseSession, OWN),
    deny(ReadAccount, OWN),
    deny(ChangePassword, OWN),
    deny(CreateAccount, ADMINISTRATOR),
    deny(UpdateAccount, ADMINISTRATOR),
    deny(CreateGrant, ADMINISTRATOR),
    deny(DeleteGrant, ADMINISTRATOR),
];

/// The table as anybody can read it: a row per action, a column per role.
///
/// `S` within the grant's scope, `A` anywhere, `O` one's own, `P` public, `·` not at all.
#[must_use]
pub fn matrix() -> String {
    let mut out = String::from("| action |");
    for role in Role::ALL {
        out += &format!(" {role} |");
    }
    out += " others |\n|---|";
    out += &"---|".repeat(Role::ALL.len() + 1);
    out.push('\n');
    for rule in RULES {
        out += &format!("| `{}` |", rule.action);
        for role in Role::ALL {
            out += &format!(" {} |", cell(rule, *role));
        }
        out += match rule.otherwise {
            Otherwise::Deny => " 403 |\n",
            Otherwise::Hide => " 404 |\n",
        };
    }
    out
}

fn cell(rule: &Rule, role: Role) -> &'static str {
    let mut best = "·";
    for allowance in rule.allowances {
        match allowance.within {
            Within::Public => return "P",
            Within::Own => best = "O",
            Within::Anywhere if allowance.roles.contains(&role) => return "A",
            Within::Scope if allowance.roles.contains(&role) => best = "S",
            _ => {}
        }
    }
    best
}
