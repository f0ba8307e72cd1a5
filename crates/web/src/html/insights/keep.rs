//! Keeping a question: by itself, with a link, or as a tile of a dashboard; and the page behind such a link.

use super::alerts::{self, AlertForm, AlertsView};
use super::board::{definition, offered};
use super::query::{InsightsQuery, is_offered};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::dashboards::tile::{TileView, view};
use crate::html::field::{Choice, Problem, filled, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::routing::{get, post};
use kernel::id::SavedQuestionId;
use kernel::words::ShownAs;
use kernel::{Failure, FieldErrors, Outcome};
use operations::access::policy::Action;
use operations::grow::alert;
use operations::grow::dashboard::{self, AddTile, KeptQuestion, SaveQuestion, SavedQuestion, Tile};
use operations::grow::kpi::{self, Compare, METRICS, Preset};
use operations::grow::target::TargetKind;
use operations::{App, Ctx, settings};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/insights/questions", get(list))
        .route("/insights/questions/new", get(new).post(save))
        .route("/insights/questions/{question}", get(show))
        .route("/insights/questions/{question}/remove", post(remove))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct KeepForm {
    name: String,
    metric: String,
    shown: String,
    by: Vec<String>,
    period: String,
    from: String,
    to: String,
    as_of: String,
    compare: String,
    currency: String,
    filter: Vec<String>,
    /// Empty: by itself.
    dashboard: String,
    width: String,
    shared: String,
}

impl KeepForm {
    fn of(query: &InsightsQuery, dashboard: String, shown: String) -> Self {
        let period = if query.preset() == "custom" { "" } else { query.preset() };
        Self {
            metric: query.metric.clone(),
            shown: if shown.is_empty() { ShownAs::Number.to_string() } else { shown },
            by: filled(&query.by).into_iter().collect(),
            period: period.to_owned(),
            from: query.from.clone(),
            to: query.to.clone(),
            as_of: query.as_of.clone(),
            compare: query.compare.clone(),
            currency: query.currency.clone(),
            filter: query.filters(),
            dashboard,
            shared: "1".to_owned(),
            ..Self::default()
        }
    }
    fn question(&self) -> KeptQuestion {
        KeptQuestion {
            metric: filled(&self.metric),
            by: self.by.iter().filter_map(|b| filled(b)).collect(),
            period: filled(&self.period),
            from: filled(&self.from),
            to: filled(&self.to),
            as_of: filled(&self.as_of),
            filters: self.filter.iter().filter_map(|f| filled(f)).collect(),
            compare: filled(&self.compare),
            currency: filled(&self.currency),
        }
    }
}

#[derive(Template)]
#[template(path = "insights/keep.html")]
struct Keep {
    ui: Ui,
    metrics: Vec<Choice>,
    shown: Vec<Choice>,
    by: [Vec<Choice>; 2],
    periods: Vec<Choice>,
    compare: Vec<Choice>,
    dashboards: Vec<Choice>,
    widths: Vec<Choice>,
    /// How many filters go along, in words; empty for none.
    filters: String,
    form: KeepForm,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn page(cx: &Ctx, ui: Ui, form: KeepForm, errors: FieldErrors) -> Outcome<Keep> {
    let none = |label: String, chosen: &str| Choice::new("", label, chosen);
    let by = |at: usize| {
        let chosen = form.by.get(at).map(String::as_str).unwrap_or_default();
        let divisions = offered().map(|d| Choice::new(d, ui.word("kpi-by", d), chosen));
        std::iter::once(none(ui.t("keep-undivided"), chosen)).chain(divisions).collect()
    };
    let own = dashboard::list(cx).await?.into_iter().filter(|d| d.own && !d.offered);
    let own = own.map(|d| Choice::new(&d.id, ui.t1("keep-on", "name", &d.name), &form.dashboard));
    let metrics = METRICS.iter().map(|m| Choice::new(m.key, m.name(ui.locale()), &form.metric));
    Ok(Keep {
        metrics: std::iter::once(none(ui.t("shell-choose"), &form.metric)).chain(metrics).collect(),
        shown: words(&ui, "shown", ShownAs::ALL, &form.shown),
        by: [by(0), by(1)],
        periods: Preset::ALL
            .iter()
            .filter(|p| is_offered(&ui, p.as_str()) || p.as_str() == form.period)
            .map(|p| Choice::new(p, ui.t(&format!("insights-period-{p}")), &form.period))
            .collect(),
        compare: std::iter::once(none(ui.t("insights-compare-none"), &form.compare))
            .chain(Compare::ALL.iter().map(|c| Choice::new(c, ui.word("insights-compare", c), &form.compare)))
            .chain(TargetKind::ALL.iter().map(|k| Choice::new(k, ui.word("insights-compare", k), &form.compare)))
            .collect(),
        dashboards: std::iter::once(none(ui.t("keep-alone"), &form.dashboard)).chain(own).collect(),
        widths: (1..=3).map(|w| Choice::new(w, ui.t(&format!("dashboard-width-{w}")), &form.width)).collect(),
        problems: problems(&ui, &errors),
        filters: match form.filter.len() {
            0 => String::new(),
            many => ui.tn("dashboard-tile-filters", "count", i64::try_from(many).unwrap_or(i64::MAX)),
        },
        form,
        errors,
        ui,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    dashboard: String,
    shown: String,
}

async fn new(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    cx.allow(Action::KeepDashboards)?;
    let place: Place = serde_html_form::from_str(raw.as_deref().unwrap_or_default()).unwrap_or_default();
    let form = KeepForm::of(&InsightsQuery::read(raw.as_deref()), place.dashboard, place.shown);
    render(&page(&cx, ui, form, FieldErrors::default()).await?)
}

/// Where a kept question went.
enum Kept {
    Alone(SavedQuestionId),
    On(String),
}

async fn keep(cx: &Ctx, form: &KeepForm) -> Outcome<Kept> {
    let shown: ShownAs = form.shown.parse().map_err(|_| Failure::field("shown", "unknown"))?;
    let question = form.question();
    if form.dashboard.is_empty() {
        let input = SaveQuestion { name: form.name.clone(), shown, shared: !form.shared.is_empty(), question };
        return Ok(Kept::Alone(dashboard::save_question(cx, input).await?.id));
    }
    let input = AddTile { name: filled(&form.name), shown, width: form.width.parse().ok(), question };
    dashboard::add_tile(cx, &form.dashboard, input).await?;
    Ok(Kept::On(form.dashboard.clone()))
}

async fn save(Page { cx, ui }: Page, Form(form): Form<KeepForm>) -> PageResult {
    match keep(&cx, &form).await {
        Ok(Kept::Alone(id)) => Ok(redirect_with(&format!("/insights/questions/{id}"), "good", "keep-kept")),
        Ok(Kept::On(id)) => Ok(redirect_with(&format!("/dashboards/{id}/edit"), "good", "keep-kept-on")),
        Err(Failure::Invalid(mut errors)) => {
            for error in &mut errors.0 {
                // On the page a question's parts are fields of their own.
                let field = error.field.strip_prefix("question.").unwrap_or(&error.field).to_owned();
                error.field = field;
            }
            render_invalid(&page(&cx, ui, form, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

struct Line {
    href: String,
    remove: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "insights/questions.html")]
struct Questions {
    ui: Ui,
    lines: Vec<Line>,
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let alerts = alert::list(&cx).await?;
    let told = |id: SavedQuestionId| {
        let many = alerts.iter().filter(|alert| alert.question == id).count();
        (many > 0).then(|| ui.tn("alert-count", "count", i64::try_from(many).unwrap_or(i64::MAX)))
    };
    let lines = dashboard::saved_questions(&cx).await?.into_iter().map(|q| Line {
        href: format!("/insights/questions/{}", q.id),
        remove: format!("/insights/questions/{}/remove", q.id),
        name: q.name,
        note: [ui.word("shown", q.shown), ui.t(if q.shared { "keep-shared" } else { "keep-private" })]
            .into_iter()
            .chain(told(q.id))
            .collect::<Vec<_>>()
            .join(" · "),
    });
    let lines = lines.collect();
    render(&Questions { lines, ui })
}

#[derive(Template)]
#[template(path = "insights/question.html")]
struct QuestionPage {
    ui: Ui,
    title: String,
    note: String,
    link: String,
    remove: String,
    tile: TileView,
    definition: Option<super::Definition>,
    alerts: Option<AlertsView>,
}

fn question_id(text: &str) -> Result<SavedQuestionId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

async fn show(Page { cx, ui }: Page, Path(question): Path<String>) -> PageResult {
    let found = dashboard::saved_question(&cx, question_id(&question)?).await?;
    render(&question_page(&cx, ui, found, AlertForm::default(), FieldErrors::default()).await?)
}

/// The page of a question with an alert that could not be set.
pub(super) async fn with_alerts(
    Page { cx, ui }: Page,
    found: SavedQuestion,
    form: AlertForm,
    errors: FieldErrors,
) -> PageResult {
    render_invalid(&question_page(&cx, ui, found, form, errors).await?)
}

async fn question_page(
    cx: &Ctx,
    ui: Ui,
    found: SavedQuestion,
    form: AlertForm,
    errors: FieldErrors,
) -> Outcome<QuestionPage> {
    let home = settings::organisation(cx.read()).await?.currency;
    let policies = kpi::policies(cx.read()).await?;
    let metric = found.question.metric.as_deref().and_then(kpi::registry::find);
    let about = metric.map(|metric| definition(&ui, metric, &policies, &metric.about.policies));
    let alerts = alerts::view(cx, &ui, &found, home, form, errors).await?;
    let tile = Tile {
        id: found.id.to_string(),
        name: found.name.clone(),
        shown: found.shown,
        width: 3,
        question: found.question,
    };
    let mut tile = view(cx, &ui, &tile, home).await?.ok_or(Failure::NotFound)?;
    // An answer knows which choices changed it; where there is none, the metric's are told.
    let definition = tile.definition.take().or(about);
    Ok(QuestionPage {
        title: found.name,
        note: ui.t(match (found.own, found.shared) {
            (true, true) => "keep-shared-note",
            (true, false) => "keep-private-note",
            (false, _) => "keep-foreign-note",
        }),
        link: cx.app.url(&format!("/insights/questions/{}", found.id)),
        remove: if found.own { format!("/insights/questions/{}/remove", found.id) } else { String::new() },
        tile,
        definition,
        alerts,
        ui,
    })
}

async fn remove(Page { cx, .. }: Page, Path(question): Path<String>) -> PageResult {
    dashboard::remove_question(&cx, question_id(&question)?).await?;
    Ok(redirect_with("/insights/questions", "good", "keep-removed"))
}
