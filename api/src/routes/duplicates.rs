//! Likely duplicates of an enterprise, with the reasons (rule R2.6).

use crate::extract::{Body, Caller, Reading};
use crate::problem::Problem;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_domain::Entity;
use odoi_domain::duplicate::{DuplicateRule, Profile, Reason, WORTH_A_LOOK, score};
use odoi_domain::enterprise::EnterpriseFacts;
use odoi_domain::entity::Facts;
use odoi_domain::id::EnterpriseId;
use odoi_domain::name::Name;
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

/// At most so many are shown, likeliest first.
const SHOWN: usize = 50;

/// Why two enterprises may be one. The values that are alike are not told: they may be personal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateReason {
    /// The rule that holds.
    pub rule: DuplicateRule,
    /// What it adds to the score.
    #[schema(minimum = 0, maximum = 1)]
    pub contribution: f64,
}

/// An enterprise that may be the same.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateCandidate {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name.
    pub name: Name,
    /// The district that it works in.
    pub district: DistrictCode,
    /// How likely it is the same: the sum of the reasons, at most 1.
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// Why, heaviest first.
    #[schema(max_items = 10)]
    pub reasons: Vec<DuplicateReason>,
}

/// Enterprises that may be the same, as far as the caller may see them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateList {
    /// The likeliest first, from a score of 0.6 on.
    #[schema(max_items = 50)]
    pub items: Vec<DuplicateCandidate>,
}

/// Look for duplicates of an enterprise
///
/// Enterprises that may be the same, with a score and its reasons. Compared are those with one of its
/// numbers, and those of its district with nearly the same words in their names.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}/duplicates", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = DuplicateList)),
    extensions(("x-action" = json!(Action::FindDuplicates)))
)]
pub(crate) async fn list_enterprise_duplicates(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .show(move |reading| {
            let thing = reading.enterprise(*id)?;
            reading.authorize(Action::FindDuplicates, &thing.anchors())?;
            likely(reading, &Profile::of(thing.facts()), Some(*id))
        })
        .await
}

/// Look for duplicates before registering
///
/// The same for an enterprise that is not registered yet; nothing is stored.
#[utoipa::path(
    post, path = "/v1/enterprises/duplicates", tag = "enterprises", request_body = EnterpriseFacts,
    responses((status = 200, description = "As it is now.", body = DuplicateList)),
    extensions(("x-action" = json!(Action::TryDuplicates)))
)]
pub(crate) async fn try_enterprise_duplicates(
    caller: Caller,
    body: Body<EnterpriseFacts>,
) -> Answered {
    caller
        .show(move |reading| {
            let nobody = EnterpriseId(uuid::Uuid::nil());
            reading.authorize(Action::TryDuplicates, &body.value.anchors(nobody))?;
            likely(reading, &Profile::of(&body.value), None)
        })
        .await
}

fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1_000.0
}

/// Reasons as they are shown.
pub(super) fn shares(reasons: &[Reason]) -> Vec<DuplicateReason> {
    let shown = |reason: &Reason| DuplicateReason {
        rule: reason.rule,
        contribution: share(reason.contribution),
    };
    reasons.iter().map(shown).collect()
}

/// The candidates that are worth a look, likeliest first, then by name and id.
fn likely(
    reading: &mut Reading<'_>,
    profile: &Profile,
    but: Option<EnterpriseId>,
) -> Result<DuplicateList, Problem> {
    let mut found = Vec::new();
    for thing in reading.near(profile, but)? {
        let reasons = profile.reasons(&Profile::of(thing.facts()));
        let score = score(&reasons);
        if score >= WORTH_A_LOOK
            && reading
                .authorize(Action::ReadEnterprise, &thing.anchors())
                .is_ok()
        {
            found.push((score, thing, reasons));
        }
    }
    found.sort_by_cached_key(|(score, thing, _)| {
        (
            std::cmp::Reverse(*score),
            thing.facts().name.key(),
            thing.meta().id,
        )
    });
    found.truncate(SHOWN);
    let items = found
        .into_iter()
        .map(|(score, thing, reasons)| DuplicateCandidate {
            id: thing.meta().id,
            name: thing.facts().name.clone(),
            district: thing.facts().district.clone(),
            score: share(score),
            reasons: shares(&reasons),
        });
    Ok(DuplicateList {
        items: items.collect(),
    })
}
