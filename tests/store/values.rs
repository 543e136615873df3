//! Whatever the domain can hold is kept and comes back the same: longest texts, Malayalam, the ends
//! of the numbers, every optional value absent and present.

use super::house::{Refused, id, line, moment, name, open, permit, write};
use super::proofs;
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::{Action, Proofs, TieClearance};
use odoi_domain::programme::mandate;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts};
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseFacts, EnterpriseKind};
use odoi_domain::registry::facility::{Facility, FacilityFacts};
use odoi_domain::registry::institution::{Institution, InstitutionFacts, InstitutionKind};
use odoi_domain::registry::linkage::{End, EndKind, Layer, Linkage, LinkageFacts, LinkageKind};
use odoi_domain::registry::linkage_evidence::{EvidenceEnd, EvidenceKind, EvidenceStep, LinkageEvidence, LinkageEvidenceFacts};
use odoi_domain::registry::place::{Area, AreaRelation, CodeSystem, DistrictCode, OtherCode, Place, PlaceFacts, PlaceLevel};
use odoi_domain::schemes::scheme::{Government, Scheme, SchemeFacts, SchemeKind};
use odoi_domain::{Day, Entity};
use odoi_persistence::{Error, Tx};
use serde_json::json;

pub fn enterprise(called: &str) -> EnterpriseFacts {
    EnterpriseFacts::new(name(called), EnterpriseKind::Firm, district(), activities(1))
}

pub fn institution(aishe: &str) -> InstitutionFacts {
    InstitutionFacts {
        name: name("Institution"),
        kind: InstitutionKind::College,
        district: district(),
        aishe: Some(aishe.parse().expect("aishe")),
        location: None,
        fields: Vec::new(),
    }
}

fn facility(institution: u128) -> FacilityFacts {
    serde_json::from_value(json!({
        "institution_id": uuid::Uuid::from_u128(institution), "name": { "en": "Laboratory" }, "kind": "laboratory",
        "district": "555", "count": 1, "open_to_firms": false,
    }))
    .expect("facts")
}

pub fn cluster(called: &str) -> ClusterFacts {
    ClusterFacts {
        name: name(called),
        kind: ClusterKind::Manufacturing,
        sector: text("food"),
        district: district(),
        constituency: None,
        activities: activities(1),
        location: None,
        anchor_places: Vec::new(),
        vehicle: None,
        chains: Vec::new(),
        shared_inputs: Vec::new(),
        machines: Vec::new(),
        skills: Vec::new(),
        brands: Vec::new(),
    }
}

pub fn scheme(code: &str) -> SchemeFacts {
    SchemeFacts {
        code: code.parse().expect("a code"),
        name: name("Scheme"),
        government: Government::Gok,
        owner: line("Owner"),
        kind: SchemeKind::Grant,
        applicant_kind: line("cluster_spv"),
        conditions: Vec::new(),
        assistance: Vec::new(),
        remarks: Vec::new(),
        source: None,
    }
}

pub fn linkage(from: (EndKind, u128), to: (EndKind, u128)) -> LinkageFacts {
    let end = |(kind, number)| End { kind, id: uuid::Uuid::from_u128(number) };
    LinkageFacts {
        from: end(from),
        to: end(to),
        kind: LinkageKind::Advice,
        layer: Layer::Informal,
        strength: 1,
        starts_on: day("2026-01-31"),
        ends_on: None,
        note: None,
    }
}

pub fn proposal(cluster: u128, institution: u128) -> ProposalFacts {
    ProposalFacts {
        title: name("Proposal"),
        cluster_id: id(cluster),
        institution_id: id(institution),
        objective: text("Objective"),
        asked_paise: Paise::new(1),
        call_id: None,
        answers: None,
        cost_lines: Vec::new(),
    }
}

fn district() -> DistrictCode {
    "555".parse().expect("a district")
}

fn day(text: &str) -> Day {
    Day(text.parse().expect("a day"))
}

fn text<const MAX: usize, const LINES: bool>(words: &str) -> Text<MAX, LINES> {
    Text::new(words).expect(words)
}

fn place(level: &str, code: &str) -> odoi_domain::registry::cluster::assets::AnchorPlace {
    serde_json::from_value(json!({ "level": level, "code": code })).expect("a place")
}

/// The longest text: characters of one, three and four bytes.
fn longest<const MAX: usize, const LINES: bool>() -> Text<MAX, LINES> {
    let all: String = "aക🥥".chars().cycle().take(MAX).collect();
    text(&all)
}

