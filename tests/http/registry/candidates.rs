//! The worklist of duplicates: who finds a pair in it, what is decided, and when it comes again (rule R2.6).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::join_all;
use odoi_domain::policy::actor::Role;
use serde_json::{Value, json};
use std::time::Duration;

const REASON: &str = "Two sisters, two mills.";

/// What the job does.
async fn compare(app: &App) -> usize {
    let done = odoi_program::schedule::scan_duplicates(&app.store, Duration::MAX).await;
    done.expect("compared")
}

/// A unit of Ernakulam with some facts more.
fn unit(name: &str, more: Value) -> Value {
    let mut facts = given::unit(name);
    if let (Some(facts), Value::Object(more)) = (facts.as_object_mut(), more) {
        facts.extend(more);
    }
    facts
}

async fn register(client: &Client, facts: &Value) -> String {
    client.post("/v1/enterprises", facts).await.expect(201).id()
}

/// Two units that may be one, and the path of their pair.
async fn pair(app: &App, client: &Client) -> (String, String, String) {
    let one = register(client, &unit("Quokka Rice Mill", json!({}))).await;
    let other = register(client, &unit("Quoka Rice Mills", json!({}))).await;
    compare(app).await;
    let found = of(client, &one, "").await;
    assert_eq!(found.len(), 1, "{found:?}");
    (one, other, path(&found[0]))
}

fn path(pair: &Value) -> String {
    format!("/v1/duplicate-candidates/{}", pair["id"].as_str().expect("an id"))
}

/// The pairs of an enterprise that somebody sees.
async fn of(client: &Client, id: &str, more: &str) -> Vec<Value> {
    let list = format!("/v1/duplicate-candidates?enterprise_id={id}{more}");
    let page = client.get(&list).await.expect(200).json();
    page["items"].as_array().expect("rows").clone()
}

/// What a pair says of one of the two. Ids of one millisecond have no order, and so the two have none here.
fn side(pair: &Value, id: &str) -> Value {
    let sides = pair["enterprises"].as_array().expect("two");
    let found = sides.iter().find(|side| side["id"] == json!(id));
    found.unwrap_or_else(|| panic!("{id} is not of {pair}")).clone()
}

async fn change(client: &Client, id: &str, patch: &Value) {
    let path = format!("/v1/enterprises/{id}");
    let tag = client.get(&path).await.expect(200).etag();
    client.patch(&path, &tag, patch).await.expect(200);
}

async fn dismiss(client: &Client, path: &str) -> Answer {
    client.step(path, "dismiss", &json!({ "reason": REASON })).await
}

async fn merge(client: &Client, one: &str, into: &str) -> Answer {
    let into_path = format!("/v1/enterprises/{into}");
    let revision = client.get(&into_path).await.expect(200).json()["revision"].clone();
    let body = json!({ "into": into, "into_revision": revision });
    client.step(&format!("/v1/enterprises/{one}"), "merge", &body).await
}

http_tests![
    the_demonstration_has_pairs_that_are_reached_by_one_number,
    pairs_are_found_once_likeliest_first_with_reasons_and_without_values,
    what_was_decided_against_comes_again_only_when_the_facts_change_materially,
    a_decision_that_may_not_be_is_refused_and_changes_nothing,
    of_two_who_decide_at_once_one_decides,
    a_repeated_decision_has_no_second_effect,
    merging_closes_the_pair_and_undoing_opens_it_again,
    a_pair_is_a_matter_of_those_who_see_both,
    a_pair_ends_with_an_enterprise_and_forgets_a_person_with_it,
    numbers_find_what_is_not_registered_yet,
    two_servers_that_compare_at_once_find_each_pair_once
];

async fn the_demonstration_has_pairs_that_are_reached_by_one_number(app: App) {
    let officer = app.officer().await;
    let page = officer.get("/v1/duplicate-candidates?state=open&purpose=contact").await.expect(200).json();
    let names: Vec<Vec<&str>> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let mut both: Vec<&str> =
                pair["enterprises"].as_array().unwrap().iter().map(|side| side["name"]["en"].as_str().unwrap()).collect();
            both.sort_unstable();
            both
        })
        .collect();
    assert!(names.contains(&vec!["Ilanjippoo Rice Mill", "Kathirmani Modern Rice Mill"]), "{names:?}");
    assert!(names.contains(&vec!["Kasumaavu Cashew Processors", "Parippukoottam Cashews"]), "{names:?}");
    assert_eq!(compare(&app).await, 0, "they were compared when they were loaded");
}

