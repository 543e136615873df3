//! Facilities: the institution that has one must be there.

use crate::registry::registered::Registrable;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Registered;
use odoi_domain::kernel::id::FacilityId;
use odoi_domain::policy::Action;
use odoi_domain::registry::facility::FacilityFacts;
use odoi_domain::{Code, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

impl Registrable for FacilityFacts {
    const CREATE: Action = Action::CreateFacility;
    const UPDATE: Action = Action::UpdateFacility;
    const DELETE: Action = Action::DeleteFacility;
    type Key = FacilityId;

    fn find(repo: &mut dyn Read, key: FacilityId) -> Result<Registered<Self>, Error> {
        repo.facility(key)
    }

    fn known(tx: &mut WriteContext<'_, '_>, thing: &Registered<Self>) -> Result<(), Failure> {
        match tx.institution(thing.facts().institution_id) {
            Err(Error::Missing) => {
                let violation = Violation::new(Code::UnknownReference).at("/institution_id");
                Err(Failure::invalid(vec![violation]))
            }
            found => Ok(found.map(drop)?),
        }
    }
}
