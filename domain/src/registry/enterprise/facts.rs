//! What is stated about an enterprise, and the rules between its facts.

use super::kudumbashree::{self, KudumbashreeFacts};
use super::ownership::{self, CasteCategory, Gender, OwnershipForm};
use crate::Code;
use crate::kernel::entity;
use crate::kernel::external::ExternalKey;
use crate::kernel::geo::Point;
use crate::kernel::id::EnterpriseId;
use crate::kernel::name::Name;
use crate::kernel::text::{Line, Text};
use crate::policy::actor::Anchors;
use crate::policy::privacy::masks_pan;
use crate::registry::activity::ActivityCode;
use crate::registry::place::{DistrictCode, PinCode, PlaceLevel, PlaceRef};
use crate::registry::registration::{Cin, Email, Gstin, Llpin, Mobile, Pan, Udyam};
use crate::registry::size::{SizeMeasure, YearFigures};
use crate::{Day, EventType, Kind, Violation};
use chrono::Datelike;

words! {
    /// What kind of enterprise it is.
    EnterpriseKind("enterprise_kind") {
        /// A firm: proprietary, partnership, company or co-operative.
        Firm = "firm" ("Firm", "വ്യവസായ സ്ഥാപനം"),
        /// A Kudumbashree unit of one woman.
        KudumbashreeIndividual = "kudumbashree_individual" ("Individual Kudumbashree unit", "കുടുംബശ്രീ വ്യക്തിഗത യൂണിറ്റ്"),
        /// A Kudumbashree unit of a group of women.
        KudumbashreeGroup = "kudumbashree_group" ("Kudumbashree group enterprise", "കുടുംബശ്രീ സംഘ സംരംഭം"),
        /// A Yuvashree unit: mixed, 18 to 45 years.
        KudumbashreeYuvashree = "kudumbashree_yuvashree" ("Yuvashree unit", "യുവശ്രീ യൂണിറ്റ്"),
    }
}

/// What it makes or does, in a few words.
pub type Product = Text<80>;

