//! An enterprise as it is shown: personal facts masked, its size class computed, with warnings.

use crate::extract::DisclosureRecorder;
use crate::language::Language;
use crate::message::message;
use chrono::Datelike;
use odoi_domain::kernel::external::ExternalKey;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::privacy::{self, PersonalField};
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::enterprise::{
    CasteCategory, Enterprise, EnterpriseField, EnterpriseKind, Gender, KudumbashreeFacts,
    OwnershipForm, Product,
};
use odoi_domain::registry::place::{DistrictCode, PinCode, PlaceRef};
use odoi_domain::registry::registration::{Cin, Llpin, Udyam};
use odoi_domain::registry::size::{Size, YearFigures};
use odoi_domain::{Day, Entity, Moment, Violation};
use serde::Serialize;
use utoipa::ToSchema;

/// For whom, for which day and in which language an enterprise is shown.
#[derive(Debug, Clone)]
pub(crate) struct FieldVisibility {
    /// The personal facts that are shown in full.
    pub(crate) shown: Vec<PersonalField>,
    /// The day of the size class.
    pub(crate) as_of: Day,
    /// Whether the caller chose that day.
    pub(crate) is_other_day: bool,
    /// The language of warnings.
    pub(crate) language: Language,
}

/// A value that is unusual but accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Warning {
    /// Where (RFC 6901).
    #[schema(max_length = 200, format = "json-pointer")]
    pub pointer: String,
    /// The code, for programs.
    #[schema(max_length = 40, pattern = "^[a-z_]+$")]
    pub code: String,
    /// The message, in the caller's language.
    #[schema(max_length = 1000, format = "sentence")]
    pub message: String,
}

