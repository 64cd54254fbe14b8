//! Small broken profiles, made by editing the demo's, and where each mistake is found.

use super::*;
use crate::profile::generated::assert_current;
use proptest::prelude::*;

const DEMO: &str = include_str!("../../../profiles/demo.toml");

/// The demo district's profile.
pub(crate) fn demo() -> Profile {
    check(DEMO).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// The demo with whole lines replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(format!("\n{DEMO}"), |text, (from, to)| {
        assert!(text.contains(&format!("\n{from}")), "the demo has no line {from:?}");
        text.replacen(&format!("\n{from}"), &format!("\n{to}"), 1)
    })[1..]
        .to_owned()
}

#[test]
fn each_mistake_is_found_where_it_stands_with_what_to_write_instead() {
    let printed: Vec<String> = include_str!("mistakes.txt").split("\n\n").map(retold).collect();
    assert_current("src/profile/check/mistakes.txt", &(printed.join("\n\n") + "\n"));
}

/// A block of `mistakes.txt` with what is found now.
fn retold(block: &str) -> String {
    if block.starts_with('#') {
        return block.trim_end().to_owned();
    }
    let edit: Vec<&str> = block.lines().filter(|line| !line.starts_with(['@', '='])).collect();
    let lines = |hunk: &[&str], marks: [char; 2]| -> String {
        hunk.iter().filter_map(|line| line.strip_prefix(marks)).map(|line| format!("{line}\n")).collect()
    };
    let hunks = edit.split(|line| *line == "...").map(|hunk| (lines(hunk, [' ', '-']), lines(hunk, [' ', '+'])));
    let hunks: Vec<(String, String)> = hunks.collect();
    let text = edited(&hunks.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect::<Vec<_>>());
    let mistakes = check(&text).err().unwrap_or_default();
    let told = mistakes.iter().map(|mistake| {
        let sentence = mistake.to_string();
        let sentence = sentence.splitn(3, ':').nth(2).unwrap_or_default();
        format!("@{}\n={sentence}", pointed_at(&text, mistake))
    });
    edit.iter().map(|line| (*line).to_owned()).chain(told).collect::<Vec<_>>().join("\n")
}

/// What stands where a mistake points.
fn pointed_at<'t>(text: &'t str, mistake: &Mistake) -> &'t str {
    let line = text.lines().nth(mistake.line - 1).unwrap_or_default();
    line.char_indices().nth(mistake.column - 1).map_or("", |(at, _)| &line[at..])
}

#[test]
fn a_district_that_closes_nothing_is_told_so() {
    let text = edited(&[("effect = \"close\"", "effect = \"pass\""), ("to = \"closed\"\n", "to = \"submitted\"\n")]);
    let found = check(&text).expect_err("nothing is ever closed");
    let told = |path: &str, message: &str| found.iter().any(|one| one.path == path && one.message.contains(message));
    assert!(told("action", "no action has the effect close"), "{found:#?}");
    assert!(told("step[9]", "no action leads to \"closed\""), "{found:#?}");
    assert!(told("message[5].on", "no action has the effect close"), "{found:#?}");
}

