//! Linkages: each end confirms for itself, and anew after a change that it has not seen.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// The representatives of two ends, and the ids of the ends.
struct Ends {
    kalady: Client,
    cusat: Client,
    cluster: String,
    institution: String,
}

impl Ends {
    async fn of(app: &App) -> Self {
        let (kalady, cusat) = (
            app.client("cluster.kalady").await,
            app.client("institution.cusat").await,
        );
        let cluster = kalady.id_of("clusters", "Kalady").await;
        let institution = kalady.id_of("institutions", "Cochin University").await;
        Self {
            kalady,
            cusat,
            cluster,
            institution,
        }
    }

    fn facts(&self) -> Value {
        given::linkage(&self.cluster, &self.institution)
    }

    /// Declared by the cluster alone.
    async fn declared(&self) -> String {
        let made = self.kalady.post("/v1/linkages", &self.facts()).await;
        format!("/v1/linkages/{}", made.expect(201).id())
    }
}

fn confirmation(answer: &crate::client::Answer) -> String {
    answer.json()["confirmation"]
        .as_str()
        .expect("a confirmation")
        .to_owned()
}

http_tests! {
    async fn who_declares_a_linkage_confirms_the_own_end_only(app: App) {
        let ends = Ends::of(&app).await;
        let made = ends.kalady.post("/v1/linkages", &ends.facts()).await.expect(201);
        assert_eq!(confirmation(&made), "one_sided");
        assert_eq!(made.json()["districts"], json!(["555", "555"]));
        let path = format!("/v1/linkages/{}", made.id());
        assert_eq!(made.header("location"), Some(path.as_str()));
        for (name, value) in ends.facts().as_object().unwrap() {
            assert_eq!(&made.json()[name], value);
        }
        assert_eq!(ends.cusat.get(&path).await.expect(200).json(), made.json());
        ends.kalady.step(&path, "confirm", &Value::Null).await.problem("illegal-step", 409);
    }

    async fn the_other_end_confirms_once(app: App) {
        let ends = Ends::of(&app).await;
        let path = ends.declared().await;
        let confirmed = ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200);
        assert_eq!((confirmation(&confirmed).as_str(), confirmed.etag().as_str()), ("confirmed", "\"2\""));
        for client in [&ends.cusat, &ends.kalady, &app.convenor().await] {
            client.step(&path, "confirm", &Value::Null).await.problem("illegal-step", 409);
        }
        assert_eq!(ends.cusat.get(&path).await.expect(200).etag(), "\"2\"");
    }

    async fn a_change_has_to_be_confirmed_anew_by_the_end_that_did_not_make_it(app: App) {
        let ends = Ends::of(&app).await;
        let path = ends.declared().await;
        ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200);
        let changed = ends.kalady.patch(&path, "\"2\"", &json!({ "strength": 5, "note": null, "ends_on": null })).await.expect(200);
        assert_eq!(confirmation(&changed), "one_sided");
        assert_eq!((changed.json().get("note"), changed.json().get("ends_on")), (None, None));
        assert_eq!((&changed.json()["strength"], &changed.json()["starts_on"]), (&json!(5), &json!("2026-06-01")));
        let changed = ends.cusat.patch(&path, "\"3\"", &json!({ "strength": 4 })).await.expect(200);
        assert_eq!(confirmation(&changed), "one_sided", "now it is the cluster that has not seen it");
        let confirmed = ends.kalady.step(&path, "confirm", &Value::Null).await.expect(200);
        assert_eq!(confirmation(&confirmed), "confirmed");
    }

    async fn who_speaks_for_both_ends_confirms_both(app: App) {
        let ends = Ends::of(&app).await;
        let convenor = app.convenor().await;
        let made = convenor.post("/v1/linkages", &ends.facts()).await.expect(201);
        assert_eq!(confirmation(&made), "confirmed", "both ends lie in the convenor's district");
        let path = format!("/v1/linkages/{}", made.id());
        ends.kalady.delete(&path, "\"1\"").await.problem("forbidden", 403);
        convenor.delete(&path, "\"1\"").await.expect(204);
        convenor.get(&path).await.problem("not-found", 404);
    }

    async fn convenors_confirm_for_their_own_districts(app: App) {
        let ends = Ends::of(&app).await;
        let officer = app.officer().await;
        let kollam = officer.id_of("clusters", "Kollam").await;
        let facts = given::with(ends.facts(), "/to", given::end("cluster", &kollam));
        let made = app.convenor().await.post("/v1/linkages", &facts).await.expect(201);
        assert_eq!(confirmation(&made), "one_sided");
        let path = format!("/v1/linkages/{}", made.id());
        let confirmed = app.client("convenor.kollam").await.step(&path, "confirm", &Value::Null).await.expect(200);
        assert_eq!(confirmation(&confirmed), "confirmed");
    }

    async fn a_wrong_linkage_says_which_rule_it_breaks(app: App) {
        let ends = Ends::of(&app).await;
        let same = given::end("cluster", &ends.cluster);
        for (place, value, at, code) in [
            ("/to", same, "/to", "same_ends"),
            ("/to", given::end("institution", given::NOBODY), "/to/id", "unknown_reference"),
            ("/to", given::end("cluster", &ends.institution), "/to/id", "unknown_reference"),
            ("/to", given::end("planet", given::NOBODY), "/to/kind", "enum"),
            ("/to", given::end("institution", "42"), "/to/id", "uuid"),
            ("/ends_on", json!("2026-05-31"), "/ends_on", "ends_before_start"),
            ("/starts_on", json!("2026-02-30"), "/starts_on", "date"),
            ("/starts_on", json!("01.06.2026"), "/starts_on", "date"),
            ("/strength", json!(0), "/strength", "minimum"),
            ("/strength", json!(6), "/strength", "maximum"),
            ("/kind", json!("friendship"), "/kind", "enum"),
            ("/layer", json!("secret"), "/layer", "enum"),
            ("/note", json!("x".repeat(1001)), "/note", "max_length"),
            ("/confirmation", json!("confirmed"), "/confirmation", "unknown_field"),
        ] {
            let facts = given::with(ends.facts(), place, value);
            ends.kalady.post("/v1/linkages", &facts).await.problem("invalid", 422).violates(at, code);
        }
        let nobody = given::linkage(given::NOBODY, given::NOBODY);
        ends.kalady.post("/v1/linkages", &nobody).await.problem("invalid", 422)
            .violates("/from/id", "unknown_reference").violates("/to/id", "unknown_reference");
        let one_day = given::with(ends.facts(), "/ends_on", json!("2026-06-01"));
        ends.kalady.post("/v1/linkages", &one_day).await.expect(201);
    }

    async fn the_same_tie_stands_once_but_may_be_made_again_on_another_day(app: App) {
        let ends = Ends::of(&app).await;
        let path = ends.declared().await;
        ends.kalady.post("/v1/linkages", &ends.facts()).await.problem("duplicate", 409).violates("/to", "taken");
        let later = given::with(ends.facts(), "/starts_on", json!("2026-06-02"));
        ends.kalady.post("/v1/linkages", &later).await.expect(201);
        ends.kalady.patch(&path, "\"1\"", &json!({ "starts_on": "2026-06-02" })).await
            .problem("duplicate", 409).violates("/to", "taken");
    }

    async fn nobody_ties_others_together(app: App) {
        let ends = Ends::of(&app).await;
        let (aluva, kollam) = (ends.kalady.id_of("clusters", "Aluva").await, ends.kalady.id_of("clusters", "Kollam").await);
        let others = given::with(given::linkage(&aluva, &ends.institution), "/to", given::end("cluster", &kollam));
        ends.kalady.post("/v1/linkages", &others).await.problem("forbidden", 403);
        let path = ends.declared().await;
        ends.kalady.patch(&path, "\"1\"", &json!({ "from": { "id": aluva } })).await.problem("forbidden", 403);
        app.client("enterprise.ilanjippoo").await.get(&path).await.problem("not-found", 404);
        assert_eq!(ends.kalady.get(&path).await.expect(200).etag(), "\"1\"");
    }

    async fn confirming_needs_the_state_that_was_seen(app: App) {
        let ends = Ends::of(&app).await;
        let path = ends.declared().await;
        let confirm = format!("{path}/confirm");
        ends.cusat.post(&confirm, &Value::Null).await.problem("precondition-required", 428);
        ends.kalady.patch(&path, "\"1\"", &json!({ "strength": 1 })).await.expect(200);
        let stale = ends.cusat.request(actix_web::http::Method::POST, &confirm).if_match("\"1\"").send().await;
        stale.problem("stale", 412);
        assert_eq!(ends.cusat.get(&path).await.expect(200).json()["confirmation"], "one_sided");
    }
}
