//! Schemes: kept by K-DISC, unique by code; a condition's value fits its comparison.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    a_scheme_is_made_read_changed_and_removed,
    a_code_belongs_to_one_scheme,
    a_wrong_scheme_says_which_rule_it_breaks,
    the_value_of_a_condition_fits_its_comparison,
    nobody_but_an_officer_keeps_schemes
];

async fn a_scheme_is_made_read_changed_and_removed(app: App) {
    let officer = app.officer().await;
    let facts = given::scheme("GOK-COOL-2026");
    let made = officer.post("/v1/schemes", &facts).await.expect(201);
    let path = format!("/v1/schemes/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    for name in ["code", "name", "government", "owner", "kind", "conditions", "remarks", "source"] {
        assert_eq!(made.json()[name], facts[name], "{name}");
    }
    let patch = json!({ "source": null, "remarks": null, "conditions": [], "name": { "ml": null } });
    let changed = officer.patch(&path, "\"1\"", &patch).await.expect(200);
    assert_eq!(changed.json().get("source"), None);
    assert_eq!((&changed.json()["remarks"], &changed.json()["conditions"]), (&json!([]), &json!([])));
    assert_eq!(changed.json()["assistance"], made.json()["assistance"], "what is absent stays");
    assert_eq!(app.convenor().await.get(&path).await.expect(200).json(), changed.json());
    officer.delete(&path, "\"2\"").await.expect(204);
    officer.get(&path).await.problem("not-found", 404);
}

async fn a_code_belongs_to_one_scheme(app: App) {
    let officer = app.officer().await;
    officer.post("/v1/schemes", &given::scheme("ODOI-SEED")).await.problem("duplicate", 409).violates("/code", "taken");
    let made = officer.post("/v1/schemes", &given::scheme("GOK-COOL-2026")).await.expect(201);
    officer
        .patch(&format!("/v1/schemes/{}", made.id()), "\"1\"", &json!({ "code": "SFURTI" }))
        .await
        .problem("duplicate", 409)
        .violates("/code", "taken");
}

async fn a_wrong_scheme_says_which_rule_it_breaks(app: App) {
    let officer = app.officer().await;
    let nothing = json!([{ "component": "x", "ceiling_paise": -1 }]);
    for (place, value, at, code) in [
        ("/code", json!("gok cool"), "/code", "scheme_code"),
        ("/code", json!("A"), "/code", "scheme_code"),
        ("/government", json!("county"), "/government", "enum"),
        ("/kind", json!("gift"), "/kind", "enum"),
        ("/owner", json!(" "), "/owner", "blank"),
        ("/assistance", json!([{ "component": "x", "share_bp": 10_001 }]), "/assistance/0/share_bp", "maximum"),
        ("/assistance", nothing, "/assistance/0/ceiling_paise", "minimum"),
        ("/assistance", json!([{}]), "/assistance/0/component", "required"),
        ("/remarks", json!(vec!["x"; 31]), "/remarks", "max_items"),
    ] {
        let facts = given::with(given::scheme("GOK-COOL-2026"), place, value);
        officer.post("/v1/schemes", &facts).await.problem("invalid", 422).violates(at, code);
    }
}

async fn the_value_of_a_condition_fits_its_comparison(app: App) {
    let officer = app.officer().await;
    let condition = |op: &str, value: Value| json!({ "field": "project_cost_paise", "op": op, "value": value });
    let fitting = json!([
        condition("eq", json!(true)),
        condition("ne", json!("bank")),
        condition("gte", json!("2022-04-01")),
        condition("between", json!([1, 2])),
        condition("between", json!([2, 2])),
        condition("in", json!(["a", "b"])),
        condition("not_in", json!([1])),
        condition("prefix", json!(["10"])),
        condition("present", json!(true)),
        condition("lt", json!(-9_007_199_254_740_991_i64)),
    ]);
    let facts = given::with(given::scheme("GOK-COOL-2026"), "/conditions", fitting.clone());
    assert_eq!(officer.post("/v1/schemes", &facts).await.expect(201).json()["conditions"], fitting);
    for (op, value) in [
        ("between", json!([2, 1])),
        ("between", json!([1])),
        ("between", json!(["a", "b"])),
        ("between", json!(1)),
        ("in", json!(1)),
        ("prefix", json!("10")),
        ("present", json!("yes")),
        ("lt", json!(true)),
        ("eq", json!([1])),
        ("ne", json!(["a"])),
    ] {
        let facts = given::with(given::scheme("OTHER"), "/conditions", json!([condition("eq", json!(1)), condition(op, value)]));
        officer.post("/v1/schemes", &facts).await.problem("invalid", 422).violates("/conditions/1/value", "operand");
    }
    for value in [json!({}), json!([]), json!(1.5), json!([1, "a"]), json!([[1]]), json!(9_007_199_254_740_992_i64)] {
        let facts = given::with(given::scheme("OTHER"), "/conditions", json!([condition("eq", value.clone())]));
        let refused = officer.post("/v1/schemes", &facts).await.problem("invalid", 422);
        let at = refused.json()["errors"][0]["pointer"].as_str().unwrap().to_owned();
        assert!(at.starts_with("/conditions/0/value"), "{value}: {at}");
    }
}

async fn nobody_but_an_officer_keeps_schemes(app: App) {
    let convenor = app.convenor().await;
    convenor.post("/v1/schemes", &given::scheme("GOK-COOL-2026")).await.problem("forbidden", 403);
    let scheme = convenor.first("/v1/schemes").await;
    let path = format!("/v1/schemes/{}", scheme["id"].as_str().unwrap());
    convenor.patch(&path, "\"1\"", &json!({})).await.problem("forbidden", 403);
    convenor.delete(&path, "\"1\"").await.problem("forbidden", 403);
    app.guest().get(&path).await.problem("not-signed-in", 401);
}
