//! Search: what a typed text can mean, how close a thing comes to it, and which comes first.
//!
//! The order of what is found is the same on both engines, because it is made of folded text alone:
//! first how close the thing is ([`Closeness`], of its farthest word), then its name's key, then its id.

mod close;
mod sound;

pub use close::{Pattern, distance, is_kept, is_spoken, patterns, tolerance};
pub use sound::{Script, script, sound};

use crate::kernel::fold;

words! {
    /// How closely a result matches, closest first.
    Closeness("closeness") {
        /// The name begins with the search words.
        Start = "start" ("Name begins with it", "പേര് ഇതിൽ തുടങ്ങുന്നു"),
        /// Every search word is a word of the result.
        Exact = "exact" ("Same words", "അതേ വാക്കുകൾ"),
        /// Every search word begins a word of the result.
        Prefix = "prefix" ("Beginnings of words", "വാക്കുകളുടെ തുടക്കം"),
        /// A search word is misspelt.
        Misspelt = "misspelt" ("Similar spelling", "സമാനമായ അക്ഷരങ്ങൾ"),
        /// A search word is written in the other script.
        Transliterated = "transliterated" ("Other script", "മറ്റൊരു ലിപിയിൽ"),
    }
}

words! {
    /// What results can be counted by.
    Facet("facet") {
        /// The kind of thing.
        Kind = "kind" ("Kind", "തരം"),
        /// The district that it stands in.
        District = "district" ("District", "ജില്ല"),
        /// The NIC division of its main activity.
        Division = "division" ("NIC division", "എൻ.ഐ.സി ഡിവിഷൻ"),
        /// Its size class, where it is an enterprise.
        SizeClass = "size_class" ("Size class", "വലുപ്പ വിഭാഗം"),
        /// The clusters that it belongs to.
        Cluster = "cluster_id" ("Cluster", "ക്ലസ്റ്റർ"),
    }
}

/// At most so many other spellings of a typed word are followed, closest first.
pub const MOST_SPELLINGS: usize = 20;

/// A typed word that begins no more other words than this is looked for as each of them.
pub const MOST_LONGER: usize = 48;

/// A typed word, and the words of the vocabulary that it may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The folded word.
    pub word: String,
    /// The other words that begin with it; `None` where they are too many, or not all are known.
    pub longer: Option<Vec<String>>,
    /// Words that it may be a misspelling of, closest first.
    pub misspelt: Vec<String>,
    /// Words of the other script that sound the same.
    pub transliterated: Vec<String>,
}

impl Typed {
    /// Of a folded word, given words of the vocabulary that may be close to it or sound like it.
    #[must_use]
    pub fn of(word: &str, near: Vec<String>, alike: Vec<String>) -> Self {
        let mut misspelt: Vec<(usize, String)> = near
            .into_iter()
            .filter(|other| is_spoken(other) && !other.starts_with(word))
            .filter_map(|other| distance(word, &other).map(|far| (far, other)))
            .collect();
        misspelt.sort();
        misspelt.dedup();
        let mut transliterated: Vec<String> =
            alike.into_iter().filter(|other| script(other) != script(word)).collect();
        transliterated.sort();
        transliterated.dedup();
        misspelt.truncate(MOST_SPELLINGS);
        transliterated.truncate(MOST_SPELLINGS);
        Self {
            word: word.to_owned(),
            longer: None,
            misspelt: misspelt.into_iter().map(|(_, word)| word).collect(),
            transliterated,
        }
    }

    /// The terms any of which finds the word as closely as this.
    #[must_use]
    pub fn terms(&self, closeness: Closeness) -> Vec<Term> {
        let exact = |word: &String| Term::exactly(word);
        let none_longer = self.longer.as_ref().is_some_and(Vec::is_empty);
        let is_prefix = closeness > Closeness::Exact && !none_longer;
        let mut terms = vec![Term {
            is_prefix,
            longer: self.longer.clone().filter(|_| is_prefix),
            ..Term::exactly(&self.word)
        }];
        if closeness >= Closeness::Misspelt {
            terms.extend(self.misspelt.iter().map(exact));
        }
        if closeness >= Closeness::Transliterated {
            terms.extend(self.transliterated.iter().map(exact));
        }
        terms
    }

    /// The closest of a thing's words, and how close.
    #[must_use]
    pub fn found_in<'a>(&self, words: &'a str) -> Option<(&'a str, Closeness)> {
        let ranks =
            [Closeness::Exact, Closeness::Prefix, Closeness::Misspelt, Closeness::Transliterated];
        ranks.into_iter().find_map(|closeness| {
            let terms = self.terms(closeness);
            let hit = |word: &&str| terms.iter().any(|term| term.finds(word));
            words.split(' ').find(hit).map(|word| (word, closeness))
        })
    }
}

/// A word, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The folded word.
    pub word: String,
    /// Whether longer words that begin with it count.
    pub is_prefix: bool,
    /// Those longer words, where they are known and few: an index reads the entries of a whole word
    /// as far as it needs them, and those of a beginning from end to end.
    pub longer: Option<Vec<String>>,
}

impl Term {
    /// A word, and no longer one.
    #[must_use]
    pub fn exactly(word: &str) -> Self {
        Self { word: word.to_owned(), is_prefix: false, longer: None }
    }

