//! Photos that nobody named within a day go: the row first, then the object, retried until it is gone.

use super::store::{deletion, file};
use crate::{app::App, error::Result};
use chrono::TimeDelta;

/// How long a photo waits for a report or a step to name it.
const WAITS: TimeDelta = TimeDelta::hours(24);
/// How many are settled at one go.
const BATCH: u64 = 200;

/// One go. Takes no input, may run twice and beside itself.
///
/// # Errors
/// The database's; objects that cannot be deleted are tried again the next time.
pub async fn sweep(app: &App) -> Result<String> {
    let asked = ask(app).await?;
    let due = deletion::due(app.db.read(), BATCH).await?;
    let mut gone = Vec::new();
    for &id in &due {
        match app.files.delete(id).await {
            Ok(()) => gone.push(id),
            Err(error) => tracing::warn!(%id, %error, "a photo could not be deleted; it will be tried again"),
        }
    }
    if !gone.is_empty() {
        app.db.write(async |txn| deletion::done(txn, &gone).await).await?;
    }
    Ok(format!("{asked} photos unnamed for a day, {} of {} deleted", gone.len(), due.len()))
}

async fn ask(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let unattached = file::unattached(app.db.read(), now - WAITS, BATCH).await?;
    if unattached.is_empty() {
        return Ok(0);
    }
    let work = async |txn: &_| {
        let mut asked = 0;
        for id in unattached {
            // Named meanwhile, or settled by another process: then it is not ours.
            if file::delete_unattached(txn, id).await? {
                deletion::ask(txn, id, now).await?;
                asked += 1;
            }
        }
        Ok(asked)
    };
    app.db.write(work).await
}
