//! The URL map. The document and the router are both made from this one list of handlers.

pub(crate) mod formation;
pub(crate) mod identity;
pub(crate) mod money;
pub(crate) mod platform;
pub(crate) mod programme;
mod registered;
pub(crate) mod registry;
pub(crate) mod schemes;
mod shared;

pub(crate) use identity::credentials::SignedIn;
pub(crate) use platform::vocabularies::{LabelView, VocabularyValue, VocabularyView};
pub use programme::minutes::{BrokenMinute, MinuteChainView, walk as walk_minutes};

use crate::config::Config;
use crate::problem::{Kind, Problem};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName,
    IF_MATCH, IF_NONE_MATCH, LINK, LOCATION, RETRY_AFTER,
};
use actix_web::{Route, guard, web};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::OpenApi;

/// Makes a route of a method.
type Make = fn(Method) -> Route;

macro_rules! url_map {
    ($($subject:ident :: $room:ident :: { $($handler:ident),+ $(,)? })+) => {
        #[derive(OpenApi)]
        #[openapi(
            paths($($($subject::$room::$handler),+),+),
            components(schemas(odoi_domain::registry::place::PlaceKey))
        )]
        struct Paths;

        /// Every handler by its name, which is its `operationId`.
        const HANDLERS: &[(&str, Make)] = &[
            $($((stringify!($handler), |method| route(method).to($subject::$room::$handler)),)+)+
        ];
    };
}

url_map! {
    identity::auth::{ sign_in, refresh_session, sign_out, change_password, get_me }
    identity::tokens::{ issue_token, list_keys }
    registry::places::{ list_places, create_place, get_place, update_place, delete_place }
    registry::areas::{ list_contained_places, list_surrounding_places, list_overlapping_places }
    registry::activities::{ list_activities }
    registry::enterprises::{ list_enterprises, create_enterprise, get_enterprise, update_enterprise, delete_enterprise, get_provenance, protect_facts, unprotect_facts, erase_personal_data }
    identity::disclosures::{ list_disclosures, get_disclosure, list_enterprise_disclosures }
    registry::institutions::{ list_institutions, create_institution, get_institution, update_institution, delete_institution }
    registry::facilities::{ list_facilities, create_facility, get_facility, update_facility, delete_facility }
    registry::clusters::{ list_clusters, create_cluster, get_cluster, update_cluster, delete_cluster }
    registry::linkages::{
        list_linkages, create_linkage, get_linkage, update_linkage, confirm_linkage, attest_linkage,
        withdraw_linkage_attestation, delete_linkage
    }
    registry::linkage_evidence::{
        list_linkage_evidence, create_linkage_evidence, get_linkage_evidence, accept_linkage_evidence,
        reject_linkage_evidence, withdraw_linkage_evidence
    }
    formation::cluster_gate::{ get_cluster_gate, initiate_cluster }
    formation::cluster_insight::{ get_cluster_ladder, get_cluster_gaps, suggest_clusters }
    formation::cluster_scorecard::{ get_cluster_scorecard }
    formation::statements::{
        list_expressions_of_interest, create_expression_of_interest, get_expression_of_interest, withdraw_expression_of_interest,
        list_cooperation_evidence, create_cooperation_evidence, get_cooperation_evidence, withdraw_cooperation_evidence,
        list_assessments, create_assessment, get_assessment, withdraw_assessment,
    }
    formation::rule_sets::{ list_rule_sets, create_rule_set, get_rule_set }
    registry::memberships::{
        list_memberships, create_membership, get_membership, update_membership, confirm_membership, attest_membership,
        withdraw_membership_attestation, end_membership, delete_membership
    }
    schemes::catalogue::{ list_schemes, create_scheme, get_scheme, update_scheme, delete_scheme }
    programme::proposals::{
        list_proposals, create_proposal, get_proposal, update_proposal, delete_proposal,
        submit_proposal, return_proposal, screen_proposal, shortlist_proposal, study_proposal,
        recommend_proposal, sanction_proposal, start_proposal, complete_proposal, reject_proposal,
        withdraw_proposal, recall_proposal, cancel_proposal,
    }
    registry::duplicates::{ list_enterprise_duplicates, try_enterprise_duplicates }
    registry::candidates::{ list_duplicate_candidates, get_duplicate_candidate, dismiss_duplicate_candidate, reopen_duplicate_candidate }
    registry::merges::{ merge_enterprise, list_enterprise_merges, get_merge, undo_merge }
    platform::search::{ search }
    programme::calls::{
        list_calls, create_call, get_call, update_call, delete_call, open_call, close_call,
        archive_call, cancel_call,
    }
    money::awards::{
        list_awards, get_award, report_milestone, accept_milestone, release_tranche, cancel_release,
        disburse_tranche, submit_certificate, accept_certificate, return_certificate, refund_award, end_award, reverse_payment, reverse_certificate, reverse_refund, reverse_end, reverse_milestone,
    }
    programme::documents::{ list_proposal_documents, attach_document, get_document, get_document_content, remove_document }
    programme::revisions::{ list_proposal_revisions, get_proposal_revision, compare_proposal_revisions }
    money::ledgers::{ get_call_ledger, list_call_postings, list_award_postings }
    programme::seats::{ list_seats, create_seat, get_seat, update_seat, delete_seat }
    programme::meetings::{
        list_meetings, create_meeting, get_meeting, update_meeting, open_meeting, record_meeting,
        close_meeting, cancel_meeting,
    }
    programme::reviews::{ list_reviews, create_review, get_review, update_review, submit_review }
    programme::conflicts::{ get_conflicts, declare_conflict }
    programme::inbox::{ get_inbox }
    programme::why::{ get_why }
    programme::minutes::{ get_minutes, verify_minutes }
    platform::vocabularies::{ list_vocabularies, get_vocabulary }
    platform::site::{ is_alive, is_ready, get_security_txt }
}

