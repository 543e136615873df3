//! The closed lists that the document names, read from it: what it publishes has its labels, and nothing is forgotten.

use crate::routes::{LabelView, VocabularyValue, VocabularyView};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every closed list, by its name.
pub(crate) fn all(document: &Value) -> Vec<VocabularyView> {
    let mut found = BTreeMap::new();
    collect(document, &mut found);
    found.into_values().collect()
}

fn collect(value: &Value, found: &mut BTreeMap<String, VocabularyView>) {
    if let Some(name) = value["x-vocabulary"].as_str() {
        found.insert(name.to_owned(), vocabulary(name, value));
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Object(map) => map.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

fn vocabulary(name: &str, schema: &Value) -> VocabularyView {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let values = schema["enum"].as_array().into_iter().flatten();
    let values = values.map(text).map(|value| {
        let label = &schema["x-enum-labels"][&value];
        let label = LabelView { en: text(&label["en"]), ml: text(&label["ml"]) };
        VocabularyValue { value, label }
    });
    VocabularyView { name: name.to_owned(), values: values.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use odoi_domain::kernel::text::Line;
    use std::collections::HashSet;

    #[test]
    fn every_value_has_a_label_of_its_own_in_both_languages() {
        let all = all(&crate::openapi::document());
        assert!(all.iter().any(|list| list.name == "size_class"));
        for list in all {
            let mut seen = HashSet::new();
            for VocabularyValue { value, label } in list.values {
                let place = format!("{} of {}: {label:?}", value, list.name);
                for text in [&label.en, &label.ml] {
                    let kept = Line::new(text)
                        .unwrap_or_else(|violation| panic!("{place}: {violation:?}"));
                    assert_eq!(kept.as_str(), text, "{place} is not trimmed, or not NFC");
                    assert!(seen.insert(text.clone()), "{place} is a label of another value");
                }
                let is_malayalam = label.ml.chars().any(|c| ('\u{d00}'..='\u{d7f}').contains(&c));
                assert!(label.en.is_ascii() && is_malayalam, "{place}");
            }
        }
    }
}
