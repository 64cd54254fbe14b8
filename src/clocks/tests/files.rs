//! What is read from files: years, office hours, time zones.

use super::super::*;
use chrono::NaiveDate;

const GOOD: &str = r#"calendar = "cn"
year = 2027
notice = "国务院办公厅关于2027年部分节假日安排的通知"
number = "国办发明电〔2026〕1号"
issued = "2026-11-03"

[[holiday]]
name = "元旦"
off = ["2026-12-31/2027-01-02"]
work = ["2027-01-03"]
"#;

#[test]
fn a_year_is_read_and_changes_its_calendar() {
    let year = Year::parse(GOOD).expect("a good year");
    let cn = (*Calendar::built_in("cn").expect("built in")).clone();
    let new_year =
        |calendar: &Calendar, date: &str| calendar.day(date.parse::<NaiveDate>().expect("a date")).is_working();
    assert!(new_year(&cn, "2026-12-31") && !new_year(&cn, "2027-01-03"));
    let later = cn.with_year(year.clone()).expect("of the same calendar");
    assert!(!new_year(&later, "2026-12-31") && new_year(&later, "2027-01-03"));
    assert!(!later.day("2027-06-01".parse().expect("a date")).provisional);
    assert_eq!(later.years().map(|year| year.year).collect::<Vec<_>>(), [2021, 2022, 2023, 2024, 2025, 2026, 2027]);

    let corrected =
        Year::parse(&GOOD.replace("2027-01-02", "2027-01-01").replace("work =", "# work =")).expect("a good year");
    let corrected = later.with_year(corrected).expect("of the same calendar");
    assert!(!new_year(&corrected, "2027-01-03"));
    assert!(Calendar::new("jp").with_year(year).is_err_and(|error| error.contains("belongs to the calendar \"cn\"")));
}

#[test]
fn mistakes_of_a_year_name_their_line() {
    for (wrong, by, mistakes) in [
        (
            "2026-12-31/2027-01-02",
            "2027-01-00",
            vec!["line 9: \"2027-01-00\" is no date; write year, month and day, such as \"2027-10-01\""],
        ),
        (
            "2027-01-03",
            "2027-1-3",
            vec!["line 10: \"2027-1-3\" is no date; write year, month and day, such as \"2027-10-01\""],
        ),
        (
            "2026-12-31/",
            "2026-11-30/",
            vec![
                "line 9: 2026-11-30/2027-01-02 is no stretch of 1 to 31 days; write the first day off, \"/\" and the last",
            ],
        ),
        (
            "2027-01-03",
            "2028-02-05",
            vec![
                "line 10: 2028-02-05 does not belong to 2027; write a date of 2027, of December 2026 or of January 2028",
            ],
        ),
        ("2027-01-03", "2027-01-02", vec!["line 10: 2027-01-02 stands in line 9 already; name each day once"]),
        (
            "2027-01-03",
            "2027-01-05",
            vec!["line 10: 2027-01-05 is a Tuesday and worked anyway; write the Saturday or Sunday that is worked"],
        ),
        (
            "\"cn\"",
            "\"China\"",
            vec!["line 1: calendar = \"China\" is no name; write small letters, digits and hyphens, such as \"cn\""],
        ),
        (
            "issued = \"2026-11-03\"\n\n[[holiday]]\nname = \"元旦\"\noff = [\"2026-12-31/2027-01-02\"]",
            "issued = \"3 Nov\"\n\n[[holiday]]\nname = \"元旦\"\noff = [\"2027-01-02/2027-01-01\"]",
            vec![
                "line 5: \"3 Nov\" is no date; write year, month and day, such as \"2027-10-01\"",
                "line 9: 2027-01-02/2027-01-01 is no stretch of 1 to 31 days; write the first day off, \"/\" and the last",
            ],
        ),
    ] {
        assert!(GOOD.contains(wrong), "{wrong}");
        let found = Year::parse(&GOOD.replace(wrong, by)).expect_err(by);
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), mistakes);
    }
    for (wrong, by, line) in [
        ("year = 2027", "year = \"2027\"", 2),
        ("name =", "title =", 8),
        ("off = [", "off = ", 9),
        ("year = 2027", "year = 12", 2),
    ] {
        let found = Year::parse(&GOOD.replace(wrong, by)).expect_err(by);
        assert!(found.iter().any(|mistake| mistake.line == line), "{by}: {found:?}");
    }
}

/// Facts of the notices: how many days each year is worked.
#[test]
fn the_years_of_the_program() {
    let cn = Calendar::built_in("cn").expect("built in");
    let worked: Vec<_> = cn.years().map(|year| (year.year, year.working_days())).collect();
    assert_eq!(worked, [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]);
    assert!(cn.years().all(|year| year.notice == format!("国务院办公厅关于{}年部分节假日安排的通知", year.year)));
    assert_eq!(Calendar::built_in("us"), None);
}

#[test]
fn a_working_time_says_all_that_is_wrong() {
    let make = |zone: &str, windows: &[&str]| {
        let windows: Vec<String> = windows.iter().map(ToString::to_string).collect();
        WorkTime::new(zone, &windows, None)
            .map(|_| ())
            .map_err(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(make("Asia/Shanghai", &["00:00-12:00", "12:00-24:00"]), Ok(()));
    let all = make("Mars", &["8:00-12:00", "14:00-18:00", "17:00-19:00", "20:00-20:00", "23:00-24:01", "09:60-10:00"])
        .expect_err("flaws");
    let keys: Vec<_> = all.iter().filter_map(|flaw| flaw.split(": ").next()).collect();
    assert_eq!(
        keys,
        [
            "time_zone",
            "hours.windows[0]",
            "hours.windows[2]",
            "hours.windows[3]",
            "hours.windows[4]",
            "hours.windows[5]"
        ]
    );
    assert_eq!(all[0], "time_zone: \"Mars\" is no IANA time zone; write one such as \"Asia/Shanghai\"");
    assert!(all[2].contains("\"17:00-19:00\" begins before the window in front of it ends"), "{}", all[2]);
    assert!(make("Asia/Shanghai", &[]).is_err_and(|flaws| flaws[0].contains("there is no window")));
}
