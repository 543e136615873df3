//! Who is told yes or no about a masked fact: for a purpose, with an entry in the log, and not without end
//! (rule R2.7). That nobody else is told stands in `questions.rs`.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::disclosures::{log, logged, person};
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::privacy::{DISCLOSURE_RULES, PersonalField, Purpose, QUESTIONS};
use odoi_domain::policy::{Action, RULES};
use odoi_domain::registry::enterprise::EnterpriseField;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const LOOK: &str = "/v1/enterprises/duplicates?purpose=identity_verification";
const PAN: &str = "ABCPK4321L";

async fn register(client: &Client, facts: &Value) -> String {
    client.post("/v1/enterprises", facts).await.expect(201).id()
}

fn numbered(pan: &str) -> Value {
    given::with(given::unit("Zaq"), "/pan", json!(pan))
}

/// The last entry of the log.
async fn last(app: &App) -> Value {
    let auditor = app.client("auditor").await;
    log(&auditor, "/v1/disclosures?sort=-created_at&limit=1").await[0].clone()
}

async fn compare(app: &App) {
    odoi_program::schedule::scan_duplicates(&app.store, Duration::MAX).await.expect("compared");
}

/// Two who are reached by one number and are alike in nothing else, and the path of their pair.
async fn reached(app: &App, places: [&str; 2]) -> (String, String, String) {
    let officer = app.officer().await;
    let unit = |name: &str, place: &str| {
        let unit = given::with(given::unit(name), "/mobile", json!("9847098470"));
        let unit = given::with(unit, "/district", json!(place));
        given::with(unit, "/pin_code", json!("683574"))
    };
    let one = register(&officer, &unit("Quokka", places[0])).await;
    let other = register(&officer, &unit("Zebra", places[1])).await;
    compare(app).await;
    let list = format!("/v1/duplicate-candidates?enterprise_id={one}&purpose=contact");
    let id = officer.first(&list).await["id"].as_str().expect("a pair").to_owned();
    (one, other, format!("/v1/duplicate-candidates/{id}"))
}

/// Whether a schema takes a masked fact, however deep.
fn takes(document: &Value, schema: &Value, seen: &mut BTreeSet<String>) -> bool {
    if let Some(path) = schema["$ref"].as_str() {
        let is_new = seen.insert(path.to_owned());
        return is_new && takes(document, document.pointer(path.trim_start_matches('#')).expect("a schema"), seen);
    }
    let is_masked = |name: &String| name.parse().is_ok_and(|field: EnterpriseField| field.mask().is_some());
    let properties = schema["properties"].as_object();
    if properties.is_some_and(|all| all.keys().any(is_masked)) {
        return true;
    }
    let deeper = properties.into_iter().flat_map(|all| all.values());
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    deeper.chain(parts).chain([&schema["items"]]).any(|part| part.is_object() && takes(document, part, seen))
}

http_tests![
    every_operation_that_takes_or_compares_a_masked_fact_is_in_the_table,
    a_match_by_number_is_told_for_a_purpose_and_logged_and_so_is_a_wrong_guess,
    a_taken_number_is_named_to_whoever_may_see_it,
    of_two_who_state_one_number_at_once_the_second_is_told_and_that_is_logged,
    what_cannot_be_logged_is_not_told,
    a_name_that_holds_the_owners_is_told_at_the_persons_request_and_logged,
    pairs_that_a_masked_number_makes_are_listed_for_a_purpose_and_logged,
    a_pair_by_a_masked_number_is_a_matter_of_those_who_see_the_number_of_both,
    a_merge_closes_both_worklists_and_undoing_opens_them,
    guesses_are_limited_whatever_the_answer_would_have_been
];

