//! Reviews: by seat holders, with reasons, without peeking, and what they say together.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::people::{grant, open};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::ProposalStep as P;
use serde_json::{Value, json};

/// A screened proposal of Kalady that answers a call, and the core group that reviews it.
pub struct Panel {
    pub app: App,
    pub cast: Cast,
    /// The path of the proposal.
    pub path: String,
    pub call: String,
}

fn scores(values: &[i32]) -> Value {
    let score = |(key, score): (&str, &i32)| json!({ "criterion": key, "score": score, "reason": "Seen on the spot." });
    let all = ["novelty", "reach"].into_iter().zip(values).map(score);
    json!(all.collect::<Vec<_>>())
}

impl Panel {
    pub async fn of(app: &App) -> Self {
        let cast = Cast::of(app).await;
        let mut facts = given::call(&["555"]);
        let now = app.store.now();
        facts["opens_at"] = json!(now.plus_seconds(1));
        facts["closes_at"] = json!(now.plus_seconds(400 * 86_400));
        let call = cast.officer.post("/v1/calls", &facts).await.expect(201).id();
        app.advance(2);
        let path = format!("/v1/calls/{call}");
        cast.officer.step(&path, "open", &json!({})).await.expect(200);
        let mut facts = cast.facts();
        facts["call_id"] = json!(call);
        facts["answers"] = json!({ "waste": "Rice bran", "units": 20 });
        let made = cast.applicant.post("/v1/proposals", &facts).await.expect(201);
        let path = format!("/v1/proposals/{}", made.id());
        for step in [P::Submit, P::Screen] {
            cast.take(&path, step).await.expect(200);
        }
        Self { app: app.clone(), cast, path, call }
    }

    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().expect("an id")
    }

    /// The seat of the demonstration that somebody holds, by the beginning of the sign-in name.
    pub async fn seat_of(&self, name: &str) -> Value {
        let account = self.app.client(name).await.get("/v1/auth/me").await.expect(200).json()["id"].clone();
        let all = self.cast.officer.get("/v1/seats?district=555&limit=50").await.expect(200).json();
        let seats = all["items"].as_array().expect("seats").clone();
        let held = |seat: &&Value| seat["tenures"][0]["account_id"] == account;
        seats.iter().find(held).expect("a seat").clone()
    }

    pub async fn begin(&self, name: &str, values: &[i32]) -> Answer {
        let seat = self.seat_of(name).await["id"].clone();
        let body = json!({ "proposal_id": self.id(), "seat_id": seat, "scores": scores(values) });
        self.app.client(name).await.post("/v1/reviews", &body).await
    }

    /// The id of a review that somebody has handed in.
    pub async fn review(&self, name: &str, values: &[i32]) -> String {
        let made = self.begin(name, values).await.expect(201);
        let who = self.app.client(name).await;
        self.hand_in(&who, &made).await.expect(200);
        made.id()
    }

    pub async fn hand_in(&self, who: &Client, made: &Answer) -> Answer {
        who.request(actix_web::http::Method::POST, &format!("/v1/reviews/{}/submit", made.id())).if_match("*").send().await
    }

    pub async fn seen_by(&self, name: &str) -> Value {
        let path = format!("{}/reviews", self.path);
        self.app.client(name).await.get(&path).await.expect(200).json()
    }

    /// Somebody's seat belongs to this institution.
    pub async fn affiliate(&self, name: &str, institution: &str) {
        let seat = self.seat_of(name).await;
        let path = format!("/v1/seats/{}", seat["id"].as_str().expect("an id"));
        let mut tenures = seat["tenures"].clone();
        tenures[0]["affiliations"] = json!([given::end("institution", institution)]);
        self.cast.officer.patch(&path, "*", &json!({ "tenures": tenures })).await.expect(200);
    }
}

