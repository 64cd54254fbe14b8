use super::*;
use crate::areas::{Area, AreaId};
use serde_json::json;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn options() -> Options {
    Options::valid_from(day("2026-01-01"))
}

fn levels() -> Vec<Level> {
    let level = |id: &str, parent: Option<&str>| Level {
        id: id.to_owned(),
        name: id.to_owned(),
        name_en: None,
        parent: parent.map(str::to_owned),
        base: id == "grid",
        size: None,
    };
    vec![level("district", None), level("street", Some("district")), level("grid", Some("street"))]
}

/// A district that is there already, from 2020, one degree wide; its old street 009 was closed.
fn tree() -> Tree {
    let top = Area {
        id: AreaId::new(),
        parent: None,
        level: "district".to_owned(),
        code: Code::new("999901").unwrap(),
        name: "永安区".to_owned(),
        validity: Validity::since(day("2020-01-01")),
        path: String::new(),
        bounds: Some(crate::areas::BoundingBox { west: 113.0, south: 30.0, east: 114.0, north: 31.0 }),
        label: None,
    };
    let old = Area {
        id: AreaId::new(),
        parent: Some(top.id),
        level: "street".to_owned(),
        code: Code::new("999901009").unwrap(),
        name: "旧街道".to_owned(),
        validity: Validity { from: day("2020-01-01"), to: Some(day("2024-01-01")) },
        ..top.clone()
    };
    Tree::new([top, old]).unwrap()
}

const HEADER: &str = "level,code,name,parent,valid_from,valid_to,boundary\n";

/// (row, field, part of the message) of all that is wrong with a table.
fn problems(table: &str) -> Vec<(usize, &'static str, String)> {
    let reading = read_csv(format!("{HEADER}{table}").as_bytes(), &options()).unwrap();
    let checked = check(&reading.rows, &tree(), &levels());
    reading.problems.into_iter().chain(checked).map(|problem| (problem.row, problem.field, problem.message)).collect()
}

#[test]
fn a_clean_table_has_no_problems_and_says_what_it_left_out() {
    let square = "POLYGON((113.1 30.1,113.2 30.1,113.2 30.2,113.1 30.1))";
    let table =
        format!("street,999901001,临江街道,,,,\"{square}\"\ngrid,G-1,第一网格,999901001,2026-02-01,2027-01-01,\n");
    assert_eq!(problems(&table), []);
    let rows = read_csv(format!("\u{feff}{HEADER}{table}").as_bytes(), &options()).unwrap().rows;
    assert_eq!((rows[0].row, rows[1].row), (2, 3));
    assert_eq!(rows[0].parent_code.as_deref(), Some("999901"), "a division code names its parent");
    assert_eq!(rows[0].validity, Validity::since(day("2026-01-01")));
    assert!(rows[0].boundary.is_some() && rows[1].boundary.is_none());
}

#[test]
fn every_bad_row_is_listed_with_its_field() {
    let table = [
        (",999901001,a,,,,", "level", "the level is missing"),
        ("town,999901001,a,,,,", "level", "`town` is not a level"),
        ("street,,a,999901,,,", "code", "the code is empty"),
        ("street,99990,a,999901,,,", "code", "code `99990` has 5 digits"),
        ("street,999901009,a,,,,", "code", "belongs to 旧街道 already"),
        ("street,999901001,,,,,", "name", "the name is missing"),
        ("district,999902,a,999901,,,", "parent", "the top level district has parent 999901"),
        ("street,S-1,a,,,,", "parent", "the parent is missing"),
        ("street,S-1,a,999907,,,", "parent", "parent 999907 is neither in the file nor valid on 2026-01-01"),
        ("grid,G-1,a,999901009,,,", "parent", "parent 999901009 is neither"),
        ("grid,G-1,a,999901,,,", "parent", "parent 999901 is a district, not a street"),
        ("street,S-1,a,999901,1.7.2026,,", "valid_from", "`1.7.2026` is not a date"),
        ("street,S-1,a,999901,2026-07-01,2026-07-01,", "valid_to", "it ends on 2026-07-01, not after"),
        ("street,S-1,a,999901,,,\"POLYGON((1 2,3 4,1 2))\"", "boundary", "has 2 different positions"),
        (
            "street,S-1,a,999901,,,\"POLYGON((30 113,30.1 113,30.1 113.1,30 113))\"",
            "boundary",
            "lat 113 is outside ±90",
        ),
        ("street,S-1,a,999901,,,\"POLYGON((12 30,13 30,13 31,12 30))\"", "boundary", "leaves its parent's box"),
    ];
    for (line, field, part) in table {
        let found = problems(&format!("{line}\n"));
        assert!(matches!(&found[..], [(2, f, m)] if *f == field && m.contains(part)), "{line}: {found:?}");
    }
}

#[test]
fn rows_are_compared_with_each_other() {
    let table = "street,S-1,a,999901,2026-01-01,2027-01-01,\nstreet,S-1,b,999901,,,\ngrid,G-1,c,S-1,2025-12-31,2026-06-01,\ngrid,G-2,d,S-1,2026-02-01,,\n";
    let found: Vec<_> = problems(table).into_iter().map(|(row, field, _)| (row, field)).collect();
    assert_eq!(found, [(3, "code"), (4, "valid_from"), (5, "valid_to")]);
}

