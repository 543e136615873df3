//! What lists show, and how visibility moves when things move.

use crate::app::App;
use crate::client::Client;
use crate::http::identity::authorization_table::{Fixture, draft, tie};
use crate::http::identity::people::{district, grant, open};
use crate::http_tests;
use odoi_domain::policy::actor::{Grant, Role, Scope};
use odoi_domain::policy::{RULES, Within};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every row of a list.
async fn all(client: &Client, plural: &str) -> Vec<Value> {
    let (mut rows, mut path) = (Vec::new(), format!("/v1/{plural}?limit=200"));
    loop {
        let page = client.get(&path).await.expect(200).json();
        rows.extend(page["items"].as_array().expect("rows").clone());
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/{plural}?limit=200&cursor={next}"),
            None => return rows,
        }
    }
}

fn id(row: &Value) -> String {
    row["id"].as_str().expect("an id").to_owned()
}

/// District codes and ids that a row stands at, read off its representation.
fn stands(row: &Value) -> Vec<String> {
    let mut found = vec![id(row)];
    for pointer in ["/district", "/districts/0", "/districts/1", "/cluster_id", "/institution_id", "/from/id", "/to/id"] {
        found.extend(row.pointer(pointer).and_then(Value::as_str).map(str::to_owned));
    }
    found
}

/// Whether the table shows the row to a holder of these grants.
fn shown(grants: &[Grant], action: &str, row: &Value) -> bool {
    let rule = RULES.iter().find(|rule| rule.action.text() == action).expect("a rule");
    let held = |roles: &[Role]| grants.iter().filter(|g| roles.contains(&g.role)).cloned().collect::<Vec<_>>();
    rule.allowances.iter().any(|allowance| match allowance.within {
        Within::Anywhere => !held(allowance.roles).is_empty(),
        Within::Scope => held(allowance.roles).iter().any(|g| g.scope == Scope::State || stands(row).contains(&g.scope.target())),
        Within::Public | Within::Own => false,
    })
}

async fn sees(client: &Client, path: &str) {
    client.get(path).await.expect(200);
}

async fn does_not_see(client: &Client, path: &str) {
    client.get(path).await.problem("not-found", 404);
}

async fn lists(client: &Client, plural: &str, id: &str) -> bool {
    all(client, plural).await.iter().any(|row| row["id"] == id)
}

http_tests![
    a_list_shows_exactly_what_the_rules_let_somebody_see,
    a_filter_shows_nothing_that_the_list_hides,
    nobody_creates_outside_their_district,
    nobody_moves_a_thing_to_where_they_do_not_reach,
    a_linkage_cannot_be_turned_away_from_whoever_changes_it,
    an_enterprise_that_moves_takes_the_visibility_of_its_linkages_along,
    a_cluster_that_moves_takes_what_is_at_an_end_along
];

async fn a_list_shows_exactly_what_the_rules_let_somebody_see(app: App) {
    let fixture = Fixture::of(&app).await;
    let officer = app.officer().await;
    let scope = |kind, target: &str| Scope::read(kind, target).unwrap();
    use odoi_domain::policy::actor::ScopeKind::{Cluster, Enterprise, Institution};
    let people: Vec<(&str, Vec<Grant>)> = vec![
        ("p.auditor", vec![grant(Role::Auditor, Scope::State)]),
        ("p.auditor.kollam", vec![grant(Role::Auditor, district("559"))]),
        ("p.officer.kollam", vec![grant(Role::KdiscOfficer, district("559"))]),
        ("p.convenor", vec![grant(Role::KdiscDpe, district("555"))]),
        ("p.energy", vec![grant(Role::EmcExpert, district("566"))]),
        ("p.partner", vec![grant(Role::ServiceClient, district("560"))]),
        ("p.administrator", vec![grant(Role::Administrator, Scope::State)]),
        ("p.cluster", vec![grant(Role::ClusterRepresentative, scope(Cluster, &fixture.cluster.id))]),
        ("p.enterprise", vec![grant(Role::EnterpriseRepresentative, scope(Enterprise, &fixture.enterprise.id))]),
        ("p.institution", vec![grant(Role::InstitutionRepresentative, scope(Institution, &fixture.institution.id))]),
        (
            "p.two",
            vec![grant(Role::Academic, district("559")), grant(Role::EnterpriseRepresentative, scope(Enterprise, &fixture.enterprise.id))],
        ),
        ("p.nobody", Vec::new()),
    ];
    for (name, grants) in people {
        let client = open(&app, name, grants.clone()).await;
        for (plural, kind) in [
            ("places", "place"),
            ("enterprises", "enterprise"),
            ("institutions", "institution"),
            ("facilities", "facility"),
            ("clusters", "cluster"),
            ("linkages", "linkage"),
            ("schemes", "scheme"),
            ("proposals", "proposal"),
            ("calls", "call"),
            ("seats", "seat"),
        ] {
            let action = format!("{kind}.list");
            let rule = RULES.iter().find(|rule| rule.action.text() == action).unwrap();
            if !rule.allowances.iter().any(|a| grants.iter().any(|g| a.roles.contains(&g.role))) {
                client.get(&format!("/v1/{plural}")).await.problem("forbidden", 403);
                continue;
            }
            let whole = all(&officer, plural).await;
            let wanted: BTreeSet<String> = whole.iter().filter(|row| shown(&grants, &action, row)).map(id).collect();
            let rows = all(&client, plural).await;
            let got: BTreeSet<String> = rows.iter().map(id).collect();
            assert_eq!(got.len(), rows.len(), "{name} sees some {plural} twice");
            assert_eq!(got, wanted, "{plural} of {name}");
            let counted = client.get(&format!("/v1/{plural}?limit=1&count=true")).await.expect(200).json();
            assert_eq!(counted["total"], json!(wanted.len()), "the count of {plural} tells {name} of no more");
            if let Some(hidden) = whole.iter().find(|row| !wanted.contains(&id(row))) {
                does_not_see(&client, &format!("/v1/{plural}/{}", id(hidden))).await;
            }
        }
    }
}

