//! Search finds the same things on both engines, whatever characters words are made of.

use super::house::{by_name, everything, line, open, ward, write};
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::name::Name;
use odoi_persistence::port::PlaceFilter;
use odoi_persistence::{Answer, Error, Store};

/// Wards 1, 2, 3 … with these names.
async fn wards(store: &Store, names: &'static [&'static str]) {
    write(store, move |tx| {
        for (number, called) in names.iter().enumerate() {
            let mut facts = ward(&format!("{}", number + 1), "x");
            facts.name = Name { en: line(called), ml: None };
            super::house::add(tx, facts)?;
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("kept");
}

/// The numbers of the wards that a search finds.
pub async fn find(store: &Store, q: Vec<String>) -> Result<Vec<usize>, Error> {
    let filter = PlaceFilter { q, ..PlaceFilter::default() };
    let page = store.read(move |repo| repo.places(&filter, &everything(), &by_name(100))).await?;
    let mut found: Vec<usize> = page.items.iter().map(|p| p.facts().code.to_string().parse().expect("a number")).collect();
    found.sort_unstable();
    Ok(found)
}

const ODD: &[&str] = &[
    "100% Coir_Mats",
    "100 percent",
    "O'Brien \"Quoted\" back\\slash",
    "AND OR NOT NEAR",
    "coir mats",
    "Ａ wide Kalady",
    "കാലടി അരിമിൽ ക്ലസ്റ്റർ",
    "നെയ്ത്ത് ശാല",
    "a:b&c|d!(e)*f",
    "İstanbul straße",
    "ΟΔΌΣ οδός",
];

site_tests![
    searching_is_free_of_special_characters,
    words_that_were_never_folded_do_no_harm_either,
    letters_of_every_age_are_found_by_themselves,
    whatever_the_program_calls_a_word_is_one_to_the_engine,
    a_name_that_folds_to_a_very_long_word_is_kept_and_found
];

async fn searching_is_free_of_special_characters(site: Site) {
    let store = open(&site);
    wards(&store, ODD).await;
    for (typed, expected) in [
        ("100%", vec![1, 2]),
        ("%", vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ("coir_m", vec![1, 5]),
        ("c_ir", vec![]),
        ("c%r", vec![]),
        ("o'b", vec![3]),
        ("\"quo", vec![3]),
        ("back\\sl", vec![3]),
        ("and not", vec![4]),
        ("near", vec![4]),
        ("MATS coir", vec![1, 5]),
        ("kalad", vec![6, 7]),
        ("ａ", vec![4, 6, 9]),
        ("കാല", vec![7]),
        ("ക്ലസ്റ്റര്\u{200d}", vec![7]),
        ("നെയ്ത്ത", vec![8]),
        ("നെയ", vec![8]),
        ("a:b", vec![9]),
        ("(e)*f", vec![9]),
        ("b&c|d!", vec![9]),
        ("strasse", vec![]),
        ("straß", vec![10]),
        ("i\u{307}stan", vec![10]),
        ("ΟΔΌΣ", vec![11]),
        ("οδόσ", vec![11]),
        ("οδός", vec![11]),
    ] {
        let words = fold::words(typed);
        assert_eq!(find(&store, words.clone()).await.expect(typed), expected, "{typed:?} is {words:?}");
    }
    store.close().await;
}

async fn words_that_were_never_folded_do_no_harm_either(site: Site) {
    let store = open(&site);
    wards(&store, ODD).await;
    for raw in ["'", "\"", "\\", "'); DROP TABLE places; --", "* OR 1", ":*", "&", "|", "!", "()", "a' & 'b", "^a", "-a", "{x}: y"] {
        find(&store, vec![raw.to_owned()]).await.unwrap_or_else(|error| panic!("{raw:?}: {error}"));
    }
    assert_eq!(super::house::codes(&store).await.len(), ODD.len());
    store.close().await;
}

async fn letters_of_every_age_are_found_by_themselves(site: Site) {
    // Letters, digits and marks that one tokenizer or another might not know: circled and squared
    // letters, scripts that came late, rare Malayalam, numbers that are not digits.
    const LATE: &[&str] = &[
        "ൔ",
        "ൟ",
        "൏",
        "ഄ",
        "ഀക",
        "ൿ",
        "🅰",
        "🅐",
        "🄰",
        "Ⓐ",
        "ꭰ",
        "𐓘",
        "𞤢",
        "𑄃",
        "𑻠",
        "〇",
        "Ⅷ",
        "½",
        "²",
        "൰",
        "൳",
        "৪",
        "ẞ",
        "ƛ",
        "ꟲ",
        "𝒜",
        "ॐ",
        "ꣽ",
        "ೝ",
        "𖿣",
        // What folding twice would make something else of.
        "ഹെൻ\u{200c}റി",
        "J\u{30c}",
        "H\u{331}",
    ];
    let store = open(&site);
    wards(&store, LATE).await;
    let mut lost = Vec::new();
    for (number, letter) in LATE.iter().enumerate() {
        let words = fold::words(letter);
        let found = find(&store, words.clone()).await.expect(letter);
        if !words.is_empty() && !found.contains(&(number + 1)) {
            lost.push(format!("{letter} U+{:04X}", letter.chars().next().expect("a letter") as u32));
        }
    }
    assert_eq!(lost, Vec::<String>::new(), "not found by themselves");
    store.close().await;
}

async fn whatever_the_program_calls_a_word_is_one_to_the_engine(site: Site) {
    let store = open(&site);
    store.close().await;
    if site.engine == crate::harness::site::Engine::Postgres {
        // There the words are cut by the program and taken as they are: see the migration.
        return;
    }
    // Every character that folds to itself as a word, all of them in one entry of the index.
    let letters: Vec<String> = ('\u{80}'..=char::MAX).map(String::from).filter(|letter| fold::words(letter) == [letter.as_str()]).collect();
    assert!(letters.len() > 100_000);
    site.sql(&format!("INSERT INTO search_entries (kind, subject, words) VALUES ('place', zeroblob(16), '{}')", letters.join(" ")));
    site.sql("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search_index, 'row')");
    let known: std::collections::HashSet<String> = site.texts("SELECT term AS value FROM vocabulary").into_iter().collect();
    let lost: Vec<String> = letters.iter().filter(|l| !known.contains(*l)).map(|l| format!("{l} {}", l.escape_unicode())).collect();
    assert_eq!(lost, Vec::<String>::new());
}

async fn a_name_that_folds_to_a_very_long_word_is_kept_and_found(site: Site) {
    let store = open(&site);
    // One character that stands for six: 200 of them fold to 1200.
    let called: &'static str = Box::leak("㌖".repeat(200).into_boxed_str());
    let list: &'static [&'static str] = Box::leak(vec![called, "short", called].into_boxed_slice());
    wards(&store, list).await;
    for typed in ["㌖", "キロ", called] {
        assert_eq!(find(&store, fold::words(typed)).await.expect("found"), [1, 3], "{}", typed.chars().count());
    }
    store.close().await;
}
