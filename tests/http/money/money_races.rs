//! Races for money: whatever happens at once, and in whatever order, every identity holds; and a
//! request that is repeated has one effect.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::money::purse::{self, Purse, certification, demand_identities};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::{join, join_all};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::{Value, json};

/// Takes a step whatever the state; comes again while the server is too busy.
async fn persist(who: &Client, path: &str, step: &str, key: &str, body: &Value) -> Answer {
    loop {
        let request = who.request(Method::POST, &format!("{path}/{step}"));
        let answer = request.if_match("*").key(key).json(body).send().await;
        if answer.status.as_u16() != 503 {
            return answer;
        }
    }
}

/// Numbers that only look like chance.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Tries to take back one of the postings so far, by the step for what it moved.
fn reversal<'a>(cast: &'a Cast, postings: &[Value], dice: &mut Dice) -> (&'a Client, &'static str, Value) {
    let posting = &postings[dice.roll(postings.len() as u64) as usize];
    let body = json!({ "posting_id": posting["id"], "reason": "A mistake." });
    match posting["action"].as_str() {
        Some("award.disburse_tranche") => (&cast.officer, "reverse-payment", body),
        Some("award.refund") => (&cast.officer, "reverse-refund", body),
        Some("award.end") => (&cast.officer, "reverse-end", body),
        _ => (&cast.convenor, "reverse-certificate", body),
    }
}

http_tests![
    fifty_sanctions_at_once_never_overspend_the_budget,
    fifty_requests_at_once_in_any_order_keep_every_identity,
    a_release_that_is_repeated_releases_once,
    a_refund_is_not_taken_back_while_its_proposal_is_completed,
    whoever_withdraws_while_a_tranche_is_released_is_told_of_the_state_that_there_is,
    one_bill_in_six_certificates_at_once_is_counted_in_one,
    a_payment_that_twenty_take_back_at_once_is_taken_back_once
];

async fn fifty_sanctions_at_once_never_overspend_the_budget(app: App) {
    let mut cast = Cast::of(&app).await;
    (cast.call, cast.asked) = (purse::open_call(&app, &cast.officer, 2_050).await, 2_000);
    let mut paths = Vec::new();
    for _ in 0..50 {
        paths.push(cast.driven_to(ProposalState::Recommended).await);
    }
    let mut bodies = Vec::new();
    for path in &paths {
        bodies.push(cast.citing(path, ProposalStep::Sanction, json!({ "sanctioned_paise": 100 })).await);
    }
    let answers = join_all(paths.iter().zip(&bodies).map(|(path, body)| persist(&cast.officer, path, "sanction", path, body))).await;
    let made = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(made, 20, "as many as the budget pays for");
    for refused in answers.into_iter().filter(|answer| answer.status.as_u16() != 200) {
        refused.problem("requirements-not-met", 409).violates("", "overdrawn");
    }
    demand_identities(&app, &cast.call).await;
    let ledger = cast.officer.get(&format!("/v1/calls/{}/ledger", cast.call)).await.expect(200).json();
    assert_eq!(
        (&ledger["available_paise"], &ledger["standing"]["commitment_paise"], &ledger["proposals"]),
        (&json!(50), &json!(2_000), &json!(20))
    );
}

async fn fifty_requests_at_once_in_any_order_keep_every_identity(app: App) {
    let cast = Cast::of(&app).await;
    let purses = [Purse::sanctioned(&cast, &[60, 40]).await, Purse::sanctioned(&cast, &[30, 20, 10]).await];
    let mut releases = [[Value::Null, Value::Null, Value::Null], [Value::Null, Value::Null, Value::Null]];
    let today = purses[1].see().await["sanctioned_on"].as_str().unwrap().to_owned();
    let (mut dice, mut done) = (Dice(7), 0);
    for round in 0..6 {
        // The minutes of the last round are used, or older than what a tranche waited for.
        for (bodies, purse) in releases.iter_mut().zip(&purses) {
            for (tranche, body) in (0..).zip(bodies) {
                *body = purse.releasing(tranche).await;
            }
        }
        let mut calls = Vec::new();
        let mut postings = Vec::new();
        for purse in &purses {
            postings.push(purse::all(&cast.officer, &format!("{}/postings", purse.path)).await);
        }
        for number in 0..50 {
            let at = dice.roll(2) as usize;
            let purse = &purses[at];
            let n = dice.roll(3) as u16;
            let spent = dice.roll(60) as i64;
            let (who, step, body) = match dice.roll(if round < 3 { 19 } else { 24 }) {
                0 if round > 0 => reversal(&cast, &postings[at], &mut dice),
                0..=2 => (&cast.convenor, "release-tranche", releases[at][usize::from(n)].clone()),
                3..=5 => (&cast.officer, "disburse-tranche", json!({ "tranche": n })),
                6 => (&cast.convenor, "cancel-release", json!({ "tranche": n })),
                7..=8 => (&cast.applicant, "report-milestone", json!({ "milestone": n, "evidence": "Seen." })),
                9..=10 => (&cast.convenor, "accept-milestone", json!({ "milestone": n })),
                11..=13 => (
                    &cast.applicant,
                    "submit-certificate",
                    certification(n, &[(&format!("{round}/{number}"), spent.max(1), &today)], dice.roll(61) as i64),
                ),
                14 => {
                    // One that reconciles, if it is the first.
                    let received = [[60, 40, 0], [30, 20, 10]][usize::from(purse.path == purses[1].path)][usize::from(n)];
                    let spent = received - dice.roll(3) as i64;
                    (
                        &cast.applicant,
                        "submit-certificate",
                        certification(n, &[(&format!("{round}/{number}"), spent.max(1), &today)], received - spent.max(1)),
                    )
                }
                15..=16 => (&cast.convenor, "accept-certificate", json!({ "tranche": n })),
                17 => (&cast.convenor, "return-certificate", json!({ "tranche": n, "reason": "Once more." })),
                18 | 20 => reversal(&cast, &postings[at], &mut dice),
                19 | 21 => (&cast.officer, "refund", json!({ "refund_paise": dice.roll(4), "interest_paise": 0 })),
                _ => (&cast.officer, "end", json!({})),
            };
            calls.push((who, purse.path.clone(), step, format!("{round}.{number}"), purse.billed(&body)));
        }
        let answers = join_all(calls.iter().map(|(who, path, step, key, body)| persist(who, path, step, key, body))).await;
        for answer in answers {
            let status = answer.status.as_u16();
            assert!([200, 409, 412, 422].contains(&status), "{status}: {}", String::from_utf8_lossy(&answer.body));
            done += usize::from(status == 200);
        }
        demand_identities(&app, &cast.call).await;
    }
    assert!(done > 10, "only {done} had an effect");
}

