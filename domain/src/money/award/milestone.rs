//! Milestones: shown, accepted, and looked at anew (rule R6.7).

use super::transition::unknown;
use super::{AwardStep, Course, MilestoneState};
use crate::Code;
use crate::kernel::id::DocumentId;
use crate::kernel::text::Paragraphs;
use crate::{Day, Violation};

impl Course {
    /// The grantee shows that a milestone was reached; once accepted, it stands.
    pub fn report(
        mut self,
        number: usize,
        (evidence, documents): (Paragraphs, Vec<DocumentId>),
        on: Day,
    ) -> Result<Self, Vec<Violation>> {
        let state = self.not_accepted(number)?;
        state.evidence = Some(evidence);
        state.documents = documents;
        state.reported_on = Some(on);
        Ok(self)
    }

    /// The evidence of a milestone is accepted.
    pub fn accept_milestone(mut self, number: usize, on: Day) -> Result<Self, Vec<Violation>> {
        let state = self.not_accepted(number)?;
        if state.evidence.is_none() {
            return Err(vec![
                Violation::new(Code::NoEvidence).at("/milestone").with(number.to_string()),
            ]);
        }
        state.accepted_on = Some(on);
        Ok(self)
    }

    /// A milestone that is still to be accepted.
    fn not_accepted(&mut self, number: usize) -> Result<&mut MilestoneState, Vec<Violation>> {
        match self.milestones.get_mut(number) {
            None => Err(unknown("/milestone")),
            Some(state) if state.accepted_on.is_some() => {
                Err(vec![Violation::new(Code::AcceptedAlready).at("/milestone")])
            }
            Some(state) => Ok(state),
        }
    }

    /// Takes back the acceptance of a milestone: what was reported stands, and is looked at anew. Not once a tranche
    /// was released that waited for it.
    pub fn reopen_milestone(mut self, number: usize) -> Result<Self, Vec<Violation>> {
        let refused = |violation: Violation| vec![violation.at("/milestone")];
        let is_built_on = self.is_built_on(number);
        let state = self.milestones.get_mut(number);
        let state = state.ok_or_else(|| unknown("/milestone"))?;
        if state.accepted_on.is_none() {
            let violation = Violation::new(Code::MilestoneOpen).with(number.to_string());
            return Err(refused(violation));
        }
        if is_built_on {
            let violation = Violation::new(Code::RestedOn).with(AwardStep::ReleaseTranche.text());
            return Err(refused(violation));
        }
        state.accepted_on = None;
        Ok(self)
    }

    /// Whether a tranche was released that waited for a milestone.
    fn is_built_on(&self, milestone: usize) -> bool {
        let mut both = self.terms.tranches.iter().zip(&self.tranches);
        both.any(|(terms, state)| {
            let mut waits_for = terms.milestones.iter();
            state.released_on.is_some() && waits_for.any(|at| usize::from(*at) == milestone)
        })
    }

    /// Whether the acceptance of some milestone can be taken back.
    pub(super) fn has_reopenable(&self) -> bool {
        let mut accepted = (self.milestones.iter().enumerate())
            .filter(|(_, milestone)| milestone.accepted_on.is_some());
        accepted.any(|(number, _)| !self.is_built_on(number))
    }
}
