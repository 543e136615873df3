//! The token endpoint of OAuth 2.0, and the keys that verify tokens.

use crate::Service;
use crate::extract::{Client, Form};
use crate::routes::identity::credentials::{
    TokenAnswer, identify, of_client, open, rotate, token_response,
};
use crate::routes::shared::Answered;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use odoi_domain::identity::account::AccountKind;
use odoi_domain::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

/// An OAuth 2.0 token request, as a form. Unknown parameters are ignored, as
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
    #[schema(max_length = 200, format = "password", example = "demo cashew nine rivers")]
    client_secret: Option<String>,
    /// For `refresh_token`: the refresh token of the last answer.
    #[validate(length(max = 100))]
    #[schema(max_length = 100, format = "token")]
    refresh_token: Option<String>,
}

/// What each grant type needs: what is missing is named in the parameters of the error.
fn complete(form: &TokenForm) -> Result<(), ValidationError> {
    let needed = match form.grant_type.as_str() {
        "" => vec![("grant_type", &None)],
        "password" => vec![("username", &form.username), ("password", &form.password)],
        "client_credentials" => {
            vec![("client_id", &form.client_id), ("client_secret", &form.client_secret)]
        }
        "refresh_token" => vec![("refresh_token", &form.refresh_token)],
        _ => return Err(ValidationError::new("grant_type")),
    };
    let mut error = ValidationError::new("required");
    for (name, _) in needed.iter().filter(|(_, given)| given.is_none()) {
        error.add_param((*name).into(), &true);
    }
    if error.params.is_empty() { Ok(()) } else { Err(error) }
}

/// Get a token
///
/// The token endpoint of OAuth 2.0 (RFC 6749): client credentials for partner systems, and the
/// password and refresh grants for tools that use OAuth, such as the explorer of this document.
#[utoipa::path(
    post, path = "/v1/auth/token", tag = "auth",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Tokens.", body = TokenAnswer)),
    extensions(("x-action" = json!(Action::OpenSession))), security(())
)]
pub(crate) async fn issue_token(client: Client, form: Form<TokenForm>) -> Answered {
    let form = form.0;
    let given = Option::<String>::unwrap_or_default;
    let tokens = match form.grant_type.as_str() {
        "client_credentials" => {
            let (name, secret) = (given(form.client_id), given(form.client_secret));
            let account = identify(&client, &name, secret, AccountKind::ServiceClient).await?;
            of_client(&client.service, &account)?
        }
        "refresh_token" => rotate(&client, "issue_token", &given(form.refresh_token)).await?,
        _ => {
            let (name, secret) = (given(form.username), given(form.password));
            let account = identify(&client, &name, secret, AccountKind::Person).await?;
            open(&client, "issue_token", account).await?
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
