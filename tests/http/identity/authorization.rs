//! Who may do what: every operation of the document, tried by every role inside and outside its
//! scope, against the table of rules (rule R10.1; conventions, 11).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::harness::site::Site;
use crate::http::identity::authorization_table::{Fixture, INSIDE, OUTSIDE, Operation, Row, Target, call, operations};
use crate::http::identity::people::{district, grant, in_session, open_all};
use crate::{http_tests, site_tests};
use odoi_api::openapi;
use odoi_domain::policy::actor::{Grant, Role, Scope, ScopeKind};
use odoi_domain::policy::{Action, Otherwise, RULES, Rule, Within};
use odoi_program::demo::PASSWORD;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The operations that need nobody to have signed in, and so no rule or an open one.
const PUBLIC: &[&str] = &[
    "sign_in",
    "refresh_session",
    "issue_token",
    "list_keys",
    "list_vocabularies",
    "get_vocabulary",
    "is_alive",
    "is_ready",
    "get_security_txt",
];

/// Somebody with some roles.
pub struct Somebody {
    pub name: String,
    grants: Vec<Grant>,
    pub client: Client,
}

/// Every role in every kind of scope, inside and outside; somebody without a role; and two with two.
pub async fn everybody(app: &App, fixture: &Fixture) -> Vec<Somebody> {
    let officer = app.officer().await;
    let elsewhere = |plural: &'static str| {
        let officer = officer.clone();
        async move {
            let found = officer.first(&format!("/v1/{plural}?district={OUTSIDE}")).await;
            found["id"].as_str().expect("an id").to_owned()
        }
    };
    let ends = [
        (ScopeKind::Cluster, fixture.cluster.id.clone(), elsewhere("clusters").await),
        (ScopeKind::Institution, fixture.institution.id.clone(), elsewhere("institutions").await),
        (ScopeKind::Enterprise, fixture.enterprise.id.clone(), elsewhere("enterprises").await),
        (ScopeKind::District, INSIDE.to_owned(), OUTSIDE.to_owned()),
    ];
    let mut people = vec![("nobody".to_owned(), Vec::new())];
    for role in Role::ALL {
        for kind in role.scopes() {
            if *kind == ScopeKind::State {
                people.push((format!("{role}.state"), vec![grant(*role, Scope::State)]));
            }
            for (_, inside, outside) in ends.iter().filter(|(of, ..)| of == kind) {
                for (word, target) in [("inside", inside), ("outside", outside)] {
                    let scope = Scope::read(*kind, target).expect("a scope");
                    people.push((format!("{role}.{kind}.{word}"), vec![grant(*role, scope)]));
                }
            }
        }
    }
    // What one role may here and another there does not add up to a third thing.
    let academic_here = grant(Role::Academic, district(INSIDE));
    people.push(("two.convenor.there".to_owned(), vec![academic_here, grant(Role::KdiscDpe, district(OUTSIDE))]));
    let convenor_here = grant(Role::KdiscDpe, district(INSIDE));
    people.push(("two.convenor.here".to_owned(), vec![grant(Role::DicGm, district(OUTSIDE)), convenor_here]));
    open_all(app, people.clone()).await;
    let mut all = Vec::new();
    for (name, grants) in people {
        let client = in_session(app, &name).await;
        all.push(Somebody { name, grants, client });
    }
    all
}

fn rule(action: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.action.text() == action).unwrap_or_else(|| panic!("no rule about {action}"))
}

/// Whether the table allows it, read row by row and by nobody else's code.
fn may(who: &Somebody, rule: &Rule, target: Option<&Target>, is_own: bool) -> bool {
    let inside = |scope: &Scope| *scope == Scope::State || target.is_none_or(|t| t.stands.contains(&scope.target()));
    rule.allowances.iter().any(|allowance| match allowance.within {
        Within::Public => true,
        Within::Own => is_own,
        Within::Anywhere => who.grants.iter().any(|g| allowance.roles.contains(&g.role)),
        Within::Scope => who.grants.iter().any(|g| allowance.roles.contains(&g.role) && inside(&g.scope)),
    })
}

/// What the table promises.
fn expected(who: &Somebody, operation: &Operation, row: &Row, target: Option<&Target>) -> u16 {
    let action = operation.action.as_deref().expect("an action");
    let this = rule(action);
    if may(who, this, target, row.is_own) {
        return row.good;
    }
    let reads = format!("{}.read", action.split('.').next().expect("a kind"));
    let sees = RULES.iter().any(|r| r.action.text() == reads && may(who, r, target, row.is_own));
    match this.otherwise {
        Otherwise::Hide if !sees => 404,
        _ => 403,
    }
}

/// The answer without what differs from request to request.
pub fn bare(answer: &Answer) -> (u16, String, Vec<String>) {
    let mut document = answer.json();
    for name in ["request_id", "instance"] {
        document.as_object_mut().expect("an object").remove(name);
    }
    let names = answer.headers.iter().filter(|(name, _)| !["x-request-id", "ratelimit"].contains(&name.as_str()));
    let mut headers: Vec<String> = names.map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    (answer.status.as_u16(), document.to_string(), headers)
}

