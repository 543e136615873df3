//! Proposals: every step of the lifecycle's table works, every other is a 409 that changes nothing.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::{self, ASKED};
use crate::http::identity::people::{grant, open};
use crate::http::money::purse::{self, Purse};
use crate::http::programme::group::{DECISIONS, Group, cite, cite_decision, decisions, item, sanction};
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep, TRANSITIONS};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

/// Those whom the steps are open to.
pub struct Cast {
    pub applicant: Client,
    pub convenor: Client,
    pub officer: Client,
    pub cluster: String,
    pub institution: String,
    /// The call that is answered: open for a year, with more budget than anybody asks for.
    pub call: String,
    /// What proposals ask for.
    pub asked: i64,
    pub group: Group,
    /// The meetings that decided about a proposal since it was last handed in: whether they shortlist it.
    minutes: RefCell<HashMap<(String, bool), String>>,
}

impl Cast {
    pub async fn of(app: &App) -> Self {
        let applicant = app.client("cluster.kalady").await;
        let cluster = applicant.id_of("clusters", "Kalady").await;
        let institution = applicant.id_of("institutions", "Cochin University").await;
        let (officer, convenor) = (app.officer().await, app.convenor().await);
        // Whoever proposes needs a partner whose own interest in the cluster holds.
        let interest = given::academic_interest(&cluster, &institution);
        let interest = convenor.post("/v1/expressions-of-interest", &interest).await;
        interest.expect(201);
        Self {
            applicant,
            convenor,
            call: purse::open_call(app, &officer, 10_000_000_000_000).await,
            asked: ASKED,
            officer,
            cluster,
            institution,
            group: Group::of(app).await,
            minutes: RefCell::default(),
        }
    }

    pub fn facts(&self) -> Value {
        let facts = given::proposal(&self.cluster, &self.institution);
        let facts = given::with(facts, "/call_id", json!(self.call));
        let facts = given::with(facts, "/asked_paise", json!(self.asked));
        given::with(facts, "/cost_lines", given::cost_lines(2 * ASKED))
    }

    /// The path of a new draft.
    pub async fn draft(&self) -> String {
        let made = self.applicant.post("/v1/proposals", &self.facts()).await;
        format!("/v1/proposals/{}", made.expect(201).id())
    }

    fn actor(&self, step: ProposalStep) -> &Client {
        use ProposalStep as P;
        match step {
            P::Submit | P::Withdraw | P::Recall => &self.applicant,
            P::Return | P::Screen | P::Shortlist | P::Study | P::Recommend => &self.convenor,
            P::Sanction | P::Start | P::Complete | P::Reject | P::Cancel => &self.officer,
        }
    }

    /// Takes a step with all that it needs.
    pub async fn take(&self, path: &str, step: ProposalStep) -> Answer {
        if step == ProposalStep::Submit {
            self.minutes.borrow_mut().retain(|(of, _), _| of != path);
        }
        self.prepare(path, step).await;
        let with = self.needs(path, step).await;
        self.actor(step).step(path, step.text(), &with).await
    }

    /// What a step has to carry; where its time has come and it needs one, minutes that decide it.
    pub async fn needs(&self, path: &str, step: ProposalStep) -> Value {
        let mut with = needs(step);
        if DECISIONS.contains(&step.text()) {
            let state = self.see(path).await["state"].clone();
            let state = ProposalState::ALL.iter().find(|s| state == s.text());
            let is_due = state.is_some_and(|state| state.after(step).is_some());
            with["minute"] = if is_due { self.decided(path, step).await } else { cite(given::NOBODY, 0) };
        }
        with
    }

    /// What cites the item of closed minutes that decides a step.
    pub async fn decided(&self, path: &str, step: ProposalStep) -> Value {
        let which = (path.to_owned(), step == ProposalStep::Shortlist);
        let known = self.minutes.borrow().get(&which).cloned();
        let meeting = match known {
            Some(known) => known,
            None => {
                let id = path.rsplit('/').next().expect("an id");
                let agenda = decisions(id, step.text(), ASKED);
                self.group.carried(&agenda).await
            }
        };
        self.minutes.borrow_mut().insert(which, meeting.clone());
        cite_decision(&meeting, step.text())
    }

