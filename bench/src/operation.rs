//! The operations that are measured, and what each connection sends for them.

use crate::Failed;
use crate::client::{self, Answered, Asked, Client};
use crate::gazetteer::Gazetteer;
use crate::names::DISTRICTS;
use crate::random::Random;
use crate::{details, registry};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Enterprises that each connection patches in turn.
const OF_EACH: usize = 20;
/// Connections that sign in at once.
const SIGNING_IN: usize = 4;
/// The officer of the whole state: may do all that is measured.
const OFFICER: &str = "officer";
/// The convenor of one district, who sees no other.
const CONVENOR: &str = "convenor.kollam";

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// One enterprise by a random id.
    Item,
    /// The first 50 of a district by name.
    List,
    /// The first 50 of all that a seat holder of one district may see.
    OwnList,
    /// The first 50 of all by name.
    FirstPage,
    /// 50 behind half a million others, or half of what there is.
    DeepPage,
    /// The 50 nearest to some point.
    Nearest,
    /// Likely duplicates of a random enterprise.
    Duplicates,
    /// Two words that few enterprises have.
    Search,
    /// Two words that each very many enterprises have, and together many.
    CommonPair,
    /// One word that very many enterprises have.
    CommonSearch,
    /// The search over everything by a word and the beginning of another, with counts by facet.
    Faceted,
    /// A password against argon2id, and a new session.
    SignIn,
    /// Another postal index number, with `If-Match`.
    Patch,
    /// A new enterprise.
    Create,
}

impl Operation {
    /// All of them: those that only read first.
    pub(crate) const ALL: [Self; 14] = [
        Self::Item,
        Self::List,
        Self::OwnList,
        Self::FirstPage,
        Self::DeepPage,
        Self::Nearest,
        Self::Duplicates,
        Self::Search,
        Self::CommonPair,
        Self::CommonSearch,
        Self::Faceted,
        Self::SignIn,
        Self::Patch,
        Self::Create,
    ];

    /// Its name in the table.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Item => "item by id",
            Self::List => "list, 50 of a district by name",
            Self::OwnList => "list, 50 of the caller's own district",
            Self::FirstPage => "list, 50 of all by name",
            Self::DeepPage => "list, a deep page",
            Self::Nearest => "list, the 50 nearest",
            Self::Duplicates => "duplicates of one",
            Self::Faceted => "search over everything, with facets",
            Self::Search => "search, two words",
            Self::CommonPair => "search, two common words",
            Self::CommonSearch => "search, one common word",
            Self::SignIn => "sign-in",
            Self::Patch => "patch",
            Self::Create => "create",
        }
    }

    /// How many connections it is driven over.
    pub(crate) fn connections(self, usual: usize) -> usize {
        match self {
            Self::SignIn => usual.min(SIGNING_IN),
            _ => usual,
        }
    }

    /// Who is signed in.
    const fn account(self) -> &'static str {
        match self {
            Self::OwnList => CONVENOR,
            _ => OFFICER,
        }
    }
}

/// What the connections share.
#[derive(Debug)]
pub(crate) struct Ground {
    /// The ids of the synthetic registry, by number.
    pub(crate) ids: Vec<String>,
    /// The path of a page deep in the list of all.
    pub(crate) deep: String,
    /// The number of the next enterprise to be created.
    pub(crate) next: AtomicU64,
}

/// Where requests of one connection come from.
#[derive(Debug)]
pub(crate) struct Source {
    operation: Operation,
    ground: Arc<Ground>,
    host: String,
    bearer: String,
    random: Random,
    /// Ids and entity tags of the enterprises that are this connection's to patch.
    mine: Vec<(String, String)>,
    at: usize,
}

impl Source {
    /// The next request.
    #[allow(clippy::too_many_lines, reason = "one arm per operation")]
    pub(crate) fn next(&mut self) -> Result<Asked, Failed> {
        match self.operation {
            Operation::Item => {
                let id = self.random.choose(&self.ground.ids).ok_or("there are no ids")?;
                self.get(&format!("/v1/enterprises/{id}"))
            }
            Operation::List => {
                let district = self.random.choose(DISTRICTS).map_or("555", |d| d.0);
                self.get(&format!("/v1/enterprises?district={district}&sort=name&limit=50"))
            }
            Operation::OwnList => self.get("/v1/enterprises?sort=name&limit=50"),
            Operation::FirstPage => self.get(FIRST_PAGE),
            Operation::DeepPage => self.get(&self.ground.deep),
            Operation::Nearest => {
                let (latitude, longitude) = details::somewhere(&mut self.random);
                self.get(&format!("/v1/enterprises?near={latitude:.4},{longitude:.4}&limit=50"))
            }
            Operation::Duplicates => {
                let id = self.random.choose(&self.ground.ids);
                let id = id.ok_or("there are no ids")?.clone();
                self.get(&format!("/v1/enterprises/{id}/duplicates"))
            }
            Operation::Faceted => {
                let known = u64::try_from(self.ground.ids.len())?;
                let words = registry::words(self.random.below(known))?;
                self.get(&format!(
                    "/v1/search?q={words}&facets=kind,district,division,size_class,cluster_id"
                ))
            }
            Operation::Search => {
                let known = u64::try_from(self.ground.ids.len())?;
                let words = registry::words(self.random.below(known))?;
                self.get(&format!("/v1/enterprises?q={words}"))
            }
            Operation::CommonPair => {
                let words = registry::common_words(&mut self.random);
                self.get(&format!("/v1/enterprises?q={words}"))
            }
            Operation::CommonSearch => {
                let word = registry::common_word(&mut self.random);
                self.get(&format!("/v1/enterprises?q={word}"))
            }
            Operation::SignIn => sign_in(&self.host, self.operation.account()),
            Operation::Patch => {
                self.at = (self.at + 1) % self.mine.len().max(1);
                let pin = registry::pin_code("683", &mut self.random);
                let (id, etag) = self.mine.get(self.at).ok_or("there is nothing to patch")?;
                let asked = client::request("PATCH", &self.host, &format!("/v1/enterprises/{id}"))
                    .header(AUTHORIZATION, &self.bearer)
                    .header(CONTENT_TYPE, "application/merge-patch+json")
                    .header(IF_MATCH, etag);
                Ok(asked.body(client::json(&json!({ "pin_code": pin })))?)
            }
            Operation::Create => {
                let facts = registry::facts(
                    self.ground.next.fetch_add(1, Ordering::Relaxed),
                    &Gazetteer::default(),
                )?;
                let asked = client::request("POST", &self.host, "/v1/enterprises")
                    .header(AUTHORIZATION, &self.bearer)
                    .header(CONTENT_TYPE, "application/json");
                Ok(asked.body(client::json(&serde_json::to_value(&facts)?))?)
            }
        }
    }

