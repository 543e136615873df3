//! The rules of a core group are published in versions, for days to come: a meeting keeps the quorum of its notice,
//! and a conflict is told as of a day.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http::programme::group::{Group, item};
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use odoi_domain::programme::proposal::ProposalStep as P;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// The day in so many days.
fn day(app: &App, days: i64) -> String {
    let now = app.store.now();
    now.plus_seconds(days * DAY).day().to_string()
}

fn quorum(from: &str, at_least: i32, notice_days: i32) -> Value {
    json!({
        "subject": "quorum", "effective_from": from, "note": "A test of the rules.",
        "quorum": { "more_than_percent": 50, "at_least": at_least, "notice_days": notice_days, "urgent_days": 2 },
    })
}

fn conflicts(from: &str, max_hops: i32, exempt: &[&str]) -> Value {
    json!({
        "subject": "conflicts", "effective_from": from, "note": "A test of the rules.",
        "conflicts": { "max_hops": max_hops, "cooling_days": 0, "exempt": exempt },
    })
}

/// Five are there, and all of them are in favour.
async fn minuted(group: &Group, path: &str) -> Value {
    let record = group.proceedings(5, 1, &["in_favour"; 5]);
    group.convenor.step(path, "record", &record).await.expect(200);
    group.go(path, "close").await.expect(200).json()
}

/// The conflict of whoever holds a seat, by what the page says.
fn told(page: &Value, seat: &Value) -> Option<Value> {
    let seats = page["seats"].as_array().or(page["conflicts"].as_array()).expect("seats");
    let found = seats.iter().find(|one| one["seat_id"] == seat["id"])?;
    found.get("conflict").cloned()
}

async fn read(who: &Client, path: &str) -> Value {
    who.get(path).await.expect(200).json()
}

http_tests![
    the_first_rules_come_with_the_program_and_others_keep_within_bounds,
    rules_of_a_core_group_change_nothing_on_the_day_on_which_they_are_published,
    a_meeting_keeps_the_quorum_of_its_notice_and_closed_minutes_keep_theirs,
    notice_is_given_by_the_rule_of_the_day_on_which_it_is_given,
    conflicts_and_why_are_told_as_of_a_day
];

async fn the_first_rules_come_with_the_program_and_others_keep_within_bounds(app: App) {
    let officer = app.officer().await;
    let first = officer.first("/v1/rule-sets?subject=quorum").await;
    assert_eq!(
        (&first["version"], first.get("author"), &first["quorum"]),
        (&json!(1), None, &json!({ "more_than_percent": 50, "at_least": 3, "notice_days": 7, "urgent_days": 2 }))
    );
    let first = officer.first("/v1/rule-sets?subject=conflicts").await;
    assert_eq!(first["conflicts"], json!({ "max_hops": 2, "cooling_days": 365, "exempt": [] }));
    let mut bad = quorum("2026-12-01", 1, 61);
    bad["quorum"]["more_than_percent"] = json!(100);
    officer
        .post("/v1/rule-sets", &bad)
        .await
        .problem("invalid", 422)
        .violates("/quorum/at_least", "minimum")
        .violates("/quorum/notice_days", "maximum")
        .violates("/quorum/more_than_percent", "maximum");
    officer
        .post("/v1/rule-sets", &quorum("2026-12-01", 3, 1))
        .await
        .problem("invalid", 422)
        .violates("/quorum/urgent_days", "urgent_longer");
    officer
        .post("/v1/rule-sets", &conflicts("2026-12-01", 3, &["tunnel"]))
        .await
        .problem("invalid", 422)
        .violates("/conflicts/max_hops", "maximum")
        .violates("/conflicts/exempt/0", "enum");
    officer
        .post("/v1/rule-sets", &conflicts("2026-12-01", 1, &["subcontract", "subcontract"]))
        .await
        .problem("invalid", 422)
        .violates("/conflicts/exempt/1", "repeated");
    officer
        .post("/v1/rule-sets", &conflicts("2026-12-01", 0, &[]))
        .await
        .problem("invalid", 422)
        .violates("/conflicts/max_hops", "minimum");
    let mut both = quorum("2026-12-01", 3, 7);
    both["conflicts"] = conflicts("2026-12-01", 1, &[])["conflicts"].clone();
    officer.post("/v1/rule-sets", &both).await.problem("invalid", 422).violates("/conflicts", "other_subject");
    app.convenor().await.post("/v1/rule-sets", &quorum("2026-12-01", 3, 7)).await.problem("forbidden", 403);
    assert_eq!(officer.post("/v1/rule-sets", &quorum("2026-12-01", 3, 7)).await.expect(201).json()["version"], 2);
}

