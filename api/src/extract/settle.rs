//! What a refusal says of another enterprise: where one is found that was merged away, and which one has a number.

use crate::problem::{Elsewhere, Holder, Kind, Problem, Telling};
use odoi_application::reads::Read;
use odoi_domain::Entity;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::{self, PersonalField, Purpose};
use odoi_domain::policy::{self, Action};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseField};

fn sees(actor: &Actor, thing: &Enterprise) -> bool {
    policy::authorize(actor, Action::ReadEnterprise, &thing.anchors()).is_ok()
}

/// Says where an enterprise is found that has been merged into another, to those who see that one; to
/// everybody else there is nothing.
pub(super) fn elsewhere(
    problem: Problem,
    repo: &mut dyn Read,
    actor: &Actor,
    target: &str,
    is_read: bool,
) -> Problem {
    let Some(elsewhere) = &problem.elsewhere else {
        return problem;
    };
    let into = elsewhere.into;
    let thing = match repo.enterprise(into) {
        Ok(thing) => thing,
        Err(error) => return error.into(),
    };
    if !sees(actor, &thing) {
        return Problem::new(Kind::NotFound);
    }
    Problem {
        elsewhere: Some(Box::new(Elsewhere {
            into,
            location: Some(location(target, &into.to_string())),
            is_redirect: is_read,
        })),
        ..problem
    }
}

/// The URL that was asked for, with another id in the place of the one in its path.
fn location(target: &str, id: &str) -> String {
    let url = target.split_once(' ').map_or(target, |(_, url)| url);
    let (path, query) =
        url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let is_id = |part: &&str| part.parse::<odoi_domain::kernel::id::EnterpriseId>().is_ok();
    let parts: Vec<&str> =
        path.split('/').map(|part| if is_id(&part) { id } else { part }).collect();
    let path = parts.join("/");
    query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"))
}

/// Names the enterprise that has a number to those who may see the number of that one. Where it is masked, that it
/// is taken is told of a masked fact, whoever hears it.
pub(super) fn holder(
    problem: Problem,
    repo: &mut dyn Read,
    actor: &Actor,
    purpose: Option<Purpose>,
) -> Problem {
    let Some(holder) = &problem.holder else {
        return problem;
    };
    let thing = match repo.enterprise(holder.enterprise) {
        Ok(thing) => thing,
        Err(error) => return error.into(),
    };
    let (mut is_named, mut tells) = (sees(actor, &thing), None);
    if let Some(fact) = masked(&problem, &thing) {
        let shown = Shown {
            enterprise: thing.meta().id,
            district: thing.facts().district.clone(),
            fields: vec![fact],
        };
        let purpose = purpose
            .filter(|_| privacy::disclosed(actor, &thing.anchors(), purpose).contains(&fact));
        is_named &= purpose.is_some();
        tells = Some(Box::new(Telling {
            purpose: purpose.unwrap_or(Purpose::IdentityVerification),
            shown: vec![shown],
        }));
    }
    Problem {
        holder: Some(Box::new(Holder { enterprise: thing.meta().id, is_named })),
        tells,
        ..problem
    }
}

/// The masked fact of another enterprise that the number is.
fn masked(problem: &Problem, thing: &Enterprise) -> Option<PersonalField> {
    let pointer = &problem.violations.first()?.pointer;
    let field: EnterpriseField = pointer.split('/').nth(1)?.parse().ok()?;
    let fact = field.mask()?.fact;
    privacy::held(thing.facts()).contains(&fact).then_some(fact)
}
