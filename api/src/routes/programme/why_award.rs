//! What `why` tells of the money: what was sanctioned, what shows that milestones were reached, which minutes
//! released each tranche, what certificates say of it, what was given back, and who did each of these.

use crate::routes::programme::why::{Asker, WhyAct, act};
use odoi_application::Error;
use odoi_application::reads::Read;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AwardId, DocumentId, PostingId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::money::award::{AwardRecord, AwardState, Entered, TrancheState};
use odoi_domain::policy::{self, Action};
use odoi_domain::programme::attachment::{Attachment, FileName};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::programme::proposal::history::Act;
use odoi_domain::{Day, Entity};
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
    /// Who entered the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<WhyAct>,
    /// The submitted certificate, and who did what with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<WhyCertificate>,
    /// How many of its certificates were returned.
    #[schema(minimum = 0, maximum = 1_000)]
    pub returned: usize,
    /// When its utilisation certificate was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Day>,
    /// When its utilisation certificate was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certified_on: Option<Day>,
}

/// A document that proves something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyDocument {
    /// Its id.
    pub document_id: DocumentId,
    /// Its name. Absent, like its digest, if the document is gone or the caller may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<FileName>,
    /// The SHA-256 of its content, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub sha256: Option<String>,
}

/// A milestone and the evidence that it was reached.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyMilestone {
    /// The aim of the milestone.
    #[schema(inline)]
    pub title: Line,
    /// The due day.
    pub due_on: Day,
    /// What shows that it was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub evidence: Option<Paragraphs>,
    /// Documents that show it.
    #[schema(max_items = 20)]
    pub documents: Vec<WhyDocument>,
    /// Who reported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<WhyAct>,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<WhyAct>,
}

/// A utilisation certificate in totals.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyCertificate {
    /// Number of invoices.
    #[schema(minimum = 0, maximum = 200)]
    pub invoices: usize,
    /// The sum of the invoices, in paise.
    pub spent_paise: Paise,
    /// Interest that was earned, in paise.
    pub interest_earned_paise: Paise,
    /// Interest that was given up, in paise.
    pub interest_deposited_paise: Paise,
    /// The closing balance, interest included, in paise.
    pub closing_paise: Paise,
    /// Documents that show it.
    #[schema(max_items = 20)]
    pub documents: Vec<WhyDocument>,
    /// Who submitted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<WhyAct>,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<WhyAct>,
}

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyRefund {
    /// The posting.
    pub posting_id: PostingId,
    /// Unspent money, in paise.
    pub refund_paise: Paise,
    /// Interest, in paise.
    pub interest_paise: Paise,
    /// Who entered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<WhyAct>,
}

/// A reversal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhyReversal {
    /// The posting that was reversed. Absent where no money moved, as for the acceptance of a milestone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<PostingId>,
    /// The reversing posting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting_id: Option<PostingId>,
    /// The milestone whose acceptance was reversed, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: Option<u16>,
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
    /// The day of the sanction. The action itself is among those of the proposal.
    pub sanctioned_on: Day,
    /// Its milestones, in their order.
    #[schema(max_items = 20)]
    pub milestones: Vec<WhyMilestone>,
    /// Refunds that stand, oldest first.
    #[schema(max_items = 1_000)]
    pub refunds: Vec<WhyRefund>,
    /// Its tranches, in their order.
    #[schema(max_items = 20)]
    pub tranches: Vec<WhyTranche>,
    /// Entries that were reversed, oldest first.
    #[schema(max_items = 1_000)]
    pub reversals: Vec<WhyReversal>,
}

/// The award of the proposal, for those who may read it.
pub(crate) fn award(
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
    let mut reversals = Vec::new();
    for one in &record.reversals {
        reversals.push(WhyReversal {
            reverses: one.reverses,
            posting_id: one.posting,
            milestone: one.act.number,
            reason: one.reason.clone(),
            act: act(repo, &one.act, asker)?,
        });
    }
    let reads = policy::authorize(asker.actor, Action::ReadDocument, &proposal.anchors()).is_ok();
    let documents = if reads { repo.attachments_of(proposal.meta().id)? } else { Vec::new() };
    let mut teller = Teller { repo, asker, record, documents };
    Ok(Some(WhyAward {
        reversals,
        award_id: thing.meta().id,
        state: thing.status(),
        sanctioned_paise: record.course.terms.sanctioned,
        sanctioned_on: record.course.terms.sanctioned_on,
        milestones: teller.milestones()?,
        refunds: teller.refunds()?,
        tranches: teller.tranches()?,
    }))
}

