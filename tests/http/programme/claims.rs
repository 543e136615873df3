//! Outsiders do not choose who judges: a tie bars once both its ends confirm it, or K-DISC attests it; until then it is
//! a claim, and is shown as one (rule R6.4).

use crate::app::App;
use crate::client::Client;
use crate::http::given::{self, with};
use crate::http::identity::people::{district, give, grant, open, revoke};
use crate::http::programme::reviews::Panel;
use crate::http::registry::belonging::{conflict, seat};
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::proposal::ProposalStep as P;
use serde_json::{Value, json};

const JUDGE: &str = "academic.ernakulam";

/// A judge of a college, and a firm of a stranger.
struct Stage {
    panel: Panel,
    college: String,
    firm: String,
    stranger: Client,
    dean: Client,
}

impl Stage {
    async fn of(app: &crate::app::App) -> Self {
        let panel = Panel::of(app).await;
        let officer = &panel.cast.officer;
        let college = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
        let firm = officer.post("/v1/enterprises", &given::unit("A stranger's firm")).await.expect(201).id();
        panel.affiliate(JUDGE, &college).await;
        let of_firm = grant(Role::EnterpriseRepresentative, Scope::Enterprise(firm.parse().unwrap()));
        let of_college = grant(Role::InstitutionRepresentative, Scope::Institution(college.parse().unwrap()));
        let (stranger, dean) = (open(app, "stranger", vec![of_firm]).await, open(app, "dean", vec![of_college]).await);
        Self { panel, college, firm, stranger, dean }
    }

    /// The judge belongs to another institution, and has never sat for the college.
    async fn free(&self) {
        self.panel.app.site.sql("DELETE FROM affiliations");
        let other = with(given::institution(), "/aishe", json!("S-4712"));
        let other = self.panel.cast.officer.post("/v1/institutions", &other).await.expect(201).id();
        self.panel.affiliate(JUDGE, &other).await;
    }

    fn tie(&self, to: Value) -> Value {
        json!({ "from": given::end("enterprise", &self.firm), "to": to, "kind": "advice", "layer": "informal", "strength": 1, "starts_on": "2020-01-01" })
    }

    fn to_college(&self) -> Value {
        self.tie(given::end("institution", &self.college))
    }

    fn to_applicant(&self) -> Value {
        self.tie(given::end("cluster", &self.panel.cast.cluster))
    }

    async fn says(&self, who: &Client, facts: &Value) -> String {
        format!("/v1/linkages/{}", who.post("/v1/linkages", facts).await.expect(201).id())
    }

    /// What is told of the judge's seat.
    async fn told(&self, path: &str) -> Value {
        let seat = self.panel.seat_of(JUDGE).await["id"].clone();
        self.told_of(&seat, path).await
    }

    async fn told_of(&self, seat: &Value, path: &str) -> Value {
        let found = self.panel.cast.officer.get(path).await.expect(200).json();
        let seats = found.get("seats").or(found.get("conflicts")).expect("seats");
        let mut seats = seats.as_array().expect("a list").iter();
        seats.find(|one| one["seat_id"] == *seat).cloned().unwrap_or_default()
    }

    async fn claim(&self) -> Option<Value> {
        self.told(&format!("{}/conflicts", self.panel.path)).await.get("claim").cloned()
    }
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().expect("an id")
}

http_tests![
    what_a_stranger_says_bars_nobody_and_is_told_as_a_claim,
    every_end_has_to_confirm_and_then_it_bars_and_cools,
    what_one_person_says_for_the_applicant_and_for_another_bars_nobody,
    what_the_staff_or_another_cluster_says_bars_nobody_until_k_disc_attests_it,
    what_was_decided_while_k_disc_attested_a_tie_stays_as_it_was,
    whoever_belongs_to_an_end_neither_attests_its_tie_nor_takes_that_back,
    what_the_confirmer_spoke_for_then_decides_whatever_roles_come_later
];