http_tests![
    nobody_sees_the_others_before_their_own_is_in,
    a_review_is_written_for_ones_own_seat_and_once,
    whoever_is_tied_to_the_applicant_stands_aside_and_is_shown_by_which_path,
    a_conflict_can_be_declared_and_stays,
    whoever_speaks_for_the_partner_is_in_conflict_without_saying_so,
    what_is_handed_in_anew_is_reviewed_anew_and_nobody_peeks_in_between,
    what_the_reviews_said_when_it_was_decided_stays_as_it_was,
    nobody_reads_from_one_seat_before_they_have_written_for_another,
    one_person_reviews_once_from_whichever_seat
];

async fn nobody_sees_the_others_before_their_own_is_in(app: App) {
    let panel = Panel::of(&app).await;
    panel.review("energy.ernakulam", &[8, 6]).await;
    panel.review("mentor.ernakulam", &[7, 7]).await;
    let draft = panel.begin("dic-gm.ernakulam", &[1]).await.expect(201);
    let before = panel.seen_by("dic-gm.ernakulam").await;
    assert_eq!((before["items"].as_array().unwrap().len(), &before["withheld"], before.get("panel")), (1, &json!(2), None));
    let gm = app.client("dic-gm.ernakulam").await;
    panel.hand_in(&gm, &draft).await.problem("requirements-not-met", 409).violates("/scores", "criterion_open");
    let path = format!("/v1/reviews/{}", draft.id());
    for name in ["energy.ernakulam", "officer", "auditor"] {
        app.client(name).await.get(&path).await.problem("not-found", 404);
    }
    let whole = gm.patch(&path, &draft.etag(), &json!({ "scores": scores(&[1, 1]) })).await.expect(200);
    panel.hand_in(&gm, &whole).await.expect(200);
    let after = panel.seen_by("dic-gm.ernakulam").await;
    assert_eq!((after["items"].as_array().unwrap().len(), &after["withheld"]), (3, &json!(0)));
    // 8·60 + 6·40 = 720, 7·100 = 700, 1·100 = 100, each ×10 in hundredths.
    let says = &after["panel"];
    assert_eq!(
        (&says["reviews"], &says["mean"], &says["median"], &says["spread"], &says["outliers"]),
        (&json!(3), &json!(5_067), &json!(7_000), &json!(6_200), &json!([draft.id()]))
    );
    assert_eq!(after["rubric"]["version"], 1);
    // Who has handed in nothing sees how many there are, overseers see them, applicants nothing.
    assert_eq!(panel.seen_by("academic.ernakulam").await["withheld"], 3);
    assert_eq!(panel.seen_by("officer").await["items"].as_array().unwrap().len(), 3);
    app.client("officer").await.get(&path).await.expect(200);
    app.client("energy.ernakulam").await.get(&path).await.problem("not-found", 404);
    app.client("cluster.kalady").await.get(&format!("{}/reviews", panel.path)).await.problem("forbidden", 403);
    panel.hand_in(&gm, &whole).await.problem("illegal-step", 409);
    let now = gm.get(&path).await.expect(200);
    gm.patch(&path, &now.etag(), &json!({ "remark": "Later." })).await.problem("illegal-step", 409);
}

