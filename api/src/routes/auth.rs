//! Signing in and out, tokens, and the keys that verify them (../api.md 13 to 15).

use crate::Service;
use crate::auth::{password, refresh, token};
use crate::extract::{Body, Caller, Form, Guest, body, json as answer};
use crate::problem::{Fault, Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, web};
use odoi_domain::account::{Account, AccountKind, SignInName};
use odoi_domain::actor::{Anchors, Role, ScopeKind};
use odoi_domain::id::{AccountId, SessionId};
use odoi_domain::policy::Action;
use odoi_domain::session::{Rotation, Session};
use odoi_domain::text::Line;
use odoi_domain::{Entity, Flaw};
use odoi_persistence::{Answer, Error};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

/// What a person signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// The sign-in name.
    #[schema(
        min_length = 1,
        max_length = 100,
        format = "name",
        example = "convenor.ernakulam"
    )]
    name: String,
    /// The password.
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "password",
        example = "demo cashew nine rivers"
    )]
    password: String,
}

/// A refresh token to trade in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refresh {
    /// The refresh token of the last answer.
    #[schema(
        min_length = 1,
        max_length = 100,
        format = "token",
        example = "AZqrzL1OfWCBI0VniavN7wAAAAAAAAABc2lnbmVk"
    )]
    refresh_token: String,
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The password until now.
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "password",
        example = "demo cashew nine rivers"
    )]
    current: String,
    /// The password from now on: at least 8 characters, any of them, but not a common one.
    #[schema(
        min_length = 8,
        max_length = 200,
        format = "password",
        example = "forty quiet coconut boats"
    )]
    new: String,
}

/// Tokens, in the form of OAuth 2.0 (RFC 6749 §5.1).
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenAnswer {
    /// A JWT for the header `Authorization: Bearer …`.
    #[schema(max_length = 2048, format = "jwt")]
    access_token: String,
    /// `Bearer`.
    #[schema(max_length = 16, pattern = "^Bearer$")]
    token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(minimum = 1, maximum = 900)]
    expires_in: i64,
    /// Trades for new tokens, once. Service clients have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, format = "token")]
    refresh_token: Option<String>,
}

/// A role that one holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct GrantView {
    /// The role.
    role: Role,
    /// How far it reaches.
    scope: ScopeKind,
    /// The district code or id that it is narrowed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 36, format = "target")]
    target: Option<String>,
}

/// One's own account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// Its id.
    id: AccountId,
    /// Who is behind it.
    kind: AccountKind,
    /// The name to sign in with.
    sign_in_name: SignInName,
    /// The name to show.
    #[schema(inline)]
    display_name: Line,
    /// The roles held.
    #[schema(max_items = 100)]
    grants: Vec<GrantView>,
}

/// A request for a token as OAuth 2.0 has it: a form. Parameters that we do not know are ignored, as
/// RFC 6749 §3.2 demands.
#[derive(Deserialize, Validate, ToSchema)]
#[validate(schema(function = "complete", skip_on_field_errors = false))]
pub(crate) struct TokenForm {
    /// `password`, `client_credentials` or `refresh_token`.
    #[serde(default)]
    #[schema(max_length = 40, format = "grant_type", example = "client_credentials")]
    grant_type: String,
    /// For `password`: the sign-in name.
    #[validate(length(max = 100))]
    #[schema(max_length = 100, format = "name")]
    username: Option<String>,
    /// For `password`: the password.
    #[validate(length(max = 200))]
    #[schema(max_length = 200, format = "password")]
    password: Option<String>,
    /// For `client_credentials`: the name of the service client.
    #[validate(length(max = 100))]
    #[schema(max_length = 100, format = "name", example = "kudumbashree.sync")]
    client_id: Option<String>,
    /// For `client_credentials`: its secret.
    #[validate(length(max = 200))]
    #[schema(
        max_length = 200,
        format = "password",
        example = "demo cashew nine rivers"
    )]
    client_secret: Option<String>,
    /// For `refresh_token`: the refresh token of the last answer.
    #[validate(length(max = 100))]
    #[schema(max_length = 100, format = "token")]
    refresh_token: Option<String>,
}

