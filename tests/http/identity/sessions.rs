//! Sessions: refresh tokens, their rotation and theft, and what ends a session (conventions, 14).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::identity::people::{self, account, operate};
use crate::http_tests;
use futures_util::future::join_all;
use odoi_domain::identity::session::{Session, TokenBinding};
use odoi_domain::kernel::id::SessionId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Anchors, Role, Scope};
use odoi_program::demo::PASSWORD;
use serde_json::json;

/// What somebody who signed in holds.
struct Held {
    access: Client,
    refresh: String,
}

fn held(app: &App, answer: &Answer) -> Held {
    let body = answer.json();
    let text = |name: &str| body[name].as_str().expect(name).to_owned();
    Held { access: Client::new(app.clone(), Some(text("access_token"))), refresh: text("refresh_token") }
}

async fn sign_in(app: &App, name: &str) -> Held {
    let body = json!({ "name": name, "password": PASSWORD });
    held(app, &app.guest().post("/v1/auth/sign-in", &body).await.expect(200))
}

async fn refresh(app: &App, token: &str) -> Answer {
    app.guest().post("/v1/auth/refresh", &json!({ "refresh_token": token })).await
}

const PARTNER: &str = "kudumbashree.sync";

/// A partner system with a token that it got for its secret.
async fn partner(app: &App, secret: &str) -> Client {
    let secret = secret.replace(' ', "+");
    let form = format!("grant_type=client_credentials&client_id={PARTNER}&client_secret={secret}");
    let request = app.guest().request(actix_web::http::Method::POST, "/v1/auth/token");
    let body = request.form(&form).send().await.expect(200).json();
    Client::new(app.clone(), body["access_token"].as_str().map(str::to_owned))
}

async fn is_over(app: &App, held: &Held) {
    held.access.get("/v1/auth/me").await.problem("not-signed-in", 401);
    refresh(app, &held.refresh).await.problem("wrong-credentials", 401);
}

http_tests![
    a_refresh_gives_new_tokens_of_the_same_session,
    the_database_holds_nothing_that_is_a_refresh_token,
    a_token_repeated_within_the_grace_gives_the_same_next_one,
    a_token_reused_after_the_grace_ends_the_whole_family,
    a_token_two_generations_old_ends_the_family_even_within_the_grace,
    twenty_refreshes_at_once_yield_one_new_generation,
    a_session_ends_after_thirty_days_however_often_it_is_refreshed,
    signing_out_ends_access_and_refresh_at_once_and_no_other_session,
    a_role_that_is_taken_away_is_gone_at_the_next_request,
    a_role_that_is_given_counts_at_the_next_request,
    a_closed_account_is_nobody_any_more,
    a_renewed_secret_ends_the_tokens_of_the_old_one_and_no_role,
    what_ended_with_an_account_does_not_come_back_with_it,
    reopening_ends_what_an_account_that_was_closed_long_ago_still_holds,
    a_sign_in_that_a_new_password_overtakes_opens_nothing
];

async fn a_refresh_gives_new_tokens_of_the_same_session(app: App) {
    let first = sign_in(&app, "officer").await;
    let answer = refresh(&app, &first.refresh).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let second = held(&app, &answer);
    assert_ne!(first.refresh, second.refresh);
    second.access.get("/v1/auth/me").await.expect(200);
    first.access.get("/v1/auth/me").await.expect(200);
    assert_eq!(app.site.texts("SELECT CAST(count(*) AS text) AS value FROM sessions"), ["1"]);
}

async fn the_database_holds_nothing_that_is_a_refresh_token(app: App) {
    let first = sign_in(&app, "officer").await;
    let kept = app.site.texts("SELECT CAST(generation AS text) AS value FROM sessions");
    assert_eq!(kept, ["1"], "the generation is all that is kept");
    // A token of another secret is nobody's, although session and generation are right.
    let mut bytes = first.refresh.clone().into_bytes();
    let last = bytes.last_mut().unwrap();
    *last = if *last == b'A' { b'E' } else { b'A' };
    refresh(&app, &String::from_utf8(bytes).unwrap()).await.problem("wrong-credentials", 401);
    for bad in ["x", "", "AAAA"] {
        let answer = refresh(&app, bad).await;
        assert!([401, 422].contains(&answer.status.as_u16()), "{bad:?}");
    }
    refresh(&app, &first.refresh).await.expect(200);
}

