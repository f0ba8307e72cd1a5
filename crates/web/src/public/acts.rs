//! What a partner does on the status page: answer, take back, ask for more time or a second look, tell of progress.

use super::closed::closed;
use super::late::{Sent, late};
use super::status::page;
use super::wait::{too_early, wait};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render_as, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use http::StatusCode;
use kernel::{Failure, FieldErrors};
use operations::cosell::protection::AskExtension;
use operations::cosell::registration::partner_side::{StatusLink, open_status};
use operations::cosell::registration::{Appeal, GiveInformation, Withdraw};
use operations::{App, Ctx};
use std::ops::ControlFlow::{self, Break, Continue};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/s/{token}/answer", get(back).post(answer))
        .route("/s/{token}/withdraw", get(back).post(withdraw))
        .route("/s/{token}/extension", get(back).post(extension))
        .route("/s/{token}/appeal", get(back).post(appeal))
        .route("/s/{token}/progress", get(back).post(progress))
}

/// A reload after an error in a form: the page itself.
pub(super) async fn back(Path(token): Path<String>) -> Redirect {
    Redirect::to(&format!("/s/{token}"))
}

/// Opens the link for a form of the page. Where too much was sent in a short time, or the link is none: what is told instead.
pub(super) async fn enter(cx: &Ctx, ui: &Ui, token: &str, sent: &Sent) -> ControlFlow<PageResult, StatusLink> {
    let room = cx.app.limits().signed_form(&cx.address, token);
    if room.is_err()
        && let Err(failure) = cx.app.limits().public_page(&cx.address)
    {
        // The page with what was typed is a page like any other, and as limited.
        return Break(Err(failure.into()));
    }
    let open = match open_status(cx, token).await {
        Ok(open) => open,
        Err(failure) => return Break(closed(ui.clone(), failure)),
    };
    match room {
        Ok(()) => Continue(open),
        Err(Failure::Throttled { retry_after_seconds }) => {
            Break(early(cx, ui, token, &open, sent, retry_after_seconds).await)
        }
        Err(other) => Break(Err(other.into())),
    }
}

/// The page with what was typed, until it can be sent again.
async fn early(cx: &Ctx, ui: &Ui, token: &str, open: &StatusLink, sent: &Sent, seconds: u64) -> PageResult {
    let mut page = page(cx, ui.clone(), token, open, sent.clone(), FieldErrors::default()).await?;
    // What can never be sent again is not asked to be.
    if page.unsent.is_empty() {
        page.wait = wait(ui, seconds, false);
    }
    too_early(&page, seconds)
}

async fn answer(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let given = open.answer(GiveInformation { answer: sent.answer.clone(), version: sent.version }).await;
    after(&cx, ui, &token, sent, given.map(|_| ()), "public-status-answered").await
}

async fn withdraw(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let reason = Some(sent.reason.clone());
    let taken = open.withdraw(Withdraw { reason, version: sent.version }).await;
    after(&cx, ui, &token, sent, taken.map(|_| ()), "public-status-withdraw-done").await
}

async fn extension(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let input = AskExtension { evidence: sent.evidence.clone(), version: sent.version };
    let asked = open.ask_extension(input).await;
    after(&cx, ui, &token, sent, asked.map(|_| ()), "public-extension-asked").await
}

async fn progress(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let told = open.tell_progress(&sent.progress).await;
    after(&cx, ui, &token, sent, told, "public-progress-done").await
}

async fn appeal(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let contested = open.appeal(Appeal { reason: sent.appeal.clone(), version: sent.version }).await;
    // The field for taking it back is called a reason as well.
    let contested = contested.map(|_| ()).map_err(|failure| failure.renamed("reason", "appeal"));
    after(&cx, ui, &token, sent, contested, "public-appeal-done").await
}

/// Back to the page after success; with what was typed and the mistakes, or what has happened where somebody was faster, otherwise.
pub(super) async fn after(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    sent: Sent,
    done: Result<(), Failure>,
    said: &str,
) -> PageResult {
    match done {
        Ok(()) => Ok(redirect_with(&format!("/s/{token}"), "good", said)),
        Err(Failure::Conflict { code, params }) => {
            let open = match open_status(cx, token).await {
                Ok(open) => open,
                Err(failure) => return closed(ui, failure),
            };
            render_as(StatusCode::CONFLICT, &late(cx, ui, token, &open, sent, (code, params)).await?)
        }
        Err(Failure::Invalid(errors)) => {
            let open = open_status(cx, token).await?;
            render_invalid(&page(cx, ui, token, &open, sent, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}
