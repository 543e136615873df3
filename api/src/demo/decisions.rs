//! The life of proposals in the demonstration: the gate that their clusters passed, the meetings that
//! decided about them, and each step by the authority of closed minutes. Days are counted back from the
//! day of loading.

use super::data::ProposalLine;
use super::programme::seated_in;
use super::{Known, find, money, permit, permit_of, way_to, with};
use crate::problem::{Kind, Problem};
use crate::routes::follow;
use odoi_domain::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::cluster::Cluster;
use odoi_domain::entity::{Document, Facts};
use odoi_domain::evidence::Evidence;
use odoi_domain::gate::{Before, GateTry, InterestFacts, InterestSide};
use odoi_domain::id::{CallId, MeetingId, ProposalId};
use odoi_domain::mandate;
use odoi_domain::meeting::{
    AgendaItem, Asides, Attendance, Ballot, Citation, Decision, GroupRules, ItemRecord, Meeting,
    MeetingFacts, Motion, Opening, Proceedings, Roll, Tabled, Vote,
};
use odoi_domain::money::Paise;
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::{self, Action, Permit};
use odoi_domain::proposal::{Proposal, ProposalFacts, ProposalState, ProposalStep};
use odoi_domain::seat::Seat;
use odoi_domain::statement::{Statement, standing};
use odoi_domain::text::{Line, Text};
use odoi_domain::{Day, Entity, Flaw, Moment};
use odoi_persistence::Tx;
use std::collections::BTreeSet;

const DAY: i64 = 86_400;
/// Days between notice and meeting.
const NOTICE: i64 = 8;
/// How long interest stays valid, in days.
const VALID: i64 = 1_200;

/// Something that happens to a proposal.
#[derive(Clone, Copy)]
enum Happening {
    /// Its cluster passes the gate.
    Gate,
    Draft,
    /// A meeting is called that decides about it.
    Call(Decision),
    /// It is held.
    Hold,
    /// A meeting is called that decides about the release of the second tranche.
    CallForRelease,
    Step(ProposalStep),
}

/// One proposal on its way.
struct Way {
    line: ProposalLine,
    proposal: Option<ProposalId>,
    meeting: Option<MeetingId>,
    /// The items that decided the release of its tranches: of the first together with the sanction.
    releases: Vec<Citation>,
}

fn broken(flaw: &Flaw) -> Problem {
    Problem::new(Kind::Internal).log(format!("a decision of the demonstration: {}", flaw.code))
}

fn missing(what: &str) -> Problem {
    Problem::new(Kind::Internal).log(format!("the demonstration has no {what}"))
}

/// Every happening of a proposal and how many days ago it was; the last one was so many days ago.
fn story(line: &ProposalLine, last: i64) -> Vec<(i64, Happening)> {
    let mut after = vec![(0, Happening::Gate), (6, Happening::Draft)];
    let mut day = 6;
    for step in way_to(line.reaches) {
        if let Some(decision) = mandate::decision_of(step) {
            after.push((day + 1, Happening::Call(decision)));
            after.push((day + 1 + NOTICE, Happening::Hold));
            day += 1 + NOTICE;
        }
        if step == ProposalStep::Complete {
            after.push((day + 40, Happening::CallForRelease));
            after.push((day + 40 + NOTICE, Happening::Hold));
        }
        day += match step {
            ProposalStep::Submit | ProposalStep::Screen => 6,
            ProposalStep::Recommend => 20,
            ProposalStep::Complete => 60,
            _ => 3,
        };
        after.push((day, Happening::Step(step)));
    }
    after
        .into_iter()
        .map(|(at, what)| (last + day - at, what))
        .collect()
}

/// Everything that happens, in the order of its days: minutes of a district stand in one chain.
pub(super) fn load(
    tx: &mut Tx<'_>,
    (known, round): (&Known, CallId),
    lines: Vec<ProposalLine>,
) -> Result<(), Problem> {
    let mut all: Vec<(i64, usize, Happening)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let last = 3 + i64::try_from(at * 5 % 31).unwrap_or(0);
        all.extend(
            story(line, last)
                .into_iter()
                .map(|(days, what)| (days, at, what)),
        );
    }
    all.sort_by_key(|(days, ..)| std::cmp::Reverse(*days));
    let mut ways: Vec<Way> = lines
        .into_iter()
        .map(|line| Way {
            line,
            proposal: None,
            meeting: None,
            releases: Vec::new(),
        })
        .collect();
    for (days, at, what) in all {
        let now = tx.now().plus_seconds(-days * DAY);
        if let Some(way) = ways.get_mut(at) {
            happen(tx, (known, round), way, what, now)?;
        }
    }
    Ok(())
}

