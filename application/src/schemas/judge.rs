//! Holding a value against its shape: every violation at its place, as many as are told and no more.
//!
//! The first thing that is looked at is how large something is; what is too large is one violation, and nothing
//! within it is looked at. So the work is bounded by the body, and ends with the last violation that is told.

use super::shape::{Others, Range, Shape, Shapes, Types};
use super::whole;
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::kernel::violation::MAX_TOLD;
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;
use std::collections::HashSet;

/// A text that is too long is still looked at up to so many bytes: its format says more than its length.
const FAR_TOO_LONG: usize = 1_000;
/// Names within a pointer are cut to so many characters.
const LONGEST_NAME: usize = 100;

/// What was found, and at what cost.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Every violation, one per place; at most [`MAX_TOLD`].
    pub violations: Vec<Violation>,
    /// How many values were looked at, alternatives apart.
    pub steps: usize,
}

/// Judges a value.
pub fn judge(shapes: &Shapes, value: &Value) -> Verdict {
    let mut judge = Judge { shapes, most: MAX_TOLD, matched: 0, verdict: Verdict::default() };
    judge.value(Shapes::WHOLE, value, &At::WHOLE);
    judge.verdict
}

struct Judge<'a> {
    shapes: &'a Shapes,
    most: usize,
    /// Bytes that patterns have looked at, times what they weigh.
    matched: usize,
    verdict: Verdict,
}

/// A place in a value, written down only where there is a violation.
struct At<'a> {
    above: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    const WHOLE: At<'static> = At { above: None, step: Step::Item(0) };

    const fn then(&'a self, step: Step<'a>) -> Self {
        At { above: Some(self), step }
    }

    /// As a JSON pointer (RFC 6901 §3).
    fn pointer(&self) -> String {
        let Some(above) = self.above else {
            return String::new();
        };
        let pointer = above.pointer();
        match self.step {
            Step::Item(number) => format!("{pointer}/{number}"),
            Step::Member(name) => {
                let name: String = name.chars().take(LONGEST_NAME).collect();
                format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
        }
    }
}

impl Judge<'_> {
    /// Whether as much is found as is told.
    const fn is_done(&self) -> bool {
        self.verdict.violations.len() >= self.most
    }

    fn violation(&mut self, at: &At<'_>, violation: Violation) {
        let violation = violation.at(&at.pointer());
        let mut known = self.verdict.violations.iter();
        if !self.is_done() && !known.any(|known| known.pointer == violation.pointer) {
            self.verdict.violations.push(violation);
        }
    }

    fn value(&mut self, place: usize, value: &Value, at: &At<'_>) {
        if self.is_done() {
            return;
        }
        self.verdict.steps += 1;
        let shape = self.shapes.at(place);
        let types = Types::of(value);
        if let Some(wanted) = shape.types.filter(|wanted| !wanted.meets(types)) {
            return self.violation(at, Violation::new(Code::Type).with(wanted.names()));
        }
        if shape.among.as_ref().is_some_and(|all| !is_among(all, value)) {
            return self.violation(at, Violation::new(Code::Enum));
        }
        for other in &shape.all {
            self.value(*other, value, at);
        }
        if !shape.any.is_empty() {
            self.alternatives(shape, value, at);
        }
        match value {
            Value::String(text) => {
                let violation = text_flaw(shape, text, &mut self.matched);
                self.note(at, violation);
            }
            Value::Number(number) => self.note(at, number_flaw(shape, number)),
            Value::Array(list) => self.list(shape, list, at),
            Value::Object(members) => self.object(shape, members, at),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn note(&mut self, at: &At<'_>, violation: Option<Violation>) {
        if let Some(violation) = violation {
            self.violation(at, violation);
        }
    }

    /// Of several forms that one is meant whose type fits: `null` or a text, say.
    fn alternatives(&mut self, shape: &Shape, value: &Value, at: &At<'_>) {
        let fitting = self.shapes.fitting(shape, Types::of(value));
        // Of something that may be null: what is wrong with it is what matters.
        let meant =
            if fitting.is_empty() { self.shapes.fitting(shape, Types::BUT_NULL) } else { fitting };
        match meant.as_slice() {
            [only] => self.value(*only, value, at),
            several => {
                if !several.iter().any(|one| self.is_of(*one, value)) {
                    self.violation(at, Violation::new(Code::OneOf));
                }
            }
        }
    }

    /// Whether a value has a shape: the first violation says that it has not.
    fn is_of(&mut self, place: usize, value: &Value) -> bool {
        let mut trial = Judge {
            shapes: self.shapes,
            most: 1,
            matched: self.matched,
            verdict: Verdict::default(),
        };
        trial.value(place, value, &At::WHOLE);
        self.matched = trial.matched;
        self.verdict.steps += trial.verdict.steps;
        trial.verdict.violations.is_empty()
    }

    fn list(&mut self, shape: &Shape, list: &[Value], at: &At<'_>) {
        let codes = [Violation::new(Code::MinItems), Violation::new(Code::MaxItems)];
        let violation = out_of(&shape.count, list.len(), codes);
        let is_too_long = shape.count.most.is_some_and(|most| list.len() > most);
        self.note(at, violation);
        if is_too_long {
            return;
        }
        if shape.is_unique {
            let mut seen = HashSet::with_capacity(list.len());
            if !list.iter().all(|value| seen.insert(whole(value.clone()))) {
                self.violation(at, Violation::new(Code::Repeated));
            }
        }
        let Some(items) = shape.items else {
            return;
        };
        for (number, value) in list.iter().enumerate() {
            if self.is_done() {
                return;
            }
            self.value(items, value, &at.then(Step::Item(number)));
        }
    }

    fn object(&mut self, shape: &Shape, members: &Map<String, Value>, at: &At<'_>) {
        let codes = [Violation::new(Code::MinProperties), Violation::new(Code::MaxProperties)];
        let is_too_large = shape.names.most.is_some_and(|most| members.len() > most);
        self.note(at, out_of(&shape.names, members.len(), codes));
        if is_too_large {
            return;
        }
        for name in &shape.required {
            // Whatever is there has been paid for by its sender, and what is not is a violation: both have an end.
            if self.is_done() {
                return;
            }
            if !members.contains_key(name) {
                self.violation(&at.then(Step::Member(name)), Violation::new(Code::Required));
            }
        }
        for (name, value) in members {
            if self.is_done() {
                return;
            }
            let at = at.then(Step::Member(name));
            match (shape.properties.get(name).copied(), shape.others) {
                (Some(place), _) | (None, Others::Of(place)) => self.value(place, value, &at),
                (None, Others::Closed) => self.violation(&at, Violation::new(Code::UnknownField)),
                (None, Others::Open) => {}
            }
        }
    }
}

fn is_among(all: &HashSet<Value>, value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Null | Value::Bool(_) => all.contains(value),
        other => all.contains(&whole(other.clone())),
    }
}

