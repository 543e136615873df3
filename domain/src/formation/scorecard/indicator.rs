//! Indicators: what is looked at under a condition, and which value reaches which level.

use super::FormationCondition;
use super::measure::Measure;
use crate::Code;
use crate::kernel::name::Name;
use crate::kernel::text::Text;
use crate::{Violation, Word};

text_word! {
    /// What an indicator is called in data: lower-case words joined by underscores.
    IndicatorCode("indicator_code") {
        check: |text| {
            let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            if text.len() <= 40 && text.split('_').all(is_word) { Ok(()) } else { Err(Violation::new(Code::IndicatorCode)) }
        },
        max_length: 40,
        pattern: "^[a-z0-9]+(_[a-z0-9]+)*$",
        example: "local_sourcing_share",
    }
}

words! {
    /// Where an indicator's value comes from.
    IndicatorSource("indicator_source") {
        /// Computed from the registry.
        Computed = "computed" ("Computed from the registry", "രജിസ്റ്ററിൽ നിന്ന് കണക്കാക്കിയത്"),
        /// Assessed by a person, with evidence.
        Assessed = "assessed" ("Assessed by a person", "ഒരാൾ വിലയിരുത്തിയത്"),
    }
}

words! {
    /// Whether more or less is better.
    Better("better") {
        /// More is better.
        Higher = "higher" ("More is better", "കൂടുന്നതാണ് നല്ലത്"),
        /// Less is better.
        Lower = "lower" ("Less is better", "കുറയുന്നതാണ് നല്ലത്"),
    }
}

/// An indicator and its published cut-points.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorRule {
    /// Its code. For a computed indicator, the code of the measure.
    pub code: IndicatorCode,
    /// Its title.
    pub name: Name,
    /// The condition that it is about.
    pub condition: FormationCondition,
    /// The source of its value.
    pub source: IndicatorSource,
    /// The unit of its value.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub unit: Text<40>,
    /// Whether more or less is better.
    pub better: Better,
    /// The value from which each of the levels 1 to 4 is reached.
    #[cfg_attr(feature = "openapi", schema(min_items = 4, max_items = 4, minimum = -1_000_000_000, maximum = 1_000_000_000))]
    pub cut_points: Vec<f64>,
}

impl IndicatorRule {
    /// Cut-points go one way, and a computed indicator is one that can be computed.
    pub(super) fn check(&self, at: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        let goes_on = |two: &[f64]| match (two, self.better) {
            ([a, b], Better::Higher) => a < b,
            ([a, b], Better::Lower) => a > b,
            _ => false,
        };
        if self.cut_points.len() != 4 || !self.cut_points.windows(2).all(goes_on) {
            violations.push(Violation::new(Code::CutPointsOrder).at(&format!("{at}/cut_points")));
        }
        let is_measure = Measure::parse(self.code.as_str()).is_ok();
        if self.source == IndicatorSource::Computed && !is_measure {
            violations.push(Violation::new(Code::UnknownMeasure).at(&format!("{at}/code")));
        }
        violations
    }

    /// The level that a value reaches: how many cut-points it has passed.
    #[must_use]
    pub fn level(&self, value: f64) -> i32 {
        let passed = self.cut_points.iter().filter(|cut| match self.better {
            Better::Higher => value >= **cut,
            Better::Lower => value <= **cut,
        });
        i32::try_from(passed.count()).unwrap_or(4)
    }
}
