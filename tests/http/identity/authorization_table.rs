//! How each operation of the document is called, for the tests that call every one of them.
//!
//! An operation without a row here fails those tests by name.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::programme::group::Group;
use crate::http::programme::reviews::Panel;
use actix_web::http::Method;
use odoi_api::openapi;
use serde_json::{Value, json};

/// An operation of the document.
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub action: Option<String>,
    pub is_public: bool,
    pub has_body: bool,
    pub takes_file: bool,
    pub statuses: Vec<String>,
}

/// Every operation of the published document.
pub fn operations() -> Vec<Operation> {
    let document = openapi::document();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let text = |name: &str| operation[name].as_str().map(str::to_owned);
            all.push(Operation {
                id: text("operationId").unwrap_or_else(|| panic!("{method} {path} has no operationId")),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                action: text("x-action"),
                is_public: operation["security"] == json!([{}]),
                has_body: operation.get("requestBody").is_some(),
                takes_file: operation.pointer("/requestBody/content/application~1pdf").is_some(),
                statuses: operation["responses"].as_object().expect("responses").keys().cloned().collect(),
            });
        }
    }
    all
}

/// A thing that an operation is tried on, and where it stands: district codes and ids.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub id: String,
    pub stands: Vec<String>,
}

/// How an operation is called.
pub struct Row {
    pub targets: Vec<Target>,
    /// The body of a creation, by its target's place.
    pub bodies: Vec<Value>,
    /// What whoever may is answered.
    pub good: u16,
    /// Whether it is about the caller's own account.
    pub is_own: bool,
}

/// Things of Ernakulam to try operations on.
pub struct Fixture {
    pub place: Target,
    pub enterprise: Target,
    pub institution: Target,
    /// Of the institution.
    pub facility: Target,
    pub cluster: Target,
    pub scheme: Target,
    pub proposal: Target,
    pub call: Target,
    /// Of the proposal.
    pub document: Target,
    /// Of the cluster, with another academic partner.
    pub award: Target,
    pub seat: Target,
    /// One that is in.
    pub review: Target,
    /// One that has been called, and one whose minutes are closed.
    pub meetings: [Target; 2],
    /// Of two enterprises.
    pub merge: Target,
    /// Between the cluster and the institution, and between the enterprise and the cluster.
    pub linkages: [Target; 2],
    /// Of the first.
    pub linkage_evidence: Target,
    /// Of the enterprise in the cluster.
    pub membership: Target,
    /// The cluster's own interest, evidence and an assessment of it.
    pub statements: [Target; 3],
    pub rule_set: Target,
    /// To the manager of the district, of an enterprise.
    pub disclosure: Target,
    /// Of two enterprises that may be one.
    pub candidate: Target,
}

/// The smallest file that passes for one.
const PDF: &str = "%PDF-1.7";

pub const INSIDE: &str = "555";
pub const OUTSIDE: &str = "559";

