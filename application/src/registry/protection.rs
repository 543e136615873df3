//! Facts of an enterprise that imports leave alone, and the erasure of its owner's personal data (rules R2.5, R2.7).

use crate::registry::merge::forget_person;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::Action;
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::{PersonalField, Purpose};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseErasure, EnterpriseField};
use odoi_domain::{Code, Entity};
use odoi_persistence::Saved;

/// Protects facts of an enterprise: imports leave them as they are from now on.
pub fn protect_facts(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    fields: &[EnterpriseField],
) -> Result<Saved<Enterprise>, Failure> {
    set_protected(tx, id, fields, true)
}

/// Lets imports change facts of an enterprise again.
pub fn unprotect_facts(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    fields: &[EnterpriseField],
) -> Result<Saved<Enterprise>, Failure> {
    set_protected(tx, id, fields, false)
}

fn set_protected(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    fields: &[EnterpriseField],
    is_protected: bool,
) -> Result<Saved<Enterprise>, Failure> {
    let thing = tx.enterprise(id)?;
    let permit = tx.authorize(Action::ProtectEnterprise, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    Ok(tx.save(thing.protect(&permit, fields, is_protected, now)?)?)
}

/// Erases the personal data of an enterprise's owner, also from records of merges and from saved answers. Refused
/// is a name of the enterprise that holds the owner's.
pub fn erase_personal_data(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    erasure: EnterpriseErasure,
) -> Result<Saved<Enterprise>, Failure> {
    let thing = tx.enterprise(id)?;
    let permit = tx.authorize(Action::EraseEnterprise, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    let owner = owner(&thing);
    let erased = thing.erase(&permit, erasure, now);
    let erased = erased.map_err(|refusal| refused(refusal, owner))?;
    forget_person(tx, &permit, erased.thing())?;
    Ok(tx.save(erased)?)
}

/// What is told of an enterprise where a name is refused.
fn owner(thing: &Enterprise) -> Shown {
    Shown {
        enterprise: thing.meta().id,
        district: thing.facts().district.clone(),
        fields: vec![PersonalField::OwnerName],
    }
}

/// That a name holds the owner's says something of the owner's name, at the request of whose it is.
fn refused(why: Refusal, owner: Shown) -> Failure {
    match &why {
        Refusal::Invalid(violations)
            if violations.iter().any(|one| one.code == Code::OwnerInName) =>
        {
            Failure::Telling { why, purpose: Purpose::DataSubjectRequest, shown: vec![owner] }
        }
        _ => why.into(),
    }
}
