//! The synthetic clusters: one for 2500 enterprises, with forty members each.

use crate::gazetteer::Gazetteer;
use crate::names::{DISTRICTS, GIVEN, WARES};
use crate::random::Random;
use crate::{Failed, registry};
use odoi_domain::Day;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::{ClusterId, MembershipId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::policy::Action;
use odoi_domain::registry::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::registry::membership::{
    Member, MemberKind, Membership, MembershipFacts, MembershipRole, Sides,
};
use odoi_domain::registry::place::DistrictCode;
use odoi_persistence::{Answer, Principal, Store, WriteRequest};
use serde_json::json;
use uuid::Uuid;

const SEED: u64 = 0x0D01_C105;
/// Enterprises for each cluster.
const EACH: u64 = 2_500;
/// Members of each.
const MEMBERS: u64 = 40;

/// Saves the clusters, each with its members, and says how many.
pub(crate) async fn fill(store: &Store, ids: &[Uuid]) -> Result<u64, Failed> {
    let count = u64::try_from(ids.len())? / EACH;
    for number in 0..count {
        let members = members(number, ids)?;
        let ticket = WriteRequest {
            who: Principal::Operator,
            operation: "fill",
            key: None,
            request_id: "bench-clusters".to_owned(),
        };
        store
            .write(ticket, move |tx| -> Result<Answer, Failed> {
                let (id, facts, now) = (ClusterId(Uuid::now_v7()), facts(number)?, tx.now());
                let permit = tx.authorize(Action::CreateCluster, &facts.anchors(id))?;
                let district = facts.district.clone();
                tx.save(Cluster::register(&permit, id, facts, now)?)?;
                for (place, (member, home)) in members.into_iter().enumerate() {
                    let facts = membership(id, member, place)?;
                    let sides = Sides { cluster: district.clone(), member: home };
                    let anchors = Membership::standing(&facts, &sides);
                    let permit = tx.authorize(Action::CreateMembership, &anchors)?;
                    let id = MembershipId(Uuid::now_v7());
                    tx.save(Membership::admit(&permit, id, facts, sides, now)?)?;
                }
                Ok(Answer::unchanged(204, None))
            })
            .await?;
    }
    Ok(count)
}

/// The members of a cluster, each with its district: enterprises that were registered one after another.
fn members(number: u64, ids: &[Uuid]) -> Result<Vec<(Uuid, DistrictCode)>, Failed> {
    let member = |n: u64| -> Result<_, Failed> {
        let id = ids.get(usize::try_from(n)?).ok_or("a number without an id")?;
        Ok((*id, registry::facts(n, &Gazetteer::default())?.district))
    };
    let first = number * EACH;
    (first..first + MEMBERS).map(member).collect()
}

fn facts(number: u64) -> Result<ClusterFacts, Failed> {
    let mut random = Random::new(SEED ^ number.wrapping_mul(0xA24B_AED4_963E_E407));
    let district = *random.choose(DISTRICTS).ok_or("there are no districts")?;
    let ware = *random.choose(WARES).ok_or("there are no wares")?;
    let given = *random.choose(GIVEN).ok_or("there are no names")?;
    let town = *random.choose(district.3).ok_or("there are no towns")?;
    let name = Line::new(&format!("{town} {} {} Cluster {number}", given.0, ware.1))?;
    Ok(ClusterFacts {
        name: Name {
            ml: Some(Line::new(&format!("{} {} ക്ലസ്റ്റർ", given.1, ware.2))?),
            ..Name::english(name)
        },
        kind: ClusterKind::MicroEnterprise,
        sector: Text::new(&ware.1.to_lowercase())?,
        ..serde_json::from_value(json!({
            "name": { "en": "-" }, "kind": "manufacturing", "sector": "-", "district": district.0,
            "activities": [registry::activity(ware.0)?],
        }))?
    })
}

fn membership(cluster: ClusterId, member: Uuid, place: usize) -> Result<MembershipFacts, Failed> {
    let role = match place {
        0 => MembershipRole::AnchorUnit,
        1..=4 => MembershipRole::Supplier,
        _ => MembershipRole::Member,
    };
    Ok(MembershipFacts {
        cluster_id: cluster,
        member: Member { kind: MemberKind::Enterprise, id: member },
        role,
        starts_on: Day("2025-04-01".parse()?),
        ends_on: None,
        evidence: Vec::new(),
    })
}
