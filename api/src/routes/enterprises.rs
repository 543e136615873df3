//! Enterprises: the registry, seen and kept by district.

use crate::extract::{Caller, Writing, filter};
use crate::problem::Problem;
use crate::routes::registry::registry;
use crate::routes::shared::{Answered, known_activities, relocate_linkages, relocate_member};
use actix_web::web::Path;
use odoi_domain::activity::ActivityCode;
use odoi_domain::enterprise::{Enterprise, EnterpriseFacts, EnterpriseKind};
use odoi_domain::id::EnterpriseId;
use odoi_domain::linkage::{End, EndKind};
use odoi_domain::membership::{Member, MemberKind};
use odoi_domain::name::Name;
use odoi_domain::place::{DistrictCode, PinCode};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registration::{Gstin, Udyam};
use odoi_domain::{Entity, Moment};
use odoi_persistence::port::EnterpriseFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(EnterpriseFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only enterprises of these districts (LGD code).",
    kind: "Only enterprises of these kinds.",
    activity: "Only enterprises whose main activity is one of these codes or narrower: `10` finds `10612`.",
    pin_code: "Only enterprises with these postal index numbers.",
    cluster_id: "Only enterprises that belong to one of these clusters on the day `as_of`.",
}, words: q, day: as_of);

/// Enterprise as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnterpriseView {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: EnterpriseKind,
    /// The district that it works in.
    pub district: DistrictCode,
    /// Its postal index number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin_code: Option<PinCode>,
    /// Its Udyam number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub udyam: Option<Udyam>,
    /// Its GST number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gstin: Option<Gstin>,
    /// What it does; the first is its main activity.
    #[schema(max_items = 8)]
    pub activities: Vec<ActivityCode>,
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl EnterpriseView {
    fn of(thing: &Enterprise) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            name: facts.name,
            kind: facts.kind,
            district: facts.district,
            pin_code: facts.pin_code,
            udyam: facts.udyam,
            gstin: facts.gstin,
            activities: facts.activities,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

/// What the facts refer to must exist.
fn known(tx: &mut Writing<'_, '_>, facts: &EnterpriseFacts) -> Result<(), Problem> {
    known_activities(tx, &facts.activities)
}

/// What stands in its district moves with it: its linkages and memberships.
fn relocate(tx: &mut Writing<'_, '_>, permit: &Permit, thing: &Enterprise) -> Result<(), Problem> {
    let end = End {
        kind: EndKind::Enterprise,
        id: thing.meta().id.0,
    };
    relocate_linkages(tx, permit, end, &thing.facts().district)?;
    let member = Member {
        kind: MemberKind::Enterprise,
        id: thing.meta().id.0,
    };
    relocate_member(tx, permit, member, &thing.facts().district)
}

registry! {
    Enterprise, EnterpriseFacts, EnterpriseView, EnterpriseId, EnterpriseFilter,
    tag: "enterprises", paths: ("/v1/enterprises", "/v1/enterprises/{id}"), ports: (enterprises, enterprise),
    checks: [known], follows: [relocate],
    list_enterprises: ListEnterprises = ("List enterprises", "The enterprises that you may see: those of your districts, or your own.");
    create_enterprise: CreateEnterprise = ("Register an enterprise", "A firm or a Kudumbashree unit; identifiers are optional, and checked where they are given (rule R2.1).");
    get_enterprise: ReadEnterprise = ("Read an enterprise", "An enterprise by its id.");
    update_enterprise: UpdateEnterprise = ("Change an enterprise", "Whoever keeps the registry of its district, and its own representative, may change it.");
    delete_enterprise: DeleteEnterprise = ("Remove an enterprise", "Refused while linkages or memberships refer to it.");
}
