//! JSON Schemas made ready to judge by: the published ones, and the application forms of calls.
//!
//! What is not understood is refused here, so that no rule of a schema is passed over unseen.

use super::{COMPONENTS, Check, FORMATS, whole};
use regex::{Regex, RegexBuilder};
use serde_json::{Map, Number, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The types of JSON Schema, each a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    const NAMES: [&'static str; 7] =
        ["null", "boolean", "string", "array", "object", "number", "integer"];
    pub const ARRAY: Self = Self(1 << 3);
    pub const OBJECT: Self = Self(1 << 4);
    pub const BUT_NULL: Self = Self(0x7e);
    const ANY: Self = Self(0x7f);

    fn named(name: &str) -> Option<Self> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self(1 << place))
    }

    /// Every type that a value is of: a whole number is also a number.
    pub fn of(value: &Value) -> Self {
        Self(match value {
            Value::Null => 1,
            Value::Bool(_) => 1 << 1,
            Value::String(_) => 1 << 2,
            Value::Array(_) => Self::ARRAY.0,
            Value::Object(_) => Self::OBJECT.0,
            Value::Number(number) if is_whole(number) => 1 << 5 | 1 << 6,
            Value::Number(_) => 1 << 5,
        })
    }

    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Their names, for a sentence.
    pub fn names(self) -> String {
        let named = Self::NAMES.iter().enumerate();
        let named = named.filter(|(place, _)| self.0 & (1 << place) != 0);
        named.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    }
}

fn is_whole(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// What stands in an object beside the properties that its schema names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Others {
    /// Whatever one likes.
    #[default]
    Open,
    /// Nothing.
    Closed,
    /// What this shape says.
    Of(usize),
}

/// A pattern that needs no more memory than this, in bytes, weighs one: what matching costs grows with it.
const LIGHT: usize = 8 * 1024;
/// What the others weigh, which may have so many times the memory.
const GREEDY: usize = 8;

/// A pattern as it is told, and at work.
pub struct Pattern {
    pub text: String,
    pub regex: Regex,
    /// What matching one byte costs at worst; nothing where we wrote the pattern.
    pub weight: usize,
}

/// What a schema says of a value; other shapes are named by their places.
#[derive(Default)]
pub struct Shape {
    pub types: Option<Types>,
    /// Shapes that the value must have besides.
    pub all: Vec<usize>,
    /// Shapes of which the value must have one.
    pub any: Vec<usize>,
    pub among: Option<HashSet<Value>>,
    pub properties: BTreeMap<String, usize>,
    pub required: Vec<String>,
    pub others: Others,
    pub items: Option<usize>,
    pub is_unique: bool,
    pub length: Range<usize>,
    pub count: Range<usize>,
    pub names: Range<usize>,
    pub number: Range<Number>,
    pub beyond: Range<Number>,
    pub multiple_of: Option<Number>,
    pub pattern: Option<Pattern>,
    /// That of the domain's words, where it is one of them.
    pub format: Option<Check>,
}

impl Shape {
    /// The value must be one of these, and one of those that were demanded before.
    fn narrow(&mut self, values: HashSet<Value>) {
        match &mut self.among {
            Some(known) => known.retain(|value| values.contains(value)),
            none => *none = Some(values),
        }
    }
}

/// A lower and an upper bound.
pub struct Range<T> {
    pub least: Option<T>,
    pub most: Option<T>,
}

impl<T> Default for Range<T> {
    fn default() -> Self {
        Self { least: None, most: None }
    }
}

/// A schema and everything that it refers to.
pub struct Shapes {
    all: Vec<Shape>,
}

/// Where a schema says something that it cannot mean: a JSON pointer into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub String);

impl Shapes {
    /// The first of the shapes is that of the whole value.
    pub const WHOLE: usize = 0;

