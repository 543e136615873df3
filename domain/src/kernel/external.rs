//! Ids that other systems know a thing by: opaque, unique within their system (rule R2.1).

use crate::Code;
use crate::Violation;

text_word! {
    /// The name of a system that keeps records of its own: `kudumbashree_mis`, `lokos`, `udyam`.
    SourceSystem("source_system") {
        check: |text| {
            let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
            let rest = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if first && rest && (2..=40).contains(&text.len()) { Ok(()) } else { Err(Violation::new(Code::SourceSystem)) }
        },
        max_length: 40,
        pattern: "^[a-z][a-z0-9_]{1,39}$",
        example: "kudumbashree_mis",
    }
}

text_word! {
    /// The id of a record within its system, as that system writes it.
    ExternalId("external_id") {
        check: |text| {
            let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
            let is_plain = text.bytes().all(|b| b.is_ascii_graphic());
            if first && is_plain && (1..=100).contains(&text.len()) { Ok(()) } else { Err(Violation::new(Code::ExternalId)) }
        },
        max_length: 100,
        pattern: "^[A-Za-z0-9][!-~]{0,99}$",
        example: "ME-2024-00017",
    }
}

/// A record in another system.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExternalKey {
    /// The system.
    pub source_system: SourceSystem,
    /// The id of the record there.
    pub external_id: ExternalId,
}

text_word! {
    /// A record of another system in one text, for queries: `kudumbashree_mis:ME-2024-00017`.
    ExternalRef("external_ref") {
        check: |text| {
            let (system, id) = text.split_once(':').ok_or(Violation::new(Code::ExternalRef))?;
            system.parse::<SourceSystem>()?;
            id.parse::<ExternalId>().map(drop)
        },
        max_length: 141,
        pattern: "^[a-z][a-z0-9_]{1,39}:[A-Za-z0-9][!-~]{0,99}$",
        example: "kudumbashree_mis:ME-2024-00017",
    }
}

impl ExternalKey {
    /// As queries write it, and as the database keeps it unique.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}:{}", self.source_system, self.external_id)
    }
}
