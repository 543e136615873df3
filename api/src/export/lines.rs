//! NDJSON: the rows as the list shows them, one a line. GeoJSON (RFC 7946): the same as features.

use super::columns::follow;
use super::{Columns, Form};
use serde_json::{Value, json};
use std::io;

/// One JSON object a line.
pub(super) struct Lines;

impl Form for Lines {
    fn begin(&mut self, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: &Value, out: &mut Vec<u8>) -> io::Result<()> {
        serde_json::to_writer(&mut *out, row)?;
        out.push(b'\n');
        Ok(())
    }

    fn end(&mut self, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

/// A collection of features.
pub(super) struct Features {
    point: Option<Vec<String>>,
    is_first: bool,
}

impl Features {
    pub(super) fn new(columns: Columns) -> Self {
        Self { point: columns.point, is_first: true }
    }

    /// Where a row stands; what stands nowhere has no geometry.
    fn geometry(&self, row: &Value) -> Value {
        let point = self.point.as_ref().and_then(|path| follow(row, path));
        let part = |name| point.and_then(|point| point.get(name));
        match (part("longitude"), part("latitude")) {
            (Some(longitude), Some(latitude)) => {
                json!({ "type": "Point", "coordinates": [longitude, latitude] })
            }
            _ => Value::Null,
        }
    }
}

impl Form for Features {
    fn begin(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[");
        Ok(())
    }

    fn row(&mut self, row: &Value, out: &mut Vec<u8>) -> io::Result<()> {
        let separator: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        out.extend_from_slice(separator);
        out.extend_from_slice(b"{\"type\":\"Feature\",");
        if let Some(id) = row.get("id") {
            out.extend_from_slice(format!("\"id\":{id},").as_bytes());
        }
        let geometry = self.geometry(row);
        out.extend_from_slice(format!("\"geometry\":{geometry},\"properties\":").as_bytes());
        serde_json::to_writer(&mut *out, row)?;
        out.push(b'}');
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend_from_slice(b"\n]}\n");
        Ok(())
    }
}