async fn rules_of_a_core_group_change_nothing_on_the_day_on_which_they_are_published(app: App) {
    let (officer, today) = (app.officer().await, day(&app, 0));
    for facts in [quorum(&today, 3, 7), conflicts(&today, 1, &[])] {
        officer.post("/v1/rule-sets", &facts).await.problem("invalid", 422).violates("/effective_from", "not_yet");
        let tomorrow = given::with(facts, "/effective_from", json!(day(&app, 1)));
        officer.post("/v1/rule-sets", &tomorrow).await.expect(201);
    }
    let late = quorum(&day(&app, -1), 3, 7);
    officer.post("/v1/rule-sets", &late).await.problem("invalid", 422).violates("/effective_from", "in_past");
}

async fn a_meeting_keeps_the_quorum_of_its_notice_and_closed_minutes_keep_theirs(app: App) {
    let (group, officer) = (Group::of(&app).await, app.officer().await);
    let agenda = [json!({ "title": "One" })];
    let before = group.opened(&agenda).await;
    let waiting = group.called(&agenda).await;
    officer.post("/v1/rule-sets", &quorum(&day(&app, 1), 6, 7)).await.expect(201);
    officer.post("/v1/rule-sets", &conflicts(&day(&app, 1), 1, &[])).await.expect(201);
    // It had begun when the rule was published: five of nine are enough.
    let closed = minuted(&group, &before).await;
    let tally = &closed["tallies"][0];
    assert_eq!((&tally["rule"], &tally["needed"], &tally["is_carried"]), (&json!("quorum-1"), &json!(5), &json!(true)));
    let minutes = read(&group.convenor, &format!("{before}/minutes")).await;
    assert_eq!(minutes["minute"]["rules"]["quorum"]["version"], 1);
    assert_eq!(minutes["minute"]["rules"]["conflicts"]["rule"]["cooling_days"], 365);
    // The one that was only called is held by the quorum of its notice, and looks at conflicts by the rule of the
    // day on which it begins, late as that may be.
    app.advance(5 * DAY);
    let open = group.go(&waiting, "open").await.expect(200).json();
    assert_eq!((&open["quorum_rule"], &open["conflict_rule"]), (&json!("quorum-1"), &json!("conflicts-2")));
    let later = minuted(&group, &waiting).await;
    let tally = &later["tallies"][0];
    assert_eq!((&tally["rule"], &tally["needed"], &tally["is_carried"]), (&json!("quorum-1"), &json!(5), &json!(true)));
    let next = minuted(&group, &group.opened(&agenda).await).await;
    let tally = &next["tallies"][0];
    assert_eq!((&tally["rule"], &tally["needed"], &tally["is_quorate"]), (&json!("quorum-2"), &json!(6), &json!(false)));
    assert_eq!(read(&group.convenor, &before).await["tallies"], closed["tallies"]);
    assert_eq!(read(&group.convenor, &format!("{before}/minutes")).await, minutes);
    assert_eq!(read(&group.convenor, "/v1/minute-chains/555").await["is_whole"], true);
}

