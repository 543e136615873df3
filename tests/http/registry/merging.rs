//! A merge of two enterprises reaches the documents of clusters: who does a step or shares a machine is one
//! afterwards, and two again when the merge is undone (rule R2.6).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::harness::site::Engine;
use crate::http::given;
use crate::http_tests;
use futures_util::future::join;
use serde_json::{Value, json};

fn named(id: &str) -> Value {
    given::end("enterprise", id)
}

async fn register(client: &Client, name: &str) -> String {
    let unit = given::unit(name);
    client.post("/v1/enterprises", &unit).await.expect(201).id()
}

/// A cluster with these facts beside the usual ones.
async fn cluster(client: &Client, name: &str, facts: Value) -> String {
    let mut whole = given::cluster(name);
    for (field, value) in facts.as_object().expect("facts") {
        whole[field] = value.clone();
    }
    client.post("/v1/clusters", &whole).await.expect(201).id()
}

fn chain(steps: Value) -> Value {
    json!({ "product": { "en": "Rice" }, "steps": steps })
}

async fn merge(client: &Client, merged: &str, into: &str) -> Answer {
    let path = format!("/v1/enterprises/{into}");
    let revision = client.get(&path).await.expect(200).json()["revision"].clone();
    let body = json!({ "into": into, "into_revision": revision });
    client.step(&format!("/v1/enterprises/{merged}"), "merge", &body).await
}

async fn undo(client: &Client, merge: &str) -> Value {
    let undone = client.step(&format!("/v1/merges/{merge}"), "undo", &json!({})).await;
    undone.expect(200).json()
}

/// What is judged of a cluster by its chains: its gaps, and how separate its steps are.
async fn judged(client: &Client, path: &str) -> (Value, Value) {
    let gaps = client.get(&format!("{path}/gaps")).await.expect(200).json()["chains"].clone();
    let card = client.get(&format!("{path}/scorecard")).await.expect(200).json();
    let conditions = card["conditions"].as_array().expect("conditions").clone();
    let indicators = conditions.iter().flat_map(|c| c["indicators"].as_array().expect("indicators"));
    let mut found = indicators.filter(|one| one["code"] == "separated_steps").cloned();
    (gaps, found.next().expect("the indicator")["value"].clone())
}

/// Everything of a cluster that names members.
fn naming(cluster: &Value) -> Value {
    json!([cluster["chains"], cluster["shared_inputs"], cluster["machines"], cluster["skills"]])
}

/// What happened to a cluster, the last event last.
fn events(app: &App, id: &str) -> Vec<String> {
    let id = id.replace('-', "");
    let subject = match app.site.engine {
        Engine::Sqlite => "lower(hex(subject))",
        Engine::Postgres => "replace(CAST(subject AS text), '-', '')",
    };
    app.site.texts(&format!("SELECT event AS value FROM audit WHERE {subject} = '{id}' ORDER BY revision"))
}

http_tests![
    two_doers_of_a_chain_that_are_one_are_judged_as_one_and_as_two_when_it_is_undone,
    what_has_been_changed_since_stays_and_the_rest_comes_back,
    what_a_cluster_names_is_not_removed,
    a_merge_and_a_change_of_the_cluster_at_once_lose_nothing,
    what_clusters_named_before_that_was_noted_is_taken_over
];

