//! What somebody must not learn of is not there for them, whatever they want of it: where a thing is 404, every
//! operation on it is, in the same words (rule R10.1).

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http::identity::authorization::{bare, everybody};
use crate::http::identity::authorization_table::{Fixture, INSIDE, Operation, call, operations};
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use actix_web::http::Method;
use serde_json::{Value, json};

/// The part of a path that names the thing itself.
fn base(path: &str) -> Option<&str> {
    let (before, _) = path.split_once("/{id}")?;
    Some(before)
}

/// What somebody is told of a thing by every operation on it, where reading it says that there is none.
async fn told(who: &Client, name: &str, all: &[Operation], thing: &(&str, &str), fixture: &Fixture) -> (usize, Vec<String>) {
    let (plural, id) = thing;
    let read = format!("/v1/{plural}/{{id}}");
    let reads = all.iter().find(|one| one.method == Method::GET && one.path == read);
    let reads = reads.unwrap_or_else(|| panic!("nothing reads {plural}"));
    let missing = call(who, reads, id, &Value::Null).await;
    if missing.status != 404 {
        return (0, Vec::new());
    }
    let (status, document, _) = bare(&missing);
    let (mut tried, mut wrong) = (0, Vec::new());
    for other in all.iter().filter(|one| base(&one.path) == base(&read)) {
        let row = fixture.row(&other.id, 7).unwrap_or_else(|| panic!("{} has no row", other.id));
        let body = row.bodies.first().unwrap_or(&Value::Null);
        let answer = call(who, other, id, body).await;
        let (got, told, _) = bare(&answer);
        tried += 1;
        if (got, &told) != (status, &document) {
            wrong.push(format!("{} of {plural}/{id} by {name}: {got} {told}", other.id));
        }
    }
    (tried, wrong)
}

http_tests![where_reading_a_thing_is_404_so_is_every_operation_on_it, a_review_that_is_not_for_somebody_is_there_for_no_step_of_theirs];

async fn where_reading_a_thing_is_404_so_is_every_operation_on_it(app: App) {
    let fixture = Fixture::of(&app).await;
    let people = everybody(&app, &fixture).await;
    let officer = app.officer().await;
    let draft = officer.post("/v1/calls", &given::call(&[INSIDE])).await.expect(201).id();
    let f = &fixture;
    let things = [
        ("places", &f.place),
        ("enterprises", &f.enterprise),
        ("institutions", &f.institution),
        ("facilities", &f.facility),
        ("clusters", &f.cluster),
        ("schemes", &f.scheme),
        ("proposals", &f.proposal),
        ("calls", &f.call),
        ("documents", &f.document),
        ("awards", &f.award),
        ("seats", &f.seat),
        ("reviews", &f.review),
        ("meetings", &f.meetings[0]),
        ("meetings", &f.meetings[1]),
        ("merges", &f.merge),
        ("linkages", &f.linkages[0]),
        ("linkages", &f.linkages[1]),
        ("linkage-evidence", &f.linkage_evidence),
        ("memberships", &f.membership),
        ("expressions-of-interest", &f.statements[0]),
        ("cooperation-evidence", &f.statements[1]),
        ("assessments", &f.statements[2]),
        ("rule-sets", &f.rule_set),
        ("disclosures", &f.disclosure),
        ("duplicate-candidates", &f.candidate),
    ];
    let mut things: Vec<(&str, &str)> = things.iter().map(|(plural, target)| (*plural, target.id.as_str())).collect();
    things.push(("calls", &draft));
    let all = operations();
    let read = all.iter().filter(|one| one.method == Method::GET && one.path.ends_with("/{id}") && !one.path.contains("-chains/"));
    for one in read {
        let plural = base(&one.path).expect("an id").trim_start_matches("/v1/");
        assert!(things.iter().any(|(known, _)| *known == plural), "nothing is tried of {plural}");
    }
    let (mut tried, mut wrong) = (0, Vec::new());
    for who in &people {
        for thing in &things {
            let (n, found) = told(&who.client, &who.name, &all, thing, &fixture).await;
            tried += n;
            wrong.extend(found);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(tried > 1_000, "only {tried} tried");
}

async fn a_review_that_is_not_for_somebody_is_there_for_no_step_of_theirs(app: App) {
    let panel = Panel::of(&app).await;
    let draft = panel.begin("dic-gm.ernakulam", &[1]).await.expect(201).id();
    let submitted = panel.review("mentor.ernakulam", &[7, 7]).await;
    // One of somebody who is in conflict since.
    let averted = panel.begin("energy.ernakulam", &[5, 5]).await.expect(201).id();
    app.client("energy.ernakulam").await.step(&panel.path, "conflicts", &json!({ "reason": "My brother's mill." })).await.expect(201);
    let all = operations();
    let of_reviews: Vec<_> = all.iter().filter(|one| one.path.starts_with("/v1/reviews/{id}")).collect();
    let mut hidden = 0;
    for name in [
        "officer",
        "auditor",
        "convenor.ernakulam",
        "dic-gm.ernakulam",
        "mentor.ernakulam",
        "energy.ernakulam",
        "academic.ernakulam",
        "cluster.kalady",
        "convenor.kollam",
    ] {
        let who = app.client(name).await;
        for id in [&draft, &submitted, &averted] {
            let read = who.get(&format!("/v1/reviews/{id}")).await;
            if read.status != 404 {
                continue;
            }
            hidden += 1;
            for one in &of_reviews {
                let answer = call(&who, one, id, &json!({ "remark": "x" })).await;
                let none = call(&who, one, given::NOBODY, &json!({ "remark": "x" })).await;
                assert_eq!(bare(&answer), bare(&none), "{} by {name}: as of one that there is not", one.id);
                assert_eq!(bare(&answer).1, bare(&read).1, "{} by {name}", one.id);
            }
        }
    }
    assert!(hidden >= 18, "{hidden}");
    // Their own are there.
    app.client("dic-gm.ernakulam").await.patch(&format!("/v1/reviews/{draft}"), "\"1\"", &json!({ "remark": "x" })).await.expect(200);
}
