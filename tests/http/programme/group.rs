//! The core group of Ernakulam in the tests: it meets, decides, and its minutes can be cited.

use crate::app::App;
use crate::client::{Answer, Client};
use odoi_domain::Moment;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// The seats of Ernakulam with their holders, and whoever keeps the minutes.
#[derive(Clone)]
pub struct Group {
    pub app: App,
    pub convenor: Client,
    /// Seat and holder, the convenor's last.
    pub seats: Vec<(String, String)>,
}

impl Group {
    pub async fn of(app: &App) -> Self {
        let convenor = app.convenor().await;
        let path = "/v1/seats?district=555&limit=50";
        let page = convenor.get(path).await.expect(200).json();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        let mut seats: Vec<(bool, String, String)> = page["items"]
            .as_array()
            .expect("seats")
            .iter()
            .map(|seat| {
                let holder = text(&seat["tenures"][0]["account_id"]);
                (seat["is_convenor"] == true, text(&seat["id"]), holder)
            })
            .collect();
        seats.sort();
        Self { app: app.clone(), convenor, seats: seats.into_iter().map(|(_, id, who)| (id, who)).collect() }
    }

    fn now(&self) -> Moment {
        self.app.store.now()
    }

    /// A meeting in three days about these items, which cannot wait longer.
    pub fn notice(&self, agenda: &[Value]) -> Value {
        json!({
            "district": "555", "title": "Core group", "scheduled_at": self.now().plus_seconds(3 * DAY),
            "venue": "Kakkanad", "urgency": "The season ends.", "agenda": agenda,
        })
    }

    /// The path of a meeting that has been called.
    pub async fn called(&self, agenda: &[Value]) -> String {
        let made = self.convenor.post("/v1/meetings", &self.notice(agenda)).await;
        format!("/v1/meetings/{}", made.expect(201).id())
    }

    /// The path of a meeting that has begun.
    pub async fn opened(&self, agenda: &[Value]) -> String {
        let path = self.called(agenda).await;
        self.app.advance(3 * DAY);
        self.go(&path, "open").await.expect(200);
        path
    }

    /// A step without a body.
    pub async fn go(&self, path: &str, step: &str) -> Answer {
        let etag = self.convenor.get(path).await.expect(200).etag();
        self.convenor.request(actix_web::http::Method::POST, &format!("{path}/{step}")).if_match(&etag).send().await
    }

    /// So many seats are there.
    pub fn present(&self, count: usize) -> Vec<Value> {
        let here = |(seat, who): &(String, String)| json!({ "seat_id": seat, "account_id": who });
        self.seats.iter().take(count).map(here).collect()
    }

    /// A motion of the first two seats, and how seats vote.
    pub fn motion(&self, votes: &[&str]) -> Value {
        let ballots: Vec<Value> = self.seats.iter().zip(votes).map(|((seat, _), vote)| json!({ "seat_id": seat, "vote": vote })).collect();
        json!({
            "text": "That it be so decided.", "moved_by": self.seats[0].0, "seconded_by": self.seats[1].0,
            "ballots": ballots,
        })
    }

    /// So many are there, and as many items are put to the vote alike.
    pub fn proceedings(&self, present: usize, items: usize, votes: &[&str]) -> Value {
        let item = json!({ "discussion": "It was discussed.", "motion": self.motion(votes) });
        json!({ "attendance": self.present(present), "items": vec![item; items] })
    }

    /// The path of a closed meeting that had these proceedings.
    pub async fn closed(&self, agenda: &[Value], proceedings: &Value) -> String {
        let path = self.opened(agenda).await;
        self.convenor.step(&path, "record", proceedings).await.expect(200);
        self.go(&path, "close").await.expect(200);
        path
    }

    /// The id of a closed meeting of seven that carried every item.
    pub async fn carried(&self, agenda: &[Value]) -> String {
        let votes = ["in_favour"; 7];
        let proceedings = self.proceedings(7, agenda.len(), &votes);
        let path = self.closed(agenda, &proceedings).await;
        path.trim_start_matches("/v1/meetings/").to_owned()
    }
}

/// An item that decides about a proposal.
pub fn item(proposal: &str, decides: &str) -> Value {
    json!({ "title": "A proposal", "proposal_id": proposal, "decides": decides })
}

/// An item that decides about the release of a tranche.
pub fn release(proposal: &str, tranche: u16) -> Value {
    let mut item = item(proposal, "release");
    item["tranche"] = json!(tranche);
    item
}

/// An item that decides about a sanction of at most so much.
pub fn sanction(proposal: &str, paise: i64) -> Value {
    let mut item = item(proposal, "sanction");
    item["amount_paise"] = json!(paise);
    item
}

/// The items that decide a step and what is decided at the same meeting: a proposal is recommended and sanctioned
/// at one, and shortlisted at an earlier one.
pub fn decisions(proposal: &str, step: &str, paise: i64) -> Vec<Value> {
    match step {
        "shortlist" => vec![item(proposal, "shortlist")],
        _ => vec![item(proposal, "recommend"), sanction(proposal, paise)],
    }
}

/// What cites the item of [`decisions`] that decides a step.
pub fn cite_decision(meeting: &str, step: &str) -> Value {
    cite(meeting, usize::from(step == "sanction"))
}

/// The steps that need minutes.
pub const DECISIONS: [&str; 3] = ["shortlist", "recommend", "sanction"];

/// What cites an item of a meeting.
pub fn cite(meeting: &str, item: usize) -> Value {
    json!({ "meeting_id": meeting, "item": item })
}
