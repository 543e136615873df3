//! What can go wrong at the database, in the words of the domain.

use diesel::result::{DatabaseErrorKind, Error as Diesel};
use odoi_domain::Code;
use odoi_domain::{Change, Violation};

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("no such thing")]
    Missing,
    /// The enterprise has been merged into another: this one.
    #[error("merged into {0}")]
    Merged(odoi_domain::kernel::id::EnterpriseId),
    /// Another writer was first: the revision is not the current one.
    #[error("the revision is not the current one")]
    Stale,
    /// A rule that only the database can keep was broken.
    #[error("{0:?}")]
    Violated(ConstraintViolation),
    /// The idempotency key was used for another request.
    #[error("the idempotency key belongs to another request")]
    KeyReused,
    /// A request with the same idempotency key is still at work.
    #[error("a request with the same idempotency key is at work")]
    KeyInFlight,
    /// The database is busy or away: try again.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost before anything was kept: try again.
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    /// The connection was lost at the commit: whether anything was kept is not known.
    #[error("the connection to the database was lost at the commit: {0}")]
    OutcomeUnknown(String),
    /// A bug, or a database that somebody else has changed.
    #[error("{0}")]
    Internal(String),
}

/// A broken rule of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintViolation {
    /// Another thing has the same value there.
    Taken(Violation),
    /// This enterprise has the same number there.
    TakenBy(Violation, odoi_domain::kernel::id::EnterpriseId),
    /// The thing is still referred to.
    InUse,
    /// The thing refers to something that does not exist.
    UnknownReference,
}

/// Which field of a request each unique constraint is about.
const FIELDS: &[(&str, &str)] = &[
    ("places_level_code_key", "/code"),
    ("place_codes_level_code_system_key", "/other_codes"),
    ("enterprises_udyam_key", "/udyam"),
    ("enterprises_gstin_key", "/gstin"),
    ("enterprises_pan_key", "/pan"),
    ("enterprises_cin_key", "/cin"),
    ("enterprises_llpin_key", "/llpin"),
    ("enterprise_external_ids_source_system_external_id_key", "/external_ids"),
    ("institutions_aishe_key", "/aishe"),
    ("linkages_from_id_to_id_kind_starts_on_key", "/to"),
    ("schemes_code_key", "/code"),
    ("seats_district_designation_number_key", "/number"),
    ("reviews_proposal_id_seat_id_proposal_revision_key", "/seat_id"),
    ("conflict_declarations_proposal_id_account_id_key", "/reason"),
    ("accounts_sign_in_name_key", "/sign_in_name"),
    ("grants_account_id_role_scope_kind_scope_target_key", "/role"),
];

impl Error {
    /// What an error means that came while a row was being written.
    pub(crate) fn of_write(error: Diesel, change: Change) -> Self {
        match &error {
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                let name = info
                    .constraint_name()
                    .map_or_else(|| constraint(info.message()), str::to_owned);
                match FIELDS.iter().find(|(known, _)| *known == name) {
                    Some((_, pointer)) => {
                        Self::Violated(ConstraintViolation::Taken(taken(&name).at(pointer)))
                    }
                    None => Self::Internal(format!("unknown constraint {name}: {error}")),
                }
            }
            Diesel::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
                Self::Violated(match change {
                    Change::Removed => ConstraintViolation::InUse,
                    Change::Created | Change::Updated => ConstraintViolation::UnknownReference,
                })
            }
            _ => error.into(),
        }
    }
}

/// What is said where a row is there already: somebody else has the value, or the same person did it before.
fn taken(constraint: &str) -> Violation {
    match constraint {
        "reviews_proposal_id_seat_id_proposal_revision_key" => Violation::new(Code::SeatReviewed),
        "conflict_declarations_proposal_id_account_id_key" => Violation::new(Code::DeclaredAlready),
        _ => Violation::new(Code::Taken),
    }
}

