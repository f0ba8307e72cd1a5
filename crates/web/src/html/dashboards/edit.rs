//! Making a dashboard, renaming and sharing it, and arranging its tiles: by buttons, and by dragging where there is a script.

use super::back;
use super::tile::title;
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, RawQuery};
use kernel::id::SavedQuestionId;
use kernel::words::{Sharing, ShownAs};
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::grow::dashboard::{self, ChangeDashboard, ChangeTile, CreateDashboard, KeptQuestion};
use operations::grow::kpi::{Preset, registry};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DashboardForm {
    name: String,
    description: String,
    sharing: String,
    version: String,
}

/// A tile to arrange.
struct Arranged {
    id: String,
    title: String,
    shown: String,
    width: i64,
    width_text: String,
    first: bool,
    last: bool,
    /// The stretches of time it can be of; empty for what describes a moment.
    periods: Vec<Choice>,
    /// The control that was used last: it keeps the keyboard. Empty where that was another tile's.
    focus: &'static str,
}

/// Which control of which tile was used last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Used {
    tile: String,
    press: String,
}

#[derive(Template)]
#[template(path = "dashboards/edit.html")]
struct Edit {
    ui: Ui,
    /// Empty: to be made.
    id: String,
    /// Where a tile is added.
    add: String,
    form: DashboardForm,
    sharing: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
    tiles: Vec<Arranged>,
}

/// Who works with partners may open something to them.
fn sharings(ui: &Ui, chosen: &str) -> Vec<Choice> {
    let offered = |s: &Sharing| *s != Sharing::Partners || ui.may(Action::WorkWithPartners) || chosen == s.as_str();
    words(ui, "sharing", &Sharing::ALL.iter().copied().filter(offered).collect::<Vec<_>>(), chosen)
}

fn page(ui: Ui, id: String, form: DashboardForm, errors: FieldErrors, tiles: Vec<Arranged>) -> Edit {
    let chosen = if form.sharing.is_empty() { Sharing::Private.as_str() } else { form.sharing.as_str() };
    Edit {
        sharing: sharings(&ui, chosen),
        problems: problems(&ui, &errors),
        add: format!("/insights/questions/new?dashboard={id}"),
        id,
        form,
        errors,
        tiles,
        ui,
    }
}

pub(super) async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::KeepDashboards)?;
    render(&page(ui, String::new(), DashboardForm::default(), FieldErrors::default(), Vec::new()))
}

/// The sharing chosen; nothing when none was.
fn sharing(text: &str) -> Result<Option<Sharing>, Failure> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Failure::field("sharing", "unknown")),
    }
}

pub(super) async fn create(Page { cx, ui }: Page, Form(form): Form<DashboardForm>) -> PageResult {
    let made = match sharing(&form.sharing) {
        Ok(sharing) => {
            let description = Some(form.description.clone());
            dashboard::create(&cx, CreateDashboard { name: form.name.clone(), description, sharing }).await
        }
        Err(failure) => Err(failure),
    };
    match made {
        Ok(made) => Ok(back(&made.listed.id, true, "dashboard-made")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(ui, String::new(), form, errors, Vec::new())),
        Err(other) => Err(other.into()),
    }
}

/// The control that takes the keyboard after `press`: the same one, or its counterpart where that is gone.
fn focus(press: &str, (first, last): (bool, bool), width: i64) -> &'static str {
    match press {
        "earlier" if !first => "earlier",
        "earlier" if !last => "later",
        "later" if !last => "later",
        "later" if !first => "earlier",
        "wider" if width < 3 => "wider",
        "wider" => "narrower",
        "narrower" if width > 1 => "narrower",
        "narrower" => "wider",
        "period" => "period",
        _ => "",
    }
}

/// The stretches of time a tile can be of. Those with days of their own are named as such.
fn periods(ui: &Ui, tile: &dashboard::Tile) -> Vec<Choice> {
    let metric = tile.question.metric.as_deref().and_then(registry::find);
    let timed = metric.is_some_and(|metric| !metric.is_stock()) || tile.shown == ShownAs::Funnel;
    if !timed {
        return Vec::new();
    }
    let own = tile.question.from.is_some() || tile.question.to.is_some();
    let chosen = if own { "" } else { tile.question.period.as_deref().unwrap_or(Preset::All.as_str()) };
    let offered = |p: &&Preset| ui.fiscal_start() != 1 || !p.as_str().contains("fiscal") || p.as_str() == chosen;
    let named = Preset::ALL.iter().filter(offered).map(|p| Choice::new(p, ui.word("insights-period", p), chosen));
    let days = own.then(|| Choice::new("", ui.t("insights-period-custom"), chosen));
    days.into_iter().chain(named).collect()
}

