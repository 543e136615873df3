//! Personal data is masked unless role, purpose and scope allow it, and every unmasked read is logged
//! before it is answered (rule R2.7).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::harness::site::Engine;
use crate::http::given;
use crate::http::identity::people::{account, district, grant, open, open_all};
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::{Grant, Role, Scope, ScopeKind};
use odoi_domain::policy::privacy::{DISCLOSURE_RULES, PersonalField, Purpose};
use odoi_domain::policy::{RULES, Within};
use odoi_persistence::Damage;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A unit of one woman, with everything that is personal; `n` tells two apart.
pub fn person(n: u32, place: &str) -> Value {
    let mut facts = given::with(given::unit(&format!("Tailoring by the river {n}")), "/kind", json!("kudumbashree_individual"));
    for (name, value) in [
        ("district", json!(place)),
        ("ownership", json!("proprietorship")),
        ("owner_name", json!("Kochurani Zachariah")),
        ("mobile", json!(format!("984709847{n}"))),
        ("email", json!("kochurani@example.org")),
        ("pan", json!(format!("ABCPK432{n}L"))),
        ("caste_category", json!("obc")),
        ("has_disability", json!(false)),
    ] {
        facts[name] = value;
    }
    facts
}

/// What stands in a view for each personal fact: the whole value, and what everybody else sees.
fn forms(n: u32) -> [(PersonalField, &'static str, Value, Option<Value>); 6] {
    use PersonalField::{CasteCategory, Email, HasDisability, Mobile, OwnerName, Pan};
    [
        (OwnerName, "owner_name", json!("Kochurani Zachariah"), Some(json!("K*** Z***"))),
        (Mobile, "mobile", json!(format!("+91984709847{n}")), Some(json!(format!("+91XXXXXXX47{n}")))),
        (Email, "email", json!("kochurani@example.org"), None),
        (Pan, "pan", json!(format!("ABCPK432{n}L")), Some(json!("XXXXXXXXXX"))),
        (CasteCategory, "caste_category", json!("obc"), None),
        (HasDisability, "has_disability", json!(false), None),
    ]
}

/// Demands that exactly these facts are shown in full.
#[track_caller]
pub fn shows(view: &Value, n: u32, shown: &[PersonalField], who: &str) {
    for (field, name, whole, mask) in forms(n) {
        let wanted = if shown.contains(&field) { Some(&whole) } else { mask.as_ref() };
        assert_eq!(view.get(name), wanted, "{who}: {name} of {view}");
    }
    let masked: Vec<&str> = PersonalField::ALL.iter().filter(|field| !shown.contains(field)).map(|field| field.text()).collect();
    let said = view.get("masked").cloned().unwrap_or_else(|| json!([]));
    assert_eq!(said, json!(masked), "{who}");
}

fn path(id: &str) -> String {
    format!("/v1/enterprises/{id}")
}

pub async fn logged(app: &App) -> usize {
    let rows = app.site.texts("SELECT CAST(count(*) AS text) AS value FROM disclosures");
    rows[0].parse().expect("a number")
}

/// Every row of the log that somebody sees, the oldest first.
pub async fn log(client: &Client, path: &str) -> Vec<Value> {
    let page = client.get(path).await.expect(200).json();
    page["items"].as_array().expect("rows").clone()
}

async fn ask(client: &Client, path: &str, request: &str) -> Answer {
    let asked = client.request(Method::GET, path);
    asked.header("x-request-id", request).send().await
}

/// A role in a scope: whether it may read a thing of a place, and what it may see of it.
fn may_read(held: &Grant, place: &str, id: &str) -> bool {
    let rule = RULES.iter().find(|rule| rule.action.text() == "enterprise.read").expect("a rule");
    let inside = held.scope == Scope::State || [place, id].contains(&held.scope.target().as_str());
    rule.allowances.iter().any(|a| a.within == Within::Scope && a.roles.contains(&held.role) && inside)
}

/// What the table says, read row by row and by nobody else's code; `None` where the purpose is not the role's.
fn table(role: Role, purpose: Purpose) -> Option<&'static [PersonalField]> {
    DISCLOSURE_RULES.iter().find(|rule| rule.purpose == purpose && rule.roles.contains(&role)).map(|rule| rule.fields)
}