    /// A schema, the components that it may refer to, and how much memory one of its patterns may take, in
    /// bytes: the time of matching grows with that.
    pub fn of(
        schema: &Value,
        components: &Map<String, Value>,
        memory: usize,
    ) -> Result<Self, Unusable> {
        let mut maker = Maker { components, memory, made: Vec::new(), known: HashMap::new() };
        maker.make(schema, "")?;
        let all = maker.made.into_iter().map(Option::unwrap_or_default);
        Ok(Self { all: all.collect() })
    }

    /// The shape at a place; one that says nothing where there is none.
    pub fn at(&self, place: usize) -> &Shape {
        static SILENT: std::sync::LazyLock<Shape> = std::sync::LazyLock::new(Shape::default);
        self.all.get(place).unwrap_or(&SILENT)
    }

    /// The types that a shape takes.
    pub fn types(&self, place: usize) -> Types {
        let mut shape = self.at(place);
        // A reference to a reference ends somewhere; one that turns in a circle takes anything.
        for _ in 0..8 {
            match (shape.types, shape.all.as_slice()) {
                (Some(types), _) => return types,
                (None, [one]) => shape = self.at(*one),
                (None, _) => break,
            }
        }
        Types::ANY
    }

    /// The alternatives of a shape whose type fits.
    pub fn fitting(&self, shape: &Shape, types: Types) -> Vec<usize> {
        let fits = |place: &usize| self.types(*place).meets(types);
        shape.any.iter().copied().filter(fits).collect()
    }
}

struct Maker<'a> {
    components: &'a Map<String, Value>,
    memory: usize,
    made: Vec<Option<Shape>>,
    known: HashMap<&'a str, usize>,
}

impl<'a> Maker<'a> {
    fn make(&mut self, schema: &Value, at: &str) -> Result<usize, Unusable> {
        let place = self.made.len();
        self.made.push(None);
        let shape = match schema {
            Value::Bool(true) => Shape::default(),
            Value::Bool(false) => Shape { types: Some(Types(0)), ..Shape::default() },
            Value::Object(keywords) => {
                let mut shape = Shape::default();
                for (keyword, value) in keywords {
                    let at = format!("{at}/{keyword}");
                    self.keyword(&mut shape, keyword, value, &at)
                        .map_err(|deeper| deeper.unwrap_or(Unusable(at)))?;
                }
                shape
            }
            _ => return Err(Unusable(at.to_owned())),
        };
        if let Some(made) = self.made.get_mut(place) {
            *made = Some(shape);
        }
        Ok(place)
    }

    /// A component; one that refers to itself is made once.
    fn component(&mut self, reference: &str) -> Option<Result<usize, Unusable>> {
        let components = self.components;
        let name = reference.strip_prefix(COMPONENTS)?;
        let (name, schema) = components.get_key_value(name)?;
        if let Some(place) = self.known.get(name.as_str()) {
            return Some(Ok(*place));
        }
        self.known.insert(name, self.made.len());
        Some(self.make(schema, reference))
    }

    /// Takes a keyword into a shape; where it cannot be taken, the place within it or `None` for itself.
    fn keyword(
        &mut self,
        shape: &mut Shape,
        keyword: &str,
        value: &Value,
        at: &str,
    ) -> Result<(), Option<Unusable>> {
        match keyword {
            "$ref" => {
                let made = value.as_str().and_then(|text| self.component(text));
                shape.all.push(made.ok_or(None)?.map_err(Some)?);
            }
            "allOf" => shape.all.extend(self.several(value, at)?),
            "oneOf" | "anyOf" => shape.any.extend(self.several(value, at)?),
            "properties" => {
                for (name, schema) in value.as_object().ok_or(None)? {
                    let made = self.make(schema, &format!("{at}/{name}")).map_err(Some)?;
                    shape.properties.insert(name.clone(), made);
                }
            }
            "additionalProperties" => {
                shape.others = match value {
                    Value::Bool(false) => Others::Closed,
                    Value::Bool(true) => Others::Open,
                    schema => Others::Of(self.make(schema, at).map_err(Some)?),
                }
            }
            "items" => shape.items = Some(self.make(value, at).map_err(Some)?),
            "pattern" => {
                let text = value.as_str().and_then(|text| pattern(text, self.memory));
                shape.pattern = Some(text.ok_or(None)?);
            }
            _ => plain(shape, keyword, value).ok_or(None)?,
        }
        Ok(())
    }

