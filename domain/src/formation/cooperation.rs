//! The co-operation ladder: six ordered steps, computed from dated evidence by a published rule table
//! and never set by hand (rule R3.4).

use crate::Code;
use crate::formation::statement::{AsOf, Statement, StatementFacts, not_yet};
use crate::kernel::evidence::Evidence;
use crate::kernel::id::{ClusterId, CooperationId};
use crate::kernel::text::Prose;
use crate::{Day, EventType, Kind, Violation};
use chrono::Months;

words! {
    /// The steps of the ladder, in their order (programme text of ODOI).
    LadderStep("ladder_step") {
        /// Trust is built.
        Trust = "trust" ("Trust", "പരസ്പര വിശ്വാസം"),
        /// There is constructive dialogue.
        Dialogue = "dialogue" ("Constructive dialogue", "ക്രിയാത്മക സംവാദം"),
        /// Information is exchanged.
        InformationExchange = "information_exchange" ("Exchange of information", "വിവര കൈമാറ്റം"),
        /// Common strategic objectives are identified.
        CommonObjectives = "common_objectives" ("Common strategic objectives", "പൊതു ലക്ഷ്യങ്ങൾ"),
        /// A joint strategy is agreed.
        AgreedJointStrategy = "agreed_joint_strategy" ("Agreed joint strategy", "ധാരണയായ സംയുക്ത തന്ത്രം"),
        /// It is implemented systematically.
        Implementation = "implementation" ("Implementation", "നടപ്പാക്കൽ"),
    }
}

words! {
    /// Kinds of evidence that members of a cluster co-operate.
    CooperationKind("cooperation_kind") {
        /// Members met to get to know each other.
        AcquaintanceMeeting = "acquaintance_meeting" ("Meeting to get acquainted", "പരിചയപ്പെടൽ യോഗം"),
        /// They visited each other's works, or those of others together.
        StudyVisit = "study_visit" ("Study visit", "പഠന സന്ദർശനം"),
        /// They were trained together.
        JointTraining = "joint_training" ("Joint training", "സംയുക്ത പരിശീലനം"),
        /// They met on an agenda, with minutes.
        DialogueMeeting = "dialogue_meeting" ("Dialogue meeting", "സംവാദ യോഗം"),
        /// They shared prices, orders, designs or test results with each other.
        InformationShared = "information_shared" ("Information shared", "വിവരങ്ങൾ പങ്കുവച്ചു"),
        /// A diagnostic study was made with their figures.
        DiagnosticStudy = "diagnostic_study" ("Diagnostic study", "ഡയഗ്നോസ്റ്റിക് പഠനം"),
        /// Staff of one worked at another, or at an institution.
        StaffExchange = "staff_exchange" ("Staff exchange", "ജീവനക്കാരുടെ കൈമാറ്റം"),
        /// They worked out a vision in a workshop.
        VisionWorkshop = "vision_workshop" ("Vision workshop", "ദർശന ശിൽപ്പശാല"),
        /// The cluster commission endorsed common objectives.
        ObjectivesEndorsed = "objectives_endorsed" ("Objectives endorsed", "ലക്ഷ്യങ്ങൾ അംഗീകരിച്ചു"),
        /// The cluster commission endorsed an action plan.
        PlanEndorsed = "plan_endorsed" ("Action plan endorsed", "കർമ്മപദ്ധതി അംഗീകരിച്ചു"),
        /// They signed an agreement among themselves or with a partner.
        AgreementSigned = "agreement_signed" ("Agreement signed", "കരാർ ഒപ്പുവച്ചു"),
        /// They bought together.
        JointPurchase = "joint_purchase" ("Joint purchase", "സംയുക്ത വാങ്ങൽ"),
        /// They sold or exhibited together.
        JointMarketing = "joint_marketing" ("Joint marketing", "സംയുക്ത വിപണനം"),
        /// They run a facility in common.
        CommonFacility = "common_facility" ("Common facility", "പൊതുസൗകര്യ കേന്ദ്രം"),
        /// They registered a special purpose vehicle.
        VehicleRegistered = "vehicle_registered" ("Special purpose vehicle registered", "സ്പെഷ്യൽ പർപ്പസ് വെഹിക്കിൾ (എസ്.പി.വി) രജിസ്റ്റർ ചെയ്തു"),
    }
}

/// A piece of evidence that members of a cluster co-operate.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CooperationFacts {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// What it proves.
    pub kind: CooperationKind,
    /// The day of the event; not in the future.
    pub happened_on: Day,
    /// What happened.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub about: Prose<1000>,
    /// Number of members that took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable, minimum = 1, maximum = 100_000))]
    pub participants: Option<i32>,
    /// The source.
    pub evidence: Evidence,
}

/// A piece of evidence as it was entered.
pub type Cooperation = Statement<CooperationFacts>;

impl StatementFacts for CooperationFacts {
    type Id = CooperationId;
    const KIND: Kind = Kind::CooperationEvidence;
    const STATED: EventType = EventType::CooperationStated;
    const WITHDRAWN: EventType = EventType::CooperationWithdrawn;
    const RELOCATED: EventType = EventType::CooperationRelocated;

    fn cluster(&self) -> ClusterId {
        self.cluster_id
    }
    fn subject(&self) -> String {
        self.kind.to_string()
    }
    fn from(&self) -> Day {
        self.happened_on
    }
    fn check(&self, today: Day) -> Vec<Violation> {
        not_yet(self.happened_on, today, "/happened_on")
    }
}

