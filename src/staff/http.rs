//! Signing in, and who is there.

use super::Officer;
use crate::{
    app::App,
    error::{Error, Result},
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};

impl FromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = <Self as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await?;
        found.ok_or(Error::NotSignedIn)
    }
}

impl OptionalFromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(_parts: &mut Parts, _app: &App) -> Result<Option<Self>> {
        Ok(None)
    }
}
