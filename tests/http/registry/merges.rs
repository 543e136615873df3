//! Merging enterprises that are one: nothing is lost, the old id leads on, and it can be undone.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::people::{grant, open};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::{Role, Scope};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn register(client: &Client, facts: &Value) -> String {
    client.post("/v1/enterprises", facts).await.expect(201).id()
}

fn path(id: &str) -> String {
    format!("/v1/enterprises/{id}")
}

/// Merges one into the other, both as they are now.
async fn merge(client: &Client, merged: &str, into: &str, take: Value) -> Answer {
    let revision = client.get(&path(into)).await.expect(200).json()["revision"].clone();
    client.step(&path(merged), "merge", &json!({ "into": into, "into_revision": revision, "take": take })).await
}

fn tie(from: &str, to: (&str, &str), kind: &str) -> Value {
    json!({ "from": given::end("enterprise", from), "to": given::end(to.0, to.1), "kind": kind, "layer": "formal", "strength": 3, "starts_on": "2026-01-01" })
}

async fn linkages(client: &Client, id: &str) -> Vec<Value> {
    client.get(&format!("/v1/linkages?enterprise_id={id}&limit=200")).await.expect(200).json()["items"].as_array().unwrap().clone()
}

http_tests![
    what_pointed_at_the_one_points_at_the_other_and_its_id_leads_there,
    those_who_do_not_see_the_one_that_stays_are_told_nothing,
    a_chain_of_merges_leads_to_its_end_and_is_undone_from_there,
    undoing_makes_two_of_one_as_they_were,
    what_has_been_touched_since_stays_and_is_named,
    lists_that_were_absent_are_absent_again,
    memberships_follow_and_come_back_and_none_stands_twice,
    who_spoke_for_the_one_speaks_for_the_other,
    a_merge_that_may_not_be_is_refused_and_changes_nothing,
    lists_that_are_too_long_for_one_are_not_united,
    a_membership_whose_cluster_has_gone_does_not_keep_two_in_one,
    what_was_erased_stays_so_through_a_merge_and_its_undoing,
    what_was_lent_goes_back_though_the_list_has_grown,
    who_stays_in_a_district_takes_no_place_of_another_and_who_moves_takes_along_what_is_its_own
];

async fn what_pointed_at_the_one_points_at_the_other_and_its_id_leads_there(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::enterprise()).await, register(&officer, &given::unit("Quokka mill")).await);
    let cluster = officer.id_of("clusters", "Kalady rice millers").await;
    let institution = officer.id_of("institutions", "Cochin University").await;
    for body in [
        tie(&one, ("institution", &institution), "training"),
        tie(&one, ("enterprise", &two), "referral"),
        tie(&one, ("cluster", &cluster), "mou"),
        tie(&two, ("cluster", &cluster), "mou"),
    ] {
        officer.post("/v1/linkages", &body).await.expect(201);
    }
    let done = merge(&officer, &one, &two, json!(["pin_code"])).await.expect(201);
    let view = done.json();
    assert_eq!((&view["linkages_moved"], &view["linkages_dropped"], &view["is_undone"]), (&json!(1), &json!(2), &json!(false)));
    assert_eq!(done.header("location"), Some(format!("/v1/merges/{}", done.id()).as_str()));
    // What the one that stays lacked it has now; what it had it keeps.
    let stays = officer.get(&path(&two)).await.expect(200).json();
    assert_eq!(
        (&stays["name"]["en"], &stays["udyam"], &stays["gstin"], &stays["pin_code"]),
        (&json!("Quokka mill"), &json!("UDYAM-KL-02-0099123"), &json!("32AAACK1234F1Z9"), &json!("683574"))
    );
    let ties = linkages(&officer, &two).await;
    assert_eq!(ties.len(), 2);
    assert!(ties.iter().all(|tie| tie["from"]["id"] == json!(two)));
    // Reads are led on, to every address beneath it; writes are told.
    let led = officer.get(&path(&one)).await.expect(308);
    assert_eq!(led.header("location"), Some(path(&two).as_str()));
    for beneath in ["/duplicates", "/provenance", "?as_of=2026-11-01"] {
        let led = officer.get(&format!("{}{beneath}", path(&one))).await.expect(308);
        assert_eq!(led.header("location"), Some(format!("{}{beneath}", path(&two)).as_str()));
    }
    let told = officer.patch(&path(&one), "\"1\"", &json!({ "pin_code": null })).await.problem("merged", 409);
    assert_eq!(told.header("location"), Some(path(&two).as_str()));
    officer.delete(&path(&one), "\"1\"").await.problem("merged", 409);
    // It is found by the names and numbers of the other, and once.
    for words in ["ponni", "32AAACK1234F1Z9", "quokka"] {
        let found = officer.get(&format!("/v1/search?kind=enterprise&q={words}")).await.expect(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{words}");
        assert_eq!(found["items"][0]["id"], json!(two), "{words}");
    }
    let listed = officer.get(&format!("{}/merges", path(&two))).await.expect(200).json();
    assert_eq!(listed["items"][0]["merged"], json!(one));
}

