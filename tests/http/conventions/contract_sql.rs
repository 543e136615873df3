//! The database keeps the same words as the program, and every rule that only it can keep is told
//! to the caller at a field of the request.

use crate::app::App;
use crate::harness::site::Site;
use crate::http::identity::authorization_table::tie;
use crate::http::identity::people::{account, grant, jack_of_all_trades, operate};
use crate::store::house::open;
use crate::{http_tests, site_tests};
use odoi_api::problem::Kind as Problems;
use odoi_domain::formation::rule_set::RuleSubject;
use odoi_domain::identity::account::{Account, AccountGrant, AccountKind, NewAccount};
use odoi_domain::kernel::text::Line;
use odoi_domain::money::award::AwardState;
use odoi_domain::money::ledger::{LedgerAccount, MovementKind};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Anchors, Role, Scope, ScopeKind};
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::programme::call::CallState;
use odoi_domain::programme::meeting::MeetingState;
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::programme::review::ReviewState;
use odoi_domain::programme::seat::Designation;
use odoi_domain::registry::activity::{NicLevel, NicVersion};
use odoi_domain::registry::bond::TieGround;
use odoi_domain::registry::candidate::{CandidateBasis, CandidateState};
use odoi_domain::registry::cluster::ClusterKind;
use odoi_domain::registry::enterprise::EnterpriseKind;
use odoi_domain::registry::facility::FacilityKind;
use odoi_domain::registry::institution::InstitutionKind;
use odoi_domain::registry::linkage::{EndKind, Layer, LinkageKind};
use odoi_domain::registry::linkage_evidence::{EvidenceKind, EvidenceState};
use odoi_domain::registry::membership::MembershipRole;
use odoi_domain::registry::place::{AreaRelation, CodeSystem, PlaceLevel};
use odoi_domain::registry::size::SizeClass;
use odoi_domain::schemes::scheme::{Government, SchemeKind};
use odoi_domain::{Change, Word};
use serde_json::{Value, json};

fn words<W: Word>(all: &[W]) -> Vec<&str> {
    all.iter().map(Word::as_str).collect()
}

/// The words that a column may hold.
fn closed_lists() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("places.level", words(PlaceLevel::ALL)),
        ("place_codes.system", words(CodeSystem::ALL)),
        ("place_relations.relation", words(AreaRelation::ALL)),
        ("activities.version", words(NicVersion::ALL)),
        ("activities.level", words(NicLevel::ALL)),
        ("enterprises.kind", words(EnterpriseKind::ALL)),
        ("enterprises.size_class", words(SizeClass::ALL)),
        ("institutions.kind", words(InstitutionKind::ALL)),
        ("facilities.kind", words(FacilityKind::ALL)),
        ("clusters.kind", words(ClusterKind::ALL)),
        ("schemes.government", words(Government::ALL)),
        ("schemes.kind", words(SchemeKind::ALL)),
        ("linkages.from_kind", words(EndKind::ALL)),
        ("linkages.to_kind", words(EndKind::ALL)),
        ("linkages.kind", words(LinkageKind::ALL)),
        ("linkages.layer", words(Layer::ALL)),
        ("linkage_evidence.kind", words(EvidenceKind::ALL)),
        ("linkage_evidence.state", words(EvidenceState::ALL)),
        ("former_ties.ground", words(TieGround::ALL)),
        ("rule_sets.subject", words(RuleSubject::ALL)),
        ("memberships.role", words(MembershipRole::ALL)),
        ("proposals.state", words(ProposalState::ALL)),
        ("calls.state", words(CallState::ALL)),
        ("awards.state", words(AwardState::ALL)),
        ("posting_movements.kind", words(MovementKind::ALL)),
        ("posting_movements.debit", words(LedgerAccount::ALL)),
        ("posting_movements.credit", words(LedgerAccount::ALL)),
        ("ledger_balances.account", words(LedgerAccount::ALL)),
        ("seats.designation", words(Designation::ALL)),
        ("meetings.state", words(MeetingState::ALL)),
        ("reviews.state", words(ReviewState::ALL)),
        ("accounts.kind", words(AccountKind::ALL)),
        ("grants.role", words(Role::ALL)),
        ("grants.scope_kind", words(ScopeKind::ALL)),
        ("duplicate_candidates.state", words(CandidateState::ALL)),
        ("duplicate_candidates.basis", words(CandidateBasis::ALL)),
        ("disclosures.purpose", words(Purpose::ALL)),
        ("changes.change", words(Change::ALL)),
    ]
}