/// Every role in every kind of scope that holds the first place or enterprise.
fn everybody(id: &str) -> Vec<(String, Grant)> {
    let mut people = Vec::new();
    for role in Role::ALL {
        for kind in role.scopes() {
            let target = match kind {
                ScopeKind::State => "",
                ScopeKind::District => "555",
                ScopeKind::Cluster | ScopeKind::Institution => given::NOBODY,
                ScopeKind::Enterprise => id,
            };
            let scope = Scope::read(*kind, target).expect("a scope");
            people.push((format!("{role}.{kind}"), grant(*role, scope)));
        }
    }
    people
}

http_tests![
    every_role_sees_for_each_purpose_what_the_table_says_and_the_log_has_it,
    the_gst_number_of_a_person_is_shown_with_the_pan_and_not_without,
    no_copy_of_what_is_unmasked_is_kept_and_its_tag_says_nothing,
    a_partner_system_walks_the_list_and_each_page_is_one_entry_of_the_log,
    a_list_over_two_places_shows_what_each_role_may_where_it_is_held,
    what_cannot_be_logged_is_not_shown,
    a_purpose_that_cannot_be_read_is_told,
    the_log_is_narrowed_by_who_whom_what_for_and_when,
    the_person_hears_who_looked_and_others_do_not,
    erasure_leaves_the_log_true_and_the_person_out_of_it,
    a_disclosure_is_held_against_the_audit_trail,
    who_has_lost_the_role_sees_no_more
];

async fn every_role_sees_for_each_purpose_what_the_table_says_and_the_log_has_it(app: App) {
    let officer = app.officer().await;
    let mut things = Vec::new();
    for (n, place) in [(1, "555"), (2, "559")] {
        things.push((n, place, officer.post("/v1/enterprises", &person(n, place)).await.expect(201).id()));
    }
    let people = everybody(&things[0].2);
    open_all(&app, people.iter().map(|(name, held)| (name.clone(), vec![held.clone()])).collect()).await;
    let (mut expected, mut n) = (BTreeMap::new(), 0);
    for (name, held) in &people {
        let client = crate::http::identity::people::in_session(&app, name).await;
        let by = account(&app, name).await.to_string();
        for (number, place, id) in &things {
            let inside = held.scope == Scope::State || [*place, id.as_str()].contains(&held.scope.target().as_str());
            for purpose in std::iter::once(None).chain(Purpose::ALL.iter().copied().map(Some)) {
                n += 1;
                let (request, before) = (format!("ask-{n}"), logged(&app).await);
                let asked = purpose.map(|p| format!("?purpose={p}")).unwrap_or_default();
                let answer = ask(&client, &format!("{}{asked}", path(id)), &request).await;
                assert_eq!(answer.header("cache-control"), Some("no-store"));
                let who = format!("{name} at {place} for {asked}");
                let rule = purpose.map(|purpose| table(held.role, purpose));
                if !may_read(held, place, id) {
                    answer.problem("not-found", 404);
                } else if rule == Some(None) {
                    answer.problem("forbidden", 403).violates("purpose", "purpose_of_others");
                } else {
                    let shown: &[PersonalField] = if inside { rule.flatten().unwrap_or(&[]) } else { &[] };
                    shows(&answer.expect(200).json(), *number, shown, &who);
                    if let (Some(purpose), false) = (purpose, shown.is_empty()) {
                        let fields: Vec<&str> = PersonalField::ALL.iter().filter(|f| shown.contains(f)).map(|f| f.text()).collect();
                        expected.insert(
                            request,
                            json!([by, [held.role], purpose, "get_enterprise", [{ "enterprise_id": id, "fields": fields }]]),
                        );
                        assert_eq!(logged(&app).await, before + 1, "{who}");
                        continue;
                    }
                }
                assert_eq!(logged(&app).await, before, "{who}: nothing was shown");
            }
        }
    }
    assert!(n > 250 && expected.len() > 30, "{n} asked, {} shown", expected.len());
    let auditor = app.client("auditor").await;
    let rows = log(&auditor, "/v1/disclosures?limit=200&sort=-created_at").await;
    let found: BTreeMap<String, Value> = rows
        .iter()
        .filter(|row| row["request_id"].as_str().unwrap().starts_with("ask-"))
        .map(|row| {
            let what = json!([row["account_id"], row["roles"], row["purpose"], row["operation"], row["shown"]]);
            (row["request_id"].as_str().unwrap().to_owned(), what)
        })
        .collect();
    assert_eq!(found, expected);
    // The trail names facts and no value, and verifies.
    let trail = app.site.texts("SELECT CAST(facts AS text) AS value FROM audit WHERE kind = 'disclosure'").join("\n");
    assert!(trail.contains("owner_name") && !trail.contains("Kochurani") && !trail.contains("98470"), "{trail}");
}