async fn every_operation_that_takes_or_compares_a_masked_fact_is_in_the_table(app: App) {
    let document: Value = serde_json::from_slice(&app.service.document).unwrap();
    let (mut found, mut actions) = (BTreeSet::new(), BTreeSet::new());
    for operation in document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values()) {
        let Some(name) = operation["operationId"].as_str() else {
            continue;
        };
        let action = operation["x-action"].as_str().unwrap_or_default();
        let mut schemas: Vec<Value> = Vec::new();
        if let Some(bodies) = operation["requestBody"]["content"].as_object() {
            schemas.extend(bodies.values().map(|body| body["schema"].clone()));
        }
        let is_asked = |name: &str| name.parse().is_ok_and(|field: EnterpriseField| field.mask().is_some());
        let searches = ["enterprise.list", "search.list"].contains(&action);
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let asks = parameters.iter().any(|one| {
            let one = one["name"].as_str().unwrap_or_default();
            is_asked(one) || (searches && one == "q")
        });
        // What is alike in two enterprises is told as reasons.
        let told = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
        let compares = told.to_string().contains("DuplicateList") || told.to_string().contains("CandidateView");
        if asks || compares || schemas.iter().any(|schema| takes(&document, schema, &mut BTreeSet::new())) {
            found.insert(name.to_owned());
        }
        actions.insert((name.to_owned(), action.to_owned()));
    }
    for row in QUESTIONS {
        assert!(actions.contains(&(row.operation.to_owned(), row.action.text().to_owned())), "{} is no operation", row.operation);
        found.remove(row.operation);
    }
    assert_eq!(found, BTreeSet::new(), "they are not in the table of questions");
    // Whoever may erase may be told that a name is the owner's.
    let erases = RULES.iter().find(|rule| rule.action == Action::EraseEnterprise).unwrap();
    let asks = DISCLOSURE_RULES.iter().find(|rule| rule.purpose == Purpose::DataSubjectRequest).unwrap();
    for role in erases.allowances.iter().flat_map(|one| one.roles) {
        assert!(asks.roles.contains(role) && asks.fields.contains(&PersonalField::OwnerName), "{role}");
    }
}

async fn a_match_by_number_is_told_for_a_purpose_and_logged_and_so_is_a_wrong_guess(app: App) {
    let (dic, partner) = (app.client("dic-gm.ernakulam").await, app.client("kudumbashree.sync").await);
    let facts = given::with(person(1, "555"), "/gstin", json!("32ABCPK4321L2ZY"));
    let id = register(&dic, &facts).await;
    let both = json!({ "mobile": "9847098471", "gstin": "32ABCPK4321L2ZY" });
    let mut asked = given::unit("Zaq");
    asked.as_object_mut().unwrap().extend(both.as_object().unwrap().clone());
    let rules = |answer: &Answer| {
        let items = answer.json()["items"].as_array().unwrap().clone();
        let reasons = items.iter().filter(|item| item["id"] == json!(id)).flat_map(|item| item["reasons"].as_array().unwrap().clone());
        reasons
            .filter_map(|r| r["rule"].as_str().map(str::to_owned))
            .filter(|rule| rule.starts_with("same_gstin") || rule == "same_mobile")
            .collect::<Vec<_>>()
    };
    let before = logged(&app).await;
    assert_eq!(rules(&dic.post("/v1/enterprises/duplicates", &asked).await.expect(200)), Vec::<String>::new());
    assert_eq!(logged(&app).await, before);
    assert_eq!(rules(&dic.post(LOOK, &asked).await.expect(200)), ["same_gstin", "same_mobile"]);
    let entry = last(&app).await;
    assert_eq!(
        (&entry["told"], &entry["operation"], &entry["purpose"]),
        (&json!("match"), &json!("try_enterprise_duplicates"), &json!("identity_verification"))
    );
    assert_eq!((&entry["shown"], &entry["roles"]), (&json!([{ "enterprise_id": id, "fields": ["mobile", "pan"] }]), &json!(["dic_gm"])));
    // A partner system sees mobile numbers, and no more.
    let part = partner.post("/v1/enterprises/duplicates?purpose=synchronisation", &asked).await.expect(200);
    assert_eq!(rules(&part), ["same_mobile"]);
    assert_eq!(last(&app).await["shown"][0]["fields"], json!(["mobile"]));
    let wrong = given::with(given::with(asked, "/mobile", json!("9847098479")), "/gstin", Value::Null);
    assert_eq!(dic.post(LOOK, &wrong).await.expect(200).json()["items"], json!([]));
    let entry = last(&app).await;
    assert_eq!((&entry["shown"], &entry["told"], &entry["roles"]), (&json!([]), &json!("match"), &json!(["dic_gm"])));
    assert_eq!(logged(&app).await, before + 3);
    // The same of two that are registered: of both.
    let other = register(&dic, &given::with(given::unit("Zaq"), "/mobile", json!("9847098471"))).await;
    let list = format!("/v1/enterprises/{other}/duplicates");
    assert_eq!(rules(&dic.get(&list).await.expect(200)), Vec::<String>::new());
    assert_eq!(rules(&dic.get(&format!("{list}?purpose=contact")).await.expect(200)), ["same_mobile"]);
    let shown = last(&app).await["shown"].clone();
    let ids: BTreeSet<&str> = shown.as_array().unwrap().iter().map(|one| one["enterprise_id"].as_str().unwrap()).collect();
    assert_eq!(ids, BTreeSet::from([id.as_str(), other.as_str()]));
    dic.get(&format!("{list}?purpose=audit")).await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
    dic.post("/v1/enterprises/duplicates?purpose=x", &wrong).await.problem("malformed", 400).violates("purpose", "enum");
}

