//! The router with all that stands before and behind it.

use crate::{app::App, cases, feed, files, intake, operations, staff, web};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::Level;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(info(
    title = "回响 Huixiang",
    description = "Reports, cases and their clocks. Times are UTC, coordinates WGS-84/CGCS2000. A problem is answered \
        as application/problem+json with a stable code and Chinese and English titles.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Doc;

/// JSON bodies at most; photos have their own limit.
const MAX_BODY: usize = 256 * 1024;

/// All operations with their description.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Doc::openapi())
        .merge(intake::router())
        .merge(cases::router())
        .merge(staff::router())
        .merge(files::router())
        .merge(feed::router())
        .merge(operations::router())
        .merge(crate::areas::router())
        .merge(crate::profile::router())
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, description) = api().split_for_parts();
    let swagger = SwaggerUi::new("/api/docs").url("/api/openapi.json", description);
    Router::new()
        .merge(api.layer(DefaultBodyLimit::max(MAX_BODY)))
        .merge(swagger)
        .route("/", get(web::front_page))
        .route("/front.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], web::FRONT_CSS) }))
        .fallback(|| async { crate::error::Error::NotFound })
        .layer(middleware::from_fn(safe_headers))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| internal()))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(DefaultOnResponse::new().level(Level::INFO)))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(app)
}

/// The path without its query: a query may hold what does not belong in a log.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("");
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

fn internal() -> Response {
    crate::error::Error::Internal(anyhow::anyhow!("a handler panicked")).into_response()
}

async fn safe_headers(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/v1");
    let docs = request.uri().path().starts_with("/api/docs");
    let mut response = next.run(request).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = method_not_allowed(&response);
    }
    let headers = response.headers_mut();
    // Swagger UI brings styles inside its markup.
    let styles = if docs { "'self' 'unsafe-inline'" } else { "'self'" };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data: blob:; connect-src 'self'; \
         font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A problem in place of the router's bare answer, which says what is allowed (RFC 9110, 15.5.6).
fn method_not_allowed(bare: &Response) -> Response {
    let mut problem = crate::error::Error::MethodNotAllowed.into_response();
    if let Some(allowed) = bare.headers().get(header::ALLOW) {
        problem.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    problem
}
