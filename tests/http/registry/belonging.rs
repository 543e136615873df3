//! What somebody belongs to, and since when that is known: from whichever seat, not by their own hand, not by the
//! applicant's word alone, and not changed afterwards (rule R6.4).

use crate::app::App;
use crate::client::Client;
use crate::harness::site::Engine;
use crate::http::given::{self, with};
use crate::http::identity::people::{account, district, grant, open};
use crate::http::programme::group::item;
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::ProposalStep as P;
use serde_json::{Value, json};

/// An officer who is an academic of a district, too.
async fn officer_of(panel: &Panel, name: &str, code: &str) -> Client {
    let grants = vec![grant(Role::KdiscOfficer, Scope::State), grant(Role::Academic, district(code))];
    open(&panel.app, name, grants).await
}

/// A seat of academics that somebody holds who belongs to these.
pub async fn seat(panel: &Panel, name: &str, code: &str, affiliations: Value) -> Value {
    let who = account(&panel.app, name).await.to_string();
    let tenure = json!({ "account_id": who, "capacity": "holder", "starts_on": "2026-01-01", "affiliations": affiliations });
    json!({ "district": code, "designation": "academic", "number": 8, "tenures": [tenure] })
}

/// Whether somebody stands aside about the proposal.
async fn is_barred(who: &Client, path: &str) -> bool {
    let reviews = who.get(&format!("{path}/reviews")).await.expect(200);
    reviews.json()["stands_aside"] == true
}

/// The conflict of whoever sits in a seat.
pub async fn conflict(panel: &Panel, name: &str) -> Option<Value> {
    let seat = panel.seat_of(name).await["id"].clone();
    let path = format!("{}/conflicts", panel.path);
    let found = panel.cast.officer.get(&path).await.expect(200).json();
    let seats = found["seats"].as_array().expect("seats");
    let mine = seats.iter().find(|one| one["seat_id"] == seat);
    mine.expect("the seat").get("conflict").cloned()
}

http_tests![
    nobody_states_where_they_sit_themselves_and_what_is_taken_away_counts_on,
    what_seats_stated_before_that_was_noted_is_taken_over,
    whoever_belonged_to_what_was_merged_into_another_belongs_to_that,
    what_a_seat_of_another_district_says_counts_everywhere,
    whoever_was_a_party_to_what_was_handed_in_stays_one,
    a_tie_that_nobody_but_the_applicant_states_bars_nobody,
    a_membership_counts_once_k_disc_attests_it_and_not_because_an_officer_changed_it,
    what_was_decided_is_told_as_it_was_known_at_that_moment
];

async fn nobody_states_where_they_sit_themselves_and_what_is_taken_away_counts_on(app: App) {
    let panel = Panel::of(&app).await;
    let (me, officer) = (officer_of(&panel, "seated.officer", "555").await, &panel.cast.officer);
    let partner = json!([given::end("institution", &panel.cast.institution)]);
    let facts = seat(&panel, "seated.officer", "555", partner.clone()).await;
    me.post("/v1/seats", &facts).await.problem("requirements-not-met", 409).violates("", "own_seat");
    let made = officer.post("/v1/seats", &facts).await.expect(201);
    let path = format!("/v1/seats/{}", made.id());
    let free = json!({ "tenures": with(facts.clone(), "/tenures/0/affiliations", json!([]))["tenures"] });
    me.patch(&path, &made.etag(), &free).await.problem("requirements-not-met", 409).violates("", "own_seat");
    me.patch(&path, &made.etag(), &json!({ "tenures": [] })).await.problem("requirements-not-met", 409).violates("", "own_seat");
    me.delete(&path, &made.etag()).await.problem("requirements-not-met", 409).violates("", "own_seat");
    let reject = json!({ "reason": "It is no good." });
    me.step(&panel.path, "reject", &reject).await.problem("requirements-not-met", 409).violates("", "in_conflict");
    // Somebody else may; and it counts on.
    let now = officer.patch(&path, &made.etag(), &free).await.expect(200);
    assert!(is_barred(&me, &panel.path).await);
    officer.delete(&path, &now.etag()).await.expect(204);
    assert!(is_barred(&me, &panel.path).await);
    me.step(&panel.path, "reject", &reject).await.problem("requirements-not-met", 409).violates("", "in_conflict");
    app.advance(366 * 86_400);
    app.client("seated.officer").await.step(&panel.path, "reject", &reject).await.expect(200);
}

