//! The log and those who listen to it.

use crate::district::District;
use axum::body::Body;
use axum::http::Request;
use futures::{StreamExt, future::join_all};
use huixiang::log::{self, Actor, NewEvent, event};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

/// On PostgreSQL a row can commit after a later-numbered one; a reader that moved past it would never see it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_never_skips_a_late_commit() {
    const WRITERS: u64 = 24;
    let district = District::new().await;
    let app = &district.app;
    let from = event::newest(app.db.read()).await.unwrap();
    let writer = |n: u64| async move {
        let write = app.db.write(async |txn| {
            // Some transactions begin long before they draw their number.
            if n % 3 == 0 {
                begin_writing(txn, n).await?;
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
            let kind = "test".to_owned();
            let event =
                NewEvent { at: app.clock.now(), actor: Actor::System, case: None, kind, body: json!({ "n": n }) };
            let no = log::append(txn, event).await?;
            // The earlier a number was drawn, the later it is committed.
            tokio::time::sleep(Duration::from_millis((WRITERS - n) * 7)).await;
            Ok(no)
        });
        write.await.unwrap()
    };
    let reader = async {
        let (mut at, mut seen) = (from, Vec::new());
        while (seen.len() as u64) < WRITERS {
            for event in event::after(app.db.read(), at, 5).await.unwrap() {
                at = event.cursor();
                seen.push(event.no);
            }
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        seen
    };
    let reader = tokio::time::timeout(Duration::from_secs(60), reader);
    let (written, seen) = tokio::join!(join_all((0..WRITERS).map(writer)), reader);
    let seen = seen.expect("the reader has seen everything within a minute");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>(), written.iter().collect::<BTreeSet<_>>());
}

/// Any row: with it the transaction has its place among the others.
async fn begin_writing(txn: &impl ConnectionTrait, n: u64) -> huixiang::error::Result<()> {
    txn.execute_unprepared(&format!("INSERT INTO counter (name, next) VALUES ('early {n}', 1)")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_hears_of_what_they_may_see_and_goes_on_where_it_broke() {
    let district = District::new().await;
    let mut clerk = Listener::open(&district, "clerk", None).await;
    let mut neighbour = Listener::open(&district, "neighbour", None).await;
    let receipt = district.report("井盖").await;
    let heard = clerk.next().await;
    assert_eq!((&heard.data["kind"], &heard.data["case"]), (&json!("report"), &receipt["case"]));
    assert!(!heard.data.to_string().contains("井盖"), "ids and kinds only");
    drop(clerk);

    district.play(&receipt["case"], &district.until_dispatched()).await;
    let mut again = Listener::open(&district, "clerk", Some(&heard.id)).await;
    assert_eq!(again.next().await.data["kind"], "register");
    assert_eq!(again.next().await.data["kind"], "dispatch");
    assert!(neighbour.silent().await, "the case lies in another grid");

    let mut ahead = Listener::open(&district, "clerk", Some("999999999")).await;
    assert_eq!(ahead.next().await.name, "reset");
}

struct Listener {
    body: axum::body::BodyDataStream,
    read: String,
}

#[derive(Debug)]
struct Heard {
    name: String,
    id: String,
    data: Value,
}

impl Listener {
    async fn open(district: &District, who: &str, last: Option<&str>) -> Self {
        let mut request = Request::builder().uri("/api/v1/feed").header("authorization", district.bearer(who));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let router = district.router.clone();
        let answer = tower::ServiceExt::oneshot(router, request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        Self { body: answer.into_body().into_data_stream(), read: String::new() }
    }

    async fn next(&mut self) -> Heard {
        tokio::time::timeout(Duration::from_secs(60), self.frame()).await.expect("something is heard within a minute")
    }

    async fn silent(&mut self) -> bool {
        tokio::time::timeout(Duration::from_secs(1), self.frame()).await.is_err()
    }

    async fn frame(&mut self) -> Heard {
        loop {
            if let Some((frame, rest)) = self.read.split_once("\n\n").map(|(a, b)| (a.to_owned(), b.to_owned())) {
                self.read = rest;
                let field =
                    |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim().to_owned();
                if !field("data:").is_empty() {
                    let data = serde_json::from_str(&field("data:")).unwrap();
                    return Heard { name: field("event:"), id: field("id:"), data };
                }
                continue;
            }
            let chunk = self.body.next().await.expect("the stream goes on").unwrap();
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
