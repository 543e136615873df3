//! Memberships: the cluster admits, either side ends; their status is computed for the day asked.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// The representative of a cluster, and the ids of the cluster and of a mill that is not in it yet.
struct Sides {
    kalady: Client,
    cluster: String,
    mill: String,
}

impl Sides {
    async fn of(app: &App) -> Self {
        let kalady = app.client("cluster.kalady").await;
        let cluster = kalady.id_of("clusters", "Kalady").await;
        let mill = app.officer().await.post("/v1/enterprises", &given::enterprise()).await;
        Self { kalady, cluster, mill: mill.expect(201).id() }
    }

    fn facts(&self) -> Value {
        given::membership(&self.cluster, given::end("enterprise", &self.mill))
    }

    async fn admitted(&self) -> String {
        let made = self.kalady.post("/v1/memberships", &self.facts()).await;
        format!("/v1/memberships/{}", made.expect(201).id())
    }
}

http_tests![
    a_member_is_admitted_changed_and_removed,
    the_status_is_that_of_the_day_asked_and_lists_are_narrowed_by_it,
    the_same_days_are_not_told_twice_and_a_new_day_is_new,
    equal_memberships_do_not_share_a_day,
    of_equal_memberships_made_at_once_one_is_kept,
    the_members_own_side_may_end_it_and_do_nothing_else,
    only_the_clusters_side_admits_whoever_the_member_belongs_to,
    each_side_of_a_membership_confirms_for_itself,
    a_wrong_membership_says_which_rule_it_breaks,
    memberships_move_with_both_sides_and_hold_them
];

async fn a_member_is_admitted_changed_and_removed(app: App) {
    let sides = Sides::of(&app).await;
    let made = sides.kalady.post("/v1/memberships", &sides.facts()).await.expect(201);
    let path = format!("/v1/memberships/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    for (name, value) in sides.facts().as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    assert_eq!((&made.json()["status"], &made.json()["as_of"]), (&json!("current"), &json!("2026-11-21")));
    let patch = json!({ "role": "anchor_unit", "evidence": [], "ends_on": null });
    let changed = sides.kalady.patch(&path, &made.etag(), &patch).await.expect(200);
    assert_eq!((&changed.json()["role"], changed.json().get("ends_on")), (&json!("anchor_unit"), None));
    assert_eq!(sides.kalady.get(&path).await.expect(200).json(), changed.json());
    sides.kalady.patch(&path, &made.etag(), &patch).await.problem("stale", 412);
    sides.kalady.delete(&path, &changed.etag()).await.problem("forbidden", 403);
    app.convenor().await.delete(&path, &changed.etag()).await.expect(204);
    sides.kalady.get(&path).await.problem("not-found", 404);
}

async fn the_status_is_that_of_the_day_asked_and_lists_are_narrowed_by_it(app: App) {
    let sides = Sides::of(&app).await;
    let path = sides.admitted().await;
    let (first, last) = (given::MEMBER_FROM, given::MEMBER_UNTIL);
    for (day, status) in [("2026-03-31", "upcoming"), (first, "current"), (last, "current"), ("2027-04-01", "ended")] {
        let seen = sides.kalady.get(&format!("{path}?as_of={day}")).await.expect(200);
        assert_eq!((seen.json()["status"].as_str(), seen.json()["as_of"].as_str()), (Some(status), Some(day)));
        for asked in ["upcoming", "current", "ended"] {
            let list = format!("/v1/memberships?enterprise_id={}&status={asked}&as_of={day}&count=true", sides.mill);
            let found = sides.kalady.get(&list).await.expect(200).json();
            assert_eq!(found["total"], json!(i32::from(asked == status)), "{asked} on {day}");
        }
        let list = format!("/v1/enterprises?cluster_id={}&as_of={day}&q=ponni", sides.cluster);
        let members = app.convenor().await.get(&list).await.expect(200).json();
        assert_eq!(members["items"].as_array().unwrap().len(), usize::from(status == "current"), "{day}");
    }
    let any = format!("/v1/memberships?enterprise_id={}&status=upcoming,current&as_of={first}&count=true", sides.mill);
    assert_eq!(sides.kalady.get(&any).await.expect(200).json()["total"], 1);
    for (query, name, code) in
        [("as_of=tomorrow", "as_of", "date"), ("status=gone", "status", "enum"), ("known_on=2026-01-01", "known_on", "unknown_parameter")]
    {
        sides.kalady.get(&format!("/v1/memberships?{query}")).await.problem("malformed", 400).violates(name, code);
    }
    sides.kalady.get(&format!("{path}?as_of=2026-02-30")).await.problem("malformed", 400).violates("as_of", "date");
}

async fn the_same_days_are_not_told_twice_and_a_new_day_is_new(app: App) {
    let sides = Sides::of(&app).await;
    let path = sides.admitted().await;
    let seen = sides.kalady.get(&path).await.expect(200).etag();
    let again = app.clone();
    let ask = |tag: String, query: &'static str| {
        let client = again.clone();
        let path = format!("{path}{query}");
        async move {
            let kalady = client.client("cluster.kalady").await;
            kalady.request(actix_web::http::Method::GET, &path).header("if-none-match", &tag).send().await
        }
    };
    ask(seen.clone(), "").await.expect(304);
    ask(seen, "?as_of=2030-01-01").await.expect(200);
}

