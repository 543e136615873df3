//! Aadhaar numbers are never kept: what looks like one is refused wherever text is taken (rule R2.7).
//!
//! An Aadhaar number has twelve digits, the first from 2 to 9, the last a Verhoeff check digit over the
//! others. It is looked for in one run of twelve digits and in groups of four (or eight) that blanks and
//! dashes part, in whatever script the digits are written. What is longer is something else: an account number, or a card's four groups.
//! The ids of records (UUIDv7) are no such numbers, whatever digits they happen to have.
//! A `+` before the digits says that a telephone number follows. Without it, `91` and a mobile number
//! are refused where the check digit fits, because a false refusal costs the writer one `+`, and a false
//! acceptance would keep somebody's Aadhaar number.

use crate::Code;
use crate::Violation;
use uuid::Uuid;

/// Digit zero of the scripts that Kerala's texts are written in: European, Arabic (both), Devanagari,
/// Bengali, Tamil, Telugu, Kannada, Malayalam, full width.
const ZEROES: [u32; 10] = [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10];

/// Verhoeff's multiplication: the dihedral group of the pentagon (J. Verhoeff, 1969).
const PRODUCT: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// Verhoeff's permutation of a digit by its place from the right, modulo 8.
const SHUFFLE: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// A group of digits without anything between them.
#[derive(Default)]
struct Group {
    digits: Vec<u8>,
    /// Whether only blanks and dashes stand between this group and the one before.
    is_joined: bool,
    /// Whether a `+` stands before it.
    is_telephone: bool,
}

/// Refuses a text that holds what looks like an Aadhaar number.
pub fn refuse(text: &str) -> Result<(), Violation> {
    // Most texts have few digits: they are not looked at twice.
    if text.chars().filter_map(digit).take(12).count() < 12 {
        return Ok(());
    }
    let groups = groups(&without_ids(text));
    let mut start = 0;
    while start < groups.len() {
        let chain = chain(&groups, start);
        if is_number(chain) {
            return Err(Violation::new(Code::Aadhaar));
        }
        start += chain.len();
    }
    Ok(())
}

/// The text without the ids of records, whose random digits may form a number that nobody has.
fn without_ids(text: &str) -> String {
    let (mut rest, mut kept) = (text, String::new());
    while let Some(c) = rest.chars().next() {
        let id = rest.get(..36).and_then(|part| Uuid::try_parse(part).ok());
        let is_id = id.is_some_and(|id| id.get_version_num() == 7);
        let length = if is_id { 36 } else { c.len_utf8() };
        let (taken, after) = rest.split_at(length);
        kept.push_str(if is_id { "," } else { taken });
        rest = after;
    }
    kept
}

/// The groups that may form one number: all groups of four, eight or twelve that follow each other.
fn chain(groups: &[Group], start: usize) -> &[Group] {
    let is_four = |group: &Group| matches!(group.digits.len(), 4 | 8 | 12);
    let rest = groups.get(start..).unwrap_or_default();
    let fours = rest
        .iter()
        .enumerate()
        .take_while(|(place, group)| is_four(group) && (*place == 0 || group.is_joined))
        .count();
    rest.get(..fours.max(1)).unwrap_or_default()
}

fn is_number(chain: &[Group]) -> bool {
    let digits: Vec<u8> = chain.iter().flat_map(|group| group.digits.clone()).collect();
    let is_telephone = chain.first().is_some_and(|group| group.is_telephone);
    digits.len() == 12
        && !is_telephone
        && digits.first().is_some_and(|first| *first >= 2)
        && has_check_digit(&digits)
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut inside, mut is_joined, mut is_telephone) = (false, false, false);
    for c in text.chars() {
        match digit(c) {
            Some(digit) if inside => {
                if let Some(group) = groups.last_mut() {
                    group.digits.push(digit);
                }
            }
            Some(digit) => groups.push(Group {
                digits: vec![digit],
                is_joined: is_joined && !groups.is_empty(),
                is_telephone,
            }),
            // A joiner inside a number is invisible, so it parts nothing.
            None if is_invisible(c) => continue,
            None => {
                let goes_on = is_gap(c);
                is_joined = goes_on && (inside || is_joined);
                is_telephone = c == '+' || (is_telephone && goes_on && !inside);
            }
        }
        inside = digit(c).is_some();
    }
    groups
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = ZEROES.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok()
}

