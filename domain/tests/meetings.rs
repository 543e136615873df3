//! Laws of meetings: notice, attendance, quorum without those who stand aside, closed minutes, and what
//! they authorise.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::too_many_lines, reason = "a life, or a table, is told at one place")]

mod proofs;

use odoi_domain::kernel::entity::{Document, Refusal};
use odoi_domain::kernel::id::{AccountId, MeetingId, ProposalId, SeatId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, AgendaClearance, Permit};
use odoi_domain::programme::mandate::{self, Wanted};
use odoi_domain::programme::meeting::*;
use odoi_domain::programme::seat::Designation;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Moment, Violation};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const BEGINNING: i64 = 1_795_242_600;
const DAY: i64 = 86_400;

fn notice(facts: MeetingFacts) -> Notice {
    let rules = GroupRules::default();
    Notice { facts, rules }
}

fn clear(facts: &MeetingFacts) -> Result<AgendaClearance, Refusal> {
    let permit = permit("555", Action::CreateMeeting);
    Ok(proofs::agenda(&permit, &facts.agenda))
}

fn cleared(meeting: &Meeting) -> AgendaClearance {
    clear(&meeting.state().facts).unwrap()
}

fn permit(district: &str, action: Action) -> Permit {
    let scope = Scope::District(district.parse().unwrap());
    let grants = vec![Grant { role: Role::KdiscDpe, scope }];
    let anchors = Anchors { districts: vec![district.parse().unwrap()], ..Anchors::default() };
    policy::authorize(&Actor::new(account(99), grants), action, &anchors).unwrap()
}

fn at(seconds: i64) -> Moment {
    Moment::from_micros((BEGINNING + seconds) * 1_000_000).unwrap()
}
fn seat(number: u128) -> SeatId {
    SeatId(Uuid::from_u128(number))
}
fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(1_000 + number))
}
fn proposal() -> ProposalId {
    ProposalId(Uuid::from_u128(7))
}
fn district() -> DistrictCode {
    "555".parse().unwrap()
}

fn item(decides: Option<Decision>) -> AgendaItem {
    AgendaItem {
        title: Line::new("Rice bran oil").unwrap(),
        proposal_id: decides.map(|_| proposal()),
        decides,
        amount_paise: (decides == Some(Decision::Sanction)).then_some(Paise::new(500)),
        tranche: (decides == Some(Decision::Release)).then_some(0),
        corrects: None,
    }
}

fn facts(agenda: Vec<AgendaItem>) -> MeetingFacts {
    MeetingFacts {
        district: district(),
        title: Line::new("November").unwrap(),
        scheduled_at: at(7 * DAY),
        venue: Line::new("Kakkanad").unwrap(),
        urgency: None,
        agenda,
    }
}

/// Five seats, the fifth vacant; each holder has an alternate.
fn rolls() -> Vec<Roll> {
    (1..=5)
        .map(|n| Roll {
            seat_id: seat(n),
            designation: Designation::KilaSrg,
            holder: (n < 5).then(|| account(n)),
            alternate: Some(account(n + 10)),
        })
        .collect()
}

fn present(seats: &[u128]) -> Vec<Attendance> {
    let here = |n: &u128| Attendance { seat_id: seat(*n), account_id: account(*n) };
    seats.iter().map(here).collect()
}

fn votes(ballots: &[(u128, Vote)]) -> ItemRecord {
    ItemRecord {
        motion: Some(Motion {
            text: Text::new("That it be done.").unwrap(),
            moved_by: seat(1),
            seconded_by: seat(2),
            ballots: ballots
                .iter()
                .map(|(n, vote)| Ballot { seat_id: seat(*n), vote: *vote })
                .collect(),
        }),
        ..ItemRecord::default()
    }
}

fn aside(number: u128) -> Recusal {
    Recusal {
        seat_id: seat(number),
        ground: Ground::Declared,
        reason: Some(Text::new("A cousin's mill.").unwrap()),
        path: Vec::new(),
    }
}

