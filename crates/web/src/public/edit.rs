//! `/s/<token>/edit`: what a registration says is changed by whoever sent it. A declined one is sent again.

use super::closed::closed;
use super::fields::{DealForm, EditForm, PARTNER, Stands, Wrong};
use super::status;
use super::wait::{too_early, wait};
use crate::html::{PageResult, redirect_with, render, render_as, render_invalid};
use crate::questions::{FormWithAnswers, Sending, Unread, answer_lines_typed, settle};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::response::IntoResponse;
use axum::routing::get;
use http::StatusCode;
use kernel::words::RegistrationStatus;
use kernel::{Failure, FieldErrors};
use operations::cosell::form::Answers;
use operations::cosell::registration::partner_side::{StatusLink, open_status};
use operations::cosell::registration::{Editable, Effect};
use operations::{App, Ctx};

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/s/{token}/edit", get(show).post(send)).layer(DefaultBodyLimit::disable())
}

#[derive(Template)]
#[template(path = "public/edit.html")]
struct EditPage {
    ui: Ui,
    path: String,
    company: String,
    becomes: Effect,
    form: DealForm,
    reason: String,
    version: i64,
    /// When the page was made, microseconds: what has happened since is told where somebody was faster.
    seen_at: i64,
    /// Somebody was faster: what has happened since.
    meanwhile: Option<Vec<status::Line>>,
    /// What stands now otherwise than it was typed: label and what stands.
    otherwise: Vec<(String, String)>,
    /// When it can be sent again; empty where nothing stands against it.
    wait: String,
}

impl EditPage {
    fn summary(&self) -> Vec<Wrong> {
        self.form.summary(&self.ui)
    }
}

/// It cannot be changed any more; nothing that was typed is lost.
#[derive(Template)]
#[template(path = "public/edit_lost.html")]
struct LostPage {
    ui: Ui,
    title: String,
    path: String,
    company: String,
    status: String,
    happened: Vec<status::Line>,
    typed: Vec<(String, String)>,
}

/// What was sent: the fields and the answers.
type Sent = (EditForm, Answers);