async fn notice_is_given_by_the_rule_of_the_day_on_which_it_is_given(app: App) {
    let (group, officer) = (Group::of(&app).await, app.officer().await);
    officer.post("/v1/rule-sets", &quorum(&day(&app, 1), 3, 30)).await.expect(201);
    let mut notice = group.notice(&[json!({ "title": "One" })]);
    notice["urgency"] = Value::Null;
    let at = |days: i64| json!(app.store.now().plus_seconds(days * DAY));
    notice["scheduled_at"] = at(20);
    let made = group.convenor.post("/v1/meetings", &notice).await.expect(201);
    assert_eq!(made.json()["quorum_rule"], "quorum-1");
    app.advance(DAY);
    notice["scheduled_at"] = at(20);
    group.convenor.post("/v1/meetings", &notice).await.problem("invalid", 422).violates("/scheduled_at", "short_notice");
    let path = format!("/v1/meetings/{}", made.id());
    group
        .convenor
        .patch(&path, &made.etag(), &json!({ "scheduled_at": at(29) }))
        .await
        .problem("invalid", 422)
        .violates("/scheduled_at", "short_notice");
    let moved = group.convenor.patch(&path, &made.etag(), &json!({ "scheduled_at": at(30) })).await.expect(200).json();
    assert_eq!(moved["quorum_rule"], "quorum-2");
}

async fn conflicts_and_why_are_told_as_of_a_day(app: App) {
    let panel = Panel::of(&app).await;
    let (officer, seat) = (&panel.cast.officer, panel.seat_of("academic.ernakulam").await);
    let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    let (path, why) = (format!("{}/conflicts", panel.path), format!("{}/why", panel.path));
    panel.cast.take(&panel.path, P::Shortlist).await.expect(200);
    let decided = read(officer, &why).await["as_of"].clone();
    app.advance(5 * DAY);
    let tie = given::with(given::linkage(&panel.cast.cluster, &college), "/starts_on", json!(day(&app, 0)));
    let kind = tie["kind"].as_str().unwrap().to_owned();
    let made = officer.post("/v1/linkages", &tie).await.expect(201);
    assert_eq!(told(&read(officer, &path).await, &seat), None, "an officer says so, and does not attest it");
    given::attested(officer, &made).await;
    let tie = made.id();
    let now = read(officer, &path).await;
    assert_eq!((&now["as_of"], &told(&now, &seat).expect("a conflict")["path"]["ties"]), (&json!(day(&app, 0)), &json!([tie])));
    let then = read(officer, &format!("{path}?as_of={}", decided.as_str().unwrap())).await;
    assert_eq!((&then["as_of"], told(&then, &seat)), (&decided, None));
    let story = read(officer, &why).await;
    assert_eq!((&story["as_of"], told(&story, &seat)), (&decided, None), "nobody was in conflict when it was decided");
    // Whoever is in conflict by now is told no reviews all the same.
    panel.cast.take(&panel.path, P::Study).await.expect(200);
    assert_eq!(read(&app.client("academic.ernakulam").await, &why).await.get("panel"), None);
    officer.get(&format!("{path}?as_of=2026-02-30")).await.problem("malformed", 400).violates("as_of", "date");
    // By a rule that exempts such linkages there is no conflict from its day on.
    officer.post("/v1/rule-sets", &conflicts(&day(&app, 1), 2, &[kind.as_str()])).await.expect(201);
    assert!(told(&read(officer, &path).await, &seat).is_some());
    let tomorrow = read(officer, &format!("{path}?as_of={}", day(&app, 1))).await;
    assert_eq!((&tomorrow["rule"], told(&tomorrow, &seat)), (&json!("conflicts-2"), None));
    let meeting = panel.cast.group.opened(&[item(panel.id(), "recommend")]).await;
    let shown = read(&panel.cast.group.convenor, &meeting).await;
    assert_eq!((&shown["conflict_rule"], &shown["items"][0]["recusals"]), (&json!("conflicts-2"), &json!([])));
}
