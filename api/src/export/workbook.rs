//! XLSX (ECMA-376): one worksheet, its text inline, written as it goes. Text is text there: a cell that
//! begins with `=` is no formula.

use super::cells::Cell;
use super::zip::Zip;
use super::{Columns, Form};
use serde_json::Value;
use std::io;

/// Rows of a worksheet, less the heading.
pub(super) const MOST_ROWS: i64 = 1_048_575;
/// Characters of a cell at most, in units of UTF-16; what is longer is cut and ends with `…`.
const LONGEST: usize = 32_767;
/// Digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SHEET: &str = "xl/worksheets/sheet1.xml";
/// The parts beside the worksheet.
const PARTS: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="ODOI" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];
/// The heading stays in sight.
const SHEET_HEAD: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;

/// A workbook.
pub(super) struct Workbook {
    /// The letters of each column.
    letters: Vec<String>,
    columns: Columns,
    zip: Zip,
    rows: i64,
}

impl Workbook {
    pub(super) fn new(columns: Columns) -> Self {
        Self {
            letters: (0..columns.all.len()).map(letters).collect(),
            columns,
            zip: Zip::new(),
            rows: 0,
        }
    }

    fn line(&mut self, cells: impl Iterator<Item = Cell>, out: &mut Vec<u8>) -> io::Result<()> {
        self.rows += 1;
        if self.rows > MOST_ROWS + 1 {
            return Err(io::Error::other("the worksheet is full"));
        }
        let row = self.rows;
        let mut text = format!("<row r=\"{row}\">");
        for (letters, cell) in self.letters.iter().zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Number(number) if number.len() <= DIGITS => {
                    text += &format!("<c r=\"{letters}{row}\"><v>{number}</v></c>");
                }
                Cell::Bool(truth) => {
                    let truth = u8::from(truth);
                    text += &format!("<c r=\"{letters}{row}\" t=\"b\"><v>{truth}</v></c>");
                }
                Cell::Text(words) | Cell::Number(words) => {
                    text += &format!(
                        "<c r=\"{letters}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                    );
                    put(&words, &mut text);
                    text += "</t></is></c>";
                }
            }
        }
        text += "</row>";
        self.zip.write(text.as_bytes(), out)
    }
}

impl Form for Workbook {
    fn begin(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        for (name, text) in PARTS {
            self.zip.begin(name, out);
            self.zip.write(DECLARATION.as_bytes(), out)?;
            self.zip.write(text.as_bytes(), out)?;
            self.zip.end(out)?;
        }
        self.zip.begin(SHEET, out);
        self.zip.write(DECLARATION.as_bytes(), out)?;
        self.zip.write(SHEET_HEAD.as_bytes(), out)?;
        let names: Vec<Cell> =
            self.columns.all.iter().map(|column| Cell::Text(column.name.clone())).collect();
        self.line(names.into_iter(), out)
    }

    fn row(&mut self, row: &Value, out: &mut Vec<u8>) -> io::Result<()> {
        let cells: Vec<Cell> = self.columns.all.iter().map(|column| column.cell(row)).collect();
        self.line(cells.into_iter(), out)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        self.zip.write(b"</sheetData></worksheet>", out)?;
        self.zip.end(out)?;
        self.zip.finish(out)
    }
}

/// The letters of a column: A, B, … Z, AA, AB, …
fn letters(mut place: usize) -> String {
    let mut found = Vec::new();
    loop {
        found.push(u8::try_from(place % 26).unwrap_or_default() + b'A');
        if place < 26 {
            break;
        }
        place = place / 26 - 1;
    }
    found.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Text as it can stand in XML. Spreadsheets read `_x000D_` as a character: a text that looks so is
/// written so that it is read as it stands.
fn put(text: &str, out: &mut String) {
    let (mut units, most) = (0, text.encode_utf16().count());
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if most > LONGEST && units >= LONGEST {
            out.push('…');
            return;
        }
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if looks_escaped(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            '\n' | '\t' => out.push(letter),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

/// Whether a text begins as `_xHHHH_`.
fn looks_escaped(text: &str) -> bool {
    let mut letters = text.bytes().skip(1);
    letters.next() == Some(b'x')
        && letters.by_ref().take(4).filter(u8::is_ascii_hexdigit).count() == 4
        && letters.next() == Some(b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_letters() {
        let found = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn text_is_what_it_was() {
        let shown = |text: &str| {
            let mut out = String::new();
            put(text, &mut out);
            out
        };
        assert_eq!(shown("a<b & \u{1} അ"), "a&lt;b &amp; \u{fffd} അ");
        assert_eq!(shown("_x000D_ _x00_"), "_x005F_x000D_ _x00_");
        let long = shown(&"അ".repeat(40_000));
        assert_eq!(long.encode_utf16().count(), LONGEST);
        assert!(long.ends_with('…'));
        assert_eq!(shown(&"a".repeat(LONGEST)).len(), LONGEST);
    }
}
