//! No order of writes shows a masked number, and no refusal for another reason tells whether one is taken (rule R2.7).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::{self, with};
use crate::http::identity::disclosures::logged;
use crate::http::identity::people::operate;
use crate::http_tests;
use odoi_api::problem::{Kind, Problem};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Anchors;
use odoi_domain::registry::enterprise::Enterprise;
use serde_json::{Value, json};

/// The PAN of a firm. No person holds it.
const PAN: &str = "AAKFM9012R";
/// Another one, which nobody has.
const FREE: &str = "AAKFM9013R";
const GSTIN: &str = "32AAKFM9012R1ZU";
const NUMBERS: [&str; 3] = ["pan", "gstin", "further_gstins"];

fn numbers() -> Value {
    let checks = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
    let mut all = checks.map(|check| format!("29{PAN}1Z{check}"));
    let further = all.find(|text| text.parse::<odoi_domain::registry::registration::Gstin>().is_ok());
    json!({ "pan": PAN, "gstin": GSTIN, "further_gstins": [further] })
}

fn firm(name: &str, more: &Value) -> Value {
    let mut facts = with(given::unit(name), "/kind", json!("firm"));
    let more = more.as_object().expect("facts").clone();
    facts.as_object_mut().expect("facts").extend(more);
    facts
}

async fn register(client: &Client, facts: &Value) -> String {
    let made = client.post("/v1/enterprises", facts).await.expect(201);
    format!("/v1/enterprises/{}", made.id())
}

/// What an answer says, without the PAN or any part of it.
fn hides(answer: &Answer) {
    let text = String::from_utf8_lossy(&answer.body);
    assert!(!text.contains("AKFM9012"), "{text}");
}

/// A refusal, as far as it tells anything.
fn told(answer: &Answer) -> Value {
    let problem = answer.json();
    json!([answer.status.as_u16(), problem["type"], problem["errors"], problem["enterprise_id"]])
}

http_tests![
    undoing_a_merge_does_not_say_whether_a_guess_at_a_masked_fact_was_right,
    a_pan_stays_masked_whatever_is_taken_away_of_it,
    a_number_that_is_known_to_be_taken_makes_no_free_guesses_of_a_masked_one,
    whatever_else_refuses_a_write_comes_before_masked_numbers_are_compared
];

async fn undoing_a_merge_does_not_say_whether_a_guess_at_a_masked_fact_was_right(app: App) {
    let (officer, dpe) = (app.officer().await, app.convenor().await);
    let owned = |name: &str, category: &str| firm(name, &json!({ "ownership": "proprietorship", "caste_category": category }));
    let mut told = Vec::new();
    for guess in ["general", "obc"] {
        let merged = register(&officer, &owned(&format!("Zaq {guess}"), "general")).await;
        let mine = register(&dpe, &owned(&format!("Zub {guess}"), guess)).await;
        let id = mine.rsplit('/').next().expect("an id");
        let body = json!({ "into": id, "into_revision": 1, "take": ["caste_category"] });
        let merge = dpe.step(&merged, "merge", &body).await.expect(201).id();
        let tag = dpe.get(&mine).await.etag();
        dpe.patch(&mine, &tag, &json!({ "caste_category": "st" })).await.expect(200);
        let undone = dpe.step(&format!("/v1/merges/{merge}"), "undo", &json!({})).await.expect(200).json();
        told.push(undone["not_restored"].clone());
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], json!([{ "part": "field", "which": "caste_category" }]));
}

