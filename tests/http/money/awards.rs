//! Awards: what a sanction makes, what each tranche waits for, who may do what, certificates to the
//! paisa, and a ledger that nobody edits.

use crate::app::App;
use crate::harness::site::Engine;
use crate::http::given::{self, ASKED, with};
use crate::http::identity::people::{grant, open};
use crate::http::money::purse::{self, Purse, certification, demand_identities, terms};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use odoi_persistence::testing;
use serde_json::{Value, json};

/// The day of the sanction, after the meeting that decided it.
const TODAY: &str = "2026-11-27";

http_tests![
    a_sanction_makes_the_award_and_promises_the_money,
    terms_that_do_not_hold_together_sanction_nothing,
    a_call_that_was_called_off_pays_nothing_and_none_is_that_still_pays,
    a_tranche_waits_for_milestones_and_certificates_and_says_for_which,
    a_certificate_reconciles_to_the_paisa_or_says_by_how_much_it_does_not,
    nobody_sanctions_and_releases_nor_reports_and_accepts,
    a_release_is_taken_back_by_a_posting_that_reverses_it,
    a_posting_is_never_edited_nor_removed_whoever_tries,
    what_is_seen_of_an_award_and_its_ledger_is_seen_by_those_concerned,
    an_award_follows_its_cluster_into_another_district_once_it_is_settled
];

async fn a_sanction_makes_the_award_and_promises_the_money(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let seen = purse.see().await;
    assert_eq!(
        (&seen["state"], &seen["sanctioned_paise"], &seen["asked_paise"], &seen["released_paise"]),
        (&json!("running"), &json!(100), &json!(ASKED), &json!(0))
    );
    assert_eq!(
        (&seen["standing"]["commitment_paise"], &seen["call_id"], &seen["sanctioned_on"]),
        (&json!(100), &json!(cast.call), &json!(TODAY))
    );
    assert_eq!(
        seen["tranches"][1]["waits_for"],
        json!([{ "code": "milestone_open", "number": 0 }, { "code": "tranche_before", "number": 0 }])
    );
    let postings = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await;
    assert_eq!((postings.len(), &postings[0]["action"], &postings[0]["number"]), (1, &json!("proposal.sanction"), &json!(2)));
    assert_eq!(postings[0]["movements"], json!([{ "kind": "commit", "debit": "commitment", "credit": "budget", "amount_paise": 100 }]));
    demand_identities(&app, &cast.call).await;
}

async fn terms_that_do_not_hold_together_sanction_nothing(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let minute = cast.needs(&path, ProposalStep::Sanction).await["minute"].clone();
    let tried = |terms: Value| {
        cast.officer
            .request(Method::POST, &format!("{path}/sanction"))
            .if_match("*")
            .json(&json!({ "sanctioned_paise": 100, "terms": terms, "minute": minute }))
            .send()
    };
    tried(terms(&[60, 41])).await.problem("invalid", 422).violates("/terms/tranches", "tranches_sum");
    tried(json!({ "tranches": [] })).await.problem("invalid", 422).violates("/terms/tranches", "min_items");
    let lost = json!({ "milestones": [], "tranches": [{ "amount_paise": 100, "milestones": [0] }] });
    tried(lost).await.problem("invalid", 422).violates("/terms/tranches/0/milestones/0", "unknown_reference");
    let twice =
        json!({ "milestones": [{ "title": "Done", "due_on": TODAY }], "tranches": [{ "amount_paise": 100, "milestones": [0, 0] }] });
    tried(twice).await.problem("invalid", 422).violates("/terms/tranches/0/milestones/1", "repeated");
    let elsewhere = json!({ "terms": terms(&[100]) });
    cast.officer
        .step(&path, "reject", &with(elsewhere, "/reason", json!("No.")))
        .await
        .problem("invalid", 422)
        .violates("/terms", "not_here");
    assert_eq!(cast.officer.get(&format!("/v1/awards?proposal_id={}", &path[14..])).await.expect(200).json()["items"], json!([]));
    tried(terms(&[60, 40])).await.expect(200);
}

