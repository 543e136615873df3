//! Meetings: notice, attendance, votes, and minutes in a chain that nobody changes unseen.

use crate::app::App;
use crate::client::Client;
use crate::harness::site::Engine;
use crate::http::given;
use crate::http::programme::group::{Group, item};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

fn about(title: &str) -> Value {
    json!({ "title": title })
}

/// The id of a submitted proposal of Kalady.
async fn submitted(cast: &Cast) -> String {
    let path = cast.draft().await;
    cast.applicant.step(&path, "submit", &json!({})).await.expect(200).id()
}

async fn chain(who: &Client) -> Value {
    who.get("/v1/minute-chains/555").await.expect(200).json()
}

http_tests![
    a_meeting_is_called_held_and_closed,
    notice_is_given_in_time_and_nothing_comes_onto_the_agenda_at_the_last_moment,
    an_agenda_names_submitted_proposals_of_the_district,
    what_is_recorded_must_be_possible,
    the_core_group_and_overseers_see_its_meetings_and_the_convenor_or_an_officer_calls_them,
    a_note_of_the_end_of_minutes_that_is_gone_or_no_text_is_named,
    who_stands_aside_neither_reads_nor_writes_the_deliberations,
    without_those_who_stand_aside_the_quorum_is_another,
    anybody_can_make_the_digest_of_a_minute_again,
    minutes_that_are_closed_at_once_make_one_chain,
    one_meeting_that_is_closed_twice_at_once_is_one_link,
    whoever_changes_a_closed_minute_in_the_database_is_found,
    a_closed_minute_is_corrected_by_a_later_one_only
];

async fn a_meeting_is_called_held_and_closed(app: App) {
    let group = Group::of(&app).await;
    let path = group.called(&[about("Minutes of last time"), about("Any other business")]).await;
    let shown = group.convenor.get(&path).await.expect(200).json();
    assert_eq!((&shown["state"], &shown["quorum_rule"], &shown["seats"]), (&json!("called"), &json!("quorum-1"), &json!([])));
    assert_eq!(shown["allowed_steps"], json!(["update", "open", "cancel"]));
    group.go(&path, "open").await.problem("requirements-not-met", 409).violates("", "not_yet");
    group.convenor.get(&format!("{path}/minutes")).await.problem("not-found", 404);
    app.advance(3 * 86_400);
    let open = group.go(&path, "open").await.expect(200).json();
    assert_eq!((&open["state"], open["seats"].as_array().unwrap().len()), (&json!("in_session"), 9));
    group.go(&path, "close").await.problem("requirements-not-met", 409).violates("", "nobody_present");
    let votes = ["in_favour", "in_favour", "against", "in_favour", "abstain"];
    group.convenor.step(&path, "record", &group.proceedings(5, 2, &votes)).await.expect(200);
    let closed = group.go(&path, "close").await.expect(200).json();
    assert_eq!(
        closed["tallies"][0],
        json!({
            "rule": "quorum-1", "entitled": 9, "present": 5, "needed": 5, "is_quorate": true,
            "in_favour": 3, "against": 1, "abstained": 1, "is_carried": true,
        })
    );
    assert_eq!(closed["allowed_steps"], json!([]));
    for step in ["open", "close"] {
        group.go(&path, step).await.problem("illegal-step", 409);
    }
    group.convenor.step(&path, "record", &group.proceedings(5, 2, &votes)).await.problem("illegal-step", 409);
    group.convenor.step(&path, "cancel", &json!({ "reason": "Too late." })).await.problem("illegal-step", 409);
    let etag = group.convenor.get(&path).await.expect(200).etag();
    group.convenor.patch(&path, &etag, &json!({ "title": "Another" })).await.problem("illegal-step", 409);
    let found = app.officer().await.first("/v1/meetings?state=closed&district=555&sort=-created_at").await;
    assert_eq!(found["id"], closed["id"]);
}