#[test]
fn a_step_without_a_way_out_is_a_trap() {
    let trap = "[[step]]\nid = \"trap\"\nname = \"?\"\nstage = \"handling\"\n\n[[step]]\nid = \"submitted\"";
    let text = edited(&[("[[step]]\nid = \"submitted\"", trap), ("to = \"handling\"", "to = \"trap\"")]);
    let found = check(&text).expect_err("a trap");
    let told: Vec<(&str, &str)> = found.iter().map(|one| (one.path.as_str(), one.message.as_str())).collect();
    let expected = [
        ("step[5]", "no action leads to \"handling\" from \"reported\""),
        ("step[7]", "a case in \"trap\" could never be closed"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn nothing_at_all_is_told_by_its_missing_keys_alone() {
    let found = check("").expect_err("an empty file is no profile");
    let missing: Vec<&str> = found.iter().map(|mistake| mistake.path.as_str()).collect();
    let required = schema_keys();
    assert_eq!(missing, required);
    assert!(
        found
            .iter()
            .all(|mistake| mistake.message == "this key is missing" && (mistake.line, mistake.column) == (1, 1))
    );
}

#[test]
fn a_list_that_is_empty_is_the_only_mistake() {
    let blocks = DEMO.split("\n\n").filter(|block| !block.contains("[[channel]]"));
    let text = format!("channel = []\n{}", blocks.collect::<Vec<_>>().join("\n\n"));
    let found = check(&text).expect_err("nobody can report anything");
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["1:11: channel: there is no channel; write at least one [[channel]]."]);
}

fn schema_keys() -> Vec<String> {
    let schema = crate::profile::schema();
    let required = schema.as_value()["required"].as_array().expect("a profile has required keys");
    required.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

#[test]
fn ten_mistakes_at_once_are_ten_in_the_order_of_the_file() {
    let text = edited(&[
        ("code = \"999901\"", "code = \"9999\""),
        ("time_zone = \"Asia/Shanghai\"", "time_zone = \"Asia/Yongan\""),
        ("radius_m = 50", "raduis_m = 50"),
        ("within = \"14 natural_days\"", "within = \"a fortnight\""),
        ("parent = \"street\"", "parent = \"stret\""),
        ("kind = \"component\"", "kind = \"thing\""),
        ("category = \"03.*\"", "category = \"05.*\""),
        ("effect = \"verify\"", "effect = \"verfy\""),
        ("who = [\"dispatcher\"]", "who = [\"dispacher\"]"),
        ("text = \"您的诉求{number}已撤回。\"", "text = \"您的诉求{no}已撤回。\""),
    ]);
    let found = check(&text).expect_err("ten mistakes");
    let paths: Vec<&str> = found.iter().map(|mistake| mistake.path.as_str()).collect();
    let expected = [
        "code",
        "time_zone",
        "duplicates.raduis_m",
        "reopening.within",
        "level[2].parent",
        "category[0].kind",
        "route[9].category",
        "action[1].effect",
        "action[5].who[0]",
        "message[7].text",
    ];
    assert_eq!(paths, expected, "{found:#?}");
    assert!(found.is_sorted_by_key(|mistake| mistake.line));
}

#[test]
fn the_shape_that_is_read_is_the_shape_that_serde_reads() {
    let by_serde: Profile = toml::from_str(DEMO).expect("the demo profile");
    let json = |profile: &Profile| serde_json::to_value(profile).expect("a profile is JSON");
    assert_eq!(json(&demo()), json(&by_serde));
}

#[test]
fn every_key_is_explained_by_the_demo() {
    fn keys(schema: &serde_json::Value, found: &mut Vec<String>) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            found.push(key.clone());
            keys(value, found);
        }
    }
    let schema = crate::profile::schema();
    let mut all = Vec::new();
    keys(schema.as_value(), &mut all);
    schema.as_value()["$defs"].as_object().expect("definitions").values().for_each(|one| keys(one, &mut all));
    let forms = |key: &str| {
        [
            format!(
                "
{key} = "
            ),
            format!(" {key} = "),
            format!("[{key}]"),
            format!(".{key}]"),
        ]
    };
    let written = |key: &str| forms(key).iter().any(|form| DEMO.contains(form));
    let silent: Vec<String> = all.into_iter().filter(|key| !written(key)).collect();
    assert!(silent.is_empty(), "the demo does not show {silent:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_lost_line_is_never_a_panic(lost in 0..DEMO.lines().count()) {
        let text: Vec<&str> = DEMO.lines().enumerate().filter(|(i, _)| *i != lost).map(|(_, line)| line).collect();
        let text = text.join("\n");
        for mistake in check(&text).err().unwrap_or_default() {
            prop_assert!(mistake.line >= 1 && mistake.line <= text.lines().count() && mistake.column >= 1);
            prop_assert!(!mistake.message.is_empty() && !mistake.instead.is_empty());
        }
    }

    #[test]
    fn a_damaged_file_is_never_a_panic(from in 0..DEMO.len(), length in 0..400_usize, put in "\\PC{0,12}") {
        let start = DEMO.floor_char_boundary(from);
        let end = DEMO.floor_char_boundary((start + length).min(DEMO.len()));
        let text = format!("{}{put}{}", &DEMO[..start], &DEMO[end..]);
        if let Err(mistakes) = check(&text) {
            prop_assert!(!mistakes.is_empty());
        }
    }
}
