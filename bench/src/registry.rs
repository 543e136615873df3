//! The synthetic registry: enterprise number `n` is the same on every machine and every day.

use crate::gazetteer::Gazetteer;
use crate::names::{DISTRICTS, District, GIVEN, HOUSE_ENDS, HOUSES, WARES};
use crate::random::Random;
use crate::{Failed, details};
use odoi_domain::Word;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;
use odoi_domain::registry::activity::{ActivityCode, NicVersion};
use odoi_domain::registry::enterprise::{EnterpriseFacts, EnterpriseKind};
use odoi_domain::registry::registration::Gstin;

const SEED: u64 = 0x0D01_5EED;

/// The facts of enterprise number `n`. Registration numbers differ up to n = 9 000 000, above which
/// those of the demonstration begin.
pub(crate) fn facts(n: u64, gazetteer: &Gazetteer) -> Result<EnterpriseFacts, Failed> {
    let mut random = Random::new(SEED ^ n.wrapping_mul(0xA24B_AED4_963E_E407));
    let district = district(&mut random);
    let (code, _, pin, towns) = *district;
    let ware = *random.choose(WARES).ok_or("there are no wares")?;
    let given = given(&mut random)?;
    let town = *random.choose(towns).ok_or("there are no towns")?;
    let kind = kind(&mut random);
    let is_firm = kind == EnterpriseKind::Firm;
    let (en, ml) = if is_firm {
        (format!("{} {} {} {town}", given.0, ware.1, ware.3), format!("{} {}", given.1, ware.2))
    } else {
        (
            format!("{} Kudumbashree {} Unit {town}", given.0, ware.1),
            format!("{} കുടുംബശ്രീ {} യൂണിറ്റ്", given.1, ware.2),
        )
    };
    // Udyam numbers the districts of Kerala by the alphabet, as LGD does, from 01.
    let udyam = is_firm && random.percent(80);
    let udyam = udyam.then(|| {
        let place = code.parse::<u64>().unwrap_or(554).saturating_sub(553);
        format!("UDYAM-KL-{place:02}-{n:07}")
    });
    let gstin = (is_firm && random.percent(45)).then(|| gstin(n));
    let mut activities = vec![activity(ware.0)?];
    let other = random.choose(WARES).map_or(ware.0, |other| other.0);
    if random.percent(25) && other != ware.0 {
        activities.push(activity(other)?);
    }
    let ml = random.percent(60).then(|| Line::new(&ml));
    let name = Name { en: Line::new(&en)?, ml: ml.transpose()? };
    let mut facts = EnterpriseFacts {
        pin_code: Some(read(&pin_code(pin, &mut random))?),
        udyam: udyam.as_deref().map(read).transpose()?,
        gstin: gstin.transpose()?,
        ..EnterpriseFacts::new(name, kind, read(code)?, activities)
    };
    details::add(&mut facts, n, &mut random)?;
    facts.places.extend(gazetteer.draw(code, &mut random));
    Ok(facts)
}

/// What an enterprise is called, in English and in Malayalam: one in three after a house, some of which
/// have many branches and most of which have few.
fn given(random: &mut Random) -> Result<(String, String), Failed> {
    if !random.percent(35) {
        let (en, ml) = *random.choose(GIVEN).ok_or("there are no names")?;
        return Ok((en.to_owned(), ml.to_owned()));
    }
    let house = *random.choose_early(HOUSES).ok_or("there are no houses")?;
    let end = *random.choose_early(HOUSE_ENDS).ok_or("no house ends")?;
    Ok((format!("{}{}", house.0, end.0), format!("{}{}", house.1, end.1)))
}

/// Two words that enterprise number `n` is found by, the second from its beginning only.
pub(crate) fn words(n: u64) -> Result<String, Failed> {
    let name = facts(n, &Gazetteer::default())?.name.en.to_string().to_lowercase();
    let words: Vec<&str> = name.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    let last: String = words.last().into_iter().flat_map(|w| w.chars()).take(5).collect();
    Ok(format!("{first}+{last}"))
}

/// Two words that many enterprises are found by: a ware, and a town from its beginning only.
pub(crate) fn common_words(random: &mut Random) -> String {
    let towns = district(random).3;
    let town = random.choose(towns).copied().unwrap_or_default();
    let town: String = town.chars().take(5).collect();
    format!("{}+{}", common_word(random), town.to_lowercase())
}

/// One word that many enterprises are found by.
pub(crate) fn common_word(random: &mut Random) -> String {
    let ware = random.choose(WARES).map_or("coir", |ware| ware.1);
    ware.split(' ').next().unwrap_or_default().to_lowercase()
}

/// A postal index number that begins with the three digits; none of those that are not Kerala's.
pub(crate) fn pin_code(begin: &str, random: &mut Random) -> String {
    format!("{begin}{}", 560 + random.below(100))
}

fn district(random: &mut Random) -> &'static District {
    let mut left = random.below(DISTRICTS.iter().map(|d| d.1).sum());
    for district in DISTRICTS {
        match left.checked_sub(district.1) {
            Some(rest) => left = rest,
            None => return district,
        }
    }
    // Never reached: what was drawn is less than the sum.
    &("555", 0, "683", &["Kalady"])
}

/// Of 1,250,000, a million are firms and the others units of Kudumbashree.
fn kind(random: &mut Random) -> EnterpriseKind {
    match random.below(100) {
        0..80 => EnterpriseKind::Firm,
        80..87 => EnterpriseKind::KudumbashreeIndividual,
        87..98 => EnterpriseKind::KudumbashreeGroup,
        _ => EnterpriseKind::KudumbashreeYuvashree,
    }
}

pub(crate) fn activity(code: &str) -> Result<ActivityCode, Failed> {
    Ok(ActivityCode { version: NicVersion::Nic2008, code: read(code)? })
}

/// The GSTIN of enterprise number `n`: of all check characters, the domain accepts one.
fn gstin(n: u64) -> Result<Gstin, Failed> {
    let letter = |n: u64| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    let (high, digits) = (n / 9_999, n % 9_999 + 1);
    let (a, b, c) = (letter(high / 676), letter(high / 26), letter(high));
    let body = format!("32{a}{b}{c}F{}{digits:04}{}1Z", letter(n), letter(n / 7));
    let good = |check| Gstin::parse(&format!("{body}{check}")).ok();
    ('0'..='9')
        .chain('A'..='Z')
        .find_map(good)
        .ok_or_else(|| format!("{body} has no check character").into())
}

fn read<W: Word>(text: &str) -> Result<W, Failed> {
    Ok(W::parse(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use odoi_domain::kernel::entity::Facts;
    use std::collections::HashSet;

    #[test]
    fn the_registry_is_lawful_and_its_numbers_are_unique() {
        let mut numbers = HashSet::new();
        for n in (0..3_000).chain(8_999_000..8_999_100) {
            let facts = facts(n, &Gazetteer::default()).unwrap();
            assert_eq!(facts.check(), Vec::new(), "{n}");
            assert_eq!(facts, super::facts(n, &Gazetteer::default()).unwrap());
            for number in [facts.udyam.map(|u| u.to_string()), facts.gstin.map(|g| g.to_string())] {
                assert!(number.is_none_or(|number| numbers.insert(number)), "{n}");
            }
        }
    }

    #[test]
    fn every_ware_has_a_code_that_ships_with_the_program() {
        let shipped = include_str!("../../odoi/data/activities.csv");
        for ware in WARES {
            assert!(shipped.contains(&format!("\nnic_2008,{},sub_class,", ware.0)), "{ware:?}");
        }
    }
}
