//! The gate that clusters of the demonstration passed before they proposed anything.

use super::data::ProposalLine;
use super::loader::{Loader, Person, flawed, missing};
use odoi_application::Failure;
use odoi_application::formation::gate::initiate_cluster;
use odoi_application::formation::statements::make;
use odoi_domain::formation::gate::{InitiationFacts, InterestFacts, InterestSide};
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::kernel::text::Line;
use odoi_domain::{Day, Moment};

/// How long interest stays valid, in days.
const VALID: i64 = 1_200;

/// The officer enters the interest of both sides from paper, and the programme starts.
pub(super) fn gate(
    loader: &mut Loader<'_, '_>,
    line: &ProposalLine,
    now: Moment,
) -> Result<(), Failure> {
    let cluster_id = loader.known.cluster(&line.cluster)?;
    let centre = loader.known.institution(&line.institution)?;
    let (officer, day) = (Person::officer(), now.day());
    let facts = loader.read().cluster(cluster_id)?.facts().clone();
    let constituency = facts.constituencies().into_iter().next();
    let constituency = constituency.ok_or_else(|| missing("constituency"))?;
    for (side, institution_id, title) in [
        (InterestSide::Academic, Some(centre), "Laboratory and staff for the work"),
        (InterestSide::Cluster, None, "Resolution of the general body"),
    ] {
        let seen = Evidence {
            title: Line::new(title).map_err(flawed)?,
            dated_on: Some(day),
            reference: None,
        };
        let facts = InterestFacts {
            cluster_id,
            constituency: constituency.clone(),
            side,
            institution_id,
            valid_from: day,
            valid_until: Day(day.0 + chrono::Duration::days(VALID)),
            evidence: vec![seen],
        };
        loader.act_at(now, &officer, |tx| make(tx, facts))?;
    }
    let initiated = loader.act_at(now, &officer, |tx| {
        initiate_cluster(tx, cluster_id, InitiationFacts { constituency })
    });
    initiated.map(drop)
}
