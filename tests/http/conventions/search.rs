//! Search: folded words, each from its beginning, in both languages; and nothing that a caller
//! writes is an operator of the engine.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::Value;

/// Percent-encodes everything.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

http_tests![
    words_find_in_both_languages_and_old_spelling,
    what_was_written_in_the_old_spelling_is_found_by_the_new,
    every_word_must_begin_a_word,
    codes_and_numbers_are_found_too,
    a_changed_name_is_found_and_the_old_one_no_longer,
    operators_of_the_engines_are_only_text,
    a_search_without_a_word_or_with_too_many_is_told_so,
    a_beginning_finds_words_however_they_go_on,
    small_pages_find_what_one_large_page_finds_in_the_same_order,
    who_moves_to_another_district_is_found_there_and_no_longer_here
];

async fn words_find_in_both_languages_and_old_spelling(app: App) {
    let convenor = app.convenor().await;
    for words in ["kalad", "RICE kal", "cluster  Kalady, rice!", "കാലടി", "കാലടി ക്ലസ്റ്റർ", "കാലടി ക്ലസ്റ്റര്\u{200d}", "Ｋalady", "food kalady"]
    {
        let found = convenor.first(&format!("/v1/clusters?q={}", encoded(words))).await;
        assert_eq!(found["name"]["en"], "Kalady rice millers cluster", "{words}");
    }
}

async fn what_was_written_in_the_old_spelling_is_found_by_the_new(app: App) {
    let convenor = app.convenor().await;
    let unit = given::with(given::unit("Chillu unit"), "/name/ml", "വയനാടന്\u{200d} മില്ല്".into());
    let id = convenor.post("/v1/enterprises", &unit).await.expect(201).id();
    for words in ["വയനാടൻ", "വയനാടന്\u{200d}", "വയ", "മില്ല് വയനാടൻ"] {
        let found = convenor.first(&format!("/v1/enterprises?q={}", encoded(words))).await;
        assert_eq!(found["id"], id.as_str(), "{words}");
    }
}

async fn every_word_must_begin_a_word(app: App) {
    let convenor = app.convenor().await;
    let total = async |words: &str| {
        let page = convenor.get(&format!("/v1/clusters?count=true&q={}", encoded(words))).await.expect(200);
        page.json()["total"].as_i64().unwrap()
    };
    assert_eq!(total("kalady").await, 1);
    for nothing in ["lady", "kaladxx", "kalady furniture", "kalady OR furniture", "kalady NOT cashew", "rice kalady zebra"] {
        assert_eq!(total(nothing).await, 0, "{nothing}");
    }
    assert_eq!(total("f").await, total("F").await);
    assert!(total("furniture").await > 2);
}

async fn codes_and_numbers_are_found_too(app: App) {
    let officer = app.officer().await;
    assert_eq!(officer.first("/v1/schemes?q=odoi-seed").await["code"], "ODOI-SEED");
    assert_eq!(officer.first("/v1/enterprises?q=UDYAM-KL-02-9900029").await["name"]["en"], "Ilanjippoo Rice Mill");
    assert_eq!(officer.first("/v1/enterprises?q=32zzhfo1137n1z5").await["name"]["en"], "Ilanjippoo Rice Mill");
}

async fn a_changed_name_is_found_and_the_old_one_no_longer(app: App) {
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/clusters", &given::cluster("Quokka cluster")).await.expect(201);
    let path = format!("/v1/clusters/{}", made.id());
    assert_eq!(convenor.first("/v1/clusters?q=quokka").await["id"], made.id().as_str());
    convenor.patch(&path, "\"1\"", &serde_json::json!({ "name": { "en": "Numbat cluster" } })).await.expect(200);
    assert_eq!(convenor.first("/v1/clusters?q=quokka").await, Value::Null);
    assert_eq!(convenor.first("/v1/clusters?q=numbat").await["id"], made.id().as_str());
    app.officer().await.delete(&path, "\"2\"").await.expect(204);
    assert_eq!(convenor.first("/v1/clusters?q=numbat").await, Value::Null);
}

