//! Activity codes: the National Industrial Classification, never without its version (rule R2.3).

use crate::Code;
use crate::Violation;

words! {
    /// The version of the classification. NIC-2025 supersedes NIC-2008 from 18 November 2025; codes of
    /// the two must not be mixed.
    NicVersion("nic_version") {
        /// NIC-2008: sections A to U, then 2 to 5 digits.
        Nic2008 = "nic_2008" ("NIC-2008", "എൻ.ഐ.സി-2008"),
        /// NIC-2025: sections, then 2 to 6 digits.
        Nic2025 = "nic_2025" ("NIC-2025", "എൻ.ഐ.സി-2025"),
    }
}

words! {
    /// The level of an activity code.
    NicLevel("nic_level") {
        /// One letter.
        Section = "section" ("Section", "സെക്ഷൻ"),
        /// Two digits.
        Division = "division" ("Division", "ഡിവിഷൻ"),
        /// Three digits.
        Group = "group" ("Group", "ഗ്രൂപ്പ്"),
        /// Four digits.
        Class = "class" ("Class", "ക്ലാസ്"),
        /// Five digits (NIC-2008) or six (NIC-2025).
        SubClass = "sub_class" ("Sub-class", "ഉപക്ലാസ്"),
    }
}

text_word! {
    /// A code of the classification: a section letter, or 2 to 6 digits with leading zeros. A prefix
    /// is a wider activity.
    NicCode("nic_code") {
        check: |text| {
            let section = text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
            let digits = (2..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            if section || digits { Ok(()) } else { Err(Violation::new(Code::NicCode)) }
        },
        max_length: 6,
        pattern: "^([A-Z]|[0-9]{2,6})$",
        example: "10612",
    }
}

text_word! {
    /// A division of the classification: the first two digits of an activity code.
    NicDivision("nic_division") {
        check: |text| {
            if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err(Violation::new(Code::NicDivision)) }
        },
        max_length: 2,
        pattern: "^[0-9]{2}$",
        example: "10",
    }
}

/// An activity: a code with the version of its classification.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivityCode {
    /// The version of the classification.
    pub version: NicVersion,
    /// The code within that version.
    pub code: NicCode,
}
