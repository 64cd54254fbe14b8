//! Photos. What a device sends is decoded, turned upright, made no larger than a screen needs and written anew as
//! JPEG; the bytes received are never kept, and with them go place, time and device (EXIF). A photo is put first,
//! under an id made on the device, and named by a report or a step afterwards; one that nobody names is swept.

pub mod http;
mod jpeg;
mod photo;
pub mod store;
pub mod sweep;

use crate::{
    app::App,
    config::FilesConfig,
    error::{Error, Refusal, Result},
    secret::sha256,
    staff::OfficerId,
};
use anyhow::Context;
use bytes::Bytes;
pub use http::{PhotoQuery, response, router};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Location};
use photo::Photo;
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc};
use store::file::Model;
pub use sweep::sweep;
use tokio::sync::Semaphore;

crate::id! {
    /// Names a file; made on the device.
    FileId
}

/// Where photos lie, and how many are worked on at once.
#[derive(Clone)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    /// A decoded photo may take a quarter of a gigabyte.
    turns: Arc<Semaphore>,
}

/// Which picture of a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhotoSize {
    /// Longest side at most 2560 pixels.
    #[default]
    Full,
    /// Longest side at most 480 pixels.
    Small,
}

impl Files {
    /// Photos under `data/files`, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(data: &Path) -> Result<Self> {
        let folder = data.join("files");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let objects = LocalFileSystem::new_with_prefix(&folder).context("opening the folder of photos")?;
        Ok(Self { objects: Arc::new(objects.with_fsync(true)), turns: Arc::new(Semaphore::new(2)) })
    }

    async fn put(&self, id: FileId, photo: Photo) -> Result<()> {
        for (size, jpeg) in [(PhotoSize::Small, photo.small), (PhotoSize::Full, photo.full)] {
            self.objects.put(&location(id, size), PutPayload::from(jpeg)).await.context("storing a photo")?;
        }
        Ok(())
    }

    /// Deletes both pictures; it is no error when they are gone.
    async fn delete(&self, id: FileId) -> Result<()> {
        for size in [PhotoSize::Full, PhotoSize::Small] {
            match self.objects.delete(&location(id, size)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(anyhow::Error::new(error).context("deleting a photo").into()),
            }
        }
        Ok(())
    }

    async fn decode(&self, received: Bytes, limits: &FilesConfig) -> Result<Photo> {
        let max_pixels = limits.max_pixels;
        let _turn = self.turns.acquire().await.context("waiting to read a photo")?;
        let read = tokio::task::spawn_blocking(move || photo::read(&received, max_pixels));
        read.await.context("reading a photo")?.map_err(Error::Unprocessable)
    }
}

/// Keeps a photo under `id`; the flag says whether it was kept before. On disk when this returns.
///
/// # Errors
/// 422 when the bytes are no photo, 409 when the id names another one.
pub async fn keep(app: &App, id: FileId, received: Bytes, by: Option<OfficerId>) -> Result<(Model, bool)> {
    let received_hash = sha256(&received);
    if let Some(kept) = store::file::find(app.db.read(), id).await? {
        return same(kept, &received_hash);
    }
    if store::deletion::is_asked(app.db.read(), id).await? {
        return Err(id_taken());
    }
    let photo = app.files.decode(received, &app.config.files).await?;
    let row = Model {
        id,
        media_type: "image/jpeg".to_owned(),
        bytes: i64::try_from(photo.full.len()).unwrap_or(i64::MAX),
        width: photo.width.try_into().unwrap_or(i32::MAX),
        height: photo.height.try_into().unwrap_or(i32::MAX),
        received_hash,
        stored_at: app.clock.now(),
        officer_id: by,
        case_id: None,
        report_id: None,
        effect: None,
    };
    // The object before the row: a row without its photo would be a promise broken.
    app.files.put(id, photo).await?;
    match app.db.write(async |txn| store::file::insert(txn, &row).await).await {
        Ok(()) => Ok((row, false)),
        // The same photo came twice at once.
        Err(Error::Database(error)) if crate::db::is_taken(&error) => {
            let kept = store::file::find(app.db.read(), id).await?.ok_or(Error::Database(error))?;
            same(kept, &row.received_hash)
        }
        Err(error) => Err(error),
    }
}

/// The JPEG of a kept photo. Who may see it is the caller's to decide.
///
/// # Errors
/// 404 when there is none.
pub async fn read(app: &App, id: &FileId, size: PhotoSize) -> Result<Bytes> {
    match app.files.objects.get(&location(*id, size)).await {
        Ok(found) => Ok(found.bytes().await.context("reading a stored photo")?),
        Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
        Err(error) => Err(anyhow::Error::new(error).context("reading a stored photo").into()),
    }
}

fn same(kept: Model, received_hash: &str) -> Result<(Model, bool)> {
    if kept.received_hash == received_hash { Ok((kept, true)) } else { Err(id_taken()) }
}

fn id_taken() -> Error {
    let (zh, en) = ("此编号已用于另一张照片，请换一个新的", "This id names another photo; take a new one");
    Error::Conflict(Refusal::new("file_id_taken", zh, en))
}

/// `f3/….jpg`: by the id's last two digits, for the first ones of a UUIDv7 are the time.
fn location(id: FileId, size: PhotoSize) -> Location {
    let name = id.to_string();
    let folder = &name[name.len() - 2..];
    match size {
        PhotoSize::Full => Location::from(format!("{folder}/{name}.jpg")),
        PhotoSize::Small => Location::from(format!("{folder}/{name}.small.jpg")),
    }
}

#[cfg(test)]
mod tests;
