//! The lives of proposals, told from one role to the next.

use crate::client::Client;
use crate::http::given::ASKED;
use crate::http::money::Purse;
use crate::http::proposals::Cast;
use crate::http_tests;
use serde_json::{Value, json};

/// Somebody takes a step, and the proposal then stands where it should.
async fn steps(who: &Client, path: &str, step: &str, with: Value, state: &str) -> Value {
    let shown = who.step(path, step, &with).await.expect(200).json();
    assert_eq!(shown["state"], state, "after {step}");
    shown
}

fn nothing() -> Value {
    json!({})
}

fn because(reason: &str) -> Value {
    json!({ "reason": reason })
}

http_tests! {
    async fn from_a_draft_to_completion_across_the_roles(app: App) {
        let cast = Cast::of(&app).await;
        let (applicant, convenor, officer) = (&cast.applicant, &cast.convenor, &cast.officer);
        let path = cast.draft().await;
        assert_eq!(applicant.get(&path).await.expect(200).json()["allowed_steps"], json!(["submit", "withdraw"]));
        steps(applicant, &path, "submit", nothing(), "submitted").await;
        convenor.step(&path, "sanction", &json!({ "sanctioned_paise": 1 })).await.problem("forbidden", 403);
        steps(convenor, &path, "screen", nothing(), "screened").await;
        steps(convenor, &path, "shortlist", nothing(), "shortlisted").await;
        steps(convenor, &path, "study", nothing(), "under_detailed_study").await;
        steps(convenor, &path, "recommend", nothing(), "recommended").await;
        applicant.step(&path, "recommend", &nothing()).await.problem("forbidden", 403);
        let sanctioned = steps(officer, &path, "sanction", json!({ "sanctioned_paise": ASKED - 1 }), "sanctioned").await;
        assert_eq!((&sanctioned["asked_paise"], &sanctioned["sanctioned_paise"]), (&json!(ASKED), &json!(ASKED - 1)));
        steps(officer, &path, "start", nothing(), "in_progress").await;
        officer.step(&path, "complete", &nothing()).await.problem("unmet", 409).violates("", "award_open");
        Purse::of(&cast, &path).await.settle().await;
        let done = steps(officer, &path, "complete", json!({ "reason": "All mills take part." }), "completed").await;
        assert_eq!((&done["allowed_steps"], &done["sanctioned_paise"]), (&json!([]), &json!(ASKED - 1)));
        assert_eq!((&done["revision"], &done["state_reason"]), (&json!(9), &json!("All mills take part.")));
        let seen = app.client("institution.cusat").await.get(&path).await.expect(200).json();
        assert_eq!(seen["state"], "completed", "the academic partner sees it too");
    }

    async fn returned_corrected_and_handed_in_again(app: App) {
        let cast = Cast::of(&app).await;
        let (applicant, convenor) = (&cast.applicant, &cast.convenor);
        let path = cast.draft().await;
        steps(applicant, &path, "submit", nothing(), "submitted").await;
        let returned = steps(convenor, &path, "return", because("Name the press."), "returned").await;
        assert_eq!(returned["state_reason"], "Name the press.");
        let etag = applicant.get(&path).await.expect(200).etag();
        let objective = json!({ "objective": "With a screw press of two tonnes a day.", "asked_paise": 300_000_000 });
        applicant.patch(&path, &etag, &objective).await.expect(200);
        let again = steps(applicant, &path, "submit", nothing(), "submitted").await;
        assert_eq!(again.get("state_reason"), None, "the old reason is no longer the state's");
        steps(convenor, &path, "screen", nothing(), "screened").await;
        let late = steps(convenor, &path, "return", because("The land is not the cluster's."), "returned").await;
        assert_eq!(late["asked_paise"], 300_000_000);
        steps(applicant, &path, "withdraw", because("We have no other land."), "withdrawn").await;
    }

    async fn rejected_for_good(app: App) {
        let cast = Cast::of(&app).await;
        let path = cast.draft().await;
        steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
        cast.applicant.step(&path, "reject", &because("x")).await.problem("forbidden", 403);
        let end = steps(&cast.convenor, &path, "reject", because("It repeats a running project."), "rejected").await;
        assert_eq!((&end["state_reason"], &end["allowed_steps"]), (&json!("It repeats a running project."), &json!([])));
        cast.applicant.step(&path, "submit", &nothing()).await.problem("illegal-step", 409);
        let found = cast.applicant.first("/v1/proposals?state=rejected&q=bran").await;
        assert_eq!(found["id"], end["id"]);
    }

    async fn withdrawn_after_the_sanction_but_not_once_work_has_begun(app: App) {
        let cast = Cast::of(&app).await;
        for begun in [false, true] {
            let path = cast.draft().await;
            steps(&cast.applicant, &path, "submit", nothing(), "submitted").await;
            for (step, state) in [("screen", "screened"), ("shortlist", "shortlisted"), ("study", "under_detailed_study"), ("recommend", "recommended")] {
                steps(&cast.convenor, &path, step, nothing(), state).await;
            }
            steps(&cast.officer, &path, "sanction", json!({ "sanctioned_paise": ASKED }), "sanctioned").await;
            if begun {
                steps(&cast.officer, &path, "start", nothing(), "in_progress").await;
                cast.applicant.step(&path, "withdraw", &nothing()).await.problem("illegal-step", 409);
                steps(&cast.officer, &path, "cancel", because("The mills have closed."), "cancelled").await;
            } else {
                let end = steps(&cast.applicant, &path, "withdraw", nothing(), "withdrawn").await;
                assert_eq!(end["sanctioned_paise"], ASKED, "what was sanctioned stays on record");
            }
        }
    }

    async fn cancelled_by_the_officer_alone(app: App) {
        let cast = Cast::of(&app).await;
        let officer = &cast.officer;
        let sanctioned = officer.first("/v1/proposals?state=sanctioned").await;
        let path = format!("/v1/proposals/{}", sanctioned["id"].as_str().unwrap());
        cast.convenor.get(&path).await.problem("not-found", 404);
        let end = steps(officer, &path, "cancel", because("The partner has left."), "cancelled").await;
        assert_eq!((&end["state_reason"], &end["allowed_steps"]), (&json!("The partner has left."), &json!([])));
        for step in ["start", "complete", "cancel"] {
            officer.step(&path, step, &because("Again.")).await.problem("illegal-step", 409);
        }
    }
}
