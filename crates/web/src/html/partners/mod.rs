//! Partners: the list with its views, bulk changes and files, and the record of one partner.

mod bulk;
mod contacts;
mod edit;
mod export;
mod list;
pub(crate) use list::view_query;
mod moves;
mod record;

pub(crate) use export::answer as file;

use axum::Router;
use axum::routing::{get, post};
use operations::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/partners", get(list::page))
        .route("/partners/export", get(export::filtered))
        .route("/partners/bulk", post(bulk::apply))
        .route("/partners/views", post(list::save_view))
        .route("/partners/views/{view}/remove", post(list::remove_view))
        .route("/partners/new", get(edit::new).post(edit::create))
        .route("/partners/{partner}", get(record::overview))
        .route("/partners/{partner}/deals", get(record::deals))
        .route("/partners/{partner}/registrations", get(record::registrations))
        .route("/partners/{partner}/history", get(record::history))
        .route("/partners/{partner}/notes", post(record::note))
        .route("/partners/{partner}/next-step", post(record::next_step))
        .route("/partners/{partner}/edit", get(edit::edit).post(edit::change))
        .route("/partners/{partner}/owners", get(edit::owners).post(edit::save_owners))
        .route("/partners/{partner}/status", get(edit::status).post(edit::save_status))
        .route("/partners/{partner}/move", get(moves::page).post(moves::move_partner))
        .route("/partners/{partner}/criteria", post(moves::tick))
        .route("/partners/{partner}/programs", get(moves::programs).post(moves::join))
        .route("/partners/{partner}/programs/{program}/leave", post(moves::leave))
        .route("/partners/{partner}/contacts", get(contacts::page))
        .route("/partners/{partner}/contacts/new", get(contacts::new).post(contacts::add))
        .route("/partners/{partner}/contacts/{contact}", get(contacts::edit).post(contacts::change))
        .route("/partners/{partner}/contacts/{contact}/mails", post(contacts::mails))
        .route("/partners/{partner}/contacts/{contact}/link", post(contacts::make_link))
        .route("/partners/{partner}/links/{link}/revoke", post(contacts::revoke_link))
        .route("/partners/{partner}/links/{link}/mail", post(contacts::mail_link))
}
