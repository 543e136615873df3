//! The inbox, and why: what waits for whom, and the whole story of a proposal.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http::identity::people::{district, grant, open, revoke};
use crate::http::money::purse::Purse;
use crate::http::programme::group::item;
use crate::http::programme::proposals::Cast;
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep as P};
use serde_json::{Value, json};

async fn inbox(who: &Client) -> Vec<Value> {
    let shown = who.get("/v1/inbox").await.expect(200).json();
    shown["items"].as_array().expect("items").clone()
}

fn about<'a>(items: &'a [Value], proposal: &str) -> Vec<&'a Value> {
    items.iter().filter(|i| i["proposal_id"] == proposal).collect()
}

http_tests![
    what_waits_for_a_role_is_told_to_it_and_when_it_is_late_to_the_next,
    reviews_and_meetings_wait_for_a_seat,
    from_call_to_recommendation_and_why,
    whoever_stands_aside_is_not_told_how_the_others_voted,
    what_somebody_must_leave_to_others_is_not_offered_to_them,
    whoever_only_amended_a_draft_is_offered_none_of_its_money
];

async fn what_waits_for_a_role_is_told_to_it_and_when_it_is_late_to_the_next(app: App) {
    let panel = Panel::of(&app).await;
    let (convenor, officer) = (app.convenor().await, app.officer().await);
    let items = inbox(&convenor).await;
    let mine: Vec<&Value> = about(&items, panel.id()).into_iter().filter(|i| i["task"] == "step").collect();
    assert_eq!(
        (mine.len(), &mine[0]["role"], &mine[0]["state"], &mine[0]["days_late"], &mine[0]["is_escalated"]),
        (1, &json!("kdisc_dpe"), &json!("screened"), &json!(0), &json!(false))
    );
    assert_eq!(mine[0]["allowed_steps"], json!(["shortlist", "return", "reject"]));
    assert!(about(&inbox(&officer).await, panel.id()).is_empty());
    assert!(about(&inbox(&app.client("cluster.kalady").await).await, panel.id()).is_empty());
    app.advance(31 * 86_400);
    let told = inbox(&officer).await;
    let told = about(&told, panel.id());
    assert_eq!(
        (told.len(), &told[0]["days_late"], &told[0]["is_escalated"], &told[0]["role"]),
        (1, &json!(1), &json!(true), &json!("kdisc_officer"))
    );
    panel.cast.take(&panel.path, P::Return).await.expect(200);
    let back = inbox(&app.client("cluster.kalady").await).await;
    assert_eq!(about(&back, panel.id())[0]["allowed_steps"], json!(["submit", "withdraw"]));
    assert!(inbox(&app.client("convenor.kollam").await).await.iter().all(|i| i["district"] == "559"));
    assert_eq!(inbox(&app.client("auditor").await).await, Vec::<Value>::new());
}

async fn reviews_and_meetings_wait_for_a_seat(app: App) {
    let panel = Panel::of(&app).await;
    let energy = app.client("energy.ernakulam").await;
    let mine = inbox(&energy).await;
    assert_eq!((about(&mine, panel.id()).len(), &about(&mine, panel.id())[0]["task"]), (1, &json!("review")));
    panel.review("energy.ernakulam", &[5, 5]).await;
    assert!(about(&inbox(&energy).await, panel.id()).is_empty());
    panel.affiliate("mentor.ernakulam", &panel.cast.institution).await;
    assert!(about(&inbox(&app.client("mentor.ernakulam").await).await, panel.id()).is_empty(), "who stands aside has nothing to review");
    let group = &panel.cast.group;
    let path = group.called(&[item(panel.id(), "shortlist")]).await;
    let task = async |who: &Client| {
        let all = inbox(who).await;
        all.iter().find(|i| i["meeting_id"].as_str().is_some_and(|id| path.ends_with(id))).map(|i| i["task"].as_str().unwrap().to_owned())
    };
    assert_eq!((task(&energy).await.as_deref(), task(&group.convenor).await.as_deref()), (Some("attend"), Some("attend")));
    app.advance(3 * 86_400);
    assert_eq!((task(&energy).await.as_deref(), task(&group.convenor).await.as_deref()), (Some("attend"), Some("open_meeting")));
    group.go(&path, "open").await.expect(200);
    assert_eq!(task(&group.convenor).await.as_deref(), Some("close_minutes"));
    group.convenor.step(&path, "record", &json!({ "attendance": group.present(1), "items": [{}] })).await.expect(200);
    group.go(&path, "close").await.expect(200);
    assert_eq!(task(&group.convenor).await, None);
}

