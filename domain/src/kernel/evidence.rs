//! Evidence: what a statement rests on, named so that somebody else can look it up.

use crate::kernel::text::{Line, Text};
use crate::{Code, Day, Violation};

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

text_word! {
    /// The address of a page on the web.
    WebAddress("web_address") {
        check: |text| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
            let is_plain = text.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b));
            let is_host = host.contains('.') && host.split('.').all(|label| !label.is_empty()) && !host.contains('@');
            if is_host && is_plain && text.len() <= 500 { Ok(()) } else { Err(Violation::new(Code::WebAddress)) }
        },
        max_length: 500,
        pattern: "^https?://[^/?#@\\s]+\\.[!-~]+$",
        example: "https://example.org/agreements/112.pdf",
    }
}