fn long_name() -> Name {
    Name { en: longest(), ml: Some(text(&"ക്ഷ".chars().cycle().take(200).collect::<String>())) }
}

fn activities(count: usize) -> Vec<ActivityCode> {
    let code = |number| serde_json::from_value(json!({"version": "nic_2008", "code": format!("{:05}", number + 10_000)})).expect("a code");
    (0..count).map(code).collect()
}

/// Saves, reads back, and demands the same.
macro_rules! round_trip {
    ($store:expr, $read:ident, $recorded:expr) => {{
        let recorded = $recorded;
        let expected = recorded.thing().clone();
        let key = expected.meta().id;
        write(&$store, move |tx: &mut Tx<'_>| Ok::<_, Refused>(tx.save(recorded)?.answer(201, None))).await.expect("kept");
        let kept = $store.read(move |repo| repo.$read(key)).await.map_err(|error: Error| error).expect("read");
        assert_eq!(kept, expected);
        kept
    }};
}

site_tests![
    a_place_comes_back_as_it_was,
    an_enterprise_comes_back_as_it_was,
    an_institution_comes_back_as_it_was,
    a_facility_comes_back_as_it_was,
    a_cluster_comes_back_as_it_was,
    a_linkage_comes_back_as_it_was,
    evidence_of_a_linkage_comes_back_as_it_was_after_every_step,
    a_proposal_comes_back_as_it_was_after_every_step,
    a_scheme_comes_back_as_it_was_when_it_has_nothing
];

async fn a_place_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let (create, update) = (permit(Action::CreatePlace), permit(Action::UpdatePlace));
    let small = PlaceFacts::new(PlaceLevel::State, "0".parse().expect("a code"), name("x"));
    let large = PlaceFacts {
        district: Some(district()),
        centroid: Some(Point::of_degrees(8.0, 77.999_999).expect("a point")),
        other_codes: CodeSystem::ALL
            .iter()
            .map(|system| OtherCode { system: *system, code: "ABCDEFGHIJ99".parse().expect("a code") })
            .collect(),
        other_names: vec![longest(), line("Other")],
        pin_codes: vec!["683574".parse().expect("a PIN"), "670001".parse().expect("a PIN")],
        areas: vec![Area { relation: AreaRelation::Overlaps, place: id(0), source: longest() }],
        is_protected: true,
        ..PlaceFacts::new(PlaceLevel::Ward, "ABCDEFGHIJ99".parse().expect("a code"), long_name())
    };
    round_trip!(store, place, Place::register(&create, id(0), small.clone(), moment(2)).expect("facts"));
    let kept = round_trip!(store, place, Place::register(&create, id(u128::MAX), large.clone(), moment(1)).expect("facts"));
    // What was there can be taken away: absent is written as absent, not left as it was.
    let less = PlaceFacts { name: name("y"), ..PlaceFacts::new(PlaceLevel::Ward, large.code, large.name) };
    round_trip!(store, place, kept.amend(&update, less, moment(3)).expect("facts"));
    store.close().await;
}

async fn an_enterprise_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let (create, update) = (permit(Action::CreateEnterprise), permit(Action::UpdateEnterprise));
    for (number, kind) in EnterpriseKind::ALL.iter().enumerate() {
        let facts = EnterpriseFacts { kind: *kind, ..enterprise("x") };
        round_trip!(store, enterprise, Enterprise::register(&create, id(number as u128 + 10), facts, moment(1)).expect("facts"));
    }
    let large = EnterpriseFacts {
        name: long_name(),
        pin_code: Some("695999".parse().expect("a pin code")),
        udyam: Some("UDYAM-KL-14-9999999".parse().expect("udyam")),
        gstin: Some("32AAACK1234F1Z9".parse().expect("gstin")),
        activities: activities(8),
        ..enterprise("x")
    };
    let kept = round_trip!(store, enterprise, Enterprise::register(&create, id(1), large, moment(1)).expect("facts"));
    round_trip!(store, enterprise, kept.amend(&update, enterprise("x"), moment(2)).expect("facts"));
    store.close().await;
}

async fn an_institution_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let (create, update) = (permit(Action::CreateInstitution), permit(Action::UpdateInstitution));
    let large = InstitutionFacts {
        name: long_name(),
        location: Some(Point::of_degrees(12.999_999, 74.0).expect("a point")),
        fields: vec![longest(); 20],
        ..institution("C-999999")
    };
    let kept = round_trip!(store, institution, Institution::register(&create, id(1), large, moment(1)).expect("facts"));
    let small = InstitutionFacts { aishe: None, ..institution("C-1") };
    round_trip!(store, institution, kept.amend(&update, small, moment(2)).expect("facts"));
    store.close().await;
}

