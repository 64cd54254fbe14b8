//! How a request says who sends it: a bearer token, or the cookie of a browser.

use crate::{
    config,
    error::{Error, Refusal, Result},
};
use axum::http::{HeaderMap, Method, header, request::Parts};

const COOKIE: &str = "huixiang_session";

/// The token, if the request brings one.
///
/// # Errors
/// 403 when a cookie came with a change that another site may have asked the browser for.
pub fn token(parts: &Parts) -> Result<Option<String>> {
    if let Some(token) = bearer(&parts.headers) {
        return Ok(Some(token.to_owned()));
    }
    let Some(token) = cookie(&parts.headers) else { return Ok(None) };
    if is_change(&parts.method) && !comes_from_here(parts) {
        let (zh, en) = ("此请求并非来自本站页面，已拒绝", "The request does not come from a page of this site");
        return Err(Error::Forbidden(Refusal::new("other_origin", zh, en)));
    }
    Ok(Some(token.to_owned()))
}

/// The cookie that keeps a token in a browser as long as the session can last.
pub fn keep(token: &str, limits: &config::Session) -> String {
    let seconds = u64::from(limits.absolute_hours) * 3600;
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{}", secure(limits))
}

/// The cookie that removes it.
pub fn remove(limits: &config::Session) -> String {
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", secure(limits))
}

fn secure(limits: &config::Session) -> &'static str {
    if limits.secure_cookie { "; Secure" } else { "" }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, "authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(name, value)| *name == COOKIE && !value.is_empty()).map(|(_, value)| value)
}

fn is_change(method: &Method) -> bool {
    !method.is_safe()
}

/// Browsers say from where (Fetch Metadata); older ones at least the origin.
fn comes_from_here(parts: &Parts) -> bool {
    if let Some(site) = text(&parts.headers, "sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let origin = text(&parts.headers, "origin").and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    let host = text(&parts.headers, "host").or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
    origin.is_some() && origin == host
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(method: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method).uri("/api/v1/x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    const MINE: (&str, &str) = ("cookie", "a=b; huixiang_session=abc");

    #[test]
    fn a_token_comes_as_bearer_or_cookie() {
        assert_eq!(token(&parts("GET", &[])).unwrap(), None);
        assert_eq!(token(&parts("GET", &[MINE])).unwrap().as_deref(), Some("abc"));
        assert_eq!(token(&parts("POST", &[("authorization", "bearer xyz"), MINE])).unwrap().as_deref(), Some("xyz"));
        assert_eq!(token(&parts("GET", &[("cookie", "huixiang_session=")])).unwrap(), None);
        assert_eq!(token(&parts("GET", &[("authorization", "Basic xyz")])).unwrap(), None);
    }

    #[test]
    fn a_change_by_cookie_has_to_come_from_here() {
        let here = ("host", "hx.example:8080");
        let cases: [(&[(&str, &str)], bool); 7] = [
            (&[MINE, here], false),
            (&[MINE, here, ("origin", "https://hx.example:8080")], true),
            (&[MINE, here, ("origin", "https://evil.example")], false),
            (&[MINE, here, ("origin", "null")], false),
            (&[MINE, here, ("sec-fetch-site", "same-origin")], true),
            (&[MINE, here, ("sec-fetch-site", "cross-site"), ("origin", "https://hx.example:8080")], false),
            (&[MINE, here, ("sec-fetch-site", "same-site")], false),
        ];
        for (headers, allowed) in cases {
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                assert_eq!(token(&parts(method, headers)).is_ok(), allowed, "{method} {headers:?}");
            }
            assert!(token(&parts("GET", headers)).is_ok(), "{headers:?}");
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts() {
        let limits = config::Session { idle_minutes: 60, absolute_hours: 12, secure_cookie: true };
        let kept = keep("abc", &limits);
        assert_eq!(kept, "huixiang_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure");
        assert!(!keep("abc", &config::Session { secure_cookie: false, ..limits }).contains("Secure"));
    }
}
