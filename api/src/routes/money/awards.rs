//! Awards: seed money of sanctioned proposals, and everything that is done to one (rule R6.7).

use crate::extract::{self, Body, Caller, List, filter};
use crate::page::PageOf;
use crate::routes::money::award_body::{
    CertificateReturn, Certification, EndReversal, MilestoneReport, MilestoneReversal, Payment,
    PostingReversal, RefundFacts, Release, ReleaseReversal, WhichMilestone, WhichTranche,
};
use crate::routes::money::award_view::AwardView;
use crate::routes::shared::Answered;
use actix_web::web::{Bytes, Path};
use odoi_application::money::awards::{self, AwardRequest, AwardStepTaken};
use odoi_application::programme::allowed_steps::AllowedSteps;
use odoi_application::reads::{AwardFilter, Read};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Reason;
use odoi_domain::kernel::id::AwardId;
use odoi_domain::kernel::text::Line;
use odoi_domain::money::award::{Award, AwardCommand, AwardStep};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Actor;

filter!(AwardFilter, sorts: [CreatedAt, UpdatedAt], {
    state: "Only awards in these states.",
    district: "Only awards of these districts (LGD code).",
    call_id: "Only awards under these calls.",
    proposal_id: "Only awards of these proposals.",
    cluster_id: "Only awards of these clusters.",
    late: "If true, only awards with something late; if false, only awards with nothing late.",
}, day: as_of);

/// Something for which the treasury or the bank has a reference.
fn referred(what: AwardCommand, reference: Option<Line>) -> AwardRequest {
    AwardRequest { reference, ..what.into() }
}

/// List awards
///
/// The awards that the caller may see: those of their districts, cluster or institution. Each shows what
/// is late.
#[utoipa::path(
    get, path = "/v1/awards", tag = "awards", params(List<AwardFilter>),
    responses((status = 200, description = "A page.", body = PageOf<AwardView>)),
    extensions(("x-action" = json!(Action::ListAwards)))
)]
pub(crate) async fn list_awards(caller: Caller, list: List<AwardFilter>) -> Answered {
    let (me, now) = (caller.account()?, caller.service.application.now());
    let query = move |repo: &mut dyn Read, f: &_, view: &_, paging: &_| {
        let mut doer = AllowedSteps::of(repo, me, now)?;
        let found = repo.awards(f, view, paging)?;
        found.try_map(|thing| Ok((doer.award_steps(repo, &thing)?, thing)))
    };
    let show = move |_: &Actor, (steps, thing): (Vec<AwardStep>, Award)| {
        AwardView::of(&thing, steps, now.day())
    };
    caller.respond_page(list, Action::ListAwards, query, show).await
}

/// Read an award
///
/// Terms, progress of each milestone and tranche, balances to the paisa, what is late, and the steps
/// that are possible now and that the caller may take.
#[utoipa::path(
    get, path = "/v1/awards/{id}", tag = "awards", params(("id" = AwardId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = AwardView)),
    extensions(("x-action" = json!(Action::ReadAward)))
)]
pub(crate) async fn get_award(caller: Caller, id: Path<AwardId>) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_item(move |reading| {
            let thing = reading.award(*id)?;
            reading.authorize(Action::ReadAward, &thing.anchors())?;
            let steps =
                AllowedSteps::new(reading.actor(), now).award_steps(&mut **reading, &thing)?;
            Ok(AwardView::of(&thing, steps, now.day()))
        })
        .await
}

/// Does something to an award, and answers it with the steps that are possible then.
async fn take(
    caller: Caller,
    id: AwardId,
    operation: &'static str,
    bytes: Bytes,
    request: AwardRequest,
) -> Answered {
    caller
        .write(operation, &bytes, move |tx| {
            let AwardStepTaken { award, found } = awards::take_step(tx, id, request)?;
            let mut actor = AllowedSteps::of_writer(tx).knowing(found);
            let steps = actor.award_steps(&mut **tx, award.thing())?;
            let view = AwardView::of(award.thing(), steps, tx.now().day());
            extract::saved(200, &award, &view)
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
            responses((status = 200, description = "The current state.", body = AwardView)),
            extensions(("x-action" = json!(AwardStep::$step.action())))
        )]
        pub(crate) async fn $name(caller: Caller, id: Path<AwardId>, body: Body<$Body>) -> Answered {
            let what: fn($Body) -> AwardRequest = $what;
            take(caller, *id, stringify!($name), body.bytes, what(body.value)).await
        }
    )+};
}