async fn a_facility_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let (create, update) = (permit(Action::CreateFacility), permit(Action::UpdateFacility));
    round_trip!(
        store,
        institution,
        Institution::register(&permit(Action::CreateInstitution), id(1), institution("C-1"), moment(1)).expect("facts")
    );
    let charge = serde_json::from_value(json!({ "amount_paise": i64::MAX, "per": "hour", "basis": "🥥".repeat(400) })).expect("a charge");
    let large = FacilityFacts {
        name: long_name(),
        count: 10_000,
        open_to_firms: true,
        description: Some(longest()),
        fields: vec![longest(); 20],
        charges: vec![charge; 10],
        terms: Some(longest()),
        ..facility(1)
    };
    let kept = round_trip!(store, facility, Facility::register(&create, id(2), large, moment(1)).expect("facts"));
    round_trip!(store, facility, kept.amend(&update, facility(1), moment(2)).expect("facts"));
    store.close().await;
}

async fn a_cluster_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let (create, update) = (permit(Action::CreateCluster), permit(Action::UpdateCluster));
    let large = ClusterFacts {
            name: long_name(),
            sector: longest(),
            constituency: Some("140".parse().expect("a number")),
            activities: activities(8),
            location: Some(Point::of_degrees(8.0, 77.999_999).expect("a point")),
            anchor_places: vec![place("municipality", "252108"), place("assembly_constituency", "75")],
            vehicle: Some(serde_json::from_value(json!({ "name": "SPV", "form": "llp", "members": 100_000, "registered_on": "2020-02-29" })).expect("a vehicle")),
            chains: serde_json::from_value(json!([{ "product": { "en": "Rice", "ml": "അരി" }, "steps": [{ "name": "Hulling", "members": [{ "kind": "institution", "id": uuid::Uuid::from_u128(9) }] }] }])).expect("chains"),
            skills: serde_json::from_value(json!([{ "tag": "🥥", "members": [] }])).expect("skills"),
            brands: serde_json::from_value(json!([{ "name": "GI", "kind": "geographical_indication", "registration_number": "1" }])).expect("brands"),
            ..cluster("x")
        };
    let kept = round_trip!(store, cluster, Cluster::register(&create, id(1), large, moment(1)).expect("facts"));
    round_trip!(store, cluster, kept.amend(&update, cluster("x"), moment(2)).expect("facts"));
    store.close().await;
}

async fn a_linkage_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let ends = || [district(), "567".parse().expect("a district")];
    let (create, update) = (permit(Action::CreateLinkage), permit(Action::UpdateLinkage));
    round_trip!(
        store,
        enterprise,
        Enterprise::register(&permit(Action::CreateEnterprise), id(1), enterprise("x"), moment(1)).expect("facts")
    );
    round_trip!(store, cluster, Cluster::register(&permit(Action::CreateCluster), id(2), cluster("x"), moment(1)).expect("facts"));
    round_trip!(
        store,
        institution,
        Institution::register(&permit(Action::CreateInstitution), id(3), institution("C-1"), moment(1)).expect("facts")
    );
    let large = LinkageFacts {
        strength: 5,
        starts_on: day("0000-01-01"),
        ends_on: Some(day("9999-12-31")),
        note: Some(longest()),
        layer: Layer::Formal,
        ..linkage((EndKind::Cluster, 2), (EndKind::Institution, 3))
    };
    let kept = round_trip!(store, linkage, Linkage::declare(&create, id(4), large, ends(), moment(1)).expect("facts"));
    let small = LinkageFacts { starts_on: day("1969-12-31"), ..linkage((EndKind::Institution, 3), (EndKind::Enterprise, 1)) };
    round_trip!(store, linkage, kept.amend(&update, small, ends(), moment(2)).expect("facts"));
    for (number, kind) in LinkageKind::ALL.iter().enumerate() {
        let facts = LinkageFacts { kind: *kind, ..linkage((EndKind::Enterprise, 1), (EndKind::Cluster, 2)) };
        round_trip!(store, linkage, Linkage::declare(&create, id(number as u128 + 10), facts, ends(), moment(1)).expect("facts"));
    }
    store.close().await;
}

