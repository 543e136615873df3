//! What was entered by mistake is taken back by a posting that names it and says why: once, by whoever may
//! enter it, and never while something rests on it (rule R6.7).

use crate::app::App;
use crate::http::given::NOBODY;
use crate::http::money::purse::{self, Purse, certification, demand_identities, today};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::programme::proposal::ProposalStep;
use serde_json::{Value, json};

http_tests![
    a_payment_that_never_was_is_taken_back_and_told,
    what_rests_on_a_mistake_is_taken_back_first,
    an_end_is_taken_back_only_while_the_budget_still_has_the_money,
    the_accounts_of_a_completed_proposal_are_closed,
    a_certificate_that_gave_up_what_it_earned_is_taken_back
];

async fn a_payment_that_never_was_is_taken_back_and_told(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    purse.release(0).await.expect(200);
    let release = purse.latest().await;
    purse.pay(0).await.expect(200);
    let payment = purse.latest().await;
    cast.convenor.step(&purse.path, "reverse-payment", &json!({ "posting_id": payment, "reason": "x" })).await.problem("forbidden", 403);
    cast.officer
        .step(&purse.path, "reverse-payment", &json!({ "posting_id": payment }))
        .await
        .problem("invalid", 422)
        .violates("/reason", "required");
    purse.reverse("payment", &json!(NOBODY)).await.problem("invalid", 422).violates("/posting_id", "unknown_reference");
    // What is there, and is of another kind, is told so, with the step that takes it back.
    for (step, posting, by) in [("payment", &release, "cancel_release"), ("refund", &payment, "reverse_payment")] {
        let told = purse.reverse(step, posting).await.problem("invalid", 422).violates("/posting_id", "posting_of_another_kind").json();
        assert!(told["errors"][0]["message"].as_str().unwrap().contains(by), "{told}");
    }
    purse.certify(&certification(0, &[("1", 100, &today(&app))], 0)).await.expect(200);
    purse.reverse("payment", &payment).await.problem("requirements-not-met", 409).violates("/posting_id", "certificate_there");
    cast.convenor.step(&purse.path, "return-certificate", &json!({ "tranche": 0, "reason": "It was not paid." })).await.expect(200);
    assert!(purse.see().await["allowed_steps"].as_array().unwrap().contains(&json!("reverse_payment")));
    let seen = purse.reverse("payment", &payment).await.expect(200).json();
    assert_eq!((&seen["standing"]["payable_paise"], &seen["standing"]["disbursed_paise"]), (&json!(100), &json!(0)));
    assert_eq!(seen["tranches"][0].get("disbursed_on"), None);
    purse.reverse("payment", &payment).await.problem("requirements-not-met", 409).violates("/posting_id", "reversed_already");
    let postings = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await;
    let back = postings.iter().find(|p| p["reverses"] == payment).expect("the reversal");
    assert_eq!((&back["action"], &back["reason"]), (&json!("award.reverse_payment"), &json!("It was another cluster's.")));
    let told = cast.officer.get(&format!("{}/why", purse.proposal)).await.expect(200).json()["award"]["reversals"].clone();
    assert_eq!((&told[0]["reverses"], &told[0]["posting_id"], &told[0]["reason"]), (&payment, &back["id"], &back["reason"]));
    assert_eq!((&told[0]["act"]["action"], &told[0]["act"]["by"]), (&json!("award.reverse_payment"), &back["entered_by"]));
    purse.pay(0).await.expect(200);
    demand_identities(&app, &cast.call).await;
}

