//! The audit chain and the positions of the change feed.
//!
//! Writers append rows without waiting for one another; a sealer, one at a time, takes what has been
//! committed and gives each row the next place, the digest over its predecessor's digest and its own
//! text, and its change the same position. So a position is given only after the commit, and a reader
//! who follows positions skips nothing; a row that is not sealed yet is not in the feed yet.

use crate::Error;
use crate::port::{Link, Repo};
use sha2::{Digest, Sha256};
use std::fmt::{Display, Formatter};
use uuid::Uuid;

/// So many rows are sealed in one transaction.
pub(crate) const BATCH: usize = 500;

/// What looking through the audit trail found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many links hold.
    pub links: i64,
    /// How many disclosures are as they were recorded.
    pub disclosures: i64,
    /// Everything that is wrong, in the order in which it was met.
    pub broken: Vec<Broken>,
    /// Rows that are committed and not sealed yet.
    pub unsealed: usize,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its place in the chain, where it has one.
    pub seq: Option<i64>,
    /// The id of the row, where it is known: of an audit row and its change, or of a disclosure.
    pub id: Option<Uuid>,
    /// What is wrong.
    pub why: Damage,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// An audit row should stand there.
    Missing,
    /// So many more should stand behind it.
    MissingMore(i64),
    /// It is not the row that was sealed.
    Altered,
    /// A column holds what it cannot hold.
    Unreadable,
    /// The row before it, which its digest is made of, is missing.
    Unlinked,
    /// It stands behind the end of the chain.
    BeyondHead,
    /// The end of the chain was noted with another digest.
    Head,
    /// The end of the chain is noted nowhere.
    NoHead,
    /// The change that was made with it does not stand in the feed.
    ChangeMissing,
    /// Its change says something else, or is of no audit row.
    Change,
    /// The disclosure that it records does not stand in the log.
    DisclosureMissing,
    /// The disclosure is not the one that was recorded.
    DisclosureAltered,
    /// No audit row records the disclosure.
    DisclosureUnrecorded,
}

impl Display for Damage {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("the row is missing"),
            Self::MissingMore(rows) => write!(f, "{rows} more rows are missing"),
            Self::Altered => f.write_str("the row was changed after it was sealed"),
            Self::Unreadable => f.write_str("the row cannot be read"),
            Self::Unlinked => {
                f.write_str("the row before it is missing, so that it cannot be checked")
            }
            Self::BeyondHead => f.write_str("the row stands behind the end of the chain"),
            Self::Head => f.write_str("the end of the chain was noted with another digest"),
            Self::NoHead => f.write_str("the note of the end of the chain was removed"),
            Self::ChangeMissing => f.write_str("the change that was made with the row was removed"),
            Self::Change => f.write_str("the row and the change that was made with it differ"),
            Self::DisclosureMissing => f.write_str("the disclosure was removed"),
            Self::DisclosureAltered => f.write_str("the disclosure was changed"),
            Self::DisclosureUnrecorded => f.write_str("the disclosure is in no audit row"),
        }
    }
}

impl Display for Broken {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        if let Some(seq) = self.seq {
            write!(f, "link {seq}: ")?;
        }
        if let Some(id) = self.id {
            let of = match self.why {
                Damage::DisclosureMissing
                | Damage::DisclosureAltered
                | Damage::DisclosureUnrecorded => "disclosure",
                _ => "audit row",
            };
            write!(f, "{of} {id}: ")?;
        }
        write!(f, "{}", self.why)
    }
}

fn digest(previous: &[u8], text: &str) -> Vec<u8> {
    Sha256::new().chain_update(previous).chain_update(text.as_bytes()).finalize().to_vec()
}

/// Seals up to a batch of rows; the answer counts them.
pub(crate) fn seal(repo: &mut dyn Repo) -> Result<usize, Error> {
    let head = repo.lock_head()?;
    let (mut seq, mut previous) =
        head.ok_or_else(|| Error::Internal(Damage::NoHead.to_string()))?;
    let links = repo.unsealed(i64::try_from(BATCH).unwrap_or(i64::MAX))?;
    let mut sealed = Vec::with_capacity(links.len());
    for link in links {
        // What cannot be read was not written by this program: it gets no place, and keeps nobody else waiting.
        let (Some(id), Some(text)) = (link.id, link.text) else {
            continue;
        };
        seq += 1;
        previous = digest(&previous, &text);
        sealed.push((id, seq, previous.clone()));
    }
    repo.seal(&sealed)?;
    Ok(sealed.len())
}

/// So many missing links in a row are named one by one.
const NAMED: i64 = 1_000;
/// So many rows are read at a time.
const AT_ONCE: i64 = 1_000;

/// A walk along the chain that goes on behind what is broken.
#[derive(Debug)]
struct Walk {
    at: i64,
    /// The digests that the next link may be made of: the one that stands there and, where that is not the one
    /// that it should be, that one. None behind a gap.
    previous: Vec<Vec<u8>>,
    links: i64,
    broken: Vec<Broken>,
}