async fn pairs_are_found_once_likeliest_first_with_reasons_and_without_values(app: App) {
    let convenor = app.convenor().await;
    let reached = json!({ "mobile": "9847098470", "owner_name": "Kochurani Zachariah" });
    let one = register(&convenor, &unit("Quokka Rice Mill", reached.clone())).await;
    let far = register(&convenor, &unit("Zebra", reached)).await;
    let near = register(&convenor, &unit("Rice mill, Quokka", json!({}))).await;
    let less = register(&convenor, &unit("Quoka Rice Mills", json!({}))).await;
    register(&convenor, &unit("Numbat Umbrellas", json!({}))).await;
    assert_eq!(of(&convenor, &one, "").await, Vec::<Value>::new(), "nobody has looked yet");
    assert_eq!(compare(&app).await, 5);
    let reached = of(&convenor, &one, "&purpose=contact").await;
    side(&reached[0], &far);
    assert_eq!((reached.len(), &reached[0]["score"], &reached[0]["basis"]), (1, &json!(0.7), &json!("masked_numbers")));
    assert_eq!(
        reached[0]["reasons"],
        json!([
            { "rule": "same_mobile", "contribution": 0.3 }, { "rule": "same_activity", "contribution": 0.25 }, { "rule": "same_district", "contribution": 0.15 },
        ])
    );
    let found = of(&convenor, &one, "").await;
    assert_eq!(found.len(), 2);
    side(&found[0], &near);
    side(&found[1], &less);
    assert_eq!((&found[0]["score"], &found[0]["basis"]), (&json!(0.9), &json!("open_facts")));
    assert_eq!(side(&found[0], &one), json!({ "id": one, "name": { "en": "Quokka Rice Mill" }, "district": "555", "revision": 1 }));
    let text = json!([found, reached]).to_string();
    assert!(!text.contains("98470") && !text.contains("Kochurani"), "{text}");
    // Page by page in each order.
    for sort in ["likeliest", "-likeliest", "created_at", "-updated_at"] {
        let list = format!("/v1/duplicate-candidates?enterprise_id={one}&sort={sort}&limit=1&count=true");
        let first = convenor.get(&list).await.expect(200).json();
        let next = convenor.get(&format!("{list}&cursor={}", first["next"].as_str().unwrap())).await.expect(200).json();
        let (a, b) = (&first["items"][0], &next["items"][0]);
        assert_eq!((&first["total"], a != b, next.get("next")), (&json!(2), true, None), "{sort}");
        let likeliest = sort != "-likeliest";
        if sort.ends_with("likeliest") {
            assert_eq!(a["score"].as_f64() > b["score"].as_f64(), likeliest, "{sort}");
        }
        let other = format!("/v1/duplicate-candidates?enterprise_id={one}&sort=-created_at&cursor={}", first["next"].as_str().unwrap());
        convenor.get(&other).await.problem("malformed", 400).violates("cursor", "cursor");
    }
    // Nothing has changed: nothing is compared, and nothing written.
    let before = app.store.ledger_counts().await.unwrap();
    assert_eq!(compare(&app).await, 0);
    change(&convenor, &one, &json!({ "workers": 3 })).await;
    assert_eq!(compare(&app).await, 1);
    let after = app.store.ledger_counts().await.unwrap();
    assert_eq!(after[0], before[0] + 1, "the change itself, and no new state of a pair");
    for (asked, name, code) in [
        ("state=closed", "state", "enum"),
        ("district=999", "district", "district_code"),
        ("sort=name", "sort", "sort"),
        ("score=1", "score", "unknown_parameter"),
    ] {
        convenor.get(&format!("/v1/duplicate-candidates?{asked}")).await.problem("malformed", 400).violates(name, code);
    }
}

