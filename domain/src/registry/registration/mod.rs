//! National registration numbers (rule R2.1). Each violation says which rule of the number is broken.

mod company;
mod contact;
mod tax;

use crate::Code;
pub use company::{Cin, Llpin};
pub use contact::{Email, Mobile};
pub use tax::{Gstin, KERALA, Pan};

use crate::Violation;
use crate::registry::place::DistrictCode;

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
    /// AISHE code of a college (`C-`), university (`U-`) or stand-alone institution (`S-`).
    Aishe("aishe") {
        check: |text| {
            let number = text.strip_prefix("C-").or_else(|| text.strip_prefix("U-")).or_else(|| text.strip_prefix("S-"));
            match number {
                Some(n) if (1..=6).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
                _ => Err(Violation::new(Code::Aishe)),
            }
        },
        max_length: 8,
        pattern: "^[CUS]-[0-9]{1,6}$",
        example: "C-12345",
    }
}

impl Udyam {
    /// The two letters of the state: KL is Kerala.
    #[must_use]
    pub fn state(&self) -> &str {
        self.0.get(6..8).unwrap_or_default()
    }

    /// Whether it was given in this district. Udyam numbers Kerala's districts by the alphabet, from 01,
    /// in the order of their LGD codes. An enterprise that has moved keeps its number.
    #[must_use]
    pub fn is_of(&self, district: &DistrictCode) -> bool {
        let number: Option<u16> = self.0.get(9..11).and_then(|digits| digits.parse().ok());
        let lgd: Option<u16> = district.to_string().parse().ok();
        number.zip(lgd).is_some_and(|(number, lgd)| number + 553 == lgd)
    }
}

fn udyam(text: &str) -> Result<(), Violation> {
    let parts: Vec<&str> = text.split('-').collect();
    let [prefix, state, district, serial] = parts.as_slice() else {
        return Err(Violation::new(Code::UdyamFormat));
    };
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if *prefix != "UDYAM" || state.len() != 2 || !state.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(Violation::new(Code::UdyamFormat));
    }
    if !digits(district, 2) {
        return Err(Violation::new(Code::UdyamDistrict));
    }
    if *state == "KL" && !matches!(district.parse::<u8>(), Ok(1..=14)) {
        return Err(Violation::new(Code::UdyamDistrict));
    }
    if digits(serial, 7) { Ok(()) } else { Err(Violation::new(Code::UdyamSerial)) }
}

#[cfg(test)]
mod tests;