fn held(
    id: u128,
    agenda: Vec<AgendaItem>,
    proceedings: Proceedings,
    last: Option<&Sealed>,
) -> Meeting {
    let last = last.map_or((0, GENESIS.to_owned()), Sealed::end);
    let permit = |action| permit("555", action);
    let id = MeetingId(Uuid::from_u128(id));
    let meeting = Meeting::call(
        &permit(Action::CreateMeeting),
        id,
        facts(agenda),
        GroupRules::default(),
        clear,
        at(0),
    )
    .unwrap()
    .into_parts()
    .0;
    let (found, proof) = (opening(&meeting), cleared(&meeting));
    let meeting = meeting
        .open(&permit(Action::OpenMeeting), found, &proof, at(7 * DAY))
        .unwrap()
        .into_parts()
        .0;
    let meeting = meeting
        .record(&permit(Action::RecordMeeting), proceedings, Vec::new(), &proof, at(7 * DAY + 1))
        .unwrap()
        .into_parts()
        .0;
    meeting
        .close(
            &permit(Action::CloseMeeting),
            (last, &[]),
            &BTreeSet::new(),
            &proof,
            at(7 * DAY + 2),
        )
        .unwrap()
        .into_parts()
        .0
}

/// Revision 1 of each proposal lies before it, and everything is due.
fn opening(meeting: &Meeting) -> Opening {
    let agenda = &meeting.state().facts.agenda;
    Opening {
        rolls: rolls(),
        recusals: Vec::new(),
        conflicts: GroupRules::default().conflicts,
        tabled: agenda
            .iter()
            .map(|item| Tabled { revision: item.proposal_id.map(|_| 1), is_due: true })
            .collect(),
    }
}

fn codes(violations: &[Violation]) -> Vec<(&'static str, &str)> {
    violations.iter().map(|f| (f.code.text(), f.pointer.as_str())).collect()
}

const FOR: Vote = Vote::InFavour;

#[test]
fn a_meeting_is_announced_a_week_before_and_two_days_when_it_cannot_wait() {
    let mut soon = facts(vec![item(None)]);
    soon.scheduled_at = at(6 * DAY);
    assert_eq!(
        codes(&soon.check(&QuorumRule::default(), at(0))),
        [("short_notice", "/scheduled_at")]
    );
    soon.urgency = Some(Text::new("The season ends.").unwrap());
    assert_eq!(soon.check(&QuorumRule::default(), at(0)), []);
    assert_eq!(
        codes(&soon.check(&QuorumRule::default(), at(5 * DAY))),
        [("short_notice", "/scheduled_at")]
    );
}

#[test]
fn nothing_is_put_on_the_agenda_at_the_last_moment() {
    let id = MeetingId(Uuid::from_u128(1));
    let meeting = Meeting::call(
        &permit("555", Action::CreateMeeting),
        id,
        facts(vec![item(None)]),
        GroupRules::default(),
        clear,
        at(0),
    )
    .unwrap()
    .into_parts()
    .0;
    let more = facts(vec![item(None), item(Some(Decision::Sanction))]);
    let proof = cleared(&meeting);
    assert!(
        matches!(meeting.amend(&permit("555", Action::UpdateMeeting), notice(more), &proof, clear, at(DAY)), Err(Refusal::Invalid(f)) if f[0].code.text() == "short_notice")
    );
}

#[test]
fn an_item_says_what_it_decides_about_what() {
    let mut bad = item(Some(Decision::Sanction));
    bad.proposal_id = None;
    bad.amount_paise = None;
    bad.tranche = Some(1);
    let agenda = vec![bad, item(Some(Decision::Shortlist)), item(Some(Decision::Shortlist))];
    let expected = [
        ("required", "/agenda/0/proposal_id"),
        ("required", "/agenda/0/amount_paise"),
        ("not_here", "/agenda/0/tranche"),
        ("repeated", "/agenda/2"),
    ];
    assert_eq!(codes(&facts(agenda).check(&QuorumRule::default(), at(0))), expected);
}