async fn a_filter_shows_nothing_that_the_list_hides(app: App) {
    let convenor = app.convenor().await;
    for path in ["/v1/enterprises?district=559", "/v1/enterprises?q=kollam", "/v1/proposals?district=559", "/v1/proposals?state=returned"] {
        for row in convenor.get(path).await.expect(200).json()["items"].as_array().unwrap() {
            assert_eq!(row["district"], "555", "{path}");
        }
    }
    let officer = app.officer().await;
    let cursor = officer.get("/v1/enterprises?limit=1").await.expect(200).json()["next"].as_str().unwrap().to_owned();
    let page = convenor.get(&format!("/v1/enterprises?limit=200&cursor={cursor}")).await.expect(200).json();
    assert!(page["items"].as_array().unwrap().iter().all(|row| row["district"] == "555"), "a cursor grants nothing");
}

async fn nobody_creates_outside_their_district(app: App) {
    let convenor = app.convenor().await;
    let name = json!({ "en": "Over the border" });
    let activities = json!([{ "version": "nic_2008", "code": "10612" }]);
    for (plural, body) in [
        ("enterprises", json!({ "name": name, "kind": "firm", "district": "559", "activities": activities })),
        ("clusters", json!({ "name": name, "kind": "manufacturing", "sector": "food", "district": "559", "activities": activities })),
        ("institutions", json!({ "name": name, "kind": "bank", "district": "559" })),
    ] {
        let path = format!("/v1/{plural}");
        convenor.post(&path, &body).await.problem("forbidden", 403);
        let mut here = body;
        here["district"] = json!("555");
        convenor.post(&path, &here).await.expect(201);
    }
}

async fn nobody_moves_a_thing_to_where_they_do_not_reach(app: App) {
    let (convenor, fixture) = (app.convenor().await, Fixture::of(&app).await);
    for (plural, thing) in [("enterprises", &fixture.enterprise), ("clusters", &fixture.cluster), ("institutions", &fixture.institution)] {
        let path = format!("/v1/{plural}/{}", thing.id);
        let before = convenor.get(&path).await.expect(200);
        convenor.patch(&path, &before.etag(), &json!({ "district": "559" })).await.problem("forbidden", 403);
        assert_eq!(convenor.get(&path).await.expect(200).body, before.body);
    }
    let applicant = app.client("cluster.kalady").await;
    let path = format!("/v1/proposals/{}", fixture.proposal.id);
    let tag = applicant.get(&path).await.expect(200).etag();
    let other = applicant.id_of("clusters", "Perumbavoor plywood").await;
    applicant.patch(&path, &tag, &json!({ "cluster_id": other })).await.problem("forbidden", 403);
    applicant.post("/v1/proposals", &draft(&other, &fixture.institution.id)).await.problem("forbidden", 403);
}