/// A size out of its range, by the violations of too small and too large a one.
fn out_of(range: &Range<usize>, size: usize, [small, large]: [Violation; 2]) -> Option<Violation> {
    let too_large = range.most.filter(|most| size > *most);
    let too_small = range.least.filter(|least| size < *least);
    too_large
        .map(|most| large.with(most.to_string()))
        .or_else(|| too_small.map(|least| small.with(least.to_string())))
}

/// Patterns may look at so many bytes of one value in all, times what they weigh.
const MOST_MATCHED: usize = 128 * 1024;

/// A text breaks its format, its pattern and its length at once: the format says which rule. Far too long a text
/// is not looked at.
fn text_flaw(shape: &Shape, text: &str, matched: &mut usize) -> Option<Violation> {
    let is_long = |most: &usize| text.len() > *most && text.chars().nth(*most).is_some();
    let too_long = shape.length.most.filter(is_long);
    let too_long = too_long.map(|most| Violation::new(Code::MaxLength).with(most.to_string()));
    if too_long.is_some() && text.len() > FAR_TOO_LONG {
        return too_long;
    }
    match shape.format.and_then(|check| check(text).err()) {
        Some(violation) if too_long.is_none() || violation.code != Code::Pattern => {
            return Some(violation);
        }
        _ if too_long.is_some() => return too_long,
        _ => {}
    }
    if let Some(pattern) = &shape.pattern {
        *matched += pattern.weight * text.len();
        if *matched > MOST_MATCHED {
            return Some(Violation::new(Code::TooMuchToMatch));
        }
        if !pattern.regex.is_match(text) {
            return Some(Violation::new(Code::Pattern).with(pattern.text.clone()));
        }
    }
    let is_short = |least: &usize| *least > 0 && text.chars().nth(least - 1).is_none();
    let least = shape.length.least.filter(is_short);
    least.map(|least| Violation::new(Code::MinLength).with(least.to_string()))
}

fn number_flaw(shape: &Shape, number: &Number) -> Option<Violation> {
    use Ordering::{Equal, Greater, Less};
    let bounds = [
        (&shape.number.least, Violation::new(Code::Minimum), [Less, Less]),
        (&shape.number.most, Violation::new(Code::Maximum), [Greater, Greater]),
        (&shape.beyond.least, Violation::new(Code::MoreThan), [Less, Equal]),
        (&shape.beyond.most, Violation::new(Code::LessThan), [Greater, Equal]),
    ];
    for (bound, violation, wrong) in bounds {
        let broken = bound.as_ref().filter(|bound| wrong.contains(&compare(number, bound)));
        if let Some(bound) = broken {
            return Some(violation.with(bound.to_string()));
        }
    }
    let of = shape.multiple_of.as_ref();
    let of = of.filter(|of| !is_multiple(number, of));
    of.map(|of| Violation::new(Code::MultipleOf).with(of.to_string()))
}

fn compare(a: &Number, b: &Number) -> Ordering {
    if let (Some(a), Some(b)) = (a.as_i128(), b.as_i128()) {
        return a.cmp(&b);
    }
    let (a, b) = (a.as_f64(), b.as_f64());
    a.partial_cmp(&b).unwrap_or(Ordering::Equal)
}

/// Whether one number is a whole number of times the other, as far as decimal fractions can be kept.
fn is_multiple(number: &Number, of: &Number) -> bool {
    if let (Some(number), Some(of)) = (number.as_i128(), of.as_i128()) {
        return of != 0 && number % of == 0;
    }
    let times = number.as_f64().zip(of.as_f64()).map(|(n, of)| n / of);
    times.is_some_and(|times| (times - times.round()).abs() <= times.abs().max(1.0) * 1e-9)
}
