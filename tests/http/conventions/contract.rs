//! The document keeps its promises: complete operations, examples that work, problems that are
//! documented (conventions, 10 and 19).

use crate::app::App;
use crate::client::Client;
use crate::harness::site::Site;
use crate::http::conventions::contract_document::{example, operations, requests};
use crate::http::given;
use crate::http::identity::people::{account, district, grant, jack_of_all_trades, jill_of_all_steps, open_all};
use crate::http::programme::group::{DECISIONS, Group, cite, cite_decision, decisions, item, release};
use crate::http::programme::reviews::Panel;
use crate::{http_tests, site_tests};
use actix_web::http::Method;
use odoi_api::openapi;
use odoi_api::problem::Kind;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Role;
use odoi_program::demo::PASSWORD;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The workspace.
fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whoever proposes does not decide.
fn by<'a>(jack: &'a Client, jill: &'a Client, step: &str) -> &'a Client {
    if ["submit", "withdraw", "recall"].contains(&step) { jack } else { jill }
}

/// What the steps of the lifecycle need: a proposal in the right state, by the cluster at Kalady.
async fn ready_for(group: &Group, [jack, jill]: [&Client; 2], [draft, sanction]: [&Value; 2], step: &str) -> (String, String) {
    let way: &[&str] = match step {
        "submit" | "withdraw" => &[],
        "return" | "reject" | "screen" | "recall" => &["submit"],
        "shortlist" => &["submit", "screen"],
        "study" => &["submit", "screen", "shortlist"],
        "recommend" => &["submit", "screen", "shortlist", "study"],
        "sanction" => &["submit", "screen", "shortlist", "study", "recommend"],
        "start" | "cancel" => &["submit", "screen", "shortlist", "study", "recommend", "sanction"],
        "complete" => &["submit", "screen", "shortlist", "study", "recommend", "sanction", "start"],
        other => panic!("{other} is not a step that this test knows"),
    };
    let path = format!("/v1/proposals/{}", jack.post("/v1/proposals", draft).await.expect(201).id());
    let mut meeting = String::new();
    for (at, before) in way.iter().enumerate() {
        let mut body = if *before == "sanction" { sanction.clone() } else { json!({}) };
        body["minute"] = minute(&meeting, before);
        by(jack, jill, before).step(&path, before, &body).await.expect(200);
        let next = way.get(at + 1).copied().unwrap_or(step);
        if ["shortlist", "recommend"].contains(&next) {
            let id = path.trim_start_matches("/v1/proposals/");
            meeting = group.carried(&decisions(id, next, given::ASKED)).await;
        }
    }
    (path, meeting)
}

/// The item of a meeting that a step of a proposal has to cite, if it has to.
fn minute(meeting: &str, step: &str) -> Value {
    let decides = DECISIONS.contains(&step);
    if decides { cite_decision(meeting, step) } else { Value::Null }
}

/// Jack is the grantee, Jill sanctions and pays, and somebody else releases.
fn of_award<'a>([jack, jill, convenor]: [&'a Client; 3], step: &str) -> &'a Client {
    match step {
        "report-milestone" | "submit-certificate" => jack,
        "release-tranche" => convenor,
        _ => jill,
    }
}

/// The body of a step of an award; a release cites the meeting that decided it.
async fn body_for(group: &Group, step: &str, mut body: Value, proposal: &str) -> Value {
    if step == "release-tranche" {
        let id = proposal.trim_start_matches("/v1/proposals/");
        body["minute"] = cite(&group.carried(&[release(id, 0)]).await, 0);
    }
    body
}

