//! What surrounds every request: id, log line, security headers, limits, and the page an error becomes.

use crate::failure::FailureNotice;
use crate::request::{FLASH_COOKIE, ui_of};
use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use http::{HeaderName, HeaderValue, header};
use operations::App;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// The largest request body, bytes. Import uploads have their own limit.
pub const MAX_BODY: usize = 1024 * 1024;

/// What an embedded page may do; whoever may embed it follows.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ";

#[derive(Clone, Default)]
struct FreshId;

impl MakeRequestId for FreshId {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&uuid::Uuid::now_v7().simple().to_string()).ok().map(RequestId::new)
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) fn around_everything(router: Router<App>) -> Router<App> {
    router
        // Cross-site request forgery: a browser says where a form came from (Sec-Fetch-Site, Origin).
        .layer(CsrfLayer::new())
        .layer(from_fn(headers))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(http::StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(60)))
        .layer(CatchPanicLayer::new())
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &http::Request<_>| {
            let id = request.headers().get(REQUEST_ID).and_then(|v| v.to_str().ok()).unwrap_or_default();
            // The path only: query strings and signed links do not belong into a log.
            tracing::info_span!("request", method = %request.method(), path = first_segment(request.uri().path()), request_id = id)
        }))
        // Set by us and nobody else: a caller's own id could forge log lines.
        .layer(SetRequestIdLayer::new(REQUEST_ID, FreshId))
        .layer(from_fn(drop_foreign_request_id))
}

pub(crate) fn around_pages(router: Router<App>, app: &App) -> Router<App> {
    router
        .fallback(async || crate::failure::PageFailure(kernel::Failure::NotFound))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), error_page))
        .layer(from_fn(said_once))
}

/// As pages, but the body is a file: what takes it counts the bytes.
pub(crate) fn around_uploads(router: Router<App>, app: &App) -> Router<App> {
    router.layer(from_fn_with_state(app.clone(), error_page)).layer(from_fn(said_once))
}

/// Tokens of signed links are path segments: only the first segment is logged.
fn first_segment(path: &str) -> &str {
    path.get(1..).and_then(|rest| rest.find('/')).and_then(|end| path.get(..end + 2)).unwrap_or(path)
}

async fn drop_foreign_request_id(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(REQUEST_ID);
    next.run(request).await
}

/// Who may show an answer inside a page of theirs; on an answer without it: nobody.
#[derive(Clone)]
pub(crate) struct FrameAncestors(pub(crate) Vec<String>);

async fn headers(request: Request, next: Next) -> Response {
    let embed = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let framed_by = response
        .extensions()
        .get::<FrameAncestors>()
        .and_then(|allowed| HeaderValue::from_str(&format!("{POLICY}{}", allowed.0.join(" "))).ok());
    let headers = response.headers_mut();
    if framed_by.is_none() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let closed = HeaderValue::from_static(
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, framed_by.unwrap_or(closed));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !embed && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The message carried over a redirect is shown by one page, not by every page of the next seconds.
async fn said_once(request: Request, next: Next) -> Response {
    let carried = CookieJar::from_headers(request.headers()).get(FLASH_COOKIE).is_some();
    let mut response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("text/html"));
    if carried && html {
        let over = HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        response.headers_mut().append(header::SET_COOKIE, over);
    }
    response
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    ui: crate::ui::Ui,
    code: &'static str,
    status: u16,
    message: String,
    /// What to do about it.
    note: String,
    request_id: String,
}

/// Turns a bare failure into a page in the reader's language.
async fn error_page(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let kept = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let notice = response.extensions().get::<FailureNotice>().cloned().or_else(|| match response.status().as_u16() {
        404 if is_bare(&response) => Some(FailureNotice { code: "not_found", params: Default::default() }),
        405 if is_bare(&response) => Some(FailureNotice { code: "not_found", params: Default::default() }),
        // The layer that counts says it in plain words of its own.
        413 => Some(FailureNotice { code: "payload_too_large", params: Default::default() }),
        _ => None,
    });
    let Some(notice) = notice else { return response };
    let (status, mut old) = (response.status(), response.headers().clone());
    let Ok((cx, ui)) = ui_of(&kept, &app).await else { return response };
    let page = ErrorPage {
        code: notice.code,
        status: status.as_u16(),
        message: i18n::error_text(cx.locale, notice.code, &notice.params),
        note: match notice.code {
            "payload_too_large" => ui.t1("shell-too-large", "max", MAX_BODY / 1024 / 1024),
            _ => ui.t1("shell-error-note", "status", status.as_u16()),
        },
        request_id: cx.request_id,
        ui,
    };
    match page.render() {
        Ok(html) => {
            let mut made = (status, Html(html)).into_response();
            old.remove(header::CONTENT_TYPE);
            old.remove(header::CONTENT_LENGTH);
            made.headers_mut().extend(old);
            made
        }
        Err(error) => {
            tracing::error!(%error, "the error page could not be made");
            status.into_response()
        }
    }
}

fn is_bare(response: &Response) -> bool {
    !response.headers().contains_key(header::CONTENT_TYPE)
}

#[cfg(test)]
mod tests {
    use super::first_segment;

    #[test]
    fn the_log_never_sees_a_signed_link() {
        assert_eq!(first_segment("/s/secret-token"), "/s/");
        assert_eq!(first_segment("/sign-in/link/secret"), "/sign-in/");
        assert_eq!(first_segment("/today"), "/today");
        assert_eq!(first_segment("/"), "/");
    }
}
