//! Laws of money that hold for every order of events: balances, ceilings, and nothing lost.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use odoi_domain::Day;
use odoi_domain::kernel::id::{PostingId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::money::award::{
    Certificate, Course, Entered, Entry, Invoice, LateKind, Milestone, Terms, Tranche,
    TrancheState, resting,
};
use odoi_domain::money::ledger::{Book, Movement, MovementKind, PostingDraft};
use odoi_domain::programme::proposal::cost::{CostKind, CostLine};
use proptest::prelude::*;
use uuid::Uuid;

fn day(number: u32) -> Day {
    let start = chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    Day(start + chrono::Days::new(u64::from(number)))
}

fn terms(parts: &[i64]) -> Terms {
    let sanctioned = Paise::new(parts.iter().sum());
    Terms {
        asked: sanctioned,
        lines: vec![CostLine {
            title: Line::new("Press").unwrap(),
            kind: CostKind::Innovation,
            amount_paise: sanctioned,
            asset_serials: Vec::new(),
            quotes: Vec::new(),
        }],
        sanctioned,
        sanctioned_on: day(0),
        milestones: vec![Milestone { title: Line::new("Installed").unwrap(), due_on: day(90) }],
        tranches: (0_u16..)
            .zip(parts)
            .map(|(at, amount)| Tranche {
                amount_paise: Paise::new(*amount),
                milestones: if at == 1 { vec![0] } else { Vec::new() },
            })
            .collect(),
    }
}

/// One thing that somebody tries, whether it makes sense or not.
#[derive(Debug, Clone)]
enum Try {
    Report,
    Accept,
    Release(usize),
    Disburse(usize),
    Certify(usize, i64, i64, i64),
    AcceptCertificate(usize),
    Refund(i64, i64),
    End,
    TakeBack(usize),
    ReturnCertificate(usize),
    /// Take back one of the postings that stand, counted from the latest.
    Reverse(usize),
}

fn a_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        Just(Try::Report),
        Just(Try::Accept),
        (0_usize..3).prop_map(Try::Release),
        (0_usize..3).prop_map(Try::Disburse),
        (0_usize..3, 0_i64..500, 0_i64..9, 0_i64..9)
            .prop_map(|(n, a, b, c)| Try::Certify(n, a, b, c)),
        (0_usize..3).prop_map(Try::AcceptCertificate),
        (0_i64..200, 0_i64..9).prop_map(|(a, b)| Try::Refund(a, b)),
        Just(Try::End),
        (0_usize..3).prop_map(Try::TakeBack),
        (0_usize..3).prop_map(Try::ReturnCertificate),
        (0_usize..5).prop_map(Try::Reverse),
    ]
}

/// A proposal with its award, its book, and the postings that stand.
struct World {
    award: Course,
    book: Book,
    entries: Vec<Entry>,
    postings: Vec<PostingDraft>,
    next: u128,
}

const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(1));

impl World {
    fn new(parts: &[i64]) -> Self {
        let (award, movements) = Course::sanction(terms(parts)).unwrap();
        let mut world = Self {
            award,
            book: Book::default(),
            entries: Vec::new(),
            postings: Vec::new(),
            next: 10,
        };
        let budget = Paise::new(parts.iter().sum::<i64>() + 1_000);
        let given = PostingDraft {
            id: PostingId(Uuid::from_u128(2)),
            proposal: None,
            movements: vec![Movement::new(MovementKind::Appropriate, budget)],
            reverses: None,
        };
        world.book.post(&given).unwrap();
        world.postings.push(given);
        world.enter(movements);
        world
    }

    fn mint(&mut self) -> PostingId {
        self.next += 1;
        PostingId(Uuid::from_u128(self.next))
    }

    fn enter(&mut self, movements: Vec<Movement>) -> Option<PostingId> {
        if movements.is_empty() {
            return None;
        }
        let id = self.mint();
        let posting = PostingDraft { id, proposal: Some(PROPOSAL), movements, reverses: None };
        self.book.post(&posting).unwrap();
        self.postings.push(posting);
        Some(id)
    }

