use super::*;

fn nowhere() -> anyhow::Result<Config> {
    bail!("these commands open no district")
}
use clap::Parser;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: CalendarCommand,
}

/// Runs a command line; what it wrote, and its error.
fn calendar_says(args: &[&str]) -> (String, Option<String>) {
    let mut out = Vec::new();
    let cli = Cli::try_parse_from(["calendar"].iter().chain(args));
    let error = match cli {
        Ok(cli) => {
            futures::executor::block_on(run(&cli.command, nowhere, &mut out)).err().map(|error| format!("{error:#}"))
        }
        Err(error) => Some(error.to_string()),
    };
    (String::from_utf8(out).expect("text"), error)
}

fn file(content: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(content.as_bytes()).expect("written");
    file
}

fn path(file: &tempfile::NamedTempFile) -> &str {
    file.path().to_str().expect("a path")
}

#[test]
fn one_due_date_is_explained() {
    let (out, error) =
        calendar_says(&["due", "2026-02-14T16:00", "4 work_hours", "--pause", "2026-02-14T16:00/2026-02-14T17:30"]);
    assert_eq!(error, None);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "start  2026-02-14T16:00:00+08:00 Sat",
            "limit  4 work_hours, running_hours, Asia/Shanghai",
            "due    2026-02-24T11:30:00+08:00 Tue",
            "",
            "2026-02-14 Sat                    30 min, paused 1 h 30 min   working day, made up for 春节",
            "2026-02-15 Sun to 2026-02-23 Mon  -                           holiday, 春节",
            "2026-02-24 Tue                    3 h 30 min                  working day",
        ]
    );
}

#[test]
fn a_provisional_or_endless_story_stays_short() {
    let (out, error) = calendar_says(&["due", "2026-12-30T16:00:30", "1000 work_days", "--counts", "day_count"]);
    assert_eq!(error, None);
    assert!(out.contains("due    2030-10-30T18:00:00+08:00 Wed, provisional\n"), "{out}");
    assert!(out.contains("2026-12-30 Wed                    first day, left out         working day\n"), "{out}");
    assert!(out.contains("\nProvisional: its calendar knows the years 2021 to 2026; other days count"), "{out}");
    assert!(out.lines().count() < 70 && out.contains(" more lines ..."), "{out}");
}

#[test]
fn what_is_asked_wrongly_is_said() {
    for (args, says) in [
        (vec!["due", "soon", "1 work_day"], "START: \"soon\" is no time; write a local one"),
        (vec!["due", "2026-02-14T16:00", "1 fortnight"], "\"fortnight\" is no unit"),
        (vec!["due", "2026-02-14T16:00", "1 work_day", "--counts", "fast"], "\"fast\" is no way of counting"),
        (
            vec!["due", "2026-02-14T16:00", "1 work_day", "--pause", "2026-02-14T16:00"],
            "--pause: \"2026-02-14T16:00\" is no pause",
        ),
        (
            vec!["due", "2026-02-14T16:00", "1 work_day", "--pause", "2026-02-14T16:00/2026-02-14T15:00"],
            "ends before it begins",
        ),
        (vec!["due", "2026-02-14T16:00"], "required"),
        (vec!["due", "--csv", "/nowhere.csv"], "/nowhere.csv cannot be read"),
        (vec!["check", "/nowhere.toml"], "/nowhere.toml cannot be read"),
    ] {
        let (out, error) = calendar_says(&args);
        assert!(error.as_ref().is_some_and(|error| error.contains(says)), "{args:?}: {error:?}");
        assert_eq!(out, "");
    }
}

#[test]
fn every_row_of_a_file_is_answered() {
    let rows = file(
        "\u{feff}case,start,limit,counts,pauses\n\
         1,2026-02-13T17:30,2 work_hours,,\n\
         2,2026-02-13T17:30,2 works,,\n\
         3,2026-02-13 09:00,2 work_days,day_count,2026-02-14T09:00/2026-02-14T19:00; 2026-02-24T09:00/2026-02-24T10:00\n\
         4,2026-02-30T09:00\n\
         5,2026-12-31T09:00,1 work_day\n",
    );
    let (out, error) = calendar_says(&["due", "--csv", path(&rows)]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "case,start,limit,counts,pauses,due,provisional,mistake");
    assert_eq!(lines[1], "1,2026-02-13T17:30,2 work_hours,,,2026-02-14T09:30:00+08:00,false,");
    assert!(
        lines[2].starts_with("2,2026-02-13T17:30,2 works,,,,,\"row 3, column limit: \"\"works\"\" is no unit"),
        "{}",
        lines[2]
    );
    assert!(lines[3].ends_with(",2026-02-25T18:00:00+08:00,false,"), "{}", lines[3]);
    assert!(lines[4].starts_with("4,2026-02-30T09:00,,,,,,\"row 5, column start: "), "{}", lines[4]);
    assert_eq!(lines[5], "5,2026-12-31T09:00,1 work_day,,,2027-01-01T09:00:00+08:00,true,");
    assert!(
        error
            .is_some_and(|error| error.ends_with("2 of 5 rows have no answer (row 3, 5); the column mistake says why"))
    );
}