#[test]
fn a_meeting_neither_begins_before_its_time_nor_in_another_district() {
    let id = MeetingId(Uuid::from_u128(1));
    assert!(matches!(
        Meeting::call(
            &permit("559", Action::CreateMeeting),
            id,
            facts(vec![item(None)]),
            GroupRules::default(),
            clear,
            at(0)
        ),
        Err(Refusal::OutOfReach)
    ));
    let meeting = Meeting::call(
        &permit("555", Action::CreateMeeting),
        id,
        facts(vec![item(None)]),
        GroupRules::default(),
        clear,
        at(0),
    )
    .unwrap()
    .into_parts()
    .0;
    let early = meeting.clone().open(
        &permit("555", Action::OpenMeeting),
        opening(&meeting),
        &cleared(&meeting),
        at(7 * DAY - 1),
    );
    assert!(matches!(early, Err(Refusal::RequirementsNotMet(f)) if f[0].code.text() == "not_yet"));
    let proof = cleared(&meeting);
    let unopened = meeting.close(
        &permit("555", Action::CloseMeeting),
        ((0, GENESIS.to_owned()), &Vec::new()),
        &BTreeSet::new(),
        &proof,
        at(8 * DAY),
    );
    assert!(matches!(unopened, Err(Refusal::IllegalStep { step: "close", state: "called" })));
}

#[test]
fn who_comes_sits_in_their_own_seat_and_in_one() {
    let mut proceedings =
        Proceedings { attendance: present(&[1, 5, 9]), items: vec![ItemRecord::default()] };
    proceedings.attendance.push(Attendance { seat_id: seat(2), account_id: account(1) });
    proceedings.attendance.push(Attendance { seat_id: seat(3), account_id: account(13) });
    proceedings.attendance.push(Attendance { seat_id: seat(3), account_id: account(3) });
    let violations = proceedings.check(&facts(vec![item(None)]), &rolls());
    let expected = [
        ("not_in_this_seat", "/attendance/1/account_id"),
        ("not_a_seat_here", "/attendance/2/seat_id"),
        ("not_in_this_seat", "/attendance/3/account_id"),
        ("repeated", "/attendance/3/account_id"),
        ("repeated", "/attendance/5/seat_id"),
    ];
    assert_eq!(codes(&violations), expected);
}

#[test]
fn who_stands_aside_neither_moves_nor_seconds_nor_votes_and_nobody_votes_twice() {
    let mut record = votes(&[(1, FOR), (3, FOR), (3, FOR), (4, FOR)]);
    record.recusals = vec![aside(1), aside(1), aside(8)];
    let proceedings = Proceedings { attendance: present(&[1, 2, 3]), items: vec![record] };
    let violations = proceedings.check(&facts(vec![item(None)]), &rolls());
    let expected = [
        ("repeated", "/items/0/recusals/1/seat_id"),
        ("not_a_seat_here", "/items/0/recusals/2/seat_id"),
        ("stands_aside", "/items/0/motion/moved_by"),
        ("stands_aside", "/items/0/motion/ballots/0/seat_id"),
        ("not_present", "/items/0/motion/ballots/3/seat_id"),
        ("repeated", "/items/0/motion/ballots/2/seat_id"),
    ];
    assert_eq!(codes(&violations), expected);
}

#[test]
fn quorum_is_lost_for_one_item_when_somebody_stands_aside() {
    let mut conflicted = votes(&[(1, FOR), (2, FOR)]);
    conflicted.recusals = vec![aside(3)];
    let free = votes(&[(1, FOR), (2, Vote::Against), (3, FOR)]);
    let agenda = vec![item(Some(Decision::Shortlist)), item(None)];
    let proceedings =
        Proceedings { attendance: present(&[1, 2, 3]), items: vec![conflicted, free] };
    let meeting = held(1, agenda, proceedings, None);
    let tallies: Vec<_> = meeting
        .state()
        .tallies
        .iter()
        .map(|t| {
            (t.entitled, t.present, t.needed, t.is_quorate, t.in_favour, t.against, t.is_carried)
        })
        .collect();
    assert_eq!(
        tallies,
        [(4, 2, 3, false, 2, 0, false), (4, 3, 3, true, 2, 1, true)],
        "whom others put aside does not vote, and is no reason for a smaller quorum"
    );
}

