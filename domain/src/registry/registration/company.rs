//! Numbers of the Registrar of Companies: CIN and LLPIN (rule R2.1).

use crate::Code;
use crate::Violation;

text_word! {
    /// Corporate identification number: listing, industry, state, year, class and serial.
    Cin("cin") {
        check: cin,
        max_length: 21,
        pattern: "^[LU][0-9]{5}[A-Z]{2}[0-9]{4}[A-Z]{3}[0-9]{6}$",
        example: "U15311KL2019PTC056789",
    }
}

text_word! {
    /// Limited liability partnership identification number.
    Llpin("llpin") {
        check: llpin,
        max_length: 8,
        pattern: "^[A-Z]{3}-[0-9]{4}$",
        example: "AAB-1234",
    }
}

/// The first year that a company of today can be registered in: the first Companies Act of India.
const FIRST_YEAR: i32 = 1850;

impl Cin {
    /// The year of incorporation.
    #[must_use]
    pub fn year(&self) -> i32 {
        let digits = self.0.get(8..12).unwrap_or_default();
        digits.parse().unwrap_or_default()
    }
}

fn cin(text: &str) -> Result<(), Violation> {
    if text.len() != 21 || !text.is_ascii() {
        return Err(Violation::new(Code::CinLength));
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase());
    if !matches!(part(0, 1), "L" | "U") {
        return Err(Violation::new(Code::CinListing));
    }
    if !digits(part(1, 6)) {
        return Err(Violation::new(Code::CinIndustry));
    }
    if !letters(part(6, 8)) {
        return Err(Violation::new(Code::CinState));
    }
    // A year to come is refused where the day is known: with the other facts.
    if !digits(part(8, 12)) || part(8, 12).parse::<i32>().is_ok_and(|y| y < FIRST_YEAR) {
        return Err(Violation::new(Code::CinYear));
    }
    if !letters(part(12, 15)) {
        return Err(Violation::new(Code::CinClass));
    }
    if !digits(part(15, 21)) {
        return Err(Violation::new(Code::CinSerial));
    }
    Ok(())
}

fn llpin(text: &str) -> Result<(), Violation> {
    let good = text.split_once('-').is_some_and(|(letters, digits)| {
        letters.len() == 3
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && digits.len() == 4
            && digits.bytes().all(|b| b.is_ascii_digit())
    });
    good.then_some(()).ok_or(Violation::new(Code::Llpin))
}
