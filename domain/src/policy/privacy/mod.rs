//! Personal data: what is masked, who may see it for which purpose, and what is answered about it to the others
//! (rule R2.7; DPDP Act 2023).

mod mask;
mod question;

pub use mask::{MASKS, Mask, Shows, is_masked_name, mask_table, masks_pan};
pub use question::{Answers, QUESTIONS, Question, Told, question_table, telling};

use crate::policy::actor::{Actor, Anchors, Role};
use crate::registry::enterprise::EnterpriseFacts;

words! {
    /// A fact about a person, masked unless role and purpose allow it.
    PersonalField("personal_field") {
        /// The owner's name.
        OwnerName = "owner_name" ("Owner's name", "ഉടമയുടെ പേര്"),
        /// The mobile number.
        Mobile = "mobile" ("Mobile number", "മൊബൈൽ നമ്പർ"),
        /// The e-mail address.
        Email = "email" ("E-mail address", "ഇ-മെയിൽ വിലാസം"),
        /// The permanent account number; inside a GSTIN too, where a person holds it.
        Pan = "pan" ("Permanent account number (PAN)", "പാൻ"),
        /// The owner's category.
        CasteCategory = "caste_category" ("Owner's category", "ഉടമയുടെ സാമൂഹിക വിഭാഗം"),
        /// Whether the owner is a person with disability.
        HasDisability = "has_disability" ("Owner's disability", "ഉടമയുടെ ഭിന്നശേഷി"),
    }
}