fn happen(
    tx: &mut Tx<'_>,
    (known, round): (&Known, CallId),
    way: &mut Way,
    what: Happening,
    now: Moment,
) -> Result<(), Problem> {
    match what {
        Happening::Gate => gate(tx, known, &way.line, now),
        Happening::Draft => {
            way.proposal = Some(draft(tx, (known, round), &way.line, now)?);
            Ok(())
        }
        Happening::Call(decision) => {
            let mut agenda = vec![item(tx, way, decision, None)?];
            if decision == Decision::Sanction {
                agenda.push(item(tx, way, Decision::Release, Some(0))?);
            }
            let meeting_id = call(tx, way, agenda, now)?;
            way.meeting = Some(meeting_id);
            if decision == Decision::Sanction {
                way.releases.push(Citation {
                    meeting_id,
                    item: 1,
                });
            }
            Ok(())
        }
        Happening::CallForRelease => {
            let agenda = vec![item(tx, way, Decision::Release, Some(1))?];
            let meeting_id = call(tx, way, agenda, now)?;
            way.meeting = Some(meeting_id);
            way.releases.push(Citation {
                meeting_id,
                item: 0,
            });
            Ok(())
        }
        Happening::Hold => hold(tx, way, now),
        Happening::Step(step) => take(tx, way, step, now),
    }
}

/// Both sides express interest, and the programme starts.
fn gate(tx: &mut Tx<'_>, known: &Known, line: &ProposalLine, now: Moment) -> Result<(), Problem> {
    let id = find(&known.clusters, &line.cluster)?;
    let cluster = tx.cluster(id)?;
    let constituency = cluster.facts().constituencies().into_iter().next();
    let constituency = constituency.ok_or_else(|| missing("constituency"))?;
    let (day, centre) = (now.day(), find(&known.institutions, &line.institution)?);
    let evidence = |title: &str| -> Result<Vec<Evidence>, Problem> {
        Ok(vec![Evidence {
            title: Line::new(title).map_err(|flaw| broken(&flaw))?,
            dated_on: Some(day),
            reference: None,
        }])
    };
    for (side, institution_id, title) in [
        (
            InterestSide::Academic,
            Some(centre),
            "Laboratory and staff for the work",
        ),
        (
            InterestSide::Cluster,
            None,
            "Resolution of the general body",
        ),
    ] {
        let facts = InterestFacts {
            cluster_id: id,
            constituency: constituency.clone(),
            side,
            institution_id,
            valid_from: day,
            valid_until: Day(day.0 + chrono::Duration::days(VALID)),
            evidence: evidence(title)?,
        };
        let district = cluster.facts().district.clone();
        let permit = permit(Action::CreateInterest, &standing(&facts, &district))?;
        let interest = tx.mint();
        tx.save(Statement::make(&permit, interest, facts, district, now)?)?;
    }
    let before = Before {
        cluster: &cluster,
        interests: &tx.interests_about(&[id])?,
        tries: &tx.gate_tries(id)?,
    };
    let permit = permit(Action::InitiateCluster, &cluster.anchors())?;
    let try_id = tx.mint();
    tx.save(GateTry::make(&permit, try_id, &before, constituency, now))?;
    Ok(())
}

/// Who speaks for a cluster: their account where the demonstration has one.
fn applicant(
    tx: &mut Tx<'_>,
    cluster: &Cluster,
    key: &str,
    action: Action,
    anchors: &Anchors,
) -> Result<Permit, Problem> {
    let grant = Grant {
        role: Role::ClusterRepresentative,
        scope: Scope::Cluster(cluster.meta().id),
    };
    match super::accounts::representative(key) {
        None => permit_of(grant, action, anchors),
        Some(name) => as_account(tx, name, grant, action, anchors),
    }
}

/// A permit of somebody with an account.
fn as_account(
    tx: &mut Tx<'_>,
    name: &str,
    grant: Grant,
    action: Action,
    anchors: &Anchors,
) -> Result<Permit, Problem> {
    let wanted = name.parse().map_err(|flaw: Flaw| broken(&flaw))?;
    let account = tx.account_named(&wanted)?.ok_or_else(|| missing(name))?;
    let actor = Actor::new(account.meta().id, vec![grant]);
    Ok(policy::authorize(&actor, action, anchors)?)
}

