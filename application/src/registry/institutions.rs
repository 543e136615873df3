//! Institutions: what hangs on one follows it into another district.

use crate::registry::registered::Registrable;
use crate::registry::relocation::{relocate_linkages, relocate_member};
use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Registered;
use odoi_domain::kernel::id::InstitutionId;
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::institution::InstitutionFacts;
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, MemberKind};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

impl Registrable for InstitutionFacts {
    const CREATE: Action = Action::CreateInstitution;
    const UPDATE: Action = Action::UpdateInstitution;
    const DELETE: Action = Action::DeleteInstitution;
    type Key = InstitutionId;

    fn find(repo: &mut dyn Read, key: InstitutionId) -> Result<Registered<Self>, Error> {
        repo.institution(key)
    }

    /// What stands in its district moves with it: its linkages and memberships.
    fn changed(
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        before: &Registered<Self>,
        after: &Registered<Self>,
    ) -> Result<(), Failure> {
        let (id, district) = (after.meta().id.0, &after.facts().district);
        if *district == before.facts().district {
            return Ok(());
        }
        let end = End { kind: EndKind::Institution, id };
        relocate_linkages(tx, permit, end, district)?;
        let member = Member { kind: MemberKind::Institution, id };
        relocate_member(tx, permit, member, district)
    }
}
