//! What the lists can be narrowed by. An empty list of values does not narrow; several values of
//! one filter mean any of them; several filters must all hold.

use odoi_domain::formation::cooperation::CooperationKind;
use odoi_domain::formation::rule_set::RuleSubject;
use odoi_domain::formation::scorecard::indicator::IndicatorCode;
use odoi_domain::kernel::external::ExternalRef;
use odoi_domain::kernel::id::{
    AccountId, CallId, ClusterId, EnterpriseId, InstitutionId, LinkageId, ProposalId,
};
use odoi_domain::money::award::AwardState;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::programme::call::CallState;
use odoi_domain::programme::meeting::MeetingState;
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::programme::seat::Designation;
use odoi_domain::registry::activity::{NicCode, NicDivision};
use odoi_domain::registry::candidate::CandidateState;
use odoi_domain::registry::cluster::ClusterKind;
use odoi_domain::registry::enterprise::EnterpriseKind;
use odoi_domain::registry::facility::FacilityKind;
use odoi_domain::registry::institution::{Field, InstitutionKind};
use odoi_domain::registry::linkage::{Layer, LinkageKind};
use odoi_domain::registry::linkage_evidence::{EvidenceKind, EvidenceState};
use odoi_domain::registry::membership::{MembershipRole, MembershipStatus};
use odoi_domain::registry::place::{DistrictCode, PinCode, PlaceCode, PlaceLevel, PlaceName};
use odoi_domain::registry::size::SizeClass;
use odoi_domain::schemes::scheme::{Government, SchemeKind};
use odoi_domain::{Kind, Whether};

