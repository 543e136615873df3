//! The gate that clusters of the demonstration passed before they proposed anything.

use super::data::ProposalLine;
use super::decisions::{broken, missing};
use super::{Known, find, permit};
use odoi_application::Failure;
use odoi_domain::formation::gate::{Before, GateTry, InterestFacts, InterestSide};
use odoi_domain::formation::statement::{Statement, standing};
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::Action;
use odoi_domain::{Day, Entity, Moment};
use odoi_persistence::Tx;

/// How long interest stays valid, in days.
const VALID: i64 = 1_200;

/// Both sides express interest, and the programme starts.
pub(super) fn gate(
    tx: &mut Tx<'_>,
    known: &Known,
    line: &ProposalLine,
    now: Moment,
) -> Result<(), Failure> {
    let id = find(&known.clusters, &line.cluster)?;
    let cluster = tx.cluster(id)?;
    let constituency = cluster.facts().constituencies().into_iter().next();
    let constituency = constituency.ok_or_else(|| missing("constituency"))?;
    let (day, centre) = (now.day(), find(&known.institutions, &line.institution)?);
    let evidence = |title: &str| -> Result<Vec<Evidence>, Failure> {
        Ok(vec![Evidence {
            title: Line::new(title).map_err(|violation| broken(&violation))?,
            dated_on: Some(day),
            reference: None,
        }])
    };
    for (side, institution_id, title) in [
        (InterestSide::Academic, Some(centre), "Laboratory and staff for the work"),
        (InterestSide::Cluster, None, "Resolution of the general body"),
    ] {
        let facts = InterestFacts {
            cluster_id: id,
            constituency: constituency.clone(),
            side,
            institution_id,
            valid_from: day,
            valid_until: Day(day.0 + chrono::Duration::days(VALID)),
            evidence: evidence(title)?,
        };
        let district = cluster.facts().district.clone();
        let permit = permit(Action::CreateInterest, &standing(&facts, &district))?;
        let interest = tx.mint();
        tx.save(Statement::make(&permit, interest, facts, district, now)?)?;
    }
    let before = Before {
        cluster: &cluster,
        interests: &tx.interests_about(&[id])?,
        tries: &tx.gate_tries(id)?,
    };
    let permit = permit(Action::InitiateCluster, &cluster.anchors())?;
    let try_id = tx.mint();
    tx.save(GateTry::make(&permit, try_id, &before, constituency, now)?)?;
    Ok(())
}
