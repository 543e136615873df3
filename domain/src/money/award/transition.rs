//! What can happen to an award, each with the movements that it causes.

use super::{
    Account, AwardStep, Certificate, Course, Invoice, MilestoneState, Returned, Terms, TrancheState,
};
use crate::Code;
use crate::kernel::id::DocumentId;
use crate::kernel::money::Paise;
use crate::kernel::text::Paragraphs;
use crate::money::ledger::{Movement, MovementKind};
use crate::{Day, Violation};

/// The award as it is afterwards, and what moves.
pub type Moved = (Course, Vec<Movement>);

/// A movement, where there is anything to move.
fn moved(kind: MovementKind, paise: i64) -> Option<Movement> {
    (paise > 0).then(|| Movement::new(kind, Paise::new(paise)))
}

impl Course {
    /// Sanctions: what is sanctioned is promised.
    pub fn sanction(terms: Terms) -> Result<Moved, Vec<Violation>> {
        let violations = terms.check();
        if !violations.is_empty() {
            return Err(violations);
        }
        let promise = Movement::new(MovementKind::Commit, terms.sanctioned);
        let award = Self {
            milestones: vec![MilestoneState::default(); terms.milestones.len()],
            tranches: vec![TrancheState::default(); terms.tranches.len()],
            terms,
            interest_paid: 0,
            refunded: 0,
            owes_since: None,
            ended_on: None,
        };
        Ok((award, vec![promise]))
    }

    /// Everything that a tranche still waits for; empty where it can be released.
    #[must_use]
    pub fn waits_for(&self, number: usize) -> Vec<Violation> {
        let (Some(terms), Some(state)) =
            (self.terms.tranches.get(number), self.tranches.get(number))
        else {
            return unknown("/tranche");
        };
        let mut violations = Vec::new();
        if self.ended_on.is_some() {
            violations.push(Violation::new(Code::AwardEnded).at("/tranche"));
        }
        if state.released_on.is_some() {
            violations.push(Violation::new(Code::ReleasedAlready).at("/tranche"));
        }
        for milestone in &terms.milestones {
            let state = self.milestones.get(usize::from(*milestone));
            if state.is_none_or(|state| state.accepted_on.is_none()) {
                violations.push(
                    Violation::new(Code::MilestoneOpen).at("/tranche").with(milestone.to_string()),
                );
            }
        }
        for (earlier, state) in self.tranches.iter().take(number).enumerate() {
            if state.released_on.is_none() {
                violations.push(
                    Violation::new(Code::TrancheBefore).at("/tranche").with(earlier.to_string()),
                );
            } else if state.certified_on.is_none() {
                violations.push(
                    Violation::new(Code::CertificateOpen).at("/tranche").with(earlier.to_string()),
                );
            }
        }
        violations
    }

    /// Releases a tranche.
    pub fn release(mut self, number: usize, on: Day) -> Result<Moved, Vec<Violation>> {
        let violations = self.waits_for(number);
        let (Some(terms), Some(state)) =
            (self.terms.tranches.get(number), self.tranches.get_mut(number))
        else {
            return Err(violations);
        };
        if !violations.is_empty() {
            return Err(violations);
        }
        state.released_on = Some(on);
        let release = Movement::new(MovementKind::Release, terms.amount_paise);
        Ok((self, vec![release]))
    }

    /// A released tranche was paid.
    pub fn disburse(mut self, number: usize, on: Day) -> Result<Moved, Vec<Violation>> {
        let (Some(terms), Some(state)) =
            (self.terms.tranches.get(number), self.tranches.get_mut(number))
        else {
            return Err(unknown("/tranche"));
        };
        if state.released_on.is_none() || state.disbursed_on.is_some() {
            return Err(vec![
                Violation::new(Code::NotPayable).at("/tranche").with(number.to_string()),
            ]);
        }
        state.disbursed_on = Some(on);
        let payment = Movement::new(MovementKind::Disburse, terms.amount_paise);
        Ok((self, vec![payment]))
    }

