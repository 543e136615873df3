//! Lists as files: every list in every form, with the filters, the order and the masks of the list, of any length.

use crate::app::App;
use crate::client::Client;
use crate::harness::site::Engine;
use crate::http::conventions::export_files::{FORMATS, Table, exported, features, file, lines, walk};
use crate::http::given;
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::Service;
use actix_web::http::Method;
use actix_web::test;
use flate2::read::GzDecoder;
use odoi_api::build;
use odoi_domain::policy::actor::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;
use std::pin::Pin;

/// An export that is read piece by piece, as slowly as the test likes.
pub struct Slow {
    body: BoxBody,
}

impl Slow {
    pub async fn of(app: &App, name: &str, path: &str) -> Self {
        let service = test::init_service(build(app.service.clone())).await;
        let request = app.client(name).await.request(Method::GET, path).build();
        let answer = service.call(request).await;
        let answer = answer.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(answer.status().as_u16(), 200);
        let body = answer.map_into_boxed_body().into_body();
        Self { body }
    }

    pub async fn next(&mut self) -> Option<Result<Vec<u8>, String>> {
        let body = &mut self.body;
        let piece = std::future::poll_fn(move |context| Pin::new(&mut *body).poll_next(context)).await?;
        Some(piece.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string()))
    }
}

/// Codes of activities, as many as are asked for, beside those that are there.
pub fn add_codes(app: &App, from: u32, to: u32) {
    let rows = match app.site.engine {
        Engine::Sqlite => format!(
            "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) SELECT 'nic_2025', CAST(i AS text), 'sub_class', 'Code' FROM n"
        ),
        Engine::Postgres => format!("SELECT 'nic_2025', CAST(i AS text), 'sub_class', 'Code' FROM generate_series({from}, {to}) i"),
    };
    app.site.sql(&format!("INSERT INTO activities (version, code, level, title_en) {rows}"));
}

const CODES: &str = "/v1/activities?version=nic_2025&level=sub_class";

/// A unit with everything that is personal.
fn person() -> Value {
    let mut facts = given::unit("Masked \"unit\", Kalady");
    facts["owner_name"] = json!("Uma Invented");
    facts["mobile"] = json!("+916000000001");
    facts["email"] = json!("uma@example.org");
    facts["caste_category"] = json!("obc");
    facts["has_disability"] = json!(true);
    facts
}

async fn officer_and_person(app: &App) -> Client {
    let officer = app.officer().await;
    officer.post("/v1/enterprises", &person()).await.expect(201);
    officer
}

http_tests![
    every_list_comes_in_every_form_with_the_rows_of_the_list,
    columns_are_the_same_for_every_row_and_whether_there_are_any,
    filters_and_order_are_those_of_the_list,
    what_is_masked_in_the_list_is_masked_in_its_files,
    everybody_exports_what_the_own_list_shows_and_no_more,
    no_cell_of_a_table_is_a_formula_and_malayalam_stays_what_it_is,
    features_stand_at_longitude_and_latitude_or_nowhere,
    what_is_wrong_with_an_export_is_told_at_once,
    accept_asks_for_a_file_too_and_the_parameter_counts_more,
    head_says_what_get_would_and_reads_no_further,
    a_file_is_compressed_as_it_flows,
    rows_that_come_meanwhile_make_no_row_appear_twice_or_be_skipped,
    whoever_loses_the_right_meanwhile_gets_no_further_and_no_end,
    a_worksheet_has_room_for_so_many_rows
];