async fn a_review_is_written_for_ones_own_seat_and_once(app: App) {
    let panel = Panel::of(&app).await;
    let (energy, mentor) = (panel.seat_of("energy.ernakulam").await["id"].clone(), app.client("mentor.ernakulam").await);
    let body = |seat: &Value, proposal: &str| json!({ "proposal_id": proposal, "seat_id": seat, "scores": [] });
    mentor.post("/v1/reviews", &body(&energy, panel.id())).await.problem("invalid", 422).violates("/seat_id", "not_in_this_seat");
    mentor
        .post("/v1/reviews", &body(&json!(given::NOBODY), panel.id()))
        .await
        .problem("invalid", 422)
        .violates("/seat_id", "unknown_reference");
    mentor.post("/v1/reviews", &body(&energy, given::NOBODY)).await.problem("invalid", 422).violates("/proposal_id", "unknown_reference");
    let first = panel.begin("mentor.ernakulam", &[5, 5]).await.expect(201);
    panel.begin("mentor.ernakulam", &[6, 6]).await.problem("duplicate", 409).violates("/seat_id", "seat_reviewed");
    let path = format!("/v1/reviews/{}", first.id());
    let odd = json!([{ "criterion": "beauty", "score": 3, "reason": "x" }, { "criterion": "reach", "score": 11, "reason": "x" }]);
    mentor.patch(&path, &first.etag(), &json!({ "scores": odd })).await.problem("invalid", 422);
    let odd = json!([{ "criterion": "beauty", "score": 3, "reason": "x" }]);
    mentor
        .patch(&path, &first.etag(), &json!({ "scores": odd }))
        .await
        .problem("invalid", 422)
        .violates("/scores/0/criterion", "unknown_criterion");
    mentor.patch(&path, &first.etag(), &json!({ "seat_id": energy })).await.problem("invalid", 422).violates("/seat_id", "fixed");
    app.client("energy.ernakulam").await.patch(&path, &first.etag(), &json!({ "remark": "x" })).await.problem("not-found", 404);
    panel.cast.take(&panel.path, P::Return).await.expect(200);
    panel.hand_in(&mentor, &first).await.problem("illegal-step", 409);
}

async fn whoever_is_tied_to_the_applicant_stands_aside_and_is_shown_by_which_path(app: App) {
    let panel = Panel::of(&app).await;
    let reviewed = panel.review("academic.ernakulam", &[10, 10]).await;
    panel.review("energy.ernakulam", &[6, 6]).await;
    let path = format!("{}/conflicts", panel.path);
    let of = async |name: &str| {
        let seat = panel.seat_of(name).await["id"].clone();
        let found = panel.cast.officer.get(&path).await.expect(200).json();
        found["seats"].as_array().unwrap().iter().find(|s| s["seat_id"] == seat).unwrap()["conflict"].clone()
    };
    assert_eq!(of("academic.ernakulam").await, Value::Null);
    // A college that trains the cluster's people: the academic belongs to it.
    let college = panel.cast.officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    assert_eq!(of("academic.ernakulam").await, Value::Null, "a college without ties is no conflict");
    let tie = panel.cast.officer.post("/v1/linkages", &given::linkage(&panel.cast.cluster, &college)).await.expect(201).id();
    assert_eq!(of("academic.ernakulam").await, Value::Null, "nobody stands by the linkage yet");
    panel.cast.officer.step(&format!("/v1/linkages/{tie}"), "attest", &given::evidence()).await.expect(200);
    let conflict = of("academic.ernakulam").await;
    assert_eq!((&conflict["ground"], &conflict["path"]["ties"]), (&json!("derived"), &json!([tie])));
    assert_eq!(conflict["path"]["through"], json!([given::end("institution", &college), given::end("cluster", &panel.cast.cluster)]));
    let seen = panel.seen_by("academic.ernakulam").await;
    assert_eq!((&seen["stands_aside"], &seen["items"], &seen["withheld"]), (&json!(true), &json!([]), &json!(2)));
    let says = panel.seen_by("energy.ernakulam").await["panel"].clone();
    assert_eq!((&says["reviews"], &says["mean"]), (&json!(1), &json!(6_000)), "the review in conflict {reviewed} counts no more");
    // At a meeting the seat stands aside, cannot vote, and does not count for the quorum.
    let group = &panel.cast.group;
    let meeting = group.opened(&[crate::http::programme::group::item(panel.id(), "shortlist"), json!({ "title": "Other" })]).await;
    let shown = group.convenor.get(&meeting).await.expect(200).json();
    let seat = panel.seat_of("academic.ernakulam").await["id"].clone();
    let aside = &shown["items"][0]["recusals"];
    assert_eq!((&aside[0]["seat_id"], &aside[0]["ground"], aside[0]["path"].as_array().unwrap().len()), (&seat, &json!("derived"), 2));
    assert_eq!(shown["items"][1]["recusals"], json!([]));
    let place = group.seats.iter().position(|(id, _)| json!(id) == seat).unwrap();
    let mut record = group.proceedings(9, 2, &["in_favour"; 9]);
    group
        .convenor
        .step(&meeting, "record", &record)
        .await
        .problem("invalid", 422)
        .violates(&format!("/items/0/motion/ballots/{place}/seat_id"), "stands_aside");
    record["items"][0]["motion"]["ballots"].as_array_mut().unwrap().retain(|b| b["seat_id"] != seat);
    let voters: Vec<String> = group.seats.iter().map(|(id, _)| id.clone()).filter(|id| json!(id) != seat).collect();
    record["items"][0]["motion"]["moved_by"] = json!(voters[0]);
    record["items"][0]["motion"]["seconded_by"] = json!(voters[1]);
    group.convenor.step(&meeting, "record", &record).await.expect(200);
    let closed = group.go(&meeting, "close").await.expect(200).json();
    assert_eq!((&closed["tallies"][0]["entitled"], &closed["tallies"][1]["entitled"]), (&json!(8), &json!(9)));
    let theirs = app.client("academic.ernakulam").await.get(&meeting).await.expect(200).json();
    assert_eq!(
        (&theirs["withheld"], &theirs["items"][0]["discussion"], &theirs["items"][1]["discussion"]),
        (&json!([0]), &Value::Null, &json!("It was discussed."))
    );
}

