//! From credentials to tokens: what signing in, refreshing and the token endpoint share.

use crate::Service;
use crate::auth::{refresh, token};
use crate::extract::{Guest, body, json as answer};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use odoi_domain::account::{Account, AccountKind, SignInName};
use odoi_domain::actor::Anchors;
use odoi_domain::id::{AccountId, SessionId};
use odoi_domain::policy::Action;
use odoi_domain::session::{Rotation, Session};
use odoi_persistence::{Answer, Error};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

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

pub(super) fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal).log(error.to_string())
}

/// Tokens of a generation of a session.
pub(super) fn tokens(
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

pub(super) fn token_response(tokens: &TokenAnswer) -> Answered {
    let mut response = answer(StatusCode::OK, body(tokens)?);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The account that these credentials open. A wrong name takes as long as a wrong password.
pub(super) async fn identify(
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

pub(super) async fn open(
    guest: &Guest,
    operation: &'static str,
    account: AccountId,
) -> Result<TokenAnswer, Problem> {
    let outcome = guest
        .perform(operation, &[], move |tx| {
            let permit = tx.authorize(Action::OpenSession, &Anchors::default())?;
            let (id, now) = (tx.mint(), tx.now());
            let session = tx.save(Session::open(&permit, id, account, now)?)?;
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

pub(super) async fn rotate(
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
            match session.rotate(&permit, generation, now)? {
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
