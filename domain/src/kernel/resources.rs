//! The table of resources: one row per kind of thing that is kept. A list of all kinds is made of it, wherever it is needed.

/// Hands every row to a macro: what people call the kind, its id, its type, the table of its rows, whether it is
/// found by words; for a kind with a collection of its own below `/v1`, the last part of its path, which is also its
/// tag, and what the document says of it; and the function of the ports that reads one, where that tells where it stands.
#[macro_export]
macro_rules! for_each_resource {
    ($make:ident) => {
        $make! {
            /// A place of Kerala.
            Place = "place" ("Place", "സ്ഥലം"): PlaceId, $crate::registry::place::Place, table: places, searched: true,
                path: "places", "Areas of Kerala by level and official code; they overlap.", one: place;
            /// An enterprise.
            Enterprise = "enterprise" ("Enterprise", "സംരംഭം"): EnterpriseId, $crate::registry::enterprise::Enterprise, table: enterprises, searched: true,
                path: "enterprises", "Enterprises: firms and Kudumbashree units.", one: enterprise;
            /// An institution.
            Institution = "institution" ("Institution", "സ്ഥാപനം"): InstitutionId, $crate::registry::institution::Institution, table: institutions, searched: true,
                path: "institutions", "Universities, colleges, laboratories, support organisations and banks.", one: institution;
            /// A laboratory or equipment of an institution.
            Facility = "facility" ("Facility of an institution", "സ്ഥാപനത്തിലെ സൗകര്യം"): FacilityId, $crate::registry::facility::Facility, table: facilities, searched: true,
                path: "facilities", "Laboratories and equipment of institutions, and the terms on which firms may use them.", one: facility;
            /// A cluster.
            Cluster = "cluster" ("Cluster", "ക്ലസ്റ്റർ"): ClusterId, $crate::registry::cluster::Cluster, table: clusters, searched: true,
                path: "clusters", "Clusters of enterprises.", one: cluster;
            /// A linkage.
            Linkage = "linkage" ("Linkage", "ബന്ധം"): LinkageId, $crate::registry::linkage::Linkage, table: linkages, searched: false,
                path: "linkages", "Linkages between enterprises, clusters and institutions: the regional innovation network.", one: linkage;
            /// A piece of evidence of a linkage.
            LinkageEvidence = "linkage_evidence" ("Evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ്"): LinkageEvidenceId, $crate::registry::linkage_evidence::LinkageEvidence, table: linkage_evidence, searched: false,
                path: "linkage-evidence", "Evidence of linkages, which officers accept or reject.", one: linkage_evidence;
            /// A scheme.
            Scheme = "scheme" ("Scheme", "പദ്ധതി"): SchemeId, $crate::schemes::scheme::Scheme, table: schemes, searched: true,
                path: "schemes", "Assistance of central, state and bank programmes.", one: scheme;
            /// A proposal.
            Proposal = "proposal" ("Proposal", "അപേക്ഷ"): ProposalId, $crate::programme::proposal::Proposal, table: proposals, searched: true,
                path: "proposals", "Proposals and each step of their lifecycle.", one: proposal;
            /// A membership of a cluster.
            Membership = "membership" ("Membership", "അംഗത്വം"): MembershipId, $crate::registry::membership::Membership, table: memberships, searched: false,
                path: "memberships", "Who belongs to a cluster, as what, and from when to when.", one: membership;
            /// An expression of interest.
            ExpressionOfInterest = "expression_of_interest" ("Expression of interest", "താൽപ്പര്യപത്രം"): InterestId, $crate::formation::gate::Interest, table: statements, searched: false,
                path: "expressions-of-interest", "Expressions of interest of academic centres and of clusters, which open the initiation gate.", one: interest;
            /// A try to start the programme for a cluster.
            GateTry = "gate_try" ("Attempt to start the programme", "പദ്ധതി തുടങ്ങാനുള്ള ശ്രമം"): GateTryId, $crate::formation::gate::GateTry, table: gate_tries, searched: false;
            /// A piece of evidence of co-operation.
            CooperationEvidence = "cooperation_evidence" ("Evidence of co-operation", "സഹകരണത്തിന്റെ തെളിവ്"): CooperationId, $crate::formation::cooperation::Cooperation, table: statements, searched: false,
                path: "cooperation-evidence", "Evidence that members of a cluster co-operate. It moves the cluster up the co-operation ladder.", one: cooperation;
            /// An assessment of an indicator.
            Assessment = "assessment" ("Assessment of an indicator", "സൂചകത്തിന്റെ വിലയിരുത്തൽ"): AssessmentId, $crate::formation::scorecard::assessment::Assessment, table: statements, searched: false,
                path: "assessments", "Indicators of the formation scorecard that people assess, because the registry cannot compute them.", one: assessment;
            /// A rule set.
            RuleSet = "rule_set" ("Rule set", "ചട്ടങ്ങൾ"): RuleSetId, $crate::formation::rule_set::RuleSet, table: rule_sets, searched: false,
                path: "rule-sets", "Versioned rules: weights and cut-points for clusters; quorum, notice and conflicts of interest for core groups.";
            /// A call for proposals.
            Call = "call" ("Call for proposals", "അപേക്ഷാ ക്ഷണം"): CallId, $crate::programme::call::Call, table: calls, searched: true,
                path: "calls", "Calls for proposals: window, targets, budget, application form, rubric.", one: call;
            /// A seat of a core group.
            Seat = "seat" ("Seat of a core group", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം"): SeatId, $crate::programme::seat::Seat, table: seats, searched: false,
                path: "seats", "Seats of the district core groups, and their holders.", one: seat;
            /// A meeting of a core group.
            Meeting = "meeting" ("Meeting", "യോഗം"): MeetingId, $crate::programme::meeting::Meeting, table: meetings, searched: false,
                path: "meetings", "Meetings of the core groups, their minutes, and the hash chain of the minutes.", one: meeting;
            /// A review of a proposal.
            Review = "review" ("Review of a proposal", "അപേക്ഷയുടെ വിലയിരുത്തൽ"): ReviewId, $crate::programme::review::Review, table: reviews, searched: false,
                path: "reviews", "Reviews of proposals by seat holders, and conflicts of interest.";
            /// A conflict of interest that was declared.
            ConflictDeclaration = "conflict_declaration" ("Declared conflict of interest", "അറിയിച്ച താൽപ്പര്യവൈരുദ്ധ്യം"): DeclarationId, $crate::programme::declaration::Declaration, table: conflict_declarations, searched: false;
            /// Seed money of a proposal.
            Award = "award" ("Award", "ധനസഹായം"): AwardId, $crate::money::award::Award, table: awards, searched: false,
                path: "awards", "Seed money of sanctioned proposals: tranches, milestones, utilisation certificates, refunds.", one: award;
            /// A document of a proposal.
            Document = "document" ("Document", "രേഖ"): DocumentId, $crate::programme::attachment::Attachment, table: documents, searched: false,
                path: "documents", "Documents of proposals: PDF, PNG, JPEG and office files without macros.";
            /// A posting of the ledger.
            Posting = "posting" ("Ledger posting", "കണക്കിലെ രേഖപ്പെടുത്തൽ"): PostingId, $crate::money::ledger::Posting, table: postings, searched: false;
            /// A sign-in account.
            Account = "account" ("Account", "അക്കൗണ്ട്"): AccountId, $crate::identity::account::Account, table: accounts, searched: false;
            /// A grant of a role.
            Grant = "grant" ("Grant of a role", "ചുമതല നൽകൽ"): GrantId, $crate::identity::account::AccountGrant, table: grants, searched: false;
            /// A session: a family of refresh tokens.
            Session = "session" ("Session", "സെഷൻ"): SessionId, $crate::identity::session::Session, table: sessions, searched: false;
            /// A merge of two enterprises.
            Merge = "merge" ("Merge of two enterprises", "സംരംഭങ്ങളുടെ ലയനം"): MergeId, $crate::registry::merge::Merge, table: merges, searched: false;
            /// A disclosure of personal data.
            Disclosure = "disclosure" ("Disclosure of personal data", "വ്യക്തിവിവരങ്ങളുടെ വെളിപ്പെടുത്തൽ"): DisclosureId, $crate::policy::disclosure::Disclosure, table: disclosures, searched: false,
                path: "disclosures", "Log of who saw personal data in full, for which purpose and when.";
            /// A pair of enterprises that may be one.
            DuplicateCandidate = "duplicate_candidate" ("Possible duplicate", "ഇരട്ടിപ്പാകാവുന്ന ജോടി"): CandidateId, $crate::registry::candidate::DuplicateCandidate, table: duplicate_candidates, searched: false,
                path: "duplicate-candidates", "Pairs of enterprises that may be duplicates, and what people decide about them.";
        }
    };
}

macro_rules! kinds {
    ($($(#[$about:meta])* $Kind:ident = $word:literal $label:tt: $Id:ident, $Thing:ty, table: $table:ident, searched: $searched:literal
        $(, path: $path:literal, $says:literal $(, one: $one:ident)?)?;)+) => {
        words! {
            /// The kinds of thing that are kept, written and told apart in the audit trail and change feed.
            Kind("kind") { $($(#[$about])* $Kind = $word $label,)+ }
        }

        impl Kind {
            /// The table of its rows.
            #[must_use]
            pub const fn table(self) -> &'static str {
                match self { $(Self::$Kind => stringify!($table)),+ }
            }

            /// Whether it is found by words.
            #[must_use]
            pub const fn is_searched(self) -> bool {
                match self { $(Self::$Kind => $searched),+ }
            }

            /// Its collection, if it has one of its own.
            #[must_use]
            pub const fn collection(self) -> Option<&'static Collection> {
                match self {
                    $(Self::$Kind => {
                        const OWN: &[Collection] = &[$(Collection { path: $path, about: $says })?];
                        OWN.first()
                    })+
                }
            }
        }
    };
}

/// The things of a kind, as callers address them.
#[derive(Debug)]
pub struct Collection {
    /// The part of the path behind `/v1/`; also the tag in the OpenAPI document.
    pub path: &'static str,
    /// What is in it.
    pub about: &'static str,
}

for_each_resource!(kinds);
