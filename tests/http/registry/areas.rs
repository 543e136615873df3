//! Areas overlap: what a place contains, lies in and touches is answered across levels.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// A place of Ernakulam, in or over some areas; the answer is its id.
async fn place(admin: &Client, level: &str, code: &str, name: &str, areas: &[(&str, &str)]) -> String {
    let areas: Vec<Value> =
        areas.iter().map(|(relation, id)| json!({ "relation": relation, "place": id, "source": "A gazette" })).collect();
    let facts = json!({ "level": level, "code": code, "name": { "en": name }, "district": "555", "areas": areas });
    admin.post("/v1/places", &facts).await.expect(201).id()
}

/// A development block, its block panchayat, two grama panchayats in different constituencies and a ward.
async fn angamaly(app: &App) -> (Client, Vec<String>) {
    let admin = app.client("administrator").await;
    let seat = |number: &'static str| {
        let admin = admin.clone();
        async move { admin.get(&format!("/v1/places/assembly_constituency:{number}")).await.expect(200).id() }
    };
    let (perumbavoor, angamaly, aluva) = (seat("74").await, seat("75").await, seat("76").await);
    let block = place(&admin, "development_block", "5962", "Angamaly block", &[]).await;
    let panchayat = place(&admin, "block_panchayat", "B07064", "Angamaly block panchayat", &[("within", &block)]).await;
    let kalady = place(&admin, "grama_panchayat", "221053", "Kalady", &[("within", &panchayat), ("within", &angamaly)]).await;
    let kanjoor = place(&admin, "grama_panchayat", "221054", "Kanjoor", &[("within", &panchayat), ("overlaps", &aluva)]).await;
    let ward = place(&admin, "ward", "G07010001", "Manickamangalam", &[("within", &kalady)]).await;
    (admin, vec![block, panchayat, kalady, kanjoor, ward, perumbavoor, angamaly, aluva])
}

