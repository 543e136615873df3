//! Seats of a core group: who sits when, and that nobody sits where they cannot.

use crate::app::App;
use crate::http::given;
use crate::http::identity::people::{account, district, grant, open_all};
use crate::http_tests;
use futures_util::future::join_all;
use odoi_domain::policy::actor::Role;
use serde_json::{Value, json};

fn tenure(account: &str, capacity: &str, from: &str, to: Option<&str>) -> Value {
    json!({ "account_id": account, "capacity": capacity, "starts_on": from, "ends_on": to })
}

http_tests![
    a_core_group_has_nine_designations_one_of_them_the_convenor,
    a_term_ends_and_another_begins,
    a_seat_is_held_by_an_account_and_numbered_within_its_designation,
    a_seat_needs_somebody_with_its_role_who_holds_no_other
];

async fn a_core_group_has_nine_designations_one_of_them_the_convenor(app: App) {
    let convenor = app.convenor().await;
    let page = convenor.get("/v1/seats?district=555&limit=50").await.expect(200).json();
    let seats = page["items"].as_array().unwrap().clone();
    assert_eq!(seats.len(), 9);
    let convenors: Vec<_> = seats.iter().filter(|s| s["is_convenor"] == true).collect();
    assert_eq!((convenors.len(), &convenors[0]["designation"], &convenors[0]["nominated_by"]), (1, &json!("kdisc_dpe"), &json!("kdisc")));
    let academic = convenor.first("/v1/seats?designation=academic").await;
    assert_eq!(academic["district"], "555");
    app.client("convenor.kollam").await.get(&format!("/v1/seats/{}", academic["id"].as_str().unwrap())).await.problem("not-found", 404);
}

async fn a_term_ends_and_another_begins(app: App) {
    let officer = app.officer().await;
    let srg = || vec![grant(Role::KilaSrg, district("559"))];
    open_all(&app, vec![("srg.one".to_owned(), srg()), ("srg.two".to_owned(), srg())]).await;
    let [one, two] = [account(&app, "srg.one").await.to_string(), account(&app, "srg.two").await.to_string()];
    let facts = json!({
        "district": "559", "designation": "kila_srg", "number": 2,
        "tenures": [tenure(&one, "holder", "2026-01-01", Some("2026-12-31")), tenure(&two, "alternate", "2026-01-01", None)],
    });
    let made = officer.post("/v1/seats", &facts).await.expect(201);
    let path = format!("/v1/seats/{}", made.id());
    let mut tenures = facts["tenures"].clone();
    tenures.as_array_mut().unwrap().push(tenure(&two, "holder", "2026-12-31", None));
    officer
        .patch(&path, &made.etag(), &json!({ "tenures": tenures }))
        .await
        .problem("invalid", 422)
        .violates("/tenures/2/starts_on", "tenures_overlap")
        .violates("/tenures/2/account_id", "own_alternate");
    tenures[1]["ends_on"] = json!("2026-12-31");
    tenures[2]["starts_on"] = json!("2027-01-01");
    let now = officer.patch(&path, &made.etag(), &json!({ "tenures": tenures })).await.expect(200);
    assert_eq!(now.json()["tenures"].as_array().unwrap().len(), 3);
    officer.delete(&path, &now.etag()).await.expect(204);
}

async fn a_seat_is_held_by_an_account_and_numbered_within_its_designation(app: App) {
    let officer = app.officer().await;
    let mut facts = json!({
        "district": "559", "designation": "emc_expert", "number": 2,
        "tenures": [tenure(given::NOBODY, "holder", "2026-02-01", Some("2026-01-01"))],
    });
    officer
        .post("/v1/seats", &facts)
        .await
        .problem("invalid", 422)
        .violates("/number", "seat_number")
        .violates("/tenures/0/ends_on", "ends_before_start");
    facts["number"] = json!(1);
    facts["tenures"][0]["ends_on"] = Value::Null;
    facts["tenures"][0]["affiliations"] = json!([given::end("institution", given::NOBODY)]);
    officer
        .post("/v1/seats", &facts)
        .await
        .problem("invalid", 422)
        .violates("/tenures/0/account_id", "unknown_reference")
        .violates("/tenures/0/affiliations/0/id", "unknown_reference");
    facts["tenures"] = json!([]);
    officer.post("/v1/seats", &facts).await.expect(201);
    officer.post("/v1/seats", &facts).await.problem("duplicate", 409).violates("/number", "taken");
    app.convenor().await.post("/v1/seats", &facts).await.problem("forbidden", 403);
}

async fn a_seat_needs_somebody_with_its_role_who_holds_no_other(app: App) {
    let officer = app.officer().await;
    let both = vec![grant(Role::KilaSrg, district("555")), grant(Role::Academic, district("555"))];
    open_all(&app, vec![("two.hats".to_owned(), both)]).await;
    let [one, energy] = [account(&app, "two.hats").await.to_string(), account(&app, "energy.ernakulam").await.to_string()];
    let seat = |designation: &str, number: i32, who: &str| {
        json!({
            "district": "555", "designation": designation, "number": number, "tenures": [tenure(who, "holder", "2026-01-01", None)],
        })
    };
    officer
        .post("/v1/seats", &seat("kila_srg", 7, &energy))
        .await
        .problem("invalid", 422)
        .violates("/tenures/0/account_id", "no_role_for_seat")
        .violates("/tenures/0/account_id", "sits_elsewhere");
    let first = officer.post("/v1/seats", &seat("kila_srg", 7, &one)).await.expect(201);
    officer.post("/v1/seats", &seat("academic", 7, &one)).await.problem("invalid", 422).violates("/tenures/0/account_id", "sits_elsewhere");
    // At once, too: one of six seats is had.
    open_all(&app, vec![("six.hats".to_owned(), vec![grant(Role::Academic, district("555"))])]).await;
    let six = account(&app, "six.hats").await.to_string();
    let seats: Vec<Value> = (3..9).map(|number| seat("academic", number, &six)).collect();
    let answers = join_all(seats.iter().map(|seat| officer.post("/v1/seats", seat))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    // Once that term is over, another seat can be taken.
    let path = format!("/v1/seats/{}", first.id());
    let over = json!({ "tenures": [tenure(&one, "holder", "2026-01-01", Some("2026-11-20"))] });
    officer.patch(&path, &first.etag(), &over).await.expect(200);
    let mut second = seat("academic", 7, &one);
    second["tenures"][0]["starts_on"] = json!("2026-11-21");
    officer.post("/v1/seats", &second).await.expect(201);
}
