//! A call that is open, and the core groups with who sits in them.

use super::accounts::{AFFILIATED, GROUPS, MEMBERS, seated};
use super::{Known, find};
use crate::cli::operator::context;
use odoi_application::Failure;
use odoi_application::money::effects::appropriate;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Role;
use odoi_domain::programme::call::{Call, CallFacts, CallStep, UnderWay};
use odoi_domain::programme::seat::{Capacity, DESIGNATIONS, Seat, SeatFacts, Tenure};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use odoi_persistence::Tx;

/// How long the call stays open, in seconds: sixty days.
const WINDOW: i64 = 60 * 86_400;

pub(super) fn call(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let now = tx.now();
    let facts = facts(now)?;
    let permit = tx.authorize(Action::CreateCall, &facts.anchors())?;
    let id = tx.mint();
    let draft = tx.save(Call::draft(&permit, id, facts, now)?)?.into_thing();
    let permit = tx.authorize(Action::OpenCall, &draft.anchors())?;
    let open = tx.save(draft.step(&permit, CallStep::Open, (None, UnderWay::default()), now)?)?;
    appropriate(&mut context(tx), &permit, open.thing(), now)
}

fn facts(now: Moment) -> Result<CallFacts, Failure> {
    let text = include_str!("../../data/demo/call.json");
    let broken = |error: serde_json::Error| Failure::internal(format!("the call: {error}"));
    let mut facts: CallFacts = serde_json::from_str(text).map_err(broken)?;
    facts.opens_at = now;
    facts.closes_at = now.plus_seconds(WINDOW);
    Ok(facts)
}

/// How long seats have been held, in seconds: three hundred days.
const SEATED: i64 = 300 * 86_400;

/// The name of whoever holds a role in a district.
pub(super) fn seated_in(role: Role, district: &DistrictCode) -> Option<String> {
    let code = district.to_string();
    if let Some(name) = seated(role, &code) {
        return Some(name.to_owned());
    }
    let group = GROUPS.iter().find(|(group, ..)| *group == code);
    let member = MEMBERS.iter().find(|(held, ..)| *held == role);
    Some(format!("{}.{}", member?.1, group?.1))
}

/// The core groups: of Ernakulam with somebody in each seat, and the smaller ones of the districts that
/// have decided about something.
pub(super) fn seats(tx: &mut Tx<'_>, known: &Known) -> Result<(), Failure> {
    let mut districts = vec!["555"];
    districts.extend(GROUPS.iter().map(|(code, ..)| *code));
    for code in districts {
        let district: DistrictCode =
            code.parse().map_err(|violation: odoi_domain::Violation| {
                Failure::internal(violation.code.text())
            })?;
        for (designation, role, ..) in DESIGNATIONS {
            if let Some(name) = seated_in(*role, &district) {
                let facts = SeatFacts {
                    district: district.clone(),
                    designation: *designation,
                    number: 1,
                    tenures: vec![tenure(tx, known, &name)?],
                };
                seat(tx, facts)?;
            }
        }
    }
    Ok(())
}

fn tenure(tx: &mut Tx<'_>, known: &Known, name: &str) -> Result<Tenure, Failure> {
    let missing = || Failure::internal(format!("the demonstration has no {name}"));
    let wanted = name.parse().map_err(|_flaw: odoi_domain::Violation| missing())?;
    let account = tx.account_named(&wanted)?.ok_or_else(missing)?;
    let mut affiliations = Vec::new();
    for (_, centre) in AFFILIATED.iter().filter(|(who, _)| *who == name) {
        affiliations
            .push(End { kind: EndKind::Institution, id: find(&known.institutions, centre)?.0 });
    }
    Ok(Tenure {
        account_id: account.meta().id,
        capacity: Capacity::Holder,
        starts_on: tx.now().plus_seconds(-SEATED).day(),
        ends_on: None,
        order: None,
        affiliations,
    })
}

fn seat(tx: &mut Tx<'_>, facts: SeatFacts) -> Result<(), Failure> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateSeat, &facts.anchors(id))?;
    tx.save(Seat::register(&permit, id, facts, now)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_lawful_and_every_designation_is_seated() {
        let now = Moment::from_micros(1_795_242_600_000_000).unwrap();
        let facts = facts(now).unwrap();
        assert_eq!(facts.check(), []);
        assert!(odoi_application::forms::compile(&facts.form.schema).is_ok());
        for (designation, role, ..) in DESIGNATIONS {
            assert!(seated(*role, "555").is_some(), "{designation}");
        }
        assert!(seated(Role::Auditor, "555").is_none());
    }
}
