//! Where facts come from, which of them imports leave alone, and the erasure of personal data
//! (rules R2.5, R2.7).

use crate::app::App;
use crate::harness::site::{Engine, Site};
use crate::http::given;
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::Role;
use odoi_persistence::DatabaseUrl;
use serde_json::{Value, json};

/// A unit of one woman, with everything that is personal.
fn unit() -> Value {
    let mut facts = given::with(given::unit("Tailoring by the river"), "/kind", json!("kudumbashree_individual"));
    for (name, value) in [
        ("ownership", json!("proprietorship")),
        ("owner_name", json!("Kochurani Zachariah")),
        ("owner_gender", json!("woman")),
        ("mobile", json!("9847098470")),
        ("email", json!("kochurani@example.org")),
        ("pan", json!("ABCPK4321L")),
        ("gstin", json!("32ABCPK4321L2ZY")),
        ("caste_category", json!("obc")),
        ("has_disability", json!(false)),
        ("address", json!(["Puthenpurackal house"])),
        ("products", json!(["Kochurani's blouses", "Curtains"])),
        ("location", json!({ "latitude": 10.111_111, "longitude": 76.222_222 })),
    ] {
        facts[name] = value;
    }
    facts
}

/// Every row of every table, as text.
fn everything(site: &Site) -> String {
    let tables = match site.engine {
        Engine::Sqlite => "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Engine::Postgres => "SELECT tablename::text AS value FROM pg_tables WHERE schemaname = 'public'",
    };
    let mut all = String::new();
    for table in site.texts(tables) {
        let rows = match site.engine {
            Engine::Sqlite => {
                let columns = site.texts(&format!("SELECT 'CASE typeof(\"' || name || '\") WHEN ''blob'' THEN hex(\"' || name || '\") ELSE coalesce(CAST(\"' || name || '\" AS TEXT), '''') END' AS value FROM pragma_table_info('{table}')"));
                format!("SELECT {} AS value FROM \"{table}\"", columns.join(" || ' ' || "))
            }
            Engine::Postgres => format!("SELECT t::text AS value FROM {table} t"),
        };
        all.push_str(&site.texts(&rows).join("\n").to_lowercase());
    }
    all
}

async fn partner(app: &App) -> crate::client::Client {
    open(app, "partner", vec![grant(Role::ServiceClient, district("555"))]).await
}

http_tests![
    every_fact_says_where_it_comes_from,
    what_is_protected_an_import_keeps_and_says_so,
    erasing_leaves_nothing_of_the_person_in_any_table_and_the_trail_verifies,
    words_of_a_name_leave_the_vocabulary_with_the_last_that_was_called_so,
    a_word_that_came_into_use_while_it_was_forgotten_is_learnt_again,
    erasing_after_a_merge_reaches_what_was_merged_away_and_its_words,
    erasing_after_a_merge_strips_the_answers_about_what_was_merged_away,
    no_byte_of_the_person_is_left_in_the_files_of_the_embedded_database,
    who_may_not_erase_is_told_so_and_nothing_changes
];

async fn every_fact_says_where_it_comes_from(app: App) {
    let convenor = app.convenor().await;
    let made = convenor
        .request(Method::POST, "/v1/enterprises?source=field_visit&as_of=2026-10-02")
        .json(&given::enterprise())
        .send()
        .await
        .expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    convenor.patch(&path, &made.etag(), &json!({ "workers": 4 })).await.expect(200);
    let shown = convenor.get(&format!("{path}/provenance")).await.expect(200);
    let facts = shown.json()["facts"].as_array().unwrap().clone();
    let of = |name: &str| facts.iter().find(|fact| fact["field"] == name).unwrap_or_else(|| panic!("no {name}")).clone();
    assert_eq!((&of("udyam")["source"], &of("udyam")["as_of"]), (&json!("field_visit"), &json!("2026-10-02")));
    assert_eq!((&of("workers")["source"], &of("workers")["as_of"]), (&json!("declaration"), &json!("2026-11-21")));
    assert!(of("workers")["by"].is_string() && of("workers")["is_protected"] == false);
    assert!(facts.iter().all(|fact| fact["field"] != "mobile"), "what nobody stated has no source");
    assert!(app.service.schemas.faults_of("ProvenanceView", &shown.json()).unwrap().is_empty());
    for (query, name, code) in
        [("source=A", "source", "source_system"), ("as_of=2026-13-01", "as_of", "date"), ("as_of=2027-01-01", "as_of", "in_the_future")]
    {
        convenor
            .request(Method::POST, &format!("/v1/enterprises?{query}"))
            .json(&given::unit("Unit"))
            .send()
            .await
            .problem("malformed", 400)
            .violates(name, code);
    }
}

