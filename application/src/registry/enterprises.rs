//! Enterprises: what they name must exist, and what hangs on them follows.

use crate::registry::activities::known_activities;
use crate::registry::relocation::{relocate_linkages, relocate_member};
use crate::{Failure, WriteContext};
use odoi_domain::enterprise::{Enterprise, EnterpriseFacts};
use odoi_domain::linkage::{End, EndKind};
use odoi_domain::membership::{Member, MemberKind};
use odoi_domain::policy::Permit;
use odoi_domain::{Code, Entity, Violation};

/// What the facts refer to must exist, and lie where the enterprise does.
pub fn known(tx: &mut WriteContext<'_, '_>, facts: &EnterpriseFacts) -> Result<(), Failure> {
    known_activities(tx, &facts.activities)?;
    let mut violations: Vec<Violation> = Vec::new();
    for (at, place) in facts.named_places() {
        let violation = match tx.place_by_code(place.level, &place.code)? {
            None => Some(Violation::new(Code::UnknownPlace)),
            Some(found) => {
                let district = found.facts().district.clone();
                let is_elsewhere = district.is_some_and(|district| district != facts.district);
                is_elsewhere.then_some(Violation::new(Code::OtherDistrict))
            }
        };
        violations.extend(violation.map(|violation| violation.at(&at)));
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Failure::invalid(violations))
    }
}

/// What stands in its district moves with it: its linkages and memberships.
pub fn relocate(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Enterprise,
) -> Result<(), Failure> {
    let end = End {
        kind: EndKind::Enterprise,
        id: thing.meta().id.0,
    };
    relocate_linkages(tx, permit, end, &thing.facts().district)?;
    let member = Member {
        kind: MemberKind::Enterprise,
        id: thing.meta().id.0,
    };
    relocate_member(tx, permit, member, &thing.facts().district)
}
