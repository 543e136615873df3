//! Seats of a district core group: nine designations, each nominated by a body, held for a term, with
//! an alternate or vacant (rule R6.3).

use crate::Code;
use crate::kernel::entity;
use crate::kernel::entity::Registered;
use crate::kernel::id::{AccountId, SeatId};
use crate::kernel::text::Text;
use crate::policy::actor::{Anchors, Role};
use crate::registry::linkage::End;
use crate::registry::place::DistrictCode;
use crate::{Day, EventType, Kind, Violation};

words! {
    /// The nine designations of a core group.
    Designation("designation") {
        /// District General Manager (Industries and Commerce).
        DicGm = "dic_gm" ("District General Manager (Industries and Commerce)", "ജില്ലാ ജനറൽ മാനേജർ (വ്യവസായ വാണിജ്യ വകുപ്പ്)"),
        /// Member of KILA's State Resource Group.
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
    }
}

words! {
    /// The body that nominates the holder of a seat.
    Nominator("nominator") {
        /// Department of Industries and Commerce.
        IndustriesDepartment = "industries_department" ("Department of Industries and Commerce", "വ്യവസായ വാണിജ്യ വകുപ്പ്"),
        /// Kerala Institute of Local Administration.
        Kila = "kila" ("Kerala Institute of Local Administration (KILA)", "കില"),
        /// Kudumbashree Mission.
        Kudumbashree = "kudumbashree" ("Kudumbashree Mission", "കുടുംബശ്രീ മിഷൻ"),
        /// Kerala Startup Mission.
        StartupMission = "startup_mission" ("Kerala Startup Mission", "കേരള സ്റ്റാർട്ടപ്പ് മിഷൻ"),
        /// K-DISC.
        Kdisc = "kdisc" ("K-DISC", "കെ-ഡിസ്ക്"),
        /// Energy Management Centre.
        EnergyManagementCentre = "energy_management_centre" ("Energy Management Centre", "എനർജി മാനേജ്മെന്റ് സെന്റർ"),
    }
}

words! {
    /// Whether a person is holder or alternate.
    Capacity("capacity") {
        /// The holder.
        Holder = "holder" ("Holder", "സ്ഥാനം വഹിക്കുന്നയാൾ"),
        /// The alternate of the holder.
        Alternate = "alternate" ("Alternate", "പകരക്കാരൻ"),
    }
}

/// A row per designation: the role that its holder needs, who nominates, and how many seats there can
/// be in a district.
pub const DESIGNATIONS: &[(Designation, Role, Nominator, i32)] = &[
    (Designation::DicGm, Role::DicGm, Nominator::IndustriesDepartment, 1),
    (Designation::KilaSrg, Role::KilaSrg, Nominator::Kila, 9),
    (Designation::KsAdmcMe, Role::KsAdmcMe, Nominator::Kudumbashree, 1),
    (Designation::KsDpmMe, Role::KsDpmMe, Nominator::Kudumbashree, 1),
    (Designation::KsDpmSvep, Role::KsDpmSvep, Nominator::Kudumbashree, 1),
    (Designation::KsumMentor, Role::KsumMentor, Nominator::StartupMission, 1),
    (Designation::Academic, Role::Academic, Nominator::Kdisc, 9),
    (Designation::EmcExpert, Role::EmcExpert, Nominator::EnergyManagementCentre, 1),
    (Designation::KdiscDpe, Role::KdiscDpe, Nominator::Kdisc, 1),
];

impl Designation {
    fn row(self) -> (Role, Nominator, i32) {
        DESIGNATIONS
            .iter()
            .find(|(designation, ..)| *designation == self)
            .map_or((Role::Auditor, Nominator::Kdisc, 0), |(_, role, body, most)| {
                (*role, *body, *most)
            })
    }

    /// The role that the holder needs.
    #[must_use]
    pub fn role(self) -> Role {
        self.row().0
    }

    /// Who nominates.
    #[must_use]
    pub fn nominator(self) -> Nominator {
        self.row().1
    }

    /// How many seats of it a district can have.
    #[must_use]
    pub fn most(self) -> i32 {
        self.row().2
    }

    /// Whether it convenes the group.
    #[must_use]
    pub const fn is_convenor(self) -> bool {
        matches!(self, Self::KdiscDpe)
    }
}

