//! Lives of money, told from one role to the next.

use crate::app::App;
use crate::http::given::with;
use crate::http::money::purse::{self, Purse, certification, demand_identities};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::{Value, json};

/// The day of the sanction, after the meeting that decided it.
const TODAY: &str = "2026-11-27";
const DAY: i64 = 86_400;

http_tests![
    a_budget_that_is_spent_pays_again_once_somebody_gives_back,
    a_certificate_that_comes_late_is_flagged_and_stays_so,
    withdrawn_after_the_sanction_what_was_not_spent_comes_back_with_interest,
    cancelled_by_the_officer_the_award_ends_and_its_rest_can_be_promised_again
];

async fn a_budget_that_is_spent_pays_again_once_somebody_gives_back(app: App) {
    let mut cast = Cast::of(&app).await;
    (cast.call, cast.asked) = (purse::open_call(&app, &cast.officer, 150).await, 100);
    let first = Purse::sanctioned(&cast, &[100]).await;
    let second = cast.driven_to(ProposalState::Recommended).await;
    let sanction = cast.citing(&second, ProposalStep::Sanction, json!({ "sanctioned_paise": 100 })).await;
    let refused =
        cast.officer.step(&second, "sanction", &sanction).await.problem("requirements-not-met", 409).violates("", "overdrawn").json();
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("50"), "it says how much is missing: {refused}");
    assert_eq!(cast.officer.get(&second).await.expect(200).json()["state"], "recommended");
    // The first applicant steps back before anything was released: all of it can be promised again.
    cast.applicant.step(&first.proposal, "withdraw", &json!({ "reason": "Our partner has left." })).await.expect(200);
    let ended = first.see().await;
    assert_eq!(
        (&ended["state"], &ended["end_reason"], &ended["standing"]["commitment_paise"]),
        (&json!("settled"), &json!("Our partner has left."), &json!(0))
    );
    cast.officer.step(&second, "sanction", &sanction).await.expect(200);
    let ledger = cast.officer.get(&format!("/v1/calls/{}/ledger", cast.call)).await.expect(200).json();
    assert_eq!((&ledger["available_paise"], &ledger["sanctioned_paise"]), (&json!(50), &json!(100)));
    demand_identities(&app, &cast.call).await;
}

async fn a_certificate_that_comes_late_is_flagged_and_stays_so(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    purse.release(0).await.expect(200);
    let paid = purse.pay(0).await.expect(200).json();
    assert_eq!((&paid["tranches"][0]["certificate_due_on"], &paid["late"]), (&json!("2027-05-29"), &json!([])));
    app.advance(190 * DAY);
    let cast = Cast::of(&app).await;
    let purse = Purse::of(&cast, &purse.proposal).await;
    let seen = purse.see().await;
    assert_eq!(
        seen["late"],
        json!([
            { "kind": "milestone", "number": 0, "due_on": "2027-03-31", "days": 69 },
            { "kind": "certificate", "number": 0, "due_on": "2027-05-29", "days": 10 },
        ])
    );
    purse.certify(&certification(0, &[("1", 55, TODAY)], 5)).await.expect(200);
    let seen = purse.accept(0).await.expect(200).json();
    assert_eq!(seen["tranches"][0]["days_late"], 10, "what came late has come late for ever");
    assert_eq!(seen["late"].as_array().unwrap().len(), 1, "the milestone alone is still awaited: {seen}");
    purse.reach(0).await;
    assert_eq!((&purse.see().await["milestones"][0]["days_late"], &purse.see().await["late"]), (&json!(69), &json!([])));
}

async fn withdrawn_after_the_sanction_what_was_not_spent_comes_back_with_interest(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    purse.release(0).await.expect(200);
    let because = json!({ "reason": "The mills have closed." });
    cast.applicant.step(&purse.proposal, "withdraw", &because).await.problem("requirements-not-met", 409).violates("", "payment_pending");
    purse.pay(0).await.expect(200);
    cast.applicant.step(&purse.proposal, "withdraw", &because).await.expect(200);
    let seen = purse.see().await;
    assert_eq!(
        (&seen["state"], &seen["standing"]["commitment_paise"], &seen["standing"]["disbursed_paise"]),
        (&json!("ended"), &json!(0), &json!(60))
    );
    purse.release(1).await.problem("requirements-not-met", 409).violates("/tranche", "ended_with_proposal");
    let certificate = certification(0, &[("1", 25, TODAY)], 38);
    let certificate = with(certificate, "/certificate/interest_earned_paise", json!(3));
    purse.certify(&certificate).await.expect(200);
    let seen = purse.accept(0).await.expect(200).json();
    assert_eq!(
        (&seen["standing"]["unspent_paise"], &seen["standing"]["interest_due_paise"], &seen["refund_due_on"]),
        (&json!(35), &json!(3), &json!("2027-01-02"))
    );
    app.advance(40 * DAY);
    let cast = Cast::of(&app).await;
    let purse = Purse::of(&cast, &purse.proposal).await;
    assert_eq!(purse.see().await["late"], json!([{ "kind": "refund", "number": 0, "due_on": "2027-01-02", "days": 10 }]));
    let refund = |principal: i64, interest: i64| json!({ "refund_paise": principal, "interest_paise": interest, "reference": "GRN KL7" });
    cast.officer.step(&purse.path, "refund", &refund(35, 0)).await.expect(200);
    let seen = cast.officer.step(&purse.path, "refund", &refund(0, 3)).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["late"], &seen["standing"]["refunded_paise"]), (&json!("settled"), &json!([]), &json!(35)));
    let last = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await.pop().unwrap();
    assert_eq!((&last["reference"], &last["action"]), (&json!("GRN KL7"), &json!("award.refund")));
}

async fn cancelled_by_the_officer_the_award_ends_and_its_rest_can_be_promised_again(app: App) {
    let mut cast = Cast::of(&app).await;
    (cast.call, cast.asked) = (purse::open_call(&app, &cast.officer, 100).await, 100);
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    cast.officer.step(&purse.proposal, "start", &json!({})).await.expect(200);
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    cast.officer.step(&purse.proposal, "cancel", &json!({ "reason": "No work was done." })).await.expect(200);
    let ledger: Value = cast.officer.get(&format!("/v1/calls/{}/ledger", cast.call)).await.expect(200).json();
    assert_eq!((&ledger["available_paise"], &ledger["standing"]["disbursed_paise"]), (&json!(40), &json!(60)));
    cast.officer.step(&purse.path, "end", &json!({})).await.problem("requirements-not-met", 409).violates("", "award_ended");
    purse.certify(&certification(0, &[], 60)).await.expect(200);
    purse.accept(0).await.expect(200);
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 60, "interest_paise": 0 })).await.expect(200);
    assert_eq!(purse.see().await["state"], "settled");
    demand_identities(&app, &cast.call).await;
}