    /// The same body with the minutes that a step needs.
    pub async fn citing(&self, path: &str, step: ProposalStep, mut body: Value) -> Value {
        body["minute"] = self.needs(path, step).await["minute"].clone();
        body
    }

    /// Work is completed when its money is accounted for.
    async fn prepare(&self, path: &str, step: ProposalStep) {
        if step == ProposalStep::Complete && self.see(path).await["state"] == "in_progress" {
            Purse::of(self, path).await.settle().await;
        }
    }

    /// The path of a proposal that has come to a state by real steps.
    pub async fn driven_to(&self, wanted: ProposalState) -> String {
        let path = self.draft().await;
        self.driven_from(&path, wanted).await
    }

    /// The path of a draft that has come to a state by real steps.
    pub async fn driven_from(&self, draft: &str, wanted: ProposalState) -> String {
        let path = draft.to_owned();
        for step in way_to(wanted) {
            self.take(&path, step).await.expect(200);
        }
        path
    }

    pub async fn see(&self, path: &str) -> Value {
        self.officer.get(path).await.expect(200).json()
    }
}

/// What a step has to carry.
fn needs(step: ProposalStep) -> Value {
    match step {
        ProposalStep::Return | ProposalStep::Reject | ProposalStep::Cancel => {
            json!({ "reason": "The quotation for the press is missing." })
        }
        ProposalStep::Sanction => json!({ "sanctioned_paise": ASKED }),
        _ => json!({}),
    }
}

/// The shortest way from a draft to a state.
fn way_to(wanted: ProposalState) -> Vec<ProposalStep> {
    let mut ways = VecDeque::from([(ProposalState::Draft, Vec::new())]);
    while let Some((state, way)) = ways.pop_front() {
        if state == wanted {
            return way;
        }
        for (_, step, to) in TRANSITIONS.iter().filter(|(from, _, _)| *from == state) {
            if way.len() < ProposalState::ALL.len() {
                ways.push_back((*to, [way.clone(), vec![*step]].concat()));
            }
        }
    }
    panic!("{wanted} cannot be reached")
}

http_tests![
    every_step_of_the_table_leads_where_the_table_says,
    every_step_that_is_not_in_the_table_is_refused_and_changes_nothing,
    the_allowed_steps_of_each_are_those_that_then_work,
    what_a_core_group_decides_waits_for_minutes_that_say_so,
    a_sanction_stays_within_what_the_minutes_allow,
    minutes_of_another_district_are_none,
    only_a_cluster_that_has_passed_the_gate_hands_in,
    nothing_is_handed_in_that_could_never_be_sanctioned,
    what_was_handed_in_comes_back_to_its_own_call_alone,
    a_proposal_says_until_when_it_may_wait,
    return_reject_and_cancel_say_why,
    a_sanction_names_an_amount_within_what_was_asked,
    no_step_but_the_sanction_takes_an_amount,
    only_drafts_and_returned_proposals_change_and_only_drafts_go,
    a_wrong_proposal_says_which_rule_it_breaks,
    a_representative_proposes_for_the_own_cluster_alone
];

async fn every_step_of_the_table_leads_where_the_table_says(app: App) {
    let cast = Cast::of(&app).await;
    for (from, step, to) in TRANSITIONS {
        let path = cast.driven_to(*from).await;
        let before = cast.see(&path).await;
        assert_eq!(before["state"], from.text());
        let after = cast.take(&path, *step).await.expect(200).json();
        assert_eq!(after["state"], to.text(), "{step} from {from}");
        assert_eq!(after["revision"], before["revision"].as_i64().unwrap() + 1);
        assert!(after["state_since_at"].as_str() > before["state_since_at"].as_str());
    }
}

async fn every_step_that_is_not_in_the_table_is_refused_and_changes_nothing(app: App) {
    let cast = Cast::of(&app).await;
    for state in ProposalState::ALL {
        let path = cast.driven_to(*state).await;
        let before = cast.see(&path).await;
        for step in ProposalStep::ALL.iter().filter(|step| state.after(**step).is_none()) {
            let refused = cast.take(&path, *step).await.problem("illegal-step", 409).json();
            let detail = refused["detail"].as_str().unwrap();
            assert!(detail.contains(step.text()) && detail.contains(state.text()), "{detail}");
        }
        assert_eq!(cast.see(&path).await, before, "{state}");
    }
}

