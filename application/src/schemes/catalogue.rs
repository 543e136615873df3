//! Schemes: registered things that name nothing and that nothing follows.

use crate::registry::registered::Registrable;
use odoi_domain::kernel::entity::Registered;
use odoi_domain::kernel::id::SchemeId;
use odoi_domain::policy::Action;
use odoi_domain::schemes::scheme::SchemeFacts;
use odoi_persistence::Error;
use odoi_persistence::port::Read;

impl Registrable for SchemeFacts {
    const CREATE: Action = Action::CreateScheme;
    const UPDATE: Action = Action::UpdateScheme;
    const DELETE: Action = Action::DeleteScheme;
    type Key = SchemeId;

    fn find(repo: &mut dyn Read, key: SchemeId) -> Result<Registered<Self>, Error> {
        repo.scheme(key)
    }
}