async fn a_taken_number_is_named_to_whoever_may_see_it(app: App) {
    let (officer, dic) = (app.officer().await, app.client("dic-gm.ernakulam").await);
    let here = register(&officer, &person(1, "555")).await;
    register(&officer, &person(2, "559")).await;
    let before = logged(&app).await;
    let told = async |client: &Client, query: &str, facts: &Value| {
        let answer = client.post(&format!("/v1/enterprises{query}"), facts).await.problem("duplicate", 409);
        answer.json().get("enterprise_id").cloned()
    };
    let purpose = "?purpose=identity_verification";
    assert_eq!(told(&dic, purpose, &numbered(PAN)).await, Some(json!(here)));
    let entry = last(&app).await;
    assert_eq!(
        (&entry["told"], &entry["purpose"], &entry["roles"]),
        (&json!("taken"), &json!("identity_verification"), &json!(["dic_gm"]))
    );
    assert_eq!(entry["shown"], json!([{ "enterprise_id": here, "fields": ["pan"] }]));
    // Without the purpose, for another, of another district, in a GST number: not named, and logged.
    let gstin = given::with(given::unit("Zaq"), "/gstin", json!("32ABCPK4321L2ZY"));
    for (n, (query, facts)) in
        [("", numbered(PAN)), ("?purpose=contact", numbered(PAN)), (purpose, numbered("ABCPK4322L")), ("", gstin)].into_iter().enumerate()
    {
        assert_eq!(told(&dic, query, &facts).await, None, "{query}");
        assert_eq!(logged(&app).await, before + 2 + n, "{query}");
    }
    dic.post("/v1/enterprises?purpose=audit", &numbered(PAN)).await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
    // By a change, and never by a repetition: a refusal leaves no key.
    let other = register(&dic, &given::unit("Zaq")).await;
    let patch = || {
        dic.request(Method::PATCH, &format!("/v1/enterprises/{other}{purpose}"))
            .if_match("*")
            .key("once")
            .merge_patch(&json!({ "pan": PAN }))
    };
    for n in 1..3 {
        assert_eq!(patch().send().await.problem("duplicate", 409).json()["enterprise_id"], json!(here));
        assert_eq!(logged(&app).await, before + 5 + n);
    }
    // A number that is not masked is named to whoever sees the enterprise, and not logged.
    let known = |place: &str, udyam: &str| given::with(given::with(given::unit("Zaq"), "/udyam", json!(udyam)), "/district", json!(place));
    let here = register(&officer, &known("555", "UDYAM-KL-02-0099123")).await;
    register(&officer, &known("559", "UDYAM-KL-02-0099124")).await;
    assert_eq!(told(&dic, "", &known("555", "UDYAM-KL-02-0099123")).await, Some(json!(here)));
    assert_eq!(told(&dic, "", &known("555", "UDYAM-KL-02-0099124")).await, None);
    assert_eq!(logged(&app).await, before + 7);
    app.store.seal().await.unwrap();
    assert!(app.store.verify().await.unwrap().broken.is_empty());
}

