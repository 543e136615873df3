//! Transitions of rule sets, calls, proposals, their documents, meetings, reviews and declarations.

use crate::others::Chosen;
use crate::{Outcome, Transition, before, due, here, id, me, now, one, proofs, read};
use odoi_domain::formation::rule_set::{RuleSet, RuleSetFacts};
use odoi_domain::kernel::entity::{Document, Refusal};
use odoi_domain::kernel::id::{AccountId, MeetingId};
use odoi_domain::policy::{Action, AgendaClearance, Clearance, Permit, Proofs};
use odoi_domain::programme::attachment::{Attachment, Content, Held, MediaType};
use odoi_domain::programme::call::{
    CALL_STEPS, Call, CallFacts, CallRecord, CallState, CallStep, UnderWay,
};
use odoi_domain::programme::declaration::{Declaration, DeclarationRecord};
use odoi_domain::programme::mandate::{self, Authority};
use odoi_domain::programme::meeting::{
    GENESIS, GroupRules, ItemRecord, Meeting, MeetingFacts, MeetingState, Notice, Opening,
    Proceedings, Roll,
};
use odoi_domain::programme::proposal::{
    Proposal, ProposalFacts, ProposalState, ProposalStep, StepFacts, TRANSITIONS,
};
use odoi_domain::programme::review::{Review, ReviewFacts, Round};
use odoi_domain::programme::seat::Designation;
use odoi_domain::{Day, Entity, EventType, Meta, Moment, Recorded};
use serde_json::json;
use std::collections::BTreeSet;

fn call_facts() -> CallFacts {
    read(json!({
        "title": { "en": "Seed round" }, "brief": "Products and processes.", "districts": [here()],
        "opens_at": now(), "closes_at": now().plus_seconds(86_400), "budget_paise": 1_000,
        "form": { "version": 1, "schema": { "type": "object", "additionalProperties": false, "properties": {} } },
        "rubric": { "version": 1, "criteria": [{ "key": "novelty", "title": { "en": "Novelty" }, "weight": 100 }] },
    }))
}

/// The call that pays, as far as it has come.
pub(crate) fn call(state: CallState) -> Call {
    let record = CallRecord { facts: call_facts(), state, reason: None };
    Call::restore(Meta::first(id(5), now()), record)
}

fn of_calls(event: EventType) -> Option<Vec<Transition>> {
    let taken = |step: CallStep| {
        let (from, ..) = *CALL_STEPS.iter().find(|(_, by, _)| *by == step).unwrap();
        let when = if step == CallStep::Close { now().plus_seconds(86_400) } else { now() };
        one(move |p| {
            let with = (Some(read(json!("Because."))), UnderWay::default());
            call(from).step(p, step, with, when)
        })
    };
    if let Some(step) = CallStep::ALL.iter().find(|step| step.event() == event) {
        return Some(taken(*step));
    }
    Some(match event {
        EventType::CallDrafted => one(|p| Call::draft(p, id(5), call_facts(), now())),
        EventType::CallUpdated => one(|p| call(CallState::Draft).amend(p, call_facts(), now())),
        EventType::CallRemoved => one(|p| call(CallState::Draft).remove(p, now())),
        EventType::RuleSetPublished => one(|p| {
            let facts: RuleSetFacts = read(json!({
                "subject": "conflicts", "effective_from": now().day().after(1), "note": "The first.",
                "conflicts": { "max_hops": 2, "cooling_days": 365 },
            }));
            RuleSet::publish(p, id(1), facts, 0, now())
        }),
        _ => return None,
    })
}

fn proposal_facts() -> ProposalFacts {
    read(json!({
        "title": { "en": "Oil from bran" }, "cluster_id": id::<odoi_domain::kernel::id::ClusterId>(1),
        "institution_id": id::<odoi_domain::kernel::id::InstitutionId>(2), "objective": "Press it.", "asked_paise": 100,
        "call_id": id::<odoi_domain::kernel::id::CallId>(5),
        "cost_lines": [{ "title": "Press", "kind": "innovation", "amount_paise": 100 }],
    }))
}

/// A proposal, as far as it has come, by whichever way.
pub(crate) fn proposal(state: ProposalState) -> Proposal {
    let status = odoi_domain::programme::proposal::Status {
        state,
        since: now(),
        reason: None,
        sanctioned: state.is_funded().then_some(odoi_domain::kernel::money::Paise::new(100)),
    };
    Proposal::restore(Meta::first(id(7), now()), proposal_facts(), here(), status, Vec::new())
}

/// One of another cluster.
pub(crate) fn another_proposal() -> Proposal {
    let thing = proposal(ProposalState::Draft);
    Proposal::restore(
        Meta::first(id(70), now()),
        thing.facts().clone(),
        here(),
        thing.status().clone(),
        Vec::new(),
    )
}