impl Fixture {
    pub async fn of(app: &App) -> Self {
        let officer = app.officer().await;
        let enterprise = officer.id_of("enterprises", "Ilanjippoo").await;
        let institution = officer.id_of("institutions", "Cochin University").await;
        let body = given::facility(&institution);
        let facility = officer.post("/v1/facilities", &body).await.expect(201).id();
        let cluster = officer.id_of("clusters", "Kalady rice millers").await;
        let place = officer.first(&format!("/v1/places?district={INSIDE}")).await;
        let scheme = officer.first("/v1/schemes").await;
        let call = officer.first("/v1/calls?state=open").await;
        let seat = officer.first("/v1/seats?district=555").await;
        let award = officer.first(&format!("/v1/awards?cluster_id={cluster}")).await;
        let group = Group::of(app).await;
        let minuted = group.carried(&[json!({ "title": "A test" })]).await;
        let called = group.called(&[json!({ "title": "A test" })]).await;
        let review = Panel::of(app).await.review("energy.ernakulam", &[7, 7]).await;
        let target =
            |id: &str, stands: &[&str]| Target { id: id.to_owned(), stands: stands.iter().map(|word| (*word).to_owned()).collect() };
        let mut linkages = Vec::new();
        for body in
            [tie(("cluster", &cluster), ("institution", &institution), 1), tie(("enterprise", &enterprise), ("cluster", &cluster), 1)]
        {
            linkages.push(officer.post("/v1/linkages", &body).await.expect(201).id());
        }
        let piece = given::linkage_evidence(&linkages[0]);
        let piece = officer.post("/v1/linkage-evidence", &piece).await;
        let piece = piece.expect(201).id();
        let membership = officer.post("/v1/memberships", &belonging(&cluster, &enterprise, 1)).await.expect(201).id();
        let mut statements = Vec::new();
        for (plural, body) in [
            ("expressions-of-interest", given::cluster_interest(&cluster)),
            ("cooperation-evidence", seen(&cluster, 1)),
            ("assessments", assessed(&cluster, 1)),
        ] {
            let made = officer.post(&format!("/v1/{plural}"), &body).await;
            statements.push(target(&made.expect(201).id(), &[INSIDE, &cluster]));
        }
        let rule_set = officer.first("/v1/rule-sets").await;
        let mut unit = given::unit("Looked at");
        unit["mobile"] = json!("9847098470");
        let seen_one = officer.post("/v1/enterprises", &unit).await.expect(201).id();
        officer.get(&format!("/v1/enterprises/{seen_one}?purpose=contact")).await.expect(200);
        let mut alike = Vec::new();
        for _ in 0..2 {
            let facts = given::unit("Wombat weavers");
            let made = officer.post("/v1/enterprises", &facts).await;
            alike.push(made.expect(201).id());
        }
        odoi_program::schedule::scan_duplicates(&app.store, std::time::Duration::MAX).await.expect("compared");
        let pair = format!("/v1/duplicate-candidates?enterprise_id={}", alike[0]);
        let pair = officer.first(&pair).await;
        let log = format!("/v1/disclosures?enterprise_id={seen_one}");
        let disclosure = app.client("auditor").await.first(&log).await;
        let applicant = app.client("cluster.kalady").await;
        let proposal = applicant.post("/v1/proposals", &draft(&cluster, &institution)).await.expect(201).id();
        let document = applicant
            .request(Method::POST, &format!("/v1/proposals/{proposal}/documents?name=a.pdf"))
            .if_match("*")
            .body("application/pdf", PDF)
            .send()
            .await
            .expect(201)
            .id();
        let mut twins = Vec::new();
        for name in ["Twin one", "Twin two"] {
            let twin = json!({ "name": { "en": name }, "kind": "firm", "district": INSIDE, "activities": [{ "version": "nic_2008", "code": "10612" }] });
            twins.push(officer.post("/v1/enterprises", &twin).await.expect(201).id());
        }
        let body = json!({ "into": twins[1], "into_revision": 1 });
        let merge = officer.step(&format!("/v1/enterprises/{}", twins[0]), "merge", &body).await.expect(201).id();
        Self {
            disclosure: target(disclosure["id"].as_str().expect("an id"), &[INSIDE, &seen_one]),
            candidate: target(pair["id"].as_str().expect("an id"), &[INSIDE, &alike[0], &alike[1]]),
            merge: target(&merge, &[INSIDE, &twins[0], &twins[1]]),
            place: target(place["id"].as_str().expect("an id"), &[INSIDE]),
            enterprise: target(&enterprise, &[INSIDE, &enterprise]),
            institution: target(&institution, &[INSIDE, &institution]),
            facility: target(&facility, &[INSIDE, &institution]),
            cluster: target(&cluster, &[INSIDE, &cluster]),
            scheme: target(scheme["id"].as_str().expect("an id"), &[]),
            call: target(call["id"].as_str().expect("an id"), &[INSIDE]),
            document: target(&document, &[INSIDE, &cluster, &institution]),
            award: target(award["id"].as_str().expect("an id"), &[INSIDE, &cluster, award["institution_id"].as_str().expect("an id")]),
            meetings: [called.trim_start_matches("/v1/meetings/"), &minuted].map(|id| target(id, &[INSIDE])),
            review: target(&review, &[INSIDE]),
            seat: target(seat["id"].as_str().expect("an id"), &[INSIDE]),
            proposal: target(&proposal, &[INSIDE, &cluster, &institution]),
            membership: target(&membership, &[INSIDE, &cluster, &enterprise]),
            statements: statements.try_into().expect("three"),
            rule_set: target(rule_set["id"].as_str().expect("an id"), &[]),
            linkage_evidence: target(&piece, &[INSIDE, &cluster, &institution]),
            linkages: [target(&linkages[0], &[INSIDE, &cluster, &institution]), target(&linkages[1], &[INSIDE, &enterprise, &cluster])],
        }
    }