async fn operators_of_the_engines_are_only_text(app: App) {
    let convenor = app.convenor().await;
    for text in [
        "kalady\"",
        "\"kalady",
        "kalady*",
        "*kalady",
        "kalady:*",
        "words:kalady",
        "kalady NEAR rice",
        "NEAR(kalady rice)",
        "-kalady",
        "kalady -rice",
        "kalady'",
        "'kalady'",
        "kalady\\",
        "\\'kalady",
        "kalady & !rice",
        "kalady | rice",
        "!kalady",
        "kalady <-> rice",
        "(kalady",
        "kalady)",
        "kalady; DROP TABLE clusters",
        "^kalady",
        "{kalady}",
        "kalady + rice",
        "kalady %",
        "k_lady",
        "kalady 🙂",
        "🙂kalady🙂",
        "kalady\u{202e}",
        "a'b''c",
        "kalady AND rice",
        "\u{0}kalady".trim_start_matches('\u{0}'),
        "%27%22",
        "ǅ ß ﬁ",
        "e\u{301}\u{301}\u{301}",
        "\u{d4d}\u{200d}x",
    ] {
        let path = format!("/v1/clusters?q={}", encoded(text));
        let page = convenor.get(&path).await.expect(200).json();
        assert!(page["items"].as_array().unwrap().len() <= 1, "{text}: {page}");
    }
    for same in ["kalady\"", "*kalady", "-kalady", "'kalady'", "!kalady", "(kalady", "kalady 🙂"] {
        let found = convenor.first(&format!("/v1/clusters?q={}", encoded(same))).await;
        assert_eq!(found["name"]["en"], "Kalady rice millers cluster", "{same}");
    }
    let all = convenor.get("/v1/clusters?count=true").await.expect(200).json();
    assert_eq!(all["total"], 28);
}

async fn a_search_without_a_word_or_with_too_many_is_told_so(app: App) {
    let convenor = app.convenor().await;
    for (text, code) in [
        ("", "blank"),
        ("  ", "blank"),
        ("*", "blank"),
        ("\"\"", "blank"),
        ("&|!", "blank"),
        ("🙂", "blank"),
        ("\u{200b}", "blank"),
        ("a b c d e f g h i", "too_many_words"),
    ] {
        convenor.get(&format!("/v1/clusters?q={}", encoded(text))).await.problem("malformed", 400).violates("q", code);
    }
    convenor.get(&format!("/v1/clusters?q={}", encoded(&"ക".repeat(201)))).await.problem("malformed", 400).violates("q", "max_length");
    convenor.get(&format!("/v1/clusters?q={}", encoded(&"ക".repeat(200)))).await.expect(200);
    convenor.get("/v1/clusters?q=a+b+c+d+e+f+g+h").await.expect(200);
}

// How many at once decides how an engine gets at what fits: a page of one reads along the order where many
// fit, a page of two hundred looks all of them up.
async fn a_beginning_finds_words_however_they_go_on(app: App) {
    let officer = app.officer().await;
    let long = format!("wombat{}", "x".repeat(60));
    for name in ["Wombat", "Wombats", "Wombat7", "Wombat\u{d6b}", "Wombaté", "7wombat", long.as_str()] {
        officer.post("/v1/enterprises", &given::unit(&format!("Farm of {name}"))).await.expect(201);
    }
    let found = async |list: &str, words: &str| officer.ids(&format!("/v1/{list}?limit=200&q={}", encoded(words))).await.len();
    for (words, count) in [("wombat", 6), ("womb farm", 6), ("7womb", 1)] {
        assert_eq!(found("search", words).await, count, "{words}");
        assert_eq!(found("enterprises", words).await, count, "{words}");
    }
    // A word with a figure is no misspelling of another, nor another of it.
    assert_eq!(found("search", "wombat7").await, 1);
    assert_eq!(found("search", "wombots").await, 1);
    // More of them than are looked for one by one.
    for n in 0..60 {
        officer
            .post("/v1/enterprises", &given::unit(&format!("Shop womba{}", ["t", "q", "z"].concat().repeat(n % 7) + &format!("k{n}"))))
            .await
            .expect(201);
    }
    for list in ["search", "enterprises"] {
        assert_eq!(found(list, "womba").await, 66, "{list}");
    }
}