async fn two_doers_of_a_chain_that_are_one_are_judged_as_one_and_as_two_when_it_is_undone(app: App) {
    let officer = app.officer().await;
    let (one, two, other) = (register(&officer, "One").await, register(&officer, "Two").await, register(&officer, "Other").await);
    let steps = json!([{ "name": "Soaking", "members": [named(&one)] }, { "name": "Hulling", "members": [named(&two)] }, { "name": "Packing", "members": [named(&two), named(&one)], "alternatives": [named(&other)] }]);
    let shared = json!({ "chains": [chain(steps)],
            "machines": [{ "tag": "Sorter", "members": [named(&one), named(&other), named(&two)] }], "shared_inputs": [{ "tag": "Paddy", "members": [named(&one)] }],
            "skills": [{ "tag": "Milling", "members": [named(&two)] }] });
    let id = cluster(&officer, "Numbat cluster", shared).await;
    let elsewhere =
        cluster(&officer, "Quoll cluster", json!({ "skills": [{ "tag": "Milling", "members": [named(&two), named(&other)] }] })).await;
    for unit in [&one, &two] {
        officer.post("/v1/memberships", &given::membership(&id, named(unit))).await.expect(201);
    }
    let path = format!("/v1/clusters/{id}");
    let (before, judgement) = (officer.get(&path).await.expect(200), judged(&officer, &path).await);
    assert_eq!((&judgement.0[0]["single_points_of_failure"][0]["member"], &judgement.1), (&named(&one), &json!(1.0)));

    let done = merge(&officer, &one, &two).await.expect(201).json();
    assert_eq!(done["clusters_changed"], 1);
    let after = officer.get(&path).await.expect(200);
    let steps = json!([{ "name": "Soaking", "members": [named(&two)], "alternatives": [] }, { "name": "Hulling", "members": [named(&two)], "alternatives": [] }, { "name": "Packing", "members": [named(&two)], "alternatives": [named(&other)] }]);
    assert_eq!(
        naming(&after.json()),
        json!([[chain(steps)], [{ "tag": "Paddy", "members": [named(&two)] }], [{ "tag": "Sorter", "members": [named(&other), named(&two)] }], [{ "tag": "Milling", "members": [named(&two)] }]])
    );
    let (gaps, separability) = judged(&officer, &path).await;
    assert_eq!((&gaps[0]["missing_steps"], &separability), (&json!([]), &json!(0.0)), "one unit does everything");
    let points: Vec<&Value> = gaps[0]["single_points_of_failure"].as_array().unwrap().iter().map(|point| &point["member"]).collect();
    assert_eq!(points, [&named(&two), &named(&two)]);
    // It is another state of that cluster, and of no other.
    assert_ne!(after.etag(), before.etag());
    officer.patch(&path, &before.etag(), &json!({ "sector": "rice" })).await.problem("stale", 412);
    assert_eq!(
        (events(&app, &id), events(&app, &elsewhere)),
        (vec!["cluster.created".to_owned(), "cluster.repointed".to_owned()], vec!["cluster.created".to_owned()])
    );
    // What names it can be changed as before.
    officer.patch(&path, &after.etag(), &json!({ "sector": "rice" })).await.expect(200);

    let undone = undo(&officer, done["id"].as_str().unwrap()).await;
    assert_eq!(undone["not_restored"], json!([]));
    let back = officer.get(&path).await.expect(200).json();
    assert_eq!((naming(&back), &back["sector"]), (naming(&before.json()), &json!("rice")));
    assert_eq!(judged(&officer, &path).await, judgement);
    assert_eq!(events(&app, &id)[1..], ["cluster.repointed", "cluster.updated", "cluster.repointed"]);
}

