//! From credentials to tokens: what signing in, refreshing and the token endpoint share.

use crate::Service;
use crate::auth::{refresh, token};
use crate::extract::{Client, body, json as answer};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use odoi_application::Answer;
use odoi_application::identity::sessions::{self, Refreshed};
use odoi_application::reads::Read;
use odoi_domain::identity::account::{Account, AccountKind, SignInName};
use odoi_domain::identity::session::{Session, TokenBinding};
use odoi_domain::kernel::id::{AccountId, SessionId};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Goes with the answer to whoever has signed in, for the log.
pub(crate) struct SignedIn(pub(crate) AccountId);

/// Tokens, in the form of OAuth 2.0 (RFC 6749 §5.1).
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenAnswer {
    #[serde(skip)]
    account: AccountId,
    /// A JWT for the header `Authorization: Bearer …`.
    #[schema(max_length = 2048, format = "jwt")]
    access_token: String,
    /// `Bearer`.
    #[schema(max_length = 16, pattern = "^Bearer$")]
    token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(minimum = 1, maximum = 900)]
    expires_in: i64,
    /// Can be exchanged for new tokens, once. Service clients get none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, format = "token")]
    refresh_token: Option<String>,
}

pub(crate) fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal).log(error.to_string())
}

/// Tokens of a generation of a session.
fn of_session(
    service: &Service,
    account: AccountId,
    (id, generation): (SessionId, i64),
) -> Result<TokenAnswer, Problem> {
    let ring = service.tokens.keys().ring();
    let refresh_token = Some(refresh::issue(ring.refresh(), id, generation));
    tokens(service, account, TokenBinding::Session(id), refresh_token)
}

/// The token of a partner system, which has no session.
pub(crate) fn of_client(service: &Service, account: &Account) -> Result<TokenAnswer, Problem> {
    let binding = TokenBinding::Generation(account.token_generation());
    tokens(service, account.meta().id, binding, None)
}

fn tokens(
    service: &Service,
    account: AccountId,
    binding: TokenBinding,
    refresh_token: Option<String>,
) -> Result<TokenAnswer, Problem> {
    let now = service.application.now();
    let access = service.tokens.issue(account, binding, now, uuid::Uuid::now_v7());
    Ok(TokenAnswer {
        account,
        access_token: access.map_err(internal)?,
        token_type: "Bearer",
        expires_in: token::LIFETIME_SECONDS,
        refresh_token,
    })
}

