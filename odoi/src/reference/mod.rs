//! What ships with the program: the districts and constituencies of Kerala, and activity codes.

use crate::cli::{Failed, operator};
use odoi_application::formation::rule_sets::publish_rule_set;
use odoi_application::registry::registered::create;
use odoi_application::{Answer, Failure, WriteContext};
use odoi_domain::formation::cooperation::LadderRules;
use odoi_domain::formation::rule_set::{RuleSetFacts, RuleSubject};
use odoi_domain::formation::scorecard::first_scorecard;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Line, Prose};
use odoi_domain::programme::conflict::ConflictRule;
use odoi_domain::programme::meeting::QuorumRule;
use odoi_domain::registry::activity::{NicCode, NicLevel, NicVersion};
use odoi_domain::registry::place::{PlaceFacts, PlaceLevel};
use odoi_domain::{Day, Word};
use odoi_persistence::Store;
use odoi_persistence::port::Activity;
use serde::Deserialize;

const DISTRICTS: &str = include_str!("../../data/districts.csv");
const CONSTITUENCIES: &str = include_str!("../../data/constituencies.csv");
const ACTIVITIES: &str = include_str!("../../data/activities.csv");

/// A place that ships with the program.
#[derive(Debug)]
struct PlaceLine {
    level: String,
    code: String,
    name_en: String,
    name_ml: String,
    district: String,
}

impl PlaceLine {
    fn facts(&self) -> Result<PlaceFacts, Failed> {
        let name_ml = self.name_ml.trim();
        let name = Name {
            en: read(&self.name_en)?,
            ml: if name_ml.is_empty() { None } else { Some(read(name_ml)?) },
        };
        Ok(PlaceFacts {
            district: if self.district.trim().is_empty() {
                None
            } else {
                Some(read(self.district.trim())?)
            },
            ..PlaceFacts::new(read(self.level.trim())?, read(self.code.trim())?, name)
        })
    }
}

pub(crate) fn read<W: Word>(text: &str) -> Result<W, Failed> {
    W::parse(text)
        .map_err(|violation| format!("{text:?} is no {}: {}", W::NAME, violation.code).into())
}

/// Adds a place that is not there yet.
fn keep_place(tx: &mut WriteContext<'_, '_>, facts: PlaceFacts) -> Result<Answer, Failure> {
    if tx.place_by_code(facts.level, &facts.code)?.is_some() {
        return Ok(Answer::unchanged(204, None));
    }
    Ok(create(tx, facts)?.answer(201, None))
}

#[derive(Debug, Deserialize)]
struct DistrictLine {
    lgd_code: String,
    name_en: String,
    name_ml: String,
}

#[derive(Debug, Deserialize)]
struct ConstituencyLine {
    number: String,
    district: String,
    name_en: String,
    name_ml: String,
}

#[derive(Debug, Deserialize)]
struct ActivityLine {
    version: String,
    code: String,
    level: String,
    parent: String,
    title_en: String,
    title_ml: String,
}

/// The rows of a table that ships with the program.
pub(crate) fn lines<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, Failed> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(Into::into)
}

/// Loads what ships with the program, once: what an administrator has changed since stays.
pub async fn load(store: &Store) -> Result<(), Failed> {
    store.load_activities(activities()?).await?;
    rules(store).await?;
    if is_loaded(store).await? {
        return Ok(());
    }
    let facts = places()?.iter().map(PlaceLine::facts).collect::<Result<Vec<_>, _>>()?;
    let loaded = operator::write(store, "load_places", move |tx| {
        let mut answer = Answer::unchanged(204, None);
        for facts in facts {
            answer = keep_place(tx, facts)?;
        }
        Ok(answer)
    })
    .await;
    match loaded {
        // Another server that started at the same moment was first.
        Err(_taken) if is_loaded(store).await? => Ok(()),
        other => other.map(drop),
    }
}

/// Publishes the first version of each rule set where there is none; it holds for the past too.
async fn rules(store: &Store) -> Result<(), Failed> {
    let since: Day = read_day("2021-01-01")?;
    for subject in RuleSubject::ALL.iter().copied() {
        if has_rules(store, subject).await? {
            continue;
        }
        let note: Prose<1000> = read("The first version, as it came with the program.")?;
        let facts = RuleSetFacts {
            subject,
            effective_from: since,
            note,
            ladder: (subject == RuleSubject::Ladder).then(LadderRules::first),
            scorecard: (subject == RuleSubject::Scorecard).then(first_scorecard),
            quorum: (subject == RuleSubject::Quorum).then(QuorumRule::default),
            conflicts: (subject == RuleSubject::Conflicts).then(ConflictRule::default),
        };
        let published = operator::write(store, "load_rules", move |tx| {
            Ok(publish_rule_set(tx, facts)?.answer(201, None))
        })
        .await;
        match published {
            // Another server that started at the same moment was first.
            Err(_taken) if has_rules(store, subject).await? => {}
            other => drop(other?),
        }
    }
    Ok(())
}

async fn has_rules(store: &Store, subject: RuleSubject) -> Result<bool, Failed> {
    let known = store.read(move |repo| repo.rule_sets_on(subject)).await?;
    Ok(!known.is_empty())
}

fn read_day(text: &str) -> Result<Day, Failed> {
    text.parse().map_err(|violation: odoi_domain::Violation| violation.code.text().into())
}

async fn is_loaded(store: &Store) -> Result<bool, Failed> {
    let last = read("140")?;
    let found =
        store.read(move |repo| repo.place_by_code(PlaceLevel::AssemblyConstituency, &last)).await?;
    Ok(found.is_some())
}

fn places() -> Result<Vec<PlaceLine>, Failed> {
    let line = |level: PlaceLevel, code, name_en, name_ml, district| PlaceLine {
        level: level.to_string(),
        code,
        name_en,
        name_ml,
        district,
    };
    let mut all = vec![line(
        PlaceLevel::State,
        "32".to_owned(),
        "Kerala".to_owned(),
        "കേരളം".to_owned(),
        String::new(),
    )];
    for d in lines::<DistrictLine>(DISTRICTS)? {
        all.push(line(PlaceLevel::District, d.lgd_code.clone(), d.name_en, d.name_ml, d.lgd_code));
    }
    for c in lines::<ConstituencyLine>(CONSTITUENCIES)? {
        all.push(line(
            PlaceLevel::AssemblyConstituency,
            c.number,
            c.name_en,
            c.name_ml,
            c.district,
        ));
    }
    Ok(all)
}

fn activities() -> Result<Vec<Activity>, Failed> {
    let mut all = Vec::new();
    for line in lines::<ActivityLine>(ACTIVITIES)? {
        all.push(Activity {
            version: read::<NicVersion>(&line.version)?,
            code: read::<NicCode>(&line.code)?,
            level: read::<NicLevel>(&line.level)?,
            parent: if line.parent.is_empty() { None } else { Some(read(&line.parent)?) },
            title_en: read::<Line>(&line.title_en)?,
            title_ml: if line.title_ml.is_empty() { None } else { Some(read(&line.title_ml)?) },
        });
    }
    Ok(all)
}
