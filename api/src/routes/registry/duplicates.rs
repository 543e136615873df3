//! Likely duplicates of an enterprise, with the reasons (rule R2.6).

use crate::extract::{Asking, Body, Caller, DisclosureRecorder, Operation, ReadContext};
use crate::problem::Problem;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::kernel::name::Name;
use odoi_domain::policy::Action;
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::registry::candidate::told;
use odoi_domain::registry::duplicate::{DuplicateRule, Profile, Reason, WORTH_A_LOOK, score};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseFacts};
use odoi_domain::registry::place::DistrictCode;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// At most so many are shown, likeliest first.
const SHOWN: usize = 50;

/// A reason why two enterprises may be duplicates. It never contains the values that match: they may be personal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateReason {
    /// The rule that matched.
    pub rule: DuplicateRule,
    /// What it adds to the score.
    #[schema(minimum = 0, maximum = 1)]
    pub contribution: f64,
}

/// An enterprise that may be a duplicate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateCandidate {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name.
    pub name: Name,
    /// The district that it works in.
    pub district: DistrictCode,
    /// The score, at most 1: the sum of the reasons.
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// The reasons, heaviest first.
    #[schema(max_items = 10)]
    pub reasons: Vec<DuplicateReason>,
}

/// Possible duplicates that the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateList {
    /// Most likely first, with a score of at least 0.6.
    #[schema(max_items = 50)]
    pub items: Vec<DuplicateCandidate>,
}

/// Look for duplicates of an enterprise
///
/// Enterprises that may be the same, with a score and its reasons. Compared are those of its district with nearly
/// the same words in their names, and those with one of its numbers: by numbers that are masked only for a `purpose`
/// for which you may see them of both, and that is logged.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}/duplicates", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "Its id."), Asking),
    responses((status = 200, description = "The current state.", body = DuplicateList)),
    extensions(("x-action" = json!(Action::FindDuplicates)))
)]
pub(crate) async fn list_enterprise_duplicates(
    caller: Caller,
    id: Path<EnterpriseId>,
    asking: Asking,
) -> Answered {
    let operation = Operation::new("list_enterprise_duplicates", Action::FindDuplicates);
    let show = move |reading: &mut ReadContext<'_>, recorder: &mut DisclosureRecorder| {
        let thing = reading.enterprise(*id)?;
        reading.authorize(Action::FindDuplicates, &thing.anchors())?;
        let shown = recorder.allows(reading.actor(), &thing.anchors());
        let profile = Profile::seen(thing.facts(), &shown);
        likely(reading, recorder, &profile, Some(&thing))
    };
    caller.respond_json_disclosing(operation, asking.purpose, show).await
}

/// Look for duplicates before registering
///
/// The same for an enterprise that is not registered yet; nothing of it is stored.
#[utoipa::path(
    post, path = "/v1/enterprises/duplicates", tag = "enterprises", params(Asking), request_body = EnterpriseFacts,
    responses((status = 200, description = "The current state.", body = DuplicateList)),
    extensions(("x-action" = json!(Action::TryDuplicates)))
)]
pub(crate) async fn try_enterprise_duplicates(
    caller: Caller,
    asking: Asking,
    body: Body<EnterpriseFacts>,
) -> Answered {
    let operation = Operation::new("try_enterprise_duplicates", Action::TryDuplicates);
    let show = move |reading: &mut ReadContext<'_>, recorder: &mut DisclosureRecorder| {
        let nobody = EnterpriseId(uuid::Uuid::nil());
        reading.authorize(Action::TryDuplicates, &body.value.anchors(nobody))?;
        likely(reading, recorder, &Profile::of(&body.value), None)
    };
    caller.respond_json_disclosing(operation, asking.purpose, show).await
}

fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1_000.0
}

/// Reasons as they are shown.
pub(crate) fn shares(reasons: &[Reason]) -> Vec<DuplicateReason> {
    let shown = |reason: &Reason| DuplicateReason {
        rule: reason.rule,
        contribution: share(reason.contribution),
    };
    reasons.iter().map(shown).collect()
}

/// The candidates that are worth a look, likeliest first, then by name and id. What is masked of one counts where the
/// recorder shows it, and finds it only there.
fn likely(
    reading: &mut ReadContext<'_>,
    recorder: &mut DisclosureRecorder,
    profile: &Profile,
    of: Option<&Enterprise>,
) -> Result<DuplicateList, Problem> {
    recorder.compares();
    let but = of.map(|thing| thing.meta().id);
    let open = reading.near(&profile.without_numbers(), but)?;
    let by_number = reading.near(&profile.numbers(), but)?;
    let known: BTreeSet<EnterpriseId> = open.iter().map(|thing| thing.meta().id).collect();
    let mut found = Vec::new();
    for thing in open.into_iter().chain(by_number) {
        let shown = recorder.allows(reading.actor(), &thing.anchors());
        let reasons = profile.reasons(&Profile::seen(thing.facts(), &shown));
        let has_number = reasons.iter().any(|reason| reason.rule.tells().is_some());
        let is_seen = reading.authorize(Action::ReadEnterprise, &thing.anchors());
        let score = score(&reasons);
        let is_found = known.contains(&thing.meta().id) || has_number;
        if is_found && score >= WORTH_A_LOOK && is_seen.is_ok() {
            found.push((score, thing, reasons));
        }
    }
    found.sort_by_cached_key(|(score, thing, _)| {
        (Reverse(*score), thing.facts().name.key(), thing.meta().id)
    });
    found.dedup_by_key(|(_, thing, _)| thing.meta().id);
    found.truncate(SHOWN);
    for (_, thing, reasons) in &found {
        note(recorder, thing, reasons, of);
    }
    let items = found.into_iter().map(|(score, thing, reasons)| DuplicateCandidate {
        id: thing.meta().id,
        name: thing.facts().name.clone(),
        district: thing.facts().district.clone(),
        score: share(score),
        reasons: shares(&reasons),
    });
    Ok(DuplicateList { items: items.collect() })
}

/// Notes which masked facts reasons tell of.
fn note(
    recorder: &mut DisclosureRecorder,
    thing: &Enterprise,
    reasons: &[Reason],
    of: Option<&Enterprise>,
) {
    for side in [Some(thing), of].into_iter().flatten() {
        let fields = told(reasons, side);
        if !fields.is_empty() {
            recorder.tells(Shown {
                enterprise: side.meta().id,
                district: side.facts().district.clone(),
                fields,
            });
        }
    }
}
