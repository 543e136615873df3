//! What judging costs, whatever is sent; and that it finds what the reference implementation of JSON Schema finds.

use crate::extract::strict::{self, MOST_VALUES};
use odoi_application::schemas::*;
use odoi_domain::kernel::violation::MAX_TOLD;
use proptest::prelude::*;
use serde_json::json;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What is put into every list, many times over.
const MANY: usize = 100_000;
/// Judging ends after so many steps, whatever is wrong: with the violations that are told, or with what is too large.
const MOST_STEPS: usize = 5_000;

static DOCUMENT: LazyLock<Value> = LazyLock::new(crate::openapi::document);
static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas::of(&DOCUMENT));

/// The name of the schema of every body in JSON, with the examples of it.
fn bodies() -> Vec<(String, Vec<Value>)> {
    let operations = DOCUMENT["paths"].as_object().unwrap().values();
    let operations = operations.flat_map(|item| item.as_object().unwrap().values());
    let contents = operations.flat_map(|operation| {
        let contents = operation["requestBody"]["content"].as_object();
        contents.into_iter().flatten()
    });
    let mut found: Vec<(String, Vec<Value>)> = Vec::new();
    for (_, content) in contents.filter(|(kind, _)| kind.ends_with("json")) {
        let name = content["schema"]["$ref"].as_str().unwrap();
        let name = name.strip_prefix(COMPONENTS).unwrap();
        let own = DOCUMENT["components"]["schemas"][name]["examples"].as_array();
        let examples = own.into_iter().flatten().chain(content.get("example"));
        let examples: Vec<Value> = examples.cloned().collect();
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(examples),
            None => found.push((name.to_owned(), examples)),
        }
    }
    found
}

#[derive(Clone)]
enum Step {
    Member(String),
    Item,
}

/// A place of a body where a list, an object or a text may stand, and the schema of that.
struct Spot {
    way: Vec<Step>,
    schema: Value,
}

impl Spot {
    /// A body with a value at this place, and nothing else.
    fn body(&self, value: Value) -> Value {
        let around = |value, step: &Step| match step {
            Step::Member(name) => json!({ name.as_str(): value }),
            Step::Item => json!([value]),
        };
        self.way.iter().rev().fold(value, around)
    }

    fn kinds(&self) -> Vec<&str> {
        match &self.schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        }
    }
}

