//! Files with a purpose: they show what the pages of the list show, and the log has every piece before it is
//! given out (rule R2.7).

use crate::app::App;
use crate::client::Client;
use crate::http::conventions::export_files::{FORMATS, Table, features, file, lines, walk};
use crate::http::conventions::exports::Slow;
use crate::http::given;
use crate::http::identity::disclosures::{log, logged, person, shows};
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::privacy::PersonalField;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const UNITS: &str = "/v1/enterprises?q=tailoring+river";
/// Of units that are more than one piece of a file.
const MANY: &str = "/v1/enterprises?pin_code=679998&sort=created_at";

/// What every row of the log with this request shows, the first one first.
async fn shown(app: &App, request: &str) -> Vec<Vec<Value>> {
    let auditor = app.client("auditor").await;
    let rows = log(&auditor, "/v1/disclosures?sort=created_at&limit=200").await;
    let asked = rows.iter().filter(|row| row["request_id"] == request);
    let of = |row: &Value| row["shown"].as_array().expect("enterprises").clone();
    asked.map(of).collect()
}

async fn ask(client: &Client, path: &str, request: &str) -> Vec<u8> {
    let asked = client.request(Method::GET, path);
    let asked = asked.header("x-request-id", request);
    asked.send().await.expect(200).body
}

/// More units than a piece of a file has rows, each with an owner and a number.
async fn many(client: &Client, count: usize) -> Vec<String> {
    let mut facts = given::unit("Numbat");
    facts["pin_code"] = json!("679998");
    facts["owner_name"] = json!("Kochurani Zachariah");
    let mut ids = Vec::new();
    for number in 0..count {
        facts["name"]["en"] = json!(format!("Numbat {number}"));
        facts["mobile"] = json!(format!("98470{number:05}"));
        ids.push(client.post("/v1/enterprises", &facts).await.expect(201).id());
    }
    ids
}

http_tests![
    a_file_with_a_purpose_shows_what_the_pages_show_and_the_log_has_it,
    without_a_purpose_or_a_role_for_it_a_file_shows_what_the_pages_show_which_is_nothing,
    each_piece_of_a_file_is_logged_before_it_is_given_out_and_no_sooner
];

async fn a_file_with_a_purpose_shows_what_the_pages_show_and_the_log_has_it(app: App) {
    let officer = app.officer().await;
    let mut ids = Vec::new();
    for (n, place) in [(1, "555"), (2, "559"), (3, "555")] {
        ids.push(officer.post("/v1/enterprises", &person(n, place)).await.expect(201).id());
    }
    // Of three units one stands where another role is held, which has another purpose.
    let both = open(&app, "both", vec![grant(Role::DicGm, district("555")), grant(Role::Auditor, district("559"))]).await;
    for (purpose, whole) in [("contact", [true, false, true]), ("audit", [false, true, false])] {
        let path = format!("{UNITS}&purpose={purpose}");
        let rows = walk(&both, &path).await;
        assert_eq!(rows.len(), 3);
        for (format, _) in FORMATS {
            let (request, before) = (format!("{purpose}-{format}"), logged(&app).await);
            let bytes = ask(&both, &format!("{path}&format={format}"), &request).await;
            assert_eq!(logged(&app).await, before + 1, "{request}");
            let fields = if purpose == "audit" { json!(PersonalField::ALL) } else { json!(["owner_name", "mobile", "email"]) };
            let seen: Vec<Value> =
                ids.iter().zip(whole).filter(|(_, is)| *is).map(|(id, _)| json!({ "enterprise_id": id, "fields": fields })).collect();
            assert_eq!(shown(&app, &request).await, [seen], "{request}");
            match format {
                "ndjson" => assert_eq!(lines(&bytes), rows),
                "geojson" => assert_eq!(features(&bytes).into_iter().map(|(row, _)| row).collect::<Vec<_>>(), rows),
                _ => {
                    let table = if format == "csv" { Table::of_csv(&bytes) } else { Table::of_xlsx(&bytes) };
                    let wanted: Vec<&str> = rows.iter().map(|row| row["owner_name"].as_str().unwrap()).collect();
                    assert_eq!(table.column("owner_name"), wanted, "{request}");
                    assert_eq!(table.column("email"), whole.map(|is| if is { "kochurani@example.org" } else { "" }), "{request}");
                }
            }
        }
    }
    let contact = lines(&file(&both, &format!("{UNITS}&purpose=contact"), "ndjson").await.body);
    shows(&contact[0], 1, &[PersonalField::OwnerName, PersonalField::Mobile, PersonalField::Email], "here");
    shows(&contact[1], 2, &[], "there");
    // A file that `Accept` asks for is the same.
    let accepted =
        both.request(Method::GET, &format!("{UNITS}&purpose=contact")).header("accept", "application/x-ndjson").send().await.expect(200);
    assert_eq!(lines(&accepted.body), contact);
    assert_eq!(accepted.header("cache-control"), Some("no-store"));
}

