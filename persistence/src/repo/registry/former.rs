//! What tied actors and people until a day: noted whenever a linkage, a membership or a role is taken away,
//! shortened or led elsewhere. What somebody belongs to by their seats stands in `affiliation.rs`.

use super::Conn;
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::port::{Former, Identity};
use crate::schema::{former_belongings, former_ties};
use diesel::prelude::*;
use odoi_domain::identity::account::AccountGrant;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::programme::affiliation::{Affiliation, FormerBelonging};
use odoi_domain::programme::conflict::{Tie, belongs_to, left_behind};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::{Day, Entity, Moment};
use uuid::Uuid;

/// What somebody spoke for, as its document says it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Belonged {
    kind: EndKind,
    id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Moment>,
}

impl Former for Conn {
    fn former_ties_of(&mut self, end: End) -> Result<Vec<Tie>, Error> {
        let id = UuidColumn(end.id);
        let rows: Vec<Json<Tie>> = former_ties::table
            .filter(former_ties::one_id.eq(id).or(former_ties::other_id.eq(id)))
            .order((
                former_ties::tie_id,
                former_ties::ended_on,
                former_ties::noted_at,
                former_ties::ground,
            ))
            .select(former_ties::facts)
            .load(self)?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    fn former_belongings_of(&mut self, account: AccountId) -> Result<Vec<FormerBelonging>, Error> {
        let rows: Vec<(Json<Belonged>, chrono::NaiveDate)> = former_belongings::table
            .filter(former_belongings::account_id.eq(UuidColumn(account.0)))
            .order((former_belongings::end_id, former_belongings::ended_on))
            .select((former_belongings::facts, former_belongings::ended_on))
            .load(self)?;
        let former = |(Json(Belonged { kind, id, since }), on)| FormerBelonging {
            end: End { kind, id },
            since,
            until: Day(on),
        };
        Ok(rows.into_iter().map(former).collect())
    }

    fn affiliations_of(&mut self, account: AccountId) -> Result<Vec<Affiliation>, Error> {
        super::programme::affiliation::of(self, account)
    }
}

/// Notes what is left of ties that have become others, or none.
pub(crate) fn note(
    conn: &mut Conn,
    (before, after): (&[Tie], &[Tie]),
    now: Moment,
) -> Result<(), Error> {
    for left in left_behind(before, after, now) {
        let [one, other] = left.ends;
        let row = (
            former_ties::tie_id.eq(UuidColumn(left.id)),
            former_ties::one_id.eq(UuidColumn(one.id)),
            former_ties::other_id.eq(UuidColumn(other.id)),
            former_ties::ended_on.eq(left.ends_on.unwrap_or(now.day()).0),
            former_ties::ground.eq(left.ground.text()),
            former_ties::noted_at.eq(Timestamp(now)),
            former_ties::facts.eq(Json(left)),
        );
        diesel::insert_into(former_ties::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn)?;
    }
    Ok(())
}

/// Notes what somebody speaks for no longer, by this role. Of roles for one end that are taken away on one day there is one
/// note, so it says since when they had the first of them.
pub(crate) fn note_grant(conn: &mut Conn, thing: &AccountGrant) -> Result<(), Error> {
    let Some(end) = belongs_to(&thing.grant().scope) else {
        return Ok(());
    };
    let held = conn.grants_of(thing.account())?;
    let same = held.iter().filter(|one| belongs_to(&one.grant().scope) == Some(end));
    let since = same.map(|one| one.meta().created_at).min();
    let given = thing.meta().created_at;
    let facts = Belonged {
        kind: end.kind,
        id: end.id,
        since: Some(since.map_or(given, |since| since.min(given))),
    };
    let row = (
        former_belongings::account_id.eq(UuidColumn(thing.account().0)),
        former_belongings::end_id.eq(UuidColumn(end.id)),
        former_belongings::ended_on.eq(thing.meta().updated_at.day().0),
        former_belongings::facts.eq(Json(facts)),
    );
    diesel::insert_into(former_belongings::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}