words! {
    /// What personal data is asked for; declared with each request that asks.
    Purpose("purpose") {
        /// To reach the owner about the programme.
        Contact = "contact" ("To contact the owner", "ഉടമയെ ബന്ധപ്പെടാൻ"),
        /// To find out whether two records are one, and who registers.
        IdentityVerification = "identity_verification" ("To verify identity", "ആരെന്ന് ഉറപ്പാക്കാൻ"),
        /// To find out what the owner is entitled to.
        SchemeEligibility = "scheme_eligibility" ("To find out eligibility for schemes", "പദ്ധതികൾക്കുള്ള അർഹത അറിയാൻ"),
        /// To keep a partner's records and ours in step.
        Synchronisation = "synchronisation" ("To synchronise records", "രേഖകൾ സമന്വയിപ്പിക്കാൻ"),
        /// To answer the person's own question, or complaint.
        DataSubjectRequest = "data_subject_request" ("To answer the person's own request", "വ്യക്തിയുടെ സ്വന്തം ആവശ്യത്തിന് മറുപടി നൽകാൻ"),
        /// To examine how the programme's data is kept.
        Audit = "audit" ("To audit how data is kept", "വിവരസൂക്ഷിപ്പ് ഓഡിറ്റ് ചെയ്യാൻ"),
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
    DisclosureRule { purpose, roles, fields }
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
    rule(Purpose::Synchronisation, &[ServiceClient], &[OwnerName, Mobile]),
    rule(
        Purpose::DataSubjectRequest,
        &[EnterpriseRepresentative, DicGm, KdiscOfficer],
        PersonalField::ALL,
    ),
    rule(Purpose::Audit, &[Auditor], PersonalField::ALL),
];

/// The rows that carry somebody's purpose to a thing, each with the role that does.
fn carrying<'a>(
    actor: &'a Actor,
    anchors: &'a Anchors,
    purpose: Purpose,
) -> impl Iterator<Item = (Role, &'static [PersonalField])> + 'a {
    actor.grants().iter().flat_map(move |grant| {
        let carries = move |rule: &&DisclosureRule| {
            rule.purpose == purpose
                && rule.roles.contains(&grant.role)
                && grant.scope.holds(anchors)
        };
        let rules = DISCLOSURE_RULES.iter().filter(carries);
        rules.map(move |rule| (grant.role, rule.fields))
    })
}

/// The fields that somebody may see of a thing for a purpose; none without one.
#[must_use]
pub fn disclosed(actor: &Actor, anchors: &Anchors, purpose: Option<Purpose>) -> Vec<PersonalField> {
    let fields = purpose.into_iter().flat_map(|purpose| carrying(actor, anchors, purpose));
    sorted(fields.flat_map(|(_, fields)| fields.iter().copied()))
}

/// The roles by which somebody may see fields of a thing for a purpose.
#[must_use]
pub fn roles_for(actor: &Actor, anchors: &Anchors, purpose: Purpose) -> Vec<Role> {
    sorted(carrying(actor, anchors, purpose).map(|(role, _)| role))
}

/// The roles of somebody that carry a purpose, wherever they reach.
#[must_use]
pub fn roles_with(actor: &Actor, purpose: Purpose) -> Vec<Role> {
    let rules = DISCLOSURE_RULES.iter().filter(|rule| rule.purpose == purpose);
    let roles = rules.flat_map(|rule| rule.roles).copied();
    let is_held = |role: &Role| actor.grants().iter().any(|grant| grant.role == *role);
    sorted(roles.filter(is_held))
}

/// Whether a purpose is any business of somebody's: one of the roles carries it, wherever it reaches.
#[must_use]
pub fn may_declare(actor: &Actor, purpose: Purpose) -> bool {
    !roles_with(actor, purpose).is_empty()
}

/// Somebody with nothing but the roles by which facts may be seen for a purpose.
#[must_use]
pub fn by_purpose(actor: &Actor, purpose: Purpose, fields: &[PersonalField]) -> Actor {
    let sees = |role: Role, rule: &&DisclosureRule| {
        rule.purpose == purpose
            && rule.roles.contains(&role)
            && fields.iter().all(|field| rule.fields.contains(field))
    };
    actor.with(|grant| DISCLOSURE_RULES.iter().any(|rule| sees(grant.role, &rule)))
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The personal facts that an enterprise has.
#[must_use]
pub fn held(facts: &EnterpriseFacts) -> Vec<PersonalField> {
    let has = |field: &&PersonalField| match field {
        OwnerName => facts.owner_name.is_some(),
        Mobile => facts.mobile.is_some(),
        Email => facts.email.is_some(),
        Pan => masks_pan(facts),
        CasteCategory => facts.caste_category.is_some(),
        HasDisability => facts.has_disability.is_some(),
    };
    PersonalField::ALL.iter().filter(has).copied().collect()
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
                out += if rule.fields.contains(field) { " shown |" } else { " · |" };
            }
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::EnterpriseId;
    use crate::policy::actor::{Grant, Scope};
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
        assert_eq!(of(Role::DicGm, &here, Some(Purpose::Contact)), [OwnerName, Mobile, Email]);
        assert_eq!(of(Role::DicGm, &there, Some(Purpose::Contact)), []);
        assert_eq!(of(Role::DicGm, &here, None), []);
        assert_eq!(of(Role::Academic, &here, Some(Purpose::Contact)), []);
        assert_eq!(of(Role::Auditor, &Scope::State, Some(Purpose::Contact)), []);
        assert_eq!(of(Role::Auditor, &Scope::State, Some(Purpose::Audit)), PersonalField::ALL);
        let own = Scope::Enterprise(EnterpriseId(Uuid::from_u128(1)));
        let asks = Some(Purpose::DataSubjectRequest);
        assert_eq!(of(Role::EnterpriseRepresentative, &own, asks), PersonalField::ALL);
        let dic = actor(Role::DicGm, there);
        assert!(may_declare(&dic, Purpose::Contact) && !may_declare(&dic, Purpose::Audit));
        assert_eq!(roles_for(&dic, &anchors(), Purpose::Contact), []);
        let dic = actor(Role::DicGm, here);
        assert_eq!(roles_for(&dic, &anchors(), Purpose::Contact), [Role::DicGm]);
    }

    #[test]
    fn nobody_but_the_owner_sees_everything_for_every_day_work() {
        for rule in DISCLOSURE_RULES {
            let is_whole = rule.fields == PersonalField::ALL;
            let exceptional = [Purpose::DataSubjectRequest, Purpose::Audit];
            assert_eq!(is_whole, exceptional.contains(&rule.purpose));
        }
    }
}