/// Constraints of tables that no request writes by itself.
const INTERNAL: &[&str] = &[
    "audit_seq_key",
    "changes_position_key",
    "search_entries_subject_key",
    "search_words_word_key",
    // Versions are numbered by the program, one by one.
    "rule_sets_subject_version_key",
    // Pairs are found by the program.
    "duplicate_candidates_one_id_other_id_basis_key",
    // A proposal is sanctioned once, and postings are numbered and reversed by the program.
    "awards_proposal_id_key",
    "postings_call_id_number_key",
    "postings_reverses_key",
    "meetings_district_minute_number_key",
];

/// Those that only a seat holder can break, of a proposal: `reviews.rs` and `conflicts.rs` try.
const OF_SEATS: &[&str] = &["reviews_proposal_id_seat_id_proposal_revision_key", "conflict_declarations_proposal_id_account_id_key"];

/// Unique constraints of the tables that are kept at the command line.
const AT_THE_COMMAND_LINE: &[&str] = &["accounts_sign_in_name_key", "grants_account_id_role_scope_kind_scope_target_key"];

site_tests![a_check_of_the_database_holds_the_words_of_the_domain];

async fn a_check_of_the_database_holds_the_words_of_the_domain(site: Site) {
    open(&site).close().await;
    let expected = closed_lists();
    let found = site.closed_lists();
    for (name, words) in &found {
        let known = expected.iter().find(|(column, _)| *name == format!("{}_check", column.replace('.', "_")));
        let (_, known) = known.unwrap_or_else(|| panic!("{name} is a closed list that this test does not know"));
        assert_eq!(words, known, "{name}");
    }
    assert_eq!(found.len(), expected.len(), "every closed list has its check");
}

/// A request, another that repeats what must be unique, and where the repetition is told.
fn twins(cluster: &str, institution: &str) -> Vec<(&'static str, &'static str, Value, Value, &'static str)> {
    let name = |n: u32| json!({ "en": format!("Twin {n}") });
    let activities = json!([{ "version": "nic_2008", "code": "10612" }]);
    let enterprise =
        |n, field: &str, value: &str| json!({ "name": name(n), "kind": "firm", "district": "555", "activities": activities, field: value });
    let college = |n| json!({ "name": name(n), "kind": "college", "district": "555", "aishe": "C-999999" });
    let scheme =
        |n| json!({ "code": "TWIN", "name": name(n), "government": "gok", "owner": "Us", "kind": "grant", "applicant_kind": "cluster" });
    let linkage = tie(("cluster", cluster), ("institution", institution), 77);
    let mut again = linkage.clone();
    again["strength"] = json!(5);
    let seat = |n| json!({ "district": "559", "designation": "academic", "number": n, "tenures": [] });
    let ward = |n| json!({ "level": "ward", "code": "TWIN", "name": name(n) });
    let taluk = |n| {
        json!({
            "level": "taluk", "code": format!("TWIN{n}"), "name": name(n),
            "other_codes": [{ "system": "lsg", "code": "TWIN" }],
        })
    };
    vec![
        ("places_level_code_key", "places", ward(1), ward(2), "/code"),
        ("place_codes_level_code_system_key", "places", taluk(1), taluk(2), "/other_codes"),
        (
            "enterprises_udyam_key",
            "enterprises",
            enterprise(1, "udyam", "UDYAM-KL-02-7654321"),
            enterprise(2, "udyam", "UDYAM-KL-02-7654321"),
            "/udyam",
        ),
        (
            "enterprises_gstin_key",
            "enterprises",
            enterprise(3, "gstin", "32AAACK1234FAZ0"),
            enterprise(4, "gstin", "32AAACK1234FAZ0"),
            "/gstin",
        ),
        ("enterprises_pan_key", "enterprises", enterprise(5, "pan", "AAAFK4711Q"), enterprise(6, "pan", "AAAFK4711Q"), "/pan"),
        (
            "enterprises_cin_key",
            "enterprises",
            enterprise(7, "cin", "U15311KL2019PTC056789"),
            enterprise(8, "cin", "U15311KL2019PTC056789"),
            "/cin",
        ),
        ("enterprises_llpin_key", "enterprises", enterprise(9, "llpin", "AAB-1234"), enterprise(10, "llpin", "AAB-1234"), "/llpin"),
        ("institutions_aishe_key", "institutions", college(1), college(2), "/aishe"),
        ("linkages_from_id_to_id_kind_starts_on_key", "linkages", linkage, again, "/to"),
        ("schemes_code_key", "schemes", scheme(1), scheme(2), "/code"),
        ("seats_district_designation_number_key", "seats", seat(7), seat(7), "/number"),
    ]
}