async fn a_call_that_was_called_off_pays_nothing_and_none_is_that_still_pays(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let sanction = cast.citing(&path, ProposalStep::Sanction, json!({ "sanctioned_paise": 100 })).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    let (call, why) = (format!("/v1/calls/{}", cast.call), json!({ "reason": "No money." }));
    let refused =
        cast.officer.step(&call, "cancel", &why).await.problem("requirements-not-met", 409).violates("", "awards_unsettled").json();
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains(": 1."), "it says how many: {refused}");
    purse.settle().await;
    cast.officer.step(&call, "cancel", &why).await.expect(200);
    cast.officer.step(&path, "sanction", &sanction).await.problem("requirements-not-met", 409).violates("/call_id", "no_budget");
    assert_eq!(cast.officer.get(&path).await.expect(200).json()["state"], "recommended");
    // There is a way back for what cannot be sanctioned.
    cast.take(&path, ProposalStep::Return).await.expect(200);
}

async fn a_tranche_waits_for_milestones_and_certificates_and_says_for_which(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    purse
        .release(1)
        .await
        .problem("requirements-not-met", 409)
        .violates("/tranche", "milestone_open")
        .violates("/tranche", "tranche_before");
    purse.pay(0).await.problem("requirements-not-met", 409).violates("/tranche", "not_payable");
    purse.release(2).await.problem("invalid", 422).violates("/tranche", "unknown_reference");
    purse.release(0).await.expect(200);
    purse.release(0).await.problem("requirements-not-met", 409).violates("/tranche", "released_already");
    purse
        .certify(&certification(0, &[("1", 60, TODAY)], 0))
        .await
        .problem("requirements-not-met", 409)
        .violates("/tranche", "not_certifiable");
    purse.pay(0).await.expect(200);
    cast.convenor
        .step(&purse.path, "accept-milestone", &json!({ "milestone": 0 }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/milestone", "no_evidence");
    purse.reach(0).await;
    purse.release(1).await.problem("requirements-not-met", 409).violates("/tranche", "certificate_open");
    purse.certify(&certification(0, &[("1", 50, TODAY)], 10)).await.expect(200);
    purse.release(1).await.problem("requirements-not-met", 409).violates("/tranche", "certificate_open");
    purse.accept(0).await.expect(200);
    let seen = purse.release(1).await.expect(200).json();
    assert_eq!(
        (&seen["released_paise"], &seen["standing"]["payable_paise"], &seen["standing"]["utilised_paise"]),
        (&json!(100), &json!(40), &json!(50))
    );
    demand_identities(&app, &cast.call).await;
}

async fn a_certificate_reconciles_to_the_paisa_or_says_by_how_much_it_does_not(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[1_000]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let good = certification(0, &[("1", 600, TODAY), ("2", 390, TODAY)], 10);
    for (pointer, value, at, code) in [
        ("/certificate/closing_paise", json!(9), "/certificate/closing_paise", "unreconciled"),
        ("/certificate/invoices/0/amount_paise", json!(601), "/certificate/closing_paise", "unreconciled"),
        ("/certificate/invoices/0/cost_line", json!(1), "/certificate/invoices/0/cost_line", "not_innovation"),
        ("/certificate/invoices/0/cost_line", json!(7), "/certificate/invoices/0/cost_line", "unknown_reference"),
        ("/certificate/invoices/1/number", json!("1"), "/certificate/invoices/1/number", "invoice_twice"),
        ("/certificate/invoices/1/dated_on", json!("2026-11-26"), "/certificate/invoices/1/dated_on", "before_sanction"),
        ("/certificate/invoices/1/dated_on", json!("2026-12-01"), "/certificate/invoices/1/dated_on", "in_future"),
        ("/certificate/interest_deposited_paise", json!(1), "/certificate/interest_deposited_paise", "deposit_over_interest"),
        ("/certificate/invoices/0/amount_paise", json!(0), "/certificate/invoices/0/amount_paise", "no_amount"),
        ("/certificate/invoices/0/amount_paise", json!(1.5), "/certificate/invoices/0/amount_paise", "type"),
    ] {
        purse.certify(&with(good.clone(), pointer, value)).await.problem("invalid", 422).violates(at, code);
    }
    let seen = purse.certify(&good).await.expect(200).json();
    assert_eq!(seen["tranches"][0]["certificate"]["closing_paise"], 10);
    assert_eq!(seen["standing"]["utilised_paise"], 0, "nothing is entered before it is accepted");
    let back = json!({ "tranche": 0, "reason": "Bill 2 is not signed." });
    let seen = cast.convenor.step(&purse.path, "return-certificate", &back).await.expect(200).json();
    assert_eq!((&seen["tranches"][0]["return_reason"], seen["tranches"][0].get("certificate")), (&json!("Bill 2 is not signed."), None));
    purse.accept(0).await.problem("requirements-not-met", 409).violates("/tranche", "not_certifiable");
    purse.certify(&good).await.expect(200);
    let seen = purse.accept(0).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["standing"]["unspent_paise"]), (&json!("ended"), &json!(10)));
    purse.certify(&good).await.problem("requirements-not-met", 409).violates("/tranche", "not_certifiable");
    let refund = |principal: i64| json!({ "refund_paise": principal, "interest_paise": 0, "reference": "GRN 1" });
    cast.officer.step(&purse.path, "refund", &refund(11)).await.problem("invalid", 422).violates("/refund_paise", "over_owed");
    cast.officer.step(&purse.path, "refund", &refund(0)).await.problem("invalid", 422).violates("", "nothing_moves");
    let seen = cast.officer.step(&purse.path, "refund", &refund(10)).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["allowed_steps"]), (&json!("settled"), &json!(["end", "reverse_refund"])));
    demand_identities(&app, &cast.call).await;
}