async fn equal_memberships_do_not_share_a_day(app: App) {
    let sides = Sides::of(&app).await;
    let path = sides.admitted().await;
    let with = |from: &str, until: Value| {
        let facts = given::with(sides.facts(), "/starts_on", json!(from));
        given::with(facts, "/ends_on", until)
    };
    for (from, until) in [("2027-03-31", Value::Null), ("2020-01-01", Value::Null), ("2020-01-01", json!("2026-04-01"))] {
        sides
            .kalady
            .post("/v1/memberships", &with(from, until))
            .await
            .problem("duplicate", 409)
            .violates("/starts_on", "overlapping_membership");
    }
    let later = sides.kalady.post("/v1/memberships", &with("2027-04-01", Value::Null)).await.expect(201);
    let supplier = given::with(sides.facts(), "/role", json!("supplier"));
    sides.kalady.post("/v1/memberships", &supplier).await.expect(201);
    let etag = sides.kalady.get(&path).await.expect(200).etag();
    sides
        .kalady
        .patch(&path, &etag, &json!({ "ends_on": null }))
        .await
        .problem("duplicate", 409)
        .violates("/starts_on", "overlapping_membership");
    let later = format!("/v1/memberships/{}", later.id());
    let etag = sides.kalady.get(&later).await.expect(200).etag();
    sides.kalady.patch(&later, &etag, &json!({ "starts_on": "2027-05-01" })).await.expect(200);
}

async fn of_equal_memberships_made_at_once_one_is_kept(app: App) {
    let sides = Sides::of(&app).await;
    let facts = sides.facts();
    let tries = (0..8).map(|_| sides.kalady.post("/v1/memberships", &facts));
    let statuses: Vec<u16> = futures_util::future::join_all(tries).await.iter().map(|a| a.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|s| **s == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|s| **s == 409).count(), 7, "{statuses:?}");
}

async fn the_members_own_side_may_end_it_and_do_nothing_else(app: App) {
    let officer = app.officer().await;
    let own = app.client("enterprise.ilanjippoo").await;
    let mill = officer.id_of("enterprises", "Ilanjippoo").await;
    let kollam = officer.id_of("clusters", "Kollam").await;
    let facts = given::membership(&kollam, given::end("enterprise", &mill));
    let facts = given::with(facts, "/ends_on", Value::Null);
    own.post("/v1/memberships", &facts).await.problem("forbidden", 403);
    let made = app.client("convenor.kollam").await.post("/v1/memberships", &facts).await.expect(201);
    let path = format!("/v1/memberships/{}", made.id());
    let etag = own.get(&path).await.expect(200).etag();
    own.patch(&path, &etag, &json!({ "role": "anchor_unit" })).await.problem("forbidden", 403);
    own.step(&path, "end", &json!({ "ends_on": "2026-03-31" })).await.problem("invalid", 422).violates("/ends_on", "ends_before_start");
    let ended = own.step(&path, "end", &json!({ "ends_on": "2026-12-31" })).await.expect(200);
    assert_eq!((&ended.json()["ends_on"], &ended.json()["status"]), (&json!("2026-12-31"), &json!("current")));
    own.step(&path, "end", &json!({ "ends_on": "2027-01-31" })).await.problem("illegal-step", 409);
    own.step(&path, "end", &json!({ "ends_on": "2026-11-20" })).await.expect(200);
    assert_eq!(own.get(&path).await.expect(200).json()["status"], "ended");
}

async fn only_the_clusters_side_admits_whoever_the_member_belongs_to(app: App) {
    let sides = Sides::of(&app).await;
    let kollam = sides.kalady.id_of("clusters", "Kollam").await;
    let facts = given::membership(&kollam, given::end("enterprise", &sides.mill));
    for client in [&sides.kalady, &app.convenor().await] {
        client.post("/v1/memberships", &facts).await.problem("forbidden", 403);
    }
    let made = app.client("convenor.kollam").await.post("/v1/memberships", &facts).await.expect(201);
    let path = format!("/v1/memberships/{}", made.id());
    // Seen from the member's district, and not by strangers.
    let etag = app.convenor().await.get(&path).await.expect(200).etag();
    app.convenor().await.patch(&path, &etag, &json!({ "role": "supplier" })).await.problem("forbidden", 403);
    sides.kalady.get(&path).await.problem("not-found", 404);
    // Whoever may not admit there is not told whether there is such an enterprise.
    let nobody = given::membership(&kollam, given::end("enterprise", given::NOBODY));
    sides.kalady.post("/v1/memberships", &nobody).await.problem("forbidden", 403);
}