async fn the_allowed_steps_of_each_are_those_that_then_work(app: App) {
    let cast = Cast::of(&app).await;
    let (auditor, kollam) = (app.client("auditor").await, app.client("convenor.kollam").await);
    let everybody = [&cast.applicant, &cast.convenor, &cast.officer, &auditor];
    for state in ProposalState::ALL {
        let path = cast.driven_to(*state).await;
        kollam.get(&path).await.problem("not-found", 404);
        for actor in everybody {
            let allowed = actor.get(&path).await.expect(200).json()["allowed_steps"].clone();
            for step in ProposalStep::ALL {
                if allowed.as_array().unwrap().contains(&json!(step.text())) {
                    let own = cast.driven_to(*state).await;
                    cast.prepare(&own, *step).await;
                    actor.step(&own, step.text(), &cast.needs(&own, *step).await).await.expect(200);
                } else {
                    let refused = actor.step(&path, step.text(), &needs(*step)).await;
                    assert!([403, 409].contains(&refused.status.as_u16()), "{state} {step}: {refused:?}");
                }
            }
        }
        assert_eq!(cast.see(&path).await["state"], state.text());
    }
}

async fn what_a_core_group_decides_waits_for_minutes_that_say_so(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let id = path.rsplit('/').next().unwrap();
    let try_with = async |minute: Value| {
        cast.convenor.step(&path, "shortlist", &json!({ "minute": minute })).await.problem("requirements-not-met", 409)
    };
    cast.convenor.step(&path, "shortlist", &json!({})).await.problem("requirements-not-met", 409).violates("/minute", "minute_missing");
    try_with(cite(given::NOBODY, 0)).await.violates("/minute/meeting_id", "no_such_minute");
    let other = cast.driven_to(ProposalState::Screened).await;
    let group = &cast.group;
    let agenda = [item(id, "recommend"), item(other.rsplit('/').next().unwrap(), "shortlist"), item(id, "shortlist")];
    // Called, and nothing else yet.
    let called = group.called(&agenda).await;
    let refused = try_with(cite(called.trim_start_matches("/v1/meetings/"), 0)).await;
    assert_eq!(
        refused.clone().violates("/minute", "minute_open").violates("/minute/item", "item_decides_other").json()["errors"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let meeting = group.carried(&agenda[..2]).await;
    try_with(cite(&meeting, 0)).await.violates("/minute/item", "item_decides_other");
    let refused = try_with(cite(&meeting, 1)).await.violates("/minute/item", "item_of_another");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1);
    try_with(cite(&meeting, 2)).await.violates("/minute/item", "no_such_item");
    let lost = group.closed(&agenda[2..], &group.proceedings(4, 1, &["in_favour"; 4])).await;
    let refused = try_with(cite(lost.trim_start_matches("/v1/meetings/"), 0)).await.violates("/minute/item", "not_quorate");
    assert!(refused.json()["errors"][0]["message"].as_str().unwrap().contains("4 present, 5 needed"));
    let fell = group.closed(&agenda[2..], &group.proceedings(6, 1, &["in_favour", "against"])).await;
    try_with(cite(fell.trim_start_matches("/v1/meetings/"), 0)).await.violates("/minute/item", "not_carried");
    assert_eq!(cast.see(&path).await["state"], "screened");
    // A minute that was corrected authorises nothing any more; the later one does.
    let first = group.carried(&agenda[2..]).await;
    let again = given::with(item(id, "shortlist"), "/corrects", cite(&first, 0));
    let second = group.carried(&[again]).await;
    try_with(cite(&first, 0)).await.violates("/minute/item", "minute_corrected");
    let done = cast.convenor.step(&path, "shortlist", &json!({ "minute": cite(&second, 0) })).await.expect(200).json();
    assert_eq!(done["state"], "shortlisted");
    for step in ["study", "withdraw"] {
        cast.actor(if step == "study" { ProposalStep::Study } else { ProposalStep::Withdraw })
            .step(&path, step, &json!({ "minute": cite(&second, 0) }))
            .await
            .problem("invalid", 422)
            .violates("/minute", "not_here");
    }
}

async fn a_sanction_stays_within_what_the_minutes_allow(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let meeting = cast.group.carried(&[sanction(path.rsplit('/').next().unwrap(), 1_000)]).await;
    let body = |paise: i64| json!({ "sanctioned_paise": paise, "minute": cite(&meeting, 0) });
    cast.officer
        .step(&path, "sanction", &body(1_001))
        .await
        .problem("requirements-not-met", 409)
        .violates("/sanctioned_paise", "over_minute");
    assert_eq!(cast.officer.step(&path, "sanction", &body(1_000)).await.expect(200).json()["sanctioned_paise"], 1_000);
}

async fn minutes_of_another_district_are_none(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Screened).await;
    let there = app.officer().await.first("/v1/meetings?district=557&state=closed").await;
    let minute = cite(there["id"].as_str().unwrap(), 0);
    cast.convenor
        .step(&path, "shortlist", &json!({ "minute": minute }))
        .await
        .problem("requirements-not-met", 409)
        .violates("/minute/meeting_id", "no_such_minute");
}

