//! `/r/<token>/bulk`: a contact registers several deals out of a spreadsheet, by their personal link.

use super::closed::closed;
use super::personal::limit;
use crate::bulk::{self, BODY, Guide, Leads, RowView, Wanted};
use crate::files::receive_form;
use crate::form::Form;
use crate::html::{PageResult, render, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::response::Redirect;
use axum::routing::{get, post};
use kernel::words::RegistrationKind;
use kernel::{Failure, Outcome};
use operations::cosell::form::{FormDefinition, in_force};
use operations::cosell::registration::bulk::{MOST_ROWS, read};
use operations::cosell::registration::entrance::{PersonalLink, open_personal};
use operations::{App, Ctx};
use serde::Deserialize;

/// Their bodies carry a file, or the rows of one.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .route("/r/{token}/bulk", get(form).post(look))
        .route("/r/{token}/bulk/template", get(template))
        .route("/r/{token}/bulk/enter", post(enter).get(back))
        .layer(DefaultBodyLimit::max(BODY))
}

#[derive(Template)]
#[template(path = "public/bulk.html")]
struct BulkPage {
    ui: Ui,
    path: String,
    back: String,
    known: String,
    program: String,
    most: String,
    /// How many can be open; empty where there is no limit.
    limit: String,
    guide: Guide,
    error: String,
}

#[derive(Template)]
#[template(path = "public/bulk_rows.html")]
struct RowsPage {
    ui: Ui,
    path: String,
    program: String,
    rows: Vec<RowView>,
    packed: String,
    /// What the button does; empty for nothing.
    button: String,
    done: bool,
    /// Some wait for their files.
    waiting: bool,
    /// How many can be open; empty where there is no limit.
    limit: String,
}

async fn limit_of(ui: &Ui, open: &PersonalLink) -> Outcome<String> {
    Ok(open.cap().await?.map(|cap| limit(ui, &cap)).unwrap_or_default())
}

/// The questions a row answers.
async fn asked(cx: &Ctx, open: &PersonalLink) -> Outcome<FormDefinition> {
    Ok(in_force(cx.read(), open.program.id).await?.definition.of(RegistrationKind::Deal))
}

async fn page(ui: Ui, token: &str, open: &PersonalLink, asked: &FormDefinition, error: String) -> Outcome<BulkPage> {
    Ok(BulkPage {
        limit: limit_of(&ui, open).await?,
        guide: Guide::new(&ui, asked, "", format!("/r/{token}/bulk/template?")),
        path: format!("/r/{token}/bulk"),
        back: format!("/r/{token}"),
        known: ui.t2("public-register-known", "name", &open.contact_name, "partner", &open.partner_name),
        program: open.program.name.clone(),
        most: ui.t1("bulk-file-hint", "max", MOST_ROWS),
        error,
        ui,
    })
}

async fn form(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match open_personal(&cx, &token).await {
        Ok(open) => render(&page(ui, &token, &open, &asked(&cx, &open).await?, String::new()).await?),
        Err(failure) => closed(ui, failure),
    }
}

async fn template(
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
    PublicPage { cx, ui }: PublicPage,
) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match open_personal(&cx, &token).await {
        Ok(open) => bulk::template(&ui, &asked(&cx, &open).await?, &wanted),
        Err(failure) => closed(ui, failure),
    }
}

async fn look(
    Path(token): Path<String>,
    PublicPage { cx, ui }: PublicPage,
    sent: Result<Multipart, MultipartRejection>,
) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    // The link first: for whoever has none, no byte of a file is read.
    let open = match open_personal(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let asked = asked(&cx, &open).await?;
    let read = match receive_form(sent, BODY).await {
        Ok((file, _)) => read(&asked, &file.content, cx.locale),
        Err(failure) => Err(failure),
    };
    let rows = match read {
        Ok(sheet) => sheet.rows,
        Err(Failure::Invalid(errors)) => {
            let error = bulk::file_error(&ui, &errors);
            return render_invalid(&page(ui, &token, &open, &asked, error).await?);
        }
        Err(other) => return Err(other.into()),
    };
    let outcomes = open.preview(&rows).await?;
    render(&RowsPage {
        path: format!("/r/{token}/bulk"),
        program: open.program.name.clone(),
        rows: bulk::rows(&ui, &asked, &rows, &outcomes, Leads::Contact(&format!("/r/{token}"))),
        packed: bulk::packed(&rows),
        button: bulk::button(&ui, &outcomes),
        done: false,
        waiting: false,
        limit: limit_of(&ui, &open).await?,
        ui,
    })
}

/// The rows that were looked through.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Rows {
    rows: String,
}

async fn enter(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Rows>) -> PageResult {
    cx.app.limits().public_form(&cx.address)?;
    let open = match open_personal(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let asked = asked(&cx, &open).await?;
    let rows = bulk::unpacked(&sent.rows);
    let outcomes = open.commit(&rows).await?;
    render(&RowsPage {
        path: format!("/r/{token}/bulk"),
        program: open.program.name.clone(),
        rows: bulk::rows(&ui, &asked, &rows, &outcomes, Leads::Contact(&format!("/r/{token}"))),
        packed: String::new(),
        button: String::new(),
        done: true,
        waiting: bulk::waiting(&outcomes),
        limit: limit_of(&ui, &open).await?,
        ui,
    })
}

/// A reload after an error.
async fn back(Path(token): Path<String>) -> Redirect {
    Redirect::to(&format!("/r/{token}/bulk"))
}