async fn every_list_comes_in_every_form_with_the_rows_of_the_list(app: App) {
    let officer = officer_and_person(&app).await;
    let lists = exported(&officer).await;
    assert!(lists.len() >= 18, "{lists:?}");
    let auditor = app.client("auditor").await;
    for path in lists {
        // The log of disclosures is for those who watch, and not for those who are watched.
        let officer = if path == "/v1/disclosures" { &auditor } else { &officer };
        let rows = walk(officer, &path).await;
        for (format, kind) in FORMATS {
            let answer = file(officer, &path, format).await;
            assert_eq!(answer.header("content-type"), Some(kind), "{path}");
            let name = answer.header("content-disposition").expect("a name");
            let ending = format!("-2026-11-21.{format}\"");
            assert!(name.starts_with("attachment; filename=\"") && name.ends_with(&ending), "{name}");
            assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), (Some("no-store"), Some("nosniff")));
            match format {
                "ndjson" => assert_eq!(lines(&answer.body), rows, "{path}"),
                "geojson" => {
                    let found: Vec<Value> = features(&answer.body).into_iter().map(|(row, _)| row).collect();
                    assert_eq!(found, rows, "{path}");
                }
                _ => {
                    let table = if format == "csv" { Table::of_csv(&answer.body) } else { Table::of_xlsx(&answer.body) };
                    assert_eq!(table.rows.len(), rows.len(), "{path}");
                    assert_eq!(table.names.iter().collect::<BTreeSet<_>>().len(), table.names.len(), "a name stands once");
                    if rows.iter().all(|row| row.get("id").is_some()) {
                        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
                        assert_eq!(table.column("id"), ids, "{path}");
                    }
                }
            }
        }
        let (csv, xlsx) =
            (Table::of_csv(&file(officer, &path, "csv").await.body), Table::of_xlsx(&file(officer, &path, "xlsx").await.body));
        assert_eq!(csv.names, xlsx.names, "{path}");
        for (ours, theirs) in csv.rows.iter().flatten().zip(xlsx.rows.iter().flatten()) {
            let truth = match theirs.as_str() {
                "1" if ours == "true" => "true",
                "0" if ours == "false" => "false",
                other => other,
            };
            assert_eq!(ours.strip_prefix('\'').unwrap_or(ours).replace("\r\n", "\n"), truth, "{path}");
        }
    }
}

async fn columns_are_the_same_for_every_row_and_whether_there_are_any(app: App) {
    let officer = app.officer().await;
    let all = Table::of_csv(&file(&officer, "/v1/enterprises", "csv").await.body);
    for name in
        ["id", "name.en", "name.ml", "activities.code", "size.class", "location.latitude", "owner_name", "kudumbashree.sector", "address"]
    {
        assert!(all.names.iter().any(|other| other == name), "no {name} in {:?}", all.names);
    }
    assert_eq!(all.names[..3], ["id", "name.en", "name.ml"], "in the order of the view");
    let none = Table::of_csv(&file(&officer, "/v1/enterprises?pin_code=679999", "csv").await.body);
    assert_eq!((all.names, none.rows.len()), (none.names, 0));
    assert_eq!(features(&file(&officer, "/v1/enterprises?pin_code=679999", "geojson").await.body), []);
    assert_eq!(Table::of_xlsx(&file(&officer, "/v1/enterprises?pin_code=679999", "xlsx").await.body).rows.len(), 0);
    assert_eq!(file(&officer, "/v1/enterprises?pin_code=679999", "ndjson").await.body, b"");
}

async fn filters_and_order_are_those_of_the_list(app: App) {
    let officer = app.officer().await;
    for (name, longitude) in [("Far", 76.6), ("Near", 76.3)] {
        let facts = json!({ "name": { "en": format!("{name} college") }, "kind": "college", "district": "555", "location": { "latitude": 9.9312, "longitude": longitude } });
        officer.post("/v1/institutions", &facts).await.expect(201);
    }
    for query in [
        "/v1/enterprises?district=555,559&sort=-name",
        "/v1/enterprises?q=rice&kind=firm",
        "/v1/clusters?sort=updated_at",
        "/v1/places?level=taluk,district&sort=-name",
        "/v1/institutions?near=9.9312,76.2673&within_km=60",
        "/v1/memberships?as_of=2020-01-01&status=current",
        "/v1/activities?version=nic_2025&sort=-name",
    ] {
        let rows = walk(&officer, query).await;
        assert_eq!(lines(&file(&officer, query, "ndjson").await.body), rows, "{query}");
    }
    let near = "/v1/institutions?near=9.9312,76.2673";
    let table = Table::of_csv(&file(&officer, near, "csv").await.body);
    let away: Vec<i64> = table.column("distance_m").iter().map(|metres| metres.parse().expect("metres")).collect();
    assert!(!away.is_empty() && away.is_sorted(), "{away:?}");
    let plain = Table::of_csv(&file(&officer, "/v1/institutions", "csv").await.body);
    assert!(plain.column("distance_m").iter().all(|cell| cell.is_empty()), "the columns stay the same");
}

