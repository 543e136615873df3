//! How marks are stored: each mark once, with the facts that it is of. Most facts of an enterprise
//! were stated together, and a list reads the marks of every row.

use super::provenance::{EnterpriseField, Mark, Marks};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

pub(crate) fn serialize<S: Serializer>(marks: &Marks, serializer: S) -> Result<S::Ok, S::Error> {
    let mut groups: Vec<(&Mark, Vec<EnterpriseField>)> = Vec::new();
    for (field, mark) in marks {
        match groups.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, fields)) => fields.push(*field),
            None => groups.push((mark, vec![*field])),
        }
    }
    groups.serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Marks, D::Error> {
    deserializer.deserialize_any(Stored)
}

/// Takes both forms: groups, and a mark for each fact, as the first versions stored them.
struct Stored;

impl<'de> Visitor<'de> for Stored {
    type Value = Marks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("marks with their fields")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut groups: A) -> Result<Marks, A::Error> {
        let mut marks = Marks::new();
        while let Some((mark, fields)) = groups.next_element::<(Mark, Vec<EnterpriseField>)>()? {
            marks.extend(fields.into_iter().map(|field| (field, mark.clone())));
        }
        Ok(marks)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Marks, A::Error> {
        Marks::deserialize(serde::de::value::MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use crate::registry::enterprise::thing::EnterpriseState;

    const FACTS: &str = r#""facts":{"name":{"en":"A"},"kind":"firm","district":"555","activities":[{"version":"nic_2008","code":"10612"}]}"#;
    const MARK: &str =
        r#"{"source":"udyam","as_of":"2026-01-02","recorded_at":"2026-01-02T03:04:05.000000Z"}"#;

    #[test]
    fn marks_are_stored_once_for_all_their_facts_and_the_first_form_is_still_read() {
        let old = format!(r#"{{{FACTS},"marks":{{"name":{MARK},"kind":{MARK}}}}}"#);
        let new = format!(r#"{{{FACTS},"marks":[[{MARK},["name","kind"]]]}}"#);
        let state: EnterpriseState = serde_json::from_str(&old).unwrap();
        assert_eq!(state.marks.len(), 2);
        assert_eq!(serde_json::to_string(&state).unwrap(), new);
        assert_eq!(serde_json::from_str::<EnterpriseState>(&new).unwrap(), state);
    }
}
