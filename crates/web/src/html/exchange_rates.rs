//! Exchange rates: which there are, and taking more from the bank's file.

use crate::files::receive_form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::routing::get;
use kernel::{Failure, FieldErrors};
use operations::App;
use operations::access::policy::Action;
use operations::grow::exchange_rate::{self, RatesKept};
use std::io::Cursor;

/// The bank's history since 1999 has two million bytes.
const BODY: usize = 16 * 1024 * 1024;

/// Its body carries a file.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new().route("/settings/exchange-rates", get(show).post(take)).layer(DefaultBodyLimit::max(BODY))
}

struct Line {
    currency: String,
    units: String,
    first: String,
    last: String,
    days: String,
    /// No rate on the last day of all: it has ended.
    ended: bool,
}

#[derive(Template)]
#[template(path = "settings/exchange_rates.html")]
struct RatesPage {
    ui: Ui,
    note: String,
    lines: Vec<Line>,
    error: String,
}

impl RatesPage {
    fn of(ui: Ui, kept: RatesKept, errors: FieldErrors) -> Self {
        let lines = kept.currencies.into_iter().map(|c| Line {
            currency: c.currency.to_string(),
            units: i18n::decimal(ui.locale(), c.ten_thousandths, 4),
            first: ui.date(&c.first),
            last: ui.date(&c.last),
            days: ui.number(c.days),
            ended: Some(c.last) != kept.last,
        });
        let lines = lines.collect();
        let note = kept.last.map_or_else(|| ui.t("rates-none"), |last| ui.t1("rates-until", "date", ui.date(&last)));
        let error = ui.field_error(&errors, "file").unwrap_or_default();
        Self { note, lines, error, ui }
    }
}

async fn show(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::Administer)?;
    let kept = exchange_rate::list(&cx).await?;
    render(&RatesPage::of(ui, kept, FieldErrors::default()))
}

async fn take(Page { cx, ui }: Page, sent: Result<Multipart, MultipartRejection>) -> PageResult {
    cx.allow(Action::Administer)?;
    let taken = match receive_form(sent, BODY).await {
        Ok((file, _)) => exchange_rate::import(&cx, Cursor::new(file.content)).await,
        Err(failure) => Err(failure),
    };
    match taken {
        Ok(_) => Ok(redirect_with("/settings/exchange-rates", "good", "rates-taken")),
        Err(Failure::Invalid(errors)) => {
            let kept = exchange_rate::list(&cx).await?;
            render_invalid(&RatesPage::of(ui, kept, errors))
        }
        Err(failure) => Err(failure.into()),
    }
}