#[test]
fn an_even_vote_carries_nothing() {
    let proceedings = Proceedings {
        attendance: present(&[1, 2, 3, 4]),
        items: vec![votes(&[(1, FOR), (2, Vote::Against), (3, Vote::Abstain)])],
    };
    assert!(!held(1, vec![item(None)], proceedings, None).state().tallies[0].is_carried);
}

#[test]
fn closed_minutes_are_chained_and_never_change() {
    let proceedings =
        || Proceedings { attendance: present(&[1, 2, 3]), items: vec![votes(&[(1, FOR)])] };
    let first = held(1, vec![item(None)], proceedings(), None);
    let second = held(2, vec![item(None)], proceedings(), first.state().sealed.as_ref());
    let chain = |a: &Meeting, b: &Meeting| {
        verify([a, b].map(|m| (m.state().sealed.as_ref().unwrap(), m.minute())))
    };
    assert_eq!(chain(&first, &second), Ok(2));
    let mut record = first.state().clone();
    record.proceedings.attendance.pop();
    let edited = Meeting::restore(*odoi_domain::Entity::meta(&first), record);
    assert_eq!(chain(&edited, &second), Err(BrokenLink { number: 1, why: Break::Altered }));
    let again = first.clone().record(
        &permit("555", Action::RecordMeeting),
        proceedings(),
        Vec::new(),
        &cleared(&first),
        at(9 * DAY),
    );
    assert!(matches!(again, Err(Refusal::IllegalStep { step: "record", state: "closed" })));
    let proof = cleared(&first);
    assert!(
        first
            .amend(
                &permit("555", Action::UpdateMeeting),
                notice(facts(vec![item(None)])),
                &proof,
                clear,
                at(9 * DAY)
            )
            .is_err()
    );
}

fn wanted(district: &DistrictCode, decision: Decision) -> Wanted<'_> {
    let amount = (decision == Decision::Sanction).then_some(Paise::new(500));
    Wanted {
        decision,
        proposal: proposal(),
        district,
        amount,
        tranche: None,
        since: None,
        revision: Some(1),
        used: Vec::new(),
    }
}