async fn what_seats_stated_before_that_was_noted_is_taken_over(app: App) {
    let panel = Panel::of(&app).await;
    panel.affiliate("energy.ernakulam", &panel.cast.institution).await;
    assert!(conflict(&panel, "energy.ernakulam").await.is_some());
    let [down, up] = match app.site.engine {
        Engine::Sqlite => [
            include_str!("../../../migrations/sqlite/2026-11-26-220300_affiliations/down.sql"),
            include_str!("../../../migrations/sqlite/2026-11-26-220300_affiliations/up.sql"),
        ],
        Engine::Postgres => [
            include_str!("../../../migrations/postgres/2026-11-26-220300_affiliations/down.sql"),
            include_str!("../../../migrations/postgres/2026-11-26-220300_affiliations/up.sql"),
        ],
    };
    let rows = || app.site.texts("SELECT CAST(count(*) AS TEXT) AS value FROM affiliations WHERE withdrawn_at IS NULL");
    let before = rows();
    assert_ne!(before, ["0"]);
    app.site.sql(down);
    app.site.sql(up);
    assert_eq!(rows(), before);
    assert!(conflict(&panel, "energy.ernakulam").await.is_some());
    assert_eq!(conflict(&panel, "mentor.ernakulam").await, None);
}

async fn whoever_belonged_to_what_was_merged_into_another_belongs_to_that(app: App) {
    let panel = Panel::of(&app).await;
    let officer = &panel.cast.officer;
    let mut ids = Vec::new();
    for name in ["Alpaca", "Bilby", "Civet", "Dingo", "Emu"] {
        ids.push(officer.post("/v1/enterprises", &given::unit(name)).await.expect(201).id());
    }
    let tie = |from: &str, to: Value| json!({ "from": given::end("enterprise", from), "to": to, "kind": "mou", "layer": "formal", "strength": 3, "starts_on": "2026-01-01" });
    let partner = given::end("institution", &panel.cast.institution);
    let merge = async |merged: &str, into: &str| {
        let revision = officer.get(&format!("/v1/enterprises/{into}")).await.expect(200).json()["revision"].clone();
        let body = json!({ "into": into, "into_revision": revision });
        officer.step(&format!("/v1/enterprises/{merged}"), "merge", &body).await.expect(201).id()
    };
    let attested = async |body: Value| given::attested(officer, &officer.post("/v1/linkages", &body).await.expect(201)).await;
    let drop_tie = async |body: Value| {
        let tie = attested(body).await;
        officer.delete(&tie, "*").await.expect(204);
    };
    // Of an enterprise whose tie to the applicant was taken away before it was merged.
    let me = officer_of(&panel, "first.officer", "555").await;
    let made = officer
        .post("/v1/seats", &seat(&panel, "first.officer", "555", json!([given::end("enterprise", &ids[0])])).await)
        .await
        .expect(201);
    assert!(!is_barred(&me, &panel.path).await);
    drop_tie(tie(&ids[0], partner.clone())).await;
    assert!(is_barred(&me, &panel.path).await, "it cools");
    merge(&ids[0], &ids[1]).await;
    assert!(is_barred(&me, &panel.path).await, "by the id that it was stated with");
    // The seat names the old id, and can be changed all the same.
    let path = format!("/v1/seats/{}", made.id());
    let mut tenures = officer.get(&path).await.expect(200).json()["tenures"].clone();
    tenures[0]["order"] = json!("G.O. 7");
    officer.patch(&path, &made.etag(), &json!({ "tenures": tenures })).await.expect(200);
    assert!(is_barred(&me, &panel.path).await);
    // Whoever is tied to what turns out to be the applicant's partner.
    let third = open(&app, "third.officer", vec![grant(Role::KdiscOfficer, Scope::State), grant(Role::Academic, district("556"))]).await;
    officer.post("/v1/seats", &seat(&panel, "third.officer", "556", json!([given::end("enterprise", &ids[2])])).await).await.expect(201);
    drop_tie(tie(&ids[2], given::end("enterprise", &ids[3]))).await;
    attested(tie(&ids[1], partner)).await;
    assert!(!is_barred(&third, &panel.path).await);
    let merged = merge(&ids[3], &ids[1]).await;
    assert!(is_barred(&third, &panel.path).await, "what tied it ties it to what that has become");
    officer.step(&format!("/v1/merges/{merged}"), "undo", &json!({})).await.expect(200);
    assert!(!is_barred(&third, &panel.path).await);
    // Both ends of what tied them have become others.
    merge(&ids[3], &ids[1]).await;
    merge(&ids[2], &ids[4]).await;
    assert!(is_barred(&third, &panel.path).await);
}

