//! What stands in a cell of a table.

use serde_json::Value;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    /// In its spelling as JSON.
    Number(String),
    Bool(bool),
}

/// The cell of one value; what has parts stands as JSON.
pub(super) fn value(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(truth) => Cell::Bool(*truth),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::String(text) => Cell::Text(text.clone()),
        Value::Array(list) if list.is_empty() => Cell::Empty,
        Value::Array(_) | Value::Object(_) => Cell::Text(value.to_string()),
    }
}

/// The cell of a list: its values with `; ` between them. A `;` or `\` within a value has a `\` before it,
/// and what is absent leaves its place empty, so that columns of one list stay side by side.
pub(super) fn joined<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> Cell {
    let texts: Vec<String> = values
        .map(|item| match item.map(value) {
            None | Some(Cell::Empty) => String::new(),
            Some(Cell::Text(text)) => text.replace('\\', "\\\\").replace(';', "\\;"),
            Some(Cell::Number(number)) => number,
            Some(Cell::Bool(truth)) => truth.to_string(),
        })
        .collect();
    if texts.iter().all(String::is_empty) {
        return Cell::Empty;
    }
    Cell::Text(texts.join("; "))
}