impl Walk {
    /// Everything from the place that is next until before another is missing.
    fn gap(&mut self, repo: &mut dyn Repo, before: i64) -> Result<(), Error> {
        let named = before.min(self.at.saturating_add(1 + NAMED));
        for seq in self.at.saturating_add(1)..named {
            // The change that was made with it may still tell its id.
            let (seq, id) = (Some(seq), repo.change_at(seq)?);
            let why = Damage::Missing;
            self.broken.push(Broken { seq, id, why });
        }
        if named < before {
            let (seq, id, why) = (Some(named), None, Damage::MissingMore(before - named));
            self.broken.push(Broken { seq, id, why });
        }
        if self.at.saturating_add(1) < before {
            self.at = before - 1;
            self.previous.clear();
        }
        Ok(())
    }

    fn follow(&mut self, repo: &mut dyn Repo, link: Link) -> Result<(), Error> {
        let (seq, id) = (link.seq, link.id);
        self.gap(repo, seq.unwrap_or_default())?;
        self.at = self.at.saturating_add(1);
        let stands = link.digest.unwrap_or_default();
        let Some(text) = link.text else {
            self.previous = vec![stands];
            let why = Damage::Unreadable;
            self.broken.push(Broken { seq, id, why });
            return Ok(());
        };
        let should: Vec<_> = self.previous.iter().map(|one| digest(one, &text)).collect();
        if should.contains(&stands) {
            self.links += 1;
            self.previous = vec![stands];
            return Ok(());
        }
        let why = match should.first() {
            Some(_) => Damage::Altered,
            None => Damage::Unlinked,
        };
        self.broken.push(Broken { seq, id, why });
        self.previous = std::iter::once(stands).chain(should.into_iter().take(1)).collect();
        Ok(())
    }

    /// What the head of the chain says of its end.
    fn end(&mut self, repo: &mut dyn Repo, (head, noted): (i64, &[u8])) -> Result<(), Error> {
        if self.at < head {
            return self.gap(repo, head.saturating_add(1));
        }
        let last = repo.sealed(head.saturating_sub(1), 1)?.pop();
        let last = last.filter(|link| link.seq == Some(head));
        let stands = last.and_then(|link| link.digest).unwrap_or_default();
        if stands != noted {
            let (seq, id, why) = (Some(head), None, Damage::Head);
            self.broken.push(Broken { seq, id, why });
        }
        Ok(())
    }
}

/// Looks through the whole audit trail, with the changes and disclosures that its rows were written with, and names
/// every row that does not hold.
pub(crate) fn verify(repo: &mut dyn Repo) -> Result<Verdict, Error> {
    let noted = repo.lock_head()?;
    let head = noted.as_ref().map_or(i64::MAX, |(head, _)| *head);
    let mut walk = Walk { at: 0, previous: vec![Vec::new()], links: 0, broken: Vec::new() };
    let mut after = i64::MIN;
    loop {
        let links = repo.sealed(after, AT_ONCE)?;
        let Some(last) = links.last() else {
            break;
        };
        after = last.seq.unwrap_or(i64::MAX);
        for link in links {
            let seq = link.seq.unwrap_or_default();
            if (1..=head).contains(&seq) {
                walk.follow(repo, link)?;
            } else {
                let (seq, id, why) = (link.seq, link.id, Damage::BeyondHead);
                walk.broken.push(Broken { seq, id, why });
            }
        }
    }
    match &noted {
        Some((head, digest)) => walk.end(repo, (*head, digest))?,
        None => walk.broken.push(Broken { seq: None, id: None, why: Damage::NoHead }),
    }
    let Walk { links, mut broken, .. } = walk;
    let waiting = repo.unsealed(1_000_000)?;
    let unread = waiting.iter().filter(|link| link.text.is_none());
    broken.extend(unread.map(|link| Broken { seq: None, id: link.id, why: Damage::Unreadable }));
    compare_changes(repo, &mut broken)?;
    let disclosures = walk_disclosures(repo, &mut broken)?;
    Ok(Verdict { links, disclosures, broken, unsealed: waiting.len() })
}

/// Compares the changes with the audit rows, both ways.
fn compare_changes(repo: &mut dyn Repo, broken: &mut Vec<Broken>) -> Result<(), Error> {
    let alone = repo.audit_without_change()?.into_iter();
    broken.extend(alone.map(|(seq, id)| Broken { seq, id, why: Damage::ChangeMissing }));
    let unlike = repo.changes_unlike_audit()?.into_iter();
    broken.extend(unlike.map(|id| Broken { seq: None, id, why: Damage::Change }));
    Ok(())
}

/// Compares the log of disclosures with what the audit trail says of it, both ways; counts those that are as they
/// were recorded.
fn walk_disclosures(repo: &mut dyn Repo, broken: &mut Vec<Broken>) -> Result<i64, Error> {
    let of = |seq, id, why| Broken { seq, id, why };
    let (ids, mut good) = (repo.logged()?, 0);
    let unread = ids.iter().filter(|id| id.is_none());
    broken.extend(unread.map(|_| of(None, None, Damage::DisclosureAltered)));
    let ids: Vec<Uuid> = ids.into_iter().flatten().collect();
    for some in ids.chunks(BATCH) {
        let wrong = repo.unlike_recorded(some)?;
        good += i64::try_from(some.len() - wrong.len()).unwrap_or_default();
        broken.extend(wrong.into_iter().map(|(id, why)| of(None, Some(id), why)));
    }
    let gone = repo.gone_from_log()?.into_iter();
    broken.extend(gone.map(|(seq, id)| of(seq, id, Damage::DisclosureMissing)));
    Ok(good)
}