    /// Learns from an answer: the entity tag of what was patched.
    pub(crate) fn learn(&mut self, answer: &Answered) {
        if let (Operation::Patch, Some(etag)) = (self.operation, &answer.etag)
            && let Some(mine) = self.mine.get_mut(self.at)
        {
            mine.1.clone_from(etag);
        }
    }

    fn get(&self, path: &str) -> Result<Asked, Failed> {
        let asked = client::request("GET", &self.host, path).header(AUTHORIZATION, &self.bearer);
        Ok(asked.body(client::nothing())?)
    }
}

/// The header that says who the officer is.
pub(crate) async fn bearer(at: SocketAddr) -> Result<String, Failed> {
    bearer_of(&mut Client::connect(at).await?, at, OFFICER).await
}

async fn bearer_of(client: &mut Client, at: SocketAddr, account: &str) -> Result<String, Failed> {
    let answer = client.expect(sign_in(&at.to_string(), account)?).await?;
    let tokens: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let token = tokens.get("access_token").and_then(|token| token.as_str());
    Ok(format!("Bearer {}", token.ok_or("signing in gave no token")?))
}

/// A source for each connection: signs in, and where items are to be patched, reads their tags.
pub(crate) async fn sources(
    operation: Operation,
    ground: &Arc<Ground>,
    at: SocketAddr,
    connections: usize,
) -> Result<Vec<Source>, Failed> {
    let mut client = Client::connect(at).await?;
    let host = at.to_string();
    let bearer = bearer_of(&mut client, at, operation.account()).await?;
    let mut made = Vec::with_capacity(connections);
    for seed in 0..u64::try_from(connections)? {
        let mut source = Source {
            operation,
            ground: ground.clone(),
            host: host.clone(),
            bearer: bearer.clone(),
            random: Random::new(seed),
            mine: Vec::new(),
            at: 0,
        };
        if operation == Operation::Patch {
            let first = OF_EACH * usize::try_from(seed)?;
            for id in ground.ids.iter().skip(first).take(OF_EACH) {
                let asked = source.get(&format!("/v1/enterprises/{id}"))?;
                let etag = client.expect(asked).await?.etag;
                source.mine.push((id.clone(), etag.ok_or("an enterprise without a tag")?));
            }
        }
        made.push(source);
    }
    Ok(made)
}

/// The list of all by name.
const FIRST_PAGE: &str = "/v1/enterprises?sort=name&limit=50";
/// A deep page is as many pages behind the first.
const DEEP: u64 = 10_000;

/// The path of a deep page: reached as callers reach it, by following `next`.
pub(crate) async fn deep(at: SocketAddr, total: u64) -> Result<String, Failed> {
    let ground = Arc::new(Ground { ids: Vec::new(), deep: String::new(), next: AtomicU64::new(0) });
    let sources = sources(Operation::Item, &ground, at, 1).await?;
    let source = sources.first().ok_or("there is no source")?;
    let mut client = Client::connect(at).await?;
    let mut path = FIRST_PAGE.to_owned();
    for _page in 0..DEEP.min(total / 100) {
        let answer = client.expect(source.get(&path)?).await?;
        let page: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let cursor = page.get("next").and_then(serde_json::Value::as_str);
        path = format!("{FIRST_PAGE}&cursor={}", cursor.ok_or("the list ended")?);
    }
    Ok(path)
}

/// How many enterprises the whole list has.
pub(crate) async fn total(at: SocketAddr) -> Result<u64, Failed> {
    let ground = Arc::new(Ground { ids: Vec::new(), deep: String::new(), next: AtomicU64::new(0) });
    let sources = sources(Operation::Item, &ground, at, 1).await?;
    let source = sources.first().ok_or("there is no source")?;
    let asked = source.get("/v1/enterprises?limit=1&count=true")?;
    let answer = Client::connect(at).await?.expect(asked).await?;
    let page: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let total = page.get("total").and_then(serde_json::Value::as_u64);
    Ok(total.ok_or("the list was not counted")?)
}

fn sign_in(host: &str, account: &str) -> Result<Asked, Failed> {
    let body = json!({ "name": account, "password": odoi_program::demo::PASSWORD });
    let asked = client::request("POST", host, "/v1/auth/sign-in");
    Ok(asked.header(CONTENT_TYPE, "application/json").body(client::json(&body))?)
}