async fn of_two_who_state_one_number_at_once_the_second_is_told_and_that_is_logged(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let before = logged(&app).await;
    let body = numbered(PAN);
    let asked = (0..4).map(|_| dic.post("/v1/enterprises?purpose=identity_verification", &body));
    let answers = futures_util::future::join_all(asked).await;
    let made: Vec<String> = answers.iter().filter(|answer| answer.status == 201).map(Answer::id).collect();
    assert_eq!(made.len(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.problem("duplicate", 409).json()["enterprise_id"], json!(made[0]));
    }
    assert_eq!(logged(&app).await, before + 3);
}

async fn what_cannot_be_logged_is_not_told(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let id = register(&dic, &person(1, "555")).await;
    app.site.sql("ALTER TABLE disclosed_enterprises RENAME TO disclosed_elsewhere");
    dic.post("/v1/enterprises", &numbered(PAN)).await.problem("internal", 500);
    dic.post(LOOK, &numbered(PAN)).await.problem("internal", 500);
    let name = json!({ "name": { "en": "Kochurani" } });
    dic.step(&format!("/v1/enterprises/{id}"), "erase-personal-data", &name).await.problem("internal", 500);
    app.site.sql("ALTER TABLE disclosed_elsewhere RENAME TO disclosed_enterprises");
    dic.post("/v1/enterprises", &numbered(PAN)).await.problem("duplicate", 409);
}

async fn a_name_that_holds_the_owners_is_told_at_the_persons_request_and_logged(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let id = register(&dic, &person(1, "555")).await;
    let before = logged(&app).await;
    let name = json!({ "name": { "en": "Kochurani stitching" } });
    let path = format!("/v1/enterprises/{id}");
    dic.step(&path, "erase-personal-data", &name).await.problem("invalid", 422).violates("/name", "owner_in_name");
    let entry = last(&app).await;
    assert_eq!(
        (&entry["told"], &entry["purpose"], &entry["operation"]),
        (&json!("match"), &json!("data_subject_request"), &json!("erase_personal_data"))
    );
    assert_eq!(entry["shown"], json!([{ "enterprise_id": id, "fields": ["owner_name"] }]));
    dic.request(Method::POST, &format!("{path}/erase-personal-data"))
        .if_match("*")
        .json(&json!({ "name": {} }))
        .send()
        .await
        .problem("invalid", 422);
    assert_eq!(logged(&app).await, before + 1);
}

async fn pairs_that_a_masked_number_makes_are_listed_for_a_purpose_and_logged(app: App) {
    let (one, other, path) = reached(&app, ["555", "555"]).await;
    let (convenor, dic) = (app.convenor().await, app.client("dic-gm.ernakulam").await);
    let list = format!("/v1/duplicate-candidates?enterprise_id={one}&count=true");
    let before = logged(&app).await;
    for (client, query, total) in [(&convenor, "", 0), (&dic, "&purpose=scheme_eligibility", 0), (&convenor, "&purpose=contact", 1)] {
        let page = client.get(&format!("{list}{query}")).await.expect(200).json();
        assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&json!(total), total), "{query}");
    }
    assert_eq!(logged(&app).await, before + 1);
    let entry = last(&app).await;
    let shown: BTreeSet<String> = entry["shown"].as_array().unwrap().iter().map(Value::to_string).collect();
    let both = [&one, &other].map(|id| json!({ "enterprise_id": id, "fields": ["mobile"] }).to_string());
    assert_eq!((&entry["told"], shown), (&json!("match"), BTreeSet::from(both)));
    convenor.get(&format!("{list}&purpose=audit")).await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
    // Without the purpose there is no such pair, to be read or decided.
    let nobody = convenor.get(&format!("/v1/duplicate-candidates/{}", given::NOBODY)).await.problem("not-found", 404);
    let hidden = convenor.get(&path).await.problem("not-found", 404);
    assert_eq!((hidden.json()["title"].clone(), hidden.body.len()), (nobody.json()["title"].clone(), nobody.body.len()));
    let decide = |step: &str, query: &str| {
        let body = if step == "dismiss" { json!({ "reason": "Two sisters." }) } else { json!({}) };
        convenor.request(Method::POST, &format!("{path}/{step}{query}")).if_match("*").json(&body).send()
    };
    decide("dismiss", "").await.problem("not-found", 404);
    assert_eq!(logged(&app).await, before + 1);
    for (n, step) in ["dismiss", "reopen"].into_iter().enumerate() {
        decide(step, "?purpose=contact").await.expect(200);
        assert_eq!((logged(&app).await, &last(&app).await["operation"]), (before + 2 + n, &json!(format!("{step}_duplicate_candidate"))));
    }
    let read = convenor.get(&format!("{path}?purpose=contact")).await.expect(200);
    assert_eq!((&read.json()["state"], logged(&app).await), (&json!("open"), before + 4));
    // In full, whatever the caller has.
    convenor.request(Method::GET, &format!("{path}?purpose=contact")).header("if-none-match", &read.etag()).send().await.expect(200);
    // Not alike any more, it says that they were.
    app.officer().await.patch(&format!("/v1/enterprises/{other}"), "*", &json!({ "mobile": null })).await.expect(200);
    compare(&app).await;
    convenor.get(&path).await.problem("not-found", 404);
    assert_eq!(convenor.get(&format!("{path}?purpose=contact")).await.expect(200).json()["state"], "dissolved");
}

