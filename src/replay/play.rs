//! The years going by: each record at its times, the sweep at every deadline.

use super::{
    district::{CHANNEL, Cast},
    open311::Record,
    store,
};
use crate::{
    app::App,
    cases::{
        CaseId,
        act::{NewAction, Taken, act},
    },
    deadlines,
    intake::{NewReport, receive},
    log::idempotency::Once,
    staff::Officer,
    wall_clock::Instant,
};
use anyhow::Context;
use chrono::TimeDelta;
use std::collections::HashMap;

/// What comes next in time. Of what comes at the same instant, beginnings come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Begin,
    End,
}

/// Plays records in the order of time; ends at the last instant that any of them names.
///
/// # Errors
/// When the district refuses what a record says, naming the request.
pub async fn play(app: &App, cast: &Cast, records: &[Record], moved: impl Fn(usize, usize)) -> anyhow::Result<()> {
    let turns = turns(records);
    let mut cases: HashMap<usize, CaseId> = HashMap::new();
    for (done, &(at, turn, index)) in turns.iter().enumerate() {
        turn_to(app, at).await?;
        let record = &records[index];
        let refused = || format!("the district refuses request {}", record.id);
        match turn {
            Turn::Begin => drop(cases.insert(index, begin(app, cast, record).await.with_context(refused)?)),
            Turn::End => end(app, cast, cases.get(&index)).await.with_context(refused)?,
        }
        moved(done + 1, turns.len());
    }
    Ok(())
}

fn turns(records: &[Record]) -> Vec<(Instant, Turn, usize)> {
    let begins = records.iter().enumerate().map(|(index, record)| (record.requested_at, Turn::Begin, index));
    let ends = records.iter().enumerate().filter_map(|(index, record)| Some((record.ends_at()?, Turn::End, index)));
    let mut turns: Vec<_> = begins.chain(ends).collect();
    turns.sort_unstable();
    turns
}

/// Turns the clock on, with a stop just after each deadline on the way, so that the sweep finds it at once.
async fn turn_to(app: &App, at: Instant) -> anyhow::Result<()> {
    while let Some(due) = store::next_due(app.db.read()).await?.filter(|due| *due < at) {
        app.clock.turn_to(due + TimeDelta::microseconds(1));
        deadlines::sweep(app).await?;
    }
    app.clock.turn_to(at);
    Ok(())
}

/// Received, registered and dispatched at once.
async fn begin(app: &App, cast: &Cast, record: &Record) -> anyhow::Result<CaseId> {
    let report = NewReport {
        text: record.text(),
        category: Some(record.category.clone()),
        channel: CHANNEL.to_owned(),
        lon: record.point.map(|point| point.lon),
        lat: record.point.map(|point| point.lat),
        address: record.address.clone(),
        outside_number: Some(record.id.clone()),
        ..NewReport::default()
    };
    let case = receive(app, Some(&cast.desk), &report, &once(&cast.desk)).await?.answer.case;
    let register =
        NewAction { action: cast.register.clone(), category: Some(record.category.clone()), ..NewAction::default() };
    let registered = take(app, &cast.desk, case, 1, &register).await?;
    let dispatch = NewAction { action: cast.dispatch.clone(), ..NewAction::default() };
    take(app, &cast.desk, case, registered.version, &dispatch).await?;
    Ok(case)
}

/// Submitted and closed.
async fn end(app: &App, cast: &Cast, case: Option<&CaseId>) -> anyhow::Result<()> {
    let case = *case.context("it ends before it begins")?;
    let seen = store::version(app.db.read(), case).await?.context("the case is gone")?;
    let note = Some("Closed in the record.".to_owned());
    let submit = NewAction { action: cast.submit.clone(), note: note.clone(), ..NewAction::default() };
    let submitted = take(app, &cast.unit, case, seen, &submit).await?;
    let close = NewAction { action: cast.close.clone(), reply: note, ..NewAction::default() };
    take(app, &cast.desk, case, submitted.version, &close).await?;
    Ok(())
}

async fn take(app: &App, by: &Officer, case: CaseId, seen: i32, action: &NewAction) -> anyhow::Result<Taken> {
    Ok(act(app, by, case, seen, action, &once(by)).await.context(action.action.clone())?.answer)
}

/// Each is sent once: no key is needed.
fn once(by: &Officer) -> Once {
    Once { actor: by.id.to_string(), key: None, request_hash: String::new() }
}
