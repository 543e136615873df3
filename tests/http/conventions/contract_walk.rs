//! Bodies that break the limits of a schema, one each: made from the schema itself.

use crate::http::conventions::contract_document::{Request, example};
use serde_json::{Value, json};

/// A body that breaks one limit of its schema.
#[derive(Clone)]
pub struct Broken {
    pub body: Value,
    /// Where that must be told.
    pub at: String,
    /// As what, where only one code says it.
    pub code: Option<&'static str>,
    pub why: &'static str,
}

struct Walk<'a> {
    document: &'a Value,
    whole: &'a Value,
    found: Vec<Broken>,
    properties: usize,
}

impl Walk<'_> {
    /// The schema without references, and whether null is among its values.
    fn resolve(&self, schema: &Value) -> (Value, bool) {
        if let Some(path) = schema["$ref"].as_str() {
            let found = self.document.pointer(path.trim_start_matches('#')).expect("a schema");
            return self.resolve(found);
        }
        let is_null = |part: &Value| part["type"] == "null";
        if let Some(parts) = schema["oneOf"].as_array().filter(|parts| parts.iter().any(is_null)) {
            let inner = parts.iter().find(|part| !is_null(part)).expect("a schema beside null");
            return (self.resolve(inner).0, true);
        }
        if let Some(kinds) = schema["type"].as_array() {
            let mut inner = schema.clone();
            inner["type"] = kinds.iter().find(|kind| **kind != "null").expect("a type beside null").clone();
            return (inner, kinds.iter().any(|kind| kind == "null"));
        }
        (schema.clone(), false)
    }

    /// The whole body with another value at a place, or without one.
    fn put(&mut self, at: &str, value: Option<Value>, code: Option<&'static str>, why: &'static str) {
        let mut body = self.whole.clone();
        match at.rsplit_once('/') {
            None => body = value.unwrap_or_default(),
            Some((parent, name)) => match body.pointer_mut(parent) {
                Some(Value::Object(map)) => match value {
                    Some(value) => drop(map.insert(name.to_owned(), value)),
                    None => drop(map.remove(name)),
                },
                Some(Value::Array(list)) => list[name.parse::<usize>().expect("a place")] = value.expect("a value"),
                _ => panic!("the example has nothing at {parent}"),
            },
        }
        self.found.push(Broken { body, at: at.to_owned(), code, why });
    }

    fn bad(&mut self, at: &str, value: Value, code: Option<&'static str>, why: &'static str) {
        self.put(at, Some(value), code, why);
    }

    fn visit(&mut self, at: &str, schema: &Value) {
        let (schema, nullable) = self.resolve(schema);
        // What may be absent and is not shown here is shown by the example of another operation.
        let is_whole = matches!(schema["type"].as_str(), Some("object" | "array"));
        if nullable && is_whole && self.whole.pointer(at).is_none() {
            return;
        }
        if schema.get("oneOf").is_some() {
            self.bad(at, json!({ "no": "form" }), Some("one_of"), "none of the forms");
            return;
        }
        if !nullable {
            self.bad(at, Value::Null, None, "null");
        }
        let code = if schema.get("enum").is_some() { None } else { Some("type") };
        match schema["type"].as_str().unwrap_or_else(|| panic!("{at}: no type")) {
            "string" => {
                self.bad(at, json!(17), code, "a number for a text");
                self.bad(at, json!(["text"]), code, "a list for a text");
                self.text(at, &schema);
            }
            "integer" => {
                self.bad(at, json!("17"), Some("type"), "a text for a number");
                self.bad(at, json!(1.5), Some("type"), "a fraction");
                self.bad(at, json!(true), Some("type"), "a truth for a number");
                for (limit, step, code) in [("minimum", -1, "minimum"), ("maximum", 1, "maximum")] {
                    let edge = schema[limit].as_i64().unwrap_or_else(|| panic!("{at} has no {limit}"));
                    self.bad(at, json!(edge + step), Some(code), "over the edge");
                }
            }
            "number" => {
                self.bad(at, json!("17"), Some("type"), "a text for a number");
                for (limit, step) in [("minimum", -0.5), ("maximum", 0.5)] {
                    let edge = schema[limit].as_f64().unwrap_or_else(|| panic!("{at} has no {limit}"));
                    self.bad(at, json!(edge + step), Some(limit), "over the edge");
                }
            }
            "boolean" => self.bad(at, json!("true"), Some("type"), "a text for a truth"),
            "array" => self.array(at, &schema),
            "object" => self.object(at, &schema),
            other => panic!("{at}: {other} is not covered"),
        }
    }

    fn text(&mut self, at: &str, schema: &Value) {
        let is_word = schema.get("pattern").is_some() || ["uuid", "date"].iter().any(|f| schema["format"] == *f);
        if schema.get("enum").is_some() {
            self.bad(at, json!("no_such_word"), Some("enum"), "an unknown word");
            self.bad(at, json!(""), Some("enum"), "an empty word");
            return;
        }
        let most = schema["maxLength"].as_u64().unwrap_or_else(|| panic!("{at} has no maxLength"));
        let long = "a".repeat(usize::try_from(most).expect("a length") + 1);
        self.bad(at, json!(long), (!is_word).then_some("max_length"), "too long");
        if let Some(least) = schema["minLength"].as_u64() {
            self.bad(at, json!("a".repeat(usize::try_from(least).expect("a length") - 1)), None, "too short");
        }
        if is_word {
            for form in ["!", "", "ക", "\u{0}"] {
                self.bad(at, json!(form), None, "not of the form");
            }
        }
        if schema["format"] == "line" {
            self.bad(at, json!("line\nfeed"), Some("control_character"), "a line feed");
        }
        if schema["format"] == "text" || schema["format"] == "line" {
            self.bad(at, json!("nul \u{0}"), Some("control_character"), "NUL");
            self.bad(at, json!("bell \u{7}"), Some("control_character"), "a control character");
            self.bad(at, json!("tab \t"), Some("control_character"), "a tab");
            self.bad(at, json!("turned \u{202e}"), Some("control_character"), "what turns the direction");
            self.bad(at, json!("  "), Some("blank"), "nothing that shows");
        }
    }

    fn array(&mut self, at: &str, schema: &Value) {
        self.bad(at, json!("a list"), Some("type"), "a text for a list");
        self.bad(at, json!({ "0": 1 }), Some("type"), "an object for a list");
        let one = self.whole.pointer(&format!("{at}/0")).unwrap_or_else(|| panic!("the example shows nothing at {at}/0")).clone();
        let most = schema["maxItems"].as_u64().unwrap_or_else(|| panic!("{at} has no maxItems"));
        self.bad(at, Value::Array(vec![one; usize::try_from(most).expect("a size") + 1]), Some("max_items"), "too many");
        if schema["minItems"].as_u64().is_some_and(|least| least > 0) {
            self.bad(at, json!([]), Some("min_items"), "too few");
        }
        self.visit(&format!("{at}/0"), &schema["items"]);
    }

    fn object(&mut self, at: &str, schema: &Value) {
        self.bad(at, json!("an object"), Some("type"), "a text for an object");
        self.bad(at, json!([]), Some("type"), "a list for an object");
        // A document of somebody else's shape (a form, the answers to it): its own rules are tested.
        if schema.get("properties").is_none() {
            return;
        }
        // Of two alternatives the example shows the other one; and few steps need minutes.
        if ["/scorecard", "/minute"].contains(&at) && self.whole.pointer(at).is_none() {
            return;
        }
        assert_eq!(schema["additionalProperties"], json!(false), "{at} takes what it does not know");
        self.bad(&format!("{at}/no_such_field"), json!(1), Some("unknown_field"), "an unknown field");
        for name in schema["required"].as_array().into_iter().flatten() {
            let child = format!("{at}/{}", name.as_str().expect("a name"));
            self.put(&child, None, Some("required"), "left out");
        }
        for (name, property) in schema["properties"].as_object().expect("properties") {
            self.properties += 1;
            self.visit(&format!("{at}/{name}"), property);
        }
    }
}

/// Every way to break a limit of a request's body, and how many properties that covers.
pub fn broken(document: &Value, request: &Request) -> (Vec<Broken>, usize) {
    let whole = example(document, request);
    let mut walk = Walk { document, whole: &whole, found: Vec::new(), properties: 0 };
    walk.visit("", &request.schema);
    (walk.found, walk.properties)
}

/// What a schema demands.
pub fn required(document: &Value, schema: &Value) -> Vec<String> {
    let walk = Walk { document, whole: &Value::Null, found: Vec::new(), properties: 0 };
    let (schema, _) = walk.resolve(schema);
    let names = schema["required"].as_array().into_iter().flatten();
    names.map(|name| name.as_str().expect("a name").to_owned()).collect()
}
