//! An award runs while its proposal does: what ended with it, or before it, is not taken up again, an end that moved
//! nothing can be taken back, and so can a milestone that was accepted by mistake (rule R6.7).

use crate::app::App;
use crate::http::money::purse::{self, Purse, certification, demand_identities, today};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::programme::proposal::ProposalStep;
use serde_json::{Value, json};

/// Whether a step is offered to the officer.
async fn is_offered(purse: &Purse<'_>, step: &str) -> bool {
    let seen = purse.see().await;
    let steps = seen["allowed_steps"].as_array().expect("steps");
    steps.contains(&json!(step))
}

fn reason() -> Value {
    json!({ "reason": "The wrong award was ended." })
}

http_tests![
    an_award_that_ended_before_its_proposal_is_not_taken_up_again,
    no_money_goes_out_for_a_proposal_that_is_over_whatever_its_award_says,
    an_end_that_moved_nothing_is_taken_back_too,
    a_milestone_that_was_accepted_by_mistake_waits_again
];

async fn an_award_that_ended_before_its_proposal_is_not_taken_up_again(app: App) {
    let cast = Cast::of(&app).await;
    for by in [ProposalStep::Cancel, ProposalStep::Withdraw] {
        let purse = Purse::sanctioned(&cast, &[60, 40]).await;
        let release = purse.releasing(0).await;
        cast.officer.step(&purse.path, "end", &json!({ "reason": "Enough." })).await.expect(200);
        let end = purse.latest().await;
        let before = purse.see().await["revision"].as_i64().unwrap();
        cast.take(&purse.proposal, by).await.expect(200);
        assert_eq!(purse.see().await["revision"], before + 1, "the award knows that its proposal is over");
        assert!(!is_offered(&purse, "reverse_end").await);
        purse.reverse("end", &end).await.problem("requirements-not-met", 409).violates("/posting_id", "ended_with_proposal");
        cast.officer
            .step(&purse.path, "reverse-end", &reason())
            .await
            .problem("requirements-not-met", 409)
            .violates("/posting_id", "ended_with_proposal");
        cast.convenor
            .step(&purse.path, "release-tranche", &release)
            .await
            .problem("requirements-not-met", 409)
            .violates("/tranche", "ended_with_proposal");
    }
    demand_identities(&app, &cast.call).await;
}

async fn no_money_goes_out_for_a_proposal_that_is_over_whatever_its_award_says(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let release = purse.releasing(0).await;
    // As an earlier version of the program could leave it.
    let over = || app.site.sql("UPDATE proposals SET state = 'cancelled'");
    let at_work = || app.site.sql("UPDATE proposals SET state = 'in_progress'");
    over();
    cast.convenor
        .step(&purse.path, "release-tranche", &release)
        .await
        .problem("requirements-not-met", 409)
        .violates("/tranche", "ended_with_proposal");
    at_work();
    cast.convenor.step(&purse.path, "release-tranche", &release).await.expect(200);
    over();
    purse.pay(0).await.problem("requirements-not-met", 409).violates("/tranche", "ended_with_proposal");
    at_work();
    purse.pay(0).await.expect(200);
    // What was paid is accounted for all the same.
    over();
    purse.certify(&certification(0, &[("1", 50, &today(&app))], 10)).await.expect(200);
    purse.accept(0).await.expect(200);
    cast.officer.step(&purse.path, "end", &json!({})).await.expect(200);
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 10, "interest_paise": 0 })).await.expect(200);
    assert_eq!(purse.see().await["state"], "settled");
}

async fn an_end_that_moved_nothing_is_taken_back_too(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60]).await;
    cast.officer
        .step(&purse.path, "reverse-end", &reason())
        .await
        .problem("requirements-not-met", 409)
        .violates("/posting_id", "not_ended");
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let postings = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await.len();
    cast.officer.step(&purse.path, "end", &json!({ "reason": "Enough." })).await.expect(200);
    assert!(is_offered(&purse, "reverse_end").await);
    let seen = cast.officer.step(&purse.path, "reverse-end", &reason()).await.expect(200).json();
    assert_eq!((&seen["state"], seen.get("ended_on"), seen.get("end_reason")), (&json!("running"), None, None));
    assert_eq!(purse::all(&cast.officer, &format!("{}/postings", purse.path)).await.len(), postings, "nothing moved, either way");
    assert!(!is_offered(&purse, "reverse_end").await);
    let told = cast.officer.get(&format!("{}/why", purse.proposal)).await.expect(200).json()["award"]["reversals"].clone();
    assert_eq!(
        (&told[0]["act"]["action"], &told[0]["reason"], told[0].get("reverses")),
        (&json!("award.reverse_end"), &reason()["reason"], None)
    );
    // Not while something rests on it.
    cast.officer.step(&purse.path, "end", &json!({})).await.expect(200);
    purse.certify(&certification(0, &[("1", 60, &today(&app))], 0)).await.expect(200);
    purse.accept(0).await.expect(200);
    assert!(!is_offered(&purse, "reverse_end").await);
    cast.officer
        .step(&purse.path, "reverse-end", &reason())
        .await
        .problem("requirements-not-met", 409)
        .violates("/posting_id", "rested_on");
    let certificate = purse.latest().await;
    purse.reverse("certificate", &certificate).await.expect(200);
    cast.officer.step(&purse.path, "reverse-end", &reason()).await.expect(200);
    // The end that moved something need not be named, either.
    let other = Purse::sanctioned(&cast, &[60]).await;
    cast.officer.step(&other.path, "end", &json!({})).await.expect(200);
    let seen = cast.officer.step(&other.path, "reverse-end", &reason()).await.expect(200).json();
    assert_eq!(seen["standing"]["commitment_paise"], 60);
    demand_identities(&app, &cast.call).await;
}

async fn a_milestone_that_was_accepted_by_mistake_waits_again(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let back = json!({ "milestone": 0, "reason": "It is another press." });
    let take_back = async || cast.convenor.step(&purse.path, "reverse-milestone", &back).await;
    take_back().await.problem("requirements-not-met", 409).violates("/milestone", "milestone_open");
    purse.reach(0).await;
    cast.applicant.step(&purse.path, "reverse-milestone", &back).await.problem("forbidden", 403);
    assert!(is_offered(&purse, "reverse_milestone").await);
    let seen = take_back().await.expect(200).json();
    let milestone = &seen["milestones"][0];
    assert_eq!((milestone.get("accepted_on"), &milestone["evidence"]), (None, &json!("Seen at work.")));
    let why = cast.officer.get(&format!("{}/why", purse.proposal)).await.expect(200).json()["award"].clone();
    assert_eq!((&why["reversals"][0]["milestone"], &why["reversals"][0]["reason"]), (&json!(0), &back["reason"]));
    assert_eq!(why["milestones"][0].get("acceptance"), None);
    purse.reach(0).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    purse.certify(&certification(0, &[("1", 60, &today(&app))], 0)).await.expect(200);
    purse.accept(0).await.expect(200);
    purse.release(1).await.expect(200);
    assert!(!is_offered(&purse, "reverse_milestone").await);
    take_back().await.problem("requirements-not-met", 409).violates("/milestone", "rested_on");
}
