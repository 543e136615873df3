//! An award as it is shown: terms, how far everything is, where the money is, what is late.

use crate::extract::Resource;
use crate::routes::shared::step_tag;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AwardId, CallId, ClusterId, DocumentId, InstitutionId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::money::award::{
    Award, AwardState, AwardStep, Certificate, Course, Late, Milestone, MilestoneState, Returned,
    Tranche, TrancheState, days_late,
};
use odoi_domain::money::ledger::Standing;
use odoi_domain::programme::proposal::cost::CostLine;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment, Violation};
use serde::Serialize;
use utoipa::ToSchema;

/// A milestone and its progress.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MilestoneView {
    /// What is to be reached.
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
    pub documents: Vec<DocumentId>,
    /// When it was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Day>,
    /// By how many days it was late. If it has not been submitted, by how many days it is late today.
    #[schema(minimum = 0, maximum = 100_000)]
    pub days_late: i64,
    /// When it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Day>,
}

/// Something that a tranche still waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Awaited {
    /// The code, as in problems: `milestone_open`, `tranche_before`, `certificate_open`, `award_ended`.
    #[schema(max_length = 40)]
    pub code: &'static str,
    /// The milestone or tranche, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 19)]
    pub number: Option<u16>,
}

/// A tranche and its progress.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrancheView {
    /// The amount, in paise.
    pub amount_paise: Paise,
    /// The milestones that it waits for, counted from 0.
    #[schema(max_items = 20)]
    pub milestones: Vec<u16>,
    /// Everything that the tranche still waits for. Empty if it has been released or can be.
    #[schema(max_items = 60)]
    pub waits_for: Vec<Awaited>,
    /// When it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_on: Option<Day>,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disbursed_on: Option<Day>,
    /// The day on which its utilisation certificate is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_due_on: Option<Day>,
    /// The utilisation certificate that was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Documents that show it.
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
    /// When it was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Day>,
    /// By how many days it was late. If it has not been submitted, by how many days it is late today.
    #[schema(minimum = 0, maximum = 100_000)]
    pub days_late: i64,
    /// Why the last certificate was returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub return_reason: Option<Paragraphs>,
    /// When the certificate was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certified_on: Option<Day>,
    /// Certificates that were returned, oldest first.
    #[schema(max_items = 1_000)]
    pub returns: Vec<Returned>,
}

/// An award, as shown to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardView {
    /// Its id.
    pub id: AwardId,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The call whose budget pays the award.
    pub call_id: CallId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The academic partner.
    pub institution_id: InstitutionId,
    /// The district of the cluster.
    pub district: DistrictCode,
    /// How far it is.
    pub state: AwardState,
    /// The amount that the proposal asks for, in paise.
    pub asked_paise: Paise,
    /// The amount sanctioned, in paise.
    pub sanctioned_paise: Paise,
    /// The amount released, in paise.
    pub released_paise: Paise,
    /// The day of the sanction.
    pub sanctioned_on: Day,
    /// The cost lines of the proposal at the time of the sanction. Only innovation lines may be paid from the award.
    #[schema(max_items = 50)]
    pub cost_lines: Vec<CostLine>,
    /// What is to be reached.
    #[schema(max_items = 20)]
    pub milestones: Vec<MilestoneView>,
    /// The tranches.
    #[schema(max_items = 20)]
    pub tranches: Vec<TrancheView>,
    /// The balances of the ledger for this award.
    pub standing: Standing,
    /// The day on which unspent money and interest are due back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_due_on: Option<Day>,
    /// Everything that is late.
    #[schema(max_items = 50)]
    pub late: Vec<Late>,
    /// The day for which lateness is computed: today.
    pub as_of: Day,
    /// When the award was ended early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// The reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub end_reason: Option<Paragraphs>,
    /// The steps that are possible now for some milestone or tranche and that the caller may take.
    #[schema(max_items = 15)]
    pub allowed_steps: Vec<AwardStep>,
    /// The revision. The `ETag` is made from it, from `allowed_steps` and from the day.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was sanctioned.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl AwardView {
    pub(crate) fn of(thing: &Award, allowed_steps: Vec<AwardStep>, today: Day) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        let course = &record.course;
        Self {
            id: meta.id,
            proposal_id: record.proposal_id,
            call_id: record.call_id,
            cluster_id: record.cluster_id,
            institution_id: record.institution_id,
            district: record.district,
            state: thing.status(),
            asked_paise: course.terms.asked,
            sanctioned_paise: course.terms.sanctioned,
            released_paise: Paise::new(course.released()),
            sanctioned_on: course.terms.sanctioned_on,
            cost_lines: course.terms.lines.clone(),
            milestones: milestones(course, today),
            tranches: tranches(course, today),
            standing: course.standing(),
            refund_due_on: course.refund_due_on(),
            late: course.late(today),
            as_of: today,
            ended_on: course.ended_on,
            end_reason: record.end_reason,
            allowed_steps,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

fn milestones(course: &Course, today: Day) -> Vec<MilestoneView> {
    let until = course.ended_on.map_or(today, |ended| ended.min(today));
    let show = |(terms, state): (&Milestone, &MilestoneState)| MilestoneView {
        title: terms.title.clone(),
        due_on: terms.due_on,
        evidence: state.evidence.clone(),
        documents: state.documents.clone(),
        reported_on: state.reported_on,
        days_late: days_late(terms.due_on, state.reported_on, until),
        accepted_on: state.accepted_on,
    };
    let both = course.terms.milestones.iter().zip(&course.milestones);
    both.map(show).collect()
}

fn tranches(course: &Course, today: Day) -> Vec<TrancheView> {
    let waits_for = |number: usize, state: &TrancheState| match state.released_on {
        Some(_) => Vec::new(),
        None => course.waits_for(number).iter().map(awaited).collect(),
    };
    let show = |(number, (terms, state)): (usize, (&Tranche, &TrancheState))| {
        let due = state.certificate_due_on();
        TrancheView {
            amount_paise: terms.amount_paise,
            milestones: terms.milestones.clone(),
            waits_for: waits_for(number, state),
            released_on: state.released_on,
            disbursed_on: state.disbursed_on,
            certificate_due_on: due,
            certificate: state.certificate.clone(),
            documents: state.documents.clone(),
            submitted_on: state.submitted_on,
            days_late: due.map_or(0, |due| days_late(due, state.submitted_on, today)),
            return_reason: state.returned.clone(),
            certified_on: state.certified_on,
            returns: state.returns.clone(),
        }
    };
    let both = course.terms.tranches.iter().zip(&course.tranches);
    both.enumerate().map(show).collect()
}

fn awaited(violation: &Violation) -> Awaited {
    Awaited {
        code: violation.code.text(),
        number: violation.facts.first().and_then(|fact| fact.parse().ok()),
    }
}

impl Resource for AwardView {
    /// What is late changes with the day.
    fn etag(&self) -> String {
        let tag = step_tag(self.revision, AwardStep::ALL, &self.allowed_steps);
        format!("{}-{}\"", tag.trim_end_matches('"'), self.as_of)
    }
    fn path(&self) -> String {
        format!("/v1/awards/{}", self.id)
    }
}