async fn what_is_protected_an_import_keeps_and_says_so(app: App) {
    let (convenor, partner) = (app.convenor().await, partner(&app).await);
    let made = convenor.post("/v1/enterprises", &unit()).await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    let fields = json!({ "fields": ["mobile", "udyam"] });
    partner.step(&path, "protect", &fields).await.problem("forbidden", 403);
    convenor.step(&path, "protect", &json!({ "fields": [] })).await.problem("invalid", 422).violates("/fields", "min_items");
    convenor.step(&path, "protect", &json!({ "fields": ["id"] })).await.problem("invalid", 422).violates("/fields/0", "enum");
    convenor.request(Method::POST, &format!("{path}/protect")).if_match("\"7\"").json(&fields).send().await.problem("stale", 412);
    convenor.step(&path, "protect", &fields).await.expect(200);
    let tag = partner.get(&path).await.expect(200).etag();
    let brought = json!({ "mobile": "9999999999", "udyam": "UDYAM-KL-02-7777777", "workers": 3 });
    let answer =
        partner.request(Method::PATCH, &format!("{path}?source=udyam")).if_match(&tag).merge_patch(&brought).send().await.expect(200);
    assert_eq!(answer.json()["kept"], json!(["udyam", "mobile"]));
    assert_eq!(
        (&answer.json()["mobile"], answer.json().get("udyam"), &answer.json()["workers"]),
        (&json!("+91XXXXXXX470"), None, &json!(3))
    );
    let by_hand = convenor.patch(&path, &answer.etag(), &json!({ "mobile": "9999999999" })).await.expect(200).json();
    assert_eq!((&by_hand["mobile"], by_hand.get("kept")), (&json!("+91XXXXXXX999"), None));
    convenor.step(&path, "unprotect", &fields).await.expect(200);
    let tag = partner.get(&path).await.expect(200).etag();
    let free = partner.patch(&path, &tag, &json!({ "mobile": "8888888888" })).await.expect(200).json();
    assert_eq!((&free["mobile"], free.get("kept")), (&json!("+91XXXXXXX888"), None));
}

async fn erasing_leaves_nothing_of_the_person_in_any_table_and_the_trail_verifies(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let post = || dic.request(Method::POST, "/v1/enterprises").key("made-once").json(&unit());
    let made = post().send().await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    let words = ["kochurani", "zachariah", "9847098470", "abcpk4321l", "puthenpurackal", "10.111111", "76.222222"];
    let before = everything(&app.site);
    for word in words {
        assert!(before.contains(word), "{word} was kept nowhere");
    }
    // A name that tells the owner is refused.
    let named = json!({ "name": { "en": "Kochurani stitching" } });
    dic.step(&path, "erase-personal-data", &named).await.problem("invalid", 422).violates("/name", "owner_in_name");
    let erased = dic.step(&path, "erase-personal-data", &json!({ "name": { "en": "Tailoring unit 7" } })).await.expect(200).json();
    assert_eq!((&erased["erased_on"], erased.get("masked"), erased.get("gstin")), (&json!("2026-11-21"), None, None));
    let after = everything(&app.site);
    for word in words {
        assert!(!after.contains(word), "{word} is still there");
    }
    assert!(after.contains("tailoring unit 7"));
    assert_eq!(erased["products"], json!(["Curtains"]));
    let placed = app.site.texts("SELECT CAST(count(*) AS text) AS value FROM enterprises WHERE latitude = 10111111 OR pan = 'ABCPK4321L'");
    assert_eq!(placed, ["0"]);
    app.store.seal().await.unwrap();
    let verdict = app.store.verify().await.unwrap();
    assert!(verdict.broken.is_empty() && verdict.links > 2, "{verdict:?}");
    // The first request, repeated, is still known and has no second effect.
    let again = post().send().await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), again.body.is_empty()), (Some("true"), true));
    assert_eq!(again.header("location"), Some(path.as_str()));
    // An import does not bring her back; her PAN is free for a record that she asks for herself.
    let partner = partner(&app).await;
    let tag = partner.get(&path).await.expect(200).etag();
    let answer = partner.patch(&path, &tag, &json!({ "mobile": "9847098470", "owner_name": "Kochurani" })).await.expect(200).json();
    assert_eq!((&answer["kept"], answer.get("mobile")), (&json!(["mobile", "owner_name"]), None));
    dic.post("/v1/enterprises", &unit()).await.expect(201);
}

