//! What the routes of every resource share: how a write is answered.

use crate::extract::Resource;
use crate::problem::Problem;
use actix_web::HttpResponse;
use odoi_application::{Answer, Saved};

/// What a handler answers.
pub(super) type Answered = Result<HttpResponse, Problem>;

/// The strong entity tag of a revision.
pub(super) fn version(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The strong entity tag of a revision and the steps that are open to whoever looks. The steps depend
/// on who looks, so the tag does; `If-Match` compares the revision alone.
pub(super) fn step_tag<S: PartialEq>(revision: i64, all: &[S], allowed: &[S]) -> String {
    let bits = all
        .iter()
        .enumerate()
        .filter(|(_, step)| allowed.contains(step))
        .fold(0_u32, |bits, (place, _)| bits | 1 << place);
    format!("\"{revision}-{bits:x}\"")
}

/// The answer of a write: the view of what was saved.
pub(super) fn saved<T, R: Resource>(
    status: u16,
    thing: &Saved<T>,
    show: impl FnOnce(&T) -> R,
) -> Result<Answer, Problem> {
    crate::extract::saved(status, thing, &show(thing.thing()))
}

/// The answer of a removal.
pub(super) fn removed<T>(thing: &Saved<T>) -> Answer {
    thing.answer(204, None)
}
