//! The entrances for browsers and programs: pages, public pages without login, JSON API. Adapters only: parse, call the operation, render.

pub mod api;
pub mod assets;
mod bulk;
pub mod failure;
mod files;
pub mod form;
pub mod html;
mod middleware;
#[cfg(test)]
mod parts;
pub mod pdf;
pub mod public;
mod questions;
pub mod request;
pub mod signature;
pub mod ui;

use axum::Router;
use operations::App;

/// Everything this crate answers, ready to be served.
pub fn router(app: App, metrics: Option<metrics_exporter_prometheus::PrometheusHandle>) -> Router {
    let pages = Router::new().merge(html::routes()).merge(public::routes());
    let pages = middleware::around_pages(pages, &app);
    let uploads = middleware::around_uploads(html::upload_routes().merge(public::upload_routes()), &app);
    let router = Router::new()
        .merge(pages)
        .merge(uploads)
        .merge(api::routes(&app))
        .merge(html::health::routes(metrics))
        .merge(assets::routes());
    middleware::around_everything(router).with_state(app)
}
