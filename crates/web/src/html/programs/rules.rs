//! The rules of a program: edited as a whole, published as a version, compared with the version before.

use super::rules_form::{CHECKS, PhaseRows, RulesForm};
use super::{program_id, role_choices};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::words::Phase;
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::program::{self, Difference};

struct StageField {
    path: String,
    en: String,
    de: String,
    error: String,
}

struct CriterionField {
    path: String,
    key: String,
    en: String,
    de: String,
    checks: Vec<Choice>,
    error: String,
}

struct PhaseFields {
    path: String,
    name: String,
    stages: Vec<StageField>,
    criteria: Vec<CriterionField>,
    roles: Vec<Choice>,
    expected_days: String,
    days_error: String,
}

#[derive(Template)]
#[template(path = "programs/rules.html")]
struct Rules {
    ui: Ui,
    id: ProgramId,
    name: String,
    form: RulesForm,
    phases: Vec<PhaseFields>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

/// Empty rows after the filled ones, for new entries.
const EMPTY_ROWS: usize = 2;

fn error_below(ui: &Ui, errors: &FieldErrors, path: &str) -> String {
    let below = format!("{path}.");
    let found = errors.0.iter().find(|e| e.field == path || e.field.starts_with(&below));
    found.map(|e| i18n::field_error_text(ui.locale(), e)).unwrap_or_default()
}

fn phase_fields(ui: &Ui, n: usize, phase: Phase, rows: &PhaseRows, errors: &FieldErrors) -> PhaseFields {
    let path = format!("phases.{n}");
    let empty_stages = std::iter::repeat_n(Default::default(), EMPTY_ROWS);
    let stages = rows.stages.iter().cloned().chain(empty_stages).enumerate().map(|(m, row)| StageField {
        path: format!("{path}.stages.{m}"),
        error: error_below(ui, errors, &format!("{path}.stages.{m}")),
        en: row.en,
        de: row.de,
    });
    let empty_criteria = std::iter::repeat_n(Default::default(), EMPTY_ROWS);
    let criteria = rows.criteria.iter().cloned().chain(empty_criteria).enumerate().map(|(m, row)| CriterionField {
        path: format!("{path}.criteria.{m}"),
        error: error_below(ui, errors, &format!("{path}.exit_criteria.{m}")),
        checks: CHECKS.iter().map(|(_, word)| Choice::new(word, ui.word("program-check", word), &row.check)).collect(),
        key: row.key,
        en: row.label.en,
        de: row.label.de,
    });
    PhaseFields {
        name: ui.word("phase", phase),
        stages: stages.collect(),
        criteria: criteria.collect(),
        roles: role_choices(ui, &rows.responsible),
        expected_days: rows.expected_days.clone(),
        days_error: error_below(ui, errors, &format!("{path}.expected_days")),
        path,
    }
}

/// `phases.0.exit_criteria.1.label` as "Attract, exit criteria".
fn label_of(ui: &Ui, field: &str) -> String {
    let pieces: Vec<&str> = field.split('.').collect();
    match pieces.as_slice() {
        ["phases", n, setting, ..] => {
            let phase = n.parse::<usize>().ok().and_then(|n| Phase::ALL.get(n));
            let phase = phase.map(|p| ui.word("phase", p)).unwrap_or_default();
            let setting = if *setting == "exit_criteria" { "criterion" } else { setting };
            format!("{phase}, {}", ui.word("program-setting", setting))
        }
        ["clocks", setting] | [setting, ..] => {
            let key = format!("program-setting-{}", setting.replace('_', "-"));
            if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() }
        }
        [] => String::new(),
    }
}

fn rules_page(ui: Ui, id: ProgramId, name: String, form: RulesForm, errors: FieldErrors) -> Rules {
    let problems = errors
        .0
        .iter()
        .map(|e| Problem {
            field: e.field.clone(),
            label: label_of(&ui, &e.field),
            text: i18n::field_error_text(ui.locale(), e),
        })
        .collect();
    let phases = Phase::ALL
        .iter()
        .zip(&form.phases)
        .enumerate()
        .map(|(n, (phase, rows))| phase_fields(&ui, n, *phase, rows, &errors))
        .collect();
    Rules { id, name, phases, problems, form, errors, ui }
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let (row, rules) = program::current(cx.read(), id).await?;
    let form = RulesForm::of(&rules, row.definition_version);
    render(&rules_page(ui, id, row.name, form, FieldErrors::default()))
}

pub(super) async fn publish(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> PageResult {
    let id = program_id(&program)?;
    let form = RulesForm::read(&pairs);
    let outcome = match form.definition() {
        Ok(mut definition) => {
            let in_force = program::current(cx.read(), id).await?.1;
            definition.approval = in_force.approval;
            definition.conflicts = in_force.conflicts;
            definition.protection = in_force.protection;
            program::publish_on(&cx, id, form.base.parse().ok(), definition, Some(&form.note)).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-published")),
        Err(Failure::Invalid(errors)) => {
            cx.allow(Action::ManagePrograms)?;
            let row = program::row(cx.read(), id).await?;
            render_invalid(&rules_page(ui, id, row.name, form, errors))
        }
        Err(other) => Err(other.into()),
    }
}

struct DifferenceLine {
    setting: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "programs/version.html")]
struct Version {
    ui: Ui,
    id: ProgramId,
    name: String,
    number: i64,
    note: String,
    by: String,
    at: String,
    first: bool,
    lines: Vec<DifferenceLine>,
}

fn line(ui: &Ui, difference: Difference) -> DifferenceLine {
    let setting = ui.word("program-setting", difference.setting);
    let text = |value: String| {
        if difference.setting == "responsible" { ui.word("owner", value) } else { value }
    };
    DifferenceLine {
        setting: match difference.phase {
            Some(phase) => format!("{}, {setting}", ui.word("phase", phase)),
            None => setting,
        },
        before: difference.before.map(text),
        after: difference.after.map(text),
    }
}

pub(super) async fn version(Page { cx, ui }: Page, Path((program, number)): Path<(String, String)>) -> PageResult {
    let id = program_id(&program)?;
    let number: i64 = number.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    let versions = program::versions(&cx, id).await?;
    let listed = versions.into_iter().find(|v| v.definition_version == number).ok_or(Failure::NotFound)?;
    let after = program::definition(cx.read(), id, number).await?;
    let lines = if number > 1 {
        let before = program::definition(cx.read(), id, number - 1).await?;
        program::differences(&before, &after).into_iter().map(|d| line(&ui, d)).collect()
    } else {
        Vec::new()
    };
    let template = Version {
        id,
        name: program::row(cx.read(), id).await?.name,
        number,
        note: listed.note.unwrap_or_default(),
        by: if listed.created_by.is_empty() { ui.t("shell-product") } else { listed.created_by },
        at: ui.instant(&listed.created_at),
        first: number == 1,
        lines,
        ui,
    };
    render(&template)
}