async fn what_a_seat_of_another_district_says_counts_everywhere(app: App) {
    let panel = Panel::of(&app).await;
    let me = officer_of(&panel, "far.officer", "559").await;
    let cluster = json!([given::end("cluster", &panel.cast.cluster)]);
    panel.cast.officer.post("/v1/seats", &seat(&panel, "far.officer", "559", cluster).await).await.expect(201);
    let meeting = format!("/v1/meetings/{}", panel.cast.group.carried(&[item(panel.id(), "shortlist")]).await);
    assert_eq!(me.get(&meeting).await.expect(200).json()["withheld"], json!([0]));
    me.step(&panel.path, "reject", &json!({ "reason": "No." })).await.problem("requirements-not-met", 409).violates("", "in_conflict");
}

async fn whoever_was_a_party_to_what_was_handed_in_stays_one(app: App) {
    let panel = Panel::of(&app).await;
    let speaks = grant(Role::InstitutionRepresentative, Scope::Institution(panel.cast.institution.parse().unwrap()));
    let partner = open(&app, "partner", vec![grant(Role::Academic, district("555")), speaks]).await;
    let meeting = format!("/v1/meetings/{}", panel.cast.group.carried(&[item(panel.id(), "shortlist")]).await);
    let sees = async || {
        let reviews = partner.get(&format!("{}/reviews", panel.path)).await.expect(200).json();
        (partner.get(&meeting).await.expect(200).json()["withheld"].clone(), reviews["stands_aside"].clone())
    };
    assert_eq!(sees().await, (json!([0]), json!(true)));
    panel.cast.take(&panel.path, P::Return).await.expect(200);
    let other = panel.cast.officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    let tag = panel.cast.applicant.get(&panel.path).await.expect(200).etag();
    panel.cast.applicant.patch(&panel.path, &tag, &json!({ "institution_id": other })).await.expect(200);
    assert_eq!(sees().await, (json!([0]), json!(true)), "the partner was exchanged");
    // The one that came instead is a party, too.
    let speaks = grant(Role::InstitutionRepresentative, Scope::Institution(other.parse().unwrap()));
    let newcomer = open(&app, "newcomer", vec![grant(Role::Academic, district("555")), speaks]).await;
    assert_eq!(newcomer.get(&meeting).await.expect(200).json()["withheld"], json!([0]));
}