async fn those_who_do_not_see_the_one_that_stays_are_told_nothing(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::unit("One")).await, register(&officer, &given::unit("Two")).await);
    merge(&officer, &one, &two, json!([])).await.expect(201);
    let stranger = app.client("convenor.kollam").await;
    stranger.get(&path(&one)).await.problem("not-found", 404);
    let answer = stranger.patch(&path(&one), "\"1\"", &json!({})).await.problem("not-found", 404);
    assert_eq!(answer.header("location"), None);
    app.convenor().await.get(&path(&one)).await.expect(308);
}

async fn a_chain_of_merges_leads_to_its_end_and_is_undone_from_there(app: App) {
    let officer = app.officer().await;
    let mut ids = Vec::new();
    for name in ["Alpaca", "Bilby", "Civet"] {
        ids.push(register(&officer, &given::unit(name)).await);
    }
    let first = merge(&officer, &ids[0], &ids[1], json!([])).await.expect(201).id();
    let second = merge(&officer, &ids[1], &ids[2], json!([])).await.expect(201).id();
    let end = path(&ids[2]);
    for id in &ids[..2] {
        assert_eq!(officer.get(&path(id)).await.expect(308).header("location"), Some(end.as_str()));
    }
    for words in ["alpaca", "bilby", "civet"] {
        assert_eq!(officer.first(&format!("/v1/search?kind=enterprise&q={words}")).await["id"], json!(ids[2]), "{words}");
    }
    officer.step(&format!("/v1/merges/{first}"), "undo", &json!({})).await.problem("merged", 409);
    officer.step(&format!("/v1/merges/{second}"), "undo", &json!({})).await.expect(200);
    assert_eq!(officer.get(&path(&ids[0])).await.expect(308).header("location"), Some(path(&ids[1]).as_str()));
    assert_eq!(officer.first("/v1/search?kind=enterprise&q=alpaca").await["id"], json!(ids[1]));
    officer.step(&format!("/v1/merges/{first}"), "undo", &json!({})).await.expect(200);
    officer.get(&path(&ids[0])).await.expect(200);
    assert_eq!(officer.first("/v1/search?kind=enterprise&q=alpaca").await["id"], json!(ids[0]));
}

async fn undoing_makes_two_of_one_as_they_were(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::enterprise()).await, register(&officer, &given::unit("Quokka mill")).await);
    let cluster = officer.id_of("clusters", "Kalady rice millers").await;
    for body in [tie(&one, ("cluster", &cluster), "mou"), tie(&one, ("enterprise", &two), "referral")] {
        officer.post("/v1/linkages", &body).await.expect(201);
    }
    let before = (
        officer.get(&path(&one)).await.expect(200).json(),
        officer.get(&path(&two)).await.expect(200).json(),
        linkages(&officer, &one).await,
    );
    let id = merge(&officer, &one, &two, json!(["name"])).await.expect(201).id();
    assert_eq!(officer.get(&path(&two)).await.expect(200).json()["name"], given::enterprise()["name"]);
    let undone = officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200).json();
    assert_eq!((&undone["is_undone"], &undone["not_restored"]), (&json!(true), &json!([])));
    let after = (
        officer.get(&path(&one)).await.expect(200).json(),
        officer.get(&path(&two)).await.expect(200).json(),
        linkages(&officer, &one).await,
    );
    let bare = |thing: &Value| {
        let mut thing = thing.clone();
        for field in ["revision", "updated_at"] {
            thing.as_object_mut().unwrap().remove(field);
        }
        thing
    };
    assert_eq!((bare(&after.0), bare(&after.1)), (bare(&before.0), bare(&before.1)));
    assert_eq!(after.0["revision"], json!(3));
    let (old, new): (Vec<Value>, Vec<Value>) = (before.2.iter().map(bare).collect(), after.2.iter().map(bare).collect());
    assert_eq!(new, old);
    assert_eq!(officer.first("/v1/search?kind=enterprise&q=ponni").await["id"], json!(one));
    officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.problem("illegal-step", 409);
}