async fn a_pair_by_a_masked_number_is_a_matter_of_those_who_see_the_number_of_both(app: App) {
    let (one, _, path) = reached(&app, ["555", "559"]).await;
    // Both are seen, and the number of one.
    let half = open(&app, "half", vec![grant(Role::KdiscDpe, district("555")), grant(Role::ServiceClient, district("559"))]).await;
    let before = logged(&app).await;
    for purpose in ["contact", "synchronisation"] {
        let page = half.get(&format!("/v1/duplicate-candidates?enterprise_id={one}&count=true&purpose={purpose}")).await.expect(200).json();
        assert_eq!((&page["total"], &page["items"]), (&json!(0), &json!([])));
        half.get(&format!("{path}?purpose={purpose}")).await.problem("not-found", 404);
    }
    assert_eq!(logged(&app).await, before);
}

async fn a_merge_closes_both_worklists_and_undoing_opens_them(app: App) {
    let (one, other, path) = reached(&app, ["555", "555"]).await;
    let officer = app.officer().await;
    let merge = json!({ "into": other, "into_revision": 1 });
    let merged = officer.step(&format!("/v1/enterprises/{one}"), "merge", &merge).await.expect(201).id();
    let state = async || officer.get(&format!("{path}?purpose=contact")).await.expect(200).json()["state"].clone();
    assert_eq!(state().await, "merged");
    officer.step(&format!("/v1/merges/{merged}"), "undo", &json!({})).await.expect(200);
    assert_eq!(state().await, "open");
}

async fn guesses_are_limited_whatever_the_answer_would_have_been(app: App) {
    let app = App::with(app.site.engine, |config| config.guesses_per_minute = 3).await;
    let (dic, convenor) = (app.client("dic-gm.ernakulam").await, app.convenor().await);
    register(&dic, &person(1, "555")).await;
    let own = register(&dic, &given::unit("Zaq")).await;
    let too_many = |answer: Answer| {
        let answer = answer.problem("too-many-requests", 429);
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
    };
    for _ in 0..3 {
        dic.post(LOOK, &numbered("ABCPK4329L")).await.expect(200);
        convenor.post("/v1/enterprises", &numbered(PAN)).await.problem("duplicate", 409);
    }
    let before = app.store.ledger_counts().await.unwrap();
    for pan in [PAN, "ABCPK4329L"] {
        too_many(dic.post(LOOK, &numbered(pan)).await);
        too_many(dic.get(&format!("/v1/enterprises/{own}/duplicates?purpose=contact")).await);
        for client in [&dic, &convenor] {
            too_many(client.post("/v1/enterprises", &numbered(pan)).await);
            too_many(client.patch(&format!("/v1/enterprises/{own}"), "*", &json!({ "pan": pan })).await);
        }
    }
    too_many(dic.request(Method::POST, &format!("/v1/enterprises/{own}/erase-personal-data")).if_match("*").json(&json!({})).send().await);
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
    // Per account, and nothing else is limited by it.
    dic.post("/v1/enterprises/duplicates", &numbered(PAN)).await.expect(200);
    dic.get(&format!("/v1/enterprises/{own}?purpose=contact")).await.expect(200);
    app.officer().await.post(LOOK, &numbered(PAN)).await.expect(200);
    app.store.close().await;
}