async fn only_a_cluster_that_has_passed_the_gate_hands_in(app: App) {
    let cast = Cast::of(&app).await;
    let aluva = cast.officer.id_of("clusters", "Aluva").await;
    let speaker = open(&app, "aluva", vec![grant(Role::ClusterRepresentative, Scope::Cluster(aluva.parse().unwrap()))]).await;
    let facts = given::with(cast.facts(), "/cluster_id", json!(aluva));
    let path = format!("/v1/proposals/{}", speaker.post("/v1/proposals", &facts).await.expect(201).id());
    let refused = speaker
        .step(&path, "submit", &json!({}))
        .await
        .problem("requirements-not-met", 409)
        .violates("/academic_interest", "interest_missing")
        .violates("/cluster_interest", "interest_missing")
        .violates("/constituency", "not_initiated");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 3);
    for facts in [given::academic_interest(&aluva, &cast.institution), given::cluster_interest(&aluva)] {
        let facts = given::with(facts, "/constituency", json!("76"));
        cast.convenor.post("/v1/expressions-of-interest", &facts).await.expect(201);
    }
    let refused =
        speaker.step(&path, "submit", &json!({})).await.problem("requirements-not-met", 409).violates("/constituency", "not_initiated");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1);
    cast.convenor.step(&format!("/v1/clusters/{aluva}"), "initiate", &json!({ "constituency": "76" })).await.expect(200);
    // Somebody else's interest opened the gate: whoever proposes needs a partner whose own interest holds.
    let other = cast.officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    let (tag, change) = (speaker.get(&path).await.etag(), json!({ "institution_id": other }));
    speaker.patch(&path, &tag, &change).await.expect(200);
    speaker
        .step(&path, "submit", &json!({}))
        .await
        .problem("requirements-not-met", 409)
        .violates("/institution_id", "partner_without_interest");
    cast.convenor
        .post("/v1/expressions-of-interest", &given::with(given::academic_interest(&aluva, &other), "/constituency", json!("76")))
        .await
        .expect(201);
    speaker.step(&path, "submit", &json!({})).await.expect(200);
}

async fn nothing_is_handed_in_that_could_never_be_sanctioned(app: App) {
    let cast = Cast::of(&app).await;
    let budget = purse::open_call(&app, &cast.officer, ASKED - 1).await;
    for (facts, at, code) in [
        (given::with(cast.facts(), "/call_id", Value::Null), "/call_id", "no_budget"),
        (given::with(cast.facts(), "/cost_lines", json!([])), "/cost_lines", "no_innovation"),
        (given::with(cast.facts(), "/call_id", json!(budget)), "/asked_paise", "over_budget"),
    ] {
        let path = format!("/v1/proposals/{}", cast.applicant.post("/v1/proposals", &facts).await.expect(201).id());
        let refused = cast.applicant.step(&path, "submit", &json!({})).await.problem("requirements-not-met", 409).violates(at, code);
        assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1);
    }
}

