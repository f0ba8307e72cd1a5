//! What partners may see on their pages, under the settings.

use crate::form::Form;
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::Failure;
use kernel::words::ContactRole;
use operations::App;
use operations::access::policy::Action;
use operations::settings::{self, PartnerPages};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/settings/partner-pages", get(show).post(save))
}

struct RoleBox {
    role: &'static str,
    name: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "settings/partner_pages.html")]
struct PartnerPagesPage {
    ui: Ui,
    ask_url: String,
    roles: Vec<RoleBox>,
}

async fn show(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::Administer)?;
    let now = settings::partner_pages(cx.read()).await?;
    let roles = ContactRole::ALL
        .iter()
        .map(|role| RoleBox {
            role: role.as_str(),
            name: ui.word("contact-role", role),
            checked: now.company_wide_roles.contains(role),
        })
        .collect();
    render(&PartnerPagesPage { ask_url: cx.app.url("/my"), roles, ui })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PartnerPagesForm {
    roles: Vec<String>,
}

async fn save(Page { cx, .. }: Page, Form(form): Form<PartnerPagesForm>) -> PageResult {
    let roles: Result<_, _> = form.roles.iter().map(|role| role.parse()).collect();
    let company_wide_roles = roles.map_err(|_| Failure::field("company_wide_roles", "unknown"))?;
    settings::change_partner_pages(&cx, PartnerPages { company_wide_roles }).await?;
    Ok(redirect_with("/settings/partner-pages", "good", "settings-saved"))
}