/// SQLite names columns, not constraints: `UNIQUE constraint failed: places.level, places.code`.
fn constraint(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or_default();
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or_default();
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name + "_key"
}

/// What libpq and poolers say of a connection that is gone, where no kind of error tells.
const GONE: &[&str] = &[
    "no connection to the server",
    "connection not open",
    "connection to server",
    "server closed the connection",
    "server conn crashed",
    "terminating connection",
    "the database system is ",
    "could not receive data from server",
    "could not send data to server",
    "lost synchronization with server",
    "SSL connection has been closed",
    "SSL SYSCALL error",
];

/// Whether the connection is gone, or so confused that it must go.
pub(crate) fn is_lost(error: &Diesel) -> bool {
    match error {
        Diesel::BrokenTransactionManager => true,
        Diesel::RollbackErrorOnCommit { rollback_error, commit_error } => {
            is_lost(rollback_error) || is_lost(commit_error)
        }
        Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => true,
        // A statement of too many parameters cannot be sent either, but that is our own fault.
        Diesel::DatabaseError(DatabaseErrorKind::UnableToSendCommand, info) => {
            !info.message().contains("number of parameters")
        }
        Diesel::DatabaseError(_, info) => GONE.iter().any(|sign| info.message().contains(sign)),
        _ => false,
    }
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        let text = error.to_string();
        match &error {
            Diesel::NotFound => Self::Missing,
            _ if is_lost(&error) => Self::Lost(text),
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => {
                Self::Unavailable(text)
            }
            _ if [
                "database is locked",
                "lock timeout",
                "deadlock detected",
                "statement timeout",
            ]
            .iter()
            .any(|sign| text.contains(sign)) =>
            {
                Self::Unavailable(text)
            }
            _ => Self::Internal(text),
        }
    }
}

impl From<diesel::r2d2::PoolError> for Error {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: DatabaseErrorKind, text: &str) -> Diesel {
        Diesel::DatabaseError(kind, Box::new(text.to_owned()))
    }

    #[test]
    fn a_connection_that_is_gone_is_told_from_a_statement_that_is_wrong() {
        use DatabaseErrorKind::{ClosedConnection, UnableToSendCommand, Unknown};
        for (kind, text) in [
            (UnableToSendCommand, "no connection to the server\n"),
            (UnableToSendCommand, "another command is already in progress\n"),
            (ClosedConnection, "Verbindung wird abgebrochen"),
            (Unknown, "terminating connection due to administrator command"),
            (Unknown, "terminating connection because of crash of another server process"),
            (Unknown, "the database system is shutting down"),
            (Unknown, "server closed the connection unexpectedly\n\tThis probably means"),
            (Unknown, "could not receive data from server: Connection reset by peer"),
        ] {
            assert!(matches!(Error::from(said(kind, text)), Error::Lost(_)), "{text}");
        }
        let at_commit = Diesel::RollbackErrorOnCommit {
            rollback_error: Box::new(Diesel::BrokenTransactionManager),
            commit_error: Box::new(said(Unknown, "deadlock detected")),
        };
        assert!(matches!(Error::from(at_commit), Error::Lost(_)));
        for text in [
            "syntax error at or near \"SELEC\"",
            "number of parameters must be between 0 and 65535",
        ] {
            let kind = if text.starts_with("number") { UnableToSendCommand } else { Unknown };
            assert!(matches!(Error::from(said(kind, text)), Error::Internal(_)), "{text}");
        }
        assert!(matches!(
            Error::from(said(Unknown, "canceling statement due to lock timeout")),
            Error::Unavailable(_)
        ));
    }

    #[test]
    fn sqlite_names_the_same_constraint() {
        assert_eq!(
            constraint("UNIQUE constraint failed: places.level, places.code"),
            "places_level_code_key"
        );
        assert_eq!(constraint("UNIQUE constraint failed: schemes.code"), "schemes_code_key");
    }
}