async fn a_conflict_can_be_declared_and_stays(app: App) {
    let panel = Panel::of(&app).await;
    let (path, energy) = (format!("{}/conflicts", panel.path), app.client("energy.ernakulam").await);
    let etag = energy.get(&panel.path).await.expect(200).etag();
    let declare = async |who: &Client| {
        who.request(actix_web::http::Method::POST, &path).if_match(&etag).json(&json!({ "reason": "My brother's mill." })).send().await
    };
    let made = declare(&energy).await.expect(201).json();
    let mine = panel.seat_of("energy.ernakulam").await["id"].clone();
    let said = made["seats"].as_array().unwrap().iter().find(|s| s["seat_id"] == mine).unwrap()["conflict"].clone();
    assert_eq!(said, json!({ "ground": "declared", "reason": "My brother's mill." }));
    declare(&energy).await.problem("duplicate", 409).violates("/reason", "declared_already");
    panel.begin("energy.ernakulam", &[5, 5]).await.problem("requirements-not-met", 409).violates("/seat_id", "in_conflict");
    let loose = open(&app, "loose", vec![grant(Role::Academic, crate::http::identity::people::district("555"))]).await;
    declare(&loose).await.problem("requirements-not-met", 409).violates("", "no_seat");
    declare(&app.client("convenor.kollam").await).await.problem("not-found", 404);
    // An officer decides by office, and may have a brother, too.
    let officer = open(&app, "brother", vec![grant(Role::KdiscOfficer, Scope::State)]).await;
    declare(&officer).await.expect(201);
    officer.step(&panel.path, "reject", &json!({ "reason": "No." })).await.problem("requirements-not-met", 409).violates("", "in_conflict");
    assert_eq!(officer.get(&panel.path).await.expect(200).json()["allowed_steps"], json!([]));
}

async fn whoever_speaks_for_the_partner_is_in_conflict_without_saying_so(app: App) {
    let panel = Panel::of(&app).await;
    let seat = panel.seat_of("mentor.ernakulam").await;
    panel.affiliate("mentor.ernakulam", &panel.cast.institution).await;
    let found = panel.cast.officer.get(&format!("{}/conflicts", panel.path)).await.expect(200).json();
    let mine = found["seats"].as_array().unwrap().iter().find(|s| s["seat_id"] == seat["id"]).unwrap().clone();
    assert_eq!(
        (&mine["conflict"]["path"]["through"], &mine["conflict"]["path"]["ties"]),
        (&json!([given::end("institution", &panel.cast.institution)]), &json!([]))
    );
    assert_eq!((&found["rule"], &found["max_hops"]), (&json!("conflicts-1"), &json!(2)));
}