/// A tenure in a seat.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tenure {
    /// The account of the holder or alternate.
    pub account_id: AccountId,
    /// Holder or alternate.
    pub capacity: Capacity,
    /// The first day.
    pub starts_on: Day,
    /// The last day. Absent while the tenure is open.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub ends_on: Option<Day>,
    /// The order of the nomination.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub order: Option<Text<200>>,
    /// Institutions, enterprises and clusters that the person belongs to. Conflicts of interest are
    /// derived from their ties.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub affiliations: Vec<End>,
}

/// What is stated about a seat.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatFacts {
    /// The district of the core group.
    pub district: DistrictCode,
    /// The designation.
    pub designation: Designation,
    /// The number of the seat among those of its designation, from 1.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9))]
    pub number: i32,
    /// Its tenures.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub tenures: Vec<Tenure>,
}

/// A seat.
pub type Seat = Registered<SeatFacts>;

/// Who sits on a day. A seat without a holder is vacant, whether or not there is an alternate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sitting<'a> {
    /// The holder.
    pub holder: Option<&'a Tenure>,
    /// The alternate.
    pub alternate: Option<&'a Tenure>,
}

impl Tenure {
    /// Whether it lasts on a day.
    #[must_use]
    pub fn lasts_on(&self, day: Day) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.ends_on.is_some_and(|end| end < b.starts_on);
        !before(self, other) && !before(other, self)
    }
}

impl SeatFacts {
    /// Who sits on a day.
    #[must_use]
    pub fn sitting(&self, day: Day) -> Sitting<'_> {
        let who = |capacity| {
            self.tenures.iter().find(|tenure| tenure.capacity == capacity && tenure.lasts_on(day))
        };
        Sitting { holder: who(Capacity::Holder), alternate: who(Capacity::Alternate) }
    }

    /// Whether it has the same holder at the same time as a tenure of another seat.
    #[must_use]
    pub fn seats_also(&self, other: &Tenure) -> bool {
        let is_holder = |tenure: &Tenure| tenure.capacity == Capacity::Holder;
        let same = |own: &&Tenure| is_holder(own) && own.account_id == other.account_id;
        is_holder(other) && self.tenures.iter().filter(same).any(|own| own.overlaps(other))
    }

    /// The tenure by which somebody may sit on a day. An alternate sits for a holder: in a vacant seat
    /// nobody does.
    #[must_use]
    pub fn tenure_of(&self, account: AccountId, day: Day) -> Option<&Tenure> {
        let sitting = self.sitting(day);
        sitting.holder?;
        [sitting.holder, sitting.alternate]
            .into_iter()
            .flatten()
            .find(|tenure| tenure.account_id == account)
    }
}

impl entity::Facts for SeatFacts {
    type Id = SeatId;
    const KIND: Kind = Kind::Seat;
    const CREATED: EventType = EventType::SeatCreated;
    const UPDATED: EventType = EventType::SeatUpdated;
    const REMOVED: EventType = EventType::SeatRemoved;

    fn anchors(&self, _id: SeatId) -> Anchors {
        Anchors { districts: vec![self.district.clone()], ..Anchors::default() }
    }

    fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        if !(1..=self.designation.most()).contains(&self.number) {
            let violation = Violation::new(Code::SeatNumber).at("/number");
            violations.push(violation.with(self.designation.most().to_string()));
        }
        for (at, tenure) in self.tenures.iter().enumerate() {
            if tenure.ends_on.is_some_and(|end| end < tenure.starts_on) {
                violations.push(
                    Violation::new(Code::EndsBeforeStart).at(&format!("/tenures/{at}/ends_on")),
                );
            }
            let overlapping = self.tenures.iter().take(at).filter(|t| t.overlaps(tenure));
            for other in overlapping {
                if other.capacity == tenure.capacity {
                    violations.push(
                        Violation::new(Code::TenuresOverlap)
                            .at(&format!("/tenures/{at}/starts_on")),
                    );
                } else if other.account_id == tenure.account_id {
                    violations.push(
                        Violation::new(Code::OwnAlternate).at(&format!("/tenures/{at}/account_id")),
                    );
                }
            }
        }
        violations
    }

    fn search_text(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests;
