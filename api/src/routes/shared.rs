//! What the routes of every resource share: how a write is answered.

use crate::extract::{Resource, WriteContext};
use crate::problem::{Kind, Problem};
use actix_web::HttpResponse;
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::activity::ActivityCode;
use odoi_domain::linkage::End;
use odoi_domain::membership::{Member, Sides};
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::Permit;
use odoi_persistence::{Answer, Saved};

/// What a handler answers.
pub(super) type Answered = Result<HttpResponse, Problem>;

/// The strong entity tag of a revision.
pub(super) fn version(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The strong entity tag of a revision and the steps that are open to whoever looks. The steps depend
/// on who looks, so the tag does; `If-Match` compares the revision alone.
pub(super) fn step_tag<S: PartialEq>(revision: i64, all: &[S], allowed: &[S]) -> String {
    let bits = all
        .iter()
        .enumerate()
        .filter(|(_, step)| allowed.contains(step))
        .fold(0_u32, |bits, (place, _)| bits | 1 << place);
    format!("\"{revision}-{bits:x}\"")
}

/// The answer of a write: the view of what was saved.
pub(super) fn saved<T, R: Resource>(
    status: u16,
    thing: &Saved<T>,
    show: impl FnOnce(&T) -> R,
) -> Result<Answer, Problem> {
    crate::extract::saved(status, thing, &show(thing.thing()))
}

/// The answer of a removal.
pub(super) fn removed<T>(thing: &Saved<T>) -> Answer {
    thing.answer(204, None)
}

/// Demands that the classification knows every code in its version.
pub(super) fn known_activities(
    tx: &mut WriteContext<'_, '_>,
    codes: &[ActivityCode],
) -> Result<(), Problem> {
    match tx.unknown_activity(codes)? {
        None => Ok(()),
        Some(place) => {
            let violation =
                Violation::new(Code::UnknownActivity).at(&format!("/activities/{place}/code"));
            Err(Problem::new(Kind::Invalid).violations(vec![violation]))
        }
    }
}

/// The linkages of an actor follow it into another district.
pub(super) fn relocate_linkages(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    end: End,
    district: &DistrictCode,
) -> Result<(), Problem> {
    for linkage in tx.linkages_of(end)? {
        if let Some(moved) = linkage.relocate(permit, end, district, tx.now())? {
            tx.save(moved)?;
        }
    }
    Ok(())
}

/// The memberships of an enterprise or institution follow it into another district.
pub(super) fn relocate_member(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    member: Member,
    district: &DistrictCode,
) -> Result<(), Problem> {
    for membership in tx.memberships_of(member)? {
        let sides = Sides {
            member: district.clone(),
            ..membership.sides().clone()
        };
        if let Some(moved) = membership.relocate(permit, sides, tx.now())? {
            tx.save(moved)?;
        }
    }
    Ok(())
}
