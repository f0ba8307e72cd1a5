//! Styles, scripts, icons and the font: built by `build.rs`, carried inside the binary, served under content-hashed names.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/assets"]
struct Built;

static HASHED: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!(concat!(env!("OUT_DIR"), "/assets/manifest.txt"))
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The address of a built file, for instance `app.css` → `/assets/app-2KD3XVSJ.css`.
/// An unknown name comes back unhashed, so the page shows a missing file instead of failing.
pub fn asset_path(logical: &str) -> String {
    format!("/assets/{}", HASHED.get(logical).unwrap_or(&logical))
}

/// `GET /assets/{*path}`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{*path}", get(serve))
}

async fn serve(Path(path): Path<String>) -> Response {
    let Some(file) = Built::get(&path) else {
        return answer(StatusCode::NOT_FOUND, Body::empty(), "text/plain", "no-store");
    };
    answer(
        StatusCode::OK,
        Body::from(file.data),
        content_type(&path),
        // The name holds a hash of the content: it can never mean anything else.
        "public, max-age=31536000, immutable",
    )
}

fn answer(status: StatusCode, body: Body, mime: &'static str, cache: &'static str) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

/// The content of a built text file, by its logical name.
#[cfg(test)]
pub(crate) fn text(logical: &str) -> String {
    let path = asset_path(logical);
    let file = Built::get(path.trim_start_matches("/assets/")).unwrap();
    String::from_utf8(file.data.into_owned()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::ServiceExt;

    async fn fetch(path: &str) -> (StatusCode, Option<String>, Option<String>) {
        let request = http::Request::get(path).body(Body::empty()).unwrap();
        let response = routes::<()>().with_state(()).oneshot(request).await.unwrap();
        let text = |name| response.headers().get(name).map(|value: &HeaderValue| value.to_str().unwrap().to_owned());
        (response.status(), text(header::CONTENT_TYPE), text(header::CACHE_CONTROL))
    }

    #[tokio::test]
    async fn every_file_in_the_manifest_is_served_with_its_type_and_kept_for_ever() {
        for (logical, mime) in [
            ("app.css", "text/css; charset=utf-8"),
            ("app.js", "text/javascript; charset=utf-8"),
            ("board.js", "text/javascript; charset=utf-8"),
            ("charts.js", "text/javascript; charset=utf-8"),
            ("import_progress.js", "text/javascript; charset=utf-8"),
            ("icons.svg", "image/svg+xml"),
            ("favicon.svg", "image/svg+xml"),
            ("inter.woff2", "font/woff2"),
        ] {
            let path = asset_path(logical);
            assert_ne!(path, format!("/assets/{logical}"), "{logical} has no hash");
            let (status, kind, cache) = fetch(&path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert_eq!(kind.as_deref(), Some(mime));
            assert_eq!(cache.as_deref(), Some("public, max-age=31536000, immutable"));
        }
    }

    #[tokio::test]
    async fn a_name_that_was_never_built_is_not_found_and_not_kept() {
        let (status, _, cache) = fetch("/assets/app-0000.css").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(cache.as_deref(), Some("no-store"));
        let (status, _, _) = fetch("/assets/../Cargo.toml").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
