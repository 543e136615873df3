//! What only the database can know — taken values, references — means the same on both engines.

use super::house::{Refused, id, open, permit, rows, ward, write};
use super::values::{cluster, enterprise, institution, linkage, proposal, scheme};
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::identity::account::{Account, AccountGrant, AccountKind, NewAccount};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Grant, Role, Scope};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::institution::Institution;
use odoi_domain::registry::linkage::{EndKind, Linkage};
use odoi_domain::registry::place::Place;
use odoi_domain::schemes::scheme::Scheme;
use odoi_domain::{Moment, Recorded};
use odoi_persistence::{ConstraintViolation, Storable, Store};

const ERRORS: &str = include_str!("../../persistence/src/error.rs");

/// Saves one thing in a unit of its own.
async fn save<T: Storable + Send + 'static>(
    store: &Store,
    make: impl FnOnce(Moment) -> Recorded<T> + Send + 'static,
) -> Result<(), Refused> {
    write(store, move |tx| {
        let thing = make(tx.now());
        Ok(tx.save(thing)?.answer(201, None))
    })
    .await
    .map(|_| ())
}

fn district(code: &str) -> odoi_domain::registry::place::DistrictCode {
    code.parse().expect("a district")
}

fn account(number: u128, sign_in: &str, now: Moment) -> Recorded<Account> {
    let new = NewAccount {
        kind: AccountKind::Person,
        sign_in_name: sign_in.parse().expect("a name"),
        display_name: super::house::line("Somebody"),
        secret_hash: "x".to_owned(),
        is_demo: false,
    };
    Account::open(&permit(Action::CreateAccount), id(number), new, now).expect("a permit")
}

fn grant(number: u128, of: u128, now: Moment) -> Recorded<AccountGrant> {
    let grant = Grant { role: Role::Auditor, scope: Scope::State };
    AccountGrant::give(&permit(Action::CreateGrant), id(number), id(of), grant, now).expect("a grant")
}

site_tests![
    a_taken_value_is_reported_at_the_same_field,
    every_unique_constraint_has_its_field,
    a_reference_to_nothing_is_an_unknown_reference,
    what_is_referred_to_cannot_be_removed
];

async fn a_taken_value_is_reported_at_the_same_field(site: Site) {
    let store = open(&site);
    for number in 0..2_u128 {
        let mut outcomes = Vec::new();
        outcomes.push((
            "/code",
            save(&store, move |now| Place::register(&permit(Action::CreatePlace), id(10 + number), ward("1", "Ward"), now).expect("facts"))
                .await,
        ));
        let mut facts = enterprise("Mill");
        facts.udyam = Some("UDYAM-KL-02-0012345".parse().expect("udyam"));
        outcomes.push((
            "/udyam",
            save(&store, move |now| Enterprise::register(&permit(Action::CreateEnterprise), id(20 + number), facts, now).expect("facts"))
                .await,
        ));
        let mut facts = enterprise("Mill");
        facts.gstin = Some("32AAACK1234F1Z9".parse().expect("gstin"));
        outcomes.push((
            "/gstin",
            save(&store, move |now| Enterprise::register(&permit(Action::CreateEnterprise), id(30 + number), facts, now).expect("facts"))
                .await,
        ));
        outcomes.push((
            "/aishe",
            save(&store, move |now| {
                Institution::register(&permit(Action::CreateInstitution), id(40 + number), institution("C-1"), now).expect("facts")
            })
            .await,
        ));
        outcomes.push((
            "/code",
            save(&store, move |now| Scheme::register(&permit(Action::CreateScheme), id(50 + number), scheme("CODE"), now).expect("facts"))
                .await,
        ));
        outcomes.push(("/sign_in_name", save(&store, move |now| account(60 + number, "same.name", now)).await));
        outcomes.push(("/role", save(&store, move |now| grant(70 + number, 60, now)).await));
        let facts = linkage((EndKind::Enterprise, 20), (EndKind::Institution, 40));
        outcomes.push((
            "/to",
            save(&store, move |now| {
                Linkage::declare(&permit(Action::CreateLinkage), id(80 + number), facts, [district("555"), district("555")], now)
                    .expect("facts")
            })
            .await,
        ));
        for (pointer, outcome) in outcomes {
            match number {
                0 => outcome.unwrap_or_else(|refused| panic!("{pointer}: {refused:?}")),
                _ => assert_eq!(outcome.as_ref().expect_err(pointer).taken(), Some(pointer), "{outcome:?}"),
            }
        }
    }
    store.close().await;
}

async fn every_unique_constraint_has_its_field(site: Site) {
    // Constraints that no request can break: the program itself keeps them.
    let own = [
        "audit_seq_key",
        "changes_position_key",
        "search_entries_subject_key",
        "search_words_word_key",
        "rule_sets_subject_version_key",
        "duplicate_candidates_one_id_other_id_basis_key",
        "awards_proposal_id_key",
        "postings_call_id_number_key",
        "postings_reverses_key",
        "meetings_district_minute_number_key",
    ];
    open(&site).close().await;
    let found = site.unique_constraints();
    for constraint in &found {
        let listed = ERRORS.contains(&format!("\"{constraint}\""));
        assert!(listed != own.contains(&constraint.as_str()), "{constraint} in persistence/src/error.rs: {listed}");
    }
    assert!(found.len() > own.len());
}