/// The award of a sanctioned proposal in the right state for a step, by the examples of the steps before.
async fn award_ready_for(people: [&Client; 3], (proposal, group): (&str, &Group), body_of: &impl Fn(&str) -> Value, step: &str) -> String {
    let path = crate::http::money::purse::award_of(people[1], proposal).await;
    let all = [
        "report-milestone",
        "accept-milestone",
        "release-tranche",
        "disburse-tranche",
        "submit-certificate",
        "accept-certificate",
        "end",
        "refund",
    ];
    let way = match step {
        "end" => &[],
        "settled" => all.as_slice(),
        "cancel-release" => &all[..3],
        "return-certificate" => &all[..5],
        "reverse-payment" => &all[..4],
        "reverse-certificate" => &all[..6],
        "reverse-end" => &["end"],
        "reverse-milestone" => &all[..2],
        "reverse-refund" => all.as_slice(),
        other => &all[..all.iter().position(|s| *s == other).expect("a step")],
    };
    for before in way {
        let operation = match *before {
            "end" => "end_award".to_owned(),
            "refund" => "refund_award".to_owned(),
            other => other.replace('-', "_"),
        };
        let who = of_award(people, before);
        let body = body_for(group, before, body_of(&operation), proposal).await;
        who.step(&path, before, &body).await.expect(200);
    }
    path
}

/// A call in the right state for a step; its window is over where the step needs that.
async fn call_ready_for(app: &App, jack: &Client, facts: &Value, step: &str) -> String {
    let mut facts = facts.clone();
    let now = app.store.now();
    facts["opens_at"] = json!(now.plus_seconds(1));
    facts["closes_at"] = json!(now.plus_seconds(60));
    let made = jack.post("/v1/calls", &facts).await.expect(201);
    let path = format!("/v1/calls/{}", made.id());
    let way: &[&str] = match step {
        "close" => &["open"],
        "archive" => &["open", "close"],
        _ => &[],
    };
    for before in way {
        jack.step(&path, before, &json!({})).await.expect(200);
        app.advance(61);
    }
    path
}

site_tests![every_operation_says_what_it_does_who_may_and_what_it_answers, the_committed_files_are_those_of_the_program];