    /// The grantee certifies what became of a tranche. The certificate must reconcile to be taken at all.
    pub fn certify(
        mut self,
        number: usize,
        (certificate, documents): (Certificate, Vec<DocumentId>),
        on: Day,
    ) -> Result<Self, Vec<Violation>> {
        let paid = self.tranches.get(number).ok_or_else(|| unknown("/tranche"))?;
        if paid.disbursed_on.is_none() || paid.certified_on.is_some() {
            return Err(vec![
                Violation::new(Code::NotCertifiable).at("/tranche").with(number.to_string()),
            ]);
        }
        let violations = self.examine(number, &certificate, on);
        if !violations.is_empty() {
            return Err(violations);
        }
        if let Some(state) = self.tranches.get_mut(number) {
            state.certificate = Some(certificate);
            state.documents = documents;
            state.submitted_on = Some(on);
            state.returned = None;
        }
        Ok(self)
    }

    /// A certificate is sent back: the grantee owes another one.
    pub fn return_certificate(
        mut self,
        number: usize,
        reason: Paragraphs,
        on: Day,
    ) -> Result<Self, Vec<Violation>> {
        let state = self.tranches.get_mut(number).ok_or_else(|| unknown("/tranche"))?;
        let handed_in = state.certificate.take();
        let Some(certificate) = handed_in.filter(|_| state.certified_on.is_none()) else {
            return Err(vec![
                Violation::new(Code::NotCertifiable).at("/tranche").with(number.to_string()),
            ]);
        };
        state.returns.push(Returned {
            certificate,
            documents: std::mem::take(&mut state.documents),
            submitted_on: state.submitted_on.take(),
            returned_on: on,
            reason: reason.clone(),
        });
        state.returned = Some(reason);
        Ok(self)
    }

    /// Holds a certificate against what there was.
    fn examine(&self, number: usize, certificate: &Certificate, on: Day) -> Vec<Violation> {
        let earlier: Vec<Invoice> = self.accepted().flat_map(|c| c.invoices.clone()).collect();
        let received = self.terms.tranches.get(number).map_or(0, |t| t.amount_paise.get());
        certificate.check(&Account {
            opening: self.carried(),
            opening_interest: self.interest_owed(),
            received,
            lines: &self.terms.lines,
            earlier: &earlier,
            sanctioned_on: self.terms.sanctioned_on,
            certified_on: on,
            ended_on: self.ended_on,
        })
    }

    /// A certificate is accepted: what it says is booked, and what is left over at the end is owed.
    pub fn accept_certificate(mut self, number: usize, on: Day) -> Result<Moved, Vec<Violation>> {
        let state = self.tranches.get(number).ok_or_else(|| unknown("/tranche"))?;
        let Some(certificate) = state.certificate.clone().filter(|_| state.certified_on.is_none())
        else {
            return Err(vec![
                Violation::new(Code::NotCertifiable).at("/tranche").with(number.to_string()),
            ]);
        };
        // Interest may have been given up since it was handed in: then another one is needed.
        if !self.examine(number, &certificate, on).is_empty() {
            return Err(vec![
                Violation::new(Code::CertificateOvertaken).at("/tranche").with(number.to_string()),
            ]);
        }
        if let Some(state) = self.tranches.get_mut(number) {
            state.certified_on = Some(on);
        }
        let mut movements: Vec<Movement> = [
            moved(MovementKind::Utilise, certificate.spent()),
            moved(MovementKind::EarnInterest, certificate.interest_earned_paise.get()),
            moved(MovementKind::PayInterest, certificate.interest_deposited_paise.get()),
        ]
        .into_iter()
        .flatten()
        .collect();
        movements.extend(moved(MovementKind::SetAside, self.unspent()));
        self.note_debt(on);
        Ok((self, movements))
    }

    /// Gives back unspent money and interest, no more than is owed.
    pub fn refund(
        mut self,
        principal: i64,
        interest: i64,
        on: Day,
    ) -> Result<Moved, Vec<Violation>> {
        let mut violations = Vec::new();
        for (pointer, paise, owed) in [
            ("/refund_paise", principal, self.unspent()),
            ("/interest_paise", interest, self.interest_owed()),
        ] {
            if !(0..=owed).contains(&paise) {
                violations.push(Violation::new(Code::OverOwed).at(pointer).with(owed.to_string()));
            }
        }
        if principal == 0 && interest == 0 {
            violations.push(Violation::new(Code::NothingMoves));
        }
        if !violations.is_empty() {
            return Err(violations);
        }
        self.refunded += principal;
        self.interest_paid += interest;
        self.note_debt(on);
        let refund = moved(MovementKind::Refund, principal);
        let interest = moved(MovementKind::PayInterest, interest);
        Ok((self, refund.into_iter().chain(interest).collect()))
    }