fn with(step: ProposalStep) -> StepFacts {
    StepFacts {
        reason: step.needs_reason().then(|| read(json!("Because."))),
        sanctioned_paise: (step == ProposalStep::Sanction).then(|| read(json!(100))),
        ..StepFacts::default()
    }
}

fn authority(thing: &Proposal, step: ProposalStep) -> Authority {
    match thing.wanted(step, &with(step)) {
        Some(wanted) => proofs::authority(&wanted, 9, now()),
        None => mandate::none(),
    }
}

/// A step from where it is legal.
pub(crate) fn step(step: ProposalStep, permit: &Permit, chosen: Chosen) -> Outcome {
    let (from, ..) = *TRANSITIONS.iter().find(|(_, by, _)| *by == step).unwrap();
    let thing = proposal(from);
    let proofs = Proofs {
        authority: authority(&thing, step),
        past: &chosen.past,
        clearance: chosen.clearance,
    };
    let taken = thing.step(permit, step, with(step), &proofs, now());
    taken.map(|recorded| recorded.into_parts().1)
}

fn of_proposals(event: EventType) -> Option<Vec<Transition>> {
    let taken = |taken: ProposalStep| {
        let take = move |p: &Permit| {
            let chosen = Chosen {
                past: proofs::past(&proposal(ProposalState::Draft)),
                clearance: Some(proofs::clearance(p, id(7))),
            };
            step(taken, p, chosen)
        };
        vec![Box::new(take) as Transition]
    };
    if let Some(step) = ProposalStep::ALL.iter().find(|step| step.event() == event) {
        return Some(taken(*step));
    }
    let draft = || proposal(ProposalState::Draft);
    Some(match event {
        EventType::ProposalDrafted => {
            one(|p| Proposal::draft(p, id(7), proposal_facts(), (here(), 0), now()))
        }
        EventType::ProposalUpdated => {
            one(move |p| draft().amend(p, proposal_facts(), here(), now()))
        }
        EventType::ProposalRemoved => one(move |p| draft().remove(p, now())),
        EventType::ProposalRelocated => {
            due(move |p| draft().relocate(p, &"560".parse().unwrap(), now()))
        }
        EventType::DocumentAttached => one(move |p| {
            let file = ("a.pdf".parse().unwrap(), content());
            Attachment::attach(p, id(1), (&draft(), Held::default(), 1), file, now())
        }),
        EventType::DocumentRemoved => one(move |p| {
            let file = ("a.pdf".parse().unwrap(), content());
            let permit = before(Action::AttachDocument);
            let made =
                Attachment::attach(&permit, id(1), (&draft(), Held::default(), 1), file, now());
            made.unwrap().into_parts().0.remove(p, &draft(), now())
        }),
        _ => return None,
    })
}

fn content() -> Content {
    Content {
        media_type: MediaType::ALL[0],
        bytes: 1,
        sha256: "0".repeat(64),
        pieces: vec![vec![0]],
    }
}

pub(crate) fn meeting_facts() -> MeetingFacts {
    read(json!({
        "district": here(), "title": "Meeting", "scheduled_at": now().plus_seconds(8 * 86_400), "venue": "Here",
        "agenda": [{ "title": "It", "proposal_id": proposal(ProposalState::Screened).meta().id, "decides": "shortlist" }],
    }))
}

fn account(number: u128) -> AccountId {
    id(number)
}

fn opening() -> Opening {
    let roll = |number: u128| Roll {
        seat_id: id(number),
        designation: Designation::KilaSrg,
        holder: Some(account(100 + number)),
        alternate: None,
    };
    Opening {
        rolls: (1..=5).map(roll).collect(),
        recusals: Vec::new(),
        conflicts: GroupRules::default().conflicts,
        tabled: Vec::new(),
    }
}

fn proceedings() -> Proceedings {
    let here = |number: u128| {
        read(json!({ "seat_id": account(number), "account_id": account(100 + number) }))
    };
    Proceedings { attendance: (1..=3).map(here).collect(), items: vec![ItemRecord::default()] }
}

fn day_of_meeting() -> Moment {
    meeting_facts().scheduled_at
}

pub(crate) fn cleared(permit: &Permit) -> AgendaClearance {
    proofs::agenda(permit, &meeting_facts().agenda)
}

pub(crate) fn meeting(state: MeetingState) -> Meeting {
    let number: MeetingId = id(1);
    let called = Meeting::call(
        &before(Action::CreateMeeting),
        number,
        meeting_facts(),
        GroupRules::default(),
        |facts| Ok::<_, Refusal>(proofs::agenda(&before(Action::CreateMeeting), &facts.agenda)),
        now(),
    );
    let called = called.unwrap().into_parts().0;
    if state == MeetingState::Called {
        return called;
    }
    let permit = before(Action::OpenMeeting);
    let opened = called.open(&permit, opening(), &cleared(&permit), day_of_meeting());
    let opened = opened.unwrap().into_parts().0;
    let permit = before(Action::RecordMeeting);
    let proof = cleared(&permit);
    let recorded = opened.record(&permit, proceedings(), Vec::new(), &proof, day_of_meeting());
    recorded.unwrap().into_parts().0
}

