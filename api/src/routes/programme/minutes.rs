//! Closed minutes and the chain that each district's are in: anybody who holds them can check it (rule
//! R6.5).

use crate::extract::{Caller, Resource, content_tag};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::programme::recusal::ConflictChecker;
use odoi_application::reads::{MinuteLink, Read};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::MeetingId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Anchors;
use odoi_domain::programme::meeting::{Break, BrokenLink, Meeting, Sealed, Walk};
use odoi_domain::registry::place::DistrictCode;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// So many links are read at a time.
const AT_ONCE: i64 = 100;
/// So many broken links of a chain are named.
const MOST_BROKEN: usize = 1_000;

/// Closed minutes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MinutesView {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The district of the core group.
    pub district: DistrictCode,
    /// Their position in the minute chain of the district.
    pub chain: Sealed,
    /// Items, counted from 0, whose discussion, motion and votes are withheld from the caller, who stands aside. If
    /// there are any, the digest cannot be recomputed from this answer.
    #[schema(max_items = 40)]
    pub withheld: Vec<usize>,
    /// The minutes as they were hashed. The digest is the SHA-256, in lower-case hexadecimal, over the previous
    /// digest, a line feed, and this object as canonical JSON (RFC 8785).
    #[schema(value_type = Object)]
    pub minute: serde_json::Value,
}

impl MinutesView {
    fn of(meeting: &Meeting, chain: Sealed, withheld: BTreeSet<usize>) -> Self {
        Self {
            meeting_id: meeting.meta().id,
            district: meeting.state().facts.district.clone(),
            chain,
            minute: meeting.minute_without(&withheld),
            withheld: withheld.into_iter().collect(),
        }
    }
}

impl Resource for MinutesView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/meetings/{}/minutes", self.meeting_id)
    }
}

/// The result of verifying the minute chain of a district.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinuteChainView {
    /// The district.
    pub district: DistrictCode,
    /// How many minutes hold.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub links: i64,
    /// Whether the whole chain is valid.
    pub is_whole: bool,
    /// The first invalid link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<BrokenMinute>,
    /// Every link that does not, in their order; at most 1,000.
    #[schema(max_items = 1_000)]
    pub all_broken: Vec<BrokenMinute>,
}

/// A link of a chain that does not hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BrokenMinute {
    /// Its position in the chain.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub number: i64,
    /// What is wrong with it.
    pub why: Break,
    /// The meeting at that position, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<MeetingId>,
}

impl Resource for MinuteChainView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/minute-chains/{}", self.district)
    }
}

/// A walk that goes on behind what is broken.
#[derive(Default)]
struct Found {
    walk: Walk,
    links: i64,
    broken: Vec<BrokenMinute>,
    /// The link before could not even be read: what the next one says of it is taken.
    is_lost: bool,
}

impl Found {
    fn note(&mut self, link: &BrokenLink, meeting_id: Option<MeetingId>) {
        if self.broken.len() < MOST_BROKEN {
            self.broken.push(BrokenMinute {
                number: link.number.max(1),
                why: link.why,
                meeting_id,
            });
        }
    }

    /// Everything from the place that is next until before another is missing.
    fn gap(&mut self, before: i64, digest: &str, there: Option<MeetingId>) {
        while self.walk.number() + 1 < before && self.broken.len() < MOST_BROKEN {
            self.note(&self.walk.missing(), there);
            self.walk.pass(self.walk.number() + 1, digest);
        }
        if self.walk.number() + 1 < before {
            self.walk.pass(before - 1, digest);
        }
    }

