//! What may be read: the filters of lists, pages and read models. Nothing here saves.

pub use odoi_persistence::page;
pub use odoi_persistence::port::{
    Activity, AssessmentFilter, AwardFilter, CallFilter, CandidateFilter, ClusterFilter,
    CooperationFilter, Counted, DisclosureFilter, EnterpriseDisclosureFilter, EnterpriseFilter,
    FacilityFilter, Find, Hit, InstitutionFilter, InterestFilter, LinkageEvidenceFilter,
    LinkageFilter, MeetingFilter, MembershipFilter, MinuteLink, PlaceFilter, PostingsOf,
    ProposalFilter, Read, RuleSetFilter, SchemeFilter, SearchFilter, SeatFilter, Tie,
};