/// Every place of a schema: references and alternatives are followed, each component once on a way.
fn spots(schema: &Value, way: &[Step], within: &[&str], found: &mut Vec<Spot>) {
    if let Some(name) = schema["$ref"].as_str() {
        if !within.contains(&name) {
            let schema = DOCUMENT.pointer(&name[1..]).unwrap();
            spots(schema, way, &[within, &[name]].concat(), found);
        }
        return;
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        for one in schema[word].as_array().into_iter().flatten() {
            spots(one, way, within, found);
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let step = Step::Member(name.clone());
        spots(property, &[way, &[step]].concat(), within, found);
    }
    if let Some(items) = schema.get("items") {
        spots(items, &[way, &[Step::Item]].concat(), within, found);
    }
    found.push(Spot { way: way.to_vec(), schema: schema.clone() });
}

fn spots_of(name: &str) -> Vec<Spot> {
    let mut found = Vec::new();
    let root = json!({ "$ref": format!("{COMPONENTS}{name}") });
    spots(&root, &[], &[], &mut found);
    found
}

#[track_caller]
fn is_cheap(name: &str, value: &Value, why: &str) {
    let verdict = judge(SCHEMAS.shapes(name).unwrap(), value);
    let (steps, violations) = (verdict.steps, verdict.violations.len());
    assert!(steps <= MOST_STEPS, "{name}, {why}: {steps} steps");
    assert!((1..=MAX_TOLD).contains(&violations), "{name}, {why}: {violations} faults");
}

#[test]
fn a_flood_at_any_place_of_any_body_costs_few_steps_and_few_faults() {
    let mut flooded = BTreeSet::new();
    for (name, _) in bodies() {
        for spot in spots_of(&name) {
            let kinds = spot.kinds();
            if kinds.contains(&"array") {
                flooded.insert(name.clone());
                for junk in [json!(null), json!({}), json!(""), json!([]), json!(0)] {
                    let body = spot.body(Value::Array(vec![junk; MANY]));
                    is_cheap(&name, &body, "too many items");
                }
                let most = spot.schema["maxItems"].as_u64().unwrap();
                let wild = json!({ "\u{0}": [{ "a": null }], "x": {} });
                let body = spot.body(Value::Array(vec![wild; usize::try_from(most).unwrap()]));
                is_cheap(&name, &body, "as many items as there may be, and none is right");
            }
            let is_closed = spot.schema["additionalProperties"] == json!(false);
            if kinds.contains(&"object") && is_closed {
                let many: Map<String, Value> =
                    (0..5_000).map(|n| (format!("x{n}"), json!(n))).collect();
                is_cheap(&name, &spot.body(many.into()), "too many fields");
            }
            if kinds.contains(&"string") {
                let body = spot.body("1 2345 6789 ".repeat(MANY / 12).into());
                is_cheap(&name, &body, "too long a text");
            }
        }
    }
    assert!(flooded.len() > 20, "few bodies have lists: {flooded:?}");
}

/// A body whose every list is as long as it may be, filled with what is wrong at its leaves alone.
fn fan(schema: &Value, left: &mut usize, within: &[&str]) -> Value {
    *left = left.saturating_sub(1);
    if let Some(name) = schema["$ref"].as_str() {
        if within.contains(&name) {
            return Value::Null;
        }
        let schema = DOCUMENT.pointer(&name[1..]).unwrap();
        return fan(schema, left, &[within, &[name]].concat());
    }
    let mut forms = schema["oneOf"].as_array().into_iter().flatten();
    if let Some(form) = forms.find(|form| form["type"] != "null") {
        return fan(form, left, within);
    }
    if let Some(items) = schema.get("items") {
        let most = schema["maxItems"].as_u64().unwrap_or(0);
        let items = (0..most).map_while(|_| (*left > 0).then(|| fan(items, left, within)));
        return items.collect();
    }
    match schema["properties"].as_object() {
        Some(properties) => properties
            .iter()
            .map(|(name, property)| (name.clone(), fan(property, left, within)))
            .collect(),
        None => json!({ "": "" }),
    }
}

#[test]
fn a_body_within_every_limit_on_sizes_ends_with_the_last_fault_that_is_told() {
    for (name, _) in bodies() {
        let root = json!({ "$ref": format!("{COMPONENTS}{name}") });
        is_cheap(&name, &fan(&root, &mut 50_000, &[]), "lists as long as they may be");
    }
}

/// How many values there are within a value, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(size).sum(),
        Value::Object(map) => map.values().map(size).sum(),
        _ => 0,
    }
}

#[test]
fn of_a_flood_no_more_is_kept_than_could_be_right() {
    for (name, _) in bodies() {
        let shapes = SCHEMAS.shapes(&name).unwrap();
        for spot in spots_of(&name) {
            let is_free = spot.schema.get("properties").is_none();
            if !(spot.kinds().contains(&"array") || spot.kinds().contains(&"object") && is_free) {
                continue;
            }
            let body = spot.body(json!("here")).to_string();
            let list = format!("[{}{{}}]", "{},".repeat(MANY));
            for flood in [list.clone(), format!("{{\"a\":{list}}}")] {
                let text = body.replace("\"here\"", &flood);
                let kept = strict::from_slice(text.as_bytes(), Guide::of(shapes)).unwrap();
                assert!(size(&kept.value) <= MOST_VALUES + 1, "{name}: {}", size(&kept.value));
                assert!(
                    kept.is_cut() || !judge(shapes, &kept.value).violations.is_empty(),
                    "{name}"
                );
            }
        }
    }
}

/// The reference implementation, with our formats.
fn reference(name: &str) -> jsonschema::Validator {
    let root = json!({
        "$ref": format!("{COMPONENTS}{name}"), "components": { "schemas": DOCUMENT["components"]["schemas"] },
    });
    let mut options = jsonschema::options().should_validate_formats(true);
    for (format, check) in FORMATS {
        options = options.with_format(*format, move |text: &str| check(text).is_ok());
    }
    options.build(&root).unwrap()
}