/// A route of a method; whoever may GET may HEAD.
fn route(method: Method) -> Route {
    if method == Method::GET {
        web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
    } else {
        web::method(method)
    }
}

/// Paths, methods and handler names, as the handlers themselves declare them.
#[must_use]
pub fn url_map() -> Vec<(String, Method, String)> {
    let mut map = Vec::new();
    for (path, item) in Paths::openapi().paths.paths {
        let operations = [
            (Method::GET, item.get),
            (Method::POST, item.post),
            (Method::PATCH, item.patch),
            (Method::PUT, item.put),
            (Method::DELETE, item.delete),
        ];
        for (method, operation) in operations {
            if let Some(name) = operation.and_then(|operation| operation.operation_id) {
                map.push((path.clone(), method, name));
            }
        }
    }
    map
}

/// The document as the handlers declare it, before what all operations share is added.
pub(crate) fn declared() -> utoipa::openapi::OpenApi {
    Paths::openapi()
}

/// The map by paths: every worker has a router of its own, and the document is made but once.
static RESOURCES: LazyLock<BTreeMap<String, Vec<(Method, Make)>>> = LazyLock::new(|| {
    let mut resources: BTreeMap<String, Vec<(Method, Make)>> = BTreeMap::new();
    for (path, method, name) in url_map() {
        if let Some((_, make)) = HANDLERS.iter().find(|(known, _)| *known == name) {
            resources.entry(path).or_default().push((method, *make));
        }
    }
    resources
});

/// Puts the map into the router.
pub(crate) fn configure(router: &mut web::ServiceConfig) {
    for (path, routes) in &*RESOURCES {
        let mut resource = web::resource(path.as_str());
        let mut allow: Vec<String> = routes.iter().map(|(method, _)| method.to_string()).collect();
        if allow.iter().any(|method| method == "GET") {
            allow.push("HEAD".to_owned());
        }
        for (method, make) in routes {
            resource = resource.route(make(method.clone()));
        }
        router.service(resource.default_service(wrong_method(allow.join(", "))));
    }
    platform::site::configure(router);
    router.default_service(web::to(async || Err::<String, Problem>(Problem::new(Kind::NotFound))));
}

/// 405 that names the methods there are.
pub(crate) fn wrong_method(allow: String) -> Route {
    web::to(move || {
        let problem =
            Problem { allow: Some(allow.as_str().into()), ..Problem::new(Kind::WrongMethod) };
        async move { Err::<String, Problem>(problem) }
    })
}

/// CORS by the configured list of origins; without one, no browser of another origin may call.
pub(crate) fn cors(config: &Config) -> actix_cors::Cors {
    let mut cors = actix_cors::Cors::default()
        .allowed_methods(vec!["GET", "HEAD", "POST", "PATCH", "DELETE"])
        .allowed_headers(vec![
            ACCEPT,
            ACCEPT_LANGUAGE,
            AUTHORIZATION,
            CONTENT_TYPE,
            IF_MATCH,
            IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("x-request-id"),
        ])
        .expose_headers(vec![
            CONTENT_DISPOSITION,
            ETAG,
            LOCATION,
            LINK,
            CONTENT_DISPOSITION,
            RETRY_AFTER,
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("idempotency-replayed"),
        ])
        .max_age(3600)
        // A request of another origin is answered without CORS headers, and the browser keeps the
        // answer from the page; to refuse it would only change what a log sees.
        .block_on_origin_mismatch(false);
    if config.origins().any(|origin| origin == "*") {
        cors = cors.send_wildcard().allow_any_origin();
    } else {
        for origin in config.origins() {
            cors = cors.allowed_origin(origin);
        }
    }
    cors
}
