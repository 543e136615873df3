//! Bills that count once, work that is completed, certificates that were sent back, and what is told of
//! money: by the inbox, by `why`, and by the list of what is late.

use crate::app::App;
use crate::client::Client;
use crate::http::given::with;
use crate::http::money::purse::{Purse, certification, today};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::{Value, json};

const DAY: i64 = 86_400;
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

/// A bill of a supplier, for a certificate of the whole of a first tranche.
fn bill(supplier: &str, number: &str, paise: i64, day: &str) -> Value {
    let body = certification(0, &[(number, paise, day)], 0);
    with(body, "/certificate/invoices/0/supplier", json!(supplier))
}

/// What of an award waits for somebody: task, number, and whether it is only told because it is late.
async fn tasks(who: &Client, award: &str) -> Vec<(String, Option<i64>, bool)> {
    let shown = who.get("/v1/inbox").await.expect(200).json();
    let mine = shown["items"].as_array().expect("items").iter();
    let mine = mine.filter(|item| award.ends_with(item["award_id"].as_str().unwrap_or("none")));
    let mut all: Vec<_> = mine
        .map(|item| {
            let task = item["task"].as_str().expect("a task").to_owned();
            (task, item["number"].as_i64(), item["is_escalated"] == true)
        })
        .collect();
    all.sort();
    all
}

fn task(name: &str, number: i64) -> (String, Option<i64>, bool) {
    (name.to_owned(), Some(number), false)
}

http_tests![
    a_bill_counts_once_however_it_is_spelt_and_in_whatever_award,
    what_was_bought_after_the_end_is_not_paid_for,
    nothing_is_completed_that_was_not_paid_for_or_not_reached,
    a_certificate_that_was_sent_back_can_still_be_read,
    the_inbox_knows_what_of_the_money_waits_for_whom,
    what_is_late_is_late_in_the_list_as_in_the_inbox,
    why_tells_the_money_down_to_its_evidence,
    a_certificate_that_was_overtaken_is_sent_back_and_not_accepted,
    the_core_groups_read_the_ledger_of_a_call_that_is_for_them,
    any_state_will_do_however_many_write_at_once
];

async fn a_bill_counts_once_however_it_is_spelt_and_in_whatever_award(app: App) {
    let cast = Cast::of(&app).await;
    let [one, two] = [Purse::sanctioned(&cast, &[100]).await, Purse::sanctioned(&cast, &[100]).await];
    for purse in [&one, &two] {
        purse.release(0).await.expect(200);
        purse.pay(0).await.expect(200);
    }
    let day = today(&app);
    let claim = async |purse: &Purse<'_>, body: &Value| cast.applicant.step(&purse.path, "submit-certificate", body).await;
    let mut twice = certification(0, &[("INV-1", 50, &day), ("inv-1", 50, &day)], 0);
    twice["certificate"]["invoices"][1]["supplier"] = json!("ALUVA  Tools");
    claim(&one, &twice).await.problem("invalid", 422).violates("/certificate/invoices/1/number", "invoice_twice");
    claim(&one, &bill("Periyar Works", "INV-1", 100, &day)).await.expect(200);
    claim(&two, &bill("periyar works", "inv-1", 100, &day))
        .await
        .problem("invalid", 422)
        .violates("/certificate/invoices/0/number", "invoice_elsewhere");
    for (supplier, number) in [
        ("Periyar Works.", "INV-1"),
        ("Periyar-Works", "INV \u{2013} 1"),
        ("Periyar\u{a0}Works", "inv\u{2011}1."),
        ("PeriyarWorks", "INV1"),
    ] {
        claim(&two, &bill(supplier, number, 100, &day))
            .await
            .problem("invalid", 422)
            .violates("/certificate/invoices/0/number", "invoice_elsewhere");
    }
    claim(&two, &bill("Periyar Works", "INV-2", 100, &day)).await.expect(200);
    // What is sent back counts nowhere any more.
    let back = json!({ "tranche": 0, "reason": "It is the other award's." });
    cast.convenor.step(&one.path, "return-certificate", &back).await.expect(200);
    claim(&two, &bill("PERIYAR WORKS", "INV-1", 100, &day)).await.expect(200);
    two.accept(0).await.expect(200);
    claim(&one, &bill("Periyar Works", "INV-1", 100, &day))
        .await
        .problem("invalid", 422)
        .violates("/certificate/invoices/0/number", "invoice_elsewhere");
}

