//! What a use case must know is read once, and what does not matter to it is not read at all.

use crate::app::App;
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_application::programme::allowed_steps::AllowedSteps;
use odoi_application::programme::proposals::take_step;
use odoi_application::registry::registered;
use odoi_application::{Answer, Failure, Precondition, Principal, Target, WriteContext, WriteRequest};
use odoi_domain::kernel::id::{ClusterId, ProposalId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;
use odoi_domain::programme::proposal::{ProposalState, ProposalStep, StepFacts};
use odoi_domain::registry::cluster::ClusterFacts;
use odoi_persistence::testing;
use serde_json::json;
use std::sync::mpsc;

/// What the database is asked while somebody does something.
async fn asked(
    app: &App,
    name: &str,
    work: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Answer, Failure> + Send + 'static,
) -> Vec<String> {
    let (account, binding) = app.holder(name).await;
    let request = WriteRequest { who: Principal::Account(account, binding), operation: "test", key: None, request_id: "test".to_owned() };
    let target = Target { precondition: Precondition::Any, locked: None };
    let (tell, told) = mpsc::channel();
    let done = app.service.application.run(request, target, move |tx| {
        let (done, asked) = testing::statements(|| work(tx));
        tell.send(asked).expect("somebody waits");
        done
    });
    done.await.expect("it was done");
    told.recv().expect("what was asked")
}

/// How often a table was read.
fn reads(asked: &[String], table: &str) -> usize {
    let name = format!("\"{table}\"");
    let reads = asked.iter().filter(|sql| sql.starts_with("SELECT"));
    reads.filter(|sql| sql.contains(&name)).count()
}

http_tests![
    a_sanction_reads_conflicts_and_past_actions_once_and_locks_the_ledger_once,
    a_cluster_that_stays_in_its_district_leaves_alone_what_hangs_on_it
];

async fn a_sanction_reads_conflicts_and_past_actions_once_and_locks_the_ledger_once(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.driven_to(ProposalState::Recommended).await;
    let body = cast.citing(&path, ProposalStep::Sanction, json!({ "sanctioned_paise": 100 })).await;
    let with: StepFacts = serde_json::from_value(body).unwrap();
    let id: ProposalId = path.rsplit('/').next().unwrap().parse().unwrap();
    let asked = asked(&app, "officer", move |tx| {
        let taken = take_step(tx, id, ProposalStep::Sanction, with)?;
        let mut actor = AllowedSteps::of_writer(tx).knowing(taken.found);
        assert!(actor.steps(&mut **tx, taken.proposal.thing())?.contains(&ProposalStep::Start));
        Ok(taken.proposal.answer(200, None))
    })
    .await;
    for table in ["conflict_declarations", "audit", "ledger_balances"] {
        assert_eq!(reads(&asked, table), 1, "{table} in {asked:#?}");
    }
}

async fn a_cluster_that_stays_in_its_district_leaves_alone_what_hangs_on_it(app: App) {
    let cast = Cast::of(&app).await;
    let id: ClusterId = cast.cluster.parse().unwrap();
    let asked = asked(&app, "officer", move |tx| {
        let renamed = |facts: &ClusterFacts| {
            let name = Name::english(Line::new("Kalady rice").unwrap());
            Ok(ClusterFacts { name, ..facts.clone() })
        };
        Ok(registered::update(tx, id, renamed)?.answer(200, None))
    })
    .await;
    assert_eq!(reads(&asked, "clusters"), 1, "{asked:#?}");
    for table in ["proposals", "awards", "memberships", "statements", "linkages"] {
        assert_eq!(reads(&asked, table), 0, "{table} in {asked:#?}");
    }
}
