//! Evidence: what a statement rests on, named so that somebody else can look it up.

use crate::Day;
use crate::kernel::text::{Line, Text};

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The kind of evidence: minutes, an agreement, a certificate.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub title: Line,
    /// The date of the evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub dated_on: Option<Day>,
    /// Where it can be found: a file number or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub reference: Option<Text<300>>,
}