async fn what_is_masked_in_the_list_is_masked_in_its_files(app: App) {
    let officer = officer_and_person(&app).await;
    let query = "/v1/enterprises?q=masked";
    let row = officer.first(query).await;
    assert_eq!((&row["mobile"], &row["owner_name"]), (&json!("+91XXXXXXX001"), &json!("U*** I***")));
    for (format, _) in FORMATS {
        let bytes = file(&officer, query, format).await.body;
        let text = if format == "xlsx" { Table::of_xlsx(&bytes).rows.concat().join(" ") } else { String::from_utf8(bytes).expect("UTF-8") };
        assert!(text.contains("+91XXXXXXX001") && text.contains("U*** I***"), "{format}: {text}");
        for secret in ["6000000001", "Invented", "uma@example.org", "obc"] {
            assert!(!text.contains(secret), "{format} tells {secret}");
        }
    }
    let table = Table::of_csv(&file(&officer, query, "csv").await.body);
    assert_eq!(table.column("masked"), ["owner_name; mobile; email; caste_category; has_disability"]);
    assert_eq!(table.column("mobile"), ["'+91XXXXXXX001"], "a number for people is no formula");
}

async fn everybody_exports_what_the_own_list_shows_and_no_more(app: App) {
    let guest = app.guest();
    guest.get("/v1/enterprises?format=csv").await.problem("not-signed-in", 401);
    let nobody = open(&app, "nobody.at.all", Vec::new()).await;
    let here = open(&app, "convenor.of.idukki", vec![grant(Role::KdiscDpe, district("556"))]).await;
    let officer = app.officer().await;
    for path in exported(&app.officer().await).await {
        let list = nobody.get(&path).await;
        let answer = nobody.get(&format!("{path}?format=csv")).await;
        assert_eq!((answer.status, answer.header("content-disposition").is_some()), (list.status, list.status == 200), "{path}");
        let rows = here.get(&path).await;
        if rows.status == 200 {
            assert_eq!(lines(&file(&here, &path, "ndjson").await.body), walk(&here, &path).await, "{path}");
        }
    }
    nobody.get("/v1/enterprises?format=xlsx").await.problem("forbidden", 403);
    let (few, all) = (
        lines(&file(&here, "/v1/enterprises", "ndjson").await.body).len(),
        lines(&file(&officer, "/v1/enterprises", "ndjson").await.body).len(),
    );
    assert!(0 < few && few < all, "{few} of {all}");
}