/// Who takes a step: the applicant, the convenor of the district, or the officer.
fn actor_of(
    tx: &mut Tx<'_>,
    way: &Way,
    thing: &Proposal,
    action: Action,
) -> Result<Permit, Problem> {
    let anchors = thing.anchors();
    let is_for = |role: Role| {
        let rule = action.rule();
        rule.allowances.iter().any(|a| a.roles.contains(&role))
    };
    if is_for(Role::ClusterRepresentative) {
        let cluster = tx.cluster(thing.facts().cluster_id)?;
        return applicant(tx, &cluster, &way.line.cluster, action, &anchors);
    }
    if is_for(Role::KdiscDpe) {
        return convenor(tx, thing.district(), action);
    }
    let grant = Grant {
        role: Role::KdiscOfficer,
        scope: Scope::State,
    };
    as_account(tx, "officer", grant, action, &anchors)
}

/// The convenor of a district, where its core group is constituted; else somebody of that role.
fn convenor(tx: &mut Tx<'_>, district: &DistrictCode, action: Action) -> Result<Permit, Problem> {
    let grant = Grant {
        role: Role::KdiscDpe,
        scope: Scope::District(district.clone()),
    };
    let anchors = Anchors {
        districts: vec![district.clone()],
        ..Anchors::default()
    };
    match seated_in(Role::KdiscDpe, district) {
        Some(name) => as_account(tx, &name, grant, action, &anchors),
        None => permit_of(grant, action, &anchors),
    }
}

fn draft(
    tx: &mut Tx<'_>,
    (known, round): (&Known, CallId),
    line: &ProposalLine,
    now: Moment,
) -> Result<ProposalId, Problem> {
    let facts = ProposalFacts {
        title: line.title.clone(),
        cluster_id: find(&known.clusters, &line.cluster)?,
        institution_id: find(&known.institutions, &line.institution)?,
        objective: line.objective.clone(),
        asked_paise: line.asked_paise,
        // What nobody decides on any more, or not yet, answers no call: its applicant can still choose one.
        call_id: way_to(line.reaches)
            .contains(&ProposalStep::Screen)
            .then_some(round),
        answers: None,
        cost_lines: money::cost_lines(line.asked_paise)?,
    };
    let cluster = tx.cluster(facts.cluster_id)?;
    let district = cluster.facts().district.clone();
    let id: ProposalId = tx.mint();
    let anchors = (facts.clone(), district.clone()).anchors(id);
    let permit = applicant(
        tx,
        &cluster,
        &line.cluster,
        Action::CreateProposal,
        &anchors,
    )?;
    tx.save(Proposal::draft(&permit, id, facts, district, now)?)?;
    Ok(id)
}

fn proposal(tx: &mut Tx<'_>, way: &Way) -> Result<Proposal, Problem> {
    let id = way.proposal.ok_or_else(|| missing("draft"))?;
    Ok(tx.proposal(id)?)
}

/// An item that decides about the proposal.
fn item(
    tx: &mut Tx<'_>,
    way: &Way,
    decision: Decision,
    tranche: Option<u16>,
) -> Result<AgendaItem, Problem> {
    let thing = proposal(tx, way)?;
    let amount = Paise::new(thing.facts().asked_paise.get() / 10 * 8);
    Ok(AgendaItem {
        title: thing.facts().title.en.clone(),
        proposal_id: Some(thing.meta().id),
        decides: Some(decision),
        amount_paise: (decision == Decision::Sanction).then_some(amount),
        tranche,
        corrects: None,
    })
}

fn call(
    tx: &mut Tx<'_>,
    way: &Way,
    agenda: Vec<AgendaItem>,
    now: Moment,
) -> Result<MeetingId, Problem> {
    let thing = proposal(tx, way)?;
    let text = |words: &str| Line::new(words).map_err(|flaw| broken(&flaw));
    let facts = MeetingFacts {
        district: thing.district().clone(),
        title: text("Meeting of the core group")?,
        scheduled_at: now.plus_seconds(NOTICE * DAY),
        venue: text("Civil Station")?,
        urgency: None,
        agenda,
    };
    let permit = convenor(tx, thing.district(), Action::CreateMeeting)?;
    let id = tx.mint();
    Ok(tx
        .save(Meeting::call(
            &permit,
            id,
            facts,
            GroupRules::default(),
            now,
        )?)?
        .thing()
        .meta()
        .id)
}