    fn follow(&mut self, link: &MinuteLink) {
        let meeting = link.meeting.as_ref();
        let sealed = meeting.and_then(|meeting| meeting.state().sealed.as_ref());
        let previous = sealed.map(|sealed| sealed.previous.as_str());
        self.gap(link.number, previous.unwrap_or_default(), link.id);
        if std::mem::replace(&mut self.is_lost, sealed.is_none()) {
            self.walk.pass(self.walk.number(), previous.unwrap_or_default());
        }
        let followed = match (meeting, sealed) {
            (Some(meeting), Some(sealed)) => self.walk.follow(sealed, &meeting.minute()),
            _ => Err(self.walk.unreadable()),
        };
        match followed {
            Ok(()) => self.links += 1,
            Err(broken) => {
                self.note(&broken, link.id);
                let digest = sealed.map(|sealed| sealed.digest.as_str());
                self.walk.pass(link.number, digest.unwrap_or_default());
            }
        }
    }

    /// What was noted of the end when the last link was made.
    fn end(&mut self, noted: Option<&(i64, String)>) {
        let Some((number, digest)) = noted else {
            let (number, why) = (self.walk.number(), Break::EndMissing);
            return self.note(&BrokenLink { number, why }, None);
        };
        self.gap(number + 1, digest, None);
        if let Err(broken) = self.walk.end(*number, digest) {
            self.note(&broken, None);
        }
    }
}

/// Walks the chain of a district from its beginning.
pub fn walk(repo: &mut dyn Read, district: &DistrictCode) -> Result<MinuteChainView, Error> {
    let (mut found, mut end) = (Found::default(), None);
    loop {
        let links = repo.minute_links(district, found.walk.number(), AT_ONCE)?;
        links.iter().for_each(|link| found.follow(link));
        if links.is_empty() {
            // Minutes that were closed during the walk are walked, too.
            let latest = repo.chain_end(district)?;
            let is_longer =
                latest.as_ref().is_some_and(|(number, _)| *number > found.walk.number());
            if is_longer && latest != end {
                end = latest;
                continue;
            }
            found.end(latest.as_ref());
            break;
        }
    }
    Ok(MinuteChainView {
        district: district.clone(),
        links: found.links,
        is_whole: found.broken.is_empty(),
        broken: found.broken.first().cloned(),
        all_broken: found.broken,
    })
}

/// Read closed minutes
///
/// The minutes exactly as they were hashed, with their position in the chain. 404 until they are closed.
#[utoipa::path(
    get, path = "/v1/meetings/{id}/minutes", tag = "meetings", params(("id" = MeetingId, Path, description = "The meeting's id.")),
    responses((status = 200, description = "The minutes.", body = MinutesView)),
    extensions(("x-action" = json!(Action::ReadMinutes)))
)]
pub(crate) async fn get_minutes(caller: Caller, id: Path<MeetingId>) -> Answered {
    let now = caller.service.application.now();
    let mut checker = ConflictChecker::of(Some(caller.account()?), now);
    caller
        .respond_item(move |reading| {
            let thing = reading.meeting(*id)?;
            reading.authorize(Action::ReadMinutes, &thing.anchors())?;
            let open = || Problem::new(Kind::NotFound);
            let chain = thing.state().sealed.clone().ok_or_else(open)?;
            let withheld = checker.withheld(&mut **reading, &thing)?;
            Ok(MinutesView::of(&thing, chain, withheld))
        })
        .await
}

/// Verify the minutes of a district
///
/// Walks the hash chain of its closed minutes from the first and names each link that does not hold: missing, not
/// behind the one before, or altered after it was closed.
#[utoipa::path(
    get, path = "/v1/minute-chains/{id}", tag = "meetings",
    params(("id" = DistrictCode, Path, description = "The district (LGD code).")),
    responses((status = 200, description = "The result.", body = MinuteChainView)),
    extensions(("x-action" = json!(Action::VerifyMinutes)))
)]
pub(crate) async fn verify_minutes(caller: Caller, id: Path<DistrictCode>) -> Answered {
    caller
        .respond_item(move |reading| {
            let anchors = Anchors { districts: vec![id.clone()], ..Anchors::default() };
            reading.authorize(Action::VerifyMinutes, &anchors)?;
            Ok(walk(&mut **reading, &id)?)
        })
        .await
}
