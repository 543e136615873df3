//! Imports of published lists: the same list twice changes nothing, and a bad line is named.

use super::program::run;
use crate::harness::site::Site;
use crate::site_tests;

const GOOD: &str = "level,code,name_en,name_ml,district\n\
    ward,G1,First ward,,555\n\
    ward,G2,\"Second, with a comma\",രണ്ടാം വാർഡ്,555\n\
    municipality,M1,Municipality,,\n";

fn file(site: &Site, name: &str, text: &str) -> String {
    let path = site.path().join(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

fn wards(site: &Site) -> Vec<String> {
    site.texts("SELECT code || ' ' || name_en || ' ' || CAST(revision AS text) AS value FROM places WHERE code IN ('G1', 'G2', 'G3', 'M1') ORDER BY code")
}

site_tests! {
    async fn the_same_list_twice_changes_nothing(site: Site) {
        run(&site, &["migrate", "up"]).well();
        let list = file(&site, "places.csv", GOOD);
        let said = run(&site, &["import", "places", &list]).well();
        assert!(said.ends_with("3 created, 0 updated, 0 unchanged, 0 rejected\n"), "{said}");
        let said = run(&site, &["import", "places", &list]).well();
        assert!(said.ends_with("0 created, 0 updated, 3 unchanged, 0 rejected\n"), "{said}");
        assert_eq!(wards(&site), ["G1 First ward 1", "G2 Second, with a comma 1", "M1 Municipality 1"]);
        let list = file(&site, "places.csv", &GOOD.replace("First ward", "Renamed ward"));
        let said = run(&site, &["import", "places", &list]).well();
        assert!(said.contains("line 2: updated") && said.ends_with("0 created, 1 updated, 2 unchanged, 0 rejected\n"), "{said}");
        assert_eq!(wards(&site)[0], "G1 Renamed ward 2");
    }

    async fn a_bad_line_is_named_and_the_good_ones_are_kept(site: Site) {
        run(&site, &["migrate", "up"]).well();
        let bad = "level,code,name_en,name_ml,district\n\
            ward,G1,Good,,555\n\
            village,G2,No such level,,555\n\
            ward,g3,Small letters,,555\n\
            ward,G3,,,555\n\
            ward,G3,Elsewhere,,999\n\
            district,555,Wrong district,,556\n";
        let list = file(&site, "places.csv", bad);
        let ended = run(&site, &["import", "places", &list]);
        for (line, word) in [(2, "created"), (3, "rejected: \"village\""), (4, "rejected: \"g3\""), (5, "rejected"), (6, "rejected: \"999\""), (7, "rejected")] {
            assert!(ended.out.contains(&format!("line {line}: {word}")), "line {line}: {}", ended.out);
        }
        assert!(ended.out.ends_with("1 created, 0 updated, 0 unchanged, 5 rejected\n"), "{}", ended.out);
        ended.badly(&["5 lines were rejected"]);
        assert_eq!(wards(&site), ["G1 Good 1"]);
    }

    async fn a_list_that_is_none_is_refused_whole(site: Site) {
        run(&site, &["migrate", "up"]).well();
        let missing = site.path().join("missing.csv");
        run(&site, &["import", "places", missing.to_str().expect("UTF-8")]).badly(&[]);
        for (name, text) in [("columns.csv", "a,b\n1,2\n"), ("ragged.csv", "level,code,name_en,name_ml,district\nward,G1,Good,,555\nward,G2\n")] {
            let list = file(&site, name, text);
            run(&site, &["import", "places", &list]).badly(&[]);
        }
        assert_eq!(wards(&site), Vec::<String>::new());
    }
}
