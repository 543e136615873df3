//! Who acts: an account and the roles that it holds, each within a scope (rule R10.1).

use crate::Code;
use crate::kernel::id::{AccountId, ClusterId, EnterpriseId, InstitutionId};
use crate::registry::place::DistrictCode;

words! {
    /// A role of the programme: the nine seats of a district core group, and the others.
    Role("role") {
        /// District General Manager (Industries and Commerce).
        DicGm = "dic_gm" ("District General Manager (Industries and Commerce)", "ജില്ലാ ജനറൽ മാനേജർ (വ്യവസായ വാണിജ്യ വകുപ്പ്)"),
        /// Member of KILA's State Resource Group, posted in the district.
        KilaSrg = "kila_srg" ("Member of KILA's State Resource Group", "കില സംസ്ഥാന റിസോഴ്സ് ഗ്രൂപ്പ് അംഗം"),
        /// Assistant District Mission Co-ordinator (micro-enterprise promotion), Kudumbashree.
        KsAdmcMe = "ks_admc_me" ("Assistant District Mission Co-ordinator (micro-enterprises), Kudumbashree", "അസിസ്റ്റന്റ് ജില്ലാ മിഷൻ കോ-ഓർഡിനേറ്റർ (സൂക്ഷ്മ സംരംഭം), കുടുംബശ്രീ"),
        /// District Programme Manager (micro-enterprises), Kudumbashree.
        KsDpmMe = "ks_dpm_me" ("District Programme Manager (micro-enterprises), Kudumbashree", "ജില്ലാ പ്രോഗ്രാം മാനേജർ (സൂക്ഷ്മ സംരംഭം), കുടുംബശ്രീ"),
        /// District Programme Manager (Start-up Village Entrepreneurship Programme), Kudumbashree.
        KsDpmSvep = "ks_dpm_svep" ("District Programme Manager (SVEP), Kudumbashree", "ജില്ലാ പ്രോഗ്രാം മാനേജർ (എസ്.വി.ഇ.പി), കുടുംബശ്രീ"),
        /// K-DISC mentor nominated by Kerala Startup Mission.
        KsumMentor = "ksum_mentor" ("Mentor (Kerala Startup Mission)", "മെന്റർ (കേരള സ്റ്റാർട്ടപ്പ് മിഷൻ)"),
        /// Academic identified by K-DISC.
        Academic = "academic" ("Academic", "അക്കാദമിക അംഗം"),
        /// Energy expert nominated by the Energy Management Centre.
        EmcExpert = "emc_expert" ("Energy expert (Energy Management Centre)", "ഊർജ്ജ വിദഗ്ധ അംഗം (എനർജി മാനേജ്മെന്റ് സെന്റർ)"),
        /// District Programme Executive of K-DISC: the convenor.
        KdiscDpe = "kdisc_dpe" ("District Programme Executive, K-DISC (convenor)", "ജില്ലാ പ്രോഗ്രാം എക്സിക്യൂട്ടീവ്, കെ-ഡിസ്ക് (കൺവീനർ)"),
        /// Officer of K-DISC.
        KdiscOfficer = "kdisc_officer" ("K-DISC officer", "കെ-ഡിസ്ക് ഓഫീസർ"),
        /// Represents a cluster.
        ClusterRepresentative = "cluster_representative" ("Cluster representative", "ക്ലസ്റ്റർ പ്രതിനിധി"),
        /// Represents an enterprise.
        EnterpriseRepresentative = "enterprise_representative" ("Enterprise representative", "സംരംഭ പ്രതിനിധി"),
        /// Represents an institution.
        InstitutionRepresentative = "institution_representative" ("Institution representative", "സ്ഥാപന പ്രതിനിധി"),
        /// A partner system.
        ServiceClient = "service_client" ("Partner system", "പങ്കാളി സംവിധാനം"),
        /// Reads everything, changes nothing.
        Auditor = "auditor" ("Auditor", "ഓഡിറ്റർ"),
        /// Manages accounts and places.
        Administrator = "administrator" ("Administrator", "അഡ്മിനിസ്ട്രേറ്റർ"),
    }
}

words! {
    /// How far a grant reaches.
    ScopeKind("scope_kind") {
        /// All of Kerala.
        State = "state" ("Whole state", "സംസ്ഥാനം മുഴുവൻ"),
        /// One district.
        District = "district" ("District", "ജില്ല"),
        /// One cluster.
        Cluster = "cluster" ("Cluster", "ക്ലസ്റ്റർ"),
        /// One institution.
        Institution = "institution" ("Institution", "സ്ഥാപനം"),
        /// One enterprise.
        Enterprise = "enterprise" ("Enterprise", "സംരംഭം"),
    }
}

