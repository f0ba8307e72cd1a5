//! Several registrations for a partner out of a spreadsheet: choose, look through, enter.

use super::{Choice, id_of};
use crate::bulk::{self, BODY, Guide, Leads, RowView, Wanted};
use crate::files::receive_form;
use crate::form::Form;
use crate::html::{PageResult, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Query};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use kernel::id::{PartnerId, ProgramId};
use kernel::words::RegistrationKind;
use kernel::{Failure, FieldErrors, Outcome};
use operations::access::policy::Action;
use operations::cosell::form::{FormDefinition, in_force};
use operations::cosell::registration::bulk::{Bulk, BulkRow, MOST_ROWS, commit, preview, read};
use operations::cosell::registration::{partner_name, program_choices, programs_of};
use operations::partner::contacts;
use operations::{App, Ctx};
use serde::Deserialize;

/// Their bodies carry a file, or the rows of one.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .route("/registrations/bulk", get(form).post(look))
        .route("/registrations/bulk/template", get(template))
        .route("/registrations/bulk/enter", post(enter).get(back))
        .layer(DefaultBodyLimit::max(BODY))
}

/// For whom, and the rows once they are known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct BulkForm {
    partner: String,
    program: String,
    contact: String,
    rows: String,
}

#[derive(Template)]
#[template(path = "registrations/bulk.html")]
struct BulkPage {
    ui: Ui,
    partner_name: String,
    form: BulkForm,
    programs: Vec<Choice>,
    contacts: Vec<Choice>,
    most: String,
    /// What the spreadsheet of each program holds.
    guides: Vec<Guide>,
    error: String,
}

#[derive(Template)]
#[template(path = "registrations/bulk_rows.html")]
struct RowsPage {
    ui: Ui,
    partner_name: String,
    form: BulkForm,
    rows: Vec<RowView>,
    /// What the button does; empty for nothing.
    button: String,
    /// They are entered.
    done: bool,
    /// Some wait for their files.
    waiting: bool,
}

async fn name_of(cx: &Ctx, form: &BulkForm) -> Result<(PartnerId, String), Failure> {
    let partner: PartnerId = id_of(&form.partner)?;
    Ok((partner, partner_name(cx, partner).await?.ok_or(Failure::NotFound)?))
}

/// The questions a row answers.
async fn asked(cx: &Ctx, program: ProgramId) -> Outcome<FormDefinition> {
    Ok(in_force(cx.read(), program).await?.definition.of(RegistrationKind::Deal))
}

async fn page(cx: &Ctx, ui: Ui, mut form: BulkForm, error: String) -> Result<BulkPage, Failure> {
    let (partner, partner_name) = name_of(cx, &form).await?;
    let joined = programs_of(cx, partner).await?;
    let programs: Vec<_> = program_choices(cx).await?.into_iter().filter(|p| p.active).collect();
    let own: Vec<_> = programs.iter().filter(|p| joined.contains(&p.id)).cloned().collect();
    let programs = if own.is_empty() { programs } else { own };
    if form.program.is_empty() {
        form.program = programs.first().map(|p| p.id.to_string()).unwrap_or_default();
    }
    let contacts: Vec<_> = contacts(cx, partner).await?.into_iter().filter(|c| c.active).collect();
    let mut guides = Vec::new();
    for program in &programs {
        let name = if programs.len() == 1 { "" } else { program.name.as_str() };
        let template = format!("/registrations/bulk/template?program={}&", program.id);
        guides.push(Guide::new(&ui, &asked(cx, program.id).await?, name, template));
    }
    Ok(BulkPage {
        guides,
        programs: programs.iter().map(|p| Choice::new(p.id, &p.name, &form.program)).collect(),
        contacts: contacts.iter().map(|c| Choice::new(c.id, &c.name, &form.contact)).collect(),
        most: ui.t1("bulk-file-hint", "max", MOST_ROWS),
        partner_name,
        form,
        error,
        ui,
    })
}

async fn form(Page { cx, ui }: Page, Query(form): Query<BulkForm>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    if form.partner.is_empty() {
        return Ok(Redirect::to("/registrations/new").into_response());
    }
    render(&page(&cx, ui, form, String::new()).await?)
}

async fn template(Page { cx, ui }: Page, Query(form): Query<BulkForm>, Query(wanted): Query<Wanted>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let program: ProgramId = id_of(&form.program)?;
    operations::program::row(cx.read(), program).await?;
    bulk::template(&ui, &asked(&cx, program).await?, &wanted)
}

fn meant(form: &BulkForm) -> Result<Bulk, Failure> {
    let contact = (!form.contact.is_empty()).then(|| id_of(&form.contact)).transpose()?;
    Ok(Bulk { program: id_of(&form.program)?, partner: id_of(&form.partner)?, contact })
}

async fn rows_of(cx: &Ctx, form: &BulkForm, content: &[u8]) -> Result<Vec<BulkRow>, Failure> {
    Ok(read(&asked(cx, meant(form)?.program).await?, content, cx.locale)?.rows)
}

async fn look(Page { cx, ui }: Page, sent: Result<Multipart, MultipartRejection>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let (file, fields) = receive_form(sent, BODY).await?;
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let form = BulkForm {
        partner: field("partner"),
        program: field("program"),
        contact: field("contact"),
        rows: String::new(),
    };
    let (_, partner_name) = name_of(&cx, &form).await?;
    let rows = match rows_of(&cx, &form, &file.content).await {
        Ok(rows) => rows,
        Err(Failure::Invalid(errors)) => return refused(&cx, ui, form, &errors).await,
        Err(other) => return Err(other.into()),
    };
    let bulk = meant(&form)?;
    let outcomes = match preview(&cx, bulk, &rows).await {
        Ok(outcomes) => outcomes,
        Err(Failure::Invalid(errors)) => return refused(&cx, ui, form, &errors).await,
        Err(other) => return Err(other.into()),
    };
    let asked = asked(&cx, bulk.program).await?;
    render(&RowsPage {
        rows: bulk::rows(&ui, &asked, &rows, &outcomes, Leads::Vendor),
        button: bulk::button(&ui, &outcomes),
        form: BulkForm { rows: bulk::packed(&rows), ..form },
        done: false,
        waiting: false,
        partner_name,
        ui,
    })
}

async fn refused(cx: &Ctx, ui: Ui, form: BulkForm, errors: &FieldErrors) -> PageResult {
    let error = bulk::file_error(&ui, errors);
    render_invalid(&page(cx, ui, form, error).await?)
}

async fn enter(Page { cx, ui }: Page, Form(form): Form<BulkForm>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let (_, partner_name) = name_of(&cx, &form).await?;
    let bulk = meant(&form)?;
    let rows = bulk::unpacked(&form.rows);
    let outcomes = match commit(&cx, bulk, &rows).await {
        Ok(outcomes) => outcomes,
        Err(Failure::Invalid(errors)) => return refused(&cx, ui, form, &errors).await,
        Err(other) => return Err(other.into()),
    };
    let asked = asked(&cx, bulk.program).await?;
    render(&RowsPage {
        rows: bulk::rows(&ui, &asked, &rows, &outcomes, Leads::Vendor),
        button: String::new(),
        form: BulkForm { rows: String::new(), ..form },
        done: true,
        waiting: bulk::waiting(&outcomes),
        partner_name,
        ui,
    })
}

/// A reload after an error.
async fn back(_: Page) -> Redirect {
    Redirect::to("/registrations/new")
}
