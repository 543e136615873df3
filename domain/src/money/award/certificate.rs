//! Utilisation certificates: what became of a tranche, to the paisa (rule R6.7).
//!
//! The sum is that of form GFR 12-A of the General Financial Rules 2017 (rule 238): what was left
//! over, interest earned, less interest deposited, and the grant received, are what was spent and
//! what is left. Interest is the State's and is not spent.

use crate::Code;
use crate::kernel::fold::{bare, fold};
use crate::kernel::id::DocumentId;
use crate::kernel::money::{LARGEST_AMOUNT, Paise};
use crate::kernel::text::{Line, Paragraphs, Text};
use crate::programme::proposal::cost::{CostKind, CostLine};
use crate::{Day, Violation};
use std::collections::{BTreeMap, BTreeSet};

/// A bill that was paid.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// The supplier.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub supplier: Line,
    /// The number that the supplier gave it.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub number: Text<60>,
    /// The date of the invoice.
    pub dated_on: Day,
    /// The cost line that it belongs to, counted from 0.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub cost_line: u16,
    /// How much was paid, in paise.
    pub amount_paise: Paise,
}

/// What the grantee certifies about a tranche.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The invoices that were paid.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub invoices: Vec<Invoice>,
    /// Interest that the money earned in this period, in paise.
    pub interest_earned_paise: Paise,
    /// Interest given up in this period, in paise.
    pub interest_deposited_paise: Paise,
    /// The closing balance of the account, interest included, in paise.
    pub closing_paise: Paise,
}

/// What a certificate is held against.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// Left over from the certificates before, without interest, in paise.
    pub opening: i64,
    /// Interest not given up yet, in paise.
    pub opening_interest: i64,
    /// The tranche, in paise.
    pub received: i64,
    /// The lines of the proposal.
    pub lines: &'a [CostLine],
    /// The invoices of the certificates before.
    pub earlier: &'a [Invoice],
    /// The day of the sanction: nothing older is paid for.
    pub sanctioned_on: Day,
    /// The day of the certificate.
    pub certified_on: Day,
    /// The day on which the award ended before its time: nothing younger is paid for.
    pub ended_on: Option<Day>,
}

/// A certificate that was returned.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Returned {
    /// The certificate.
    pub certificate: Certificate,
    /// Its documents.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub documents: Vec<DocumentId>,
    /// When it was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(alias = "submitted_on")]
    #[serde(alias = "handed_in_on")]
    pub submitted_on: Option<Day>,
    /// When it was returned.
    pub returned_on: Day,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub reason: Paragraphs,
}

impl Certificate {
    /// What was spent, in paise.
    #[must_use]
    pub fn spent(&self) -> i64 {
        self.invoices.iter().fold(0, |sum, i| sum.saturating_add(i.amount_paise.get()))
    }

    /// What the two sides of the sum differ by, in paise; 0 where it reconciles. More than 0: money is
    /// not accounted for. Less than 0: more is accounted for than there was.
    #[must_use]
    pub fn difference(&self, account: &Account<'_>) -> i64 {
        let had = account.opening
            + account.opening_interest
            + account.received
            + self.interest_earned_paise.get()
            - self.interest_deposited_paise.get();
        had - self.spent() - self.closing_paise.get()
    }

    /// Everything that is wrong with it.
    #[must_use]
    pub fn check(&self, account: &Account<'_>) -> Vec<Violation> {
        let mut violations = self.check_amounts();
        if violations.is_empty() {
            violations.extend(self.check_sum(account));
        }
        violations.extend(self.check_invoices(account));
        violations.extend(self.check_lines(account));
        violations
    }

    fn check_amounts(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let is_amount = |paise: Paise, least| (least..=LARGEST_AMOUNT).contains(&paise.get());
        for (at, invoice) in self.invoices.iter().enumerate() {
            if !is_amount(invoice.amount_paise, 1) {
                violations.push(
                    Violation::new(Code::NoAmount).at(&format!("/invoices/{at}/amount_paise")),
                );
            }
        }
        for (name, paise) in [
            ("/interest_earned_paise", self.interest_earned_paise),
            ("/interest_deposited_paise", self.interest_deposited_paise),
            ("/closing_paise", self.closing_paise),
        ] {
            if !is_amount(paise, 0) {
                violations.push(Violation::new(Code::NoAmount).at(name));
            }
        }
        violations
    }

