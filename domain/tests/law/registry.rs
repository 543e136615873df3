//! Transitions of what is registered and stated, and of accounts.

use crate::{Transition, before, due, everywhere, here, id, me, now, one, read};
use odoi_domain::formation::cooperation::CooperationFacts;
use odoi_domain::formation::gate::{Before, GateTry, InterestFacts};
use odoi_domain::formation::scorecard::assessment::AssessmentFacts;
use odoi_domain::formation::statement::{Statement, StatementFacts, WithdrawalFacts};
use odoi_domain::identity::account::{
    Account, AccountGrant, AccountKind, FIRST_GENERATION, NewAccount,
};
use odoi_domain::identity::session::{Rotation, Session};
use odoi_domain::kernel::entity::{Document, Facts, Refusal, Registered};
use odoi_domain::policy::actor::{Actor, Grant, Role, Scope};
use odoi_domain::policy::disclosure::{Disclosure, Look, Shown};
use odoi_domain::policy::privacy::{PersonalField, Purpose, Told};
use odoi_domain::policy::{Action, Permit, TieClearance};
use odoi_domain::programme::seat::SeatFacts;
use odoi_domain::registry::bond::{AttestationEnd, AttestationFacts, Bond};
use odoi_domain::registry::candidate::{
    CandidateBasis, CandidateState, Dismissal, DuplicateCandidate,
};
use odoi_domain::registry::cluster::{Cluster, ClusterFacts};
use odoi_domain::registry::enterprise::{
    Enterprise, EnterpriseErasure, EnterpriseFacts, EnterpriseField,
};
use odoi_domain::registry::facility::FacilityFacts;
use odoi_domain::registry::institution::InstitutionFacts;
use odoi_domain::registry::linkage::{End, EndKind, Linkage, LinkageFacts};
use odoi_domain::registry::linkage_evidence::{
    EvidenceStep, LinkageEvidence, LinkageEvidenceFacts,
};
use odoi_domain::registry::membership::{
    Member, MemberKind, Membership, MembershipFacts, MembershipState, Sides,
};
use odoi_domain::registry::merge::{Merge, MergeState};
use odoi_domain::registry::place::{DistrictCode, PlaceFacts};
use odoi_domain::schemes::scheme::SchemeFacts;
use odoi_domain::{Entity, EventType, Meta, Recorded};
use serde_json::json;

/// Another district, into which something moves.
fn there() -> DistrictCode {
    "560".parse().unwrap()
}

fn enterprise(number: u128, name: &str) -> Enterprise {
    let facts: EnterpriseFacts = read(json!({
        "name": { "en": name }, "kind": "firm", "district": here(),
        "activities": [{ "version": "nic_2008", "code": "10612" }],
    }));
    let made = Enterprise::register(&before(Action::CreateEnterprise), id(number), facts, now());
    made.unwrap().into_parts().0
}

fn cluster() -> Cluster {
    let facts: ClusterFacts = read(json!({
        "name": { "en": "Rice" }, "kind": "manufacturing", "sector": "food", "district": here(),
        "activities": [{ "version": "nic_2008", "code": "10612" }], "constituency": "75",
    }));
    Cluster::restore(Meta::first(id(1), now()), facts)
}

fn end(kind: EndKind, number: u128) -> End {
    End { kind, id: id::<odoi_domain::kernel::id::ClusterId>(number).0 }
}

pub(crate) fn attest(permit: &Permit, proof: TieClearance) -> Result<Recorded<Linkage>, Refusal> {
    linkage().attest(permit, seen(), proof, now())
}

/// Of whoever has to do with neither end.
fn cleared(permit: &Permit, ends: [End; 2]) -> TieClearance {
    TieClearance::of(permit, ends, &[]).unwrap()
}

/// What K-DISC has seen of a tie.
fn seen() -> AttestationFacts {
    read(json!({ "evidence": [{ "title": "Agreement" }] }))
}