#[test]
fn a_step_is_authorised_by_a_carried_item_for_that_very_proposal_or_hears_what_is_missing() {
    let all = votes(&[(1, FOR), (2, FOR), (3, FOR)]);
    let mut unquorate = all.clone();
    unquorate.recusals = vec![aside(4)];
    let agenda = vec![item(Some(Decision::Sanction)), item(None)];
    let proceedings = Proceedings {
        attendance: present(&[1, 2, 3]),
        items: vec![all.clone(), ItemRecord::default()],
    };
    let meeting = held(1, agenda.clone(), proceedings, None);
    let here = district();
    let why = |wanted: &Wanted<'_>, item| -> Vec<&'static str> {
        mandate::missing(wanted, &meeting, item).into_iter().map(|f| f.code.text()).collect()
    };
    assert_eq!(why(&wanted(&here, Decision::Sanction), 0), [""; 0]);
    let more = Wanted { amount: Some(Paise::new(501)), ..wanted(&here, Decision::Sanction) };
    assert_eq!(why(&more, 0), ["over_minute"]);
    assert_eq!(why(&wanted(&here, Decision::Shortlist), 0), ["item_decides_other"]);
    let changed = Wanted { since: Some(at(8 * DAY)), ..wanted(&here, Decision::Sanction) };
    assert_eq!(why(&changed, 0), ["minute_too_old"]);
    let revised = wanted(&here, Decision::Sanction).about(Some(2));
    assert_eq!(why(&revised, 0), ["minute_of_another_revision"]);
    let other =
        Wanted { proposal: ProposalId(Uuid::from_u128(8)), ..wanted(&here, Decision::Sanction) };
    assert_eq!(why(&other, 0), ["item_of_another"]);
    assert_eq!(
        why(&wanted(&here, Decision::Sanction), 1),
        ["item_of_another", "item_decides_other", "not_carried"]
    );
    assert_eq!(why(&wanted(&here, Decision::Sanction), 2), ["no_such_item"]);
    let elsewhere = "559".parse().unwrap();
    assert_eq!(why(&wanted(&elsewhere, Decision::Sanction), 0), ["minute_elsewhere"]);

    let open = Meeting::call(
        &permit("555", Action::CreateMeeting),
        MeetingId(Uuid::from_u128(4)),
        facts(agenda.clone()),
        GroupRules::default(),
        clear,
        at(0),
    )
    .unwrap();
    let violations = mandate::missing(&wanted(&here, Decision::Sanction), open.thing(), 0);
    assert_eq!(codes(&violations), [("minute_open", "/minute")]);
    let lost = Proceedings {
        attendance: present(&[1, 2]),
        items: vec![votes(&[(1, FOR)]), ItemRecord::default()],
    };
    let violations =
        mandate::missing(&wanted(&here, Decision::Sanction), &held(5, agenda, lost, None), 0);
    assert_eq!(
        (violations[0].code.text(), violations[0].facts.join(" of ")),
        ("not_quorate", "2 of 3".to_owned())
    );
}

#[test]
fn a_later_minute_corrects_an_earlier_one_only_when_it_is_carried() {
    let first = held(
        1,
        vec![item(None)],
        Proceedings { attendance: present(&[1, 2, 3]), items: vec![votes(&[(1, FOR)])] },
        None,
    );
    let correction = AgendaItem {
        corrects: Some(Citation { meeting_id: MeetingId(Uuid::from_u128(1)), item: 0 }),
        ..item(None)
    };
    let again = |vote| {
        let proceedings =
            Proceedings { attendance: present(&[1, 2, 3]), items: vec![votes(&[(1, vote)])] };
        held(2, vec![correction.clone()], proceedings, first.state().sealed.as_ref())
    };
    assert!(mandate::corrected_by(&first, 0, &[again(Vote::Against)]).is_none());
    let carried = [again(FOR)];
    assert!(mandate::corrected_by(&first, 0, &carried).is_some());
    assert!(mandate::corrected_by(&first, 1, &carried).is_none());
    // The last word in a chain of corrections is the one that counts, and none gives authority back.
    let corrects = |id: u128, of: u128, decides| {
        let correction = AgendaItem {
            corrects: Some(Citation { meeting_id: MeetingId(Uuid::from_u128(of)), item: 0 }),
            ..item(decides)
        };
        let proceedings =
            Proceedings { attendance: present(&[1, 2, 3]), items: vec![votes(&[(1, FOR)])] };
        held(id, vec![correction], proceedings, None)
    };
    let correcting = |id, of| corrects(id, of, None);
    let chain = [correcting(2, 1), correcting(3, 2), corrects(4, 3, Some(Decision::Shortlist))];
    for (links, last) in [(1, 2), (2, 3), (3, 4)] {
        let by = mandate::corrected_by(&first, 0, &chain[..links]);
        let last = MeetingId(Uuid::from_u128(last));
        assert_eq!(by.map(|by| by.meeting_id), Some(last));
    }
    // Whoever writes a ring into the database does not keep the program turning.
    let ring = [correcting(1, 2), correcting(2, 1)];
    let _either = mandate::corrected_by(&first, 0, &ring);
}

