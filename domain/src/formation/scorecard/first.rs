//! The scorecard that ships with the program.

use super::indicator::{Better, IndicatorRule, IndicatorSource};
use super::{FormationCondition, ScorecardRules, Weight};
use crate::kernel::text::Text;

/// The first published scorecard: a design choice of ours on the conditions of the programme's
/// theory, to be replaced by a version of K-DISC's. 20 enterprises: MSE-CDP; 5 and 25 km: its radius
/// of a cluster, and of services.
#[must_use]
pub fn first_scorecard() -> ScorecardRules {
    use FormationCondition::{
        ExternalScale, Institutions, ProductDifferentiation, ResourcesAndTransport, SpeedOfChange,
        TacitKnowledge, TechnicalSeparability,
    };
    let weight = |condition, weight_bp| Weight { condition, weight_bp };
    ScorecardRules {
        weights: vec![
            weight(TechnicalSeparability, 1_500),
            weight(ProductDifferentiation, 1_000),
            weight(ResourcesAndTransport, 1_000),
            weight(SpeedOfChange, 1_500),
            weight(TacitKnowledge, 2_000),
            weight(ExternalScale, 2_000),
            weight(Institutions, 1_000),
        ],
        indicators: INDICATORS.iter().filter_map(indicator).collect(),
        promising_from: 40,
        strong_from: 60,
        least_coverage_bp: 6_000,
        least_conditions: 4,
    }
}

/// Code, English and Malayalam name, condition, unit, whether computed, whether more is better,
/// cut-points.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    FormationCondition,
    &'static str,
    bool,
    bool,
    [f64; 4],
);

fn indicator(line: &Line) -> Option<IndicatorRule> {
    let (code, en, ml, condition, unit, is_computed, more_is_better, cut_points) = line;
    Some(IndicatorRule {
        code: code.parse().ok()?,
        name: crate::kernel::name::Name { en: Text::new(en).ok()?, ml: Some(Text::new(ml).ok()?) },
        condition: *condition,
        source: if *is_computed { IndicatorSource::Computed } else { IndicatorSource::Assessed },
        unit: Text::new(unit).ok()?,
        better: if *more_is_better { Better::Higher } else { Better::Lower },
        cut_points: cut_points.to_vec(),
    })
}

#[rustfmt::skip]
const INDICATORS: &[Line] = &[
    ("nic_classes", "Different activities", "വ്യത്യസ്ത പ്രവൃത്തികൾ", FormationCondition::TechnicalSeparability, "classes", true, true, [2.0, 3.0, 5.0, 8.0]),
    ("separated_steps", "Steps done by different units", "വെവ്വേറെ യൂണിറ്റുകൾ ചെയ്യുന്ന ഘട്ടങ്ങൾ", FormationCondition::TechnicalSeparability, "share", true, true, [0.2, 0.4, 0.6, 0.8]),
    ("subcontract_share", "Members with subcontracts", "ഉപകരാറുള്ള അംഗങ്ങൾ", FormationCondition::TechnicalSeparability, "share", true, true, [0.05, 0.15, 0.3, 0.5]),
    ("longest_chain", "Longest product chain", "ഏറ്റവും നീണ്ട ഉൽപ്പന്ന ശൃംഖല", FormationCondition::TechnicalSeparability, "steps", true, true, [2.0, 3.0, 5.0, 7.0]),
    ("activity_entropy", "Variety of activities", "പ്രവൃത്തികളുടെ വൈവിധ്യം", FormationCondition::ProductDifferentiation, "0 to 1", true, true, [0.2, 0.4, 0.6, 0.8]),
    ("brands_per_firm", "Brands, GI and certificates per firm", "ഒരു സ്ഥാപനത്തിന് ബ്രാൻഡ്, ജിഐ, സാക്ഷ്യപത്രം", FormationCondition::ProductDifferentiation, "per firm", true, true, [0.01, 0.05, 0.1, 0.25]),
    ("local_sourcing_share", "Inputs bought within 25 km", "25 കി.മീ. ഉള്ളിൽ നിന്ന് വാങ്ങുന്ന അസംസ്കൃത വസ്തുക്കൾ", FormationCondition::ResourcesAndTransport, "share", false, true, [0.2, 0.4, 0.6, 0.8]),
    ("km_to_transport", "Kilometres to port or goods railway", "തുറമുഖത്തേക്കോ ചരക്ക് റെയിലിലേക്കോ ഉള്ള ദൂരം", FormationCondition::ResourcesAndTransport, "km", false, false, [100.0, 50.0, 25.0, 10.0]),
    ("services_within_25_km", "Technical, sales, printing, exhibition and information services within 25 km", "25 കി.മീ. ഉള്ളിലെ സേവനങ്ങൾ", FormationCondition::SpeedOfChange, "of five", false, true, [1.0, 2.0, 3.0, 5.0]),
    ("lead_time_days", "Days from order to delivery", "ഓർഡർ മുതൽ വിതരണം വരെയുള്ള ദിവസങ്ങൾ", FormationCondition::SpeedOfChange, "days", false, false, [60.0, 30.0, 14.0, 7.0]),
    ("informal_density", "Density of informal ties", "അനൗപചാരിക ബന്ധങ്ങളുടെ സാന്ദ്രത", FormationCondition::TacitKnowledge, "0 to 1", true, true, [0.02, 0.05, 0.1, 0.2]),
    ("academic_links_per_firm", "Academic ties per firm", "ഒരു സ്ഥാപനത്തിന് അക്കാദമിക ബന്ധങ്ങൾ", FormationCondition::TacitKnowledge, "per firm", true, true, [0.02, 0.05, 0.1, 0.25]),
    ("km_to_institution", "Kilometres to the nearest academic centre", "അടുത്ത അക്കാദമിക കേന്ദ്രത്തിലേക്കുള്ള ദൂരം", FormationCondition::TacitKnowledge, "km", true, false, [50.0, 25.0, 10.0, 5.0]),
    ("member_enterprises", "Member enterprises", "അംഗ സംരംഭങ്ങൾ", FormationCondition::ExternalScale, "enterprises", true, true, [10.0, 20.0, 50.0, 100.0]),
    ("pooled_share", "Members that buy together or share machines", "ഒരുമിച്ച് വാങ്ങുകയോ യന്ത്രം പങ്കിടുകയോ ചെയ്യുന്നവർ", FormationCondition::ExternalScale, "share", true, true, [0.05, 0.15, 0.3, 0.5]),
    ("common_facility_use", "Use of a common facility", "പൊതുസൗകര്യ കേന്ദ്രത്തിന്റെ ഉപയോഗം", FormationCondition::ExternalScale, "share", false, true, [0.1, 0.3, 0.5, 0.7]),
    ("anchor_units", "Anchor units", "നങ്കൂര യൂണിറ്റുകൾ", FormationCondition::Institutions, "units", true, true, [1.0, 2.0, 3.0, 5.0]),
    ("support_members", "Facilitators, service providers and agents", "സഹായികളും സേവനദാതാക്കളും", FormationCondition::Institutions, "members", true, true, [1.0, 2.0, 3.0, 5.0]),
    ("ladder_steps", "Steps of the co-operation ladder", "സഹകരണ പടവുകൾ", FormationCondition::Institutions, "steps", true, true, [1.0, 2.0, 4.0, 6.0]),
    ("tradition_years", "Years of the trade in the place", "നാട്ടിലെ തൊഴിൽപാരമ്പര്യം", FormationCondition::Institutions, "years", false, true, [10.0, 25.0, 50.0, 100.0]),
];