async fn what_has_been_changed_since_stays_and_the_rest_comes_back(app: App) {
    let officer = app.officer().await;
    let (one, two, other) = (register(&officer, "One").await, register(&officer, "Two").await, register(&officer, "Other").await);
    let step = |name: &str, who: &[&str]| json!({ "name": name, "members": who.iter().map(|id| named(id)).collect::<Vec<_>>(), "alternatives": [] });
    let id = cluster(
        &officer,
        "Numbat cluster",
        json!({ "chains": [chain(json!([step("Soaking", &[&one]), step("Hulling", &[&one, &two])]))] }),
    )
    .await;
    let gone = cluster(&officer, "Quoll cluster", json!({ "skills": [{ "tag": "Milling", "members": [named(&one)] }] })).await;
    let (path, away) = (format!("/v1/clusters/{id}"), format!("/v1/clusters/{gone}"));
    let first = merge(&officer, &one, &two).await.expect(201).json();
    assert_eq!(first["clusters_changed"], 2);
    let etag = officer.get(&path).await.expect(200).etag();
    let steps = json!([step("Sorting", &[&two]), step("Soaking", &[&other]), step("Hulling", &[&other, &two])]);
    officer.patch(&path, &etag, &json!({ "chains": [chain(steps)] })).await.expect(200);
    officer.delete(&away, &officer.get(&away).await.expect(200).etag()).await.expect(204);
    let undone = undo(&officer, first["id"].as_str().unwrap()).await;
    let mut left = [id.as_str(), gone.as_str()];
    left.sort_unstable();
    let mut told: Vec<&str> = undone["not_restored"].as_array().unwrap().iter().map(|one| one["which"].as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!((told, &undone["not_restored"][0]["part"]), (left.to_vec(), &json!("cluster")));
    let steps = json!([step("Sorting", &[&two]), step("Soaking", &[&other]), step("Hulling", &[&one, &other, &two])]);
    assert_eq!(officer.get(&path).await.expect(200).json()["chains"], json!([chain(steps)]));
    // One after the other, and back in the other order.
    let before = officer.get(&path).await.expect(200).json();
    let (first, second) = (merge(&officer, &one, &other).await.expect(201).id(), merge(&officer, &other, &two).await.expect(201).id());
    let steps = json!([step("Sorting", &[&two]), step("Soaking", &[&two]), step("Hulling", &[&two])]);
    assert_eq!(officer.get(&path).await.expect(200).json()["chains"], json!([chain(steps)]));
    for id in [second, first] {
        assert_eq!(undo(&officer, &id).await["not_restored"], json!([]));
    }
    assert_eq!(officer.get(&path).await.expect(200).json()["chains"], before["chains"]);
}

async fn what_a_cluster_names_is_not_removed(app: App) {
    let officer = app.officer().await;
    let one = register(&officer, "One").await;
    let id = cluster(&officer, "Numbat cluster", json!({ "skills": [{ "tag": "Milling", "members": [named(&one)] }] })).await;
    let (unit, path) = (format!("/v1/enterprises/{one}"), format!("/v1/clusters/{id}"));
    officer.delete(&unit, "\"1\"").await.problem("in-use", 409);
    officer.patch(&path, "\"1\"", &json!({ "skills": [] })).await.expect(200);
    officer.delete(&unit, "\"1\"").await.expect(204);
    officer.delete(&path, "\"2\"").await.expect(204);
}

async fn a_merge_and_a_change_of_the_cluster_at_once_lose_nothing(app: App) {
    let officer = app.officer().await;
    let two = register(&officer, "Two").await;
    let mut seen = Vec::new();
    for round in 0..9 {
        let one = register(&officer, &format!("One {round}")).await;
        let skill = |tag: &str, id: &str| json!({ "tag": tag, "members": [named(id)] });
        // Named before, named by the change alone, or changed whatever the state.
        let is_new = round % 3 == 1;
        let skills = if is_new { json!([]) } else { json!([skill("Milling", &one)]) };
        let path = format!("/v1/clusters/{}", cluster(&officer, &format!("Numbat {round}"), json!({ "skills": skills })).await);
        let change = if is_new { json!({ "sector": "rice", "skills": [skill("Drying", &one)] }) } else { json!({ "sector": "rice" }) };
        let etag = if round % 3 == 2 { "*" } else { "\"1\"" };
        let (merged, changed) = join(merge(&officer, &one, &two), officer.patch(&path, etag, &change)).await;
        seen.push((merged.status.as_u16(), changed.status.as_u16()));
        let whole = officer.get(&path).await.expect(200).json();
        assert_eq!(whole["sector"] == "rice", changed.status == 200, "{seen:?}");
        let naming = whole["skills"].to_string();
        match (merged.status.as_u16(), changed.status.as_u16()) {
            (201, 200) => assert!(naming.contains(&two) && !naming.contains(&one), "{naming}"),
            (201, 412) if !is_new => {
                assert!(naming.contains(&two) && !naming.contains(&one), "{naming}")
            }
            // It was gone, or it was named, before the other came to it.
            (201, 422) if is_new => assert_eq!(naming, "[]"),
            (409, 200) if is_new => assert!(naming.contains(&one), "{naming}"),
            other => panic!("round {round}: {other:?} {naming}"),
        }
    }
    assert!(seen.iter().skip(2).step_by(3).all(|both| *both == (201, 200)), "who takes any state waits: {seen:?}");
}

async fn what_clusters_named_before_that_was_noted_is_taken_over(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, "One").await, register(&officer, "Two").await);
    let steps = json!([{ "name": "Soaking", "members": [named(&one)], "alternatives": [named(&two)] }]);
    let id = cluster(
        &officer,
        "Numbat cluster",
        json!({ "chains": [chain(steps)], "skills": [{ "tag": "Milling", "members": [named(&one)] }] }),
    )
    .await;
    let [down, up] = match app.site.engine {
        Engine::Sqlite => [
            include_str!("../../../migrations/sqlite/2026-11-26-230100_named_enterprises/down.sql"),
            include_str!("../../../migrations/sqlite/2026-11-26-230100_named_enterprises/up.sql"),
        ],
        Engine::Postgres => [
            include_str!("../../../migrations/postgres/2026-11-26-230100_named_enterprises/down.sql"),
            include_str!("../../../migrations/postgres/2026-11-26-230100_named_enterprises/up.sql"),
        ],
    };
    let rows = || app.site.texts("SELECT CAST(count(*) AS TEXT) AS value FROM named_enterprises");
    let before = rows();
    assert_ne!(before, ["0"]);
    app.site.sql(down);
    app.site.sql(up);
    assert_eq!(rows(), before);
    merge(&officer, &one, &two).await.expect(201);
    let whole = officer.get(&format!("/v1/clusters/{id}")).await.expect(200).json();
    assert!(!whole.to_string().contains(&one) && whole.to_string().contains(&two), "{whole}");
}