http_tests![whatever_must_be_unique_is_told_at_its_field, a_sign_in_name_and_a_role_are_held_once];

async fn whatever_must_be_unique_is_told_at_its_field(app: App) {
    let jack = jack_of_all_trades(&app).await;
    let cluster = jack.id_of("clusters", "Kalady rice millers").await;
    let institution = jack.id_of("institutions", "Cochin University").await;
    let twins = twins(&cluster, &institution);
    for name in app.site.unique_constraints() {
        let is_known = twins.iter().any(|(known, ..)| *known == name)
            || INTERNAL.contains(&name.as_str())
            || OF_SEATS.contains(&name.as_str())
            || AT_THE_COMMAND_LINE.contains(&name.as_str());
        assert!(is_known, "nobody tries to break {name}");
    }
    for (name, plural, first, second, pointer) in twins {
        let path = format!("/v1/{plural}");
        println!("{name}");
        jack.post(&path, &first).await.expect(201);
        let answer = jack.post(&path, &second).await.problem("duplicate", 409).violates(pointer, "taken");
        assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 1);
        // By a change, too.
        let mut other = second.clone();
        let field = pointer.trim_start_matches('/');
        match field {
            "to" => other["starts_on"] = json!("2002-02-02"),
            "number" => other["number"] = json!(8),
            "code" => other["code"] = json!("TWIN2"),
            _ => drop(other.as_object_mut().unwrap().remove(field)),
        }
        let made = jack.post(&path, &other).await.expect(201);
        let change = if field == "to" { json!({ "starts_on": first["starts_on"] }) } else { json!({ field: first[field] }) };
        jack.patch(&format!("{path}/{}", made.id()), &made.etag(), &change).await.problem("duplicate", 409).violates(pointer, "taken");
    }
}

async fn a_sign_in_name_and_a_role_are_held_once(app: App) {
    let again = operate(&app, |tx| {
        let permit = tx.authorize(Action::CreateAccount, &Anchors::default())?;
        let new = NewAccount {
            kind: AccountKind::Person,
            sign_in_name: "officer".parse().unwrap(),
            display_name: Line::new("Another").unwrap(),
            secret_hash: "none".to_owned(),
            is_demo: false,
        };
        let (id, now) = (tx.mint(), tx.now());
        Ok(tx.save(Account::open(&permit, id, new, now)?)?.answer(201, None))
    });
    let problem = again.await.unwrap_err();
    assert_eq!((problem.kind, problem.violations[0].pointer.as_str()), (Problems::Duplicate, "/sign_in_name"));
    let id = account(&app, "officer").await;
    let again = operate(&app, move |tx| {
        let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
        let (grant_id, now) = (tx.mint(), tx.now());
        let given = tx.save(AccountGrant::give(&permit, grant_id, id, grant(Role::KdiscOfficer, Scope::State), now)?)?;
        Ok(given.answer(201, None))
    });
    let problem = again.await.unwrap_err();
    assert_eq!((problem.kind, problem.violations[0].pointer.as_str()), (Problems::Duplicate, "/role"));
}
