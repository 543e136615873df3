use super::*;

#[test]
fn entropy_is_that_of_the_worked_example() {
    assert!((entropy([5, 3, 2].iter()) - 0.93723).abs() < 5e-6);
    assert!((entropy([4, 4, 4].iter()) - 1.0).abs() < 1e-12);
    assert!(entropy([9].iter()).abs() < f64::EPSILON);
}

#[test]
fn ties_are_counted_by_unit_and_by_pair() {
    let cluster = ClusterId(Uuid::from_u128(100));
    let belonging = |id, kind, role| Belonging {
        cluster,
        member: Member { kind, id: Uuid::from_u128(id) },
        role,
    };
    let firm = |id, role| belonging(id, MemberKind::Enterprise, role);
    let tie =
        |a, b, kind, layer| Tie { ends: [Uuid::from_u128(a), Uuid::from_u128(b)], kind, layer };
    use LinkageKind::{Advice, Mou, SharedMachinery, Subcontract};
    let observed = Observed {
        belongings: vec![
            firm(1, MembershipRole::Member),
            firm(1, MembershipRole::AnchorUnit),
            firm(2, MembershipRole::Member),
            firm(3, MembershipRole::Member),
            belonging(50, MemberKind::Institution, MembershipRole::Facilitator),
        ],
        activities: HashMap::from([
            (Uuid::from_u128(1), "10612".to_owned()),
            (Uuid::from_u128(2), "10612".to_owned()),
            (Uuid::from_u128(3), "16211".to_owned()),
        ]),
        ties: vec![
            tie(1, 2, Subcontract, Layer::Formal),
            tie(2, 1, Advice, Layer::Informal),
            tie(1, 2, Advice, Layer::Informal),
            tie(9, 3, SharedMachinery, Layer::Formal),
            tie(100, 50, Mou, Layer::Formal),
            tie(50, 3, Advice, Layer::Informal),
            tie(7, 8, Subcontract, Layer::Informal),
        ],
        academic: HashSet::from([Uuid::from_u128(50)]),
    };
    let sums = observed.sums(cluster);
    assert_eq!((sums.enterprises, sums.anchor_units, sums.support_members), (3, 1, 1));
    assert_eq!((sums.linked, sums.subcontracting, sums.pooling), (3, 2, 1));
    assert_eq!((sums.informal_pairs, sums.academic_links), (1, 2));
    assert_eq!(sums.value(Measure::NicClasses), Ok(2.0));
    assert_eq!(sums.value(Measure::InformalDensity), Ok(1.0 / 3.0));
    assert_eq!(observed.members(cluster).len(), 4);
}

#[test]
fn what_nobody_has_recorded_is_unknown_and_not_zero() {
    let nobody = Sums::default();
    for measure in Measure::ALL {
        assert!(nobody.value(*measure).is_err(), "{measure}");
    }
    let mut some = Sums {
        enterprises: 4,
        activities: BTreeMap::from([("10611".to_owned(), 1), ("10612".to_owned(), 3)]),
        ..Sums::default()
    };
    assert_eq!(some.value(Measure::SubcontractShare), Err(Missing::Linkages));
    assert_eq!(some.value(Measure::InformalDensity), Err(Missing::Linkages));
    assert_eq!(some.value(Measure::NicClasses), Ok(1.0));
    some.linked = 1;
    assert_eq!(some.value(Measure::SubcontractShare), Ok(0.0), "recorded, and none");
    some.informal_pairs = 3;
    assert_eq!(some.value(Measure::InformalDensity), Ok(0.5));
}