async fn notice_is_given_in_time_and_nothing_comes_onto_the_agenda_at_the_last_moment(app: App) {
    let group = Group::of(&app).await;
    let mut notice = group.notice(&[about("Minutes of last time")]);
    notice["urgency"] = Value::Null;
    group.convenor.post("/v1/meetings", &notice).await.problem("invalid", 422).violates("/scheduled_at", "short_notice");
    notice["urgency"] = json!("The season ends.");
    let made = group.convenor.post("/v1/meetings", &notice).await.expect(201);
    let path = format!("/v1/meetings/{}", made.id());
    let changed = group.convenor.patch(&path, &made.etag(), &json!({ "venue": "Aluva" })).await.expect(200);
    app.advance(2 * 86_400);
    group
        .convenor
        .patch(&path, &changed.etag(), &json!({ "agenda": [about("A surprise")] }))
        .await
        .problem("invalid", 422)
        .violates("/scheduled_at", "short_notice");
    group.convenor.step(&path, "cancel", &json!({})).await.problem("invalid", 422).violates("/reason", "required");
    let off = group.convenor.step(&path, "cancel", &json!({ "reason": "A holiday." })).await.expect(200).json();
    assert_eq!((&off["state"], &off["state_reason"]), (&json!("cancelled"), &json!("A holiday.")));
}

async fn an_agenda_names_submitted_proposals_of_the_district(app: App) {
    let (group, cast) = (Group::of(&app).await, Cast::of(&app).await);
    let draft = cast.draft().await.rsplit('/').next().unwrap().to_owned();
    let elsewhere = app.officer().await.first("/v1/proposals?state=submitted").await;
    assert_ne!(elsewhere["district"], "555");
    let agenda = [
        item(&draft, "shortlist"),
        item(given::NOBODY, "shortlist"),
        item(elsewhere["id"].as_str().unwrap(), "shortlist"),
        json!({ "title": "x", "decides": "recommend" }),
        json!({ "title": "x", "proposal_id": draft, "decides": "sanction" }),
        json!({ "title": "x", "corrects": { "meeting_id": given::NOBODY, "item": 0 } }),
    ];
    group
        .convenor
        .post("/v1/meetings", &group.notice(&agenda))
        .await
        .problem("invalid", 422)
        .violates("/agenda/3/proposal_id", "required")
        .violates("/agenda/4/amount_paise", "required");
    let agenda = [agenda[0].clone(), agenda[1].clone(), agenda[2].clone(), agenda[5].clone()];
    group
        .convenor
        .post("/v1/meetings", &group.notice(&agenda))
        .await
        .problem("invalid", 422)
        .violates("/agenda/0/proposal_id", "not_submitted")
        .violates("/agenda/1/proposal_id", "unknown_reference")
        .violates("/agenda/2/proposal_id", "unknown_reference")
        .violates("/agenda/3/corrects", "unknown_reference");
    let proposal = submitted(&cast).await;
    let path = group.called(&[item(&proposal, "shortlist")]).await;
    let found = group.convenor.first(&format!("/v1/meetings?proposal_id={proposal}")).await;
    assert_eq!(path, format!("/v1/meetings/{}", found["id"].as_str().unwrap()));
}

async fn what_is_recorded_must_be_possible(app: App) {
    let group = Group::of(&app).await;
    let path = group.opened(&[about("One")]).await;
    let mut wrong = group.proceedings(3, 2, &["in_favour"; 4]);
    wrong["attendance"][1]["account_id"] = wrong["attendance"][0]["account_id"].clone();
    wrong["attendance"][2]["seat_id"] = json!(given::NOBODY);
    wrong["items"][0]["recusals"] = json!([{ "seat_id": group.seats[0].0, "ground": "declared" }]);
    group
        .convenor
        .step(&path, "record", &wrong)
        .await
        .problem("invalid", 422)
        .violates("/items", "items_of_agenda")
        .violates("/attendance/1/account_id", "not_in_this_seat")
        .violates("/attendance/2/seat_id", "not_a_seat_here")
        .violates("/items/0/motion/moved_by", "stands_aside")
        .violates("/items/0/motion/ballots/3/seat_id", "not_present");
}

async fn the_core_group_and_overseers_see_its_meetings_and_the_convenor_or_an_officer_calls_them(app: App) {
    let group = Group::of(&app).await;
    let path = group.called(&[about("One")]).await;
    app.officer().await.post("/v1/meetings", &group.notice(&[about("Where the convenor stands aside")])).await.expect(201);
    for name in ["energy.ernakulam", "auditor"] {
        app.client(name).await.get(&path).await.expect(200);
        app.client(name).await.post("/v1/meetings", &group.notice(&[about("Mine")])).await.problem("forbidden", 403);
    }
    for name in ["convenor.kollam", "cluster.kalady", "institution.cusat"] {
        app.client(name).await.get(&path).await.problem("not-found", 404);
    }
    app.client("convenor.kollam").await.get("/v1/minute-chains/555").await.problem("not-found", 404);
    app.officer().await.get("/v1/minute-chains/999").await.problem("not-found", 404);
    app.client("cluster.kalady").await.get("/v1/meetings").await.problem("forbidden", 403);
    assert_eq!(app.client("convenor.kollam").await.get("/v1/meetings").await.expect(200).json()["items"], json!([]));
}

