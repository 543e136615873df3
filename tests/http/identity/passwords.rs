//! Changing one's password: the rules of a new one, and which sessions it ends (conventions, 15).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http_tests;
use odoi_program::demo::PASSWORD;
use serde_json::json;

const NAME: &str = "convenor.ernakulam";
const NEW: &str = "forty quiet coconut boats";

async fn sign_in(app: &App, password: &str) -> Answer {
    app.guest().post("/v1/auth/sign-in", &json!({ "name": NAME, "password": password })).await
}

async fn signed_in(app: &App) -> (Client, String) {
    let body = sign_in(app, PASSWORD).await.expect(200).json();
    let text = |name: &str| body[name].as_str().expect(name).to_owned();
    (Client::new(app.clone(), Some(text("access_token"))), text("refresh_token"))
}

async fn change(client: &Client, current: &str, new: &str) -> Answer {
    client.post("/v1/auth/change-password", &json!({ "current": current, "new": new })).await
}

async fn refresh(app: &App, token: &str) -> Answer {
    app.guest().post("/v1/auth/refresh", &json!({ "refresh_token": token })).await
}

http_tests![
    a_changed_password_ends_the_other_sessions_and_keeps_its_own,
    a_token_that_no_session_keeps_ends_with_the_password_that_it_changed,
    the_current_password_must_be_right,
    a_new_password_has_eight_characters_of_any_kind_and_is_not_common,
    a_password_may_be_in_malayalam_or_of_spaces_and_signs_and_is_taken_as_it_is,
    a_password_is_the_same_however_a_keyboard_composes_it,
    what_is_kept_is_an_argon2id_hash_with_a_salt_of_its_own,
    of_two_changes_at_once_one_counts
];

async fn a_changed_password_ends_the_other_sessions_and_keeps_its_own(app: App) {
    let (mine, my_refresh) = signed_in(&app).await;
    let (other, other_refresh) = signed_in(&app).await;
    let neighbour = app.client("convenor.kollam").await;
    change(&mine, PASSWORD, NEW).await.expect(204);
    other.get("/v1/auth/me").await.problem("not-signed-in", 401);
    refresh(&app, &other_refresh).await.problem("wrong-credentials", 401);
    mine.get("/v1/auth/me").await.expect(200);
    refresh(&app, &my_refresh).await.expect(200);
    neighbour.get("/v1/auth/me").await.expect(200);
    sign_in(&app, PASSWORD).await.problem("wrong-credentials", 401);
    sign_in(&app, NEW).await.expect(200);
}

async fn a_token_that_no_session_keeps_ends_with_the_password_that_it_changed(app: App) {
    let (one, other) = (app.client(NAME).await, app.client(NAME).await);
    change(&one, PASSWORD, NEW).await.expect(204);
    for old in [one, other] {
        old.get("/v1/auth/me").await.problem("not-signed-in", 401);
    }
    app.client(NAME).await.get("/v1/auth/me").await.expect(200);
}

async fn the_current_password_must_be_right(app: App) {
    let (mine, _) = signed_in(&app).await;
    for wrong in ["not the password", "demo cashew nine river", "Demo cashew nine rivers", " demo cashew nine rivers"] {
        change(&mine, wrong, NEW).await.problem("invalid", 422).violates("/current", "wrong_password");
    }
    sign_in(&app, PASSWORD).await.expect(200);
}

async fn a_new_password_has_eight_characters_of_any_kind_and_is_not_common(app: App) {
    let (mine, _) = signed_in(&app).await;
    for (bad, code) in [
        ("", "min_length"),
        ("xK9 vq2", "min_length"),
        ("ചെമ്പര", "min_length"),
        ("password", "common_password"),
        ("qwerty123", "common_password"),
        ("aaaaaaaaaaaa", "common_password"),
        ("1234567890", "common_password"),
        ("P@ssw0rd", "common_password"),
        (NAME, "common_password"),
        ("kerala123", "common_password"),
        (&"long".repeat(51), "max_length"),
        ("tall\u{0}cashew nine rivers", "control_character"),
        ("tall\tcashew nine rivers", "control_character"),
        ("tall cashew nine rivers\n", "control_character"),
        ("tall\u{85}cashew nine rivers", "control_character"),
        ("tall\u{202e}cashew nine rivers", "control_character"),
    ] {
        println!("{bad:?}");
        let answer = change(&mine, PASSWORD, bad).await.problem("invalid", 422);
        assert!(!String::from_utf8_lossy(&answer.body).contains("password\":"), "it is not repeated");
        answer.violates("/new", code);
    }
    sign_in(&app, PASSWORD).await.expect(200);
}

async fn a_password_may_be_in_malayalam_or_of_spaces_and_signs_and_is_taken_as_it_is(app: App) {
    let (mine, _) = signed_in(&app).await;
    let mut current = PASSWORD.to_owned();
    for good in ["ചെമ്പരത്തി പൂവ് വിരിഞ്ഞു", "  tall cashew nine rivers  ", "ꙮꙮxk29 vq", "🥥🌴🛶🐘🌶️🍌🦚🪔", &"river cashew ".repeat(15)]
    {
        change(&mine, &current, good).await.expect(204);
        sign_in(&app, good).await.expect(200);
        sign_in(&app, &format!("{good} ")).await.problem("wrong-credentials", 401);
        good.clone_into(&mut current);
    }
}

async fn a_password_is_the_same_however_a_keyboard_composes_it(app: App) {
    let (mine, _) = signed_in(&app).await;
    let (one, other) = ("കൊച്ചി caf\u{e9} nine rivers", "കെ\u{d3e}ച്ചി cafe\u{301}\u{a0}nine\u{3000}rivers");
    change(&mine, PASSWORD, other).await.expect(204);
    sign_in(&app, one).await.expect(200);
    sign_in(&app, other).await.expect(200);
    change(&mine, one, "forty quiet\u{2003}coconut boats").await.expect(204);
    sign_in(&app, NEW).await.expect(200);
}

async fn what_is_kept_is_an_argon2id_hash_with_a_salt_of_its_own(app: App) {
    let (mine, _) = signed_in(&app).await;
    let hashes = || app.site.texts(&format!("SELECT secret_hash AS value FROM accounts WHERE sign_in_name = '{NAME}'"));
    change(&mine, PASSWORD, NEW).await.expect(204);
    let first = hashes();
    change(&mine, NEW, NEW).await.expect(204);
    let second = hashes();
    assert!(first[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first:?}");
    assert_ne!(first, second);
    let trail = app.site.texts("SELECT CAST(facts AS text) AS value FROM audit WHERE event = 'account.secret_changed'");
    assert_eq!(trail.len(), 2);
    assert!(!trail.concat().contains("argon2") && !trail.concat().contains("coconut"), "{trail:?}");
}

async fn of_two_changes_at_once_one_counts(app: App) {
    // In one session, so that neither signs the other out: each may still believe in the old password.
    let (first, _) = signed_in(&app).await;
    let second = first.clone();
    let other = "seven loud copper kettles";
    let (one, two) = futures_util::future::join(change(&first, PASSWORD, NEW), change(&second, PASSWORD, other)).await;
    let (won, lost, now) = if one.status == 204 { (one, two, NEW) } else { (two, one, other) };
    won.expect(204);
    lost.problem("invalid", 422).violates("/current", "wrong_password");
    sign_in(&app, now).await.expect(200);
}
