//! Personal data: what is masked, and who may see it for which purpose (rule R2.7; DPDP Act 2023).

use crate::actor::{Actor, Anchors, Role};

words! {
    /// A fact about a person, masked unless role and purpose allow it.
    PersonalField("personal_field") {
        /// The owner's name.
        OwnerName = "owner_name",
        /// The mobile number.
        Mobile = "mobile",
        /// The e-mail address.
        Email = "email",
        /// The permanent account number; inside a GSTIN too, where a person holds it.
        Pan = "pan",
        /// The owner's category.
        CasteCategory = "caste_category",
        /// Whether the owner is a person with disability.
        HasDisability = "has_disability",
    }
}

words! {
    /// What personal data is asked for; declared with each request that asks.
    Purpose("purpose") {
        /// To reach the owner about the programme.
        Contact = "contact",
        /// To find out whether two records are one, and who registers.
        IdentityVerification = "identity_verification",
        /// To find out what the owner is entitled to.
        SchemeEligibility = "scheme_eligibility",
        /// To keep a partner's records and ours in step.
        Synchronisation = "synchronisation",
        /// To answer the person's own question, or complaint.
        DataSubjectRequest = "data_subject_request",
        /// To examine how the programme's data is kept.
        Audit = "audit",
    }
}

/// One row of the table: who may see what for a purpose, within the scope of the grant.
#[derive(Debug)]
pub struct DisclosureRule {
    /// The purpose.
    pub purpose: Purpose,
    /// The roles.
    pub roles: &'static [Role],
    /// The fields.
    pub fields: &'static [PersonalField],
}

use PersonalField::{CasteCategory, Email, HasDisability, Mobile, OwnerName, Pan};
use Role::{
    Auditor, DicGm, EnterpriseRepresentative, KdiscDpe, KdiscOfficer, KsAdmcMe, KsDpmMe, KsDpmSvep,
    ServiceClient,
};

const fn rule(
    purpose: Purpose,
    roles: &'static [Role],
    fields: &'static [PersonalField],
) -> DisclosureRule {
    DisclosureRule {
        purpose,
        roles,
        fields,
    }
}

/// The table: whatever it does not say stays masked.
pub const DISCLOSURE_RULES: &[DisclosureRule] = &[
    rule(
        Purpose::Contact,
        &[DicGm, KsAdmcMe, KsDpmMe, KsDpmSvep, KdiscDpe, KdiscOfficer],
        &[OwnerName, Mobile, Email],
    ),
    rule(
        Purpose::IdentityVerification,
        &[DicGm, KsAdmcMe, KsDpmMe, KsDpmSvep, KdiscOfficer],
        &[OwnerName, Mobile, Pan],
    ),
    rule(
        Purpose::SchemeEligibility,
        &[DicGm, KsAdmcMe, KsDpmMe, KdiscOfficer],
        &[OwnerName, CasteCategory, HasDisability],
    ),
    rule(
        Purpose::Synchronisation,
        &[ServiceClient],
        &[OwnerName, Mobile],
    ),
    rule(
        Purpose::DataSubjectRequest,
        &[EnterpriseRepresentative, DicGm, KdiscOfficer],
        PersonalField::ALL,
    ),
    rule(Purpose::Audit, &[Auditor], PersonalField::ALL),
];

/// The fields that somebody may see of a thing for a purpose; none without one.
#[must_use]
pub fn disclosed(actor: &Actor, anchors: &Anchors, purpose: Option<Purpose>) -> Vec<PersonalField> {
    let rules = DISCLOSURE_RULES
        .iter()
        .filter(|rule| Some(rule.purpose) == purpose);
    let holds = |rule: &&DisclosureRule| {
        actor
            .grants()
            .iter()
            .any(|grant| rule.roles.contains(&grant.role) && grant.scope.holds(anchors))
    };
    let mut fields: Vec<PersonalField> = rules
        .filter(holds)
        .flat_map(|rule| rule.fields.iter().copied())
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// A name as it is shown to who may not see it: the first letter of each word.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let word = |word: &str| word.chars().take(1).chain("***".chars()).collect();
    let words: Vec<String> = name.split_whitespace().map(word).collect();
    words.join(" ")
}

/// The table as anybody can read it: a row per purpose and role.
#[must_use]
pub fn table() -> String {
    let mut out = String::from("| purpose | role |");
    for field in PersonalField::ALL {
        out += &format!(" {field} |");
    }
    out += "\n|---|---|";
    out += &"---|".repeat(PersonalField::ALL.len());
    out.push('\n');
    for rule in DISCLOSURE_RULES {
        for role in rule.roles {
            out += &format!("| `{}` | {role} |", rule.purpose);
            for field in PersonalField::ALL {
                out += if rule.fields.contains(field) {
                    " shown |"
                } else {
                    " · |"
                };
            }
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Scope};
    use crate::id::EnterpriseId;
    use uuid::Uuid;

    fn actor(role: Role, scope: Scope) -> Actor {
        Actor::unnamed(vec![Grant { role, scope }])
    }

    fn anchors() -> Anchors {
        Anchors {
            districts: vec!["555".parse().unwrap()],
            enterprises: vec![EnterpriseId(Uuid::from_u128(1))],
            ..Anchors::default()
        }
    }

    #[test]
    fn role_purpose_and_scope_must_all_allow_it() {
        let here = Scope::District("555".parse().unwrap());
        let there = Scope::District("559".parse().unwrap());
        let of = |role, scope: &Scope, purpose| {
            disclosed(&actor(role, scope.clone()), &anchors(), purpose)
        };
        assert_eq!(
            of(Role::DicGm, &here, Some(Purpose::Contact)),
            [OwnerName, Mobile, Email]
        );
        assert_eq!(of(Role::DicGm, &there, Some(Purpose::Contact)), []);
        assert_eq!(of(Role::DicGm, &here, None), []);
        assert_eq!(of(Role::Academic, &here, Some(Purpose::Contact)), []);
        assert_eq!(of(Role::Auditor, &Scope::State, Some(Purpose::Contact)), []);
        assert_eq!(
            of(Role::Auditor, &Scope::State, Some(Purpose::Audit)),
            PersonalField::ALL
        );
        let own = Scope::Enterprise(EnterpriseId(Uuid::from_u128(1)));
        let asks = Some(Purpose::DataSubjectRequest);
        assert_eq!(
            of(Role::EnterpriseRepresentative, &own, asks),
            PersonalField::ALL
        );
    }

    #[test]
    fn nobody_but_the_owner_sees_everything_for_every_day_work() {
        for rule in DISCLOSURE_RULES {
            let is_whole = rule.fields == PersonalField::ALL;
            let exceptional = [Purpose::DataSubjectRequest, Purpose::Audit];
            assert_eq!(is_whole, exceptional.contains(&rule.purpose));
        }
    }

    #[test]
    fn a_masked_name_tells_initials_only() {
        assert_eq!(masked_name("Uma  Devi"), "U*** D***");
        assert_eq!(masked_name("ഉമ ദേവി"), "ഉ*** ദ***");
    }
}
