//! Who keeps a meeting, when it can be held, whom others put aside, and which of two decisions is the last word
//! (rules R6.4 to R6.6).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::with;
use crate::http::identity::people::{district, grant, open};
use crate::http::programme::group::{Group, cite, item};
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::{Role, Scope};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn about(title: &str) -> Value {
    json!({ "title": title })
}

async fn go(who: &Client, path: &str, step: &str) -> Answer {
    let request = who.request(Method::POST, &format!("{path}/{step}"));
    request.if_match("*").send().await
}

/// Staff who speak for the academic partner.
async fn tied(panel: &Panel, name: &str, role: Role, scope: Scope) -> Client {
    let partner = Scope::Institution(panel.cast.institution.parse().expect("an id"));
    let partner = grant(Role::InstitutionRepresentative, partner);
    open(&panel.app, name, vec![grant(role, scope), partner]).await
}

/// It is left to others, because of the second item.
fn left(answer: Answer) {
    answer.problem("requirements-not-met", 409).violates("/agenda/1", "in_conflict");
}

http_tests![
    whoever_is_in_conflict_about_an_item_keeps_no_part_of_the_meeting,
    a_meeting_begins_within_a_week_after_its_day_or_is_called_again,
    no_meeting_is_called_for_a_moment_that_is_over,
    whom_others_put_aside_does_not_vote_and_makes_no_quorum_smaller,
    the_meeting_that_began_last_has_the_last_word_whichever_is_closed_first,
    authority_that_was_taken_away_comes_back_by_an_item_that_decides_anew
];

async fn whoever_is_in_conflict_about_an_item_keeps_no_part_of_the_meeting(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let agenda = [about("Other"), item(panel.id(), "shortlist")];
    let convenor = tied(&panel, "tied.convenor", Role::KdiscDpe, district("555")).await;
    let officer = tied(&panel, "tied.officer", Role::KdiscOfficer, Scope::State).await;
    for who in [&convenor, &officer] {
        left(who.post("/v1/meetings", &group.notice(&agenda)).await);
    }
    // Somebody else of the staff calls it; without such an item they may themselves.
    let path = format!("/v1/meetings/{}", panel.cast.officer.post("/v1/meetings", &group.notice(&agenda)).await.expect(201).id());
    let other = convenor.post("/v1/meetings", &group.notice(&[about("Other")])).await.expect(201);
    left(convenor.patch(&format!("/v1/meetings/{}", other.id()), &other.etag(), &json!({ "agenda": agenda })).await);
    for who in [&convenor, &officer] {
        let seen = who.get(&path).await.expect(200);
        assert_eq!(seen.json()["allowed_steps"], json!([]));
        left(who.patch(&path, &seen.etag(), &json!({ "venue": "Aluva" })).await);
        left(who.step(&path, "cancel", &json!({ "reason": "No." })).await);
    }
    app.advance(3 * DAY);
    for who in [&convenor, &officer] {
        left(go(who, &path, "open").await);
    }
    group.go(&path, "open").await.expect(200);
    let votes = [&["in_favour"; 3][..], &["against"; 5][..]].concat();
    panel.cast.officer.step(&path, "record", &group.proceedings(8, 2, &votes)).await.expect(200);
    // Nobody takes those out of the room who voted otherwise.
    let without = json!({ "attendance": group.present(5), "items": [{}, {}] });
    for who in [&convenor, &officer] {
        left(who.step(&path, "record", &without).await);
        left(go(who, &path, "close").await);
    }
    let closed = group.go(&path, "close").await.expect(200).json();
    let tally = &closed["tallies"][1];
    assert_eq!(
        (&tally["present"], &tally["in_favour"], &tally["against"], &tally["is_carried"]),
        (&json!(8), &json!(3), &json!(5), &json!(false))
    );
    // How the others voted is told to them in no way, not even in numbers.
    for who in [&convenor, &officer] {
        let seen = who.get(&path).await.expect(200).json();
        assert_eq!((&seen["tallies"][0], &seen["tallies"][1]), (&closed["tallies"][0], &Value::Null));
        let minute = who.get(&format!("{path}/minutes")).await.expect(200).json()["minute"].clone();
        assert_eq!((&minute["tallies"][0], &minute["tallies"][1]), (&closed["tallies"][0], &Value::Null));
    }
}

