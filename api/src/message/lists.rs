//! Sentences about lists and their exports.

/// Every code and its sentences.
#[rustfmt::skip]
pub(super) const LISTS: &[(&str, &str, &str)] = &[
    ("not_in_a_file", "This cannot be combined with `format`: a file contains the whole list.", "ഫയലിൽ പട്ടിക മുഴുവനുമുണ്ട്: `format`-നൊപ്പം ഇത് ഒഴിവാക്കുക."),
    ("too_many_rows", "A worksheet has room for {0} rows and the list has {1}: use csv, or filter the list.", "ഒരു വർക്ക്ഷീറ്റിൽ {0} വരികളേ കൊള്ളൂ, പട്ടികയിൽ {1} എണ്ണമുണ്ട്: csv തിരഞ്ഞെടുക്കുക, അല്ലെങ്കിൽ പട്ടിക ചുരുക്കുക."),
];
