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

/// Excerpts of each published list, in the order in which they are imported: the Angamaly block, with
/// the spellings of each list.
const EXCERPTS: [(&str, &str); 8] = [
    (
        "districts",
        "lgd_code,name_en,name_ml,lsg_state_code,udyam_district_no_inferred,census2011\n\
        555,Ernakulam,എറണാകുളം,07,02,595\n",
    ),
    (
        "lgd-taluks",
        "lgd_district_code,district,lgd_subdistrict_code,taluk,census2011\n\
        555,Ernakulam,5655,Aluva,05655\n555,Ernakulam,6281,Formed later,00000\n",
    ),
    ("lgd-blocks", "lgd_district_code,district,lgd_block_code,block_name\n555,Ernakulam,5962,Angamali\n555,Ernakulam,5966,Mulanthuruthy\n"),
    (
        "lgd-panchayats",
        "lsg_code,lgd_code,name_en,name_ml,district,lgd_district_code,wards_pre2025,wikidata_qid\n\
        G070301,221053,Kalady,കാലടി ഗ്രാമ പഞ്ചായത്ത്,Ernakulam,555,17,Q1\n\
        G070905,221047,Maneed,മണീട് ഗ്രാമ പഞ്ചായത്ത്,Ernakulam,555,13,Q2\n",
    ),
    (
        "lgd-urban",
        "district,type,lgd_local_body_code,name_en,name_ml\n\
        Ernakulam,Municipality,252215,Paravur,പറവൂര്\nErnakulam,Municipal Corporation,252220,Kochi,കൊച്ചി\n",
    ),
    (
        "sec2025",
        "sec_code,type,name_en,district,lgd_district_code,ward_count_2025\n\
        G07010,Grama Panchayat,Kalady,Ernakulam,555,18\nM07002,Municipality,North Paravur,Ernakulam,555,30\n\
        C07003,Municipal Corporation,Cochin,Ernakulam,555,76\n\
        B07064,Block Panchayat,Angamali,Ernakulam,555,15\nD07007,District Panchayat,Ernakulam,Ernakulam,555,28\n",
    ),
    (
        "constituencies",
        "ac_no,name_en,name_ml,district,lgd_district_code,reservation,wikidata_qid\n75,Angamaly,അങ്കമാലി,Ernakulam,555,GEN,Q3\n",
    ),
    (
        "ac-extent",
        "ac_no,unit_name,type_of_body,lsgi_name\n75,Kalady,Grama Panchayat,Kalady Grama Panchayat\n\
        78,Paravur,Municipality,Paravur Municipality\n80,Ward No. 1,Municipal Corporation,Kochi Municipal Corporation\n\
        81,Ward No. 2,Municipal Corporation,Kochi Municipal Corporation\n",
    ),
];

/// `level code` of what lies so to a place, by what is stated.
fn areas_of(site: &Site, code: &str) -> Vec<String> {
    site.texts(&format!(
        "SELECT r.relation || ' ' || o.level || ' ' || o.code AS value FROM place_relations r \
         JOIN places p ON p.id = r.place_id JOIN places o ON o.id = r.other_id WHERE p.code = '{code}' ORDER BY o.level, o.code"
    ))
}

fn wards(site: &Site) -> Vec<String> {
    site.texts("SELECT code || ' ' || name_en || ' ' || CAST(revision AS text) AS value FROM places WHERE code IN ('G1', 'G2', 'G3', 'M1') ORDER BY code")
}

site_tests![
    the_same_list_twice_changes_nothing,
    every_published_list_is_read_and_joined_by_its_codes_and_twice_changes_nothing,
    what_cannot_be_joined_is_reported_with_its_line_and_reason,
    what_is_protected_is_kept,
    a_bad_line_is_named_and_the_good_ones_are_kept,
    a_list_that_is_none_is_refused_whole
];