async fn a_note_of_the_end_of_minutes_that_is_gone_or_no_text_is_named(app: App) {
    let group = Group::of(&app).await;
    group.carried(&[about("One")]).await;
    let told = async || {
        let chain = chain(&group.convenor).await;
        (chain["links"].clone(), chain["all_broken"].clone())
    };
    let (links, broken) = told().await;
    assert_eq!(broken, json!([]));
    let broken = |why: &str| (links.clone(), json!([{ "number": links, "why": why }]));
    app.site.disarm();
    if app.site.engine == Engine::Sqlite {
        app.site.sql("UPDATE minute_chains SET digest = CAST(x'ff' AS TEXT) WHERE district = '555'");
        assert_eq!(told().await, broken("unlinked"));
    }
    app.site.sql("DELETE FROM minute_chains WHERE district = '555'");
    assert_eq!(told().await, broken("end_missing"));
}

async fn who_stands_aside_neither_reads_nor_writes_the_deliberations(app: App) {
    let group = Group::of(&app).await;
    let path = group.opened(&[about("One"), about("Two")]).await;
    let (first, last) = (group.seats[6].clone(), group.seats[8].clone());
    let mut record = group.proceedings(9, 2, &["in_favour"; 6]);
    record["items"][0]["recusals"] = json!([{ "seat_id": last.0, "ground": "declared", "reason": "My brother's mill." }]);
    record["items"][1]["recusals"] = json!([{ "seat_id": first.0, "ground": "declared", "reason": "My own mill." }]);
    // The convenor stands aside for the first item: somebody else has recorded it or will.
    group.convenor.step(&path, "record", &record).await.problem("requirements-not-met", 409).violates("/agenda/0", "in_conflict");
    let officer = app.officer().await;
    officer.step(&path, "record", &record).await.expect(200);
    let mine = group.convenor.get(&path).await.expect(200);
    assert_eq!((&mine.json()["withheld"], &mine.json()["items"][0]["discussion"]), (&json!([0]), &Value::Null));
    assert_ne!(mine.etag(), officer.get(&path).await.expect(200).etag());
    let again = json!({ "attendance": record["attendance"], "items": mine.json()["items"] });
    group.convenor.step(&path, "record", &again).await.problem("requirements-not-met", 409).violates("/agenda/0", "in_conflict");
    group.go(&path, "close").await.problem("requirements-not-met", 409).violates("/agenda/0", "in_conflict");
    let close = officer.request(Method::POST, &format!("{path}/close"));
    let closed = close.if_match("*").send().await.expect(200).json();
    let tally = &closed["tallies"][0];
    assert_eq!((&tally["entitled"], &tally["present"], &tally["is_carried"]), (&json!(9), &json!(8), &json!(true)));
    let minutes = group.convenor.get(&format!("{path}/minutes")).await.expect(200).json();
    assert_eq!((&minutes["withheld"], &minutes["minute"]["proceedings"]["items"][0]["motion"]), (&json!([0]), &Value::Null));
    assert_eq!(minutes["minute"]["tallies"][0], Value::Null);
}

