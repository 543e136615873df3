//! The log of disclosures (rule R2.7): who saw which personal facts of which enterprises unmasked, or was told
//! yes or no about them, by which role and for which purpose. It holds names of facts and no value, so that it
//! stays true when a person is erased; and it has one transition, so that nothing in it is ever changed. Its audit
//! row has its digest.

use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, DisclosureId, EnterpriseId};
use crate::policy::Permit;
use crate::policy::actor::{Actor, Anchors, Role};
use crate::policy::privacy::{self, PersonalField, Purpose, Told};
use crate::programme::meeting::canonical;
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// An enterprise of which personal facts are shown, and which facts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    /// The enterprise.
    pub enterprise: EnterpriseId,
    /// Its district at the time.
    pub district: DistrictCode,
    /// The facts that it has and that are shown.
    pub fields: Vec<PersonalField>,
}

impl Shown {
    /// Where the enterprise stood.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            enterprises: vec![self.enterprise],
            ..Anchors::default()
        }
    }
}

/// One answer that unmasks or says yes or no: what it was, and what it told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Look {
    /// What for. Whoever writes declares none: that a number is taken is told to find out whether two are one.
    pub purpose: Purpose,
    /// What was told of the facts.
    #[serde(default = "whole")]
    pub told: Told,
    /// The operation, as the document names it.
    pub operation: String,
    /// The request.
    pub request_id: String,
    /// What is shown; a page of a list shows several, and a wrong guess nothing.
    pub shown: Vec<Shown>,
}

/// What was logged before anything else was told.
const fn whole() -> Told {
    Told::Value
}

/// Everything that is known of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DisclosureState {
    /// Who looked.
    pub account: Option<AccountId>,
    /// The roles by which that was allowed.
    pub roles: Vec<Role>,
    /// What was looked at.
    #[serde(flatten)]
    pub look: Look,
}

/// A disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    meta: Meta<DisclosureId>,
    state: DisclosureState,
}

impl Disclosure {
    /// Records an answer before it is given. The table of rules must allow each fact that it tells of, but that a
    /// number is taken is told to whoever may write.
    pub fn record(
        permit: &Permit,
        actor: &Actor,
        id: DisclosureId,
        look: Look,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let mut roles = Vec::new();
        for shown in &look.shown {
            let anchors = shown.anchors();
            let allowed = privacy::disclosed(actor, &anchors, Some(look.purpose));
            let is_allowed =
                permit.reaches(&anchors) && shown.fields.iter().all(|f| allowed.contains(f));
            if is_allowed {
                roles.extend(privacy::roles_for(actor, &anchors, look.purpose));
            } else if look.told == Told::Taken {
                roles.extend(permit.roles(actor));
            } else {
                return Err(Refusal::OutOfReach);
            }
        }
        if look.shown.is_empty() {
            roles.extend(privacy::roles_with(actor, look.purpose));
        }
        roles.sort_unstable();
        roles.dedup();
        let thing = Self {
            meta: Meta::first(id, now),
            state: DisclosureState { account: actor.account(), roles, look },
        };
        let facts = thing.recorded();
        let made = Recorded::new(permit, thing, EventType::DisclosureMade, now)?;
        let with = |made: Recorded<Self>, (name, value)| made.fact(name, value);
        Ok(facts.into_iter().fold(made, with))
    }

    /// What its audit row records of it, its digest among that: by this the log is compared with the audit trail.
    #[must_use]
    pub fn recorded(&self) -> Vec<(&'static str, String)> {
        let look = &self.state.look;
        let fields: BTreeSet<_> = look.shown.iter().flat_map(|one| &one.fields).collect();
        let names: Vec<&str> = fields.iter().map(|field| field.text()).collect();
        let of = match look.shown.as_slice() {
            [one] => one.enterprise.to_string(),
            many => many.len().to_string(),
        };
        vec![
            ("purpose", look.purpose.text().to_owned()),
            ("told", look.told.text().to_owned()),
            ("fields", names.join(" ")),
            ("enterprises", of),
            ("sha256", self.digest()),
        ]
    }

