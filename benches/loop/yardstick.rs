//! The bare database: the rows of a report written one transaction after the other, with nothing around them.

use huixiang::{db::Db, migrations::Migrator};
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait, Value};
use sea_orm_migration::MigratorTrait;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Reports a second of a bare loop at `cases` cases, `synchronous=FULL` as in the program.
pub fn reports_a_second(folder: &Path, cases: u64, measured: Duration) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let url = format!("sqlite://{}/yardstick.db?mode=rwc", folder.display());
        let db = Db::connect(&url, 1).await.expect("a database");
        Migrator::up(db.read(), None).await.expect("the schema");
        let profile = Uuid::now_v7();
        write(
            db.read(),
            "insert into profile values (?, '999902', 1, '', '2026-01-01T00:00:00+00:00')",
            vec![profile.into()],
        )
        .await;
        let txn = db.read().begin().await.expect("a transaction");
        for n in 0..cases {
            report(&txn, profile, n).await;
        }
        txn.commit().await.expect("a commit");
        let (begun, mut written) = (Instant::now(), 0);
        while begun.elapsed() < measured {
            let txn = db.read().begin().await.expect("a transaction");
            report(&txn, profile, cases + written).await;
            txn.commit().await.expect("a commit");
            written += 1;
        }
        written as f64 / begun.elapsed().as_secs_f64()
    })
}

/// The four rows that the program writes for a report of the bench: case, report, clock, event.
async fn report(txn: &impl ConnectionTrait, profile: Uuid, n: u64) {
    const AT: &str = "2026-03-02T01:00:00.123456+00:00";
    let (case, report) = (Uuid::now_v7(), Uuid::now_v7());
    let text = |text: &str| Value::from(text.to_owned());
    write(
        txn,
        "insert into \"case\" (id, number, profile_id, category, step, stage, urgent, on_border, opened_at, changed_at, \
         next_due_at, next_due_clock, overdue, returns, reworks, reopenings, version) \
         values (?, ?, ?, '05', 'reported', 'intake', 0, 0, ?, ?, ?, 'handling', 0, 0, 0, 0, 1)",
        vec![case.into(), text(&format!("20260302{n:08}")), profile.into(), text(AT), text(AT), text(AT)],
    )
    .await;
    write(
        txn,
        "insert into report (id, case_id, first_case_id, tracking_code, kind, channel, text, salt, category, hide_name, received_at) \
         values (?, ?, ?, ?, 'help', 'open311', 'A street light is out', 'abcdefghijklmnop', '05', 0, ?)",
        vec![report.into(), case.into(), case.into(), text(&format!("T{n:09}")), text(AT)],
    )
    .await;
    write(
        txn,
        "insert into clock (id, case_id, kind, started_at, \"limit\", counts, extensions, due_at, provisional) \
         values (?, ?, 'handling', ?, '720 natural_hours', 'running_hours', 0, ?, 0)",
        vec![Uuid::now_v7().into(), case.into(), text(AT), text(AT)],
    )
    .await;
    let body =
        format!("{{\"v\":1,\"report\":\"{report}\",\"channel\":\"open311\",\"kind\":\"help\",\"step\":\"reported\"}}");
    write(
        txn,
        "insert into event (at, actor_kind, actor_id, case_id, case_version, kind, body) values (?, 'reporter', ?, ?, 1, 'report', ?)",
        vec![text(AT), report.into(), case.into(), text(&body)],
    )
    .await;
}

async fn write(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    db.execute_raw(statement).await.expect("the row is written");
}
