//! Rule sets: the versioned weights, cut-points and demands by which clusters are judged, and the rules by
//! which core groups meet. There is no way to change one: another version is published.

use crate::extract::{Body, Caller, List, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_domain::actor::Anchors;
use odoi_domain::conflict::ConflictRule;
use odoi_domain::cooperation::LadderRules;
use odoi_domain::id::{AccountId, RuleSetId};
use odoi_domain::meeting::QuorumRule;
use odoi_domain::policy::Action;
use odoi_domain::rules::{RuleSet, RuleSetFacts, RuleSubject};
use odoi_domain::scorecard::ScorecardRules;
use odoi_domain::text::Prose;
use odoi_domain::{Day, Entity, Moment};
use odoi_persistence::port::RuleSetFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(RuleSetFilter, sorts: [CreatedAt, UpdatedAt], {
    subject: "Only rule sets about these subjects.",
});

/// A rule set as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleSetView {
    /// Its id.
    pub id: RuleSetId,
    /// What it is about.
    pub subject: RuleSubject,
    /// Its number within its subject, counted from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub version: i32,
    /// From which day on it is in force, until a higher version is.
    pub effective_from: Day,
    /// Why it was made, and on what it rests.
    #[schema(inline)]
    pub note: Prose<1000>,
    /// The demands of the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<LadderRules>,
    /// The weights and cut-points of the scorecard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scorecard: Option<ScorecardRules>,
    /// When a core group can decide, and how long before it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<QuorumRule>,
    /// How near is too near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<ConflictRule>,
    /// The account that published it; absent where it came with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<AccountId>,
    /// Counts its states; it has one.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was published.
    pub created_at: Moment,
    /// The same: it does not change.
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
/// Every version of the rules by which clusters are judged and core groups meet.
#[utoipa::path(
    get, path = "/v1/rule-sets", tag = "rule-sets", params(List<RuleSetFilter>),
    responses((status = 200, description = "A page.", body = PageOf<RuleSetView>)),
    extensions(("x-action" = json!(Action::ListRuleSets)))
)]
pub(crate) async fn list_rule_sets(caller: Caller, list: List<RuleSetFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListRuleSets,
            |repo, filter, view, paging| repo.rule_sets(filter, view, paging),
            |_, thing| RuleSetView::of(&thing),
        )
        .await
}

/// Publish a rule set
///
/// The next version about its subject, by an officer of K-DISC, for today or later; rules of a core group for
/// tomorrow or later. Versions are never edited: answers name the version that they were made by. A meeting keeps the
/// quorum in force when notice was given and the rule of conflicts of the day on which it began, and closed minutes keep
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
            let permit = tx.authorize(Action::CreateRuleSet, &Anchors::default())?;
            tx.hold_rule_sets(facts.subject)?;
            let last = tx
                .rule_sets_on(facts.subject)?
                .last()
                .map_or(0, RuleSet::version);
            let (id, now) = (tx.mint(), tx.now());
            let thing = tx.save(RuleSet::publish(&permit, id, facts, last, now)?)?;
            saved(201, &thing, RuleSetView::of)
        })
        .await
}

/// Read a rule set
///
/// A version by its id.
#[utoipa::path(
    get, path = "/v1/rule-sets/{id}", tag = "rule-sets", params(("id" = RuleSetId, Path, description = "Its id.")),
    responses((status = 200, description = "As it was published.", body = RuleSetView)),
    extensions(("x-action" = json!(Action::ReadRuleSet)))
)]
pub(crate) async fn get_rule_set(caller: Caller, id: Path<RuleSetId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.rule_set(*id)?;
            reading.authorize(Action::ReadRuleSet, &thing.anchors())?;
            Ok(RuleSetView::of(&thing))
        })
        .await
}