    /// The words that it stands for, each with whether it is a beginning: the shortest list that an index
    /// needs.
    pub fn sought(&self) -> impl Iterator<Item = (&str, bool)> {
        let is_beginning = self.is_prefix && self.longer.is_none();
        let longer = self.longer.iter().flatten();
        std::iter::once((self.word.as_str(), is_beginning))
            .chain(longer.map(|word| (word.as_str(), false)))
    }

    /// Whether it finds a word.
    #[must_use]
    pub fn finds(&self, word: &str) -> bool {
        if self.is_prefix { word.starts_with(&self.word) } else { word == self.word }
    }
}

/// Groups of terms: of each group one term must be found.
pub type Groups = Vec<Vec<Term>>;

/// What a thing must have to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// One of these must be found whole.
    pub any: Vec<Groups>,
    /// What has been found already, more closely, and is not to be found again; empty where that is nothing.
    pub but: Groups,
    /// It stands in one of these districts; anywhere, where there are none. It is part of what is looked for in
    /// an index, because words that are common in the state may be rare in a district.
    pub districts: Vec<String>,
}

impl Condition {
    /// The same in one of some districts.
    #[must_use]
    pub fn within(self, districts: Vec<String>) -> Self {
        Self { districts, ..self }
    }

    /// Whether one typed word alone decides.
    #[must_use]
    pub fn is_of_one_word(&self) -> bool {
        let is_anywhere = self.but.is_empty() && self.districts.is_empty();
        is_anywhere && matches!(self.any.as_slice(), [groups] if groups.len() == 1)
    }
}

/// A typed text, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The folded text: names may begin with it.
    pub text: String,
    /// Its words.
    pub words: Vec<Typed>,
}

impl Query {
    /// What finds things as closely as this, and no closer; `None` where nothing can.
    #[must_use]
    pub fn condition(&self, closeness: Closeness) -> Option<Condition> {
        let groups =
            |closeness| -> Groups { self.words.iter().map(|word| word.terms(closeness)).collect() };
        let all = groups(closeness);
        let but = match closeness {
            Closeness::Start => return None,
            Closeness::Exact => Vec::new(),
            Closeness::Prefix => groups(Closeness::Exact),
            Closeness::Misspelt => groups(Closeness::Prefix),
            Closeness::Transliterated => groups(Closeness::Misspelt),
        };
        (all != but).then(|| Condition { any: vec![all], but, ..Condition::default() })
    }

    /// What finds things in any way, misspellings apart: how lists are narrowed first.
    #[must_use]
    pub fn as_written(&self) -> Condition {
        let straight = |typed: &Typed| {
            let misspelt = Vec::new();
            let typed = Typed { misspelt, ..typed.clone() };
            typed.terms(Closeness::Transliterated)
        };
        Condition { any: vec![self.words.iter().map(straight).collect()], ..Condition::default() }
    }

    /// What finds things in any way: how lists are narrowed where nothing is found as written.
    #[must_use]
    pub fn in_any_way(&self) -> Condition {
        Condition { any: vec![self.widest()], ..Condition::default() }
    }

    /// What finds things that have all of the words but at most one.
    #[must_use]
    pub fn all_but_one(&self) -> Condition {
        let all = self.widest();
        // Of two words alone, one says too little.
        if all.len() < 3 {
            return self.in_any_way();
        }
        let without = |place: usize| -> Groups {
            let others = all.iter().enumerate().filter(|(other, _)| *other != place);
            others.map(|(_, group)| group.clone()).collect()
        };
        Condition { any: (0..all.len()).map(without).collect(), ..Condition::default() }
    }

    fn widest(&self) -> Groups {
        let any = |typed: &Typed| typed.terms(Closeness::Transliterated);
        self.words.iter().map(any).collect()
    }

    /// How each typed word was found in a thing's words.
    #[must_use]
    pub fn matches(&self, words: &str) -> Vec<Match> {
        self.words
            .iter()
            .filter_map(|typed| {
                typed.found_in(words).map(|(word, closeness)| Match {
                    typed: typed.word.clone(),
                    word: word.to_owned(),
                    how: closeness,
                })
            })
            .collect()
    }
}

/// How one search word matched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Match {
    /// The search word, folded.
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub typed: String,
    /// The matching word, folded.
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub word: String,
    /// The kind of match.
    pub how: Closeness,
}

/// What a searchable thing is found by and shown as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its name in English.
    pub en: String,
    /// Its name in Malayalam.
    pub ml: Option<String>,
    /// The NIC division of its main activity; empty where it has none.
    pub division: String,
}

impl Heading {
    /// Of a name.
    #[must_use]
    pub fn of(name: &crate::kernel::name::Name) -> Self {
        Self {
            en: name.en.to_string(),
            ml: name.ml.as_ref().map(ToString::to_string),
            division: String::new(),
        }
    }

    /// The same with the division of a main activity.
    #[must_use]
    pub fn active(mut self, activities: &[crate::registry::activity::ActivityCode]) -> Self {
        let digits = |code: String| code.chars().take(2).collect::<String>();
        self.division = activities
            .first()
            .map(|main| digits(main.code.to_string()))
            .filter(|code| code.len() == 2)
            .unwrap_or_default();
        self
    }

    /// What it is ordered by: the folded English name, as [`crate::kernel::name::Name::key`] makes it.
    #[must_use]
    pub fn key(&self) -> String {
        fold::fold(&self.en).chars().take(200).collect()
    }
}

#[cfg(test)]
mod tests;
