//! How a request is read: bodies that say what is wrong with them, idempotency, versions.

use crate::{
    app::App,
    error::{Error, Refusal, Result},
    log::idempotency::{Answered, Once},
    secret::sha256,
    staff::Officer,
    wall_clock::Instant,
};
use axum::{
    Json, RequestExt,
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use chrono::Datelike;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};

/// The JSON body of a POST with what makes it happen once. Unknown fields are refused where the type says so.
pub struct Posted<T> {
    pub body: T,
    pub once: Once,
}

impl<T: DeserializeOwned> FromRequest<App> for Posted<T> {
    type Rejection = Error;

    async fn from_request(mut request: Request, app: &App) -> Result<Self> {
        let officer = request.extract_parts_with_state::<Option<Officer>, _>(app).await?;
        let key = idempotency_key(request.headers(), officer.is_some())?;
        let what = format!("{} {}\n", request.method(), request.uri().path());
        let bytes = read_json_bytes(request).await?;
        let body = parse(&bytes)?;
        let actor = officer.map_or_else(|| "anonymous".to_owned(), |officer| officer.id.to_string());
        let request_hash = sha256(&[what.as_bytes(), &bytes].concat());
        Ok(Self { body, once: Once { actor, key, request_hash } })
    }
}

/// The JSON body of a request that nothing is kept of, such as signing in.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        parse(&read_json_bytes(request).await?).map(Self)
    }
}

async fn read_json_bytes(request: Request) -> Result<bytes::Bytes> {
    let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !declared.starts_with("application/json") {
        return Err(Error::bad("not_json", "请以 application/json 提交", "Send the body as application/json"));
    }
    bytes::Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.status().as_u16() {
        413 => Error::TooLarge(Refusal::new("too_large", "请求内容过大", "The body is larger than is taken")),
        _ => Error::bad("unreadable", "请求内容未能完整读取", "The body could not be read to its end"),
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    if holds_nul(bytes) {
        return Err(nul_character());
    }
    let body = serde_json::from_slice(bytes).map_err(|error| {
        Error::bad("bad_json", format!("请求内容有误：{error}"), format!("The body is not what is expected: {error}"))
    })?;
    Ok(body)
}

/// U+0000 in a path or a query. No text of PostgreSQL holds it, so it is stopped at the door on both databases.
const NUL: &str = "%00";

fn nul_character() -> Error {
    Error::bad(
        "nul_character",
        "请求含有空字符（U+0000），请删除后重试",
        "The request holds the character U+0000; remove it",
    )
}

/// JSON can bring it only as an escape.
fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(br"\u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

/// An instant as a field of a body. SQLite compares instants as text and PostgreSQL begins at 4713 BC: what is further
/// off would be lost on one and an error on the other.
///
/// # Errors
/// When the year is not one from 1900 to 9999.
pub fn instant<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Instant>, D::Error> {
    let given = Option::<Instant>::deserialize(field)?;
    match given.filter(|at| !(1900..=9999).contains(&at.year())) {
        Some(at) => Err(D::Error::custom(format!("{at} is too far off; write a year from 1900 to 9999"))),
        None => Ok(given),
    }
}

/// Strangers share one name: their keys must be such that no two of them choose the same.
fn idempotency_key(headers: &HeaderMap, signed_in: bool) -> Result<Option<String>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| (signed_in && (8..=64).contains(&key.len())) || uuid::Uuid::try_parse(key).is_ok();
    let key = value.to_str().ok().filter(fits);
    let refused = Error::bad(
        "bad_idempotency_key",
        "Idempotency-Key 请使用 UUID（工作人员也可用 8 至 64 个 ASCII 字符）",
        "An Idempotency-Key is a UUID; officers may also take 8 to 64 ASCII characters",
    );
    Ok(Some(key.ok_or(refused)?.to_owned()))
}

/// What the path names; a name that cannot be one is nothing that is there.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        if parts.uri.path().contains(NUL) {
            return Err(Error::NotFound);
        }
        let axum::extract::Path(names) = axum::extract::Path::from_request_parts(parts, state).await?;
        Ok(Self(names))
    }
}

impl From<PathRejection> for Error {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

/// The query; a key or value that nobody knows is said.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        if parts.uri.query().is_some_and(|query| query.contains(NUL)) {
            return Err(nul_character());
        }
        let axum::extract::Query(query) = axum::extract::Query::from_request_parts(parts, state).await?;
        Ok(Self(query))
    }
}

impl From<QueryRejection> for Error {
    fn from(rejection: QueryRejection) -> Self {
        let why = rejection.body_text();
        Self::bad("bad_query", format!("查询参数有误：{why}"), format!("The query is not what is expected: {why}"))
    }
}

/// The version in If-Match, as given out in ETag: `"7"`.
pub struct IfMatch(pub i32);

impl FromRequestParts<App> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let value = parts.headers.get(header::IF_MATCH).ok_or(Error::PreconditionRequired)?;
        let version = value.to_str().ok().and_then(|text| text.trim_matches('"').parse().ok());
        let refused = Error::bad(
            "bad_if_match",
            "If-Match 须为所见版本的 ETag，例如 \"7\"",
            "If-Match takes the ETag of the version you saw, such as \"7\"",
        );
        version.map(Self).ok_or(refused)
    }
}

/// 201 the first time, 200 when it is the answer given before.
pub fn created<T>(answered: Answered<T>) -> (StatusCode, Json<T>) {
    let status = if answered.repeated { StatusCode::OK } else { StatusCode::CREATED };
    (status, Json(answered.answer))
}
