//! A dashboard, as a contact sees it: their partner's figures, and the rows behind them.

use super::closed::closed;
use crate::html::dashboards::tile::{TileView, view};
use crate::html::insights::{ListView, Pages, RowsView, funnel_view, rows_view};
use crate::html::{PageResult, render};
use crate::pdf;
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use http::StatusCode;
use kernel::Actor;
use operations::cosell::registration::{MyRegistrations, open_my_registrations};
use operations::grow::dashboard;
use operations::{App, settings};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/m/{token}/dashboards/{dashboard}", get(figures))
        .route("/m/{token}/dashboards/{dashboard}/pdf", get(figures_file))
        .route("/m/{token}/dashboards/{dashboard}/rows", get(figure_rows))
        .route("/m/{token}/dashboards/{dashboard}/funnel-rows", get(funnel_rows))
}

#[derive(Template)]
#[template(path = "public/figures.html")]
struct Figures {
    ui: Ui,
    back: String,
    /// The same as a file.
    pdf: String,
    name: String,
    description: String,
    partner: String,
    tiles: Vec<TileView>,
}

#[derive(Template)]
#[template(path = "public/own_only.html")]
struct OwnOnly {
    ui: Ui,
    back: String,
    text: String,
    /// Who can open it; empty where nobody can.
    colleagues: String,
}

/// Who sees their own registrations only, sees no sums of their colleagues either; and is told who does.
async fn own_only(ui: Ui, token: &str, open: &MyRegistrations) -> PageResult {
    let colleagues = open.who_sees_the_company().await?.join(", ");
    let text = ui.t1("my-figures-own-only", "partner", &open.partner_name);
    let mut response = render(&OwnOnly { back: format!("/m/{token}"), text, colleagues, ui })?;
    *response.status_mut() = StatusCode::FORBIDDEN;
    Ok(response)
}

/// A dashboard, as a contact sees it: their partner's figures. Whoever is signed in at the vendor has this dashboard with their own.
async fn figures(Path((token, id)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    if matches!(cx.actor, Actor::User(_)) {
        return Ok(Redirect::to(&format!("/dashboards/{id}")).into_response());
    }
    let open = match open_my_registrations(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let Some(company) = open.company() else { return own_only(ui, &token, &open).await };
    let found = dashboard::open(company, &id).await?;
    let home = settings::organisation(cx.read()).await?.currency;
    let list = format!("/m/{token}");
    let [rows, funnel_rows] = rows_of(&format!("{list}/dashboards/{id}"));
    let pages = Pages::Contact { rows: &rows, funnel_rows: &funnel_rows, registrations: &list };
    let mut tiles = Vec::with_capacity(found.tiles.len());
    for tile in &found.tiles {
        tiles.extend(view(company, &ui, tile, home).await?.map(|tile| tile.led_to(&pages)));
    }
    render(&Figures {
        back: format!("/m/{token}"),
        pdf: format!("/m/{token}/dashboards/{id}/pdf"),
        name: found.listed.name,
        description: found.listed.description,
        partner: open.partner_name.clone(),
        tiles,
        ui,
    })
}

#[derive(Template)]
#[template(path = "public/figure_rows.html")]
struct FigureRows {
    ui: Ui,
    title: String,
    note: String,
    /// The contact's registrations, and the dashboard these rows were opened from.
    list: String,
    back: String,
    name: String,
    partner: String,
    /// One of the two.
    rows: Option<RowsView>,
    steps: Option<ListView>,
}

/// The rows behind a number of a dashboard.
async fn figure_rows(Path(path): Path<(String, String)>, RawQuery(raw): RawQuery, page: PublicPage) -> PageResult {
    behind(path, raw, page, false).await
}

/// The registrations behind a step of a funnel.
async fn funnel_rows(Path(path): Path<(String, String)>, RawQuery(raw): RawQuery, page: PublicPage) -> PageResult {
    behind(path, raw, page, true).await
}

async fn behind(
    (token, id): (String, String),
    raw: Option<String>,
    PublicPage { cx, ui }: PublicPage,
    of_funnel: bool,
) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let raw = raw.as_deref();
    if matches!(cx.actor, Actor::User(_)) {
        let own = if of_funnel { Pages::Vendor.funnel_rows() } else { Pages::Vendor.rows() };
        return Ok(Redirect::to(&format!("{own}?{}", raw.unwrap_or_default())).into_response());
    }
    let open = match open_my_registrations(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let Some(company) = open.company() else { return own_only(ui, &token, &open).await };
    let found = dashboard::open(company, &id).await?;
    let list = format!("/m/{token}");
    let back = format!("{list}/dashboards/{id}");
    let [rows_at, steps_at] = rows_of(&back);
    let pages = Pages::Contact { rows: &rows_at, funnel_rows: &steps_at, registrations: &list };
    let (mut rows, mut steps) = (None, None);
    let (title, note) = if of_funnel {
        let view = steps.insert(funnel_view(company, &ui, raw, &pages).await?);
        (view.back, view.back_text) = (back.clone(), found.listed.name.clone());
        (view.title.clone(), view.note.clone())
    } else {
        let view = rows.insert(rows_view(company, &ui, raw, &pages).await?);
        (view.title.clone(), view.note.clone())
    };
    let (name, partner) = (found.listed.name, open.partner_name.clone());
    render(&FigureRows { title, note, list, back, name, partner, rows, steps, ui })
}

/// Where the rows and the funnel's rows of a dashboard are.
fn rows_of(dashboard: &str) -> [String; 2] {
    [format!("{dashboard}/rows"), format!("{dashboard}/funnel-rows")]
}

/// The same dashboard as a file.
async fn figures_file(Path((token, id)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    if matches!(cx.actor, Actor::User(_)) {
        return Ok(Redirect::to(&format!("/dashboards/{id}/pdf")).into_response());
    }
    let open = match open_my_registrations(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let Some(company) = open.company() else { return own_only(ui, &token, &open).await };
    let reader = format!("{}, {}", open.name, open.partner_name);
    Ok(pdf::answer(pdf::dashboard_pdf(company, &id, Some(&reader)).await?))
}
