//! The initiation gate: both sides' valid interest, exactly what is missing, and every try kept.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// A new cluster of Ernakulam in constituency 75, its convenor, and an academic centre.
struct Place {
    convenor: Client,
    cluster: String,
    centre: String,
}

impl Place {
    async fn of(app: &App) -> Self {
        let convenor = app.convenor().await;
        let made = convenor.post("/v1/clusters", &given::cluster("Angamaly rice cluster")).await;
        let centre = convenor.id_of("institutions", "Cochin University").await;
        Self { cluster: made.expect(201).id(), convenor, centre }
    }

    fn path(&self) -> String {
        format!("/v1/clusters/{}", self.cluster)
    }

    async fn express(&self, facts: &Value) -> String {
        let made = self.convenor.post("/v1/expressions-of-interest", facts).await;
        format!("/v1/expressions-of-interest/{}", made.expect(201).id())
    }

    async fn both(&self) -> [String; 2] {
        let academic = self.express(&given::academic_interest(&self.cluster, &self.centre)).await;
        [academic, self.express(&given::cluster_interest(&self.cluster)).await]
    }

    async fn initiate(&self, constituency: &str) -> Answer {
        self.convenor.step(&self.path(), "initiate", &json!({ "constituency": constituency })).await
    }

    async fn gate(&self, query: &str) -> Value {
        self.convenor.get(&format!("{}/gate{query}", self.path())).await.expect(200).json()
    }
}

fn codes(gate: &Value) -> Vec<String> {
    let found = gate["constituencies"][0]["findings"].as_array().expect("findings");
    found.iter().map(|f| format!("{} {}", f["side"].as_str().unwrap_or("-"), f["code"].as_str().unwrap())).collect()
}

http_tests![
    with_both_interests_the_programme_starts_once,
    a_refused_try_lists_exactly_what_is_missing_and_is_kept,
    a_try_repeated_with_its_key_is_the_same_try,
    expired_and_withdrawn_interest_is_named_with_its_day_and_the_past_stays,
    each_side_speaks_for_itself,
    a_wrong_interest_says_which_rule_it_breaks,
    of_two_tries_at_once_one_starts_the_programme
];

async fn with_both_interests_the_programme_starts_once(app: App) {
    let place = Place::of(&app).await;
    place.both().await;
    assert_eq!(place.gate("").await["constituencies"][0]["is_open"], true);
    let started = place.initiate("75").await.expect(200).json();
    assert_eq!((&started["outcome"], &started["rule"], &started["findings"]), (&json!("initiated"), &json!("gate-1"), &json!([])));
    place.initiate("75").await.problem("gate-closed", 409).violates("/constituency", "already_initiated");
    let gate = place.gate("").await;
    assert_eq!(gate["constituencies"][0]["initiated_on"], "2026-11-21");
    let outcomes: Vec<_> = gate["attempts"].as_array().unwrap().iter().map(|t| t["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["refused", "initiated"], "the latest first");
}

async fn a_refused_try_lists_exactly_what_is_missing_and_is_kept(app: App) {
    let place = Place::of(&app).await;
    let refused = place
        .initiate("75")
        .await
        .problem("gate-closed", 409)
        .violates("/academic_interest", "interest_missing")
        .violates("/cluster_interest", "interest_missing");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 2);
    let kept = place.gate("").await["attempts"][0].clone();
    assert!(refused.json()["detail"].as_str().unwrap().contains(kept["id"].as_str().unwrap()));
    assert_eq!((&kept["outcome"], &kept["constituency"], kept["findings"].as_array().unwrap().len()), (&json!("refused"), &json!("75"), 2));
    place.express(&given::academic_interest(&place.cluster, &place.centre)).await;
    let refused = place.initiate("75").await.problem("gate-closed", 409).violates("/cluster_interest", "interest_missing");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1);
    place.initiate("76").await.problem("gate-closed", 409).violates("/constituency", "not_anchored");
    assert_eq!(place.gate("").await["attempts"].as_array().unwrap().len(), 3);
}

async fn a_try_repeated_with_its_key_is_the_same_try(app: App) {
    let place = Place::of(&app).await;
    let ask = async || {
        let path = format!("{}/initiate", place.path());
        place
            .convenor
            .request(actix_web::http::Method::POST, &path)
            .if_match("\"1\"")
            .key("try-1")
            .json(&json!({ "constituency": "75" }))
            .send()
            .await
            .problem("gate-closed", 409)
            .json()["detail"]
            .clone()
    };
    assert_eq!(ask().await, ask().await);
    assert_eq!(place.gate("").await["attempts"].as_array().unwrap().len(), 1);
}