/// What each grant type needs.
fn complete(form: &TokenForm) -> Result<(), ValidationError> {
    let whole = match form.grant_type.as_str() {
        "password" => form.username.is_some() && form.password.is_some(),
        "client_credentials" => form.client_id.is_some() && form.client_secret.is_some(),
        "refresh_token" => form.refresh_token.is_some(),
        _ => return Err(ValidationError::new("grant_type")),
    };
    if whole {
        Ok(())
    } else {
        Err(ValidationError::new("required"))
    }
}

fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal).log(error.to_string())
}

/// Tokens of a generation of a session.
fn tokens(
    service: &Service,
    account: AccountId,
    session: Option<(SessionId, i64)>,
) -> Result<TokenAnswer, Problem> {
    let access = service.tokens.issue(
        account,
        session.map(|(id, _)| id),
        service.store.now(),
        uuid::Uuid::now_v7(),
    );
    let ring = service.tokens.keys().ring();
    Ok(TokenAnswer {
        access_token: access.map_err(internal)?,
        token_type: "Bearer",
        expires_in: token::LIFETIME_SECONDS,
        refresh_token: session
            .map(|(id, generation)| refresh::issue(ring.refresh(), id, generation)),
    })
}

fn token_response(tokens: &TokenAnswer) -> Answered {
    let mut response = answer(StatusCode::OK, body(tokens)?);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The account that these credentials open. A wrong name takes as long as a wrong password.
async fn identify(
    guest: &Guest,
    name: &str,
    secret: String,
    kind: AccountKind,
) -> Result<Account, Problem> {
    if let Some(seconds) = guest.service.throttle.sign_in(name, guest.visit.address) {
        return Err(Problem::new(Kind::TooManyRequests).retry_after(seconds));
    }
    let wanted: Option<SignInName> = name.parse().ok();
    let found = match wanted {
        Some(name) => {
            guest
                .service
                .store
                .read(move |repo| repo.account_named(&name).map_err(Problem::from))
                .await?
        }
        None => None,
    };
    let account = found.filter(|account| account.is_active() && account.kind() == kind);
    let hash = account
        .as_ref()
        .map(|account| account.secret_hash().to_owned());
    let good = guest
        .service
        .passwords
        .verify(secret, hash)
        .await
        .map_err(internal)?;
    account
        .filter(|_| good)
        .ok_or(Problem::new(Kind::WrongCredentials))
}

async fn open(
    guest: &Guest,
    operation: &'static str,
    account: AccountId,
) -> Result<TokenAnswer, Problem> {
    let outcome = guest
        .perform(operation, &[], move |tx| {
            let permit = tx.authorize(Action::OpenSession, &Anchors::default())?;
            let (id, now) = (tx.mint(), tx.now());
            let session = tx.save(Session::open(&permit, id, account, now))?;
            Ok(session.answer(200, Some(id.to_string())))
        })
        .await?;
    let id: SessionId = outcome
        .answer
        .body
        .unwrap_or_default()
        .parse()
        .map_err(internal)?;
    tokens(&guest.service, account, Some((id, 1)))
}

async fn rotate(
    guest: &Guest,
    operation: &'static str,
    given: &str,
) -> Result<TokenAnswer, Problem> {
    let ring = guest.service.tokens.keys().ring();
    let wrong = || Problem::new(Kind::WrongCredentials);
    let (id, generation) = refresh::read(ring.refresh(), given).ok_or_else(wrong)?;
    let outcome = guest
        .perform(operation, &[], move |tx| {
            let permit = tx.authorize(Action::RotateSession, &Anchors::default())?;
            let now = tx.now();
            let session = tx.session_locked(id).map_err(|error| match error {
                Error::Missing => Problem::new(Kind::WrongCredentials),
                other => other.into(),
            })?;
            if !tx.account(session.account())?.is_active() {
                return Err(Problem::new(Kind::WrongCredentials));
            }
            let current =
                |session: &Session| json!([session.account(), session.generation()]).to_string();
            match session.rotate(&permit, generation, now) {
                Rotation::Rotated(recorded) => {
                    let session = tx.save(recorded)?;
                    Ok(session.answer(200, Some(current(session.thing()))))
                }
                Rotation::Repeated(session) => Ok(Answer::unchanged(200, Some(current(&session)))),
                // The end of the family must be kept, so it is an answer and not an error.
                Rotation::Reused(recorded) => Ok(tx.save(recorded)?.answer(401, None)),
                Rotation::Over => Err(Problem::new(Kind::WrongCredentials)),
            }
        })
        .await?;
    let text = outcome.answer.body.ok_or_else(wrong)?;
    let (account, generation): (AccountId, i64) = serde_json::from_str(&text).map_err(internal)?;
    tokens(&guest.service, account, Some((id, generation)))
}

/// Sign in
///
/// A person's name and password for an access token of 15 minutes and a refresh token.
#[utoipa::path(
    post, path = "/v1/auth/sign-in", tag = "auth", request_body = SignIn,
    responses((status = 200, description = "Signed in.", body = TokenAnswer)),
    extensions(("x-action" = json!("session.open"))), security(())
)]
pub(crate) async fn sign_in(guest: Guest, form: Body<SignIn>) -> Answered {
    let SignIn { name, password } = form.value;
    let account = identify(&guest, &name, password, AccountKind::Person).await?;
    token_response(&open(&guest, "sign_in", account.meta().id).await?)
}