async fn a_token_repeated_within_the_grace_gives_the_same_next_one(app: App) {
    let first = sign_in(&app, "officer").await;
    let second = held(&app, &refresh(&app, &first.refresh).await.expect(200));
    app.advance(9);
    let again = held(&app, &refresh(&app, &first.refresh).await.expect(200));
    assert_eq!(second.refresh, again.refresh);
    assert_eq!(app.site.texts("SELECT CAST(generation AS text) AS value FROM sessions"), ["2"]);
    refresh(&app, &again.refresh).await.expect(200);
}

async fn a_token_reused_after_the_grace_ends_the_whole_family(app: App) {
    let first = sign_in(&app, "officer").await;
    let second = held(&app, &refresh(&app, &first.refresh).await.expect(200));
    let other = sign_in(&app, "officer").await;
    app.advance(11);
    refresh(&app, &first.refresh).await.problem("wrong-credentials", 401);
    is_over(&app, &second).await;
    first.access.get("/v1/auth/me").await.problem("not-signed-in", 401);
    other.access.get("/v1/auth/me").await.expect(200);
    let events = app.site.texts("SELECT event AS value FROM audit WHERE kind = 'session' ORDER BY at");
    assert_eq!(events, ["session.opened", "session.rotated", "session.opened", "session.reuse_detected"]);
}

async fn a_token_two_generations_old_ends_the_family_even_within_the_grace(app: App) {
    let first = sign_in(&app, "officer").await;
    let second = held(&app, &refresh(&app, &first.refresh).await.expect(200));
    let third = held(&app, &refresh(&app, &second.refresh).await.expect(200));
    refresh(&app, &first.refresh).await.problem("wrong-credentials", 401);
    is_over(&app, &third).await;
}

async fn twenty_refreshes_at_once_yield_one_new_generation(app: App) {
    let first = sign_in(&app, "officer").await;
    let answers = join_all((0..20).map(|_| refresh(&app, &first.refresh))).await;
    let tokens: Vec<String> = answers.into_iter().map(|a| held(&app, &a.expect(200)).refresh).collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
    assert_eq!(app.site.texts("SELECT CAST(generation AS text) AS value FROM sessions"), ["2"]);
    refresh(&app, &tokens[0]).await.expect(200);
}

async fn a_session_ends_after_thirty_days_however_often_it_is_refreshed(app: App) {
    const DAY: i64 = 24 * 3600;
    let mut last = sign_in(&app, "officer").await;
    for _ in 0..29 {
        app.advance(DAY);
        last = held(&app, &refresh(&app, &last.refresh).await.expect(200));
    }
    app.advance(DAY - 60);
    last = held(&app, &refresh(&app, &last.refresh).await.expect(200));
    app.advance(61);
    is_over(&app, &last).await;
}

async fn signing_out_ends_access_and_refresh_at_once_and_no_other_session(app: App) {
    let (first, other) = (sign_in(&app, "officer").await, sign_in(&app, "officer").await);
    let answer = first.access.post("/v1/auth/sign-out", &json!({})).await.expect(204);
    assert!(answer.body.is_empty());
    is_over(&app, &first).await;
    first.access.post("/v1/auth/sign-out", &json!({})).await.problem("not-signed-in", 401);
    other.access.get("/v1/auth/me").await.expect(200);
}

async fn a_role_that_is_taken_away_is_gone_at_the_next_request(app: App) {
    let officer = sign_in(&app, "officer").await;
    officer.access.get("/v1/clusters").await.expect(200);
    let id = account(&app, "officer").await;
    operate(&app, move |tx| {
        let permit = tx.authorize(Action::DeleteGrant, &Anchors::default())?;
        let now = tx.now();
        for grant in tx.grants_of(id)? {
            tx.save(grant.take_away(&permit, now)?)?;
        }
        Ok(odoi_persistence::Answer::unchanged(200, None))
    })
    .await
    .unwrap();
    officer.access.get("/v1/clusters").await.problem("forbidden", 403);
    let me = officer.access.get("/v1/auth/me").await.expect(200).json();
    assert_eq!(me["grants"], json!([]));
}