async fn what_was_bought_after_the_end_is_not_paid_for(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    cast.take(&purse.proposal, ProposalStep::Withdraw).await.expect(200);
    let ended = today(&app);
    app.advance(10 * DAY);
    let cast = Cast::of(&app).await;
    let purse = Purse::of(&cast, &purse.proposal).await;
    purse
        .certify(&certification(0, &[("1", 100, &today(&app))], 0))
        .await
        .problem("invalid", 422)
        .violates("/certificate/invoices/0/dated_on", "after_end");
    purse.certify(&certification(0, &[("1", 100, &ended)], 0)).await.expect(200);
}

async fn nothing_is_completed_that_was_not_paid_for_or_not_reached(app: App) {
    let cast = Cast::of(&app).await;
    let complete = async |proposal: &str| cast.officer.step(proposal, "complete", &json!({})).await;
    let unpaid = Purse::sanctioned(&cast, &[100]).await;
    cast.officer.step(&unpaid.proposal, "start", &json!({})).await.expect(200);
    cast.officer.step(&unpaid.path, "end", &json!({})).await.expect(200);
    assert_eq!(unpaid.see().await["state"], "settled");
    complete(&unpaid.proposal).await.problem("requirements-not-met", 409).violates("", "nothing_paid");
    cast.take(&unpaid.proposal, ProposalStep::Cancel).await.expect(200);
    // A milestone that no tranche waits for is still to be reached.
    let path = cast.driven_to(ProposalState::Recommended).await;
    let due = today(&app);
    let yesterday = app.store.now().plus_seconds(-DAY).day().to_string();
    let terms = |due: &str| json!({ "milestones": [{ "title": "At work", "due_on": due }], "tranches": [{ "amount_paise": 100 }] });
    let body = cast.citing(&path, ProposalStep::Sanction, json!({ "sanctioned_paise": 100, "terms": terms("2020-01-01") })).await;
    cast.officer.step(&path, "sanction", &body).await.problem("invalid", 422).violates("/terms/milestones/0/due_on", "due_before_sanction");
    assert!(yesterday < due);
    let due = today(&app);
    cast.officer.step(&path, "sanction", &with(body, "/terms", terms(&due))).await.expect(200);
    let purse = Purse::of(&cast, &path).await;
    cast.officer.step(&path, "start", &json!({})).await.expect(200);
    complete(&path)
        .await
        .problem("requirements-not-met", 409)
        .violates("", "nothing_paid")
        .violates("", "milestone_open")
        .violates("", "award_open");
    purse.settle().await;
    complete(&path).await.problem("requirements-not-met", 409).violates("", "milestone_open");
    purse.reach(0).await;
    complete(&path).await.expect(200);
    // One that only a tranche waits for that never came is given up with it.
    let short = Purse::sanctioned(&cast, &[60, 40]).await;
    cast.officer.step(&short.proposal, "start", &json!({})).await.expect(200);
    short.release(0).await.expect(200);
    short.pay(0).await.expect(200);
    short.certify(&certification(0, &[("1", 60, &today(&app))], 0)).await.expect(200);
    short.accept(0).await.expect(200);
    cast.officer.step(&short.path, "end", &json!({})).await.expect(200);
    complete(&short.proposal).await.expect(200);
}

async fn a_certificate_that_was_sent_back_can_still_be_read(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[100]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    for (number, reason) in [("1", "Bill 1 is not signed."), ("2", "Bill 2 is not dated.")] {
        purse.certify(&certification(0, &[(number, 90, &today(&app))], 10)).await.expect(200);
        let back = json!({ "tranche": 0, "reason": reason });
        cast.convenor.step(&purse.path, "return-certificate", &back).await.expect(200);
    }
    let seen = purse.see().await["tranches"][0].clone();
    assert_eq!((seen.get("certificate"), seen["returns"].as_array().unwrap().len()), (None, 2));
    let first = &seen["returns"][0];
    assert_eq!(
        (&first["certificate"]["invoices"][0]["number"], &first["reason"], &first["returned_on"], &first["submitted_on"]),
        (&json!("1"), &json!("Bill 1 is not signed."), &json!(today(&app)), &json!(today(&app)))
    );
}

