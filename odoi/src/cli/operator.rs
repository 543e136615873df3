//! Writes by whoever runs the program on the machine of the database: units of work like all others.

use super::{Done, Failed};
use crate::site::Site;
use odoi_api::problem::Problem;
use odoi_application::{Failure, Precondition, WriteContext};
use odoi_persistence::{
    Answer, DatabaseUrl, Principal, Settings, Store, Tx, WriteRequest, migrate, private,
};

/// Makes the embedded database where there is none yet, or brings it up to date. A PostgreSQL
/// database is migrated by `odoi migrate up` alone: several servers share it.
pub(crate) fn prepare(url: &DatabaseUrl) -> Done {
    if let DatabaseUrl::Sqlite { path, create: true } = url {
        if let Some(parent) = path.parent() {
            private::make_directory(parent)?;
        }
        migrate::run(url, migrate::Direction::Up)?;
    }
    Ok(())
}

/// The store of a site that has one: a mistyped directory is an error and not a new database.
pub(crate) fn open(site: &Site) -> Result<Store, Failed> {
    let url = site.database();
    if let DatabaseUrl::Sqlite { path, .. } = &url
        && !path.exists()
    {
        return Err(format!(
            "there is no database {}: check --data-dir, or start the server first",
            path.display()
        )
        .into());
    }
    open_or_make(site)
}

/// The store of a site, made where there is none yet.
pub(crate) fn open_or_make(site: &Site) -> Result<Store, Failed> {
    let url = site.database();
    prepare(&url)?;
    Ok(Store::open(&url, &Settings::default())?)
}

/// A unit of work as use cases see it.
pub(crate) const fn context<'a, 'b>(tx: &'a mut Tx<'b>) -> WriteContext<'a, 'b> {
    WriteContext::new(tx, Precondition::Any)
}

/// Runs a use case in the operator's name.
pub(crate) async fn write(
    store: &Store,
    operation: &'static str,
    work: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Answer, Failure> + Send + 'static,
) -> Result<Answer, Failed> {
    load(store, operation, |tx| work(&mut context(tx))).await
}

/// Runs use cases of several actors as one unit of work that is the operator's: the demonstration.
pub(crate) async fn load(
    store: &Store,
    operation: &'static str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Answer, Failure> + Send + 'static,
) -> Result<Answer, Failed> {
    let ticket = WriteRequest {
        who: Principal::Operator,
        operation,
        key: None,
        request_id: format!("cli-{operation}"),
    };
    store
        .write(ticket, work)
        .await
        .map(|outcome| outcome.answer)
        .map_err(|failure| sentence(&Problem::from(failure)).into())
}

/// A problem as a sentence for the person at the command line.
#[allow(clippy::indexing_slicing, reason = "indexing a JSON value by name does not panic")]
pub(crate) fn sentence(problem: &Problem) -> String {
    let document = problem.document(odoi_api::Language::English, "", "");
    let mut out = document["title"].as_str().unwrap_or_default().to_owned();
    if let Some(detail) = document["detail"].as_str() {
        out += &format!(": {detail}");
    }
    for error in document["errors"].as_array().into_iter().flatten() {
        let at = error["pointer"].as_str().unwrap_or_default();
        out += &format!("\n  {at} {}", error["message"].as_str().unwrap_or_default());
    }
    if !problem.log.is_empty() {
        out += &format!(" ({})", problem.log);
    }
    out
}
