//! A call that is open, and the core groups with who sits in them.

use super::data::PersonLine;
use super::loader::{Loader, Person, flawed, missing, wrong};
use odoi_application::Failure;
use odoi_application::programme::calls::{create_call, take_step};
use odoi_application::registry::registered::create;
use odoi_domain::kernel::id::CallId;
use odoi_domain::programme::call::{CallFacts, CallStep};
use odoi_domain::programme::seat::{Capacity, DESIGNATIONS, Designation, SeatFacts, Tenure};
use odoi_domain::registry::linkage::EndKind;
use odoi_domain::{Entity, Moment};

/// How long the call stays open, in seconds: sixty days.
const WINDOW: i64 = 60 * 86_400;

pub(super) fn call(loader: &mut Loader<'_, '_>) -> Result<(), Failure> {
    let now = loader.now();
    publish(loader, facts(now)?, now).map(drop)
}

fn facts(now: Moment) -> Result<CallFacts, Failure> {
    let text = include_str!("../../data/demo/call.json");
    let mut facts: CallFacts = serde_json::from_str(text).map_err(wrong)?;
    facts.opens_at = now;
    facts.closes_at = now.plus_seconds(WINDOW);
    Ok(facts)
}

/// The officer drafts a call and opens it.
pub(super) fn publish(
    loader: &mut Loader<'_, '_>,
    facts: CallFacts,
    at: Moment,
) -> Result<CallId, Failure> {
    let officer = Person::officer();
    let drafted = loader.act_at(at, &officer, |tx| create_call(tx, facts))?;
    let id = drafted.thing().meta().id;
    loader.act_at(at, &officer, |tx| take_step(tx, id, CallStep::Open, None))?;
    Ok(id)
}

/// How long seats have been held, in days.
const SEATED: i64 = 300;

/// The core groups: of Ernakulam with somebody in each seat, and the smaller ones of the districts that
/// have decided about something.
pub(super) fn seats(loader: &mut Loader<'_, '_>, people: &[PersonLine]) -> Result<(), Failure> {
    for line in people.iter().filter(|line| line.is_seated) {
        let mut designations = DESIGNATIONS.iter();
        let found = designations.find(|(_, role, ..)| *role == line.person.role);
        let (designation, ..) = found.ok_or_else(|| missing("designation"))?;
        seat(loader, line, *designation)?;
    }
    Ok(())
}

fn seat(
    loader: &mut Loader<'_, '_>,
    line: &PersonLine,
    designation: Designation,
) -> Result<(), Failure> {
    let account_id = loader.account(&line.person)?;
    let mut affiliations = Vec::new();
    if let Some(centre) = &line.affiliation {
        affiliations.push(loader.known.end(EndKind::Institution, centre)?);
    }
    let at = loader.days_ago(SEATED);
    let tenure = Tenure {
        account_id,
        capacity: Capacity::Holder,
        starts_on: at.day(),
        ends_on: None,
        order: None,
        affiliations,
    };
    let facts = SeatFacts {
        district: line.person.of.parse().map_err(flawed)?,
        designation,
        number: 1,
        tenures: vec![tenure],
    };
    loader.act_at(at, &Person::officer(), |tx| create(tx, facts))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::data;
    use super::*;

    #[test]
    fn the_call_is_lawful_and_every_designation_has_somebody() {
        let now = Moment::from_micros(1_795_242_600_000_000).unwrap();
        let facts = facts(now).unwrap();
        assert_eq!(facts.check(), []);
        assert!(odoi_application::forms::compile(&facts.form.schema).is_ok());
        let people = data::people().unwrap();
        for (designation, role, ..) in DESIGNATIONS {
            let here = Person::of(*role, "555");
            let mut seated = people.iter().filter(|line| line.is_seated);
            assert!(seated.any(|line| line.person == here), "{designation}");
        }
    }
}