/// It begins in time, all but the last two filled seats are there, all but one vote in favour, and the
/// minutes are closed.
fn hold(tx: &mut Tx<'_>, way: &Way, now: Moment) -> Result<(), Problem> {
    let id = way.meeting.ok_or_else(|| missing("meeting"))?;
    let meeting = tx.meeting(id)?;
    let district = meeting.state().facts.district.clone();
    let seats: Vec<Seat> = tx.seats_of(&district)?;
    let rolls: Vec<Roll> = seats.iter().map(|seat| Roll::of(seat, now.day())).collect();
    let permit = convenor(tx, &district, Action::OpenMeeting)?;
    let agenda = meeting.state().facts.agenda.clone();
    let items = agenda.len();
    let mut tabled = Vec::with_capacity(items);
    for id in agenda.into_iter().filter_map(|item| item.proposal_id) {
        tabled.push(Tabled {
            revision: tx.submitted_revision(id)?,
            is_due: true,
        });
    }
    let opening = Opening {
        rolls: rolls.clone(),
        recusals: Vec::new(),
        rules: GroupRules::default(),
        tabled,
    };
    let begun = tx.save(meeting.open(&permit, opening, now)?)?.into_thing();
    let permit = convenor(tx, &district, Action::RecordMeeting)?;
    let later = now.plus_seconds(5_400);
    let recorded = begun.record(
        &permit,
        proceedings(&rolls, items)?,
        Asides::default(),
        later,
    )?;
    let recorded = tx.save(recorded)?.into_thing();
    let permit = convenor(tx, &district, Action::CloseMeeting)?;
    let last = tx.hold_chain(&district)?;
    let known = Asides::default();
    tx.save(recorded.close(&permit, (last, &known), &BTreeSet::new(), later)?)?;
    Ok(())
}

fn proceedings(rolls: &[Roll], items: usize) -> Result<Proceedings, Problem> {
    let filled = rolls
        .iter()
        .filter_map(|roll| Some((roll.seat_id, roll.holder?)));
    let mut here: Vec<_> = filled.collect();
    here.truncate(
        here.len()
            .saturating_sub(if here.len() > 5 { 2 } else { 1 }),
    );
    let attendance = here.iter().map(|(seat_id, account_id)| Attendance {
        seat_id: *seat_id,
        account_id: *account_id,
    });
    let text = |words: &str| Text::new(words).map_err(|flaw| broken(&flaw));
    let (first, second) = match here.as_slice() {
        [(first, _), (second, _), ..] => (*first, *second),
        _ => return Err(missing("quorum")),
    };
    let ballots = here.iter().enumerate().map(|(at, (seat_id, _))| Ballot {
        seat_id: *seat_id,
        vote: if at + 1 == here.len() {
            Vote::Abstain
        } else {
            Vote::InFavour
        },
    });
    let item = ItemRecord {
        discussion: Some(text(
            "The papers were gone through, and questions were answered.",
        )?),
        recusals: Vec::new(),
        motion: Some(Motion {
            text: text("That the item be agreed to as it stands on the agenda.")?,
            moved_by: first,
            seconded_by: second,
            ballots: ballots.collect(),
        }),
    };
    Ok(Proceedings {
        attendance: attendance.collect(),
        items: vec![item; items],
    })
}

fn take(tx: &mut Tx<'_>, way: &Way, step: ProposalStep, now: Moment) -> Result<(), Problem> {
    let thing = proposal(tx, way)?;
    let cited = mandate::decision_of(step)
        .and(way.meeting)
        .map(|meeting_id| Citation {
            meeting_id,
            item: 0,
        });
    // Money moves today, whatever day the rest of the story is told of.
    let is_paid = matches!(
        step,
        ProposalStep::Sanction
            | ProposalStep::Start
            | ProposalStep::Complete
            | ProposalStep::Cancel
    );
    let now = if is_paid { tx.now() } else { now };
    let mut with = with(step, thing.facts().asked_paise, now.day())?;
    with.minute = cited;
    let authority = match (thing.wanted(step, &with), cited) {
        (Some(wanted), Some(cited)) => {
            let wanted = wanted.about(tx.submitted_revision(thing.meta().id)?);
            let meeting = tx.meeting(cited.meeting_id)?;
            mandate::authorise(&wanted, cited, &meeting, &[])
        }
        _ => mandate::none(),
    };
    if step == ProposalStep::Complete {
        match way.releases.as_slice() {
            [first, second] => money::finish(tx, &thing, [*first, *second])?,
            _ => return Err(missing("release")),
        }
    }
    let terms = with.terms.clone();
    let permit = actor_of(tx, way, &thing, step.action())?;
    let stepped = thing.step(&permit, step, with, (authority, &[]), now)?;
    let thing = tx.save(stepped)?.into_thing();
    follow(tx, &permit, (step, terms), &thing)?;
    if step == ProposalStep::Start && way.line.reaches == ProposalState::InProgress {
        let minute = way.releases.first().ok_or_else(|| missing("release"))?;
        money::begin(tx, &thing, *minute)?;
    }
    Ok(())
}