    /// Ends the award: what was not released goes back to the budget, and what was certified and not spent
    /// is owed. A release that has not been paid must be paid or taken back first.
    pub fn end(mut self, on: Day) -> Result<Moved, Vec<Violation>> {
        if self.ended_on.is_some() {
            return Err(vec![Violation::new(Code::AwardEnded)]);
        }
        let is_waiting = |t: &TrancheState| t.released_on.is_some() && t.disbursed_on.is_none();
        if let Some(number) = self.tranches.iter().position(is_waiting) {
            return Err(vec![Violation::new(Code::PaymentPending).with(number.to_string())]);
        }
        let (released, was_unspent) = (self.released(), self.unspent());
        self.ended_on = Some(on);
        let kept = moved(MovementKind::Decommit, self.terms.sanctioned.get() - released);
        let left = moved(MovementKind::SetAside, self.unspent() - was_unspent);
        self.note_debt(on);
        Ok((self, kept.into_iter().chain(left).collect()))
    }

    /// Takes back a release that has not been paid: its posting is to be reversed. After the end what it
    /// was promised goes back to the budget, and what else was not spent is owed.
    pub fn take_back(mut self, number: usize, on: Day) -> Result<Moved, Vec<Violation>> {
        let was_unspent = self.unspent();
        let amount = self.terms.tranches.get(number);
        let amount = amount.map_or(0, |tranche| tranche.amount_paise.get());
        let state = self.tranches.get_mut(number).ok_or_else(|| unknown("/tranche"))?;
        if state.released_on.is_none() || state.disbursed_on.is_some() {
            return Err(vec![
                Violation::new(Code::NotPayable).at("/tranche").with(number.to_string()),
            ]);
        }
        state.released_on = None;
        if self.ended_on.is_none() {
            return Ok((self, Vec::new()));
        }
        let given_up = moved(MovementKind::Decommit, amount);
        let left = moved(MovementKind::SetAside, self.unspent() - was_unspent);
        self.note_debt(on);
        Ok((self, given_up.into_iter().chain(left).collect()))
    }

    /// Whether a step can be taken now, with some milestone, tranche or amount.
    #[must_use]
    pub fn knows(&self, step: AwardStep) -> bool {
        let milestone = |is_open: fn(&MilestoneState) -> bool| self.milestones.iter().any(is_open);
        let tranche = |is_open: fn(&TrancheState) -> bool| self.tranches.iter().any(is_open);
        let is_waiting = |t: &TrancheState| t.released_on.is_some() && t.disbursed_on.is_none();
        let is_claimed = |t: &TrancheState| t.certificate.is_some() && t.certified_on.is_none();
        match step {
            AwardStep::ReportMilestone => milestone(|m| m.accepted_on.is_none()),
            AwardStep::AcceptMilestone => {
                milestone(|m| m.evidence.is_some() && m.accepted_on.is_none())
            }
            AwardStep::ReleaseTranche => {
                (0..self.tranches.len()).any(|number| self.waits_for(number).is_empty())
            }
            AwardStep::CancelRelease | AwardStep::DisburseTranche => tranche(is_waiting),
            AwardStep::SubmitCertificate => {
                tranche(|t| t.disbursed_on.is_some() && t.certified_on.is_none())
            }
            AwardStep::AcceptCertificate | AwardStep::ReturnCertificate => tranche(is_claimed),
            AwardStep::Refund => self.unspent() > 0 || self.interest_owed() > 0,
            AwardStep::End => self.ended_on.is_none() && !tranche(is_waiting),
            // These are about postings, which a course does not know.
            AwardStep::ReversePayment
            | AwardStep::ReverseCertificate
            | AwardStep::ReverseRefund
            | AwardStep::ReverseEnd => false,
            AwardStep::ReverseMilestone => self.has_reopenable(),
        }
    }

    /// Since when something is to be given back. Interest is due with what is left over at the end.
    pub(super) fn note_debt(&mut self, on: Day) {
        let owes = self.is_over() && !self.has_uncertified() && !self.is_settled();
        self.owes_since = owes.then(|| self.owes_since.unwrap_or(on));
    }
}

pub(super) fn unknown(pointer: &str) -> Vec<Violation> {
    vec![Violation::new(Code::UnknownReference).at(pointer)]
}
