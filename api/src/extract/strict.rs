//! JSON without ambiguity: an object that says one name twice is malformed (RFC 7493 §2.3), where
//! `serde_json` would keep the last value and drop the others unseen. What no schema could take is read and
//! not kept.

use odoi_application::schemas::Guide;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::fmt;

/// So many values are kept of a body at most.
pub(crate) const MOST_VALUES: usize = 100_000;

/// What was kept of a text.
pub(crate) struct Storable {
    /// Its value.
    pub(crate) value: Value,
    /// How many values that is, without those of unknown fields.
    pub(crate) values: usize,
}

impl Storable {
    /// Whether there were too many values to keep them.
    pub(crate) const fn is_cut(&self) -> bool {
        self.values > MOST_VALUES
    }
}

/// The value of a text, as far as the guide keeps it.
pub(crate) fn from_slice(bytes: &[u8], guide: Guide<'_>) -> Result<Storable, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let values = Cell::new(0);
    let strict = Strict { guide, values: &values };
    let value = strict.deserialize(&mut reader)?;
    reader.end()?;
    let values = values.get();
    Ok(Storable { value, values })
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    guide: Guide<'a>,
    values: &'a Cell<usize>,
}

impl<'a> Strict<'a> {
    /// The reader of a value within this one.
    fn within(self, guide: Guide<'a>) -> Self {
        Self { guide, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Value, D::Error> {
        if !self.guide.is_nothing() {
            self.values.set(self.values.get() + 1);
            if self.values.get() > MOST_VALUES {
                self.guide = Guide::Nothing;
            }
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Value::Number(number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        if self.guide.is_nothing() {
            return Ok(Value::Null);
        }
        Ok(Value::from(value))
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let (most, each) = self.guide.list().items();
        let mut values = Vec::new();
        loop {
            let is_kept = values.len() < most && self.values.get() <= MOST_VALUES;
            let guide = if is_kept { each } else { Guide::Nothing };
            match list.next_element_seed(self.within(guide))? {
                Some(value) if is_kept => values.push(value),
                Some(_) => {}
                None => return Ok(Value::Array(values)),
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let guide = self.guide.object();
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.within(guide.member(&name)))?;
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice in an object"));
            }
        }
        if guide.is_nothing() {
            map.clear();
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use odoi_application::schemas::Shapes;
    use serde_json::json;

    fn read(text: &str) -> Result<Value, serde_json::Error> {
        from_slice(text.as_bytes(), Guide::Anything).map(|kept| kept.value)
    }

    #[test]
    fn it_reads_what_serde_json_reads() {
        for text in [
            "null",
            "[1,-2,3.5,1e3,18446744073709551615,true,\"a\\u0d15\\n\"]",
            r#"{"a":{"b":[],"c":{}},"b":null}"#,
        ] {
            let usual: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read(text).unwrap(), usual, "{text}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_however_deep_and_however_spelt() {
        for text in
            [r#"{"a":1,"a":2}"#, r#"{"a":1,"\u0061":1}"#, r#"[{"x":{"a":null,"b":0,"a":null}}]"#]
        {
            for guide in [Guide::Anything, Guide::Nothing] {
                let error = from_slice(text.as_bytes(), guide).err().unwrap().to_string();
                assert!(error.contains("twice"), "{text}: {error}");
            }
        }
        assert!(read("{} {}").is_err());
        assert!(read(&"[".repeat(10_000)).is_err());
    }

    #[test]
    fn what_a_schema_cannot_take_is_read_and_not_kept() {
        let schema = json!({
            "type": "object", "additionalProperties": false,
            "properties": {
                "short": { "type": "array", "maxItems": 2, "items": { "type": "integer" } },
                "text": { "type": "string" },
                "perhaps": { "oneOf": [{ "type": "null" }, { "type": "object", "properties": { "a": {} } }] },
            },
        });
        let shapes = Shapes::of(&schema, &Map::new(), 1_000).ok().unwrap();
        let text =
            r#"{"short":[1,2,3,4,5],"text":[[{"a":"b"}]],"perhaps":{"a":["x"]},"other":{"a":"b"}}"#;
        let kept = from_slice(text.as_bytes(), Guide::of(&shapes)).unwrap();
        let expected =
            json!({ "short": [1, 2, 3], "text": [], "perhaps": { "a": ["x"] }, "other": {} });
        assert_eq!((kept.value, kept.values), (expected, 9));
    }

    #[test]
    fn of_endless_values_no_more_are_kept_than_could_be_right() {
        let text = format!("[{}0]", "0,".repeat(MOST_VALUES));
        let kept = from_slice(text.as_bytes(), Guide::Anything).unwrap();
        assert!(kept.is_cut());
        let text = format!("[{}0]", "0,".repeat(MOST_VALUES - 2));
        let kept = from_slice(text.as_bytes(), Guide::Anything).unwrap();
        assert_eq!((kept.values, kept.is_cut()), (MOST_VALUES, false));
    }
}