    fn several(&mut self, value: &Value, at: &str) -> Result<Vec<usize>, Option<Unusable>> {
        let schemas = value.as_array().ok_or(None)?.iter().enumerate();
        let made = schemas.map(|(n, schema)| self.make(schema, &format!("{at}/{n}")));
        made.collect::<Result<_, _>>().map_err(Some)
    }
}

/// Takes a keyword that holds no schema; `None` where its value is none that it can have, or where nobody
/// knows it.
fn plain(shape: &mut Shape, keyword: &str, value: &Value) -> Option<()> {
    match keyword {
        "type" => shape.types = Some(types(value)?),
        "enum" => shape.narrow(value.as_array()?.iter().cloned().map(whole).collect()),
        "const" => shape.narrow(HashSet::from([whole(value.clone())])),
        "required" => {
            shape.required = texts(value)?;
            let mut seen = HashSet::new();
            shape.required.retain(|name| seen.insert(name.clone()));
        }
        "uniqueItems" => shape.is_unique = value.as_bool()?,
        "minItems" => shape.count.least = Some(size(value)?),
        "maxItems" => shape.count.most = Some(size(value)?),
        "minLength" => shape.length.least = Some(size(value)?),
        "maxLength" => shape.length.most = Some(size(value)?),
        "minProperties" => shape.names.least = Some(size(value)?),
        "maxProperties" => shape.names.most = Some(size(value)?),
        "minimum" => shape.number.least = Some(number(value)?),
        "maximum" => shape.number.most = Some(number(value)?),
        "exclusiveMinimum" => shape.beyond.least = Some(number(value)?),
        "exclusiveMaximum" => shape.beyond.most = Some(number(value)?),
        "multipleOf" => {
            let of = number(value)?;
            shape.multiple_of = Some(of).filter(|of| of.as_f64().is_some_and(|of| of > 0.0));
            shape.multiple_of.as_ref()?;
        }
        // Other formats only describe.
        "format" => {
            let name = value.as_str()?;
            let known = FORMATS.iter().find(|(known, _)| *known == name);
            shape.format = known.map(|(_, check)| *check);
        }
        "title" | "description" | "$comment" | "contentEncoding" | "contentMediaType" => {
            value.as_str()?;
        }
        "examples" => {
            value.as_array()?;
        }
        "deprecated" | "readOnly" | "writeOnly" => {
            value.as_bool()?;
        }
        "example" | "default" | "discriminator" => {}
        // What the program adds describes, too.
        extension if extension.starts_with("x-") => {}
        _ => return None,
    }
    Some(())
}

fn types(value: &Value) -> Option<Types> {
    let names = match value {
        Value::String(name) => return Types::named(name),
        other => texts(other)?,
    };
    let mut all = Types(0);
    for name in &names {
        all.0 |= Types::named(name)?.0;
    }
    (!names.is_empty()).then_some(all)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let texts = value.as_array()?.iter();
    texts.map(|text| text.as_str().map(str::to_owned)).collect()
}

fn size(value: &Value) -> Option<usize> {
    whole(value.clone()).as_u64().and_then(|size| usize::try_from(size).ok())
}

fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

/// Patterns are written as those of ECMA-262, and run on an engine without backtracking.
fn pattern(text: &str, memory: usize) -> Option<Pattern> {
    let translated = jsonschema_regex::to_rust_regex(text).ok()?;
    let build = |memory| RegexBuilder::new(&translated).size_limit(memory).build().ok();
    let (regex, weight) = if memory > GREEDY * LIGHT {
        (build(memory)?, 0)
    } else {
        let light = build(LIGHT).map(|regex| (regex, 1));
        light.or_else(|| build(memory).map(|regex| (regex, GREEDY)))?
    };
    Some(Pattern { text: text.to_owned(), regex, weight })
}
