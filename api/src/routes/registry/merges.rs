//! Merging enterprises that are one, and undoing it (rule R2.6).

use crate::extract::{Body, Caller, Resource};
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_application::registry::merge;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{EnterpriseId, MergeId};
use odoi_domain::policy::Action;
use odoi_domain::registry::merge::{Left, Merge, MergeFacts};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// A merge.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MergeView {
    /// Its id.
    pub id: MergeId,
    /// The enterprise that was merged. Its id redirects to the other.
    pub merged: EnterpriseId,
    /// The enterprise that remains.
    pub into: EnterpriseId,
    /// Number of linkages moved to the remaining enterprise.
    #[schema(minimum = 0)]
    pub linkages_moved: usize,
    /// Number of linkages removed: they would tie it to itself, or repeat others.
    #[schema(minimum = 0)]
    pub linkages_dropped: usize,
    /// Number of memberships moved to the remaining enterprise, or removed because it has them.
    #[schema(minimum = 0)]
    pub memberships_moved: usize,
    /// Number of roles moved to the remaining enterprise.
    #[schema(minimum = 0)]
    pub grants_moved: usize,
    /// Number of clusters whose chains or shared assets named the merged enterprise and now name the one that
    /// remains.
    #[schema(minimum = 0)]
    pub clusters_changed: usize,
    /// Whether it has been undone.
    pub is_undone: bool,
    /// What undoing could not restore, because it has changed since the merge.
    #[schema(max_items = 1000)]
    pub not_restored: Vec<Left>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was merged.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl MergeView {
    fn of(thing: &Merge) -> Self {
        let (meta, state) = (*thing.meta(), thing.state());
        let dropped = state.linkages.iter().filter(|l| l.is_dropped).count();
        Self {
            id: meta.id,
            merged: state.merged,
            into: state.into,
            linkages_moved: state.linkages.len() - dropped,
            linkages_dropped: dropped,
            memberships_moved: state.memberships.len(),
            grants_moved: state.grants.len(),
            clusters_changed: state.clusters.len(),
            is_undone: state.is_undone,
            not_restored: state.not_restored.clone(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for MergeView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/merges/{}", self.id)
    }
}

/// The merges into an enterprise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MergeList {
    /// Oldest first, undone merges included.
    #[schema(max_items = 200)]
    pub items: Vec<MergeView>,
}

/// Merge an enterprise into another
///
/// Moves everything that refers to this enterprise to the other; the id redirects. Needs a registrar of both districts
/// and both revisions: this one's in `If-Match`, the other's in the body. The remaining enterprise gets the external ids of
/// both; if they are too many, nothing is merged. Facts that were erased from it are not filled again.
#[utoipa::path(
    post, path = "/v1/enterprises/{id}/merge", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "The id of the enterprise that is merged into the other.")),
    request_body = MergeFacts,
    responses((status = 201, description = "Merged.", body = MergeView)),
    extensions(("x-action" = json!(Action::MergeEnterprise)))
)]
pub(crate) async fn merge_enterprise(
    caller: Caller,
    id: Path<EnterpriseId>,
    body: Body<MergeFacts>,
) -> Answered {
    let (facts, schemas) = (body.value, caller.service.schemas.clone());
    caller
        .write("merge_enterprise", &body.bytes, move |tx| {
            let merge = merge::merge_enterprise(tx, *id, &facts, &schemas)?;
            saved(201, &merge, MergeView::of)
        })
        .await
}

/// List the merges into an enterprise
///
/// Merges into this enterprise, oldest first, undone merges included.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}/merges", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "The id of the enterprise that remains.")),
    responses((status = 200, description = "The current state.", body = MergeList)),
    extensions(("x-action" = json!(Action::ListMerges)))
)]
pub(crate) async fn list_enterprise_merges(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .respond_json(move |reading| {
            let thing = reading.enterprise(*id)?;
            reading.authorize(Action::ListMerges, &thing.anchors())?;
            let items = reading.merges_into(*id)?.iter().map(MergeView::of).collect();
            Ok(MergeList { items })
        })
        .await
}

/// Read a merge
///
/// A merge by its id.
#[utoipa::path(
    get, path = "/v1/merges/{id}", tag = "enterprises", params(("id" = MergeId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MergeView)),
    extensions(("x-action" = json!(Action::ReadMerge)))
)]
pub(crate) async fn get_merge(caller: Caller, id: Path<MergeId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.merge(*id)?;
            reading.authorize(Action::ReadMerge, &thing.anchors())?;
            Ok(MergeView::of(&thing))
        })
        .await
}

/// Undo a merge
///
/// Restores both enterprises, except for what has changed since, which the answer lists. Refused
/// while the remaining enterprise has itself been merged into another.
#[utoipa::path(
    post, path = "/v1/merges/{id}/undo", tag = "enterprises", params(("id" = MergeId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MergeView)),
    extensions(("x-action" = json!(Action::UndoMerge)))
)]
pub(crate) async fn undo_merge(caller: Caller, id: Path<MergeId>) -> Answered {
    caller
        .write("undo_merge", &[], move |tx| {
            let merge = merge::undo_merge(tx, *id)?;
            saved(200, &merge, MergeView::of)
        })
        .await
}
