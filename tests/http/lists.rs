//! Lists: pages, filters, orders, counts.

use crate::http_tests;

http_tests! {
    async fn a_walk_in_small_pages_meets_every_row_once(app: App) {
        let convenor = app.convenor().await;
        let all = convenor.get("/v1/clusters?limit=200&count=true").await.expect(200).json();
        assert_eq!(all["total"], 28);
        let mut walked = Vec::new();
        let mut path = "/v1/clusters?limit=5".to_owned();
        loop {
            let page = convenor.get(&path).await.expect(200).json();
            walked.extend(page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()));
            match page["next"].as_str() {
                Some(next) => path = format!("/v1/clusters?limit=5&cursor={next}"),
                None => break,
            }
        }
        let expected: Vec<_> = all["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
        assert_eq!(walked, expected);
    }

    async fn words_find_in_both_languages_and_old_spelling(app: App) {
        let convenor = app.convenor().await;
        for words in ["kalad", "RICE%20kal", "%E0%B4%95%E0%B4%BE%E0%B4%B2%E0%B4%9F%E0%B4%BF"] {
            let found = convenor.first(&format!("/v1/clusters?q={words}")).await;
            assert_eq!(found["name"]["en"], "Kalady rice millers cluster", "{words}");
        }
    }
}