/// Tells of one award, to one reader.
struct Teller<'a> {
    repo: &'a mut dyn Read,
    asker: &'a Asker<'a>,
    record: &'a AwardRecord,
    documents: Vec<Attachment>,
}

impl Teller<'_> {
    fn told(&mut self, one: Option<&Act>) -> Result<Option<WhyAct>, Error> {
        one.map(|one| act(self.repo, one, self.asker)).transpose()
    }

    /// The last time that something was done with a milestone or tranche.
    fn last(&mut self, action: Action, number: usize) -> Result<Option<WhyAct>, Error> {
        let number = u16::try_from(number).ok();
        let mut acts = self.record.history.iter();
        let found = acts.rfind(|act| act.action == action && act.number == number);
        self.told(found)
    }

    /// Who made the entry that stands.
    fn entered(&mut self, what: Entered) -> Result<Option<WhyAct>, Error> {
        let mut entries = self.record.entries.iter();
        let found = entries.rfind(|entry| entry.what == what);
        self.told(found.and_then(|entry| entry.act.as_ref()))
    }

    fn documents(&self, named: &[DocumentId]) -> Vec<WhyDocument> {
        let show = |id: &DocumentId| {
            let known = self.documents.iter().find(|one| one.meta().id == *id);
            let known = known.map(|one| one.state().clone());
            WhyDocument {
                document_id: *id,
                name: known.as_ref().map(|one| one.name.clone()),
                sha256: known.map(|one| one.sha256),
            }
        };
        named.iter().map(show).collect()
    }

    fn milestones(&mut self) -> Result<Vec<WhyMilestone>, Error> {
        let course = &self.record.course;
        let mut all = Vec::new();
        let both = course.terms.milestones.iter().zip(&course.milestones);
        for (number, (terms, state)) in both.enumerate() {
            all.push(WhyMilestone {
                title: terms.title.clone(),
                due_on: terms.due_on,
                evidence: state.evidence.clone(),
                documents: self.documents(&state.documents),
                report: self.last(Action::ReportMilestone, number)?,
                acceptance: match state.accepted_on {
                    Some(_) => self.last(Action::AcceptMilestone, number)?,
                    None => None,
                },
            });
        }
        Ok(all)
    }

    fn refunds(&mut self) -> Result<Vec<WhyRefund>, Error> {
        let mut all = Vec::new();
        for entry in &self.record.entries {
            let Entered::Refund { principal, interest, .. } = entry.what else {
                continue;
            };
            all.push(WhyRefund {
                posting_id: entry.posting,
                refund_paise: Paise::new(principal),
                interest_paise: Paise::new(interest),
                act: self.told(entry.act.as_ref())?,
            });
        }
        Ok(all)
    }

    fn tranches(&mut self) -> Result<Vec<WhyTranche>, Error> {
        let course = &self.record.course;
        let mut releases = self.record.released_by().into_iter();
        let mut all = Vec::new();
        let both = course.terms.tranches.iter().zip(&course.tranches);
        for (tranche, (terms, state)) in both.enumerate() {
            all.push(WhyTranche {
                amount_paise: terms.amount_paise,
                released_on: state.released_on,
                release: self.told(releases.next())?,
                disbursed_on: state.disbursed_on,
                payment: self.entered(Entered::Payment { tranche })?,
                certificate: self.certificate(tranche, state)?,
                returned: state.returns.len(),
                submitted_on: state.submitted_on,
                certified_on: state.certified_on,
            });
        }
        Ok(all)
    }

    fn certificate(
        &mut self,
        tranche: usize,
        state: &TrancheState,
    ) -> Result<Option<WhyCertificate>, Error> {
        let Some(said) = &state.certificate else {
            return Ok(None);
        };
        Ok(Some(WhyCertificate {
            invoices: said.invoices.len(),
            spent_paise: Paise::new(said.spent()),
            interest_earned_paise: said.interest_earned_paise,
            interest_deposited_paise: said.interest_deposited_paise,
            closing_paise: said.closing_paise,
            documents: self.documents(&state.documents),
            report: self.last(Action::SubmitCertificate, tranche)?,
            acceptance: self.entered(Entered::Certificate { tranche })?,
        }))
    }
}
