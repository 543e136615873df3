//! The audit chain and the positions of the change feed.
//!
//! Writers append rows without waiting for one another; a sealer, one at a time, takes what has been
//! committed and gives each row the next place, the digest over its predecessor's digest and its own
//! text, and its change the same position. So a position is given only after the commit, and a reader
//! who follows positions skips nothing; a row that is not sealed yet is not in the feed yet.

use crate::Error;
use crate::port::Repo;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// So many rows are sealed in one transaction.
pub(crate) const BATCH: usize = 500;

/// What walking the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many links hold, from the first.
    pub links: i64,
    /// The first link that does not.
    pub broken: Option<Broken>,
    /// Rows that are committed and not sealed yet.
    pub unsealed: usize,
}

/// The first broken link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its place.
    pub seq: i64,
    /// The id of the audit row, where there is one.
    pub id: Option<Uuid>,
    /// What is wrong.
    pub why: &'static str,
}

fn digest(previous: &[u8], text: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(previous)
        .chain_update(text.as_bytes())
        .finalize()
        .to_vec()
}

/// Seals up to a batch of rows; the answer counts them.
pub(crate) fn seal(repo: &mut dyn Repo) -> Result<usize, Error> {
    let (mut seq, mut previous) = repo.lock_head()?;
    let links = repo.unsealed(i64::try_from(BATCH).unwrap_or(i64::MAX))?;
    let mut sealed = Vec::with_capacity(links.len());
    for link in links {
        seq += 1;
        previous = digest(&previous, &link.text);
        sealed.push((link.id, seq, previous.clone()));
    }
    repo.seal(&sealed)?;
    Ok(sealed.len())
}

/// Walks the chain and names the first link that does not hold.
pub(crate) fn verify(repo: &mut dyn Repo) -> Result<Verdict, Error> {
    let (head, head_digest) = repo.lock_head()?;
    let (mut at, mut previous) = (0, Vec::new());
    let broken = loop {
        let links = repo.sealed(at, 1000)?;
        if links.is_empty() {
            break (at != head || previous != head_digest).then_some((
                at + 1,
                None,
                "the chain ends before its head",
            ));
        }
        let mut found = None;
        for link in links {
            let expected = digest(&previous, &link.text);
            if link.seq != Some(at + 1) {
                found = Some((at + 1, None, "a link is missing"));
                break;
            }
            if link.digest.as_deref() != Some(&expected) {
                found = Some((
                    at + 1,
                    Some(link.id),
                    "the row was changed after it was sealed",
                ));
                break;
            }
            (at, previous) = (at + 1, expected);
        }
        if found.is_some() {
            break found;
        }
    };
    let unsealed = repo.unsealed(1_000_000)?.len();
    let broken = broken.map(|(seq, id, why)| Broken { seq, id, why });
    Ok(Verdict {
        links: at,
        broken,
        unsealed,
    })
}
