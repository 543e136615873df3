//! Whether the caller may do such a thing at all: asked before a large body is judged, and before anybody is
//! told what is wrong with theirs. What a caller may do to one thing is asked with that thing in hand.

use super::body::service;
use super::{Identity, RequestContext};
use crate::problem::{Kind, Problem};
use actix_web::{HttpMessage, HttpRequest};
use odoi_application::Error;
use odoi_application::reads::Read;
use odoi_domain::Entity;
use odoi_domain::policy;
use odoi_domain::policy::actor::Anchors;
use uuid::Uuid;

/// Refuses whom no role of theirs, wherever it is held, allows what a request wants: as the handler would
/// refuse them, the thing that is not there or not to be seen included.
pub(super) async fn may_at_all(request: &HttpRequest) -> Result<(), Problem> {
    let service = service(request)?;
    let pattern = request.match_pattern().unwrap_or_default();
    let action = service.action(request.method(), &pattern);
    let context = request.extensions().get::<RequestContext>().cloned();
    let (Some(action), Some(Identity::Signed(claims))) = (action, context.map(|v| v.identity))
    else {
        return Ok(());
    };
    let plural = pattern.split('/').nth(2).unwrap_or_default().to_owned();
    let id: Option<Uuid> = request.match_info().get("id").and_then(|id| id.parse().ok());
    let now = service.application.now();
    service
        .application
        .read(move |repo| {
            let actor = repo.actor(claims.sub, Some(claims.binding()), now)?;
            let actor = actor.ok_or(Problem::new(Kind::NotSignedIn))?;
            if policy::view(&actor, action).is_ok() {
                return Ok(());
            }
            let anchors = match id {
                None => Some(Anchors::default()),
                Some(id) => anchors(repo, &plural, id)?,
            };
            if let Some(anchors) = anchors {
                policy::authorize(&actor, action, &anchors)?;
            }
            Ok(())
        })
        .await
}

macro_rules! found_by_path {
    ($($(#[$about:meta])* $Kind:ident = $word:literal $label:tt: $Id:ident, $Thing:ty, table: $table:ident, searched: $searched:literal
        $(, path: $path:literal, $says:literal $(, one: $one:ident)?)?;)+) => {
        /// Where the thing stands that a path names; `None` where only the handler knows what decides.
        fn anchors(repo: &mut dyn Read, plural: &str, id: Uuid) -> Result<Option<Anchors>, Problem> {
            let found = match plural {
                $($($($path => repo.$one(id.into()).map(|thing| thing.anchors()),)?)?)+
                _ => return Ok(None),
            };
            match found {
                Ok(anchors) => Ok(Some(anchors)),
                // Where what was merged is found now, the handler says.
                Err(Error::Merged(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }
    };
}

odoi_domain::for_each_resource!(found_by_path);
