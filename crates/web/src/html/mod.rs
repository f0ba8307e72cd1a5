//! Pages for people of the vendor. One file per concept; templates in `templates/<concept>/`.

mod absence;
mod access;
mod account;
mod audit;
mod calendars;
pub(crate) mod dashboards;
mod deals;
mod disputes;
mod exchange_rates;
pub(crate) mod field;
mod figures;
pub mod health;
mod health_settings;
pub(crate) mod import;
pub(crate) mod insights;
mod outbox;
mod partner_pages;
mod partners;
mod people;
mod products;
mod programs;
pub(crate) mod registrations;
mod search;
mod segments;
mod settings;
pub(crate) mod timeline;
mod today;

use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, header};
use operations::App;

use crate::failure::PageFailure;

pub(crate) use deals::view_query as deals_view;
pub(crate) use insights::file as kpi_file;
pub(crate) use partners::file as partner_file;
pub(crate) use partners::view_query as partners_view;

/// What takes files: bodies larger than those of other forms.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .merge(import::upload_routes())
        .merge(registrations::upload_routes())
        .merge(exchange_rates::upload_routes())
}

/// What a page handler returns.
pub type PageResult = Result<Response, PageFailure>;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(absence::routes())
        .merge(access::routes())
        .merge(account::routes())
        .merge(audit::routes())
        .merge(calendars::routes())
        .merge(dashboards::routes())
        .merge(deals::routes())
        .merge(disputes::routes())
        .merge(figures::routes())
        .merge(health_settings::routes())
        .merge(import::routes())
        .merge(insights::routes())
        .merge(outbox::routes())
        .merge(partner_pages::routes())
        .merge(partners::routes())
        .merge(people::routes())
        .merge(products::routes())
        .merge(programs::routes())
        .merge(search::routes())
        .merge(registrations::routes())
        .merge(segments::routes())
        .merge(settings::routes())
        .merge(today::routes())
}

/// Renders a template.
///
/// # Errors
/// When the template cannot be rendered.
pub fn render(template: &impl askama::Template) -> PageResult {
    Ok(Html(template.render()?).into_response())
}

/// Renders a form again with what was wrong (422).
///
/// # Errors
/// When the template cannot be rendered.
pub fn render_invalid(template: &impl askama::Template) -> PageResult {
    render_as(http::StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// Renders a template with another status than 200.
///
/// # Errors
/// When the template cannot be rendered.
pub fn render_as(status: http::StatusCode, template: &impl askama::Template) -> PageResult {
    Ok((status, Html(template.render()?)).into_response())
}

/// After a change: to another page, with a message there (`kind` good, warn or bad; `key` a Fluent key).
pub fn redirect_with(path: &str, kind: &str, key: &str) -> Response {
    let mut response = axum::response::Redirect::to(path).into_response();
    let cookie = format!("{}={kind}.{key}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax", crate::request::FLASH_COOKIE);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