async fn what_was_handed_in_comes_back_to_its_own_call_alone(app: App) {
    let cast = Cast::of(&app).await;
    let other = purse::open_call(&app, &cast.officer, 2 * ASKED).await;
    let draft = cast.draft().await;
    let tag = cast.applicant.get(&draft).await.etag();
    cast.applicant.patch(&draft, &tag, &json!({ "call_id": other })).await.expect(200);
    for path in [cast.driven_from(&draft, ProposalState::Returned).await, cast.driven_to(ProposalState::Returned).await] {
        let shown = cast.applicant.get(&path).await.expect(200);
        let elsewhere = if shown.json()["call_id"] == json!(other) { json!(cast.call) } else { json!(other) };
        for call in [elsewhere, Value::Null] {
            cast.applicant
                .patch(&path, &shown.etag(), &json!({ "call_id": call }))
                .await
                .problem("invalid", 422)
                .violates("/call_id", "fixed");
        }
        cast.applicant.patch(&path, &shown.etag(), &json!({ "asked_paise": 7 })).await.expect(200);
        cast.take(&path, ProposalStep::Submit).await.expect(200);
    }
}

async fn a_proposal_says_until_when_it_may_wait(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Submitted).await;
    let shown = cast.convenor.get(&path).await.expect(200);
    assert_eq!((&shown.json()["due_on"], &shown.json()["days_late"]), (&json!("2026-12-06"), &json!(0)));
    app.advance(17 * 86_400);
    let late = cast.convenor.get(&path).await.expect(200);
    assert_eq!((&late.json()["due_on"], &late.json()["days_late"]), (&json!("2026-12-06"), &json!(2)));
    assert_ne!(late.etag(), shown.etag(), "another representation of the same state");
    let end = cast.driven_to(ProposalState::Rejected).await;
    assert_eq!(cast.see(&end).await.get("due_on"), None);
}

async fn return_reject_and_cancel_say_why(app: App) {
    let cast = Cast::of(&app).await;
    for (state, step) in [
        (ProposalState::Submitted, ProposalStep::Return),
        (ProposalState::Recommended, ProposalStep::Reject),
        (ProposalState::InProgress, ProposalStep::Cancel),
    ] {
        let path = cast.driven_to(state).await;
        let actor = cast.actor(step);
        for (body, code) in [
            (json!({}), "required"),
            (json!({ "reason": null }), "required"),
            (json!({ "reason": " \n" }), "blank"),
            (json!({ "reason": "x".repeat(4001) }), "max_length"),
            (json!({ "reason": 7 }), "type"),
        ] {
            actor.step(&path, step.text(), &body).await.problem("invalid", 422).violates("/reason", code);
        }
        assert_eq!(cast.see(&path).await["state"], state.text());
        let done = cast.take(&path, step).await.expect(200).json();
        assert_eq!(done["state_reason"], needs(step)["reason"]);
    }
}

async fn a_sanction_names_an_amount_within_what_was_asked(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    for (body, code) in [
        (json!({}), "required"),
        (json!({ "sanctioned_paise": null }), "required"),
        (json!({ "sanctioned_paise": 0 }), "over_asked"),
        (json!({ "sanctioned_paise": ASKED + 1 }), "over_asked"),
        (json!({ "sanctioned_paise": -1 }), "minimum"),
        (json!({ "sanctioned_paise": "1" }), "type"),
        (json!({ "sanctioned_paise": 1.5 }), "type"),
    ] {
        cast.officer.step(&path, "sanction", &body).await.problem("invalid", 422).violates("/sanctioned_paise", code);
    }
    let done = cast.take(&path, ProposalStep::Sanction).await.expect(200).json();
    assert_eq!(done["sanctioned_paise"], ASKED);
    let least = cast.driven_to(ProposalState::Recommended).await;
    let with = given::with(cast.needs(&least, ProposalStep::Sanction).await, "/sanctioned_paise", json!(1));
    cast.officer.step(&least, "sanction", &with).await.expect(200);
}

