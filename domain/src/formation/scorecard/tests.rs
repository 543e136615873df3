//! The worked example of the scorecard, and its edges.

use super::first_scorecard;
use super::*;

use FormationCondition::{
    ExternalScale as C6, Institutions as C7, ProductDifferentiation as C2,
    ResourcesAndTransport as C3, SpeedOfChange as C4, TacitKnowledge as C5,
    TechnicalSeparability as C1,
};

/// The weights of the worked example.
fn rules() -> ScorecardRules {
    let mut rules = first_scorecard();
    let weights = [1_500, 1_000, 1_000, 1_500, 2_000, 2_000, 1_000];
    rules.weights = FormationCondition::ALL
        .iter()
        .zip(weights)
        .map(|(condition, weight_bp)| Weight { condition: *condition, weight_bp })
        .collect();
    rules
}

/// The worked example: levels of the indicators of each condition.
fn example() -> Vec<(FormationCondition, Option<i32>)> {
    vec![
        (C1, Some(3)),
        (C1, Some(4)),
        (C2, Some(2)),
        (C3, Some(3)),
        (C3, Some(1)),
        (C4, Some(1)),
        (C4, Some(2)),
        (C4, None),
        (C5, Some(2)),
        (C5, Some(3)),
        (C6, Some(4)),
        (C6, Some(3)),
        (C6, Some(2)),
        (C7, Some(3)),
        (C7, None),
    ]
}

#[test]
fn the_worked_example_scores_as_published() {
    let found = score(&rules(), &example());
    let levels = [3.5, 2.0, 2.0, 1.5, 2.5, 3.0, 3.0];
    assert_eq!(found.levels, levels.map(Some));
    assert!((found.score.unwrap() - 63.75).abs() < 1e-9);
    assert!((found.coverage - 0.866_666_666_666_666_7).abs() < 1e-12);
    assert_eq!(found.binding, [C4]);
    assert_eq!(found.verdict, Some(Verdict::Strong));
}

#[test]
fn what_is_unknown_neither_lowers_nor_raises_the_score() {
    let known: Vec<_> = example().into_iter().filter(|(_, level)| level.is_some()).collect();
    let (with, without) = (score(&rules(), &example()), score(&rules(), &known));
    assert_eq!((with.score, with.levels), (without.score, without.levels));
    assert!(with.coverage < without.coverage);
}

#[test]
fn the_weights_of_what_is_not_assessed_go_to_the_rest() {
    let some = [(C1, Some(4)), (C5, Some(0)), (C6, None)];
    let found = score(&rules(), &some);
    assert!((found.score.unwrap() - 100.0 * 0.15 / 0.35).abs() < 1e-9);
    assert_eq!((found.conditions, found.verdict), (2, None));
    assert_eq!(found.binding, [C5]);
}

#[test]
fn too_little_knowledge_gives_no_verdict() {
    // Coverage of just 0.6 is enough, a little less is not.
    let mut some: Vec<(FormationCondition, Option<i32>)> =
        [C1, C2, C3].iter().map(|c| (*c, Some(4))).collect();
    some.push((C4, None));
    some.push((C5, None));
    assert_eq!(score(&rules(), &some).verdict, None, "three conditions");
    some.extend([(C4, Some(4)), (C6, Some(4)), (C7, Some(4))]);
    assert_eq!(score(&rules(), &some).verdict, Some(Verdict::Strong));
    some.extend((0..3).map(|_| (C5, None)));
    assert_eq!(score(&rules(), &some).verdict, None, "coverage of 6 in 11");
    let nothing = score(&rules(), &[(C1, None)]);
    assert_eq!((nothing.score, nothing.verdict, nothing.binding), (None, None, Vec::new()));
}

#[test]
fn conditions_of_one_level_bind_together() {
    let found = score(&rules(), &[(C1, Some(1)), (C2, Some(1)), (C3, Some(2))]);
    assert_eq!(found.binding, [C1, C2]);
}

#[test]
fn the_published_rules_are_in_order_and_wrong_ones_say_what_is_wrong() {
    assert_eq!(first_scorecard().check(), []);
    let mut wrong = first_scorecard();
    wrong.weights[0].weight_bp += 1;
    wrong.strong_from = wrong.promising_from;
    wrong.indicators[0].cut_points = vec![1.0, 2.0, 2.0, 3.0];
    wrong.indicators[0].code = "moonlight".parse().unwrap();
    wrong.indicators.retain(|i| i.condition != C3);
    let codes: Vec<_> = wrong.check().into_iter().map(|violation| violation.code.text()).collect();
    assert_eq!(
        codes,
        [
            "weights_total",
            "strong_below_promising",
            "condition_without_indicator",
            "cut_points_order",
            "unknown_measure"
        ]
    );
}

#[test]
fn a_value_on_a_cut_point_has_passed_it() {
    let rules = first_scorecard();
    let near = rules.indicators.iter().find(|i| i.code.to_string() == "km_to_institution").unwrap();
    let cut = near.cut_points.clone();
    assert_eq!(near.level(cut[0] + 0.1), 0);
    assert_eq!(near.level(cut[0]), 1);
    assert_eq!(near.level(0.0), 4);
    let many =
        rules.indicators.iter().find(|i| i.code.to_string() == "member_enterprises").unwrap();
    assert_eq!((many.level(19.0), many.level(20.0)), (1, 2), "twenty make a cluster (MSE-CDP)");
}