#[test]
fn what_is_left_out_takes_along_what_lies_below() {
    let table = format!(
        "{HEADER}street,S-1,a,999901,1.7.2026,,\nstreet,S-2,b,999901,,,\ngrid,G-1,c,S-1,,,\ngrid,G-2,d,S-2,,,\ngrid,,e,S-2,,,\n"
    );
    let reading = read(table.as_bytes(), &options()).unwrap();
    let (rows, problems) = sift(reading, &tree(), &levels());
    assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["S-2", "G-2"]);
    let said: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(said.len(), 3);
    assert_eq!(said[0], "row 2, valid_from: `1.7.2026` is not a date; write a day such as 2026-07-01");
    assert!(said[1].starts_with("row 4, parent: parent S-1 is neither in the file"), "{}", said[1]);
    assert!(said[2].starts_with("row 6, code: the code is empty"), "{}", said[2]);
}

#[test]
fn parents_come_before_children_in_the_order_of_the_file() {
    let table =
        format!("{HEADER}grid,G-2,c,S-1,,,\nstreet,S-2,b,999901,,,\ngrid,G-1,d,S-2,,,\nstreet,S-1,a,999901,,,\n");
    let mut rows = read_csv(table.as_bytes(), &options()).unwrap().rows;
    assert_eq!(check(&rows, &tree(), &levels()), [], "a parent may stand below");
    parents_first(&mut rows, &levels());
    let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["S-2", "S-1", "G-2", "G-1"]);
}

#[test]
fn features_are_read_by_the_names_they_use() {
    let ring = json!([[[113.1, 30.1], [113.2, 30.1], [113.2, 30.2], [113.1, 30.1]]]);
    let feature = |properties, geometry| json!({"type": "Feature", "properties": properties, "geometry": geometry});
    let file = json!({"type": "FeatureCollection", "features": [
        feature(json!({"kind": "street", "adcode": 999901001, "name": " 临江街道 "}), json!({"type": "Polygon", "coordinates": ring})),
        feature(json!({"kind": ["street"], "name": "b"}), json!({"type": "Polygon", "coordinates": [[["113.1", "30.1"]]]})),
        feature(json!(null), json!(null)),
    ]});
    let names = FieldNames { level: "kind".to_owned(), code: "adcode".to_owned(), ..FieldNames::default() };
    let reading = read_geojson(file.to_string().as_bytes(), &Options { names, ..options() }).unwrap();
    let first = &reading.rows[0];
    assert_eq!((first.level.as_str(), first.code.as_str(), first.name.as_str()), ("street", "999901001", "临江街道"));
    assert!(first.boundary.is_some());
    let found: Vec<_> = reading.problems.iter().map(|problem| (problem.row, problem.field)).collect();
    assert_eq!(found, [(2, "level"), (2, "boundary")]);
    assert_eq!(reading.problems[1].instead, "write [longitude, latitude] without quotes");
    assert_eq!(reading.rows.len(), 3);
}

#[test]
fn features_with_only_a_name_get_level_parent_and_a_code_in_sequence() {
    let feature = |name: &str| json!({"type": "Feature", "properties": {"name": name}, "geometry": null});
    let file = json!({"type": "FeatureCollection", "features": [feature("Allston"), feature("Back Bay")]});
    let parent = Code::new("999901").unwrap();
    let options = Options { level: Some("street".to_owned()), parent: Some(parent.clone()), ..options() };
    let mut rows = read_geojson(file.to_string().as_bytes(), &options).unwrap().rows;
    number_in_sequence(&mut rows, &parent, &tree()).unwrap();
    let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["999901010", "999901011"], "009 was used once");
    assert_eq!(check(&rows, &tree(), &levels()), []);
}

#[test]
fn a_border_that_crosses_itself_is_mended_only_when_asked() {
    let table = format!(
        "{HEADER}street,S-1,a,999901,,,\"POLYGON((113.1 30.1,113.2 30.2,113.2 30.1,113.1 30.2,113.1 30.1))\"\n"
    );
    let read = |mend| read_csv(table.as_bytes(), &Options { mend, ..options() }).unwrap();
    let (offered, made) = (read(false), read(true));
    assert!(offered.rows[0].boundary.is_none() && offered.mended.is_empty());
    assert_eq!(offered.problems[0].instead, "draw it without crossing or touching itself, or have it mended");
    assert!(made.rows[0].boundary.is_some() && made.problems.is_empty());
    assert!(made.mended[0].message.contains("meets itself near 113.15, 30.15"), "{}", made.mended[0].message);
}

#[test]
fn what_is_no_file_of_areas_is_refused_in_one_sentence() {
    let table: [(&[u8], &str); 3] = [
        (b"{", "the file is not JSON"),
        (br#"{"type": "Feature"}"#, "the file is a Feature; write a GeoJSON FeatureCollection"),
        (b"[]", "the file is a file without a type"),
    ];
    for (bytes, part) in table {
        let message = read_geojson(bytes, &options()).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    }
    let broken = read_csv(b"level,code\na\xff,b\n", &options()).unwrap_err().to_string();
    assert!(broken.contains("comma-separated UTF-8"), "{broken}");
}
