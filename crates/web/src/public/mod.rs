//! Pages without login: registering a deal, and seeing what became of it. They never show another partner's data.

mod acts;
mod answer;
mod bulk;
mod closed;
mod confirm;
pub(crate) mod countries;
mod dispute;
mod edit;
mod embed;
pub(crate) mod fields;
mod figures;
mod files;
pub(crate) mod language;
mod late;
pub(crate) mod mails;
mod mine;
mod personal;
mod program;
mod status;
mod wait;

use axum::Router;
use operations::App;

/// What takes files.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .merge(files::upload_routes())
        .merge(bulk::upload_routes())
        .merge(program::upload_routes())
        .merge(embed::upload_routes())
        .merge(personal::upload_routes())
        .merge(edit::upload_routes())
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(language::routes())
        .merge(mails::routes())
        .merge(mine::routes())
        .merge(figures::routes())
        .merge(program::routes())
        .merge(embed::routes())
        .merge(confirm::routes())
        .merge(status::routes())
        .merge(acts::routes())
        .merge(dispute::routes())
        .merge(answer::routes())
}
