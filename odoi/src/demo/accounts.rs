//! The accounts of the demonstration: a published sign-in per role, and everybody else who acts in it.

use super::data::{self, PersonLine};
use super::loader::{Loader, Person, flawed, missing};
use odoi_application::identity::accounts::open_account;
use odoi_application::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::identity::account::{AccountKind, NewAccount};
use odoi_domain::kernel::id::{AccountId, EnterpriseId};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Grant, Role, Scope};
use odoi_domain::registry::linkage::EndKind;

/// The password of every sign-in of the demonstration, and the secret of its service client.
pub const PASSWORD: &str = "demo cashew nine rivers";

/// How long ago the accounts were opened, in days: before anything happened.
const OPENED: i64 = 310;

/// The sign-ins that are published, a line each, for the banner.
#[must_use]
pub fn sign_ins() -> Vec<String> {
    let people = data::people().unwrap_or_default().into_iter();
    let line = |line: PersonLine| {
        let (name, role) = (line.sign_in_name, line.person.role.text());
        format!("{name:<22} {role:<27} {}", line.display_name)
    };
    people.filter(|line| line.is_published).map(line).collect()
}

/// The kind of thing that a role represents.
const fn represents(role: Role) -> Option<EndKind> {
    match role {
        Role::ClusterRepresentative => Some(EndKind::Cluster),
        Role::EnterpriseRepresentative => Some(EndKind::Enterprise),
        Role::InstitutionRepresentative => Some(EndKind::Institution),
        _ => None,
    }
}

/// Opens the accounts of everybody but representatives: the administrator's first, who opens the others.
pub(super) fn open_offices(
    loader: &mut Loader<'_, '_>,
    people: &[PersonLine],
) -> Result<(), Failure> {
    let is_office = |line: &&PersonLine| represents(line.person.role).is_none();
    let mut offices: Vec<_> = people.iter().filter(is_office).collect();
    offices.sort_by_key(|line| line.person.role != Role::Administrator);
    offices.into_iter().try_for_each(|line| open(loader, line).map(drop))
}

/// Opens the accounts of the representatives who are published.
pub(super) fn open_representatives(
    loader: &mut Loader<'_, '_>,
    people: &[PersonLine],
) -> Result<(), Failure> {
    let is_one = |line: &&PersonLine| represents(line.person.role).is_some();
    let mut representatives = people.iter().filter(is_one);
    representatives.try_for_each(|line| open(loader, line).map(drop))
}

/// Opens the account of another representative, who acts for the first time.
pub(super) fn open_representative(
    loader: &mut Loader<'_, '_>,
    person: &Person,
) -> Result<AccountId, Failure> {
    let kind = represents(person.role)
        .ok_or_else(|| missing(&format!("{} of {:?}", person.role, person.of)))?;
    let line = PersonLine {
        sign_in_name: format!("{kind}.{}", person.of),
        display_name: loader.known.named(kind, &person.of)?.name.clone(),
        person: person.clone(),
        is_published: false,
        is_seated: false,
        affiliation: None,
    };
    open(loader, &line)
}

/// How far the role of somebody reaches.
fn scope(loader: &Loader<'_, '_>, Person { role, of }: &Person) -> Result<Scope, Failure> {
    Ok(match represents(*role) {
        Some(EndKind::Cluster) => Scope::Cluster(loader.known.cluster(of)?),
        Some(EndKind::Institution) => Scope::Institution(loader.known.institution(of)?),
        Some(kind @ EndKind::Enterprise) => {
            Scope::Enterprise(EnterpriseId(loader.known.named(kind, of)?.id))
        }
        None if of.is_empty() => Scope::State,
        None => Scope::District(of.parse().map_err(flawed)?),
    })
}

/// Opens one account with one role.
fn open(loader: &mut Loader<'_, '_>, line: &PersonLine) -> Result<AccountId, Failure> {
    let role = line.person.role;
    let grant = Grant { role, scope: scope(loader, &line.person)? };
    let new = NewAccount {
        kind: if role == Role::ServiceClient {
            AccountKind::ServiceClient
        } else {
            AccountKind::Person
        },
        sign_in_name: line.sign_in_name.parse().map_err(flawed)?,
        display_name: Line::new(&line.display_name).map_err(flawed)?,
        secret_hash: loader.secret_hash.to_owned(),
        is_demo: true,
    };
    let at = loader.days_ago(OPENED);
    let use_case = |tx: &mut WriteContext<'_, '_>| open_account(tx, new, vec![grant]);
    let opened = if role == Role::Administrator {
        loader.operate_at(at, use_case)?
    } else {
        loader.act_at(at, &Person::administrator(), use_case)?
    };
    let id = opened.thing().meta().id;
    loader.accounts.insert(line.person.clone(), id);
    Ok(id)
}