fn mistaken() -> AttestationEnd {
    read(json!({ "reason": "By mistake." }))
}

pub(crate) fn linkage() -> Linkage {
    let facts: LinkageFacts = read(json!({
        "from": end(EndKind::Enterprise, 1), "to": end(EndKind::Cluster, 1),
        "kind": "advice", "layer": "informal", "strength": 1, "starts_on": "2026-01-01",
    }));
    Linkage::restore(Meta::first(id(1), now()), facts, [here(), here()], Bond::default())
}

fn membership() -> Membership {
    let facts: MembershipFacts = read(json!({
        "cluster_id": cluster().meta().id, "member": member(1), "role": "member", "starts_on": "2026-01-01",
    }));
    let sides = Sides { cluster: here(), member: here() };
    let bond = Bond::default();
    let state = MembershipState { facts, sides, bond };
    Membership::restore(Meta::first(id(1), now()), state)
}

fn member(number: u128) -> Member {
    Member {
        kind: MemberKind::Enterprise,
        id: id::<odoi_domain::kernel::id::EnterpriseId>(number).0,
    }
}

fn pair(state: CandidateState) -> DuplicateCandidate {
    let (one, other) = (enterprise(1, "Ponni Rice Mill"), enterprise(2, "Rice Mill Ponni"));
    let found = DuplicateCandidate::find(
        &before(Action::FindDuplicates),
        (id(1), CandidateBasis::OpenFacts),
        (&one, &other),
        now(),
    );
    let found = found.unwrap().unwrap().into_parts().0;
    let dismissed = found.clone().dismiss(&before(Action::DismissCandidate), dismissal(), now());
    let dismissed = dismissed.unwrap().into_parts().0;
    match state {
        CandidateState::Open => found,
        CandidateState::NotADuplicate => dismissed,
        CandidateState::Dissolved => {
            found.dissolve(&before(Action::FindDuplicates), now()).unwrap().unwrap().into_parts().0
        }
        CandidateState::Merged => {
            found.merged(&before(Action::MergeEnterprise), id(1), now()).unwrap().into_parts().0
        }
    }
}

fn dismissal() -> Dismissal {
    read(json!({ "reason": "Two brothers, two mills." }))
}

/// The pair is compared with the second as it is now.
fn compared(from: CandidateState, name: &'static str) -> Vec<Transition> {
    let (pair, both) = (pair(from), (enterprise(1, "Ponni Rice Mill"), enterprise(2, name)));
    due(move |permit| pair.clone().compare(permit, (&both.0, &both.1), now()))
}

fn merge() -> MergeState {
    let (merged, into) = (enterprise(1, "Mill"), enterprise(2, "Other"));
    read(json!({
        "merged": merged.meta().id, "into": into.meta().id, "merged_revision": 2, "merged_created_at": now(),
        "merged_facts": merged.facts(), "into_before": into.facts(), "into_after": into.facts(),
        "linkages": [], "memberships": [], "grants": [], "is_undone": false, "not_restored": [],
    }))
}

/// Created, updated and removed.
fn registered<F: Facts + 'static>(event: EventType, facts: F) -> Option<Vec<Transition>>
where
    F::Id: From<uuid::Uuid>,
{
    let thing = Registered::restore(Meta::first(id(1), now()), facts.clone());
    let found = match event {
        _ if event == F::CREATED => {
            one(move |permit| Registered::register(permit, id(1), facts.clone(), now()))
        }
        _ if event == F::UPDATED => {
            one(move |permit| thing.clone().amend(permit, facts.clone(), now()))
        }
        _ if event == F::REMOVED => one(move |permit| thing.clone().remove(permit, now())),
        _ => return None,
    };
    Some(found)
}