async fn nobody_sanctions_and_releases_nor_reports_and_accepts(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let tranche = json!({ "tranche": 0 });
    cast.officer.step(&purse.path, "release-tranche", &tranche).await.problem("requirements-not-met", 409).violates("", "same_person");
    let other = open(&app, "officer.two", vec![grant(Role::KdiscOfficer, Scope::State)]).await;
    other.step(&purse.path, "release-tranche", &purse.releasing(0).await).await.expect(200);
    // Somebody who speaks for the cluster and sits in the core group.
    let kalady = Scope::Cluster(cast.cluster.parse().unwrap());
    let both = open(&app, "both", vec![grant(Role::ClusterRepresentative, kalady), grant(Role::KdiscOfficer, Scope::State)]).await;
    let report = json!({ "milestone": 0, "evidence": "Seen." });
    both.step(&purse.path, "report-milestone", &report).await.expect(200);
    both.step(&purse.path, "accept-milestone", &json!({ "milestone": 0 }))
        .await
        .problem("requirements-not-met", 409)
        .violates("", "same_person");
    purse.pay(0).await.expect(200);
    both.step(&purse.path, "submit-certificate", &certification(0, &[("1", 60, TODAY)], 0)).await.expect(200);
    both.step(&purse.path, "accept-certificate", &tranche).await.problem("requirements-not-met", 409).violates("", "same_person");
    purse.accept(0).await.expect(200);
}

async fn a_release_is_taken_back_by_a_posting_that_reverses_it(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    purse.release(0).await.expect(200);
    let tranche = json!({ "tranche": 0 });
    let seen = cast.convenor.step(&purse.path, "cancel-release", &tranche).await.expect(200).json();
    assert_eq!((&seen["released_paise"], &seen["standing"]["commitment_paise"]), (&json!(0), &json!(100)));
    cast.convenor
        .step(&purse.path, "cancel-release", &tranche)
        .await
        .problem("requirements-not-met", 409)
        .violates("/tranche", "not_payable");
    let postings = purse::all(&cast.officer, &format!("{}/postings", purse.path)).await;
    let reversal = postings.iter().find(|p| p.get("reverses").is_some()).expect("a reversal");
    let release = postings.iter().find(|p| p["id"] == reversal["reverses"]).expect("what it reverses");
    assert_eq!(release["movements"][0]["debit"], reversal["movements"][0]["credit"]);
    assert_eq!(postings.len(), 3);
    purse.settle().await;
    demand_identities(&app, &cast.call).await;
}

