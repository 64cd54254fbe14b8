//! The feed as server-sent events.

use crate::{
    app::App,
    cases::{CaseId, store as cases},
    error::{Problem, Result},
    log::event,
    staff::Officer,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt, stream};
use serde_json::json;
use std::{collections::VecDeque, convert::Infallible, time::Duration};
use tokio::sync::watch;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Events read at once.
const BATCH: u64 = 200;
/// A Last-Event-ID so many events back is answered with `reset`.
const TOO_OLD: i64 = 10_000;
/// Without a nudge, look again after this.
const PERIOD: Duration = Duration::from_secs(5);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// What changes, as it changes
///
/// Server-sent events. `case`: `{"event", "case", "kind", "version"}` of a case the officer may see; `reset`: too much
/// was missed, load anew. Send Last-Event-ID to go on where the connection broke.
#[utoipa::path(get, path = "/api/v1/feed", tag = "feed",
    params(("Last-Event-ID" = Option<i64>, Header)),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem)))]
async fn listen(
    State(app): State<App>,
    by: Officer,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|id| id.parse().ok());
    let newest = event::newest(app.db.read()).await?;
    let reset = last.is_some_and(|last: i64| last > newest || newest - last > TOO_OLD);
    let from = if reset { newest } else { last.unwrap_or(newest) };
    let first = reset.then(|| Event::default().event("reset").id(newest.to_string()).data("{}"));
    let nudges = app.feed.listen();
    let reader = Reader { app, by, after: from, nudges, ready: first.into_iter().collect() };
    let events = stream::unfold(reader, |mut reader| async move { reader.next().await.map(|event| (event, reader)) });
    Ok(Sse::new(events.map(Ok)).keep_alive(KeepAlive::default()))
}

/// One listener's place in the log.
struct Reader {
    app: App,
    by: Officer,
    after: i64,
    nudges: watch::Receiver<u64>,
    ready: VecDeque<Event>,
}

impl Reader {
    /// The next event this officer may see; none when the server stops or the log cannot be read.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.app.feed.is_closed() {
                return None;
            }
            self.nudges.mark_unchanged();
            if !self.read().await? {
                // An error means that the period is over: look again.
                if let Ok(Err(_closed)) = tokio::time::timeout(PERIOD, self.nudges.changed()).await {
                    return None;
                }
            }
        }
    }

    /// Reads on; whether anything was there.
    async fn read(&mut self) -> Option<bool> {
        let db = self.app.db.read();
        let events = event::after(db, self.after, BATCH).await.ok()?;
        let any = !events.is_empty();
        for event in events {
            self.after = event.no;
            let Some(case) = event.case_id else { continue };
            // Asked at sending: a post may have ended meanwhile.
            if cases::sees(db, CaseId(case), &self.by).await.ok()? {
                let data =
                    json!({ "event": event.no, "case": case, "kind": event.kind, "version": event.case_version });
                self.ready.push_back(Event::default().event("case").id(event.no.to_string()).data(data.to_string()));
            }
        }
        Some(any)
    }
}
