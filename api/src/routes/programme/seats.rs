//! Seats of the district core groups: who sits in them, and when (rule R6.3).

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::SeatFilter;
use odoi_domain::kernel::id::SeatId;
use odoi_domain::policy::Action;
use odoi_domain::programme::seat::{Designation, Nominator, Seat, SeatFacts, Tenure};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(SeatFilter, sorts: [CreatedAt, UpdatedAt], {
    district: "Only seats of these districts (LGD code).",
    designation: "Only seats of these designations.",
});

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeatView {
    /// Its id.
    pub id: SeatId,
    /// The district of the core group.
    pub district: DistrictCode,
    /// The designation.
    pub designation: Designation,
    /// The number of the seat among those of its designation, from 1.
    #[schema(minimum = 1, maximum = 9)]
    pub number: i32,
    /// Who nominates its holder.
    pub nominated_by: Nominator,
    /// Whether its holder convenes the group.
    pub is_convenor: bool,
    /// Its tenures.
    #[schema(max_items = 40)]
    pub tenures: Vec<Tenure>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl SeatView {
    fn of(thing: &Seat) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            district: facts.district,
            designation: facts.designation,
            number: facts.number,
            nominated_by: facts.designation.nominator(),
            is_convenor: facts.designation.is_convenor(),
            tenures: facts.tenures,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

registered! {
    Seat, SeatFacts, SeatView, SeatId, SeatFilter,
    tag: "seats", paths: ("/v1/seats", "/v1/seats/{id}"), ports: (seats, seat),
    list_seats: ListSeats = ("List seats", "The seats of the core groups of the caller's districts.");
    create_seat: CreateSeat = ("Constitute a seat", "By an officer of K-DISC: designation, and holder or alternate with their terms. Nobody can constitute, change or remove a seat that they hold or held (409 `own_seat`).");
    get_seat: ReadSeat = ("Read a seat", "A seat by its id.");
    update_seat: UpdateSeat = ("Change a seat", "By an officer of K-DISC: ends a term, begins another. A removed affiliation still counts for the days that the conflict rule says, and earlier decisions keep their basis.");
    delete_seat: DeleteSeat = ("Remove a seat", "By an officer of K-DISC. Minutes keep who held it, and affiliations of its holders still count.");
}