#[test]
fn working_days_are_added_row_by_row() {
    let rows = file("date,days\n2026-02-13,2\n2026-02-24,-2\n");
    let (out, error) = calendar_says(&["add-days", "--csv", path(&rows)]);
    assert_eq!(
        (out.as_str(), error),
        (
            "date,days,end_date,provisional,mistake\n2026-02-13,2,2026-02-24,false,\n2026-02-24,-2,2026-02-13,false,\n",
            None
        )
    );
    let rows = file("date,days\n2026-2-33,2\n2026-02-24,1.5\n");
    let (out, error) = calendar_says(&["add-days", "--csv", path(&rows)]);
    assert!(out.contains("row 2, column date: ") && out.contains("row 3, column days: "), "{out}");
    assert!(error.is_some_and(|error| error.contains("2 of 2 rows have no answer (row 2, 3)")));
    let rows = file("day,days\n");
    let (_, error) = calendar_says(&["add-days", "--csv", path(&rows)]);
    assert!(error.is_some_and(|error| error.contains("has no column \"date\"; write a header row with date and days")));
}

#[test]
fn a_new_year_is_checked() {
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/calendars/2026.toml");
    let (out, error) = calendar_says(&["check", good]);
    assert_eq!(error, None);
    assert!(out.ends_with("Calendar cn, 2026: 248 working days.\n"), "{out}");
    let bad =
        file(&fs::read_to_string(good).expect("a year").replace("2026-02-14", "2026-02-13").replace("10-10", "10-32"));
    let (_, error) = calendar_says(&["check", path(&bad)]);
    let lines: Vec<String> = error.expect("mistakes").lines().map(|line| line.replace(path(&bad), "FILE")).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("FILE: line 16: 2026-02-13 is a Friday and worked anyway"), "{}", lines[0]);
    assert!(lines[1].contains("\"2026-10-32\" is no date"), "{}", lines[1]);
}

const PROFILE: &str = r#"
code = "999901"
name = "永安区"
version = 1
time_zone = "America/New_York"
hours = { windows = ["09:00-17:00"] }
report = { step = "received" }
level = []
organisation_kind = []
role = []
channel = []
category = []
step = []
action = []
clock = []
"#;

#[test]
fn a_profile_names_zone_hours_and_calendar() {
    let every_day = file(PROFILE);
    let (out, error) = calendar_says(&["due", "--profile", path(&every_day), "2026-02-14T16:00", "2 work_hours"]);
    assert_eq!(error, None);
    assert!(out.contains("due    2026-02-15T10:00:00-05:00 Sun\n"), "{out}");

    let wrong = PROFILE.replace("version = 1", "version = 1\ncalendar = \"moon\"").replace("09:00-17", "9-17");
    let wrong = file(&wrong);
    let (_, error) = calendar_says(&["due", "--profile", path(&wrong), "2026-02-14T16:00", "2 work_hours"]);
    let error = error.expect("flaws");
    assert!(error.contains(": hours.windows[0]: \"9-17:00\" is no window; write"), "{error}");
    assert!(error.contains(": calendar: \"moon\" is no known calendar; write \"cn\""), "{error}");
}

#[test]
fn loaded_years_extend_the_calendar_of_a_profile() {
    let profile = PROFILE.replace("version = 1", "version = 1\ncalendar = \"cn\"");
    let profile: Profile = toml::from_str(&profile).expect("a profile");
    let text = include_str!("../../../calendars/2026.toml").replace("2026", "2027");
    let holiday = text.find("[[holiday]]").expect("holidays");
    let year = Year::parse(&text[..holiday]).expect("a year without holidays");
    let provisional = |years: &[Year]| {
        let work_time = profile.work_time(years).expect("a working time");
        work_time.day("2027-03-01".parse().expect("a date")).provisional
    };
    assert!(provisional(&[]));
    assert!(!provisional(&[year]));
}