proptest! {
    #[test]
    fn what_is_carried_is_quorate_and_who_stands_aside_never_counts(
        here in prop::collection::btree_set(1_u128..=4, 0..=4),
        away in prop::collection::btree_set(1_u128..=4, 0..=4),
        ballots in prop::collection::vec((1_u128..=5, 0_usize..3), 0..6),
    ) {
        let ballots: Vec<_> = ballots.into_iter().map(|(n, v)| (n, Vote::ALL[v])).collect();
        let mut record = votes(&ballots);
        record.recusals = away.iter().map(|n| aside(*n)).collect();
        let seats: Vec<u128> = here.iter().copied().collect();
        let proceedings = Proceedings { attendance: present(&seats), items: vec![record.clone()] };
        let filled: BTreeSet<SeatId> = filled(&rolls(), &[]);
        let rule = GroupRules::default().quorum;
        let tally = rule.tally(&filled, &proceedings, &record);
        prop_assert_eq!(tally.present, here.difference(&away).count());
        prop_assert_eq!(tally.entitled, 4 - away.len());
        prop_assert!(!tally.is_carried || tally.is_quorate);
        prop_assert!(!tally.is_quorate || (tally.present >= 3 && 2 * tally.present > tally.entitled));
        let cast: usize = ballots.iter().filter(|(n, _)| here.contains(n) && !away.contains(n)).count();
        prop_assert_eq!(tally.in_favour + tally.against + tally.abstained, cast);
    }
}

fn shortlisting(id: u128, vote: Vote, corrects: Option<Citation>) -> Meeting {
    let agenda = AgendaItem { corrects, ..item(Some(Decision::Shortlist)) };
    let proceedings = Proceedings {
        attendance: present(&[1, 2, 3]),
        items: vec![votes(&[(1, vote), (2, vote)])],
    };
    held(id, vec![agenda], proceedings, None)
}

/// The same meeting, held later.
fn later(meeting: &Meeting) -> Meeting {
    let mut record = meeting.state().clone();
    record.opened_at = Some(at(20 * DAY));
    Meeting::restore(*odoi_domain::Entity::meta(meeting), record)
}

#[test]
fn an_item_is_good_once_until_the_same_is_decided_anew_and_while_its_minute_is_whole() {
    let (here, first) = (district(), shortlisting(1, FOR, None));
    let cited = Citation { meeting_id: MeetingId(Uuid::from_u128(1)), item: 0 };
    let want = || wanted(&here, Decision::Shortlist);
    let why = |wanted: &Wanted<'_>, meeting: &Meeting, later: &[Meeting]| {
        let found = mandate::authorise(wanted, cited, meeting, later);
        found.map_or_else(|violations| violations[0].code.text(), |_| "")
    };
    assert_eq!(why(&want(), &first, &[]), "");
    assert_eq!(why(&want(), &first, std::slice::from_ref(&first)), "");
    for vote in [FOR, Vote::Against] {
        let anew = later(&shortlisting(2, vote, None));
        assert_eq!(why(&want(), &first, &[anew]), "minute_superseded");
    }
    let earlier = shortlisting(2, Vote::Against, None);
    assert_eq!(why(&want(), &first, &[earlier]), "", "of the same time");
    let mut record = shortlisting(2, Vote::Against, None).state().clone();
    record.closed_at = Some(at(20 * DAY));
    let late = Meeting::restore(*odoi_domain::Entity::meta(&first), record);
    assert_eq!(why(&want(), &first, &[late]), "", "only closed later");
    let used = Wanted { used: vec![cited], ..want() };
    assert_eq!(why(&used, &first, &[]), "minute_used");
    let mut record = first.state().clone();
    record.tallies[0].in_favour = 3;
    let altered = Meeting::restore(*odoi_domain::Entity::meta(&first), record);
    assert_eq!(why(&want(), &altered, &[]), "minute_altered");
}

