//! A tranche is released by the authority of minutes: of a closed, quorate meeting that carried the
//! release of that very tranche, and was not corrected since (rule R6.6).

use crate::app::App;
use crate::client::Answer;
use crate::harness::site::Engine;
use crate::http::given::{self, with};
use crate::http::money::purse::{Purse, certification, demand_identities};
use crate::http::programme::group::{cite, item, release, sanction};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::{Value, json};

/// Tries to release the first tranche by these minutes.
async fn try_with(purse: &Purse<'_>, minute: Value) -> Answer {
    let body = json!({ "tranche": 0, "minute": minute });
    let convenor = &purse.cast.convenor;
    convenor.step(&purse.path, "release-tranche", &body).await
}

/// It must be refused, with these violations and no others.
async fn refused(purse: &Purse<'_>, minute: Value, violations: &[(&str, &str)]) {
    let mut answer = try_with(purse, minute).await.problem("requirements-not-met", 409);
    for (at, code) in violations {
        answer = answer.violates(at, code);
    }
    let said = answer.json();
    assert_eq!(said["errors"].as_array().unwrap().len(), violations.len(), "{said}");
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().expect("an id")
}

http_tests![
    a_release_waits_for_minutes_that_say_so,
    minutes_that_were_corrected_release_nothing_and_those_that_correct_them_do,
    minutes_of_another_district_release_nothing,
    everything_that_a_release_waits_for_is_told_at_once,
    why_tells_which_minutes_released_each_tranche,
    nothing_is_decided_about_a_release_before_there_is_anything_to_release,
    a_proposal_is_recommended_after_it_was_studied,
    minutes_decide_about_the_revision_that_lay_before_the_meeting,
    a_minute_that_was_altered_authorises_nothing,
    a_closed_minute_without_its_link_authorises_nothing,
    money_does_not_go_out_on_a_sanction_that_was_corrected,
    money_does_not_go_out_on_a_release_that_was_corrected,
    why_says_that_a_cited_item_was_corrected_since
];