async fn without_those_who_stand_aside_the_quorum_is_another(app: App) {
    let (group, cast) = (Group::of(&app).await, Cast::of(&app).await);
    let [one, two] = [submitted(&cast).await, submitted(&cast).await];
    let path = group.opened(&[item(&one, "shortlist"), item(&two, "shortlist")]).await;
    // Four say of the second that they stand aside, one of the first, and nobody says it for them.
    let mut names = Vec::new();
    for name in ["energy", "mentor", "dic-gm", "academic"] {
        let who = crate::http::identity::people::account(&app, &format!("{name}.ernakulam")).await.to_string();
        names.push((name, group.seats.iter().position(|(_, holder)| *holder == who).unwrap()));
    }
    for (at, (name, _)) in names.iter().enumerate() {
        let who = app.client(&format!("{name}.ernakulam")).await;
        for proposal in if at == 0 { vec![&one, &two] } else { vec![&two] } {
            who.step(&format!("/v1/proposals/{proposal}"), "conflicts", &json!({ "reason": "A cousin's mill." })).await.expect(201);
        }
    }
    let aside: Vec<usize> = names.iter().map(|(_, at)| *at).collect();
    let free: Vec<String> = (0..9).filter(|at| !aside.contains(at)).map(|at| group.seats[at].0.clone()).collect();
    let motion = |votes: usize| {
        json!({
            "text": "So be it.", "moved_by": free[0], "seconded_by": free[1],
            "ballots": free.iter().take(votes).map(|seat| json!({ "seat_id": seat, "vote": "in_favour" })).collect::<Vec<_>>(),
        })
    };
    let here: Vec<Value> = group
        .present(9)
        .into_iter()
        .filter(|one| {
            aside.contains(&group.seats.iter().position(|(id, _)| one["seat_id"] == *id).unwrap())
                || free[..3].iter().any(|id| one["seat_id"] == *id)
        })
        .collect();
    let record = json!({ "attendance": here, "items": [{ "motion": motion(3) }, { "motion": motion(3) }] });
    app.officer().await.step(&path, "record", &record).await.expect(200);
    let closed = group.go(&path, "close").await.expect(200).json();
    let of = |at: usize| {
        let tally = &closed["tallies"][at];
        (
            tally["entitled"].as_i64().unwrap(),
            tally["present"].as_i64().unwrap(),
            tally["needed"].as_i64().unwrap(),
            tally["is_carried"].as_bool().unwrap(),
        )
    };
    assert_eq!(of(0), (8, 6, 5, true));
    assert_eq!(of(1), (5, 3, 3, true), "three of five are more than half");
}

async fn anybody_can_make_the_digest_of_a_minute_again(app: App) {
    let group = Group::of(&app).await;
    let before = chain(&group.convenor).await["links"].as_i64().unwrap();
    let path = format!("/v1/meetings/{}", group.carried(&[about("ഒന്ന് \"quoted\"")]).await);
    let minutes = group.convenor.get(&format!("{path}/minutes")).await.expect(200).json();
    let digest = odoi_domain::programme::meeting::digest(minutes["chain"]["previous"].as_str().unwrap(), &minutes["minute"]);
    assert_eq!((minutes["chain"]["digest"].as_str().unwrap(), &minutes["chain"]["number"]), (digest.as_str(), &json!(before + 1)));
    let after = chain(&group.convenor).await;
    assert_eq!((&after["is_whole"], &after["links"]), (&json!(true), &json!(before + 1)));
}

async fn minutes_that_are_closed_at_once_make_one_chain(app: App) {
    let group = Group::of(&app).await;
    let before = chain(&group.convenor).await["links"].as_i64().unwrap();
    let (mut paths, agenda) = (Vec::new(), [about("One")]);
    for _ in 0..6 {
        paths.push(group.called(&agenda).await);
    }
    app.advance(3 * 86_400);
    for path in &paths {
        group.go(path, "open").await.expect(200);
        group.convenor.step(path, "record", &group.proceedings(5, 1, &["in_favour"; 5])).await.expect(200);
    }
    let closings = paths.iter().map(|path| group.convenor.request(Method::POST, &format!("{path}/close")).if_match("*").send());
    let mut numbers: Vec<i64> =
        join_all(closings).await.into_iter().map(|answer| answer.expect(200).json()["minute"]["number"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (before + 1..=before + 6).collect::<Vec<_>>());
    let after = chain(&group.convenor).await;
    assert_eq!((&after["is_whole"], &after["links"]), (&json!(true), &json!(before + 6)), "{after}");
}

async fn one_meeting_that_is_closed_twice_at_once_is_one_link(app: App) {
    let group = Group::of(&app).await;
    let path = group.opened(&[about("One")]).await;
    group.convenor.step(&path, "record", &group.proceedings(5, 1, &["in_favour"; 5])).await.expect(200);
    let closings = (0..5).map(|_| group.convenor.request(Method::POST, &format!("{path}/close")).if_match("*").send());
    let statuses: Vec<u16> = join_all(closings).await.iter().map(|a| a.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|s| [200, 409, 412].contains(s)), "{statuses:?}");
    assert_eq!(chain(&group.convenor).await["is_whole"], true);
}

