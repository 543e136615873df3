//! Minutes of five seats that carried exactly what is wanted.

use odoi_domain::kernel::entity::Entity;
use odoi_domain::kernel::id::{AccountId, MeetingId, SeatId};
use odoi_domain::policy::actor::{Actor, Grant, Role, Scope};
use odoi_domain::policy::{self, Action};
use odoi_domain::programme::mandate::{self, Authority, Wanted};
use odoi_domain::programme::meeting::{
    Citation, GENESIS, GroupRules, Meeting, MeetingFacts, Opening, Proceedings, Roll,
};
use odoi_domain::programme::seat::Designation;
use odoi_domain::{Moment, Recorded};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

fn thing<T>(recorded: Recorded<T>) -> T {
    recorded.into_parts().0
}

/// The authority of a meeting of its own number that was held at a moment.
pub(crate) fn authority(wanted: &Wanted<'_>, number: u128, now: Moment) -> Authority {
    let anchors = odoi_domain::policy::actor::Anchors {
        districts: vec![wanted.district.clone()],
        ..Default::default()
    };
    let convenor = Actor::unnamed(vec![Grant {
        role: Role::KdiscDpe,
        scope: Scope::District(wanted.district.clone()),
    }]);
    let permit = |action| policy::authorize(&convenor, action, &anchors).unwrap();
    let id = MeetingId(Uuid::from_u128(number));
    let early = now.plus_seconds(-10 * 86_400);
    let called = Meeting::call(
        &permit(Action::CreateMeeting),
        id,
        facts(wanted, now),
        GroupRules::default(),
        early,
    );
    let opening = Opening {
        rolls: (1..=5).map(roll).collect(),
        recusals: Vec::new(),
        conflicts: GroupRules::default().conflicts,
        tabled: Vec::new(),
    };
    let opened = thing(called.unwrap()).open(&permit(Action::OpenMeeting), opening, now);
    let recorded = thing(opened.unwrap()).record(
        &permit(Action::RecordMeeting),
        proceedings(),
        Vec::new(),
        now,
    );
    let last = (0, GENESIS.to_owned());
    let closed = thing(recorded.unwrap()).close(
        &permit(Action::CloseMeeting),
        (last, &[]),
        &BTreeSet::new(),
        now,
    );
    let meeting = thing(closed.unwrap());
    let cited = Citation { meeting_id: meeting.meta().id, item: 0 };
    mandate::authorise(wanted, cited, &meeting, &[])
}

fn facts(wanted: &Wanted<'_>, now: Moment) -> MeetingFacts {
    let mut item =
        json!({ "title": "It", "proposal_id": wanted.proposal, "decides": wanted.decision });
    if wanted.amount.is_some() {
        item["amount_paise"] = json!(10_000_000_000_000_i64);
    }
    if let Some(tranche) = wanted.tranche {
        item["tranche"] = json!(tranche);
    }
    let facts = json!({
        "district": wanted.district, "title": "Meeting", "scheduled_at": now, "venue": "Here", "urgency": "Now.",
        "agenda": [item],
    });
    serde_json::from_value(facts).unwrap()
}

fn roll(number: u128) -> Roll {
    Roll {
        seat_id: SeatId(Uuid::from_u128(number)),
        designation: Designation::KilaSrg,
        holder: Some(AccountId(Uuid::from_u128(100 + number))),
        alternate: None,
    }
}

fn proceedings() -> Proceedings {
    let seat = |number| SeatId(Uuid::from_u128(number));
    let here = |number| {
        let account = AccountId(Uuid::from_u128(100 + number));
        json!({ "seat_id": seat(number), "account_id": account })
    };
    let attendance: Vec<Value> = (1..=5).map(here).collect();
    let proceedings = json!({
        "attendance": attendance,
        "items": [{ "motion": {
            "text": "Done.", "moved_by": seat(1), "seconded_by": seat(2),
            "ballots": [{ "seat_id": seat(1), "vote": "in_favour" }],
        } }],
    });
    serde_json::from_value(proceedings).unwrap()
}