    /// How an operation is called; `n` makes what must be unique unique.
    pub fn row(&self, operation: &str, n: u32) -> Option<Row> {
        let on = |good: u16, targets: &[&Target]| Row {
            targets: targets.iter().map(|t| (*t).clone()).collect(),
            bodies: Vec::new(),
            good,
            is_own: false,
        };
        let stale = |target: &Target, body: Value| Row { bodies: vec![body], ..on(412, &[target]) };
        let make = |bodies: &[(Value, &[&str])]| Row {
            targets: bodies
                .iter()
                .map(|(_, stands)| Target { id: String::new(), stands: stands.iter().map(|s| (*s).to_owned()).collect() })
                .collect(),
            bodies: bodies.iter().map(|(body, _)| body.clone()).collect(),
            good: 201,
            is_own: false,
        };
        let own = |good: u16, body: Value| Row { targets: vec![Target::default()], bodies: vec![body], good, is_own: true };
        let (e, i, c) = (self.enterprise.id.as_str(), self.institution.id.as_str(), self.cluster.id.as_str());
        let both = [&self.linkages[0], &self.linkages[1]];
        let name = json!({ "en": format!("Test {n}") });
        let activities = json!([{ "version": "nic_2008", "code": "10612" }]);
        Some(match operation {
            "list_places"
            | "list_activities"
            | "list_enterprises"
            | "list_institutions"
            | "list_facilities"
            | "list_clusters"
            | "list_linkages"
            | "list_linkage_evidence"
            | "list_memberships"
            | "list_schemes"
            | "list_expressions_of_interest"
            | "list_cooperation_evidence"
            | "list_assessments"
            | "list_rule_sets"
            | "suggest_clusters"
            | "list_proposals"
            | "search"
            | "list_calls"
            | "list_awards"
            | "list_disclosures"
            | "list_duplicate_candidates"
            | "list_seats"
            | "list_meetings" => on(200, &[]),
            "get_place" | "list_contained_places" | "list_surrounding_places" | "list_overlapping_places" => on(200, &[&self.place]),
            "get_call" | "get_call_ledger" | "list_call_postings" => on(200, &[&self.call]),
            "get_proposal_revision" | "list_proposal_revisions" | "compare_proposal_revisions" | "list_proposal_documents" => {
                on(200, &[&self.proposal])
            }
            "attach_document" => on(412, &[&self.proposal]),
            "get_document" | "get_document_content" => on(200, &[&self.document]),
            "remove_document" => on(412, &[&self.document]),
            "get_award" | "list_award_postings" => on(200, &[&self.award]),
            "accept_milestone" => stale(&self.award, json!({ "milestone": 0 })),
            "report_milestone" => stale(&self.award, json!({ "milestone": 0, "evidence": "Seen." })),
            "release_tranche" | "cancel_release" | "disburse_tranche" | "accept_certificate" => stale(&self.award, json!({ "tranche": 0 })),
            "return_certificate" => stale(&self.award, json!({ "tranche": 0, "reason": "No bill." })),
            "submit_certificate" => stale(&self.award, super::super::money::purse::certification(0, &[], 0)),
            "refund_award" => stale(&self.award, json!({ "refund_paise": 1, "interest_paise": 0 })),
            "end_award" => on(412, &[&self.award]),
            "reverse_milestone" => stale(&self.award, json!({ "milestone": 0, "reason": "A test of the rules." })),
            "reverse_payment" | "reverse_certificate" | "reverse_refund" | "reverse_end" => {
                stale(&self.award, json!({ "posting_id": super::super::given::NOBODY, "reason": "A test of the rules." }))
            }
            "get_duplicate_candidate" => on(200, &[&self.candidate]),
            "reopen_duplicate_candidate" => on(412, &[&self.candidate]),
            "dismiss_duplicate_candidate" => {
                Row { bodies: vec![json!({ "reason": "A test of the rules." })], ..on(412, &[&self.candidate]) }
            }
            "get_disclosure" => on(200, &[&self.disclosure]),
            "get_seat" => on(200, &[&self.seat]),
            "get_meeting" => on(200, &[&self.meetings[0]]),
            "get_minutes" => on(200, &[&self.meetings[1]]),
            "verify_minutes" => Row { targets: vec![Target { id: INSIDE.to_owned(), stands: vec![INSIDE.to_owned()] }], ..on(200, &[]) },
            "update_meeting" | "open_meeting" | "close_meeting" | "cancel_meeting" => on(412, &[&self.meetings[0]]),
            "record_meeting" => Row { bodies: vec![json!({ "attendance": [], "items": [] })], ..on(412, &[&self.meetings[0]]) },
            "create_meeting" => make(&[(
                json!({
                    "district": INSIDE, "title": "A test", "scheduled_at": "2099-01-01T05:00:00.000000Z",
                    "venue": "Kakkanad", "agenda": [{ "title": format!("Test {n}") }],
                }),
                &[INSIDE],
            )]),
            "list_reviews" | "get_conflicts" | "get_why" => on(200, &[&self.proposal]),
            "get_inbox" => on(200, &[]),
            "declare_conflict" => Row { bodies: vec![json!({ "reason": "A test of the rules." })], ..on(412, &[&self.proposal]) },
            // Nobody of the test sits in the seat: whoever may review at all is told so.
            "create_review" => {
                Row { good: 422, ..make(&[(json!({ "proposal_id": self.proposal.id, "seat_id": self.seat.id, "scores": [] }), &[INSIDE])]) }
            }
            "get_review" => on(200, &[&self.review]),
            "update_review" | "submit_review" => on(412, &[&self.review]),
            "update_call" | "delete_call" | "open_call" | "close_call" | "archive_call" | "cancel_call" => on(412, &[&self.call]),
            "update_seat" | "delete_seat" => on(412, &[&self.seat]),
            "get_enterprise" | "get_provenance" => on(200, &[&self.enterprise]),
            "get_institution" => on(200, &[&self.institution]),
            "get_facility" => on(200, &[&self.facility]),
            "get_cluster" => on(200, &[&self.cluster]),
            "get_linkage" => on(200, &both),
            "get_linkage_evidence" => on(200, &[&self.linkage_evidence]),
            "create_linkage_evidence" => make(&[(given::linkage_evidence(&self.linkages[0].id), &[INSIDE, c, i])]),
            "accept_linkage_evidence" => on(412, &[&self.linkage_evidence]),
            "reject_linkage_evidence" | "withdraw_linkage_evidence" => {
                stale(&self.linkage_evidence, json!({ "reason": "A test of the rules." }))
            }
            "get_cluster_gate" | "get_cluster_ladder" | "get_cluster_scorecard" | "get_cluster_gaps" => on(200, &[&self.cluster]),
            "initiate_cluster" => Row { bodies: vec![json!({ "constituency": "75" })], ..on(412, &[&self.cluster]) },
            "get_expression_of_interest" => on(200, &[&self.statements[0]]),
            "get_cooperation_evidence" => on(200, &[&self.statements[1]]),
            "get_assessment" => on(200, &[&self.statements[2]]),
            "withdraw_expression_of_interest" | "withdraw_cooperation_evidence" | "withdraw_assessment" => {
                let place = match operation {
                    "withdraw_expression_of_interest" => 0,
                    "withdraw_cooperation_evidence" => 1,
                    _ => 2,
                };
                Row { bodies: vec![json!({ "reason": "A test of the rules." })], ..on(412, &[&self.statements[place]]) }
            }
            "create_expression_of_interest" => make(&[(given::cluster_interest(c), &[INSIDE, c])]),
            "create_cooperation_evidence" => make(&[(seen(c, n + 2), &[INSIDE, c])]),
            "create_assessment" => make(&[(assessed(c, n + 2), &[INSIDE, c])]),
            "get_rule_set" => on(200, &[&self.rule_set]),
            "create_rule_set" => make(&[(
                json!({
                    "subject": "ladder", "effective_from": "2099-01-01", "note": "A test of the rules.",
                    "ladder": odoi_domain::formation::cooperation::LadderRules::first(),
                }),
                &[],
            )]),
            "get_membership" => on(200, &[&self.membership]),
            "get_scheme" => on(200, &[&self.scheme]),
            "get_proposal" => on(200, &[&self.proposal]),
            // A stale If-Match comes with each: whoever may is answered 412, and nothing changes.
            "update_place" | "delete_place" => on(412, &[&self.place]),
            "update_enterprise" | "delete_enterprise" | "erase_personal_data" => on(412, &[&self.enterprise]),
            "protect_facts" | "unprotect_facts" => Row { bodies: vec![json!({ "fields": ["mobile"] })], ..on(412, &[&self.enterprise]) },
            "update_institution" | "delete_institution" => on(412, &[&self.institution]),
            "update_facility" | "delete_facility" => on(412, &[&self.facility]),
            "update_cluster" | "delete_cluster" => on(412, &[&self.cluster]),
            "update_linkage" | "confirm_linkage" | "delete_linkage" => on(412, &both),
            "attest_linkage" | "withdraw_linkage_attestation" => {
                Row { bodies: vec![attestation(operation), attestation(operation)], ..on(412, &both) }
            }
            "attest_membership" | "withdraw_membership_attestation" => stale(&self.membership, attestation(operation)),
            "confirm_membership" => on(412, &[&self.membership]),
            "update_membership" | "delete_membership" => on(412, &[&self.membership]),
            "end_membership" => Row { bodies: vec![json!({ "ends_on": "2030-12-31" })], ..on(412, &[&self.membership]) },
            "update_scheme" | "delete_scheme" => on(412, &[&self.scheme]),
            "update_proposal" | "delete_proposal" | "submit_proposal" | "return_proposal" | "screen_proposal" | "shortlist_proposal"
            | "study_proposal" | "recommend_proposal" | "sanction_proposal" | "start_proposal" | "complete_proposal"
            | "reject_proposal" | "withdraw_proposal" | "recall_proposal" | "cancel_proposal" => on(412, &[&self.proposal]),
            "create_place" => make(&[(json!({ "level": "ward", "code": format!("T{n}"), "name": name, "district": INSIDE }), &[INSIDE])]),
            "create_enterprise" => {
                make(&[(json!({ "name": name, "kind": "firm", "district": INSIDE, "activities": activities }), &[INSIDE])])
            }
            "create_institution" => make(&[(json!({ "name": name, "kind": "college", "district": INSIDE }), &[INSIDE])]),
            "create_facility" => make(&[(given::facility(i), &[INSIDE, i])]),
            "create_cluster" => make(&[(
                json!({ "name": name, "kind": "manufacturing", "sector": "food", "district": INSIDE, "activities": activities }),
                &[INSIDE],
            )]),
            "create_linkage" => make(&[
                (tie(("cluster", c), ("institution", i), n + 2), &[INSIDE, c, i]),
                (tie(("enterprise", e), ("cluster", c), n + 2), &[INSIDE, e, c]),
            ]),
            "create_membership" => make(&[(belonging(c, e, n + 2), &[INSIDE, c, e])]),
            "create_scheme" => make(&[(
                json!({ "code": format!("TEST-{n}"), "name": name, "government": "gok", "owner": "Us", "kind": "grant", "applicant_kind": "cluster" }),
                &[],
            )]),
            "create_call" => make(&[(super::super::given::call(&[INSIDE]), &[INSIDE])]),
            // The seat is there already: whoever may constitute one is told so.
            "create_seat" => Row {
                good: 409,
                ..make(&[(json!({ "district": INSIDE, "designation": "dic_gm", "number": 1, "tenures": [] }), &[INSIDE])])
            },
            "create_proposal" => make(&[(draft(c, i), &[INSIDE, c, i])]),
            "list_enterprise_duplicates" | "list_enterprise_merges" | "list_enterprise_disclosures" => on(200, &[&self.enterprise]),
            "try_enterprise_duplicates" => Row {
                good: 200,
                ..make(&[(json!({ "name": name, "kind": "firm", "district": INSIDE, "activities": activities }), &[INSIDE])])
            },
            "merge_enterprise" => {
                Row { bodies: vec![json!({ "into": self.merge.stands[2], "into_revision": 1 })], ..on(412, &[&self.enterprise]) }
            }
            "get_merge" => on(200, &[&self.merge]),
            "undo_merge" => on(412, &[&self.merge]),
            "get_me" => own(200, Value::Null),
            "sign_out" => own(204, Value::Null),
            "change_password" => own(422, json!({ "current": "wrong", "new": "forty quiet coconut boats" })),
            _ => return None,
        })
    }
}