async fn the_same_list_twice_changes_nothing(site: Site) {
    run(&site, &["migrate", "up"]).well();
    let list = file(&site, "places.csv", GOOD);
    let said = run(&site, &["import", "places", &list]).well();
    assert!(said.ends_with("3 created, 0 updated, 0 unchanged, 0 kept, 0 rejected\n"), "{said}");
    let said = run(&site, &["import", "places", &list]).well();
    assert!(said.ends_with("0 created, 0 updated, 3 unchanged, 0 kept, 0 rejected\n"), "{said}");
    assert_eq!(wards(&site), ["G1 First ward 1", "G2 Second, with a comma 1", "M1 Municipality 1"]);
    let list = file(&site, "places.csv", &GOOD.replace("First ward", "Renamed ward"));
    let said = run(&site, &["import", "places", &list]).well();
    assert!(said.contains("line 2: updated") && said.ends_with("0 created, 1 updated, 2 unchanged, 0 kept, 0 rejected\n"), "{said}");
    assert_eq!(wards(&site)[0], "G1 Renamed ward 2");
}

async fn every_published_list_is_read_and_joined_by_its_codes_and_twice_changes_nothing(site: Site) {
    run(&site, &["migrate", "up"]).well();
    run(&site, &["demo"]).well();
    for (format, text) in EXCERPTS {
        let list = file(&site, "list.csv", text);
        let said = run(&site, &["import", "places", "--format", format, &list]).well();
        assert!(said.ends_with("0 kept, 0 rejected\n"), "{format}: {said}");
        let rows = text.lines().count() - 1;
        let said = run(&site, &["import", "places", "--format", format, &list]).well();
        assert!(said.ends_with(&format!("0 created, 0 updated, {rows} unchanged, 0 kept, 0 rejected\n")), "{format}: {said}");
    }
    assert_eq!(
        areas_of(&site, "221053"),
        ["within assembly_constituency 75", "within block_panchayat B07064", "within development_block 5962", "within district 555"]
    );
    assert_eq!(areas_of(&site, "B07064"), ["within development_block 5962", "within district 555"]);
    assert_eq!(
        areas_of(&site, "252220"),
        ["overlaps assembly_constituency 80", "overlaps assembly_constituency 81", "within district 555"]
    );
    assert_eq!(areas_of(&site, "252215"), ["within assembly_constituency 78", "within district 555"]);
    let codes = site.texts(
        "SELECT system || ' ' || code AS value FROM place_codes WHERE code LIKE 'G07%' OR code LIKE '%5655' OR code LIKE 'M07%' ORDER BY 1",
    );
    assert_eq!(codes, ["census_2011 05655", "lsg G070301", "lsg G070905", "sec_2025 G07010", "sec_2025 M07002"]);
    let found = site.texts("SELECT p.name_en AS value FROM search_entries e JOIN places p ON p.id = e.subject WHERE e.words LIKE '%cochin%' OR e.words LIKE '%north%' ORDER BY 1");
    assert_eq!(
        found.into_iter().filter(|name| name.len() < 8).collect::<Vec<_>>(),
        ["Kochi", "Paravur"],
        "other spellings are kept for search"
    );
    // A ward lies in the body whose code its own begins with.
    let ward = file(
        &site,
        "ward.csv",
        "level,code,name_en,district,latitude,longitude,pin_codes\nward,G07010001,Manickamangalam,555,10.1658,76.4396,683574 683575\n",
    );
    run(&site, &["import", "places", &ward]).well();
    assert_eq!(areas_of(&site, "G07010001"), ["within district 555", "within grama_panchayat 221053"]);
    assert_eq!(site.texts("SELECT CAST(latitude AS text) AS value FROM places WHERE code = 'G07010001'"), ["10165800"]);
    assert_eq!(site.texts("SELECT pin_code AS value FROM place_pin_codes ORDER BY 1"), ["683574", "683575"]);
}

