//! The caller: a client that has signed in.

use super::{Client, Identity};
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use odoi_application::Principal;
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::{AccountId, SessionId};
use std::future::{Ready, ready};
use std::ops::Deref;

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Caller(Client);

impl Deref for Caller {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.0
    }
}

impl Caller {
    /// The caller's account.
    pub fn account(&self) -> Result<AccountId, Problem> {
        match self.who {
            Principal::Account(account, _) => Ok(account),
            Principal::Anonymous | Principal::Operator => Err(Problem::new(Kind::NotSignedIn)),
        }
    }

    /// The caller's session; a service client has none.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        match self.who {
            Principal::Account(_, TokenBinding::Session(session)) => Some(session),
            Principal::Account(..) | Principal::Anonymous | Principal::Operator => None,
        }
    }

    /// Whether only the headers of the answer are wanted.
    pub(super) fn is_head(&self) -> bool {
        self.head.target.starts_with("HEAD ")
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Client::of(request).and_then(|client| match &client.context.identity {
            Identity::Signed(claims) => {
                let who = Principal::Account(claims.sub, claims.binding());
                Ok(Self(Client { who, ..client }))
            }
            Identity::Nobody | Identity::Refused => Err(Problem::new(Kind::NotSignedIn)),
        }))
    }
}
