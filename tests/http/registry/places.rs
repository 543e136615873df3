//! Places: kept by the administrator, unique by level and code, read by everybody with a role.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::json;

http_tests![
    a_place_is_made_read_changed_and_removed,
    a_patch_tells_absent_from_null_from_a_value,
    a_patch_cannot_remove_what_must_be_there_nor_set_what_is_not_the_callers,
    one_code_stands_once_in_a_level_and_may_stand_in_another,
    a_wrong_place_says_which_rule_it_breaks,
    every_violation_is_told_at_once,
    nobody_but_the_administrator_keeps_places_though_all_may_read_them
];

async fn a_place_is_made_read_changed_and_removed(app: App) {
    let admin = app.client("administrator").await;
    let made = admin.post("/v1/places", &given::place()).await.expect(201);
    let path = format!("/v1/places/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!(made.etag(), "\"1\"");
    let shown = made.json();
    assert_eq!((&shown["revision"], &shown["code"]), (&json!(1), &json!("5673")));
    assert_eq!(shown["created_at"], shown["updated_at"]);
    let moment = shown["created_at"].as_str().unwrap();
    assert!(moment.ends_with('Z') && moment.len() == "2026-11-21T09:30:00.000000Z".len(), "{moment}");
    let read = admin.get(&path).await.expect(200);
    assert_eq!((read.json(), read.etag()), (shown, made.etag()));

    let changed = admin.patch(&path, "\"1\"", &json!({ "code": "5674" })).await.expect(200);
    assert_eq!((changed.etag().as_str(), &changed.json()["code"]), ("\"2\"", &json!("5674")));
    assert_eq!(changed.json()["name"], json!({ "en": "Cherthala", "ml": "ചേർത്തല" }));
    assert!(changed.json()["updated_at"].as_str() > changed.json()["created_at"].as_str());

    let gone = admin.delete(&path, "\"2\"").await.expect(204);
    assert!(gone.body.is_empty());
    admin.get(&path).await.problem("not-found", 404);
    admin.delete(&path, "\"3\"").await.problem("not-found", 404);
}

async fn a_patch_tells_absent_from_null_from_a_value(app: App) {
    let admin = app.client("administrator").await;
    let path = format!("/v1/places/{}", admin.post("/v1/places", &given::place()).await.expect(201).id());
    let names = admin.patch(&path, "\"1\"", &json!({ "name": { "ml": null } })).await.expect(200).json();
    assert_eq!(names["name"], json!({ "en": "Cherthala" }), "null removes, what is absent stays");
    let names = admin.patch(&path, "\"2\"", &json!({ "name": { "ml": "ചേർത്തല" } })).await.expect(200).json();
    assert_eq!(names["name"], json!({ "en": "Cherthala", "ml": "ചേർത്തല" }), "a value is set");
    let moved = admin.patch(&path, "\"3\"", &json!({ "district": null })).await.expect(200).json();
    assert_eq!(moved.get("district"), None, "null means absent");
    let same = admin.patch(&path, "\"4\"", &json!({})).await.expect(200).json();
    assert_eq!((&same["name"], &same["code"]), (&moved["name"], &moved["code"]));
}

async fn a_patch_cannot_remove_what_must_be_there_nor_set_what_is_not_the_callers(app: App) {
    let admin = app.client("administrator").await;
    let path = format!("/v1/places/{}", admin.post("/v1/places", &given::place()).await.expect(201).id());
    for (patch, place, code) in [
        (json!({ "level": null }), "/level", "required"),
        (json!({ "name": null }), "/name", "required"),
        (json!({ "name": { "en": null } }), "/name/en", "required"),
        (json!({ "name": "Cherthala" }), "/name", "type"),
        (json!({ "id": given::NOBODY }), "/id", "unknown_field"),
        (json!({ "revision": 7 }), "/revision", "unknown_field"),
        (json!({ "created_at": "2020-01-01T00:00:00Z" }), "/created_at", "unknown_field"),
        (json!({ "name": { "hi": "x" } }), "/name/hi", "unknown_field"),
    ] {
        admin.patch(&path, "\"1\"", &patch).await.problem("invalid", 422).violates(place, code);
    }
    assert_eq!(admin.get(&path).await.expect(200).etag(), "\"1\"", "nothing was written");
}

async fn one_code_stands_once_in_a_level_and_may_stand_in_another(app: App) {
    let admin = app.client("administrator").await;
    admin.post("/v1/places", &given::place()).await.expect(201);
    admin.post("/v1/places", &given::place()).await.problem("duplicate", 409).violates("/code", "taken");
    let village = given::with(given::place(), "/level", json!("ward"));
    let other = admin.post("/v1/places", &village).await.expect(201);
    admin
        .patch(&format!("/v1/places/{}", other.id()), "\"1\"", &json!({ "level": "taluk" }))
        .await
        .problem("duplicate", 409)
        .violates("/code", "taken");
}

async fn a_wrong_place_says_which_rule_it_breaks(app: App) {
    let admin = app.client("administrator").await;
    for (changes, place, code) in [
        (vec![("/level", json!("planet"))], "/level", "enum"),
        (vec![("/code", json!("abc"))], "/code", "place_code"),
        (vec![("/code", json!(""))], "/code", "place_code"),
        (vec![("/code", json!(5673))], "/code", "type"),
        (vec![("/district", json!("568"))], "/district", "district_code"),
        (vec![("/district", json!("0555"))], "/district", "district_code"),
        (vec![("/level", json!("district")), ("/code", json!("999"))], "/code", "district_code"),
        (vec![("/level", json!("district")), ("/code", json!("555"))], "/district", "district_of_district"),
        (vec![("/level", json!("assembly_constituency")), ("/code", json!("141"))], "/code", "constituency_number"),
        (vec![("/name", json!({ "ml": "ചേർത്തല" }))], "/name/en", "required"),
        (vec![("/name", json!({ "en": "  " }))], "/name/en", "blank"),
    ] {
        let facts = changes.into_iter().fold(given::place(), |facts, (at, value)| given::with(facts, at, value));
        admin.post("/v1/places", &facts).await.problem("invalid", 422).violates(place, code);
    }
}

async fn every_violation_is_told_at_once(app: App) {
    let admin = app.client("administrator").await;
    let nonsense = json!({ "code": "x y", "name": { "en": "", "sv": 1 }, "district": "1", "colour": "red" });
    admin
        .post("/v1/places", &nonsense)
        .await
        .problem("invalid", 422)
        .violates("/level", "required")
        .violates("/code", "place_code")
        .violates("/name/en", "blank")
        .violates("/name/sv", "unknown_field")
        .violates("/district", "district_code")
        .violates("/colour", "unknown_field");
}

async fn nobody_but_the_administrator_keeps_places_though_all_may_read_them(app: App) {
    let admin = app.client("administrator").await;
    let path = format!("/v1/places/{}", admin.post("/v1/places", &given::place()).await.expect(201).id());
    for name in ["officer", "convenor.ernakulam", "auditor"] {
        let other = app.client(name).await;
        other.get(&path).await.expect(200);
        other.post("/v1/places", &given::place()).await.problem("forbidden", 403);
        other.patch(&path, "\"1\"", &json!({})).await.problem("forbidden", 403);
        other.delete(&path, "\"1\"").await.problem("forbidden", 403);
    }
}
