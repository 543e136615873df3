//! Every integer of the document says its size: what is only counted says so here.

use serde_json::{Value, json};

/// The greatest integer that every client language keeps exactly.
const EXACT: i64 = 9_007_199_254_740_991;

/// Completes the schemas of integers that state no format or no bounds: counts, from 0.
pub(super) fn bound(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(bound),
        Value::Object(map) => {
            if map.get("type") == Some(&json!("integer")) {
                let (least, most) = (json!(0), json!(EXACT));
                map.entry("minimum").or_insert(least);
                map.entry("maximum").or_insert(most);
                map.entry("format").or_insert(json!("int64"));
            }
            map.values_mut().for_each(bound);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