async fn a_release_waits_for_minutes_that_say_so(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let (id, group, before) = (id_of(&purse.proposal), &cast.group, purse.see().await);
    // None at all, whichever way that is said.
    cast.convenor
        .step(&purse.path, "release-tranche", &json!({ "tranche": 0 }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute", "minute_missing");
    refused(&purse, Value::Null, &[("/minute", "minute_missing")]).await;
    refused(&purse, cite(given::NOBODY, 0), &[("/minute/meeting_id", "no_such_minute")]).await;
    try_with(&purse, json!({ "meeting_id": "x", "item": -1 })).await.problem("invalid", 422);
    // Of another tranche, of another decision, of another proposal.
    let decided = group.carried(&[release(id, 1)]).await;
    refused(&purse, cite(&decided, 0), &[("/minute/item", "item_of_another_tranche"), ("/minute/item", "decided_too_early")]).await;
    let sanction = cast.decided(&purse.proposal, ProposalStep::Sanction).await;
    refused(&purse, sanction.clone(), &[("/minute/item", "item_decides_other"), ("/minute/item", "item_of_another_tranche")]).await;
    let nowhere = cite(sanction["meeting_id"].as_str().unwrap(), 39);
    refused(&purse, nowhere, &[("/minute/item", "no_such_item")]).await;
    let other = Purse::sanctioned(&cast, &[100]).await;
    let meeting = group.carried(&[release(id_of(&other.proposal), 0)]).await;
    refused(&purse, cite(&meeting, 0), &[("/minute/item", "item_of_another")]).await;
    // Not closed, not quorate, not carried.
    let agenda = [release(id, 0)];
    let called = group.called(&agenda).await;
    refused(&purse, cite(id_of(&called), 0), &[("/minute", "minute_open")]).await;
    let open = group.opened(&agenda).await;
    refused(&purse, cite(id_of(&open), 0), &[("/minute", "minute_open")]).await;
    let few = group.closed(&agenda, &group.proceedings(4, 1, &["in_favour"; 4])).await;
    refused(&purse, cite(id_of(&few), 0), &[("/minute/item", "not_quorate")]).await;
    let fell = group.closed(&agenda, &group.proceedings(6, 1, &["in_favour", "against"])).await;
    refused(&purse, cite(id_of(&fell), 0), &[("/minute/item", "not_carried")]).await;
    assert_eq!(purse.see().await["released_paise"], before["released_paise"]);
    assert_eq!(purse.see().await["revision"], before["revision"], "nothing was written");
    try_with(&purse, cite(&group.carried(&agenda).await, 0)).await.expect(200);
    demand_identities(&app, &cast.call).await;
}

async fn minutes_that_were_corrected_release_nothing_and_those_that_correct_them_do(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let (id, group) = (id_of(&purse.proposal), &cast.group);
    let first = group.carried(&[release(id, 0)]).await;
    let again = with(release(id, 0), "/corrects", cite(&first, 0));
    let second = group.carried(&[again]).await;
    refused(&purse, cite(&first, 0), &[("/minute/item", "minute_corrected")]).await;
    try_with(&purse, cite(&second, 0)).await.expect(200);
}

async fn minutes_of_another_district_release_nothing(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    let there = app.officer().await.first("/v1/meetings?district=557&state=closed").await;
    let minute = cite(there["id"].as_str().unwrap(), 0);
    refused(&purse, minute, &[("/minute/meeting_id", "no_such_minute")]).await;
}

async fn everything_that_a_release_waits_for_is_told_at_once(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let release = async |body: Value| cast.convenor.step(&purse.path, "release-tranche", &body).await;
    release(json!({ "tranche": 1 }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/tranche", "milestone_open")
        .violates("/tranche", "tranche_before")
        .violates("/minute", "minute_missing");
    release(json!({ "tranche": 19 })).await.problem("invalid", 422).violates("/tranche", "unknown_reference");
    // Only a release is decided by minutes.
    for step in ["cancel-release", "disburse-tranche"] {
        let who = if step == "disburse-tranche" { &cast.officer } else { &cast.convenor };
        who.step(&purse.path, step, &json!({ "tranche": 0, "minute": cite(given::NOBODY, 0) }))
            .await
            .problem("invalid", 422)
            .violates("/minute", "unknown_field");
    }
}

async fn why_tells_which_minutes_released_each_tranche(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let path = format!("{}/why", purse.proposal);
    let tranche = json!({ "tranche": 0 });
    // What was taken back has released nothing.
    purse.release(0).await.expect(200);
    cast.convenor.step(&purse.path, "cancel-release", &tranche).await.expect(200);
    let seen = cast.officer.get(&path).await.expect(200).json();
    assert_eq!((&seen["award"]["sanctioned_paise"], seen["award"]["tranches"][0].get("release")), (&json!(100), None));
    let own = cast.group.carried(&[release(id_of(&purse.proposal), 0)]).await;
    try_with(&purse, cite(&own, 0)).await.expect(200);
    purse.pay(0).await.expect(200);
    let day = purse.see().await["sanctioned_on"].as_str().unwrap().to_owned();
    purse.certify(&certification(0, &[("1", 60, &day)], 0)).await.expect(200);
    let seen = cast.officer.get(&path).await.expect(200).json();
    let first = &seen["award"]["tranches"][0];
    assert_eq!(
        (&first["release"]["action"], &first["release"]["minute"]["meeting_id"], &first["release"]["minute"]["decides"]),
        (&json!("award.release_tranche"), &json!(own), &json!("release"))
    );
    assert_eq!(
        (&first["release"]["minute"]["tally"]["is_carried"], first["submitted_on"].is_string(), first.get("certified_on")),
        (&json!(true), true, None)
    );
    purse.accept(0).await.expect(200);
    purse.reach(0).await;
    purse.release(1).await.expect(200);
    let seen = cast.applicant.get(&path).await.expect(200).json();
    let [first, second] = [0, 1].map(|n| seen["award"]["tranches"][n].clone());
    assert_eq!((&first["release"]["minute"]["meeting_id"], first["certified_on"].is_string()), (&json!(own), true));
    assert_eq!((&second["release"]["minute"]["decides"], &second["release"]["minute"]["item"]), (&json!("release"), &json!(0)));
    assert_ne!(second["release"]["minute"]["meeting_id"], json!(own));
    assert_eq!(first["release"]["minute"].get("motion"), None, "votes are for those who may read the meeting");
    let draft = cast.draft().await;
    assert_eq!(cast.officer.get(&format!("{draft}/why")).await.expect(200).json().get("award"), None);
}

async fn nothing_is_decided_about_a_release_before_there_is_anything_to_release(app: App) {
    let cast = Cast::of(&app).await;
    let group = &cast.group;
    let path = cast.driven_to(ProposalState::Recommended).await;
    group
        .convenor
        .post("/v1/meetings", &group.notice(&[release(id_of(&path), 0)]))
        .await
        .problem("invalid", 422)
        .violates("/agenda/0/decides", "no_award");
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let id = id_of(&purse.proposal);
    group
        .convenor
        .post("/v1/meetings", &group.notice(&[release(id, 2)]))
        .await
        .problem("invalid", 422)
        .violates("/agenda/0/tranche", "unknown_reference");
    // The second tranche is decided on too early: nothing that it waits for is done.
    let early = group.carried(&[release(id, 1)]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let day = purse.see().await["sanctioned_on"].as_str().unwrap().to_owned();
    purse.certify(&certification(0, &[("1", 60, &day)], 0)).await.expect(200);
    purse.accept(0).await.expect(200);
    purse.reach(0).await;
    let second = |minute: &str| json!({ "tranche": 1, "minute": cite(minute, 0) });
    cast.convenor
        .step(&purse.path, "release-tranche", &second(&early))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "decided_too_early");
    // Once its time has come it is decided, and decided anew: the later decision holds.
    let first = group.carried(&[release(id, 1)]).await;
    let against = group.closed(&[release(id, 1)], &group.proceedings(6, 1, &["against"; 6])).await;
    cast.convenor
        .step(&purse.path, "release-tranche", &second(&first))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "minute_superseded");
    cast.convenor
        .step(&purse.path, "release-tranche", &second(id_of(&against)))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "not_carried");
    let last = group.carried(&[release(id, 1)]).await;
    cast.convenor.step(&purse.path, "release-tranche", &second(&last)).await.expect(200);
    // Taken back, it needs another decision: an item is good once.
    cast.convenor.step(&purse.path, "cancel-release", &json!({ "tranche": 1 })).await.expect(200);
    cast.convenor
        .step(&purse.path, "release-tranche", &second(&last))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "minute_used");
    purse.release(1).await.expect(200);
}

async fn a_proposal_is_recommended_after_it_was_studied(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let id = id_of(&path);
    let all = [item(id, "shortlist"), item(id, "recommend"), sanction(id, 100)];
    let meeting = cast.group.carried(&all).await;
    let shown = cast.convenor.get(&format!("/v1/meetings/{meeting}")).await.expect(200).json();
    let due: Vec<bool> = shown["tabled"].as_array().unwrap().iter().map(|t| t["is_due"] == true).collect();
    assert_eq!((due.as_slice(), &shown["tabled"][0]["revision"]), ([true, false, false].as_slice(), &json!(1)));
    cast.convenor.step(&path, "shortlist", &json!({ "minute": cite(&meeting, 0) })).await.expect(200);
    cast.convenor.step(&path, "study", &json!({})).await.expect(200);
    cast.convenor
        .step(&path, "recommend", &json!({ "minute": cite(&meeting, 1) }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "decided_too_early");
}

async fn minutes_decide_about_the_revision_that_lay_before_the_meeting(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let meeting = cast.group.opened(&[item(id_of(&path), "shortlist")]).await;
    let record = cast.group.proceedings(7, 1, &["in_favour"; 7]);
    cast.convenor.step(&meeting, "record", &record).await.expect(200);
    // While the meeting is open, the proposal becomes another one.
    cast.convenor.step(&path, "return", &json!({ "reason": "Name the press." })).await.expect(200);
    let tag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.patch(&path, &tag, &json!({ "objective": "Something else altogether." })).await.expect(200);
    cast.applicant.step(&path, "submit", &json!({})).await.expect(200);
    cast.convenor.step(&path, "screen", &json!({})).await.expect(200);
    cast.group.go(&meeting, "close").await.expect(200);
    let minute = json!({ "minute": cite(id_of(&meeting), 0) });
    cast.convenor
        .step(&path, "shortlist", &minute)
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/item", "minute_of_another_revision");
}

async fn a_minute_that_was_altered_authorises_nothing(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let agenda = [item(id_of(&path), "shortlist")];
    let fell = cast.group.closed(&agenda, &cast.group.proceedings(6, 1, &["against"; 6])).await;
    let id = id_of(&fell);
    let (key, facts, json) = match app.site.engine {
        Engine::Sqlite => (format!("hex(id) = '{}'", id.replace('-', "").to_uppercase()), "facts", ""),
        Engine::Postgres => (format!("id = '{id}'"), "facts::text", "::jsonb"),
    };
    let kept = app.site.texts(&format!("SELECT {facts} AS value FROM meetings WHERE {key}")).remove(0);
    let better = kept.replace("\"is_carried\":false", "\"is_carried\":true").replace("\"is_carried\": false", "\"is_carried\": true");
    assert_ne!(kept, better);
    app.site.disarm();
    app.site.sql(&format!("UPDATE meetings SET facts = '{}'{json} WHERE {key}", better.replace('\'', "''")));
    let minute = json!({ "minute": cite(id, 0) });
    cast.convenor.step(&path, "shortlist", &minute).await.problem("requirements-not-met", 409).violates("/minute", "minute_altered");
}

async fn a_closed_minute_without_its_link_authorises_nothing(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let meeting = cast.group.carried(&[item(id_of(&path), "shortlist")]).await;
    app.site.disarm();
    app.site.sql(match app.site.engine {
        Engine::Sqlite => "UPDATE meetings SET facts = json_set(facts, '$.sealed', NULL)",
        Engine::Postgres => "UPDATE meetings SET facts = jsonb_set(facts, '{sealed}', 'null')",
    });
    let minute = json!({ "minute": cite(&meeting, 0) });
    cast.convenor.step(&path, "shortlist", &minute).await.problem("requirements-not-met", 409).violates("/minute", "minute_altered");
}

async fn money_does_not_go_out_on_a_sanction_that_was_corrected(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let (id, group) = (id_of(&purse.proposal), &cast.group);
    let cited = cast.decided(&purse.proposal, ProposalStep::Sanction).await;
    let correct = async |of: &Value, paise: i64| {
        let item = with(sanction(id, paise), "/corrects", of.clone());
        cite(&group.carried(&[item]).await, 0)
    };
    let told = async || {
        let shown = cast.officer.get("/v1/inbox").await.expect(200).json();
        let items = shown["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["task"] == "reconsider").map(|item| item["award_id"].clone())
    };
    // One that repeats decision and amount changes nothing.
    let second = correct(&cited, 100).await;
    purse.release(0).await.expect(200);
    assert_eq!(told().await, None);
    let third = correct(&second, 99).await;
    purse.pay(0).await.problem("requirements-not-met", 409).violates("/tranche", "minute_corrected");
    let shown = cast.officer.get(&purse.path).await.expect(200).json();
    let offered = |step: &str| shown["allowed_steps"].as_array().unwrap().contains(&json!(step));
    assert!(offered("cancel_release") && !offered("disburse_tranche"), "{shown}");
    assert_eq!(told().await, Some(json!(id_of(&purse.path))), "whoever may end the award is told");
    cast.convenor.step(&purse.path, "cancel-release", &json!({ "tranche": 0 })).await.expect(200);
    purse.release(0).await.problem("requirements-not-met", 409).violates("/tranche", "minute_corrected");
    correct(&third, 250).await;
    assert_eq!(told().await, None);
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
}

async fn money_does_not_go_out_on_a_release_that_was_corrected(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let (id, group) = (id_of(&purse.proposal), &cast.group);
    let first = group.carried(&[release(id, 0)]).await;
    try_with(&purse, cite(&first, 0)).await.expect(200);
    let back = json!({ "title": "The release waits", "proposal_id": id, "corrects": cite(&first, 0) });
    group.carried(&[back]).await;
    purse.pay(0).await.problem("requirements-not-met", 409).violates("/tranche", "minute_corrected");
    cast.convenor.step(&purse.path, "cancel-release", &json!({ "tranche": 0 })).await.expect(200);
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
}

async fn why_says_that_a_cited_item_was_corrected_since(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Shortlisted).await;
    let cited = cast.decided(&path, ProposalStep::Shortlist).await;
    let told = cast.officer.get(&format!("{path}/why")).await.expect(200).json();
    assert_eq!(told["acts"][0]["minute"].get("corrected_by"), None);
    let correction = with(item(id_of(&path), "shortlist"), "/corrects", cited);
    let meeting = cast.group.carried(&[correction]).await;
    let told = cast.officer.get(&format!("{path}/why")).await.expect(200).json();
    assert_eq!(told["acts"][0]["minute"]["corrected_by"], cite(&meeting, 0));
}
