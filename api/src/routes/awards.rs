//! Awards: seed money of sanctioned proposals, and everything that is done to one (rule R6.7).

use crate::extract::{self, Body, Caller, List, Writing, filter};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::aside::impartial;
use crate::routes::award_view::AwardView;
use crate::routes::documents;
use crate::routes::doer::Doer;
use crate::routes::funding;
use crate::routes::mandates::{authority, deeds, still_said};
use crate::routes::shared::Answered;
use actix_web::web::{Bytes, Path};
use odoi_domain::Entity;
use odoi_domain::actor::Actor;
use odoi_domain::award::{Award, AwardStep, Before, Certificate, Invoice, Stepped};
use odoi_domain::entity::{Document, Reason, Refusal};
use odoi_domain::id::{AwardId, DocumentId, PostingId};
use odoi_domain::meeting::Citation;
use odoi_domain::money::Paise;
use odoi_domain::policy::Action;
use odoi_domain::text::{Line, Paragraphs};
use odoi_persistence::port::{AwardFilter, Read};
use serde::Deserialize;
use utoipa::ToSchema;

filter!(AwardFilter, sorts: [CreatedAt, UpdatedAt], {
    state: "Only awards that are so far.",
    district: "Only awards of these districts (LGD code).",
    call_id: "Only awards of the budgets of these calls.",
    proposal_id: "Only the awards of these proposals.",
    cluster_id: "Only awards of these clusters.",
    late: "Only awards of which something is late, or nothing is.",
}, day: as_of);

/// Evidence of a milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneReport {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
    /// What shows that it was reached.
    #[schema(inline)]
    pub evidence: Paragraphs,
    /// Documents of the proposal that show it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
}

/// Which milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichMilestone {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
}

/// Which tranche.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichTranche {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
}

/// Which release is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseReversal {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// Why.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reason: Option<Paragraphs>,
}

/// Why the end is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndReversal {
    /// The posting of the end, where it moved anything. An award ends once: it need not be named.
    #[serde(default)]
    #[schema(nullable)]
    pub posting_id: Option<PostingId>,
    /// Why: what was wrong with it.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// Which acceptance is taken back, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneReversal {
    /// The milestone, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub milestone: u16,
    /// Why: what was wrong with it.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// Which posting is taken back, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostingReversal {
    /// The posting, from the postings of the award.
    pub posting_id: PostingId,
    /// Why: what was wrong with it.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// Which tranche is released, and who decided it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// The item of closed minutes that decided its release.
    #[serde(default)]
    #[schema(nullable)]
    pub minute: Option<Citation>,
}

/// What is asked of an award.
struct Asked {
    what: Stepped,
    reference: Option<Line>,
    minute: Option<Citation>,
}

impl From<Stepped> for Asked {
    fn from(what: Stepped) -> Self {
        Self {
            what,
            reference: None,
            minute: None,
        }
    }
}

impl Asked {
    /// What the treasury or the bank calls it.
    fn known_as(what: Stepped, reference: Option<Line>) -> Self {
        Self {
            reference,
            ..what.into()
        }
    }
}

/// A payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payment {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// What the treasury or the bank calls the payment.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reference: Option<Line>,
}

/// A utilisation certificate that is handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certification {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// What became of it.
    pub certificate: Certificate,
    /// Documents of the proposal that show it: bills, statements of the account.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
}

/// A utilisation certificate that is sent back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateReturn {
    /// The tranche, counted from 0.
    #[schema(minimum = 0, maximum = 19)]
    pub tranche: u16,
    /// What is to be put right.
    #[schema(inline)]
    pub reason: Paragraphs,
}

/// What was given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundFacts {
    /// Money that was not spent, in paise.
    pub refund_paise: Paise,
    /// Interest, in paise.
    pub interest_paise: Paise,
    /// What the treasury or the bank calls the payment.
    #[serde(default)]
    #[schema(inline, nullable)]
    pub reference: Option<Line>,
}

/// List awards
///
/// The awards that you may see: those of your districts, your cluster, or your institution. Each says what
/// is late.
#[utoipa::path(
    get, path = "/v1/awards", tag = "awards", params(List<AwardFilter>),
    responses((status = 200, description = "A page.", body = PageOf<AwardView>)),
    extensions(("x-action" = json!(Action::ListAwards)))
)]
pub(crate) async fn list_awards(caller: Caller, list: List<AwardFilter>) -> Answered {
    let (me, now) = (caller.account()?, caller.service.store.now());
    let query = move |repo: &mut dyn Read, f: &_, view: &_, paging: &_| {
        let mut doer = Doer::of(repo, me, now)?;
        let found = repo.awards(f, view, paging)?;
        found.try_map(|thing| Ok((doer.award_steps(repo, &thing)?, thing)))
    };
    let show = move |_: &Actor, (steps, thing): (Vec<AwardStep>, Award)| {
        AwardView::of(&thing, steps, now.day())
    };
    caller.page(list, Action::ListAwards, query, show).await
}