async fn what_was_decided_against_comes_again_only_when_the_facts_change_materially(app: App) {
    let convenor = app.convenor().await;
    let (one, other, path) = pair(&app, &convenor).await;
    let decided = dismiss(&convenor, &path).await.expect(200).json();
    assert_eq!(
        (&decided["state"], &decided["decisions"][0]["decision"], &decided["decisions"][0]["reason"]),
        (&json!("not_a_duplicate"), &json!("not_a_duplicate"), &json!(REASON))
    );
    assert!(decided["decisions"][0]["by"].is_string() && decided["decisions"][0]["at"].is_string());
    assert_eq!(of(&convenor, &one, "&state=open").await, Vec::<Value>::new());
    change(&convenor, &one, &json!({ "workers": 9 })).await;
    change(&convenor, &other, &json!({ "name": { "en": "Quokas Rice Mills" } })).await;
    compare(&app).await;
    assert_eq!(of(&convenor, &one, "").await[0]["state"], "not_a_duplicate");
    // They have one postal index number now: that is another matter.
    change(&convenor, &one, &json!({ "pin_code": "683574" })).await;
    change(&convenor, &other, &json!({ "pin_code": "683574" })).await;
    compare(&app).await;
    let again = of(&convenor, &one, "&state=open").await;
    assert_eq!((again.len(), again[0]["decisions"].as_array().unwrap().len()), (1, 1));
    // No longer alike, and alike as before.
    dismiss(&convenor, &path).await.expect(200);
    change(&convenor, &other, &json!({ "pin_code": null, "name": { "en": "Zebra" } })).await;
    compare(&app).await;
    assert_eq!(of(&convenor, &one, "").await[0]["state"], "dissolved");
    change(&convenor, &other, &json!({ "pin_code": "683574", "name": { "en": "Quoka Rice Mills" } })).await;
    compare(&app).await;
    assert_eq!(of(&convenor, &one, "").await[0]["state"], "not_a_duplicate");
    let reopened = convenor.request(Method::POST, &format!("{path}/reopen")).if_match("*").send().await.expect(200).json();
    let all: Vec<&str> = reopened["decisions"].as_array().unwrap().iter().map(|d| d["decision"].as_str().unwrap()).collect();
    assert_eq!((&reopened["state"], all), (&json!("open"), vec!["not_a_duplicate", "not_a_duplicate", "undone"]));
}

async fn a_decision_that_may_not_be_is_refused_and_changes_nothing(app: App) {
    let convenor = app.convenor().await;
    let (_, _, path) = pair(&app, &convenor).await;
    let before = app.store.ledger_counts().await.unwrap();
    let ask = |step: &str| convenor.request(Method::POST, &format!("{path}/{step}"));
    let body = json!({ "reason": REASON });
    ask("dismiss").json(&body).send().await.problem("precondition-required", 428);
    ask("dismiss").if_match("\"7\"").json(&body).send().await.problem("stale", 412);
    ask("reopen").send().await.problem("precondition-required", 428);
    ask("reopen").if_match("*").send().await.problem("illegal-step", 409);
    for (bad, at, code) in [
        (json!({}), "/reason", "required"),
        (json!({ "reason": " " }), "/reason", "blank"),
        (json!({ "reason": "x".repeat(1001) }), "/reason", "max_length"),
        (json!({ "reason": REASON, "state": "open" }), "/state", "unknown_field"),
    ] {
        ask("dismiss").if_match("*").json(&bad).send().await.problem("invalid", 422).violates(at, code);
    }
    for name in ["kudumbashree.sync", "auditor"] {
        let client = app.client(name).await;
        client.get(&path).await.expect(200);
        client.request(Method::POST, &format!("{path}/dismiss")).if_match("*").json(&body).send().await.problem("forbidden", 403);
    }
    for name in ["convenor.kollam", "cluster.kalady", "enterprise.ilanjippoo"] {
        let client = app.client(name).await;
        client.get(&path).await.problem("not-found", 404);
        client.request(Method::POST, &format!("{path}/dismiss")).if_match("*").json(&body).send().await.problem("not-found", 404);
    }
    app.client("cluster.kalady").await.get("/v1/duplicate-candidates").await.problem("forbidden", 403);
    convenor.get(&format!("/v1/duplicate-candidates/{}", given::NOBODY)).await.problem("not-found", 404);
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
    dismiss(&convenor, &path).await.expect(200);
    ask("dismiss").if_match("*").json(&body).send().await.problem("illegal-step", 409);
}

