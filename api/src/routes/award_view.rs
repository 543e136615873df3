//! An award as it is shown: terms, how far everything is, where the money is, what is late.

use crate::extract::Resource;
use crate::routes::shared::step_tag;
use odoi_domain::award::{
    Award, AwardState, AwardStep, Certificate, Course, Late, Milestone, MilestoneState, Returned,
    Tranche, TrancheState, days_late,
};
use odoi_domain::entity::Document;
use odoi_domain::id::{AwardId, CallId, ClusterId, DocumentId, InstitutionId, ProposalId};
use odoi_domain::ledger::Standing;
use odoi_domain::money::Paise;
use odoi_domain::place::DistrictCode;
use odoi_domain::proposal::cost::CostLine;
use odoi_domain::text::{Line, Paragraphs};
use odoi_domain::{Day, Entity, Flaw, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// A milestone, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MilestoneView {
    /// What is to be reached.
    #[schema(inline)]
    pub title: Line,
    /// By when.
    pub due_on: Day,
    /// What shows that it was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub evidence: Option<Paragraphs>,
    /// Documents that show it.
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
    /// When that was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Day>,
    /// By how many days that was late; what is not there yet is as late as today.
    #[schema(minimum = 0, maximum = 100_000)]
    pub days_late: i64,
    /// When it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Day>,
}

/// Something that a tranche still waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Awaited {
    /// What, as problems call it: `milestone_open`, `tranche_before`, `certificate_open`, `award_ended`.
    #[schema(max_length = 40)]
    pub code: &'static str,
    /// Which milestone or tranche, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 19)]
    pub number: Option<u16>,
}

/// A tranche, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrancheView {
    /// How much, in paise.
    pub amount_paise: Paise,
    /// The milestones that it waits for, counted from 0.
    #[schema(max_items = 20)]
    pub milestones: Vec<u16>,
    /// Everything that it still waits for; empty where it is or can be released.
    #[schema(max_items = 60)]
    pub waits_for: Vec<Awaited>,
    /// When it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_on: Option<Day>,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disbursed_on: Option<Day>,
    /// When its utilisation certificate is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_due_on: Option<Day>,
    /// The utilisation certificate that was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Documents that show it.
    #[schema(max_items = 20)]
    pub documents: Vec<DocumentId>,
    /// When that was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_in_on: Option<Day>,
    /// By how many days that was late; what is not there yet is as late as today.
    #[schema(minimum = 0, maximum = 100_000)]
    pub days_late: i64,
    /// Why the last certificate was sent back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub return_reason: Option<Paragraphs>,
    /// When the certificate was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certified_on: Option<Day>,
    /// Certificates that were sent back, the oldest first.
    #[schema(max_items = 1_000)]
    pub returns: Vec<Returned>,
}

/// An award as it is shown to one caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardView {
    /// Its id.
    pub id: AwardId,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The call whose budget it is of.
    pub call_id: CallId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The academic partner.
    pub institution_id: InstitutionId,
    /// The district of the cluster.
    pub district: DistrictCode,
    /// How far it is.
    pub state: AwardState,
    /// What the proposal asks for, in paise.
    pub asked_paise: Paise,
    /// What was sanctioned, in paise.
    pub sanctioned_paise: Paise,
    /// What was released, in paise.
    pub released_paise: Paise,
    /// The day of the sanction.
    pub sanctioned_on: Day,
    /// The lines of the proposal as they were sanctioned; money is spent on innovation lines only.
    #[schema(max_items = 50)]
    pub cost_lines: Vec<CostLine>,
    /// What is to be reached.
    #[schema(max_items = 20)]
    pub milestones: Vec<MilestoneView>,
    /// In which parts the money comes.
    #[schema(max_items = 20)]
    pub tranches: Vec<TrancheView>,
    /// Where the money is, as the ledger has it.
    pub standing: Standing,
    /// When unspent money and interest are due back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_due_on: Option<Day>,
    /// What is late.
    #[schema(max_items = 50)]
    pub late: Vec<Late>,
    /// The day by which lateness is told: today.
    pub as_of: Day,
    /// When it ended before its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub end_reason: Option<Paragraphs>,
    /// What is possible now with some milestone or tranche, and open to you: not what you must leave to others.
    #[schema(max_items = 15)]
    pub allowed_steps: Vec<AwardStep>,
    /// Counts its states; the entity tag is made of it, of the allowed steps and of the day.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was sanctioned.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl AwardView {
    pub(super) fn of(thing: &Award, allowed_steps: Vec<AwardStep>, today: Day) -> Self {
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
            handed_in_on: state.handed_in_on,
            days_late: due.map_or(0, |due| days_late(due, state.handed_in_on, today)),
            return_reason: state.returned.clone(),
            certified_on: state.certified_on,
            returns: state.returns.clone(),
        }
    };
    let both = course.terms.tranches.iter().zip(&course.tranches);
    both.enumerate().map(show).collect()
}

fn awaited(flaw: &Flaw) -> Awaited {
    Awaited {
        code: flaw.code,
        number: flaw.facts.first().and_then(|fact| fact.parse().ok()),
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
