//! Likely duplicates of an enterprise (rule R2.6): how alike two are, and by which rules.
//!
//! The score is the sum of what each rule contributes, at most 1. A registration number in common says
//! much by itself; name, place and activity have to come together. The weights are our judgement,
//! not taken from a study: change the table and nothing else.

use crate::kernel::fold;
use crate::policy::privacy::{PersonalField, masks_pan};
use crate::registry::enterprise::EnterpriseFacts;

words! {
    /// A rule by which two enterprises may be duplicates.
    DuplicateRule("duplicate_rule") {
        /// They share a Udyam number.
        SameUdyam = "same_udyam" ("Same Udyam number", "ഒരേ ഉദ്യം നമ്പർ"),
        /// They share a GST number.
        SameGstin = "same_gstin" ("Same GST number", "ഒരേ ജി.എസ്.ടി നമ്പർ"),
        /// They share a PAN, stated or inside a GST number: one owner.
        SamePan = "same_pan" ("Same PAN", "ഒരേ പാൻ"),
        /// They share an id of another system.
        SameExternalId = "same_external_id" ("Same record in another system", "മറ്റൊരു സംവിധാനത്തിൽ ഒരേ രേഖ"),
        /// They share a mobile number; neighbours sometimes do.
        SameMobile = "same_mobile" ("Same mobile number", "ഒരേ മൊബൈൽ നമ്പർ"),
        /// Their names are alike, in English or in Malayalam.
        SimilarName = "similar_name" ("Similar name", "സമാനമായ പേര്"),
        /// They share a postal index number.
        SamePinCode = "same_pin_code" ("Same PIN code", "ഒരേ പിൻ കോഡ്"),
        /// They work in one district.
        SameDistrict = "same_district" ("Same district", "ഒരേ ജില്ല"),
        /// They share their main activity.
        SameActivity = "same_activity" ("Same main activity", "ഒരേ പ്രധാന പ്രവർത്തനം"),
        /// Their main activities are of one NIC division.
        SameDivision = "same_division" ("Same NIC division", "ഒരേ എൻ.ഐ.സി ഡിവിഷൻ"),
    }
}

impl DuplicateRule {
    /// What it contributes in full, in thousandths.
    #[must_use]
    pub const fn weight(self) -> u32 {
        match self {
            Self::SameUdyam | Self::SameGstin | Self::SameExternalId => 700,
            Self::SamePan | Self::SimilarName => 500,
            Self::SameMobile => 300,
            Self::SamePinCode | Self::SameActivity => 250,
            Self::SameDistrict => 150,
            Self::SameDivision => 100,
        }
    }

    /// The personal fact that it tells something of.
    #[must_use]
    pub const fn tells(self) -> Option<PersonalField> {
        match self {
            Self::SamePan | Self::SameGstin => Some(PersonalField::Pan),
            Self::SameMobile => Some(PersonalField::Mobile),
            _ => None,
        }
    }
}

/// The score of two that are one beyond doubt, in thousandths.
pub const CERTAIN: u32 = 1_000;

/// From this score on, in thousandths, a pair is worth a look.
pub const WORTH_A_LOOK: u32 = 600;

/// Names less alike than this, in thousandths, are not alike at all.
const ALIKE: u32 = 700;

/// A rule that holds of a pair, and what it contributes to the score, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reason {
    /// The rule.
    pub rule: DuplicateRule,
    /// What it contributes.
    pub contribution: u32,
}

/// What is compared of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The words of the English name.
    pub words: Vec<String>,
    /// The words of the Malayalam name.
    pub words_ml: Vec<String>,
    /// The district.
    pub district: String,
    /// The postal index number.
    pub pin_code: Option<String>,
    /// The version of the classification that the main activity is of: codes of two are not compared.
    pub version: &'static str,
    /// The code of the main activity.
    pub activity: String,
    /// The Udyam number.
    pub udyam: Option<String>,
    /// The GST number.
    pub gstin: Option<String>,
    /// The permanent account number, stated or within a GST number.
    pub pan: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// The records of other systems: system and id.
    pub external_ids: Vec<(String, String)>,
}

impl Profile {
    /// Of an enterprise.
    #[must_use]
    pub fn of(facts: &EnterpriseFacts) -> Self {
        let text = |word: Option<String>| word.filter(|text| !text.is_empty());
        Self {
            words: fold::words(facts.name.en.as_str()),
            words_ml: facts.name.ml.as_ref().map(|ml| fold::words(ml.as_str())).unwrap_or_default(),
            district: facts.district.to_string(),
            pin_code: text(facts.pin_code.as_ref().map(ToString::to_string)),
            version: facts.activities.first().map_or("", |main| main.version.text()),
            activity: facts
                .activities
                .first()
                .map(|main| main.code.to_string())
                .unwrap_or_default(),
            udyam: text(facts.udyam.as_ref().map(ToString::to_string)),
            gstin: text(facts.gstin.as_ref().map(ToString::to_string)),
            pan: text(facts.whole_pan().as_ref().map(ToString::to_string)),
            mobile: text(facts.mobile.as_ref().map(ToString::to_string)),
            external_ids: facts
                .external_ids
                .iter()
                .map(|key| (key.source_system.to_string(), key.external_id.to_string()))
                .collect(),
        }
    }

