//! The outbox, for administrators: mails sent, waiting, failed, or kept because no mail server is configured.

use crate::failure::PageFailure;
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use kernel::words::MailStatus;
use kernel::{Failure, PageRequest};
use operations::App;
use operations::record::outbox::{self, Entry, Letter, OutboxFilter};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/outbox", get(list))
        .route("/settings/outbox/retry", post(retry))
        .route("/settings/outbox/{id}", get(letter))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    status: String,
    cursor: String,
}

/// Colour and sign of a state.
fn face(status: MailStatus) -> (&'static str, &'static str) {
    match status {
        MailStatus::Sent => ("good", "check"),
        MailStatus::Failed => ("bad", "circle-alert"),
        MailStatus::Kept => ("warn", "inbox"),
        MailStatus::Queued | MailStatus::Sending => ("", "hourglass"),
    }
}

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct List {
    ui: Ui,
    mails: Vec<Entry>,
    failed: i64,
    has_server: bool,
    filter: Filter,
    first: String,
    next: String,
}

impl List {
    fn states(&self) -> &'static [MailStatus] {
        // `sending` lasts a moment and is never stored for long; nobody looks for it.
        &[MailStatus::Kept, MailStatus::Queued, MailStatus::Sent, MailStatus::Failed]
    }
    fn kind(&self, status: &MailStatus) -> &'static str {
        face(*status).0
    }
    fn icon(&self, status: &MailStatus) -> &'static str {
        face(*status).1
    }
}

async fn list(page: Page, Query(filter): Query<Filter>) -> PageResult {
    let Page { cx, ui } = page;
    let request = PageRequest::parse(None, Some(&filter.cursor))?;
    let wanted = OutboxFilter { status: filter.status.parse().ok(), q: Some(filter.q.clone()) };
    let found = outbox::list(&cx, &wanted, &request).await?;
    let address = |cursor: &str| {
        let pairs = [("q", filter.q.as_str()), ("status", filter.status.as_str()), ("cursor", cursor)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/settings/outbox?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    render(&List {
        failed: outbox::failed(&cx).await?,
        has_server: cx.app.options().mail.is_some(),
        first: if filter.cursor.is_empty() { String::new() } else { address("") },
        next: found.next_cursor.as_deref().map(address).unwrap_or_default(),
        mails: found.items,
        filter,
        ui,
    })
}

#[derive(Template)]
#[template(path = "outbox/letter.html")]
struct LetterPage {
    ui: Ui,
    letter: Letter,
    lines: Vec<Line>,
    kind: &'static str,
    icon: &'static str,
}

/// A line of a mail; one that is only an address of ours can be followed.
struct Line {
    text: String,
    href: bool,
}

async fn letter(page: Page, Path(id): Path<String>) -> PageResult {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let letter = outbox::get(&page.cx, id).await?;
    let (kind, icon) = face(letter.entry.status);
    let base = &page.cx.app.options().base_url;
    let text = letter.text.as_deref().unwrap_or_default();
    let lines = text
        .lines()
        .map(|line| Line {
            text: line.to_owned(),
            href: line.starts_with(base.as_str()) && !line.trim().contains(char::is_whitespace),
        })
        .collect();
    render(&LetterPage { ui: page.ui, letter, lines, kind, icon })
}

async fn retry(page: Page) -> PageResult {
    match outbox::retry_failed(&page.cx).await {
        Ok(_) => Ok(redirect_with("/settings/outbox", "good", "outbox-retried")),
        Err(failure) => Err(PageFailure(failure)),
    }
}
