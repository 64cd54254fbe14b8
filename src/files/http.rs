//! Putting a photo. Reading one is a matter of its case.

use super::{FileId, PhotoSize, keep, read, store::file::Model};
use crate::{
    app::App,
    error::{Error, Problem, Refusal, Result},
    request::Path,
    staff::Officer,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Everything under `/api/v1` that is about files alone.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(put))
}

/// Which picture.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PhotoQuery {
    /// `full` unless given.
    #[serde(default)]
    #[param(inline)]
    size: PhotoSize,
}

/// The picture itself, for whoever may see it: that is the caller's to decide.
///
/// # Errors
/// 404 when there is none.
pub async fn response(app: &App, id: FileId, query: &PhotoQuery) -> Result<Response> {
    let jpeg = read(app, &id, query.size).await?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, jpeg).into_response())
}

/// A photo that is kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KeptPhoto {
    pub id: FileId,
    pub media_type: String,
    /// Of the full picture.
    pub bytes: i64,
    /// In pixels.
    pub width: i32,
    pub height: i32,
}

impl From<Model> for KeptPhoto {
    fn from(row: Model) -> Self {
        let Model { id, media_type, bytes, width, height, .. } = row;
        Self { id, media_type, bytes, width, height }
    }
}

/// Put a photo
///
/// Under an id made on the device; a report or a step names it afterwards. JPEG, PNG or WebP, told by content. It is
/// kept as JPEG without EXIF. Sending the same bytes again is answered again; a photo that nobody names within 24
/// hours is deleted.
#[utoipa::path(put, operation_id = "put_photo", path = "/api/v1/files/{id}", tag = "files", params(("id" = FileId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = KeptPhoto), (status = 200, description = "Kept before", body = KeptPhoto),
        (status = 409, description = "The id names another photo", body = Problem),
        (status = 413, description = "Too many bytes", body = Problem),
        (status = 422, description = "No photo, broken, or too many pixels", body = Problem)))]
pub async fn put(
    State(app): State<App>,
    officer: Option<Officer>,
    Path(id): Path<FileId>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<KeptPhoto>)> {
    let received = receive(&headers, body, app.config.files.max_bytes).await?;
    let (row, before) = keep(&app, id, received, officer.map(|officer| officer.id)).await?;
    let status = if before { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(row.into())))
}

/// The whole body; refused as soon as it is, or says it will be, too long.
async fn receive(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<Bytes> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > max_bytes) {
        return Err(too_large(max_bytes));
    }
    let mut received = BytesMut::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let (zh, en) = ("照片未能完整接收，请重试", "The photo was not received to its end; send it again");
        let chunk = chunk.map_err(|_| Error::bad("unreadable", zh, en))?;
        if received.len() + chunk.len() > max_bytes {
            return Err(too_large(max_bytes));
        }
        received.extend_from_slice(&chunk);
    }
    Ok(received.freeze())
}

fn too_large(max_bytes: usize) -> Error {
    Error::TooLarge(Refusal::new(
        "photo_too_large",
        format!("照片过大，最多 {} MB", max_bytes / 1_000_000),
        format!("The photo has more than {max_bytes} bytes; make it smaller"),
    ))
}