async fn the_inbox_knows_what_of_the_money_waits_for_whom(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    cast.officer.step(&purse.proposal, "start", &json!({})).await.expect(200);
    let report = task("report_milestone", 0);
    let all = async |cast: &Cast| {
        [tasks(&cast.applicant, &purse.path).await, tasks(&cast.convenor, &purse.path).await, tasks(&cast.officer, &purse.path).await]
    };
    assert_eq!(all(&cast).await, [vec![report.clone()], vec![task("release_tranche", 0)], vec![]], "whoever sanctioned does not release");
    purse.release(0).await.expect(200);
    assert_eq!(all(&cast).await, [vec![report.clone()], vec![], vec![task("disburse_tranche", 0)]]);
    purse.pay(0).await.expect(200);
    assert_eq!(all(&cast).await, [vec![report.clone(), task("submit_certificate", 0)], vec![], vec![]]);
    let paid = today(&app);
    assert_eq!(
        cast.officer.get("/v1/awards?late=true").await.expect(200).json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|a| purse.path.ends_with(a["id"].as_str().unwrap()))
            .count(),
        0
    );
    app.advance(190 * DAY);
    let cast = Cast::of(&app).await;
    let purse = Purse::of(&cast, &purse.proposal).await;
    let late = [("report_milestone".to_owned(), Some(0), true), ("submit_certificate".to_owned(), Some(0), true)].to_vec();
    assert_eq!(
        [tasks(&cast.convenor, &purse.path).await, tasks(&cast.officer, &purse.path).await],
        [late.clone(), late],
        "they hear of it"
    );
    let list = async |filter: &str| {
        let found = cast.officer.get(&format!("/v1/awards?cluster_id={}&{filter}", cast.cluster)).await.expect(200).json();
        found["items"].as_array().unwrap().iter().filter(|award| purse.path.ends_with(award["id"].as_str().unwrap())).count()
    };
    assert_eq!((list("late=true").await, list("late=false").await, list("late=true,false").await), (1, 0, 1));
    assert_eq!(list(&format!("late=true&as_of={paid}")).await, 0);
    cast.officer.get("/v1/awards?late=perhaps").await.problem("malformed", 400);
    purse.certify(&certification(0, &[("1", 60, &paid)], 0)).await.expect(200);
    let report = json!({ "milestone": 0, "evidence": "Seen at work." });
    cast.applicant.step(&purse.path, "report-milestone", &report).await.expect(200);
    assert_eq!(list("late=true").await, 0);
    let look = vec![task("accept_certificate", 0), task("accept_milestone", 0)];
    assert_eq!([tasks(&cast.convenor, &purse.path).await, tasks(&cast.officer, &purse.path).await], [look.clone(), look]);
    purse.accept(0).await.expect(200);
    cast.convenor.step(&purse.path, "accept-milestone", &json!({ "milestone": 0 })).await.expect(200);
    assert_eq!(tasks(&cast.convenor, &purse.path).await, [task("release_tranche", 1)]);
    purse.release(1).await.expect(200);
    purse.pay(1).await.expect(200);
    purse.certify(&certification(1, &[("2", 35, &paid)], 5)).await.expect(200);
    purse.accept(1).await.expect(200);
    let refund = vec![("refund".to_owned(), None, false)];
    assert_eq!([tasks(&cast.applicant, &purse.path).await, tasks(&cast.officer, &purse.path).await], [refund.clone(), refund]);
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 5, "interest_paise": 0 })).await.expect(200);
    assert_eq!(tasks(&cast.officer, &purse.path).await, [("complete".to_owned(), None, false)]);
    cast.officer.step(&purse.proposal, "complete", &json!({})).await.expect(200);
    assert_eq!(tasks(&cast.officer, &purse.path).await, []);
}

async fn what_is_late_is_late_in_the_list_as_in_the_inbox(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60]).await;
    let found = async |cast: &Cast| {
        let late = cast.convenor.get(&format!("/v1/awards?late=true&cluster_id={}", cast.cluster)).await.expect(200).json();
        let mut all = late["items"].as_array().unwrap().iter();
        all.find(|award| purse.path.ends_with(award["id"].as_str().unwrap())).map(|award| award["late"].clone())
    };
    assert_eq!(found(&cast).await, None);
    app.advance(40 * DAY);
    let cast = Cast::of(&app).await;
    let shown = cast.convenor.get("/v1/inbox").await.expect(200).json();
    let item = shown["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["task"] == "release_tranche" && purse.path.ends_with(item["award_id"].as_str().unwrap()))
        .expect("a task");
    assert!(item["days_late"].as_i64() > Some(0), "{item}");
    assert_eq!(found(&cast).await, Some(json!([{ "kind": "release", "number": 0, "due_on": item["due_on"], "days": item["days_late"] }])));
}

