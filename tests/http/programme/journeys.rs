//! The lives of proposals, told from one role to the next.

use crate::app::App;
use crate::client::Client;
use crate::http::given::{self, ASKED};
use crate::http::money::purse::Purse;
use crate::http::programme::group::{cite, item};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::programme::proposal::ProposalStep as P;
use serde_json::{Value, json};

/// Somebody takes a step, and the proposal then stands where it should.
async fn steps(who: &Client, path: &str, step: &str, with: Value, state: &str) -> Value {
    let shown = who.step(path, step, &with).await.expect(200).json();
    assert_eq!(shown["state"], state, "after {step}");
    shown
}

fn nothing() -> Value {
    json!({})
}

fn because(reason: &str) -> Value {
    json!({ "reason": reason })
}

http_tests![
    from_a_draft_to_completion_across_the_roles,
    returned_corrected_and_handed_in_again,
    what_was_decided_before_a_correction_does_not_hold_for_what_comes_after_it,
    a_quorum_that_is_lost_decides_nothing_and_the_next_meeting_does,
    interest_that_has_lapsed_keeps_a_returned_proposal_from_coming_back,
    rejected_for_good,
    withdrawn_after_the_sanction_but_not_once_work_has_begun,
    cancelled_by_the_officer_alone
];

async fn from_a_draft_to_completion_across_the_roles(app: App) {
    let cast = Cast::of(&app).await;
    let (applicant, convenor, officer) = (&cast.applicant, &cast.convenor, &cast.officer);
    let path = cast.draft().await;
    assert_eq!(applicant.get(&path).await.expect(200).json()["allowed_steps"], json!(["submit", "withdraw"]));
    steps(applicant, &path, "submit", nothing(), "submitted").await;
    convenor.step(&path, "sanction", &json!({ "sanctioned_paise": 1 })).await.problem("forbidden", 403);
    steps(convenor, &path, "screen", nothing(), "screened").await;
    steps(convenor, &path, "shortlist", cast.needs(&path, P::Shortlist).await, "shortlisted").await;
    steps(convenor, &path, "study", nothing(), "under_detailed_study").await;
    steps(convenor, &path, "recommend", cast.needs(&path, P::Recommend).await, "recommended").await;
    applicant.step(&path, "recommend", &nothing()).await.problem("forbidden", 403);
    let less = given::with(cast.needs(&path, P::Sanction).await, "/sanctioned_paise", json!(ASKED - 1));
    let sanctioned = steps(officer, &path, "sanction", less, "sanctioned").await;
    assert_eq!((&sanctioned["asked_paise"], &sanctioned["sanctioned_paise"]), (&json!(ASKED), &json!(ASKED - 1)));
    steps(officer, &path, "start", nothing(), "in_progress").await;
    officer.step(&path, "complete", &nothing()).await.problem("requirements-not-met", 409).violates("", "award_open");
    Purse::of(&cast, &path).await.settle().await;
    let done = steps(officer, &path, "complete", json!({ "reason": "All mills take part." }), "completed").await;
    assert_eq!((&done["allowed_steps"], &done["sanctioned_paise"]), (&json!([]), &json!(ASKED - 1)));
    assert_eq!((&done["revision"], &done["state_reason"]), (&json!(9), &json!("All mills take part.")));
    let seen = app.client("institution.cusat").await.get(&path).await.expect(200).json();
    assert_eq!(seen["state"], "completed", "the academic partner sees it too");
}

async fn returned_corrected_and_handed_in_again(app: App) {
    let cast = Cast::of(&app).await;
    let (applicant, convenor) = (&cast.applicant, &cast.convenor);
    let path = cast.draft().await;
    steps(applicant, &path, "submit", nothing(), "submitted").await;
    let returned = steps(convenor, &path, "return", because("Name the press."), "returned").await;
    assert_eq!(returned["state_reason"], "Name the press.");
    let etag = applicant.get(&path).await.expect(200).etag();
    let objective = json!({ "objective": "With a screw press of two tonnes a day.", "asked_paise": 300_000_000 });
    applicant.patch(&path, &etag, &objective).await.expect(200);
    let again = steps(applicant, &path, "submit", nothing(), "submitted").await;
    assert_eq!(again.get("state_reason"), None, "the old reason is no longer the state's");
    steps(convenor, &path, "screen", nothing(), "screened").await;
    let late = steps(convenor, &path, "return", because("The land is not the cluster's."), "returned").await;
    assert_eq!(late["asked_paise"], 300_000_000);
    steps(applicant, &path, "withdraw", because("We have no other land."), "withdrawn").await;
}

