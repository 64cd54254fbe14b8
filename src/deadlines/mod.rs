//! The sweep: finds what is past its deadline, oldest first, exactly once.

mod store;

use crate::{
    app::App,
    cases::{CaseId, rules::CaseFile, store as cases},
    error::{Error, Result},
    log::{Actor, NewEvent},
};
use serde_json::json;

/// How many clocks one run settles at most.
const BATCH: u64 = 500;

/// Marks the running clocks that are past their deadline. May run twice and on two machines: each clock is marked in
/// a transaction of its own, guarded by what it expects to find.
///
/// # Errors
/// The database's.
pub async fn sweep(app: &App) -> Result<String> {
    let due = store::due(app.db.read(), app.clock.now(), BATCH).await?;
    let mut found = 0;
    for clock in &due {
        // One that cannot be settled does not keep the others waiting; it comes again next time.
        let marked = mark(app, clock.case_id, clock.id).await;
        found += usize::from(marked.unwrap_or_else(|error| unsettled(clock.case_id, &error)));
    }
    if found > 0 {
        app.feed.nudge();
    }
    Ok(format!("{found} overdue"))
}

fn unsettled(case: CaseId, error: &Error) -> bool {
    tracing::error!(%case, %error, "a deadline could not be settled");
    false
}

/// Whether the clock was found running, past its deadline and not marked yet.
async fn mark(app: &App, case: CaseId, clock: uuid::Uuid) -> Result<bool> {
    app.db
        .write(async |txn| {
            let now = app.clock.now();
            let Some(before) = cases::take_any(txn, case).await? else { return Ok(false) };
            let mut after = before.clone();
            let expected = after
                .clocks
                .iter_mut()
                .find(|it| it.id == clock && it.stopped_at.is_none() && it.overdue_at.is_none() && it.due_at < now);
            let Some(late) = expected else { return Ok(false) };
            late.overdue_at = Some(now);
            let body = json!({ "v": 1, "clock": clock, "kind": late.kind, "due_at": late.due_at });
            after.case.overdue = true;
            save(txn, app, before, after, "overdue", body).await?;
            Ok(true)
        })
        .await
}

async fn save(
    txn: &sea_orm::DatabaseTransaction,
    app: &App,
    before: CaseFile,
    mut after: CaseFile,
    kind: &str,
    body: serde_json::Value,
) -> Result<()> {
    after.case.version += 1;
    after.case.changed_at = app.clock.now();
    let case = Some((after.case.id.0, after.case.version));
    let event = NewEvent { at: app.clock.now(), actor: Actor::System, case, kind: kind.to_owned(), body };
    cases::save(txn, Some(&before), &after, event, vec![], vec![]).await?;
    Ok(())
}

/// Counts the deadlines of all open cases anew, after the calendar has learned a year. Says how many moved.
///
/// # Errors
/// The database's.
pub async fn recount(app: &App) -> Result<usize> {
    let mut moved = 0;
    for case in store::with_running_clocks(app.db.read()).await? {
        moved += usize::from(recount_case(app, case).await.unwrap_or_else(|error| unsettled(case, &error)));
    }
    Ok(moved)
}

async fn recount_case(app: &App, case: CaseId) -> Result<bool> {
    app.db
        .write(async |txn| {
            let Some(before) = cases::take_any(txn, case).await? else { return Ok(false) };
            let edition = app.profiles.of(before.case.profile_id)?;
            let mut after = before.clone();
            crate::cases::rules::recompute(&mut after, &edition, app.clock.now()).map_err(Error::Conflict)?;
            if after == before {
                return Ok(false);
            }
            let clocks = after.clocks.iter().filter(|clock| !before.clocks.contains(clock));
            let clocks: Vec<_> =
                clocks.map(|it| json!({ "id": it.id, "kind": it.kind, "due_at": it.due_at })).collect();
            save(txn, app, before, after, "recounted", json!({ "v": 1, "clocks": clocks })).await?;
            Ok(true)
        })
        .await
}