async fn what_cannot_be_joined_is_reported_with_its_line_and_reason(site: Site) {
    run(&site, &["migrate", "up"]).well();
    run(&site, &["demo"]).well();
    for (format, text, reasons) in [
        (
            "sec2025",
            "sec_code,name_en,lgd_district_code\nG07010,Nowhere,555\nX07010,Kalady,555\nG07011,Kalady,999\n",
            ["called \\\"Nowhere\\\"", "no level has such a code", "district_code"].as_slice(),
        ),
        (
            "lgd-urban",
            "district,type,lgd_local_body_code,name_en,name_ml\nKannur,Cantonment,277290,Cannanore,\nAtlantis,Municipality,1,Atlantis,\n",
            &["no level for", "no district is called"],
        ),
        (
            "ac-extent",
            "ac_no,unit_name,type_of_body,lsgi_name\n141,X,Grama Panchayat,X\n1,X,Village,X\n77,X,Grama Panchayat,in Kanayannur Taluk\n",
            &["no constituency", "no level for", "is called"],
        ),
        (
            "lgd-panchayats",
            "lsg_code,lgd_code,name_en,name_ml,lgd_district_code\nG070301,221053,Kalady,,555\n",
            &["development_block 5962 is not registered"],
        ),
        (
            "list",
            "level,code,name_en,latitude,longitude,pin_codes,within\nward,A,A,76,10,,\nward,B,B,,,110001,\nward,C,C,,,,planet:1\nward,D,D,,,,ward:Z\nward,G99001001,E,,,,\ndistrict_panchayat,F,F,,,,district:599\n",
            &["outside_kerala|Kerala", "pin_code", "planet:1", "ward Z is not registered", "is not registered", "is not registered"],
        ),
    ] {
        let list = file(&site, "list.csv", text);
        let ended = run(&site, &["import", "places", "--format", format, "--report", "ndjson", &list]);
        let lines: Vec<&str> = ended.out.lines().collect();
        assert_eq!(lines.len(), reasons.len() + 1, "{ended:?}");
        for (number, reason) in reasons.iter().enumerate() {
            let line = lines[number];
            assert!(line.contains(&format!("\"line\":{}", number + 2)) && line.contains("\"outcome\":\"rejected\""), "{line}");
            assert!(reason.split('|').any(|reason| line.contains(reason)), "{reason}: {line}");
        }
        assert!(lines[reasons.len()].starts_with("{\"summary\":{\"created\":0"), "{ended:?}");
        ended.badly(&[&format!("{} lines were rejected", reasons.len())]);
    }
}

async fn what_is_protected_is_kept(site: Site) {
    run(&site, &["migrate", "up"]).well();
    let list = file(&site, "places.csv", GOOD);
    run(&site, &["import", "places", &list]).well();
    site.sql("UPDATE places SET details = '{\"is_protected\": true}' WHERE code = 'G1'");
    let said = run(&site, &["import", "places", &list]).well();
    assert!(said.ends_with("3 unchanged, 0 kept, 0 rejected\n"), "{said}");
    let list = file(&site, "places.csv", &GOOD.replace("First ward", "Renamed ward"));
    let said = run(&site, &["import", "places", &list]).well();
    assert!(
        said.contains("line 2: kept: the place is protected") && said.ends_with("0 created, 0 updated, 2 unchanged, 1 kept, 0 rejected\n"),
        "{said}"
    );
    assert_eq!(wards(&site)[0], "G1 First ward 1");
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
    for (line, word) in
        [(2, "created"), (3, "rejected: \"village\""), (4, "rejected: \"g3\""), (5, "rejected"), (6, "rejected: \"999\""), (7, "rejected")]
    {
        assert!(ended.out.contains(&format!("line {line}: {word}")), "line {line}: {}", ended.out);
    }
    assert!(ended.out.ends_with("1 created, 0 updated, 0 unchanged, 0 kept, 5 rejected\n"), "{}", ended.out);
    ended.badly(&["5 lines were rejected"]);
    assert_eq!(wards(&site), ["G1 Good 1"]);
}

async fn a_list_that_is_none_is_refused_whole(site: Site) {
    run(&site, &["migrate", "up"]).well();
    let missing = site.path().join("missing.csv");
    run(&site, &["import", "places", missing.to_str().expect("UTF-8")]).badly(&[]);
    for (name, text) in [("columns.csv", "a,b\n1,2\n"), ("ragged.csv", "level,code,name_en,name_ml,district\nward,G1,Good,,555\nward,G2\n")]
    {
        let list = file(&site, name, text);
        run(&site, &["import", "places", &list]).badly(&[]);
    }
    assert_eq!(wards(&site), Vec::<String>::new());
}