async fn names(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).await.expect(200).json();
    let row = |row: &Value| {
        let how = if row["is_direct"] == true { "stated" } else { "follows" };
        format!("{} {} {how}", row["place"]["name"]["en"].as_str().unwrap(), row["relation"].as_str().unwrap())
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

http_tests![
    a_block_touches_constituencies_through_its_panchayats,
    what_lies_in_a_place_and_what_it_lies_in_is_answered_over_every_level,
    areas_come_in_pages_like_every_list,
    an_area_is_stated_only_where_it_can_be,
    an_area_that_is_taken_back_is_so_everywhere,
    a_place_answers_to_each_of_its_codes
];

async fn a_block_touches_constituencies_through_its_panchayats(app: App) {
    let (admin, ids) = angamaly(&app).await;
    let path = "/v1/places/development_block:5962/overlaps?level=assembly_constituency";
    assert_eq!(names(&admin, path).await, ["Aluva overlaps follows", "Angamaly overlaps follows"]);
    let page = admin.get(path).await.expect(200).json();
    assert_eq!(
        page["items"][0]["through"],
        json!([{ "id": ids[3], "level": "grama_panchayat", "code": "221054", "name": { "en": "Kanjoor" } }])
    );
    assert_eq!(page["items"][1]["through"][0]["name"]["en"], "Kalady");
    assert_eq!(page["items"][1]["sources"], json!([]), "nobody has stated it of the block");
    // And the other way round: a constituency touches the block and the block panchayat.
    let path = format!("/v1/places/{}/overlaps?level=development_block,block_panchayat", ids[6]);
    assert_eq!(names(&admin, &path).await, ["Angamaly block overlaps follows", "Angamaly block panchayat overlaps follows"]);
    let perumbavoor = format!("/v1/places/{}/overlaps?level=development_block", ids[5]);
    assert_eq!(names(&admin, &perumbavoor).await, Vec::<String>::new());
}

async fn what_lies_in_a_place_and_what_it_lies_in_is_answered_over_every_level(app: App) {
    let (admin, ids) = angamaly(&app).await;
    assert_eq!(
        names(&admin, &format!("/v1/places/{}/contains", ids[0])).await,
        [
            "Angamaly block panchayat contains stated",
            "Kalady contains follows",
            "Kanjoor contains follows",
            "Manickamangalam contains follows"
        ]
    );
    assert_eq!(
        names(&admin, &format!("/v1/places/{}/within", ids[4])).await,
        [
            "Angamaly within follows",
            "Angamaly block within follows",
            "Angamaly block panchayat within follows",
            "Ernakulam within stated",
            "Kalady within stated",
            "Kerala within follows"
        ]
    );
    let all = names(&admin, &format!("/v1/places/{}/overlaps", ids[2])).await;
    assert_eq!(
        all,
        [
            "Angamaly within stated",
            "Angamaly block within follows",
            "Angamaly block panchayat within stated",
            "Ernakulam within stated",
            "Kerala within follows",
            "Manickamangalam contains stated"
        ]
    );
    let seats = admin.get("/v1/places/district:555/contains?level=assembly_constituency&count=true&limit=1").await.expect(200).json();
    assert_eq!(seats["total"], 14, "the constituencies of Ernakulam lie in it without a word");
    let whole = admin.get("/v1/places/state:32/contains?count=true&limit=1").await.expect(200).json();
    let every = admin.get("/v1/places?count=true&limit=1").await.expect(200).json();
    assert_eq!(whole["total"].as_i64().unwrap(), every["total"].as_i64().unwrap() - 1);
    let stated = admin.get(&format!("/v1/places/{}/within?level=grama_panchayat", ids[4])).await.expect(200).json();
    assert_eq!(stated["items"][0]["sources"], json!(["A gazette"]));
}

async fn areas_come_in_pages_like_every_list(app: App) {
    let (admin, _) = angamaly(&app).await;
    let first = admin.get("/v1/places/district:555/contains?limit=5&sort=-name").await.expect(200).json();
    let next = first["next"].as_str().unwrap();
    let second = admin.get(&format!("/v1/places/district:555/contains?limit=5&sort=-name&cursor={next}")).await.expect(200).json();
    let name = |page: &Value, row: usize| page["items"][row]["place"]["name"]["en"].as_str().unwrap().to_lowercase();
    assert!(name(&first, 4) >= name(&second, 0) && second["items"].as_array().unwrap().len() == 5);
    admin
        .get(&format!("/v1/places/district:556/contains?limit=5&sort=-name&cursor={next}"))
        .await
        .problem("malformed", 400)
        .violates("cursor", "cursor");
    admin.get("/v1/places/district:555/contains?colour=red").await.problem("malformed", 400).violates("colour", "unknown_parameter");
    for nothing in [given::NOBODY, "district:599", "planet:1", "district:", "x"] {
        admin.get(&format!("/v1/places/{nothing}/within")).await.problem("not-found", 404);
    }
}

async fn an_area_is_stated_only_where_it_can_be(app: App) {
    let (admin, ids) = angamaly(&app).await;
    let facts = |areas: Value| json!({ "level": "development_block", "code": "5999", "name": { "en": "Block" }, "district": "555", "areas": areas });
    let area = |relation: &str, id: &str| json!({ "relation": relation, "place": id, "source": "A gazette" });
    let answer =
        admin.post("/v1/places", &facts(json!([area("within", &ids[6]), area("overlaps", given::NOBODY), area("within", &ids[2])]))).await;
    answer
        .problem("invalid", 422)
        .violates("/areas/0/relation", "area_level")
        .violates("/areas/1/place", "unknown_reference")
        .violates("/areas/2/relation", "area_level");
    admin
        .post("/v1/places", &facts(json!([area("overlaps", &ids[6]), area("overlaps", &ids[6])])))
        .await
        .problem("invalid", 422)
        .violates("/areas/1", "repeated");
    let path = format!("/v1/places/{}", ids[0]);
    admin
        .patch(&path, "\"1\"", &json!({ "areas": [area("overlaps", &ids[0])] }))
        .await
        .problem("invalid", 422)
        .violates("/areas/0/place", "area_of_itself");
    admin.delete(&path, "\"1\"").await.problem("in-use", 409);
    let path = format!("/v1/places/{}", ids[4]);
    admin.delete(&path, "\"1\"").await.expect(204);
    let kalady = format!("/v1/places/{}/contains", ids[2]);
    assert_eq!(names(&admin, &kalady).await, Vec::<String>::new(), "what is gone lies nowhere");
}

async fn an_area_that_is_taken_back_is_so_everywhere(app: App) {
    let (admin, ids) = angamaly(&app).await;
    let path = format!("/v1/places/{}", ids[2]);
    admin.patch(&path, "\"1\"", &json!({ "areas": [] })).await.expect(200);
    let block = "/v1/places/development_block:5962/overlaps?level=assembly_constituency";
    assert_eq!(names(&admin, block).await, ["Aluva overlaps follows"]);
    assert_eq!(names(&admin, &format!("{path}/within")).await, ["Ernakulam within stated", "Kerala within follows"]);
    admin.patch(&path, "\"2\"", &json!({ "district": null })).await.expect(200);
    assert_eq!(names(&admin, &format!("{path}/within")).await, Vec::<String>::new());
}

async fn a_place_answers_to_each_of_its_codes(app: App) {
    let admin = app.client("administrator").await;
    let other = |system: &str, code: &str| json!({ "system": system, "code": code });
    let facts = json!({
        "level": "grama_panchayat", "code": "221053", "name": { "en": "Kalady" }, "district": "555", "other_names": ["Kaladi"],
        "other_codes": [other("lsg", "G070301"), other("sec_2025", "G07010")], "pin_codes": ["683574", "683575"],
    });
    let made = admin.post("/v1/places", &facts).await.expect(201);
    for key in [
        "grama_panchayat:221053",
        "grama_panchayat:lgd:221053",
        "grama_panchayat:G070301",
        "grama_panchayat:lsg:G070301",
        "grama_panchayat:sec_2025:G07010",
    ] {
        assert_eq!(admin.get(&format!("/v1/places/{key}")).await.expect(200).id(), made.id(), "{key}");
    }
    for key in
        ["grama_panchayat:sec_2025:G070301", "taluk:G070301", "grama_panchayat:census_2011:221053", "grama_panchayat:G0", "ward:lgd:221053"]
    {
        admin.get(&format!("/v1/places/{key}")).await.problem("not-found", 404);
    }
    for query in
        ["code=G070301", "code=221053&level=grama_panchayat", "pin_code=683575", "q=kaladi", "q=g07010", "q=683574&level=grama_panchayat"]
    {
        let found = admin.get(&format!("/v1/places?{query}&count=true")).await.expect(200).json();
        assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &made.json()["id"]), "{query}");
    }
    // A code stands once in its list and level.
    let twin = json!({ "level": "grama_panchayat", "code": "1", "name": { "en": "Twin" }, "other_codes": [other("lsg", "G070301")] });
    admin.post("/v1/places", &twin).await.problem("duplicate", 409).violates("/other_codes", "taken");
    let elsewhere = given::with(twin, "/level", json!("ward"));
    admin.post("/v1/places", &elsewhere).await.expect(201);
    // And may be changed by its key.
    admin.patch("/v1/places/grama_panchayat:G070301", "\"1\"", &json!({ "other_codes": [], "pin_codes": [] })).await.expect(200);
    admin.get("/v1/places/grama_panchayat:G070301").await.problem("not-found", 404);
    let gone = admin.get("/v1/places?pin_code=683575&count=true").await.expect(200).json();
    assert_eq!(gone["total"], 0);
}
