//! Programs, under the settings: what they are called, their rules and versions, their deal stages.

mod approval;
mod approval_form;
mod conflicts;
mod embed;
mod form;
mod form_field;
mod protection;
mod rules;
mod rules_form;
mod stages;

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kernel::id::ProgramId;
use kernel::words::ProgramKind;
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::program::{self, ChangeProgram, CreateProgram, Promise};
use operations::{App, Ctx, settings};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/programs", get(list))
        .route("/settings/programs/new", get(new).post(create))
        .route("/settings/programs/{program}", get(record).post(change))
        .route("/settings/programs/{program}/rules", get(rules::page).post(rules::publish))
        .route("/settings/programs/{program}/versions/{version}", get(rules::version))
        .route("/settings/programs/{program}/form", get(form::page).post(form::act))
        .route("/settings/programs/{program}/form/preview", get(form::preview))
        .route("/settings/programs/{program}/form/fields/{key}", get(form_field::page).post(form_field::save))
        .route("/settings/programs/{program}/approval", get(approval::page).post(approval::act))
        .route("/settings/programs/{program}/protection", get(protection::page).post(protection::publish))
        .route("/settings/programs/{program}/conflicts", get(conflicts::page).post(conflicts::act))
        .route("/settings/programs/{program}/embed", get(embed::page).post(embed::save))
        .route("/settings/programs/{program}/stages", get(stages::page).post(stages::save))
}

/// The id in the path; what is none names nothing.
fn program_id(text: &str) -> Result<ProgramId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

/// A promise in words.
fn promise_text(ui: &Ui, promise: Promise) -> String {
    match promise {
        Promise::Hours(n) => ui.tn("program-hours", "count", i64::from(n)),
        Promise::BusinessDays(n) => ui.tn("program-business-days", "count", i64::from(n)),
    }
}

struct Line {
    href: String,
    name: String,
    kind: String,
    currency: String,
    partners: String,
    version: i64,
    active: bool,
    public_form: bool,
}

#[derive(Template)]
#[template(path = "programs/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let programs = program::list(&cx).await?;
    let lines = programs
        .into_iter()
        .map(|p| Line {
            href: format!("/settings/programs/{}", p.program.id),
            kind: ui.word("program-kind", p.program.kind),
            currency: p.program.currency.to_string(),
            partners: ui.number(p.partners),
            version: p.program.definition_version,
            active: p.program.active,
            public_form: p.program.public_form,
            name: p.program.name,
        })
        .collect();
    render(&List { may_change: ui.may(Action::ManagePrograms), lines, ui })
}

#[derive(Default, Deserialize)]
struct NewForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    currency: String,
}

struct Kind {
    value: &'static str,
    name: String,
    about: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "programs/new.html")]
struct New {
    ui: Ui,
    form: NewForm,
    kinds: Vec<Kind>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

fn new_page(ui: Ui, form: NewForm, errors: FieldErrors) -> New {
    let kinds = ProgramKind::ALL
        .iter()
        .map(|kind| Kind {
            value: kind.as_str(),
            name: ui.word("program-kind", kind),
            about: ui.word("program-kind-about", kind),
            chosen: kind.as_str() == form.kind,
        })
        .collect();
    New { kinds, problems: problems(&ui, &errors), form, errors, ui }
}

async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let currency = settings::organisation(cx.read()).await?.currency.to_string();
    render(&new_page(ui, NewForm { kind: "reseller".into(), currency, ..NewForm::default() }, FieldErrors::default()))
}

async fn create(Page { cx, ui }: Page, Form(form): Form<NewForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let kind = form.kind.parse::<ProgramKind>();
    if kind.is_err() {
        errors.add("kind", "required");
    }
    let currency = form.currency.parse();
    if currency.is_err() {
        errors.add("currency", "currency_invalid");
    }
    let outcome = match (kind, currency) {
        (Ok(kind), Ok(currency)) => {
            let input = CreateProgram { key: form.key.clone(), name: form.name.clone(), kind, currency };
            program::create(&cx, input).await
        }
        _ => Err(Failure::Invalid(errors)),
    };
    match outcome {
        Ok(id) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-created")),
        Err(Failure::Invalid(errors)) => render_invalid(&new_page(ui, form, errors)),
        Err(other) => Err(other.into()),
    }
}

