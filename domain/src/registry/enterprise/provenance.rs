//! Who said what about an enterprise, and when it was true (rule R2.5).

use super::EnterpriseFacts;
use crate::kernel::external::SourceSystem;
use crate::kernel::id::AccountId;
use crate::policy::Permit;
use crate::policy::privacy::masks_pan;
use crate::{Day, Moment};
use std::collections::BTreeMap;

/// Declares the facts whose provenance is kept.
macro_rules! tracked {
    ($($(#[$meta:meta])* $Field:ident = $text:literal $label:tt => $fact:ident,)+) => {
        words! {
            /// A fact of an enterprise whose provenance is kept.
            EnterpriseField("enterprise_field") { $($(#[$meta])* $Field = $text $label,)+ }
        }

        impl EnterpriseField {
            /// Whether the fact differs between two states.
            #[must_use]
            pub fn differs(self, one: &EnterpriseFacts, other: &EnterpriseFacts) -> bool {
                match self { $(Self::$Field => one.$fact != other.$fact,)+ }
            }

            /// Takes the fact of another state.
            pub(super) fn copy(self, from: &EnterpriseFacts, to: &mut EnterpriseFacts) {
                match self { $(Self::$Field => to.$fact.clone_from(&from.$fact),)+ }
            }
        }
    };
}

tracked! {
    /// Its name.
    Name = "name" ("Name", "പേര്") => name,
    /// Its kind.
    Kind = "kind" ("Kind", "തരം") => kind,
    /// Its district.
    District = "district" ("District", "ജില്ല") => district,
    /// Its activities.
    Activities = "activities" ("Activities", "പ്രവർത്തനങ്ങൾ") => activities,
    /// Its postal index number.
    PinCode = "pin_code" ("PIN code", "പിൻ കോഡ്") => pin_code,
    /// Its Udyam number.
    Udyam = "udyam" ("Udyam number", "ഉദ്യം നമ്പർ") => udyam,
    /// Its GST number.
    Gstin = "gstin" ("GST number (GSTIN)", "ജി.എസ്.ടി നമ്പർ (GSTIN)") => gstin,
    /// Its further GST numbers.
    FurtherGstins = "further_gstins" ("Further GST numbers", "മറ്റ് ജി.എസ്.ടി നമ്പറുകൾ") => further_gstins,
    /// Its permanent account number.
    Pan = "pan" ("Permanent account number (PAN)", "പാൻ") => pan,
    /// Its corporate identification number.
    Cin = "cin" ("Corporate identification number (CIN)", "കോർപ്പറേറ്റ് തിരിച്ചറിയൽ നമ്പർ (CIN)") => cin,
    /// Its number as a limited liability partnership.
    Llpin = "llpin" ("Limited liability partnership number (LLPIN)", "പരിമിത ബാധ്യതാ പങ്കാളിത്ത നമ്പർ (LLPIN)") => llpin,
    /// The records that other systems keep of it.
    ExternalIds = "external_ids" ("Records in other systems", "മറ്റു സംവിധാനങ്ങളിലെ രേഖകൾ") => external_ids,
    /// Its legal form.
    Ownership = "ownership" ("Legal form", "നിയമപരമായ രൂപം") => ownership,
    /// The year of its constitution.
    ConstitutedIn = "constituted_in" ("Year of constitution", "രൂപീകരിച്ച വർഷം") => constituted_in,
    /// The day on which it began to work.
    StartedOn = "started_on" ("Start of work", "പ്രവർത്തനം തുടങ്ങിയ ദിവസം") => started_on,
    /// Its address.
    Address = "address" ("Address", "വിലാസം") => address,
    /// The places in which it stands.
    Places = "places" ("Places", "സ്ഥലങ്ങൾ") => places,
    /// The point where it stands.
    Location = "location" ("Point on the map", "ഭൂപടത്തിലെ സ്ഥാനം") => location,
    /// Its mobile number.
    Mobile = "mobile" ("Mobile number", "മൊബൈൽ നമ്പർ") => mobile,
    /// Its e-mail address.
    Email = "email" ("E-mail address", "ഇ-മെയിൽ വിലാസം") => email,
    /// The name of its owner.
    OwnerName = "owner_name" ("Owner's name", "ഉടമയുടെ പേര്") => owner_name,
    /// The gender of its owner.
    OwnerGender = "owner_gender" ("Owner's gender", "ഉടമയുടെ ലിംഗം") => owner_gender,
    /// The category of its owner.
    CasteCategory = "caste_category" ("Owner's category", "ഉടമയുടെ സാമൂഹിക വിഭാഗം") => caste_category,
    /// Whether its owner is a person with disability.
    HasDisability = "has_disability" ("Owner's disability", "ഉടമയുടെ ഭിന്നശേഷി") => has_disability,
    /// How many members own it.
    Members = "members" ("Members", "അംഗങ്ങൾ") => members,
    /// How many of them are women.
    WomenMembers = "women_members" ("Women members", "വനിതാ അംഗങ്ങൾ") => women_members,
    /// How many people work in it.
    Workers = "workers" ("Workers", "തൊഴിലാളികൾ") => workers,
    /// Its place in Kudumbashree.
    Kudumbashree = "kudumbashree" ("Place in Kudumbashree", "കുടുംബശ്രീയിലെ സ്ഥാനം") => kudumbashree,
    /// Its figures by financial year.
    Figures = "figures" ("Figures by financial year", "സാമ്പത്തിക വർഷം തിരിച്ചുള്ള കണക്കുകൾ") => figures,
    /// Its products.
    Products = "products" ("Products", "ഉൽപ്പന്നങ്ങൾ") => products,
}

/// Where a fact comes from. No value stands here: provenance outlives what is erased.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// The source of the fact.
    pub source: SourceSystem,
    /// The day on which it was true.
    pub as_of: Day,
    /// The account that wrote it; nobody's where the program did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When it was written.
    pub recorded_at: Moment,
    /// Whether imports leave it as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_protected: bool,
}

impl Mark {
    /// Of what is written under a permit, on somebody's word.
    pub(super) fn of(permit: &Permit, statement: &Statement, now: Moment) -> Self {
        Self {
            source: statement.source.clone(),
            as_of: statement.as_of,
            by: permit.account(),
            recorded_at: now,
            is_protected: false,
        }
    }
}

/// The facts that imports must leave unchanged, or may change again.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// The facts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 40))]
    pub fields: Vec<EnterpriseField>,
}

/// The mark of each fact that has one.
pub type Marks = BTreeMap<EnterpriseField, Mark>;

/// On whose word facts are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The source.
    pub source: SourceSystem,
    /// The day on which it was true.
    pub as_of: Day,
    /// Whether a partner system brings it: then protected facts are kept.
    pub is_import: bool,
    /// The fields that are named. Whether a masked fact differs from what is kept is told nobody, so what
    /// is named of them counts as stated anew.
    pub named: Vec<EnterpriseField>,
}

impl Statement {
    /// The word of whoever writes, today.
    pub fn declaration(today: Day) -> Result<Self, crate::Violation> {
        Ok(Self {
            source: "declaration".parse()?,
            as_of: today,
            is_import: false,
            named: Vec::new(),
        })
    }

    /// Whether it says a fact of its own: one that differs from what is kept, or a masked one that is named.
    fn says(&self, field: EnterpriseField, old: &EnterpriseFacts, new: &EnterpriseFacts) -> bool {
        field.differs(old, new) || (field.mask().is_some() && self.named.contains(&field))
    }
}

/// Puts back what is protected, and says which facts those were. Numbers of one PAN stay together where it is masked.
pub(super) fn keep_protected(
    marks: &Marks,
    statement: &Statement,
    old: &EnterpriseFacts,
    new: &mut EnterpriseFacts,
) -> Vec<EnterpriseField> {
    let is_protected = |field: &EnterpriseField| marks.get(field).is_some_and(|m| m.is_protected);
    let is_together = masks_pan(old) && OF_ONE_PAN.iter().any(is_protected);
    let mut kept = Vec::new();
    for field in EnterpriseField::ALL {
        let stays = is_protected(field) || (is_together && OF_ONE_PAN.contains(field));
        if stays && statement.says(*field, old, new) {
            field.copy(old, new);
            kept.push(*field);
        }
    }
    kept
}

/// The fields that tell one PAN.
const OF_ONE_PAN: &[EnterpriseField] =
    &[EnterpriseField::Gstin, EnterpriseField::FurtherGstins, EnterpriseField::Pan];

/// The numbers that are kept and have to be named with those of one PAN that are stated or removed, because it is masked:
/// comparing would tell whether they fit, and what is left alone could be shown.
pub(super) fn to_be_named(
    statement: &Statement,
    kept: &[EnterpriseField],
    old: &EnterpriseFacts,
    new: &EnterpriseFacts,
) -> Vec<EnterpriseField> {
    let nothing = old.bare();
    let is_named = |field: &EnterpriseField| statement.named.contains(field);
    let is_stated = |field: &EnterpriseField| {
        is_named(field) && !kept.contains(field) && field.differs(new, &nothing)
    };
    let is_shown = !masks_pan(new);
    if !masks_pan(old) || !(is_shown || OF_ONE_PAN.iter().any(is_stated)) {
        return Vec::new();
    }
    let is_left = |field: &&EnterpriseField| {
        let stays = field.differs(old, &nothing) && field.differs(new, &nothing);
        stays && !is_named(field)
    };
    OF_ONE_PAN.iter().filter(is_left).copied().collect()
}

/// Marks every fact that is stated anew. A protected fact stays protected.
pub(super) fn mark_changes(
    marks: &mut Marks,
    statement: &Statement,
    old: &EnterpriseFacts,
    new: &EnterpriseFacts,
    mark: &Mark,
) {
    for field in EnterpriseField::ALL {
        if statement.says(*field, old, new) {
            let is_protected = marks.get(field).is_some_and(|mark| mark.is_protected);
            marks.insert(*field, Mark { is_protected, ..mark.clone() });
        }
    }
}

/// Marks every fact that a new enterprise has.
pub(super) fn mark_all(facts: &EnterpriseFacts, mark: &Mark) -> Marks {
    use EnterpriseField::{Activities, District, Kind, Name};
    let nothing = facts.bare();
    let has = |field: &&EnterpriseField| {
        matches!(field, Name | Kind | District | Activities) || field.differs(facts, &nothing)
    };
    let all = EnterpriseField::ALL.iter().filter(has);
    all.map(|field| (*field, mark.clone())).collect()
}