async fn the_gst_number_of_a_person_is_shown_with_the_pan_and_not_without(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let facts = given::with(person(1, "555"), "/gstin", json!("32ABCPK4321L2ZY"));
    let path = path(&dic.post("/v1/enterprises", &facts).await.expect(201).id());
    for (purpose, gstin) in [("contact", "32XXXXXXXXXXXXX"), ("identity_verification", "32ABCPK4321L2ZY")] {
        assert_eq!(dic.get(&format!("{path}?purpose={purpose}")).await.expect(200).json()["gstin"], json!(gstin));
    }
}

async fn no_copy_of_what_is_unmasked_is_kept_and_its_tag_says_nothing(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let path = path(&dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id());
    let masked = dic.get(&path).await.expect(200);
    let open = dic.get(&format!("{path}?purpose=contact")).await.expect(200);
    assert_ne!(open.etag(), masked.etag());
    assert_eq!((open.header("cache-control"), open.etag()), (Some("no-store"), "\"1-disclosed\"".to_owned()));
    // Which facts were shown does not show in the tag either.
    assert_eq!(dic.get(&format!("{path}?purpose=scheme_eligibility")).await.expect(200).etag(), open.etag());
    let before = logged(&app).await;
    for tag in ["*", open.etag().as_str(), masked.etag().as_str()] {
        let again = dic.request(Method::GET, &format!("{path}?purpose=contact")).header("if-none-match", tag).send().await.expect(200);
        assert_eq!(again.json()["email"], "kochurani@example.org");
    }
    assert_eq!(logged(&app).await, before + 3);
    // The masked form is never taken for the other, and a change may stand on either.
    dic.request(Method::GET, &path).header("if-none-match", &open.etag()).send().await.expect(200);
    let asked = dic.request(Method::GET, &format!("{path}?purpose=contact")).key("read-once").send().await.expect(200);
    assert!(asked.header("idempotency-replayed").is_none());
    assert_eq!(app.site.texts("SELECT key AS value FROM idempotency WHERE key = 'read-once'"), Vec::<String>::new());
    let changed = dic.patch(&path, &open.etag(), &json!({ "workers": 2 })).await.expect(200).json();
    assert_eq!(changed["mobile"], "+91XXXXXXX471");
}

