//! Small misspellings: how far two words may differ, and where to look for those that do not.

/// The shortest and longest word that people say, in characters: shorter ones are never misspelt, longer ones
/// are several run together.
const SPOKEN: std::ops::RangeInclusive<usize> = 2..=40;

/// How many letters of a typed word may be wrong (added, missing, changed, or two neighbours
/// exchanged): none of up to three, one of four to seven, two of more. Numbers are never misspelt.
#[must_use]
pub fn tolerance(word: &str) -> usize {
    if !is_spoken(word) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Whether a folded word is one that people say: no digit in it, neither short nor endless.
#[must_use]
pub fn is_spoken(word: &str) -> bool {
    !word.chars().any(char::is_numeric) && SPOKEN.contains(&word.chars().count())
}

/// Whether the vocabulary keeps a folded word: all but those that begin with a figure (numbers of registration are
/// as many as the things that have them).
#[must_use]
pub fn is_kept(word: &str) -> bool {
    !word.starts_with(|first: char| first.is_ascii_digit())
}

/// The distance of two words, where it is within the tolerance of the first (optimal string alignment).
#[must_use]
pub fn distance(typed: &str, word: &str) -> Option<usize> {
    let far = strsim::osa_distance(typed, word);
    (far <= tolerance(typed)).then_some(far)
}

/// Where a close word can stand in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// It is this.
    Is(String),
    /// It begins so.
    Begins(String),
    /// It ends so.
    Ends(String),
    /// It holds this, of three letters or more.
    Holds(String),
}

/// Every word within the tolerance fits at least one of these.
///
/// With one letter wrong, one half of the word is whole, or its two middle letters are exchanged. With
/// two, one third is whole; or two neighbours are exchanged where two thirds meet, and with them
/// put right a third is whole, or the same has happened at the other meeting point.
#[must_use]
pub fn patterns(typed: &str) -> Vec<Pattern> {
    let letters: Vec<char> = typed.chars().collect();
    let n = letters.len();
    match tolerance(typed) {
        0 => Vec::new(),
        1 => {
            let half = n / 2;
            vec![
                Pattern::Begins(part(&letters, 0..half)),
                Pattern::Ends(part(&letters, half..n)),
                Pattern::Is(exchanged(&letters, half).iter().collect()),
            ]
        }
        _ => {
            let (one, two) = (n.div_ceil(3), n.div_ceil(3) + n / 3 + usize::from(n % 3 == 2));
            let (first, second) = (exchanged(&letters, one), exchanged(&letters, two));
            vec![
                Pattern::Begins(part(&letters, 0..one)),
                Pattern::Holds(part(&letters, one..two)),
                Pattern::Ends(part(&letters, two..n)),
                Pattern::Begins(part(&first, 0..one)),
                Pattern::Ends(part(&second, two..n)),
                Pattern::Is(exchanged(&first, two).iter().collect()),
            ]
        }
    }
}

fn part(letters: &[char], range: std::ops::Range<usize>) -> String {
    letters.get(range).unwrap_or_default().iter().collect()
}

/// The letters with those on both sides of a border exchanged.
fn exchanged(letters: &[char], border: usize) -> Vec<char> {
    let mut letters = letters.to_vec();
    if border > 0 && border < letters.len() {
        letters.swap(border - 1, border);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &Pattern, word: &str) -> bool {
        match pattern {
            Pattern::Is(text) => word == text,
            Pattern::Begins(text) => word.starts_with(text),
            Pattern::Ends(text) => word.ends_with(text),
            Pattern::Holds(text) => word.contains(text),
        }
    }

    /// Every word that one edit makes of another.
    fn edits(word: &str) -> Vec<String> {
        let letters: Vec<char> = word.chars().collect();
        let mut all = Vec::new();
        for place in 0..=letters.len() {
            let mut longer = letters.clone();
            longer.insert(place, 'z');
            all.push(longer);
            if place < letters.len() {
                let (mut shorter, mut other) = (letters.clone(), letters.clone());
                shorter.remove(place);
                other[place] = 'z';
                all.extend([shorter, other, exchanged(&letters, place)]);
            }
        }
        all.iter().map(|letters| letters.iter().collect()).collect()
    }

    #[test]
    fn every_close_word_fits_a_pattern() {
        for typed in [
            "coir",
            "kalad",
            "weaver",
            "weavers",
            "kudumbas",
            "handlooms",
            "kunnamkulam",
            "നെയ്ത്ത്കാർ",
        ] {
            let patterns = patterns(typed);
            let mut words = edits(typed);
            if tolerance(typed) == 2 {
                words = words.iter().flat_map(|word| edits(word)).collect();
            }
            for word in words {
                if distance(typed, &word).is_some() {
                    assert!(patterns.iter().any(|p| fits(p, &word)), "{typed} {word} {patterns:?}");
                }
            }
        }
    }

    #[test]
    fn the_middle_third_is_long_enough_for_an_index_of_three_letters() {
        for n in 8..40 {
            let typed: String = ('a'..='z').cycle().take(n).collect();
            for pattern in patterns(&typed) {
                if let Pattern::Holds(text) = pattern {
                    assert!(text.chars().count() >= 3, "{typed} {text}");
                }
            }
        }
    }

    #[test]
    fn tolerance_grows_with_the_word() {
        for (typed, word, far) in [
            ("ric", "rice", None),
            ("rcie", "rice", Some(1)),
            ("kalday", "kalady", Some(1)),
            ("kaldya", "kalady", None),
            ("handlom", "handloom", Some(1)),
            ("hnadlooom", "handloom", Some(2)),
            ("9900029", "9900028", None),
        ] {
            assert_eq!(distance(typed, word), far, "{typed} {word}");
        }
    }
}