async fn what_has_been_touched_since_stays_and_is_named(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::enterprise()).await, register(&officer, &given::unit("Quokka mill")).await);
    let cluster = officer.id_of("clusters", "Kalady rice millers").await;
    let tied = officer.post("/v1/linkages", &tie(&one, ("cluster", &cluster), "mou")).await.expect(201).id();
    let id = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    let now = officer.get(&path(&two)).await.expect(200);
    officer.patch(&path(&two), &now.etag(), &json!({ "pin_code": "683101" })).await.expect(200);
    let tie_path = format!("/v1/linkages/{tied}");
    let etag = officer.get(&tie_path).await.expect(200).etag();
    officer.patch(&tie_path, &etag, &json!({ "strength": 5 })).await.expect(200);
    let undone = officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200).json();
    assert_eq!(undone["not_restored"], json!([{ "part": "field", "which": "pin_code" }, { "part": "linkage", "which": tied }]));
    let two_now = officer.get(&path(&two)).await.expect(200).json();
    assert_eq!((&two_now["pin_code"], two_now.get("gstin")), (&json!("683101"), None));
    assert_eq!(officer.get(&path(&one)).await.expect(200).json()["gstin"], json!("32AAACK1234F1Z9"));
    assert_eq!(officer.get(&tie_path).await.expect(200).json()["from"]["id"], json!(two));
}

async fn lists_that_were_absent_are_absent_again(app: App) {
    let officer = app.officer().await;
    let key = |id: &str| json!([{ "source_system": "kudumbashree_mis", "external_id": id }]);
    let full = given::with(given::with(given::unit("One"), "/products", json!(["rice bran", "puttu flour"])), "/external_ids", key("A-1"));
    let (one, two) =
        (register(&officer, &full).await, register(&officer, &given::with(given::unit("Two"), "/external_ids", key("B-2"))).await);
    let before = officer.get(&path(&two)).await.expect(200).json();
    let id = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    let stays = officer.get(&path(&two)).await.expect(200).json();
    assert_eq!(stays["products"], json!(["rice bran", "puttu flour"]));
    assert_eq!(stays["external_ids"].as_array().unwrap().len(), 2, "{stays}");
    officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200);
    let after = officer.get(&path(&two)).await.expect(200).json();
    assert_eq!((&after["products"], &after["external_ids"]), (&before["products"], &before["external_ids"]));
}

async fn memberships_follow_and_come_back_and_none_stands_twice(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::unit("One")).await, register(&officer, &given::unit("Two")).await);
    let cluster = officer.post("/v1/clusters", &given::cluster("Quokka cluster")).await.expect(201).id();
    let admit = async |id: &str, role: &str| {
        let body = json!({ "cluster_id": cluster, "member": { "kind": "enterprise", "id": id }, "role": role, "starts_on": "2026-01-01" });
        officer.post("/v1/memberships", &body).await.expect(201).id()
    };
    let (kept, supplies) = (admit(&two, "member").await, admit(&one, "supplier").await);
    let twice = admit(&one, "member").await;
    let of = async |id: &str| {
        let page = officer.get(&format!("/v1/memberships?enterprise_id={id}")).await.expect(200).json();
        page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>()
    };
    let set = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<String>>();
    let id = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    assert_eq!((of(&one).await, of(&two).await), (set(&[]), set(&[&kept, &supplies])));
    let undone = officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200).json();
    assert_eq!(undone["not_restored"], json!([]));
    assert_eq!((of(&one).await, of(&two).await), (set(&[&supplies, &twice]), set(&[&kept])));
}

async fn who_spoke_for_the_one_speaks_for_the_other(app: App) {
    let officer = app.officer().await;
    let spoken = officer.id_of("enterprises", "Ilanjippoo").await;
    let two = register(&officer, &given::unit("Quokka mill")).await;
    let speaker =
        open(&app, "speaker", vec![grant(Role::EnterpriseRepresentative, Scope::Enterprise(spoken.parse().expect("an id")))]).await;
    speaker.get(&path(&two)).await.problem("not-found", 404);
    let id = merge(&officer, &spoken, &two, json!([])).await.expect(201).id();
    speaker.get(&path(&two)).await.expect(200);
    speaker.get(&path(&spoken)).await.expect(308);
    officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200);
    speaker.get(&path(&spoken)).await.expect(200);
    speaker.get(&path(&two)).await.problem("not-found", 404);
}