/// Stated, withdrawn and moved with its cluster.
fn stated<F: StatementFacts>(
    event: EventType,
    facts: F,
    create: Action,
) -> Option<Vec<Transition>> {
    let make = {
        let facts = facts.clone();
        move |permit: &Permit| Statement::make(permit, id(1), facts.clone(), here(), now())
    };
    let thing = make(&before(create)).unwrap().into_parts().0;
    let found = match event {
        _ if event == F::STATED => one(make),
        _ if event == F::WITHDRAWN => one(move |permit| {
            let facts: WithdrawalFacts = read(json!({ "reason": "By mistake." }));
            thing.clone().withdraw(permit, facts, now())
        }),
        _ if event == F::RELOCATED => {
            due(move |permit| thing.clone().relocate(permit, &there(), now()))
        }
        _ => return None,
    };
    Some(found)
}

fn plain(event: EventType) -> Option<Vec<Transition>> {
    let place: PlaceFacts =
        read(json!({ "level": "ward", "code": "1", "name": { "en": "Ward" }, "district": here() }));
    let institution: InstitutionFacts =
        read(json!({ "name": { "en": "College" }, "kind": "college", "district": here() }));
    let facility: FacilityFacts = read(json!({
        "institution_id": cluster().meta().id, "name": { "en": "Laboratory" }, "kind": "laboratory",
        "district": here(), "count": 1, "open_to_firms": true,
    }));
    let scheme: SchemeFacts = read(json!({
        "code": "AA", "name": { "en": "Scheme" }, "government": "gok", "owner": "It", "kind": "grant", "applicant_kind": "cluster",
    }));
    let seat: SeatFacts =
        read(json!({ "district": here(), "designation": "kila_srg", "number": 1, "tenures": [] }));
    let piece = json!({ "title": "Minutes" });
    let interest: InterestFacts = read(json!({
        "cluster_id": cluster().meta().id, "constituency": "75", "side": "cluster",
        "valid_from": "2026-01-01", "valid_until": "2027-01-01", "evidence": [piece],
    }));
    let cooperation: CooperationFacts = read(json!({
        "cluster_id": cluster().meta().id, "kind": "study_visit", "happened_on": "2026-01-01", "about": "A visit.", "evidence": piece,
    }));
    let assessment: AssessmentFacts = read(json!({
        "cluster_id": cluster().meta().id, "indicator": "trust", "value": 1.0, "assessed_on": "2026-01-01",
        "method": "Asked.", "evidence": [piece],
    }));
    registered::<PlaceFacts>(event, place)
        .or_else(|| registered::<InstitutionFacts>(event, institution))
        .or_else(|| registered::<FacilityFacts>(event, facility))
        .or_else(|| registered::<SchemeFacts>(event, scheme))
        .or_else(|| registered::<SeatFacts>(event, seat))
        .or_else(|| registered::<ClusterFacts>(event, cluster().facts().clone()))
        .or_else(|| stated(event, interest, Action::CreateInterest))
        .or_else(|| stated(event, cooperation, Action::CreateCooperation))
        .or_else(|| stated(event, assessment, Action::CreateAssessment))
}

