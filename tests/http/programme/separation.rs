//! Nobody does two things of one proposal that are to be separate: whoever wrote a word of it decides nothing
//! about it and handles none of its money, and nobody sanctions by minutes of their own (rule R6.6).

use crate::app::App;
use crate::client::Client;
use crate::http::identity::people::{district, grant, open};
use crate::http::money::purse::{Purse, certification};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep as P};
use serde_json::{Value, json};

/// Somebody who speaks for the cluster, convenes the core group and is an officer.
async fn all_in_one(app: &App, cast: &Cast) -> Client {
    let kalady = Scope::Cluster(cast.cluster.parse().unwrap());
    let grants =
        vec![grant(Role::ClusterRepresentative, kalady), grant(Role::KdiscDpe, district("555")), grant(Role::KdiscOfficer, Scope::State)];
    open(app, "all.in.one", grants).await
}

/// Somebody who is everything at once, and a proposal that they amended before it was handed in.
async fn amended(app: &App, cast: &Cast) -> (Client, String) {
    let amender = all_in_one(app, cast).await;
    let path = cast.draft().await;
    let tag = amender.get(&path).await.expect(200).etag();
    let other = json!({ "objective": "Oil from bran, as I would have it." });
    amender.patch(&path, &tag, &other).await.expect(200);
    cast.take(&path, P::Submit).await.expect(200);
    (amender, path)
}

/// It is refused because of what the same person did before.
async fn refused(who: &Client, path: &str, step: &str, body: &Value) {
    let answer = who.step(path, step, body).await;
    answer.problem("requirements-not-met", 409).violates("", "same_person");
}

http_tests![
    whoever_amended_a_draft_neither_screens_nor_decides_nor_sanctions_it,
    the_side_of_the_applicant_handles_none_of_the_money,
    whoever_amended_it_ends_takes_back_and_cancels_nothing_either,
    whoever_attached_a_document_that_was_handed_in_is_an_author,
    whoever_kept_the_minutes_does_not_sanction_by_them
];

async fn whoever_amended_a_draft_neither_screens_nor_decides_nor_sanctions_it(app: App) {
    let cast = Cast::of(&app).await;
    let (amender, path) = amended(&app, &cast).await;
    refused(&amender, &path, "screen", &json!({})).await;
    for step in [P::Screen, P::Shortlist, P::Study, P::Recommend, P::Sanction] {
        refused(&amender, &path, step.text(), &cast.needs(&path, step).await).await;
        cast.take(&path, step).await.expect(200);
    }
    refused(&amender, &path, "start", &json!({})).await;
    // The story names whoever wrote it.
    let why = cast.officer.get(&format!("{path}/why")).await.expect(200).json();
    let me = amender.get("/v1/auth/me").await.expect(200).json()["id"].clone();
    assert!(why["authors"].as_array().unwrap().contains(&me), "{why}");
    assert_eq!(why["authors"].as_array().unwrap().len(), 2);
}

async fn the_side_of_the_applicant_handles_none_of_the_money(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    let submitter = all_in_one(&app, &cast).await;
    submitter.step(&path, "submit", &json!({})).await.expect(200);
    for step in [P::Screen, P::Shortlist, P::Study, P::Recommend] {
        cast.take(&path, step).await.expect(200);
    }
    let body = json!({ "sanctioned_paise": 100, "terms": crate::http::money::purse::terms(&[60, 40]) });
    let body = cast.citing(&path, P::Sanction, body).await;
    cast.officer.step(&path, "sanction", &body).await.expect(200);
    let purse = Purse::of(&cast, &path).await;
    refused(&submitter, &path, "start", &json!({})).await;
    cast.take(&path, P::Start).await.expect(200);
    let (first, milestone) = (json!({ "tranche": 0 }), json!({ "milestone": 0 }));
    let pay = json!({ "tranche": 0, "reference": "BIMS/7" });
    refused(&submitter, &purse.path, "release-tranche", &purse.releasing(0).await).await;
    purse.release(0).await.expect(200);
    refused(&submitter, &purse.path, "disburse-tranche", &pay).await;
    // Who releases does not pay, either.
    let both = open(&app, "both", vec![grant(Role::KdiscDpe, district("555")), grant(Role::KdiscOfficer, Scope::State)]).await;
    cast.convenor.step(&purse.path, "cancel-release", &first).await.expect(200);
    let own = cast.group.carried(&[crate::http::programme::group::release(path.rsplit('/').next().unwrap(), 0)]).await;
    both.step(&purse.path, "release-tranche", &json!({ "tranche": 0, "minute": crate::http::programme::group::cite(&own, 0) }))
        .await
        .expect(200);
    refused(&both, &purse.path, "disburse-tranche", &pay).await;
    purse.pay(0).await.expect(200);
    let today = app.store.now().day().to_string();
    purse.certify(&certification(0, &[("1", 50, &today)], 10)).await.expect(200);
    refused(&submitter, &purse.path, "accept-certificate", &first).await;
    purse.accept(0).await.expect(200);
    let report = json!({ "milestone": 0, "evidence": "Seen at work." });
    cast.applicant.step(&purse.path, "report-milestone", &report).await.expect(200);
    refused(&submitter, &purse.path, "accept-milestone", &milestone).await;
    cast.officer.step(&purse.path, "end", &json!({ "reason": "The rest is not needed." })).await.expect(200);
    refused(&submitter, &purse.path, "refund", &json!({ "refund_paise": 10, "interest_paise": 0 })).await;
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 10, "interest_paise": 0 })).await.expect(200);
    refused(&submitter, &path, "complete", &json!({})).await;
    cast.officer.step(&path, "complete", &json!({})).await.expect(200);
}

