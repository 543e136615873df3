//! The actions: every operation of the document names one, and every rule is about one.

use super::{RULES, Rule};

words! {
    /// Something that an actor may or may not do.
    Action("action") {
        /// List places.
        ListPlaces = "place.list" ("List places", "സ്ഥലങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a place.
        ReadPlace = "place.read" ("Read a place", "സ്ഥലം കാണുക"),
        /// Add a place.
        CreatePlace = "place.create" ("Add a place", "സ്ഥലം ചേർക്കുക"),
        /// Change a place.
        UpdatePlace = "place.update" ("Change a place", "സ്ഥലം തിരുത്തുക"),
        /// Remove a place.
        DeletePlace = "place.delete" ("Remove a place", "സ്ഥലം നീക്കുക"),
        /// List activity codes.
        ListActivities = "activity.list" ("List activity codes", "പ്രവർത്തന കോഡുകളുടെ പട്ടിക കാണുക"),
        /// List institutions.
        ListInstitutions = "institution.list" ("List institutions", "സ്ഥാപനങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read an institution.
        ReadInstitution = "institution.read" ("Read an institution", "സ്ഥാപനം കാണുക"),
        /// Register an institution.
        CreateInstitution = "institution.create" ("Register an institution", "സ്ഥാപനം രജിസ്റ്റർ ചെയ്യുക"),
        /// Change an institution.
        UpdateInstitution = "institution.update" ("Change an institution", "സ്ഥാപനം തിരുത്തുക"),
        /// Remove an institution.
        DeleteInstitution = "institution.delete" ("Remove an institution", "സ്ഥാപനം നീക്കുക"),
        /// List facilities.
        ListFacilities = "facility.list" ("List facilities", "സൗകര്യങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a facility.
        ReadFacility = "facility.read" ("Read a facility", "സൗകര്യം കാണുക"),
        /// Register a facility.
        CreateFacility = "facility.create" ("Register a facility", "സൗകര്യം രജിസ്റ്റർ ചെയ്യുക"),
        /// Change a facility.
        UpdateFacility = "facility.update" ("Change a facility", "സൗകര്യം തിരുത്തുക"),
        /// Remove a facility.
        DeleteFacility = "facility.delete" ("Remove a facility", "സൗകര്യം നീക്കുക"),
        /// List enterprises.
        ListEnterprises = "enterprise.list" ("List enterprises", "സംരംഭങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read an enterprise.
        ReadEnterprise = "enterprise.read" ("Read an enterprise", "സംരംഭം കാണുക"),
        /// Register an enterprise.
        CreateEnterprise = "enterprise.create" ("Register an enterprise", "സംരംഭം രജിസ്റ്റർ ചെയ്യുക"),
        /// Change an enterprise.
        UpdateEnterprise = "enterprise.update" ("Change an enterprise", "സംരംഭം തിരുത്തുക"),
        /// Remove an enterprise.
        DeleteEnterprise = "enterprise.delete" ("Remove an enterprise", "സംരംഭം നീക്കുക"),
        /// Protect facts of an enterprise from imports, or no longer.
        ProtectEnterprise = "enterprise.protect" ("Protect facts of an enterprise from imports", "സംരംഭത്തിന്റെ വിവരങ്ങൾ ഇറക്കുമതിയിൽ നിന്ന് സംരക്ഷിക്കുക"),
        /// Erase the personal data of an enterprise's owner.
        EraseEnterprise = "enterprise.erase" ("Erase the personal data of an enterprise's owner", "സംരംഭ ഉടമയുടെ വ്യക്തിവിവരങ്ങൾ മായ്ക്കുക"),
        /// List who saw the personal data of an enterprise unmasked.
        ListEnterpriseDisclosures = "enterprise.list_disclosures" ("List disclosures about an enterprise", "സംരംഭത്തെക്കുറിച്ചുള്ള വെളിപ്പെടുത്തലുകൾ കാണുക"),
        /// List disclosures of personal data.
        ListDisclosures = "disclosure.list" ("List disclosures of personal data", "വ്യക്തിവിവര വെളിപ്പെടുത്തലുകളുടെ പട്ടിക കാണുക"),
        /// Read a disclosure.
        ReadDisclosure = "disclosure.read" ("Read a disclosure", "വെളിപ്പെടുത്തൽ കാണുക"),
        /// List clusters.
        ListClusters = "cluster.list" ("List clusters", "ക്ലസ്റ്ററുകളുടെ പട്ടിക കാണുക"),
        /// Read a cluster.
        ReadCluster = "cluster.read" ("Read a cluster", "ക്ലസ്റ്റർ കാണുക"),
        /// Register a cluster.
        CreateCluster = "cluster.create" ("Register a cluster", "ക്ലസ്റ്റർ രജിസ്റ്റർ ചെയ്യുക"),
        /// Change a cluster.
        UpdateCluster = "cluster.update" ("Change a cluster", "ക്ലസ്റ്റർ തിരുത്തുക"),
        /// Remove a cluster.
        DeleteCluster = "cluster.delete" ("Remove a cluster", "ക്ലസ്റ്റർ നീക്കുക"),
        /// See what a cluster lacks to be started, and what was tried.
        ReadGate = "cluster.read_gate" ("Read the initiation gate of a cluster", "ക്ലസ്റ്ററിൽ പദ്ധതി തുടങ്ങാൻ വേണ്ടവ കാണുക"),
        /// Start the programme for a cluster.
        InitiateCluster = "cluster.initiate" ("Start the programme for a cluster", "ക്ലസ്റ്ററിനായി പദ്ധതി തുടങ്ങുക"),
        /// See where a cluster stands on the co-operation ladder.
        ReadLadder = "cluster.read_ladder" ("Read the co-operation ladder of a cluster", "ക്ലസ്റ്ററിന്റെ സഹകരണ പടവുകൾ കാണുക"),
        /// See the formation scorecard of a cluster.
        ReadScorecard = "cluster.read_scorecard" ("Read the formation scorecard of a cluster", "ക്ലസ്റ്ററിന്റെ സ്കോർകാർഡ് കാണുക"),
        /// See what the product chains of a cluster lack.
        ReadGaps = "cluster.read_gaps" ("Read the gaps in the product chains of a cluster", "ക്ലസ്റ്ററിന്റെ ഉൽപ്പന്ന ശൃംഖലകളിലെ വിടവുകൾ കാണുക"),
        /// See which enterprises could form a cluster.
        SuggestClusters = "cluster.suggest" ("See which enterprises could form a cluster", "ക്ലസ്റ്ററാകാവുന്ന സംരംഭങ്ങൾ കാണുക"),
        /// List memberships.
        ListMemberships = "membership.list" ("List memberships", "അംഗത്വങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a membership.
        ReadMembership = "membership.read" ("Read a membership", "അംഗത്വം കാണുക"),
        /// Take a member into a cluster.
        CreateMembership = "membership.create" ("Take a member into a cluster", "ക്ലസ്റ്ററിൽ അംഗത്തെ ചേർക്കുക"),
        /// Change a membership.
        UpdateMembership = "membership.update" ("Change a membership", "അംഗത്വം തിരുത്തുക"),
        /// Confirm one's own side of a membership.
        ConfirmMembership = "membership.confirm" ("Confirm one's own side of a membership", "അംഗത്വത്തിന്റെ സ്വന്തം ഭാഗം സ്ഥിരീകരിക്കുക"),
        /// Attest a membership by evidence.
        AttestMembership = "membership.attest" ("Attest a membership", "അംഗത്വം സാക്ഷ്യപ്പെടുത്തുക"),
        /// Withdraw the attestation of a membership.
        WithdrawMembershipAttestation = "membership.withdraw_attestation" ("Withdraw the attestation of a membership", "അംഗത്വത്തിന്റെ സാക്ഷ്യപ്പെടുത്തൽ പിൻവലിക്കുക"),
        /// End a membership.
        EndMembership = "membership.end" ("End a membership", "അംഗത്വം അവസാനിപ്പിക്കുക"),
        /// Remove a membership that was entered by mistake.
        DeleteMembership = "membership.delete" ("Remove a membership entered by mistake", "തെറ്റായി ചേർത്ത അംഗത്വം നീക്കുക"),
        /// List expressions of interest.
        ListInterests = "expression_of_interest.list" ("List expressions of interest", "താൽപ്പര്യപത്രങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read an expression of interest.
        ReadInterest = "expression_of_interest.read" ("Read an expression of interest", "താൽപ്പര്യപത്രം കാണുക"),
        /// Express interest.
        CreateInterest = "expression_of_interest.create" ("Express interest", "താൽപ്പര്യപത്രം നൽകുക"),
        /// Withdraw an expression of interest.
        WithdrawInterest = "expression_of_interest.withdraw" ("Withdraw an expression of interest", "താൽപ്പര്യപത്രം പിൻവലിക്കുക"),
        /// List evidence of co-operation.
        ListCooperation = "cooperation_evidence.list" ("List evidence of co-operation", "സഹകരണ തെളിവുകളുടെ പട്ടിക കാണുക"),
        /// Read evidence of co-operation.
        ReadCooperation = "cooperation_evidence.read" ("Read evidence of co-operation", "സഹകരണത്തിന്റെ തെളിവ് കാണുക"),
        /// Enter evidence of co-operation.
        CreateCooperation = "cooperation_evidence.create" ("Enter evidence of co-operation", "സഹകരണത്തിന്റെ തെളിവ് ചേർക്കുക"),
        /// Withdraw evidence of co-operation.
        WithdrawCooperation = "cooperation_evidence.withdraw" ("Withdraw evidence of co-operation", "സഹകരണത്തിന്റെ തെളിവ് പിൻവലിക്കുക"),
        /// List assessments.
        ListAssessments = "assessment.list" ("List assessments", "സൂചക വിലയിരുത്തലുകളുടെ പട്ടിക കാണുക"),
        /// Read an assessment.
        ReadAssessment = "assessment.read" ("Read an assessment", "സൂചകത്തിന്റെ വിലയിരുത്തൽ കാണുക"),
        /// Enter an assessment.
        CreateAssessment = "assessment.create" ("Enter an assessment", "സൂചകത്തിന്റെ വിലയിരുത്തൽ ചേർക്കുക"),
        /// Withdraw an assessment.
        WithdrawAssessment = "assessment.withdraw" ("Withdraw an assessment", "സൂചകത്തിന്റെ വിലയിരുത്തൽ പിൻവലിക്കുക"),
        /// List rule sets.
        ListRuleSets = "rule_set.list" ("List rule sets", "ചട്ടങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a rule set.
        ReadRuleSet = "rule_set.read" ("Read a rule set", "ചട്ടങ്ങൾ കാണുക"),
        /// Publish a rule set.
        CreateRuleSet = "rule_set.create" ("Publish a rule set", "ചട്ടങ്ങൾ പ്രസിദ്ധീകരിക്കുക"),
        /// List linkages.
        ListLinkages = "linkage.list" ("List linkages", "ബന്ധങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a linkage.
        ReadLinkage = "linkage.read" ("Read a linkage", "ബന്ധം കാണുക"),
        /// Declare a linkage.
        CreateLinkage = "linkage.create" ("Declare a linkage", "ബന്ധം അറിയിക്കുക"),
        /// Change a linkage.
        UpdateLinkage = "linkage.update" ("Change a linkage", "ബന്ധം തിരുത്തുക"),
        /// Confirm one's own end of a linkage.
        ConfirmLinkage = "linkage.confirm" ("Confirm one's own end of a linkage", "ബന്ധത്തിന്റെ സ്വന്തം ഭാഗം സ്ഥിരീകരിക്കുക"),
        /// Attest a linkage by evidence.
        AttestLinkage = "linkage.attest" ("Attest a linkage", "ബന്ധം സാക്ഷ്യപ്പെടുത്തുക"),
        /// Withdraw the attestation of a linkage.
        WithdrawLinkageAttestation = "linkage.withdraw_attestation" ("Withdraw the attestation of a linkage", "ബന്ധത്തിന്റെ സാക്ഷ്യപ്പെടുത്തൽ പിൻവലിക്കുക"),
        /// Remove a linkage.
        DeleteLinkage = "linkage.delete" ("Remove a linkage", "ബന്ധം നീക്കുക"),
        /// List evidence of linkages.
        ListLinkageEvidence = "linkage_evidence.list" ("List evidence of linkages", "ബന്ധങ്ങളുടെ തെളിവുകളുടെ പട്ടിക കാണുക"),
        /// Read evidence of a linkage.
        ReadLinkageEvidence = "linkage_evidence.read" ("Read evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ് കാണുക"),
        /// State evidence of a linkage.
        CreateLinkageEvidence = "linkage_evidence.create" ("State evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ് നൽകുക"),
        /// Accept evidence of a linkage.
        AcceptLinkageEvidence = "linkage_evidence.accept" ("Accept evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ് അംഗീകരിക്കുക"),
        /// Reject evidence of a linkage.
        RejectLinkageEvidence = "linkage_evidence.reject" ("Reject evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ് നിരസിക്കുക"),
        /// Withdraw evidence of a linkage.
        WithdrawLinkageEvidence = "linkage_evidence.withdraw" ("Withdraw evidence of a linkage", "ബന്ധത്തിന്റെ തെളിവ് പിൻവലിക്കുക"),
        /// List schemes.
        ListSchemes = "scheme.list" ("List schemes", "പദ്ധതികളുടെ പട്ടിക കാണുക"),
        /// Read a scheme.
        ReadScheme = "scheme.read" ("Read a scheme", "പദ്ധതി കാണുക"),
        /// Add a scheme.
        CreateScheme = "scheme.create" ("Add a scheme", "പദ്ധതി ചേർക്കുക"),
        /// Change a scheme.
        UpdateScheme = "scheme.update" ("Change a scheme", "പദ്ധതി തിരുത്തുക"),
        /// Remove a scheme.
        DeleteScheme = "scheme.delete" ("Remove a scheme", "പദ്ധതി നീക്കുക"),
        /// List proposals.
        ListProposals = "proposal.list" ("List proposals", "അപേക്ഷകളുടെ പട്ടിക കാണുക"),
        /// Read a proposal.
        ReadProposal = "proposal.read" ("Read a proposal", "അപേക്ഷ കാണുക"),
        /// Draft a proposal.
        CreateProposal = "proposal.create" ("Draft a proposal", "അപേക്ഷയുടെ കരട് ഉണ്ടാക്കുക"),
        /// Change a draft or returned proposal.
        UpdateProposal = "proposal.update" ("Change a draft or returned proposal", "അപേക്ഷ തിരുത്തുക"),
        /// Remove a draft.
        DeleteProposal = "proposal.delete" ("Remove a draft", "അപേക്ഷയുടെ കരട് നീക്കുക"),
        /// Submit a proposal.
        SubmitProposal = "proposal.submit" ("Submit a proposal", "അപേക്ഷ സമർപ്പിക്കുക"),
        /// Return a proposal for correction.
        ReturnProposal = "proposal.return" ("Return a proposal for correction", "അപേക്ഷ തിരുത്താൻ തിരിച്ചയയ്ക്കുക"),
        /// Screen a proposal.
        ScreenProposal = "proposal.screen" ("Screen a proposal", "അപേക്ഷയുടെ പ്രാഥമിക പരിശോധന പൂർത്തിയാക്കുക"),
        /// Shortlist a proposal.
        ShortlistProposal = "proposal.shortlist" ("Shortlist a proposal", "അപേക്ഷ ചുരുക്കപ്പട്ടികയിൽ ഉൾപ്പെടുത്തുക"),
        /// Take a proposal into detailed study.
        StudyProposal = "proposal.study" ("Take a proposal into detailed study", "അപേക്ഷ വിശദ പഠനത്തിന് എടുക്കുക"),
        /// Recommend a proposal.
        RecommendProposal = "proposal.recommend" ("Recommend a proposal", "അപേക്ഷ ശുപാർശ ചെയ്യുക"),
        /// Sanction a proposal.
        SanctionProposal = "proposal.sanction" ("Sanction a proposal", "അപേക്ഷയ്ക്ക് അനുമതി നൽകുക"),
        /// Start the work of a proposal.
        StartProposal = "proposal.start" ("Start the work of a proposal", "അപേക്ഷയിലെ പ്രവൃത്തി തുടങ്ങുക"),
        /// Complete a proposal.
        CompleteProposal = "proposal.complete" ("Complete a proposal", "അപേക്ഷ പൂർത്തിയാക്കുക"),
        /// Reject a proposal.
        RejectProposal = "proposal.reject" ("Reject a proposal", "അപേക്ഷ നിരസിക്കുക"),
        /// Withdraw a proposal.
        WithdrawProposal = "proposal.withdraw" ("Withdraw a proposal", "അപേക്ഷ പിൻവലിക്കുക"),
        /// Cancel a sanctioned proposal.
        CancelProposal = "proposal.cancel" ("Cancel a sanctioned proposal", "അനുമതി ലഭിച്ച അപേക്ഷ റദ്ദാക്കുക"),
        /// Take a submitted proposal back for correction.
        RecallProposal = "proposal.recall" ("Recall a submitted proposal for correction", "സമർപ്പിച്ച അപേക്ഷ തിരുത്താൻ തിരിച്ചെടുക്കുക"),
        /// Look for duplicates of an enterprise.
        FindDuplicates = "enterprise.find_duplicates" ("Look for duplicates of an enterprise", "സംരംഭത്തിന്റെ ഇരട്ടിപ്പുകൾ തിരയുക"),
        /// Look for duplicates of an enterprise that is not registered yet.
        TryDuplicates = "enterprise.try_duplicates" ("Look for duplicates before registering", "രജിസ്റ്റർ ചെയ്യുന്നതിനു മുമ്പ് ഇരട്ടിപ്പുകൾ തിരയുക"),
        /// Merge an enterprise into another.
        MergeEnterprise = "enterprise.merge" ("Merge an enterprise into another", "സംരംഭം മറ്റൊന്നിൽ ലയിപ്പിക്കുക"),
        /// List pairs of enterprises that may be one.
        ListCandidates = "duplicate_candidate.list" ("List possible duplicates", "ഇരട്ടിപ്പാകാവുന്ന ജോടികളുടെ പട്ടിക കാണുക"),
        /// Read a pair of enterprises that may be one.
        ReadCandidate = "duplicate_candidate.read" ("Read a possible duplicate", "ഇരട്ടിപ്പാകാവുന്ന ജോടി കാണുക"),
        /// Decide that two enterprises are not one.
        DismissCandidate = "duplicate_candidate.dismiss" ("Decide that two enterprises are not one", "ഇരട്ടിപ്പല്ലെന്ന് തീരുമാനിക്കുക"),
        /// Take back that two enterprises are not one.
        ReopenCandidate = "duplicate_candidate.reopen" ("Undo that two enterprises are not one", "ഇരട്ടിപ്പല്ലെന്ന തീരുമാനം പിൻവലിക്കുക"),
        /// List the merges into an enterprise.
        ListMerges = "merge.list" ("List the merges into an enterprise", "സംരംഭത്തിലേക്കുള്ള ലയനങ്ങൾ കാണുക"),
        /// Read a merge.
        ReadMerge = "merge.read" ("Read a merge", "ലയനം കാണുക"),
        /// Undo a merge.
        UndoMerge = "merge.undo" ("Undo a merge", "ലയനം റദ്ദാക്കുക"),
        /// Search everything.
        Search = "search.list" ("Search everything", "എല്ലാറ്റിലും തിരയുക"),
        /// List calls.
        ListCalls = "call.list" ("List calls", "ക്ഷണങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a call.
        ReadCall = "call.read" ("Read a call", "ക്ഷണം കാണുക"),
        /// Draft a call.
        CreateCall = "call.create" ("Draft a call", "ക്ഷണത്തിന്റെ കരട് ഉണ്ടാക്കുക"),
        /// Change a call.
        UpdateCall = "call.update" ("Change a call", "ക്ഷണം തിരുത്തുക"),
        /// Remove a draft of a call.
        DeleteCall = "call.delete" ("Remove a draft of a call", "ക്ഷണത്തിന്റെ കരട് നീക്കുക"),
        /// Publish a call.
        OpenCall = "call.open" ("Publish a call", "ക്ഷണം പ്രസിദ്ധീകരിക്കുക"),
        /// End a call.
        CloseCall = "call.close" ("Close a call", "ക്ഷണം അടയ്ക്കുക"),
        /// Put a call away.
        ArchiveCall = "call.archive" ("Archive a call", "ക്ഷണം ആർക്കൈവ് ചെയ്യുക"),
        /// Call a call off.
        CancelCall = "call.cancel" ("Cancel a call", "ക്ഷണം റദ്ദാക്കുക"),
        /// See the ledger of a call.
        ReadLedger = "call.read_ledger" ("Read the ledger of a call", "ക്ഷണത്തിന്റെ കണക്ക് കാണുക"),
        /// See the documents of a proposal.
        ReadDocument = "document.read" ("Read the documents of a proposal", "അപേക്ഷയുടെ രേഖകൾ കാണുക"),
        /// Attach a document to a proposal.
        AttachDocument = "document.attach" ("Attach a document to a proposal", "അപേക്ഷയിൽ രേഖ ചേർക്കുക"),
        /// Remove a document from a draft.
        RemoveDocument = "document.remove" ("Remove a document from a draft", "അപേക്ഷയുടെ കരടിൽ നിന്ന് രേഖ നീക്കുക"),
        /// List awards.
        ListAwards = "award.list" ("List awards", "ധനസഹായങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read an award and its postings.
        ReadAward = "award.read" ("Read an award and its postings", "ധനസഹായം കാണുക"),
        /// Hand in evidence of a milestone.
        ReportMilestone = "award.report_milestone" ("Report a milestone", "നാഴികക്കല്ലിന്റെ തെളിവ് നൽകുക"),
        /// Accept the evidence of a milestone.
        AcceptMilestone = "award.accept_milestone" ("Accept a milestone", "നാഴികക്കല്ല് അംഗീകരിക്കുക"),
        /// Release a tranche.
        ReleaseTranche = "award.release_tranche" ("Release a tranche", "ഗഡു അനുവദിക്കുക"),
        /// Take back a release that has not been paid.
        CancelRelease = "award.cancel_release" ("Cancel a release", "ഗഡു അനുവദിച്ചത് റദ്ദാക്കുക"),
        /// Enter that a released tranche was paid.
        DisburseTranche = "award.disburse_tranche" ("Pay a tranche", "ഗഡു നൽകുക"),
        /// Hand in the utilisation certificate of a tranche.
        SubmitCertificate = "award.submit_certificate" ("Submit a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം സമർപ്പിക്കുക"),
        /// Accept a utilisation certificate.
        AcceptCertificate = "award.accept_certificate" ("Accept a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം അംഗീകരിക്കുക"),
        /// Send a utilisation certificate back.
        ReturnCertificate = "award.return_certificate" ("Return a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം തിരിച്ചയയ്ക്കുക"),
        /// Enter what was given back.
        RefundAward = "award.refund" ("Enter a refund", "തിരികെ നൽകിയ തുക രേഖപ്പെടുത്തുക"),
        /// End an award.
        EndAward = "award.end" ("End an award", "ധനസഹായം അവസാനിപ്പിക്കുക"),
        /// Take back a payment that was entered by mistake.
        ReversePayment = "award.reverse_payment" ("Reverse a payment", "ഗഡു നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിക്കുക"),
        /// Take back the acceptance of a utilisation certificate.
        ReverseCertificate = "award.reverse_certificate" ("Reverse the acceptance of a certificate", "സാക്ഷ്യപത്രത്തിന്റെ അംഗീകാരം പിൻവലിക്കുക"),
        /// Take back a refund that was entered by mistake.
        ReverseRefund = "award.reverse_refund" ("Reverse a refund", "തിരികെ നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിക്കുക"),
        /// Take back the end of an award.
        ReverseEnd = "award.reverse_end" ("Reverse the end of an award", "ധനസഹായം അവസാനിപ്പിച്ചത് പിൻവലിക്കുക"),
        /// Take back the acceptance of a milestone.
        ReverseMilestone = "award.reverse_milestone" ("Reverse the acceptance of a milestone", "നാഴികക്കല്ലിന്റെ അംഗീകാരം പിൻവലിക്കുക"),
        /// List seats of core groups.
        ListSeats = "seat.list" ("List seats of core groups", "കോർ ഗ്രൂപ്പുകളിലെ സ്ഥാനങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a seat.
        ReadSeat = "seat.read" ("Read a seat", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം കാണുക"),
        /// Constitute a seat.
        CreateSeat = "seat.create" ("Constitute a seat", "കോർ ഗ്രൂപ്പിൽ സ്ഥാനം ഉണ്ടാക്കുക"),
        /// Change a seat or who sits in it.
        UpdateSeat = "seat.update" ("Change a seat or who sits in it", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം തിരുത്തുക"),
        /// Remove a seat.
        DeleteSeat = "seat.delete" ("Remove a seat", "കോർ ഗ്രൂപ്പിലെ സ്ഥാനം നീക്കുക"),
        /// List meetings of core groups.
        ListMeetings = "meeting.list" ("List meetings of core groups", "യോഗങ്ങളുടെ പട്ടിക കാണുക"),
        /// Read a meeting.
        ReadMeeting = "meeting.read" ("Read a meeting", "യോഗം കാണുക"),
        /// Call a meeting.
        CreateMeeting = "meeting.create" ("Call a meeting", "യോഗം വിളിക്കുക"),
        /// Change the notice or the agenda of a meeting.
        UpdateMeeting = "meeting.update" ("Change the notice or the agenda of a meeting", "യോഗത്തിന്റെ അറിയിപ്പോ അജണ്ടയോ മാറ്റുക"),
        /// Begin a meeting.
        OpenMeeting = "meeting.open" ("Open a meeting", "യോഗം തുടങ്ങുക"),
        /// Record what happens in a meeting.
        RecordMeeting = "meeting.record" ("Record a meeting", "യോഗനടപടികൾ രേഖപ്പെടുത്തുക"),
        /// End a meeting and close its minutes.
        CloseMeeting = "meeting.close" ("Close the minutes of a meeting", "യോഗത്തിന്റെ മിനിറ്റ്സ് അടയ്ക്കുക"),
        /// Call a meeting off.
        CancelMeeting = "meeting.cancel" ("Cancel a meeting", "യോഗം റദ്ദാക്കുക"),
        /// Read closed minutes.
        ReadMinutes = "meeting.read_minutes" ("Read closed minutes", "അടച്ച മിനിറ്റ്സ് കാണുക"),
        /// Verify the chain of minutes of a district.
        VerifyMinutes = "meeting.verify_minutes" ("Verify the minutes of a district", "ജില്ലയുടെ മിനിറ്റ്സ് പരിശോധിക്കുക"),
        /// See who is in conflict about a proposal.
        ReadConflicts = "proposal.read_conflicts" ("Read who is in conflict about a proposal", "അപേക്ഷയിലെ താൽപ്പര്യവൈരുദ്ധ്യങ്ങൾ കാണുക"),
        /// Declare a conflict of one's own about a proposal.
        DeclareConflict = "proposal.declare_conflict" ("Declare a conflict of interest", "സ്വന്തം താൽപ്പര്യവൈരുദ്ധ്യം അറിയിക്കുക"),
        /// See the reviews of a proposal, as far as one may.
        ListReviews = "proposal.list_reviews" ("List the reviews of a proposal", "അപേക്ഷയുടെ വിലയിരുത്തലുകൾ കാണുക"),
        /// Read a review.
        ReadReview = "review.read" ("Read a review", "വിലയിരുത്തൽ കാണുക"),
        /// Begin a review.
        CreateReview = "review.create" ("Begin a review", "വിലയിരുത്തൽ തുടങ്ങുക"),
        /// Change one's own draft of a review.
        UpdateReview = "review.update" ("Change one's own draft of a review", "സ്വന്തം വിലയിരുത്തലിന്റെ കരട് തിരുത്തുക"),
        /// Hand in one's own review.
        SubmitReview = "review.submit" ("Submit one's own review", "സ്വന്തം വിലയിരുത്തൽ സമർപ്പിക്കുക"),
        /// See the whole story of a proposal.
        ReadWhy = "proposal.read_why" ("Read the history of a proposal", "അപേക്ഷയുടെ ചരിത്രം കാണുക"),
        /// See what waits for oneself.
        ReadInbox = "inbox.read" ("Read one's own inbox", "സ്വന്തം ഇൻബോക്സ് കാണുക"),
        /// Sign in.
        OpenSession = "session.open" ("Sign in", "സൈൻ ഇൻ ചെയ്യുക"),
        /// Trade a refresh token for new tokens.
        RotateSession = "session.rotate" ("Renew tokens", "ടോക്കണുകൾ പുതുക്കുക"),
        /// Sign out.
        CloseSession = "session.close" ("Sign out", "സൈൻ ഔട്ട് ചെയ്യുക"),
        /// Read one's own account.
        ReadAccount = "account.read" ("Read one's own account", "സ്വന്തം അക്കൗണ്ട് കാണുക"),
        /// Change one's own password.
        ChangePassword = "account.change_password" ("Change one's own password", "സ്വന്തം പാസ്‌വേഡ് മാറ്റുക"),
        /// Open an account.
        CreateAccount = "account.create" ("Open an account", "അക്കൗണ്ട് തുറക്കുക"),
        /// Close or reopen an account, or set its password.
        UpdateAccount = "account.update" ("Close or reopen an account, or set its password", "അക്കൗണ്ട് അടയ്ക്കുക, വീണ്ടും തുറക്കുക, അല്ലെങ്കിൽ പാസ്‌വേഡ് നൽകുക"),
        /// Give a role.
        CreateGrant = "grant.create" ("Give a role", "ചുമതല നൽകുക"),
        /// Take a role away.
        DeleteGrant = "grant.delete" ("Take a role away", "ചുമതല എടുത്തുമാറ്റുക"),
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
        RULES.iter().find(|rule| rule.action == self).unwrap_or(&NONE)
    }

    /// The action that reads the thing which this one changes, where there is one.
    #[must_use]
    pub fn reads(self) -> Option<Self> {
        let (kind, _) = self.text().split_once('.')?;
        Self::ALL.iter().copied().find(|a| a.text().strip_suffix(".read") == Some(kind))
    }
}
