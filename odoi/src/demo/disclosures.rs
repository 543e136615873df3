//! A disclosure: the manager of the district asks how to reach a mill.

use super::loader::{Loader, Person};
use odoi_application::Failure;
use odoi_application::identity::disclosures::record_disclosure;
use odoi_domain::Entity;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::disclosure::{Look, Shown};
use odoi_domain::policy::privacy::{self, Purpose, Told};
use odoi_domain::registry::linkage::EndKind;

pub(super) fn disclosure(loader: &mut Loader<'_, '_>) -> Result<(), Failure> {
    let mill = loader.known.named(EndKind::Enterprise, "ilanjippoo-rice")?;
    let mill = EnterpriseId(mill.id);
    let disclosed = loader.act(&Person::of(Role::DicGm, "555"), |tx| {
        let thing = tx.enterprise(mill)?;
        let purpose = Purpose::Contact;
        let mut fields = privacy::disclosed(tx.actor(), &thing.anchors(), Some(purpose));
        let held = privacy::held(thing.facts());
        fields.retain(|field| held.contains(field));
        let look = Look {
            told: Told::Value,
            purpose,
            operation: "get_enterprise".to_owned(),
            request_id: "demo-visit".to_owned(),
            shown: vec![Shown {
                enterprise: mill,
                district: thing.facts().district.clone(),
                fields,
            }],
        };
        record_disclosure(tx, Action::ReadEnterprise, look)
    });
    disclosed.map(drop)
}