async fn expired_and_withdrawn_interest_is_named_with_its_day_and_the_past_stays(app: App) {
    let place = Place::of(&app).await;
    let old = given::with(given::academic_interest(&place.cluster, &place.centre), "/valid_until", json!("2026-11-20"));
    place.express(&old).await;
    let own = place.express(&given::cluster_interest(&place.cluster)).await;
    let refused = place.initiate("75").await.problem("gate-closed", 409).violates("/academic_interest", "interest_expired");
    assert!(refused.json()["errors"][0]["message"].as_str().unwrap().contains("2026-11-20"));
    // Stated today, it did hold the day before.
    assert_eq!(codes(&place.gate("?as_of=2026-11-20").await), Vec::<String>::new());
    assert_eq!(codes(&place.gate("?as_of=2026-11-20&known_on=2026-11-20").await), ["academic missing", "cluster missing"]);
    app.advance(86_400);
    let place = Place { convenor: app.convenor().await, ..place };
    place.convenor.step(&own, "withdraw", &json!({ "reason": "The general body has decided otherwise." })).await.expect(200);
    place.convenor.step(&own, "withdraw", &json!({ "reason": "Again." })).await.problem("illegal-step", 409);
    assert_eq!(codes(&place.gate("").await), ["academic expired", "cluster withdrawn"]);
    assert_eq!(codes(&place.gate("?as_of=2026-11-20").await), Vec::<String>::new(), "it counted until its withdrawal");
    assert_eq!(codes(&place.gate("?as_of=2026-11-22&known_on=2026-11-21").await), ["academic expired"]);
}

async fn each_side_speaks_for_itself(app: App) {
    let (kalady, cusat) = (app.client("cluster.kalady").await, app.client("institution.cusat").await);
    let cluster = kalady.id_of("clusters", "Kalady").await;
    let centre = kalady.id_of("institutions", "Cochin University").await;
    let (academic, own) = (given::academic_interest(&cluster, &centre), given::cluster_interest(&cluster));
    kalady.post("/v1/expressions-of-interest", &academic).await.problem("forbidden", 403);
    cusat.post("/v1/expressions-of-interest", &own).await.problem("forbidden", 403);
    let made = cusat.post("/v1/expressions-of-interest", &academic).await.expect(201);
    let path = format!("/v1/expressions-of-interest/{}", made.id());
    kalady.get(&path).await.expect(200);
    kalady.step(&path, "withdraw", &json!({ "reason": "Theirs." })).await.problem("forbidden", 403);
    kalady.post("/v1/expressions-of-interest", &own).await.expect(201);
    let etag = kalady.get(&format!("/v1/clusters/{cluster}")).await.expect(200).etag();
    let start = kalady.request(actix_web::http::Method::POST, &format!("/v1/clusters/{cluster}/initiate"));
    start.if_match(&etag).json(&json!({ "constituency": "75" })).send().await.problem("forbidden", 403);
    app.client("convenor.kollam").await.get(&path).await.problem("not-found", 404);
}

async fn a_wrong_interest_says_which_rule_it_breaks(app: App) {
    let place = Place::of(&app).await;
    let bank = place.convenor.id_of("institutions", "Kerala Bank").await;
    let academic = given::academic_interest(&place.cluster, &place.centre);
    for (at, value, pointer, code) in [
        ("/cluster_id", json!(given::NOBODY), "/cluster_id", "unknown_reference"),
        ("/institution_id", json!(given::NOBODY), "/institution_id", "unknown_reference"),
        ("/institution_id", json!(bank), "/institution_id", "not_academic"),
        ("/institution_id", Value::Null, "/institution_id", "required"),
        ("/evidence", json!([]), "/evidence", "aptitude_without_evidence"),
        ("/valid_until", json!("2026-01-01"), "/valid_until", "ends_before_start"),
        ("/constituency", json!("76"), "/constituency", "not_anchored"),
        ("/side", json!("nobody"), "/side", "enum"),
    ] {
        let facts = given::with(academic.clone(), at, value);
        place.convenor.post("/v1/expressions-of-interest", &facts).await.problem("invalid", 422).violates(pointer, code);
    }
    let both = given::with(academic, "/side", json!("cluster"));
    place.convenor.post("/v1/expressions-of-interest", &both).await.problem("invalid", 422).violates("/institution_id", "not_of_this_side");
}

async fn of_two_tries_at_once_one_starts_the_programme(app: App) {
    let place = Place::of(&app).await;
    place.both().await;
    let tries = (0..6).map(|_| place.initiate("75"));
    let statuses: Vec<u16> = futures_util::future::join_all(tries).await.iter().map(|a| a.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
    assert_eq!(place.gate("").await["attempts"].as_array().unwrap().len(), 6);
}
