//! The database. The only file that knows there are two of them.

use crate::error::Result;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, SqlErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sea_query::{Expr, SimpleExpr},
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// A pool of connections.
#[derive(Clone, Debug)]
pub struct Db {
    pool: DatabaseConnection,
    /// SQLite has one writer at a time: waiting here is fair, waiting inside SQLite is not.
    writer: Option<Arc<Mutex<()>>>,
}

impl Db {
    /// Connects to `sqlite://path?mode=rwc` or `postgres://…`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            let what =
                "database.url begins with neither sqlite:// nor postgres://; `huixiang config --default` shows one";
            return Err(anyhow::anyhow!(what).into());
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).sqlx_logging(false).test_before_acquire(false);
        options.acquire_timeout(Duration::from_secs(15));
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                // "Received" means on disk.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                .statement_cache_capacity(500)
                .pragma("temp_store", "memory")
        });
        let pool = Database::connect(options).await?;
        let writer = (pool.get_database_backend() == DbBackend::Sqlite).then(Arc::default);
        Ok(Self { pool, writer })
    }

    /// For reading, outside any transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Does `work` in one transaction: all of it is on disk when this returns `Ok`, nothing of it otherwise.
    /// Inside, use only `txn`: a query on [`Db::read`] would wait for itself.
    ///
    /// # Errors
    /// Those of `work`, and the database's.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>) -> Result<T> {
        let _turn = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        // A plain BEGIN that reads and then writes fails under contention, whatever the busy timeout.
        let immediate = self.writer.as_ref().map(|_| SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
        let txn = self.pool.begin_with_options(options).await?;
        let done = work(&txn).await?;
        txn.commit().await?;
        Ok(done)
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.pool.close().await?)
    }
}

/// True for events that no running transaction can still be overtaken by: on PostgreSQL a row may commit after a
/// later-numbered one, and a reader that moved past the gap would never see it.
pub fn settled(db: &impl ConnectionTrait) -> SimpleExpr {
    match db.get_database_backend() {
        DbBackend::Postgres => Expr::cust("\"event\".\"txn\" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"),
        _ => Expr::cust("1 = 1"),
    }
}

/// Whether an insert or update failed because the row is there already.
pub fn is_taken(error: &sea_orm::DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
