//! The feed as server-sent events.

use crate::{
    app::App,
    cases::{CaseId, store as cases},
    error::{Problem, Result},
    log::event,
    staff::{Officer, sessions},
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
    let last: Option<i64> =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|id| id.parse().ok());
    let newest = event::newest(app.db.read()).await?;
    let known = match last {
        Some(last) => event::cursor_of(app.db.read(), last).await?.filter(|_| newest.no - last <= TOO_OLD),
        None => Some(newest),
    };
    // At once, so that the listener knows that the connection stands.
    let ready = Event::default().comment("ready");
    let reset = known.is_none().then(|| Event::default().event("reset").id(newest.no.to_string()).data("{}"));
    let nudges = app.feed.listen();
    let reader = Reader {
        app,
        by,
        after: known.unwrap_or(newest),
        nudges,
        ready: std::iter::once(ready).chain(reset).collect(),
    };
    let events = stream::unfold(reader, |mut reader| async move { reader.next().await.map(|event| (event, reader)) });
    Ok(Sse::new(events.map(Ok)).keep_alive(KeepAlive::default()))
}

/// One listener's place in the log.
struct Reader {
    app: App,
    by: Officer,
    after: event::Cursor,
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
        // Asked anew each time: a session or a post may have ended meanwhile.
        self.by = sessions::still_there(&self.app, &self.by).await.ok()?;
        let events = event::after(db, self.after, BATCH).await.ok()?;
        let any = !events.is_empty();
        let cases = events.iter().filter_map(|event| event.case_id).map(CaseId);
        let seen = cases::seen_of(db, cases, &self.by).await.ok()?;
        for event in events {
            self.after = event.cursor();
            let Some(case) = event.case_id else { continue };
            if seen.contains(&CaseId(case)) {
                let data =
                    json!({ "event": event.no, "case": case, "kind": event.kind, "version": event.case_version });
                self.ready.push_back(Event::default().event("case").id(event.no.to_string()).data(data.to_string()));
            }
        }
        Some(any)
    }
}
