use super::*;

fn profile(name: &str, pin: Option<&str>, activity: &str) -> Profile {
    Profile {
        words: fold::words(name),
        words_ml: Vec::new(),
        district: "555".to_owned(),
        pin_code: pin.map(str::to_owned),
        version: "nic_2008",
        activity: activity.to_owned(),
        udyam: None,
        gstin: None,
        pan: None,
        mobile: None,
        external_ids: Vec::new(),
    }
}

fn rules(reasons: &[Reason]) -> Vec<(DuplicateRule, u32)> {
    reasons.iter().map(|r| (r.rule, r.contribution)).collect()
}

#[test]
fn a_like_name_at_one_place_in_one_line_of_business_is_a_duplicate() {
    let one = profile("Ponni Rice Mill", Some("683574"), "10612");
    let same = one.reasons(&profile("Rice mill, Ponni", Some("683574"), "10612"));
    assert_eq!(
        rules(&same),
        [
            (DuplicateRule::SimilarName, 500),
            (DuplicateRule::SamePinCode, 250),
            (DuplicateRule::SameActivity, 250)
        ]
    );
    assert_eq!(score(&same), 1_000);
    let spelt = one.reasons(&profile("Pony Rice Mills", None, "10611"));
    assert_eq!(
        rules(&spelt),
        [
            (DuplicateRule::SimilarName, 392),
            (DuplicateRule::SameDistrict, 150),
            (DuplicateRule::SameDivision, 100)
        ]
    );
    assert!(score(&spelt) >= WORTH_A_LOOK);
}

#[test]
fn neighbours_in_one_line_of_business_are_not() {
    let one = profile("Ponni Rice Mill", Some("683574"), "10612");
    let other = one.reasons(&profile("Periyar Rice Mill", Some("683574"), "10612"));
    assert!(score(&other) < WORTH_A_LOOK, "{other:?}");
}

#[test]
fn one_number_is_enough_and_the_score_ends_at_one() {
    let with = |gstin: &str, name: &str| Profile {
        gstin: Some(gstin.to_owned()),
        pan: gstin.get(2..12).map(str::to_owned),
        udyam: Some("UDYAM-KL-02-0012345".to_owned()),
        ..profile(name, None, "10612")
    };
    let one = with("32AAACK1234F1Z9", "Ponni");
    assert_eq!(score(&one.reasons(&with("32AAACK1234F1Z9", "Zebra"))), 1_000);
    let sister = one.reasons(&with("32AAACK1234F2Z8", "Zebra"));
    assert_eq!(rules(&sister)[1], (DuplicateRule::SamePan, 500));
    let stated = Profile { pan: Some("AAACK1234F".to_owned()), ..profile("Zebra", None, "10612") };
    assert_eq!(rules(&one.reasons(&stated))[0], (DuplicateRule::SamePan, 500));
}

#[test]
fn one_record_elsewhere_is_enough_and_one_telephone_is_not() {
    let reached = |name, pin, activity| Profile {
        mobile: Some("+919847012345".to_owned()),
        ..profile(name, Some(pin), activity)
    };
    let one = reached("Ponni Rice Mill", "683574", "10612");
    // A group's telephone serves its neighbours in other trades too.
    let neighbour = one.reasons(&reached("Zebra", "683574", "14101"));
    assert_eq!(
        rules(&neighbour),
        [(DuplicateRule::SameMobile, 300), (DuplicateRule::SamePinCode, 250)]
    );
    assert!(score(&neighbour) < WORTH_A_LOOK);
    assert!(score(&one.reasons(&reached("Zebra", "683101", "10612"))) >= WORTH_A_LOOK);
    let kept = |system: &str| Profile {
        external_ids: vec![(system.to_owned(), "ME-1".to_owned())],
        ..profile("Zebra", None, "10612")
    };
    let same = kept("kudumbashree_mis").reasons(&kept("kudumbashree_mis"));
    assert!(rules(&same).contains(&(DuplicateRule::SameExternalId, 700)));
    let other = kept("kudumbashree_mis").reasons(&kept("lokos"));
    assert!(other.iter().all(|r| r.rule != DuplicateRule::SameExternalId));
}

#[test]
fn what_is_missing_on_both_sides_is_not_the_same() {
    let none = profile("", None, "");
    assert_eq!(rules(&none.reasons(&none)), [(DuplicateRule::SameDistrict, 150)]);
}
