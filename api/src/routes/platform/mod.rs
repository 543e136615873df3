//! What every client asks first: search, vocabularies, whether the server is well.

pub(crate) mod search;
pub(crate) mod site;
pub(crate) mod vocabularies;
