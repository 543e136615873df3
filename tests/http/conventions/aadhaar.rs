//! No text of any resource takes what looks like an Aadhaar number (rule R2.7).

use crate::app::App;
use crate::http::conventions::contract_document::{example, requests};
use crate::http::identity::people::jack_of_all_trades;
use crate::http_tests;
use actix_web::http::Method;
use serde_json::{Value, json};

/// Made for this test: twelve digits with a Verhoeff check digit, in groups, and in Malayalam digits.
const NUMBERS: [&str; 3] = ["234567890124", "2345 6789 0124", "൨൩൪൫-൬൭൮൯-൦൧൨൪"];

/// The pointers of every text inside a value.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate() {
                texts(inner, &format!("{at}/{place}"), found);
            }
        }
        Value::Object(map) => {
            for (name, inner) in map {
                texts(inner, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

http_tests![no_text_of_any_resource_takes_an_aadhaar_number, a_change_takes_none_either_and_a_telephone_number_with_its_plus_passes];

async fn no_text_of_any_resource_takes_an_aadhaar_number(app: App) {
    let (jack, document) = (jack_of_all_trades(&app).await, odoi_api::openapi::document());
    let before = app.store.ledger_counts().await.unwrap();
    let (mut told, mut tried) = (0, 0);
    for request in requests(&document).iter().filter(|r| r.method == Method::POST && r.id.starts_with("create_")) {
        let body = example(&document, request);
        let mut places = Vec::new();
        texts(&body, "", &mut places);
        for place in places {
            for number in NUMBERS {
                let mut wrong = body.clone();
                *wrong.pointer_mut(&place).unwrap() = json!(number);
                let answer = jack.post(&request.path, &wrong).await.problem("invalid", 422);
                let errors = answer.json()["errors"].clone();
                assert_eq!(errors[0]["pointer"], json!(place), "{} {errors}", request.id);
                told += usize::from(errors[0]["code"] == "aadhaar");
                tried += 1;
            }
        }
    }
    // The others are refused by the form of their word: a district, a GSTIN, a day.
    assert!(told >= 30 && tried > 100, "{told} of {tried}");
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
}

async fn a_change_takes_none_either_and_a_telephone_number_with_its_plus_passes(app: App) {
    let jack = jack_of_all_trades(&app).await;
    let path = format!("/v1/enterprises/{}", jack.id_of("enterprises", "Ilanjippoo").await);
    let tag = jack.get(&path).await.expect(200).etag();
    let named = |text: &str| json!({ "name": { "en": text } });
    jack.patch(&path, &tag, &named("Unit of 2345 6789 0124")).await.problem("invalid", 422).violates("/name/en", "aadhaar");
    jack.patch(&path, &tag, &named("Unit, call +234567890124")).await.expect(200);
}