macro_rules! filters {
    ($($(#[$meta:meta])* $Name:ident $(on $day:ident)? $(between $from:ident, $until:ident)? { $($(#[$fmeta:meta])* $field:ident: $Type:ty),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $Name {
            $($(#[$fmeta])* pub $field: Vec<$Type>,)+
            $(
                /// The day on which the filters about dates must hold.
                pub $day: Option<odoi_domain::Day>,
            )?
            $(
                /// The first day, in Kerala.
                pub $from: Option<odoi_domain::Day>,
                /// The last day, which still counts.
                pub $until: Option<odoi_domain::Day>,
            )?
        }
    )+};
}

filters! {
    /// Of the search over everything.
    SearchFilter on as_of {
        /// What kind of thing.
        kind: Kind,
        /// The district that it stands in.
        district: DistrictCode,
        /// The NIC division of its main activity.
        division: NicDivision,
        /// Its size class, where it is an enterprise.
        size_class: SizeClass,
        /// A cluster that it belongs to on the day.
        cluster_id: ClusterId,
        /// Folded words.
        q: String,
    }
    /// Of places.
    PlaceFilter {
        /// Their level.
        level: PlaceLevel,
        /// The district that they lie in.
        district: DistrictCode,
        /// A code of theirs, in whatever list.
        code: PlaceCode,
        /// A postal index number that is used in them.
        pin_code: PinCode,
        /// Folded words, each the beginning of a word of the name or code.
        q: String,
    }
    /// Of enterprises.
    EnterpriseFilter on as_of {
        /// Their district.
        district: DistrictCode,
        /// Their kind.
        kind: EnterpriseKind,
        /// Their main activity; a prefix is a wider activity.
        activity: NicCode,
        /// The NIC division of their main activity.
        division: NicDivision,
        /// Their postal index number.
        pin_code: PinCode,
        /// A cluster that they belong to on the day.
        cluster_id: ClusterId,
        /// Their size class, as it was computed last.
        size_class: SizeClass,
        /// A place that they stand in.
        place: PlaceName,
        /// A record that another system keeps of them.
        external_id: ExternalRef,
        /// Folded words.
        q: String,
    }
    /// Of institutions.
    InstitutionFilter {
        /// Their district.
        district: DistrictCode,
        /// Their kind.
        kind: InstitutionKind,
        /// Folded words.
        q: String,
    }
    /// Of facilities.
    FacilityFilter {
        /// Their institution.
        institution_id: InstitutionId,
        /// Their kind.
        kind: FacilityKind,
        /// Their district.
        district: DistrictCode,
        /// A field of competence that they serve.
        field: Field,
        /// Whether firms may use them.
        open_to_firms: Whether,
        /// Folded words.
        q: String,
    }
    /// Of clusters.
    ClusterFilter {
        /// Their district.
        district: DistrictCode,
        /// Their kind.
        kind: ClusterKind,
        /// The assembly constituency that they are anchored in.
        constituency: PlaceCode,
        /// Folded words.
        q: String,
    }
    /// Of linkages.
    LinkageFilter {
        /// Their kind.
        kind: LinkageKind,
        /// Their layer.
        layer: Layer,
        /// The district of either end.
        district: DistrictCode,
        /// An enterprise at either end.
        enterprise_id: EnterpriseId,
        /// A cluster at either end.
        cluster_id: ClusterId,
        /// An institution at either end.
        institution_id: InstitutionId,
    }
    /// Of evidence of linkages.
    LinkageEvidenceFilter {
        /// The linkage.
        linkage_id: LinkageId,
        /// Its kind.
        kind: EvidenceKind,
        /// Where it stands.
        state: EvidenceState,
        /// The district of either end of the linkage.
        district: DistrictCode,
    }
    /// Of memberships.
    MembershipFilter on as_of {
        /// Their cluster.
        cluster_id: ClusterId,
        /// Their member, where it is an enterprise.
        enterprise_id: EnterpriseId,
        /// Their member, where it is an institution.
        institution_id: InstitutionId,
        /// As what.
        role: MembershipRole,
        /// Where they stand on the day.
        status: MembershipStatus,
    }
    /// Of expressions of interest.
    InterestFilter {
        /// Their cluster.
        cluster_id: ClusterId,
        /// The academic or research centre.
        institution_id: InstitutionId,
        /// The number of the assembly constituency.
        constituency: PlaceCode,
    }
    /// Of evidence of co-operation.
    CooperationFilter {
        /// Its cluster.
        cluster_id: ClusterId,
        /// What it shows.
        kind: CooperationKind,
    }
    /// Of assessments.
    AssessmentFilter {
        /// Their cluster.
        cluster_id: ClusterId,
        /// Their indicator.
        indicator: IndicatorCode,
    }
    /// Of statements of any kind, as the table has them.
    StatementFilter {
        /// Their cluster.
        cluster_id: ClusterId,
        /// The institution that they name.
        institution_id: InstitutionId,
        /// What they are about within their kind.
        subject: String,
    }
    /// Of pairs of enterprises that may be one.
    CandidateFilter {
        /// The district of either.
        district: DistrictCode,
        /// Their state.
        state: CandidateState,
        /// Either of them.
        enterprise_id: EnterpriseId,
    }
    /// Of disclosures of personal data.
    DisclosureFilter between from, until {
        /// Who looked.
        account_id: AccountId,
        /// An enterprise that was looked at.
        enterprise_id: EnterpriseId,
        /// What for.
        purpose: Purpose,
    }
    /// Of disclosures that show one enterprise.
    EnterpriseDisclosureFilter between from, until {
        /// Who looked.
        account_id: AccountId,
        /// What for.
        purpose: Purpose,
    }
    /// Of rule sets.
    RuleSetFilter {
        /// What they are about.
        subject: RuleSubject,
    }
    /// Of schemes.
    SchemeFilter {
        /// Whose they are.
        government: Government,
        /// What they give.
        kind: SchemeKind,
        /// Folded words.
        q: String,
    }
    /// Of calls.
    CallFilter {
        /// Their state.
        state: CallState,
        /// Folded words.
        q: String,
    }
    /// Of awards.
    AwardFilter on as_of {
        /// How far they are.
        state: AwardState,
        /// Their district.
        district: DistrictCode,
        /// The call whose budget they are of.
        call_id: CallId,
        /// Their proposal.
        proposal_id: ProposalId,
        /// Their cluster.
        cluster_id: ClusterId,
        /// Whether something of them is late.
        late: Whether,
    }
    /// Of seats.
    SeatFilter {
        /// Their district.
        district: DistrictCode,
        /// Their designation.
        designation: Designation,
    }
    /// Of meetings.
    MeetingFilter {
        /// Their state.
        state: MeetingState,
        /// The district of the core group.
        district: DistrictCode,
        /// A proposal on their agenda.
        proposal_id: ProposalId,
    }
    /// Of proposals.
    ProposalFilter {
        /// Their state.
        state: ProposalState,
        /// Their district.
        district: DistrictCode,
        /// Their cluster.
        cluster_id: ClusterId,
        /// Their academic partner.
        institution_id: InstitutionId,
        /// The call that they answer.
        call_id: CallId,
        /// Folded words.
        q: String,
    }
}

fn words<W: ToString>(all: &[W]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

impl From<&InterestFilter> for StatementFilter {
    fn from(filter: &InterestFilter) -> Self {
        Self {
            cluster_id: filter.cluster_id.clone(),
            institution_id: filter.institution_id.clone(),
            subject: words(&filter.constituency),
        }
    }
}

impl From<&CooperationFilter> for StatementFilter {
    fn from(filter: &CooperationFilter) -> Self {
        Self {
            cluster_id: filter.cluster_id.clone(),
            institution_id: Vec::new(),
            subject: words(&filter.kind),
        }
    }
}

impl From<&AssessmentFilter> for StatementFilter {
    fn from(filter: &AssessmentFilter) -> Self {
        Self {
            cluster_id: filter.cluster_id.clone(),
            institution_id: Vec::new(),
            subject: words(&filter.indicator),
        }
    }
}