async fn try_one(who: &Somebody, operation: &Operation, row: &Row, place: usize, wrong: &mut Vec<String>) {
    let target = row.targets.get(place);
    let id = target.map(|t| t.id.as_str()).unwrap_or_default();
    let body = row.bodies.get(place).unwrap_or(&Value::Null);
    let answer = call(&who.client, operation, id, body).await;
    let (wanted, got) = (expected(who, operation, row, target), answer.status.as_u16());
    if wanted != got {
        wrong.push(format!("{} by {}: {got} instead of {wanted}: {}", operation.id, who.name, String::from_utf8_lossy(&answer.body)));
    }
    if !operation.statuses.contains(&got.to_string()) {
        wrong.push(format!("{} answers {got}, which the document does not say", operation.id));
    }
    if got == 404 {
        let missing = uuid::Uuid::now_v7().to_string();
        let other = call(&who.client, operation, &missing, body).await;
        if bare(&answer) != bare(&other) {
            wrong.push(format!("{} by {}: a hidden thing differs from a missing one", operation.id, who.name));
        }
    }
}

http_tests![
    every_role_may_exactly_what_the_table_says_inside_and_outside_its_scope,
    without_a_token_every_operation_but_the_public_ones_is_closed,
    the_public_operations_need_nobody
];

async fn every_role_may_exactly_what_the_table_says_inside_and_outside_its_scope(app: App) {
    let fixture = Fixture::of(&app).await;
    let people = everybody(&app, &fixture).await;
    let (mut wrong, mut n) = (Vec::new(), 0);
    let mut all = operations();
    all.retain(|operation| !PUBLIC.contains(&operation.id.as_str()));
    all.sort_by_key(|operation| operation.id == "sign_out");
    for operation in &all {
        for who in &people {
            n += 1;
            let row = fixture.row(&operation.id, n).unwrap_or_else(|| panic!("{} has no row in the table of the tests", operation.id));
            for place in 0..row.targets.len().max(1) {
                try_one(who, operation, &row, place, &mut wrong).await;
            }
        }
    }
    let some: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), some.join("\n"));
    assert!(n > 1500, "only {n} tried");
}

async fn without_a_token_every_operation_but_the_public_ones_is_closed(app: App) {
    let fixture = Fixture::of(&app).await;
    let before = app.store.ledger_counts().await.unwrap();
    for operation in operations() {
        if PUBLIC.contains(&operation.id.as_str()) {
            assert!(operation.is_public, "{} says that it needs a token", operation.id);
            continue;
        }
        assert!(!operation.is_public, "{} says that it needs no token", operation.id);
        let row = fixture.row(&operation.id, 0).unwrap_or_else(|| panic!("{} has no row", operation.id));
        let id = row.targets.first().map(|t| t.id.clone()).unwrap_or_default();
        for body in [row.bodies.first().unwrap_or(&Value::Null), &json!({ "no": "sense" })] {
            let answer = call(&app.guest(), &operation, &id, body).await;
            println!("{}", operation.id);
            let answer = answer.problem("not-signed-in", 401);
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            assert!(answer.json().get("errors").is_none());
        }
    }
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
}

async fn the_public_operations_need_nobody(app: App) {
    let guest = app.guest();
    let body = json!({ "name": "officer", "password": PASSWORD });
    let tokens = guest.post("/v1/auth/sign-in", &body).await.expect(200).json();
    guest.post("/v1/auth/refresh", &json!({ "refresh_token": tokens["refresh_token"] })).await.expect(200);
    let form = format!("grant_type=password&username=officer&password={}", PASSWORD.replace(' ', "+"));
    guest.request(actix_web::http::Method::POST, "/v1/auth/token").form(&form).send().await.expect(200);
    for path in ["/.well-known/jwks.json", "/health/live", "/health/ready", "/openapi.json", "/v1/vocabularies"] {
        guest.get(path).await.expect(200);
    }
}

site_tests![every_operation_names_a_rule_and_every_rule_about_a_resource_has_an_operation, the_committed_matrix_is_that_of_the_table];

async fn every_operation_names_a_rule_and_every_rule_about_a_resource_has_an_operation(_site: Site) {
    let mut used = HashSet::new();
    for operation in operations() {
        match operation.action {
            Some(action) => {
                assert!(Action::ALL.iter().any(|a| a.text() == action), "{}: the policy knows no {action}", operation.id);
                used.insert(action);
            }
            None => assert!(
                ["list_keys", "list_vocabularies", "get_vocabulary", "is_alive", "is_ready", "get_security_txt"]
                    .contains(&operation.id.as_str()),
                "{} names no rule",
                operation.id
            ),
        }
    }
    // Accounts and grants are kept at the command line.
    let at_the_command_line = ["account.create", "account.update", "grant.create", "grant.delete"];
    for action in Action::ALL.iter().filter(|action| !at_the_command_line.contains(&action.text())) {
        assert!(used.contains(action.text()), "no operation is about {action}");
    }
}

async fn the_committed_matrix_is_that_of_the_table(_site: Site) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/policy.md");
    let committed = std::fs::read_to_string(path).expect("openapi/policy.md");
    assert!(committed == openapi::policy(), "openapi/policy.md is old: run `odoi openapi`");
    for rule in RULES {
        let line = format!("| `{}` |", rule.action);
        assert!(committed.lines().any(|l| l.starts_with(&line)), "{} is not in the matrix", rule.action);
    }
}
