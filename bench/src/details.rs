//! What a synthetic enterprise states beside its name: where it stands, who owns it, what it earns.

use crate::Failed;
use crate::random::Random;
use odoi_domain::Word;
use odoi_domain::kernel::external::{ExternalId, ExternalKey, SourceSystem};
use odoi_domain::kernel::geo::{Latitude, Longitude, Point};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::Line;
use odoi_domain::registry::enterprise::{EnterpriseFacts, EnterpriseKind, OwnershipForm};
use odoi_domain::registry::registration::Mobile;
use odoi_domain::registry::size::{FinancialYear, YearFigures};

/// The seats of the districts: LGD code, latitude and longitude in millionths of a degree.
const SEATS: &[(&str, i32, i32)] = &[
    ("554", 9_498_100, 76_338_800),
    ("555", 9_981_600, 76_299_900),
    ("556", 9_850_000, 76_966_700),
    ("557", 11_874_500, 75_370_400),
    ("558", 12_499_600, 74_986_900),
    ("559", 8_893_200, 76_614_100),
    ("560", 9_591_600, 76_522_200),
    ("561", 11_258_800, 75_780_400),
    ("562", 11_051_000, 76_071_100),
    ("563", 10_786_700, 76_654_800),
    ("564", 9_264_800, 76_787_000),
    ("565", 8_524_100, 76_936_600),
    ("566", 10_527_600, 76_214_400),
    ("567", 11_610_400, 76_082_800),
];

/// Most stand within so many millionths of a degree of the seat of their district: some 20 km.
const AROUND: u64 = 360_000;

/// A lakh of rupees in paise.
const LAKH: u64 = 10_000_000;

/// Fills in the details of enterprise number `n`, as far as it states any.
pub(crate) fn add(facts: &mut EnterpriseFacts, n: u64, random: &mut Random) -> Result<(), Failed> {
    if random.percent(70) {
        facts.location = Some(near(facts.district.as_str(), random)?);
    }
    if random.percent(60) {
        let number = format!("+91{}{:09}", 6 + n % 4, random.below(1_000_000_000));
        facts.mobile = Some(Mobile::parse(&number)?);
        facts.owner_name = Some(Line::new(&format!("Owner {n}"))?);
    }
    facts.workers = Some(i32::try_from(1 + random.below(12) * random.below(9))?);
    match facts.kind {
        EnterpriseKind::Firm => firm(facts, random)?,
        _ => unit(facts, n, random)?,
    }
    Ok(())
}

/// A firm: nine of ten state figures, and most of those are micro enterprises.
fn firm(facts: &mut EnterpriseFacts, random: &mut Random) -> Result<(), Failed> {
    if facts.gstin.is_none() {
        facts.ownership = Some(OwnershipForm::Proprietorship);
    }
    if random.percent(90) {
        // In lakhs: micro up to 250 of investment, small up to 2500, medium up to 12500.
        let investment = match random.below(1000) {
            0..940 => 1 + random.below(200),
            940..990 => 260 + random.below(2_000),
            990..998 => 2_600 + random.below(9_000),
            _ => 13_000 + random.below(50_000),
        };
        facts.figures = vec![YearFigures {
            investment_paise: Some(paise(investment)?),
            turnover_paise: Some(paise(investment * 3)?),
            ..figures()?
        }];
    }
    Ok(())
}

/// A unit of Kudumbashree: known by the number of its own system, and without national identifiers.
fn unit(facts: &mut EnterpriseFacts, n: u64, random: &mut Random) -> Result<(), Failed> {
    facts.external_ids = vec![ExternalKey {
        source_system: SourceSystem::parse("kudumbashree_mis")?,
        external_id: ExternalId::parse(&format!("ME-{n:08}"))?,
    }];
    let members = match facts.kind {
        EnterpriseKind::KudumbashreeIndividual => 1,
        _ => i32::try_from(5 + random.below(6))?,
    };
    (facts.members, facts.women_members) = (Some(members), Some(members));
    if random.percent(60) {
        let turnover = Some(paise(1 + random.below(12))?);
        facts.figures = vec![YearFigures { turnover_paise: turnover, ..figures()? }];
    }
    Ok(())
}

/// A point near one of the seats, in degrees.
pub(crate) fn somewhere(random: &mut Random) -> (f64, f64) {
    let (_, latitude, longitude) =
        random.choose(SEATS).copied().unwrap_or(("", 9_981_600, 76_299_900));
    let mut aside = || i32::try_from(random.below(AROUND) / 2).unwrap_or(0);
    let degrees = |millionths: i32| f64::from(millionths) / 1e6;
    (degrees(latitude + aside()), degrees(longitude + aside()))
}

fn near(district: &str, random: &mut Random) -> Result<Point, Failed> {
    let seat = SEATS.iter().find(|(code, _, _)| *code == district);
    let (_, latitude, longitude) = seat.ok_or("a district without a seat")?;
    // The sum of two draws: dense in the middle, thin at the edge.
    let mut aside = || -> Result<i32, Failed> {
        Ok(i32::try_from((random.below(AROUND) + random.below(AROUND)) / 2)?
            - i32::try_from(AROUND / 2)?)
    };
    Ok(Point {
        latitude: Latitude::of_millionths(latitude + aside()?)?,
        longitude: Longitude::of_millionths(longitude + aside()?)?,
    })
}

/// A year of which nothing is known yet.
fn figures() -> Result<YearFigures, Failed> {
    Ok(YearFigures {
        financial_year: FinancialYear::parse("2024-25")?,
        investment_paise: None,
        turnover_paise: None,
        exports_paise: None,
    })
}

fn paise(lakhs: u64) -> Result<Paise, Failed> {
    Ok(Paise::new(i64::try_from(lakhs * LAKH)?))
}
