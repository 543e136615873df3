//! The demonstration: real clusters, institutions and schemes, invented enterprises with linkages
//! between them, proposals in every state, and one sign-in per role.
//!
//! Everything goes through the domain's own transitions and the one door, so the demonstration is
//! as lawful as what users do.

mod accounts;
mod actors;
mod data;
mod decisions;
mod gate;
mod life;
mod meetings;
mod money;
mod people;
mod programme;
mod reviews;
mod steps;

pub use accounts::{PASSWORD, sign_ins};

use crate::cli::{Done, operator, say};
use crate::site::Site;
use clap::Args;
use data::{
    ClusterLine, EndLine, EnterpriseLine, InstitutionLine, LinkageLine, PlaceLine, SchemeLine,
};
use odoi_application::Failure;
use odoi_domain::Day;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::{ClusterId, EnterpriseId, InstitutionId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, Permit};
use odoi_domain::programme::proposal::{ProposalState, ProposalStep, StepFacts};
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::institution::Institution;
use odoi_domain::registry::linkage::{End, EndKind, Linkage, LinkageFacts};
use odoi_domain::registry::place::Place;
use odoi_domain::schemes::scheme::Scheme;
use odoi_persistence::Tx;
use odoi_persistence::{Answer, Store};
use std::collections::{HashMap, VecDeque};

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Refuse, as the server does in production.
    #[arg(long, env = "ODOI_PRODUCTION", value_parser = clap::builder::BoolishValueParser::new())]
    production: bool,
}

pub(crate) async fn run(site: &Site, command: Demo) -> Done {
    if command.production {
        return Err("the demonstration opens accounts with a published password: not in production (ODOI_PRODUCTION)".into());
    }
    let store = operator::open_or_make(site)?;
    crate::reference::load(&store).await?;
    load(&store).await?;
    store.close().await;
    say(format_args!(
        "the demonstration is loaded; sign in as any of these, password {PASSWORD:?}:"
    ));
    for line in sign_ins() {
        say(format_args!("  {line}"));
    }
    Ok(())
}

/// Loads the demonstration into a database that does not have it yet: all of it or nothing.
pub async fn load(store: &Store) -> Done {
    if store.read(|repo| repo.has_demo_accounts()).await? {
        return Ok(());
    }
    let secret_hash = odoi_api::auth::password::hash(PASSWORD)?;
    let data = data::read()?;
    let loaded = operator::load(store, "load_demo", move |tx| {
        let mut known = Known::default();
        for line in data.places {
            place(tx, line)?;
        }
        for line in data.schemes {
            scheme(tx, line)?;
        }
        for line in data.institutions {
            institution(tx, &mut known, line)?;
        }
        for line in data.clusters {
            cluster(tx, &mut known, line)?;
        }
        for line in data.enterprises {
            enterprise(tx, &mut known, line)?;
        }
        for line in data.linkages {
            linkage(tx, &known, line)?;
        }
        life::load(tx, &known)?;
        accounts::open(tx, &known, &secret_hash)?;
        people::disclosure(tx, &known)?;
        programme::call(tx)?;
        programme::seats(tx, &known)?;
        let round = money::call(tx)?;
        decisions::load(tx, (&known, round), data.proposals)?;
        money::close(tx, round)?;
        Ok(Answer::unchanged(200, None))
    })
    .await;
    match loaded {
        // Another server that started at the same moment was first.
        Ok(_loaded) => {
            // What may be one is there from the beginning, without waiting for the job.
            crate::schedule::scan_duplicates(store, std::time::Duration::MAX).await?;
            Ok(())
        }
        Err(_taken) if store.read(|repo| repo.has_demo_accounts()).await? => Ok(()),
        other => other.map(drop),
    }
}

/// The ids that the keys of the data got.
#[derive(Default)]
pub(crate) struct Known {
    enterprises: HashMap<String, EnterpriseId>,
    institutions: HashMap<String, InstitutionId>,
    clusters: HashMap<String, ClusterId>,
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn wrong(error: impl ToString) -> Failure {
    Failure::internal(error.to_string())
}

fn find<I: Copy>(ids: &HashMap<String, I>, key: &str) -> Result<I, Failure> {
    ids.get(key)
        .copied()
        .ok_or_else(|| Failure::internal(format!("the demonstration names no {key}")))
}

impl Known {
    fn end(&self, line: &EndLine) -> Result<End, Failure> {
        let id = match line.kind {
            EndKind::Enterprise => find(&self.enterprises, &line.key)?.0,
            EndKind::Cluster => find(&self.clusters, &line.key)?.0,
            EndKind::Institution => find(&self.institutions, &line.key)?.0,
        };
        Ok(End { kind: line.kind, id })
    }
}

/// A permit of somebody who holds every role for the whole state.
fn permit(action: Action, anchors: &Anchors) -> Result<Permit, Failure> {
    let grants = Role::ALL.iter().map(|role| Grant { role: *role, scope: Scope::State }).collect();
    Ok(policy::authorize(&Actor::unnamed(grants), action, anchors)?)
}

/// A permit of somebody who holds one role.
fn permit_of(grant: Grant, action: Action, anchors: &Anchors) -> Result<Permit, Failure> {
    Ok(policy::authorize(&Actor::unnamed(vec![grant]), action, anchors)?)
}

const fn speaker(kind: EndKind) -> Role {
    match kind {
        EndKind::Enterprise => Role::EnterpriseRepresentative,
        EndKind::Cluster => Role::ClusterRepresentative,
        EndKind::Institution => Role::InstitutionRepresentative,
    }
}

const fn scope_of(end: End) -> Scope {
    match end.kind {
        EndKind::Enterprise => Scope::Enterprise(EnterpriseId(end.id)),
        EndKind::Cluster => Scope::Cluster(ClusterId(end.id)),
        EndKind::Institution => Scope::Institution(InstitutionId(end.id)),
    }
}

/// A local body that has not been imported yet.
fn place(tx: &mut Tx<'_>, line: PlaceLine) -> Result<(), Failure> {
    if tx.place_by_code(line.level, &line.code)?.is_some() {
        return Ok(());
    }
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreatePlace, &line.anchors(id))?;
    tx.save(Place::register(&permit, id, line, now)?)?;
    Ok(())
}

