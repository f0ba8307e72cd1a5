//! Health for machines: alive, ready, metrics.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use operations::App;

pub(crate) fn routes(metrics: Option<PrometheusHandle>) -> Router<App> {
    Router::new()
        .route("/health/live", get(|| async { Json(serde_json::json!({ "status": "ok" })) }))
        .route("/health/ready", get(ready))
        .route(
            "/metrics",
            get(move || {
                let text = metrics.as_ref().map(PrometheusHandle::render);
                async move {
                    match text {
                        Some(text) => {
                            ([(http::header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
                        }
                        None => StatusCode::NOT_FOUND.into_response(),
                    }
                }
            }),
        )
}

/// Ready when the database answers.
async fn ready(State(app): State<App>) -> Response {
    match operations::settings::organisation(app.db().read()).await {
        Ok(_) => Json(serde_json::json!({ "status": "ok" })).into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, Json(serde_json::json!({ "status": "database" }))).into_response()
        }
    }
}