async fn small_pages_find_what_one_large_page_finds_in_the_same_order(app: App) {
    let officer = app.officer().await;
    for n in 0..34 {
        // Some stand at the beginning of the order, and some at its very end.
        for name in [format!("Aaa{n:02} bilby"), format!("Zz quoll {n:02} bilbies")] {
            let district = if n % 3 == 0 { "559" } else { "555" };
            let mut unit = given::with(given::unit(&name), "/district", district.into());
            if n % 5 == 0 {
                unit = given::with(unit, "/pin_code", "683101".into());
            }
            officer.post("/v1/enterprises", &unit).await.expect(201);
        }
    }
    for (words, district, count) in [
        ("bilby", "", 34),
        ("bilb", "", 68),
        ("bilbies", "", 34),
        ("bilbyes", "", 34),
        ("quoll bilb", "", 34),
        ("zz", "", 34),
        ("bilb", "559", 24),
        ("quoll", "559", 12),
        ("quoll", "567", 0),
        ("bilbies zz", "555", 22),
    ] {
        for list in ["search", "enterprises"] {
            let narrowed = if district.is_empty() { String::new() } else { format!("&district={district}") };
            let path = |limit| format!("/v1/{list}?q={}{narrowed}&limit={limit}", encoded(words));
            let all = officer.ids(&path(200)).await;
            assert_eq!(all.len(), count, "{list} {words} {district}");
            assert_eq!(officer.ids(&path(1)).await, all, "{list} {words} {district}");
        }
    }
    for (words, found, in_pin) in [("bilby", 34, 7), ("bilbies", 34, 7), ("bilb", 68, 14), ("bilbyes", 34, 7), ("wombat", 0, 0)] {
        for sort in ["name", "-name", "created_at", "-created_at", "-updated_at"] {
            for (narrowed, count) in [("", found), ("&pin_code=683101", in_pin), ("&pin_code=683101&district=567", 0)] {
                let path = |limit| format!("/v1/enterprises?q={words}{narrowed}&sort={sort}&limit={limit}");
                let all = officer.ids(&path(200)).await;
                assert_eq!(all.len(), count, "{words} {sort} {narrowed}");
                assert_eq!(officer.ids(&path(1)).await, all, "{words} {sort} {narrowed}");
                let counted = officer.get(&format!("{}&count=true", path(1))).await.expect(200).json();
                assert_eq!(counted["total"], count, "{words} {sort} {narrowed}");
            }
        }
    }
}

async fn who_moves_to_another_district_is_found_there_and_no_longer_here(app: App) {
    let officer = app.officer().await;
    let made = officer.post("/v1/enterprises", &given::with(given::unit("Numbat works"), "/district", "555".into())).await.expect(201);
    let (path, etag) = (format!("/v1/enterprises/{}", made.json()["id"].as_str().expect("an id")), made.etag());
    let found = async |district: &str| {
        let mut found = Vec::new();
        for list in ["search", "enterprises"] {
            for words in ["numbat", "numb", "numbad"] {
                found.push(officer.ids(&format!("/v1/{list}?q={words}&district={district}")).await.len());
            }
        }
        found
    };
    assert_eq!((found("555").await, found("559").await), (vec![1; 6], vec![0; 6]));
    officer.patch(&path, &etag, &serde_json::json!({ "district": "559" })).await.expect(200);
    assert_eq!((found("555").await, found("559").await), (vec![0; 6], vec![1; 6]));
    assert_eq!((found("555,559").await, found("555,567").await), (vec![1; 6], vec![0; 6]));
}