async fn a_reference_to_nothing_is_an_unknown_reference(site: Site) {
    let store = open(&site);
    save(&store, |now| Enterprise::register(&permit(Action::CreateEnterprise), id(1), enterprise("Mill"), now).expect("facts"))
        .await
        .expect("kept");
    for kind in [EndKind::Enterprise, EndKind::Cluster, EndKind::Institution] {
        let facts = linkage((EndKind::Enterprise, 1), (kind, 99));
        let outcome = save(&store, move |now| {
            Linkage::declare(&permit(Action::CreateLinkage), id(2), facts, [district("555"), district("555")], now).expect("facts")
        })
        .await;
        assert_eq!(outcome.expect_err("no such end").violation(), Some(&ConstraintViolation::UnknownReference), "{kind}");
    }
    let outcome = save(&store, |now| grant(3, 99, now)).await;
    assert_eq!(outcome.expect_err("no such account").violation(), Some(&ConstraintViolation::UnknownReference));
    let outcome = save(&store, |now| {
        let nobody = super::people::person(99).into_parts().0;
        odoi_domain::identity::session::Session::open(&permit(Action::OpenSession), id(4), &nobody, now).expect("a permit")
    })
    .await;
    assert_eq!(outcome.expect_err("no such account").violation(), Some(&ConstraintViolation::UnknownReference));
    assert_eq!((rows(&site, "linkages"), rows(&site, "audit")), (0, 1));
    store.close().await;
}

async fn what_is_referred_to_cannot_be_removed(site: Site) {
    let store = open(&site);
    save(&store, |now| Enterprise::register(&permit(Action::CreateEnterprise), id(1), enterprise("Mill"), now).expect("facts"))
        .await
        .expect("kept");
    save(&store, |now| Institution::register(&permit(Action::CreateInstitution), id(2), institution("C-1"), now).expect("facts"))
        .await
        .expect("kept");
    save(&store, |now| Cluster::register(&permit(Action::CreateCluster), id(3), cluster("Rice"), now).expect("facts")).await.expect("kept");
    save(&store, |now| Proposal::draft(&permit(Action::CreateProposal), id(4), proposal(3, 2), (district("555"), 0), now).expect("facts"))
        .await
        .expect("kept");
    let facts = linkage((EndKind::Enterprise, 1), (EndKind::Institution, 2));
    save(&store, move |now| {
        Linkage::declare(&permit(Action::CreateLinkage), id(5), facts, [district("555"), district("555")], now).expect("facts")
    })
    .await
    .expect("kept");
    let in_use = |outcome: Result<_, Refused>| {
        assert_eq!(outcome.map(|_: odoi_persistence::Outcome| ()).expect_err("in use").violation(), Some(&ConstraintViolation::InUse))
    };
    in_use(
        write(&store, |tx| {
            let (now, thing) = (tx.now(), tx.enterprise(id(1))?);
            Ok(tx.save(thing.remove(&permit(Action::DeleteEnterprise), now)?)?.answer(204, None))
        })
        .await,
    );
    in_use(
        write(&store, |tx| {
            let (now, thing) = (tx.now(), tx.institution(id(2))?);
            Ok(tx.save(thing.remove(&permit(Action::DeleteInstitution), now)?)?.answer(204, None))
        })
        .await,
    );
    in_use(
        write(&store, |tx| {
            let (now, thing) = (tx.now(), tx.cluster(id(3))?);
            Ok(tx.save(thing.remove(&permit(Action::DeleteCluster), now)?)?.answer(204, None))
        })
        .await,
    );
    // Once nothing refers to them they go, and their words with them.
    write(&store, |tx| {
        let now = tx.now();
        let thing = tx.linkage(id(5))?;
        tx.save(thing.remove(&permit(Action::DeleteLinkage), now)?)?;
        let thing = tx.proposal(id(4))?;
        tx.save(thing.remove(&permit(Action::DeleteProposal), now)?)?;
        let thing = tx.enterprise(id(1))?;
        tx.save(thing.remove(&permit(Action::DeleteEnterprise), now)?)?;
        let thing = tx.institution(id(2))?;
        tx.save(thing.remove(&permit(Action::DeleteInstitution), now)?)?;
        let thing = tx.cluster(id(3))?;
        Ok(tx.save(thing.remove(&permit(Action::DeleteCluster), now)?)?.answer(204, None))
    })
    .await
    .expect("removed");
    for table in ["enterprises", "institutions", "clusters", "linkages", "proposals", "search_entries"] {
        assert_eq!(rows(&site, table), 0, "{table}");
    }
    assert_eq!((rows(&site, "audit"), rows(&site, "changes")), (10, 10));
    store.close().await;
}
