//! The files of exports, read back as other programs read them.

use crate::client::{Answer, Client};
use crate::http::conventions::contract_document::operations;
use actix_web::http::Method;
use flate2::read::DeflateDecoder;
use odoi_api::openapi;
use serde_json::{Value, json};
use std::io::Read;

pub const FORMATS: [(&str, &str); 4] = [
    ("csv", "text/csv; charset=utf-8; header=present"),
    ("ndjson", "application/x-ndjson"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("geojson", "application/geo+json"),
];

/// The path of every list that the document says can be had as a file; of those beneath a thing, for the first
/// of its kind that there is.
pub async fn exported(client: &Client) -> Vec<String> {
    let document = openapi::document();
    let mut found = Vec::new();
    for (path, method, operation) in operations(&document) {
        let mut names = operation["parameters"].as_array().into_iter().flatten();
        if method != "get" || !names.any(|parameter| parameter["name"] == "format") {
            continue;
        }
        match path.split_once("/{id}") {
            None => found.push(path.to_owned()),
            Some(("/v1/places", _)) => found.push(path.replace("{id}", "district:555")),
            Some((things, _)) => {
                let first = client.first(things).await["id"].clone();
                found.extend(first.as_str().map(|id| path.replace("{id}", id)));
            }
        }
    }
    found
}

/// Every row of a list, page by page.
pub async fn walk(client: &Client, path: &str) -> Vec<Value> {
    let glue = if path.contains('?') { '&' } else { '?' };
    let (mut rows, mut next) = (Vec::new(), format!("{path}{glue}limit=200"));
    loop {
        let page = client.get(&next).await.expect(200).json();
        rows.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(cursor) => next = format!("{path}{glue}limit=200&cursor={cursor}"),
            None => return rows,
        }
    }
}

/// A list as a file.
pub async fn file(client: &Client, path: &str, format: &str) -> Answer {
    let glue = if path.contains('?') { '&' } else { '?' };
    let path = format!("{path}{glue}format={format}");
    client.request(Method::GET, &path).send().await.expect(200)
}

/// The rows of a table, by the names of its columns.
pub struct Table {
    pub names: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn of_csv(bytes: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let names = reader.headers().expect("names");
        let names = names.iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| {
            let row = row.expect("as many cells as names");
            row.iter().map(str::to_owned).collect()
        });
        Self { names, rows: rows.collect() }
    }

    /// The worksheet of a workbook.
    pub fn of_xlsx(bytes: &[u8]) -> Self {
        let parts = unzip(bytes);
        for name in ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"] {
            assert!(parts.iter().any(|(part, _)| part == name), "no {name}");
        }
        let (_, sheet) = parts.iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").expect("a worksheet");
        assert!(sheet.ends_with("</sheetData></worksheet>") && !sheet.contains("<f>"));
        let mut rows: Vec<Vec<String>> =
            sheet.split("<row ").skip(1).map(|row| cells(row.split("</row>").next().expect("a row"))).collect();
        let names = rows.remove(0);
        for row in &mut rows {
            row.resize(names.len(), String::new());
        }
        Self { names, rows }
    }

    pub fn column(&self, name: &str) -> Vec<&str> {
        let names = &self.names;
        let place = names.iter().position(|other| other == name);
        let place = place.unwrap_or_else(|| panic!("no {name} in {names:?}"));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }
}

/// The cells of a row, each at the place that its letters say.
fn cells(row: &str) -> Vec<String> {
    let mut found = Vec::new();
    for cell in row.split("<c r=\"").skip(1) {
        let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
        let place = letters.fold(0, |place, letter| place * 26 + usize::from(letter - b'A') + 1);
        let (_, text) = cell.split_once('>').expect("a cell");
        let text = text.trim_start_matches("<is><t xml:space=\"preserve\">");
        let text = text.trim_start_matches("<v>").split("</").next();
        let text = text.expect("a value").replace("&lt;", "<").replace("&gt;", ">");
        found.resize(place - 1, String::new());
        found.push(text.replace("&amp;", "&"));
    }
    found
}

fn number(bytes: &[u8], at: usize, width: usize) -> usize {
    let digits = bytes[at..at + width].iter().rev();
    digits.fold(0, |number, byte| number * 256 + usize::from(*byte))
}

/// The files of an archive, by its directory.
fn unzip(bytes: &[u8]) -> Vec<(String, String)> {
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06", "the end of the directory");
    let (count, mut at) = (number(bytes, end + 10, 2), number(bytes, end + 16, 4));
    let mut found = Vec::new();
    for _ in 0..count {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (crc, packed) = (number(bytes, at + 16, 4), number(bytes, at + 20, 4));
        let (whole, length) = (number(bytes, at + 24, 4), number(bytes, at + 28, 2));
        let begins = number(bytes, at + 42, 4);
        let name = String::from_utf8(bytes[at + 46..at + 46 + length].to_vec()).expect("a name");
        assert_eq!(&bytes[begins..begins + 4], b"PK\x03\x04", "{name}");
        let data = begins + 30 + length;
        let mut text = String::new();
        let mut reader = DeflateDecoder::new(&bytes[data..data + packed]);
        reader.read_to_string(&mut text).expect("deflated text");
        let mut sum = flate2::Crc::new();
        sum.update(text.as_bytes());
        assert_eq!((text.len(), sum.sum() as usize), (whole, crc), "{name}");
        found.push((name, text));
        at += 46 + length;
    }
    assert_eq!(at, end, "the directory and nothing else");
    found
}

/// The rows of a file of lines.
pub fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(text.is_empty() || text.ends_with('\n'));
    let lines = text.lines();
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The rows of a collection of features, which RFC 7946 would take; and where they stand.
pub fn features(bytes: &[u8]) -> Vec<(Value, Value)> {
    let document: Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(document["type"], "FeatureCollection");
    let members = document.as_object().expect("an object");
    assert_eq!(members.len(), 2, "no foreign members");
    let features = document["features"].as_array().expect("features");
    let feature = |feature: &Value| {
        assert_eq!(feature["type"], "Feature");
        assert!(feature["properties"].is_object() && feature.get("geometry").is_some());
        assert_eq!(feature["id"], feature["properties"]["id"]);
        let geometry = &feature["geometry"];
        if !geometry.is_null() {
            assert_eq!(geometry["type"], "Point");
            let at: Vec<f64> = geometry["coordinates"].as_array().expect("a pair").iter().map(|n| n.as_f64().expect("degrees")).collect();
            assert!(at.len() == 2 && (74.0..78.0).contains(&at[0]) && (8.0..13.0).contains(&at[1]), "{at:?} lies in Kerala");
        }
        (feature["properties"].clone(), json!(geometry["coordinates"]))
    };
    features.iter().map(feature).collect()
}
