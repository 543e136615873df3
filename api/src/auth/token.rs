//! Access tokens: JWTs that carry identity and never roles.

use super::keys::{Keys, Ring};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use odoi_domain::Moment;
use odoi_domain::identity::account::FIRST_GENERATION;
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::{AccountId, SessionId};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An access token lives this long.
pub const LIFETIME_SECONDS: i64 = 15 * 60;
/// So far may the clocks of two machines be apart.
const LEEWAY_SECONDS: i64 = 5;
/// A longer token is not one of ours.
const LONGEST: usize = 2048;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The account.
    pub sub: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<SessionId>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "gen")]
    generation: Option<i64>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: uuid::Uuid,
}

impl Claims {
    /// What the token depends on. One without a session and without a generation was issued before accounts
    /// had generations.
    #[must_use]
    pub fn binding(&self) -> TokenBinding {
        let generation = self.generation.unwrap_or(FIRST_GENERATION);
        self.sid.map_or(TokenBinding::Generation(generation), TokenBinding::Session)
    }
}

/// Makes and checks access tokens.
pub struct Tokens {
    keys: Arc<Keys>,
    issuer: String,
    /// Signatures that were found good: checking one again costs more than the request itself.
    known: Cache<String, (String, Claims)>,
}

impl Tokens {
    /// Of an issuer, with its keys.
    #[must_use]
    pub fn new(keys: Arc<Keys>, issuer: String) -> Self {
        Self { keys, issuer, known: Cache::new(10_000) }
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// A token for an account.
    pub fn issue(
        &self,
        account: AccountId,
        binding: TokenBinding,
        now: Moment,
        jti: uuid::Uuid,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let ring = self.keys.ring();
        let Some((kid, key)) = ring.signer() else {
            return Err(jsonwebtoken::errors::ErrorKind::InvalidKeyFormat.into());
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(kid.to_owned());
        let (sid, generation) = match binding {
            TokenBinding::Session(id) => (Some(id), None),
            TokenBinding::Generation(of) => (None, Some(of)),
        };
        let iat = now.seconds();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: account,
            sid,
            generation,
            iat,
            nbf: iat,
            exp: iat + LIFETIME_SECONDS,
            jti,
        };
        encode(&header, &claims, key)
    }

    /// The claims of a token, if it is one of ours and of this time.
    #[must_use]
    pub fn verify(&self, token: &str, now: Moment) -> Option<Claims> {
        if token.len() > LONGEST {
            return None;
        }
        let ring = self.keys.ring();
        let claims = match self.known.get(token) {
            Some((kid, claims)) => ring.verifier(&kid).map(|_still_live| claims)?,
            None => {
                let (kid, claims) = self.check(token, &ring, now)?;
                self.known.insert(token.to_owned(), (kid, claims.clone()));
                claims
            }
        };
        let seconds = now.seconds();
        let in_time = claims.nbf <= seconds + LEEWAY_SECONDS
            && seconds < claims.exp.saturating_add(LEEWAY_SECONDS);
        in_time.then_some(claims)
    }

    /// Everything but the time. The library checks neither `typ` nor `crit`, takes a token without
    /// `aud` or `iss` unless told, and asks the machine's clock rather than ours.
    fn check(&self, token: &str, ring: &Arc<Ring>, now: Moment) -> Option<(String, Claims)> {
        let header = decode_header(token).ok()?;
        if header.typ.as_deref() != Some("at+jwt") || has_crit(token) {
            return None;
        }
        let kid = header.kid?;
        let mut ring = ring.clone();
        if ring.verifier(&kid).is_none() {
            self.keys.look_again(now);
            ring = self.keys.ring();
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_audience(&[&self.issuer]);
        validation.set_issuer(&[&self.issuer]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let data = decode::<Claims>(token, ring.verifier(&kid)?, &validation).ok()?;
        Some((kid, data.claims))
    }
}

/// A token that demands an extension we do not know must be refused (RFC 7515 §4.1.11).
fn has_crit(token: &str) -> bool {
    use base64::Engine as _;
    let head = token.split('.').next().unwrap_or_default();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).unwrap_or_default();
    let header: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    header.get("crit").is_some()
}
