use super::*;
use crate::Code;
use crate::Violation;
use crate::kernel::entity::{Facts, Refusal};
use crate::kernel::external::ExternalKey;
use crate::kernel::id::{AccountId, EnterpriseId};
use crate::kernel::name::Name;
use crate::kernel::text::Line;
use crate::policy::actor::{Actor, Grant, Role, Scope};
use crate::policy::{self, Action, Permit};
use crate::registry::place::PlaceRef;
use crate::{Day, Moment};
use uuid::Uuid;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

/// 2026-11-21 in Kerala.
fn now() -> Moment {
    Moment::from_micros(1_795_242_600_000_000).unwrap()
}

fn facts(kind: EnterpriseKind) -> EnterpriseFacts {
    EnterpriseFacts::new(
        Name::english(Line::new("Unit").unwrap()),
        kind,
        "555".parse().unwrap(),
        vec![serde_json::from_str(r#"{"version":"nic_2008","code":"10612"}"#).unwrap()],
    )
}

fn firm() -> EnterpriseFacts {
    facts(EnterpriseKind::Firm)
}

fn place(level: &str, code: &str) -> PlaceRef {
    PlaceRef { level: level.parse().unwrap(), code: code.parse().unwrap() }
}

fn codes(facts: &EnterpriseFacts) -> Vec<(String, &'static str)> {
    let mut violations = facts.check();
    violations.extend(facts.check_on(now().day()));
    violations.into_iter().map(|f| (f.pointer, f.code.text())).collect()
}

#[track_caller]
fn flawed(facts: &EnterpriseFacts, at: &str, code: &'static str) {
    assert_eq!(codes(facts), [(at.to_owned(), code)]);
}

#[test]
fn numbers_must_agree_with_each_other() {
    let mut f = firm();
    f.gstin = Some("32AAACK1234F1Z9".parse().unwrap());
    f.pan = Some("AAACK1234F".parse().unwrap());
    f.further_gstins = vec!["32AAACK1234FAZ0".parse().unwrap()];
    assert_eq!(codes(&f), []);
    assert_eq!(f.whole_pan(), f.pan);
    f.further_gstins.push("33AACCM9093R1ZP".parse().unwrap());
    flawed(&f, "/further_gstins/1", "gstin_of_pan");
    f.further_gstins[1] = "32AAACK1234F1Z9".parse().unwrap();
    flawed(&f, "/further_gstins/1", "repeated");
    f.further_gstins.clear();
    f.pan = Some("AAACK1234G".parse().unwrap());
    flawed(&f, "/pan", "pan_of_gstin");
    f.pan = None;
    f.gstin = Some("27AAPFU0939F1ZV".parse().unwrap());
    flawed(&f, "/gstin", "gstin_not_kerala");
}

#[test]
fn the_holder_of_a_pan_fits_the_legal_form() {
    for form in OwnershipForm::ALL {
        for holder in "PCFABHTJGL".chars() {
            let mut f = firm();
            f.ownership = Some(*form);
            f.pan = Some(format!("AAA{holder}K1234F").parse().unwrap());
            let fits = form.pan_holders().contains(holder);
            assert_eq!(codes(&f).is_empty(), fits, "{form} {holder}");
        }
    }
    let mut f = firm();
    f.ownership = Some(OwnershipForm::Proprietorship);
    f.gstin = Some("32AAACK1234F1Z9".parse().unwrap());
    flawed(&f, "/gstin", "pan_ownership");
    f.gstin = None;
    f.cin = Some("U25209KL1973PLC003526".parse().unwrap());
    flawed(&f, "/cin", "cin_ownership");
    f.ownership = Some(OwnershipForm::PublicLimited);
    f.llpin = Some("AAB-1234".parse().unwrap());
    flawed(&f, "/llpin", "llpin_ownership");
}

#[test]
fn nothing_has_happened_that_lies_ahead() {
    let mut f = firm();
    f.cin = Some("U25209KL2026PLC003526".parse().unwrap());
    f.constituted_in = Some(2026);
    f.started_on = Some(day("2026-11-21"));
    assert_eq!(codes(&f), []);
    f.cin = Some("U25209KL2027PLC003526".parse().unwrap());
    flawed(&f, "/cin", "cin_year");
    f.cin = None;
    f.constituted_in = Some(2027);
    flawed(&f, "/constituted_in", "in_the_future");
    f.constituted_in = None;
    f.started_on = Some(day("2026-11-22"));
    flawed(&f, "/started_on", "in_the_future");
}

#[test]
fn a_unit_stands_in_one_place_of_each_level_and_in_one_local_body() {
    let mut f = firm();
    f.places = vec![place("ward", "G07001001"), place("grama_panchayat", "221191")];
    assert_eq!(codes(&f), []);
    f.places.push(place("municipality", "252120"));
    flawed(&f, "/places/2/level", "repeated_level");
    f.places = vec![place("district", "555")];
    flawed(&f, "/places/0/level", "place_level");
    f.places.clear();
    f.location = Some("76.4,10.1".parse().unwrap());
    flawed(&f, "/location", "outside_kerala");
}

fn unit(kind: EnterpriseKind) -> EnterpriseFacts {
    let mut f = facts(kind);
    f.kudumbashree = Some(KudumbashreeFacts {
        anchor: KudumbashreeAnchor {
            level: AnchorLevel::Nhg,
            source_system: "lokos".parse().unwrap(),
            external_id: "NHG-17".parse().unwrap(),
            name: Line::new("Pournami").unwrap(),
            local_body: place("grama_panchayat", "221191"),
        },
        sector: KudumbashreeSector::Production,
    });
    f
}

fn warnings(f: &EnterpriseFacts) -> Vec<&'static str> {
    f.warnings().iter().map(|violation| violation.code.text()).collect()
}

#[test]
fn kudumbashree_units_have_rules_and_warnings() {
    let mut group = unit(EnterpriseKind::KudumbashreeGroup);
    (group.members, group.women_members) = (Some(5), Some(5));
    assert_eq!((codes(&group), warnings(&group)), (vec![], vec![]));
    (group.members, group.women_members) = (Some(11), Some(10));
    assert_eq!(codes(&group), []);
    assert_eq!(warnings(&group), ["group_size", "group_of_women"]);
    group.women_members = Some(12);
    flawed(&group, "/women_members", "women_over_members");
    let mut one = unit(EnterpriseKind::KudumbashreeIndividual);
    one.members = Some(2);
    flawed(&one, "/members", "individual_members");
    flawed(&unit(EnterpriseKind::Firm), "/kudumbashree", "not_kudumbashree");
    let mut yuva = facts(EnterpriseKind::KudumbashreeYuvashree);
    (yuva.members, yuva.women_members) = (Some(8), Some(3));
    assert_eq!((codes(&yuva), warnings(&yuva)), (vec![], vec!["anchor_missing"]));
    let mut odd = unit(EnterpriseKind::KudumbashreeGroup);
    odd.kudumbashree.as_mut().unwrap().anchor.local_body = place("ward", "G07001001");
    flawed(&odd, "/kudumbashree/anchor/local_body/level", "local_body_level");
}

#[test]
fn an_udyam_number_of_elsewhere_is_a_warning() {
    let mut f = firm();
    for (number, expected) in [
        ("UDYAM-KL-02-0012345", vec![]),
        ("UDYAM-KL-03-0012345", vec!["udyam_other_district"]),
        ("UDYAM-TN-02-0012345", vec!["udyam_other_state"]),
    ] {
        f.udyam = Some(number.parse().unwrap());
        assert_eq!((codes(&f), warnings(&f)), (vec![], expected));
    }
}

#[test]
fn figures_are_of_one_year_each_and_exports_are_part_of_turnover() {
    let mut f = firm();
    let year = r#"{"financial_year":"2024-25","turnover_paise":10,"exports_paise":11}"#;
    f.figures = vec![serde_json::from_str(year).unwrap()];
    flawed(&f, "/figures/0/exports_paise", "exports_over_turnover");
    f.figures[0].exports_paise = None;
    f.figures.push(f.figures[0].clone());
    flawed(&f, "/figures/1", "repeated");
    f.figures[1].financial_year = "2027-28".parse().unwrap();
    flawed(&f, "/figures/1/financial_year", "in_the_future");
}

#[test]
fn what_is_absent_is_not_written_and_comes_back_absent() {
    let text = serde_json::to_string(&firm()).unwrap();
    assert_eq!(
        text,
        r#"{"name":{"en":"Unit"},"kind":"firm","district":"555","activities":[{"version":"nic_2008","code":"10612"}]}"#
    );
    assert_eq!(serde_json::from_str::<EnterpriseFacts>(&text).unwrap(), firm());
}

fn permit(action: Action) -> Permit {
    let grant = Grant { role: Role::KdiscOfficer, scope: Scope::State };
    let actor = Actor::new(AccountId(Uuid::from_u128(7)), vec![grant]);
    policy::authorize(&actor, action, &crate::policy::actor::Anchors::default()).unwrap()
}

fn registered(facts: EnterpriseFacts) -> Enterprise {
    let id = EnterpriseId(Uuid::from_u128(1));
    let permit = permit(Action::CreateEnterprise);
    Enterprise::register(&permit, id, facts, now()).unwrap().into_parts().0
}

fn import() -> Statement {
    Statement {
        source: "udyam".parse().unwrap(),
        as_of: day("2026-10-01"),
        is_import: true,
        named: Vec::new(),
    }
}

fn naming(statement: Statement, named: &[EnterpriseField]) -> Statement {
    Statement { named: named.to_vec(), ..statement }
}

#[test]
fn every_fact_that_is_stated_has_a_mark_and_a_change_renews_it() {
    let thing = registered(firm());
    let marked: Vec<&str> = thing.marks().keys().map(|field| field.text()).collect();
    assert_eq!(marked, ["name", "kind", "district", "activities"]);
    let mut other = firm();
    other.udyam = Some("UDYAM-KL-02-0012345".parse().unwrap());
    let permit = permit(Action::UpdateEnterprise);
    let (recorded, kept) = thing.amend_by(&permit, other, &import(), now()).unwrap();
    let marks = recorded.thing().marks();
    assert_eq!(kept, []);
    let mark = &marks[&EnterpriseField::Udyam];
    assert_eq!((mark.source.to_string(), mark.as_of), ("udyam".to_owned(), day("2026-10-01")));
    assert_eq!(mark.by, Some(AccountId(Uuid::from_u128(7))));
    assert_eq!(marks[&EnterpriseField::Name].source.to_string(), "declaration");
}

#[test]
fn an_import_keeps_what_is_protected_and_a_person_may_change_it() {
    let (permit, protects) = (permit(Action::UpdateEnterprise), permit(Action::ProtectEnterprise));
    let mut f = firm();
    f.mobile = Some("9847012345".parse().unwrap());
    let fields = [EnterpriseField::Mobile, EnterpriseField::Pan];
    let thing = registered(f.clone()).protect(&protects, &fields, true, now()).unwrap();
    let mut other = f.clone();
    other.mobile = None;
    other.pan = Some("AAACK1234F".parse().unwrap());
    other.pin_code = Some("683574".parse().unwrap());
    let thing = thing.into_parts().0;
    let (recorded, kept) =
        thing.clone().amend_by(&permit, other.clone(), &import(), now()).unwrap();
    assert_eq!(kept, [EnterpriseField::Pan, EnterpriseField::Mobile]);
    let after = recorded.thing().facts();
    assert_eq!((&after.mobile, &after.pan), (&f.mobile, &None));
    assert_eq!(after.pin_code, other.pin_code);
    let by_person = thing.clone().amend(&permit, other.clone(), now()).unwrap();
    assert_eq!(by_person.thing().facts(), &other);
    assert!(by_person.thing().marks()[&EnterpriseField::Mobile].is_protected);
    let free = thing.protect(&protects, &fields, false, now()).unwrap().into_parts().0;
    let (recorded, kept) = free.amend_by(&permit, other.clone(), &import(), now()).unwrap();
    assert_eq!((recorded.thing().facts(), kept), (&other, vec![]));
}

#[test]
fn numbers_of_one_protected_pan_stay_together_and_nothing_tells_whether_they_fit() {
    let (permit, protects) = (permit(Action::UpdateEnterprise), permit(Action::ProtectEnterprise));
    let mut f = firm();
    f.pan = Some("AAACK1234F".parse().unwrap());
    let thing = registered(f.clone())
        .protect(&protects, &[EnterpriseField::Pan], true, now())
        .unwrap()
        .into_parts()
        .0;
    for (gstin, pan) in [("32AAKFM9012R1ZU", "AAKFM9012R"), ("32AAACK1234F1Z9", "AAACK1234F")] {
        let mut other = f.clone();
        other.gstin = Some(gstin.parse().unwrap());
        other.pan = Some(pan.parse().unwrap());
        let fields = [EnterpriseField::Gstin, EnterpriseField::Pan];
        let brought = naming(import(), &fields);
        let (recorded, kept) = thing.clone().amend_by(&permit, other, &brought, now()).unwrap();
        assert_eq!((recorded.thing().facts(), kept.as_slice()), (&f, fields.as_slice()));
    }
}

#[test]
fn a_number_is_not_compared_with_a_masked_one_that_is_kept() {
    let permit = permit(Action::UpdateEnterprise);
    let mut f = firm();
    f.pan = Some("ABCPK4321L".parse().unwrap());
    let thing = registered(f.clone());
    let declared = Statement::declaration(now().day()).unwrap();
    for (gstin, pan) in [("32ABCPK4321L2ZY", "ABCPK4321L"), ("32AAKFM9012R1ZU", "AAKFM9012R")] {
        let mut other = f.clone();
        other.gstin = Some(gstin.parse().unwrap());
        let alone = naming(declared.clone(), &[EnterpriseField::Gstin]);
        let Err(Refusal::Invalid(violations)) =
            thing.clone().amend_by(&permit, other.clone(), &alone, now())
        else {
            panic!("compared")
        };
        assert_eq!(violations, [Violation::new(Code::StatedTogether).at("/pan")]);
        other.pan = Some(pan.parse().unwrap());
        let both = naming(declared.clone(), &[EnterpriseField::Gstin, EnterpriseField::Pan]);
        let _taken = thing.clone().amend_by(&permit, other.clone(), &both, now()).unwrap();
        other.pan = None;
        let _taken = thing.clone().amend_by(&permit, other, &both, now()).unwrap();
    }
    // What is removed needs nothing beside it, and a number that is shown is compared.
    let removed = naming(declared.clone(), &[EnterpriseField::Pan]);
    let _taken = thing.amend_by(&permit, firm(), &removed, now()).unwrap();
    let mut open = firm();
    open.gstin = Some("32AAACK1234F1Z9".parse().unwrap());
    let mut other = open.clone();
    other.pan = Some("AAKFM9012R".parse().unwrap());
    let Err(Refusal::Invalid(violations)) =
        registered(open).amend_by(&permit, other, &removed, now())
    else {
        panic!("not compared")
    };
    assert_eq!(violations[0].code.text(), "pan_of_gstin");
}

#[test]
fn a_masked_number_that_is_left_alone_stays_masked() {
    use EnterpriseField::{FurtherGstins, Gstin, Pan};
    let permit = permit(Action::UpdateEnterprise);
    let mut f = firm();
    f.pan = Some("AAKFM9012R".parse().unwrap());
    f.gstin = Some("32AAKFM9012R1ZU".parse().unwrap());
    let declared = Statement::declaration(now().day()).unwrap();
    let without = |gone: &[EnterpriseField], named: &[EnterpriseField]| {
        let mut other = f.clone();
        gone.iter().for_each(|field| match field {
            Pan => other.pan = None,
            _ => other.gstin = None,
        });
        let statement = naming(declared.clone(), named);
        registered(f.clone()).amend_by(&permit, other, &statement, now())
    };
    for named in [vec![Pan], vec![Pan, FurtherGstins]] {
        let Err(Refusal::Invalid(violations)) = without(&[Pan], &named) else { panic!("shown") };
        assert_eq!(violations, [Violation::new(Code::StatedTogether).at("/gstin")]);
    }
    let _masked = without(&[Gstin], &[Gstin]).unwrap();
    let _nothing = without(&[Pan, Gstin], &[Pan, Gstin]).unwrap();
    let _stated = without(&[Pan], &[Pan, Gstin]).unwrap();
}

#[test]
fn a_masked_fact_that_is_named_is_stated_anew_whether_it_differs_or_not() {
    let (permit, protects) = (permit(Action::UpdateEnterprise), permit(Action::ProtectEnterprise));
    let mut f = firm();
    f.mobile = Some("9847012345".parse().unwrap());
    f.caste_category = Some(CasteCategory::Sc);
    f.workers = Some(3);
    let fields =
        [EnterpriseField::Mobile, EnterpriseField::CasteCategory, EnterpriseField::Workers];
    let thing = registered(f.clone());
    let later = now().plus_seconds(60);
    let (recorded, _) =
        thing.clone().amend_by(&permit, f.clone(), &naming(import(), &fields), later).unwrap();
    let written = fields.map(|field| recorded.thing().marks()[&field].recorded_at);
    assert_eq!(written, [later, later, now()], "what is shown is as it was");
    let thing = thing.protect(&protects, &fields, true, now()).unwrap().into_parts().0;
    let (_, kept) = thing.amend_by(&permit, f, &naming(import(), &fields), later).unwrap();
    assert_eq!(kept, [EnterpriseField::Mobile, EnterpriseField::CasteCategory]);
}

#[test]
fn the_mask_of_a_name_is_no_name() {
    let permit = permit(Action::UpdateEnterprise);
    let mut f = firm();
    f.owner_name = Some(Line::new("U*** D***").unwrap());
    let id = EnterpriseId(Uuid::from_u128(1));
    let made = Enterprise::register(&permit, id, f.clone(), now());
    let declared =
        naming(Statement::declaration(now().day()).unwrap(), &[EnterpriseField::OwnerName]);
    let changed = registered(firm()).amend_by(&permit, f, &declared, now());
    for refused in [made.err(), changed.err()] {
        let violation = Violation::new(Code::MaskedValue).at("/owner_name");
        assert_eq!(refused, Some(Refusal::Invalid(vec![violation])));
    }
}

#[test]
fn records_of_other_systems_are_named_once() {
    let mut f = firm();
    let key =
        ExternalKey { source_system: "udyam".parse().unwrap(), external_id: "7".parse().unwrap() };
    f.external_ids = vec![key.clone(), key.clone()];
    flawed(&f, "/external_ids/1", "repeated");
    assert_eq!(key.text(), "udyam:7");
}

#[test]
fn erasing_removes_the_person_and_keeps_her_out() {
    let (permit, amends) = (permit(Action::EraseEnterprise), permit(Action::UpdateEnterprise));
    let mut f = unit(EnterpriseKind::KudumbashreeIndividual);
    f.ownership = Some(OwnershipForm::Proprietorship);
    f.owner_name = Some(Line::new("Uma Devi").unwrap());
    f.owner_gender = Some(Gender::Woman);
    f.mobile = Some("9847012345".parse().unwrap());
    f.email = Some("uma@example.org".parse().unwrap());
    f.pan = Some("ABCPK4321L".parse().unwrap());
    f.gstin = Some("32ABCPK4321L2ZY".parse().unwrap());
    f.caste_category = Some(CasteCategory::Sc);
    f.has_disability = Some(true);
    f.address = vec![Line::new("House 7").unwrap()];
    f.location = Some("10.1,76.4".parse().unwrap());
    let thing = registered(f.clone());
    let plain = EnterpriseErasure { name: None };
    let after = thing.erase(&permit, plain.clone(), now()).unwrap().into_parts().0;
    let mut bare = unit(EnterpriseKind::KudumbashreeIndividual);
    bare.ownership = f.ownership;
    assert_eq!(after.facts(), &bare);
    assert_eq!(after.erased_on(), Some(now().day()));
    let (again, kept) = after.amend_by(&amends, f.clone(), &import(), now()).unwrap();
    assert_eq!((again.thing().facts(), kept.len()), (&bare, 10));
    // A firm of several keeps its number and its address.
    let mut firm = firm();
    firm.pan = Some("AAAFK4711Q".parse().unwrap());
    firm.address = f.address.clone();
    let kept = registered(firm.clone()).erase(&permit, plain, now()).unwrap();
    assert_eq!(kept.thing().facts(), &firm);
}

#[test]
fn products_and_lines_of_an_address_that_tell_the_owner_go() {
    let permit = permit(Action::EraseEnterprise);
    let (product, line) =
        (|text: &str| Product::new(text).unwrap(), |text: &str| Line::new(text).unwrap());
    let mut f = firm();
    f.owner_name = Some(line("Uma DEVI"));
    f.products = vec![product("Devi's pickles"), product("Umami sauce")];
    f.address = vec![line("Uma House"), line("Mill road")];
    let name = f.name.clone();
    let merged_away = f.without_person(&name);
    let plain = EnterpriseErasure { name: None };
    let after = registered(f).erase(&permit, plain, now()).unwrap();
    let after = after.thing();
    for facts in [after.facts(), &merged_away] {
        assert_eq!(facts.products, [product("Umami sauce")]);
        assert_eq!(facts.address, [line("Mill road")]);
    }
    for field in [EnterpriseField::Products, EnterpriseField::Address] {
        assert!(after.marks().get(&field).is_some_and(|mark| mark.is_protected));
    }
}

#[test]
fn a_name_that_tells_the_owner_needs_another() {
    let permit = permit(Action::EraseEnterprise);
    let mut f = firm();
    f.name = Name::english(Line::new("Devi tailoring").unwrap());
    f.owner_name = Some(Line::new("Uma DEVI").unwrap());
    let thing = registered(f);
    let name =
        |text: &str| EnterpriseErasure { name: Some(Name::english(Line::new(text).unwrap())) };
    for told in [EnterpriseErasure { name: None }, name("Uma tailoring")] {
        let Err(Refusal::Invalid(violations)) = thing.clone().erase(&permit, told, now()) else {
            panic!("accepted")
        };
        assert_eq!(
            (violations[0].code.text(), violations[0].pointer.as_str()),
            ("owner_in_name", "/name")
        );
    }
    let after = thing.erase(&permit, name("Tailoring unit 7"), now()).unwrap();
    assert_eq!(after.thing().facts().name.en.as_str(), "Tailoring unit 7");
}
