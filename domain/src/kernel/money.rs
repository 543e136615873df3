//! Money: an integer number of paise, never a float (rule R6.8).

/// The largest amount that a request may name: ₹ 10,000 crore. Every JSON client can hold it exactly
/// (below 2^53), and sums of many such amounts stay within 64 bits.
pub const LARGEST_AMOUNT: i64 = 10_000_000_000_000;

/// An amount in paise (₹ 1 = 100 paise).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Paise(i64);

impl Paise {
    /// So many paise.
    #[must_use]
    pub const fn new(paise: i64) -> Self {
        Self(paise)
    }

    /// The bare number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Paise {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .maximum(Some(LARGEST_AMOUNT))
            .description(Some("An amount in paise: ₹ 1 is 100."))
            .examples([1_250_000])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Paise {
    fn name() -> std::borrow::Cow<'static, str> {
        "Paise".into()
    }
}
