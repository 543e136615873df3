//! What `why` tells of the money: what was sanctioned, which minutes released each tranche and by whom,
//! and when each was paid and accounted for.

use crate::routes::why::{Asker, WhyAct, act};
use odoi_domain::award::{AwardRecord, AwardState};
use odoi_domain::entity::Document;
use odoi_domain::id::{AwardId, PostingId};
use odoi_domain::money::Paise;
use odoi_domain::policy::{self, Action};
use odoi_domain::proposal::Proposal;
use odoi_domain::text::Paragraphs;
use odoi_domain::{Day, Entity};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// A tranche, and what released it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyTranche {
    /// How much, in paise.
    pub amount_paise: Paise,
    /// When it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_on: Option<Day>,
    /// Who released it, and by which minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<WhyAct>,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disbursed_on: Option<Day>,
    /// When its utilisation certificate was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_in_on: Option<Day>,
    /// When its utilisation certificate was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certified_on: Option<Day>,
}

/// A posting that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyReversal {
    /// The posting that was taken back.
    pub reverses: PostingId,
    /// The posting that took it back.
    pub posting_id: PostingId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub reason: Option<Paragraphs>,
    /// Who did it, and when.
    pub act: WhyAct,
}

/// The seed money of the proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyAward {
    /// The award.
    pub award_id: AwardId,
    /// How far it is.
    pub state: AwardState,
    /// What was sanctioned, in paise.
    pub sanctioned_paise: Paise,
    /// The day of the sanction; the act that sanctioned is among those of the proposal.
    pub sanctioned_on: Day,
    /// Its tranches, in their order.
    #[schema(max_items = 20)]
    pub tranches: Vec<WhyTranche>,
    /// What was entered by mistake and taken back, the oldest first.
    #[schema(max_items = 1_000)]
    pub reversals: Vec<WhyReversal>,
}

/// The award of the proposal, for those who may read it.
pub(super) fn award(
    repo: &mut dyn Read,
    proposal: &Proposal,
    asker: &Asker<'_>,
) -> Result<Option<WhyAward>, Error> {
    let Some(thing) = repo.award_of(proposal.meta().id)? else {
        return Ok(None);
    };
    if policy::authorize(asker.actor, Action::ReadAward, &thing.anchors()).is_err() {
        return Ok(None);
    }
    let record = thing.state();
    let mut releases = Vec::new();
    for one in record.released_by() {
        releases.push(act(repo, one, asker)?);
    }
    let mut reversals = Vec::new();
    for one in &record.reversals {
        reversals.push(WhyReversal {
            reverses: one.reverses,
            posting_id: one.posting,
            reason: one.reason.clone(),
            act: act(repo, &one.act, asker)?,
        });
    }
    Ok(Some(WhyAward {
        reversals,
        award_id: thing.meta().id,
        state: thing.status(),
        sanctioned_paise: record.course.terms.sanctioned,
        sanctioned_on: record.course.terms.sanctioned_on,
        tranches: tranches(record, releases),
    }))
}

fn tranches(record: &AwardRecord, releases: Vec<WhyAct>) -> Vec<WhyTranche> {
    let course = &record.course;
    let mut releases = releases.into_iter();
    let both = course.terms.tranches.iter().zip(&course.tranches);
    both.map(|(terms, state)| WhyTranche {
        amount_paise: terms.amount_paise,
        released_on: state.released_on,
        release: releases.next(),
        disbursed_on: state.disbursed_on,
        handed_in_on: state.handed_in_on,
        certified_on: state.certified_on,
    })
    .collect()
}
