//! The order in which the document is written: by name, but JSON before other media types. The explorer asks for
//! the first that is named, and who tries a list there wants to see it.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

const FIRST: &str = "application/json";

/// A value in that order.
pub(super) struct Ordered<'a>(pub(super) &'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                let first = map.get_key_value(FIRST);
                let rest = map.iter().filter(|(name, _)| *name != FIRST);
                for (name, value) in first.into_iter().chain(rest) {
                    out.serialize_entry(name, &Ordered(value))?;
                }
                out.end()
            }
            Value::Array(list) => serializer.collect_seq(list.iter().map(Ordered)),
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_comes_before_other_media_types() {
        let content = json!([{ "application/geo+json": 1, "application/json": { "b": 2, "a": null }, "text/csv": 3 }]);
        assert_eq!(
            serde_json::to_string(&Ordered(&content)).unwrap(),
            r#"[{"application/json":{"a":null,"b":2},"application/geo+json":1,"text/csv":3}]"#
        );
    }
}