/// Read an award
///
/// Its terms, how far each milestone and tranche is, where the money is to the paisa, what is late, and what
/// is possible now and open to you.
#[utoipa::path(
    get, path = "/v1/awards/{id}", tag = "awards", params(("id" = AwardId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = AwardView)),
    extensions(("x-action" = json!(Action::ReadAward)))
)]
pub(crate) async fn get_award(caller: Caller, id: Path<AwardId>) -> Answered {
    let now = caller.service.store.now();
    caller
        .item(move |reading| {
            let thing = reading.award(*id)?;
            reading.authorize(Action::ReadAward, &thing.anchors())?;
            let steps = Doer::new(reading.actor(), now).award_steps(&mut **reading, &thing)?;
            Ok(AwardView::of(&thing, steps, now.day()))
        })
        .await
}

/// No invoice is counted in two awards.
fn counted_once(
    tx: &mut Writing<'_, '_>,
    award: &Award,
    certifies: Option<usize>,
) -> Result<(), Problem> {
    let tranches = &award.state().course.tranches;
    let state = certifies.and_then(|number| tranches.get(number));
    let Some(certificate) = state.and_then(|state| state.certificate.as_ref()) else {
        return Ok(());
    };
    let keys = certificate.invoices.iter().map(Invoice::key).collect();
    // What others hand in now is there, or not, when it is looked for.
    tx.take_turns(&keys)?;
    let elsewhere = tx.invoices_elsewhere(award.meta().id, &keys)?;
    let flaws = certificate.counted_elsewhere(&elsewhere);
    if flaws.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Flawed(flaws).into())
    }
}

/// Does something to an award: the award, what it moves, and the answer in one transaction.
async fn take(
    caller: Caller,
    id: AwardId,
    (operation, step, bytes): (&'static str, AwardStep, Bytes),
    asked: Asked,
) -> Answered {
    let what = asked.what;
    caller
        .write(operation, &bytes, move |tx| {
            let thing = tx.award(id)?;
            let permit = tx.authorize(step.action(), &thing.anchors())?;
            tx.at(&thing)?;
            let proposal = tx.proposal(thing.state().proposal_id)?;
            documents::known(tx, proposal.meta().id, what.documents())?;
            let authority = authority(
                tx,
                what.wanted(&proposal, &thing.state().history),
                asked.minute,
            )?;
            let (posting, now) = (tx.mint(), tx.now());
            let before = Before {
                state: proposal.status().state,
                done: &deeds(&mut ***tx, &proposal, asked.minute)?,
            };
            still_said(tx, (&thing, &proposal), &what)?;
            let certifies = what.certifies();
            let granted = thing.step(&permit, what, authority, (posting, before), now)?;
            impartial(tx, &permit, &proposal)?;
            counted_once(tx, granted.award.thing(), certifies)?;
            let thing = funding::save(tx, &permit, granted, (posting, asked.reference), now)?;
            let steps = Doer::new(tx.actor(), now).award_steps(&mut ***tx, thing.thing())?;
            let view = AwardView::of(thing.thing(), steps, now.day());
            extract::saved(200, &thing, &view)
        })
        .await
}

/// One handler per step: they differ in name, path, body and step alone.
macro_rules! steps {
    ($($name:ident = ($path:literal, $step:ident, $Body:ident, $summary:literal, $about:literal, $what:expr);)+) => {$(
        #[doc = $summary]
        #[doc = ""]
        #[doc = $about]
        #[utoipa::path(
            post, path = $path, tag = "awards", params(("id" = AwardId, Path, description = "Its id.")),
            request_body = $Body,
            responses((status = 200, description = "As it is now.", body = AwardView)),
            extensions(("x-action" = json!(AwardStep::$step.action())))
        )]
        pub(crate) async fn $name(caller: Caller, id: Path<AwardId>, body: Body<$Body>) -> Answered {
            let what: fn($Body) -> Asked = $what;
            let step = (stringify!($name), AwardStep::$step, body.bytes);
            take(caller, *id, step, what(body.value)).await
        }
    )+};
}