async fn what_rests_on_a_mistake_is_taken_back_first(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let mut entered: Vec<Value> = Vec::new();
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    entered.push(purse.latest().await);
    purse.certify(&certification(0, &[("1", 50, &today(&app))], 10)).await.expect(200);
    purse.accept(0).await.expect(200);
    entered.push(purse.latest().await);
    purse.reverse("payment", &entered[0]).await.problem("requirements-not-met", 409).violates("/posting_id", "rested_on");
    purse.reach(0).await;
    purse.release(1).await.expect(200);
    purse.reverse("certificate", &entered[1]).await.problem("requirements-not-met", 409).violates("/posting_id", "rested_on");
    cast.convenor.step(&purse.path, "cancel-release", &json!({ "tranche": 1, "reason": "Too early." })).await.expect(200);
    cast.officer.step(&purse.path, "end", &json!({ "reason": "Enough." })).await.expect(200);
    let end = purse.latest().await;
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 10, "interest_paise": 0 })).await.expect(200);
    let refund = purse.latest().await;
    purse.reverse("end", &end).await.problem("requirements-not-met", 409).violates("/posting_id", "rested_on");
    purse.reverse("refund", &refund).await.expect(200);
    demand_identities(&app, &cast.call).await;
    let seen = purse.reverse("end", &end).await.expect(200).json();
    assert_eq!((&seen["state"], seen.get("end_reason"), &seen["standing"]["commitment_paise"]), (&json!("running"), None, &json!(40)));
    let seen = purse.reverse("certificate", &entered[1]).await.expect(200).json();
    assert_eq!((&seen["standing"]["utilised_paise"], &seen["standing"]["disbursed_paise"]), (&json!(0), &json!(60)));
    assert!(seen["tranches"][0]["certificate"].is_object(), "it is handed in, and waits to be accepted");
    purse.accept(0).await.expect(200);
    demand_identities(&app, &cast.call).await;
}

async fn an_end_is_taken_back_only_while_the_budget_still_has_the_money(app: App) {
    let mut cast = Cast::of(&app).await;
    (cast.call, cast.asked) = (purse::open_call(&app, &cast.officer, 120).await, 120);
    let purse = Purse::sanctioned(&cast, &[100]).await;
    cast.officer.step(&purse.path, "end", &json!({})).await.expect(200);
    let end = purse.latest().await;
    let other = Purse::sanctioned(&cast, &[50]).await;
    purse.reverse("end", &end).await.problem("requirements-not-met", 409).violates("", "overdrawn");
    demand_identities(&app, &cast.call).await;
    cast.officer.step(&other.path, "end", &json!({})).await.expect(200);
    purse.reverse("end", &end).await.expect(200);
    // Whoever withdraws ends the award too, and that is not taken back here.
    cast.take(&purse.proposal, ProposalStep::Withdraw).await.expect(200);
    purse.reverse("end", &purse.latest().await).await.problem("requirements-not-met", 409).violates("/posting_id", "ended_with_proposal");
    demand_identities(&app, &cast.call).await;
}

async fn the_accounts_of_a_completed_proposal_are_closed(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    for step in [ProposalStep::Start, ProposalStep::Complete] {
        cast.take(&purse.proposal, step).await.expect(200);
    }
    let certificate = purse.latest().await;
    purse.reverse("certificate", &certificate).await.problem("requirements-not-met", 409).violates("/posting_id", "completed_already");
    demand_identities(&app, &cast.call).await;
}

async fn a_certificate_that_gave_up_what_it_earned_is_taken_back(app: App) {
    let cast = Cast::of(&app).await;
    for (earned, given_up) in [(5, 5), (5, 2), (5, 0), (0, 0)] {
        let purse = Purse::sanctioned(&cast, &[60, 40]).await;
        purse.release(0).await.expect(200);
        purse.pay(0).await.expect(200);
        let mut body = certification(0, &[("1", 50, &today(&app))], 10 + earned - given_up);
        body["certificate"]["interest_earned_paise"] = json!(earned);
        body["certificate"]["interest_deposited_paise"] = json!(given_up);
        purse.certify(&body).await.expect(200);
        for _ in 0..2 {
            purse.accept(0).await.expect(200);
            let certificate = purse.latest().await;
            let seen = purse.reverse("certificate", &certificate).await.expect(200).json();
            let standing = &seen["standing"];
            assert_eq!(
                (&standing["interest_due_paise"], &standing["interest_paid_paise"], &standing["disbursed_paise"]),
                (&json!(0), &json!(0), &json!(60))
            );
        }
    }
    demand_identities(&app, &cast.call).await;
}
