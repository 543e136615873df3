//! What people call a value of a closed list.

/// A text in both languages of the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// In English.
    pub en: &'static str,
    /// In Malayalam.
    pub ml: &'static str,
}

/// The schema of a closed list: its name, its values and their labels.
#[cfg(feature = "openapi")]
pub fn schema(
    name: &str,
    values: impl Iterator<Item = (&'static str, Label)> + Clone,
) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use serde_json::{Value, json};
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    let label = |(value, Label { en, ml })| (value, json!({ "en": en, "ml": ml }));
    let labels = values.clone().map(label).collect::<Value>();
    let extensions = [("x-vocabulary", name.into()), ("x-enum-labels", labels)];
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values.map(|(value, _)| value)))
        .extensions(Some(extensions.into_iter().collect()))
        .into()
}
