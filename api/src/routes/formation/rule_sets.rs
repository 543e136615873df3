//! Rule sets: the versioned weights, cut-points and demands by which clusters are judged, and the rules by
//! which core groups meet. There is no way to change one: another version is published.

use crate::extract::{Body, Caller, List, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_application::formation::rule_sets;
use odoi_application::reads::RuleSetFilter;
use odoi_domain::formation::cooperation::LadderRules;
use odoi_domain::formation::rule_set::{RuleSet, RuleSetFacts, RuleSubject};
use odoi_domain::formation::scorecard::ScorecardRules;
use odoi_domain::kernel::id::{AccountId, RuleSetId};
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::Action;
use odoi_domain::programme::conflict::ConflictRule;
use odoi_domain::programme::meeting::QuorumRule;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(RuleSetFilter, sorts: [CreatedAt, UpdatedAt], {
    subject: "Only rule sets about these subjects.",
});

/// A rule set.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleSetView {
    /// Its id.
    pub id: RuleSetId,
    /// The subject.
    pub subject: RuleSubject,
    /// Its version number within the subject, counted from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub version: i32,
    /// The day from which it is in force, until a higher version is.
    pub effective_from: Day,
    /// The reason and the basis of this version.
    #[schema(inline)]
    pub note: Prose<1000>,
    /// The demands of the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<LadderRules>,
    /// The weights and cut-points of the scorecard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scorecard: Option<ScorecardRules>,
    /// The quorum and the time of notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<QuorumRule>,
    /// The conflict rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<ConflictRule>,
    /// The account that published it. Absent if it came with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<AccountId>,
    /// The revision: always 1.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was published.
    pub created_at: Moment,
    /// Equal to `created_at`: a rule set never changes.
    pub updated_at: Moment,
}

impl RuleSetView {
    fn of(thing: &RuleSet) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            subject: facts.subject,
            version: thing.version(),
            effective_from: facts.effective_from,
            note: facts.note,
            ladder: facts.ladder,
            scorecard: facts.scorecard,
            quorum: facts.quorum,
            conflicts: facts.conflicts,
            author: thing.author(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for RuleSetView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/rule-sets/{}", self.id)
    }
}

/// List rule sets
///
/// All versions of the rules for clusters and core groups.
#[utoipa::path(
    get, path = "/v1/rule-sets", tag = "rule-sets", params(List<RuleSetFilter>),
    responses((status = 200, description = "A page.", body = PageOf<RuleSetView>)),
    extensions(("x-action" = json!(Action::ListRuleSets)))
)]
pub(crate) async fn list_rule_sets(caller: Caller, list: List<RuleSetFilter>) -> Answered {
    caller
        .respond_page(
            list,
            Action::ListRuleSets,
            |repo, filter, view, paging| repo.rule_sets(filter, view, paging),
            |_, thing| RuleSetView::of(&thing),
        )
        .await
}

/// Publish a rule set
///
/// Publishes the next version for a subject, by an officer of K-DISC, effective today or later; rules of a core group
/// tomorrow or later. Versions are never edited, and answers name the version that was applied. A meeting keeps the
/// quorum rule in force when notice was given and the conflict rule of the day on which it began; closed minutes keep
/// theirs, whatever is published later.
#[utoipa::path(
    post, path = "/v1/rule-sets", tag = "rule-sets", request_body = RuleSetFacts,
    responses((status = 201, description = "Published.", body = RuleSetView)),
    extensions(("x-action" = json!(Action::CreateRuleSet)))
)]
pub(crate) async fn create_rule_set(caller: Caller, body: Body<RuleSetFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_rule_set", &body.bytes, move |tx| {
            let thing = rule_sets::publish_rule_set(tx, facts)?;
            saved(201, &thing, RuleSetView::of)
        })
        .await
}

/// Read a rule set
///
/// A version by its id.
#[utoipa::path(
    get, path = "/v1/rule-sets/{id}", tag = "rule-sets", params(("id" = RuleSetId, Path, description = "Its id.")),
    responses((status = 200, description = "The rule set.", body = RuleSetView)),
    extensions(("x-action" = json!(Action::ReadRuleSet)))
)]
pub(crate) async fn get_rule_set(caller: Caller, id: Path<RuleSetId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.rule_set(*id)?;
            reading.authorize(Action::ReadRuleSet, &thing.anchors())?;
            Ok(RuleSetView::of(&thing))
        })
        .await
}
