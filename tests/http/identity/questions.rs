//! Every operation that could say yes or no about a masked fact, as the table has it: somebody who may not see the
//! fact tries what is right and what is wrong, and the answers do not differ (rule R2.7).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::disclosures::{log, logged};
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::privacy::{Answers, MASKS, PersonalField, QUESTIONS, Question};
use odoi_domain::registry::enterprise::EnterpriseField;
use odoi_domain::registry::registration::Gstin;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

const FIRST: [&str; 16] =
    ["Ibex", "Moor", "Quag", "Zebu", "Lynx", "Crow", "Dodo", "Hawk", "Puma", "Wolf", "Tern", "Gnat", "Skua", "Vole", "Fawn", "Oryx"];
const LAST: [&str; 12] =
    ["ashton", "blimey", "cudgel", "drizzy", "fennec", "gopurj", "hickle", "jumbot", "kvetch", "lozeng", "myrtik", "nostru"];

/// A name that is like no other.
fn name(n: usize) -> String {
    format!("{}{}", FIRST[n % FIRST.len()], LAST[n / FIRST.len()])
}

/// The same, for another enterprise.
fn another(n: usize) -> String {
    format!("Z{}", name(n).chars().rev().collect::<String>())
}

fn gstin(pan: &str, entity: u32) -> String {
    let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
    let mut all = digits.map(|check| format!("32{pan}{entity}Z{check}"));
    all.find(|text| text.parse::<Gstin>().is_ok()).expect("a check digit")
}

/// What is kept, or something else with the same mask.
fn tried(field: EnterpriseField, n: usize, is_right: bool) -> Value {
    let pan = format!("ABCPK{}L", if is_right { 1_000 } else { 6_000 } + n);
    let choose = |right: Value, wrong: Value| if is_right { right } else { wrong };
    match field {
        EnterpriseField::OwnerName => choose(json!("Kochurani Zachariah"), json!("Kamala Zubaida")),
        EnterpriseField::Mobile => choose(json!(format!("9847{n:03}471")), json!(format!("9857{n:03}471"))),
        EnterpriseField::Email => choose(json!("kochurani@example.org"), json!("kamala@example.org")),
        EnterpriseField::Pan => json!(pan),
        EnterpriseField::Gstin => json!(gstin(&pan, 1)),
        EnterpriseField::FurtherGstins => json!([gstin(&pan, 2)]),
        EnterpriseField::CasteCategory => choose(json!("obc"), json!("sc")),
        EnterpriseField::HasDisability => choose(json!(false), json!(true)),
        other => panic!("{other} is not masked"),
    }
}

fn fields(fact: PersonalField) -> Vec<EnterpriseField> {
    let rows = MASKS.iter().filter(|mask| mask.fact == fact);
    rows.map(|mask| mask.field).collect()
}

fn stating(fields: &[EnterpriseField], n: usize, is_right: bool) -> Value {
    let stated = fields.iter().map(|field| (field.text().to_owned(), tried(*field, n, is_right)));
    Value::Object(stated.collect::<Map<_, _>>())
}

fn unit(name: &str, more: Value) -> Value {
    let mut facts = given::unit(name);
    if let (Some(facts), Value::Object(more)) = (facts.as_object_mut(), more) {
        facts.extend(more);
    }
    facts
}