async fn a_merge_that_may_not_be_is_refused_and_changes_nothing(app: App) {
    let (officer, convenor) = (app.officer().await, app.convenor().await);
    let (one, two) = (register(&officer, &given::unit("One")).await, register(&officer, &given::unit("Two")).await);
    let there = register(&officer, &given::with(given::unit("Three"), "/district", json!("559"))).await;
    let before = app.store.ledger_counts().await.unwrap();
    let into = |id: &str| json!({ "into": id, "into_revision": 1 });
    officer.step(&path(&one), "merge", &into(&one)).await.problem("invalid", 422).violates("/into", "merged_with_itself");
    officer.step(&path(&one), "merge", &into(given::NOBODY)).await.problem("invalid", 422).violates("/into", "unknown_reference");
    convenor.step(&path(&one), "merge", &into(&there)).await.problem("invalid", 422).violates("/into", "unknown_reference");
    officer.step(&path(&one), "merge", &json!({ "into": two, "into_revision": 2 })).await.problem("stale", 412);
    officer
        .step(&path(&one), "merge", &json!({ "into": two, "into_revision": 1, "take": ["colour"] }))
        .await
        .problem("invalid", 422)
        .violates("/take/0", "unknown_field");
    officer.step(&path(&one), "merge", &json!({ "into": two })).await.problem("invalid", 422).violates("/into_revision", "required");
    let ask = || officer.request(Method::POST, &format!("{}/merge", path(&one)));
    ask().json(&into(&two)).send().await.problem("precondition-required", 428);
    ask().if_match("\"7\"").json(&into(&two)).send().await.problem("stale", 412);
    app.client("cluster.kalady")
        .await
        .request(Method::POST, &format!("{}/merge", path(&one)))
        .if_match("\"1\"")
        .json(&into(&two))
        .send()
        .await
        .problem("not-found", 404);
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
    officer.get(&format!("/v1/merges/{}", given::NOBODY)).await.problem("not-found", 404);
}

async fn lists_that_are_too_long_for_one_are_not_united(app: App) {
    let officer = app.officer().await;
    let known =
        |of: &str| (0..15).map(|n| json!({ "source_system": "kudumbashree_mis", "external_id": format!("{of}-{n}") })).collect::<Value>();
    let one = register(&officer, &given::with(given::unit("One"), "/external_ids", known("ONE"))).await;
    let two = register(&officer, &given::with(given::unit("Two"), "/external_ids", known("TWO"))).await;
    let before = app.store.ledger_counts().await.unwrap();
    merge(&officer, &one, &two, json!([])).await.problem("invalid", 422).violates("/external_ids", "max_items");
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
}

async fn a_membership_whose_cluster_has_gone_does_not_keep_two_in_one(app: App) {
    let officer = app.officer().await;
    let (one, two) = (register(&officer, &given::unit("One")).await, register(&officer, &given::unit("Two")).await);
    let cluster = officer.post("/v1/clusters", &given::cluster("Short-lived")).await.expect(201).id();
    let mut memberships = Vec::new();
    for unit in [&one, &two] {
        let body = given::membership(&cluster, given::end("enterprise", unit));
        memberships.push(officer.post("/v1/memberships", &body).await.expect(201).id());
    }
    let done = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    for gone in [format!("/v1/memberships/{}", memberships[1]), format!("/v1/clusters/{cluster}")] {
        let etag = officer.get(&gone).await.expect(200).etag();
        officer.delete(&gone, &etag).await.expect(204);
    }
    let undone = officer.step(&format!("/v1/merges/{done}"), "undo", &json!({})).await.expect(200).json();
    assert_eq!(undone["not_restored"], json!([{ "part": "membership", "which": memberships[0] }]));
    officer.get(&path(&one)).await.expect(200);
}