async fn a_partner_system_walks_the_list_and_each_page_is_one_entry_of_the_log(app: App) {
    let officer = app.officer().await;
    for (n, place) in [(1, "555"), (2, "559"), (3, "555")] {
        officer.post("/v1/enterprises", &person(n, place)).await.expect(201);
    }
    let partner = app.client("kudumbashree.sync").await;
    let before = logged(&app).await;
    assert_eq!(partner.get("/v1/enterprises?q=tailoring+river").await.expect(200).json()["items"][0]["mobile"], "+91XXXXXXX471");
    assert_eq!(logged(&app).await, before);
    let first = ask(&partner, "/v1/enterprises?q=tailoring+river&limit=2&purpose=synchronisation", "page-1").await.expect(200);
    let (page, link) = (first.json(), first.header("link").unwrap().to_owned());
    assert!(link.contains("purpose=synchronisation"), "{link}");
    for (row, n) in page["items"].as_array().unwrap().iter().zip([1, 2]) {
        shows(row, n, &[PersonalField::OwnerName, PersonalField::Mobile], "the partner");
    }
    let next = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    let last = ask(&partner, &next, "page-2").await.expect(200).json();
    assert_eq!((last["items"].as_array().unwrap().len(), &last["items"][0]["mobile"]), (1, &json!("+919847098473")));
    let cursor = page["next"].as_str().unwrap();
    partner
        .get(&format!("/v1/enterprises?q=tailoring+river&limit=2&cursor={cursor}"))
        .await
        .problem("malformed", 400)
        .violates("cursor", "cursor");
    assert_eq!(logged(&app).await, before + 2);
    let auditor = app.client("auditor").await;
    let rows = log(&auditor, "/v1/disclosures?purpose=synchronisation&sort=-created_at&limit=2").await;
    assert_eq!(
        (&rows[0]["request_id"], &rows[1]["request_id"], &rows[1]["operation"]),
        (&json!("page-2"), &json!("page-1"), &json!("list_enterprises"))
    );
    assert_eq!(
        rows[1]["shown"],
        json!(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| json!({ "enterprise_id": row["id"], "fields": ["owner_name", "mobile"] }))
                .collect::<Vec<_>>()
        )
    );
    // An empty page shows nobody, and so is not logged.
    partner.get("/v1/enterprises?q=nobodyiscalledso&purpose=synchronisation").await.expect(200);
    partner.get("/v1/enterprises?purpose=audit").await.problem("forbidden", 403).violates("purpose", "purpose_of_others");
    assert_eq!(logged(&app).await, before + 2);
}

async fn a_list_over_two_places_shows_what_each_role_may_where_it_is_held(app: App) {
    let officer = app.officer().await;
    let (mut here, mut there) = (String::new(), String::new());
    for (n, place, id) in [(1, "555", &mut here), (2, "559", &mut there)] {
        *id = officer.post("/v1/enterprises", &person(n, place)).await.expect(201).id();
    }
    let both = open(&app, "both", vec![grant(Role::DicGm, district("555")), grant(Role::Auditor, district("559"))]).await;
    let of = async |purpose: &str| {
        both.get(&format!("/v1/enterprises?q=tailoring+river&purpose={purpose}")).await.expect(200).json()["items"].clone()
    };
    let contact = of("contact").await;
    shows(&contact[0], 1, &[PersonalField::OwnerName, PersonalField::Mobile, PersonalField::Email], "here");
    shows(&contact[1], 2, &[], "there");
    let audit = of("audit").await;
    shows(&audit[0], 1, &[], "here");
    shows(&audit[1], 2, PersonalField::ALL, "there");
    let watcher = open(&app, "watcher", vec![grant(Role::Auditor, district("559"))]).await;
    let rows = log(&watcher, "/v1/disclosures?sort=-created_at").await;
    assert_eq!((&rows[0]["purpose"], &rows[0]["roles"]), (&json!("audit"), &json!(["auditor"])));
    assert!(rows.iter().all(|row| row["shown"].as_array().unwrap().iter().all(|one| one["enterprise_id"] == json!(there))), "{rows:?}");
    // A page that shows both is one entry; who watches over one district hears of that one's.
    officer.get("/v1/enterprises?q=tailoring+river&purpose=contact").await.expect(200);
    let all = log(&app.client("auditor").await, "/v1/disclosures?sort=-created_at&limit=1").await;
    let part = log(&watcher, "/v1/disclosures?sort=-created_at&limit=1").await;
    assert_eq!((&all[0]["id"], all[0]["shown"].as_array().unwrap().len()), (&part[0]["id"], 2));
    assert_eq!(part[0]["shown"].as_array().unwrap().len(), 1);
    let one = format!("/v1/disclosures/{}", part[0]["id"].as_str().unwrap());
    assert_eq!(watcher.get(&one).await.expect(200).json(), part[0]);
    let elsewhere = open(&app, "elsewhere", vec![grant(Role::Auditor, district("560"))]).await;
    elsewhere.get(&one).await.problem("not-found", 404);
    assert_eq!(log(&elsewhere, "/v1/disclosures").await, Vec::<Value>::new());
}