async fn without_a_purpose_or_a_role_for_it_a_file_shows_what_the_pages_show_which_is_nothing(app: App) {
    let officer = app.officer().await;
    for (n, place) in [(1, "555"), (2, "559")] {
        officer.post("/v1/enterprises", &person(n, place)).await.expect(201);
    }
    let before = logged(&app).await;
    let academic = open(&app, "academic", vec![grant(Role::Academic, district("555"))]).await;
    for (format, _) in FORMATS {
        for client in [&officer, &academic] {
            let bytes = file(client, UNITS, format).await.body;
            assert!(format == "xlsx" || !String::from_utf8(bytes).unwrap().contains("Kochurani"));
        }
        for (client, purpose) in [(&academic, "contact"), (&officer, "audit")] {
            let path = format!("{UNITS}&purpose={purpose}");
            client.get(&path).await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
            let answer =
                client.get(&format!("{path}&format={format}")).await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
            assert!(answer.header("content-disposition").is_none());
        }
        officer.get(&format!("{UNITS}&purpose=curiosity&format={format}")).await.problem("malformed", 400).violates("purpose", "enum");
        // The role is held elsewhere: it may be declared, and shows nothing here.
        let elsewhere = open(
            &app,
            &format!("elsewhere.{format}"),
            vec![grant(Role::KdiscDpe, district("556")), grant(Role::Academic, district("555"))],
        )
        .await;
        let path = format!("{UNITS}&purpose=contact");
        let rows = walk(&elsewhere, &path).await;
        assert_eq!((rows.len(), &rows[0]["mobile"]), (1, &json!("+91XXXXXXX471")));
        let bytes = file(&elsewhere, &path, format).await.body;
        assert!(format != "ndjson" || lines(&bytes) == rows);
    }
    file(&officer, "/v1/enterprises?q=nobodyiscalledso&purpose=contact", "csv").await;
    assert_eq!(logged(&app).await, before, "nothing was shown");
}

async fn each_piece_of_a_file_is_logged_before_it_is_given_out_and_no_sooner(app: App) {
    let officer = app.officer().await;
    let ids = many(&officer, 501).await;
    let (path, before) = (format!("{MANY}&purpose=contact&format=ndjson"), logged(&app).await);
    let mut slow = Slow::of(&app, "officer", &path).await;
    let first = lines(&slow.next().await.expect("a piece").expect("a good one"));
    assert_eq!((first.len(), &first[499]["mobile"]), (500, &json!("+919847000499")));
    // Nobody has taken the rest, so it was not shown.
    assert_eq!(logged(&app).await, before + 1);
    let last = lines(&slow.next().await.expect("a piece").expect("a good one"));
    assert_eq!((last.len(), &last[0]["owner_name"]), (1, &json!("Kochurani Zachariah")));
    assert_eq!(logged(&app).await, before + 2);
    assert!(slow.next().await.is_none());
    let bytes = ask(&officer, &path, "whole").await;
    assert_eq!(lines(&bytes).len(), 501);
    let pieces = shown(&app, "whole").await;
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [500, 1]);
    let listed: BTreeSet<&str> = pieces.iter().flatten().map(|one| one["enterprise_id"].as_str().unwrap()).collect();
    assert_eq!(listed, ids.iter().map(String::as_str).collect());
    // Without a purpose the same walk leaves nothing.
    let before = logged(&app).await;
    assert_eq!(lines(&file(&officer, MANY, "ndjson").await.body)[500]["mobile"], "+91XXXXXXX500");
    assert_eq!(logged(&app).await, before);

    // What cannot be logged breaks the file off, and is not in it.
    for (format, _) in FORMATS {
        let mut slow = Slow::of(&app, "officer", &format!("{MANY}&purpose=contact&format={format}")).await;
        slow.next().await.expect("a piece").expect("a good one");
        app.site.sql("ALTER TABLE disclosed_enterprises RENAME TO disclosed_elsewhere");
        assert!(matches!(slow.next().await, Some(Err(_))), "{format}");
        officer.get(&format!("{MANY}&purpose=contact&format={format}")).await.problem("internal", 500);
        app.site.sql("ALTER TABLE disclosed_elsewhere RENAME TO disclosed_enterprises");
    }
    let mut slow = Slow::of(&app, "officer", &path).await;
    slow.next().await.expect("a piece").expect("a good one");
    let before = logged(&app).await;
    app.site.sql("DELETE FROM grants WHERE role = 'kdisc_officer'");
    assert!(matches!(slow.next().await, Some(Err(_))), "whoever loses the role gets no further");
    assert_eq!(logged(&app).await, before);
}
