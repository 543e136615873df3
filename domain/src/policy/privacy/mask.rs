//! What stands in the place of a fact for whoever may not see it: one table, for every answer.

use super::PersonalField;
use crate::registry::enterprise::{EnterpriseFacts, EnterpriseField};
use crate::registry::registration::Gstin;

/// How much of a value its mask shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Nothing: the fact is left out.
    Absence,
    /// The first letter of each word.
    Initials,
    /// So many characters of its beginning and of its end, and an X for each of the others.
    Ends(usize, usize),
}

/// One row of the table.
#[derive(Debug)]
pub struct Mask {
    /// The field that is masked.
    pub field: EnterpriseField,
    /// The personal fact that it tells.
    pub fact: PersonalField,
    /// What the mask shows.
    pub shows: Shows,
    /// Why that helps nobody to guess.
    pub why: &'static str,
}

const fn mask(
    field: EnterpriseField,
    fact: PersonalField,
    shows: Shows,
    why: &'static str,
) -> Mask {
    Mask { field, fact, shows, why }
}

const IN_A_PAN: &str = "The letters of a PAN follow from the kind of holder, the holder's name and the other characters.";
const IN_A_GSTIN: &str = "The state is that of the address. The last character follows from the others, and characters 3 to 12 are the PAN.";
const OF_FEW: &str = "There are few values: any part of one tells it.";

/// The table of masks.
pub const MASKS: &[Mask] = &[
    mask(
        EnterpriseField::OwnerName,
        PersonalField::OwnerName,
        Shows::Initials,
        "Officers tell two owners apart by them; no answer says whether a name is the owner's without an entry in the log.",
    ),
    mask(
        EnterpriseField::Mobile,
        PersonalField::Mobile,
        Shows::Ends(3, 3),
        "The country code is everybody's; four million numbers end in the same three digits.",
    ),
    mask(
        EnterpriseField::Email,
        PersonalField::Email,
        Shows::Absence,
        "The host is often the owner's own, or one of three.",
    ),
    mask(EnterpriseField::Pan, PersonalField::Pan, Shows::Ends(0, 0), IN_A_PAN),
    mask(EnterpriseField::Gstin, PersonalField::Pan, Shows::Ends(2, 0), IN_A_GSTIN),
    mask(EnterpriseField::FurtherGstins, PersonalField::Pan, Shows::Ends(2, 0), IN_A_GSTIN),
    mask(EnterpriseField::CasteCategory, PersonalField::CasteCategory, Shows::Absence, OF_FEW),
    mask(EnterpriseField::HasDisability, PersonalField::HasDisability, Shows::Absence, OF_FEW),
];

impl EnterpriseField {
    /// The row of the table of masks, where the field has one.
    #[must_use]
    pub fn mask(self) -> Option<&'static Mask> {
        MASKS.iter().find(|mask| mask.field == self)
    }
}

impl Mask {
    /// The mask of a value; `None` where the fact is left out.
    #[must_use]
    pub fn of(&self, value: &str) -> Option<String> {
        match self.shows {
            Shows::Absence => None,
            Shows::Initials => Some(initials(value)),
            Shows::Ends(first, last) => {
                let length = value.chars().count();
                let hide = |(place, c)| {
                    let is_shown = place < first || place + last >= length;
                    if is_shown { c } else { 'X' }
                };
                Some(value.chars().enumerate().map(hide).collect())
            }
        }
    }
}

/// Whether a text is the mask of a name. No name has an asterisk.
#[must_use]
pub fn is_masked_name(text: &str) -> bool {
    text.contains('*')
}

fn initials(name: &str) -> String {
    let word = |word: &str| word.chars().take(1).chain("***".chars()).collect();
    let words: Vec<String> = name.split_whitespace().map(word).collect();
    words.join(" ")
}

/// Whether the PAN of an enterprise is masked, and its GST numbers with it: where a person holds it, or it is
/// stated by itself. It is one fact: no field shows what another masks.
#[must_use]
pub fn masks_pan(facts: &EnterpriseFacts) -> bool {
    let is_personal = |gstin: &Gstin| gstin.pan().is_personal();
    facts.pan.is_some() || facts.gstins().any(is_personal)
}

/// The table as anybody can read it.
#[must_use]
pub fn mask_table() -> String {
    let mut out = String::from("| field | fact | its mask shows | why |\n|---|---|---|---|\n");
    for Mask { field, fact, shows, why } in MASKS {
        let shows = match shows {
            Shows::Absence => "nothing: it is left out".to_owned(),
            Shows::Initials => "the first letter of each word".to_owned(),
            Shows::Ends(0, 0) => "nothing: an X for each character".to_owned(),
            Shows::Ends(first, 0) => format!("the first {first} characters"),
            Shows::Ends(first, last) => {
                format!("the first {first} and the last {last} characters")
            }
        };
        out += &format!("| `{field}` | {fact} | {shows} | {why} |\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(field: EnterpriseField, value: &str) -> Option<String> {
        field.mask().unwrap().of(value)
    }

    #[test]
    fn every_personal_fact_has_a_mask_and_no_field_has_two() {
        for fact in PersonalField::ALL {
            assert!(MASKS.iter().any(|mask| mask.fact == *fact), "{fact}");
        }
        for mask in MASKS {
            let same = MASKS.iter().filter(|other| other.field == mask.field);
            assert_eq!(same.count(), 1, "{}", mask.field);
        }
    }

    #[test]
    fn a_masked_name_tells_initials_only() {
        let of = |name| of(EnterpriseField::OwnerName, name).unwrap();
        assert_eq!(of("Uma  Devi"), "U*** D***");
        assert_eq!(of("ഉമ ദേവി"), "ഉ*** ദ***");
        assert!(is_masked_name(&of("Uma")) && !is_masked_name("Uma Devi"));
    }

    #[test]
    fn two_numbers_have_one_mask_unless_it_shows_last_digits() {
        use EnterpriseField::{Gstin, Mobile, Pan};
        assert_eq!(of(Pan, "AAPPV8261K").unwrap(), "XXXXXXXXXX");
        assert_eq!(of(Pan, "ABCPK4321L"), of(Pan, "AAPPV8261K"));
        assert_eq!(of(Gstin, "32ABCPK4321L2ZY").unwrap(), "32XXXXXXXXXXXXX");
        assert_eq!(of(Gstin, "32ABCPK4321L2ZY"), of(Gstin, "32AAACK1234F1Z9"));
        assert_eq!(of(Mobile, "+919847012345").unwrap(), "+91XXXXXXX345");
        assert_eq!(of(EnterpriseField::Email, "uma@example.org"), None);
    }
}