async fn what_cannot_be_logged_is_not_shown(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let path = path(&dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id());
    app.site.sql("ALTER TABLE disclosed_enterprises RENAME TO disclosed_elsewhere");
    for asked in [format!("{path}?purpose=contact"), "/v1/enterprises?q=tailoring+river&purpose=contact".to_owned()] {
        let answer = dic.get(&asked).await.problem("internal", 500);
        let text = String::from_utf8(answer.body.clone()).unwrap();
        assert!(!text.contains("Kochurani") && answer.header("etag").is_none(), "{text}");
    }
    dic.get(&path).await.expect(200);
    app.site.sql("ALTER TABLE disclosed_elsewhere RENAME TO disclosed_enterprises");
    let answer = dic.get(&format!("{path}?purpose=contact")).await.expect(200);
    assert_eq!(answer.json()["owner_name"], "Kochurani Zachariah");
}

async fn a_purpose_that_cannot_be_read_is_told(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let path = path(&dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id());
    for (asked, name, code) in [
        ("purpose=curiosity", "purpose", "enum"),
        ("purpose=", "purpose", "enum"),
        ("purpose=Contact", "purpose", "enum"),
        ("purpose=contact,audit", "purpose", "enum"),
        ("purpose=contact&purpose=contact", "purpose", "repeated_parameter"),
        ("purpose=contact&as_of=2026-02-30", "as_of", "date"),
        ("purpose=contact&why=x", "why", "unknown_parameter"),
    ] {
        dic.get(&format!("{path}?{asked}")).await.problem("malformed", 400).violates(name, code);
        if name == "purpose" {
            dic.get(&format!("/v1/enterprises?{asked}")).await.problem("malformed", 400).violates(name, code);
        }
    }
    dic.get("/v1/institutions?purpose=contact").await.problem("malformed", 400).violates("purpose", "unknown_parameter");
    dic.get(&format!("{path}/provenance?purpose=contact")).await.problem("malformed", 400).violates("purpose", "unknown_parameter");
    for path in [format!("/v1/enterprises/{}?purpose=contact", given::NOBODY), format!("/v1/enterprises/{}?purpose=audit", given::NOBODY)] {
        dic.get(&path).await.problem("not-found", 404);
    }
    let auditor = app.client("auditor").await;
    for (asked, name, code) in [
        ("from=2026-02-30", "from", "date"),
        ("purpose=x", "purpose", "enum"),
        ("account_id=7", "account_id", "uuid"),
        ("sort=name", "sort", "sort"),
    ] {
        auditor.get(&format!("/v1/disclosures?{asked}")).await.problem("malformed", 400).violates(name, code);
    }
}

async fn the_log_is_narrowed_by_who_whom_what_for_and_when(app: App) {
    let (dic, officer) = (app.client("dic-gm.ernakulam").await, app.officer().await);
    let one = dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id();
    let two = dic.post("/v1/enterprises", &person(2, "555")).await.expect(201).id();
    ask(&dic, &format!("{}?purpose=contact", path(&one)), "a").await.expect(200);
    ask(&officer, &format!("{}?purpose=contact", path(&two)), "b").await.expect(200);
    app.advance(86_400);
    let (officer, auditor) = (app.officer().await, app.client("auditor").await);
    ask(&officer, &format!("{}?purpose=identity_verification", path(&one)), "c").await.expect(200);
    let officers = account(&app, "officer").await;
    let of = async |asked: &str| {
        let rows = log(&auditor, &format!("/v1/disclosures?{asked}")).await;
        rows.iter().map(|row| row["request_id"].as_str().unwrap().to_owned()).filter(|id| id.len() == 1).collect::<Vec<_>>().join("")
    };
    assert_eq!(of("").await, "abc");
    assert_eq!(of("sort=-created_at").await, "cba");
    assert_eq!(of(&format!("account_id={officers}")).await, "bc");
    assert_eq!(of(&format!("enterprise_id={one}")).await, "ac");
    assert_eq!(of(&format!("enterprise_id={one},{two}&purpose=contact")).await, "ab");
    assert_eq!(
        (of("until=2026-11-21").await, of("from=2026-11-22").await, of("from=2026-11-21&until=2026-11-21").await),
        ("ab".to_owned(), "c".to_owned(), "ab".to_owned())
    );
    assert_eq!(of("from=2026-11-23").await, "");
    let page = auditor.get(&format!("/v1/disclosures?enterprise_id={one}&limit=1&count=true")).await.expect(200).json();
    assert_eq!(page["total"], 2);
    let next = format!("/v1/disclosures?enterprise_id={one}&limit=1&cursor={}", page["next"].as_str().unwrap());
    assert_eq!(auditor.get(&next).await.expect(200).json()["items"][0]["request_id"], "c");
}

