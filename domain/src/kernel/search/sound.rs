//! How a word sounds, whatever script it is written in: what `kalady` and കാലടി have in common.
//!
//! The scheme is for finding, not for reading. Sounds that are romanised at will fall together: voiced,
//! breathed and retroflex stops (ക ഖ ഗ ഘ = k, ട ത ദ ധ = t …), l with ള, n with ണ, long vowels with short
//! ones; ഴ stays apart (zh). A double letter is one. Then every `a` behind the first letter goes, since
//! it is written or left out at will (Ernakulam, എറണാകുളം), and so do vowels at the end.

/// Keys of fewer letters would find anything.
const SHORTEST: usize = 3;

/// The script of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin letters without marks.
    Latin,
    /// Malayalam.
    Malayalam,
}

/// The script of a folded word that is of one script throughout.
#[must_use]
pub fn script(word: &str) -> Option<Script> {
    if word.chars().all(|c| c.is_ascii_lowercase()) {
        Some(Script::Latin)
    } else if word
        .chars()
        .all(|c| ('\u{d00}'..='\u{d65}').contains(&c) || ('\u{d7a}'..='\u{d7f}').contains(&c))
    {
        Some(Script::Malayalam)
    } else {
        None
    }
}

/// The key of a folded word's sound; `None` where it has no script of ours, or too little sound.
#[must_use]
pub fn sound(word: &str) -> Option<String> {
    let plain = match script(word)? {
        Script::Latin => latin(word),
        Script::Malayalam => malayalam(word),
    };
    let mut key = String::with_capacity(plain.len());
    let mut last = None;
    for (place, c) in plain.chars().enumerate() {
        if last != Some(c) && (c != 'a' || place == 0) {
            key.push(c);
        }
        last = Some(c);
    }
    let key = key.trim_end_matches(['a', 'e', 'i', 'o', 'u']);
    (key.chars().count() >= SHORTEST).then(|| key.to_owned())
}

/// Romanised sounds of two letters, each before those of one that it begins with.
const LATIN: &[(&str, &str)] = &[
    ("zh", "z"),
    ("sh", "s"),
    ("ch", "c"),
    ("th", "t"),
    ("dh", "t"),
    ("ph", "p"),
    ("bh", "p"),
    ("kh", "k"),
    ("gh", "k"),
    ("jh", "c"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("aa", "a"),
    ("ee", "i"),
    ("ii", "i"),
    ("oo", "u"),
    ("uu", "u"),
    ("b", "p"),
    ("c", "k"),
    ("d", "t"),
    ("f", "p"),
    ("g", "k"),
    ("j", "c"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("z", "s"),
];

fn latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let after_vowel = out.ends_with(['a', 'e', 'i', 'o', 'u']);
        let next = rest.chars().nth(1);
        if let Some((from, to)) = LATIN.iter().find(|(from, _)| rest.starts_with(from)) {
            out.push_str(to);
            rest = rest.get(from.len()..).unwrap_or_default();
            continue;
        }
        match first {
            // A y between vowels, or before a consonant behind one, is the consonant; else the vowel.
            'y' if !(out.is_empty() || (after_vowel && next.is_some())) => out.push('i'),
            // An h without a vowel behind it is breath.
            'h' if !next.is_some_and(|c| "aeiou".contains(c)) => {}
            other => out.push(other),
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

fn malayalam(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let letters: Vec<char> = word.chars().collect();
    for (place, &c) in letters.iter().enumerate() {
        let next = letters.get(place + 1).copied();
        if let Some(consonant) = consonant(c, letters.get(..place).unwrap_or_default()) {
            out.push_str(consonant);
            // A consonant carries its a, unless a sign or the virama says otherwise.
            if !next.is_some_and(|n| n == '\u{d4d}' || sign(n).is_some()) {
                out.push('a');
            }
        } else if let Some(vowel) = sign(c).or_else(|| vowel(c)) {
            out.push_str(vowel);
        }
    }
    out
}

/// The sound of a consonant, given the letters before it: റ്റ and ന്റ are said with t.
const fn consonant(c: char, before: &[char]) -> Option<&'static str> {
    Some(match c {
        'ക' | 'ഖ' | 'ഗ' | 'ഘ' => "k",
        'ങ' => "nk",
        'ച' | 'ഛ' | 'ജ' | 'ഝ' => "c",
        'ഞ' => "nc",
        'ട' | 'ഠ' | 'ഡ' | 'ഢ' | 'ത' | 'ഥ' | 'ദ' | 'ധ' => "t",
        'ണ' | 'ന' => "n",
        'പ' | 'ഫ' | 'ബ' | 'ഭ' => "p",
        'മ' => "m",
        'യ' => "y",
        'റ' => match before {
            [.., 'റ' | 'ന' | 'ൻ', '\u{d4d}'] | [.., 'ൻ'] => "t",
            _ => "r",
        },
        'ര' => "r",
        'ല' | 'ള' => "l",
        'വ' => "v",
        'ഴ' => "z",
        'ശ' | 'ഷ' | 'സ' => "s",
        'ഹ' => "h",
        _ => return None,
    })
}

/// The sound of a vowel sign, of anusvara, and of a chillu: what follows them brings no a.
const fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        'ാ' => "a",
        'ി' | 'ീ' => "i",
        'ു' | 'ൂ' => "u",
        'ൃ' => "ri",
        'െ' | 'േ' => "e",
        'ൈ' => "ai",
        'ൊ' | 'ോ' => "o",
        'ൌ' | 'ൗ' => "au",
        _ => return None,
    })
}