async fn what_a_stranger_says_bars_nobody_and_is_told_as_a_claim(app: App) {
    let stage = Stage::of(&app).await;
    assert_eq!(stage.claim().await, None);
    let one = stage.says(&stage.stranger, &stage.to_college()).await;
    let two = stage.says(&stage.stranger, &stage.to_applicant()).await;
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    let claim = stage.claim().await.expect("a claim");
    assert_eq!((&claim["path"]["ties"], &claim["claimed"]), (&json!([id(&one), id(&two)]), &json!([id(&one), id(&two)])));
    stage.panel.review(JUDGE, &[9, 9]).await;
    let reviews = stage.panel.cast.officer.get(&format!("{}/reviews", stage.panel.path)).await.expect(200).json();
    assert_eq!((&reviews["panel"]["reviews"], &reviews["claims"][0]["claim"]), (&json!(1), &claim));
    let why = stage.told(&format!("{}/why", stage.panel.path)).await;
    assert_eq!((why.get("conflict"), &why["claim"]), (None, &claim));
    // Removed, or ended long ago, it leaves nothing.
    stage.stranger.patch(&one, "*", &json!({ "ends_on": "2026-11-01" })).await.expect(200);
    for path in [&one, &two] {
        stage.panel.cast.officer.delete(path, "*").await.expect(204);
    }
    assert_eq!((conflict(&stage.panel, JUDGE).await, stage.claim().await), (None, None));
    assert_eq!(app.site.texts("SELECT CAST(count(*) AS text) AS value FROM former_ties"), ["0"]);
}

async fn every_end_has_to_confirm_and_then_it_bars_and_cools(app: App) {
    let stage = Stage::of(&app).await;
    let one = stage.says(&stage.stranger, &stage.to_college()).await;
    let two = stage.says(&stage.stranger, &stage.to_applicant()).await;
    // The applicant alone cannot make it so.
    stage.panel.cast.applicant.step(&two, "confirm", &Value::Null).await.expect(200);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    assert_eq!(stage.claim().await.expect("a claim")["claimed"], json!([id(&one)]));
    let before = app.store.now();
    app.advance(86_400);
    stage.dean.step(&one, "confirm", &Value::Null).await.expect(200);
    let found = conflict(&stage.panel, JUDGE).await.expect("a conflict");
    assert_eq!((&found["ground"], &found["path"]["ties"]), (&json!("derived"), &json!([id(&one), id(&two)])));
    assert_eq!(stage.claim().await, None);
    // It is said to have begun years ago; yesterday nobody knew of it.
    let past = stage.told(&format!("{}/conflicts?as_of={}", stage.panel.path, before.day())).await;
    assert_eq!(past.get("conflict"), None);
    stage.panel.cast.officer.delete(&one, "*").await.expect(204);
    assert!(conflict(&stage.panel, JUDGE).await.is_some(), "it cools");
    app.advance(366 * 86_400);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
}

async fn what_one_person_says_for_the_applicant_and_for_another_bars_nobody(app: App) {
    let stage = Stage::of(&app).await;
    let both = [
        grant(Role::EnterpriseRepresentative, Scope::Enterprise(stage.firm.parse().unwrap())),
        grant(Role::ClusterRepresentative, Scope::Cluster(stage.panel.cast.cluster.parse().unwrap())),
    ];
    let one = stage.says(&stage.stranger, &stage.to_college()).await;
    stage.dean.step(&one, "confirm", &Value::Null).await.expect(200);
    let janus = open(&app, "janus", both.to_vec()).await;
    // The convenor has entered it; that person confirms both ends.
    let two = stage.says(&stage.panel.cast.convenor, &stage.to_applicant()).await;
    assert_eq!(janus.step(&two, "confirm", &Value::Null).await.expect(200).json()["confirmation"], "confirmed");
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    assert_eq!(stage.claim().await.expect("a claim")["claimed"], json!([id(&two)]));
    // Nor when it is taken away, nor by a membership.
    stage.panel.cast.officer.delete(&two, "*").await.expect(204);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    let member = given::membership(&stage.panel.cast.cluster, given::end("enterprise", &stage.firm));
    let made = janus.post("/v1/memberships", &member).await.expect(201);
    let path = format!("/v1/memberships/{}", made.id());
    janus.step(&path, "confirm", &Value::Null).await.expect(200);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    stage.panel.cast.officer.step(&path, "attest", &given::evidence()).await.expect(200);
    assert!(conflict(&stage.panel, JUDGE).await.is_some(), "K-DISC has seen evidence");
}

