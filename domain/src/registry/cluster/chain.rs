//! Product chains and what they lack: the division of labour among the members (rule R3.6).

use crate::Code;
use crate::Violation;
use crate::kernel::name::Name;
use crate::kernel::text::Text;
use crate::registry::activity::ActivityCode;
use crate::registry::membership::Member;
use std::collections::{BTreeMap, BTreeSet};

/// A step of a product chain.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChainStep {
    /// What is done. Examples: parboiling, peeling, lasting.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub name: Text<80>,
    /// Its activity code, if the classification has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub activity: Option<ActivityCode>,
    /// The members that do it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub members: Vec<Member>,
    /// Alternatives, inside the cluster or not.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub alternatives: Vec<Member>,
}

/// A product chain: the steps of one product, in order.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductChain {
    /// The product.
    pub product: Name,
    /// The steps, the first one first.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 24))]
    pub steps: Vec<ChainStep>,
}

impl ProductChain {
    /// Members named twice in one step, or both as doer and as alternative.
    pub(crate) fn check(&self, at: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for (list, members) in
                [("members", &step.members), ("alternatives", &step.alternatives)]
            {
                for (number, member) in members.iter().enumerate() {
                    if !seen.insert(*member) {
                        let pointer = format!("{at}/steps/{place}/{list}/{number}");
                        violations.push(Violation::new(Code::Repeated).at(&pointer));
                    }
                }
            }
        }
        violations
    }

    /// Who does which step, of those who belong to the cluster.
    fn doers(&self, belongs: &BTreeSet<Member>) -> Vec<BTreeSet<Member>> {
        let of = |step: &ChainStep| {
            let inside = step.members.iter().filter(|m| belongs.contains(m));
            inside.copied().collect()
        };
        self.steps.iter().map(of).collect()
    }

    /// How many of its steps somebody of the cluster does.
    #[must_use]
    pub fn steps_done(&self, belongs: &BTreeSet<Member>) -> usize {
        let doers = self.doers(belongs);
        doers.iter().filter(|who| !who.is_empty()).count()
    }

    /// Of the steps that are done, those done by a unit that does not do all of them, and all:
    /// separability is the share. `None` where fewer than two steps are done.
    #[must_use]
    pub fn separated(&self, belongs: &BTreeSet<Member>) -> Option<(usize, usize)> {
        let mut doers = self.doers(belongs);
        doers.retain(|who| !who.is_empty());
        if doers.len() < 2 {
            return None;
        }
        let whole = |member: &Member| doers.iter().all(|who| who.contains(member));
        let apart = doers.iter().filter(|who| !who.iter().all(whole)).count();
        Some((apart, doers.len()))
    }
}

/// A step that nobody of the cluster does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingStep {
    /// Its place in the chain, from 0.
    pub step: usize,
    /// Who was named for it and does not belong to the cluster on that day.
    pub departed: Vec<Member>,
    /// Who could do it.
    pub alternatives: Vec<Member>,
}

/// A step that hangs on one member, with nobody who could take over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinglePoint {
    /// Its place in the chain, from 0.
    pub step: usize,
    /// The one who does it.
    pub member: Member,
}

/// A member that does several steps each of which others do too: it could leave some to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouldSpecialise {
    /// The member.
    pub member: Member,
    /// The steps that it does.
    pub does: Vec<usize>,
    /// Those of them that others do too, and how many others.
    pub shared: Vec<(usize, usize)>,
}

/// What one chain lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainGaps {
    /// Steps that nobody does.
    pub missing: Vec<MissingStep>,
    /// Steps that hang on one.
    pub single_points: Vec<SinglePoint>,
    /// Members that could specialise, those with the most steps to give away first.
    pub could_specialise: Vec<CouldSpecialise>,
}

/// What a chain lacks when these belong to the cluster.
#[must_use]
pub fn gaps(chain: &ProductChain, belongs: &BTreeSet<Member>) -> ChainGaps {
    let doers = chain.doers(belongs);
    let (mut missing, mut single_points) = (Vec::new(), Vec::new());
    for (place, (step, who)) in chain.steps.iter().zip(&doers).enumerate() {
        let mut named = who.iter();
        match (named.next(), named.next()) {
            (None, _) => missing.push(MissingStep {
                step: place,
                departed: step.members.clone(),
                alternatives: step.alternatives.clone(),
            }),
            (Some(only), None) if step.alternatives.iter().all(|other| other == only) => {
                single_points.push(SinglePoint { step: place, member: *only });
            }
            _ => {}
        }
    }
    ChainGaps { missing, single_points, could_specialise: specialists(&doers) }
}

