//! The files that lists can be had as: their media types beside the page in JSON; and documents.

use crate::export::Format;
use odoi_domain::programme::attachment::MediaType;
use serde_json::{Map, Value, json};

/// The longest text that a schema can speak of: a file has no limit of its own.
const NO_LIMIT: i32 = i32::MAX;

/// Adds the files to every list that has the parameter `format`.
pub(super) fn add(document: &mut Value) {
    document["components"]["schemas"]["FeatureCollection"] = collection();
    document["components"]["headers"]["Content-Disposition"] = json!({
        "description": "The name of the file, where the list is answered as a file.",
        "schema": { "type": "string", "maxLength": 200, "format": "disposition" },
        "example": "attachment; filename=\"clusters-2026-11-21.csv\"",
    });
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for operation in paths.filter_map(|(_, item)| item.get_mut("get")) {
        if !is_exported(operation) {
            continue;
        }
        let page = &mut operation["responses"]["200"];
        page["description"] = json!("A page, or the whole list as a file.");
        for format in Format::ALL {
            page["content"][format.media_type()] = json!({ "schema": schema(*format) });
        }
    }
}

/// Documents of proposals come and go as they are: bytes of one of the types that are taken.
pub(super) fn documents(document: &mut Value) {
    let content: Map<String, Value> = MediaType::ALL
        .iter()
        .map(|kind| {
            let schema = json!({ "type": "string", "format": "binary", "maxLength": 10_485_760 });
            (kind.text().to_owned(), json!({ "schema": schema }))
        })
        .collect();
    let content = Value::Object(content);
    let paths = &mut document["paths"];
    paths["/v1/proposals/{id}/documents"]["post"]["requestBody"]["content"] = content.clone();
    paths["/v1/documents/{id}/content"]["get"]["responses"]["200"]["content"] = content;
}

/// Whether an operation takes `format`.
pub(super) fn is_exported(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array();
    let mut names = parameters.into_iter().flatten().map(|p| &p["name"]);
    names.any(|name| name == "format")
}

fn schema(format: Format) -> Value {
    let text = |form: &str, about: &str| json!({ "type": "string", "format": form, "maxLength": NO_LIMIT, "description": about });
    match format {
        Format::Csv => text(
            "csv",
            "A table (RFC 4180, UTF-8) with column names in the first row. A text that a spreadsheet would read as a \
             formula has an apostrophe before it.",
        ),
        Format::Ndjson => text("ndjson", "One row a line, as in `items` of a page."),
        Format::Xlsx => text(
            "binary",
            "A workbook of one worksheet with column names in the first row; 422 for more than 1,048,575 rows. Texts longer \
             than 32,767 characters are cut and end with `…`.",
        ),
        Format::Geojson => json!({ "$ref": "#/components/schemas/FeatureCollection" }),
    }
}

fn collection() -> Value {
    let coordinates = json!({
        "type": "array", "minItems": 2, "maxItems": 2, "description": "Longitude and latitude in degrees (WGS 84).",
        "items": { "type": "number", "format": "double", "minimum": -180, "maximum": 180 },
    });
    let geometry = json!({
        "type": ["object", "null"], "required": ["type", "coordinates"], "description": "The location; null where it is unknown.",
        "properties": { "type": { "type": "string", "enum": ["Point"], "description": "A point." }, "coordinates": coordinates },
    });
    json!({
        "type": "object", "required": ["type", "features"], "description": "A list as map features (RFC 7946).",
        "properties": {
            "type": { "type": "string", "enum": ["FeatureCollection"], "description": "What it is." },
            "features": {
                "type": "array", "maxItems": NO_LIMIT, "description": "One feature a row.",
                "items": {
                    "type": "object", "required": ["type", "geometry", "properties"], "description": "A row of the list.",
                    "properties": {
                        "type": { "type": "string", "enum": ["Feature"], "description": "What it is." },
                        "id": { "type": "string", "format": "uuid", "maxLength": 36, "description": "The id of the row, if it has one." },
                        "geometry": geometry,
                        "properties": { "type": "object", "description": "The row, as in `items` of a page." },
                    },
                },
            },
        },
    })
}