/// What a caller can tell apart, without ids and moments.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let is_moment = text.ends_with('Z') && text.contains('T') && text.len() == 27;
            let part = |part: &str| {
                if part.parse::<Uuid>().is_ok() { "id".to_owned() } else { part.to_owned() }
            };
            let parts: Vec<String> = text.split('/').map(part).collect();
            if is_moment { json!("moment") } else { json!(parts.join("/")) }
        }
        Value::Array(list) => list.iter().map(plain).collect(),
        Value::Object(map) => {
            let mut map: Map<String, Value> = map.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
            // The order of ids of one millisecond is chance.
            if let Some(Value::Array(sides)) = map.get_mut("enterprises") {
                sides.sort_by_key(Value::to_string);
            }
            if let Some(next) = map.get_mut("next") {
                *next = json!("next");
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

fn seen(answer: &Answer) -> Value {
    let names: BTreeSet<&str> = answer.headers.keys().map(|name| name.as_str()).collect();
    let header = |name: &str| answer.header(name).map(|value| plain(&json!(value)));
    let mut headers = ["etag", "location", "content-type"].map(header);
    // The tag of a pair names the revisions of its two in the order of their ids.
    if let Some(Some(Value::String(tag))) = headers.first_mut() {
        let mut parts: Vec<&str> = tag.trim_matches('"').split('-').collect();
        parts.sort_unstable();
        *tag = parts.join("-");
    }
    let body = if answer.body.is_empty() { Value::Null } else { plain(&answer.json()) };
    // Ids and moments are always as long.
    json!([answer.status.as_u16(), names, headers, body, answer.body.len()])
}

/// One of two applications that do the same, but that the guesses are right in one.
struct Side {
    app: App,
    officer: Client,
    guesser: Client,
    partner: Client,
    is_right: bool,
    heard: Vec<Value>,
    /// What the officer has looked up for the test: logged, and none of the guesser's doing.
    by_officer: usize,
}

impl Side {
    async fn of(app: App, is_right: bool) -> Self {
        let partner = open(&app, "partner", vec![grant(Role::ServiceClient, district("555"))]).await;
        Self { officer: app.officer().await, guesser: app.convenor().await, partner, is_right, heard: Vec::new(), by_officer: 0, app }
    }

    fn hear(&mut self, answer: &Answer) {
        self.heard.push(seen(answer));
    }

    fn guess(&self, fields: &[EnterpriseField], n: usize) -> Value {
        stating(fields, n, self.is_right)
    }

    /// Somebody with everything that is masked.
    async fn target(&self, n: usize) -> String {
        let all: Vec<EnterpriseField> = MASKS.iter().map(|mask| mask.field).collect();
        self.register(&unit(&name(n), stating(&all, n, true))).await
    }

    async fn register(&self, facts: &Value) -> String {
        self.officer.post("/v1/enterprises", facts).await.expect(201).id()
    }

    async fn compare(&self) {
        odoi_program::schedule::scan_duplicates(&self.app.store, Duration::MAX).await.expect("compared");
    }

    async fn patch(&mut self, client: &Client, id: &str, body: &Value) {
        let answer = client.patch(&format!("/v1/enterprises/{id}"), "*", body).await;
        self.hear(&answer);
    }

    /// Whatever is told of enterprises anywhere.
    async fn look(&mut self, ids: &[&str]) {
        self.compare().await;
        for id in ids {
            let one = format!("/v1/enterprises/{id}");
            let pairs = format!("/v1/duplicate-candidates?enterprise_id={id}");
            for path in [
                one.clone(),
                format!("{one}/provenance"),
                format!("{one}/duplicates"),
                format!("{pairs}&count=true"),
                format!("{pairs}&sort=-updated_at&limit=1"),
                format!("{pairs}&state=open"),
            ] {
                let answer = self.guesser.get(&path).await;
                self.hear(&answer);
            }
        }
    }

    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let answer = self.guesser.request(Method::POST, path).if_match("*").json(body).send().await;
        self.hear(&answer);
        answer
    }

    async fn update(&mut self, fields: &[EnterpriseField], n: usize) {
        let (guesser, partner) = (self.guesser.clone(), self.partner.clone());
        let id = self.target(n).await;
        let body = self.guess(fields, n);
        self.patch(&guesser, &id, &body).await;
        self.look(&[&id]).await;
        let protected = json!({ "fields": fields.iter().map(|field| field.text()).collect::<Vec<_>>() });
        let path = format!("/v1/enterprises/{id}");
        self.officer.step(&path, "protect", &protected).await.expect(200);
        self.patch(&partner, &id, &body).await;
        self.look(&[&id]).await;
    }

    /// A pair in the open of which one is given a number.
    async fn pair(&mut self, n: usize) -> (String, String) {
        let one = self.target(n).await;
        let other = self.register(&given::unit(&format!("{}s", name(n)))).await;
        self.compare().await;
        let found = self.guesser.get(&format!("/v1/duplicate-candidates?enterprise_id={one}")).await;
        let found = found.expect(200).json()["items"].clone();
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
        (other, format!("/v1/duplicate-candidates/{}", found[0]["id"].as_str().unwrap()))
    }

    /// What is told of a pair after one has been given a number; and of the pair that the number makes.
    async fn reach(&mut self, n: usize, (other, pair): &(String, String)) {
        let guesser = self.guesser.clone();
        let body = self.guess(&[EnterpriseField::Mobile], n);
        self.patch(&guesser, other, &body).await;
        self.look(&[other]).await;
        let answer = guesser.get(pair).await;
        self.hear(&answer);
        let masked = format!("/v1/duplicate-candidates?enterprise_id={other}&purpose=contact");
        let before = logged(&self.app).await;
        let masked = self.officer.get(&masked).await.expect(200).json()["items"].clone();
        self.by_officer += logged(&self.app).await - before;
        assert_eq!(masked.as_array().map(Vec::len), Some(usize::from(self.is_right)), "{masked}");
        let hidden = format!("/v1/duplicate-candidates/{}", masked[0]["id"].as_str().unwrap_or(given::NOBODY));
        let answer = guesser.get(&hidden).await;
        self.hear(&answer);
        for step in ["dismiss", "reopen"] {
            let body = if step == "dismiss" { json!({ "reason": "Two." }) } else { json!({}) };
            self.post(&format!("{hidden}/{step}"), &body).await;
        }
    }

    /// Tries what a row is about.
    async fn ask(&mut self, row: &Question, fact: PersonalField, n: usize) {
        let (fields, guesser) = (fields(fact), self.guesser.clone());
        match row.operation {
            "create_enterprise" => {
                let id = self.target(n).await;
                let made = self.post("/v1/enterprises", &unit(&another(n), self.guess(&fields, n))).await;
                self.look(&[&id, &made.id()]).await;
            }
            "update_enterprise" | "get_provenance" => {
                for (more, field) in fields.iter().enumerate() {
                    self.update(&[*field], n + more).await;
                }
                if fields.len() > 1 {
                    self.update(&fields, n + fields.len()).await;
                }
            }
            "try_enterprise_duplicates" => {
                self.target(n).await;
                for field in &fields {
                    let body = unit(&another(n), self.guess(&[*field], n));
                    self.post("/v1/enterprises/duplicates", &body).await;
                    // For another purpose than those for which the fact is seen.
                    for purpose in ["scheme_eligibility", "audit"] {
                        self.post(&format!("/v1/enterprises/duplicates?purpose={purpose}"), &body).await;
                    }
                    if fact == PersonalField::Pan {
                        self.post("/v1/enterprises/duplicates?purpose=contact", &body).await;
                    }
                }
            }
            "list_enterprise_duplicates" | "list_duplicate_candidates" => {
                let id = self.target(n).await;
                let other = self.register(&unit(&another(n), self.guess(&fields, n))).await;
                self.look(&[&id, &other]).await;
            }
            "get_duplicate_candidate" => {
                let pair = self.pair(n).await;
                self.reach(n, &pair).await;
            }
            "dismiss_duplicate_candidate" | "reopen_duplicate_candidate" => {
                let pair = self.pair(n).await;
                self.post(&format!("{}/dismiss", pair.1), &json!({ "reason": "Two sisters." })).await;
                self.reach(n, &pair).await;
                self.post(&format!("{}/reopen", pair.1), &json!({})).await;
            }
            "undo_merge" => {
                let id = self.target(n).await;
                let into = self.register(&given::unit(&another(n))).await;
                let merge = json!({ "into": into, "into_revision": 1 });
                let merged = self.post(&format!("/v1/enterprises/{id}/merge"), &merge).await.id();
                let body = self.guess(&fields, n);
                self.patch(&guesser, &into, &body).await;
                self.post(&format!("/v1/merges/{merged}/undo"), &json!({})).await;
                self.look(&[&id, &into]).await;
            }
            "erase_personal_data" => {
                let id = self.target(n).await;
                let name = json!({ "name": { "en": tried(fields[0], n, self.is_right) } });
                self.post(&format!("/v1/enterprises/{id}/erase-personal-data"), &name).await;
            }
            "list_enterprises" | "search" => {
                self.target(n).await;
                let resource = row.operation.trim_start_matches("list_");
                for field in &fields {
                    let value = match tried(*field, n, self.is_right) {
                        Value::Array(list) => list[0].clone(),
                        value => value,
                    };
                    let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let path = format!("/v1/{resource}?count=true&q={}", words.replace(' ', "+"));
                    let answer = guesser.get(&path).await.expect(200);
                    assert_eq!(answer.json()["items"], json!([]), "{path}");
                    self.hear(&answer);
                }
            }
            other => panic!("nobody tries {other}"),
        }
    }

    /// Tries a number that may be another's: it is told that it is, not whose, and that is logged.
    async fn take(&mut self, row: &Question, n: usize) {
        let (id, pan) = (self.target(n).await, self.guess(&[EnterpriseField::Pan], n));
        let other = self.register(&given::unit(&another(n))).await;
        let mut shown = id.clone();
        let asked = |path: &str, method| self.guesser.request(method, path).if_match("*").header("x-request-id", &format!("take-{n}"));
        let answer = match row.operation {
            "create_enterprise" => asked("/v1/enterprises", Method::POST).json(&unit(&another(n), pan)).send().await,
            "update_enterprise" => asked(&format!("/v1/enterprises/{other}"), Method::PATCH).merge_patch(&pan).send().await,
            "undo_merge" => {
                let merge = json!({ "into": other, "into_revision": 1 });
                let path = format!("/v1/enterprises/{id}");
                let merged = self.officer.step(&path, "merge", &merge).await.expect(201).id();
                let nothing = json!({ "pan": pan["pan"], "gstin": null, "further_gstins": null });
                self.officer.patch(&format!("/v1/enterprises/{other}"), "*", &nothing).await.expect(200);
                shown.clone_from(&other);
                asked(&format!("/v1/merges/{merged}/undo"), Method::POST).json(&json!({})).send().await
            }
            other => panic!("nobody tries {other}"),
        };
        let auditor = self.app.client("auditor").await;
        let rows = log(&auditor, "/v1/disclosures?sort=-created_at&limit=1").await;
        let entry = rows.first().filter(|row| row["request_id"] == json!(format!("take-{n}")));
        if self.is_right {
            let refused = answer.problem("duplicate", 409).json();
            assert_eq!((&refused["errors"][0]["code"], refused.get("enterprise_id")), (&json!("taken"), None));
            let entry = entry.unwrap_or_else(|| panic!("{} is not logged", row.operation));
            assert_eq!(
                (&entry["told"], &entry["operation"], &entry["roles"]),
                (&json!("taken"), &json!(row.operation), &json!(["kdisc_dpe"]))
            );
            assert_eq!(entry["shown"], json!([{ "enterprise_id": shown, "fields": ["pan"] }]));
        } else {
            assert!(answer.status.is_success(), "{answer:?}");
            assert_eq!(entry, None);
        }
    }
}

http_tests![what_is_right_is_answered_as_what_is_wrong_to_whoever_may_not_see_it];

async fn what_is_right_is_answered_as_what_is_wrong_to_whoever_may_not_see_it(app: App) {
    let other = App::start(app.site.engine).await;
    let mut sides = [Side::of(app, true).await, Side::of(other, false).await];
    let (mut n, mut asked) = (0, 0);
    for row in QUESTIONS {
        for fact in row.facts {
            for side in &mut sides {
                side.heard.clear();
                side.by_officer = 0;
                if row.answers == Answers::Taken {
                    side.take(row, n).await;
                    continue;
                }
                let before = logged(&side.app).await;
                side.ask(row, *fact, n).await;
                side.heard.push(json!(logged(&side.app).await - before - side.by_officer));
            }
            let [right, wrong] = &sides;
            for (one, other) in right.heard.iter().zip(&wrong.heard) {
                assert_eq!(one, other, "{} tells of {fact}", row.operation);
            }
            assert_eq!(right.heard.len(), wrong.heard.len(), "{}", row.operation);
            (n, asked) = (n + fields(*fact).len() + 1, asked + right.heard.len());
        }
    }
    assert!(asked > 200, "{asked} answers");
}