steps! {
    report_milestone = ("/v1/awards/{id}/report-milestone", ReportMilestone, MilestoneReport, "Report a milestone",
        "The cluster shows that it was reached. Until it is accepted it can be reported again.",
        |b| Stepped::ReportMilestone(b.milestone.into(), b.evidence, b.documents).into());
    accept_milestone = ("/v1/awards/{id}/accept-milestone", AcceptMilestone, WhichMilestone, "Accept a milestone",
        "Not by whoever reported it.",
        |b| Stepped::AcceptMilestone(b.milestone.into()).into());
    release_tranche = ("/v1/awards/{id}/release-tranche", ReleaseTranche, Release, "Release a tranche",
        "Once its milestones and the utilisation certificates of the tranches before it are accepted, by the authority of the item of closed minutes that `minute` cites: one that was carried by a quorum for the release of this very tranche, and not corrected since; nor may the item have been that sanctioned it, unless the correction decides the same for at least as much. Else 409 names everything that is missing. Not by whoever sanctioned or proposed.",
        |b| Asked { minute: b.minute, ..Stepped::ReleaseTranche(b.tranche.into()).into() });
    take_back_tranche = ("/v1/awards/{id}/take-back-tranche", TakeBackTranche, ReleaseReversal, "Take back a release",
        "One that has not been paid. The posting of the release is reversed by another one. After the end of the award what was promised goes back to the budget.",
        |b| Stepped::TakeBackTranche(b.tranche.into(), b.reason).into());
    disburse_tranche = ("/v1/awards/{id}/disburse-tranche", DisburseTranche, Payment, "Enter a payment",
        "A released tranche was paid. Its utilisation certificate is due from then on. Not once the minutes of the sanction or of the release were corrected (409 `minute_corrected`).",
        |b| Asked::known_as(Stepped::DisburseTranche(b.tranche.into()), b.reference));
    certify_tranche = ("/v1/awards/{id}/certify-tranche", CertifyTranche, Certification, "Hand in a utilisation certificate",
        "What became of a tranche that was paid. It is taken only where it reconciles to the paisa: what was left over, interest and the tranche are what was spent, given up and left. Until it is accepted it can be handed in again.",
        |b| Stepped::CertifyTranche(b.tranche.into(), b.certificate, b.documents).into());
    accept_certificate = ("/v1/awards/{id}/accept-certificate", AcceptCertificate, WhichTranche, "Accept a utilisation certificate",
        "What it says is entered into the ledger. Not by whoever handed it in.",
        |b| Stepped::AcceptCertificate(b.tranche.into()).into());
    return_certificate = ("/v1/awards/{id}/return-certificate", ReturnCertificate, CertificateReturn, "Send a utilisation certificate back",
        "`reason` says what is to be put right; another one is then due.",
        |b| Stepped::ReturnCertificate(b.tranche.into(), b.reason).into());
    refund_award = ("/v1/awards/{id}/refund", Refund, RefundFacts, "Enter a refund",
        "Unspent money, interest, or both were given back: no more than is owed.",
        |b| Asked::known_as(Stepped::Refund(b.refund_paise, b.interest_paise), b.reference));
    end_award = ("/v1/awards/{id}/end", End, Reason, "End an award",
        "Nothing is released any more: what was not released can be sanctioned again, and what was not spent is owed.",
        |b| Stepped::End(b.reason).into());
    reverse_payment = ("/v1/awards/{id}/reverse-payment", ReversePayment, PostingReversal, "Take back a payment",
        "One that was entered by mistake: another posting reverses it and says why. Before a certificate about it is handed in. A posting is taken back once, and never while something that was entered later rests on it: 409 says what.",
        |b| Stepped::Reverse(AwardStep::ReversePayment, Some(b.posting_id), b.reason).into());
    reverse_certificate = ("/v1/awards/{id}/reverse-certificate", ReverseCertificate, PostingReversal, "Take back the acceptance of a certificate",
        "What was entered when it was accepted is reversed. The certificate is handed in again: it can be sent back, or accepted anew. Not once a later tranche is released, something is given back, or the award has ended since.",
        |b| Stepped::Reverse(AwardStep::ReverseCertificate, Some(b.posting_id), b.reason).into());
    reverse_refund = ("/v1/awards/{id}/reverse-refund", ReverseRefund, PostingReversal, "Take back a refund",
        "Unspent money or interest that was not given back after all is owed again, since when it was owed before. Not once a certificate was accepted that began with what was left.",
        |b| Stepped::Reverse(AwardStep::ReverseRefund, Some(b.posting_id), b.reason).into());
    reverse_end = ("/v1/awards/{id}/reverse-end", ReverseEnd, EndReversal, "Take back the end of an award",
        "What went back to the budget is promised again, as far as the budget still has it; an end that moved nothing is taken back too. Not where the proposal was withdrawn or cancelled, before or after.",
        |b| Stepped::Reverse(AwardStep::ReverseEnd, b.posting_id, b.reason).into());
    reverse_milestone = ("/v1/awards/{id}/reverse-milestone", ReverseMilestone, MilestoneReversal, "Take back the acceptance of a milestone",
        "What was reported stands, and is accepted anew once it is right. Not once a tranche was released that waited for it: 409 says so.",
        |b| Stepped::ReverseMilestone(b.milestone.into(), b.reason).into());
}
