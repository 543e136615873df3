//! `odoi accounts` and `odoi grants`.

use super::{Done, Failed, operator, say};
use crate::site::Site;
use base64::Engine as _;
use clap::Subcommand;
use odoi_api::auth::password;
use odoi_api::problem::{Kind, Problem};
use odoi_application::identity::accounts;
use odoi_application::{Failure, WriteContext};
use odoi_domain::identity::account::{Account, AccountKind, NewAccount, SignInName};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Grant, Role, Scope, ScopeKind};
use odoi_domain::{Entity, Word};
use odoi_persistence::{Answer, Store};
use std::io::BufRead;

#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// Open an account for a person. The password is read from standard input, one line.
    Create {
        /// The name to sign in with.
        name: String,
        /// The name to show.
        #[arg(long)]
        display: String,
    },
    /// Open an account for a partner system; its secret is printed once.
    CreateClient {
        /// The client id.
        name: String,
        /// The name to show.
        #[arg(long)]
        display: String,
    },
    /// Give a person another password, read from standard input; ends every session.
    SetPassword {
        /// The sign-in name.
        name: String,
    },
    /// Give a partner system another secret, printed once; ends its tokens.
    RenewSecret {
        /// The client id.
        name: String,
    },
    /// Close an account: it can no longer sign in, and its tokens and sessions have ended for good.
    Close {
        /// The sign-in name.
        name: String,
    },
    /// Reopen a closed account.
    Reopen {
        /// The sign-in name.
        name: String,
    },
    /// Close every account of the demonstration.
    CloseDemo,
    /// List the accounts.
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Grants {
    /// Give an account a role within a scope, e.g. `odoi grants give dpe.ekm kdisc_dpe district 555`.
    Give {
        /// The sign-in name.
        name: String,
        /// The role; an unknown one is answered with the list.
        role: String,
        /// state, district, cluster, institution or enterprise.
        scope: String,
        /// The district code or the id; nothing for the state.
        #[arg(default_value = "")]
        target: String,
    },
    /// Take a role away; it ends at once.
    Revoke {
        /// The sign-in name.
        name: String,
        /// The role.
        role: String,
    },
    /// List the roles of an account.
    List {
        /// The sign-in name.
        name: String,
    },
}

fn read<W: Word>(text: &str, all: &[&str]) -> Result<W, Failed> {
    W::parse(text).map_err(|violation| {
        let known =
            if all.is_empty() { String::new() } else { format!("; there are: {}", all.join(", ")) };
        format!("{text:?} is no {}: {}{known}", W::NAME.replace('_', " "), sentence(&violation))
            .into()
    })
}

/// What is wrong, in words.
fn sentence(violation: &odoi_domain::Violation) -> String {
    odoi_api::message::message(odoi_api::Language::English, violation.code, &violation.facts)
}

fn role(text: &str) -> Result<Role, Failed> {
    read(text, &Role::ALL.iter().map(|role| role.text()).collect::<Vec<_>>())
}

/// One line of standard input.
fn given_password(name: &str) -> Result<String, Failed> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let given = line.trim_end_matches(['\r', '\n']).to_owned();
    password::examine(&given, name).map_err(|violation| {
        operator::sentence(&Problem::new(Kind::Invalid).violations(vec![violation.at("password")]))
    })?;
    Ok(given)
}

/// A secret that nobody can guess.
fn new_secret() -> Result<String, Failed> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes)?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// Opens an account and gives it its first roles.
pub(crate) async fn open(store: &Store, new: NewAccount, grants: Vec<Grant>) -> Done {
    operator::write(store, "open_account", move |tx| {
        Ok(accounts::open_account(tx, new, grants)?.answer(201, None))
    })
    .await?;
    Ok(())
}

async fn create(store: &Store, kind: AccountKind, name: &str, display: &str, secret: &str) -> Done {
    let new = NewAccount {
        kind,
        sign_in_name: read(name, &[])?,
        display_name: Line::new(display)
            .map_err(|violation| format!("display name: {}", sentence(&violation)))?,
        secret_hash: password::hash(secret)?,
        is_demo: false,
    };
    open(store, new, Vec::new()).await
}

/// Runs a change of the account of a name.
async fn change(
    store: &Store,
    name: &str,
    work: impl FnOnce(&mut WriteContext<'_, '_>, Account) -> Result<(), Failure> + Send + 'static,
) -> Done {
    let wanted: SignInName = read(name, &[])?;
    operator::write(store, "change_account", move |tx| {
        let account = accounts::account_named(tx, &wanted)?;
        work(tx, account)?;
        Ok(Answer::unchanged(200, None))
    })
    .await?;
    Ok(())
}