async fn every_operation_says_what_it_does_who_may_and_what_it_answers(_site: Site) {
    let document = openapi::document();
    let tags: HashSet<&str> = document["tags"].as_array().unwrap().iter().filter_map(|tag| tag["name"].as_str()).collect();
    assert!(document["security"].as_array().is_some_and(|list| list.len() == 2), "who is not public signs in");
    let mut names = HashMap::new();
    for (path, method, operation) in operations(&document) {
        let text = |field: &str| operation[field].as_str().unwrap_or_default();
        for field in ["operationId", "summary", "description"] {
            assert!(!text(field).is_empty(), "{method} {path} has no {field}");
        }
        let id = text("operationId");
        assert!(names.insert(id, path).is_none(), "{id} stands twice");
        let own: Vec<&str> = operation["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(own.len() == 1 && tags.contains(own[0]), "{id} is tagged {own:?}");
        let is_public = operation["security"] == json!([{}]);
        assert!(is_public || operation.get("security").is_none(), "{id} has a security of its own");
        let action = operation["x-action"].as_str();
        assert!(is_public || action.is_some(), "{id} names no rule");
        assert!(action.is_none_or(|text| Action::ALL.iter().any(|a| a.text() == text)), "{id} names an unknown rule");
        let statuses: Vec<&String> = operation["responses"].as_object().unwrap().keys().collect();
        let mut needed = vec!["429", "500", "503"];
        needed.extend(if is_public { vec![] } else { vec!["400", "401", "403", "406"] });
        needed.extend(if operation.get("requestBody").is_some() { vec!["408", "413", "415", "422"] } else { vec![] });
        needed.extend(if path.contains("{id}") { vec!["404"] } else { vec![] });
        for status in needed {
            assert!(statuses.iter().any(|s| *s == status), "{id} does not say {status}");
        }
    }
    let served: HashSet<String> = odoi_api::url_map().into_iter().map(|(_, _, name)| name).collect();
    assert_eq!(served, names.keys().map(|name| (*name).to_owned()).collect(), "the router and the document differ");
    assert_eq!(document["info"]["license"]["identifier"], "Apache-2.0");
}

async fn the_committed_files_are_those_of_the_program(_site: Site) {
    let room = house().join("openapi");
    for (name, text) in openapi::files() {
        let committed = std::fs::read_to_string(room.join(name)).unwrap_or_default();
        assert!(committed == text, "openapi/{name} is old: run `odoi openapi`");
    }
}

http_tests![
    every_kind_of_problem_leads_to_its_documentation,
    every_example_is_valid_by_its_own_schema,
    the_examples_say_what_is_said_in_their_place,
    every_view_is_as_its_schema_says,
    every_example_of_a_body_works_as_it_stands
];

async fn every_kind_of_problem_leads_to_its_documentation(app: App) {
    let list = app.guest().get("/problems").await.expect(200);
    let list = String::from_utf8(list.body).unwrap();
    for kind in Kind::ALL {
        let page = app.guest().get(&format!("/problems/{}", kind.slug())).await.expect(200);
        assert_eq!(page.header("content-type"), Some("text/markdown; charset=utf-8"));
        let text = String::from_utf8(page.body).unwrap();
        assert!(text.contains(&format!("Status: {}", kind.status())) && text.contains(kind.help()), "{text}");
        assert!(list.contains(&format!("| `/problems/{}` | {} |", kind.slug(), kind.status())));
    }
    app.guest().get("/problems/no-such-problem").await.problem("not-found", 404);
}

async fn every_example_is_valid_by_its_own_schema(app: App) {
    let document = openapi::document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for example in schema["examples"].as_array().into_iter().flatten() {
            let faults = app.service.schemas.faults_of(name, example).expect("a schema");
            assert!(faults.is_empty(), "{name}: {faults:?}");
        }
    }
    for request in requests(&document) {
        let name = request.schema["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let faults = app.service.schemas.faults_of(name, &example(&document, &request)).expect("a schema");
        assert!(faults.is_empty(), "{}: {faults:?}", request.id);
    }
    for (path, _, operation) in operations(&document) {
        let is_create = operation["operationId"].as_str().is_some_and(|id| id.starts_with("create_"));
        let view = operation.pointer("/responses/201/content/application~1json/schema/$ref").and_then(Value::as_str);
        if let (true, Some(view)) = (is_create, view) {
            let examples = document.pointer(&format!("{}/examples", &view[1..]));
            assert!(examples.is_some(), "what {path} makes has no example");
        }
    }
}

async fn the_examples_say_what_is_said_in_their_place(_app: App) {
    let document = openapi::document();
    let rules = document["components"]["schemas"]["RuleSetFacts"]["examples"].as_array().unwrap();
    let subjects: Vec<&str> = rules.iter().map(|rule| rule["subject"].as_str().unwrap()).collect();
    assert_eq!(subjects, ["ladder", "quorum", "conflicts"]);
    // What is wrong with an application is no reason to complete its work.
    for path in ["/v1/proposals/{id}/complete", "/v1/calls/{id}/open", "/v1/awards/{id}/end"] {
        let own = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"];
        assert!(own.is_object() && !own.to_string().contains("missing") && !own.to_string().contains("budget"), "{path}: {own}");
    }
}

async fn every_view_is_as_its_schema_says(app: App) {
    let jack = jack_of_all_trades(&app).await;
    let document = openapi::document();
    let mut kinds: Vec<&str> = odoi_domain::Kind::ALL.iter().filter_map(|kind| Some(kind.collection()?.path)).collect();
    for (path, _, operation) in operations(&document) {
        let page = operation.pointer("/responses/200/content/application~1json/schema/$ref").and_then(Value::as_str);
        let Some((_, page)) = page.filter(|page| page.contains("PageOf_") && !path.contains('{')).and_then(|page| page.rsplit_once('/'))
        else {
            continue;
        };
        let found = jack.get(&format!("{path}?limit=200")).await.expect(200).json();
        let faults = app.service.schemas.faults_of(page, &found).unwrap_or_else(|| panic!("no {page}"));
        assert!(faults.is_empty(), "{path}: {faults:?}");
        kinds.retain(|kind| path != format!("/v1/{kind}"));
    }
    assert_eq!(kinds, ["reviews", "documents"], "these are listed beside their proposal");
    let me = jack.get("/v1/auth/me").await.expect(200).json();
    assert!(app.service.schemas.faults_of("Me", &me).unwrap().is_empty());
    let problem = app.guest().get("/v1/auth/me").await.expect(401).json();
    assert!(app.service.schemas.faults_of("Problem", &problem).unwrap().is_empty());
}

async fn every_example_of_a_body_works_as_it_stands(app: App) {
    jack_of_all_trades(&app).await;
    jill_of_all_steps(&app).await;
    // Meetings take weeks, and sessions end: these two come without one.
    let (jack, jill) = (app.client("jack").await, app.client("jill").await);
    let document = openapi::document();
    let convenor = app.convenor().await;
    // Somebody with the role of the seat of the example.
    let scholar = vec![grant(Role::Academic, district("555"))];
    open_all(&app, vec![("scholar".to_owned(), scholar)]).await;
    let scholar = json!(account(&app, "scholar").await);
    let cluster = json!(jack.id_of("clusters", "Kalady rice millers").await);
    let institution = json!(jack.id_of("institutions", "Cochin University").await);
    let enterprise = json!(jack.id_of("enterprises", "Ilanjippoo").await);
    let linkage = jack.first(&format!("/v1/linkages?cluster_id={}", cluster.as_str().unwrap())).await["id"].clone();
    let constituency = jack.first("/v1/places?level=assembly_constituency").await["id"].clone();
    let group = Group::of(&app).await;
    let kalady = given::proposal(cluster.as_str().unwrap(), institution.as_str().unwrap());
    let call = crate::http::money::purse::open_call(&app, &app.officer().await, 10_000_000_000_000).await;
    let interest = given::academic_interest(cluster.as_str().unwrap(), institution.as_str().unwrap());
    jack.post("/v1/expressions-of-interest", &interest).await.expect(201);
    let kalady = given::with(given::with(kalady, "/call_id", json!(call)), "/cost_lines", given::cost_lines(2 * given::ASKED));
    let submitted = jack.post("/v1/proposals", &kalady).await.expect(201).id();
    jack.step(&format!("/v1/proposals/{submitted}"), "submit", &json!({})).await.expect(200);
    let minuted = json!(group.carried(&[item(&submitted, "shortlist")]).await);
    let (one, two, third) = (&group.seats[0], &group.seats[1], &group.seats[2]);
    let [submitted, one, two, third, holder, other, last] =
        [&submitted, &one.0, &two.0, &third.0, &one.1, &two.1, &third.1].map(|id| json!(id));
    let all = requests(&document);
    // Evidence names documents of its own proposal, which there are not yet.
    let no_documents = json!([]);
    let bills = std::cell::Cell::new(0);
    let body_of = |id: &str| {
        let mut body = example(&document, all.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no {id}")));
        // Ids differ from database to database.
        for (pointer, value) in [
            ("/cluster_id", &cluster),
            ("/linkage_id", &linkage),
            ("/institution_id", &institution),
            ("/from/id", &institution),
            ("/to/id", &cluster),
            ("/areas/0/place", &constituency),
            ("/bonus/cluster_ids/0", &cluster),
            ("/agenda/0/proposal_id", &submitted),
            ("/agenda/0/corrects/meeting_id", &minuted),
            ("/attendance/0/seat_id", &one),
            ("/attendance/0/account_id", &holder),
            ("/attendance/1/seat_id", &two),
            ("/attendance/1/account_id", &other),
            ("/attendance/2/seat_id", &third),
            ("/attendance/2/account_id", &last),
            ("/items/0/recusals/0/seat_id", &third),
            ("/items/0/motion/moved_by", &one),
            ("/items/0/motion/seconded_by", &two),
            ("/items/0/motion/ballots/0/seat_id", &one),
            ("/items/0/motion/ballots/1/seat_id", &two),
            ("/tenures/0/account_id", &scholar),
            ("/documents", &no_documents),
            ("/tenures/0/affiliations/0/id", &institution),
            ("/member/id", &institution),
            ("/chains/0/steps/0/members/0/id", &institution),
            ("/chains/0/steps/0/alternatives/0/id", &enterprise),
            ("/chains/0/steps/1/alternatives/0/id", &institution),
            ("/shared_inputs/0/members/0/id", &institution),
            ("/machines/0/members/0/id", &institution),
            ("/skills/0/members/0/id", &institution),
        ] {
            if let Some(place) = body.pointer_mut(pointer) {
                place.clone_from(value);
            }
        }
        // Spent after the sanction, which a meeting decides on some days later.
        if let Some(place) = body.pointer_mut("/certificate/invoices/0/dated_on") {
            *place = json!(app.store.now().day());
        }
        // Each award has bills of its own.
        if let Some(place) = body.pointer_mut("/certificate/invoices/0/number") {
            bills.set(bills.get() + 1);
            *place = json!(format!("AT/{}", bills.get()));
        }
        // It is changed after many others have been held.
        if let Some(place) = body.pointer_mut("/scheduled_at") {
            *place = json!(app.store.now().plus_seconds(120 * 86_400));
        }
        body
    };
    let draft = given::with(body_of("create_proposal"), "/call_id", json!(call));
    let sanction = body_of("sanction_proposal");
    let mut made = HashMap::new();
    let panel = Panel::of(&app).await;
    let mentor = (app.client("mentor.ernakulam").await, panel.seat_of("mentor.ernakulam").await["id"].clone());
    for request in all.iter().filter(|r| r.method == Method::POST && r.id.starts_with("create_")) {
        if request.id == "create_review" {
            let mut body = body_of(&request.id);
            (body["proposal_id"], body["seat_id"]) = (json!(panel.id()), mentor.1.clone());
            made.insert(request.path.clone(), mentor.0.post(&request.path, &body).await.expect(201));
            continue;
        }
        // Jack speaks for the applicant, and keeps no meeting about it.
        let who = if request.id == "create_meeting" { &jill } else { &jack };
        let answer = who.post(&request.path, &body_of(&request.id)).await;
        println!("{}", request.id);
        made.insert(request.path.clone(), answer.expect(201));
    }
    // Changes first: what comes later takes weeks, and a notice grows too short.
    let (changes, others): (Vec<_>, Vec<_>) = all.iter().partition(|request| request.method == Method::PATCH);
    for request in changes.into_iter().chain(others) {
        println!("{}", request.id);
        let body = body_of(&request.id);
        if request.method == Method::PATCH {
            let thing = &made[request.path.trim_end_matches("/{id}")];
            let jack = match request.id.as_str() {
                "update_review" => &mentor.0,
                "update_meeting" => &jill,
                _ => &jack,
            };
            jack.patch(&request.path.replace("{id}", &thing.id()), &thing.etag(), &body).await.expect(200);
        } else if request.id == "declare_conflict" {
            let reviewer = app.client("energy.ernakulam").await;
            let path = request.path.replace("{id}", submitted.as_str().unwrap());
            let etag = reviewer.get(path.trim_end_matches("/conflicts")).await.expect(200).etag();
            reviewer.request(Method::POST, &path).if_match(&etag).json(&body).send().await.expect(201);
        } else if let Some(step) = request.path.strip_prefix("/v1/proposals/{id}/") {
            let (path, meeting) = ready_for(&group, [&jack, &jill], [&draft, &sanction], step).await;
            let (mut body, minute) = (body, minute(&meeting, step));
            if !minute.is_null() {
                body["minute"] = minute;
            }
            if step == "complete" {
                award_ready_for([&jack, &jill, &convenor], (&path, &group), &body_of, "settled").await;
            }
            by(&jack, &jill, step).step(&path, step, &body).await.expect(200);
        } else if let Some(step) = request.path.strip_prefix("/v1/awards/{id}/") {
            let (proposal, _) = ready_for(&group, [&jack, &jill], [&draft, &sanction], "start").await;
            let path = award_ready_for([&jack, &jill, &convenor], (&proposal, &group), &body_of, step).await;
            let mut body = body_for(&group, step, body_of(&request.id), &proposal).await;
            if step.starts_with("reverse-") && step != "reverse-milestone" {
                body["posting_id"] = crate::http::money::purse::latest(&jill, &path).await;
            }
            of_award([&jack, &jill, &convenor], step).step(&path, step, &body).await.expect(200);
        } else if let Some(step) = request.path.strip_prefix("/v1/calls/{id}/") {
            let path = call_ready_for(&app, &jack, &body_of("create_call"), step).await;
            jack.step(&path, step, &body).await.expect(200);
        } else if request.id == "record_meeting" {
            let path = group.opened(&[json!({ "title": "One" }), json!({ "title": "Two" })]).await;
            jack.step(&path, "record", &body).await.expect(200);
        } else if request.id == "try_enterprise_duplicates" {
            jack.post(&request.path, &body).await.expect(200);
        } else if request.id == "dismiss_duplicate_candidate" {
            let unit = crate::http::given::unit("Wombat weavers");
            let one = jack.post("/v1/enterprises", &unit).await.expect(201).id();
            jack.post("/v1/enterprises", &unit).await.expect(201);
            odoi_program::schedule::scan_duplicates(&app.store, std::time::Duration::MAX).await.expect("compared");
            let open = jack.first(&format!("/v1/duplicate-candidates?state=open&enterprise_id={one}")).await;
            let path = format!("/v1/duplicate-candidates/{}", open["id"].as_str().unwrap());
            jack.step(&path, "dismiss", &body).await.expect(200);
        } else if request.id == "merge_enterprise" {
            let unit = crate::http::given::unit("Rehearsal");
            let ids =
                [jack.post("/v1/enterprises", &unit).await.expect(201).id(), jack.post("/v1/enterprises", &unit).await.expect(201).id()];
            let mut body = body;
            body["into"] = json!(ids[1]);
            body["into_revision"] = json!(1);
            jack.step(&format!("/v1/enterprises/{}", ids[0]), "merge", &body).await.expect(201);
        } else if let Some(step) = request.path.strip_prefix("/v1/linkage-evidence/{id}/") {
            // Nobody decides about what they stated, and the others speak for an end.
            let piece = jack.post("/v1/linkage-evidence", &body_of("create_linkage_evidence")).await.expect(201).id();
            let officer = app.officer().await;
            let who = if step == "withdraw" { &jack } else { &officer };
            who.step(&format!("/v1/linkage-evidence/{piece}"), step, &body).await.expect(200);
        } else if let Some((plural, step)) = request.path.strip_prefix("/v1/").and_then(|rest| rest.split_once("/{id}/")) {
            let thing = &made[&format!("/v1/{plural}")];
            if step == "initiate" {
                let centre = institution.as_str().unwrap();
                for facts in [given::academic_interest(&thing.id(), centre), given::cluster_interest(&thing.id())] {
                    jack.post("/v1/expressions-of-interest", &facts).await.expect(201);
                }
            }
            // Nobody attests a tie of what they speak for.
            let officer = app.officer().await;
            let who = match (plural, step) {
                ("meetings", _) => &jill,
                (_, "attest" | "withdraw-attestation") => &officer,
                _ => &jack,
            };
            who.step(&format!("/v1/{plural}/{}", thing.id()), step, &body).await.expect(200);
        } else if request.id == "sign_in" {
            app.guest().post(&request.path, &body).await.expect(200);
        } else if request.id == "change_password" {
            app.client("convenor.kollam").await.post(&request.path, &body).await.expect(204);
            assert_eq!(body["current"], PASSWORD);
        } else if request.id == "issue_token" {
            let form: Vec<String> =
                body.as_object().unwrap().iter().map(|(k, v)| format!("{k}={}", v.as_str().unwrap().replace(' ', "+"))).collect();
            app.guest().request(Method::POST, &request.path).form(&form.join("&")).send().await.expect(200);
        } else if request.id == "refresh_session" {
            // A refresh token is good in one place only, so the example can be of the right form at best.
            app.guest().post(&request.path, &body).await.problem("wrong-credentials", 401);
        } else {
            assert!(request.id.starts_with("create_"), "{} is not tried", request.id);
        }
    }
}