#[test]
fn nobody_is_put_aside_who_is_absent_and_the_minutes_say_why_for_who_is_there() {
    let permit = |action| permit("555", action);
    let id = MeetingId(Uuid::from_u128(1));
    let begun = || {
        let called = Meeting::call(
            &permit(Action::CreateMeeting),
            id,
            facts(vec![item(None)]),
            GroupRules::default(),
            clear,
            at(0),
        );
        let meeting = called.unwrap().into_parts().0;
        let (opening, proof) = (opening(&meeting), cleared(&meeting));
        let begun = meeting.open(&permit(Action::OpenMeeting), opening, &proof, at(7 * DAY));
        begun.unwrap().into_parts().0
    };
    let mut record = votes(&[(1, FOR)]);
    record.recusals = vec![aside(4), Recusal { reason: None, ..aside(3) }];
    let proceedings =
        || Proceedings { attendance: present(&[1, 2, 3]), items: vec![record.clone()] };
    let refused = begun().record(
        &permit(Action::RecordMeeting),
        proceedings(),
        Vec::new(),
        &cleared(&begun()),
        at(7 * DAY),
    );
    let Err(Refusal::Invalid(violations)) = refused else {
        panic!("{refused:?}");
    };
    let expected = [
        ("absent_aside", "/items/0/recusals/0/seat_id"),
        ("required", "/items/0/recusals/1/reason"),
    ];
    assert_eq!(codes(&violations), expected);
    let known = vec![vec![aside(3), aside(4)]];
    let meeting = begun().record(
        &permit(Action::RecordMeeting),
        proceedings(),
        known.clone(),
        &cleared(&begun()),
        at(7 * DAY),
    );
    let meeting = meeting.unwrap().into_parts().0;
    // Seat 2 has come into conflict since; the holder of seat 1 has left.
    let since = vec![vec![aside(2), aside(3), aside(4)]];
    let end = (0, GENESIS.to_owned());
    let proof = cleared(&meeting);
    let gone = BTreeSet::from([account(1)]);
    let refused = meeting.clone().close(
        &permit(Action::CloseMeeting),
        (end.clone(), &since),
        &gone,
        &proof,
        at(8 * DAY),
    );
    let Err(Refusal::RequirementsNotMet(violations)) = refused else {
        panic!("{refused:?}");
    };
    let expected =
        [("not_in_this_seat", "/attendance/0/account_id"), ("conflict_since", "/items/0/recusals")];
    assert_eq!(codes(&violations), expected);
    // An absent holder who has left leaves a vacant seat.
    let gone = BTreeSet::from([account(4)]);
    let closed =
        meeting.close(&permit(Action::CloseMeeting), (end, &known), &gone, &proof, at(8 * DAY));
    let closed = closed.unwrap().into_parts().0;
    assert_eq!(closed.state().rolls[3].holder, None);
}

#[test]
fn one_person_counts_once_however_many_seats_they_hold() {
    let mut rolls = rolls();
    rolls[1].holder = Some(account(1));
    let seats = |here: &[Attendance]| filled(&rolls, here).into_iter().collect::<Vec<_>>();
    assert_eq!(seats(&[]), [seat(1), seat(3), seat(4)]);
    let second = Attendance { seat_id: seat(2), account_id: account(1) };
    assert_eq!(seats(&[second]), [seat(2), seat(3), seat(4)]);
}

#[test]
fn what_a_meeting_decides_waits_for_its_time() {
    use odoi_domain::programme::proposal::ProposalState as S;
    let due =
        |decides, state, waits| Tabled::proposal(Some(1), Some(decides), (state, waits)).is_due;
    assert!(due(Decision::Shortlist, S::Screened, false));
    assert!(!due(Decision::Recommend, S::Screened, false));
    assert!(due(Decision::Recommend, S::UnderDetailedStudy, false));
    assert!(!due(Decision::Release, S::Recommended, false));
    assert!(due(Decision::Release, S::InProgress, false));
    assert!(!due(Decision::Release, S::InProgress, true));
    assert!(Tabled::nothing().is_due);
}