async fn from_call_to_recommendation_and_why(app: App) {
    let panel = Panel::of(&app).await;
    for (name, values) in [("energy.ernakulam", [8, 7]), ("mentor.ernakulam", [7, 7]), ("dic-gm.ernakulam", [9, 8])] {
        panel.review(name, &values).await;
    }
    for step in [P::Shortlist, P::Study, P::Recommend] {
        panel.cast.take(&panel.path, step).await.expect(200);
    }
    let path = format!("{}/why", panel.path);
    let told = panel.cast.convenor.get(&path).await.expect(200).json();
    let actions: Vec<&str> = told["acts"].as_array().unwrap().iter().map(|a| a["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["proposal.recommend", "proposal.study", "proposal.shortlist", "proposal.screen", "proposal.submit", "proposal.create"]
    );
    let act = &told["acts"][0];
    assert_eq!((&act["seats"][0]["designation"], &act["seats"][0]["capacity"]), (&json!("kdisc_dpe"), &json!("holder")));
    let minute = &act["minute"];
    assert_eq!((&minute["decides"], &minute["item"], minute["attendance"].as_array().unwrap().len()), (&json!("recommend"), &json!(0), 7));
    assert_eq!(
        (&minute["tally"]["rule"], &minute["tally"]["entitled"], &minute["tally"]["in_favour"], &minute["tally"]["is_carried"]),
        (&json!("quorum-1"), &json!(9), &json!(7), &json!(true))
    );
    assert_eq!(minute["motion"]["ballots"].as_array().unwrap().len(), 7);
    let chain = panel.cast.convenor.get("/v1/minute-chains/555").await.expect(200).json();
    assert_eq!((&minute["chain"]["number"], &chain["is_whole"]), (&chain["links"], &json!(true)));
    assert_eq!(
        (&told["call"]["call_id"], &told["call"]["rubric"]["version"], &told["call"]["form_version"]),
        (&json!(panel.call), &json!(1), &json!(1))
    );
    assert_eq!((&told["panel"]["reviews"], &told["panel"]["mean"]), (&json!(3), &json!(7_733)));
    let gate = &told["gate"];
    let sides: Vec<&str> = gate["interests"].as_array().unwrap().iter().map(|i| i["side"].as_str().unwrap()).collect();
    assert!(sides.contains(&"academic") && sides.contains(&"cluster"), "{gate}");
    assert_eq!((&gate["constituency"], &gate["rule"], &gate["cluster_id"]), (&json!("75"), &json!("gate-1"), &json!(panel.cast.cluster)));
    // The applicant is told the story, and not who voted how.
    let theirs = panel.cast.applicant.get(&path).await.expect(200).json();
    let minute = &theirs["acts"][0]["minute"];
    assert_eq!(
        (minute.get("motion"), &minute["recusals"], &minute["tally"]["in_favour"], theirs.get("panel")),
        (None, &json!([]), &json!(7), None)
    );
    app.client("convenor.kollam").await.get(&path).await.problem("not-found", 404);
    let draft = panel.cast.draft().await;
    let story = panel.cast.applicant.get(&format!("{draft}/why")).await.expect(200).json();
    assert_eq!((story["acts"].as_array().unwrap().len(), &story["state"]), (1, &json!("draft")));
    panel.cast.officer.get(&format!("/v1/proposals/{}/why", given::NOBODY)).await.problem("not-found", 404);
}

async fn whoever_stands_aside_is_not_told_how_the_others_voted(app: App) {
    let panel = Panel::of(&app).await;
    panel.affiliate("academic.ernakulam", &panel.cast.institution).await;
    let group = &panel.cast.group;
    let seat = panel.seat_of("academic.ernakulam").await["id"].clone();
    let at = group.opened(&[item(panel.id(), "shortlist")]).await;
    let voters: Vec<&(String, String)> = group.seats.iter().filter(|(id, _)| json!(id) != seat).take(6).collect();
    let ballots: Vec<Value> = voters.iter().map(|(id, _)| json!({ "seat_id": id, "vote": "in_favour" })).collect();
    let here: Vec<Value> = voters.iter().map(|(id, who)| json!({ "seat_id": id, "account_id": who })).collect();
    let motion = json!({ "text": "Shortlist it.", "moved_by": voters[0].0, "seconded_by": voters[1].0, "ballots": ballots });
    group.convenor.step(&at, "record", &json!({ "attendance": here, "items": [{ "motion": motion }] })).await.expect(200);
    group.go(&at, "close").await.expect(200);
    let minute = crate::http::programme::group::cite(at.trim_start_matches("/v1/meetings/"), 0);
    panel.cast.convenor.step(&panel.path, "shortlist", &json!({ "minute": minute })).await.expect(200);
    let path = format!("{}/why", panel.path);
    let told = app.client("academic.ernakulam").await.get(&path).await.expect(200).json();
    let minute = &told["acts"][0]["minute"];
    assert_eq!((minute.get("motion"), &minute["recusals"][0]["ground"], minute.get("tally")), (None, &json!("derived"), None));
    assert_eq!((told["conflicts"].as_array().unwrap().len(), told.get("panel")), (1, None));
    let told = panel.cast.convenor.get(&path).await.expect(200).json();
    assert_eq!((told["acts"][0]["minute"]["motion"].is_object(), &told["acts"][0]["minute"]["tally"]["entitled"]), (true, &json!(8)));
}

async fn what_somebody_must_leave_to_others_is_not_offered_to_them(app: App) {
    let panel = Panel::of(&app).await;
    let partner = Scope::Institution(panel.cast.institution.parse().unwrap());
    let grants = vec![grant(Role::KdiscDpe, district("555")), grant(Role::InstitutionRepresentative, partner)];
    let tied = open(&app, "tied.convenor", grants).await;
    let offered = async |who: &Client, path: &str| {
        let shown = who.get(path).await.expect(200).json()["allowed_steps"].clone();
        let list = who.get(&format!("{}?limit=200", path.rsplit_once('/').unwrap().0)).await.expect(200).json();
        let listed = list["items"].as_array().unwrap().iter().find(|one| path.ends_with(one["id"].as_str().unwrap())).unwrap().clone();
        assert_eq!(listed["allowed_steps"], shown);
        shown
    };
    assert_eq!(offered(&panel.cast.convenor, &panel.path).await, json!(["shortlist", "return", "reject"]));
    assert_eq!(offered(&tied, &panel.path).await, json!([]));
    assert!(about(&inbox(&panel.cast.convenor).await, panel.id()).iter().any(|one| one["task"] == "step"));
    assert!(about(&inbox(&tied).await, panel.id()).is_empty());
    // Whoever kept the minutes that decide a sanction, and whoever released a tranche.
    let cast = &panel.cast;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(offered(&cast.officer, &path).await, json!(["sanction", "reject"]), "the convenor kept those minutes");
    let meeting = cast.group.opened(&[crate::http::programme::group::sanction(id, 100)]).await;
    cast.officer.step(&meeting, "record", &cast.group.proceedings(7, 1, &["in_favour"; 7])).await.expect(200);
    cast.group.go(&meeting, "close").await.expect(200);
    assert_eq!(offered(&cast.officer, &path).await, json!(["reject"]));
    assert!(about(&inbox(&cast.officer).await, id).iter().all(|one| one["allowed_steps"] != json!(["sanction", "reject"])));
    let two = open(&app, "officer.two", vec![grant(Role::KdiscOfficer, Scope::State)]).await;
    assert_eq!(offered(&two, &path).await, json!(["sanction", "reject"]));
    let minute = crate::http::programme::group::cite(meeting.rsplit('/').next().unwrap(), 0);
    two.step(&path, "sanction", &json!({ "sanctioned_paise": 100, "minute": minute })).await.expect(200);
    let purse = Purse::of(cast, &path).await;
    let both = open(&app, "both", vec![grant(Role::KdiscDpe, district("555")), grant(Role::KdiscOfficer, Scope::State)]).await;
    let pays = async |who: &Client| offered(who, &purse.path).await.as_array().unwrap().contains(&json!("disburse_tranche"));
    both.step(&purse.path, "release-tranche", &purse.releasing(0).await).await.expect(200);
    assert_eq!((pays(&both).await, pays(&cast.officer).await), (false, true));
    let waits = async |who: &Client| about(&inbox(who).await, id).iter().any(|one| one["task"] == "disburse_tranche");
    assert_eq!((waits(&both).await, waits(&cast.officer).await), (false, true));
}

async fn whoever_only_amended_a_draft_is_offered_none_of_its_money(app: App) {
    let cast = Cast::of(&app).await;
    let kalady = Scope::Cluster(cast.cluster.parse().unwrap());
    let grants = vec![grant(Role::ClusterRepresentative, kalady), grant(Role::KdiscOfficer, Scope::State)];
    let amender = open(&app, "amender", grants).await;
    let path = cast.draft().await;
    let tag = amender.get(&path).await.expect(200).etag();
    amender.patch(&path, &tag, &json!({ "objective": "Oil from bran, as I would have it." })).await.expect(200);
    // They speak for the cluster no more, and that has cooled: what they wrote is all that keeps them away.
    revoke(&app, "amender", Role::ClusterRepresentative).await;
    let tomorrow = app.store.now().plus_seconds(86_400).day().to_string();
    let rules = json!({ "subject": "conflicts", "effective_from": tomorrow, "note": "No cooling.", "conflicts": { "max_hops": 1, "cooling_days": 0 } });
    cast.officer.post("/v1/rule-sets", &rules).await.expect(201);
    app.advance(2 * 86_400);
    cast.driven_from(&path, ProposalState::Sanctioned).await;
    let purse = Purse::of(&cast, &path).await;
    purse.release(0).await.expect(200);
    let id = path.rsplit('/').next().unwrap();
    let waits = async |who: &Client| {
        let all = inbox(who).await;
        let money = about(&all, id).into_iter().filter(|one| one["award_id"].is_string());
        money.map(|one| one["task"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(waits(&cast.officer).await, [json!("disburse_tranche")]);
    assert_eq!(waits(&amender).await, Vec::<Value>::new());
    let reviews = amender.get(&format!("{path}/reviews")).await.expect(200).json();
    assert_eq!(reviews["stands_aside"], false, "they are in no conflict");
}
