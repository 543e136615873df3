//! One sign-in per role.

use super::{Known, find};
use crate::cli::operator::context;
use odoi_application::Failure;
use odoi_application::identity::accounts;
use odoi_domain::identity::account::{AccountKind, NewAccount};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Grant, Role, Scope, ScopeKind};
use odoi_persistence::Tx;

/// The password of every sign-in of the demonstration, and the secret of its service client.
pub const PASSWORD: &str = "demo cashew nine rivers";

/// Sign-in name, role, kind of scope, what it is narrowed to, name to show.
const SIGN_INS: &[(&str, Role, ScopeKind, &str, &str)] = &[
    (
        "dic-gm.ernakulam",
        Role::DicGm,
        ScopeKind::District,
        "555",
        "General Manager, District Industries Centre, Ernakulam",
    ),
    (
        "kila-srg.ernakulam",
        Role::KilaSrg,
        ScopeKind::District,
        "555",
        "KILA State Resource Group, Ernakulam",
    ),
    (
        "admc-me.ernakulam",
        Role::KsAdmcMe,
        ScopeKind::District,
        "555",
        "Assistant District Mission Co-ordinator, Kudumbashree",
    ),
    (
        "dpm-me.ernakulam",
        Role::KsDpmMe,
        ScopeKind::District,
        "555",
        "District Programme Manager, micro-enterprises, Kudumbashree",
    ),
    (
        "dpm-svep.ernakulam",
        Role::KsDpmSvep,
        ScopeKind::District,
        "555",
        "District Programme Manager, SVEP, Kudumbashree",
    ),
    (
        "mentor.ernakulam",
        Role::KsumMentor,
        ScopeKind::District,
        "555",
        "K-DISC mentor, Kerala Startup Mission",
    ),
    (
        "academic.ernakulam",
        Role::Academic,
        ScopeKind::District,
        "555",
        "Academic of the core group",
    ),
    (
        "energy.ernakulam",
        Role::EmcExpert,
        ScopeKind::District,
        "555",
        "Energy expert, Energy Management Centre",
    ),
    (
        "convenor.ernakulam",
        Role::KdiscDpe,
        ScopeKind::District,
        "555",
        "District Programme Executive, K-DISC: convenor",
    ),
    (
        "convenor.kollam",
        Role::KdiscDpe,
        ScopeKind::District,
        "559",
        "District Programme Executive, K-DISC: convenor",
    ),
    ("officer", Role::KdiscOfficer, ScopeKind::State, "", "Officer of K-DISC"),
    (
        "cluster.kalady",
        Role::ClusterRepresentative,
        ScopeKind::Cluster,
        "kalady-rice",
        "Kalady rice millers cluster",
    ),
    (
        "enterprise.ilanjippoo",
        Role::EnterpriseRepresentative,
        ScopeKind::Enterprise,
        "ilanjippoo-rice",
        "Ilanjippoo Rice Mill",
    ),
    (
        "institution.cusat",
        Role::InstitutionRepresentative,
        ScopeKind::Institution,
        "cusat",
        "CUSAT",
    ),
    ("kudumbashree.sync", Role::ServiceClient, ScopeKind::State, "", "Kudumbashree's systems"),
    ("auditor", Role::Auditor, ScopeKind::State, "", "Auditor"),
    ("administrator", Role::Administrator, ScopeKind::State, "", "Administrator"),
];

/// The sign-ins, a line each, for the banner.
#[must_use]
pub fn sign_ins() -> Vec<String> {
    let line = |(name, role, _, _, shown): &(&str, Role, ScopeKind, &str, &str)| {
        format!("{name:<22} {role:<27} {shown}", role = role.text())
    };
    SIGN_INS.iter().map(line).collect()
}

