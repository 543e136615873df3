//! Folding: the key by which names are ordered and words are found (rule R1.3).
//!
//! Folding happens here and nowhere else, so both engines order and find alike: compatibility
//! normalisation, lower case, and one spelling for the chillu letters, which Unicode 5.1 gave code
//! points of their own while older texts write consonant + virama + zero-width joiner.

use unicode_normalization::UnicodeNormalization;

/// Old spelling of a chillu (consonant, U+0D4D, U+200D) and its atomic letter.
const CHILLUS: [(char, char); 6] =
    [('ണ', 'ൺ'), ('ന', 'ൻ'), ('ര', 'ർ'), ('ല', 'ൽ'), ('ള', 'ൾ'), ('ക', 'ൿ')];

/// Other spellings of one sound: ന്റ written with the atomic chillu, with or without virama, and the
/// older sign of au.
const VARIANTS: [(&str, &str); 3] =
    [("ൻ\u{d4d}റ", "ന\u{d4d}റ"), ("ൻറ", "ന\u{d4d}റ"), ("\u{d4c}", "\u{d57}")];

/// The most words that one search may have.
pub const MOST_WORDS: usize = 8;

/// Words are known by so many of their first characters: PostgreSQL refuses words beyond 2046 bytes.
const LONGEST_WORD: usize = 100;

/// The folded form of a name: what it is ordered by.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    // Two letters that SQLite's tokenizer folds further: the last sigma, the iota below.
    let further = |c| match c {
        'ς' => 'σ',
        '\u{345}' => 'ι',
        c => c,
    };
    let text = chillus(text);
    let lower = text.nfkc().flat_map(char::to_lowercase).map(further);
    // Composed once more: a small letter may make one with a mark that its capital does not.
    for c in lower.nfkc() {
        if c.is_whitespace() {
            gap = !key.is_empty();
        } else {
            if gap {
                key.push(' ');
                gap = false;
            }
            key.push(c);
        }
    }
    key
}

/// The letters and digits of the folded form and nothing else, but that digits which stand apart stay apart: what is
/// the same however it is spaced and punctuated, of texts that somebody types from paper.
#[must_use]
pub fn bare(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in fold(text).chars() {
        if !is_word(c) {
            is_apart = true;
            continue;
        }
        if is_apart && c.is_numeric() && key.ends_with(char::is_numeric) {
            key.push(' ');
        }
        is_apart = false;
        key.push(c);
    }
    key
}

/// The folded words of a text, each once, in order: what it is found by.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in cut(&fold(text)) {
        let word: String = word.chars().take(LONGEST_WORD).collect();
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The words of a text that is folded already.
pub fn cut(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|c: char| !is_word(c));
    words.filter(|word| !word.is_empty())
}

/// Letters, digits, and the marks that Indic letters carry; not the pictures of letters (🅐, 🅰), which
/// Rust counts among the letters and SQLite's tokenizer among the symbols.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{1f150}'..='\u{1f189}')
        || unicode_normalization::char::is_combining_mark(c)
}

/// One spelling for what is spelt in several ways, and nothing of no width: it would keep a letter from its mark.
fn chillus(text: &str) -> String {
    let mut out = text.to_owned();
    if text.contains('\u{200d}') {
        for (letter, chillu) in CHILLUS {
            out = out.replace(&format!("{letter}\u{d4d}\u{200d}"), &chillu.to_string());
        }
    }
    out.retain(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}'));
    for (variant, usual) in VARIANTS {
        if out.contains(variant) {
            out = out.replace(variant, usual);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_atomic_chillus_fold_alike() {
        assert_eq!(fold("ക്ലസ്റ്റര്\u{200d}"), fold("ക്ലസ്റ്റർ"));
        assert_eq!(fold("മലയാളത്തിന്\u{200d}"), fold("മലയാളത്തിൻ"));
    }

    #[test]
    fn spellings_of_nta_and_of_au_fold_alike() {
        for other in ["സെൻ്റർ", "സെൻറർ", "സെന്\u{200d}റർ", "സെന്റര്\u{200d}"]
        {
            assert_eq!(fold(other), fold("സെന്റർ"), "{other}");
        }
        assert_eq!(fold("സൌഹൃദം"), fold("സൗഹൃദം"));
    }

    #[test]
    fn what_is_folded_folds_to_itself() {
        let mut odd: Vec<String> = ["ഹെൻ\u{200c}റി", "J\u{30c}", "H\u{331}", "e\u{200b}\u{301}"]
            .map(str::to_owned)
            .to_vec();
        for c in '\0'..='\u{ffff}' {
            odd.extend([format!("{c}"), format!("{c}\u{30c}"), format!("a{c}\u{200d}\u{301}b")]);
        }
        let unstable = odd.iter().filter(|text| fold(&fold(text)) != fold(text));
        assert_eq!(unstable.collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(fold("ഹെൻ\u{200c}റി"), fold("ഹെന്റി"));
    }

    #[test]
    fn folding_ignores_case_width_and_spaces() {
        assert_eq!(fold("  Ｋalady   RICE "), "kalady rice");
    }

    #[test]
    fn a_bare_text_is_the_same_however_it_is_punctuated() {
        for other in ["INV-1/26", "inv–1/26", "INV\u{2011}1 26", "Inv. 1-26.", "ＩＮＶ１/26"]
        {
            assert_eq!(bare(other), "inv1 26", "{other}");
        }
        assert_eq!(bare("S. Works"), bare("S Works"));
        assert_ne!(bare("1/23"), bare("12/3"), "two numbers of two bills");
        assert_eq!(bare("നെയ്ത്ത്."), "നെയ്ത്ത്");
    }

    #[test]
    fn words_keep_malayalam_signs_together() {
        assert_eq!(words("നെയ്ത്ത് നെയ്ത്ത്, Coir-mats"), ["നെയ്ത്ത്", "coir", "mats"]);
    }
}
