//! PAN and GSTIN: income tax and goods-and-services tax (rule R2.1).

use crate::Code;
use crate::Violation;

text_word! {
    /// Permanent account number. The fourth letter says who holds it; the last is a check letter whose
    /// rule is not published.
    Pan("pan") {
        check: pan,
        max_length: 10,
        pattern: "^[A-Z]{3}[ABCFGHJKLPT][A-Z][0-9]{4}[A-Z]$",
        example: "AAACK1234F",
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

/// The GST state code of Kerala.
pub const KERALA: &str = "32";

/// Who may hold a PAN, by its fourth letter: person, company, firm or LLP, association, body of
/// individuals, Hindu undivided family, trust, artificial person, government, local authority.
const HOLDERS: &[u8] = b"PCFABHTJGLK";

impl Pan {
    /// The fourth letter: who holds it.
    #[must_use]
    pub fn holder(&self) -> char {
        self.0.chars().nth(3).unwrap_or_default()
    }

    /// Whether it is a person's, and so personal data.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.holder() == 'P'
    }
}

impl Gstin {
    /// The state code: 32 is Kerala.
    #[must_use]
    pub fn state(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The PAN of its holder: characters 3 to 12.
    #[must_use]
    pub fn pan(&self) -> Pan {
        // The check of the GSTIN is stricter than that of the PAN.
        Pan(self.0.get(2..12).unwrap_or_default().to_owned())
    }
}

fn pan(text: &str) -> Result<(), Violation> {
    let Ok(bytes) = <&[u8; 10]>::try_from(text.as_bytes()) else {
        return Err(Violation::new(Code::PanLength));
    };
    match broken_pan(bytes) {
        None => Ok(()),
        Some(Broken::Shape) => Err(Violation::new(Code::PanShape)),
        Some(Broken::Holder) => Err(Violation::new(Code::PanHolder)),
        Some(Broken::Serial) => Err(Violation::new(Code::PanSerial)),
    }
}

/// Which rule ten characters break that should be a PAN.
enum Broken {
    Shape,
    Holder,
    Serial,
}

fn broken_pan(bytes: &[u8; 10]) -> Option<Broken> {
    let [a, b, c, holder, n, d1, d2, d3, d4, letter] = bytes;
    let letters = [a, b, c, holder, n, letter].iter().all(|l| l.is_ascii_uppercase());
    let digits = [d1, d2, d3, d4];
    if !letters || !digits.iter().all(|d| d.is_ascii_digit()) {
        Some(Broken::Shape)
    } else if !HOLDERS.contains(holder) {
        Some(Broken::Holder)
    } else {
        let is_zero = digits.iter().all(|d| **d == b'0');
        is_zero.then_some(Broken::Serial)
    }
}

fn gstin(text: &str) -> Result<(), Violation> {
    let Ok(bytes) = <&[u8; 15]>::try_from(text.as_bytes()) else {
        return Err(Violation::new(Code::GstinLength));
    };
    let [s1, s2, pan @ .., entity, z, check] = bytes;
    let state = match (s1, s2) {
        (b'0'..=b'9', b'0'..=b'9') => (s1 - b'0') * 10 + (s2 - b'0'),
        _ => return Err(Violation::new(Code::GstinState)),
    };
    if !matches!(state, 1..=38 | 97 | 99) {
        return Err(Violation::new(Code::GstinState));
    }
    match broken_pan(pan) {
        None => {}
        Some(Broken::Shape) => return Err(Violation::new(Code::GstinPan)),
        Some(Broken::Holder) => return Err(Violation::new(Code::GstinPanHolder)),
        Some(Broken::Serial) => return Err(Violation::new(Code::GstinPanSerial)),
    }
    if !matches!(entity, b'1'..=b'9' | b'A'..=b'Z') {
        return Err(Violation::new(Code::GstinEntity));
    }
    if *z != b'Z' || value(*check).is_none() {
        return Err(Violation::new(Code::GstinFormat));
    }
    if value(*check) == check_digit(bytes) {
        Ok(())
    } else {
        Err(Violation::new(Code::GstinChecksum))
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