steps! {
    report_milestone = ("/v1/awards/{id}/report-milestone", ReportMilestone, MilestoneReport, "Report a milestone",
        "The cluster proves that the milestone was reached. It can be reported again until it is accepted.",
        |b| AwardCommand::ReportMilestone(b.milestone.into(), b.evidence, b.documents).into());
    accept_milestone = ("/v1/awards/{id}/accept-milestone", AcceptMilestone, WhichMilestone, "Accept a milestone",
        "The account that reported the milestone cannot accept it.",
        |b| AwardCommand::AcceptMilestone(b.milestone.into()).into());
    release_tranche = ("/v1/awards/{id}/release-tranche", ReleaseTranche, Release, "Release a tranche",
        "Releases a tranche. Its milestones and the utilisation certificates of all tranches before it must be accepted. `minute` cites an item of closed minutes that a quorum carried, that decided the release of this tranche, and that no later item has corrected. The item that sanctioned must still stand, or its correction must allow at least as much. Otherwise 409 names everything that is missing. Whoever proposed or sanctioned cannot release.",
        |b| AwardRequest { minute: b.minute, ..AwardCommand::ReleaseTranche(b.tranche.into()).into() });
    cancel_release = ("/v1/awards/{id}/cancel-release", CancelRelease, ReleaseReversal, "Cancel a release",
        "Cancels a release that has not been paid. A reversing posting is entered. After the end of the award the amount goes back to the budget.",
        |b| AwardCommand::CancelRelease(b.tranche.into(), b.reason).into());
    disburse_tranche = ("/v1/awards/{id}/disburse-tranche", DisburseTranche, Payment, "Enter a payment",
        "Enters the payment of a released tranche. Its utilisation certificate is due from then on. Refused (409 `minute_corrected`) if the minutes of the sanction or of the release were corrected.",
        |b| referred(AwardCommand::DisburseTranche(b.tranche.into()), b.reference));
    submit_certificate = ("/v1/awards/{id}/submit-certificate", SubmitCertificate, Certification, "Submit a utilisation certificate",
        "Accounts for a paid tranche. It must reconcile to the paisa: left over before + interest + tranche = spent + interest given up + closing balance. It can be submitted again until it is accepted.",
        |b| AwardCommand::SubmitCertificate(b.tranche.into(), b.certificate, b.documents).into());
    accept_certificate = ("/v1/awards/{id}/accept-certificate", AcceptCertificate, WhichTranche, "Accept a utilisation certificate",
        "Enters the certificate into the ledger. The account that submitted it cannot accept it.",
        |b| AwardCommand::AcceptCertificate(b.tranche.into()).into());
    return_certificate = ("/v1/awards/{id}/return-certificate", ReturnCertificate, CertificateReturn, "Return a utilisation certificate",
        "`reason` says what must be corrected. Another certificate is then due.",
        |b| AwardCommand::ReturnCertificate(b.tranche.into(), b.reason).into());
    refund_award = ("/v1/awards/{id}/refund", Refund, RefundFacts, "Enter a refund",
        "Enters unspent money, interest or both that were paid back, at most the amount owed.",
        |b| referred(AwardCommand::Refund(b.refund_paise, b.interest_paise), b.reference));
    end_award = ("/v1/awards/{id}/end", End, Reason, "End an award",
        "Ends the award early. Money that was not released goes back to the budget; money that was not spent is owed.",
        |b| AwardCommand::End(b.reason).into());
    reverse_payment = ("/v1/awards/{id}/reverse-payment", ReversePayment, PostingReversal, "Reverse a payment",
        "Reverses a payment that was entered by mistake, by a posting with the reason, before its certificate is submitted. A posting can be reversed once, and only while no later posting depends on it (409 names that posting).",
        |b| AwardCommand::Reverse(AwardStep::ReversePayment, Some(b.posting_id), b.reason).into());
    reverse_certificate = ("/v1/awards/{id}/reverse-certificate", ReverseCertificate, PostingReversal, "Reverse the acceptance of a certificate",
        "Reverses the postings of the acceptance. The certificate counts as submitted again and can be returned or accepted. Refused once a later tranche is released, money is paid back, or the award has ended.",
        |b| AwardCommand::Reverse(AwardStep::ReverseCertificate, Some(b.posting_id), b.reason).into());
    reverse_refund = ("/v1/awards/{id}/reverse-refund", ReverseRefund, PostingReversal, "Reverse a refund",
        "Unspent money or interest that was not paid back after all is owed again, since the original day. Refused once a certificate was accepted that begins with the remaining balance.",
        |b| AwardCommand::Reverse(AwardStep::ReverseRefund, Some(b.posting_id), b.reason).into());
    reverse_end = ("/v1/awards/{id}/reverse-end", ReverseEnd, EndReversal, "Reverse the end of an award",
        "Commits again what went back to the budget, as far as the budget allows. An end that moved no money can be reversed too. Refused if the proposal was withdrawn or cancelled, before or after the end.",
        |b| AwardCommand::Reverse(AwardStep::ReverseEnd, b.posting_id, b.reason).into());
    reverse_milestone = ("/v1/awards/{id}/reverse-milestone", ReverseMilestone, MilestoneReversal, "Reverse the acceptance of a milestone",
        "The report stays and can be accepted again. Refused (409) once a tranche that waited for it was released.",
        |b| AwardCommand::ReverseMilestone(b.milestone.into(), b.reason).into());
}