/// The body of an attestation, or of its withdrawal.
fn attestation(operation: &str) -> Value {
    if operation.starts_with("withdraw") {
        json!({ "reason": "A test of the rules." })
    } else {
        json!({ "evidence": [{ "title": "A letter" }] })
    }
}

/// A linkage that differs from others by the day it began.
pub fn tie(from: (&str, &str), to: (&str, &str), day: u32) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2001, 1, 1).expect("a day") + chrono::Days::new(u64::from(day));
    let end = |(kind, id): (&str, &str)| json!({ "kind": kind, "id": id });
    json!({ "from": end(from), "to": end(to), "kind": "advice", "layer": "informal", "strength": 2, "starts_on": day })
}

fn past(day: u32) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(2001, 1, 1).expect("a day") + chrono::Days::new(u64::from(day));
    day.to_string()
}

/// Evidence of long ago, which carries no step.
fn seen(cluster: &str, day: u32) -> Value {
    given::cooperation(cluster, "study_visit", &past(day))
}

fn assessed(cluster: &str, day: u32) -> Value {
    given::assessment(cluster, "tradition_years", 40.0, &past(day))
}

/// A membership of one day, which is another one for each number.
pub fn belonging(cluster: &str, enterprise: &str, day: u32) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2001, 1, 1).expect("a day") + chrono::Days::new(u64::from(day));
    json!({
        "cluster_id": cluster, "member": { "kind": "enterprise", "id": enterprise },
        "role": "supplier", "starts_on": day, "ends_on": day,
    })
}

pub fn draft(cluster: &str, institution: &str) -> Value {
    json!({
        "title": { "en": "A test of the rules" }, "cluster_id": cluster, "institution_id": institution,
        "objective": "To be seen by some and hidden from others.", "asked_paise": 100_000_000,
    })
}

/// Calls an operation on an id.
pub async fn call(client: &Client, operation: &Operation, id: &str, body: &Value) -> Answer {
    let mut path = operation.path.replace("{id}", id).replace("{number}", "1");
    if operation.takes_file {
        path += "?name=a.pdf";
    }
    let mut request = client.request(operation.method.clone(), &path);
    if operation.path.contains("{id}") && operation.method != Method::GET {
        request = request.if_match("\"999999\"");
    }
    let nothing = json!({});
    let body = if body.is_null() { &nothing } else { body };
    if operation.method == Method::PATCH {
        request = request.merge_patch(body);
    } else if operation.takes_file {
        request = request.body("application/pdf", PDF);
    } else if operation.has_body {
        request = request.json(body);
    }
    request.send().await
}