async fn why_tells_the_money_down_to_its_evidence(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let attached = cast
        .applicant
        .request(Method::POST, &format!("{}/documents?name=bill.pdf", purse.proposal))
        .if_match("*")
        .body("application/pdf", PDF)
        .send()
        .await
        .expect(201);
    let document = attached.id();
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let report = json!({ "milestone": 0, "evidence": "Seen at work.", "documents": [document] });
    cast.applicant.step(&purse.path, "report-milestone", &report).await.expect(200);
    cast.convenor.step(&purse.path, "accept-milestone", &json!({ "milestone": 0 })).await.expect(200);
    let bad = certification(0, &[("1", 60, &today(&app))], 0);
    purse.certify(&bad).await.expect(200);
    cast.convenor.step(&purse.path, "return-certificate", &json!({ "tranche": 0, "reason": "Once more." })).await.expect(200);
    let mut good = certification(0, &[("1", 55, &today(&app))], 5);
    good["documents"] = json!([document]);
    purse.certify(&good).await.expect(200);
    purse.accept(0).await.expect(200);
    cast.officer.step(&purse.path, "end", &json!({})).await.expect(200);
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 5, "interest_paise": 0 })).await.expect(200);
    let me = async |who: &Client| who.get("/v1/auth/me").await.expect(200).json()["id"].clone();
    let [applicant, convenor, officer] = [me(&cast.applicant).await, me(&cast.convenor).await, me(&cast.officer).await];
    let told = cast.officer.get(&format!("{}/why", purse.proposal)).await.expect(200).json();
    assert_eq!(told["revision_number"], 1);
    let (award, shows) = (&told["award"], json!([{ "document_id": document, "name": "bill.pdf", "sha256": attached.json()["sha256"] }]));
    let milestone = &award["milestones"][0];
    assert_eq!(
        (&milestone["evidence"], &milestone["documents"], &milestone["report"]["by"], &milestone["acceptance"]["by"]),
        (&json!("Seen at work."), &shows, &applicant, &convenor)
    );
    let tranche = &award["tranches"][0];
    assert_eq!((&tranche["payment"]["by"], &tranche["release"]["by"], &tranche["returned"]), (&officer, &convenor, &json!(1)));
    let certificate = &tranche["certificate"];
    assert_eq!((&certificate["spent_paise"], &certificate["closing_paise"], &certificate["documents"]), (&json!(55), &json!(5), &shows));
    assert_eq!((&certificate["report"]["by"], &certificate["acceptance"]["by"]), (&applicant, &convenor));
    assert_eq!((&award["refunds"][0]["refund_paise"], &award["refunds"][0]["act"]["by"]), (&json!(5), &officer));
    assert_eq!(award["tranches"][1].get("certificate"), None);
}

async fn a_certificate_that_was_overtaken_is_sent_back_and_not_accepted(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    purse.reach(0).await;
    let first = with(certification(0, &[("1", 60, &today(&app))], 3), "/certificate/interest_earned_paise", json!(3));
    purse.certify(&first).await.expect(200);
    purse.accept(0).await.expect(200);
    purse.release(1).await.expect(200);
    purse.pay(1).await.expect(200);
    purse.certify(&certification(1, &[("2", 40, &today(&app))], 3)).await.expect(200);
    cast.officer.step(&purse.path, "refund", &json!({ "refund_paise": 0, "interest_paise": 3 })).await.expect(200);
    purse.accept(1).await.problem("requirements-not-met", 409).violates("/tranche", "certificate_overtaken");
}

async fn the_core_groups_read_the_ledger_of_a_call_that_is_for_them(app: App) {
    use crate::http::given;
    use crate::http::programme::calls::published;
    let officer = app.officer().await;
    let statewide = published(&app, &officer, given::call(&[])).await;
    let some = published(&app, &officer, given::call(&["555", "556"])).await;
    for name in ["convenor.ernakulam", "dic-gm.ernakulam"] {
        let who = app.client(name).await;
        for call in [&statewide, &some] {
            who.get(&format!("{call}/ledger")).await.expect(200);
            who.get(&format!("{call}/postings")).await.expect(200);
        }
    }
    let kollam = app.client("convenor.kollam").await;
    kollam.get(&format!("{statewide}/ledger")).await.expect(200);
    kollam.get(&format!("{some}/ledger")).await.problem("forbidden", 403);
    app.client("cluster.kalady").await.get(&format!("{statewide}/ledger")).await.problem("forbidden", 403);
}

async fn any_state_will_do_however_many_write_at_once(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let report = |n: usize| json!({ "milestone": 0, "evidence": format!("Seen {n} times.") });
    let bodies: Vec<Value> = (0..24).map(report).collect();
    let answers = futures_util::future::join_all(
        bodies
            .iter()
            .map(|body| cast.applicant.request(Method::POST, &format!("{}/report-milestone", purse.path)).if_match("*").json(body).send()),
    )
    .await;
    let told: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).filter(|status| ![200, 503].contains(status)).collect();
    assert_eq!(told, Vec::<u16>::new(), "nobody is told that the thing has changed");
}
