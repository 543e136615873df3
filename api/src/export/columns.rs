//! The columns of a table: made of the schema of a view, so that they are the same for every row and
//! whether anything stands in them.

use super::cells::{Cell, joined, value};
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayItems, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

/// The schema of a point, which tells where a thing stands.
const POINT: &str = "Point";
/// Objects within objects, at most; what lies deeper stands as JSON.
const DEEPEST: usize = 6;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// The names on the way to the value, joined by dots.
    pub(super) name: String,
    path: Vec<String>,
    /// How many names lead to the list that the value lies in, where it lies in one.
    list: Option<usize>,
}

/// The columns of a view.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// In the order of the view.
    pub(super) all: Vec<Column>,
    /// The way to the point where the thing stands, if the view has one.
    pub(super) point: Option<Vec<String>>,
}

impl Columns {
    /// Of a view; a list by nearness also says distances.
    pub(crate) fn of<V: ToSchema>(is_located: bool) -> Self {
        let mut components = Vec::new();
        V::schemas(&mut components);
        let mut walk = Walk {
            components: components.into_iter().collect(),
            found: Self { all: Vec::new(), point: None },
        };
        walk.context(&V::schema(), &mut Vec::new(), None);
        let mut found = walk.found;
        if is_located {
            found.all.push(Column {
                name: "distance_m".to_owned(),
                path: vec!["distance_m".to_owned()],
                list: None,
            });
        }
        found
    }
}

impl Column {
    /// What stands in this column of a row.
    pub(super) fn cell(&self, row: &Value) -> Cell {
        match self.list {
            None => follow(row, &self.path).map_or(Cell::Empty, value),
            Some(at) => {
                let (to, within) = self.path.split_at(at);
                match follow(row, to) {
                    Some(Value::Array(items)) => {
                        joined(items.iter().map(|item| follow(item, within)))
                    }
                    other => other.map_or(Cell::Empty, value),
                }
            }
        }
    }
}

/// The value at the end of a way.
pub(super) fn follow<'a>(row: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(row, |at, name| at.get(name))
}

struct Walk {
    components: HashMap<String, RefOr<Schema>>,
    found: Columns,
}

impl Walk {
    /// Adds the columns of a value.
    fn context(&mut self, schema: &RefOr<Schema>, path: &mut Vec<String>, list: Option<usize>) {
        if let RefOr::Ref(reference) = schema
            && reference.ref_location.ends_with(&format!("/{POINT}"))
            && list.is_none()
            && self.found.point.is_none()
        {
            self.found.point = Some(path.clone());
        }
        let parts = self.parts(schema);
        if let [Part::Null, part] | [part, Part::Null] = parts.as_slice() {
            return match part {
                Part::Of(inner) => self.context(&inner.clone(), path, list),
                _ => self.add(path, list),
            };
        }
        match parts.as_slice() {
            [Part::Of(inner)] => self.context(&inner.clone(), path, list),
            [Part::Items(items)] if list.is_none() && self.is_flat(items, 0) => {
                let at = path.len();
                self.context(&items.clone(), path, Some(at));
            }
            parts if path.len() < DEEPEST && parts.iter().all(Part::is_object) => {
                for part in parts.iter().cloned() {
                    let Part::Object(properties) = part else {
                        continue;
                    };
                    for (name, property) in properties {
                        path.push(name);
                        self.context(&property, path, list);
                        path.pop();
                    }
                }
            }
            _ => self.add(path, list),
        }
    }

    fn add(&mut self, path: &[String], list: Option<usize>) {
        self.found.all.push(Column { name: path.join("."), path: path.to_vec(), list });
    }

    /// Whether the items of a list can stand in columns beside each other: single values, or objects of
    /// nothing else.
    fn is_flat(&self, schema: &RefOr<Schema>, depth: usize) -> bool {
        let parts = self.parts(schema);
        depth < DEEPEST
            && !parts.is_empty()
            && (parts.len() == 1
                || parts.contains(&Part::Null)
                || parts.iter().all(Part::is_object))
            && parts.iter().all(|part| match part {
                Part::Null | Part::Value => true,
                Part::Of(inner) => self.is_flat(inner, depth + 1),
                Part::Object(properties) => {
                    properties.iter().all(|(_, property)| self.is_flat(property, depth + 1))
                }
                Part::Items(_) | Part::Open => false,
            })
    }

