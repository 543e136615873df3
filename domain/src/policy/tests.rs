//! The rules about the rules.

use super::*;
use crate::policy::actor::{Grant, Role};

fn holder(role: Role, scope: Scope) -> Actor {
    Actor::new(AccountId(uuid::Uuid::nil()), vec![Grant { role, scope }])
}

fn in_district(code: &str) -> Anchors {
    Anchors { districts: vec![code.parse().unwrap()], ..Anchors::default() }
}

#[test]
fn every_action_has_exactly_one_rule() {
    for action in Action::ALL {
        assert_eq!(RULES.iter().filter(|r| r.action == *action).count(), 1, "{action}");
    }
}

#[test]
fn only_public_actions_are_open_to_nobody() {
    for action in Action::ALL {
        let open = authorize(&Actor::nobody(), *action, &Anchors::default()).is_ok();
        assert_eq!(open, matches!(action, Action::OpenSession | Action::RotateSession), "{action}");
    }
}

#[test]
fn a_scope_ends_at_its_border() {
    let convenor = holder(Role::KdiscDpe, Scope::District("555".parse().unwrap()));
    assert!(authorize(&convenor, Action::ScreenProposal, &in_district("555")).is_ok());
    assert_eq!(
        authorize(&convenor, Action::ScreenProposal, &in_district("559")),
        Err(Denial::Hidden)
    );
}

#[test]
fn what_is_seen_is_forbidden_and_what_is_not_seen_is_hidden() {
    let academic = holder(Role::Academic, Scope::District("555".parse().unwrap()));
    assert_eq!(
        authorize(&academic, Action::SanctionProposal, &in_district("555")),
        Err(Denial::Forbidden)
    );
    assert_eq!(
        authorize(&academic, Action::SanctionProposal, &in_district("559")),
        Err(Denial::Hidden)
    );
}

#[test]
fn a_role_without_a_scope_of_its_kind_cannot_be_read() {
    assert!(Scope::read(crate::policy::actor::ScopeKind::State, "555").is_err());
    assert!(Scope::read(crate::policy::actor::ScopeKind::District, "kochi").is_err());
}
