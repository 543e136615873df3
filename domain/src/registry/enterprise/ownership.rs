//! Who owns an enterprise, and which registration numbers go with that (rule R2.1).

use super::EnterpriseFacts;
use crate::Code;
use crate::Violation;
use crate::registry::registration::{KERALA, Pan};

words! {
    /// The legal form of an enterprise.
    OwnershipForm("ownership_form") {
        /// One person's.
        Proprietorship = "proprietorship" ("Proprietorship", "ഏക ഉടമസ്ഥത"),
        /// A partnership firm.
        Partnership = "partnership" ("Partnership firm", "പങ്കാളിത്ത സ്ഥാപനം"),
        /// A limited liability partnership.
        LimitedLiabilityPartnership = "limited_liability_partnership" ("Limited liability partnership", "പരിമിത ബാധ്യതാ പങ്കാളിത്തം (എൽ.എൽ.പി)"),
        /// A private limited company.
        PrivateLimited = "private_limited" ("Private limited company", "പ്രൈവറ്റ് ലിമിറ്റഡ് കമ്പനി"),
        /// A public limited company.
        PublicLimited = "public_limited" ("Public limited company", "പബ്ലിക് ലിമിറ്റഡ് കമ്പനി"),
        /// A company of one person.
        OnePersonCompany = "one_person_company" ("One-person company", "ഏകാംഗ കമ്പനി (ഒ.പി.സി)"),
        /// A company under section 8 of the Companies Act, 2013: usual for special purpose vehicles.
        Section8Company = "section_8_company" ("Section 8 company", "സെക്ഷൻ 8 കമ്പനി"),
        /// A producer company.
        ProducerCompany = "producer_company" ("Producer company", "പ്രൊഡ്യൂസർ കമ്പനി"),
        /// A co-operative society.
        Cooperative = "cooperative" ("Co-operative society", "സഹകരണ സംഘം"),
        /// A registered society.
        Society = "society" ("Registered society", "രജിസ്റ്റർ ചെയ്ത സൊസൈറ്റി"),
        /// A trust.
        Trust = "trust" ("Trust", "ട്രസ്റ്റ്"),
        /// A Hindu undivided family.
        HinduUndividedFamily = "hindu_undivided_family" ("Hindu undivided family", "ഹിന്ദു അവിഭക്ത കുടുംബം"),
        /// A self-help or joint liability group.
        Group = "group" ("Self-help or joint liability group", "സ്വയംസഹായ സംഘം അല്ലെങ്കിൽ കൂട്ടുബാധ്യതാ സംഘം"),
        /// A body of government or a local authority.
        Government = "government" ("Government or local authority", "സർക്കാർ അല്ലെങ്കിൽ തദ്ദേശ സ്ഥാപനം"),
    }
}

words! {
    /// The category of an owner that schemes ask for.
    CasteCategory("caste_category") {
        /// None of the others.
        General = "general" ("General", "ജനറൽ"),
        /// Other backward class.
        Obc = "obc" ("Other backward class (OBC)", "മറ്റ് പിന്നാക്ക വിഭാഗം (ഒ.ബി.സി)"),
        /// Scheduled caste.
        Sc = "sc" ("Scheduled caste (SC)", "പട്ടികജാതി"),
        /// Scheduled tribe.
        St = "st" ("Scheduled tribe (ST)", "പട്ടികവർഗ്ഗം"),
    }
}

words! {
    /// The gender of an owner that schemes ask for.
    Gender("gender") {
        /// Woman.
        Woman = "woman" ("Woman", "സ്ത്രീ"),
        /// Man.
        Man = "man" ("Man", "പുരുഷൻ"),
        /// Transgender.
        Transgender = "transgender" ("Transgender", "ട്രാൻസ്ജെൻഡർ"),
    }
}

impl OwnershipForm {
    /// The fourth letters of PAN that its holder can have.
    #[must_use]
    pub const fn pan_holders(self) -> &'static str {
        match self {
            Self::Proprietorship => "P",
            Self::Partnership | Self::LimitedLiabilityPartnership => "F",
            Self::PrivateLimited
            | Self::PublicLimited
            | Self::OnePersonCompany
            | Self::Section8Company
            | Self::ProducerCompany => "C",
            Self::Cooperative => "ABJ",
            Self::Society => "ABTJ",
            Self::Trust => "T",
            Self::HinduUndividedFamily => "H",
            Self::Group => "ABJ",
            Self::Government => "GLJC",
        }
    }

    const fn is_company(self) -> bool {
        matches!(
            self,
            Self::PrivateLimited
                | Self::PublicLimited
                | Self::OnePersonCompany
                | Self::Section8Company
                | Self::ProducerCompany
                | Self::Government
        )
    }
}

/// The PAN of an enterprise: as it is stated, or out of its GSTIN; with the field that says so.
pub(super) fn pan(facts: &EnterpriseFacts) -> Option<(Pan, &'static str)> {
    let of_gstin = || facts.gstin.as_ref().map(|gstin| (gstin.pan(), "/gstin"));
    facts
        .pan
        .clone()
        .map(|pan| (pan, "/pan"))
        .or_else(of_gstin)
        .or_else(|| facts.further_gstins.first().map(|gstin| (gstin.pan(), "/further_gstins/0")))
}

/// Numbers that contradict each other, the form or the state.
pub(super) fn violations(facts: &EnterpriseFacts) -> Vec<Violation> {
    let mut violations = Vec::new();
    if facts.gstin.as_ref().is_some_and(|gstin| gstin.state() != KERALA) {
        violations.push(Violation::new(Code::GstinNotKerala).at("/gstin"));
    }
    violations.extend(flaws_of_pan(facts));
    if let Some(form) = facts.ownership {
        if let Some((pan, place)) = pan(facts)
            && !form.pan_holders().contains(pan.holder())
        {
            violations.push(Violation::new(Code::PanOwnership).at(place));
        }
        if facts.cin.is_some() && !form.is_company() {
            violations.push(Violation::new(Code::CinOwnership).at("/cin"));
        }
        if facts.llpin.is_some() && form != OwnershipForm::LimitedLiabilityPartnership {
            violations.push(Violation::new(Code::LlpinOwnership).at("/llpin"));
        }
    }
    violations
}

/// Every GSTIN of an enterprise is one of its PAN's, and stands once.
fn flaws_of_pan(facts: &EnterpriseFacts) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let (Some(pan), Some(gstin)) = (&facts.pan, &facts.gstin)
        && gstin.pan() != *pan
    {
        violations.push(Violation::new(Code::PanOfGstin).at("/pan"));
    }
    let Some((pan, _)) = pan(facts) else {
        return violations;
    };
    for (place, gstin) in facts.further_gstins.iter().enumerate() {
        let at = format!("/further_gstins/{place}");
        let before = facts.further_gstins.iter().take(place);
        if before.chain(&facts.gstin).any(|other| other == gstin) {
            violations.push(Violation::new(Code::Repeated).at(&at));
        } else if gstin.pan() != pan {
            violations.push(Violation::new(Code::GstinOfPan).at(&at));
        }
    }
    violations
}

/// What is unusual and yet taken: an enterprise that has moved keeps its Udyam number.
pub(super) fn warnings(facts: &EnterpriseFacts) -> Vec<Violation> {
    match &facts.udyam {
        Some(udyam) if udyam.state() != "KL" => {
            vec![Violation::new(Code::UdyamOtherState).at("/udyam")]
        }
        Some(udyam) if !udyam.is_of(&facts.district) => {
            vec![Violation::new(Code::UdyamOtherDistrict).at("/udyam")]
        }
        _ => Vec::new(),
    }
}