    fn reverse(&mut self, of: PostingId) {
        let id = self.mint();
        let back = self.book.reversal(id, of).unwrap();
        self.book.post(&back).unwrap();
        self.entries.retain(|entry| entry.posting != of);
        self.postings.retain(|posting| posting.id != of);
    }

    /// What the last accepted certificate must have left: what is over by now, and the interest given up since.
    fn left_by_certificates(&self) -> i64 {
        let since = self.entries.iter().rev().map_while(|entry| match entry.what {
            Entered::Certificate { .. } => None,
            Entered::Refund { interest, .. } => Some(interest),
            _ => Some(0),
        });
        self.award.carried() + self.award.interest_owed() + since.sum::<i64>()
    }

    /// A book of the postings that stand alone.
    fn without_mistakes(&self) -> Book {
        Book::read(&self.postings).unwrap()
    }

    /// The posting that the try is to take back.
    fn taken_back(&self, what: &Try) -> Option<Entry> {
        let found = match what {
            Try::TakeBack(n) => {
                self.entries.iter().rfind(|entry| entry.what == Entered::Release { tranche: *n })
            }
            Try::Reverse(n) => self.entries.iter().rev().nth(*n),
            _ => None,
        };
        found.cloned()
    }

    /// A certificate that says so much was spent and closes with what is then left, off by `off`.
    fn certificate(&self, number: usize, spent: i64, earned: i64, deposited: i64) -> Certificate {
        let received = self.award.terms.tranches.get(number).map_or(0, |t| t.amount_paise.get());
        let closing = self.award.carried() + self.award.interest_owed() + received + earned
            - deposited
            - spent;
        let invoice = Invoice {
            supplier: Line::new("Aluva Tools").unwrap(),
            number: Text::new(&format!("{number}")).unwrap(),
            dated_on: day(5),
            cost_line: 0,
            amount_paise: Paise::new(spent),
        };
        Certificate {
            invoices: if spent > 0 { vec![invoice] } else { Vec::new() },
            interest_earned_paise: Paise::new(earned),
            interest_deposited_paise: Paise::new(deposited),
            closing_paise: Paise::new(closing),
        }
    }

    /// Whatever is refused changes nothing; whatever is not is entered in the book without a refusal.
    fn attempt(&mut self, what: &Try, on: Day) -> bool {
        let (award, since) = (self.award.clone(), self.award.owes_since);
        let back = self.taken_back(what);
        let none = |award: Course| (award, Vec::new());
        let outcome = match what {
            Try::Report => {
                award.report(0, (Text::new("Photographs.").unwrap(), Vec::new()), on).map(none)
            }
            Try::Accept => award.accept_milestone(0, on).map(none),
            Try::Release(n) => award.release(*n, on),
            Try::Disburse(n) => award.disburse(*n, on),
            Try::Certify(n, spent, earned, deposited) => {
                let certificate = self.certificate(*n, *spent, *earned, *deposited);
                award.certify(*n, (certificate, Vec::new()), on).map(none)
            }
            Try::AcceptCertificate(n) => award.accept_certificate(*n, on),
            Try::Refund(principal, interest) => award.refund(*principal, *interest, on),
            Try::End => award.end(on),
            Try::TakeBack(n) => award.take_back(*n, on),
            Try::ReturnCertificate(n) => {
                award.return_certificate(*n, Text::new("A bill is missing.").unwrap(), on).map(none)
            }
            Try::Reverse(_) => match &back {
                Some(entry) if resting(&self.entries, entry.posting).is_none() => {
                    award.reverse(entry.what, on).map(none)
                }
                _ => return false,
            },
        };
        let Ok((after, movements)) = outcome else {
            return false;
        };
        self.award = after;
        if let Some(entry) = back {
            self.reverse(entry.posting);
        }
        if let Some(posting) = self.enter(movements) {
            let what = match what {
                Try::Release(n) => Entered::Release { tranche: *n },
                Try::Disburse(n) => Entered::Payment { tranche: *n },
                Try::AcceptCertificate(n) => Entered::Certificate { tranche: *n },
                Try::Refund(principal, interest) => {
                    Entered::Refund { principal: *principal, interest: *interest, since }
                }
                Try::End => Entered::End,
                Try::TakeBack(_) => Entered::GivenUp,
                _ => unreachable!("only these move money"),
            };
            let act = None;
            self.entries.push(Entry { posting, what, act });
        }
        true
    }
}

