//! Who stands aside: by ties or their own word, never by the word of others; what they do not see, in
//! whichever seat or role, and what they do not do (rule R6.4).

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http::identity::people::{account, district, grant, open, revoke, revoke_all};
use crate::http::programme::group::{Group, item};
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use serde_json::{Value, json};

/// Everything but the deliberations of the first item is shown.
async fn kept_from(who: &Client, meeting: &str) {
    let shown = who.get(meeting).await.expect(200).json();
    assert_eq!(shown["withheld"], json!([0]), "{shown}");
    let id = shown["id"].clone();
    let minutes = who.get(&format!("{meeting}/minutes")).await.expect(200).json();
    let list = who.get("/v1/meetings?district=555&state=closed&limit=200").await.expect(200).json();
    let listed = list["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    let file = who.get("/v1/meetings?district=555&format=ndjson").await.expect(200);
    let file = String::from_utf8(file.body).unwrap();
    let rows: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let row = rows.into_iter().find(|one| one["id"] == id).unwrap();
    for items in [&shown["items"], &minutes["minute"]["proceedings"]["items"], &listed["items"], &row["items"]] {
        assert_eq!(
            (items[0].get("discussion").unwrap_or(&Value::Null), items[0].get("motion").unwrap_or(&Value::Null)),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(items[1]["discussion"], "It was discussed.");
    }
}

/// Nothing is kept back.
async fn seen_by(who: &Client, meeting: &str) {
    let shown = who.get(meeting).await.expect(200).json();
    assert_eq!((&shown["withheld"], &shown["items"][0]["discussion"]), (&json!([]), &json!("It was discussed.")));
}

/// Whoever declares a conflict about a proposal does so themselves.
async fn declare(who: &Client, proposal: &str) {
    let path = format!("{proposal}/conflicts");
    who.request(actix_web::http::Method::POST, &path)
        .if_match("*")
        .json(&json!({ "reason": "My brother's mill." }))
        .send()
        .await
        .expect(201);
}

/// The place of somebody among the seats of the group.
async fn place(group: &Group, name: &str) -> usize {
    let who = account(&group.app, name).await.to_string();
    group.seats.iter().position(|(_, holder)| *holder == who).expect("a seat")
}

http_tests![
    nobody_makes_a_quorum_by_putting_the_absent_aside,
    a_conflict_that_arises_before_the_minutes_are_closed_is_not_counted_over,
    whoever_is_in_conflict_reads_no_deliberations_in_whichever_seat_or_role,
    whoever_is_in_conflict_takes_no_step_and_reads_no_review,
    a_tie_that_is_removed_or_dated_back_counts_on,
    whoever_spoke_for_the_applicant_is_in_conflict_for_a_while,
    who_cannot_sit_any_more_is_not_counted
];

async fn nobody_makes_a_quorum_by_putting_the_absent_aside(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let meeting = group.opened(&[item(panel.id(), "shortlist")]).await;
    let mut record = group.proceedings(3, 1, &["in_favour"; 3]);
    let aside = |at: usize| json!({ "seat_id": group.seats[at].0, "ground": "declared", "reason": "They said so." });
    record["items"][0]["recusals"] = json!((3..9).map(aside).collect::<Vec<_>>());
    let mut refused = group.convenor.step(&meeting, "record", &record).await.problem("invalid", 422);
    for at in 0..6 {
        refused = refused.violates(&format!("/items/0/recusals/{at}/seat_id"), "absent_aside");
    }
    record["items"][0]["recusals"] = json!([{ "seat_id": group.seats[2].0, "ground": "declared" }]);
    group.convenor.step(&meeting, "record", &record).await.problem("invalid", 422).violates("/items/0/recusals/0/reason", "required");
    // By their own word an absent member stands aside without anybody saying so.
    declare(&app.client("energy.ernakulam").await, &panel.path).await;
    let energy = place(group, "energy.ernakulam").await;
    let mut here = group.proceedings(9, 1, &[]);
    here["attendance"].as_array_mut().unwrap().remove(energy);
    let present: Vec<String> = (0..9).filter(|at| *at != energy).map(|at| group.seats[at].0.clone()).collect();
    (here["items"][0]["motion"]["moved_by"], here["items"][0]["motion"]["seconded_by"]) = (json!(present[0]), json!(present[1]));
    group.convenor.step(&meeting, "record", &here).await.expect(200);
    let closed = group.go(&meeting, "close").await.expect(200).json();
    assert_eq!(
        (&closed["items"][0]["recusals"][0]["seat_id"], &closed["tallies"][0]["entitled"]),
        (&json!(group.seats[energy].0), &json!(8))
    );
}

async fn a_conflict_that_arises_before_the_minutes_are_closed_is_not_counted_over(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let meeting = group.opened(&[item(panel.id(), "shortlist"), json!({ "title": "Other" })]).await;
    group.convenor.step(&meeting, "record", &group.proceedings(9, 2, &["in_favour"; 9])).await.expect(200);
    let gm = app.client("dic-gm.ernakulam").await;
    declare(&gm, &panel.path).await;
    let at = place(group, "dic-gm.ernakulam").await;
    let refused =
        group.go(&meeting, "close").await.problem("requirements-not-met", 409).violates("/items/0/recusals", "conflict_since").json();
    assert_eq!(refused["errors"].as_array().unwrap().len(), 1);
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains(&group.seats[at].0), "it names the seat: {refused}");
    kept_from_open(&gm, &meeting).await;
    let mut record = group.proceedings(9, 2, &["in_favour"; 9]);
    let motion = &mut record["items"][0]["motion"];
    motion["ballots"].as_array_mut().unwrap().remove(at);
    let others: Vec<&String> = group.seats.iter().map(|(id, _)| id).filter(|id| **id != group.seats[at].0).collect();
    (motion["moved_by"], motion["seconded_by"]) = (json!(others[0]), json!(others[1]));
    group.convenor.step(&meeting, "record", &record).await.expect(200);
    let closed = group.go(&meeting, "close").await.expect(200).json();
    assert_eq!(
        (&closed["tallies"][0]["entitled"], &closed["tallies"][0]["in_favour"], &closed["tallies"][1]["entitled"]),
        (&json!(8), &json!(8), &json!(9))
    );
}

async fn whoever_is_in_conflict_reads_no_deliberations_in_whichever_seat_or_role(app: App) {
    let panel = Panel::of(&app).await;
    let (group, partner) = (&panel.cast.group, given::end("institution", &panel.cast.institution));
    let academic = place(group, "academic.ernakulam").await;
    // The holder of one seat is in conflict, the alternate of another, somebody who sits nowhere, and
    // somebody whose term is over.
    let own = |role: Role| vec![grant(role, district("555"))];
    let stand_in = open(&app, "stand.in", own(Role::Academic)).await;
    let deputy = open(&app, "deputy", own(Role::EmcExpert)).await;
    let former = open(&app, "former", own(Role::EmcExpert)).await;
    let mut speaks = own(Role::KilaSrg);
    speaks.push(grant(Role::InstitutionRepresentative, Scope::Institution(panel.cast.institution.parse().unwrap())));
    let speaker = open(&app, "speaker", speaks).await;
    let id = async |name: &str| account(&app, name).await.to_string();
    let seat = panel.seat_of("academic.ernakulam").await;
    let mut tenures = seat["tenures"].clone();
    tenures[0]["affiliations"] = json!([partner]);
    tenures.as_array_mut().unwrap().push(json!({ "account_id": id("stand.in").await, "capacity": "alternate", "starts_on": "2026-01-01" }));
    let path = |seat: &Value| format!("/v1/seats/{}", seat["id"].as_str().unwrap());
    panel.cast.officer.patch(&path(&seat), "*", &json!({ "tenures": tenures })).await.expect(200);
    let seat = panel.seat_of("energy.ernakulam").await;
    let mut tenures = seat["tenures"].clone();
    tenures[0]["starts_on"] = json!("2026-11-01");
    let tenures = tenures.as_array_mut().unwrap();
    tenures
        .push(json!({ "account_id": id("deputy").await, "capacity": "alternate", "starts_on": "2026-11-01", "affiliations": [partner] }));
    tenures.push(json!({ "account_id": id("former").await, "capacity": "holder", "starts_on": "2026-01-01", "ends_on": "2026-10-31", "affiliations": [partner] }));
    panel.cast.officer.patch(&path(&seat), "*", &json!({ "tenures": tenures })).await.expect(200);
    let meeting = group.opened(&[item(panel.id(), "shortlist"), json!({ "title": "Other" })]).await;
    let mut record = group.proceedings(9, 2, &["in_favour"; 2]);
    record["attendance"][academic]["account_id"] = json!(id("stand.in").await);
    for item in record["items"].as_array_mut().unwrap() {
        item["motion"]["ballots"] = json!([]);
    }
    group.convenor.step(&meeting, "record", &record).await.expect(200);
    let closed = group.go(&meeting, "close").await.expect(200).json();
    assert_eq!(closed["tallies"][0]["entitled"], 9, "whoever sits there is in no conflict");
    let holder = app.client("academic.ernakulam").await;
    for who in [&holder, &deputy, &former, &speaker] {
        kept_from(who, &meeting).await;
    }
    for who in [&stand_in, &app.client("energy.ernakulam").await, &panel.cast.officer] {
        seen_by(who, &meeting).await;
    }
}

async fn whoever_is_in_conflict_takes_no_step_and_reads_no_review(app: App) {
    let panel = Panel::of(&app).await;
    let (group, partner) = (&panel.cast.group, &panel.cast.institution);
    let review = panel.review("energy.ernakulam", &[8, 8]).await;
    let meeting = group.opened(&[json!({ "title": "Other" }), item(panel.id(), "shortlist")]).await;
    group.convenor.step(&meeting, "record", &group.proceedings(8, 2, &["in_favour"; 8])).await.expect(200);
    let tied = async |name: &str, role: Role, scope: Scope| {
        let partner = grant(Role::InstitutionRepresentative, Scope::Institution(partner.parse().unwrap()));
        open(&app, name, vec![grant(role, scope), partner]).await
    };
    let convenor = tied("tied.convenor", Role::KdiscDpe, district("555")).await;
    let officer = tied("tied.officer", Role::KdiscOfficer, Scope::State).await;
    convenor.step(&meeting, "close", &json!({})).await.problem("requirements-not-met", 409).violates("/agenda/1", "in_conflict");
    group.go(&meeting, "close").await.expect(200);
    let minute = json!({ "minute": crate::http::programme::group::cite(meeting.rsplit('/').next().unwrap(), 1) });
    for (who, step, body) in [
        (&convenor, "shortlist", minute.clone()),
        (&convenor, "return", json!({ "reason": "No." })),
        (&officer, "reject", json!({ "reason": "No." })),
    ] {
        who.step(&panel.path, step, &body).await.problem("requirements-not-met", 409).violates("", "in_conflict");
    }
    panel.cast.convenor.step(&panel.path, "shortlist", &minute).await.expect(200);
    let path = format!("/v1/reviews/{review}");
    officer.get(&path).await.problem("not-found", 404);
    let list = officer.get(&format!("{}/reviews", panel.path)).await.expect(200).json();
    assert_eq!((&list["stands_aside"], &list["items"]), (&json!(true), &json!([])));
    panel.cast.officer.get(&path).await.expect(200);
    let told = officer.get(&format!("{}/why", panel.path)).await.expect(200).json();
    assert_eq!(told["acts"][0]["minute"].get("motion"), None);
}

async fn a_tie_that_is_removed_or_dated_back_counts_on(app: App) {
    let panel = Panel::of(&app).await;
    let (officer, seat) = (&panel.cast.officer, panel.seat_of("academic.ernakulam").await);
    let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    let path = format!("{}/conflicts", panel.path);
    let conflict = async || {
        let found = officer.get(&path).await.expect(200).json();
        let mine = found["seats"].as_array().unwrap().iter().find(|one| one["seat_id"] == seat["id"]).unwrap().clone();
        mine.get("conflict").cloned()
    };
    let tie = given::with(given::linkage(&panel.cast.cluster, &college), "/starts_on", json!("2025-01-01"));
    let tie = given::with(tie, "/ends_on", Value::Null);
    let speaker = open(&app, "college", vec![grant(Role::InstitutionRepresentative, Scope::Institution(college.parse().unwrap()))]).await;
    let made = speaker.post("/v1/linkages", &tie).await.expect(201);
    let tie = format!("/v1/linkages/{}", made.id());
    assert!(conflict().await.is_none(), "one side has said it");
    let proven = officer.step(&tie, "attest", &given::evidence()).await.expect(200);
    assert!(conflict().await.is_some());
    speaker.patch(&tie, &proven.etag(), &json!({ "ends_on": "2025-06-01" })).await.expect(200);
    assert_eq!(conflict().await.expect("dated back")["path"]["ties"], json!([made.id()]));
    officer.delete(&tie, "*").await.expect(204);
    assert_eq!(conflict().await.expect("removed")["path"]["ties"], json!([made.id()]));
    app.advance(366 * 86_400);
    let officer = app.officer().await;
    let found = officer.get(&path).await.expect(200).json();
    let mine = found["seats"].as_array().unwrap().iter().find(|one| one["seat_id"] == seat["id"]).unwrap().clone();
    assert_eq!(mine.get("conflict"), None, "it has cooled");
    // A membership likewise.
    let member = given::with(given::membership(&panel.cast.cluster, given::end("institution", &college)), "/ends_on", Value::Null);
    let made = officer.post("/v1/memberships", &member).await.expect(201);
    let path_of_it = format!("/v1/memberships/{}", made.id());
    let proven = officer.step(&path_of_it, "attest", &given::evidence()).await.expect(200);
    officer.delete(&path_of_it, &proven.etag()).await.expect(204);
    let found = officer.get(&path).await.expect(200).json();
    let mine = found["seats"].as_array().unwrap().iter().find(|one| one["seat_id"] == seat["id"]).unwrap().clone();
    assert_eq!(mine["conflict"]["path"]["ties"], json!([made.id()]));
}

async fn whoever_spoke_for_the_applicant_is_in_conflict_for_a_while(app: App) {
    let panel = Panel::of(&app).await;
    let path = panel.cast.driven_to(odoi_domain::programme::proposal::ProposalState::Submitted).await;
    let kalady = Scope::Cluster(panel.cast.cluster.parse().unwrap());
    let grants = vec![grant(Role::KdiscDpe, district("555")), grant(Role::ClusterRepresentative, kalady)];
    let turncoat = open(&app, "turncoat", grants).await;
    revoke(&app, "turncoat", Role::ClusterRepresentative).await;
    turncoat.step(&path, "screen", &json!({})).await.problem("requirements-not-met", 409).violates("", "in_conflict");
    app.advance(366 * 86_400);
    app.client("turncoat").await.step(&path, "screen", &json!({})).await.expect(200);
}

async fn who_cannot_sit_any_more_is_not_counted(app: App) {
    let group = Group::of(&app).await;
    let agenda = [json!({ "title": "One" })];
    let [absent, present] = [place(&group, "energy.ernakulam").await, place(&group, "mentor.ernakulam").await];
    let meeting = group.opened(&agenda).await;
    let mut record = group.proceedings(9, 1, &[]);
    record["attendance"].as_array_mut().unwrap().remove(absent);
    let free: Vec<&String> = (0..9).filter(|at| ![absent, present].contains(at)).map(|at| &group.seats[at].0).collect();
    (record["items"][0]["motion"]["moved_by"], record["items"][0]["motion"]["seconded_by"]) = (json!(free[0]), json!(free[1]));
    group.convenor.step(&meeting, "record", &record).await.expect(200);
    for name in ["energy.ernakulam", "mentor.ernakulam"] {
        revoke_all(&app, name).await;
    }
    let at = present - usize::from(absent < present);
    group
        .go(&meeting, "close")
        .await
        .problem("requirements-not-met", 409)
        .violates(&format!("/attendance/{at}/account_id"), "not_in_this_seat");
    record["attendance"].as_array_mut().unwrap().remove(at);
    group.convenor.step(&meeting, "record", &record).await.expect(200);
    let closed = group.go(&meeting, "close").await.expect(200).json();
    assert_eq!((&closed["tallies"][0]["entitled"], &closed["tallies"][0]["present"]), (&json!(7), &json!(7)));
    // At the next meeting their seats are vacant from the beginning.
    let next = group.opened(&agenda).await;
    let shown = group.convenor.get(&next).await.expect(200).json();
    assert_eq!(shown["seats"].as_array().unwrap().iter().filter(|seat| seat["holder"].is_null()).count(), 2);
}

/// The deliberations of the first item of a meeting that goes on are not shown.
async fn kept_from_open(who: &Client, meeting: &str) {
    let shown = who.get(meeting).await.expect(200).json();
    assert_eq!((&shown["withheld"], &shown["items"][0]["discussion"]), (&json!([0]), &Value::Null));
}
