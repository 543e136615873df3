//! The log of disclosures (rule R2.7): who saw which personal facts of which enterprises unmasked, by
//! which role and for which purpose. It holds names of facts and no value, so that it stays true when a
//! person is erased; and it has one transition, so that nothing in it is ever changed.

use crate::actor::{Actor, Anchors, Role};
use crate::entity::{Document, Refusal};
use crate::id::{AccountId, DisclosureId, EnterpriseId};
use crate::place::DistrictCode;
use crate::policy::Permit;
use crate::privacy::{self, PersonalField, Purpose};
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded};

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

/// One read that unmasks: what it was, and what it showed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Look {
    /// What for.
    pub purpose: Purpose,
    /// The operation, as the document names it.
    pub operation: String,
    /// The request.
    pub request_id: String,
    /// What is shown; a page of a list shows several.
    pub shown: Vec<Shown>,
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
    /// Records a read before it is answered. The table of rules must allow each fact that it shows.
    pub fn record(
        permit: &Permit,
        actor: &Actor,
        id: DisclosureId,
        look: Look,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let (mut roles, mut fields) = (Vec::new(), Vec::<PersonalField>::new());
        for shown in &look.shown {
            let anchors = shown.anchors();
            let allowed = privacy::disclosed(actor, &anchors, Some(look.purpose));
            if !permit.reaches(&anchors) || shown.fields.iter().any(|f| !allowed.contains(f)) {
                return Err(Refusal::OutOfReach);
            }
            roles.extend(privacy::roles_for(actor, &anchors, look.purpose));
            fields.extend(&shown.fields);
        }
        fields.sort_unstable();
        fields.dedup();
        roles.sort_unstable();
        roles.dedup();
        let names: Vec<&str> = fields.iter().map(|field| field.text()).collect();
        let of = match look.shown.as_slice() {
            [one] => one.enterprise.to_string(),
            many => many.len().to_string(),
        };
        let purpose = look.purpose;
        let thing = Self {
            meta: Meta::first(id, now),
            state: DisclosureState {
                account: actor.account(),
                roles,
                look,
            },
        };
        Ok(
            Recorded::new(permit, thing, EventType::DisclosureMade, now)?
                .fact("purpose", purpose.text())
                .fact("fields", names.join(" "))
                .fact("enterprises", of),
        )
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
    use crate::actor::{Grant, Scope};
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
        let grant = Grant {
            role,
            scope: Scope::District("555".parse().unwrap()),
        };
        let actor = Actor::unnamed(vec![grant]);
        let here = Anchors {
            districts: vec!["555".parse().unwrap()],
            ..Anchors::default()
        };
        let permit = policy::authorize(&actor, Action::ListEnterprises, &here).unwrap();
        let look = Look {
            purpose,
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
        let (thing, event) = record(Role::DicGm, Purpose::Contact, fine)
            .unwrap()
            .into_parts();
        assert_eq!(thing.state().roles, [Role::DicGm]);
        assert_eq!(
            event.facts,
            [
                ("purpose", "contact".to_owned()),
                ("fields", "mobile".to_owned()),
                ("enterprises", "2".to_owned())
            ]
        );
        for (role, purpose, given) in [
            (Role::DicGm, Purpose::Contact, shown("555", &[Mobile, Pan])),
            (Role::DicGm, Purpose::Contact, shown("559", &[Mobile])),
            (Role::DicGm, Purpose::Contact, shown("559", &[])),
            (Role::Academic, Purpose::Contact, shown("555", &[Mobile])),
            (
                Role::ServiceClient,
                Purpose::Synchronisation,
                shown("555", &[CasteCategory]),
            ),
        ] {
            let refused = record(role, purpose, vec![shown("555", &[]), given]).unwrap_err();
            assert_eq!(refused, Refusal::OutOfReach);
        }
    }
}
