//! Signing in and out, and one's own account.

use crate::auth::password;
use crate::extract::{Body, Caller, Client, ReadContext, body, json as answer};
use crate::problem::{Kind, Problem};
use crate::routes::identity::credentials::{
    TokenAnswer, attempt, identify, internal, network_used_at, open, rotate, token_response,
};
use crate::routes::shared::Answered;
use actix_web::http::StatusCode;
use odoi_application::identity::accounts::{self, SecretChange};
use odoi_application::identity::sessions;
use odoi_domain::Code;
use odoi_domain::identity::account::Account;
use odoi_domain::identity::account::{AccountKind, SignInName};
use odoi_domain::kernel::id::AccountId;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Grant;
use odoi_domain::policy::actor::{Role, ScopeKind};
use odoi_domain::{Entity, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Credentials of a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// The sign-in name.
    #[schema(min_length = 1, max_length = 100, format = "name", example = "convenor.ernakulam")]
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

/// A refresh token to exchange.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refresh {
    /// The refresh token of the latest answer.
    #[schema(
        min_length = 1,
        max_length = 100,
        format = "token",
        example = "AZqrzL1OfWCBI0VniavN7wAAAAAAAAABc2lnbmVk"
    )]
    refresh_token: String,
}

/// A change of the caller's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The current password.
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "password",
        example = "demo cashew nine rivers"
    )]
    current: String,
    /// The new password: at least 8 characters, any of them, and not a common one.
    #[schema(
        min_length = 8,
        max_length = 200,
        format = "password",
        example = "forty quiet coconut boats"
    )]
    new: String,
}

/// A role of the account.
#[derive(Serialize, ToSchema)]
pub(crate) struct GrantView {
    /// The role.
    role: Role,
    /// The kind of scope in which the role is held.
    scope: ScopeKind,
    /// The district code, or the id, of the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 36, format = "target")]
    target: Option<String>,
}

/// The caller's own account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// Its id.
    id: AccountId,
    /// Whether the account is a person or a partner system.
    kind: AccountKind,
    /// The sign-in name.
    sign_in_name: SignInName,
    /// The display name.
    #[schema(inline)]
    display_name: Line,
    /// The roles of the account.
    #[schema(max_items = 100)]
    grants: Vec<GrantView>,
}

impl Me {
    fn of(account: &Account, grants: &[Grant]) -> Self {
        let grant = |grant: &Grant| GrantView {
            role: grant.role,
            scope: grant.scope.kind(),
            target: Some(grant.scope.target()).filter(|target| !target.is_empty()),
        };
        Self {
            id: account.meta().id,
            kind: account.kind(),
            sign_in_name: account.sign_in_name().clone(),
            display_name: account.display_name().clone(),
            grants: grants.iter().map(grant).collect(),
        }
    }
}

/// Sign in
///
/// Exchanges name and password for an access token of 15 minutes and a refresh token.
#[utoipa::path(
    post, path = "/v1/auth/sign-in", tag = "auth", request_body = SignIn,
    responses((status = 200, description = "Signed in.", body = TokenAnswer)),
    extensions(("x-action" = json!(Action::OpenSession))), security(())
)]
pub(crate) async fn sign_in(client: Client, form: Body<SignIn>) -> Answered {
    let SignIn { name, password } = form.value;
    let account = identify(&client, &name, password, AccountKind::Person).await?;
    token_response(&open(&client, "sign_in", account).await?)
}

/// Refresh a session
///
/// Exchanges a refresh token for new tokens. A refresh token is valid once. A second use within ten seconds returns
/// the same new tokens, so a client that lost the answer can repeat; a later use ends the session.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses((status = 200, description = "New tokens.", body = TokenAnswer)),
    extensions(("x-action" = json!(Action::RotateSession))), security(())
)]
pub(crate) async fn refresh_session(client: Client, form: Body<Refresh>) -> Answered {
    token_response(&rotate(&client, "refresh_session", &form.value.refresh_token).await?)
}

/// Sign out
///
/// Ends the session. Its refresh token and its access tokens become invalid.
#[utoipa::path(
    post, path = "/v1/auth/sign-out", tag = "auth",
    responses((status = 204, description = "Signed out.")),
    extensions(("x-action" = json!(Action::CloseSession)))
)]
pub(crate) async fn sign_out(caller: Caller) -> Answered {
    let session = caller.session().ok_or(Problem::new(Kind::Forbidden))?;
    caller
        .write("sign_out", &[], move |tx| {
            Ok(sessions::close_session(tx, session)?.answer(204, None))
        })
        .await
}

/// Change one's own password
///
/// Ends every other session and token of the account.
#[utoipa::path(
    post, path = "/v1/auth/change-password", tag = "auth", request_body = PasswordChange,
    responses((status = 204, description = "Changed.")),
    extensions(("x-action" = json!(Action::ChangePassword)))
)]
pub(crate) async fn change_password(caller: Caller, form: Body<PasswordChange>) -> Answered {
    let account = known_account(&caller).await?;
    let change = verified(&caller, &account, form.value).await?;
    caller
        .write("change_password", &form.bytes, move |tx| {
            Ok(accounts::change_own_secret(tx, change)?.answer(204, None))
        })
        .await
}

/// The change of a password, where the current one is right and the new one is hard to guess.
async fn verified(
    caller: &Caller,
    account: &Account,
    form: PasswordChange,
) -> Result<SecretChange, Problem> {
    let invalid = |violation: Violation| Problem::new(Kind::Invalid).violations(vec![violation]);
    password::examine(&form.new, &account.sign_in_name().to_string())
        .map_err(|violation| invalid(violation.at("/new")))?;
    let current_hash = account.secret_hash().to_owned();
    let passwords = &caller.service.passwords;
    let is_right = passwords.verify(form.current, Some(current_hash.clone()));
    if !is_right.await.map_err(internal)? {
        return Err(invalid(Violation::new(Code::WrongPassword).at("/current")));
    }
    let new_hash = passwords.hash(form.new).await.map_err(internal)?;
    let (account, session) = (account.meta().id, caller.session());
    Ok(SecretChange { account, current_hash, new_hash, session })
}

/// The caller's account, for one more attempt at its password.
async fn known_account(caller: &Caller) -> Result<Account, Problem> {
    let id = caller.account()?;
    let from = caller.clone();
    let look = move |reading: &mut ReadContext<'_>| {
        let used_at = network_used_at(&from, &mut **reading, Some(id))?;
        Ok((reading.account(id)?, used_at.is_some()))
    };
    let (account, is_known) = caller.read(look).await?;
    attempt(caller, &account.sign_in_name().to_string(), is_known)?;
    Ok(account)
}

/// Read one's own account
///
/// The caller's account and roles.
#[utoipa::path(
    get, path = "/v1/auth/me", tag = "auth",
    responses((status = 200, description = "You.", body = Me)),
    extensions(("x-action" = json!(Action::ReadAccount)))
)]
pub(crate) async fn get_me(caller: Caller) -> Answered {
    let id = caller.account()?;
    let me = caller
        .read(move |reading| {
            let account = reading.account(id)?;
            reading.authorize(Action::ReadAccount, &account.anchors())?;
            body(&Me::of(&account, reading.actor().grants()))
        })
        .await?;
    Ok(answer(StatusCode::OK, me))
}