fn of_enterprises(event: EventType) -> Option<Vec<Transition>> {
    use EventType as E;
    let mill = enterprise(1, "Mill");
    let fields = [EnterpriseField::Mobile];
    Some(match event {
        E::EnterpriseCreated => {
            one(move |p| Enterprise::register(p, id(1), mill.facts().clone(), now()))
        }
        E::EnterpriseUpdated => one(move |p| mill.clone().amend(p, mill.facts().clone(), now())),
        E::EnterpriseProtected => one(move |p| mill.clone().protect(p, &fields, true, now())),
        E::EnterpriseUnprotected => one(move |p| mill.clone().protect(p, &fields, false, now())),
        E::EnterprisePersonalDataErased => {
            one(move |p| mill.clone().erase(p, EnterpriseErasure { name: None }, now()))
        }
        E::EnterpriseRemoved => one(move |p| mill.clone().remove(p, now())),
        E::EnterpriseMerged => one(move |p| mill.clone().merge_away(p, now())),
        E::EnterpriseUnmerged => {
            one(move |p| Enterprise::bring_back(p, *mill.meta(), mill.state().clone(), now()))
        }
        E::MergeDone => one(|p| Merge::record(p, id(1), merge(), now())),
        E::MergeUndone => {
            one(|p| Merge::restore(Meta::first(id(1), now()), merge()).undo(p, Vec::new(), now()))
        }
        E::MergePersonalDataErased => one(move |p| {
            Merge::restore(Meta::first(id(1), now()), merge()).forget_person(
                p,
                &mill.facts().name,
                now(),
            )
        }),
        E::DisclosureMade => one(move |p| {
            let look = Look {
                purpose: Purpose::Contact,
                told: Told::Value,
                operation: "get_enterprise".to_owned(),
                request_id: "r".to_owned(),
                shown: vec![Shown {
                    enterprise: id(1),
                    district: here(),
                    fields: vec![PersonalField::Mobile],
                }],
            };
            Disclosure::record(p, &manager(), id(1), look, now())
        }),
        E::CandidateFound => {
            let both = [1, 2].map(|number| enterprise(number, "Ponni Rice Mill"));
            let of = (id(1), CandidateBasis::OpenFacts);
            due(move |p| DuplicateCandidate::find(p, of, (&both[0], &both[1]), now()))
        }
        E::CandidateFoundAgain => compared(CandidateState::Dissolved, "Ponni Rice Mill"),
        E::CandidateCompared => compared(CandidateState::Open, "Pony Rice Mills"),
        E::CandidateDissolved => {
            let mut both = compared(CandidateState::Open, "Zebra Umbrellas");
            let open = pair(CandidateState::Open);
            both.extend(due(move |p| open.clone().dissolve(p, now())));
            both
        }
        E::CandidateDismissed => one(|p| pair(CandidateState::Open).dismiss(p, dismissal(), now())),
        E::CandidateReopened => one(|p| pair(CandidateState::NotADuplicate).reopen(p, now())),
        E::CandidateMerged => one(|p| pair(CandidateState::Open).merged(p, id(1), now())),
        E::CandidateUnmerged => one(|p| pair(CandidateState::Merged).unmerged(p, id(1), now())),
        E::CandidatePersonalDataErased => {
            due(|p| pair(CandidateState::NotADuplicate).forget_person(p, now()))
        }
        _ => return None,
    })
}

/// Somebody who may be shown personal data.
fn manager() -> Actor {
    Actor::new(me(), vec![Grant { role: Role::DicGm, scope: Scope::District(here()) }])
}

