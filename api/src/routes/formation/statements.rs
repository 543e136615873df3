//! Statements about clusters: expressions of interest (R3.3), evidence of co-operation (R3.4) and
//! assessments (R3.5). They are made and withdrawn, never changed: what was said stays said.

use crate::extract::{Body, Caller, List, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_application::formation::statements;
use odoi_application::reads::{AssessmentFilter, CooperationFilter, InterestFilter};
use odoi_domain::formation::cooperation::{CooperationFacts, CooperationKind};
use odoi_domain::formation::gate::{InterestFacts, InterestSide};
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::formation::scorecard::indicator::IndicatorCode;
use odoi_domain::formation::statement::{Statement, WithdrawalFacts};
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::kernel::id::{
    AccountId, AssessmentId, ClusterId, CooperationId, InstitutionId, InterestId,
};
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::Action;
use odoi_domain::registry::place::PlaceCode;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(InterestFilter, sorts: [CreatedAt, UpdatedAt], {
    cluster_id: "Only interest in these clusters.",
    institution_id: "Only interest of these institutions.",
    constituency: "Only interest in these assembly constituencies (number).",
});
filter!(CooperationFilter, sorts: [CreatedAt, UpdatedAt], {
    cluster_id: "Only evidence of these clusters.",
    kind: "Only evidence of these kinds.",
});
filter!(AssessmentFilter, sorts: [CreatedAt, UpdatedAt], {
    cluster_id: "Only assessments of these clusters.",
    indicator: "Only assessments of these indicators.",
});

/// Declares view and handlers of one kind of statement.
macro_rules! statements {
    (
        $Facts:ident, $View:ident, $Id:ident, $Filter:ident,
        tag: $tag:literal, paths: ($all:literal, $one:literal, $taken_back:literal), ports: ($page:ident, $port:ident),
        fields: { $($(#[$meta:meta])* $field:ident: $Type:ty,)+ },
        $list:ident: $List:ident = ($list_title:literal, $list_about:literal);
        $create:ident: $Create:ident = ($create_title:literal, $create_about:literal);
        $get:ident: $Read:ident = ($get_title:literal, $get_about:literal);
        $withdraw:ident: $Withdraw:ident = ($withdraw_title:literal, $withdraw_about:literal);
    ) => {
        /// A statement.
        #[derive(Debug, Serialize, ToSchema)]
        pub(crate) struct $View {
            /// Its id.
            pub id: $Id,
            $($(#[$meta])* pub $field: $Type,)+
            /// The account that made the statement. Absent if it came with the program.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub stated_by: Option<AccountId>,
            /// When it was withdrawn, if it was.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub withdrawn_at: Option<Moment>,
            /// Why.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schema(inline)]
            pub withdrawal_reason: Option<Prose<1000>>,
            /// The revision. The `ETag` is made from it.
            #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
            pub revision: i64,
            /// When it was stated.
            pub created_at: Moment,
            /// When it was last changed.
            pub updated_at: Moment,
        }

        impl $View {
            fn of(thing: &Statement<$Facts>) -> Self {
                let (meta, facts) = (*thing.meta(), thing.facts().clone());
                let withdrawal = thing.withdrawal();
                Self {
                    id: meta.id,
                    $($field: facts.$field,)+
                    stated_by: thing.by(),
                    withdrawn_at: withdrawal.map(|w| w.at),
                    withdrawal_reason: withdrawal.map(|w| w.reason.clone()),
                    revision: meta.revision,
                    created_at: meta.created_at,
                    updated_at: meta.updated_at,
                }
            }
        }

        impl Resource for $View {
            fn etag(&self) -> String {
                version(self.revision)
            }
            fn path(&self) -> String {
                format!("{}/{}", $all, self.id)
            }
        }

        #[doc = $list_title]
        #[doc = ""]
        #[doc = $list_about]
        #[utoipa::path(
            get, path = $all, tag = $tag, params(List<$Filter>),
            responses((status = 200, description = "A page.", body = PageOf<$View>)),
            extensions(("x-action" = json!(Action::$List)))
        )]
        pub(crate) async fn $list(caller: Caller, list: List<$Filter>) -> Answered {
            caller
                .respond_page(
                    list,
                    Action::$List,
                    |repo, filter, view, paging| repo.$page(filter, view, paging),
                    |_, thing| $View::of(&thing),
                )
                .await
        }

        #[doc = $create_title]
        #[doc = ""]
        #[doc = $create_about]
        #[utoipa::path(
            post, path = $all, tag = $tag, request_body = $Facts,
            responses((status = 201, description = "Stated.", body = $View)),
            extensions(("x-action" = json!(Action::$Create)))
        )]
        pub(crate) async fn $create(caller: Caller, body: Body<$Facts>) -> Answered {
            let facts = body.value;
            caller
                .write(stringify!($create), &body.bytes, move |tx| {
                    let thing = statements::make(tx, facts)?;
                    saved(201, &thing, $View::of)
                })
                .await
        }

        #[doc = $get_title]
        #[doc = ""]
        #[doc = $get_about]
        #[utoipa::path(
            get, path = $one, tag = $tag, params(("id" = $Id, Path, description = "Its id.")),
            responses((status = 200, description = "The current state.", body = $View)),
            extensions(("x-action" = json!(Action::$Read)))
        )]
        pub(crate) async fn $get(caller: Caller, id: Path<$Id>) -> Answered {
            caller
                .respond_item(move |reading| {
                    let thing = reading.$port(*id)?;
                    reading.authorize(Action::$Read, &thing.anchors())?;
                    Ok($View::of(&thing))
                })
                .await
        }

        #[doc = $withdraw_title]
        #[doc = ""]
        #[doc = $withdraw_about]
        #[utoipa::path(
            post, path = $taken_back, tag = $tag, params(("id" = $Id, Path, description = "Its id.")),
            request_body = WithdrawalFacts,
            responses((status = 200, description = "The current state.", body = $View)),
            extensions(("x-action" = json!(Action::$Withdraw)))
        )]
        pub(crate) async fn $withdraw(caller: Caller, id: Path<$Id>, body: Body<WithdrawalFacts>) -> Answered {
            caller
                .write(stringify!($withdraw), &body.bytes, move |tx| {
                    let thing = statements::withdraw::<$Facts>(tx, *id, body.value)?;
                    saved(200, &thing, $View::of)
                })
                .await
        }
    };
}