async fn whoever_amended_it_ends_takes_back_and_cancels_nothing_either(app: App) {
    let cast = Cast::of(&app).await;
    let (amender, path) = amended(&app, &cast).await;
    let reason = json!({ "reason": "As I would have it." });
    refused(&amender, &path, "return", &reason).await;
    refused(&amender, &path, "reject", &reason).await;
    for step in [P::Screen, P::Shortlist, P::Study, P::Recommend, P::Sanction] {
        cast.take(&path, step).await.expect(200);
    }
    let purse = Purse::of(&cast, &path).await;
    refused(&amender, &purse.path, "end", &reason).await;
    refused(&amender, &path, "cancel", &reason).await;
    purse.release(0).await.expect(200);
    refused(&amender, &purse.path, "cancel-release", &json!({ "tranche": 0 })).await;
    cast.convenor.step(&purse.path, "cancel-release", &json!({ "tranche": 0 })).await.expect(200);
    cast.take(&path, P::Cancel).await.expect(200);
}

async fn whoever_attached_a_document_that_was_handed_in_is_an_author(app: App) {
    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";
    let cast = Cast::of(&app).await;
    let attacher = all_in_one(&app, &cast).await;
    let attach = async |who: &Client, path: &str, name: &str| {
        let path = format!("{path}/documents?name={name}.pdf");
        let sent = who.request(actix_web::http::Method::POST, &path).if_match("*").body("application/pdf", PDF).send().await;
        sent.expect(201);
    };
    let me = async |who: &Client| who.get("/v1/auth/me").await.expect(200).json()["id"].clone();
    let path = cast.draft().await;
    attach(&attacher, &path, "quotation").await;
    cast.take(&path, P::Submit).await.expect(200);
    refused(&attacher, &path, "screen", &json!({})).await;
    for step in [P::Screen, P::Shortlist, P::Study, P::Recommend, P::Sanction] {
        cast.take(&path, step).await.expect(200);
    }
    let why = cast.officer.get(&format!("{path}/why")).await.expect(200).json();
    let mut authors = vec![me(&attacher).await, me(&cast.applicant).await];
    authors.sort_by_key(ToString::to_string);
    assert_eq!(why["authors"], json!(authors));
    // Evidence is no part of the application.
    let kalady = Scope::Cluster(cast.cluster.parse().unwrap());
    let witness = open(&app, "witness", vec![grant(Role::ClusterRepresentative, kalady)]).await;
    attach(&witness, &path, "evidence").await;
    let why = cast.officer.get(&format!("{path}/why")).await.expect(200).json();
    assert_eq!(why["authors"], json!(authors));
    // Of several applications each has its own authors.
    let other = cast.driven_to(ProposalState::Submitted).await;
    assert_eq!(cast.officer.get(&format!("{other}/why")).await.expect(200).json()["authors"], json!([me(&cast.applicant).await]));
}

async fn whoever_kept_the_minutes_does_not_sanction_by_them(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let item = crate::http::programme::group::sanction(path.rsplit('/').next().unwrap(), 500);
    let meeting = cast.group.opened(&[item]).await;
    cast.officer.step(&meeting, "record", &cast.group.proceedings(7, 1, &["in_favour"; 7])).await.expect(200);
    cast.group.go(&meeting, "close").await.expect(200);
    let minute = crate::http::programme::group::cite(meeting.rsplit('/').next().unwrap(), 0);
    let body = json!({ "sanctioned_paise": 500, "minute": minute });
    refused(&cast.officer, &path, "sanction", &body).await;
    let other = open(&app, "officer.two", vec![grant(Role::KdiscOfficer, Scope::State)]).await;
    other.step(&path, "sanction", &body).await.expect(200);
}
