//! What tests of money share: calls with a budget, proposals with an award, and the identities that
//! hold at every moment, read from every posting that there is.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::{self, with};
use crate::http::programme::group::{cite, release};
use crate::http::programme::proposals::Cast;
use odoi_domain::money::ledger::LedgerAccount;
use odoi_domain::programme::proposal::{ProposalState, ProposalStep};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Publishes a call for everybody, whose form asks nothing, with a budget; its window lasts a year.
pub async fn open_call(app: &App, officer: &Client, budget: i64) -> String {
    let now = app.store.now();
    let facts = with(given::call(&[]), "/budget_paise", json!(budget));
    let facts = with(facts, "/form/schema", json!({ "type": "object" }));
    let facts = with(facts, "/opens_at", json!(now.plus_seconds(1)));
    let facts = with(facts, "/closes_at", json!(now.plus_seconds(365 * 86_400)));
    let id = officer.post("/v1/calls", &facts).await.expect(201).id();
    let path = format!("/v1/calls/{id}");
    officer.step(&path, "open", &json!({})).await.expect(200);
    app.advance(2);
    id
}

/// The day that it is.
pub fn today(app: &App) -> String {
    app.store.now().day().to_string()
}

/// The path of the award of a proposal.
pub async fn award_of(who: &Client, proposal: &str) -> String {
    let id = proposal.rsplit('/').next().expect("an id");
    let found = who.first(&format!("/v1/awards?proposal_id={id}")).await;
    format!("/v1/awards/{}", found["id"].as_str().expect("an award"))
}

/// A certificate with these invoices, on the first cost line, and this balance.
pub fn certification(tranche: u16, paid: &[(&str, i64, &str)], closing: i64) -> Value {
    let invoices: Vec<Value> = paid
        .iter()
        .map(|(number, paise, day)| {
            json!({ "supplier": "Aluva Tools", "number": number, "dated_on": day, "cost_line": 0, "amount_paise": paise })
        })
        .collect();
    json!({ "tranche": tranche, "certificate": {
        "invoices": invoices, "interest_earned_paise": 0, "interest_deposited_paise": 0, "closing_paise": closing,
    } })
}

/// Terms with these tranches; from the second on each waits for a milestone of its own.
pub fn terms(tranches: &[i64]) -> Value {
    let milestones: Vec<Value> = (1..tranches.len()).map(|n| json!({ "title": format!("Stage {n}"), "due_on": "2027-03-31" })).collect();
    let tranches: Vec<Value> = (0..)
        .zip(tranches)
        .map(|(n, paise)| json!({ "amount_paise": paise, "milestones": if n == 0 { vec![] } else { vec![n - 1] } }))
        .collect();
    json!({ "milestones": milestones, "tranches": tranches })
}

/// A sanctioned proposal, its award, and those who handle it.
pub struct Purse<'a> {
    pub cast: &'a Cast,
    pub proposal: String,
    pub path: String,
}

impl<'a> Purse<'a> {
    /// The purse of a sanctioned proposal.
    pub async fn of(cast: &'a Cast, proposal: &str) -> Self {
        Self { cast, proposal: proposal.to_owned(), path: award_of(&cast.officer, proposal).await }
    }

    /// A new proposal, sanctioned on terms.
    pub async fn sanctioned(cast: &'a Cast, tranches: &[i64]) -> Self {
        let proposal = cast.driven_to(ProposalState::Recommended).await;
        let sum: i64 = tranches.iter().sum();
        let body = json!({ "sanctioned_paise": sum, "terms": terms(tranches) });
        let body = cast.citing(&proposal, ProposalStep::Sanction, body).await;
        cast.officer.step(&proposal, "sanction", &body).await.expect(200);
        Self::of(cast, &proposal).await
    }

    pub async fn see(&self) -> Value {
        self.cast.officer.get(&self.path).await.expect(200).json()
    }

    pub async fn release(&self, tranche: u16) -> Answer {
        let body = self.releasing(tranche).await;
        let convenor = &self.cast.convenor;
        convenor.step(&self.path, "release-tranche", &body).await
    }

    /// The body of a release, which cites minutes that have just decided it: each is good once.
    pub async fn releasing(&self, tranche: u16) -> Value {
        let is_there = self.see().await["tranches"].as_array().expect("tranches").len() > usize::from(tranche);
        let meeting = if is_there {
            let id = self.proposal.rsplit('/').next().expect("an id");
            self.cast.group.carried(&[release(id, tranche)]).await
        } else {
            given::NOBODY.to_owned()
        };
        json!({ "tranche": tranche, "minute": cite(&meeting, 0) })
    }

    pub async fn pay(&self, tranche: u16) -> Answer {
        let body = json!({ "tranche": tranche, "reference": "BIMS/7" });
        let officer = &self.cast.officer;
        officer.step(&self.path, "disburse-tranche", &body).await
    }

    pub async fn certify(&self, body: &Value) -> Answer {
        let applicant = &self.cast.applicant;
        let body = self.billed(body);
        applicant.step(&self.path, "submit-certificate", &body).await
    }

    /// The same certificate with bills of a supplier that this award alone has.
    pub fn billed(&self, body: &Value) -> Value {
        let (mut body, id) = (body.clone(), &self.path[self.path.len() - 12..]);
        // In letters alone: now and then an id is twelve figures that look like somebody's Aadhaar number.
        let letter = |c: char| c.to_digit(16).and_then(|d| char::from_digit(d + 10, 26)).expect("a figure");
        let own: String = id.chars().map(letter).collect();
        if let Some(invoices) = body.pointer_mut("/certificate/invoices") {
            for invoice in invoices.as_array_mut().expect("invoices") {
                invoice["supplier"] = json!(format!("Aluva Tools {own}"));
            }
        }
        body
    }