async fn evidence_of_a_linkage_comes_back_as_it_was_after_every_step(site: Site) {
    let store = open(&site);
    round_trip!(store, cluster, Cluster::register(&permit(Action::CreateCluster), id(2), cluster("x"), moment(1)).expect("facts"));
    round_trip!(
        store,
        institution,
        Institution::register(&permit(Action::CreateInstitution), id(3), institution("C-1"), moment(1)).expect("facts")
    );
    let facts = linkage((EndKind::Cluster, 2), (EndKind::Institution, 3));
    let tie = round_trip!(
        store,
        linkage,
        Linkage::declare(&permit(Action::CreateLinkage), id(4), facts, [district(), district()], moment(1)).expect("facts")
    );
    let end = || EvidenceEnd { reason: longest() };
    for (number, kind) in EvidenceKind::ALL.iter().enumerate() {
        let facts = LinkageEvidenceFacts {
            linkage_id: id(4),
            kind: *kind,
            about: longest(),
            reference: longest(),
            dated_on: day("0001-01-01"),
            web_address: (number == 0).then(|| format!("https://a.b/{}", "x".repeat(488)).parse().expect("an address")),
        };
        let made =
            LinkageEvidence::make(&permit(Action::CreateLinkageEvidence), id(number as u128 + 10), facts, &tie, moment(1)).expect("facts");
        let mut kept = round_trip!(store, linkage_evidence, made);
        let first = if number % 2 == 0 { EvidenceStep::Accept } else { EvidenceStep::Reject(end()) };
        let (permitted, ends) = (permit(first.action()), kept.ends().expect("a linkage"));
        let proof = TieClearance::of(&permitted, ends, &[]).ok();
        kept = round_trip!(store, linkage_evidence, kept.step(&permitted, first, proof, moment(2)).expect("a legal step"));
        let _ = round_trip!(
            store,
            linkage_evidence,
            kept.follow(&permit(Action::MergeEnterprise), None, moment(3)).expect("a legal step").expect("a change")
        );
    }
    store.close().await;
}

async fn a_proposal_comes_back_as_it_was_after_every_step(site: Site) {
    use odoi_domain::programme::proposal::{ProposalStep, StepFacts};
    let store = open(&site);
    let create = permit(Action::CreateProposal);
    round_trip!(store, cluster, Cluster::register(&permit(Action::CreateCluster), id(2), cluster("x"), moment(1)).expect("facts"));
    round_trip!(
        store,
        institution,
        Institution::register(&permit(Action::CreateInstitution), id(3), institution("C-1"), moment(1)).expect("facts")
    );
    let large = ProposalFacts { title: long_name(), objective: longest(), asked_paise: Paise::new(i64::MAX), ..proposal(2, 3) };
    let mut kept = round_trip!(store, proposal, Proposal::draft(&create, id(4), large, (district(), 0), moment(1)).expect("facts"));
    for (number, step) in [
        ProposalStep::Submit,
        ProposalStep::Return,
        ProposalStep::Submit,
        ProposalStep::Screen,
        ProposalStep::Shortlist,
        ProposalStep::Study,
        ProposalStep::Recommend,
        ProposalStep::Sanction,
        ProposalStep::Start,
        ProposalStep::Cancel,
    ]
    .into_iter()
    .enumerate()
    {
        let with = StepFacts {
            reason: step.needs_reason().then(longest),
            sanctioned_paise: (step == ProposalStep::Sanction).then_some(Paise::new(i64::MAX)),
            terms: None,
            minute: None,
        };
        let number = number as i64 + 2;
        let meeting = u128::try_from(number).expect("a number");
        let authority = kept.wanted(step, &with).map(|wanted| proofs::authority(&wanted, meeting, moment(30 * 86_400_000_000)));
        let permit = permit(step.action());
        let proofs = Proofs {
            authority: authority.unwrap_or_else(mandate::none),
            past: &proofs::past(&kept),
            clearance: Some(proofs::clearance(&permit, id(4))),
        };
        kept = round_trip!(store, proposal, kept.step(&permit, step, with, &proofs, moment(number)).expect("a legal step"));
    }
    round_trip!(store, proposal, Proposal::draft(&create, id(5), proposal(2, 3), (district(), 0), moment(1)).expect("facts"));
    store.close().await;
}

async fn a_scheme_comes_back_as_it_was_when_it_has_nothing(site: Site) {
    let store = open(&site);
    round_trip!(store, scheme, Scheme::register(&permit(Action::CreateScheme), id(1), scheme("AA"), moment(1)).expect("facts"));
    store.close().await;
}
