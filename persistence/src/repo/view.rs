//! What an actor sees of a list, as values for a filter.

use crate::column::UuidColumn;
use odoi_domain::policy::View;
use odoi_domain::policy::actor::Scope;

/// The scopes of a view, sorted by their kind.
pub(super) struct Seen {
    pub(super) districts: Vec<String>,
    pub(super) clusters: Vec<UuidColumn>,
    pub(super) institutions: Vec<UuidColumn>,
    pub(super) enterprises: Vec<UuidColumn>,
}

/// `None` where everything is seen.
pub(super) fn seen(view: &View) -> Option<Seen> {
    if view.everything {
        return None;
    }
    let mut seen = Seen {
        districts: Vec::new(),
        clusters: Vec::new(),
        institutions: Vec::new(),
        enterprises: Vec::new(),
    };
    for scope in &view.scopes {
        match scope {
            Scope::State => return None,
            Scope::District(code) => seen.districts.push(code.to_string()),
            Scope::Cluster(id) => seen.clusters.push(UuidColumn(id.0)),
            Scope::Institution(id) => seen.institutions.push(UuidColumn(id.0)),
            Scope::Enterprise(id) => seen.enterprises.push(UuidColumn(id.0)),
        }
    }
    Some(seen)
}
