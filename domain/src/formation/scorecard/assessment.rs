//! Assessments: the value of an indicator that no registry can compute, as a person saw it.

use super::indicator::IndicatorCode;
use crate::formation::statement::{AsOf, Statement, StatementFacts, not_yet};
use crate::kernel::evidence::Evidence;
use crate::kernel::id::{AssessmentId, ClusterId};
use crate::kernel::text::Prose;
use crate::{Day, Entity, EventType, Kind, Violation};

/// What a person assessed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssessmentFacts {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The indicator. The scorecard in force must mark it as assessed by people.
    pub indicator: IndicatorCode,
    /// Its value, in the indicator's unit.
    #[cfg_attr(feature = "openapi", schema(minimum = -1_000_000_000, maximum = 1_000_000_000))]
    pub value: f64,
    /// The day of the assessment; not in the future.
    pub assessed_on: Day,
    /// The method.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub method: Prose<1000>,
    /// The evidence.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub evidence: Vec<Evidence>,
}

/// An assessment as it was entered.
pub type Assessment = Statement<AssessmentFacts>;

impl StatementFacts for AssessmentFacts {
    type Id = AssessmentId;
    const KIND: Kind = Kind::Assessment;
    const STATED: EventType = EventType::AssessmentStated;
    const WITHDRAWN: EventType = EventType::AssessmentWithdrawn;
    const RELOCATED: EventType = EventType::AssessmentRelocated;

    fn cluster(&self) -> ClusterId {
        self.cluster_id
    }
    fn subject(&self) -> String {
        self.indicator.to_string()
    }
    fn from(&self) -> Day {
        self.assessed_on
    }
    fn check(&self, today: Day) -> Vec<Violation> {
        not_yet(self.assessed_on, today, "/assessed_on")
    }
}

/// The assessment of an indicator that counts on a day: the latest one, of two of one day the one
/// entered last.
#[must_use]
pub fn latest<'a>(
    all: &'a [Assessment],
    indicator: &IndicatorCode,
    when: AsOf,
) -> Option<&'a Assessment> {
    all.iter()
        .filter(|a| a.facts().indicator == *indicator && a.counts(when))
        .max_by_key(|a| (a.facts().assessed_on, a.meta().created_at, a.meta().id))
}
