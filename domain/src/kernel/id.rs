//! Ids: UUIDv7, minted by the server, one type per kind of thing.

use crate::Code;
use crate::{Moment, Violation};
use uuid::Uuid;

/// What all ids have in common.
pub trait Id: Copy + From<Uuid> {
    /// The bare UUID.
    fn uuid(self) -> Uuid;
}

/// Where new ids come from. Injected, so that a test can know them beforehand.
pub trait Mint: Send + Sync {
    /// A new, never used, time-ordered id.
    fn mint(&self, now: Moment) -> Uuid;
}

/// UUIDv7 of the given moment with random lower bits.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomMint;

impl Mint for RandomMint {
    fn mint(&self, now: Moment) -> Uuid {
        let micros = now.micros();
        let seconds = u64::try_from(micros.div_euclid(1_000_000)).unwrap_or(0);
        let nanos = u32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
    }
}

/// Reads the hyphenated form only: one id has one spelling.
pub(crate) fn parse(text: &str) -> Result<Uuid, Violation> {
    let uuid = Uuid::try_parse(text).map_err(|_cause| Violation::new(Code::Uuid))?;
    if text.len() == 36 { Ok(uuid) } else { Err(Violation::new(Code::Uuid)) }
}

#[cfg(feature = "openapi")]
pub(crate) fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .max_length(Some(36))
        .examples(["019a2b3c-4d5e-7f60-8123-456789abcdef"])
        .into()
}

macro_rules! ids_of_resources {
    ($($(#[$about:meta])* $Kind:ident = $word:literal $label:tt: $Id:ident, $Thing:ty, table: $table:ident, searched: $searched:literal
        $(, path: $path:literal, $says:literal $(, one: $one:ident)?)?;)+) => {
        ids! { $(#[doc = concat!("Id of kind `", $word, "`.")] $Id),+ }
    };
}

crate::for_each_resource!(ids_of_resources);