async fn what_is_handed_in_anew_is_reviewed_anew_and_nobody_peeks_in_between(app: App) {
    let panel = Panel::of(&app).await;
    let old = panel.review("energy.ernakulam", &[10, 10]).await;
    let draft = panel.begin("mentor.ernakulam", &[1, 1]).await.expect(201);
    panel.cast.take(&panel.path, P::Return).await.expect(200);
    let why = format!("{}/why", panel.path);
    let told = async |name: &str| app.client(name).await.get(&why).await.expect(200).json().get("panel").cloned();
    // Whoever may still be called on to review is not told what the others say.
    assert_eq!(told("dic-gm.ernakulam").await, None);
    assert_eq!(told("energy.ernakulam").await.expect("their own is in")["mean"], 10_000);
    assert_eq!(told("officer").await.expect("who oversees is told")["reviews"], 1);
    let tag = panel.cast.applicant.get(&panel.path).await.expect(200).etag();
    panel.cast.applicant.patch(&panel.path, &tag, &json!({ "objective": "Another one." })).await.expect(200);
    for step in [P::Submit, P::Screen] {
        panel.cast.take(&panel.path, step).await.expect(200);
    }
    for name in ["dic-gm.ernakulam", "energy.ernakulam"] {
        assert_eq!(told(name).await, None, "{name} has the new round before them");
    }
    let inbox = app.client("energy.ernakulam").await.get("/v1/inbox").await.expect(200).json();
    let waits = |item: &&Value| item["task"] == "review" && item["proposal_id"] == panel.id();
    assert_eq!(inbox["items"].as_array().unwrap().iter().filter(waits).count(), 1);
    let mentor = app.client("mentor.ernakulam").await;
    panel.hand_in(&mentor, &draft).await.problem("requirements-not-met", 409).violates("", "review_of_earlier");
    panel.review("energy.ernakulam", &[5, 5]).await;
    let seen = panel.seen_by("energy.ernakulam").await;
    assert_eq!((&seen["proposal_revision"], &seen["panel"]["reviews"], &seen["panel"]["mean"]), (&json!(2), &json!(1), &json!(5_000)));
    assert_eq!(
        (seen["items"].as_array().unwrap().len(), &seen["earlier"][0]["id"], &seen["earlier"][0]["proposal_revision"]),
        (1, &json!(old), &json!(1))
    );
}

async fn what_the_reviews_said_when_it_was_decided_stays_as_it_was(app: App) {
    let panel = Panel::of(&app).await;
    let officer = &panel.cast.officer;
    let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    panel.affiliate("academic.ernakulam", &college).await;
    panel.review("academic.ernakulam", &[10, 10]).await;
    panel.review("energy.ernakulam", &[5, 5]).await;
    for step in [P::Shortlist, P::Study, P::Recommend] {
        panel.cast.take(&panel.path, step).await.expect(200);
    }
    let says = async || {
        let why = app.officer().await.get(&format!("{}/why", panel.path)).await.expect(200).json();
        assert_eq!(panel.seen_by("energy.ernakulam").await["panel"], why["panel"]);
        (why["panel"]["reviews"].clone(), why["panel"]["mean"].clone())
    };
    assert_eq!(says().await, (json!(2), json!(7_500)));
    app.advance(86_400);
    // A tie that is told of later, however long it is said to have lasted.
    let speaker = open(&app, "college", vec![grant(Role::InstitutionRepresentative, Scope::Institution(college.parse().unwrap()))]).await;
    let made = speaker.post("/v1/linkages", &given::linkage(&panel.cast.cluster, &college)).await.expect(201);
    given::attested(&app.officer().await, &made).await;
    assert_eq!(says().await, (json!(2), json!(7_500)));
    let seen = panel.seen_by("academic.ernakulam").await;
    assert_eq!((&seen["stands_aside"], seen.get("panel")), (&json!(true), None));
}