async fn a_release_that_is_repeated_releases_once(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    let tranche = purse.releasing(0).await;
    let answers = join_all((0..20).map(|_| persist(&cast.convenor, &purse.path, "release-tranche", "once", &tranche))).await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &answers[0].body));
    }
    let replayed = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_some());
    assert_eq!(replayed.count(), 19);
    assert_eq!(purse::all(&cast.officer, &format!("{}/postings", purse.path)).await.len(), 2);
    let again = join_all((0..20).map(|n| {
        let key = format!("other {n}").replace(' ', "-");
        let (cast, purse, tranche) = (&cast, &purse, &tranche);
        async move { persist(&cast.convenor, &purse.path, "release-tranche", &key, tranche).await }
    }))
    .await;
    assert!(again.iter().all(|answer| [409, 412].contains(&answer.status.as_u16())));
    demand_identities(&app, &cast.call).await;
}

async fn a_refund_is_not_taken_back_while_its_proposal_is_completed(app: App) {
    let cast = Cast::of(&app).await;
    for number in 0..8 {
        let purse = Purse::sanctioned(&cast, &[100]).await;
        cast.officer.step(&purse.proposal, "start", &json!({})).await.expect(200);
        purse.release(0).await.expect(200);
        purse.pay(0).await.expect(200);
        purse.certify(&certification(0, &[("1", 90, &purse::today(&app))], 10)).await.expect(200);
        purse.accept(0).await.expect(200);
        cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 10, "interest_paise": 0 })).await.expect(200);
        let back = json!({ "posting_id": purse.latest().await, "reason": "It never came." });
        let keys = [format!("done-{number}"), format!("back-{number}")];
        let nothing = json!({});
        let (done, undone) = join(
            persist(&cast.officer, &purse.proposal, "complete", &keys[0], &nothing),
            persist(&cast.officer, &purse.path, "reverse-refund", &keys[1], &back),
        )
        .await;
        let told = [done.status.as_u16(), undone.status.as_u16()];
        assert!([[200, 409], [409, 200]].contains(&told), "{told:?}");
        let is_settled = purse.see().await["state"] == "settled";
        assert_eq!(is_settled, cast.see(&purse.proposal).await["state"] == "completed", "what is completed owes nothing");
    }
    demand_identities(&app, &cast.call).await;
}

async fn whoever_withdraws_while_a_tranche_is_released_is_told_of_the_state_that_there_is(app: App) {
    let cast = Cast::of(&app).await;
    for number in 0..8 {
        let purse = Purse::sanctioned(&cast, &[100]).await;
        let release = purse.releasing(0).await;
        let keys = [format!("away-{number}"), format!("out-{number}")];
        let nothing = json!({});
        let (away, out) = join(
            persist(&cast.applicant, &purse.proposal, "withdraw", &keys[0], &nothing),
            persist(&cast.convenor, &purse.path, "release-tranche", &keys[1], &release),
        )
        .await;
        // Any state will do for `*`: nobody is told that theirs is old.
        let told = [away.status.as_u16(), out.status.as_u16()];
        assert!([[200, 409], [409, 200]].contains(&told), "{told:?}");
    }
    demand_identities(&app, &cast.call).await;
}

async fn one_bill_in_six_certificates_at_once_is_counted_in_one(app: App) {
    let cast = Cast::of(&app).await;
    let mut purses = Vec::new();
    for _ in 0..6 {
        let purse = Purse::sanctioned(&cast, &[100]).await;
        purse.release(0).await.expect(200);
        purse.pay(0).await.expect(200);
        purses.push(purse);
    }
    let body = certification(0, &[("INV-1", 100, &purse::today(&app))], 0);
    let answers =
        join_all(purses.iter().map(|purse| persist(&cast.applicant, &purse.path, "submit-certificate", &purse.path, &body))).await;
    let told: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(told.iter().filter(|status| **status == 200).count(), 1, "{told:?}");
    let taken = told.iter().position(|status| *status == 200).unwrap();
    for refused in answers.into_iter().filter(|answer| answer.status.as_u16() != 200) {
        refused.problem("invalid", 422).violates("/certificate/invoices/0/number", "invoice_elsewhere");
    }
    purses[taken].accept(0).await.expect(200);
}

async fn a_payment_that_twenty_take_back_at_once_is_taken_back_once(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let body = json!({ "posting_id": purse.latest().await, "reason": "A mistake." });
    let keys: Vec<String> = (0..20).map(|n| format!("back-{n}")).collect();
    let answers = join_all(keys.iter().map(|key| persist(&cast.officer, &purse.path, "reverse-payment", key, &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 200).count(), 1);
    assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status.as_u16())));
    let postings = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await;
    assert_eq!(postings.len(), 4);
    demand_identities(&app, &cast.call).await;
}
