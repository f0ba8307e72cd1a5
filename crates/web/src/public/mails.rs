//! `/u/<token>`: which mails somebody wants; the link stands in every mail that can be switched off. `/u/<token>/<kind>` switches one kind off:
//! a mail program does so by itself (RFC 8058), a person sees a button first, because mail scanners open links. A contact finds the same page on
//! their own pages: `/s/<token>/mails`, `/m/<token>/mails`, `/r/<token>/mails`.

use super::closed::closed;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kernel::Failure;
use kernel::words::MailKind;
use operations::cosell::registration::entrance::open_personal;
use operations::cosell::registration::open_my_registrations;
use operations::cosell::registration::partner_side::open_status;
use operations::record::preference::{self, MailPreference, PreferencesLink};
use operations::{App, Ctx};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/u/{token}", get(show).post(save))
        .route("/u/{token}/{kind}", get(confirm).post(switch_off))
        .route("/s/{token}/mails", get(show_by_status).post(save_by_status))
        .route("/m/{token}/mails", get(show_by_mine).post(save_by_mine))
        .route("/r/{token}/mails", get(show_by_personal).post(save_by_personal))
}

/// Opens a contact's preferences by the link of their status page. A stranger has none.
async fn by_status(cx: &Ctx, token: &str) -> Result<PreferencesLink, Failure> {
    open_status(cx, token).await?.mails().ok_or(Failure::NotFound)
}

/// Opens a contact's preferences by the link of their list.
async fn by_mine(cx: &Ctx, token: &str) -> Result<PreferencesLink, Failure> {
    open_my_registrations(cx, token).await?.mails().ok_or(Failure::NotFound)
}

/// Opens a contact's preferences by their personal registration link.
async fn by_personal(cx: &Ctx, token: &str) -> Result<PreferencesLink, Failure> {
    open_personal(cx, token).await?.mails().ok_or(Failure::NotFound)
}

/// One kind of mail in the form, here and on the account page.
pub(crate) struct KindBox {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) wanted: bool,
}

/// The boxes of a form.
pub(crate) fn boxes(ui: &Ui, preferences: &[MailPreference]) -> Vec<KindBox> {
    preferences
        .iter()
        .map(|p| KindBox { kind: p.kind.as_str(), name: ui.word("mail-kind", p.kind), wanted: p.wanted })
        .collect()
}

/// A sent form: every kind offered, wanted where its box is ticked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MailForm {
    pub(crate) wanted: Vec<String>,
    /// On the account page: of which dashboard the figures of the week are.
    dashboard: String,
}

impl MailForm {
    /// The dashboard that was chosen, if that was asked.
    pub(crate) fn dashboard(&self) -> Option<String> {
        (!self.dashboard.is_empty()).then(|| self.dashboard.clone())
    }
    pub(crate) fn changes(&self) -> Vec<MailPreference> {
        let wanted = |kind: MailKind| self.wanted.iter().any(|word| word == kind.as_str());
        MailKind::ALL.iter().map(|kind| MailPreference { kind: *kind, wanted: wanted(*kind) }).collect()
    }
}

#[derive(Template)]
#[template(path = "public/mails.html")]
struct Mails {
    ui: Ui,
    name: String,
    boxes: Vec<KindBox>,
    /// What comes in any case.
    always: String,
    /// The page it was reached from; empty when it was a mail.
    back: String,
}

#[derive(Template)]
#[template(path = "public/mails_off.html")]
struct Off {
    ui: Ui,
    all: String,
    kind: String,
    done: bool,
}

async fn shown(ui: Ui, open: Result<PreferencesLink, Failure>, back: String) -> PageResult {
    match open {
        Ok(open) => {
            let boxes = boxes(&ui, &open.preferences().await?);
            let always = ui.t(if open.is_of_the_vendor() { "mails-always-people" } else { "mails-always" });
            render(&Mails { name: open.name, boxes, always, back, ui })
        }
        Err(failure) => closed(ui, failure),
    }
}

async fn saved(ui: Ui, open: Result<PreferencesLink, Failure>, form: &MailForm, here: &str) -> PageResult {
    match open {
        Ok(open) => {
            open.change(&form.changes()).await?;
            Ok(redirect_with(here, "good", "mails-saved"))
        }
        Err(failure) => closed(ui, failure),
    }
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    shown(ui, preference::open(&cx, &token).await, String::new()).await
}

async fn save(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(form): Form<MailForm>) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    saved(ui, preference::open(&cx, &token).await, &form, &format!("/u/{token}")).await
}

async fn show_by_status(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    shown(ui, by_status(&cx, &token).await, format!("/s/{token}")).await
}

async fn save_by_status(
    Path(token): Path<String>,
    PublicPage { cx, ui }: PublicPage,
    Form(form): Form<MailForm>,
) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    saved(ui, by_status(&cx, &token).await, &form, &format!("/s/{token}/mails")).await
}

async fn show_by_mine(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    shown(ui, by_mine(&cx, &token).await, format!("/m/{token}")).await
}

async fn save_by_mine(
    Path(token): Path<String>,
    PublicPage { cx, ui }: PublicPage,
    Form(form): Form<MailForm>,
) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    saved(ui, by_mine(&cx, &token).await, &form, &format!("/m/{token}/mails")).await
}

async fn show_by_personal(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    shown(ui, by_personal(&cx, &token).await, format!("/r/{token}")).await
}

async fn save_by_personal(
    Path(token): Path<String>,
    PublicPage { cx, ui }: PublicPage,
    Form(form): Form<MailForm>,
) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    saved(ui, by_personal(&cx, &token).await, &form, &format!("/r/{token}/mails")).await
}

async fn confirm(Path((token, kind)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let kind: MailKind = kind.parse().map_err(|_| Failure::NotFound)?;
    match preference::open(&cx, &token).await {
        Ok(open) if open.offers(kind) => {
            render(&Off { all: format!("/u/{token}"), kind: ui.word("mail-kind", kind), done: false, ui })
        }
        Ok(_) => Err(Failure::NotFound.into()),
        Err(failure) => closed(ui, failure),
    }
}

async fn switch_off(Path((token, kind)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    let kind: MailKind = kind.parse().map_err(|_| Failure::NotFound)?;
    match preference::open(&cx, &token).await {
        Ok(open) if open.offers(kind) => {
            open.change(&[MailPreference { kind, wanted: false }]).await?;
            // No redirect: a mail program follows none (RFC 8058, 3.1).
            render(&Off { all: format!("/u/{token}"), kind: ui.word("mail-kind", kind), done: true, ui })
        }
        Ok(_) => Err(Failure::NotFound.into()),
        Err(failure) => closed(ui, failure),
    }
}
