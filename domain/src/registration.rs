//! National registration numbers (rule R2.1). Each flaw says which rule of the number is broken.

use crate::Flaw;

text_word! {
    /// Udyam registration number: `UDYAM-KL-02-0012345`; Kerala's districts are 01 to 14.
    Udyam("udyam") {
        check: udyam,
        max_length: 19,
        pattern: "^UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}$",
        example: "UDYAM-KL-02-0012345",
    }
}

text_word! {
    /// Goods and Services Tax identification number, check digit verified.
    Gstin("gstin") {
        check: gstin,
        max_length: 15,
        pattern: "^(0[1-9]|[12][0-9]|3[0-8]|97|99)[A-Z]{3}[ABCFGHJKLPT][A-Z][0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$",
        example: "32AAACK1234F1Z9",
    }
}

text_word! {
    /// AISHE code of a college (`C-`), university (`U-`) or stand-alone institution (`S-`).
    Aishe("aishe") {
        check: |text| {
            let number = text.strip_prefix("C-").or_else(|| text.strip_prefix("U-")).or_else(|| text.strip_prefix("S-"));
            match number {
                Some(n) if (1..=6).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
                _ => Err(Flaw::new("aishe")),
            }
        },
        max_length: 8,
        pattern: "^[CUS]-[0-9]{1,6}$",
        example: "C-12345",
    }
}

impl Gstin {
    /// The state code: 32 is Kerala.
    #[must_use]
    pub fn state(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

fn udyam(text: &str) -> Result<(), Flaw> {
    let parts: Vec<&str> = text.split('-').collect();
    let [prefix, state, district, serial] = parts.as_slice() else {
        return Err(Flaw::new("udyam_format"));
    };
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if *prefix != "UDYAM" || state.len() != 2 || !state.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(Flaw::new("udyam_format"));
    }
    if !digits(district, 2) {
        return Err(Flaw::new("udyam_district"));
    }
    if *state == "KL" && !matches!(district.parse::<u8>(), Ok(1..=14)) {
        return Err(Flaw::new("udyam_district"));
    }
    if digits(serial, 7) {
        Ok(())
    } else {
        Err(Flaw::new("udyam_serial"))
    }
}

fn gstin(text: &str) -> Result<(), Flaw> {
    let bytes = text.as_bytes();
    let [
        s1,
        s2,
        a,
        b,
        c,
        holder,
        n,
        d1,
        d2,
        d3,
        d4,
        letter,
        entity,
        z,
        check,
    ] = bytes
    else {
        return Err(Flaw::new("gstin_length"));
    };
    let state = match (s1, s2) {
        (b'0'..=b'9', b'0'..=b'9') => (s1 - b'0') * 10 + (s2 - b'0'),
        _ => return Err(Flaw::new("gstin_state")),
    };
    if !matches!(state, 1..=38 | 97 | 99) {
        return Err(Flaw::new("gstin_state"));
    }
    let letters = [a, b, c, n, letter].iter().all(|l| l.is_ascii_uppercase());
    let digits = [d1, d2, d3, d4].iter().all(|d| d.is_ascii_digit());
    if !letters
        || !digits
        || !b"ABCFGHJKLPT".contains(holder)
        || [d1, d2, d3, d4].iter().all(|d| **d == b'0')
    {
        return Err(Flaw::new("gstin_pan"));
    }
    if !matches!(entity, b'1'..=b'9' | b'A'..=b'Z') || *z != b'Z' || value(*check).is_none() {
        return Err(Flaw::new("gstin_format"));
    }
    if value(*check) == check_digit(bytes) {
        Ok(())
    } else {
        Err(Flaw::new("gstin_checksum"))
    }
}

/// The check digit over the first fourteen characters: weights 1 and 2 in turn, base 36.
fn check_digit(bytes: &[u8]) -> Option<u32> {
    let mut sum = 0;
    for (place, byte) in bytes.iter().take(14).enumerate() {
        let product = value(*byte)? * if place % 2 == 0 { 1 } else { 2 };
        sum += product / 36 + product % 36;
    }
    Some((36 - sum % 36) % 36)
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gstins_of_the_published_tests_pass() {
        for good in [
            "27AAPFU0939F1ZV",
            "29AAGCB7383J1Z4",
            "33AACCM9093R1ZP",
            "32AAACK1234F1Z9",
            "32AAACK1234FAZ0",
        ] {
            assert!(good.parse::<Gstin>().is_ok(), "{good}");
        }
    }

    #[test]
    fn a_wrong_gstin_says_which_rule_it_breaks() {
        for (bad, code) in [
            ("27AAPFU0939F1ZO", "gstin_checksum"),
            ("27AAPFU0939F1Z", "gstin_length"),
            ("369296450896540", "gstin_pan"),
            ("27AAPFU0000F1ZV", "gstin_pan"),
            ("29AABCT1332L1Z5", "gstin_checksum"),
            ("36AAACW3775F000", "gstin_format"),
            ("33AAACK1234F1Z9", "gstin_checksum"),
            ("39AAACK1234F1Z9", "gstin_state"),
        ] {
            assert_eq!(bad.parse::<Gstin>().unwrap_err().code, code, "{bad}");
        }
    }

    #[test]
    fn a_wrong_udyam_says_which_rule_it_breaks() {
        assert!("UDYAM-KL-02-0012345".parse::<Udyam>().is_ok());
        for (bad, code) in [
            ("UDYAM-KL-15-0012345", "udyam_district"),
            ("UDYAM-KL-2-0012345", "udyam_district"),
            ("UDYAM-KL-02-012345", "udyam_serial"),
            ("KL02A0012345", "udyam_format"),
        ] {
            assert_eq!(bad.parse::<Udyam>().unwrap_err().code, code, "{bad}");
        }
    }
}