/// Refresh a session
///
/// Trades a refresh token for new tokens. Each is good once: used again within ten seconds it gives
/// the same next one (so a client that lost the answer may repeat), later it ends the session.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses((status = 200, description = "New tokens.", body = TokenAnswer)),
    extensions(("x-action" = json!("session.rotate"))), security(())
)]
pub(crate) async fn refresh_session(guest: Guest, form: Body<Refresh>) -> Answered {
    token_response(&rotate(&guest, "refresh_session", &form.value.refresh_token).await?)
}

/// Sign out
///
/// Ends the session: its refresh token and its access tokens are worth nothing from now on.
#[utoipa::path(
    post, path = "/v1/auth/sign-out", tag = "auth",
    responses((status = 204, description = "Signed out.")),
    extensions(("x-action" = json!("session.close")))
)]
pub(crate) async fn sign_out(caller: Caller) -> Answered {
    let session = caller.session().ok_or(Problem::new(Kind::Forbidden))?;
    caller
        .write("sign_out", &[], move |tx| {
            let session = tx.session(session)?;
            let permit = tx.authorize(Action::CloseSession, &session.anchors())?;
            let now = tx.now();
            Ok(tx.save(session.close(&permit, now))?.answer(204, None))
        })
        .await
}

/// Change one's own password
///
/// Ends every other session of the account.
#[utoipa::path(
    post, path = "/v1/auth/change-password", tag = "auth", request_body = PasswordChange,
    responses((status = 204, description = "Changed.")),
    extensions(("x-action" = json!("account.change_password")))
)]
pub(crate) async fn change_password(caller: Caller, form: Body<PasswordChange>) -> Answered {
    let PasswordChange { current, new } = form.value;
    let (id, own) = (caller.account()?, caller.session());
    let account = caller.read(move |reading| Ok(reading.account(id)?)).await?;
    let name = account.sign_in_name().to_string();
    if let Some(seconds) = caller.service.throttle.sign_in(&name, caller.visit.address) {
        return Err(Problem::new(Kind::TooManyRequests).retry_after(seconds));
    }
    let invalid = |flaw: Flaw| Problem::new(Kind::Invalid).faults(vec![Fault::from(flaw)]);
    password::examine(&new, &name).map_err(|flaw| invalid(flaw.at("/new")))?;
    let hash = account.secret_hash().to_owned();
    if !caller
        .service
        .passwords
        .verify(current, Some(hash))
        .await
        .map_err(internal)?
    {
        return Err(invalid(Flaw::new("wrong_password").at("/current")));
    }
    let hash = caller.service.passwords.hash(new).await.map_err(internal)?;
    caller
        .write("change_password", &form.bytes, move |tx| {
            let account = tx.account(id)?;
            let permit = tx.authorize(Action::ChangePassword, &account.anchors())?;
            let now = tx.now();
            for session in tx
                .live_sessions(id, now)?
                .into_iter()
                .filter(|s| Some(s.meta().id) != own)
            {
                tx.save(session.close(&permit, now))?;
            }
            Ok(tx
                .save(account.change_secret(&permit, hash, now))?
                .answer(204, None))
        })
        .await
}