async fn no_cell_of_a_table_is_a_formula_and_malayalam_stays_what_it_is(app: App) {
    let officer = app.officer().await;
    let formula = "=HYPERLINK(\"http://evil.example\",\"rice\")";
    let names = [formula, "+1+1", "-2+3", "@SUM(A1:A9)", "＝1+1", "a;=1", "_x0041_<&>"];
    for name in names {
        let mut facts = given::institution();
        facts["name"] = json!({ "en": name, "ml": "പൊന്നി അരിമിൽ" });
        facts["fields"] = json!([name, "b;c"]);
        facts.as_object_mut().expect("facts").remove("aishe");
        officer.post("/v1/institutions", &facts).await.expect(201);
    }
    let query = "/v1/institutions?q=%E0%B4%AA%E0%B5%8A%E0%B4%A8%E0%B5%8D%E0%B4%A8%E0%B4%BF&sort=created_at";
    let csv = file(&officer, query, "csv").await.body;
    let text = String::from_utf8(csv.clone()).expect("UTF-8");
    assert!(text.contains("\r\n") && !text.replace("\r\n", "").contains('\n'), "lines end as RFC 4180 says");
    assert!(!text.starts_with('\u{feff}'));
    let table = Table::of_csv(&csv);
    assert_eq!(table.column("name.en"), [format!("'{formula}").as_str(), "'+1+1", "'-2+3", "'@SUM(A1:A9)", "'＝1+1", "a;=1", "_x0041_<&>"]);
    assert!(text.contains("\"a;=1\""), "what separates cells elsewhere is quoted");
    assert!(table.column("fields").iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    assert_eq!(table.column("fields")[5], "a\\;=1; b\\;c");
    assert!(table.column("name.ml").iter().all(|name| *name == "പൊന്നി അരിമിൽ"));
    let sheet = Table::of_xlsx(&file(&officer, query, "xlsx").await.body);
    assert_eq!(sheet.column("name.en")[..6], names[..6], "text is text in a workbook");
    assert_eq!(sheet.column("name.en")[6], "_x005F_x0041_<&>", "as spreadsheets write it");
    assert!(sheet.column("name.ml").iter().all(|name| *name == "പൊന്നി അരിമിൽ"));
}

async fn features_stand_at_longitude_and_latitude_or_nowhere(app: App) {
    let officer = app.officer().await;
    for (name, location) in [("Here", json!({ "latitude": 9.9312, "longitude": 76.2673 })), ("Nowhere", Value::Null)] {
        let facts = json!({ "name": { "en": format!("{name} college") }, "kind": "college", "district": "555", "location": location });
        officer.post("/v1/institutions", &facts).await.expect(201);
    }
    let found = features(&file(&officer, "/v1/institutions?q=college&sort=-created_at", "geojson").await.body);
    assert_eq!((&found[0].0["name"]["en"], &found[0].1), (&json!("Nowhere college"), &Value::Null));
    assert_eq!((&found[1].0["name"]["en"], &found[1].1), (&json!("Here college"), &json!([76.2673, 9.9312])));
    let admin = app.client("administrator").await;
    let ward = json!({ "level": "ward", "code": "W1", "name": { "en": "A ward" }, "district": "555", "centroid": { "latitude": 10.0, "longitude": 76.5 } });
    admin.post("/v1/places", &ward).await.expect(201);
    for path in ["/v1/places?level=ward", "/v1/places/district:555/contains?level=ward"] {
        let found = features(&file(&admin, path, "geojson").await.body);
        assert_eq!((found.len(), &found[0].1), (1, &json!([76.5, 10.0])), "{path}");
    }
    assert_eq!(features(&file(&officer, "/v1/schemes", "geojson").await.body)[0].1, Value::Null);
}

async fn what_is_wrong_with_an_export_is_told_at_once(app: App) {
    let officer = app.officer().await;
    for format in ["xml", "CSV", "", "json", "csv,xlsx"] {
        officer.get(&format!("/v1/enterprises?format={format}")).await.problem("malformed", 400).violates("format", "enum");
    }
    officer.get("/v1/enterprises?format=csv&format=csv").await.problem("malformed", 400).violates("format", "repeated_parameter");
    officer
        .get("/v1/enterprises?format=csv&limit=5&cursor=W10&count=true&colour=red")
        .await
        .problem("malformed", 400)
        .violates("limit", "not_in_a_file")
        .violates("cursor", "not_in_a_file")
        .violates("count", "not_in_a_file")
        .violates("colour", "unknown_parameter");
    officer
        .get("/v1/enterprises?format=xml&limit=5")
        .await
        .problem("malformed", 400)
        .violates("format", "enum")
        .violates("limit", "not_in_a_file");
    officer.get("/v1/search?q=rice&format=csv").await.problem("malformed", 400).violates("format", "unknown_parameter");
    officer.get("/v1/enterprises/019a2b3c-4d5e-7f60-8123-456789abcdef?format=csv").await.problem("malformed", 400);
    officer.get("/v1/places/taluk:99999/contains?format=csv").await.problem("not-found", 404);
}

async fn accept_asks_for_a_file_too_and_the_parameter_counts_more(app: App) {
    let officer = app.officer().await;
    let ask = |path: &'static str, accept: &'static str| officer.request(Method::GET, path).header("accept", accept).send();
    for (accept, kind) in [
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("text/csv, application/json;q=0.5", "text/csv; charset=utf-8; header=present"),
        ("application/geo+json, */*;q=0.1", "application/geo+json"),
        ("text/csv, application/json", "application/json"),
        ("text/csv;q=0.5, */*;q=0.8", "application/json"),
        ("application/geo+json;q=0.4, text/csv;q=0.5", "text/csv; charset=utf-8; header=present"),
        ("text/csv, application/geo+json", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0, */*", "application/json"),
    ] {
        assert_eq!(ask("/v1/clusters", accept).await.expect(200).header("content-type"), Some(kind), "{accept}");
    }
    assert_eq!(ask("/v1/clusters?format=csv", "application/json").await.expect(200).header("content-type"), Some(FORMATS[0].1));
    ask("/v1/clusters?limit=3", "text/csv").await.problem("malformed", 400).violates("limit", "not_in_a_file");
    for path in ["/v1/auth/me", "/v1/search?q=rice", "/v1/places/district:555"] {
        ask(path, "text/csv").await.problem("not-acceptable", 406);
    }
    ask("/v1/clusters?format=csv", "text/csv;q=0").await.problem("not-acceptable", 406);
    officer
        .request(Method::POST, "/v1/clusters")
        .header("accept", "text/csv")
        .json(&given::cluster("Umbrella"))
        .send()
        .await
        .problem("not-acceptable", 406);
}

async fn head_says_what_get_would_and_reads_no_further(app: App) {
    let officer = app.officer().await;
    for (format, kind) in FORMATS {
        let path = format!("/v1/clusters?format={format}");
        let (head, get) = (officer.request(Method::HEAD, &path).send().await.expect(200), officer.get(&path).await.expect(200));
        assert_eq!((head.header("content-type"), head.body.len()), (Some(kind), 0));
        assert_eq!(head.header("content-disposition"), get.header("content-disposition"));
    }
    officer.request(Method::HEAD, "/v1/clusters?format=xml").send().await.expect(400);
}

async fn a_file_is_compressed_as_it_flows(app: App) {
    add_codes(&app, 20_000, 22_000);
    let officer = app.officer().await;
    let plain = file(&officer, CODES, "csv").await.body;
    let packed = officer.request(Method::GET, &format!("{CODES}&format=csv")).header("accept-encoding", "gzip").send().await.expect(200);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut text = Vec::new();
    GzDecoder::new(packed.body.as_slice()).read_to_end(&mut text).expect("gzip");
    assert!(text == plain && packed.body.len() * 2 < plain.len());
}

async fn rows_that_come_meanwhile_make_no_row_appear_twice_or_be_skipped(app: App) {
    add_codes(&app, 20_000, 21_700);
    let before: BTreeSet<String> =
        walk(&app.officer().await, CODES).await.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect();
    let mut slow = Slow::of(&app, "officer", &format!("{CODES}&format=ndjson")).await;
    let (mut pieces, mut seen) = (0, Vec::new());
    while let Some(piece) = slow.next().await {
        // Before and behind what has been read.
        add_codes(&app, 10_000 + pieces * 10, 10_009 + pieces * 10);
        add_codes(&app, 90_000 + pieces * 10, 90_009 + pieces * 10);
        pieces += 1;
        seen.extend(lines(&piece.expect("a piece")).iter().map(|row| row["code"].as_str().unwrap().to_owned()));
    }
    assert!(pieces >= 4, "{pieces} pieces of {} rows", seen.len());
    assert!(seen.is_sorted_by(|a, b| a < b), "in order, and none twice");
    assert!(before.is_subset(&seen.iter().cloned().collect()), "none was skipped");
    assert!(
        seen.contains(&"90005".to_owned()) && !seen.contains(&"10015".to_owned()),
        "what comes behind the border is met, what comes before is not"
    );
}

async fn whoever_loses_the_right_meanwhile_gets_no_further_and_no_end(app: App) {
    add_codes(&app, 20_000, 21_700);
    let mut walks = Vec::new();
    for (format, _) in FORMATS {
        let mut slow = Slow::of(&app, "officer", &format!("{CODES}&format={format}")).await;
        let first = slow.next().await.expect("a piece").expect("a good one");
        assert!(!first.is_empty() && !first.ends_with(b"]}\n"));
        walks.push(slow);
    }
    app.site.sql("DELETE FROM grants");
    for slow in &mut walks {
        assert!(matches!(slow.next().await, Some(Err(_))));
    }
}

async fn a_worksheet_has_room_for_so_many_rows(app: App) {
    add_codes(&app, 1_000_000, 2_048_575);
    // The first in their order can be read.
    for code in [100, 1_000, 10_000] {
        add_codes(&app, code, code);
    }
    let officer = app.officer().await;
    let refused = officer
        .get("/v1/activities?version=nic_2025&level=sub_class&format=xlsx")
        .await
        .problem("invalid", 422)
        .violates("format", "too_many_rows");
    let message = refused.json()["errors"][0]["message"].to_string();
    assert!(message.contains("1048575") && message.contains("csv"), "{message}");
}