async fn the_person_hears_who_looked_and_others_do_not(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let one = dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id();
    let two = dic.post("/v1/enterprises", &person(2, "555")).await.expect(201).id();
    let list = format!("{}/disclosures", path(&one));
    ask(&dic, &format!("{}?purpose=contact", path(&one)), "looked").await.expect(200);
    app.client("kudumbashree.sync").await.get("/v1/enterprises?q=tailoring+river&purpose=synchronisation").await.expect(200);
    let owner = open(&app, "owner", vec![grant(Role::EnterpriseRepresentative, Scope::Enterprise(one.parse().unwrap()))]).await;
    for client in [&owner, &dic, &app.officer().await, &app.client("auditor").await, &app.client("administrator").await] {
        let rows = log(client, &list).await;
        assert_eq!((rows.len(), &rows[0]["request_id"], &rows[1]["purpose"]), (2, &json!("looked"), &json!("synchronisation")));
        // Of a page that showed many, only the own.
        assert_eq!(rows[1]["shown"], json!([{ "enterprise_id": one, "fields": ["owner_name", "mobile"] }]));
    }
    owner.get("/v1/disclosures").await.problem("forbidden", 403);
    dic.get("/v1/disclosures").await.problem("forbidden", 403);
    app.convenor().await.get(&list).await.problem("forbidden", 403);
    app.client("kudumbashree.sync").await.get(&list).await.problem("forbidden", 403);
    app.client("convenor.kollam").await.get(&list).await.problem("not-found", 404);
    owner.get(&format!("{}/disclosures", path(&two))).await.problem("not-found", 404);
    owner.get(&format!("{list}?enterprise_id={two}")).await.problem("malformed", 400).violates("enterprise_id", "unknown_parameter");
    assert_eq!(log(&owner, &format!("{list}?purpose=contact&until=2026-11-20")).await, Vec::<Value>::new());
    // What is merged into another takes its history along.
    let merge = json!({ "into": two, "into_revision": 1 });
    let merged = app.officer().await.step(&path(&one), "merge", &merge).await;
    merged.expect(201);
    dic.get(&list).await.expect(308);
    assert_eq!(log(&dic, &format!("{}/disclosures", path(&two))).await.len(), 2);
    assert_eq!(log(&owner, &format!("{}/disclosures", path(&two))).await[0]["request_id"], "looked");
}

async fn erasure_leaves_the_log_true_and_the_person_out_of_it(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let id = dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id();
    dic.get(&format!("{}?purpose=data_subject_request", path(&id))).await.expect(200);
    let before = log(&dic, &format!("{}/disclosures", path(&id))).await;
    assert_eq!(before[0]["shown"][0]["fields"], json!(PersonalField::ALL));
    dic.step(&path(&id), "erase-personal-data", &json!({})).await.expect(200);
    assert_eq!(log(&dic, &format!("{}/disclosures", path(&id))).await, before);
    // There is nothing left to show, and so nothing to log.
    let again = dic.get(&format!("{}?purpose=data_subject_request", path(&id))).await.expect(200).json();
    assert_eq!((again.get("owner_name"), again.get("mobile"), again.get("masked")), (None, None, None));
    assert_eq!(log(&dic, &format!("{}/disclosures", path(&id))).await, before);
    let kept = app.site.texts("SELECT CAST(facts AS text) AS value FROM disclosures").join("\n");
    assert!(kept.contains("caste_category") && !kept.contains("Kochurani") && !kept.contains("98470") && !kept.contains("obc"), "{kept}");
    app.store.seal().await.unwrap();
    assert_eq!(app.store.verify().await.unwrap().broken, []);
}

