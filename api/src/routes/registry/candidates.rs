//! The worklist of duplicates: pairs of enterprises that may be one, and what people decide about them
//! (rule R2.6). Candidates are found by the job of `comparing.rs`.

use crate::extract::Operation;
use crate::extract::{
    Asking, Body, Caller, DisclosureRecorder, List, ReadContext, Resource, filter,
};
use crate::page::PageOf;
use crate::problem::{Kind, Problem};
use crate::routes::registry::duplicates::{DuplicateReason, shares};
use crate::routes::shared::{Answered, saved};
use actix_web::web::Path;
use odoi_application::reads::CandidateFilter;
use odoi_application::reads::page::Page;
use odoi_application::registry::decisions::{self, Both, both, permit, tells};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, CandidateId, EnterpriseId, MergeId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::privacy::{self, PersonalField, Purpose};
use odoi_domain::policy::{self, Action, View};
use odoi_domain::registry::candidate::{
    CandidateBasis, CandidateDecision, CandidateState, Decided, Dismissal, DuplicateCandidate, Side,
};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(CandidateFilter, sorts: [Likeliest, CreatedAt, UpdatedAt], {
    district: "Only pairs with an enterprise in one of these districts (LGD code).",
    state: "Only pairs in these states; `open` is the worklist.",
    enterprise_id: "Only pairs with one of these enterprises.",
}, personal: true, exported: false);

/// One enterprise of the pair.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateSide {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name. Absent where the enterprise is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The district that it works in.
    pub district: DistrictCode,
    /// Its revision, for a merge. Absent where the enterprise is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: Option<i64>,
}

/// A decision about a pair.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateDecisionView {
    /// What.
    pub decision: CandidateDecision,
    /// The account that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The reason. Absent where a person behind one of the two has been erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub reason: Option<Prose<1000>>,
    /// The merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_id: Option<MergeId>,
}

/// A pair of enterprises that may be duplicates.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateView {
    /// Its id.
    pub id: CandidateId,
    /// What they are compared by.
    pub basis: CandidateBasis,
    /// The state.
    pub state: CandidateState,
    /// The score, at most 1: the sum of the reasons.
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// The reasons, heaviest first. They never contain the values that match.
    #[schema(max_items = 10)]
    pub reasons: Vec<DuplicateReason>,
    /// The two enterprises, the older id first.
    #[schema(min_items = 2, max_items = 2)]
    pub enterprises: Vec<CandidateSide>,
    /// The decisions, oldest first.
    #[schema(max_items = 50)]
    pub decisions: Vec<CandidateDecisionView>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was found.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl CandidateView {
    fn of(thing: &DuplicateCandidate, both: &Both) -> Self {
        let (meta, pair) = (*thing.meta(), thing.state());
        let sides = pair.sides.iter().zip(both);
        Self {
            id: meta.id,
            basis: pair.basis,
            state: pair.state,
            score: f64::from(pair.score) / 1_000.0,
            reasons: shares(&pair.reasons),
            enterprises: sides.map(|(side, now)| shown(side, now.as_ref())).collect(),
            decisions: pair.decisions.iter().map(decided).collect(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

fn shown(side: &Side, now: Option<&Enterprise>) -> CandidateSide {
    CandidateSide {
        id: side.enterprise,
        name: now.map(|thing| thing.facts().name.clone()),
        district: now.map_or(&side.district, |thing| &thing.facts().district).clone(),
        revision: now.map(|thing| thing.meta().revision),
    }
}

fn decided(decided: &Decided) -> CandidateDecisionView {
    CandidateDecisionView {
        decision: decided.decision,
        by: decided.by,
        at: decided.at,
        reason: decided.reason.clone(),
        merge_id: decided.merge,
    }
}

impl Resource for CandidateView {
    /// What it says of the two changes with them.
    fn etag(&self) -> String {
        let of = |side: &CandidateSide| format!("-{}", side.revision.unwrap_or(0));
        let both: String = self.enterprises.iter().map(of).collect();
        format!("\"{}{both}\"", self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/duplicate-candidates/{}", self.id)
    }
}

/// A pair as it is shown; the recorder notes what that tells.
fn seen(
    reading: &mut ReadContext<'_>,
    recorder: &mut DisclosureRecorder,
    thing: &DuplicateCandidate,
    action: Action,
) -> Result<CandidateView, Problem> {
    let both = both(&mut **reading, thing)?;
    permit(reading.actor(), action, thing, &both)?;
    for shown in tells(reading.actor(), recorder.purpose(), thing, &both)? {
        recorder.tells(shown);
    }
    Ok(CandidateView::of(thing, &both))
}

/// List pairs of possible duplicates
///
/// The worklist of duplicates, most likely first: the pairs of which the caller may see both. Decisions are remembered:
/// a dismissed pair is open again only if the two become alike in another way.
/// A pair appears within a minute after an enterprise has changed. Pairs that have a number in common which is masked are
/// a list of their own: it is shown for a `purpose` for which you may see the number of both, and logged.
#[utoipa::path(
    get, path = "/v1/duplicate-candidates", tag = "duplicate-candidates", params(List<CandidateFilter>),
    responses((status = 200, description = "A page.", body = PageOf<CandidateView>)),
    extensions(("x-action" = json!(Action::ListCandidates)))
)]
pub(crate) async fn list_duplicate_candidates(
    caller: Caller,
    list: List<CandidateFilter>,
) -> Answered {
    let operation = Operation::new("list_duplicate_candidates", Action::ListCandidates);
    caller
        .respond_page_disclosing(list, operation, |reading, recorder, filter, paging| {
            let (basis, view) = listed(reading.actor(), recorder.purpose())?;
            let page = reading.candidates(filter, (basis, &view), paging)?;
            let (next, total) = (page.next, page.total);
            // One may have moved since they were compared.
            let views = page.items.into_iter().filter_map(|thing| {
                match seen(reading, recorder, &thing, Action::ReadCandidate) {
                    Err(problem) if problem.kind == Kind::NotFound => None,
                    seen => Some(seen),
                }
            });
            let items = views.collect::<Result<Vec<CandidateView>, Problem>>()?;
            Ok(Page { items, next, total, metres: Vec::new() })
        })
        .await
}

/// Which of the two worklists somebody asks for, and what is seen of it: for a purpose, what the roles reach by which
/// a number is seen for it.
fn listed(actor: &Actor, purpose: Option<Purpose>) -> Result<(CandidateBasis, View), Problem> {
    let action = Action::ListCandidates;
    let everything = policy::view(actor, action)?;
    let Some(purpose) = purpose else {
        return Ok((CandidateBasis::OpenFacts, everything));
    };
    let by_purpose = privacy::by_purpose(actor, purpose, &[PersonalField::Mobile]);
    let view = policy::view(&by_purpose, action).unwrap_or_default();
    Ok((CandidateBasis::MaskedNumbers, view))
}

/// Read a pair of possible duplicates
///
/// A pair by its id, with its decisions. One that has a masked number in common is shown for a `purpose`
/// for which you may see the number of both, and logged.
#[utoipa::path(
    get, path = "/v1/duplicate-candidates/{id}", tag = "duplicate-candidates", params(("id" = CandidateId, Path, description = "Its id."), Asking),
    responses((status = 200, description = "The current state.", body = CandidateView)),
    extensions(("x-action" = json!(Action::ReadCandidate)))
)]
pub(crate) async fn get_duplicate_candidate(
    caller: Caller,
    id: Path<CandidateId>,
    asking: Asking,
) -> Answered {
    let operation = Operation::new("get_duplicate_candidate", Action::ReadCandidate);
    caller
        .respond_item_disclosing(operation, asking.purpose, move |reading, recorder| {
            let thing = reading.candidate(*id)?;
            seen(reading, recorder, &thing, Action::ReadCandidate)
        })
        .await
}

/// Logs that somebody decides about a pair by a masked number, before it is decided.
async fn decided_by(
    caller: &Caller,
    operation: Operation,
    id: CandidateId,
    asking: Asking,
) -> Result<(), Problem> {
    let Some(purpose) = asking.purpose else {
        return Ok(());
    };
    let look = move |reading: &mut ReadContext<'_>, recorder: &mut DisclosureRecorder| {
        let thing = reading.candidate(id)?;
        seen(reading, recorder, &thing, operation.action)
    };
    caller.disclose(operation, purpose, look).await.map(drop)
}

