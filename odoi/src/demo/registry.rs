//! What the registry knows: local bodies, schemes, institutions, clusters, enterprises and the linkages between them.

use super::data::{
    ClusterLine, EndLine, EnterpriseLine, InstitutionLine, KeyedLine, LinkageLine, PlaceLine,
    SchemeLine,
};
use super::loader::{Loader, Named, Person, flawed};
use odoi_application::registry::enterprises::create_enterprise;
use odoi_application::registry::linkage_evidence::state_evidence;
use odoi_application::registry::linkages::declare_linkage;
use odoi_application::registry::registered::create;
use odoi_application::registry::ties::confirm;
use odoi_application::{Failure, Saved, WriteContext};
use odoi_domain::Entity;
use odoi_domain::kernel::id::Id;
use odoi_domain::policy::actor::Role;
use odoi_domain::registry::enterprise::Statement;
use odoi_domain::registry::linkage::{EndKind, Linkage, LinkageFacts};
use odoi_domain::registry::linkage_evidence::LinkageEvidenceFacts;

/// Local bodies that have not been imported yet.
pub(super) fn places(loader: &mut Loader<'_, '_>, lines: Vec<PlaceLine>) -> Result<(), Failure> {
    loader.act(&Person::administrator(), |tx| {
        for facts in lines {
            if tx.place_by_code(facts.level, &facts.code)?.is_none() {
                create(tx, facts)?;
            }
        }
        Ok(())
    })
}

pub(super) fn schemes(loader: &mut Loader<'_, '_>, lines: Vec<SchemeLine>) -> Result<(), Failure> {
    loader.act(&Person::officer(), |tx| {
        lines.into_iter().try_for_each(|facts| create(tx, facts).map(drop))
    })
}

pub(super) fn institutions(
    loader: &mut Loader<'_, '_>,
    lines: Vec<InstitutionLine>,
) -> Result<(), Failure> {
    register(loader, EndKind::Institution, lines, create)
}

pub(super) fn clusters(
    loader: &mut Loader<'_, '_>,
    lines: Vec<ClusterLine>,
) -> Result<(), Failure> {
    register(loader, EndKind::Cluster, lines, create)
}

pub(super) fn enterprises(
    loader: &mut Loader<'_, '_>,
    lines: Vec<EnterpriseLine>,
) -> Result<(), Failure> {
    register(loader, EndKind::Enterprise, lines, |tx, facts| {
        let declared =
            |tx: &mut WriteContext<'_, '_>| Statement::declaration(tx.now().day()).map_err(flawed);
        create_enterprise(tx, facts, declared)
    })
}

/// The officer registers all of a kind.
fn register<F, T: Entity>(
    loader: &mut Loader<'_, '_>,
    kind: EndKind,
    lines: Vec<KeyedLine<F>>,
    use_case: impl Fn(&mut WriteContext<'_, '_>, F) -> Result<Saved<T>, Failure>,
) -> Result<(), Failure> {
    let registered = loader.act(&Person::officer(), |tx| {
        let one = |line: KeyedLine<F>| {
            let thing = use_case(tx, line.facts)?.into_thing();
            let (id, name) = (thing.meta().id.uuid(), thing.heading().en);
            Ok((line.key, Named { id, name }))
        };
        lines.into_iter().map(one).collect::<Result<_, Failure>>()
    })?;
    loader.known.learn(kind, registered);
    Ok(())
}

/// Whoever speaks for an end of a linkage.
fn speaker(end: &EndLine) -> Person {
    let role = match end.kind {
        EndKind::Enterprise => Role::EnterpriseRepresentative,
        EndKind::Cluster => Role::ClusterRepresentative,
        EndKind::Institution => Role::InstitutionRepresentative,
    };
    Person::of(role, &end.key)
}

/// One end declares a linkage and confirms it by that; the other confirms it afterwards, or not at all.
pub(super) fn linkage(loader: &mut Loader<'_, '_>, line: LinkageLine) -> Result<(), Failure> {
    let facts = LinkageFacts {
        from: loader.known.end(line.from.kind, &line.from.key)?,
        to: loader.known.end(line.to.kind, &line.to.key)?,
        kind: line.kind,
        layer: line.layer,
        strength: line.strength,
        starts_on: line.starts_on,
        ends_on: line.ends_on,
        note: line.note,
    };
    let declared = loader.act(&speaker(&line.from), |tx| declare_linkage(tx, facts))?;
    let id = declared.thing().meta().id;
    if line.confirmed {
        loader.act(&speaker(&line.to), |tx| confirm::<Linkage>(tx, id))?;
    }
    if let Some(evidence) = line.evidence {
        let facts = LinkageEvidenceFacts {
            linkage_id: id,
            kind: evidence.kind,
            about: evidence.about,
            reference: evidence.reference,
            dated_on: evidence.dated_on,
            web_address: None,
        };
        loader.act(&speaker(&line.from), |tx| state_evidence(tx, facts))?;
    }
    Ok(())
}
