//! The schemas of merge patches (RFC 7396), made of the schemas of what they change.

use serde_json::{Map, Value, json};

const ROOM: &str = "#/components/schemas/";

/// Points the body of every PATCH at the merge patch of its schema, and adds those schemas.
pub(super) fn add(document: &mut Value) {
    let mut wanted = document["paths"].as_object_mut().map(point).unwrap_or_default();
    while let Some(name) = wanted.pop() {
        let target = format!("{name}Patch");
        let schemas = &mut document["components"]["schemas"];
        if schemas.get(&target).is_none() {
            let patch = patch_of(&name, schemas, &mut wanted);
            schemas[target] = patch;
        }
    }
}

fn point(paths: &mut Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for item in paths.values_mut() {
        let body = item
            .pointer_mut("/patch/requestBody/content/application~1merge-patch+json/schema/$ref");
        if let Some(Value::String(reference)) = body {
            found.push(reference.trim_start_matches(ROOM).to_owned());
            reference.push_str("Patch");
        }
    }
    found
}

/// Nothing is required, null removes, and objects within are patched in turn.
fn patch_of(name: &str, schemas: &Value, wanted: &mut Vec<String>) -> Value {
    let mut patch = schemas[name].clone();
    if let Some(map) = patch.as_object_mut() {
        map.remove("required");
    }
    patch["description"] = json!(format!(
        "A merge patch onto {name}: absent leaves as it is, null removes, a value replaces."
    ));
    if let Some(properties) = patch["properties"].as_object_mut() {
        for property in properties.values_mut() {
            make_nullable(property, schemas, wanted);
        }
    }
    patch
}

fn make_nullable(property: &mut Value, schemas: &Value, wanted: &mut Vec<String>) {
    if let Some(reference) = property.get("$ref").and_then(Value::as_str).map(str::to_owned) {
        let inner = reference.trim_start_matches(ROOM);
        if schemas[inner].get("properties").is_some() {
            property["$ref"] = json!(format!("{reference}Patch"));
            wanted.push(inner.to_owned());
        }
        *property = json!({ "oneOf": [{ "type": "null" }, property.clone()] });
    } else if let Some(Value::String(kind)) = property.get("type").cloned() {
        property["type"] = json!([kind, "null"]);
    }
}