/// Members that do at least two steps, at least one of which others do too.
fn specialists(doers: &[BTreeSet<Member>]) -> Vec<CouldSpecialise> {
    let mut steps: BTreeMap<Member, Vec<usize>> = BTreeMap::new();
    for (place, who) in doers.iter().enumerate() {
        for member in who {
            steps.entry(*member).or_default().push(place);
        }
    }
    let others = |place: &usize| {
        let count = doers.get(*place).map_or(0, |who| who.len().saturating_sub(1));
        (count > 0).then_some((*place, count))
    };
    let mut found: Vec<CouldSpecialise> = steps
        .into_iter()
        .filter(|(_, does)| does.len() >= 2)
        .map(|(member, does)| CouldSpecialise {
            member,
            shared: does.iter().filter_map(others).collect(),
            does,
        })
        .filter(|found| !found.shared.is_empty())
        .collect();
    found.sort_by_key(|found| (std::cmp::Reverse(found.shared.len()), found.member));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::membership::MemberKind;

    fn unit(number: u128) -> Member {
        Member { kind: MemberKind::Enterprise, id: uuid::Uuid::from_u128(number) }
    }

    fn step(members: &[u128], alternatives: &[u128]) -> ChainStep {
        ChainStep {
            name: Text::new("a step").unwrap(),
            activity: None,
            members: members.iter().copied().map(unit).collect(),
            alternatives: alternatives.iter().copied().map(unit).collect(),
        }
    }

    fn chain(steps: Vec<ChainStep>) -> ProductChain {
        ProductChain {
            product: Name { en: crate::kernel::text::Line::new("Rice").unwrap(), ml: None },
            steps,
        }
    }

    fn belonging(numbers: &[u128]) -> BTreeSet<Member> {
        numbers.iter().copied().map(unit).collect()
    }

    #[test]
    fn a_step_whose_doer_has_left_is_missing() {
        let chain = chain(vec![step(&[1], &[]), step(&[9], &[7]), step(&[], &[])]);
        let found = gaps(&chain, &belonging(&[1]));
        assert_eq!(found.missing.len(), 2);
        assert_eq!(found.missing[0].departed, [unit(9)]);
        assert_eq!(found.missing[0].alternatives, [unit(7)]);
        assert_eq!(found.missing[1].departed, []);
    }

    #[test]
    fn one_doer_is_a_single_point_unless_somebody_could_take_over() {
        let chain = chain(vec![step(&[1], &[]), step(&[1], &[2]), step(&[1, 2], &[])]);
        let found = gaps(&chain, &belonging(&[1, 2]));
        assert_eq!(found.single_points, [SinglePoint { step: 0, member: unit(1) }]);
    }

    #[test]
    fn who_does_much_that_others_do_too_could_specialise() {
        let all =
            chain(vec![step(&[1, 2], &[]), step(&[1, 3], &[]), step(&[1], &[]), step(&[3], &[])]);
        let found = gaps(&all, &belonging(&[1, 2, 3])).could_specialise;
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].member, &found[0].does), (unit(1), &vec![0, 1, 2]));
        assert_eq!(found[0].shared, [(0, 1), (1, 1)]);
        assert_eq!((found[1].member, &found[1].shared), (unit(3), &vec![(1, 1)]));
    }

    #[test]
    fn separability_is_the_share_of_steps_done_by_a_unit_that_does_not_do_all() {
        let everyone = belonging(&[1, 2]);
        assert_eq!(chain(vec![step(&[1], &[])]).separated(&everyone), None);
        assert_eq!(
            chain(vec![step(&[1], &[]), step(&[1], &[])]).separated(&everyone),
            Some((0, 2))
        );
        assert_eq!(
            chain(vec![step(&[1], &[]), step(&[2], &[])]).separated(&everyone),
            Some((2, 2))
        );
        let mixed = chain(vec![step(&[1], &[]), step(&[1, 2], &[]), step(&[], &[])]);
        assert_eq!(mixed.separated(&everyone), Some((1, 2)));
        assert_eq!(mixed.steps_done(&everyone), 2);
    }
}