    /// What a schema is made of: one thing, a thing or null, or the objects that are laid over each other.
    fn parts(&self, schema: &RefOr<Schema>) -> Vec<Part> {
        let schema = match schema {
            RefOr::T(schema) => schema,
            RefOr::Ref(reference) => {
                let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
                match self.components.get(name) {
                    Some(RefOr::T(schema)) => schema,
                    Some(other) => return vec![Part::Of(other.clone())],
                    None => return vec![Part::Value],
                }
            }
        };
        match schema {
            Schema::Array(array) => match &array.items {
                ArrayItems::RefOrSchema(items) => vec![Part::Items((**items).clone())],
                ArrayItems::False => vec![Part::Open],
            },
            Schema::Object(object) if !object.properties.is_empty() => {
                let properties = object.properties.iter();
                let properties = properties.map(|(name, schema)| (name.clone(), schema.clone()));
                vec![Part::Object(properties.collect())]
            }
            Schema::Object(object) => vec![match &object.schema_type {
                SchemaType::Type(Type::Object) | SchemaType::AnyValue => Part::Open,
                SchemaType::Type(Type::Null) => Part::Null,
                SchemaType::Type(_) | SchemaType::Array(_) => Part::Value,
            }],
            Schema::OneOf(one) => self.either(&one.items),
            Schema::AnyOf(any) => self.either(&any.items),
            Schema::AllOf(all) => all.items.iter().flat_map(|item| self.parts(item)).collect(),
            _ => vec![Part::Open],
        }
    }

    /// One of several: only with null it is still one thing.
    fn either(&self, items: &[RefOr<Schema>]) -> Vec<Part> {
        let is_null = |item: &RefOr<Schema>| self.parts(item) == [Part::Null];
        let (nulls, others): (Vec<_>, Vec<_>) = items.iter().partition(|item| is_null(item));
        match (nulls.as_slice(), others.as_slice()) {
            ([], [one]) => vec![Part::Of((*one).clone())],
            (_, [one]) => vec![Part::Null, Part::Of((*one).clone())],
            _ => vec![Part::Open],
        }
    }
}

/// What a schema is made of.
#[derive(Clone, PartialEq)]
enum Part {
    Null,
    Value,
    Open,
    Of(RefOr<Schema>),
    Items(RefOr<Schema>),
    Object(Vec<(String, RefOr<Schema>)>),
}

impl Part {
    const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(ToSchema)]
    #[allow(dead_code, reason = "only its schema matters")]
    struct Step {
        name: String,
        members: Vec<String>,
    }

    #[derive(ToSchema)]
    #[allow(dead_code, reason = "only its schema matters")]
    struct Code {
        version: String,
        code: String,
    }

    #[derive(ToSchema)]
    #[allow(dead_code, reason = "only its schema matters")]
    struct Thing {
        id: String,
        name: odoi_domain::kernel::name::Name,
        main: Option<Code>,
        codes: Vec<Code>,
        tags: Vec<String>,
        steps: Vec<Step>,
        location: Option<odoi_domain::kernel::geo::Point>,
        anything: Option<Value>,
    }

    #[test]
    fn columns_are_those_of_the_view_in_its_order() {
        let columns = Columns::of::<Thing>(true);
        let names: Vec<&str> = columns.all.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "id",
                "name.en",
                "name.ml",
                "main.version",
                "main.code",
                "codes.version",
                "codes.code",
                "tags",
                "steps",
                "location.latitude",
                "location.longitude",
                "anything",
                "distance_m"
            ]
        );
        assert_eq!(columns.point, Some(vec!["location".to_owned()]));
    }

    #[test]
    fn lists_are_joined_and_what_is_deeper_stands_as_json() {
        let columns = Columns::of::<Thing>(false);
        let row = json!({
            "id": "1", "codes": [{ "version": "a", "code": "1" }, { "version": "b" }], "tags": ["x;y", "z\\"],
            "steps": [{ "name": "n", "members": ["m"] }], "location": { "latitude": 9.5, "longitude": 76 },
        });
        let cell = |name: &str| {
            let column = columns.all.iter().find(|column| column.name == name);
            column.expect("a column").cell(&row)
        };
        assert_eq!(cell("codes.version"), Cell::Text("a; b".to_owned()));
        assert_eq!(cell("codes.code"), Cell::Text("1; ".to_owned()));
        assert_eq!(cell("tags"), Cell::Text("x\\;y; z\\\\".to_owned()));
        let steps = "[{\"members\":[\"m\"],\"name\":\"n\"}]";
        assert_eq!(cell("steps"), Cell::Text(steps.to_owned()));
        assert_eq!(cell("location.latitude"), Cell::Number("9.5".to_owned()));
        assert_eq!(cell("main.code"), Cell::Empty);
    }
}
