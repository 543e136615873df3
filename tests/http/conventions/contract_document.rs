//! The document as the tests of the contract read it: its operations, their bodies and examples.

use actix_web::http::Method;
use serde_json::{Value, json};

/// An operation that takes a body.
pub struct Request {
    pub id: String,
    pub method: Method,
    pub path: String,
    /// The media type.
    pub kind: String,
    pub schema: Value,
    pub example: Option<Value>,
}

/// Every operation of the document that takes a body.
pub fn requests(document: &Value) -> Vec<Request> {
    let mut all = Vec::new();
    for (path, method, operation) in operations(document) {
        for (kind, content) in operation.pointer("/requestBody/content").and_then(Value::as_object).into_iter().flatten() {
            // A file has no schema of its own.
            if content["schema"].get("$ref").is_none() {
                continue;
            }
            all.push(Request {
                id: operation["operationId"].as_str().expect("an operationId").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.to_owned(),
                kind: kind.clone(),
                schema: content["schema"].clone(),
                example: content.get("example").cloned(),
            });
        }
    }
    all
}

/// Every operation: path, method, and what is said about it.
pub fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let items = document["paths"].as_object().expect("paths");
    items
        .iter()
        .flat_map(|(path, item)| item.as_object().expect("operations").iter().map(move |(method, o)| (path.as_str(), method.as_str(), o)))
        .collect()
}

/// The example of a request: its own, or its schema's, or one made of its fields' examples.
pub fn example(document: &Value, request: &Request) -> Value {
    if let Some(example) = &request.example {
        return example.clone();
    }
    let path = request.schema["$ref"].as_str().unwrap_or_else(|| panic!("{} has a schema of its own", request.id));
    let schema = document.pointer(path.trim_start_matches('#')).expect("a schema");
    if let Some(example) = schema.pointer("/examples/0") {
        return example.clone();
    }
    let properties = schema["properties"].as_object().expect("properties");
    let fields = properties.iter().filter_map(|(name, property)| property.get("example").map(|e| (name.clone(), e.clone())));
    let example = Value::Object(fields.collect());
    assert_ne!(example, json!({}), "{} shows no example of its body", request.id);
    example
}
