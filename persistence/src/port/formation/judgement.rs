//! What is said about clusters, by which rules they are judged, and what the registry knows of them.

use super::{AssessmentFilter, CooperationFilter, InterestFilter, RuleSetFilter};
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::Day;
use odoi_domain::formation::cooperation::Cooperation;
use odoi_domain::formation::gate::{GateTry, Interest};
use odoi_domain::formation::rule_set::{RuleSet, RuleSubject};
use odoi_domain::formation::scorecard::assessment::Assessment;
use odoi_domain::formation::scorecard::measure::Observed;
use odoi_domain::formation::suggestion::Cell;
use odoi_domain::kernel::id::{AssessmentId, ClusterId, CooperationId, InterestId, RuleSetId};
use odoi_domain::policy::View;
use odoi_domain::registry::place::DistrictCode;

macro_rules! statements {
    ($($Filter:ident, $Thing:ident, $Id:ident, $one:ident, $page:ident, $about:ident;)+) => {
        /// Statements about clusters.
        pub trait Statements {
            $(
                /// One of them.
                fn $one(&mut self, id: $Id) -> Result<$Thing, Error>;
                /// A page of them.
                fn $page(&mut self, filter: &$Filter, view: &View, paging: &Paging) -> Result<Page<$Thing>, Error>;
                /// Every one about some clusters, in the order of their ids.
                fn $about(&mut self, clusters: &[ClusterId]) -> Result<Vec<$Thing>, Error>;
            )+
        }
    };
}

statements! {
    InterestFilter, Interest, InterestId, interest, interests, interests_about;
    CooperationFilter, Cooperation, CooperationId, cooperation, cooperations, cooperations_about;
    AssessmentFilter, Assessment, AssessmentId, assessment, assessments, assessments_about;
}

/// Tries to start the programme.
pub trait Gates {
    /// Every try of a cluster, the latest first.
    fn gate_tries(&mut self, cluster: ClusterId) -> Result<Vec<GateTry>, Error>;
}

/// Rule sets.
pub trait RuleSets {
    /// One rule set.
    fn rule_set(&mut self, id: RuleSetId) -> Result<RuleSet, Error>;
    /// A page of rule sets.
    fn rule_sets(
        &mut self,
        filter: &RuleSetFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<RuleSet>, Error>;
    /// Every version about a subject, the first one first.
    fn rule_sets_on(&mut self, subject: RuleSubject) -> Result<Vec<RuleSet>, Error>;
    /// Holds a subject until the end of the transaction, so that versions are numbered one by one.
    fn hold_rule_sets(&mut self, subject: RuleSubject) -> Result<(), Error>;
}

/// What the registry knows of clusters on a day.
pub trait Insight {
    /// The clusters of a district, in the order of their ids.
    fn clusters_in(&mut self, district: &DistrictCode) -> Result<Vec<ClusterId>, Error>;
    /// Members, their activities and their ties.
    fn observe(&mut self, clusters: &[ClusterId], on: Day) -> Result<Observed, Error>;
    /// How many enterprises of which activity stand in which PIN code, and how many of them belong
    /// to a cluster; of every district where none is named.
    fn activity_cells(&mut self, districts: &[DistrictCode], on: Day) -> Result<Vec<Cell>, Error>;
}
