use super::*;
use crate::Word;

fn accepts<W: Word>(all: &[&str]) {
    for good in all {
        assert!(W::parse(good).is_ok(), "{good}");
    }
}

fn refuses<W: Word>(all: &[(&str, &str)]) {
    for (bad, code) in all {
        let violation = W::parse(bad).err().unwrap_or_else(|| panic!("{bad} passes"));
        assert_eq!(violation.code.text(), *code, "{bad}");
    }
}

#[test]
fn gstins_of_the_published_tests_pass() {
    accepts::<Gstin>(&[
        "27AAPFU0939F1ZV",
        "29AAGCB7383J1Z4",
        "33AACCM9093R1ZP",
        "05AAACG2115R1ZN",
        "07AAGFF2194N1Z1",
        "32AAACK1234F1Z9",
        "32AABCK5678M1Z5",
        "32ABCPK4321L2ZY",
        "32AAATK0007G1ZF",
        "32AAKFM9012R1ZU",
        "32AAACK1234FAZ0",
    ]);
}

#[test]
fn a_wrong_gstin_says_which_rule_it_breaks() {
    refuses::<Gstin>(&[
        ("27AAPFU0939F1ZO", "gstin_checksum"),
        ("27AAPFU0939F1Z", "gstin_length"),
        ("369296450896540", "gstin_pan"),
        ("27AAPFU0000F1ZV", "gstin_pan_serial"),
        ("29AABCT1332L1Z5", "gstin_checksum"),
        ("24AAKCS9119K1Z1", "gstin_checksum"),
        ("09AAACR5055K1Z4", "gstin_checksum"),
        ("36AAACW3775F000", "gstin_entity"),
        ("36AAACW3775F1A0", "gstin_format"),
        ("33AAACK1234F1Z9", "gstin_checksum"),
        ("39AAACK1234F1Z9", "gstin_state"),
        ("32AAAXK1234F1Z9", "gstin_pan_holder"),
    ]);
}

#[test]
fn a_gstin_holds_the_pan_of_its_holder() {
    let gstin: Gstin = "32ABCPK4321L2ZY".parse().unwrap();
    assert_eq!(gstin.pan(), "ABCPK4321L".parse().unwrap());
    assert!(gstin.pan().is_personal());
}

#[test]
fn a_wrong_pan_says_which_rule_it_breaks() {
    accepts::<Pan>(&["ACUPA7085R", "AAPPV8261K"]);
    refuses::<Pan>(&[
        ("234123412347", "pan_length"),
        ("ABMPA32111", "pan_shape"),
        ("ABMXA3211G", "pan_holder"),
        ("ABMPA0000G", "pan_serial"),
        ("abmpa3211g", "pan_shape"),
    ]);
}

#[test]
fn a_wrong_cin_says_which_rule_it_breaks() {
    accepts::<Cin>(&["L17110MH1973PLC019786", "U25209DL1973PLC003526"]);
    refuses::<Cin>(&[
        ("X17110MH1973PLC019786", "cin_listing"),
        ("L1711OMH1973PLC019786", "cin_industry"),
        ("L17110M11973PLC019786", "cin_state"),
        ("L17110MH1773PLC019786", "cin_year"),
        ("L17110MH19A3PLC019786", "cin_year"),
        ("L17110MH1973P1C019786", "cin_class"),
        ("L17110MH1973PLC01978O", "cin_serial"),
        ("L17110MH1973PLC01978", "cin_length"),
    ]);
    assert_eq!("L17110MH1973PLC019786".parse::<Cin>().unwrap().year(), 1973);
}

#[test]
fn a_wrong_udyam_says_which_rule_it_breaks() {
    accepts::<Udyam>(&["UDYAM-KL-02-0012345"]);
    refuses::<Udyam>(&[
        ("UDYAM-KL-15-0012345", "udyam_district"),
        ("UDYAM-KL-2-0012345", "udyam_district"),
        ("UDYAM-KL-02-012345", "udyam_serial"),
        ("KL02A0012345", "udyam_format"),
    ]);
    let udyam: Udyam = "UDYAM-KL-02-0012345".parse().unwrap();
    assert!(udyam.is_of(&"555".parse().unwrap()) && !udyam.is_of(&"554".parse().unwrap()));
}

#[test]
fn the_other_numbers_have_their_forms() {
    accepts::<Llpin>(&["AAB-1234"]);
    refuses::<Llpin>(&[("AAB1234", "llpin"), ("AA-12345", "llpin"), ("AAB-123", "llpin")]);
    accepts::<Aishe>(&["C-12345", "U-0123", "S-1"]);
    refuses::<Aishe>(&[("X-1", "aishe"), ("C-1234567", "aishe")]);
    accepts::<Email>(&["a@b.in", "ഉമ@example.org"]);
    refuses::<Email>(&[("a@b", "email_address"), ("a b@c.in", "email_address")]);
}

#[test]
fn a_mobile_number_is_kept_with_its_country_code() {
    for given in ["9847012345", "+919847012345"] {
        assert_eq!(given.parse::<Mobile>().unwrap().to_string(), "+919847012345");
    }
    refuses::<Mobile>(&[
        ("5847012345", "mobile_first_digit"),
        ("984701234", "mobile_digits"),
        ("+9198470123456", "mobile_digits"),
        ("04842345678", "mobile_digits"),
    ]);
}