async fn set_secret(store: &Store, name: &str, secret: &str) -> Done {
    let hash = password::hash(secret)?;
    change(store, name, |tx, account| accounts::set_secret(tx, account, hash).map(drop)).await
}

async fn set_active(store: &Store, name: &str, is_active: bool) -> Done {
    change(store, name, move |tx, account| accounts::set_active(tx, account, is_active).map(drop))
        .await
}

pub(super) async fn run(site: &Site, command: Accounts) -> Done {
    // The first account may come before the first start of the server.
    let store = match command {
        Accounts::Create { .. } | Accounts::CreateClient { .. } => operator::open_or_make(site)?,
        _ => operator::open(site)?,
    };
    match command {
        Accounts::Create { name, display } => {
            let secret = given_password(&name)?;
            create(&store, AccountKind::Person, &name, &display, &secret).await?;
            say(format_args!("{name} is open; give it a role with `odoi grants give`"));
        }
        Accounts::CreateClient { name, display } => {
            let secret = new_secret()?;
            create(&store, AccountKind::ServiceClient, &name, &display, &secret).await?;
            say(format_args!(
                "client_id     {name}\nclient_secret {secret}\nIt is not shown again."
            ));
        }
        Accounts::SetPassword { name } => {
            let secret = given_password(&name)?;
            set_secret(&store, &name, &secret).await?;
            say(format_args!("{name} has a new password, and no session"));
        }
        Accounts::RenewSecret { name } => {
            let secret = new_secret()?;
            set_secret(&store, &name, &secret).await?;
            say(format_args!("client_secret {secret}\nIt is not shown again."));
        }
        Accounts::Close { name } => {
            set_active(&store, &name, false).await?;
            say(format_args!("{name} is closed"));
        }
        Accounts::Reopen { name } => {
            set_active(&store, &name, true).await?;
            say(format_args!("{name} is open again"));
        }
        Accounts::CloseDemo => close_demo(&store).await?,
        Accounts::List => list(&store).await?,
    }
    store.close().await;
    Ok(())
}

async fn close_demo(store: &Store) -> Done {
    let accounts = store.read(|repo| repo.accounts()).await?;
    for account in accounts.iter().filter(|a| a.is_demo() && a.is_active()) {
        set_active(store, account.sign_in_name().as_str(), false).await?;
        say(format_args!("{} is closed", account.sign_in_name()));
    }
    Ok(())
}

async fn list(store: &Store) -> Done {
    for account in store.read(|repo| repo.accounts()).await? {
        let state = if account.is_active() { "active" } else { "closed" };
        say(format_args!(
            "{:<40} {:<15} {state:<7} {} {}",
            account.sign_in_name().as_str(),
            account.kind().text(),
            account.meta().id,
            account.display_name()
        ));
    }
    Ok(())
}

pub(super) async fn run_grants(site: &Site, command: Grants) -> Done {
    let store = operator::open(site)?;
    match command {
        Grants::Give { name, role: wanted, scope, target } => {
            let kind: ScopeKind =
                read(&scope, &ScopeKind::ALL.iter().map(|kind| kind.text()).collect::<Vec<_>>())?;
            let scope = Scope::read(kind, &target).map_err(|violation| {
                format!("{target:?} is no {kind}: {}", sentence(&violation))
            })?;
            let grant = Grant { role: role(&wanted)?, scope };
            change(&store, &name, move |tx, account| {
                accounts::give_grant(tx, &account, grant).map(drop)
            })
            .await?;
            say(format_args!("{name} is {wanted} now"));
        }
        Grants::Revoke { name, role: wanted } => {
            let wanted = role(&wanted)?;
            change(&store, &name, move |tx, account| accounts::revoke_grants(tx, &account, wanted))
                .await?;
            say(format_args!("{name} is no longer {wanted}"));
        }
        Grants::List { name } => {
            let wanted: SignInName = read(&name, &[])?;
            let grants = store
                .read(move |repo| match repo.account_named(&wanted)? {
                    Some(account) => repo.grants_of(account.meta().id),
                    None => Err(odoi_persistence::Error::Missing),
                })
                .await?;
            for grant in grants {
                say(format_args!(
                    "{:<26} {:<12} {}",
                    grant.grant().role.text(),
                    grant.grant().scope.kind().text(),
                    grant.grant().scope.target()
                ));
            }
        }
    }
    store.close().await;
    Ok(())
}