async fn a_meeting_begins_within_a_week_after_its_day_or_is_called_again(app: App) {
    let group = Group::of(&app).await;
    let path = group.called(&[about("One")]).await;
    let energy = app.client("energy.ernakulam").await;
    let waits = async || {
        let inbox = energy.get("/v1/inbox").await.expect(200).json();
        let id = path.rsplit('/').next().unwrap();
        inbox["items"].as_array().unwrap().iter().any(|one| one["meeting_id"] == id)
    };
    app.advance(10 * DAY);
    let last = group.called(&[about("Two")]).await;
    assert!(waits().await, "it can still begin");
    app.advance(DAY);
    group.go(&path, "open").await.problem("requirements-not-met", 409).violates("", "meeting_lapsed");
    assert!(!waits().await, "it waits for nobody any more");
    app.advance(9 * DAY);
    group.go(&last, "open").await.expect(200);
}

async fn no_meeting_is_called_for_a_moment_that_is_over(app: App) {
    let (group, officer) = (Group::of(&app).await, app.officer().await);
    let tomorrow = app.store.now().plus_seconds(DAY).day().to_string();
    let rule = json!({ "more_than_percent": 50, "at_least": 3, "notice_days": 0, "urgent_days": 0 });
    let rules = json!({ "subject": "quorum", "effective_from": tomorrow, "note": "No notice.", "quorum": rule });
    officer.post("/v1/rule-sets", &rules).await.expect(201);
    app.advance(DAY);
    let at = |seconds: i64| {
        let mut notice = group.notice(&[about("One")]);
        notice["scheduled_at"] = json!(app.store.now().plus_seconds(seconds));
        notice
    };
    group.convenor.post("/v1/meetings", &at(-5)).await.problem("invalid", 422).violates("/scheduled_at", "begun_already");
    group.convenor.post("/v1/meetings", &at(5)).await.expect(201);
}

async fn whom_others_put_aside_does_not_vote_and_makes_no_quorum_smaller(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let path = group.opened(&[item(panel.id(), "shortlist")]).await;
    let mut record = group.proceedings(9, 1, &["in_favour"; 2]);
    let aside = |at: usize| json!({ "seat_id": group.seats[at].0, "ground": "declared", "reason": "They look tired." });
    record["items"][0]["recusals"] = json!((2..8).map(aside).collect::<Vec<_>>());
    panel.cast.officer.step(&path, "record", &record).await.expect(200);
    let closed = go(&panel.cast.officer, &path, "close").await.expect(200).json();
    let tally = &closed["tallies"][0];
    assert_eq!(
        (&tally["entitled"], &tally["needed"], &tally["present"], &tally["is_quorate"]),
        (&json!(9), &json!(5), &json!(3), &json!(false))
    );
    assert_eq!(closed["items"][0]["recusals"][0]["ground"], "recorded");
    let minute = cite(path.rsplit('/').next().unwrap(), 0);
    panel
        .cast
        .convenor
        .step(&panel.path, "shortlist", &json!({ "minute": minute }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "not_quorate");
}

async fn the_meeting_that_began_last_has_the_last_word_whichever_is_closed_first(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let agenda = [item(panel.id(), "shortlist")];
    let (first, second) = (group.called(&agenda).await, group.called(&agenda).await);
    app.advance(3 * DAY);
    for (path, vote) in [(&first, "in_favour"), (&second, "against")] {
        group.go(path, "open").await.expect(200);
        group.convenor.step(path, "record", &group.proceedings(7, 1, &[vote; 7])).await.expect(200);
        app.advance(60);
    }
    for path in [&second, &first] {
        group.go(path, "close").await.expect(200);
        app.advance(60);
    }
    let minute = cite(first.rsplit('/').next().unwrap(), 0);
    panel
        .cast
        .convenor
        .step(&panel.path, "shortlist", &json!({ "minute": minute }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "minute_superseded");
}

async fn authority_that_was_taken_away_comes_back_by_an_item_that_decides_anew(app: App) {
    let panel = Panel::of(&app).await;
    let group = &panel.cast.group;
    let corrects = |of: &str| json!({ "title": "A correction", "proposal_id": panel.id(), "corrects": cite(of, 0) });
    let shortlist = async |of: &str| panel.cast.convenor.step(&panel.path, "shortlist", &json!({ "minute": cite(of, 0) })).await;
    let first = group.carried(&[item(panel.id(), "shortlist")]).await;
    // A correction, one of the correction, and one that puts the words differently: none of them decides.
    let second = group.carried(&[corrects(&first)]).await;
    shortlist(&first).await.problem("requirements-not-met", 409).violates("/minute/item", "minute_corrected");
    let third = group.carried(&[corrects(&second)]).await;
    shortlist(&first).await.problem("requirements-not-met", 409).violates("/minute/item", "minute_corrected");
    let anew = with(item(panel.id(), "shortlist"), "/corrects", cite(&third, 0));
    let fourth = group.carried(&[anew]).await;
    shortlist(&first).await.problem("requirements-not-met", 409).violates("/minute/item", "minute_corrected");
    shortlist(&fourth).await.expect(200);
}
