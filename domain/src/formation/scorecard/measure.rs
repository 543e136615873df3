//! What can be computed from the registry, from sums that the database makes.

use super::share;
use crate::kernel::id::ClusterId;
use crate::registry::linkage::{Layer, LinkageKind};
use crate::registry::membership::{Member, MemberKind, MembershipRole};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

words! {
    /// A measure of the registry.
    Measure("measure") {
        /// Distinct NIC classes (four digits) among the main activities of the members.
        NicClasses = "nic_classes" ("Different activities", "വ്യത്യസ്ത പ്രവൃത്തികൾ"),
        /// Share of the chain steps that are done by a unit that does not do the whole chain.
        SeparatedSteps = "separated_steps" ("Steps done by different units", "വെവ്വേറെ യൂണിറ്റുകൾ ചെയ്യുന്ന ഘട്ടങ്ങൾ"),
        /// Share of the member enterprises with a subcontract.
        SubcontractShare = "subcontract_share" ("Members with subcontracts", "ഉപകരാറുള്ള അംഗങ്ങൾ"),
        /// Steps done in the longest product chain.
        LongestChain = "longest_chain" ("Longest product chain", "ഏറ്റവും നീണ്ട ഉൽപ്പന്ന ശൃംഖല"),
        /// Entropy of the members' main activities over its largest possible value, 0 to 1.
        ActivityEntropy = "activity_entropy" ("Variety of activities", "പ്രവൃത്തികളുടെ വൈവിധ്യം"),
        /// Brands, geographical indications and certificates per member enterprise.
        BrandsPerFirm = "brands_per_firm" ("Brands, GI and certificates per enterprise", "ഒരു സംരംഭത്തിന് ബ്രാൻഡ്, ജിഐ, സാക്ഷ്യപത്രം"),
        /// Density of the informal ties among member enterprises, 0 to 1.
        InformalDensity = "informal_density" ("Density of informal ties", "അനൗപചാരിക ബന്ധങ്ങളുടെ സാന്ദ്രത"),
        /// Ties to academic or research institutions per member enterprise.
        AcademicLinksPerFirm = "academic_links_per_firm" ("Academic ties per enterprise", "ഒരു സംരംഭത്തിന് അക്കാദമിക ബന്ധങ്ങൾ"),
        /// Kilometres to the nearest academic or research institution.
        KmToInstitution = "km_to_institution" ("Kilometres to the nearest academic centre", "അടുത്ത അക്കാദമിക കേന്ദ്രത്തിലേക്കുള്ള ദൂരം"),
        /// Member enterprises.
        MemberEnterprises = "member_enterprises" ("Member enterprises", "അംഗ സംരംഭങ്ങൾ"),
        /// Share of the member enterprises that buy together or share machines.
        PooledShare = "pooled_share" ("Members that buy together or share machines", "ഒരുമിച്ച് വാങ്ങുകയോ യന്ത്രം പങ്കിടുകയോ ചെയ്യുന്നവർ"),
        /// Anchor units.
        AnchorUnits = "anchor_units" ("Anchor units", "നങ്കൂര യൂണിറ്റുകൾ"),
        /// Facilitators, service providers and cluster development agents.
        SupportMembers = "support_members" ("Facilitators, service providers and agents", "സഹായികളും സേവനദാതാക്കളും"),
        /// Steps of the co-operation ladder that hold.
        LadderSteps = "ladder_steps" ("Steps of the co-operation ladder", "സഹകരണ പടവുകൾ"),
    }
}

words! {
    /// What is missing where a measure is unknown.
    Missing("missing") {
        /// The cluster has no member enterprises.
        Members = "members" ("No member enterprises", "അംഗ സംരംഭങ്ങളില്ല"),
        /// It has fewer than two member enterprises.
        TwoMembers = "two_members" ("Fewer than two member enterprises", "രണ്ടിൽ കുറവ് അംഗ സംരംഭങ്ങൾ"),
        /// No tie of any member is in the registry: the network has not been recorded.
        Linkages = "linkages" ("No linkages recorded", "ബന്ധങ്ങൾ രേഖപ്പെടുത്തിയിട്ടില്ല"),
        /// It has no product chain with enough steps done.
        Chains = "chains" ("No product chain with enough steps", "മതിയായ ഘട്ടങ്ങളുള്ള ഉൽപ്പന്ന ശൃംഖലയില്ല"),
        /// It has no location, or no academic institution has one.
        Location = "location" ("Location is not known", "സ്ഥാനം അറിയില്ല"),
        /// It has no evidence of co-operation.
        Cooperation = "cooperation" ("No evidence of co-operation", "സഹകരണത്തിന് തെളിവില്ല"),
        /// Nobody has assessed it.
        Assessment = "assessment" ("Not assessed", "വിലയിരുത്തിയിട്ടില്ല"),
    }
}

