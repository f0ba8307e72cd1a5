//! The deal stages of a program.

use super::program_id;
use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::words::DealOutcome;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::program::{self, SaveStage};
use std::collections::HashMap;

struct StageRow {
    place: usize,
    id: String,
    position: String,
    name_en: String,
    name_de: String,
    outcome: String,
    outcome_word: String,
    outcomes: Vec<Choice>,
    retired: bool,
    error: String,
}

#[derive(Template)]
#[template(path = "programs/stages.html")]
struct Stages {
    ui: Ui,
    id: ProgramId,
    name: String,
    rows: Vec<StageRow>,
    errors: Vec<String>,
}

#[derive(Clone, Default)]
struct Typed {
    id: String,
    position: String,
    name_en: String,
    name_de: String,
    outcome: String,
    retired: bool,
}

async fn stages_page(
    cx: &Ctx,
    ui: Ui,
    id: ProgramId,
    typed: Vec<Typed>,
    errors: FieldErrors,
) -> Result<Stages, Failure> {
    let row = program::row(cx.read(), id).await?;
    let empty = std::iter::repeat_n(Typed { outcome: "open".to_owned(), ..Typed::default() }, 2);
    let next = typed.len();
    let rows = typed
        .into_iter()
        .chain(empty)
        .enumerate()
        .map(|(place, t)| {
            let path = format!("stages.{place}.");
            let error = errors.0.iter().find(|e| e.field.starts_with(&path));
            StageRow {
                place,
                position: if place < next { t.position } else { (place + 1).to_string() },
                outcome_word: ui.word("outcome", &t.outcome),
                outcomes: words(&ui, "outcome", DealOutcome::ALL, &t.outcome),
                error: error.map(|e| i18n::field_error_text(ui.locale(), e)).unwrap_or_default(),
                id: t.id,
                name_en: t.name_en,
                name_de: t.name_de,
                outcome: t.outcome,
                retired: t.retired,
            }
        })
        .collect();
    let whole = errors.0.iter().filter(|e| e.field == "stages");
    let errors = whole.map(|e| i18n::field_error_text(ui.locale(), e)).collect();
    Ok(Stages { id, name: row.name, rows, errors, ui })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let typed = program::stages(cx.read(), id)
        .await?
        .into_iter()
        .zip(1..)
        .map(|(s, position): (_, i32)| Typed {
            id: s.id.to_string(),
            position: position.to_string(),
            name_en: s.name_en,
            name_de: s.name_de,
            outcome: s.outcome.to_string(),
            retired: s.retired,
        })
        .collect();
    render(&stages_page(&cx, ui, id, typed, FieldErrors::default()).await?)
}

pub(super) async fn save(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> PageResult {
    let id = program_id(&program)?;
    let fields: HashMap<&str, &str> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let get = |n: usize, name: &str| fields.get(format!("{n}.{name}").as_str()).copied().unwrap_or_default().to_owned();
    let mut typed: Vec<Typed> = (0..60)
        .take_while(|n| fields.contains_key(format!("{n}.name_en").as_str()))
        .map(|n| Typed {
            id: get(n, "id"),
            position: get(n, "position"),
            name_en: get(n, "name_en"),
            name_de: get(n, "name_de"),
            outcome: get(n, "outcome"),
            retired: get(n, "retired") == "yes",
        })
        // An empty row at the end that was not used.
        .filter(|t| !(t.id.is_empty() && t.name_en.trim().is_empty() && t.name_de.trim().is_empty()))
        .collect();
    typed.sort_by_key(|t| t.position.trim().parse::<i64>().unwrap_or(i64::MAX));
    let mut wanted = Vec::with_capacity(typed.len());
    for t in &typed {
        let stage = match (t.id.is_empty(), t.id.parse(), t.outcome.parse()) {
            (true, _, Ok(outcome)) => (None, outcome),
            (false, Ok(id), Ok(outcome)) => (Some(id), outcome),
            _ => return Err(Failure::field("stages", "invalid").into()),
        };
        wanted.push(SaveStage {
            id: stage.0,
            name_en: t.name_en.clone(),
            name_de: t.name_de.clone(),
            outcome: stage.1,
            retired: t.retired,
        });
    }
    match program::save_stages(&cx, id, wanted).await {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-stages-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&stages_page(&cx, ui, id, typed, errors).await?),
        Err(other) => Err(other.into()),
    }
}