fn scheme(tx: &mut Tx<'_>, line: SchemeLine) -> Result<(), Failure> {
    let permit = tx.authorize(Action::CreateScheme, &Anchors::default())?;
    let (id, now) = (tx.mint(), tx.now());
    tx.save(Scheme::register(&permit, id, line, now)?)?;
    Ok(())
}

fn institution(tx: &mut Tx<'_>, known: &mut Known, line: InstitutionLine) -> Result<(), Failure> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateInstitution, &line.facts.anchors(id))?;
    tx.save(Institution::register(&permit, id, line.facts, now)?)?;
    known.institutions.insert(line.key, id);
    Ok(())
}

fn cluster(tx: &mut Tx<'_>, known: &mut Known, line: ClusterLine) -> Result<(), Failure> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateCluster, &line.facts.anchors(id))?;
    tx.save(Cluster::register(&permit, id, line.facts, now)?)?;
    known.clusters.insert(line.key, id);
    Ok(())
}

fn enterprise(tx: &mut Tx<'_>, known: &mut Known, line: EnterpriseLine) -> Result<(), Failure> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateEnterprise, &line.facts.anchors(id))?;
    tx.save(Enterprise::register(&permit, id, line.facts, now)?)?;
    known.enterprises.insert(line.key, id);
    Ok(())
}

fn linkage(tx: &mut Tx<'_>, known: &Known, line: LinkageLine) -> Result<(), Failure> {
    let facts = LinkageFacts {
        from: known.end(&line.from)?,
        to: known.end(&line.to)?,
        kind: line.kind,
        layer: line.layer,
        strength: line.strength,
        starts_on: line.starts_on,
        ends_on: line.ends_on,
        note: line.note,
    };
    let missing = || Failure::internal("an end of the demonstration has no district");
    let from = tx.district_of(facts.from)?.ok_or_else(missing)?;
    let to = tx.district_of(facts.to)?.ok_or_else(missing)?;
    let (id, now, ends) = (tx.mint(), tx.now(), [from, to]);
    let anchors = Linkage::standing(&facts, &ends);
    // Whoever speaks for an end confirms it: the first by declaring, the other afterwards or not at all.
    let speaks = |end: End, action: Action| {
        let grant = Grant { role: speaker(end.kind), scope: scope_of(end) };
        permit_of(grant, action, &anchors)
    };
    let declares = speaks(facts.from, Action::CreateLinkage)?;
    let other = facts.to;
    let made = tx.save(Linkage::declare(&declares, id, facts, ends, now)?)?;
    if line.confirmed {
        let confirms = speaks(other, Action::ConfirmLinkage)?;
        tx.save(made.into_thing().confirm(&confirms, now)?)?;
    }
    Ok(())
}

/// The shortest way from a draft to a state, by the lifecycle table.
fn way_to(wanted: ProposalState) -> Vec<ProposalStep> {
    let mut ways = VecDeque::from([(ProposalState::Draft, Vec::new())]);
    while let Some((state, way)) = ways.pop_front() {
        if state == wanted {
            return way;
        }
        if way.len() > ProposalState::ALL.len() {
            continue;
        }
        for step in state.steps() {
            if let Some(next) = state.after(step) {
                let mut longer: Vec<ProposalStep> = way.clone();
                longer.push(step);
                ways.push_back((next, longer));
            }
        }
    }
    Vec::new()
}

fn with(step: ProposalStep, asked: Paise, today: Day) -> Result<StepFacts, Failure> {
    let reason = match step {
        ProposalStep::Return => Some("The quotations for the machinery are missing."),
        ProposalStep::Reject => Some("The work repeats what a running project already does."),
        ProposalStep::Cancel => Some("The academic partner has withdrawn."),
        _ => None,
    };
    let reason = reason
        .map(Text::new)
        .transpose()
        .map_err(|violation| Failure::internal(violation.code.text()))?;
    let sanctioned_paise =
        (step == ProposalStep::Sanction).then(|| Paise::new(asked.get() / 10 * 8));
    let terms = sanctioned_paise.map(|amount| money::terms(amount, today));
    Ok(StepFacts { reason, sanctioned_paise, terms: terms.transpose()?, minute: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_can_be_read_and_every_state_can_be_reached() {
        let data = data::read().unwrap();
        assert_eq!((data.clusters.len(), data.schemes.len()), (28, 36));
        for state in ProposalState::ALL {
            let end =
                way_to(*state).into_iter().try_fold(ProposalState::Draft, ProposalState::after);
            assert_eq!(end, Some(*state));
            assert!(data.proposals.iter().any(|p| p.reaches == *state), "{state}");
        }
    }
}