struct VersionLine {
    href: String,
    number: i64,
    note: String,
    by: String,
    at: String,
    in_force: bool,
}

struct PhaseLine {
    name: String,
    stages: String,
    criteria: Vec<String>,
    responsible: String,
    days: String,
}

struct StageLine {
    name: String,
    outcome: String,
}

#[derive(Template)]
#[template(path = "programs/record.html")]
struct Record {
    ui: Ui,
    id: ProgramId,
    may_change: bool,
    program: program::ProgramRow,
    kind: String,
    public_url: String,
    first_answer: String,
    decision: String,
    information: String,
    dispute: String,
    protection: String,
    phases: Vec<PhaseLine>,
    stages: Vec<StageLine>,
    versions: Vec<VersionLine>,
    name: String,
    errors: FieldErrors,
}

async fn record_page(
    cx: &Ctx,
    ui: Ui,
    id: ProgramId,
    name: Option<String>,
    errors: FieldErrors,
) -> Result<Record, Failure> {
    let versions = program::versions(cx, id).await?;
    let (row, rules) = program::current(cx.read(), id).await?;
    let stages = program::stages(cx.read(), id).await?;
    let phases = rules
        .phases
        .iter()
        .map(|p| PhaseLine {
            name: ui.word("phase", p.phase),
            stages: p.stages.iter().map(|s| s.text(ui.locale()).to_owned()).collect::<Vec<_>>().join(" · "),
            criteria: p.exit_criteria.iter().map(|c| c.label.text(ui.locale()).to_owned()).collect(),
            responsible: ui.word("owner", p.responsible),
            days: p.expected_days.map(|d| ui.tn("partner-days", "count", i64::from(d))).unwrap_or_default(),
        })
        .collect();
    Ok(Record {
        id,
        may_change: ui.may(Action::ManagePrograms),
        kind: ui.word("program-kind", row.kind),
        public_url: cx.app.url(&format!("/p/{}", row.key)),
        first_answer: promise_text(&ui, rules.clocks.first_answer),
        decision: promise_text(&ui, rules.clocks.decision),
        information: promise_text(&ui, rules.clocks.information),
        dispute: promise_text(&ui, rules.clocks.dispute),
        protection: ui.tn("partner-days", "count", i64::from(rules.protection_days)),
        phases,
        stages: stages
            .iter()
            .filter(|s| !s.retired)
            .map(|s| StageLine { name: s.name(ui.locale()).to_owned(), outcome: ui.word("outcome", s.outcome) })
            .collect(),
        versions: versions
            .into_iter()
            .map(|v| VersionLine {
                href: format!("/settings/programs/{id}/versions/{}", v.definition_version),
                number: v.definition_version,
                note: v.note.unwrap_or_default(),
                by: if v.created_by.is_empty() { ui.t("shell-product") } else { v.created_by },
                at: ui.instant(&v.created_at),
                in_force: v.definition_version == row.definition_version,
            })
            .collect(),
        name: name.unwrap_or_else(|| row.name.clone()),
        program: row,
        errors,
        ui,
    })
}

async fn record(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    render(&record_page(&cx, ui, program_id(&program)?, None, FieldErrors::default()).await?)
}

#[derive(Deserialize)]
struct ChangeForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    active: String,
    #[serde(default)]
    public_form: String,
    #[serde(default)]
    version: String,
}

async fn change(Page { cx, ui }: Page, Path(program): Path<String>, Form(form): Form<ChangeForm>) -> PageResult {
    let id = program_id(&program)?;
    let input = ChangeProgram {
        name: Some(form.name.clone()),
        active: Some(form.active == "yes"),
        public_form: Some(form.public_form == "yes"),
        version: form.version.parse().ok(),
    };
    match program::change(&cx, id, input).await {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&record_page(&cx, ui, id, Some(form.name), errors).await?),
        Err(other) => Err(other.into()),
    }
}

/// Choices of roles that can be responsible for a phase.
fn role_choices(ui: &Ui, chosen: &str) -> Vec<Choice> {
    words(ui, "owner", kernel::words::OwnerRole::ALL, chosen)
}
