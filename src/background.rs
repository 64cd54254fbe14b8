//! Everything that happens by itself, in one list. Each function takes no input, may run twice and on two machines,
//! and settles what is due in writes of its own.

use crate::{app::App, deadlines, error::Result, files, log::idempotency, staff};
use chrono::{DateTime, Duration as Days, Utc};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

type Work = for<'a> fn(&'a App) -> Pin<Box<dyn Future<Output = Result<String>> + Send + 'a>>;

/// Something that happens by itself.
struct Job {
    name: &'static str,
    period: Duration,
    work: Work,
}

const MINUTE: Duration = Duration::from_secs(60);

const JOBS: &[Job] = &[
    Job { name: "deadlines", period: Duration::from_secs(15), work: |app| Box::pin(deadlines::sweep(app)) },
    Job { name: "unattached_files", period: Duration::from_secs(900), work: |app| Box::pin(files::sweep(app)) },
    Job { name: "old_sessions", period: Duration::from_secs(3600), work: |app| Box::pin(staff::sessions::sweep(app)) },
    Job { name: "profile_versions", period: MINUTE, work: |app| Box::pin(reread_profile(app)) },
    Job { name: "old_answers", period: Duration::from_secs(3600), work: |app| Box::pin(forget_answers(app)) },
];

/// What a job did when it last ran.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LastRun {
    pub at: DateTime<Utc>,
    pub ok: bool,
    pub result: String,
}

/// The last run of each job, for operators.
#[derive(Clone, Default)]
pub struct Runs(Arc<Mutex<BTreeMap<&'static str, LastRun>>>);

impl Runs {
    pub fn all(&self) -> BTreeMap<&'static str, LastRun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn record(&self, name: &'static str, run: LastRun) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, run);
    }
}

/// Runs all jobs until `stop` turns true.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut jobs = JoinSet::new();
    for job in JOBS {
        jobs.spawn(repeat(job, app.clone(), stop.clone()));
    }
    while jobs.join_next().await.is_some() {}
}

async fn repeat(job: &'static Job, app: App, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(job.period);
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        run_once(job, &app).await;
    }
}

async fn run_once(job: &Job, app: &App) {
    // On its own, so that a panic is one failed run and not the end of the job.
    let (work, of) = (job.work, app.clone());
    let done = tokio::spawn(async move { work(&of).await }).await;
    let done = done.unwrap_or_else(|panic| Err(anyhow::anyhow!("panicked: {panic}").into()));
    if let Err(error) = &done {
        tracing::error!(job = job.name, %error, "background work failed; it is tried again");
    }
    let (ok, result) = done.map_or_else(|error| (false, error.to_string()), |result| (true, result));
    app.runs.record(job.name, LastRun { at: app.clock.now(), ok, result });
}

/// Another process may have loaded a version of the profile or a year of the calendar.
async fn reread_profile(app: &App) -> Result<String> {
    let new_year = app.profiles.refresh(&app.db).await?;
    let current = app.profiles.current();
    app.areas.refresh(&app.db, &current.profile).await?;
    // What was counted here by the old calendar, while another process loaded a year, is counted again.
    let moved = if new_year { deadlines::recount(app).await? } else { 0 };
    Ok(format!("version {}, {moved} cases recounted", current.profile.version))
}

async fn forget_answers(app: &App) -> Result<String> {
    let forgotten = idempotency::forget(app.db.read(), app.clock.now() - Days::days(90)).await?;
    Ok(format!("{forgotten} forgotten"))
}
