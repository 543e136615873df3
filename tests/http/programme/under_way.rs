//! What is under way stays where it is: the cluster in its district, the proposal with its cluster, the call open to
//! view; and what nobody has looked at yet can be taken back by whoever handed it in (rules R6.1 and R6.2).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::{self, with};
use crate::http::identity::people::{grant, open};
use crate::http::money::purse::Purse;
use crate::http::programme::calls::published;
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::json;

const DAY: i64 = 86_400;

/// The cluster tries to go to another district, and so to another core group.
async fn moves(who: &Client, cluster: &str) -> Answer {
    let path = format!("/v1/clusters/{cluster}");
    let tag = who.get(&path).await.expect(200).etag();
    let elsewhere = json!({ "district": "559", "constituency": null, "location": null, "anchor_places": [] });
    who.patch(&path, &tag, &elsewhere).await
}

/// A cluster of Ernakulam that has nothing yet, and whoever speaks for it.
async fn newcomer(cast: &Cast, app: &crate::app::App) -> (String, Client) {
    let made = cast.officer.post("/v1/clusters", &given::cluster("Quokka rice cluster")).await;
    let id = made.expect(201).id();
    let own = grant(Role::ClusterRepresentative, Scope::Cluster(id.parse().unwrap()));
    (id, open(app, "speaker.quokka", vec![own]).await)
}

/// A proposal to a call whose window lasts thirty days, with what its form asks.
async fn answering(cast: &Cast, call: &str) -> String {
    let id = call.rsplit('/').next().unwrap();
    let facts = with(cast.facts(), "/call_id", json!(id));
    let facts = with(facts, "/answers", json!({ "waste": "bran", "units": 20 }));
    let made = cast.applicant.post("/v1/proposals", &facts).await.expect(201);
    format!("/v1/proposals/{}", made.id())
}

http_tests![
    a_cluster_keeps_its_district_while_a_proposal_of_it_is_under_way,
    an_award_that_is_not_settled_keeps_its_cluster_where_it_is,
    what_was_handed_in_does_not_go_to_another_cluster,
    a_call_is_not_put_away_with_what_it_has_on_its_hands,
    what_was_returned_of_a_call_that_was_cancelled_is_told_so_and_withdrawn,
    the_ledger_of_a_draft_is_there_for_whom_the_draft_is,
    a_submission_that_nobody_has_screened_is_taken_back_for_correction,
    nothing_is_recalled_that_could_not_come_back_or_was_screened
];

async fn a_cluster_keeps_its_district_while_a_proposal_of_it_is_under_way(app: App) {
    let cast = Cast::of(&app).await;
    let (cluster, speaker) = newcomer(&cast, &app).await;
    let facts = with(cast.facts(), "/cluster_id", json!(cluster));
    let draft = format!("/v1/proposals/{}", speaker.post("/v1/proposals", &facts).await.expect(201).id());
    // A draft goes with its cluster, there and back.
    moves(&speaker, &cluster).await.expect(200);
    assert_eq!(cast.see(&draft).await["district"], "559");
    let path = format!("/v1/clusters/{cluster}");
    let tag = speaker.get(&path).await.expect(200).etag();
    speaker.patch(&path, &tag, &json!({ "district": "555" })).await.expect(200);
    for state in ProposalState::ALL.iter().filter(|state| state.is_pending()) {
        app.site.sql(&format!("UPDATE proposals SET state = '{state}' WHERE title_en = 'Rice bran oil'"));
        for who in [&speaker, &cast.officer] {
            moves(who, &cluster).await.problem("in-use", 409).violates("/district", "under_way_here");
        }
    }
    // Everything else about it may change.
    let tag = speaker.get(&path).await.expect(200).etag();
    speaker.patch(&path, &tag, &json!({ "sector": "oil", "constituency": null })).await.expect(200);
    app.site.sql("UPDATE proposals SET state = 'rejected' WHERE title_en = 'Rice bran oil'");
    moves(&speaker, &cluster).await.expect(200);
}

async fn an_award_that_is_not_settled_keeps_its_cluster_where_it_is(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    // Whatever else the demonstration has of the cluster is over.
    app.site.sql("UPDATE proposals SET state = 'withdrawn'");
    moves(&cast.officer, &cast.cluster).await.problem("in-use", 409).violates("/district", "under_way_here");
    app.site.sql("UPDATE awards SET state = 'settled'");
    moves(&cast.officer, &cast.cluster).await.problem("in-use", 409).violates("/district", "under_way_here");
    cast.officer.step(&purse.path, "end", &json!({})).await.expect(200);
    assert_eq!(purse.see().await["state"], "settled");
    moves(&cast.officer, &cast.cluster).await.expect(200);
    assert_eq!(purse.see().await["district"], "559");
}