    fn check_sum(&self, account: &Account<'_>) -> Vec<Violation> {
        let mut violations = Vec::new();
        let difference = self.difference(account);
        if difference != 0 {
            let violation = Violation::new(Code::Unreconciled).at("/closing_paise");
            violations.push(violation.with(difference.to_string()));
        }
        let had = account.opening + account.received;
        if self.spent() > had {
            let violation = Violation::new(Code::SpentOverReceived).at("/invoices");
            violations.push(violation.with((self.spent() - had).to_string()));
        }
        let interest = account.opening_interest + self.interest_earned_paise.get();
        if self.interest_deposited_paise.get() > interest {
            let violation =
                Violation::new(Code::DepositOverInterest).at("/interest_deposited_paise");
            violations.push(violation.with(interest.to_string()));
        }
        violations
    }

    /// Its invoices that are among these, of other awards.
    #[must_use]
    pub fn counted_elsewhere(&self, keys: &BTreeSet<String>) -> Vec<Violation> {
        let counted = |(at, invoice): (usize, &Invoice)| {
            let pointer = format!("/certificate/invoices/{at}/number");
            keys.contains(&invoice.key())
                .then(|| Violation::new(Code::InvoiceElsewhere).at(&pointer))
        };
        let all = self.invoices.iter().enumerate();
        all.filter_map(counted).collect()
    }

    fn check_invoices(&self, account: &Account<'_>) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut counted: BTreeSet<String> = account.earlier.iter().map(Invoice::key).collect();
        for (at, invoice) in self.invoices.iter().enumerate() {
            let pointer = |field: &str| format!("/invoices/{at}/{field}");
            if !counted.insert(invoice.key()) {
                violations.push(Violation::new(Code::InvoiceTwice).at(&pointer("number")));
            }
            if let Some(ended) = account.ended_on.filter(|ended| invoice.dated_on > *ended) {
                let violation = Violation::new(Code::AfterEnd).at(&pointer("dated_on"));
                violations.push(violation.with(ended.to_string()));
            }
            if invoice.dated_on < account.sanctioned_on {
                violations.push(Violation::new(Code::BeforeSanction).at(&pointer("dated_on")));
            }
            if invoice.dated_on > account.certified_on {
                violations.push(Violation::new(Code::InFuture).at(&pointer("dated_on")));
            }
            match account.lines.get(usize::from(invoice.cost_line)) {
                None => violations
                    .push(Violation::new(Code::UnknownReference).at(&pointer("cost_line"))),
                Some(line) if line.kind != CostKind::Innovation => {
                    violations.push(Violation::new(Code::NotInnovation).at(&pointer("cost_line")));
                }
                Some(_) => {}
            }
        }
        violations
    }

    /// No line is spent on beyond its amount, over all certificates.
    fn check_lines(&self, account: &Account<'_>) -> Vec<Violation> {
        let mut spent: BTreeMap<u16, i64> = BTreeMap::new();
        for invoice in account.earlier.iter().chain(&self.invoices) {
            let sum = spent.entry(invoice.cost_line).or_default();
            *sum = sum.saturating_add(invoice.amount_paise.get());
        }
        let over = |(line, sum): (u16, i64)| {
            let ceiling = account.lines.get(usize::from(line))?.amount_paise.get();
            let violation = Violation::new(Code::OverLine).at("/invoices");
            (sum > ceiling)
                .then(|| violation.with(line.to_string()).with((sum - ceiling).to_string()))
        };
        spent.into_iter().filter_map(over).collect()
    }
}

impl Invoice {
    /// What makes two invoices the same one: supplier and number, however they are spelt and punctuated.
    #[must_use]
    pub fn key(&self) -> String {
        // A number that is nothing but signs is told by them.
        let key = |text: &str| Some(bare(text)).filter(|bare| !bare.is_empty());
        let key = |text: &str| key(text).unwrap_or_else(|| fold(text));
        format!("{}\n{}", key(self.supplier.as_str()), key(self.number.as_str()))
    }
}

#[cfg(test)]
mod tests;