fn of_ties(event: EventType) -> Option<Vec<Transition>> {
    use EventType as E;
    let (tie, belongs) = (linkage(), membership());
    let (old, new) = (end(EndKind::Enterprise, 1), end(EndKind::Enterprise, 2));
    Some(match event {
        E::ClusterLadderMoved => one(|p| cluster().ladder_moved(p, None, None, now())),
        E::ClusterRepointed => one(|p| cluster().repoint(p, cluster().facts().clone(), now())),
        E::LinkageDeclared => {
            one(move |p| Linkage::declare(p, id(1), tie.facts().clone(), [here(), here()], now()))
        }
        E::LinkageUpdated => {
            one(move |p| tie.clone().amend(p, tie.facts().clone(), [here(), here()], now()))
        }
        E::LinkageConfirmed => one(move |p| tie.clone().confirm(p, now())),
        E::LinkageAttested => {
            one(move |p| (tie.clone()).attest(p, seen(), cleared(p, tie.ends()), now()))
        }
        E::LinkageAttestationWithdrawn => {
            let permit = before(Action::AttestLinkage);
            let proof = cleared(&permit, tie.ends());
            let attested = tie.attest(&permit, seen(), proof, now());
            let attested = attested.unwrap().into_parts().0;
            one(move |p| {
                let proof = cleared(p, attested.ends());
                (attested.clone()).withdraw_attestation(p, mistaken(), proof, now())
            })
        }
        E::LinkageRelocated => due(move |p| tie.clone().relocate(p, old, &there(), now())),
        E::LinkageRepointed => one(move |p| tie.clone().repoint(p, old, new, &here(), now())),
        E::LinkageUnmerged => one(move |p| tie.clone().bring_back(p, now())),
        E::LinkageRemoved => one(move |p| tie.clone().remove(p, now())),
        E::MembershipAdmitted => one(move |p| {
            Membership::admit(p, id(1), belongs.facts().clone(), belongs.sides().clone(), now())
        }),
        E::MembershipUpdated => {
            one(move |p| belongs.clone().amend(p, belongs.facts().clone(), now()))
        }
        E::MembershipConfirmed => one(move |p| belongs.clone().confirm(p, now())),
        E::MembershipAttested => {
            one(move |p| (belongs.clone()).attest(p, seen(), cleared(p, belongs.ends()), now()))
        }
        E::MembershipAttestationWithdrawn => {
            let permit = before(Action::AttestMembership);
            let proof = cleared(&permit, belongs.ends());
            let attested = belongs.attest(&permit, seen(), proof, now());
            let attested = attested.unwrap().into_parts().0;
            one(move |p| {
                let proof = cleared(p, attested.ends());
                (attested.clone()).withdraw_attestation(p, mistaken(), proof, now())
            })
        }
        E::MembershipEnded => one(move |p| belongs.clone().end(p, now().day(), now())),
        E::MembershipRelocated => due(move |p| {
            let sides = Sides { cluster: here(), member: there() };
            belongs.clone().relocate(p, sides, now())
        }),
        E::MembershipRepointed => {
            one(move |p| belongs.clone().repoint(p, member(2), &here(), now()))
        }
        E::MembershipUnmerged => one(move |p| belongs.clone().bring_back(p, now())),
        E::MembershipRemoved => one(move |p| belongs.clone().remove(p, now())),
        _ => return None,
    })
}

fn of_evidence(event: EventType) -> Option<Vec<Transition>> {
    use EventType as E;
    let facts: LinkageEvidenceFacts = read(json!({
        "linkage_id": linkage().meta().id, "kind": "minutes", "about": "They met.", "reference": "M/7", "dated_on": "2026-01-01",
    }));
    let make = move |p: &Permit| LinkageEvidence::make(p, id(1), facts.clone(), &linkage(), now());
    let by = |permit: Permit| make(&permit).unwrap().into_parts().0;
    // Decided by somebody else, and withdrawn by whoever stated it.
    let (theirs, mine) =
        (by(before(Action::CreateLinkageEvidence)), by(everywhere(Action::CreateLinkageEvidence)));
    let step = |thing: LinkageEvidence, step: EvidenceStep| {
        one(move |p| {
            let proof = thing.ends().map(|ends| cleared(p, ends));
            thing.clone().step(p, step.clone(), proof, now())
        })
    };
    let reason = json!({ "reason": "By mistake." });
    Some(match event {
        E::LinkageEvidenceStated => one(make),
        E::LinkageEvidenceAccepted => step(theirs, EvidenceStep::Accept),
        E::LinkageEvidenceRejected => step(theirs, EvidenceStep::Reject(read(reason))),
        E::LinkageEvidenceWithdrawn => step(mine, EvidenceStep::Withdraw(read(reason))),
        E::LinkageEvidenceFollowed => due(move |p| theirs.clone().follow(p, None, now())),
        _ => return None,
    })
}

