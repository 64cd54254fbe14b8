//! What can go wrong, named for the situation; its HTTP status; its JSON (RFC 9457 `application/problem+json`).

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A clear no, in both languages: what, where and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable; clients may branch on it.
    pub code: &'static str,
    pub zh: String,
    pub en: String,
    /// The field of the request it is about.
    pub field: Option<String>,
}

impl Refusal {
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, zh: zh.into(), en: en.into(), field: None }
    }

    /// The same, about one field of the request.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request itself cannot be read (400).
    #[error("{}", .0.en)]
    BadRequest(Refusal),
    /// Nobody is signed in, or no longer (401).
    #[error("not signed in")]
    NotSignedIn,
    /// There, visible, but not this person's to do (403).
    #[error("{}", .0.en)]
    Forbidden(Refusal),
    /// Not there, or outside what the asker may see (404).
    #[error("not found")]
    NotFound,
    /// The rules of the case say no (409).
    #[error("{}", .0.en)]
    Conflict(Refusal),
    /// Somebody else was first; carries what happened since (412).
    #[error("changed meanwhile")]
    ChangedMeanwhile(serde_json::Value),
    /// The body is well formed and does not make sense (422).
    #[error("{}", .0.en)]
    Unprocessable(Refusal),
    /// If-Match is missing (428).
    #[error("If-Match is missing")]
    PreconditionRequired,
    /// The path is there, the method is not (405).
    #[error("method not allowed")]
    MethodNotAllowed,
    /// More than is taken at once (413).
    #[error("{}", .0.en)]
    TooLarge(Refusal),
    /// The database does not answer now (503).
    #[error("not ready: {0}")]
    NotReady(sea_orm::DbErr),
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// The JSON of a problem. Titles are there in both languages, so that it reads right wherever it surfaces.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:huixiang:problem:` and the code.
    pub r#type: String,
    pub status: u16,
    /// Stable; clients may branch on it.
    pub code: String,
    /// Chinese.
    pub title: String,
    pub title_en: String,
    /// The field of the request it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// With 412: what happened since the version the client knew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<serde_json::Value>,
}

impl Error {
    /// 400 about one field.
    pub fn bad(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::BadRequest(Refusal::new(code, zh, en))
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::ChangedMeanwhile(_) => StatusCode::PRECONDITION_FAILED,
            Self::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotReady(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn refusal(&self) -> Refusal {
        match self {
            Self::BadRequest(it)
            | Self::Forbidden(it)
            | Self::Conflict(it)
            | Self::Unprocessable(it)
            | Self::TooLarge(it) => it.clone(),
            Self::NotSignedIn => Refusal::new("not_signed_in", "请先登录", "Sign in first"),
            Self::NotFound => {
                Refusal::new("not_found", "没有找到，或不在您的查看范围内", "Not there, or not yours to see")
            }
            Self::ChangedMeanwhile(_) => Refusal::new(
                "changed_meanwhile",
                "此案卷已被他人更新，请查看变动后重试",
                "Somebody else changed this case; look at what changed and try again",
            ),
            Self::PreconditionRequired => Refusal::new(
                "if_match_required",
                "请在 If-Match 中给出所见版本的 ETag",
                "Send the ETag of the version you saw as If-Match",
            ),
            Self::MethodNotAllowed => {
                Refusal::new("method_not_allowed", "此地址不支持该方法", "This path does not take that method")
            }
            Self::NotReady(_) => Refusal::new("not_ready", "数据库暂时无法访问", "The database does not answer now"),
            Self::Database(_) | Self::Internal(_) => {
                Refusal::new("internal", "系统内部错误，已记录", "An internal error; it has been logged")
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = ?self, "internal error");
        }
        let Refusal { code, zh, en, field } = self.refusal();
        let since = if let Self::ChangedMeanwhile(since) = self { Some(since) } else { None };
        let problem = Problem {
            r#type: format!("urn:huixiang:problem:{code}"),
            status: status.as_u16(),
            code: code.to_owned(),
            title: zh,
            title_en: en,
            field,
            since,
        };
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(problem)).into_response()
    }
}
