//! Sentences about personal data and about records that may be one.

/// Every code and its sentences.
#[rustfmt::skip]
pub(super) const PEOPLE: &[(&str, &str, &str)] = &[
    ("purpose_of_others", "None of your roles may see personal data for this purpose.", "ഈ ആവശ്യത്തിനായി വ്യക്തിവിവരങ്ങൾ കാണാൻ നിങ്ങളുടെ ഒരു ചുമതലയ്ക്കും അനുമതിയില്ല."),
];