async fn a_tie_that_nobody_but_the_applicant_states_bars_nobody(app: App) {
    let panel = Panel::of(&app).await;
    let (applicant, officer) = (&panel.cast.applicant, &panel.cast.officer);
    let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    let tie = given::linkage(&panel.cast.cluster, &college);
    let linkage = format!("/v1/linkages/{}", applicant.post("/v1/linkages", &tie).await.expect(201).id());
    let member = given::membership(&panel.cast.cluster, given::end("institution", &college));
    let membership = format!("/v1/memberships/{}", applicant.post("/v1/memberships", &member).await.expect(201).id());
    assert_eq!(conflict(&panel, "academic.ernakulam").await, None);
    panel.begin("academic.ernakulam", &[5, 5]).await.expect(201);
    // Nor once they are taken away.
    officer.delete(&linkage, "*").await.expect(204);
    officer.delete(&membership, "*").await.expect(204);
    assert_eq!(conflict(&panel, "academic.ernakulam").await, None);
    // When the other side stands by it, it counts, and goes on to.
    let linkage = format!("/v1/linkages/{}", applicant.post("/v1/linkages", &tie).await.expect(201).id());
    let speaker = open(&app, "college", vec![grant(Role::InstitutionRepresentative, Scope::Institution(college.parse().unwrap()))]).await;
    speaker.step(&linkage, "confirm", &json!({})).await.expect(200);
    assert!(conflict(&panel, "academic.ernakulam").await.is_some());
    officer.delete(&linkage, "*").await.expect(204);
    assert!(conflict(&panel, "academic.ernakulam").await.is_some());
}

async fn a_membership_counts_once_k_disc_attests_it_and_not_because_an_officer_changed_it(app: App) {
    let panel = Panel::of(&app).await;
    let officer = &panel.cast.officer;
    let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    let member = given::membership(&panel.cast.cluster, given::end("institution", &college));
    let made = panel.cast.applicant.post("/v1/memberships", &member).await.expect(201);
    assert_eq!(conflict(&panel, "academic.ernakulam").await, None);
    let path = format!("/v1/memberships/{}", made.id());
    officer.patch(&path, &made.etag(), &json!({ "ends_on": "2027-06-30" })).await.expect(200);
    assert_eq!(conflict(&panel, "academic.ernakulam").await, None, "nobody says what it rests on");
    officer.step(&path, "attest", &given::evidence()).await.expect(200);
    assert!(conflict(&panel, "academic.ernakulam").await.is_some());
}

async fn what_was_decided_is_told_as_it_was_known_at_that_moment(app: App) {
    let panel = Panel::of(&app).await;
    let (officer, partner) = (&panel.cast.officer, &panel.cast.institution);
    open(&app, "late.member", vec![grant(Role::Academic, district("555"))]).await;
    let affiliated = seat(&panel, "late.member", "555", json!([given::end("institution", partner)])).await;
    let made = officer.post("/v1/seats", &affiliated).await.expect(201);
    panel.review("academic.ernakulam", &[10, 10]).await;
    panel.review("energy.ernakulam", &[5, 5]).await;
    for step in [P::Shortlist, P::Study, P::Recommend] {
        panel.cast.take(&panel.path, step).await.expect(200);
    }
    let told = async || {
        let why = officer.get(&format!("{}/why", panel.path)).await.expect(200).json();
        assert_eq!(officer.get(&format!("{}/reviews", panel.path)).await.expect(200).json()["panel"], why["panel"]);
        let conflicts = why["conflicts"].as_array().unwrap().iter().map(|one| one["seat_id"].clone());
        (why["panel"]["reviews"].clone(), why["panel"]["mean"].clone(), conflicts.collect::<Vec<_>>())
    };
    let then = (json!(2), json!(7_500), vec![json!(made.id())]);
    assert_eq!(told().await, then);
    // The same day: somebody declares, somebody is affiliated, somebody is not any more, and a seat goes.
    app.advance(60);
    let energy = app.client("energy.ernakulam").await;
    energy.step(&panel.path, "conflicts", &json!({ "reason": "My brother's mill." })).await.expect(201);
    assert_eq!(told().await, then, "declared later");
    panel.affiliate("academic.ernakulam", partner).await;
    assert!(conflict(&panel, "academic.ernakulam").await.is_some());
    assert_eq!(told().await, then, "affiliated later");
    let path = format!("/v1/seats/{}", made.id());
    let free = with(affiliated, "/tenures/0/affiliations", json!([]));
    let free = officer.patch(&path, "*", &json!({ "tenures": free["tenures"] })).await.expect(200);
    assert_eq!(told().await, then, "taken away later");
    officer.delete(&path, &free.etag()).await.expect(204);
    assert_eq!(told().await, then, "the seat is gone");
}
