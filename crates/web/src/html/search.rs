//! What the palette finds: JSON for our own script, so it is no part of the API.

use crate::failure::PageFailure;
use crate::request::Page;
use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use operations::App;
use operations::search::{Hit, Target, search};
use serde::{Deserialize, Serialize};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/search", get(find))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    q: String,
}

#[derive(Serialize)]
struct Found {
    label: String,
    detail: String,
    href: String,
}

async fn find(page: Page, Query(words): Query<Words>) -> Result<Json<Vec<Found>>, PageFailure> {
    let ui = page.ui;
    let found = search(&page.cx, &words.q).await?.into_iter().map(|Hit { target, label, detail }| {
        let (kind, href) = match target {
            Target::Partner(id) => ("search-partner", format!("/partners/{id}")),
            Target::Company(id) => ("search-company", format!("/companies/{id}")),
            Target::Deal(id) => ("search-deal", format!("/deals/{id}")),
            Target::Registration(id) => ("search-registration", format!("/registrations/{id}")),
        };
        let kind = ui.t(kind);
        let detail = if detail.is_empty() { kind } else { format!("{kind} · {detail}") };
        Found { label, detail, href }
    });
    Ok(Json(found.collect()))
}
