//! The table of answers already given, so that a repeated POST is answered and not done again.

use crate::{
    app::App,
    error::{Error, Refusal, Result},
    wall_clock::Instant,
};
use sea_orm::{DatabaseTransaction, IntoActiveModel, entity::prelude::*};
use serde::{Serialize, de::DeserializeOwned};

/// One answer. Kept 90 days; those of reports always.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// The signed-in officer's id, or `anonymous`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Of method, path and body.
    pub request_hash: String,
    #[sea_orm(column_type = "Text")]
    pub response: String,
    pub at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which request this is, so that it is done once.
#[derive(Clone, Debug)]
pub struct Once {
    pub actor: String,
    /// The Idempotency-Key; without one the request is done each time it comes.
    pub key: Option<String>,
    pub request_hash: String,
}

impl Once {
    /// Answers to reports are kept for good: a phone may come back to signal after months.
    pub fn for_report(self) -> Self {
        Self { key: self.key.map(|key| format!("report:{key}")), ..self }
    }
}

/// An answer, and whether it was given before.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    pub answer: T,
    pub repeated: bool,
}

impl App {
    /// [`db::Db::write`], once for each Idempotency-Key: the answer is stored in the same transaction and repeated
    /// word for word.
    ///
    /// # Errors
    /// 422 when the key was used for another request; otherwise those of `work`.
    pub async fn write_once<T: Serialize + DeserializeOwned>(
        &self,
        once: &Once,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>,
    ) -> Result<Answered<T>> {
        let Some(key) = &once.key else {
            return Ok(Answered { answer: self.db.write(work).await?, repeated: false });
        };
        let written = self
            .db
            .write(async |txn| {
                if let Some(given) = Entity::find_by_id((once.actor.clone(), key.clone())).one(txn).await? {
                    return repeat(&given, once);
                }
                let answer = work(txn).await?;
                let row = Model {
                    actor: once.actor.clone(),
                    key: key.clone(),
                    request_hash: once.request_hash.clone(),
                    response: serde_json::to_string(&answer).map_err(anyhow::Error::from)?,
                    at: self.clock.now(),
                };
                Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
                Ok(Answered { answer, repeated: false })
            })
            .await;
        let Err(error) = written else { return written };
        // The same request may have run beside this one and have been first: then its answer counts.
        match Entity::find_by_id((once.actor.clone(), key.clone())).one(self.db.read()).await? {
            Some(given) => repeat(&given, once),
            None => Err(error),
        }
    }
}

fn repeat<T: DeserializeOwned>(given: &Model, once: &Once) -> Result<Answered<T>> {
    if given.request_hash != once.request_hash {
        return Err(Error::Unprocessable(Refusal::new(
            "idempotency_key_reused",
            "此 Idempotency-Key 已用于另一个请求，请换一个新的",
            "This Idempotency-Key was used for another request; take a new one",
        )));
    }
    let answer = serde_json::from_str(&given.response).map_err(anyhow::Error::from)?;
    Ok(Answered { answer, repeated: true })
}

/// Forgets answers older than `before`, except those to reports.
///
/// # Errors
/// The database's.
pub async fn forget(db: &impl ConnectionTrait, before: Instant) -> Result<u64> {
    let old = Entity::delete_many().filter(COLUMN.at.lt(before)).filter(COLUMN.key.not_like("report:%"));
    Ok(old.exec(db).await?.rows_affected)
}
