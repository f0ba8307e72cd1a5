//! Alerts on the page of a kept question: which there are, setting one, pausing and removing one.

use super::typed::plain_number;
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with};
use crate::request::Page;
use crate::ui::Ui;
use axum::Router;
use axum::extract::Path;
use axum::routing::post;
use kernel::id::{KpiAlertId, SavedQuestionId};
use kernel::{Currency, Failure, FieldErrors, Outcome};
use operations::grow::alert::{self, Alert, ChangeAlert, Condition, SetAlert};
use operations::grow::dashboard::{self, SavedQuestion};
use operations::grow::kpi::registry::{Metric, Shape, Unit, find};
use operations::grow::kpi::shown;
use operations::{App, Ctx};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/insights/questions/{question}/alerts", post(set))
        .route("/insights/alerts/{alert}/pause", post(pause))
        .route("/insights/alerts/{alert}/resume", post(resume))
        .route("/insights/alerts/{alert}/remove", post(remove))
}

/// What a person typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AlertForm {
    condition: String,
    pub(super) value: String,
}

pub(super) struct AlertLine {
    pub id: KpiAlertId,
    pub condition: String,
    /// The last crossing in words.
    pub last: String,
    pub class: &'static str,
    pub state: String,
    pub paused: bool,
}

/// The alerts of a question, and the form for another.
pub(super) struct AlertsView {
    pub lines: Vec<AlertLine>,
    pub action: String,
    pub conditions: Vec<Choice>,
    pub hint: String,
    pub form: AlertForm,
    pub errors: FieldErrors,
}

/// The metric of a question that has one figure.
fn metric(question: &SavedQuestion) -> Option<&'static Metric> {
    question.question.metric.as_deref().and_then(find).filter(|metric| metric.shape != Shape::Conversion)
}

/// Nothing where a question has no single figure.
pub(super) async fn view(
    cx: &Ctx,
    ui: &Ui,
    question: &SavedQuestion,
    home: Currency,
    form: AlertForm,
    errors: FieldErrors,
) -> Outcome<Option<AlertsView>> {
    let Some(metric) = metric(question) else { return Ok(None) };
    let currency = question.question.currency.clone().unwrap_or_else(|| home.to_string());
    let hint = match metric.unit {
        Unit::Money => ui.t1("alert-value-money", "currency", currency),
        unit => ui.word("alert-value", unit),
    };
    let found = alert::of_question(cx, question.id).await?;
    Ok(Some(AlertsView {
        lines: found.into_iter().map(|alert| line(ui, metric, alert)).collect(),
        action: format!("/insights/questions/{}/alerts", question.id),
        conditions: words(ui, "alert-condition", Condition::ALL, &form.condition),
        hint,
        form,
        errors,
    }))
}

fn line(ui: &Ui, metric: &Metric, alert: Alert) -> AlertLine {
    let locale = ui.locale();
    let value = |value| shown(locale, metric.unit, value, alert.currency);
    let last = match alert.last_crossing {
        None => ui.t("alert-never"),
        Some(last) => {
            let text = ui.t2("alert-last", "day", ui.instant(&last.at), "value", value(last.value));
            match last.before {
                Some(before) => ui.t2("alert-last-before", "last", text, "before", value(before)),
                None => text,
            }
        }
    };
    let (class, state) = match (alert.paused, alert.crossed) {
        (true, _) => ("", "paused"),
        (false, true) => ("warn", "crossed"),
        (false, false) => ("good", "watching"),
    };
    AlertLine {
        id: alert.id,
        condition: ui.t1("alert-tells", "condition", alert.condition.text(locale, metric, alert.value, alert.currency)),
        last,
        class,
        state: ui.word("alert-state", state),
        paused: alert.paused,
    }
}

async fn set(page: Page, Path(question): Path<String>, Form(form): Form<AlertForm>) -> PageResult {
    let id: SavedQuestionId = question.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    let found = dashboard::saved_question(&page.cx, id).await?;
    let set = async {
        let condition: Condition = form.condition.parse().map_err(|_| Failure::field("condition", "unknown"))?;
        // A change is told in percent or points, whatever the figure is measured in.
        let unit = metric(&found).map(|metric| metric.unit).filter(|_| !condition.is_change());
        let value = plain_number(&form.value, page.cx.locale, unit)?;
        alert::set(&page.cx, SetAlert { question: id, condition, value, currency: None }).await
    };
    match set.await {
        Ok(_) => Ok(redirect_with(&format!("/insights/questions/{id}"), "good", "alert-done")),
        Err(Failure::Invalid(errors)) => super::keep::with_alerts(page, found, form, errors).await,
        Err(failure) => Err(failure.into()),
    }
}

fn alert_id(text: &str) -> Result<KpiAlertId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

async fn change(cx: &Ctx, id: &str, paused: bool) -> PageResult {
    let alert = alert::change(cx, alert_id(id)?, ChangeAlert { paused: Some(paused) }).await?;
    let said = if paused { "alert-paused" } else { "alert-resumed" };
    Ok(redirect_with(&format!("/insights/questions/{}", alert.question), "good", said))
}

async fn pause(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    change(&cx, &id, true).await
}

async fn resume(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    change(&cx, &id, false).await
}

async fn remove(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    let id = alert_id(&id)?;
    let known = alert::list(&cx).await?.into_iter().find(|alert| alert.id == id).ok_or(Failure::NotFound)?;
    alert::remove(&cx, id).await?;
    Ok(redirect_with(&format!("/insights/questions/{}", known.question), "good", "alert-removed"))
}
