//! What a cluster has in common: its company, its shared inputs, machines and skills, its brands.

use crate::Code;
use crate::kernel::text::{Line, Text};
use crate::registry::membership::Member;
use crate::registry::place::{PlaceCode, PlaceLevel};
use crate::{Day, Violation};

/// A place by its level and the code of that level.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnchorPlace {
    /// The level.
    pub level: PlaceLevel,
    /// The code within the level.
    pub code: PlaceCode,
}

words! {
    /// The legal form of a special purpose vehicle.
    VehicleForm("vehicle_form") {
        /// A company for objects other than profit (Companies Act 2013, section 8).
        Section8Company = "section_8_company" ("Section 8 company", "സെക്ഷൻ 8 കമ്പനി"),
        /// A private limited company.
        PrivateCompany = "private_company" ("Private limited company", "പ്രൈവറ്റ് ലിമിറ്റഡ് കമ്പനി"),
        /// A public limited company.
        PublicCompany = "public_company" ("Public limited company", "പബ്ലിക് ലിമിറ്റഡ് കമ്പനി"),
        /// A producer company.
        ProducerCompany = "producer_company" ("Producer company", "പ്രൊഡ്യൂസർ കമ്പനി"),
        /// A co-operative society.
        CooperativeSociety = "cooperative_society" ("Co-operative society", "സഹകരണ സംഘം"),
        /// A registered society (Travancore-Cochin Act 1955, Societies Registration Act 1860).
        Society = "society" ("Registered society", "രജിസ്റ്റർ ചെയ്ത സൊസൈറ്റി"),
        /// A trust.
        Trust = "trust" ("Trust", "ട്രസ്റ്റ്"),
        /// A limited liability partnership.
        Llp = "llp" ("Limited liability partnership", "പരിമിത ബാധ്യതാ പങ്കാളിത്തം (എൽ.എൽ.പി)"),
    }
}

/// The special purpose vehicle: the legal person that owns what the members share.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub name: Line,
    /// Its legal form.
    pub form: VehicleForm,
    /// Its registration number: CIN, LLPIN or number of the register of societies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub registration_number: Option<Text<40>>,
    /// Number of shareholders or members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable, minimum = 1, maximum = 100_000))]
    pub members: Option<i32>,
    /// The day of its registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub registered_on: Option<Day>,
}

/// An input, machine or skill that several members share or all lack.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Its name, in a word or two: paddy, colour sorter, lathe turning.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub tag: Text<60>,
    /// The members that share it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub members: Vec<Member>,
}

words! {
    /// What sets a product apart.
    BrandKind("brand_kind") {
        /// A brand or trade mark.
        Brand = "brand" ("Brand or trade mark", "ബ്രാൻഡ് അല്ലെങ്കിൽ വ്യാപാരമുദ്ര"),
        /// A geographical indication.
        GeographicalIndication = "geographical_indication" ("Geographical indication", "ഭൗമസൂചിക (ജിഐ)"),
        /// A certificate of quality or origin.
        Certificate = "certificate" ("Certificate of quality or origin", "ഗുണമേന്മയുടെയോ ഉത്ഭവത്തിന്റെയോ സാക്ഷ്യപത്രം"),
    }
}

/// A brand, geographical indication or certificate of the cluster.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// What it is called.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub name: Line,
    /// Its kind.
    pub kind: BrandKind,
    /// Its registration number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub registration_number: Option<Text<40>>,
}

/// Entries of a list that stand there before, by what tells them apart.
pub(crate) fn repeats<T, K: PartialEq>(
    list: &[T],
    name: &str,
    key: impl Fn(&T) -> K,
) -> Vec<Violation> {
    let twice = |(place, entry): (usize, &T)| {
        let before = list.iter().take(place).any(|other| key(other) == key(entry));
        before.then(|| Violation::new(Code::Repeated).at(&format!("/{name}/{place}")))
    };
    list.iter().enumerate().filter_map(twice).collect()
}
