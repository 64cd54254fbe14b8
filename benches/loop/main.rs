//! `make bench`: how many reports and whole lives of a case a second, over HTTP against the real program, beside the
//! same rows written by a bare loop in the same run. Prints what it is; asserts nothing about time.

mod client;
mod district;
mod yardstick;

use client::Client;
use district::{Served, serve};
use serde_json::json;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Cases that are there before anything is measured.
const CASES: u64 = 10_000;
const CONNECTIONS: usize = 32;
const MEASURED: Duration = Duration::from_secs(10);

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let served = serve(folder.path());
    println!(
        "{CASES} cases first, then {} s each, {CONNECTIONS} connections, SQLite with synchronous=FULL",
        MEASURED.as_secs()
    );
    fill(&served);
    let reports = measure(&served, |client, _| report(client).is_some());
    let lives = measure(&served, whole_life);
    let bare = yardstick::reports_a_second(folder.path(), CASES, MEASURED);
    println!();
    println!("{:<44}{:>9} {:>10} {:>10} {:>8}", "", "a second", "median ms", "95 % ms", "ratio");
    reports.print("reports over HTTP, durable", bare);
    lives.print("whole lives over HTTP (six calls)", bare);
    println!("{:<44}{bare:>9.0} {:>10} {:>10} {:>8.2}", "yardstick: the rows of a report, one by one", "", "", 1.0);
}

/// What came of a measurement.
struct Measured {
    a_second: f64,
    /// Sorted.
    took: Vec<Duration>,
    failed: u64,
}

impl Measured {
    fn print(&self, what: &str, bare: f64) {
        let at = |share: f64| self.took[((self.took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!("{what:<44}{:>9.0} {:>10.2} {:>10.2} {:>8.2}", self.a_second, at(0.5), at(0.95), self.a_second / bare);
        if self.failed > 0 {
            println!("    {} of {} failed", self.failed, self.took.len() as u64 + self.failed);
        }
    }
}

fn fill(served: &Served) {
    let left = AtomicU64::new(CASES);
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut client = Client::new(&served.address);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                    report(&mut client).expect("a report is taken while filling");
                }
            });
        }
    });
}

fn measure(served: &Served, one: impl Fn(&mut Client, &Served) -> bool + Sync) -> Measured {
    let begun = Instant::now();
    let run = || {
        let mut client = Client::new(&served.address);
        let (mut took, mut failed) = (Vec::new(), 0);
        while begun.elapsed() < MEASURED {
            let before = Instant::now();
            if one(&mut client, served) { took.push(before.elapsed()) } else { failed += 1 }
        }
        (took, failed)
    };
    let results: Vec<(Vec<Duration>, u64)> = thread::scope(|scope| {
        let running: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(run)).collect();
        running.into_iter().map(|thread| thread.join().expect("a connection's thread ends well")).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    let failed = results.iter().map(|(_, failed)| failed).sum();
    let mut took: Vec<Duration> = results.into_iter().flat_map(|(took, _)| took).collect();
    took.sort();
    assert!(!took.is_empty(), "nothing succeeded, so there is nothing to print");
    Measured { a_second: took.len() as f64 / seconds, took, failed }
}

/// One report; the id of its case.
fn report(client: &mut Client) -> Option<String> {
    let body = json!({ "channel": "open311", "text": "A street light is out", "category": district::CATEGORY });
    let (status, receipt) = client.send("POST", "/api/v1/reports", &[], Some(&body));
    (status == 201).then(|| receipt["case"].as_str().map(str::to_owned)).flatten()
}

/// Report, register, dispatch, result, close, and a look at the worklist.
fn whole_life(client: &mut Client, served: &Served) -> bool {
    let Some(case) = report(client) else { return false };
    let path = format!("/api/v1/cases/{case}/actions");
    let mut version = 1;
    for (by, action) in district::life() {
        let (token, etag) = (served.token(by), format!("\"{version}\""));
        let (status, taken) =
            client.send("POST", &path, &[("Authorization", &token), ("If-Match", &etag)], Some(&action));
        if status != 201 {
            return false;
        }
        version = taken["version"].as_i64().unwrap_or(0);
    }
    let desk = served.token("desk");
    client.send("GET", "/api/v1/cases?worklist=open&limit=20", &[("Authorization", &desk)], None).0 == 200
}
