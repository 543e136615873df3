//! One sign-in per role.

use super::{Known, find};
use crate::problem::{Kind, Problem};
use odoi_domain::account::{Account, AccountGrant, AccountKind, NewAccount};
use odoi_domain::actor::{Anchors, Grant, Role, Scope, ScopeKind};
use odoi_domain::policy::Action;
use odoi_domain::text::Line;
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
    (
        "officer",
        Role::KdiscOfficer,
        ScopeKind::State,
        "",
        "Officer of K-DISC",
    ),
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
    (
        "kudumbashree.sync",
        Role::ServiceClient,
        ScopeKind::State,
        "",
        "Kudumbashree's systems",
    ),
    ("auditor", Role::Auditor, ScopeKind::State, "", "Auditor"),
    (
        "administrator",
        Role::Administrator,
        ScopeKind::State,
        "",
        "Administrator",
    ),
];

/// The sign-ins, a line each, for the banner.
#[must_use]
pub fn sign_ins() -> Vec<String> {
    let line = |(name, role, _, _, shown): &(&str, Role, ScopeKind, &str, &str)| {
        format!("{name:<22} {role:<27} {shown}", role = role.text())
    };
    SIGN_INS.iter().map(line).collect()
}

/// Who holds a role in a district.
pub(super) fn seated(role: Role, district: &str) -> Option<&'static str> {
    SIGN_INS
        .iter()
        .find(|(_, held, _, target, _)| *held == role && *target == district)
        .map(|(name, ..)| *name)
}

pub(super) fn open(tx: &mut Tx<'_>, known: &Known, secret_hash: &str) -> Result<(), Problem> {
    for (name, role, kind, target, shown) in SIGN_INS {
        let broken = |code: &'static str| {
            Problem::new(Kind::Internal).log(format!("sign-in {name}: {code}"))
        };
        let target = match kind {
            ScopeKind::Cluster => find(&known.clusters, target)?.to_string(),
            ScopeKind::Institution => find(&known.institutions, target)?.to_string(),
            ScopeKind::Enterprise => find(&known.enterprises, target)?.to_string(),
            ScopeKind::State | ScopeKind::District => (*target).to_owned(),
        };
        let new = NewAccount {
            kind: if *role == Role::ServiceClient {
                AccountKind::ServiceClient
            } else {
                AccountKind::Person
            },
            sign_in_name: name
                .parse()
                .map_err(|flaw: odoi_domain::Flaw| broken(flaw.code))?,
            display_name: Line::new(shown).map_err(|flaw| broken(flaw.code))?,
            secret_hash: secret_hash.to_owned(),
            is_demo: true,
        };
        let scope = Scope::read(*kind, &target).map_err(|flaw| broken(flaw.code))?;
        let permit = tx.authorize(Action::CreateAccount, &Anchors::default())?;
        let (id, now) = (tx.mint(), tx.now());
        tx.save(Account::open(&permit, id, new, now))?
            .thing()
            .may_hold(*role)?;
        let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
        let grant_id = tx.mint();
        tx.save(AccountGrant::give(
            &permit,
            grant_id,
            id,
            Grant { role: *role, scope },
            now,
        )?)?;
    }
    Ok(())
}
