//! Dashboards: the list, one with its answers, and arranging it.

mod edit;
mod ranking;
pub(crate) mod special;
pub(crate) mod tile;

use crate::html::{PageResult, redirect_with, render};
use crate::pdf;
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use kernel::words::Sharing;
use operations::grow::dashboard::{self, Listed};
use operations::{App, settings};
use tile::TileView;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/dashboards", get(list))
        .route("/dashboards/new", get(edit::new).post(edit::create))
        .route("/dashboards/{dashboard}", get(show))
        .route("/dashboards/{dashboard}/pdf", get(file))
        .route("/dashboards/{dashboard}/edit", get(edit::edit).post(edit::change))
        .route("/dashboards/{dashboard}/copy", post(edit::copy))
        .route("/dashboards/{dashboard}/remove", post(edit::remove))
        .route("/dashboards/{dashboard}/tiles/{tile}", post(edit::tile))
}

struct Entry {
    href: String,
    name: String,
    description: String,
    note: String,
}

#[derive(Template)]
#[template(path = "dashboards/list.html")]
struct List {
    ui: Ui,
    offered: Vec<Entry>,
    own: Vec<Entry>,
    shared: Vec<Entry>,
}

fn entry(ui: &Ui, listed: Listed) -> Entry {
    let owner = listed.owner.filter(|_| !listed.own).map(|owner| ui.t1("dashboard-by", "owner", owner));
    let sharing = (!listed.offered).then(|| ui.word("sharing", listed.sharing));
    Entry {
        href: format!("/dashboards/{}", listed.id),
        name: listed.name,
        description: listed.description,
        note: [owner, sharing].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let (offered, others): (Vec<_>, Vec<_>) = dashboard::list(&cx).await?.into_iter().partition(|d| d.offered);
    let (own, shared): (Vec<_>, Vec<_>) = others.into_iter().partition(|d| d.own);
    let entries = |listed: Vec<Listed>| listed.into_iter().map(|d| entry(&ui, d)).collect();
    let page = List { offered: entries(offered), own: entries(own), shared: entries(shared), ui };
    render(&page)
}

#[derive(Template)]
#[template(path = "dashboards/show.html")]
struct Show {
    ui: Ui,
    id: String,
    name: String,
    description: String,
    note: String,
    link: String,
    /// Where a tile is added.
    add: String,
    may_change: bool,
    tiles: Vec<TileView>,
}

async fn show(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let found = dashboard::open(&cx, &id).await?;
    let home = settings::organisation(cx.read()).await?.currency;
    let mut tiles = Vec::with_capacity(found.tiles.len());
    for tile in &found.tiles {
        tiles.extend(tile::view(&cx, &ui, tile, home).await?);
    }
    let note = match (found.listed.offered, found.listed.sharing) {
        (true, _) => ui.t("dashboard-offered-note"),
        (false, Sharing::Private) => ui.t("dashboard-private-note"),
        (false, Sharing::Team) => ui.t("dashboard-team-note"),
        (false, Sharing::Partners) => ui.t("dashboard-partners-note"),
    };
    let page = Show {
        link: cx.app.url(&format!("/dashboards/{id}")),
        add: format!("/insights/questions/new?dashboard={id}"),
        id,
        name: found.listed.name,
        description: found.listed.description,
        note,
        may_change: found.may_change,
        tiles,
        ui,
    };
    render(&page)
}

/// The same as a file.
async fn file(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    Ok(pdf::answer(pdf::dashboard_pdf(&cx, &id, None).await?))
}

/// Back to a dashboard, with a word about what was done.
fn back(id: &str, edit: bool, key: &str) -> axum::response::Response {
    let end = if edit { "/edit" } else { "" };
    redirect_with(&format!("/dashboards/{id}{end}"), "good", key)
}