fn all_places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => {
            for (n, value) in list.iter().enumerate() {
                all_places(value, &format!("{at}/{n}"), found);
            }
        }
        Value::Object(map) => {
            for (name, value) in map {
                all_places(value, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_body_is_judged_as_the_reference_implementation_judges_it() {
    let odd = [
        json!(null),
        json!(true),
        json!(""),
        json!("a"),
        json!(" "),
        json!("2026-02-30"),
        json!("2026-02-28"),
        json!("555"),
        json!(0),
        json!(1),
        json!(-1),
        json!(1.0),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "en": "Mill" }),
        json!("x".repeat(5_000)),
        json!(vec!["555"; 60]),
    ];
    let mut compared = 0;
    for (name, examples) in bodies() {
        let (ours, theirs) = (SCHEMAS.shapes(&name).unwrap(), reference(&name));
        for example in examples.iter().chain([&json!({})]) {
            let mut places = Vec::new();
            all_places(example, "", &mut places);
            for place in &places {
                for value in &odd {
                    let mut body = example.clone();
                    *body.pointer_mut(place).unwrap() = value.clone();
                    let found = judge(ours, &body).violations;
                    assert_eq!(
                        found.is_empty(),
                        theirs.is_valid(&body),
                        "{name} {body}: {found:?}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5_000, "only {compared}");
}

fn leaf() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(false),
        json!(0),
        json!(1),
        json!(1.0),
        json!(0.3),
        json!(-7),
        json!(1e20),
        json!(""),
        json!("a"),
        json!("ab1"),
        json!("കa"),
    ])
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[abc]", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// A keyword of application forms with a value, a wrong one among them.
fn keyword() -> impl Strategy<Value = (String, Value)> {
    let sizes =
        ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"];
    let numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    let kinds = ["null", "boolean", "string", "array", "object", "number", "integer", "thing"];
    prop_oneof![
        (prop::sample::select(sizes.to_vec()), 0..4_u64)
            .prop_map(|(name, size)| (name.to_owned(), json!(size))),
        (prop::sample::select(numbers.to_vec()), leaf())
            .prop_map(|(name, number)| (name.to_owned(), number)),
        prop::sample::select(kinds.to_vec()).prop_map(|kind| ("type".to_owned(), json!(kind))),
        prop::collection::vec(value(), 1..4).prop_map(|all| ("enum".to_owned(), all.into())),
        value().prop_map(|value| ("const".to_owned(), value)),
        any::<bool>().prop_map(|is| ("uniqueItems".to_owned(), json!(is))),
        any::<bool>().prop_map(|is| ("additionalProperties".to_owned(), json!(is))),
        prop::sample::subsequence(vec!["a", "b", "c"], 0..3)
            .prop_map(|all| ("required".to_owned(), json!(all))),
        prop::sample::select(vec!["^a", "[0-9]$", "\\d", "^\\w+$", "(", "^[[a]$", "\\s"])
            .prop_map(|text| ("pattern".to_owned(), json!(text))),
    ]
}

fn form() -> impl Strategy<Value = Value> {
    let flat =
        prop::collection::vec(keyword(), 0..4).prop_map(|all| all.into_iter().collect::<Value>());
    flat.prop_recursive(2, 12, 3, |inner| {
        let all = prop::collection::vec(keyword(), 0..3);
        let properties = prop::collection::btree_map("[abc]", inner.clone(), 0..3);
        (all, properties, inner).prop_map(|(all, properties, items)| {
            let mut form: Map<String, Value> = all.into_iter().collect();
            form.insert("properties".to_owned(), properties.into_iter().collect());
            form.insert("items".to_owned(), items);
            form.into()
        })
    })
}

proptest! {
    #[test]
    fn every_form_is_judged_as_the_reference_implementation_judges_it(form in form(), answers in value()) {
        let patterns = jsonschema::PatternOptions::regex();
        let theirs = jsonschema::options().with_pattern_options(patterns).build(&form);
        let ours = Shapes::of(&form, &Map::new(), 1 << 20);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{} {:?}", &form, ours.err());
        if let (Ok(ours), Ok(theirs)) = (Shapes::of(&form, &Map::new(), 1 << 20), theirs) {
            let found = judge(&ours, &answers);
            prop_assert_eq!(found.violations.is_empty(), theirs.is_valid(&answers), "{} {} {:?}", &form, &answers, &found);
        }
    }
}
