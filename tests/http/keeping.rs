//! Which of two decisions is the last word (rule R6.6).

use crate::http::group::{cite, item};
use crate::http::reviews::Panel;
use crate::http_tests;
use serde_json::json;

const DAY: i64 = 86_400;

http_tests! {
    async fn the_meeting_that_began_last_has_the_last_word_whichever_is_closed_first(app: App) {
        let panel = Panel::of(&app).await;
        let group = &panel.cast.group;
        let agenda = [item(panel.id(), "shortlist")];
        let (first, second) = (group.called(&agenda).await, group.called(&agenda).await);
        app.advance(3 * DAY);
        for (path, vote) in [(&first, "in_favour"), (&second, "against")] {
            group.go(path, "open").await.expect(200);
            group.convenor.step(path, "record", &group.proceedings(7, 1, &[vote; 7])).await.expect(200);
            app.advance(60);
        }
        for path in [&second, &first] {
            group.go(path, "close").await.expect(200);
            app.advance(60);
        }
        let minute = cite(first.rsplit('/').next().unwrap(), 0);
        panel.cast.convenor.step(&panel.path, "shortlist", &json!({ "minute": minute })).await.problem("unmet", 409).violates("/minute/item", "minute_superseded");
    }

    async fn a_correction_that_was_corrected_takes_no_authority_away(app: App) {
        let panel = Panel::of(&app).await;
        let group = &panel.cast.group;
        let corrects = |meeting: &str| json!({ "title": "A correction", "proposal_id": panel.id(), "corrects": cite(meeting, 0) });
        let first = group.carried(&[item(panel.id(), "shortlist")]).await;
        let second = group.carried(&[corrects(&first)]).await;
        let minute = json!({ "minute": cite(&first, 0) });
        panel.cast.convenor.step(&panel.path, "shortlist", &minute).await.problem("unmet", 409).violates("/minute/item", "minute_corrected");
        let third = group.carried(&[corrects(&second)]).await;
        let fourth = group.carried(&[corrects(&third)]).await;
        panel.cast.convenor.step(&panel.path, "shortlist", &minute).await.problem("unmet", 409).violates("/minute/item", "minute_corrected");
        group.carried(&[corrects(&fourth)]).await;
        panel.cast.convenor.step(&panel.path, "shortlist", &minute).await.expect(200);
    }
}
