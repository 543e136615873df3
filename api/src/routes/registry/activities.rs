//! The classification of activities: reference data, in the order of its codes.

use crate::extract::{Caller, Filter, List, Pairs, any_of_schema};
use crate::page::PageOf;
use crate::routes::shared::Answered;
use odoi_application::reads::Activity;
use odoi_application::reads::page::SortKey;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::Action;
use odoi_domain::registry::activity::{NicCode, NicLevel, NicVersion};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// A row of the classification.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActivityView {
    /// The version of the classification. A code has no meaning without it.
    pub version: NicVersion,
    /// The code.
    pub code: NicCode,
    /// The level of the code.
    pub level: NicLevel,
    /// The code of the level above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<NicCode>,
    /// The title in English.
    #[schema(inline)]
    pub title_en: Line,
    /// The title in Malayalam.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub title_ml: Option<Line>,
}

impl ActivityView {
    fn of(row: Activity) -> Self {
        let Activity { version, code, level, parent, title_en, title_ml } = row;
        Self { version, code, level, parent, title_en, title_ml }
    }
}

/// What the list can be narrowed by.
pub(crate) struct ActivityFilter {
    version: Vec<NicVersion>,
    level: Vec<NicLevel>,
}

impl Filter for ActivityFilter {
    const SORTS: &'static [SortKey] = &[SortKey::Name];

    fn take(pairs: &mut Pairs) -> Self {
        Self { version: pairs.any_of("version"), level: pairs.any_of("level") }
    }

    fn describe() -> Vec<(&'static str, &'static str, RefOr<Schema>)> {
        vec![
            (
                "version",
                "The version of the classification. If several are named, the first one is used. Default: `nic_2008`.",
                any_of_schema(|f: &Self| &f.version),
            ),
            ("level", "Only codes of these levels.", any_of_schema(|f: &Self| &f.level)),
        ]
    }
}

/// List activity codes
///
/// The National Industrial Classification, sorted by code, one version at a time. NIC-2025
/// supersedes NIC-2008 from 18 November 2025; existing registrations still carry NIC-2008.
#[utoipa::path(
    get, path = "/v1/activities", tag = "activities", params(List<ActivityFilter>),
    responses((status = 200, description = "A page.", body = PageOf<ActivityView>)),
    extensions(("x-action" = json!(Action::ListActivities)))
)]
pub(crate) async fn list_activities(caller: Caller, list: List<ActivityFilter>) -> Answered {
    caller
        .respond_page(
            list,
            Action::ListActivities,
            |repo, filter, _everything, paging| {
                let version = filter.version.first().copied().unwrap_or(NicVersion::Nic2008);
                repo.activities(version, &filter.level, paging)
            },
            |_, row| ActivityView::of(row),
        )
        .await
}