/// Demands every identity.
fn demand(world: &World, sanctioned: i64) -> Result<(), TestCaseError> {
    let (award, standing) = (&world.award, world.book.standing(PROPOSAL));
    prop_assert!(world.book.is_balanced());
    prop_assert_eq!(standing, award.standing());
    let accepted = |t: &&TrancheState| t.certified_on.is_some();
    if let Some(state) = award.tranches.iter().rfind(accepted) {
        let closing = state.certificate.as_ref().unwrap().closing_paise.get();
        prop_assert_eq!(closing, world.left_by_certificates(), "certificates still reconcile");
    }
    let clean = world.without_mistakes();
    prop_assert_eq!(
        standing,
        clean.standing(PROPOSAL),
        "what was taken back leaves nothing behind"
    );
    prop_assert_eq!(world.book.available(), clean.available());
    prop_assert_eq!(standing.released(), award.released());
    prop_assert!(award.released() <= sanctioned);
    prop_assert_eq!(standing.unspent_paise, award.unspent());
    prop_assert_eq!(standing.interest_due_paise, award.interest_owed());
    let promised = if award.ended_on.is_some() { 0 } else { sanctioned - award.released() };
    prop_assert_eq!(standing.commitment_paise, promised);
    prop_assert_eq!(world.book.available().get(), 1_000 + sanctioned - promised - award.released());
    if award.is_settled() {
        prop_assert_eq!(standing.owed(), 0);
        prop_assert_eq!(standing.utilised_paise + standing.refunded_paise, award.released());
        prop_assert!(award.owes_since.is_none());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_order_of_events_keeps_the_ceilings_and_every_balance(
        parts in prop::collection::vec(1_i64..400, 1..4),
        tries in prop::collection::vec(a_try(), 0..60),
    ) {
        let sanctioned: i64 = parts.iter().sum();
        let mut world = World::new(&parts);
        for (at, what) in (1..).zip(&tries) {
            world.attempt(what, day(at));
            demand(&world, sanctioned)?;
        }
    }

    #[test]
    fn a_whole_course_with_mistakes_that_are_taken_back_keeps_them_too(
        spent in prop::collection::vec((0_i64..90, 0_i64..9, 0_i64..3), 2),
        mistakes in prop::collection::vec((0_usize..20, a_try()), 0..8),
        reversals in prop::collection::vec((8_usize..20, 0_usize..4), 0..4),
    ) {
        let mut world = World::new(&[100, 100]);
        let certify = |n: usize| Try::Certify(n, spent[n].0, spent[n].1, spent[n].2.min(spent[n].1));
        let course = [
            Try::Release(0), Try::Disburse(0), certify(0), Try::AcceptCertificate(0), Try::Refund(0, 1),
            Try::Report, Try::Accept, Try::Release(1), Try::Disburse(1), certify(1), Try::AcceptCertificate(1),
            Try::Refund(5, 0), Try::Refund(1, 1), Try::End,
        ];
        for (at, what) in course.iter().enumerate() {
            let on = day(20 + u32::try_from(at).unwrap());
            world.attempt(what, on);
            demand(&world, 200)?;
            let mistaken = mistakes.iter().filter(|(when, _)| *when == at).map(|(_, what)| what.clone());
            let taken_back = reversals.iter().filter(|(when, _)| *when == at).map(|(_, n)| Try::Reverse(*n));
            for what in mistaken.chain(taken_back) {
                world.attempt(&what, on);
                demand(&world, 200)?;
            }
        }
    }

    #[test]
    fn a_certificate_that_is_off_by_anything_is_never_taken(spent in 0_i64..100, off in -50_i64..50) {
        let mut world = World::new(&[100]);
        prop_assert!(world.attempt(&Try::Release(0), day(1)));
        prop_assert!(world.attempt(&Try::Disburse(0), day(2)));
        let mut certificate = world.certificate(0, spent, 0, 0);
        certificate.closing_paise = Paise::new(certificate.closing_paise.get() + off);
        prop_assert_eq!(world.award.certify(0, (certificate, Vec::new()), day(10)).is_ok(), off == 0);
    }
}

fn violations(refused: Result<impl Sized, Vec<odoi_domain::Violation>>) -> Vec<&'static str> {
    refused.err().unwrap().into_iter().map(|f| f.code.text()).collect()
}

