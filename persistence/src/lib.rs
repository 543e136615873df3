//! Everything ODOI asks of a database.
//!
//! Every query is written once, in `repo/`, and compiled for SQLite and for PostgreSQL by the twin
//! modules `sqlite` and `postgres`; the application sees the traits of [`port`] and one way to
//! write, [`Store::write`].

mod access_path;
mod audit_chain;
pub mod backup;
#[allow(
    unreachable_pub,
    reason = "the tables of `schema` are public to diesel and so must be their types"
)]
mod column;
mod connect;
mod error;
pub mod migrate;
pub mod page;
pub mod port;
mod postgres_url;
pub mod private;
mod record;
mod schema;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod unit_of_work;

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use audit_chain::{Broken, Damage, Verdict};
pub use connect::{DatabaseUrl, Engine};
pub use error::{ConstraintViolation, Error};
pub use record::Storable;
pub use store::{Settings, Store};
pub use unit_of_work::{
    Answer, IdempotencyKey, IsProduction, Outcome, PastAct, PastClock, Principal, Saved, Tx,
    WriteRequest,
};