async fn each_side_of_a_membership_confirms_for_itself(app: App) {
    let (officer, own, kalady) = (app.officer().await, app.client("enterprise.ilanjippoo").await, app.client("cluster.kalady").await);
    let mill = officer.id_of("enterprises", "Ilanjippoo").await;
    let cluster = kalady.id_of("clusters", "Kalady").await;
    let facts = given::with(given::membership(&cluster, given::end("enterprise", &mill)), "/role", json!("supplier"));
    let made = kalady.post("/v1/memberships", &facts).await.expect(201);
    let path = format!("/v1/memberships/{}", made.id());
    assert_eq!((&made.json()["confirmation"], made.json().get("bars_since")), (&json!("one_sided"), None));
    kalady.step(&path, "confirm", &Value::Null).await.problem("illegal-step", 409);
    for name in ["officer", "convenor.ernakulam"] {
        app.client(name).await.step(&path, "confirm", &Value::Null).await.problem("forbidden", 403);
    }
    let confirmed = own.step(&path, "confirm", &Value::Null).await.expect(200).json();
    assert_eq!((&confirmed["confirmation"], &confirmed["bars_since"]), (&json!("confirmed"), &confirmed["updated_at"]));
    // Of other days the member has seen nothing; of other evidence it need not.
    let same = kalady.patch(&path, "*", &json!({ "evidence": [] })).await.expect(200).json();
    assert_eq!(same["confirmation"], "confirmed");
    let other = kalady.patch(&path, "*", &json!({ "starts_on": "2026-05-01" })).await.expect(200).json();
    assert_eq!(other["confirmation"], "one_sided");
    let attested = officer.step(&path, "attest", &given::evidence()).await.expect(200).json();
    assert!(attested["attestation"].is_object() && attested["bars_since"].is_string());
    let free = officer.step(&path, "withdraw-attestation", &json!({ "reason": "Another firm of that name." })).await.expect(200).json();
    assert_eq!((free.get("attestation"), free.get("bars_since")), (None, None));
    // What the staff enters is nobody's word.
    let facts = given::with(facts, "/role", json!("facilitator"));
    let made = officer.post("/v1/memberships", &facts).await.expect(201).json();
    assert_eq!(made["confirmation"], "unconfirmed");
}

async fn a_wrong_membership_says_which_rule_it_breaks(app: App) {
    let sides = Sides::of(&app).await;
    for (place, value, at, code) in [
        ("/cluster_id", json!(given::NOBODY), "/cluster_id", "unknown_reference"),
        ("/member", given::end("enterprise", given::NOBODY), "/member/id", "unknown_reference"),
        ("/member", given::end("institution", &sides.mill), "/member/id", "unknown_reference"),
        ("/member", given::end("cluster", &sides.cluster), "/member/kind", "enum"),
        ("/role", json!("boss"), "/role", "enum"),
        ("/ends_on", json!("2026-03-31"), "/ends_on", "ends_before_start"),
        ("/starts_on", json!("2026-04-31"), "/starts_on", "date"),
        ("/status", json!("current"), "/status", "unknown_field"),
        ("/evidence", json!([{ "title": " " }]), "/evidence/0/title", "blank"),
    ] {
        let facts = given::with(sides.facts(), place, value);
        sides.kalady.post("/v1/memberships", &facts).await.problem("invalid", 422).violates(at, code);
    }
    let path = sides.admitted().await;
    let etag = sides.kalady.get(&path).await.expect(200).etag();
    let other = json!({ "member": { "id": given::NOBODY }, "cluster_id": given::NOBODY });
    sides
        .kalady
        .patch(&path, &etag, &other)
        .await
        .problem("invalid", 422)
        .violates("/member", "cannot_change")
        .violates("/cluster_id", "cannot_change");
}

async fn memberships_move_with_both_sides_and_hold_them(app: App) {
    let sides = Sides::of(&app).await;
    let path = sides.admitted().await;
    let officer = app.officer().await;
    let mill = format!("/v1/enterprises/{}", sides.mill);
    let etag = officer.get(&mill).await.expect(200).etag();
    officer.delete(&mill, &etag).await.problem("in-use", 409);
    let kollam = app.client("convenor.kollam").await;
    kollam.get(&path).await.problem("not-found", 404);
    officer.patch(&mill, &etag, &json!({ "district": "559" })).await.expect(200);
    kollam.get(&path).await.expect(200);
    let convenor = app.convenor().await;
    convenor.get(&path).await.expect(200);
    let cluster = format!("/v1/clusters/{}", sides.cluster);
    let etag = officer.get(&cluster).await.expect(200).etag();
    officer.patch(&cluster, &etag, &json!({ "district": "559", "constituency": null })).await.expect(200);
    convenor.get(&path).await.problem("not-found", 404);
}