async fn a_disclosure_is_held_against_the_audit_trail(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let mut ids = Vec::new();
    for n in 1..=2 {
        let id = dic.post("/v1/enterprises", &person(n, "555")).await.expect(201).id();
        dic.get(&format!("{}?purpose=contact", path(&id))).await.expect(200);
        ids.push(log(&dic, &format!("{}/disclosures", path(&id))).await[0]["id"].as_str().unwrap().to_owned());
    }
    app.store.seal().await.unwrap();
    let broken = async || {
        let verdict = app.store.verify().await.unwrap();
        let found = verdict.broken.iter().map(|one| (one.id.unwrap().to_string(), one.why));
        (verdict.disclosures, found.collect::<Vec<_>>())
    };
    let (all, found) = broken().await;
    assert!(all >= 2 && found.is_empty(), "{all} {found:?}");
    app.site.disarm();
    for table in ["disclosures", "disclosed_enterprises"] {
        app.site.sql(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"));
    }
    let first = match app.site.engine {
        Engine::Sqlite => format!("x'{}'", ids[0].replace('-', "")),
        Engine::Postgres => format!("'{}'", ids[0]),
    };
    let (odd, later, replace) = match app.site.engine {
        Engine::Sqlite => (
            "PRAGMA ignore_check_constraints = 1; UPDATE disclosures SET facts = '{'",
            "created_at + 1",
            "replace(facts, 'contact', 'audit')",
        ),
        Engine::Postgres => {
            ("UPDATE disclosures SET facts = '5'", "created_at + interval '1 second'", "replace(facts::text, 'contact', 'audit')::jsonb")
        }
    };
    for (tampering, why) in [
        (
            format!("DELETE FROM disclosed_enterprises WHERE disclosure_id = {first}; DELETE FROM disclosures WHERE id = {first}"),
            Damage::DisclosureMissing,
        ),
        (format!("DELETE FROM disclosed_enterprises WHERE disclosure_id = {first}"), Damage::DisclosureAltered),
        (format!("UPDATE disclosed_enterprises SET district = '559' WHERE disclosure_id = {first}"), Damage::DisclosureAltered),
        (format!("UPDATE disclosures SET account_id = NULL WHERE id = {first}"), Damage::DisclosureAltered),
        (format!("UPDATE disclosures SET purpose = 'audit' WHERE id = {first}"), Damage::DisclosureAltered),
        (format!("UPDATE disclosures SET purpose = 'audit', facts = {replace} WHERE id = {first}"), Damage::DisclosureAltered),
        (format!("UPDATE disclosures SET created_at = {later}, updated_at = {later} WHERE id = {first}"), Damage::DisclosureAltered),
        (format!("{odd} WHERE id = {first}"), Damage::DisclosureAltered),
    ] {
        app.site.sql(&tampering);
        assert_eq!(broken().await, (all - 1, vec![(ids[0].clone(), why)]), "{tampering}");
        app.site.sql("DELETE FROM disclosed_enterprises; DELETE FROM disclosures");
        app.site.sql("INSERT INTO disclosures SELECT * FROM kept_disclosures; INSERT INTO disclosed_enterprises SELECT * FROM kept_disclosed_enterprises");
        assert_eq!(broken().await, (all, vec![]), "mended after {tampering}");
    }
}

async fn who_has_lost_the_role_sees_no_more(app: App) {
    let dic = app.client("dic-gm.ernakulam").await;
    let path = path(&dic.post("/v1/enterprises", &person(1, "555")).await.expect(201).id());
    dic.get(&format!("{path}?purpose=contact")).await.expect(200);
    app.site.sql("DELETE FROM grants WHERE role = 'dic_gm'");
    dic.get(&format!("{path}?purpose=contact")).await.problem("not-found", 404);
}