/// Sums over a cluster on a day, as the database makes them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// Member enterprises.
    pub enterprises: usize,
    /// Anchor units.
    pub anchor_units: usize,
    /// Facilitators, service providers and cluster development agents.
    pub support_members: usize,
    /// Member enterprises with a tie of any kind.
    pub linked: usize,
    /// Member enterprises with a subcontract.
    pub subcontracting: usize,
    /// Member enterprises that buy together or share machines.
    pub pooling: usize,
    /// Pairs of member enterprises tied informally.
    pub informal_pairs: usize,
    /// Ties of members, or of the cluster itself, to academic or research institutions.
    pub academic_links: usize,
    /// How many member enterprises have which main activity.
    pub activities: BTreeMap<String, usize>,
    /// Brands, geographical indications and certificates.
    pub brands: usize,
    /// Steps done in the longest chain; `None` without one.
    pub longest_chain: Option<usize>,
    /// Steps done apart, and all that are done, over the chains with at least two.
    pub separated: Option<(usize, usize)>,
    /// Metres to the nearest academic or research institution.
    pub institution_metres: Option<i64>,
    /// Steps of the co-operation ladder; `None` without any evidence.
    pub ladder_steps: Option<usize>,
}

impl Sums {
    /// The value of a measure, or what is missing.
    pub fn value(&self, measure: Measure) -> Result<f64, Missing> {
        let firms = self.enterprises;
        let per_firm = |count: usize| {
            if firms == 0 { Err(Missing::Members) } else { Ok(share(count, firms)) }
        };
        // A network that nobody has recorded is unknown, not empty.
        let of_network = |count: usize| {
            if firms > 0 && self.linked == 0 && self.academic_links == 0 {
                Err(Missing::Linkages)
            } else {
                per_firm(count)
            }
        };
        match measure {
            Measure::NicClasses => per_firm(0).map(|_| number(self.classes())),
            Measure::ActivityEntropy => per_firm(0).map(|_| entropy(self.activities.values())),
            Measure::SeparatedSteps => {
                let (apart, done) = self.separated.ok_or(Missing::Chains)?;
                Ok(share(apart, done))
            }
            Measure::LongestChain => self.longest_chain.map(number).ok_or(Missing::Chains),
            Measure::SubcontractShare => of_network(self.subcontracting),
            Measure::PooledShare => of_network(self.pooling),
            Measure::AcademicLinksPerFirm => of_network(self.academic_links),
            Measure::InformalDensity if firms < 2 => Err(Missing::TwoMembers),
            Measure::InformalDensity => {
                of_network(0).map(|_| share(2 * self.informal_pairs, firms * (firms - 1)))
            }
            Measure::BrandsPerFirm => per_firm(self.brands),
            #[allow(clippy::cast_precision_loss, reason = "at most half the Earth")]
            Measure::KmToInstitution => {
                let metres = self.institution_metres.ok_or(Missing::Location)?;
                Ok(metres as f64 / 1_000.0)
            }
            Measure::MemberEnterprises => per_firm(0).map(|_| number(firms)),
            Measure::AnchorUnits => per_firm(0).map(|_| number(self.anchor_units)),
            Measure::SupportMembers => per_firm(0).map(|_| number(self.support_members)),
            Measure::LadderSteps => self.ladder_steps.map(number).ok_or(Missing::Cooperation),
        }
    }

    fn classes(&self) -> usize {
        let mut classes: Vec<&str> =
            self.activities.keys().map(|code| code.get(..4).unwrap_or(code)).collect();
        classes.dedup();
        classes.len()
    }
}

/// Who belongs to a cluster on the day that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belonging {
    /// The cluster.
    pub cluster: ClusterId,
    /// Who.
    pub member: Member,
    /// As what.
    pub role: MembershipRole,
}