async fn page(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    stands: Editable,
    sent: Option<Sent>,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let (company, becomes, stands_at) = (stands.company.clone(), stands.becomes, stands.version);
    let (form, answers) = sent.unwrap_or_else(|| (EditForm::of(&ui, &stands), stands.answers.clone()));
    // What was seen stays what was seen, however often it is sent.
    let seen_at = form.seen_at().unwrap_or_else(|| ui.now()).0;
    let EditForm { fields, reason, version, .. } = form;
    let version = version.unwrap_or(stands_at);
    let form = DealForm::changing(cx, &ui, fields, &answers, errors, stands, PARTNER).await?;
    Ok(EditPage {
        path: format!("/s/{token}"),
        company,
        becomes,
        form,
        reason,
        version,
        seen_at,
        meanwhile: None,
        otherwise: Vec::new(),
        wait: String::new(),
        ui,
    })
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    match open.editable().await {
        Ok(stands) => render(&page(&cx, ui, &token, stands, None, FieldErrors::default()).await?),
        // It cannot be changed now: the status page says what it has become.
        Err(Failure::Conflict { .. }) => {
            let disputed = open.standing().await?.status == RegistrationStatus::Disputed;
            let said = if disputed { "public-edit-disputed" } else { "public-edit-lost-title" };
            Ok(redirect_with(&format!("/s/{token}"), "warn", said).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn send(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, sent: Unread) -> PageResult {
    let room = cx.app.limits().signed_form(&cx.address, &token);
    if room.is_err() {
        // The form with what was typed is a page like any other, and as limited.
        cx.app.limits().public_page(&cx.address)?;
    }
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    if let Err(Failure::Throttled { retry_after_seconds }) = room {
        let read = sent.read_words::<EditForm>().await?;
        return early(&cx, ui, &token, &open, read, retry_after_seconds).await;
    }
    let mut read = sent.read::<EditForm>(&cx.app).await?;
    let stands = match open.editable().await {
        Ok(stands) => stands,
        Err(Failure::Conflict { .. }) => return lost(ui, &token, &open, &read.form, &read.answers).await,
        Err(other) => return Err(other.into()),
    };
    let country = read.form.fields.country.clone();
    let mut errors = read.take_files(&stands.form, &country, Sending::Sender(&open)).await?;
    if read.form.fields.goes_on() {
        return render(&page(&cx, ui, &token, stands, Some((read.form, read.answers)), errors).await?);
    }
    errors.0.extend(settle(&stands.form, &mut read.answers, &country, &read.shown).0);
    let answers = read.emptied();
    let done = match errors.is_empty() {
        true => open.edit(read.form.edit(cx.locale, &answers)).await.map(|_| ()),
        false => Err(Failure::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/s/{token}"), "good", "public-edit-done").into_response()),
        Err(Failure::Invalid(errors)) => {
            let sent = (read.form, read.answers);
            render_invalid(&page(&cx, ui, &token, stands, Some(sent), errors).await?)
        }
        Err(Failure::Conflict { .. }) => stale(&cx, ui, &token, (read.form, answers)).await,
        Err(other) => Err(other.into()),
    }
}

/// Too much was sent in a short time: the form with what was typed. It keeps the version that was seen.
async fn early(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    open: &StatusLink,
    read: FormWithAnswers<EditForm>,
    seconds: u64,
) -> PageResult {
    let stands = match open.editable().await {
        Ok(stands) => stands,
        Err(Failure::Conflict { .. }) => return lost(ui, token, open, &read.form, &read.answers).await,
        Err(other) => return Err(other.into()),
    };
    let wait = wait(&ui, seconds, read.had_files);
    let page = page(cx, ui, token, stands, Some((read.form, read.answers)), FieldErrors::default()).await?;
    too_early(&EditPage { wait, ..page }, seconds)
}

/// Somebody was faster: the form with what was typed, to be sent once more over what it has become, and what has happened.
async fn stale(cx: &Ctx, ui: Ui, token: &str, sent: Sent) -> PageResult {
    let open = open_status(cx, token).await?;
    let standing = open.standing().await?;
    if !standing.may_edit {
        return lost(ui, token, &open, &sent.0, &sent.1).await;
    }
    let stands = match open.editable().await {
        Ok(stands) => stands,
        Err(Failure::Conflict { .. }) => return lost(ui, token, &open, &sent.0, &sent.1).await,
        Err(other) => return Err(other.into()),
    };
    let happened = status::history_since(&ui, &standing, sent.0.seen_at());
    let (version, seen_at, now) = (stands.version, ui.now().0, Stands::of(&ui, &stands));
    let typed = sent.1.clone();
    let page = page(cx, ui, token, stands, Some(sent), FieldErrors::default()).await?;
    let otherwise = page.form.stands_otherwise(&page.ui, &typed, &now);
    render_as(StatusCode::CONFLICT, &EditPage { meanwhile: Some(happened), otherwise, version, seen_at, ..page })
}

async fn lost(ui: Ui, token: &str, open: &StatusLink, form: &EditForm, answers: &Answers) -> PageResult {
    let standing = open.standing().await?;
    let asked = open.form().await?;
    let mut typed = form.fields.lines(&ui, PARTNER);
    typed.extend(answer_lines_typed(&ui, &asked, answers));
    if !form.reason.trim().is_empty() {
        typed.push((ui.t("public-edit-reason"), form.reason.clone()));
    }
    let disputed = standing.status == RegistrationStatus::Disputed;
    let page = LostPage {
        title: ui.t(if disputed { "public-edit-lost-disputed" } else { "public-edit-lost-title" }),
        path: format!("/s/{token}"),
        status: ui.word("status", standing.status),
        happened: status::history_since(&ui, &standing, form.seen_at()),
        company: standing.company,
        typed,
        ui,
    };
    render_as(StatusCode::CONFLICT, &page)
}
