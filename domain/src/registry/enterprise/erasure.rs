//! The erasure of personal data (rule R2.7; Digital Personal Data Protection Act 2023, section 12).
//!
//! What tells a person goes, line by line where it is a list; what tells the enterprise stays. The trail needs no change: no event of an
//! enterprise holds a value, so what is hashed there is free of personal data from the beginning.

use super::provenance::{EnterpriseField, Mark, Statement};
use super::{Enterprise, EnterpriseFacts, EnterpriseKind, OwnershipForm};
use crate::Code;
use crate::kernel::entity::{Document, Facts, Refusal};
use crate::kernel::fold;
use crate::kernel::name::Name;
use crate::policy::Permit;
use crate::{EventType, Moment, Recorded, Violation};

/// The request to erase personal data.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnterpriseErasure {
    /// A new name of the enterprise. Required where the old one contains the owner's name.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub name: Option<Name>,
}

/// What is always personal.
const PERSONAL: &[EnterpriseField] = &[
    EnterpriseField::OwnerName,
    EnterpriseField::OwnerGender,
    EnterpriseField::Mobile,
    EnterpriseField::Email,
    EnterpriseField::CasteCategory,
    EnterpriseField::HasDisability,
];

/// What is personal where the enterprise is one person's: it works at home, and its numbers are hers.
const OF_ONE_PERSON: &[EnterpriseField] = &[EnterpriseField::Address, EnterpriseField::Location];

/// What is personal where a person holds the PAN.
const OF_A_PERSONS_PAN: &[EnterpriseField] =
    &[EnterpriseField::Pan, EnterpriseField::Gstin, EnterpriseField::FurtherGstins];

/// The facts to erase.
fn erased(facts: &EnterpriseFacts) -> Vec<EnterpriseField> {
    let mut fields = PERSONAL.to_vec();
    let is_one_persons = facts.kind == EnterpriseKind::KudumbashreeIndividual
        || facts.ownership == Some(OwnershipForm::Proprietorship);
    if is_one_persons {
        fields.extend(OF_ONE_PERSON);
    }
    if facts.whole_pan().is_some_and(|pan| pan.is_personal()) {
        fields.extend(OF_A_PERSONS_PAN);
    }
    fields
}

/// The facts that lose some of their lines, because these hold the owner's name.
fn thinned(facts: &EnterpriseFacts) -> Vec<EnterpriseField> {
    let products = facts.products.iter().any(|one| tells(one.as_str(), facts));
    let address = facts.address.iter().any(|one| tells(one.as_str(), facts));
    let fields = [(EnterpriseField::Products, products), (EnterpriseField::Address, address)];
    let told = fields.into_iter().filter(|(_, tells)| *tells);
    told.map(|(field, _)| field).collect()
}

impl EnterpriseFacts {
    /// The facts without what tells a person; a name that does so is replaced, a product or a line of an address goes.
    #[must_use]
    pub fn without_person(&self, name: &Name) -> Self {
        let nothing = self.bare();
        let mut rest = self.clone();
        for field in erased(self) {
            field.copy(&nothing, &mut rest);
        }
        if tells(&self.name.text(), self) {
            rest.name = name.clone();
        }
        rest.products.retain(|product| !tells(product.as_str(), self));
        rest.address.retain(|line| !tells(line.as_str(), self));
        rest
    }
}

impl Enterprise {
    /// The enterprise without the personal data of its owner. What is erased is protected, so that the
    /// next import does not bring it back.
    pub fn erase(
        self,
        permit: &Permit,
        erasure: EnterpriseErasure,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let mut state = self.state().clone();
        let name = erasure.name.unwrap_or_else(|| state.facts.name.clone());
        if tells(&name.text(), &state.facts) {
            return Err(Refusal::Invalid(vec![Violation::new(Code::OwnerInName).at("/name")]));
        }
        let statement = Statement {
            source: "erasure".parse().map_err(|violation| Refusal::Invalid(vec![violation]))?,
            ..Statement::declaration(now.day())
                .map_err(|violation| Refusal::Invalid(vec![violation]))?
        };
        for field in erased(&state.facts).into_iter().chain(thinned(&state.facts)) {
            let mark = Mark { is_protected: true, ..Mark::of(permit, &statement, now) };
            state.marks.insert(field, mark);
        }
        state.facts = state.facts.without_person(&name);
        state.facts.name = name;
        state.erased_on = Some(now.day());
        let violations = state.facts.check();
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        let thing = self.in_state(state);
        thing.next(permit, EventType::EnterprisePersonalDataErased, now)
    }
}

/// Whether a name, a product or a line holds a word of the owner's name: one of three letters or more.
fn tells(text: &str, facts: &EnterpriseFacts) -> bool {
    let Some(owner) = &facts.owner_name else {
        return false;
    };
    let words = fold::words(text);
    fold::words(owner.as_str()).iter().any(|word| word.chars().count() >= 3 && words.contains(word))
}
