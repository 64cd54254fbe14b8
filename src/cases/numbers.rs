//! Case numbers: prefix, YYYYMMDD of the local day of the first report, five digits. Unique; gaps are allowed.

use crate::{
    db::Db,
    error::{Error, Refusal, Result},
};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, IntoActiveModel, QuerySelect, entity::prelude::*};
use std::{ops::Range, sync::Arc};
use tokio::sync::Mutex;

/// Draws numbers in blocks: one counter row locked until each commit would mean one flush a report.
#[derive(Clone, Default)]
pub struct Numbers(Arc<Mutex<Block>>);

#[derive(Default)]
struct Block {
    day: NaiveDate,
    left: Range<i64>,
}

const BLOCK: i64 = 50;
const LAST: i64 = 99_999;

mod counter {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "counter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub next: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Numbers {
    /// The next number of a local day. Call it before a transaction begins: it has one of its own.
    ///
    /// # Errors
    /// When a day has had all its 99,999 numbers.
    pub async fn draw(&self, db: &Db, prefix: &str, day: NaiveDate) -> Result<String> {
        let mut block = self.0.lock().await;
        if block.day != day || block.left.is_empty() {
            *block = Block { day, left: next_block(db, day).await? };
        }
        let number = block.left.start;
        block.left.start += 1;
        Ok(format!("{prefix}{}{number:05}", day.format("%Y%m%d")))
    }
}

async fn next_block(db: &Db, day: NaiveDate) -> Result<Range<i64>> {
    let name = format!("case/{day}");
    loop {
        let drawn = db.write(async |txn| {
            let Some(row) = counter::Entity::find_by_id(name.clone()).lock_exclusive().one(txn).await? else {
                let first = counter::Model { name: name.clone(), next: BLOCK + 1 };
                counter::Entity::insert(first.into_active_model()).exec_without_returning(txn).await?;
                return Ok(1..BLOCK + 1);
            };
            let block = row.next..(row.next + BLOCK).min(LAST + 1);
            let mut row = row.into_active_model();
            row.next = Set(block.end);
            row.update(txn).await?;
            Ok(block)
        });
        return match drawn.await {
            // Two processes drew the day's first block at once: the other made the row.
            Err(Error::Database(error)) if crate::db::is_taken(&error) => continue,
            Ok(block) if block.is_empty() => Err(Error::Conflict(Refusal::new(
                "numbers_exhausted",
                "当日案卷编号已用完",
                "All case numbers of this day are taken",
            ))),
            done => done,
        };
    }
}