statements! {
    InterestFacts, InterestView, InterestId, InterestFilter,
    tag: "expressions-of-interest",
    paths: ("/v1/expressions-of-interest", "/v1/expressions-of-interest/{id}", "/v1/expressions-of-interest/{id}/withdraw"),
    ports: (interests, interest),
    fields: {
        /// The cluster that it is about.
        cluster_id: ClusterId,
        /// The number of the assembly constituency.
        constituency: PlaceCode,
        /// The side that declares the interest.
        side: InterestSide,
        /// The academic or research centre.
        #[serde(skip_serializing_if = "Option::is_none")]
        institution_id: Option<InstitutionId>,
        /// The first day that it is valid.
        valid_from: Day,
        /// The last day, inclusive.
        valid_until: Day,
        /// The evidence.
        #[schema(max_items = 20)]
        evidence: Vec<Evidence>,
    },
    list_expressions_of_interest: ListInterests = ("List expressions of interest", "Expressions about the caller's clusters and districts, and the caller's own.");
    create_expression_of_interest: CreateInterest = ("Express interest", "An academic or research centre for itself, with evidence of aptitude; a cluster for itself; the convenor of the district or K-DISC for either side, from paper.");
    get_expression_of_interest: ReadInterest = ("Read an expression of interest", "An expression of interest by its id.");
    withdraw_expression_of_interest: WithdrawInterest = ("Withdraw an expression of interest", "Effective from today; answers about earlier days do not change. By the side that made it.");
}

statements! {
    CooperationFacts, CooperationView, CooperationId, CooperationFilter,
    tag: "cooperation-evidence",
    paths: ("/v1/cooperation-evidence", "/v1/cooperation-evidence/{id}", "/v1/cooperation-evidence/{id}/withdraw"),
    ports: (cooperations, cooperation),
    fields: {
        /// The cluster.
        cluster_id: ClusterId,
        /// What it proves.
        kind: CooperationKind,
        /// The day that it happened.
        happened_on: Day,
        /// What happened.
        #[schema(inline)]
        about: Prose<1000>,
        /// Number of members that took part.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 1, maximum = 100_000)]
        participants: Option<i32>,
        /// The source.
        evidence: Evidence,
    },
    list_cooperation_evidence: ListCooperation = ("List evidence of co-operation", "Of your clusters and districts.");
    create_cooperation_evidence: CreateCooperation = ("Enter evidence of co-operation", "By the core group of the district or the representative of the cluster. If it moves the cluster on the co-operation ladder, the event `cluster.ladder_moved` is recorded.");
    get_cooperation_evidence: ReadCooperation = ("Read evidence of co-operation", "A piece of evidence by its id.");
    withdraw_cooperation_evidence: WithdrawCooperation = ("Withdraw evidence of co-operation", "It no longer counts from today. If that moves the cluster back on the ladder, the event `cluster.ladder_moved` is recorded.");
}

statements! {
    AssessmentFacts, AssessmentView, AssessmentId, AssessmentFilter,
    tag: "assessments",
    paths: ("/v1/assessments", "/v1/assessments/{id}", "/v1/assessments/{id}/withdraw"),
    ports: (assessments, assessment),
    fields: {
        /// The cluster.
        cluster_id: ClusterId,
        /// The indicator.
        indicator: IndicatorCode,
        /// Its value, in the indicator's unit.
        value: f64,
        /// The day of the assessment.
        assessed_on: Day,
        /// The method.
        #[schema(inline)]
        method: Prose<1000>,
        /// The evidence.
        #[schema(max_items = 10)]
        evidence: Vec<Evidence>,
    },
    list_assessments: ListAssessments = ("List assessments", "Of your clusters and districts.");
    create_assessment: CreateAssessment = ("Enter an assessment", "For an indicator that the registry cannot compute, by a seat holder of the district or K-DISC. The latest assessment counts in the scorecard.");
    get_assessment: ReadAssessment = ("Read an assessment", "An assessment by its id.");
    withdraw_assessment: WithdrawAssessment = ("Withdraw an assessment", "It no longer counts. The assessment before it counts again.");
}