async fn whoever_changes_a_closed_minute_in_the_database_is_found(app: App) {
    let group = Group::of(&app).await;
    let before = chain(&group.convenor).await["links"].as_i64().unwrap();
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three"] {
        ids.push(group.carried(&[about(title)]).await);
    }
    app.site.disarm();
    let json = match app.site.engine {
        Engine::Sqlite => "",
        Engine::Postgres => "::jsonb",
    };
    let kept = |id: &str| {
        let key = match app.site.engine {
            Engine::Sqlite => format!("hex(id) = '{}'", id.replace('-', "").to_uppercase()),
            Engine::Postgres => format!("id = '{id}'"),
        };
        let facts = match app.site.engine {
            Engine::Sqlite => "facts",
            Engine::Postgres => "facts::text",
        };
        (app.site.texts(&format!("SELECT {facts} AS value FROM meetings WHERE {key}")).remove(0), key)
    };
    let (good, key) = kept(&ids[1]);
    let put = |text: &str| app.site.sql(&format!("UPDATE meetings SET facts = '{}'{json} WHERE {key}", text.replace('\'', "''")));
    let found = async || {
        let found = chain(&group.convenor).await;
        assert_eq!(found["is_whole"], false, "{found}");
        let broken = found["broken"].clone();
        (broken["number"].as_i64().unwrap() - before, broken["why"].as_str().unwrap().to_owned(), broken["meeting_id"].clone())
    };
    let second = json!(ids[1]);
    put(&good.replace("It was discussed.", "It was applauded."));
    assert_eq!(found().await, (2, "altered".to_owned(), second.clone()));
    put(&good.replace("\"against\"", "\"aside\"").replace("in_favour", "in_flavour"));
    assert_eq!(found().await, (2, "altered".to_owned(), second.clone()), "what cannot even be read was changed");
    put(&good);
    assert_eq!(chain(&group.convenor).await["is_whole"], true);
    app.site.sql(&format!("UPDATE meetings SET minute_number = NULL WHERE {key}"));
    assert_eq!(found().await, (2, "missing".to_owned(), json!(ids[2])));
    app.site.sql(&format!("UPDATE meetings SET minute_number = {} WHERE {key}", before + 2));
    // The last one taken away leaves a chain that holds in itself; its end is noted elsewhere.
    let (_, last) = kept(&ids[2]);
    app.site.sql(&format!("UPDATE meetings SET minute_number = NULL WHERE {last}"));
    assert_eq!(found().await, (3, "missing".to_owned(), Value::Null));
    // Everything that is broken is named, not the first alone.
    let (first, of_first) = kept(&ids[0]);
    app.site.sql(&format!(
        "UPDATE meetings SET facts = '{}'{json} WHERE {of_first}",
        first.replace("It was discussed.", "It was not.").replace('\'', "''")
    ));
    put(&good.replace("in_favour", "in_flavour"));
    let all = chain(&group.convenor).await["all_broken"].clone();
    let why: Vec<_> = all.as_array().unwrap().iter().map(|one| (one["number"].as_i64().unwrap() - before, one["why"].clone())).collect();
    assert_eq!(why, [(1, json!("altered")), (2, json!("altered")), (3, json!("missing"))]);
}

async fn a_closed_minute_is_corrected_by_a_later_one_only(app: App) {
    let (group, cast) = (Group::of(&app).await, Cast::of(&app).await);
    let proposal = submitted(&cast).await;
    let first = group.carried(&[item(&proposal, "shortlist"), about("Other")]).await;
    let corrects = |at: u16, about: Value| {
        let mut item = about;
        item["corrects"] = json!({ "meeting_id": first, "item": at });
        item
    };
    for (at, wrong) in
        [corrects(0, about("Not about it")), corrects(1, item(&proposal, "shortlist")), corrects(7, about("None"))].iter().enumerate()
    {
        let refused = group.convenor.post("/v1/meetings", &group.notice(std::slice::from_ref(wrong))).await;
        println!("{at}");
        refused.problem("invalid", 422).violates("/agenda/0/corrects", "nothing_to_correct");
    }
    group.carried(&[corrects(0, item(&proposal, "shortlist")), corrects(1, about("Otherwise"))]).await;
    let etag = cast.officer.get(&format!("/v1/proposals/{proposal}")).await.expect(200).etag();
    assert!(etag.starts_with("\"2"), "the meetings changed nothing about the proposal itself");
}
