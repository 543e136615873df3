//! Every operation of the document that takes a body, made ready to be called; and what any answer
//! to a hostile request must be.

use crate::app::App;
use crate::client::{Answer, Client, Request};
use crate::http::given;
use crate::http::programme::group::Group;
use crate::http::programme::reviews::Panel;
use actix_web::http::Method;
use serde_json::{Value, json};

pub struct Operation {
    pub name: String,
    pub method: Method,
    /// With the id of something that exists.
    pub path: String,
    /// The content type of its body.
    pub kind: String,
    /// The example of its body, with ids that exist.
    pub example: Value,
    /// Somebody who may call it.
    pub client: Client,
}

impl Operation {
    pub fn request(&self) -> Request {
        self.client.request(self.method.clone(), &self.path)
    }

    pub fn is_patch(&self) -> bool {
        self.method == Method::PATCH
    }

    pub fn is_json(&self) -> bool {
        self.kind.ends_with("json")
    }
}

/// Every POST and PATCH with a body.
pub async fn with_bodies(app: &App) -> Vec<Operation> {
    Group::of(app).await.called(&[json!({ "title": "A test" })]).await;
    let panel = Panel::of(app).await;
    let review = panel.begin("mentor.ernakulam", &[]).await.expect(201).id();
    let document = app.guest().get("/openapi.json").await.expect(200).json();
    let officer = app.officer().await;
    let cluster = officer.id_of("clusters", "Kalady").await;
    let institution = officer.id_of("institutions", "Cochin University").await;
    let linkage = officer.first(&format!("/v1/linkages?cluster_id={cluster}")).await;
    let linkage = linkage["id"].as_str().expect("an id").to_owned();
    // Two that are alike, so that there is a pair to decide about.
    let unit = given::unit("Wombat weavers");
    for _ in 0..2 {
        officer.post("/v1/enterprises", &unit).await.expect(201);
    }
    odoi_program::schedule::scan_duplicates(&app.store, std::time::Duration::MAX).await.expect("compared");
    let area = officer.first("/v1/places?level=assembly_constituency").await;
    let area = area["id"].as_str().expect("an id").to_owned();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (word, method) in [("post", Method::POST), ("patch", Method::PATCH)] {
            let operation = &item[word];
            let Some(content) = operation["requestBody"]["content"].as_object() else {
                continue;
            };
            let (kind, body) = content.iter().next().expect("a content type");
            // A file has no schema of its own.
            let Some(schema) = body["schema"]["$ref"].as_str() else {
                continue;
            };
            let schema = document.pointer(&schema[1..]).expect("a schema");
            let mut example = schema["examples"][0].clone();
            for (pointer, id) in [
                ("/from/id", &institution),
                ("/to/id", &cluster),
                ("/cluster_id", &cluster),
                ("/linkage_id", &linkage),
                ("/institution_id", &institution),
                ("/areas/0/place", &area),
            ] {
                if let Some(place) = example.pointer_mut(pointer) {
                    *place = id.as_str().into();
                }
            }
            let plural = path.split('/').nth(2).expect("a resource");
            let name = operation["operationId"].as_str().expect("a name");
            let client = app.client(who(plural, name)).await;
            let mut ready = path.clone();
            if path.contains("{id}") {
                let first = if plural == "reviews" { json!({ "id": review }) } else { client.first(&format!("/v1/{plural}")).await };
                ready = path.replace("{id}", first["id"].as_str().expect("an id"));
            }
            found.push(Operation { name: name.to_owned(), method, path: ready, kind: kind.clone(), example, client });
        }
    }
    assert!(found.len() >= 30, "the document has {} operations with a body", found.len());
    found
}

fn who(plural: &str, operation: &str) -> &'static str {
    match (plural, operation) {
        ("places", _) => "administrator",
        ("meetings", _) => "convenor.ernakulam",
        ("reviews", _) | (_, "declare_conflict") => "mentor.ernakulam",
        (_, "attest_linkage" | "withdraw_linkage_attestation") => "officer",
        ("linkages", _)
        | (_, "create_proposal" | "update_proposal" | "submit_proposal" | "withdraw_proposal")
        | (_, "recall_proposal" | "report_milestone" | "submit_certificate") => "cluster.kalady",
        (_, "return_proposal" | "screen_proposal" | "shortlist_proposal") | (_, "study_proposal" | "recommend_proposal") => {
            "convenor.ernakulam"
        }
        _ => "officer",
    }
}

/// What no answer may tell.
const SECRETS: [&str; 9] = ["diesel", "sqlite", "postgres", "src/", ".rs:", "panicked", "SELECT ", "serde", "actix"];

/// Demands an answer that is neither our failure nor a leak, and a problem where it is a refusal.
#[track_caller]
pub fn harmless(answer: Answer, what: &str) -> Answer {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(answer.status.as_u16() < 500, "{what}: {} {text}", answer.status);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what}: {text}");
    }
    if answer.status.as_u16() >= 400 {
        let document = answer.json();
        let kind = document["type"].as_str().expect("a type");
        let slug = kind.strip_prefix("/problems/").expect("a kind").to_owned();
        let status = answer.status.as_u16();
        return answer.problem(&slug, status);
    }
    answer
}