async fn what_was_decided_before_a_correction_does_not_hold_for_what_comes_after_it(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    for step in [P::Submit, P::Screen, P::Shortlist, P::Study] {
        cast.take(&path, step).await.expect(200);
    }
    let old = cast.decided(&path, P::Shortlist).await;
    steps(&cast.convenor, &path, "return", because("Ask for less."), "returned").await;
    let etag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.patch(&path, &etag, &json!({ "asked_paise": ASKED / 2 })).await.expect(200);
    steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
    steps(&cast.convenor, &path, "screen", nothing(), "screened").await;
    cast.convenor
        .step(&path, "shortlist", &json!({ "minute": old }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute", "minute_too_old")
        .violates("/minute/item", "minute_of_another_revision")
        .violates("/minute/item", "minute_used");
    let new = cast.group.carried(&[item(path.rsplit('/').next().unwrap(), "shortlist")]).await;
    steps(&cast.convenor, &path, "shortlist", json!({ "minute": cite(&new, 0) }), "shortlisted").await;
}

async fn a_quorum_that_is_lost_decides_nothing_and_the_next_meeting_does(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(odoi_domain::programme::proposal::ProposalState::Screened).await;
    let agenda = [item(path.rsplit('/').next().unwrap(), "shortlist")];
    let group = &cast.group;
    let thin = group.closed(&agenda, &group.proceedings(4, 1, &["in_favour"; 4])).await;
    let shown = group.convenor.get(&thin).await.expect(200).json();
    assert_eq!((&shown["tallies"][0]["in_favour"], &shown["tallies"][0]["is_carried"]), (&json!(4), &json!(false)));
    let minute = json!({ "minute": cite(thin.trim_start_matches("/v1/meetings/"), 0) });
    cast.convenor.step(&path, "shortlist", &minute).await.problem("requirements-not-met", 409).violates("/minute/item", "not_quorate");
    let full = group.carried(&agenda).await;
    steps(&cast.convenor, &path, "shortlist", json!({ "minute": cite(&full, 0) }), "shortlisted").await;
}

async fn interest_that_has_lapsed_keeps_a_returned_proposal_from_coming_back(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
    steps(&cast.convenor, &path, "return", because("Name the press."), "returned").await;
    let own = cast.applicant.first(&format!("/v1/expressions-of-interest?cluster_id={}", cast.cluster)).await;
    let (kept, lapsed) = if own["side"] == "cluster" {
        ("academic", own)
    } else {
        let all = cast.applicant.get(&format!("/v1/expressions-of-interest?cluster_id={}", cast.cluster)).await.expect(200).json();
        ("academic", all["items"].as_array().unwrap().iter().find(|i| i["side"] == "cluster").unwrap().clone())
    };
    let interest = format!("/v1/expressions-of-interest/{}", lapsed["id"].as_str().unwrap());
    cast.applicant.step(&interest, "withdraw", &because("A new committee must resolve anew.")).await.expect(200);
    app.advance(86_400);
    let refused = cast
        .applicant
        .step(&path, "submit", &nothing())
        .await
        .problem("requirements-not-met", 409)
        .violates("/cluster_interest", "interest_withdrawn");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1, "the {kept} centre still is interested");
    cast.applicant.post("/v1/expressions-of-interest", &given::cluster_interest(&cast.cluster)).await.expect(201);
    steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
}

async fn rejected_for_good(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
    cast.applicant.step(&path, "reject", &because("x")).await.problem("forbidden", 403);
    let end = steps(&cast.convenor, &path, "reject", because("It repeats a running project."), "rejected").await;
    assert_eq!((&end["state_reason"], &end["allowed_steps"]), (&json!("It repeats a running project."), &json!([])));
    cast.applicant.step(&path, "submit", &nothing()).await.problem("illegal-step", 409);
    let found = cast.applicant.first("/v1/proposals?state=rejected&q=bran").await;
    assert_eq!(found["id"], end["id"]);
}

async fn withdrawn_after_the_sanction_but_not_once_work_has_begun(app: App) {
    let cast = Cast::of(&app).await;
    for begun in [false, true] {
        let path = cast.draft().await;
        steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
        for step in [P::Screen, P::Shortlist, P::Study, P::Recommend, P::Sanction] {
            cast.take(&path, step).await.expect(200);
        }
        if begun {
            steps(&cast.officer, &path, "start", nothing(), "in_progress").await;
            cast.applicant.step(&path, "withdraw", &nothing()).await.problem("illegal-step", 409);
            steps(&cast.officer, &path, "cancel", because("The mills have closed."), "cancelled").await;
        } else {
            let end = steps(&cast.applicant, &path, "withdraw", nothing(), "withdrawn").await;
            assert_eq!(end["sanctioned_paise"], ASKED, "what was sanctioned stays on record");
        }
    }
}

async fn cancelled_by_the_officer_alone(app: App) {
    let cast = Cast::of(&app).await;
    let officer = &cast.officer;
    let sanctioned = officer.first("/v1/proposals?state=sanctioned").await;
    let path = format!("/v1/proposals/{}", sanctioned["id"].as_str().unwrap());
    cast.convenor.get(&path).await.problem("not-found", 404);
    let end = steps(officer, &path, "cancel", because("The partner has left."), "cancelled").await;
    assert_eq!((&end["state_reason"], &end["allowed_steps"]), (&json!("The partner has left."), &json!([])));
    for step in ["start", "complete", "cancel"] {
        officer.step(&path, step, &because("Again.")).await.problem("illegal-step", 409);
    }
}
