//! The proofs that deciding steps demand: minutes of five seats that carried exactly what is wanted, and those of
//! people who belong to nothing and have done nothing.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "no test needs all of them, and each may panic"
)]

use odoi_domain::kernel::entity::{Document, Entity, Refusal};
use odoi_domain::kernel::id::{AccountId, MeetingId, ProposalId, SeatId};
use odoi_domain::policy::actor::{Actor, Grant, Role, Scope};
use odoi_domain::policy::{
    self, Action, Affiliations, AgendaClearance, Clearance, ConflictBasis, ConflictGraph,
    PastActions, Permit, SpokeFor, TrailExtract,
};
use odoi_domain::programme::mandate::{self, Authority, Wanted};
use odoi_domain::programme::meeting::{
    AgendaItem, Citation, GENESIS, GroupRules, Meeting, MeetingFacts, Opening, Proceedings, Roll,
};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::programme::seat::Designation;
use odoi_domain::{Day, Moment, Recorded};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

fn thing<T>(recorded: Recorded<T>) -> T {
    recorded.into_parts().0
}

/// Of the holder of a permit, who belongs to nothing.
pub(crate) fn clearance(permit: &Permit, proposal: ProposalId) -> Clearance {
    let Some(account) = permit.account() else {
        return Clearance::of_nobody(proposal);
    };
    let own = Affiliations { account, ends: Vec::new(), ties: Vec::new() };
    let graph = ConflictGraph {
        proposal,
        basis: ConflictBasis {
            rule: GroupRules::default().conflicts,
            on: Day(chrono::NaiveDate::default()),
            known: Moment::from_micros(0).unwrap(),
        },
        applicants: Vec::new(),
        ties: Vec::new(),
        declared: Vec::new(),
    };
    graph.judge(&own, &SpokeFor::new()).unwrap()
}

/// The same about every item of an agenda.
pub(crate) fn agenda(permit: &Permit, agenda: &[AgendaItem]) -> AgendaClearance {
    let about = agenda.iter().filter_map(|item| item.proposal_id);
    let found: Vec<Clearance> = about.map(|id| clearance(permit, id)).collect();
    AgendaClearance::of(permit.account(), agenda, &found, BTreeSet::new()).unwrap()
}

/// Of a proposal about which the audit trail says nothing.
pub(crate) fn past(proposal: &Proposal) -> PastActions {
    let about = policy::subjects(proposal.meta().id, None, None);
    let trail = TrailExtract::read(&about, Vec::new());
    PastActions::of(proposal, trail, &[]).unwrap()
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
        |facts| Ok::<_, Refusal>(agenda(&permit(Action::CreateMeeting), &facts.agenda)),
        early,
    );
    let opening = Opening {
        rolls: (1..=5).map(roll).collect(),
        recusals: Vec::new(),
        conflicts: GroupRules::default().conflicts,
        tabled: Vec::new(),
    };
    let called = thing(called.unwrap());
    let cleared = agenda(&permit(Action::CreateMeeting), &called.state().facts.agenda);
    let opened = called.open(&permit(Action::OpenMeeting), opening, &cleared, now);
    let recorded = thing(opened.unwrap()).record(
        &permit(Action::RecordMeeting),
        proceedings(),
        Vec::new(),
        &cleared,
        now,
    );
    let last = (0, GENESIS.to_owned());
    let closed = thing(recorded.unwrap()).close(
        &permit(Action::CloseMeeting),
        (last, &[]),
        &BTreeSet::new(),
        &cleared,
        now,
    );
    let meeting = thing(closed.unwrap());
    let cited = Citation { meeting_id: meeting.meta().id, item: 0 };
    mandate::authorise(wanted, cited, &meeting, &[])
}

fn facts(wanted: &Wanted<'_>, now: Moment) -> MeetingFacts {
    let mut item =
        json!({ "title": "It", "proposal_id": wanted.proposal, "decides": wanted.decision });
    if let Some(amount) = wanted.amount {
        item["amount_paise"] = json!(amount.get().max(1));
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