async fn words_of_a_name_leave_the_vocabulary_with_the_last_that_was_called_so(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let named = given::with(unit(), "/name", json!({ "en": "Kochurani stitching" }));
    let path = format!("/v1/enterprises/{}", dic.post("/v1/enterprises", &named).await.expect(201).id());
    dic.post("/v1/enterprises", &given::unit("Stitching by the sea")).await.expect(201);
    let known = |word: &str| app.site.texts(&format!("SELECT word AS value FROM search_words WHERE word = '{word}'")).len();
    let found = async |words: &str| {
        dic.get(&format!("/v1/search?kind=enterprise&q={words}")).await.expect(200).json()["items"].as_array().unwrap().len()
    };
    assert_eq!((known("kochurani"), found("kochurany").await, found("stiching").await), (1, 1, 2));
    app.store.forget_words().await.unwrap();
    assert_eq!(known("kochurani"), 1, "an entry holds it");
    dic.step(&path, "erase-personal-data", &json!({ "name": { "en": "Unit 7" } })).await.expect(200);
    app.store.forget_words().await.unwrap();
    assert_eq!((known("kochurani"), known("stitching")), (0, 1));
    assert_eq!((found("kochurany").await, found("stiching").await), (0, 1));
    // It is noted for a minute more, because a write at work may have counted on it.
    assert_eq!(app.store.forget_words().await.unwrap(), 0);
    app.advance(61);
    app.store.forget_words().await.unwrap();
    assert!(!everything(&app.site).contains("kochurani"));
    // Whoever is called so next is found as before.
    dic.post("/v1/enterprises", &given::unit("Kochurani bakery")).await.expect(201);
    assert_eq!((known("kochurani"), found("kochurany").await), (1, 1));
}

async fn a_word_that_came_into_use_while_it_was_forgotten_is_learnt_again(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let made = dic.post("/v1/enterprises", &given::unit("Zebrafinch mill")).await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    let known = || app.site.texts("SELECT word AS value FROM search_words WHERE word = 'zebrafinch'").len();
    let renamed = dic.patch(&path, &made.etag(), &json!({ "name": { "en": "Mill" } })).await.expect(200);
    app.store.forget_words().await.unwrap();
    assert_eq!(known(), 0);
    // As if the write that names it anew had read the vocabulary before.
    dic.patch(&path, &renamed.etag(), &json!({ "name": { "en": "Zebrafinch mill" } })).await.expect(200);
    app.site.sql("DELETE FROM search_words WHERE word = 'zebrafinch'");
    app.advance(61);
    app.store.forget_words().await.unwrap();
    assert_eq!(known(), 1);
    assert_eq!(dic.get("/v1/search?kind=enterprise&q=zebrafunch").await.expect(200).json()["items"][0]["id"], json!(made.id()));
    assert_eq!(app.site.texts("SELECT word AS value FROM search_words_left WHERE word = 'zebrafinch'"), Vec::<String>::new());
}

async fn erasing_after_a_merge_reaches_what_was_merged_away_and_its_words(app: App) {
    let officer = app.officer().await;
    let named = given::with(unit(), "/name", json!({ "en": "Kochurani stitching" }));
    let mut ids = Vec::new();
    for facts in [named, given::unit("Second"), given::unit("Third")] {
        ids.push(officer.post("/v1/enterprises", &facts).await.expect(201).id());
    }
    let path = |id: &str| format!("/v1/enterprises/{id}");
    for pair in ids.windows(2) {
        let revision = officer.get(&path(&pair[1])).await.expect(200).json()["revision"].clone();
        officer.step(&path(&pair[0]), "merge", &json!({ "into": pair[1], "into_revision": revision })).await.expect(201);
    }
    let found = async || officer.get("/v1/search?kind=enterprise&q=kochurani").await.expect(200).json()["items"].as_array().unwrap().len();
    assert_eq!(found().await, 1);
    officer.step(&path(&ids[2]), "erase-personal-data", &json!({})).await.expect(200);
    assert_eq!(found().await, 0);
    app.store.forget_words().await.unwrap();
    app.advance(61);
    app.store.forget_words().await.unwrap();
    let all = everything(&app.site);
    for word in ["kochurani", "zachariah", "9847098470", "abcpk4321l", "puthenpurackal"] {
        assert!(!all.contains(word), "{word} is still there");
    }
}

