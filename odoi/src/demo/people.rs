//! A disclosure: the manager of the district asks how to reach a mill.

use super::accounts::seated;
use super::{Known, find};
use odoi_application::Failure;
use odoi_domain::Entity;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::disclosure::{Disclosure, Look, Shown};
use odoi_domain::policy::privacy::{self, Purpose, Told};
use odoi_domain::policy::{self, Action};
use odoi_persistence::Tx;
use odoi_persistence::port::Read;

pub(super) fn disclosure(tx: &mut Tx<'_>, known: &Known) -> Result<(), Failure> {
    let missing = || Failure::internal("nobody manages the district");
    let name = seated(Role::DicGm, "555").ok_or_else(missing)?;
    let name = name
        .parse()
        .map_err(|violation: odoi_domain::Violation| Failure::internal(violation.code.text()))?;
    let account = tx.account_named(&name)?.ok_or_else(missing)?;
    let (id, now) = (account.meta().id, tx.now());
    let repo: &mut dyn Read = &mut **tx;
    let actor = repo.actor(id, None, now)?.ok_or_else(missing)?;
    let thing = tx.enterprise(find(&known.enterprises, "ilanjippoo-rice")?)?;
    let permit = policy::authorize(&actor, Action::ReadEnterprise, &thing.anchors())?;
    let purpose = Purpose::Contact;
    let mut fields = privacy::disclosed(&actor, &thing.anchors(), Some(purpose));
    let held = privacy::held(thing.facts());
    fields.retain(|field| held.contains(field));
    let look = Look {
        told: Told::Value,
        purpose,
        operation: "get_enterprise".to_owned(),
        request_id: "demo-visit".to_owned(),
        shown: vec![Shown {
            enterprise: thing.meta().id,
            district: thing.facts().district.clone(),
            fields,
        }],
    };
    let (id, now) = (tx.mint(), tx.now());
    tx.save(Disclosure::record(&permit, &actor, id, look, now)?)?;
    Ok(())
}
