//! Cost lines: what a proposal wants to spend money on (rules R6.2 and R6.7).

use crate::Code;
use crate::Violation;
use crate::kernel::fold::fold;
use crate::kernel::money::Paise;
use crate::kernel::text::{Line, Text};
use std::collections::BTreeSet;

words! {
    /// Whether seed money may pay for a cost.
    CostKind("cost_kind") {
        /// It is part of the innovation: seed money may pay it.
        Innovation = "innovation" ("Innovation", "ഇന്നൊവേഷൻ"),
        /// Not part of the innovation: another source pays.
        Other = "other" ("Other", "മറ്റുള്ളവ"),
    }
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The supplier.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub supplier: Line,
    /// The price, in paise.
    pub amount_paise: Paise,
}

/// A cost line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CostLine {
    /// What it pays for.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub title: Line,
    /// Whether seed money may pay for it.
    pub kind: CostKind,
    /// How much, in paise.
    pub amount_paise: Paise,
    /// Serial numbers of the assets, if there are any.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 40))]
    pub asset_serials: Vec<Text<80>>,
    /// Quotations.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub quotes: Vec<Quote>,
}

/// What the innovation lines add up to.
#[must_use]
pub fn innovation(lines: &[CostLine]) -> Paise {
    let sum = lines
        .iter()
        .filter(|line| line.kind == CostKind::Innovation)
        .fold(0_i64, |sum, l| sum.saturating_add(l.amount_paise.get()));
    Paise::new(sum)
}

/// Rules of the lines: every amount is one, no asset stands twice, and what is asked for is covered by
/// innovation lines. A proposal without lines is a draft that does not say yet.
#[must_use]
pub fn check(lines: &[CostLine], asked: Paise) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut serials = BTreeSet::new();
    for (place, line) in lines.iter().enumerate() {
        if line.amount_paise.get() <= 0 {
            violations.push(
                Violation::new(Code::NoAmount).at(&format!("/cost_lines/{place}/amount_paise")),
            );
        }
        for (at, quote) in line.quotes.iter().enumerate() {
            if quote.amount_paise.get() <= 0 {
                let pointer = format!("/cost_lines/{place}/quotes/{at}/amount_paise");
                violations.push(Violation::new(Code::NoAmount).at(&pointer));
            }
        }
        for (at, serial) in line.asset_serials.iter().enumerate() {
            if !serials.insert(fold(serial.as_str())) {
                let pointer = format!("/cost_lines/{place}/asset_serials/{at}");
                violations.push(Violation::new(Code::AssetTwice).at(&pointer));
            }
        }
    }
    let covered = innovation(lines);
    if !lines.is_empty() && asked > covered {
        let violation = Violation::new(Code::OverInnovation).at("/asked_paise");
        violations.push(violation.with(covered.get().to_string()));
    }
    violations
}

/// What keeps seed money from ever being sanctioned for these lines: there is none that it may pay.
#[must_use]
pub fn unpayable(lines: &[CostLine]) -> Option<Violation> {
    let has_innovation = lines.iter().any(|line| line.kind == CostKind::Innovation);
    (!has_innovation).then(|| Violation::new(Code::NoInnovation).at("/cost_lines"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: CostKind, paise: i64, serials: &[&str]) -> CostLine {
        CostLine {
            title: Line::new("A press").unwrap(),
            kind,
            amount_paise: Paise::new(paise),
            asset_serials: serials.iter().map(|s| Text::new(s).unwrap()).collect(),
            quotes: Vec::new(),
        }
    }

    #[test]
    fn seed_money_is_asked_for_innovation_lines_only() {
        let lines = [line(CostKind::Innovation, 100, &[]), line(CostKind::Other, 900, &[])];
        assert!(check(&lines, Paise::new(100)).is_empty());
        let violations = check(&lines, Paise::new(101));
        assert_eq!(
            (violations[0].code.text(), violations[0].facts[0].as_str()),
            ("over_innovation", "100")
        );
    }

    #[test]
    fn an_asset_stands_once_and_an_amount_is_one() {
        let lines =
            [line(CostKind::Innovation, 0, &["X1", "X1"]), line(CostKind::Other, -1, &["X1"])];
        let pointers: Vec<_> =
            check(&lines, Paise::new(0)).into_iter().map(|f| f.pointer).collect();
        assert_eq!(
            pointers,
            [
                "/cost_lines/0/amount_paise",
                "/cost_lines/0/asset_serials/1",
                "/cost_lines/1/amount_paise",
                "/cost_lines/1/asset_serials/0",
            ]
        );
    }
}
