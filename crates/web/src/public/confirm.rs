//! `/c/<token>`: a stranger confirms their address. Opening the page changes nothing, the button does.

use super::closed::closed;
use crate::html::{PageResult, redirect_with, render};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use operations::App;
use operations::cosell::registration::{ToConfirm, confirm, to_confirm};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/c/{token}", get(show).post(press))
}

#[derive(Template)]
#[template(path = "public/confirm.html")]
struct Confirm {
    ui: Ui,
    text: String,
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match to_confirm(&cx, &token).await {
        Ok(ToConfirm { company, email }) => {
            let text = ui.t2("public-confirm-text", "company", company, "email", email);
            render(&Confirm { ui, text })
        }
        Err(failure) => closed(ui, failure),
    }
}

async fn press(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    match confirm(&cx, &token).await {
        Ok(status_page) => Ok(redirect_with(&status_page, "good", "public-confirmed")),
        Err(failure) => closed(ui, failure),
    }
}