async fn a_linkage_cannot_be_turned_away_from_whoever_changes_it(app: App) {
    let (convenor, officer, fixture) = (app.convenor().await, app.officer().await, Fixture::of(&app).await);
    let far = [officer.first("/v1/clusters?district=559").await, officer.first("/v1/institutions?district=559").await];
    let end = |kind: &str, row: &Value| json!({ "kind": kind, "id": row["id"] });
    // The other one has evidence, and keeps its ends.
    let path = format!("/v1/linkages/{}", fixture.linkages[1].id);
    let tag = convenor.get(&path).await.expect(200).etag();
    let away = json!({ "from": end("cluster", &far[0]), "to": end("institution", &far[1]) });
    convenor.patch(&path, &tag, &away).await.problem("forbidden", 403);
    convenor.patch(&path, &tag, &json!({ "to": end("institution", &far[1]) })).await.expect(200);
}

async fn an_enterprise_that_moves_takes_the_visibility_of_its_linkages_along(app: App) {
    let (officer, fixture) = (app.officer().await, Fixture::of(&app).await);
    let (ernakulam, kollam) = (app.convenor().await, app.client("convenor.kollam").await);
    let far = id(&officer.first("/v1/institutions?district=561").await);
    let tied = officer.post("/v1/linkages", &tie(("institution", &far), ("enterprise", &fixture.enterprise.id), 0)).await.expect(201);
    let linkage = format!("/v1/linkages/{}", tied.id());
    let enterprise = format!("/v1/enterprises/{}", fixture.enterprise.id);
    let own = app.client("enterprise.ilanjippoo").await;
    sees(&ernakulam, &linkage).await;
    does_not_see(&kollam, &linkage).await;
    let before = officer.get(&linkage).await.expect(200);
    let tag = officer.get(&enterprise).await.expect(200).etag();
    officer.patch(&enterprise, &tag, &json!({ "district": "559", "places": [] })).await.expect(200);
    for path in [&linkage, &enterprise] {
        does_not_see(&ernakulam, path).await;
        sees(&kollam, path).await;
        sees(&own, path).await;
    }
    assert!(lists(&kollam, "linkages", &tied.id()).await && !lists(&ernakulam, "linkages", &tied.id()).await);
    assert!(lists(&kollam, "enterprises", &fixture.enterprise.id).await && !lists(&ernakulam, "enterprises", &fixture.enterprise.id).await);
    // The other linkage still has an end in Ernakulam, so both districts see it.
    let shared = format!("/v1/linkages/{}", fixture.linkages[1].id);
    sees(&ernakulam, &shared).await;
    sees(&kollam, &shared).await;
    // What is shown has changed, so its tag has.
    let after = officer.get(&linkage).await.expect(200);
    assert_eq!(after.json()["districts"], json!(["561", "559"]));
    assert_ne!(after.etag(), before.etag());
}

async fn a_cluster_that_moves_takes_what_is_at_an_end_along(app: App) {
    let (officer, fixture) = (app.officer().await, Fixture::of(&app).await);
    let (ernakulam, kollam) = (app.convenor().await, app.client("convenor.kollam").await);
    let proposal = format!("/v1/proposals/{}", fixture.proposal.id);
    let cluster = format!("/v1/clusters/{}", fixture.cluster.id);
    sees(&ernakulam, &proposal).await;
    does_not_see(&kollam, &proposal).await;
    // While it is under way, it stays with the core group that judges it.
    app.site.sql("UPDATE proposals SET state = 'rejected'");
    let before = officer.get(&proposal).await.expect(200);
    let tag = officer.get(&cluster).await.expect(200).etag();
    officer.patch(&cluster, &tag, &json!({ "district": "559", "constituency": null })).await.expect(200);
    sees(&kollam, &proposal).await;
    does_not_see(&ernakulam, &proposal).await;
    assert!(lists(&kollam, "proposals", &fixture.proposal.id).await && !lists(&ernakulam, "proposals", &fixture.proposal.id).await);
    for name in ["cluster.kalady", "institution.cusat"] {
        sees(&app.client(name).await, &proposal).await;
    }
    let after = officer.get(&proposal).await.expect(200);
    assert_eq!(after.json()["district"], "559");
    assert_ne!(after.etag(), before.etag(), "what is shown has changed, so its tag has");
    // A cluster is in the directory: everybody sees it wherever it is.
    sees(&ernakulam, &cluster).await;
    ernakulam.patch(&cluster, "*", &json!({ "sector": "rice" })).await.problem("forbidden", 403);
    kollam.patch(&cluster, "*", &json!({ "sector": "rice" })).await.expect(200);
}
