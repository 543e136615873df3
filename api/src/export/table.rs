//! CSV by RFC 4180, in UTF-8, that no spreadsheet takes for formulas (OWASP: CSV injection).

use super::cells::Cell;
use super::{Columns, Form};
use serde_json::Value;
use std::io;

/// A cell that begins with one of these may be read as a formula; the last four are the full-width forms.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What a program that separates by something else than commas could take for the end of a cell.
const QUOTED: &[char] = &['"', ',', ';', '\t', '\r', '\n', '|'];

/// A table as text.
pub(super) struct Table {
    columns: Columns,
}

impl Table {
    pub(super) const fn new(columns: Columns) -> Self {
        Self { columns }
    }
}

impl Form for Table {
    fn begin(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let names = self.columns.all.iter();
        line(names.map(|column| Cell::Text(column.name.clone())), out);
        Ok(())
    }

    fn row(&mut self, row: &Value, out: &mut Vec<u8>) -> io::Result<()> {
        line(self.columns.all.iter().map(|column| column.cell(row)), out);
        Ok(())
    }

    fn end(&mut self, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

fn line(cells: impl Iterator<Item = Cell>, out: &mut Vec<u8>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => out.extend_from_slice(number.as_bytes()),
            Cell::Bool(truth) => out.extend_from_slice(truth.to_string().as_bytes()),
            Cell::Text(text) => put(&text, out),
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Text, harmless and quoted where that is needed.
fn put(text: &str, out: &mut Vec<u8>) {
    let harmless = if text.starts_with(FORMULA) { "'" } else { "" };
    let is_quoted = text.contains(QUOTED) || text.starts_with(' ') || text.ends_with(' ');
    if is_quoted {
        out.push(b'"');
    }
    out.extend_from_slice(harmless.as_bytes());
    if is_quoted {
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut out = Vec::new();
        put(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_cell_of_text_begins_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+916000000001", "'+916000000001"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("＝1", "'＝1"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("a;=1", "\"a;=1\""),
            ("അരി", "അരി"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn a_number_is_no_formula() {
        let mut out = Vec::new();
        line([Cell::Number("-5".to_owned()), Cell::Empty, Cell::Bool(true)].into_iter(), &mut out);
        assert_eq!(out, b"-5,,true\r\n");
    }
}