async fn erasing_after_a_merge_strips_the_answers_about_what_was_merged_away(app: App) {
    let officer = app.officer().await;
    let post = |key: &str, facts: &Value| officer.request(Method::POST, "/v1/enterprises").key(key).json(facts).send();
    let (gone, kept) = (post("gone", &unit()).await.expect(201), post("kept", &given::unit("Second")).await.expect(201));
    let merge = json!({ "into": kept.id(), "into_revision": 1 });
    officer.step(&format!("/v1/enterprises/{}", gone.id()), "merge", &merge).await.expect(201);
    assert!(!post("gone", &unit()).await.expect(201).body.is_empty(), "the answer is kept until then");
    officer.step(&format!("/v1/enterprises/{}", kept.id()), "erase-personal-data", &json!({})).await.expect(200);
    for (key, facts) in [("gone", unit()), ("kept", given::unit("Second"))] {
        let again = post(key, &facts).await.expect(201);
        assert_eq!((again.header("idempotency-replayed"), again.body.is_empty()), (Some("true"), true), "{key}");
    }
    assert!(!everything(&app.site).contains("k*** z***"));
}

async fn no_byte_of_the_person_is_left_in_the_files_of_the_embedded_database(app: App) {
    let DatabaseUrl::Sqlite { path: file, .. } = app.site.url.clone() else {
        return;
    };
    let bytes = || {
        let log = file.with_extension("db-wal");
        let all = [&file, &log].map(|file| std::fs::read(file).unwrap_or_default()).concat();
        String::from_utf8_lossy(&all).to_lowercase()
    };
    let dic = app.client("dic-gm.ernakulam").await;
    let named = given::with(unit(), "/name", json!({ "en": "Kochurani stitching" }));
    // Enough that pages are split, and rows move.
    let mut paths = Vec::new();
    for n in 0..12 {
        let other = given::with(given::unit(&format!("Mill {n}")), "/products", json!(vec!["Broken rice".repeat(7); 20]));
        dic.post("/v1/enterprises", &other).await.expect(201);
        if n == 6 {
            let made = dic.request(Method::POST, "/v1/enterprises").key("made-once").json(&named).send().await.expect(201);
            paths.push(format!("/v1/enterprises/{}", made.id()));
            dic.patch(&paths[0], "*", &json!({ "products": vec!["Blouses".repeat(11); 20] })).await.expect(200);
        }
    }
    let words = ["kochurani", "zachariah", "9847098470", "abcpk4321l", "puthenpurackal"];
    for word in words {
        assert!(bytes().contains(word), "{word} was kept nowhere");
    }
    dic.step(&paths[0], "erase-personal-data", &json!({ "name": { "en": "Tailoring unit 7" } })).await.expect(200);
    for word in &words[1..] {
        assert!(!bytes().contains(word), "{word} is still there");
    }
    // The word of the name goes with the vocabulary.
    app.store.forget_words().await.unwrap();
    app.advance(61);
    app.store.forget_words().await.unwrap();
    for word in words {
        assert!(!bytes().contains(word), "{word} is still there");
    }
}

async fn who_may_not_erase_is_told_so_and_nothing_changes(app: App) {
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/enterprises", &unit()).await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    let body = json!({ "name": { "en": "Tailoring unit 7" } });
    convenor.step(&path, "erase-personal-data", &body).await.problem("forbidden", 403);
    let elsewhere = app.client("convenor.kollam").await;
    elsewhere
        .request(Method::POST, &format!("{path}/erase-personal-data"))
        .if_match("\"1\"")
        .json(&body)
        .send()
        .await
        .problem("not-found", 404);
    assert_eq!(convenor.get(&path).await.expect(200).json(), made.json());
}