pub(crate) fn call_meeting(
    permit: &Permit,
    clear: impl FnOnce(&MeetingFacts) -> Result<AgendaClearance, Refusal>,
) -> Outcome {
    let rules = GroupRules::default();
    let called = Meeting::call(permit, id(1), meeting_facts(), rules, clear, now());
    called.map(|recorded| recorded.into_parts().1)
}

fn amend(permit: &Permit, proof: &AgendaClearance) -> Outcome {
    let notice = Notice { facts: meeting_facts(), rules: GroupRules::default() };
    let clear = |_: &MeetingFacts| Ok(proof.clone());
    let meeting = meeting(MeetingState::Called);
    let amended = meeting.amend(permit, notice, proof, clear, now());
    amended.map(|recorded| recorded.into_parts().1)
}

pub(crate) fn open(permit: &Permit, proof: &AgendaClearance) -> Outcome {
    let meeting = meeting(MeetingState::Called);
    let opened = meeting.open(permit, opening(), proof, day_of_meeting());
    opened.map(|recorded| recorded.into_parts().1)
}

pub(crate) fn record(permit: &Permit, proof: &AgendaClearance) -> Outcome {
    let meeting = meeting(MeetingState::InSession);
    let aside = Vec::new();
    let recorded = meeting.record(permit, proceedings(), aside, proof, day_of_meeting());
    recorded.map(|recorded| recorded.into_parts().1)
}

pub(crate) fn close(permit: &Permit, proof: &AgendaClearance) -> Outcome {
    let (last, nobody) = ((0, GENESIS.to_owned()), BTreeSet::new());
    let meeting = meeting(MeetingState::InSession);
    let closed = meeting.close(permit, (last, &[]), &nobody, proof, day_of_meeting());
    closed.map(|recorded| recorded.into_parts().1)
}

pub(crate) fn cancel(permit: &Permit, proof: &AgendaClearance) -> Outcome {
    let reason = Some(read(json!("Nobody can come.")));
    let meeting = meeting(MeetingState::Called);
    let cancelled = meeting.cancel(permit, reason, proof, now());
    cancelled.map(|recorded| recorded.into_parts().1)
}

fn of_meetings(event: EventType) -> Option<Vec<Transition>> {
    let take: fn(&Permit, &AgendaClearance) -> Outcome = match event {
        EventType::MeetingCalled => |permit, proof| call_meeting(permit, |_| Ok(proof.clone())),
        EventType::MeetingUpdated => amend,
        EventType::MeetingOpened => open,
        EventType::MeetingMinuted => record,
        EventType::MeetingClosed => close,
        EventType::MeetingCancelled => cancel,
        _ => return None,
    };
    Some(vec![Box::new(move |p| take(p, &cleared(p)))])
}

fn review_facts() -> ReviewFacts {
    read(json!({
        "proposal_id": proposal(ProposalState::Screened).meta().id, "seat_id": account(1),
        "scores": [{ "criterion": "novelty", "score": 7, "reason": "New here." }],
    }))
}

pub(crate) fn review(permit: &Permit, clearance: Clearance) -> Result<Recorded<Review>, Refusal> {
    let round =
        Round { district: here(), proposal_revision: 1, rubric: &call_facts().rubric, clearance };
    Review::draft(permit, id(1), review_facts(), round, now())
}

fn of_reviews(event: EventType) -> Option<Vec<Transition>> {
    use EventType as E;
    let cleared = |permit: &_| proofs::clearance(permit, review_facts().proposal_id);
    let draft = move |permit: &_| review(permit, cleared(permit));
    let begun = move || draft(&crate::everywhere(Action::CreateReview)).unwrap().into_parts().0;
    Some(match event {
        E::ReviewDrafted => one(draft),
        E::ReviewUpdated => {
            one(move |p| begun().amend(p, review_facts(), &call_facts().rubric, cleared(p), now()))
        }
        E::ReviewSubmitted => {
            one(move |p| begun().submit(p, &call_facts().rubric, cleared(p), now()))
        }
        E::ConflictDeclared => one(|p| {
            let record = DeclarationRecord {
                proposal_id: proposal(ProposalState::Screened).meta().id,
                district: here(),
                by: me(),
                reason: read(json!("My brother's mill.")),
            };
            Declaration::make(p, id(1), record, now())
        }),
        _ => return None,
    })
}

/// The day of all of it.
pub(crate) fn today() -> Day {
    now().day()
}

pub(crate) fn transitions(event: EventType) -> Option<Vec<Transition>> {
    of_calls(event)
        .or_else(|| of_proposals(event))
        .or_else(|| of_meetings(event))
        .or_else(|| of_reviews(event))
}