fn of_accounts(event: EventType) -> Option<Vec<Transition>> {
    use EventType as E;
    let new = NewAccount {
        kind: AccountKind::Person,
        sign_in_name: "uma".parse().unwrap(),
        display_name: read(json!("Uma")),
        secret_hash: "x".to_owned(),
        is_demo: false,
    };
    let account = |is_active| {
        let first = Meta::first(me(), now());
        Account::restore(first, new.clone(), is_active, FIRST_GENERATION)
    };
    let (open, closed) = (account(true), account(false));
    let grant = Grant { role: Role::Auditor, scope: Scope::State };
    let given = AccountGrant::restore(Meta::first(id(1), now()), me(), grant.clone());
    let mine = open.clone();
    let started =
        Session::open(&before(Action::OpenSession), id(1), &mine, now()).unwrap().into_parts().0;
    let rotate = |at: i64| {
        let (started, later) = (started.clone(), now().plus_seconds(at));
        let mine = mine.clone();
        let twice = started.clone().rotate(&before(Action::RotateSession), &mine, 1, now());
        let Ok(Rotation::Rotated(next)) = twice else { panic!("not rotated") };
        let next = next.into_parts().0;
        move |permit: &Permit| -> Result<Recorded<Session>, _> {
            let from = if at == 0 { started.clone() } else { next.clone() };
            match from.rotate(permit, &mine, 1, later)? {
                Rotation::Rotated(recorded) | Rotation::Reused(recorded) => Ok(recorded),
                other => panic!("{other:?}"),
            }
        }
    };
    Some(match event {
        E::AccountOpened => one(move |p| Account::open(p, me(), new.clone(), now())),
        E::AccountSecretChanged => {
            one(move |p| open.clone().change_secret(p, "y".to_owned(), now()))
        }
        E::AccountClosed => one(move |p| open.clone().set_active(p, false, now())),
        E::AccountReopened => one(move |p| closed.clone().set_active(p, true, now())),
        E::GrantGiven => one(move |p| AccountGrant::give(p, id(1), me(), grant.clone(), now())),
        E::GrantTakenAway => one(move |p| given.clone().take_away(p, now())),
        E::SessionOpened => one(move |p| Session::open(p, id(1), &mine, now())),
        E::SessionRotated => one(rotate(0)),
        E::SessionReuseDetected => one(rotate(60)),
        E::SessionCarriedOver => one(move |p| started.clone().carry_over(p, &mine, now())),
        E::SessionClosed => one(move |p| started.clone().close(p, now())),
        _ => return None,
    })
}

fn of_the_gate(event: EventType) -> Option<Vec<Transition>> {
    let refused = || {
        one(|p| {
            let cluster = cluster();
            let before = Before { cluster: &cluster, interests: &[], tries: &[] };
            GateTry::make(p, id(1), &before, "75".parse().unwrap(), now())
        })
    };
    let initiated = || {
        one(|p| {
            let side = |side: &str, number: u128| {
                let facts: InterestFacts = read(json!({
                    "cluster_id": cluster().meta().id, "constituency": "75", "side": side,
                    "institution_id": (side == "academic").then(|| id::<odoi_domain::kernel::id::InstitutionId>(2)),
                    "valid_from": "2026-01-01", "valid_until": "2027-01-01", "evidence": [{ "title": "Minutes" }],
                }));
                let made = Statement::make(
                    &before(Action::CreateInterest),
                    id(number),
                    facts,
                    here(),
                    now(),
                );
                made.unwrap().into_parts().0
            };
            let (cluster, interests) = (cluster(), [side("academic", 1), side("cluster", 2)]);
            let before = Before { cluster: &cluster, interests: &interests, tries: &[] };
            GateTry::make(p, id(1), &before, "75".parse().unwrap(), now())
        })
    };
    match event {
        EventType::GateTryRefused => Some(refused()),
        EventType::GateTryInitiated => Some(initiated()),
        _ => None,
    }
}

pub(crate) fn transitions(event: EventType) -> Option<Vec<Transition>> {
    plain(event)
        .or_else(|| of_enterprises(event))
        .or_else(|| of_ties(event))
        .or_else(|| of_evidence(event))
        .or_else(|| of_accounts(event))
        .or_else(|| of_the_gate(event))
}