/// Read one's own account
///
/// Who you are here, and which roles you hold.
#[utoipa::path(
    get, path = "/v1/auth/me", tag = "auth",
    responses((status = 200, description = "You.", body = Me)),
    extensions(("x-action" = json!("account.read")))
)]
pub(crate) async fn get_me(caller: Caller) -> Answered {
    let id = caller.account()?;
    let me = caller
        .read(move |reading| {
            let account = reading.account(id)?;
            reading.authorize(Action::ReadAccount, &account.anchors())?;
            let grant = |g: &odoi_domain::actor::Grant| GrantView {
                role: g.role,
                scope: g.scope.kind(),
                target: Some(g.scope.target()).filter(|target| !target.is_empty()),
            };
            let grants = reading.actor().grants().iter().map(grant).collect();
            let (sign_in_name, display_name) = (
                account.sign_in_name().clone(),
                account.display_name().clone(),
            );
            body(&Me {
                id,
                kind: account.kind(),
                sign_in_name,
                display_name,
                grants,
            })
        })
        .await?;
    Ok(answer(StatusCode::OK, me))
}

/// Get a token
///
/// The token endpoint of OAuth 2.0 (RFC 6749): client credentials for partner systems, and the
/// password and refresh grants for tools that speak OAuth, such as the explorer of this document.
#[utoipa::path(
    post, path = "/v1/auth/token", tag = "auth",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Tokens.", body = TokenAnswer)),
    extensions(("x-action" = json!("session.open"))), security(())
)]
pub(crate) async fn issue_token(guest: Guest, form: Form<TokenForm>) -> Answered {
    let TokenForm {
        grant_type,
        username,
        password,
        client_id,
        client_secret,
        refresh_token,
    } = form.0;
    let tokens = match grant_type.as_str() {
        "client_credentials" => {
            let secret = client_secret.unwrap_or_default();
            let account = identify(
                &guest,
                &client_id.unwrap_or_default(),
                secret,
                AccountKind::ServiceClient,
            )
            .await?;
            tokens(&guest.service, account.meta().id, None)?
        }
        "refresh_token" => {
            rotate(&guest, "issue_token", &refresh_token.unwrap_or_default()).await?
        }
        _ => {
            let name = username.unwrap_or_default();
            let account = identify(
                &guest,
                &name,
                password.unwrap_or_default(),
                AccountKind::Person,
            )
            .await?;
            open(&guest, "issue_token", account.meta().id).await?
        }
    };
    token_response(&tokens)
}

/// A public key (RFC 7517, RFC 8037).
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicKey {
    /// `OKP`.
    #[schema(max_length = 8, pattern = "^OKP$")]
    kty: String,
    /// `Ed25519`.
    #[schema(max_length = 16, pattern = "^Ed25519$")]
    crv: String,
    /// `sig`.
    #[schema(max_length = 8, pattern = "^sig$")]
    r#use: String,
    /// `EdDSA`.
    #[schema(max_length = 8, pattern = "^EdDSA$")]
    alg: String,
    /// Its id.
    #[schema(max_length = 64, format = "kid")]
    kid: String,
    /// The key.
    #[schema(max_length = 64, format = "base64url")]
    x: String,
}

/// The public keys.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeySet {
    /// The keys that verify tokens now; two during a rotation.
    #[schema(max_items = 4)]
    keys: Vec<PublicKey>,
}

/// List the public keys
///
/// The keys that verify access tokens, as a JSON Web Key Set.
#[utoipa::path(
    get, path = "/.well-known/jwks.json", tag = "auth",
    responses((status = 200, description = "The keys.", body = KeySet)),
    security(())
)]
pub(crate) async fn list_keys(service: web::Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(service.tokens.keys().ring().jwks())
}