/// The demand of a step: a number of pieces of evidence of these kinds, not older than so many months.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LadderDemand {
    /// The step. A step may have several demands; all must be met.
    pub step: LadderStep,
    /// Kinds of evidence; any of them counts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 15))]
    pub kinds: Vec<CooperationKind>,
    /// Least number of pieces.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub at_least: i32,
    /// The largest age of a piece, in months.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 240))]
    pub within_months: i32,
}

/// The rule table of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LadderRules {
    /// The demands of the steps, at least one for each.
    #[cfg_attr(feature = "openapi", schema(min_items = 6, max_items = 40))]
    pub demands: Vec<LadderDemand>,
}

impl LadderRules {
    /// The first published table: a design choice of ours, to be replaced by a version of K-DISC's.
    #[must_use]
    pub fn first() -> Self {
        use CooperationKind as K;
        use LadderStep as S;
        let demand = |step, kinds: &[K], at_least, within_months| LadderDemand {
            step,
            kinds: kinds.to_vec(),
            at_least,
            within_months,
        };
        Self {
            demands: vec![
                demand(S::Trust, &[K::AcquaintanceMeeting, K::StudyVisit, K::JointTraining], 2, 24),
                demand(S::Dialogue, &[K::DialogueMeeting], 3, 12),
                demand(
                    S::InformationExchange,
                    &[K::InformationShared, K::DiagnosticStudy, K::StaffExchange],
                    2,
                    24,
                ),
                demand(S::CommonObjectives, &[K::VisionWorkshop, K::ObjectivesEndorsed], 1, 36),
                demand(S::AgreedJointStrategy, &[K::PlanEndorsed, K::AgreementSigned], 1, 36),
                demand(
                    S::Implementation,
                    &[K::JointPurchase, K::JointMarketing, K::CommonFacility, K::VehicleRegistered],
                    1,
                    24,
                ),
            ],
        }
    }

    /// Steps that demand nothing would hold of themselves.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let without = |step: &&LadderStep| !self.demands.iter().any(|d| d.step == **step);
        let mut violations: Vec<Violation> = LadderStep::ALL
            .iter()
            .filter(without)
            .map(|step| {
                Violation::new(Code::StepWithoutDemand).at("/ladder/demands").with(step.text())
            })
            .collect();
        for (place, demand) in self.demands.iter().enumerate() {
            for (number, kind) in demand.kinds.iter().enumerate() {
                if demand.kinds.iter().take(number).any(|other| other == kind) {
                    let pointer = format!("/ladder/demands/{place}/kinds/{number}");
                    violations.push(Violation::new(Code::Repeated).at(&pointer));
                }
            }
        }
        violations
    }
}

/// How one demand is met.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// What is demanded.
    pub demand: LadderDemand,
    /// The evidence that counts, the latest first.
    pub evidence: Vec<CooperationId>,
    /// How many pieces are missing.
    pub missing: i32,
}

/// Where a cluster stands on the ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The highest step that holds together with all before it; `None` below the first.
    pub step: Option<LadderStep>,
    /// Every demand, in the order of the steps.
    pub demands: Vec<Met>,
}

impl Standing {
    /// Whether every demand of a step is met, whatever the steps before it.
    #[must_use]
    pub fn holds(&self, step: LadderStep) -> bool {
        let mut own = self.demands.iter().filter(|met| met.demand.step == step).peekable();
        own.peek().is_some() && own.all(|met| met.missing == 0)
    }

    /// How many steps hold in a row from the first.
    #[must_use]
    pub fn height(&self) -> usize {
        LadderStep::ALL.iter().take_while(|step| self.holds(**step)).count()
    }
}

/// Where a cluster stands on a day, by the evidence and a rule table.
#[must_use]
pub fn standing(rules: &LadderRules, all: &[Cooperation], when: AsOf) -> Standing {
    let mut demands: Vec<Met> = rules.demands.iter().map(|d| met(d, all, when)).collect();
    demands.sort_by_key(|met| met.demand.step);
    let mut found = Standing { step: None, demands };
    let height = found.height();
    found.step = height.checked_sub(1).and_then(|last| LadderStep::ALL.get(last).copied());
    found
}

fn met(demand: &LadderDemand, all: &[Cooperation], when: AsOf) -> Met {
    use crate::Entity;
    let months = u32::try_from(demand.within_months).unwrap_or(0);
    let oldest = when.holds_on.0.checked_sub_months(Months::new(months));
    let recent = |day: Day| oldest.is_none_or(|oldest| day.0 >= oldest);
    let mut counted: Vec<&Cooperation> = all
        .iter()
        .filter(|e| demand.kinds.contains(&e.facts().kind) && e.counts(when))
        .filter(|e| recent(e.facts().happened_on))
        .collect();
    counted.sort_by_key(|e| std::cmp::Reverse((e.facts().happened_on, e.meta().id)));
    let count = i32::try_from(counted.len()).unwrap_or(i32::MAX);
    Met {
        demand: demand.clone(),
        evidence: counted.iter().map(|e| e.meta().id).collect(),
        missing: (demand.at_least - count).max(0),
    }
}

#[cfg(test)]
mod tests;
