//! One order on both engines: names by their folded key byte by byte, ids as bytes, pages by keyset.

use super::house::{everything, id, moment, name, open, permit, write};
use crate::app::App;
use crate::harness::site::Site;
use crate::{http_tests, site_tests};
use odoi_domain::Entity;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::policy::Action;
use odoi_domain::registry::place::{Place, PlaceFacts, PlaceLevel};
use odoi_persistence::page::{Paging, SortKey};
use odoi_persistence::port::PlaceFilter;
use odoi_persistence::{Answer, Error, Store};

/// Names that locales order in other ways than bytes do.
const NAMES: &[&str] = &[
    "a",
    "A",
    "Z",
    "b",
    "ä",
    "ab",
    "a b",
    "a-b",
    "a_b",
    "Ångström",
    "zebra",
    "Éclair",
    "eclair",
    "100",
    "20",
    "3",
    "കാലടി",
    "ക",
    "കാ",
    "ങ",
    "ൺ",
    "~tilde",
    "!bang",
    "_under",
    "ß",
    "ss",
    "ﬁne",
    "İstanbul",
    "ı",
    "𝔘nicode",
    "😀",
    "Ω",
];

async fn keep(store: &Store, places: Vec<(PlaceId, String, i64)>) {
    write(store, move |tx| {
        for (number, (id, called, at)) in places.into_iter().enumerate() {
            let code = format!("W{number}").parse().expect("a code");
            let facts = PlaceFacts::new(PlaceLevel::Ward, code, name(&called));
            tx.save(Place::register(&permit(Action::CreatePlace), id, facts, moment(at))?)?;
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("kept");
}

/// Walks the whole list in small pages.
async fn walk(store: &Store, key: SortKey, descending: bool, limit: u16) -> Vec<Place> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { limit, key, descending, after, count: true, near: None };
        let page = store
            .read(move |repo| repo.places(&PlaceFilter::default(), &everything(), &paging))
            .await
            .map_err(|error: Error| error)
            .expect("read");
        assert!(page.items.len() <= usize::from(limit));
        let total = page.total.expect("a count");
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => {
                assert_eq!(all.len(), usize::try_from(total).expect("a count"));
                return all;
            }
        }
    }
}

/// Ids whose order differs where an engine compares them as signed numbers or as text.
fn odd_ids() -> Vec<PlaceId> {
    let mut ids: Vec<u128> = (0..16).map(|n: u128| n << 124 | 0xff).collect();
    ids.extend([0, 1, u128::MAX, 1 << 127, (1 << 127) - 1, 0x0a << 64, 0xa0 << 64, 0x7f << 56, 0x80 << 56]);
    ids.into_iter().map(id).collect()
}

site_tests![
    names_come_in_the_order_of_their_folded_bytes,
    equal_names_come_in_the_order_of_their_ids_and_none_is_lost_between_pages,
    moments_before_1970_and_before_2000_come_in_their_order
];

async fn names_come_in_the_order_of_their_folded_bytes(site: Site) {
    let store = open(&site);
    keep(&store, NAMES.iter().enumerate().map(|(n, called)| (id(n as u128 + 1), (*called).to_owned(), 0)).collect()).await;
    let mut expected: Vec<(String, PlaceId)> =
        NAMES.iter().enumerate().map(|(n, called)| (name(called).key(), id(n as u128 + 1))).collect();
    expected.sort();
    for descending in [false, true] {
        let walked = walk(&store, SortKey::Name, descending, 5).await;
        let found: Vec<(String, PlaceId)> = walked.iter().map(|p| (p.facts().name.key(), p.meta().id)).collect();
        assert_eq!(found, expected, "descending: {descending}");
        expected.reverse();
    }
    store.close().await;
}

async fn equal_names_come_in_the_order_of_their_ids_and_none_is_lost_between_pages(site: Site) {
    let store = open(&site);
    let mut ids = odd_ids();
    keep(&store, ids.iter().map(|id| (*id, "Same name".to_owned(), 5)).collect()).await;
    ids.sort();
    for key in [SortKey::Name, SortKey::CreatedAt, SortKey::UpdatedAt] {
        for limit in [1, 2, 7, 24, 25, 26] {
            let found: Vec<PlaceId> = walk(&store, key, false, limit).await.iter().map(|p| p.meta().id).collect();
            assert_eq!(found, ids, "{key:?} by {limit}");
        }
        let back: Vec<PlaceId> = walk(&store, key, true, 4).await.iter().map(|p| p.meta().id).collect();
        assert_eq!(back, ids.iter().rev().copied().collect::<Vec<_>>(), "{key:?} backwards");
    }
    store.close().await;
}

async fn moments_before_1970_and_before_2000_come_in_their_order(site: Site) {
    let store = open(&site);
    let times = [-62_135_596_800_000_000, -1, 0, 1, 946_684_799_999_999, 946_684_800_000_000, 946_684_800_000_001, 253_402_300_799_999_999];
    keep(&store, times.iter().rev().enumerate().map(|(n, at)| (id(n as u128 + 1), format!("T{n}"), *at)).collect()).await;
    let found: Vec<i64> = walk(&store, SortKey::CreatedAt, false, 3).await.iter().map(|p| p.meta().created_at.micros()).collect();
    assert_eq!(found, times);
    store.close().await;
}

http_tests![a_name_that_folds_to_a_longer_one_does_not_break_the_walk, a_very_long_word_in_a_search_is_answered_alike];

async fn a_name_that_folds_to_a_longer_one_does_not_break_the_walk(app: App) {
    let convenor = app.convenor().await;
    // One character that stands for six; its names come last.
    for _ in 0..2 {
        let body = serde_json::json!({
            "name": {"en": "㌖".repeat(200)}, "kind": "firm", "district": "555",
            "activities": [{"version": "nic_2008", "code": "10612"}],
        });
        convenor.post("/v1/enterprises", &body).await.expect(201);
    }
    let (mut path, mut walked) = ("/v1/enterprises?limit=1&sort=-name".to_owned(), 0);
    for _ in 0..3 {
        let page = convenor.get(&path).await.expect(200).json();
        walked += page["items"].as_array().expect("items").len();
        path = format!("/v1/enterprises?limit=1&sort=-name&cursor={}", page["next"].as_str().expect("more"));
    }
    assert_eq!(walked, 3);
}

async fn a_very_long_word_in_a_search_is_answered_alike(app: App) {
    let convenor = app.convenor().await;
    // The longest that may be asked for, and one that folds to six times as much.
    for word in ["a".repeat(200), "%E3%8C%96".repeat(200)] {
        let found = convenor.get(&format!("/v1/clusters?q={word}")).await.expect(200).json();
        assert_eq!(found["items"], serde_json::json!([]));
    }
    convenor.get(&format!("/v1/clusters?q={}", "a".repeat(3000))).await.expect(400);
}