async fn a_role_that_is_given_counts_at_the_next_request(app: App) {
    let newcomer = people::open(&app, "newcomer", Vec::new()).await;
    newcomer.get("/v1/clusters").await.problem("forbidden", 403);
    let id = account(&app, "newcomer").await;
    operate(&app, move |tx| {
        let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
        let (grant_id, now) = (tx.mint(), tx.now());
        let grant = people::grant(Role::Auditor, Scope::State);
        let given = tx.save(odoi_domain::identity::account::AccountGrant::give(&permit, grant_id, id, grant, now)?)?;
        Ok(given.answer(200, None))
    })
    .await
    .unwrap();
    newcomer.get("/v1/clusters").await.expect(200);
}

async fn a_closed_account_is_nobody_any_more(app: App) {
    let officer = sign_in(&app, "officer").await;
    let client = app.client("kudumbashree.sync").await;
    for name in ["officer", "kudumbashree.sync"] {
        people::set_active(&app, name, false).await;
    }
    is_over(&app, &officer).await;
    client.get("/v1/clusters").await.problem("not-signed-in", 401);
    let body = json!({ "name": "officer", "password": PASSWORD });
    app.guest().post("/v1/auth/sign-in", &body).await.problem("wrong-credentials", 401);
    let form = format!("grant_type=client_credentials&client_id=kudumbashree.sync&client_secret={}", PASSWORD.replace(' ', "+"));
    app.guest().request(actix_web::http::Method::POST, "/v1/auth/token").form(&form).send().await.problem("wrong-credentials", 401);
}

async fn a_renewed_secret_ends_the_tokens_of_the_old_one_and_no_role(app: App) {
    let (old, neighbour) = (partner(&app, PASSWORD).await, app.officer().await);
    people::renew(&app, PARTNER, "another secret of theirs").await;
    old.get("/v1/clusters").await.problem("not-signed-in", 401);
    // Nor does it write, whatever it read before.
    let mill =
        json!({ "name": { "en": "Mill" }, "kind": "firm", "district": "555", "activities": [{ "version": "nic_2008", "code": "10612" }] });
    old.post("/v1/enterprises", &mill).await.problem("not-signed-in", 401);
    partner(&app, "another secret of theirs").await.get("/v1/clusters").await.expect(200);
    neighbour.get("/v1/clusters").await.expect(200);
}

async fn what_ended_with_an_account_does_not_come_back_with_it(app: App) {
    let (person, system) = (sign_in(&app, "officer").await, partner(&app, PASSWORD).await);
    for name in ["officer", PARTNER] {
        people::set_active(&app, name, false).await;
        people::set_active(&app, name, true).await;
    }
    is_over(&app, &person).await;
    system.get("/v1/clusters").await.problem("not-signed-in", 401);
    sign_in(&app, "officer").await.access.get("/v1/clusters").await.expect(200);
    partner(&app, PASSWORD).await.get("/v1/clusters").await.expect(200);
}

async fn reopening_ends_what_an_account_that_was_closed_long_ago_still_holds(app: App) {
    // Before accounts had generations, closing one left them as they were.
    let person = sign_in(&app, "officer").await;
    app.site.sql("UPDATE accounts SET is_active = false WHERE sign_in_name = 'officer'");
    people::set_active(&app, "officer", true).await;
    is_over(&app, &person).await;
}

async fn a_sign_in_that_a_new_password_overtakes_opens_nothing(app: App) {
    let id = account(&app, "officer").await;
    let as_it_was = app.store.read(move |repo| repo.account(id)).await.expect("an account");
    people::renew(&app, "officer", "another password of theirs").await;
    let session = SessionId(uuid::Uuid::now_v7());
    operate(&app, move |tx| {
        let permit = tx.authorize(Action::OpenSession, &Anchors::default())?;
        let now = tx.now();
        Ok(tx.save(Session::open(&permit, session, &as_it_was, now)?)?.answer(200, None))
    })
    .await
    .unwrap();
    let access = Client::lasting(app.clone(), (id, TokenBinding::Session(session)));
    let ring = app.service.tokens.keys().ring();
    is_over(&app, &Held { access, refresh: odoi_api::auth::refresh::issue(ring.refresh(), session, 1) }).await;
}
