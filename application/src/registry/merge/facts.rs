//! What the one that stays says after a merge, and after its undoing.

use crate::Failure;
use crate::schemas::Schemas;
use odoi_domain::Code;
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseFacts, EnterpriseField};
use odoi_domain::registry::merge::{FieldName, MergeState};
use odoi_domain::{Moment, Violation};
use serde_json::{Map, Value};

fn fields(facts: &EnterpriseFacts) -> Result<Map<String, Value>, Failure> {
    match serde_json::to_value(facts) {
        Ok(Value::Object(map)) => Ok(map),
        other => Err(Failure::internal(format!("{other:?}"))),
    }
}

fn facts(fields: Map<String, Value>) -> Result<EnterpriseFacts, Failure> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| Failure::internal(error.to_string()))
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

/// Lists of which the one that stays has both: other systems go on finding it by their own ids.
const UNITED: &[&str] = &["external_ids"];

/// What says where an enterprise stands: taken from one of another district only where that is asked for.
const PLACED: &[&str] = &["places", "kudumbashree"];

/// Adds what a list lacks of another.
fn unite(list: Option<&mut Value>, other: Value) {
    if let (Some(Value::Array(list)), Value::Array(other)) = (list, other) {
        for entry in other {
            if !list.contains(&entry) {
                list.push(entry);
            }
        }
    }
}

/// Takes out of a list what was added to it between two states.
fn return_lent(list: &mut Value, before: Option<&Value>, after: &Value) {
    let held = |list: Option<&Value>, entry: &Value| {
        let list = list.and_then(Value::as_array);
        list.is_some_and(|list| list.contains(entry))
    };
    if let Value::Array(list) = list {
        list.retain(|entry| held(before, entry) || !held(Some(after), entry));
    }
}

/// The facts of the one that stays: its own, what was asked for of the other, and what it lacks itself. They keep the
/// published limits, as every body does: two lists may be too long for one.
pub(super) fn combined(
    into: &EnterpriseFacts,
    merged: &EnterpriseFacts,
    take: &[FieldName],
    schemas: &Schemas,
) -> Result<EnterpriseFacts, Failure> {
    let (mut all, other) = (fields(into)?, fields(merged)?);
    let unknown = take
        .iter()
        .enumerate()
        .filter(|(_, name)| !EnterpriseFacts::FIELDS.contains(&name.as_str()));
    let violations: Vec<Violation> = unknown
        .map(|(place, _)| Violation::new(Code::UnknownField).at(&format!("/take/{place}")))
        .collect();
    if !violations.is_empty() {
        return Err(Failure::invalid(violations));
    }
    let is_elsewhere = into.district != merged.district;
    for (name, value) in other {
        let is_asked = take.iter().any(|wanted| wanted.as_str() == name);
        let is_wanted = !(is_elsewhere && PLACED.contains(&name.as_str()));
        if is_asked || (is_wanted && is_nothing(all.get(&name))) {
            all.insert(name, value);
        } else if UNITED.contains(&name.as_str()) {
            unite(all.get_mut(&name), value);
        }
    }
    schemas.read(Value::Object(all))
}

/// The facts of the one that stayed without what the merge changed at a moment; and the names of fields that have
/// been changed since, which stay as they are.
pub(super) fn reverted(
    state: &MergeState,
    into: &Enterprise,
    merged_at: Moment,
) -> Result<(EnterpriseFacts, Vec<String>), Failure> {
    let (before, after) = (fields(&state.into_before)?, fields(&state.into_after)?);
    let (mut all, mut touched) = (fields(into.facts())?, Vec::new());
    for (name, value) in after {
        let (old, is_same) = (before.get(&name), all.get(&name) == Some(&value));
        // Whether the merge changed a masked fact would say whether both were the same: it is told as changed since
        // wherever it was stated since.
        if is_masked(&name) && (!is_same || is_stated_anew(into, &name, merged_at)) {
            touched.push(name);
            continue;
        }
        if old == Some(&value) {
            continue;
        }
        if is_same {
            // What was absent is absent again: no list is null.
            match old {
                Some(old) => all.insert(name, old.clone()),
                None => all.remove(&name),
            };
        } else {
            // What the other lent to a list goes back with it, whatever has come to the list since.
            if let (true, Some(list)) = (UNITED.contains(&name.as_str()), all.get_mut(&name)) {
                return_lent(list, old, &value);
            }
            touched.push(name);
        }
    }
    Ok((facts(all)?, touched))
}

/// Whether a masked fact has been stated since: whether it was the same is told nobody.
fn is_stated_anew(into: &Enterprise, name: &str, since: Moment) -> bool {
    let field = name.parse().ok();
    let mark = field.and_then(|field: EnterpriseField| into.marks().get(&field));
    mark.is_some_and(|mark| mark.recorded_at > since)
}

fn is_masked(name: &str) -> bool {
    let field = name.parse().ok();
    field.is_some_and(|field: EnterpriseField| field.mask().is_some())
}