async fn of_two_who_decide_at_once_one_decides(app: App) {
    let (convenor, dic) = (app.convenor().await, app.client("dic-gm.ernakulam").await);
    let (one, other, path) = pair(&app, &convenor).await;
    let tag = convenor.get(&path).await.expect(200).etag();
    let body = json!({ "reason": REASON });
    let asked = [&convenor, &dic, &convenor, &dic]
        .map(|client| client.request(Method::POST, &format!("{path}/dismiss")).if_match(&tag).json(&body).send());
    let mut statuses: Vec<u16> = join_all(asked).await.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412]);
    assert_eq!(of(&convenor, &one, "").await[0]["decisions"].as_array().unwrap().len(), 1);
    // Who merges the two meanwhile closes it; what was decided on the old state is stale.
    let tag = convenor.get(&path).await.expect(200).etag();
    merge(&dic, &one, &other).await.expect(201);
    convenor.request(Method::POST, &format!("{path}/reopen")).if_match(&tag).send().await.problem("stale", 412);
    let closed = dic.get(&path).await.expect(200).json();
    assert_eq!((&closed["state"], side(&closed, &one).get("name")), (&json!("merged"), None));
    assert!(side(&closed, &other)["name"].is_object());
}

async fn a_repeated_decision_has_no_second_effect(app: App) {
    let convenor = app.convenor().await;
    let (_, _, path) = pair(&app, &convenor).await;
    let tag = convenor.get(&path).await.expect(200).etag();
    let ask = || convenor.request(Method::POST, &format!("{path}/dismiss")).if_match(&tag).key("once").json(&json!({ "reason": REASON }));
    let (first, again) = (ask().send().await.expect(200), ask().send().await.expect(200));
    assert_eq!((again.header("idempotency-replayed"), again.json()), (Some("true"), first.json()));
}

async fn merging_closes_the_pair_and_undoing_opens_it_again(app: App) {
    let officer = app.officer().await;
    let (one, other, path) = pair(&app, &officer).await;
    let third = register(&officer, &unit("Quokka Rice Mill", json!({}))).await;
    compare(&app).await;
    assert_eq!(of(&officer, &one, "&state=open").await.len(), 2);
    let merged = merge(&officer, &one, &other).await.expect(201).id();
    let closed = officer.get(&path).await.expect(200).json();
    assert_eq!(
        (&closed["state"], &closed["decisions"][0]["decision"], &closed["decisions"][0]["merge_id"]),
        (&json!("merged"), &json!("merged"), &json!(merged))
    );
    compare(&app).await;
    // The pair of the one that went with the third is gone, that of the one that stayed is there.
    assert_eq!(of(&officer, &one, "&state=open").await, Vec::<Value>::new());
    assert_eq!(of(&officer, &third, "&state=open").await.len(), 1);
    officer.step(&format!("/v1/merges/{merged}"), "undo", &json!({})).await.expect(200);
    let opened = officer.get(&path).await.expect(200).json();
    assert_eq!((&opened["state"], &opened["decisions"][1]["decision"]), (&json!("open"), &json!("undone")));
    compare(&app).await;
    assert_eq!(of(&officer, &one, "&state=open").await.len(), 2);
    assert_eq!(of(&officer, &third, "&state=open").await.len(), 2);
}

async fn a_pair_is_a_matter_of_those_who_see_both(app: App) {
    let officer = app.officer().await;
    let here = register(&officer, &unit("Quokka Rice Mill", json!({}))).await;
    let there = register(&officer, &unit("Quokka Rice Mills", json!({}))).await;
    compare(&app).await;
    change(&officer, &there, &json!({ "district": "559" })).await;
    compare(&app).await;
    let found = of(&officer, &here, "&district=555").await;
    assert_eq!(
        (found.len(), of(&officer, &here, "&district=559").await, of(&officer, &here, "&district=560").await.len()),
        (1, found.clone(), 0)
    );
    let path = path(&found[0]);
    let both = open(&app, "both", vec![grant(Role::KdiscDpe, district("555")), grant(Role::DicGm, district("559"))]).await;
    assert_eq!(of(&both, &here, "").await.len(), 1);
    for name in ["convenor.ernakulam", "convenor.kollam"] {
        let client = app.client(name).await;
        assert_eq!((of(&client, &here, "").await.len(), of(&client, &there, "").await.len()), (0, 0), "{name}");
        client.get(&path).await.problem("not-found", 404);
    }
    dismiss(&both, &path).await.expect(200);
    // One moves in: it is seen from that moment on where both stand, and nowhere else.
    change(&officer, &there, &json!({ "district": "555" })).await;
    let convenor = app.convenor().await;
    convenor.get(&path).await.expect(200);
    compare(&app).await;
    assert_eq!(of(&convenor, &here, "").await.len(), 1);
    change(&officer, &there, &json!({ "district": "560" })).await;
    assert_eq!(of(&convenor, &here, "").await, Vec::<Value>::new());
    convenor.get(&path).await.problem("not-found", 404);
}