pub(crate) fn token_response(tokens: &TokenAnswer) -> Answered {
    let mut response = answer(StatusCode::OK, body(tokens)?);
    response.extensions_mut().insert(SignedIn(tokens.account));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The account that these credentials open. A wrong name takes as long as a wrong password.
pub(crate) async fn identify(
    client: &Client,
    name: &str,
    secret: String,
    kind: AccountKind,
) -> Result<Account, Problem> {
    let wanted: Option<SignInName> = name.parse().ok();
    let from = client.clone();
    let look = move |repo: &mut dyn Read| {
        let found = wanted.map_or(Ok(None), |name| repo.account_named(&name))?;
        let id = found.as_ref().map(|account| account.meta().id);
        let used_at = network_used_at(&from, repo, id)?;
        Ok::<_, Problem>((found, used_at))
    };
    let (found, used_at) = client.service.application.read(look).await?;
    attempt(client, name, used_at.is_some())?;
    let account = found.filter(|account| account.is_active() && account.kind() == kind);
    let hash = account.as_ref().map(|account| account.secret_hash().to_owned());
    let good = client.service.passwords.verify(secret, hash).await.map_err(internal)?;
    let account = account.filter(|_| good).ok_or(Problem::new(Kind::WrongCredentials))?;
    note_network(client, account.meta().id, used_at).await;
    Ok(account)
}

/// When an account last signed in from where this request comes from. For a name that nobody has the same is asked.
pub(crate) fn network_used_at(
    client: &Client,
    repo: &mut dyn Read,
    account: Option<AccountId>,
) -> Result<Option<Moment>, Problem> {
    let account = account.unwrap_or(AccountId(uuid::Uuid::nil()));
    match digest(client, account) {
        Some(digest) => Ok(repo.network_used_at(account, &digest)?),
        None => Ok(None),
    }
}

fn digest(client: &Client, account: AccountId) -> Option<Vec<u8>> {
    let ring = client.service.tokens.keys().ring();
    let network = client.context.network()?;
    Some(network.digest(ring.refresh(), account))
}

/// Counts a try of somebody's password or secret: 429 where it comes too early.
pub(crate) fn attempt(client: &Client, name: &str, is_known: bool) -> Result<(), Problem> {
    let (sign_ins, from) = (&client.service.throttle.sign_ins, client.context.network());
    let wait = sign_ins.attempt(name, from, is_known, client.service.application.now());
    wait.map_or(Ok(()), |seconds| Err(too_many(seconds)))
}

fn too_many(seconds: u64) -> Problem {
    Problem::new(Kind::TooManyRequests).retry_after(seconds)
}

/// Remembers where somebody signed in from, so that nobody else's failures keep them out there. Once a day is
/// enough; and who cannot be remembered is signed in all the same.
async fn note_network(client: &Client, account: AccountId, used_at: Option<Moment>) {
    let now = client.service.application.now();
    if used_at.is_some_and(|at| now < at.plus_seconds(24 * 3600)) {
        return;
    }
    let Some(digest) = digest(client, account) else {
        return;
    };
    if let Err(error) = client.service.application.note_network(account, digest).await {
        tracing::warn!(%error, "a known network is not remembered");
    }
}

pub(crate) async fn open(
    client: &Client,
    operation: &'static str,
    account: Account,
) -> Result<TokenAnswer, Problem> {
    let holder = account.meta().id;
    let outcome = client
        .perform(operation, &[], move |tx| {
            let session = sessions::open_session(tx, &account)?;
            let id = session.thing().meta().id.to_string();
            Ok(session.answer(200, Some(id)))
        })
        .await?;
    let id: SessionId = outcome.answer.body.unwrap_or_default().parse().map_err(internal)?;
    of_session(&client.service, holder, (id, 1))
}

/// New tokens for a refresh token. It cannot be guessed, so a good one is taken however many bad ones came before it;
/// those are counted against where they come from.
pub(crate) async fn rotate(
    client: &Client,
    operation: &'static str,
    given: &str,
) -> Result<TokenAnswer, Problem> {
    let rotated = turn(client, operation, given).await;
    let Err(problem) = &rotated else {
        return rotated;
    };
    if problem.kind == Kind::WrongCredentials {
        let (sign_ins, from) = (&client.service.throttle.sign_ins, client.context.network());
        if let Some(seconds) = sign_ins.bad_refresh(from, client.service.application.now()) {
            return Err(too_many(seconds));
        }
    }
    rotated
}

async fn turn(
    client: &Client,
    operation: &'static str,
    given: &str,
) -> Result<TokenAnswer, Problem> {
    let ring = client.service.tokens.keys().ring();
    let wrong = || Problem::new(Kind::WrongCredentials);
    let (id, generation) = refresh::read(ring.refresh(), given).ok_or_else(wrong)?;
    let outcome = client
        .perform(operation, &[], move |tx| {
            let current =
                |session: &Session| json!([session.account(), session.generation()]).to_string();
            match sessions::rotate_session(tx, id, generation)? {
                Refreshed::Rotated(session) => {
                    Ok(session.answer(200, Some(current(session.thing()))))
                }
                Refreshed::Repeated(session) => Ok(Answer::unchanged(200, Some(current(&session)))),
                // The end of the family must be kept, so it is an answer and not an error.
                Refreshed::Reused(session) => Ok(session.answer(401, None)),
                Refreshed::Over => Err(Problem::new(Kind::WrongCredentials)),
            }
        })
        .await?;
    let text = outcome.answer.body.ok_or_else(wrong)?;
    let (account, generation): (AccountId, i64) = serde_json::from_str(&text).map_err(internal)?;
    of_session(&client.service, account, (id, generation))
}