    /// The SHA-256 over everything that is known of it, as canonical JSON.
    fn digest(&self) -> String {
        let made_at = self.meta.created_at.micros();
        let all = serde_json::json!([self.meta.id.0, made_at, self.state]);
        let bytes = Sha256::digest(canonical(&all));
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Document for Disclosure {
    type State = DisclosureState;
    fn state(&self) -> &DisclosureState {
        &self.state
    }
    fn restore(meta: Meta<DisclosureId>, state: DisclosureState) -> Self {
        Self { meta, state }
    }
}

impl Entity for Disclosure {
    type Id = DisclosureId;
    const KIND: Kind = Kind::Disclosure;

    fn meta(&self) -> &Meta<DisclosureId> {
        &self.meta
    }

    /// Those of every enterprise that it shows.
    fn anchors(&self) -> Anchors {
        let mut all = Anchors::default();
        for shown in &self.state.look.shown {
            if !all.districts.contains(&shown.district) {
                all.districts.push(shown.district.clone());
            }
            all.enterprises.push(shown.enterprise);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::actor::{Grant, Scope};
    use crate::policy::{self, Action};
    use uuid::Uuid;

    fn shown(district: &str, fields: &[PersonalField]) -> Shown {
        Shown {
            enterprise: EnterpriseId(Uuid::from_u128(1)),
            district: district.parse().unwrap(),
            fields: fields.to_vec(),
        }
    }

    fn record(
        role: Role,
        purpose: Purpose,
        shown: Vec<Shown>,
    ) -> Result<Recorded<Disclosure>, Refusal> {
        tell(Told::Value, role, purpose, shown)
    }

    fn tell(
        told: Told,
        role: Role,
        purpose: Purpose,
        shown: Vec<Shown>,
    ) -> Result<Recorded<Disclosure>, Refusal> {
        let grant = Grant { role, scope: Scope::District("555".parse().unwrap()) };
        let actor = Actor::unnamed(vec![grant]);
        let here = Anchors { districts: vec!["555".parse().unwrap()], ..Anchors::default() };
        let action = match told {
            Told::Taken => Action::CreateEnterprise,
            Told::Match => Action::TryDuplicates,
            _ => Action::ListEnterprises,
        };
        let permit = policy::authorize(&actor, action, &here).unwrap();
        let look = Look {
            purpose,
            told,
            operation: "list_enterprises".to_owned(),
            request_id: "r".to_owned(),
            shown,
        };
        let now = Moment::from_micros(1_795_242_600_000_000).unwrap();
        Disclosure::record(&permit, &actor, DisclosureId(Uuid::nil()), look, now)
    }

    #[test]
    fn what_the_table_does_not_allow_cannot_be_recorded() {
        use PersonalField::{CasteCategory, Mobile, Pan};
        let fine = vec![shown("555", &[Mobile]), shown("555", &[])];
        let (thing, event) = record(Role::DicGm, Purpose::Contact, fine).unwrap().into_parts();
        assert_eq!(thing.state().roles, [Role::DicGm]);
        assert_eq!(
            event.facts,
            [
                ("purpose", "contact".to_owned()),
                ("told", "value".to_owned()),
                ("fields", "mobile".to_owned()),
                ("enterprises", "2".to_owned()),
                ("sha256", thing.digest())
            ]
        );
        for (role, purpose, given) in [
            (Role::DicGm, Purpose::Contact, shown("555", &[Mobile, Pan])),
            (Role::DicGm, Purpose::Contact, shown("559", &[Mobile])),
            (Role::DicGm, Purpose::Contact, shown("559", &[])),
            (Role::Academic, Purpose::Contact, shown("555", &[Mobile])),
            (Role::ServiceClient, Purpose::Synchronisation, shown("555", &[CasteCategory])),
        ] {
            let refused = record(role, purpose, vec![shown("555", &[]), given]).unwrap_err();
            assert_eq!(refused, Refusal::OutOfReach);
        }
    }

    #[test]
    fn that_a_number_is_taken_is_recorded_of_whoever_writes() {
        use PersonalField::Pan;
        let purpose = Purpose::IdentityVerification;
        let there = || vec![shown("559", &[Pan])];
        let recorded = tell(Told::Taken, Role::KdiscDpe, purpose, there()).unwrap();
        assert_eq!(recorded.thing().state().roles, [Role::KdiscDpe]);
        let refused = tell(Told::Match, Role::KdiscDpe, purpose, there()).unwrap_err();
        assert_eq!(refused, Refusal::OutOfReach);
        // A wrong guess is one, too: it names nobody.
        let wrong = tell(Told::Match, Role::DicGm, purpose, Vec::new()).unwrap();
        assert_eq!(wrong.thing().state().roles, [Role::DicGm]);
    }
}