async fn nobody_reads_from_one_seat_before_they_have_written_for_another(app: App) {
    let panel = Panel::of(&app).await;
    let academic = || vec![grant(Role::Academic, crate::http::identity::people::district("555"))];
    let (first, second) = (open(&app, "first", academic()).await, open(&app, "second", academic()).await);
    let id = async |name: &str| crate::http::identity::people::account(&app, name).await.to_string();
    let (one, two) = (id("first").await, id("second").await);
    let tenure = |who: &str, capacity: &str| json!({ "account_id": who, "capacity": capacity, "starts_on": "2026-01-01" });
    let mut seats = Vec::new();
    for (number, tenures) in [(7, json!([tenure(&one, "holder"), tenure(&two, "alternate")])), (8, json!([tenure(&two, "holder")]))] {
        let facts = json!({ "district": "555", "designation": "academic", "number": number, "tenures": tenures });
        seats.push(panel.cast.officer.post("/v1/seats", &facts).await.expect(201).id());
    }
    let body = |seat: &str, score: i32| json!({ "proposal_id": panel.id(), "seat_id": seat, "scores": scores(&[score, score]) });
    let made = first.post("/v1/reviews", &body(&seats[0], 9)).await.expect(201);
    panel.hand_in(&first, &made).await.expect(200);
    let seen = async || {
        let list = second.get(&format!("{}/reviews", panel.path)).await.expect(200).json();
        (list["items"].as_array().unwrap().len(), list.get("panel").is_some())
    };
    assert_eq!(seen().await, (0, false), "as an alternate of whoever has written");
    second.get(&format!("/v1/reviews/{}", made.id())).await.problem("not-found", 404);
    assert_eq!(second.get(&format!("{}/why", panel.path)).await.expect(200).json().get("panel"), None);
    let own = second.post("/v1/reviews", &body(&seats[1], 5)).await.expect(201);
    panel.hand_in(&second, &own).await.expect(200);
    assert_eq!(seen().await, (2, true));
}

async fn one_person_reviews_once_from_whichever_seat(app: App) {
    let panel = Panel::of(&app).await;
    let role = |role: Role| grant(role, crate::http::identity::people::district("555"));
    let hats = open(&app, "two.hats", vec![role(Role::Academic), role(Role::KilaSrg)]).await;
    open(&app, "srg.nine", vec![role(Role::KilaSrg)]).await;
    let id = async |name: &str| crate::http::identity::people::account(&app, name).await.to_string();
    let (own, other) = (id("two.hats").await, id("srg.nine").await);
    let tenure = |who: &str, capacity: &str| json!({ "account_id": who, "capacity": capacity, "starts_on": "2026-01-01" });
    let seat =
        |designation: &str, tenures: Value| json!({ "district": "555", "designation": designation, "number": 9, "tenures": tenures });
    let first = seat("academic", json!([tenure(&own, "holder")]));
    let second = seat("kila_srg", json!([tenure(&other, "holder"), tenure(&own, "alternate")]));
    let mut answers = Vec::new();
    for facts in [first, second] {
        let seat = panel.cast.officer.post("/v1/seats", &facts).await.expect(201).id();
        let body = json!({ "proposal_id": panel.id(), "seat_id": seat, "scores": scores(&[5, 5]) });
        answers.push(hats.post("/v1/reviews", &body).await);
    }
    answers.remove(0).expect(201);
    answers.remove(0).problem("requirements-not-met", 409).violates("/seat_id", "reviewed_already");
}
