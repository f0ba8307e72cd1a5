//! Targets: which there are, setting one, setting many from a file, removing one.

use super::typed::plain_number;
use crate::failure::PageFailure;
use crate::files::receive_form;
use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use kernel::id::KpiTargetId;
use kernel::{Failure, FieldErrors, PageRequest};
use operations::access::policy::Action;
use operations::grow::kpi::registry::{Shape, find};
use operations::grow::kpi::{self, Dimension, METRICS, shown};
use operations::grow::target::{self, Refused, Target, TargetKind, TargetLine};
use operations::{App, Ctx, settings};
use serde::Deserialize;
use std::io::Cursor;

/// The largest file of targets, bytes.
const BODY: usize = 512 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/insights/targets", get(list).post(set))
        .route("/insights/targets/import", post(import))
        .route("/insights/targets/{target}/remove", post(remove))
}

struct Line {
    id: KpiTargetId,
    metric: String,
    kind: String,
    period: String,
    scope: String,
    value: String,
}

#[derive(Template)]
#[template(path = "insights/targets.html")]
struct TargetsPage {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
    first: String,
    next: String,
    form: TargetLine,
    kinds: Vec<Choice>,
    metrics: Vec<Choice>,
    programs: Vec<Choice>,
    segments: Vec<Choice>,
    owners: Vec<Choice>,
    errors: FieldErrors,
    /// Lines of a file that were not taken.
    refused: Vec<String>,
    set: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    cursor: String,
}

fn line(ui: &Ui, target: Target) -> Line {
    let metric = find(&target.metric);
    let currency = target.currency();
    let scope = [
        (Dimension::Program, &target.program_name),
        (Dimension::Segment, &target.segment_name),
        (Dimension::Owner, &target.owner_name),
        (Dimension::Partner, &target.partner_name),
    ];
    let scope = scope
        .iter()
        .filter_map(|(dimension, name)| name.as_ref().map(|name| format!("{}: {name}", ui.word("kpi-by", dimension))));
    let scope = scope.collect::<Vec<_>>().join(" · ");
    Line {
        id: target.id,
        value: metric.map_or_else(|| target.value.to_string(), |m| shown(ui.locale(), m.unit, target.value, currency)),
        metric: metric.map_or_else(|| target.metric.clone(), |m| m.name(ui.locale()).to_owned()),
        kind: ui.word("target-kind", target.kind),
        period: target.period,
        scope: if scope.is_empty() { ui.t("targets-everything") } else { scope },
    }
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    cursor: &str,
    form: TargetLine,
    errors: FieldErrors,
) -> Result<TargetsPage, PageFailure> {
    let found = target::list(cx, &PageRequest::parse(None, Some(cursor))?).await?;
    let choices = async |dimension: Dimension, chosen: &str| -> Result<Vec<Choice>, Failure> {
        let found = kpi::choices(cx, &dimension).await?;
        let all = Choice::new("", ui.t("insights-filter-none"), chosen);
        Ok(std::iter::once(all).chain(found.into_iter().map(|c| Choice::new(&c.key, c.label, chosen))).collect())
    };
    let metrics = METRICS.iter().filter(|m| !m.is_stock() && m.shape != Shape::Conversion);
    Ok(TargetsPage {
        may_change: ui.may(Action::ManagePrograms),
        first: if cursor.is_empty() { String::new() } else { "/insights/targets".to_owned() },
        next: found.next_cursor.map(|cursor| format!("/insights/targets?cursor={cursor}")).unwrap_or_default(),
        lines: found.items.into_iter().map(|target| line(&ui, target)).collect(),
        kinds: words(&ui, "target-kind", TargetKind::ALL, &form.kind),
        metrics: metrics.map(|m| Choice::new(m.key, m.name(ui.locale()), &form.metric)).collect(),
        programs: choices(Dimension::Program, &form.program).await?,
        segments: choices(Dimension::Segment, &form.segment).await?,
        owners: choices(Dimension::Owner, &form.owner).await?,
        form,
        errors,
        refused: Vec::new(),
        set: String::new(),
        ui,
    })
}

async fn empty_form(cx: &Ctx) -> Result<TargetLine, Failure> {
    let currency = settings::organisation(cx.read()).await?.currency.to_string();
    Ok(TargetLine { currency, ..TargetLine::default() })
}

async fn list(Page { cx, ui }: Page, Query(query): Query<ListQuery>) -> PageResult {
    let form = empty_form(&cx).await?;
    render(&page(&cx, ui, &query.cursor, form, FieldErrors::default()).await?)
}

async fn set(Page { cx, ui }: Page, Form(form): Form<TargetLine>) -> PageResult {
    // The form always has a currency; figures that are no money have none.
    let money = find(form.metric.trim()).is_none_or(|m| m.unit == operations::grow::kpi::registry::Unit::Money);
    let set = async {
        let line = TargetLine {
            currency: if money { form.currency.clone() } else { String::new() },
            value: plain_number(&form.value, cx.locale, find(form.metric.trim()).map(|m| m.unit))?,
            ..form.clone()
        };
        target::set_named(&cx, &line).await
    };
    match set.await {
        Ok(()) => Ok(redirect_with("/insights/targets", "good", "targets-set")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, "", form, errors).await?),
        Err(failure) => Err(failure.into()),
    }
}

async fn import(Page { cx, ui }: Page, sent: Result<Multipart, MultipartRejection>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let taken = match receive_form(sent, BODY).await {
        Ok((file, _)) => target::import(&cx, Cursor::new(file.content)).await,
        Err(failure) => Err(failure),
    };
    let form = empty_form(&cx).await?;
    match taken {
        Ok(imported) if imported.refused.is_empty() => Ok(redirect_with("/insights/targets", "good", "targets-set")),
        Ok(imported) => {
            let mut view = page(&cx, ui, "", form, FieldErrors::default()).await?;
            view.refused = imported.refused.iter().map(|refused| told(&view.ui, refused)).collect();
            view.set = view.ui.tn("targets-imported", "count", i64::try_from(imported.set).unwrap_or(i64::MAX));
            render_invalid(&view)
        }
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, "", form, errors).await?),
        Err(failure) => Err(failure.into()),
    }
}

fn told(ui: &Ui, refused: &Refused) -> String {
    let why = ui.t(&format!("error-{}", refused.code.replace('_', "-")));
    let text = ui.t2("targets-refused", "line", refused.line, "field", &refused.field);
    format!("{text}: {why}")
}

async fn remove(Page { cx, .. }: Page, Path(target): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id: KpiTargetId = target.parse().map_err(|_| Failure::NotFound)?;
    target::remove(&cx, id).await?;
    Ok(redirect_with("/insights/targets", "good", "targets-removed"))
}