async fn what_the_staff_or_another_cluster_says_bars_nobody_until_k_disc_attests_it(app: App) {
    let stage = Stage::of(&app).await;
    let cast = &stage.panel.cast;
    let direct = given::linkage(&cast.cluster, &stage.college);
    for (who, kind) in [(&cast.convenor, "mou"), (&cast.officer, "training")] {
        stage.says(who, &with(direct.clone(), "/kind", json!(kind))).await;
    }
    // A cluster that is none of theirs names the college and has to do with the applicant.
    let other = cast.officer.post("/v1/clusters", &given::cluster("Another one")).await.expect(201).id();
    let of_other = grant(Role::ClusterRepresentative, Scope::Cluster(other.parse().unwrap()));
    let plotter = open(&app, "plotter", vec![of_other]).await;
    let named = plotter.post("/v1/memberships", &given::membership(&other, given::end("institution", &stage.college))).await.expect(201);
    let beside = stage.says(&plotter, &with(direct.clone(), "/to", given::end("cluster", &other))).await;
    cast.applicant.step(&beside, "confirm", &Value::Null).await.expect(200);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    let named = format!("/v1/memberships/{}", named.id());
    cast.officer.step(&named, "attest", &given::evidence()).await.expect(200);
    let found = conflict(&stage.panel, JUDGE).await.expect("a conflict");
    assert_eq!(found["path"]["ties"].as_array().unwrap().len(), 2);
    // Taken back, it bars nobody from then on.
    cast.officer.step(&named, "withdraw-attestation", &json!({ "reason": "Another college." })).await.expect(200);
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    // An end that calls it otherwise does not get rid of it, and one that dates it otherwise lets it cool.
    cast.officer.step(&named, "attest", &given::evidence()).await.expect(200);
    let other = plotter.patch(&named, "*", &json!({ "role": "facilitator" })).await.expect(200).json();
    assert!(other["attestation"].is_object() && conflict(&stage.panel, JUDGE).await.is_some());
    let dated = plotter.patch(&named, "*", &json!({ "starts_on": "2026-05-01" })).await.expect(200).json();
    assert!(dated.get("attestation").is_none() && conflict(&stage.panel, JUDGE).await.is_some());
}

async fn what_was_decided_while_k_disc_attested_a_tie_stays_as_it_was(app: App) {
    let stage = Stage::of(&app).await;
    // The judge of the stage votes, and belongs to nothing here.
    stage.free().await;
    let cast = &stage.panel.cast;
    // Somebody of the college who sits in the group and votes about nothing.
    open(&app, "late.member", vec![grant(Role::Academic, district("555"))]).await;
    let facts = seat(&stage.panel, "late.member", "555", json!([given::end("institution", &stage.college)])).await;
    let seat = json!(cast.officer.post("/v1/seats", &facts).await.expect(201).id());
    let tie = cast.officer.post("/v1/linkages", &given::linkage(&cast.cluster, &stage.college)).await.expect(201);
    let tie = given::attested(&cast.officer, &tie).await;
    for step in [P::Shortlist, P::Study] {
        cast.take(&stage.panel.path, step).await.expect(200);
    }
    let (why, now) = (format!("{}/why", stage.panel.path), format!("{}/conflicts", stage.panel.path));
    let then = stage.told_of(&seat, &why).await;
    assert!(then["conflict"].is_object());
    app.advance(60);
    cast.officer.step(&tie, "withdraw-attestation", &json!({ "reason": "A slip." })).await.expect(200);
    assert_eq!(stage.told_of(&seat, &now).await.get("conflict"), None);
    assert_eq!(stage.told_of(&seat, &why).await, then);
    // Nobody attests what they speak for themselves.
    let both = vec![
        grant(Role::KdiscOfficer, Scope::State),
        grant(Role::InstitutionRepresentative, Scope::Institution(stage.college.parse().unwrap())),
    ];
    let partial = open(&app, "partial", both).await;
    partial.step(&tie, "attest", &given::evidence()).await.problem("requirements-not-met", 409).violates("", "own_tie");
}