    pub async fn accept(&self, tranche: u16) -> Answer {
        let body = json!({ "tranche": tranche });
        let convenor = &self.cast.convenor;
        convenor.step(&self.path, "accept-certificate", &body).await
    }

    /// Takes back the latest posting, or another one.
    pub async fn reverse(&self, what: &str, posting: &Value) -> Answer {
        let body = json!({ "posting_id": posting, "reason": "It was another cluster's." });
        let who = match what {
            "certificate" => &self.cast.convenor,
            _ => &self.cast.officer,
        };
        who.step(&self.path, &format!("reverse-{what}"), &body).await
    }

    pub async fn latest(&self) -> Value {
        latest(&self.cast.officer, &self.path).await
    }

    /// The milestone is reached and accepted.
    pub async fn reach(&self, milestone: u16) {
        let (applicant, convenor) = (&self.cast.applicant, &self.cast.convenor);
        let report = json!({ "milestone": milestone, "evidence": "Seen at work." });
        let accept = json!({ "milestone": milestone });
        applicant.step(&self.path, "report-milestone", &report).await.expect(200);
        convenor.step(&self.path, "accept-milestone", &accept).await.expect(200);
    }

    /// Releases, pays, and accounts for the whole of an award of one tranche.
    pub async fn settle(&self) {
        self.release(0).await.expect(200);
        self.pay(0).await.expect(200);
        let seen = self.see().await;
        let day = seen["sanctioned_on"].as_str().expect("a day");
        let paise = seen["sanctioned_paise"].as_i64().expect("an amount");
        self.certify(&certification(0, &[("1", paise, day)], 0)).await.expect(200);
        self.accept(0).await.expect(200);
        assert_eq!(self.see().await["state"], "settled");
    }
}

/// The id of the latest posting of an award.
pub async fn latest(who: &Client, award: &str) -> Value {
    let mut all = all(who, &format!("{award}/postings")).await;
    all.sort_by_key(|posting| posting["number"].as_i64());
    all.last().expect("a posting")["id"].clone()
}

/// Every row of a list, page by page.
pub async fn all(who: &Client, path: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), format!("{path}?limit=50"));
    loop {
        let page = who.get(&next).await.expect(200).json();
        rows.extend(page["items"].as_array().expect("rows").clone());
        match page["next"].as_str() {
            Some(cursor) => next = format!("{path}?limit=50&cursor={cursor}"),
            None => return rows,
        }
    }
}

/// Demands every identity of the book of a call, from its postings alone: numbers without gaps, debits
/// that are credits, no account below nothing, and awards and ledger that say the same.
pub async fn demand_identities(app: &App, call: &str) {
    let officer = app.officer().await;
    let postings = all(&officer, &format!("/v1/calls/{call}/postings")).await;
    let mut numbers: Vec<i64> = postings.iter().map(|p| p["number"].as_i64().expect("a number")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=postings.len() as i64).collect::<Vec<_>>(), "the book has no gaps");
    let mut balances: BTreeMap<(String, String), i64> = BTreeMap::new();
    for posting in &postings {
        for movement in posting["movements"].as_array().expect("movements") {
            let amount = movement["amount_paise"].as_i64().expect("an amount");
            assert!(amount > 0);
            for (side, sign) in [("debit", 1), ("credit", -1)] {
                let account = movement[side].as_str().expect("an account").to_owned();
                let word: LedgerAccount = account.parse().expect("an account");
                let owner = match posting["proposal_id"].as_str() {
                    Some(id) if !word.is_of_call() => id.to_owned(),
                    _ => String::new(),
                };
                *balances.entry((owner, account)).or_default() += sign * amount;
            }
        }
    }
    assert_eq!(balances.values().sum::<i64>(), 0, "debits are credits");
    let at = |owner: &str, account: LedgerAccount| balances.get(&(owner.to_owned(), account.text().to_owned())).copied().unwrap_or(0);
    for ((owner, account), paise) in &balances {
        let word: LedgerAccount = account.parse().expect("an account");
        assert!(if word.is_source() { *paise <= 0 } else { *paise >= 0 }, "{account} of {owner:?} holds {paise}");
    }
    let ledger = officer.get(&format!("/v1/calls/{call}/ledger")).await.expect(200).json();
    assert_eq!(ledger["is_balanced"], true, "{ledger}");
    assert_eq!(ledger["available_paise"], at("", LedgerAccount::Budget));
    assert_eq!(ledger["appropriated_paise"], -at("", LedgerAccount::Appropriation));
    assert_eq!(ledger["postings"], postings.len());
    let mut used = 0;
    for award in all(&officer, "/v1/awards").await.iter().filter(|award| award["call_id"] == call) {
        let owner = award["proposal_id"].as_str().expect("an id");
        let number = |field: &str| award[field].as_i64().expect(field);
        assert!(number("released_paise") <= number("sanctioned_paise") && number("sanctioned_paise") <= number("asked_paise"));
        for account in LedgerAccount::ALL.iter().filter(|a| !a.is_of_call() && !a.is_source()) {
            let said = &award["standing"][format!("{account}_paise")];
            assert_eq!(*said, at(owner, *account), "{account} of {award}");
        }
        used += at(owner, LedgerAccount::Commitment) + number("released_paise");
    }
    assert_eq!(ledger["sanctioned_paise"], used, "what is used is what the awards say");
    assert_eq!(ledger["appropriated_paise"].as_i64().expect("an amount"), used + at("", LedgerAccount::Budget));
}