#[test]
fn a_second_tranche_waits_for_the_milestone_and_the_certificate() {
    let mut world = World::new(&[100, 50]);
    assert_eq!(
        violations(world.award.clone().release(1, day(1))),
        ["milestone_open", "tranche_before"]
    );
    for what in [Try::Release(0), Try::Disburse(0)] {
        assert!(world.attempt(&what, day(1)));
    }
    assert_eq!(violations(world.award.clone().release(0, day(2))), ["released_already"]);
    assert_eq!(
        violations(world.award.clone().release(1, day(2))),
        ["milestone_open", "certificate_open"]
    );
    assert_eq!(violations(world.award.clone().accept_milestone(0, day(2))), ["no_evidence"]);
    for what in [Try::Report, Try::Accept, Try::Certify(0, 60, 3, 1)] {
        assert!(world.attempt(&what, day(30)));
    }
    assert_eq!(violations(world.award.clone().release(1, day(31))), ["certificate_open"]);
    assert!(world.attempt(&Try::AcceptCertificate(0), day(31)));
    assert!(world.attempt(&Try::Release(1), day(32)));
    assert_eq!(
        (world.award.carried(), world.award.interest_owed(), world.award.unspent()),
        (40, 2, 0)
    );
}

#[test]
fn a_withdrawal_after_sanction_gives_back_what_was_not_spent_with_interest() {
    let mut world = World::new(&[100, 50]);
    for what in [Try::Release(0), Try::Disburse(0), Try::End] {
        assert!(world.attempt(&what, day(10)), "{what:?}");
    }
    assert_eq!(world.book.available().get(), 1_050, "what was not released can be promised again");
    assert_eq!(violations(world.award.clone().refund(100, 0, day(10))), ["over_owed"]);
    for what in [Try::Certify(0, 30, 4, 0), Try::AcceptCertificate(0)] {
        assert!(world.attempt(&what, day(20)), "{what:?}");
    }
    assert_eq!((world.award.unspent(), world.award.interest_owed()), (70, 4));
    assert_eq!(violations(world.award.clone().refund(71, 5, day(21))), ["over_owed", "over_owed"]);
    assert!(world.attempt(&Try::Refund(70, 0), day(21)) && !world.award.is_settled());
    assert!(world.attempt(&Try::Refund(0, 4), day(22)) && world.award.is_settled());
    assert_eq!(world.book.standing(PROPOSAL).owed(), 0);
}

#[test]
fn what_is_late_says_since_when() {
    let mut world = World::new(&[100, 50]);
    for what in [Try::Release(0), Try::Disburse(0)] {
        assert!(world.attempt(&what, day(10)));
    }
    let late = |world: &World, number| -> Vec<_> {
        world.award.late(day(number)).into_iter().map(|l| (l.kind, l.number, l.days)).collect()
    };
    assert_eq!(late(&world, 90), []);
    assert_eq!(late(&world, 91), [(LateKind::Milestone, 0, 1)]);
    assert_eq!(late(&world, 190), [(LateKind::Milestone, 0, 100)]);
    assert_eq!(late(&world, 192), [(LateKind::Milestone, 0, 102), (LateKind::Certificate, 0, 2)]);
    for what in [Try::End, Try::Certify(0, 30, 0, 0), Try::AcceptCertificate(0)] {
        assert!(world.attempt(&what, day(200)));
    }
    assert_eq!(late(&world, 230), []);
    assert_eq!(late(&world, 231), [(LateKind::Refund, 0, 1)]);
}

