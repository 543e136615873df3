//! Columns: one SQL type and one wrapper per kind of value, with a codec for each engine.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text};
use odoi_domain::kernel::stored;
use odoi_domain::{Moment, Word};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use uuid::Uuid;

/// An id: `BLOB(16)` on SQLite, `uuid` on PostgreSQL, in the same order.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct SqlUuid;

/// A moment: microseconds on SQLite, `timestamptz` on PostgreSQL.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
pub struct Instant;

/// A document: text on SQLite, `jsonb` on PostgreSQL.
#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
pub struct Doc;

/// The value of an id column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlUuid)]
pub(crate) struct UuidColumn(pub(crate) Uuid);

/// The value of a moment column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Instant)]
pub(crate) struct Timestamp(pub(crate) Moment);

/// The value of a document column.
#[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Doc)]
pub(crate) struct Json<T: Debug>(pub(crate) T);

/// The value of a word's column: its one spelling, whatever word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub(crate) struct TextColumn<W: Debug>(pub(crate) W);

/// What a column holds, or nothing where somebody has written into it what it cannot hold: for whoever looks for
/// such rows.
#[derive(Debug, Clone, PartialEq, FromSqlRow)]
pub(crate) struct Perhaps<T: Debug>(pub(crate) Option<T>);

impl<T, ST, DB> FromSql<ST, DB> for Perhaps<T>
where
    T: FromSql<ST, DB> + Debug,
    DB: Backend,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(T::from_sql(raw).ok()))
    }
}

impl<W, DB> ToSql<Text, DB> for TextColumn<W>
where
    W: Word + Debug,
    DB: Backend,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}

impl<W, DB> FromSql<Text, DB> for TextColumn<W>
where
    W: Word + Debug,
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        W::of_stored(String::from_sql(raw)?)
            .map(Self)
            .map_err(|violation| format!("what is stored is no {}: {violation}", W::NAME).into())
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use diesel::sql_types::{BigInt, Binary};
    use diesel::sqlite::Sqlite;

    impl ToSql<SqlUuid, Sqlite> for UuidColumn {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(self.0.as_bytes().as_slice());
            Ok(IsNull::No)
        }
    }

    impl FromSql<SqlUuid, Sqlite> for UuidColumn {
        fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
            let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(raw)?;
            Ok(Self(Uuid::from_slice(&bytes)?))
        }
    }

    impl ToSql<Instant, Sqlite> for Timestamp {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(self.0.micros());
            Ok(IsNull::No)
        }
    }

    impl FromSql<Instant, Sqlite> for Timestamp {
        fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
            let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(raw)?;
            Moment::from_micros(micros).map(Self).ok_or_else(|| "moment out of range".into())
        }
    }

    impl<T: Serialize + Debug> ToSql<Doc, Sqlite> for Json<T> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(serde_json::to_string(&self.0)?);
            Ok(IsNull::No)
        }
    }

    impl<T: DeserializeOwned + Debug> FromSql<Doc, Sqlite> for Json<T> {
        fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
            let text = <String as FromSql<Text, Sqlite>>::from_sql(raw)?;
            Ok(Self(stored::read(|| serde_json::from_str(&text))?))
        }
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};
    use std::io::Write;

    /// 2000-01-01, from which PostgreSQL counts.
    const EPOCH_MICROS: i64 = 946_684_800_000_000;
    /// The only version of the binary form of `jsonb`.
    const JSONB_VERSION: u8 = 1;

    impl ToSql<SqlUuid, Pg> for UuidColumn {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            out.write_all(self.0.as_bytes())?;
            Ok(IsNull::No)
        }
    }

    impl FromSql<SqlUuid, Pg> for UuidColumn {
        fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
            Ok(Self(Uuid::from_slice(raw.as_bytes())?))
        }
    }

    impl ToSql<Instant, Pg> for Timestamp {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            out.write_all(&(self.0.micros() - EPOCH_MICROS).to_be_bytes())?;
            Ok(IsNull::No)
        }
    }

    impl FromSql<Instant, Pg> for Timestamp {
        fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
            let micros = i64::from_be_bytes(raw.as_bytes().try_into()?);
            let moment = micros.checked_add(EPOCH_MICROS).and_then(Moment::from_micros);
            moment.map(Self).ok_or_else(|| "moment out of range".into())
        }
    }

    impl<T: Serialize + Debug> ToSql<Doc, Pg> for Json<T> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            out.write_all(&[JSONB_VERSION])?;
            serde_json::to_writer(out, &self.0)?;
            Ok(IsNull::No)
        }
    }

    impl<T: DeserializeOwned + Debug> FromSql<Doc, Pg> for Json<T> {
        fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
            match raw.as_bytes().split_first() {
                Some((&JSONB_VERSION, text)) => {
                    Ok(Self(stored::read(|| serde_json::from_slice(text))?))
                }
                _ => Err("unknown jsonb version".into()),
            }
        }
    }
}
