//! What a handler is given: the caller, a checked body, a checked query.

mod answer;
mod at_all;
mod between;
mod body;
mod caller;
mod disclose;
mod export;
mod format;
mod near;
mod purpose;
mod query;
mod settle;
mod stated;
pub(crate) mod strict;
mod suggest;
pub(crate) mod tags;
mod upload;
mod visit;
mod when;

pub(crate) use answer::{answer, body, content_tag, json, saved};
pub use between::Between;
pub use body::{Body, Form, Patch};
pub use caller::{Caller, Client, NextPage, ReadContext, Resource};
pub use odoi_application::WriteContext;
pub use purpose::{Asking, DisclosureRecorder, Looking};
pub use query::{Bound, Filter, List, Pairs};
pub(crate) use query::{any_of_schema, filter, words_schema};
pub use stated::Stated;
pub use suggest::Suggest;
pub use upload::Incoming;
pub(crate) use upload::Uploads;
pub use visit::{Identity, RequestContext};
pub use when::{InView, OnDay, When};
