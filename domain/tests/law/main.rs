//! The law of permits: an event happens under a permit for one of the actions that the table names, to a thing that
//! the permit reaches, and in no other way. Every transition is tried under a permit for every action.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a test may panic, and says what it tried"
)]

mod money;
mod others;
mod programme;
#[path = "../proofs/mod.rs"]
mod proofs;
mod registry;

use odoi_domain::kernel::entity::{Entity, Refusal};
use odoi_domain::kernel::id::{AccountId, Id};
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, Permit, Within};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Event, EventType, Moment, Recorded};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// What comes of a transition.
type Outcome = Result<Event, Refusal>;
/// A transition of a thing that stands in Ernakulam and is one's own, under some permit.
type Transition = Box<dyn Fn(&Permit) -> Outcome>;

fn one<T: Entity>(
    take: impl Fn(&Permit) -> Result<Recorded<T>, Refusal> + 'static,
) -> Vec<Transition> {
    vec![Box::new(move |permit| take(permit).map(|recorded| recorded.into_parts().1))]
}

/// One that has nothing to do in some states; not in this one.
fn due<T: Entity>(
    take: impl Fn(&Permit) -> Result<Option<Recorded<T>>, Refusal> + 'static,
) -> Vec<Transition> {
    one(move |permit| take(permit).map(|found| found.expect("something to do")))
}

/// Every transition that leaves an event.
fn transitions(event: EventType) -> Vec<Transition> {
    let found = registry::transitions(event)
        .or_else(|| programme::transitions(event))
        .or_else(|| money::transitions(event));
    found.unwrap_or_else(|| panic!("no transition is known that leaves {event}"))
}

fn id<I: Id>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn me() -> AccountId {
    id(1)
}

fn now() -> Moment {
    Moment::from_micros(1_795_242_600_000_000).unwrap()
}

fn here() -> DistrictCode {
    "555".parse().unwrap()
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn holder(account: Option<AccountId>, scope: &Scope) -> Actor {
    let grants = Role::ALL.iter().map(|role| Grant { role: *role, scope: scope.clone() });
    match account {
        Some(account) => Actor::new(account, grants.collect()),
        None => Actor::unnamed(grants.collect()),
    }
}

/// A permit that reaches everything, or everything of one's own; of somebody who speaks for an enterprise, too.
fn everywhere(action: Action) -> Permit {
    let own = Anchors { owner: Some(me()), ..Anchors::default() };
    let mut grants = holder(Some(me()), &Scope::State).grants().to_vec();
    grants.extend_from_slice(holder(None, &Scope::Enterprise(id(1))).grants());
    policy::authorize(&Actor::new(me(), grants), action, &own).unwrap()
}

/// The same of somebody without an account, by whom things came to where they are.
fn before(action: Action) -> Permit {
    policy::authorize(&holder(None, &Scope::State), action, &Anchors::default()).unwrap()
}

/// A permit of somebody else in another district.
fn elsewhere(action: Action) -> Permit {
    let district: DistrictCode = "559".parse().unwrap();
    let there =
        Anchors { districts: vec![district.clone()], owner: Some(id(2)), ..Anchors::default() };
    let actor = holder(Some(id(2)), &Scope::District(district));
    policy::authorize(&actor, action, &there).unwrap()
}

/// Whether the rule of an action knows no role: it is about one's own things alone.
fn is_of_ones_own(action: Action) -> bool {
    let mut allowances = action.rule().allowances.iter();
    allowances.all(|one| one.within == Within::Own)
}

/// Whether it is the word of an end: whoever speaks for none has nothing to confirm.
fn is_word_of_an_end(event: EventType) -> bool {
    matches!(event, EventType::LinkageConfirmed | EventType::MembershipConfirmed)
}

#[test]
fn an_event_happens_under_a_permit_for_its_action_and_under_no_other() {
    for event in EventType::ALL {
        let rule = event.rule();
        for (number, transition) in transitions(*event).iter().enumerate() {
            println!("{event}, transition {number}");
            let mut lawful = 0;
            for action in Action::ALL {
                let outcome = transition(&everywhere(*action));
                let is_cause = rule.by.contains(action) || rule.follows.contains(action);
                match outcome {
                    Ok(left) => {
                        assert!(is_cause, "{event} happened by {action}");
                        assert_eq!((left.what, left.action), (*event, *action));
                        lawful += 1;
                    }
                    Err(Refusal::PermitMismatch { .. }) => {
                        assert!(!is_cause, "{event} was refused to {action}");
                    }
                    // What asks how far the permit reaches, or for whom it speaks, before it comes to the table.
                    Err(other) => {
                        let asks = is_of_ones_own(*action) || is_word_of_an_end(*event);
                        let is_early = asks && !is_cause;
                        assert!(is_early, "{event} by {action}: {other:?}");
                    }
                }
            }
            assert!(lawful > 0, "{event} never happened");
        }
    }
}

#[test]
fn a_permit_for_elsewhere_does_nothing_here_but_what_follows_from_there() {
    for event in EventType::ALL {
        let rule = event.rule();
        for transition in transitions(*event) {
            for action in rule.by {
                let permit = elsewhere(*action);
                let outcome = transition(&permit);
                if permit.reaches(&Anchors::default()) {
                    assert!(outcome.is_ok(), "{event}: everybody may {action}");
                } else {
                    let refused = outcome.expect_err("it stands elsewhere");
                    let is_reach = refused == Refusal::OutOfReach;
                    let is_nothing = is_word_of_an_end(*event);
                    assert!(is_reach || is_nothing, "{event} by {action}: {refused:?}");
                }
            }
        }
    }
}
