use super::*;

fn typed(word: &str) -> Typed {
    let near = ["kalady", "kaladi", "kalad", "kaladyx", "kolady", "kochi"];
    Typed::of(word, near.map(str::to_owned).to_vec(), vec!["കാലടി".to_owned(), "kalady".to_owned()])
}

#[test]
fn a_typed_word_means_close_words_and_those_of_the_other_script() {
    let typed = typed("kalady");
    assert_eq!(typed.misspelt, ["kalad", "kaladi", "kolady"]);
    assert_eq!(typed.transliterated, ["കാലടി"]);
}

#[test]
fn the_closest_word_is_named() {
    let typed = typed("kalady");
    for (words, found) in [
        ("rice kaladi kalady", Some(("kalady", Closeness::Exact))),
        ("kaladi kaladyx", Some(("kaladyx", Closeness::Prefix))),
        ("kochi kaladi കാലടി", Some(("kaladi", Closeness::Misspelt))),
        ("കാലടി", Some(("കാലടി", Closeness::Transliterated))),
        ("kochi", None),
    ] {
        assert_eq!(typed.found_in(words), found, "{words}");
    }
}

#[test]
fn a_way_that_finds_nothing_new_is_not_tried() {
    let query =
        Query { text: "12".to_owned(), words: vec![Typed::of("12", Vec::new(), Vec::new())] };
    assert!(query.condition(Closeness::Exact).is_some());
    assert!(query.condition(Closeness::Prefix).is_some());
    assert_eq!(query.condition(Closeness::Misspelt), None);
    assert_eq!(query.condition(Closeness::Transliterated), None);
}

#[test]
fn a_beginning_is_sought_as_the_words_that_it_begins_where_they_are_known() {
    let sought = |longer: Option<&[&str]>| {
        let typed = Typed {
            word: "kal".to_owned(),
            longer: longer.map(|words| words.iter().map(ToString::to_string).collect()),
            ..Typed::default()
        };
        let terms = typed.terms(Closeness::Prefix);
        let sought = terms.iter().flat_map(Term::sought);
        sought.map(|(word, is_beginning)| (word.to_owned(), is_beginning)).collect::<Vec<_>>()
    };
    let of = |words: &[(&str, bool)]| -> Vec<(String, bool)> {
        words.iter().map(|(w, b)| ((*w).to_owned(), *b)).collect()
    };
    assert_eq!(sought(None), of(&[("kal", true)]));
    assert_eq!(sought(Some(&[])), of(&[("kal", false)]));
    assert_eq!(
        sought(Some(&["kala", "kali"])),
        of(&[("kal", false), ("kala", false), ("kali", false)])
    );
}

#[test]
fn all_words_but_one_are_alternatives_of_which_each_leaves_out_another() {
    let query = |words: &[&str]| Query {
        text: words.join(" "),
        words: words.iter().map(|word| Typed::of(word, Vec::new(), Vec::new())).collect(),
    };
    let begun = |condition: Condition| -> Vec<Vec<String>> {
        let words = |groups: &Groups| {
            let first = |group: &Vec<Term>| group.first().map(|term| term.word.clone());
            groups.iter().filter_map(first).collect()
        };
        condition.any.iter().map(words).collect()
    };
    assert_eq!(
        begun(query(&["anna", "rice", "mill"]).all_but_one()),
        [["rice", "mill"], ["anna", "mill"], ["anna", "rice"]]
    );
    // Of two words one alone says too little.
    let two = query(&["anna", "mill"]);
    assert_eq!(two.all_but_one(), two.in_any_way());
    assert_eq!(begun(two.all_but_one()), [["anna", "mill"]]);
}