async fn no_step_but_the_sanction_takes_an_amount(app: App) {
    let cast = Cast::of(&app).await;
    for (from, step, _) in TRANSITIONS.iter().filter(|(_, step, _)| *step != ProposalStep::Sanction) {
        let path = cast.driven_to(*from).await;
        let body = given::with(needs(*step), "/sanctioned_paise", json!(1));
        cast.actor(*step).step(&path, step.text(), &body).await.problem("invalid", 422).violates("/sanctioned_paise", "not_here");
        let body = given::with(needs(*step), "/state", json!("completed"));
        cast.actor(*step).step(&path, step.text(), &body).await.problem("invalid", 422).violates("/state", "unknown_field");
        assert_eq!(cast.see(&path).await["state"], from.text());
    }
}

async fn only_drafts_and_returned_proposals_change_and_only_drafts_go(app: App) {
    let cast = Cast::of(&app).await;
    for state in ProposalState::ALL {
        let path = cast.driven_to(*state).await;
        let etag = cast.applicant.get(&path).await.expect(200).etag();
        let patched = cast.applicant.patch(&path, &etag, &json!({ "asked_paise": 7, "title": { "ml": null } })).await;
        if matches!(state, ProposalState::Draft | ProposalState::Returned) {
            let shown = patched.expect(200).json();
            assert_eq!((&shown["asked_paise"], &shown["title"]), (&json!(7), &json!({ "en": "Rice bran oil" })));
            assert_eq!(shown["state"], state.text());
        } else {
            patched.problem("illegal-step", 409);
            assert_eq!(cast.see(&path).await["asked_paise"], ASKED);
        }
        let etag = cast.applicant.get(&path).await.expect(200).etag();
        let removed = cast.applicant.delete(&path, &etag).await;
        if *state == ProposalState::Draft {
            removed.expect(204);
            cast.applicant.get(&path).await.problem("not-found", 404);
        } else {
            removed.problem("illegal-step", 409);
            assert_eq!(cast.see(&path).await["state"], state.text());
        }
    }
}

async fn a_wrong_proposal_says_which_rule_it_breaks(app: App) {
    let cast = Cast::of(&app).await;
    for (place, value, at, code) in [
        ("/asked_paise", json!(0), "/asked_paise", "nothing_asked"),
        ("/asked_paise", json!(-1), "/asked_paise", "minimum"),
        ("/asked_paise", json!(10_000_000_000_001_i64), "/asked_paise", "maximum"),
        ("/asked_paise", json!(1.5), "/asked_paise", "type"),
        ("/cluster_id", json!("42"), "/cluster_id", "uuid"),
        ("/objective", json!(""), "/objective", "blank"),
        ("/title", json!({}), "/title/en", "required"),
        ("/state", json!("sanctioned"), "/state", "unknown_field"),
        ("/district", json!("555"), "/district", "unknown_field"),
    ] {
        let facts = given::with(cast.facts(), place, value);
        cast.applicant.post("/v1/proposals", &facts).await.problem("invalid", 422).violates(at, code);
    }
    let nowhere = given::proposal(given::NOBODY, given::NOBODY);
    cast.applicant
        .post("/v1/proposals", &nowhere)
        .await
        .problem("invalid", 422)
        .violates("/cluster_id", "unknown_reference")
        .violates("/institution_id", "unknown_reference");
    let path = cast.draft().await;
    let etag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant
        .patch(&path, &etag, &json!({ "institution_id": given::NOBODY }))
        .await
        .problem("invalid", 422)
        .violates("/institution_id", "unknown_reference");
}

async fn a_representative_proposes_for_the_own_cluster_alone(app: App) {
    let cast = Cast::of(&app).await;
    let aluva = cast.applicant.id_of("clusters", "Aluva").await;
    cast.applicant.post("/v1/proposals", &given::proposal(&aluva, &cast.institution)).await.problem("forbidden", 403);
    cast.convenor.post("/v1/proposals", &cast.facts()).await.problem("forbidden", 403);
    let path = cast.draft().await;
    let etag = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.patch(&path, &etag, &json!({ "cluster_id": aluva })).await.problem("forbidden", 403);
    cast.convenor.patch(&path, &etag, &json!({ "asked_paise": 1 })).await.problem("forbidden", 403);
}