/// Districts beside Ernakulam whose core groups have decided about something.
pub(super) const GROUPS: &[(&str, &str, &str)] = &[
    ("554", "alappuzha", "Alappuzha"),
    ("556", "idukki", "Idukki"),
    ("557", "kannur", "Kannur"),
    ("561", "kozhikode", "Kozhikode"),
    ("563", "palakkad", "Palakkad"),
    ("567", "wayanad", "Wayanad"),
];
/// The seats that are filled there, and what the sign-in name of a holder begins with.
pub(super) const MEMBERS: &[(Role, &str, &str)] = &[
    (Role::DicGm, "dic-gm", "General Manager, District Industries Centre"),
    (Role::KsAdmcMe, "admc-me", "Assistant District Mission Co-ordinator, Kudumbashree"),
    (Role::KsDpmMe, "dpm-me", "District Programme Manager, micro-enterprises, Kudumbashree"),
    (Role::Academic, "academic", "Academic of the core group"),
    (Role::KdiscDpe, "convenor", "District Programme Executive, K-DISC: convenor"),
];

/// Members of core groups who belong to a centre, by the keys of the data: they stand aside where it proposes, or
/// is tied to who does.
pub(super) const AFFILIATED: &[(&str, &str)] =
    &[("academic.ernakulam", "mace-kothamangalam"), ("academic.palakkad", "iit-palakkad")];

/// Who speaks for a cluster, by its key.
pub(super) fn representative(cluster: &str) -> Option<&'static str> {
    SIGN_INS
        .iter()
        .find(|(_, role, _, target, _)| *role == Role::ClusterRepresentative && *target == cluster)
        .map(|(name, ..)| *name)
}

/// Who holds a role in a district.
pub(super) fn seated(role: Role, district: &str) -> Option<&'static str> {
    SIGN_INS
        .iter()
        .find(|(_, held, _, target, _)| *held == role && *target == district)
        .map(|(name, ..)| *name)
}

/// Opens every account: those of the list, and the members of the other core groups.
pub(super) fn open(tx: &mut Tx<'_>, known: &Known, secret_hash: &str) -> Result<(), Failure> {
    for (name, role, kind, target, shown) in SIGN_INS {
        let target = match kind {
            ScopeKind::Cluster => find(&known.clusters, target)?.to_string(),
            ScopeKind::Institution => find(&known.institutions, target)?.to_string(),
            ScopeKind::Enterprise => find(&known.enterprises, target)?.to_string(),
            ScopeKind::State | ScopeKind::District => (*target).to_owned(),
        };
        let scope =
            Scope::read(*kind, &target).map_err(|violation| broken(name, violation.code.text()))?;
        let grant = Grant { role: *role, scope };
        open_one(tx, (name, shown), grant, secret_hash)?;
    }
    for (code, key, district) in GROUPS {
        for (role, begins, shown) in MEMBERS {
            let name = format!("{begins}.{key}");
            let scope = Scope::read(ScopeKind::District, code)
                .map_err(|violation| broken(&name, violation.code.text()))?;
            let grant = Grant { role: *role, scope };
            let shown = format!("{shown}, {district}");
            open_one(tx, (&name, &shown), grant, secret_hash)?;
        }
    }
    Ok(())
}

fn broken(name: &str, code: &str) -> Failure {
    Failure::internal(format!("sign-in {name}: {code}"))
}

/// Opens one account with one role.
fn open_one(
    tx: &mut Tx<'_>,
    (name, shown): (&str, &str),
    grant: Grant,
    secret_hash: &str,
) -> Result<(), Failure> {
    let new = NewAccount {
        kind: if grant.role == Role::ServiceClient {
            AccountKind::ServiceClient
        } else {
            AccountKind::Person
        },
        sign_in_name: name
            .parse()
            .map_err(|violation: odoi_domain::Violation| broken(name, violation.code.text()))?,
        display_name: Line::new(shown).map_err(|violation| broken(name, violation.code.text()))?,
        secret_hash: secret_hash.to_owned(),
        is_demo: true,
    };
    accounts::open_account(&mut context(tx), new, vec![grant])?;
    Ok(())
}
