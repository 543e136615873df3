//! Why PostgreSQL lets nobody in, in our own words: libpq's repeat pieces of the URL, of which one may be the
//! password.

use crate::Error;
use diesel::ConnectionError;

/// What libpq's words hold, and what is said of that. The first that fits counts.
const SENTENCES: &[(&[&str], &str)] = &[
    (&["the database system is", "not yet accepting"], "PostgreSQL is starting or stopping"),
    (
        &["too many clients", "too many connections", "connection slots"],
        "PostgreSQL has no connection left: raise its max_connections, or lower --connections",
    ),
    (
        &["authentication", "password", "pg_hba", "SCRAM", "role \""],
        "PostgreSQL refuses the user or the password: check DATABASE_URL, PGPASSWORD and pg_hba.conf",
    ),
    (
        &["does not exist"],
        "PostgreSQL has no such database: make it, or check the name in DATABASE_URL",
    ),
    (
        &["Connection refused", "No such file"],
        "nobody listens at the host and port of DATABASE_URL: start PostgreSQL there, or check them",
    ),
    (
        &["translate host name", "nodename", "Name or service"],
        "the host of DATABASE_URL has no address: check it",
    ),
    (
        &["timeout", "timed out", "unreachable", "No route"],
        "the host of DATABASE_URL does not answer: check it, and the network between",
    ),
    (
        &["server closed the connection", "reset by peer"],
        "PostgreSQL closed the connection while it was being made",
    ),
    (
        &["SSL", "TLS", "certificate", "sslmode", "sslrootcert"],
        "no TLS to PostgreSQL: check sslmode and sslrootcert in DATABASE_URL, and that the program was built with it",
    ),
];

/// What is said where nothing fits.
const OTHERWISE: &str = "PostgreSQL cannot be reached by DATABASE_URL: check its host, port, name and parameters, and write special \
     characters in it as %XX";

/// The failure, without libpq's words.
pub(super) fn why(error: &ConnectionError) -> Error {
    let words = error.to_string();
    let fits = |(signs, _): &&(&[&str], &str)| signs.iter().any(|sign| words.contains(sign));
    let sentence = SENTENCES.iter().find(fits).map_or(OTHERWISE, |(_, says)| says);
    Error::Unavailable(sentence.to_owned())
}