/// Decide that two enterprises are not one
///
/// Removes the pair from the worklist. It returns only if the two become alike in another way, or clearly
/// more alike.
#[utoipa::path(
    post, path = "/v1/duplicate-candidates/{id}/dismiss", tag = "duplicate-candidates", params(("id" = CandidateId, Path, description = "Its id."), Asking),
    request_body = Dismissal,
    responses((status = 200, description = "The current state.", body = CandidateView)),
    extensions(("x-action" = json!(Action::DismissCandidate)))
)]
pub(crate) async fn dismiss_duplicate_candidate(
    caller: Caller,
    id: Path<CandidateId>,
    asking: Asking,
    body: Body<Dismissal>,
) -> Answered {
    let (dismissal, purpose) = (body.value, asking.purpose);
    let operation = Operation::new("dismiss_duplicate_candidate", Action::DismissCandidate);
    decided_by(&caller, operation, *id, asking).await?;
    caller
        .write(operation.name, &body.bytes, move |tx| {
            let made = decisions::dismiss_candidate(tx, *id, purpose, dismissal)?;
            saved(200, &made.pair, |pair| CandidateView::of(pair, &made.both))
        })
        .await
}

/// Reopen a dismissed pair
///
/// The pair is in the worklist again. To reverse a merge, undo the merge.
#[utoipa::path(
    post, path = "/v1/duplicate-candidates/{id}/reopen", tag = "duplicate-candidates", params(("id" = CandidateId, Path, description = "Its id."), Asking),
    responses((status = 200, description = "The current state.", body = CandidateView)),
    extensions(("x-action" = json!(Action::ReopenCandidate)))
)]
pub(crate) async fn reopen_duplicate_candidate(
    caller: Caller,
    id: Path<CandidateId>,
    asking: Asking,
) -> Answered {
    let operation = Operation::new("reopen_duplicate_candidate", Action::ReopenCandidate);
    let purpose = asking.purpose;
    decided_by(&caller, operation, *id, asking).await?;
    caller
        .write(operation.name, &[], move |tx| {
            let made = decisions::reopen_candidate(tx, *id, purpose)?;
            saved(200, &made.pair, |pair| CandidateView::of(pair, &made.both))
        })
        .await
}
