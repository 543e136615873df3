//! What may be asked of the database: one small trait per kind of thing.
//!
//! The traits that read are public. The traits that write are not: rows are written by the unit of work
//! alone, together with their audit row and change row.

mod facet;
mod filter;
pub(crate) mod formation;
pub(crate) mod identity;
mod money;
pub(crate) mod programme;
pub(crate) mod registry;
mod search;
mod writers;

pub use facet::{Counted, Facets};
pub use filter::{
    AssessmentFilter, AwardFilter, CallFilter, CandidateFilter, ClusterFilter, CooperationFilter,
    DisclosureFilter, EnterpriseDisclosureFilter, EnterpriseFilter, FacilityFilter,
    InstitutionFilter, InterestFilter, LinkageEvidenceFilter, LinkageFilter, MeetingFilter,
    MembershipFilter, PlaceFilter, ProposalFilter, RuleSetFilter, SchemeFilter, SearchFilter,
    SeatFilter, StatementFilter,
};
pub use formation::judgement::{Gates, Insight, RuleSets, Statements};
pub use identity::account::Identity;
pub use identity::disclosure::Disclosures;
pub use money::{Awards, Books, Next, PostingsOf};
pub use programme::attachment::Attachments;
pub use programme::meeting::{Meetings, MinuteLink};
pub use programme::past_action::PastActionPort;
pub use programme::review::Reviews;
pub use programme::revision::Revisions;
pub use registry::area::Tie;
pub use registry::candidate::Candidates;
pub use registry::duplicate::Duplicates;
pub use registry::former::Former;
pub use registry::linkage_evidence::LinkageEvidences;
pub use registry::merge::Merges;
pub use search::{Find, Hit, Search};
pub(crate) use writers::{
    EntityWriter, Entry, Ledger, Link, Networks, Replay, Replays, STANDING, Trail, Vocabulary,
};

use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{
    CallId, ClusterId, EnterpriseId, FacilityId, InstitutionId, LinkageId, MembershipId, PlaceId,
    ProposalId, SchemeId, SeatId,
};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::View;
use odoi_domain::programme::call::Call;
use odoi_domain::programme::proposal::{Proposal, ProposalState};
use odoi_domain::programme::seat::Seat;
use odoi_domain::registry::activity::{ActivityCode, NicCode, NicLevel, NicVersion};
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::facility::Facility;
use odoi_domain::registry::institution::Institution;
use odoi_domain::registry::linkage::{End, Linkage};
use odoi_domain::registry::membership::{Member, Membership, MembershipFacts};
use odoi_domain::registry::place::{AreaWay, DistrictCode, Place, PlaceCode, PlaceKey, PlaceLevel};
use odoi_domain::schemes::scheme::Scheme;
use std::collections::HashSet;