/// Declares the view: absent facts and empty lists are left out.
macro_rules! view {
    ($(#[$meta:meta])* $Name:ident { $($(#[$must_meta:meta])* $must:ident: $Must:ty,)+ -- $($(#[$may_meta:meta])* $may:ident: $May:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Serialize, ToSchema)]
        pub(crate) struct $Name {
            $($(#[$must_meta])* pub $must: $Must,)+
            $($(#[$may_meta])* #[serde(skip_serializing_if = "is_absent")] pub $may: $May,)+
        }
    };
}

fn is_absent<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

view! {
    /// An enterprise.
    EnterpriseView {
        /// Its id.
        id: EnterpriseId,
        /// Its name.
        name: Name,
        /// Its kind.
        kind: EnterpriseKind,
        /// The district that it works in.
        district: DistrictCode,
        /// What it does; the first is its main activity.
        #[schema(max_items = 8)] activities: Vec<ActivityCode>,
        /// Its size class, and why.
        size: Size,
        /// The revision. The `ETag` is made from it.
        #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)] revision: i64,
        /// When it was created.
        created_at: Moment,
        /// When it was last changed.
        updated_at: Moment,
        --
        /// Its postal index number.
        pin_code: Option<PinCode>,
        /// Its Udyam number.
        udyam: Option<Udyam>,
        /// Its GST number in Kerala; masked where its PAN is: `32XXXXXXXXXXXXX`.
        #[schema(max_length = 15, format = "gstin-or-mask")] gstin: Option<String>,
        /// Its further GST numbers, masked alike.
        #[schema(max_items = 20, inline)] further_gstins: Vec<MaskedGstin>,
        /// Its permanent account number, masked: `XXXXXXXXXX`.
        #[schema(max_length = 10, format = "pan-or-mask")] pan: Option<String>,
        /// Its corporate identification number.
        cin: Option<Cin>,
        /// Its LLP identification number.
        llpin: Option<Llpin>,
        /// Its ids in other systems.
        #[schema(max_items = 20)] external_ids: Vec<ExternalKey>,
        /// Its legal form.
        ownership: Option<OwnershipForm>,
        /// The year in which it was constituted.
        #[schema(minimum = 1850, maximum = 2100)] constituted_in: Option<i32>,
        /// The day on which it began to operate.
        started_on: Option<Day>,
        /// The lines of its address.
        #[schema(inline, max_items = 4)] address: Vec<Line>,
        /// Its places.
        #[schema(max_items = 8)] places: Vec<PlaceRef>,
        /// Its location.
        location: Option<Point>,
        /// Its mobile number, masked: `+91XXXXXXX345`.
        #[schema(max_length = 13, format = "mobile-or-mask")] mobile: Option<String>,
        /// Its e-mail address. Absent where the caller may not see it.
        #[schema(max_length = 254, format = "email-address")] email: Option<String>,
        /// The name of its owner, masked: `U*** D***`.
        #[schema(max_length = 1000, format = "name-or-mask")] owner_name: Option<String>,
        /// The owner's gender.
        owner_gender: Option<Gender>,
        /// The owner's category. Absent where the caller may not see it.
        caste_category: Option<CasteCategory>,
        /// Whether the owner is a person with disability. Absent where the caller may not see it.
        has_disability: Option<bool>,
        /// The number of members who own it.
        #[schema(minimum = 1, maximum = 100_000)] members: Option<i32>,
        /// How many of the members are women.
        #[schema(minimum = 0, maximum = 100_000)] women_members: Option<i32>,
        /// How many people work in it.
        #[schema(minimum = 0, maximum = 1_000_000)] workers: Option<i32>,
        /// Its group and sector in Kudumbashree.
        kudumbashree: Option<KudumbashreeFacts>,
        /// Its figures by financial year.
        #[schema(max_items = 20)] figures: Vec<YearFigures>,
        /// What it makes or does.
        #[schema(inline, max_items = 20)] products: Vec<Product>,
        /// The personal facts that are masked or absent in this answer.
        #[schema(max_items = 6)] masked: Vec<PersonalField>,
        /// The day on which its personal data was erased.
        erased_on: Option<Day>,
        /// The protected facts that this import did not change.
        #[schema(max_items = 40)] kept: Vec<EnterpriseField>,
        /// Values that are unusual but accepted.
        #[schema(max_items = 10)] warnings: Vec<Warning>,
        /// What else the entity tag depends on.
        #[serde(skip)] #[schema(ignore)] variant: String,
    }
}

/// A GST number, or its mask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(max_length = 15, format = "gstin-or-mask")]
pub(crate) struct MaskedGstin(String);

impl crate::extract::Resource for EnterpriseView {
    fn etag(&self) -> String {
        format!("\"{}{}\"", self.revision, self.variant)
    }
    fn path(&self) -> String {
        format!("/v1/enterprises/{}", self.id)
    }
}

impl FieldVisibility {
    /// An enterprise as an actor sees it.
    pub(crate) fn through(
        &self,
        recorder: &mut DisclosureRecorder,
        actor: &Actor,
        thing: &Enterprise,
    ) -> EnterpriseView {
        let shown = recorder.on(actor, thing);
        EnterpriseView::of(thing, &Self { shown, ..self.clone() })
    }
}

impl EnterpriseView {
    #[allow(clippy::too_many_lines, reason = "one line per fact")]
    pub(crate) fn of(thing: &Enterprise, visibility: &FieldVisibility) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        let sees = |field| visibility.shown.contains(&field);
        let mut masked = privacy::held(thing.facts());
        masked.retain(|field| !sees(*field));
        let shown = |field: EnterpriseField, whole: String| match field.mask() {
            Some(mask) if masked.contains(&mask.fact) => mask.of(&whole),
            _ => Some(whole),
        };
        Self {
            id: meta.id,
            size: thing.size(visibility.as_of),
            gstin: facts.gstin.and_then(|one| shown(EnterpriseField::Gstin, one.to_string())),
            further_gstins: facts
                .further_gstins
                .iter()
                .filter_map(|one| shown(EnterpriseField::FurtherGstins, one.to_string()))
                .map(MaskedGstin)
                .collect(),
            pan: facts.pan.and_then(|pan| shown(EnterpriseField::Pan, pan.to_string())),
            mobile: facts
                .mobile
                .and_then(|number| shown(EnterpriseField::Mobile, number.to_string())),
            owner_name: facts
                .owner_name
                .and_then(|name| shown(EnterpriseField::OwnerName, name.to_string())),
            email: facts
                .email
                .and_then(|address| shown(EnterpriseField::Email, address.to_string())),
            caste_category: facts.caste_category.filter(|_| sees(PersonalField::CasteCategory)),
            has_disability: facts.has_disability.filter(|_| sees(PersonalField::HasDisability)),
            warnings: warnings(&thing.facts().warnings(), visibility.language),
            variant: variant(thing, visibility, &masked),
            masked,
            name: facts.name,
            kind: facts.kind,
            district: facts.district,
            activities: facts.activities,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
            pin_code: facts.pin_code,
            udyam: facts.udyam,
            cin: facts.cin,
            llpin: facts.llpin,
            external_ids: facts.external_ids,
            ownership: facts.ownership,
            constituted_in: facts.constituted_in,
            started_on: facts.started_on,
            address: facts.address,
            places: facts.places,
            location: facts.location,
            owner_gender: facts.owner_gender,
            members: facts.members,
            women_members: facts.women_members,
            workers: facts.workers,
            kudumbashree: facts.kudumbashree,
            figures: facts.figures,
            products: facts.products,
            erased_on: thing.erased_on(),
            kept: Vec::new(),
        }
    }
}

fn warnings(violations: &[Violation], language: Language) -> Vec<Warning> {
    let warning = |violation: &Violation| Warning {
        pointer: violation.pointer.clone(),
        code: violation.code.text().to_owned(),
        message: message(language, violation.code, &violation.facts),
    };
    violations.iter().map(warning).collect()
}

/// What the representation depends on besides the revision: the class, which a new day may change, a
/// day that the caller chose, and whether personal facts are shown. Usually nothing.
fn variant(thing: &Enterprise, visibility: &FieldVisibility, masked: &[PersonalField]) -> String {
    let mut variant = String::new();
    if let Some(class) = thing.size(visibility.as_of).class {
        variant.push_str(&format!("-{class}"));
    }
    if visibility.is_other_day {
        variant.push_str(&format!("-{}", visibility.as_of.0.num_days_from_ce()));
    }
    if masked.len() < privacy::held(thing.facts()).len() {
        variant.push_str("-disclosed");
    }
    variant
}