/// A tie on the day that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// The ids of its two ends.
    pub ends: [Uuid; 2],
    /// What it is.
    pub kind: LinkageKind,
    /// The layer of the network.
    pub layer: Layer,
}

/// What the registry has of some clusters on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// Who belongs to them.
    pub belongings: Vec<Belonging>,
    /// The main activity of each member enterprise.
    pub activities: HashMap<Uuid, String>,
    /// Ties of the clusters and of their member enterprises, confirmed or not.
    pub ties: Vec<Tie>,
    /// The academic and research institutions.
    pub academic: HashSet<Uuid>,
}

impl Observed {
    /// Everybody who belongs to a cluster.
    #[must_use]
    pub fn members(&self, cluster: ClusterId) -> BTreeSet<Member> {
        let own = self.belongings.iter().filter(|b| b.cluster == cluster);
        own.map(|b| b.member).collect()
    }

    /// The sums over one cluster, as far as they are made of members and ties.
    #[must_use]
    pub fn sums(&self, cluster: ClusterId) -> Sums {
        let own = || self.belongings.iter().filter(|b| b.cluster == cluster);
        let in_roles = |roles: &[MembershipRole]| {
            let some: BTreeSet<Member> =
                own().filter(|b| roles.contains(&b.role)).map(|b| b.member).collect();
            some.len()
        };
        let firms: HashSet<Uuid> = own()
            .filter(|b| b.member.kind == MemberKind::Enterprise)
            .map(|b| b.member.id)
            .collect();
        let mut activities = BTreeMap::new();
        for code in firms.iter().filter_map(|id| self.activities.get(id)) {
            *activities.entry(code.clone()).or_default() += 1;
        }
        let mut sums = Sums {
            enterprises: firms.len(),
            anchor_units: in_roles(&[MembershipRole::AnchorUnit]),
            support_members: in_roles(&[
                MembershipRole::Facilitator,
                MembershipRole::ServiceProvider,
                MembershipRole::ClusterDevelopmentAgent,
            ]),
            activities,
            ..Sums::default()
        };
        self.add_ties(&mut sums, cluster, &firms);
        sums
    }

    fn add_ties(&self, sums: &mut Sums, cluster: ClusterId, firms: &HashSet<Uuid>) {
        let (mut linked, mut subcontracting) = (HashSet::new(), HashSet::new());
        let (mut pooling, mut pairs) = (HashSet::new(), HashSet::new());
        for tie in &self.ties {
            let [a, b] = tie.ends;
            let inside: Vec<Uuid> = tie.ends.into_iter().filter(|id| firms.contains(id)).collect();
            linked.extend(inside.iter().copied());
            match tie.kind {
                LinkageKind::Subcontract => subcontracting.extend(inside.iter().copied()),
                LinkageKind::JointPurchase | LinkageKind::SharedMachinery => {
                    pooling.extend(inside.iter().copied());
                }
                _ => {}
            }
            if inside.len() == 2 && tie.layer == Layer::Informal {
                pairs.insert((a.min(b), a.max(b)));
            }
            let is_ours = !inside.is_empty() || tie.ends.contains(&cluster.0);
            if is_ours && tie.ends.iter().any(|id| self.academic.contains(id)) {
                sums.academic_links += 1;
            }
        }
        sums.linked = linked.len();
        sums.subcontracting = subcontracting.len();
        sums.pooling = pooling.len();
        sums.informal_pairs = pairs.len();
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn number(count: usize) -> f64 {
    count as f64
}

/// Shannon entropy of shares over ln k, which is its largest value for k kinds (Pielou's evenness);
/// one kind alone has none. (.5, .3, .2) → .93723.
fn entropy<'a>(counts: impl Iterator<Item = &'a usize>) -> f64 {
    let counts: Vec<usize> = counts.copied().filter(|count| *count > 0).collect();
    let whole: usize = counts.iter().sum();
    if counts.len() < 2 {
        return 0.0;
    }
    let sum: f64 = counts
        .iter()
        .map(|count| {
            let p = share(*count, whole);
            -p * p.ln()
        })
        .sum();
    sum / number(counts.len()).ln()
}

#[cfg(test)]
mod tests;