async fn what_was_handed_in_does_not_go_to_another_cluster(app: App) {
    let cast = Cast::of(&app).await;
    let aluva = cast.officer.id_of("clusters", "Aluva").await;
    let scopes = [&cast.cluster, &aluva].map(|id| Scope::Cluster(id.parse().unwrap()));
    let both = open(&app, "both.clusters", scopes.map(|scope| grant(Role::ClusterRepresentative, scope)).to_vec()).await;
    let path = cast.driven_to(ProposalState::Returned).await;
    let tag = both.get(&path).await.expect(200).etag();
    both.patch(&path, &tag, &json!({ "cluster_id": aluva })).await.problem("invalid", 422).violates("/cluster_id", "fixed");
    both.patch(&path, &tag, &json!({ "objective": "Oil from bran." })).await.expect(200);
    let draft = cast.draft().await;
    let tag = both.get(&draft).await.expect(200).etag();
    both.patch(&draft, &tag, &json!({ "cluster_id": aluva })).await.expect(200);
}

async fn a_call_is_not_put_away_with_what_it_has_on_its_hands(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let path = answering(&cast, &call).await;
    let other = answering(&cast, &call).await;
    for path in [&path, &other] {
        cast.take(path, ProposalStep::Submit).await.expect(200);
    }
    cast.take(&other, ProposalStep::Return).await.expect(200);
    app.advance(31 * DAY);
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    officer.step(&call, "close", &json!({})).await.expect(200);
    let told =
        officer.step(&call, "archive", &json!({})).await.problem("requirements-not-met", 409).violates("", "proposals_undecided").json();
    assert!(told["errors"][0]["message"].as_str().unwrap().contains(": 2"), "{told}");
    // One that was returned and never comes back is turned down.
    officer.step(&other, "reject", &json!({ "reason": "It did not come back." })).await.expect(200);
    for step in [ProposalStep::Screen, ProposalStep::Shortlist, ProposalStep::Study, ProposalStep::Recommend] {
        cast.take(&path, step).await.expect(200);
    }
    officer.step(&call, "archive", &json!({})).await.problem("requirements-not-met", 409).violates("", "proposals_undecided");
    let body = cast.citing(&path, ProposalStep::Sanction, json!({ "sanctioned_paise": 100 })).await;
    officer.step(&path, "sanction", &body).await.expect(200);
    officer.step(&call, "archive", &json!({})).await.problem("requirements-not-met", 409).violates("", "awards_unsettled");
    let purse = Purse::of(&cast, &path).await;
    officer.step(&purse.path, "end", &json!({})).await.expect(200);
    officer.step(&call, "archive", &json!({})).await.expect(200);
}

async fn what_was_returned_of_a_call_that_was_cancelled_is_told_so_and_withdrawn(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let path = answering(&cast, &call).await;
    cast.take(&path, ProposalStep::Submit).await.expect(200);
    cast.take(&path, ProposalStep::Return).await.expect(200);
    officer.step(&call, "cancel", &json!({ "reason": "The budget was not passed." })).await.expect(200);
    let told = cast
        .applicant
        .step(&path, "submit", &json!({}))
        .await
        .problem("requirements-not-met", 409)
        .violates("/call_id", "call_cancelled")
        .json();
    let message = told["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("cancelled") && message.contains("withdrawn"), "{message}");
    let tag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.patch(&path, &tag, &json!({ "objective": "Oil." })).await.problem("invalid", 422).violates("/call_id", "call_cancelled");
    cast.take(&path, ProposalStep::Withdraw).await.expect(200);
}

async fn the_ledger_of_a_draft_is_there_for_whom_the_draft_is(app: App) {
    let officer = app.officer().await;
    let draft = officer.post("/v1/calls", &given::call(&["555"])).await.expect(201).id();
    for about in ["ledger", "postings"] {
        let path = format!("/v1/calls/{draft}/{about}");
        officer.get(&path).await.expect(200);
        for name in ["convenor.ernakulam", "auditor"] {
            app.client(name).await.get(&path).await.problem("not-found", 404);
        }
    }
}

async fn a_submission_that_nobody_has_screened_is_taken_back_for_correction(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let path = answering(&cast, &call).await;
    cast.take(&path, ProposalStep::Submit).await.expect(200);
    cast.convenor.step(&path, "recall", &json!({})).await.problem("forbidden", 403);
    let seen = cast.applicant.step(&path, "recall", &json!({})).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["allowed_steps"]), (&json!("returned"), &json!(["submit", "withdraw"])));
    let tag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.patch(&path, &tag, &json!({ "objective": "Oil from the bran of thirty mills." })).await.expect(200);
    cast.take(&path, ProposalStep::Submit).await.expect(200);
    cast.applicant.step(&path, "recall", &json!({})).await.expect(200);
    // What its own side took back has no longer time than the call gives everybody.
    app.advance(31 * DAY);
    let cast = Cast::of(&app).await;
    cast.applicant.step(&path, "submit", &json!({})).await.problem("requirements-not-met", 409).violates("/call_id", "call_not_open");
}

async fn nothing_is_recalled_that_could_not_come_back_or_was_screened(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let screened = cast.driven_to(ProposalState::Screened).await;
    cast.applicant.step(&screened, "recall", &json!({})).await.problem("illegal-step", 409);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let path = answering(&cast, &call).await;
    cast.take(&path, ProposalStep::Submit).await.expect(200);
    app.advance(31 * DAY);
    let cast = Cast::of(&app).await;
    cast.applicant.step(&path, "recall", &json!({})).await.problem("requirements-not-met", 409).violates("/call_id", "call_not_open");
    assert_eq!(cast.see(&path).await["state"], "submitted");
}