async fn whoever_belongs_to_an_end_neither_attests_its_tie_nor_takes_that_back(app: App) {
    let stage = Stage::of(&app).await;
    let cast = &stage.panel.cast;
    let grants = vec![grant(Role::KdiscOfficer, Scope::State), grant(Role::Academic, district("555"))];
    let me = open(&app, "seated.officer", grants).await;
    let college = given::end("institution", &stage.college);
    let facts = seat(&stage.panel, "seated.officer", "555", json!([college])).await;
    cast.officer.post("/v1/seats", &facts).await.expect(201);
    let linkage = stage.says(&cast.convenor, &given::linkage(&cast.cluster, &stage.college)).await;
    let member = cast.convenor.post("/v1/memberships", &given::membership(&cast.cluster, college)).await.expect(201);
    let ties = [linkage, format!("/v1/memberships/{}", member.id())];
    let why = json!({ "reason": "A mistake." });
    for path in &ties {
        me.step(path, "attest", &given::evidence()).await.problem("requirements-not-met", 409).violates("", "own_tie");
        cast.officer.step(path, "attest", &given::evidence()).await.expect(200);
        me.step(path, "withdraw-attestation", &why).await.problem("requirements-not-met", 409).violates("", "own_tie");
    }
    assert!(conflict(&stage.panel, JUDGE).await.is_some());
    // Somebody else finds that it was never proven.
    for path in &ties {
        cast.officer.step(path, "withdraw-attestation", &why).await.expect(200);
    }
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
}

async fn what_the_confirmer_spoke_for_then_decides_whatever_roles_come_later(app: App) {
    let stage = Stage::of(&app).await;
    let cast = &stage.panel.cast;
    let of_cluster = grant(Role::ClusterRepresentative, Scope::Cluster(cast.cluster.parse().unwrap()));
    let of_college = grant(Role::InstitutionRepresentative, Scope::Institution(stage.college.parse().unwrap()));
    let provost = open(&app, "provost", vec![of_college]).await;
    let proven = async |who: &Client, kind: &str| {
        let facts = with(given::linkage(&cast.cluster, &stage.college), "/kind", json!(kind));
        let tie = stage.says(&cast.convenor, &facts).await;
        for end in [who, &cast.applicant] {
            end.step(&tie, "confirm", &Value::Null).await.expect(200);
        }
    };
    // The dean spoke for the applicant before, though no longer.
    give(&app, "dean", of_cluster.clone()).await;
    app.advance(60);
    revoke(&app, "dean", Role::ClusterRepresentative).await;
    proven(&stage.dean, "training").await;
    assert_eq!(conflict(&stage.panel, JUDGE).await, None);
    // The provost will: that is no reason to doubt the word of today.
    proven(&provost, "mou").await;
    assert!(conflict(&stage.panel, JUDGE).await.is_some());
    app.advance(60);
    give(&app, "provost", of_cluster).await;
    assert!(conflict(&stage.panel, JUDGE).await.is_some());
    revoke(&app, "provost", Role::ClusterRepresentative).await;
    assert!(conflict(&stage.panel, JUDGE).await.is_some());
}