/// Declares the facts: what every enterprise has, and what it may have; absent means not known.
macro_rules! facts {
    (
        $(#[$meta:meta])* $Name:ident {
            $($(#[$must_meta:meta])* $must:ident: $Must:ty,)+
            --
            $($(#[doc = $may_doc:literal])+ $(#[schema($($limit:tt)+)])? $may:ident: $May:ty,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $Name {
            $($(#[$must_meta])* pub $must: $Must,)+
            $(
                $(#[doc = $may_doc])+
                #[serde(default, skip_serializing_if = "is_absent")]
                $(#[cfg_attr(feature = "openapi", schema($($limit)+))])?
                pub $may: $May,
            )+
        }

        impl $Name {
            /// The names of the facts.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($must),)+ $(stringify!($may),)+];

            /// With nothing but what it must have.
            #[must_use]
            pub fn new($($must: $Must),+) -> Self {
                Self { $($must,)+ $($may: Default::default(),)+ }
            }
        }
    };
}

/// Whether an optional fact or a list holds nothing.
fn is_absent<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

facts! {
    /// What is stated about an enterprise.
    EnterpriseFacts {
        /// Its name.
        name: Name,
        /// Its kind.
        kind: EnterpriseKind,
        /// The district that it works in.
        district: DistrictCode,
        /// What it does; the first is its main activity.
        #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 8))]
        activities: Vec<ActivityCode>,
        --
        /// Its postal index number.
        #[schema(nullable)] pin_code: Option<PinCode>,
        /// Its Udyam number; most Kudumbashree units have none.
        #[schema(nullable)] udyam: Option<Udyam>,
        /// Its GST number in Kerala.
        #[schema(nullable)] gstin: Option<Gstin>,
        /// Its further GST numbers, in Kerala or other states, all with the same PAN.
        #[schema(max_items = 20)] further_gstins: Vec<Gstin>,
        /// Its permanent account number; personal where a person holds it. A PAN belongs to one enterprise.
        #[schema(nullable)] pan: Option<Pan>,
        /// Its corporate identification number.
        #[schema(nullable)] cin: Option<Cin>,
        /// Its LLP identification number.
        #[schema(nullable)] llpin: Option<Llpin>,
        /// Its ids in other systems.
        #[schema(max_items = 20)] external_ids: Vec<ExternalKey>,
        /// Its legal form.
        #[schema(nullable)] ownership: Option<OwnershipForm>,
        /// The year in which it was constituted.
        #[schema(nullable, minimum = 1850, maximum = 2100)] constituted_in: Option<i32>,
        /// The day on which it began to operate.
        #[schema(nullable)] started_on: Option<Day>,
        /// The lines of its address, without town and PIN code.
        #[schema(inline, max_items = 4)] address: Vec<Line>,
        /// Its places: local body, ward, block, constituency …, one per level.
        #[schema(max_items = 8)] places: Vec<PlaceRef>,
        /// Its location.
        #[schema(nullable)] location: Option<Point>,
        /// Its mobile number; personal.
        #[schema(nullable)] mobile: Option<Mobile>,
        /// Its e-mail address; personal.
        #[schema(nullable)] email: Option<Email>,
        /// The name of its owner or head; personal.
        #[schema(nullable, inline)] owner_name: Option<Line>,
        /// The owner's gender.
        #[schema(nullable)] owner_gender: Option<Gender>,
        /// The owner's category; personal.
        #[schema(nullable)] caste_category: Option<CasteCategory>,
        /// Whether the owner is a person with disability; personal.
        #[schema(nullable)] has_disability: Option<bool>,
        /// The number of members who own it.
        #[schema(nullable, minimum = 1, maximum = 100_000)] members: Option<i32>,
        /// How many of them are women.
        #[schema(nullable, minimum = 0, maximum = 100_000)] women_members: Option<i32>,
        /// How many people work in it, owners included.
        #[schema(nullable, minimum = 0, maximum = 1_000_000)] workers: Option<i32>,
        /// Its group and sector in Kudumbashree.
        #[schema(nullable)] kudumbashree: Option<KudumbashreeFacts>,
        /// Investment, turnover and exports by financial year. The size class is computed from them.
        #[schema(max_items = 20)] figures: Vec<YearFigures>,
        /// What it makes or does.
        #[schema(inline, max_items = 20)] products: Vec<Product>,
    }
}

impl entity::Facts for EnterpriseFacts {
    type Id = EnterpriseId;
    const KIND: Kind = Kind::Enterprise;
    const CREATED: EventType = EventType::EnterpriseCreated;
    const UPDATED: EventType = EventType::EnterpriseUpdated;
    const REMOVED: EventType = EventType::EnterpriseRemoved;

    fn anchors(&self, id: EnterpriseId) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            enterprises: vec![id],
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Violation> {
        let mut violations = repeated(&self.activities);
        violations.extend(ownership::violations(self));
        violations.extend(kudumbashree::violations(self));
        violations.extend(self.flaws_of_places());
        violations.extend(self.flaws_of_figures());
        violations.extend(twice(&self.external_ids, "/external_ids"));
        let women = self.members.zip(self.women_members);
        if women.is_some_and(|(members, women)| women > members) {
            violations.push(Violation::new(Code::WomenOverMembers).at("/women_members"));
        }
        violations
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.name).active(&self.activities)
    }

    /// Nothing that is masked: the words of search are kept outside the row, and anybody may try some.
    fn search_text(&self) -> String {
        let mut text = self.name.text();
        let shown = |_: &&Gstin| !masks_pan(self);
        let codes = [
            self.udyam.as_ref().map(ToString::to_string),
            self.gstin.as_ref().filter(shown).map(ToString::to_string),
        ];
        for code in codes.into_iter().flatten() {
            text.push(' ');
            text.push_str(&code);
        }
        text
    }
}

impl EnterpriseFacts {
    /// Rules that look at the day.
    #[must_use]
    pub fn check_on(&self, today: Day) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.cin.as_ref().is_some_and(|cin| cin.year() > today.0.year()) {
            violations.push(Violation::new(Code::CinYear).at("/cin"));
        }
        if self.constituted_in.is_some_and(|year| year > today.0.year()) {
            violations.push(Violation::new(Code::InTheFuture).at("/constituted_in"));
        }
        if self.started_on.is_some_and(|on| on > today) {
            violations.push(Violation::new(Code::InTheFuture).at("/started_on"));
        }
        for (place, year) in self.figures.iter().enumerate() {
            if year.financial_year.starts_on() > today {
                let at = format!("/figures/{place}/financial_year");
                violations.push(Violation::new(Code::InTheFuture).at(&at));
            }
        }
        violations
    }

    /// What is unusual and yet taken.
    #[must_use]
    pub fn warnings(&self) -> Vec<Violation> {
        let mut found = ownership::warnings(self);
        found.extend(kudumbashree::warnings(self));
        found
    }

    /// The same with nothing but what it must have.
    pub(super) fn bare(&self) -> Self {
        let (name, activities) = (self.name.clone(), self.activities.clone());
        Self::new(name, self.kind, self.district.clone(), activities)
    }

    /// Its PAN: as it is stated, or out of its GSTIN. It belongs to one enterprise.
    #[must_use]
    pub fn whole_pan(&self) -> Option<Pan> {
        ownership::pan(self).map(|(pan, _)| pan)
    }

    /// The field that says its PAN: its own, or the GSTIN that it is read from.
    #[must_use]
    pub fn place_of_pan(&self) -> &'static str {
        ownership::pan(self).map_or("/pan", |(_, place)| place)
    }

    /// All its GST numbers.
    pub fn gstins(&self) -> impl Iterator<Item = &Gstin> {
        self.gstin.iter().chain(&self.further_gstins)
    }

    /// Every place that it names, with where it does so.
    #[must_use]
    pub fn named_places(&self) -> Vec<(String, &PlaceRef)> {
        let own = self.places.iter().enumerate();
        let mut named: Vec<_> =
            own.map(|(place, named)| (format!("/places/{place}"), named)).collect();
        if let Some(unit) = &self.kudumbashree {
            let at = "/kudumbashree/anchor/local_body".to_owned();
            named.push((at, &unit.anchor.local_body));
        }
        named
    }

    fn flaws_of_places(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut levels = Vec::new();
        for (place, named) in self.places.iter().enumerate() {
            let at = format!("/places/{place}/level");
            let level = named.level;
            if matches!(level, PlaceLevel::State | PlaceLevel::District) {
                violations.push(Violation::new(Code::PlaceLevel).at(&at));
            }
            // A unit stands in one local body, whatever that is called.
            let tier =
                if kudumbashree::is_local_body(level) { PlaceLevel::GramaPanchayat } else { level };
            if levels.contains(&tier) {
                violations.push(Violation::new(Code::RepeatedLevel).at(&at));
            }
            levels.push(tier);
        }
        violations.extend(self.location.and_then(|point| point.flaw_outside_kerala("/location")));
        violations
    }

    fn flaws_of_figures(&self) -> Vec<Violation> {
        let years: Vec<_> = self.figures.iter().map(|year| &year.financial_year).collect();
        let mut violations = twice(&years, "/figures");
        for (place, year) in self.figures.iter().enumerate() {
            if year.measure(SizeMeasure::Turnover).is_some_and(|rest| rest < 0) {
                let at = format!("/figures/{place}/exports_paise");
                violations.push(Violation::new(Code::ExportsOverTurnover).at(&at));
            }
        }
        violations
    }
}

/// Entries that stand twice in a list.
fn twice<T: PartialEq>(list: &[T], pointer: &str) -> Vec<Violation> {
    let again = |(place, entry): (usize, &T)| {
        let stands = list.iter().take(place).any(|other| other == entry);
        stands.then(|| Violation::new(Code::Repeated).at(&format!("{pointer}/{place}")))
    };
    list.iter().enumerate().filter_map(again).collect()
}

/// An activity that is named twice.
pub(crate) fn repeated(activities: &[ActivityCode]) -> Vec<Violation> {
    twice(activities, "/activities")
}