    /// Of an enterprise, as it is seen by whoever may see these of its masked facts.
    #[must_use]
    pub fn seen(facts: &EnterpriseFacts, shown: &[PersonalField]) -> Self {
        let mut seen = Self::of(facts);
        if !shown.contains(&PersonalField::Mobile) {
            seen.mobile = None;
        }
        if masks_pan(facts) && !shown.contains(&PersonalField::Pan) {
            (seen.pan, seen.gstin) = (None, None);
        }
        seen
    }

    /// The same without the numbers that may be masked: what is found by the rest, anybody may be told.
    #[must_use]
    pub fn without_numbers(&self) -> Self {
        Self { gstin: None, pan: None, mobile: None, ..self.clone() }
    }

    /// The same with nothing to find others by but those numbers.
    #[must_use]
    pub fn numbers(&self) -> Self {
        Self {
            words: Vec::new(),
            words_ml: Vec::new(),
            udyam: None,
            external_ids: Vec::new(),
            ..self.clone()
        }
    }

    /// The rules that hold of this and another, heaviest first; a narrower rule stands for the wider one.
    #[must_use]
    pub fn reasons(&self, other: &Self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut add = |rule: DuplicateRule, share: u32| {
            let contribution = rule.weight() * share / 1_000;
            reasons.push(Reason { rule, contribution });
        };
        let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        if same(self.udyam.as_deref(), other.udyam.as_deref()) {
            add(DuplicateRule::SameUdyam, 1_000);
        }
        if same(self.gstin.as_deref(), other.gstin.as_deref()) {
            add(DuplicateRule::SameGstin, 1_000);
        } else if same(self.pan.as_deref(), other.pan.as_deref()) {
            add(DuplicateRule::SamePan, 1_000);
        }
        let is_known = |key| other.external_ids.contains(key);
        if self.external_ids.iter().any(is_known) {
            add(DuplicateRule::SameExternalId, 1_000);
        }
        if same(self.mobile.as_deref(), other.mobile.as_deref()) {
            add(DuplicateRule::SameMobile, 1_000);
        }
        let names =
            similarity(&self.words, &other.words).max(similarity(&self.words_ml, &other.words_ml));
        if names >= ALIKE {
            add(DuplicateRule::SimilarName, names);
        }
        if same(self.pin_code.as_deref(), other.pin_code.as_deref()) {
            add(DuplicateRule::SamePinCode, 1_000);
        } else if self.district == other.district {
            add(DuplicateRule::SameDistrict, 1_000);
        }
        if self.version != other.version {
            // Codes of two classifications say nothing of each other.
        } else if self.activity == other.activity && !self.activity.is_empty() {
            add(DuplicateRule::SameActivity, 1_000);
        } else if self.activity.get(..2).is_some()
            && self.activity.get(..2) == other.activity.get(..2)
        {
            add(DuplicateRule::SameDivision, 1_000);
        }
        reasons.sort_by_key(|reason| (std::cmp::Reverse(reason.contribution), reason.rule));
        reasons
    }
}

/// The score of a pair: the sum of its reasons, at most 1000 thousandths.
#[must_use]
pub fn score(reasons: &[Reason]) -> u32 {
    reasons.iter().map(|reason| reason.contribution).sum::<u32>().min(CERTAIN)
}

/// How alike two names are, in thousandths: each word of the one with the closest of the other (one less
/// its edit distance over the longer length), by length, both ways, the lesser of the two. The order of
/// words does not matter, and a word more in one of them does.
fn similarity(one: &[String], other: &[String]) -> u32 {
    one_way(one, other).min(one_way(other, one))
}

fn one_way(one: &[String], other: &[String]) -> u32 {
    let (mut alike, mut letters) = (0.0, 0_u32);
    for word in one {
        let best = other
            .iter()
            .map(|w| strsim::normalized_damerau_levenshtein(word, w))
            .fold(0.0, f64::max);
        let length = u32::try_from(word.chars().count()).unwrap_or(0);
        alike += best * f64::from(length);
        letters += length;
    }
    if letters == 0 {
        return 0;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let thousandths = (alike / f64::from(letters) * 1_000.0).round() as u32;
    thousandths
}

#[cfg(test)]
mod tests;