async fn what_was_erased_stays_so_through_a_merge_and_its_undoing(app: App) {
    let (officer, person) = (app.officer().await, |name: &str| given::with(given::unit(name), "/owner_name", json!("Zed Person")));
    let erase = async |id: &str| officer.step(&path(id), "erase-personal-data", &json!({})).await.expect(200).json()["erased_on"].clone();
    let undo = async |id: &str| officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200);
    let known = async |id: &str| {
        let item = officer.get(&format!("{}?purpose=data_subject_request", path(id))).await.expect(200).json();
        (item["owner_name"].clone(), item["erased_on"].clone())
    };
    // The one that goes was erased before.
    let (gone, stays) = (register(&officer, &person("One")).await, register(&officer, &person("Two")).await);
    let day = erase(&gone).await;
    assert!(day.is_string());
    let id = merge(&officer, &gone, &stays, json!([])).await.expect(201).id();
    assert_eq!(known(&stays).await, (json!("Zed Person"), Value::Null));
    undo(&id).await;
    assert_eq!(known(&gone).await, (Value::Null, day.clone()));
    // The one that stays was: the other does not bring the person back, and has it again when it is undone.
    let other = register(&officer, &person("Three")).await;
    let id = merge(&officer, &other, &gone, json!(["owner_name"])).await.expect(201).id();
    assert_eq!(known(&gone).await, (Value::Null, day.clone()));
    undo(&id).await;
    assert_eq!((known(&gone).await, known(&other).await.0), ((Value::Null, day.clone()), json!("Zed Person")));
    // Erased while they were one: then both are.
    let id = merge(&officer, &other, &stays, json!([])).await.expect(201).id();
    erase(&stays).await;
    undo(&id).await;
    assert_eq!((known(&other).await, known(&stays).await), ((Value::Null, day.clone()), (Value::Null, day)));
}

async fn what_was_lent_goes_back_though_the_list_has_grown(app: App) {
    let officer = app.officer().await;
    let known = |ids: &[&str]| ids.iter().map(|id| json!({ "source_system": "kudumbashree_mis", "external_id": id })).collect::<Value>();
    let one = register(&officer, &given::with(given::unit("One"), "/external_ids", known(&["M-1"]))).await;
    let two = register(&officer, &given::with(given::unit("Two"), "/external_ids", known(&["M-2"]))).await;
    let id = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    let etag = officer.get(&path(&two)).await.expect(200).etag();
    officer.patch(&path(&two), &etag, &json!({ "external_ids": known(&["M-2", "M-1", "M-3"]) })).await.expect(200);
    let undone = officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200).json();
    assert_eq!(undone["not_restored"], json!([{ "part": "field", "which": "external_ids" }]));
    for (of, ids) in [(&one, known(&["M-1"])), (&two, known(&["M-2", "M-3"]))] {
        assert_eq!(officer.get(&path(of)).await.expect(200).json()["external_ids"], ids);
    }
}

async fn who_stays_in_a_district_takes_no_place_of_another_and_who_moves_takes_along_what_is_its_own(app: App) {
    let officer = app.officer().await;
    let placed = given::with(given::unit("One"), "/places", json!([{ "level": "assembly_constituency", "code": "75" }]));
    let there = given::with(given::unit("Two"), "/district", json!("559"));
    let (one, two) = (register(&officer, &placed).await, register(&officer, &there).await);
    let id = merge(&officer, &one, &two, json!([])).await.expect(201).id();
    let stays = officer.get(&path(&two)).await.expect(200);
    assert!(stays.json()["places"].as_array().is_none_or(Vec::is_empty));
    officer.patch(&path(&two), &stays.etag(), &json!({ "products": ["rice"] })).await.expect(200);
    officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200);
    merge(&officer, &one, &two, json!(["places"])).await.problem("invalid", 422).violates("/places/0", "other_district");
    // Its linkage stands in the district that it takes, and back in its own afterwards.
    let cluster = officer.id_of("clusters", "Kalady rice millers").await;
    officer.post("/v1/linkages", &tie(&two, ("cluster", &cluster), "mou")).await.expect(201);
    let convenor = app.client("convenor.kollam").await;
    let seen = async || convenor.get("/v1/linkages?kind=mou&limit=200").await.expect(200).json()["items"].as_array().unwrap().len();
    let before = seen().await;
    let id = merge(&officer, &one, &two, json!(["district"])).await.expect(201).id();
    let taken = seen().await;
    officer.step(&format!("/v1/merges/{id}"), "undo", &json!({})).await.expect(200);
    assert_eq!((before - taken, seen().await), (1, before));
}