#[test]
fn terms_hold_together_or_name_every_fault() {
    let mut bad = terms(&[100, 50]);
    bad.sanctioned = Paise::new(151);
    bad.tranches[0].milestones = vec![0, 7];
    let found: Vec<_> = bad.check().into_iter().map(|f| (f.code.text(), f.pointer)).collect();
    assert_eq!(
        found,
        [
            ("over_asked", "/sanctioned_paise".to_owned()),
            ("sanction_over_lines", "/sanctioned_paise".to_owned()),
            ("tranches_sum", "/terms/tranches".to_owned()),
            ("unknown_reference", "/terms/tranches/0/milestones/1".to_owned(),),
        ]
    );
    let mut negative = terms(&[100, 50]);
    negative.tranches[0].amount_paise = Paise::new(200);
    negative.tranches[1].amount_paise = Paise::new(-50);
    assert_eq!(negative.check()[0].code.text(), "tranches_sum");
}

#[test]
fn a_mistake_is_taken_back_from_the_last_to_the_first() {
    let mut world = World::new(&[100, 50]);
    let course = [
        Try::Release(0),
        Try::Disburse(0),
        Try::Certify(0, 30, 4, 0),
        Try::AcceptCertificate(0),
        Try::Report,
        Try::Accept,
        Try::End,
        Try::Refund(50, 4),
    ];
    for (at, what) in (11..).zip(&course) {
        assert!(world.attempt(what, day(at)), "{what:?}");
    }
    let before = world.book.standing(PROPOSAL);
    for number in 1..5 {
        assert!(!world.attempt(&Try::Reverse(number), day(20)), "something rests on {number}");
    }
    assert_eq!(world.book.standing(PROPOSAL), before);
    // Refund, end, certificate; then the certificate is handed in and must be sent back first.
    for what in [Try::Reverse(0), Try::Reverse(0), Try::Reverse(0)] {
        assert!(world.attempt(&what, day(21)));
    }
    assert_eq!(world.award.ended_on, None);
    assert!(!world.attempt(&Try::Reverse(0), day(21)));
    assert_eq!(
        violations(world.award.clone().reverse(Entered::Payment { tranche: 0 }, day(21))),
        ["certificate_there"]
    );
    for what in [Try::ReturnCertificate(0), Try::Reverse(0), Try::TakeBack(0)] {
        assert!(world.attempt(&what, day(22)), "{what:?}");
    }
    let fresh = World::new(&[100, 50]);
    assert_eq!(world.award.standing(), fresh.award.standing());
    assert_eq!(world.book.available(), fresh.book.available());
}

#[test]
fn a_payment_that_never_was_is_taken_back_after_the_end_too() {
    let mut world = World::new(&[100, 50]);
    for what in [Try::Release(0), Try::Disburse(0), Try::End, Try::Reverse(1), Try::TakeBack(0)] {
        assert!(world.attempt(&what, day(3)), "{what:?}");
    }
    assert!(world.award.is_settled());
    assert_eq!(world.book.available().get(), 1_150);
    assert!(!world.attempt(&Try::Reverse(1), day(4)), "what was given up rests on the end");
}

#[test]
fn what_is_owed_again_is_owed_since_it_was_owed_first() {
    let mut world = World::new(&[100]);
    for what in
        [Try::Release(0), Try::Disburse(0), Try::Certify(0, 30, 0, 0), Try::AcceptCertificate(0)]
    {
        assert!(world.attempt(&what, day(10)));
    }
    assert!(world.attempt(&Try::Refund(70, 0), day(20)) && world.award.owes_since.is_none());
    assert!(world.attempt(&Try::Reverse(0), day(60)));
    assert_eq!(world.award.owes_since, Some(day(10)));
}
