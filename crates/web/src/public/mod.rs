//! Pages without login: registering a deal, and seeing what became of it. They never show another partner's data.

pub(crate) mod language;

use axum::Router;
use operations::App;

pub(crate) fn routes() -> Router<App> {
    Router::new().merge(language::routes())
}
