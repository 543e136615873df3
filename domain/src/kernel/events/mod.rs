//! Events: everything that can have happened to a thing, and which actions may cause it (rule R10.2).
//!
//! One table. A transition names a row of it, and [`Recorded::new`](crate::Recorded) checks once, for all, that the
//! permit's action is one of the row's. The audit trail, the change feed and the catalogue in `openapi/events.md`
//! are spelt by it.

/// Declares every event: its word, what it does to the row of its thing, the actions `by` which it happens to that
/// very thing, and those of other things that it `follows`.
macro_rules! events {
    ($($Kind:ident {
        $($(#[$about:meta])* $Event:ident = $word:literal $label:tt, $Change:ident
            $(, by [$($By:ident),+])? $(, follows [$($Follows:ident),+])?;)+
    })+) => {
        words! {
            /// Something that can have happened.
            EventType("event_type") { $($($(#[$about])* $Event = $word $label,)+)+ }
        }

        impl EventType {
            /// What the table says of it.
            #[must_use]
            pub const fn rule(self) -> EventRule {
                match self {
                    $($(Self::$Event => EventRule {
                        kind: Kind::$Kind,
                        change: Change::$Change,
                        by: &[$($(Action::$By),+)?],
                        follows: &[$($(Action::$Follows),+)?],
                    },)+)+
                }
            }
        }
    };
}

mod table;

pub use table::EventType;

use crate::policy::Action;
use crate::{Change, Kind};

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct EventRule {
    /// The kind of thing that it happens to.
    pub kind: Kind,
    /// What it does to the row of the thing.
    pub change: Change,
    /// The actions that do it to the thing that was authorised: the permit must reach it.
    pub by: &'static [Action],
    /// The actions on another thing that it follows from: they alone matter, wherever this thing stands.
    pub follows: &'static [Action],
}

impl EventType {
    /// What happened, without the kind: `submitted`.
    #[must_use]
    pub fn name(self) -> &'static str {
        let text = self.text();
        text.split_once('.').map_or(text, |(_, name)| name)
    }
}

/// The catalogue as anybody can read it.
#[must_use]
pub fn catalogue() -> String {
    let list = |actions: &[Action]| {
        let all: Vec<String> = actions.iter().map(|one| format!("`{one}`")).collect();
        all.join(", ")
    };
    let mut out = String::from("| event | kind | change | by | follows |\n|---|---|---|---|---|\n");
    for event in EventType::ALL {
        let rule = event.rule();
        let (by, follows) = (list(rule.by), list(rule.follows));
        out += &format!("| `{event}` | `{}` | {} | {by} | {follows} |\n", rule.kind, rule.change);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::privacy::{Answers, QUESTIONS};

    #[test]
    fn an_event_is_called_by_its_kind_and_has_a_cause() {
        for event in EventType::ALL {
            let rule = event.rule();
            assert_eq!(event.text(), format!("{}.{}", rule.kind, event.name()));
            assert!(!rule.by.is_empty() || !rule.follows.is_empty(), "{event}");
            let both = rule.by.iter().filter(|one| rule.follows.contains(one));
            assert_eq!(both.count(), 0, "{event} is by an action or follows it");
        }
    }

    #[test]
    fn whatever_tells_of_masked_facts_can_be_logged() {
        let rule = EventType::DisclosureMade.rule();
        for row in QUESTIONS {
            let is_cause = rule.by.contains(&row.action) || rule.follows.contains(&row.action);
            assert!(is_cause || row.answers == Answers::Nothing, "{}", row.operation);
        }
    }

    #[test]
    fn every_kind_of_thing_has_an_event_that_makes_it() {
        for kind in Kind::ALL {
            let makes = |event: &&EventType| {
                (event.rule().kind, event.rule().change) == (*kind, Change::Created)
            };
            assert!(EventType::ALL.iter().any(|event| makes(&event)), "{kind}");
        }
    }
}
