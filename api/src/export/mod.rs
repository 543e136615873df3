//! Exports: any list as a file, in one of four forms, written row by row so that its length does not matter.
//!
//! A form sees the rows as the list shows them, and nothing else: what is masked in the list is masked in
//! its exports. `extract/export.rs` walks the list and feeds a form.

mod cells;
mod columns;
mod lines;
mod table;
mod workbook;
mod zip;

pub(crate) use columns::Columns;

use odoi_domain::Code;
use odoi_domain::kernel::label;
use odoi_domain::{Label, Violation};
use serde_json::Value;
use std::io;
use std::str::FromStr;
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table as text.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// A workbook.
    Xlsx,
    /// Features on a map.
    Geojson,
}

/// What stands between a list and its file.
struct Trait {
    text: &'static str,
    media_type: &'static str,
    content_type: &'static str,
}

impl Format {
    /// Every form.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Ndjson, Self::Xlsx, Self::Geojson];

    const fn of(self) -> Trait {
        let (text, media_type, content_type) = match self {
            Self::Csv => ("csv", "text/csv", "text/csv; charset=utf-8; header=present"),
            Self::Ndjson => ("ndjson", "application/x-ndjson", "application/x-ndjson"),
            Self::Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            Self::Geojson => ("geojson", "application/geo+json", "application/geo+json"),
        };
        Trait { text, media_type, content_type }
    }

    /// As a caller writes it; also the ending of the file's name.
    #[must_use]
    pub const fn text(self) -> &'static str {
        self.of().text
    }

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> Label {
        let (en, ml) = match self {
            Self::Csv => ("Table (CSV)", "പട്ടിക (CSV)"),
            Self::Ndjson => ("JSON, a row a line (NDJSON)", "വരിവരിയായി JSON (NDJSON)"),
            Self::Xlsx => ("Excel workbook (XLSX)", "എക്സൽ വർക്ക്ബുക്ക് (XLSX)"),
            Self::Geojson => ("Map features (GeoJSON)", "ഭൂപട വിവരങ്ങൾ (GeoJSON)"),
        };
        Label { en, ml }
    }

    /// Its media type, without parameters.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        self.of().media_type
    }

    /// The content type of an answer.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        self.of().content_type
    }

    /// So many rows fit, where there is a limit: a worksheet has 1,048,576, and the first is the heading.
    #[must_use]
    pub const fn most_rows(self) -> Option<i64> {
        match self {
            Self::Xlsx => Some(workbook::MOST_ROWS),
            Self::Csv | Self::Ndjson | Self::Geojson => None,
        }
    }

    /// A writer of this form.
    pub(crate) fn form(self, columns: Columns) -> Box<dyn Form> {
        match self {
            Self::Csv => Box::new(table::Table::new(columns)),
            Self::Ndjson => Box::new(lines::Lines),
            Self::Xlsx => Box::new(workbook::Workbook::new(columns)),
            Self::Geojson => Box::new(lines::Features::new(columns)),
        }
    }
}

impl FromStr for Format {
    type Err = Violation;

    fn from_str(text: &str) -> Result<Self, Violation> {
        let found = Self::ALL.iter().find(|format| format.text() == text);
        found.copied().ok_or(Violation::new(Code::Enum))
    }
}

impl PartialSchema for Format {
    fn schema() -> RefOr<Schema> {
        let values = Self::ALL.iter();
        label::schema("export_format", values.map(|format| (format.text(), format.label())))
    }
}

/// Writes the rows of a list, one after the other, behind what it has written before.
pub(crate) trait Form: Send {
    /// What comes before the rows.
    fn begin(&mut self, out: &mut Vec<u8>) -> io::Result<()>;
    /// One row, as the list shows it.
    fn row(&mut self, row: &Value, out: &mut Vec<u8>) -> io::Result<()>;
    /// What comes behind the rows.
    fn end(&mut self, out: &mut Vec<u8>) -> io::Result<()>;
}

/// The name of the file: the words of the path, and the day.
pub(crate) fn file_name(path: &str, day: &str, format: Format) -> String {
    let is_word = |part: &&str| {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        part.len() > 2 && part.bytes().all(is_plain)
    };
    let words: Vec<&str> = path.split('/').filter(is_word).collect();
    format!("{}-{day}.{}", words.join("-"), format.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_words_alone() {
        let name = |path| file_name(path, "2026-11-21", Format::Csv);
        assert_eq!(name("/v1/rule-sets"), "rule-sets-2026-11-21.csv");
        let areas = name("/v1/places/district:555/contains");
        assert_eq!(areas, "places-contains-2026-11-21.csv");
        let hostile = name("/v1/places/\"; x=..%0d%0a/contains");
        assert_eq!(hostile, "places-contains-2026-11-21.csv");
    }
}