/// Places.
pub trait Places {
    /// One place.
    fn place(&mut self, id: PlaceId) -> Result<Place, Error>;
    /// One place by its official code.
    fn place_by_code(
        &mut self,
        level: PlaceLevel,
        code: &PlaceCode,
    ) -> Result<Option<Place>, Error>;
    /// One place by whatever names it: its id, or a level and a code of its there.
    fn place_by_key(&mut self, key: PlaceKey) -> Result<Place, Error>;
    /// Some places, in the order of their ids.
    fn places_by_id(&mut self, ids: &[PlaceId]) -> Result<Vec<Place>, Error>;
    /// A page of the places that lie so to a place.
    fn places_of(
        &mut self,
        way: (AreaWay, PlaceId),
        filter: &PlaceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Place>, Error>;
    /// What is stated between some places and what leads to them from a place.
    fn ties(&mut self, way: AreaWay, of: PlaceId, to: &[PlaceId]) -> Result<Vec<Tie>, Error>;
    /// Which of some places lie so to a place.
    fn which_lie(
        &mut self,
        way: AreaWay,
        of: PlaceId,
        among: &[PlaceId],
    ) -> Result<Vec<PlaceId>, Error>;
    /// A page of places.
    fn places(
        &mut self,
        filter: &PlaceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Place>, Error>;
}

/// One row of the classification of activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The version of the classification.
    pub version: NicVersion,
    /// The code within it.
    pub code: NicCode,
    /// The level of the code.
    pub level: NicLevel,
    /// The code one level up.
    pub parent: Option<NicCode>,
    /// The title in English.
    pub title_en: Line,
    /// The title in Malayalam.
    pub title_ml: Option<Line>,
}

/// The classification of activities.
pub trait Activities {
    /// A page of one version, in the order of its codes.
    fn activities(
        &mut self,
        version: NicVersion,
        level: &[NicLevel],
        paging: &Paging,
    ) -> Result<Page<Activity>, Error>;
    /// The first of these codes that the classification does not know, by its place.
    fn unknown_activity(&mut self, codes: &[ActivityCode]) -> Result<Option<usize>, Error>;
}

/// Enterprises.
pub trait Enterprises {
    /// One enterprise.
    fn enterprise(&mut self, id: EnterpriseId) -> Result<Enterprise, Error>;
    /// A page of enterprises.
    fn enterprises(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Enterprise>, Error>;
}

/// Institutions.
pub trait Institutions {
    /// One institution.
    fn institution(&mut self, id: InstitutionId) -> Result<Institution, Error>;
    /// A page of institutions.
    fn institutions(
        &mut self,
        filter: &InstitutionFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Institution>, Error>;
}

/// Facilities of institutions.
pub trait Facilities {
    /// One facility.
    fn facility(&mut self, id: FacilityId) -> Result<Facility, Error>;
    /// A page of facilities.
    fn facilities(
        &mut self,
        filter: &FacilityFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Facility>, Error>;
}

/// Clusters.
pub trait Clusters {
    /// One cluster.
    fn cluster(&mut self, id: ClusterId) -> Result<Cluster, Error>;
    /// One cluster, held until the end of the transaction: what is decided by looking at all that is
    /// said about it must not be decided twice at once.
    fn cluster_locked(&mut self, id: ClusterId) -> Result<Cluster, Error>;
    /// The clusters whose documents name an enterprise, in the order of their ids.
    fn clusters_naming(&mut self, id: EnterpriseId) -> Result<Vec<ClusterId>, Error>;
    /// A page of clusters.
    fn clusters(
        &mut self,
        filter: &ClusterFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Cluster>, Error>;
}

/// Linkages.
pub trait Linkages {
    /// One linkage.
    fn linkage(&mut self, id: LinkageId) -> Result<Linkage, Error>;
    /// One linkage, held until the end of the transaction.
    fn linkage_locked(&mut self, id: LinkageId) -> Result<Linkage, Error>;
    /// A page of linkages.
    fn linkages(
        &mut self,
        filter: &LinkageFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Linkage>, Error>;
    /// Every linkage of an actor.
    fn linkages_of(&mut self, end: End) -> Result<Vec<Linkage>, Error>;
    /// The district of an end, if there is such an actor.
    fn district_of(&mut self, end: End) -> Result<Option<DistrictCode>, Error>;
}

/// Memberships of clusters.
pub trait Memberships {
    /// One membership.
    fn membership(&mut self, id: MembershipId) -> Result<Membership, Error>;
    /// A page of memberships.
    fn memberships(
        &mut self,
        filter: &MembershipFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Membership>, Error>;
    /// Every membership of an enterprise or institution.
    fn memberships_of(&mut self, member: Member) -> Result<Vec<Membership>, Error>;
    /// Which of these actors there are. None of the enterprises among them is removed, or merged away, until the end
    /// of the transaction.
    fn known_members(&mut self, members: &[Member]) -> Result<HashSet<Member>, Error>;
    /// Every membership in a cluster.
    fn memberships_in(&mut self, cluster: ClusterId) -> Result<Vec<Membership>, Error>;
    /// Every membership of the same member in the same cluster and role.
    fn equal_memberships(&mut self, facts: &MembershipFacts) -> Result<Vec<Membership>, Error>;
}

/// Schemes.
pub trait Schemes {
    /// One scheme.
    fn scheme(&mut self, id: SchemeId) -> Result<Scheme, Error>;
    /// A page of schemes.
    fn schemes(
        &mut self,
        filter: &SchemeFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Scheme>, Error>;
}

/// Calls for proposals.
pub trait Calls {
    /// One call.
    fn call(&mut self, id: CallId) -> Result<Call, Error>;
    /// A page of calls: the published ones, and the drafts that are seen by whoever writes calls.
    fn calls(
        &mut self,
        filter: &CallFilter,
        writes: Option<&View>,
        paging: &Paging,
    ) -> Result<Page<Call>, Error>;
}

/// Seats of the core groups.
pub trait Seats {
    /// One seat.
    fn seat(&mut self, id: SeatId) -> Result<Seat, Error>;
    /// A page of seats.
    fn seats(
        &mut self,
        filter: &SeatFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Seat>, Error>;
    /// Every seat of a district, in the order of designation and number.
    fn seats_of(&mut self, district: &DistrictCode) -> Result<Vec<Seat>, Error>;
}

/// Proposals.
pub trait Proposals {
    /// One proposal.
    fn proposal(&mut self, id: ProposalId) -> Result<Proposal, Error>;
    /// Every proposal of a cluster.
    fn proposals_of(&mut self, cluster: ClusterId) -> Result<Vec<Proposal>, Error>;
    /// How many proposals of a cluster are drafts.
    fn drafts_of(&mut self, cluster: ClusterId) -> Result<i64, Error>;
    /// Proposals in some states that a view shows, the longest there first.
    fn proposals_waiting(
        &mut self,
        states: &[ProposalState],
        view: &View,
        limit: i64,
    ) -> Result<Vec<Proposal>, Error>;
    /// A page of proposals.
    fn proposals(
        &mut self,
        filter: &ProposalFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Proposal>, Error>;
}

/// Everything that may be read.
pub trait Read:
    Places
    + Activities
    + Enterprises
    + Institutions
    + Facilities
    + Clusters
    + Linkages
    + LinkageEvidences
    + Memberships
    + Statements
    + Gates
    + RuleSets
    + Insight
    + Schemes
    + Calls
    + Seats
    + Meetings
    + Reviews
    + Proposals
    + Awards
    + Attachments
    + Revisions
    + Books
    + Identity
    + Search
    + Facets
    + Duplicates
    + Merges
    + Disclosures
    + Candidates
    + PastActionPort
    + Former
{
    /// Whether the database answers.
    fn ping(&mut self) -> Result<(), Error>;
}

/// Everything that may be asked, writes included: what the two engines implement.
pub(crate) trait Repo:
    Read + EntityWriter + Ledger + Networks + Replays + Vocabulary
{
}