fn has_check_digit(digits: &[u8]) -> bool {
    let step = |sum: u8, (place, digit): (usize, &u8)| {
        let shuffled = SHUFFLE.get(place % 8)?.get(usize::from(*digit))?;
        PRODUCT.get(usize::from(sum))?.get(usize::from(*shuffled)).copied()
    };
    digits.iter().rev().enumerate().try_fold(0, step) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve digits with their check digit, made from eleven.
    fn number(eleven: &str) -> String {
        let with = |check| format!("{eleven}{check}");
        let good = |text: &String| {
            let digits: Vec<u8> = text.chars().filter_map(digit).collect();
            has_check_digit(&digits)
        };
        (0..10).map(with).find(good).unwrap()
    }

    #[test]
    fn the_check_digit_is_verhoeffs() {
        // The worked example of Verhoeff's scheme: 236 takes the check digit 3.
        assert!(has_check_digit(&[2, 3, 6, 3]));
        assert!(!has_check_digit(&[2, 3, 6, 4]));
        assert!(!has_check_digit(&[3, 2, 6, 3]), "a transposition is seen");
    }

    #[test]
    fn an_aadhaar_number_is_refused_however_it_is_written() {
        let n = number("49958013627");
        let [a, b, c] = [&n[..4], &n[4..8], &n[8..]];
        let malayalam: String =
            n.chars().map(|c| char::from_u32(0xD66 + c.to_digit(10).unwrap()).unwrap()).collect();
        for text in [
            n.clone(),
            format!("{a} {b} {c}"),
            format!("{a}-{b}-{c}"),
            format!("{a} - {b}\u{a0}{c}"),
            format!("{a}\u{200b}{b}\u{2013}{c}"),
            format!("Aadhaar:{n}."),
            format!("UID{n}"),
            format!("ward 12, {a} {b} {c}, 5 women"),
            format!("12 {a} {b} {c}"),
            malayalam.clone(),
            format!("ആധാർ {malayalam} ആണ്"),
        ] {
            assert_eq!(refuse(&text).unwrap_err().code.text(), "aadhaar", "{text}");
        }
    }

    #[test]
    fn other_numbers_are_let_through() {
        let n = number("49958013627");
        let [a, b, c] = [&n[..4], &n[4..8], &n[8..]];
        let wrong = format!("{}{}", &n[..11], (n[11..].parse::<u8>().unwrap() + 1) % 10);
        let low = number("19958013627");
        let phone = number("91984701234");
        for text in [
            wrong.as_str(),
            low.as_str(),
            &format!("7{n}"),
            &format!("{n}7"),
            &format!("{a} {b} {c} 1234"),
            &format!("{a}, {b}, {c}"),
            &format!("+{phone}"),
            &format!("+ {phone}"),
            &format!("00{phone}"),
            "32AAACK1234F1Z9",
            "UDYAM-KL-02-0012345",
            "682001 682002",
            "",
        ] {
            assert!(refuse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn ninety_one_and_a_mobile_number_need_their_plus() {
        assert!(refuse(&number("91984701234")).is_err());
    }

    #[test]
    fn the_id_of_a_record_is_no_number() {
        let digits = number("71238123456");
        let (third, rest) = (digits.get(..4).unwrap(), digits.get(4..).unwrap());
        let (fourth, last) = (rest.get(..4).unwrap(), rest.get(4..).unwrap());
        let id = format!("019ad5b3-3c1a-{third}-{fourth}-{last}abcdef01");
        assert_eq!(refuse(&format!("See {id}.")), Ok(()));
        assert!(refuse(&format!("See {id} and {digits}.")).is_err());
        assert!(refuse(&format!("{third}-{fourth}-{last}abcdef01")).is_err());
    }
}
