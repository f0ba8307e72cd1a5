//! Won, lost, reopened: each with its question first.

use super::{id_of, path_of};
use crate::form::Form;
use crate::html::field::{Choice, Problem, date, filled, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::DealId;
use kernel::words::DealOutcome;
use kernel::{Date, Failure, FieldErrors, Outcome};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::deal::{self, DealDetail, Lose, LossReason, Reopen, Win};
use serde::Deserialize;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct CloseForm {
    stage: String,
    version: String,
    closed_on: String,
    reason: String,
    text: String,
}

#[derive(Template)]
#[template(path = "deals/close.html")]
struct Close {
    ui: Ui,
    /// `win`, `lose` or `reopen`.
    what: &'static str,
    path: String,
    name: String,
    form: CloseForm,
    stages: Vec<Choice>,
    reasons: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl Close {
    fn error(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
    fn title(&self) -> String {
        self.ui.t1(&format!("deal-{}-title", self.what), "name", &self.name)
    }
    fn explanation(&self) -> String {
        self.ui.t(&format!("deal-{}-text", self.what))
    }
    fn button(&self) -> String {
        self.ui.t(match self.what {
            "win" => "deal-mark-won",
            "lose" => "deal-mark-lost",
            _ => "deal-reopen",
        })
    }
}

fn close(cx: &Ctx, ui: Ui, what: &'static str, detail: &DealDetail, form: CloseForm, errors: FieldErrors) -> Close {
    let outcome = match what {
        "win" => DealOutcome::Won,
        "lose" => DealOutcome::Lost,
        _ => DealOutcome::Open,
    };
    let offered = detail.program_stages.iter().filter(|s| !s.retired && s.outcome == outcome);
    let stages: Vec<Choice> = offered.map(|s| Choice::new(s.id, s.name(cx.locale), &form.stage)).collect();
    Close {
        what,
        path: path_of(detail.deal.id),
        name: detail.deal.name.clone(),
        stages,
        reasons: words(&ui, "loss", LossReason::ALL, &form.reason),
        problems: problems(&ui, &errors),
        form,
        errors,
        ui,
    }
}

async fn question(cx: Ctx, ui: Ui, what: &'static str, id: &str, form: CloseForm) -> PageResult {
    cx.allow(Action::WorkWithDeals)?;
    let detail = deal::get(&cx, id_of(id)?).await?;
    match (what, detail.deal.outcome) {
        ("reopen", DealOutcome::Open) => return Err(Failure::conflict("deal_open").into()),
        ("win" | "lose", DealOutcome::Won | DealOutcome::Lost) => return Err(Failure::conflict("deal_closed").into()),
        _ => {}
    }
    // A reopened deal goes back to where it was last.
    let last = detail.stages.iter().rev().find(|s| s.outcome == DealOutcome::Open).map(|s| s.stage_id.to_string());
    let stage = if what == "reopen" { last.unwrap_or_default() } else { form.stage };
    let closed_on = ui.today().to_string();
    let form = CloseForm { stage, closed_on, version: detail.deal.version.to_string(), ..CloseForm::default() };
    render(&close(&cx, ui, what, &detail, form, FieldErrors::default()))
}

async fn answer(
    cx: &Ctx,
    ui: Ui,
    what: &'static str,
    id: DealId,
    form: CloseForm,
    done: Outcome<()>,
    key: &str,
) -> PageResult {
    match done {
        Ok(()) => Ok(redirect_with(&path_of(id), "good", key)),
        Err(Failure::Invalid(errors)) => {
            let detail = deal::get(cx, id).await?;
            render_invalid(&close(cx, ui, what, &detail, form, errors))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn win_page(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Query(form): Query<CloseForm>,
) -> PageResult {
    question(cx, ui, "win", &id, form).await
}

pub(super) async fn lose_page(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Query(form): Query<CloseForm>,
) -> PageResult {
    question(cx, ui, "lose", &id, form).await
}

pub(super) async fn reopen_page(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Query(form): Query<CloseForm>,
) -> PageResult {
    question(cx, ui, "reopen", &id, form).await
}

/// The page offers today and asks for a date: an emptied field is a mistake, not today.
fn closing_date(errors: &mut FieldErrors, form: &CloseForm) -> Option<Date> {
    if form.closed_on.trim().is_empty() {
        errors.add("closed_on", "required");
    }
    date(errors, "closed_on", &form.closed_on)
}

pub(super) async fn win(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<CloseForm>) -> PageResult {
    let id = id_of(&id)?;
    // Before what was typed: nobody is told to mend a form they may not send.
    cx.allow(Action::WorkWithDeals)?;
    let mut errors = FieldErrors::default();
    let closed_on = closing_date(&mut errors, &form);
    let done = match errors.into_result(()) {
        Ok(()) => {
            let stage = form.stage.parse().ok();
            let input = Win { stage, closed_on, reason: filled(&form.reason), version: form.version.parse().ok() };
            deal::win(&cx, id, input).await
        }
        Err(failure) => Err(failure),
    };
    answer(&cx, ui, "win", id, form, done, "deal-won-done").await
}

pub(super) async fn lose(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<CloseForm>) -> PageResult {
    let id = id_of(&id)?;
    // Before what was typed: nobody is told to mend a form they may not send.
    cx.allow(Action::WorkWithDeals)?;
    let mut errors = FieldErrors::default();
    let closed_on = closing_date(&mut errors, &form);
    let reason = form.reason.parse::<LossReason>().ok();
    if reason.is_none() {
        errors.add("reason", "required");
    }
    let done = match (errors.into_result(()), reason) {
        (Ok(()), Some(reason)) => {
            let (stage, version) = (form.stage.parse().ok(), form.version.parse().ok());
            deal::lose(&cx, id, Lose { reason, text: filled(&form.text), stage, closed_on, version }).await
        }
        (Err(failure), _) => Err(failure),
        (Ok(()), None) => Err(Failure::field("reason", "required")),
    };
    answer(&cx, ui, "lose", id, form, done, "deal-lost-done").await
}

pub(super) async fn reopen(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<CloseForm>) -> PageResult {
    let id = id_of(&id)?;
    let (stage, version) = (form.stage.parse().ok(), form.version.parse().ok());
    let done = deal::reopen(&cx, id, Reopen { stage, reason: filled(&form.reason), version }).await;
    answer(&cx, ui, "reopen", id, form, done, "deal-reopened").await
}