async fn a_posting_is_never_edited_nor_removed_whoever_tries(app: App) {
    let cast = Cast::of(&app).await;
    Purse::sanctioned(&cast, &[100]).await.settle().await;
    for attempt in [
        "UPDATE postings SET number = number + 1",
        "DELETE FROM postings",
        "UPDATE posting_movements SET amount_paise = 1",
        "DELETE FROM posting_movements WHERE kind = 'release'",
        match app.site.engine {
            Engine::Sqlite => "INSERT OR REPLACE INTO posting_movements SELECT * FROM posting_movements",
            Engine::Postgres => "TRUNCATE posting_movements",
        },
        "UPDATE ledger_balances SET paise = paise - 10000000000000000 WHERE account = 'budget'",
        "UPDATE awards SET released_paise = sanctioned_paise + 1",
        "UPDATE awards SET sanctioned_paise = asked_paise + 1",
    ] {
        assert!(testing::execute(&app.site.url, attempt).is_err(), "{attempt}");
    }
    demand_identities(&app, &cast.call).await;
    app.site.sql("UPDATE ledger_balances SET paise = paise + 1 WHERE account = 'utilised'");
    let ledger = cast.officer.get(&format!("/v1/calls/{}/ledger", cast.call)).await.expect(200).json();
    assert_eq!(ledger["is_balanced"], false, "a balance that the postings do not add up to is found out");
    app.site.sql("UPDATE ledger_balances SET paise = paise - 1 WHERE account = 'utilised'");
}

async fn what_is_seen_of_an_award_and_its_ledger_is_seen_by_those_concerned(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    let kollam = app.client("convenor.kollam").await;
    kollam.get(&purse.path).await.problem("not-found", 404);
    kollam.get(&format!("{}/postings", purse.path)).await.problem("not-found", 404);
    assert_eq!(cast.applicant.get(&purse.path).await.expect(200).json()["allowed_steps"], json!([]));
    assert_eq!(cast.convenor.get(&purse.path).await.expect(200).json()["allowed_steps"], json!(["release_tranche"]));
    app.client("institution.cusat").await.get(&format!("{}/postings", purse.path)).await.expect(200);
    cast.applicant.get(&format!("/v1/calls/{}/ledger", cast.call)).await.problem("forbidden", 403);
    app.client("auditor").await.get(&format!("/v1/calls/{}/ledger", cast.call)).await.expect(200);
    cast.officer.get(&format!("/v1/calls/{}/ledger", given::NOBODY)).await.problem("not-found", 404);
    let tag = cast.officer.get(&purse.path).await.etag();
    assert_eq!(cast.officer.request(Method::GET, &purse.path).header("if-none-match", &tag).send().await.status.as_u16(), 304);
    app.advance(86_400);
    assert_ne!(app.officer().await.get(&purse.path).await.etag(), tag, "what is late is told anew every day");
}

async fn an_award_follows_its_cluster_into_another_district_once_it_is_settled(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    for step in [ProposalStep::Start, ProposalStep::Complete] {
        cast.take(&purse.proposal, step).await.expect(200);
    }
    // The demonstration has another one of this cluster.
    app.site.sql("UPDATE proposals SET state = 'withdrawn' WHERE state <> 'completed'");
    let cluster = format!("/v1/clusters/{}", cast.cluster);
    let tag = cast.officer.get(&cluster).await.etag();
    cast.officer.patch(&cluster, &tag, &json!({ "district": "559", "constituency": null, "anchor_places": [] })).await.expect(200);
    assert_eq!(purse.see().await["district"], "559");
    cast.convenor.get(&purse.path).await.problem("not-found", 404);
}