async fn arranged(cx: &Ctx, ui: &Ui, id: &str, used: &Used) -> Result<(dashboard::Dashboard, Vec<Arranged>), Failure> {
    let found = dashboard::open(cx, id).await?;
    if !found.may_change {
        return Err(Failure::Forbidden);
    }
    let last = found.tiles.len();
    let tiles = found.tiles.iter().enumerate().map(|(at, tile)| Arranged {
        id: tile.id.clone(),
        title: title(ui, tile),
        shown: ui.word("shown", tile.shown),
        width: tile.width,
        width_text: ui.t(&format!("dashboard-width-{}", tile.width.clamp(1, 3))),
        first: at == 0,
        last: at + 1 == last,
        periods: periods(ui, tile),
        focus: if tile.id == used.tile { focus(&used.press, (at == 0, at + 1 == last), tile.width) } else { "" },
    });
    let tiles = tiles.collect();
    Ok((found, tiles))
}

pub(super) async fn edit(Page { cx, ui }: Page, Path(id): Path<String>, RawQuery(raw): RawQuery) -> PageResult {
    let used = serde_html_form::from_str(raw.as_deref().unwrap_or_default()).unwrap_or_default();
    let (found, tiles) = arranged(&cx, &ui, &id, &used).await?;
    let form = DashboardForm {
        name: found.listed.name,
        description: found.listed.description,
        sharing: found.listed.sharing.to_string(),
        version: found.version.to_string(),
    };
    render(&page(ui, id, form, FieldErrors::default(), tiles))
}

pub(super) async fn change(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<DashboardForm>,
) -> PageResult {
    let changed = match sharing(&form.sharing) {
        Ok(sharing) => {
            let input = ChangeDashboard {
                name: Some(form.name.clone()),
                description: Some(form.description.clone()),
                sharing,
                version: form.version.parse().ok(),
            };
            dashboard::change(&cx, &id, input).await
        }
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(_) => Ok(back(&id, false, "dashboard-saved")),
        Err(Failure::Invalid(errors)) => {
            let (_, tiles) = arranged(&cx, &ui, &id, &Used::default()).await?;
            render_invalid(&page(ui, id, form, errors, tiles))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn copy(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    let made = dashboard::copy(&cx, &id).await?;
    Ok(back(&made.listed.id, true, "dashboard-copied"))
}

pub(super) async fn remove(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    dashboard::remove(&cx, &id).await?;
    Ok(redirect_with("/dashboards", "good", "dashboard-removed"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TileForm {
    /// `earlier`, `later`, `wider`, `narrower`, `period`, `remove`, or nothing with a `position`.
    press: String,
    position: String,
    /// With `period`: a stretch of time by name; an empty one stays as it is.
    period: String,
}

pub(super) async fn tile(
    Page { cx, .. }: Page,
    Path((id, tile)): Path<(String, String)>,
    Form(form): Form<TileForm>,
) -> PageResult {
    let tile: SavedQuestionId = tile.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    if form.press == "remove" {
        dashboard::remove_tile(&cx, &id, tile).await?;
        return Ok(back(&id, true, "dashboard-tile-removed"));
    }
    let found = dashboard::open(&cx, &id).await?;
    let text = tile.to_string();
    let at = found.tiles.iter().position(|t| t.id == text);
    let place = at.map(|at| i64::try_from(at + 1).unwrap_or(i64::MAX));
    let width = at.and_then(|at| found.tiles.get(at)).map_or(1, |t| t.width);
    let mut input = ChangeTile::default();
    match form.press.as_str() {
        "earlier" => input.position = place.map(|p| p - 1),
        "later" => input.position = place.map(|p| p + 1),
        "wider" => input.width = Some((width + 1).min(3)),
        "narrower" => input.width = Some((width - 1).max(1)),
        "period" => {
            let question = at.and_then(|at| found.tiles.get(at)).map(|t| t.question.clone());
            input.question = question.filter(|_| !form.period.is_empty()).map(|question| KeptQuestion {
                period: Some(form.period.clone()),
                from: None,
                to: None,
                ..question
            });
        }
        _ => input.position = Some(form.position.parse().map_err(|_| Failure::field("position", "not_a_number"))?),
    }
    dashboard::change_tile(&cx, &id, tile, input).await?;
    let used = if focus(&form.press, (false, false), 2).is_empty() {
        String::new()
    } else {
        format!("?tile={text}&press={}", form.press)
    };
    Ok(redirect_with(&format!("/dashboards/{id}/edit{used}"), "good", "dashboard-arranged"))
}
