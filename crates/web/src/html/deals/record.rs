//! One deal.

use super::{Shown, id_of, path_of};
use crate::form::Form;
use crate::html::timeline::{Entry, entries};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::DealId;
use kernel::words::DealOutcome;
use kernel::{Failure, FieldErrors, Money, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::deal::{self, DealDetail, Note, sums};
use operations::record::{TimelineOf, timeline};
use serde::Deserialize;

pub(super) struct StayRow {
    stage: String,
    outcome: DealOutcome,
    entered: String,
    iso: String,
    duration: String,
    here: bool,
    by: String,
    via: String,
    reason: String,
}

pub(super) struct LineRow {
    product: String,
    category: String,
    quantity: String,
    amount: Shown,
}

#[derive(Template)]
#[template(path = "deals/record.html")]
struct Record {
    ui: Ui,
    may_change: bool,
    detail: DealDetail,
    path: String,
    stage: String,
    amount: Option<Shown>,
    next: Option<Next>,
    since: String,
    reason: String,
    opened: String,
    expected: String,
    closed: String,
    stays: Vec<StayRow>,
    lines: Vec<LineRow>,
    line_sum: Option<Shown>,
    entries: Vec<Entry>,
    older: String,
    note: String,
    note_error: String,
}

impl Record {
    fn notes_path(&self) -> String {
        format!("{}/notes", self.path)
    }
}

struct Next {
    stage: String,
    label: String,
    won: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Older {
    cursor: String,
}

pub(super) async fn page(Page { cx, ui }: Page, Path(id): Path<String>, Query(older): Query<Older>) -> PageResult {
    let record = record(&cx, ui, id_of(&id)?, &older.cursor, String::new(), None).await?;
    render(&record)
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct NoteForm {
    text: String,
}

pub(super) async fn note(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<NoteForm>) -> PageResult {
    let id: DealId = id_of(&id)?;
    match deal::note(&cx, id, Note { text: form.text.clone() }).await {
        Ok(_) => Ok(redirect_with(&path_of(id), "good", "timeline-noted")),
        Err(Failure::Invalid(errors)) => {
            let record = record(&cx, ui, id, "", form.text, Some(errors)).await?;
            render_invalid(&record)
        }
        Err(other) => Err(other.into()),
    }
}

async fn record(
    cx: &Ctx,
    ui: Ui,
    id: DealId,
    cursor: &str,
    note: String,
    errors: Option<FieldErrors>,
) -> Result<Record, Failure> {
    let detail = deal::get(cx, id).await?;
    let path = path_of(id);
    let request = PageRequest::parse(Some(30), Some(cursor)).unwrap_or_default();
    let events = timeline(cx, TimelineOf::Deal(id), &request).await?;
    let deal = &detail.deal;
    let stays = detail.stages.iter().rev().map(|stay| StayRow {
        stage: stay.stage_name(cx.locale).to_owned(),
        outcome: stay.outcome,
        entered: ui.instant(&stay.entered_at),
        iso: stay.entered_at.to_string(),
        duration: ui.duration(&stay.duration(ui.now())),
        here: stay.left_at.is_none(),
        by: if stay.actor_name.is_empty() { ui.t("shell-product") } else { stay.actor_name.clone() },
        via: if stay.channel == kernel::Channel::Web { String::new() } else { ui.word("channel", stay.channel) },
        reason: stay.reason.clone().unwrap_or_default(),
    });
    let money = |amount: i64| Money::new(amount, deal.currency);
    let lines = detail.lines.iter().map(|line| LineRow {
        product: line.product_name.clone(),
        category: line.category.clone().unwrap_or_default(),
        quantity: quantity(&ui, line.quantity),
        amount: Shown {
            text: i18n::money_exact(cx.locale, &money(line.amount)),
            exact: money(line.amount).to_string(),
        },
    });
    let line_sum = sums(detail.lines.iter().map(|line| money(line.amount)))
        .first()
        .map(|sum| Shown { text: i18n::money_exact(cx.locale, sum), exact: sum.to_string() });
    let next = detail.next_stage().map(|stage| Next {
        stage: stage.id.to_string(),
        label: match stage.outcome {
            DealOutcome::Open => ui.t1("deal-move-to", "stage", stage.name(cx.locale)),
            _ => ui.t("deal-mark-won"),
        },
        won: stage.outcome != DealOutcome::Open,
    });
    let reason = match (deal.outcome, deal.close_reason.as_deref()) {
        (DealOutcome::Lost, Some(code)) => deal::loss_text(cx.locale, code),
        (_, Some(said)) => said.to_owned(),
        (_, None) => String::new(),
    };
    let date = |date: Option<kernel::Date>| date.map(|d| ui.date(&d)).unwrap_or_default();
    Ok(Record {
        may_change: ui.may(Action::WorkWithDeals),
        stage: deal.stage_name(cx.locale).to_owned(),
        amount: deal.amount.as_ref().map(|m| Shown::of(&ui, m)),
        next,
        since: ui.duration(&ui.now().since(deal.stage_entered_at).max(0)),
        reason,
        opened: date(deal.opened_on),
        expected: date(deal.expected_close_on),
        closed: date(deal.closed_on),
        stays: stays.collect(),
        lines: lines.collect(),
        line_sum,
        entries: entries(&ui, &events.items, &path),
        older: events.next_cursor.map(|cursor| format!("{path}?cursor={cursor}")).unwrap_or_default(),
        note,
        note_error: errors.and_then(|e| ui.field_error(&e, "text")).unwrap_or_default(),
        path,
        detail,
        ui,
    })
}

/// Pieces, with decimals only where there are any.
pub(super) fn quantity(ui: &Ui, quantity: i64) -> String {
    // Three decimals could be thousands.
    let decimals = (0..3).find(|d| quantity % 10_i64.pow(4 - d) == 0).unwrap_or(4);
    i18n::decimal(ui.locale(), quantity, decimals)
}