async fn a_pan_stays_masked_whatever_is_taken_away_of_it(app: App) {
    let (officer, dpe, partner) = (app.officer().await, app.convenor().await, app.client("kudumbashree.sync").await);
    let path = register(&officer, &firm("Zaq", &numbers())).await;
    for who in [&dpe, &partner] {
        for some in 1..7 {
            let gone = NUMBERS.iter().enumerate().filter(|(place, _)| some & (1 << place) != 0);
            let gone: Value = gone.map(|(_, name)| ((*name).to_owned(), Value::Null)).collect::<serde_json::Map<_, _>>().into();
            let answer = who.patch(&path, "*", &gone).await;
            let is_kept_masked = gone.get("pan").is_none();
            if is_kept_masked {
                answer.expect(200);
            } else {
                answer.problem("invalid", 422);
            }
            hides(&who.get(&path).await.expect(200));
            officer.patch(&path, "*", &numbers()).await.expect(200);
        }
    }
    dpe.patch(&path, "*", &json!({ "pan": null }))
        .await
        .violates("/gstin", "stated_together")
        .violates("/further_gstins", "stated_together");
    // By merges and their undoing neither.
    let into = register(&officer, &firm("Quokka", &json!({}))).await;
    let merge = json!({ "into": into.rsplit('/').next(), "into_revision": 1, "take": ["pan"] });
    let merged = dpe.step(&path, "merge", &merge).await.expect(201).id();
    hides(&dpe.get(&into).await.expect(200));
    dpe.patch(&into, "*", &json!({ "pan": null })).await.problem("invalid", 422);
    dpe.step(&format!("/v1/merges/{merged}"), "undo", &json!({})).await.expect(200);
    for path in [&path, &into] {
        hides(&dpe.get(path).await.expect(200));
    }
    // All of them can be taken away, and a firm's number that is stated alone is shown.
    dpe.patch(&path, "*", &json!({ "pan": null, "gstin": null, "further_gstins": [] })).await.expect(200);
    let shown = dpe.patch(&path, "*", &json!({ "gstin": GSTIN })).await.expect(200).json();
    assert_eq!(shown["gstin"], json!(GSTIN));
}

async fn a_number_that_is_known_to_be_taken_makes_no_free_guesses_of_a_masked_one(app: App) {
    let (officer, dpe) = (app.officer().await, app.convenor().await);
    let decoys = json!({
        "udyam": "UDYAM-KL-02-0099123", "cin": "U15312KL2007PTC020001", "llpin": "AAB-1234",
        "external_ids": [{ "source_system": "kudumbashree_mis", "external_id": "ME-1" }],
    });
    register(&officer, &firm("Zaq", &json!({ "pan": PAN }))).await;
    register(&officer, &firm("Quokka", &decoys)).await;
    let own = register(&dpe, &firm("Zebra", &json!({}))).await;
    let before = logged(&app).await;
    for (name, decoy) in decoys.as_object().expect("decoys") {
        let guess = |pan: &str| json!({ "pan": pan, name: decoy });
        let [right, wrong] = [PAN, FREE].map(guess);
        let asked = [dpe.post("/v1/enterprises", &firm("Lynx", &right)).await, dpe.post("/v1/enterprises", &firm("Lynx", &wrong)).await];
        assert_eq!(told(&asked[0]), told(&asked[1]), "{name}");
        assert_eq!(asked[0].json()["errors"][0]["code"], json!("taken"), "{name}");
        let asked = [dpe.patch(&own, "*", &right).await, dpe.patch(&own, "*", &wrong).await];
        assert_eq!(told(&asked[0]), told(&asked[1]), "{name}");
    }
    assert_eq!(logged(&app).await, before);
    dpe.post("/v1/enterprises", &firm("Lynx", &json!({ "pan": PAN }))).await.problem("duplicate", 409).violates("/pan", "taken");
    assert_eq!(logged(&app).await, before + 1);
}

async fn whatever_else_refuses_a_write_comes_before_masked_numbers_are_compared(app: App) {
    register(&app.officer().await, &firm("Zaq", &numbers())).await;
    for pan in [PAN, FREE] {
        let facts = serde_json::from_value(firm("Lynx", &json!({ "pan": pan }))).expect("facts");
        let refused = operate(&app, move |tx| {
            let permit = tx.authorize(Action::CreateEnterprise, &Anchors::default())?;
            let (id, now) = (tx.mint(), tx.now());
            let made = Enterprise::register(&permit, id, facts, now).map_err(|_refusal| Problem::new(Kind::Internal))?;
            tx.save(made)?;
            Err(Problem::new(Kind::Stale))
        });
        assert_eq!(refused.await.expect_err("refused").kind, Kind::Stale);
    }
}