async fn a_pair_ends_with_an_enterprise_and_forgets_a_person_with_it(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let (one, other, path) = pair(&app, &dic).await;
    change(&dic, &one, &json!({ "owner_name": "Kochurani Zachariah" })).await;
    dic.step(&path, "dismiss", &json!({ "reason": "Kochurani has two." })).await.expect(200);
    dic.step(&format!("/v1/enterprises/{one}"), "erase-personal-data", &json!({})).await.expect(200);
    let told = dic.get(&path).await.expect(200).json();
    assert_eq!(
        (&told["state"], &told["decisions"][0]["decision"], told["decisions"][0].get("reason")),
        (&json!("not_a_duplicate"), &json!("not_a_duplicate"), None)
    );
    let tag = dic.get(&format!("/v1/enterprises/{other}")).await.expect(200).etag();
    dic.delete(&format!("/v1/enterprises/{other}"), &tag).await.expect(204);
    let told = dic.get(&path).await.expect(200).json();
    let gone = side(&told, &other);
    assert_eq!((&told["state"], gone.get("name"), gone.get("revision")), (&json!("dissolved"), None, None));
    dic.request(Method::POST, &format!("{path}/reopen")).if_match("*").send().await.problem("illegal-step", 409);
}

async fn numbers_find_what_is_not_registered_yet(app: App) {
    let convenor = app.convenor().await;
    let keys = json!([{ "source_system": "kudumbashree_mis", "external_id": "ME-7" }, { "source_system": "lokos", "external_id": "77" }]);
    let known = unit(
        "Zebra",
        json!({ "kind": "firm", "mobile": "9847098470", "pan": "AAAFK4711Q", "external_ids": keys, "activities": [given::activity("14101")] }),
    );
    let id = register(&convenor, &known).await;
    let ask_for = async |client: &Client, purpose: &str, more: Value| {
        let asked = unit("Quokka", more);
        let found = client.post(&format!("/v1/enterprises/duplicates{purpose}"), &asked).await.expect(200).json();
        let of = found["items"].as_array().unwrap().iter().find(|item| item["id"] == json!(id)).cloned();
        of.map(|item| item["reasons"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    let ask = async |more: Value| ask_for(&convenor, "", more).await;
    assert_eq!(ask(json!({ "external_ids": [{ "source_system": "lokos", "external_id": "77" }] })).await.unwrap()[0], "same_external_id");
    assert_eq!(ask(json!({ "external_ids": [{ "source_system": "lokos", "external_id": "ME-7" }] })).await, None);
    let numbers = json!({ "pan": "AAAFK4711Q", "mobile": "+919847098470" });
    let (dic, purpose) = (app.client("dic-gm.ernakulam").await, "?purpose=identity_verification");
    assert_eq!(ask_for(&dic, purpose, numbers.clone()).await.unwrap(), ["same_pan", "same_mobile", "same_district"]);
    assert_eq!(ask(numbers).await, None, "they are masked");
    // A number alone, in a trade of its own, is not enough.
    assert_eq!(ask_for(&dic, purpose, json!({ "mobile": "9847098470" })).await, None);
}

async fn two_servers_that_compare_at_once_find_each_pair_once(app: App) {
    let officer = app.officer().await;
    let one = register(&officer, &unit("Quokka Rice Mill", json!({}))).await;
    for _ in 0..3 {
        register(&officer, &unit("Quokka Rice Mill", json!({}))).await;
    }
    let store = &app.store;
    let runs = join_all((0..3).map(|_| odoi_program::schedule::scan_duplicates(store, Duration::MAX))).await;
    assert!(runs.iter().all(Result::is_ok), "{runs:?}");
    let pairs = of(&officer, &one, "").await;
    assert_eq!(pairs.len(), 3, "{pairs:?}");
    let all = app.site.texts("SELECT CAST(count(*) AS text) AS value FROM duplicate_candidates c JOIN enterprises e ON e.id = c.one_id WHERE e.name_en = 'Quokka Rice Mill'");
    assert_eq!(all, ["6"]);
}
