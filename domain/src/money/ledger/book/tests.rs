use super::*;
use crate::money::ledger::MovementKind as M;
use uuid::Uuid;

fn posting(id: u128, kind: M, paise: i64) -> PostingDraft {
    let of_call = kind == M::Appropriate;
    PostingDraft {
        id: PostingId(Uuid::from_u128(id)),
        proposal: (!of_call).then_some(ProposalId(Uuid::from_u128(9))),
        movements: vec![Movement::new(kind, Paise::new(paise))],
        reverses: None,
    }
}

fn book(rows: &[(M, i64)]) -> Result<Book, Unbooked> {
    let postings: Vec<PostingDraft> =
        (1..).zip(rows).map(|(id, (kind, paise))| posting(id, *kind, *paise)).collect();
    Book::read(&postings)
}

#[test]
fn a_call_cannot_promise_more_than_it_was_given() {
    let overdrawn = book(&[(M::Appropriate, 100), (M::Commit, 60), (M::Commit, 41)]);
    let expected = Unbooked::Overdrawn { account: LedgerAccount::Budget, missing: 1 };
    assert_eq!(overdrawn, Err(expected));
    assert_eq!(
        book(&[(M::Appropriate, 100), (M::Commit, 100)]).unwrap().available(),
        Paise::new(0)
    );
}

#[test]
fn nothing_can_be_released_that_was_not_promised_nor_spent_that_was_not_paid() {
    let start = [(M::Appropriate, 100), (M::Commit, 50)];
    for (kind, account) in [
        (M::Release, LedgerAccount::Commitment),
        (M::Disburse, LedgerAccount::Payable),
        (M::Utilise, LedgerAccount::Disbursed),
        (M::SetAside, LedgerAccount::Disbursed),
        (M::Refund, LedgerAccount::Unspent),
        (M::PayInterest, LedgerAccount::InterestDue),
    ] {
        let mut rows = start.to_vec();
        rows.push((kind, 51));
        match book(&rows) {
            Err(Unbooked::Overdrawn { account: at, .. }) => assert_eq!(at, account),
            other => panic!("{kind}: {other:?}"),
        }
    }
}

#[test]
fn a_mistake_is_reversed_once_and_only_while_the_money_is_still_there() {
    let mut book = book(&[(M::Appropriate, 100), (M::Commit, 50), (M::Release, 20)]).unwrap();
    let [commit, release, new] = [2, 3, 7].map(|id| PostingId(Uuid::from_u128(id)));
    let early = book.reversal(new, commit).unwrap();
    assert!(matches!(book.post(&early), Err(Unbooked::Overdrawn { .. })));
    let before = book.clone();
    let back = book.reversal(new, release).unwrap();
    book.post(&back).unwrap();
    assert_eq!(book.standing(ProposalId(Uuid::from_u128(9))).released(), 0);
    assert_ne!(book, before);
    let again = PostingId(Uuid::from_u128(8));
    assert_eq!(book.reversal(again, release), Err(Unbooked::Irreversible));
    assert_eq!(book.reversal(again, new), Err(Unbooked::Irreversible));
    assert_eq!(book.post(&back), Err(Unbooked::Twice));
    assert!(book.is_balanced());
}

#[test]
fn nothing_is_no_posting() {
    for paise in [0, -5, LARGEST_AMOUNT + 1] {
        assert_eq!(book(&[(M::Appropriate, paise)]), Err(Unbooked::Nothing));
    }
}