/// The sound of a letter that stands alone.
const fn vowel(c: char) -> Option<&'static str> {
    Some(match c {
        'അ' | 'ആ' => "a",
        'ഇ' | 'ഈ' => "i",
        'ഉ' | 'ഊ' => "u",
        'ഋ' => "ri",
        'എ' | 'ഏ' => "e",
        'ഐ' => "ai",
        'ഒ' | 'ഓ' => "o",
        'ഔ' => "au",
        'ം' => "m",
        'ൺ' | 'ൻ' => "n",
        'ർ' => "r",
        'ൽ' | 'ൾ' => "l",
        'ൿ' => "k",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::fold::fold;

    #[test]
    fn the_districts_and_some_towns_sound_alike_in_both_scripts() {
        for (latin, malayalam) in [
            ("Kalady", "കാലടി"),
            ("Thiruvananthapuram", "തിരുവനന്തപുരം"),
            ("Kollam", "കൊല്ലം"),
            ("Pathanamthitta", "പത്തനംതിട്ട"),
            ("Alappuzha", "ആലപ്പുഴ"),
            ("Kottayam", "കോട്ടയം"),
            ("Idukki", "ഇടുക്കി"),
            ("Ernakulam", "എറണാകുളം"),
            ("Thrissur", "തൃശ്ശൂർ"),
            ("Thrissoor", "തൃശൂര്\u{200d}"),
            ("Palakkad", "പാലക്കാട്"),
            ("Malappuram", "മലപ്പുറം"),
            ("Kozhikode", "കോഴിക്കോട്"),
            ("Wayanad", "വയനാട്"),
            ("Kannur", "കണ്ണൂർ"),
            ("Kasaragod", "കാസർഗോഡ്"),
            ("Kudumbashree", "കുടുംബശ്രീ"),
            ("Angamaly", "അങ്കമാലി"),
            ("Neythu", "നെയ്ത്ത്"),
        ] {
            assert_eq!(sound(&fold(latin)), sound(&fold(malayalam)), "{latin} {malayalam}");
            assert!(sound(&fold(latin)).is_some(), "{latin}");
        }
    }

    #[test]
    fn what_sounds_otherwise_has_another_key() {
        for (one, other) in [("kalady", "koladi"), ("kollam", "kallam"), ("aluva", "alappuzha")] {
            assert_ne!(sound(one), sound(other));
        }
    }

    #[test]
    fn numbers_mixed_scripts_and_short_words_have_no_sound() {
        for word in ["12", "a4", "പൊa", "al", "അ", "pala", "émile", ""] {
            assert_eq!(sound(word), None, "{word}");
        }
    }
}