impl Role {
    /// Some roles as a generated document names them.
    pub(crate) fn listed(roles: &[Self]) -> String {
        let names: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
        names.join(", ")
    }

    /// The kinds of scope in which the role can be held.
    #[must_use]
    pub const fn scopes(self) -> &'static [ScopeKind] {
        use ScopeKind::{Cluster, District, Enterprise, Institution, State};
        match self {
            Self::ClusterRepresentative => &[Cluster],
            Self::EnterpriseRepresentative => &[Enterprise],
            Self::InstitutionRepresentative => &[Institution],
            Self::Administrator => &[State],
            Self::KdiscOfficer | Self::ServiceClient | Self::Auditor => &[State, District],
            _ => &[District],
        }
    }
}

/// How far a grant reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of Kerala.
    State,
    /// One district.
    District(DistrictCode),
    /// One cluster.
    Cluster(ClusterId),
    /// One institution.
    Institution(InstitutionId),
    /// One enterprise.
    Enterprise(EnterpriseId),
}

impl Scope {
    /// The kind of scope.
    #[must_use]
    pub const fn kind(&self) -> ScopeKind {
        match self {
            Self::State => ScopeKind::State,
            Self::District(_) => ScopeKind::District,
            Self::Cluster(_) => ScopeKind::Cluster,
            Self::Institution(_) => ScopeKind::Institution,
            Self::Enterprise(_) => ScopeKind::Enterprise,
        }
    }

    /// What the scope is narrowed to: a district code or an id; empty for the state.
    #[must_use]
    pub fn target(&self) -> String {
        match self {
            Self::State => String::new(),
            Self::District(code) => code.to_string(),
            Self::Cluster(id) => id.to_string(),
            Self::Institution(id) => id.to_string(),
            Self::Enterprise(id) => id.to_string(),
        }
    }

    /// Reads a kind and its target.
    pub fn read(kind: ScopeKind, target: &str) -> Result<Self, crate::Violation> {
        Ok(match kind {
            ScopeKind::State if target.is_empty() => Self::State,
            ScopeKind::State => return Err(crate::Violation::new(Code::ScopeTarget)),
            ScopeKind::District => Self::District(target.parse()?),
            ScopeKind::Cluster => Self::Cluster(target.parse()?),
            ScopeKind::Institution => Self::Institution(target.parse()?),
            ScopeKind::Enterprise => Self::Enterprise(target.parse()?),
        })
    }

    /// Whether a thing with these anchors lies inside.
    #[must_use]
    pub fn holds(&self, anchors: &Anchors) -> bool {
        match self {
            Self::State => true,
            Self::District(code) => anchors.districts.contains(code),
            Self::Cluster(id) => anchors.clusters.contains(id),
            Self::Institution(id) => anchors.institutions.contains(id),
            Self::Enterprise(id) => anchors.enterprises.contains(id),
        }
    }
}

/// Where a thing stands: a grant reaches it when its scope holds one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Districts that it lies in.
    pub districts: Vec<DistrictCode>,
    /// Clusters that it belongs to.
    pub clusters: Vec<ClusterId>,
    /// Institutions that it belongs to.
    pub institutions: Vec<InstitutionId>,
    /// Enterprises that it belongs to.
    pub enterprises: Vec<EnterpriseId>,
    /// The account whose own thing it is.
    pub owner: Option<AccountId>,
}

/// A role within a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
}

/// Who acts: read from the database at each request, so that a revoked grant ends at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    account: Option<AccountId>,
    grants: Vec<Grant>,
}

impl Actor {
    /// The holder of an account.
    #[must_use]
    pub const fn new(account: AccountId, grants: Vec<Grant>) -> Self {
        Self { account: Some(account), grants }
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { account: None, grants: Vec::new() }
    }

    /// Somebody without an account, for tests of what roles allow.
    #[must_use]
    pub const fn unnamed(grants: Vec<Grant>) -> Self {
        Self { account: None, grants }
    }

    /// Whoever runs the program on the machine that holds the database: an administrator and
    /// officer for the whole state, without an account.
    #[must_use]
    pub fn operator() -> Self {
        let grant = |role| Grant { role, scope: Scope::State };
        Self { account: None, grants: vec![grant(Role::Administrator), grant(Role::KdiscOfficer)] }
    }

    /// The same with some of the roles alone.
    #[must_use]
    pub fn with(&self, is_taken: impl Fn(&Grant) -> bool) -> Self {
        let grants = self.grants.iter().filter(|grant| is_taken(grant));
        Self { account: self.account, grants: grants.cloned().collect() }
    }

    /// The account, if there is one.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The roles held.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
}
