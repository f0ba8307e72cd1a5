//! `/embed/<program>`: the public form inside a page of somebody the program allows. Every other page of ours stays out of every frame.
//!
//! Nothing here depends on a cookie: a browser keeps them from pages inside others. The language stands in the address.

use super::program::{Place, sending, sent_page, showing};
use crate::html::PageResult;
use crate::middleware::FrameAncestors;
use crate::questions::Unread;
use crate::request::PublicPage;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::routing::get;
use kernel::{Failure, Locale};
use operations::App;
use operations::cosell::registration::entrance::public_program;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/embed/{program}/sent", get(sent))
}

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/embed/{program}", get(show).post(send)).layer(DefaultBodyLimit::disable())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Language {
    lang: String,
    kind: String,
}

/// The page in the language of the address, and who may frame it; not found where nobody may.
async fn opened(
    page: PublicPage,
    key: &str,
    language: &Language,
) -> Result<(PublicPage, Place, FrameAncestors), Failure> {
    let PublicPage { mut cx, mut ui } = page;
    if let Ok(locale) = language.lang.parse::<Locale>() {
        cx.locale = locale;
        ui.locale = locale;
    }
    let program = public_program(&cx, key).await?.program;
    let origins = operations::program::allowed_origins(cx.read(), program.id).await?;
    if origins.is_empty() {
        return Err(Failure::NotFound);
    }
    let place = Place { sent: format!("/embed/{}/sent?lang={}", program.key, cx.locale), embedded: true };
    Ok((PublicPage { cx, ui }, place, FrameAncestors(origins)))
}

fn framed(page: PageResult, ancestors: FrameAncestors) -> PageResult {
    page.map(|mut response| {
        response.extensions_mut().insert(ancestors);
        response
    })
}

async fn show(Path(key): Path<String>, Query(language): Query<Language>, page: PublicPage) -> PageResult {
    page.cx.app.limits().public_page(&page.cx.address)?;
    let (page, place, ancestors) = opened(page, &key, &language).await?;
    framed(showing(page, &key, language.kind, place).await, ancestors)
}

async fn send(Path(key): Path<String>, Query(language): Query<Language>, page: PublicPage, sent: Unread) -> PageResult {
    page.cx.app.limits().public_page(&page.cx.address)?;
    let (page, place, ancestors) = opened(page, &key, &language).await?;
    framed(sending(page, &key, sent, place).await, ancestors)
}

async fn sent(Path(key): Path<String>, Query(language): Query<Language>, page: PublicPage) -> PageResult {
    page.cx.app.limits().public_page(&page.cx.address)?;
    let (page, _, ancestors) = opened(page, &key, &language).await?;
    let again = format!("/embed/{key}?lang={}", page.cx.locale);
    framed(sent_page(page, again, true), ancestors)
}
