//! One question of a program's form: made and changed.

use super::program_id;
use crate::form::Form;
use crate::html::field::{Choice, Problem, filled};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::countries;
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::fold::fold;
use kernel::id::ProgramId;
use kernel::{Failure, FieldErrors, Locale};
use operations::access::policy::Action;
use operations::cosell::form::{self, Condition, FieldKind, FormDefinition, FormField, FormOption};
use operations::program::Bilingual;
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FieldForm {
    version: String,
    key: String,
    kind: String,
    label_en: String,
    label_de: String,
    help_en: String,
    help_de: String,
    section_en: String,
    section_de: String,
    required: String,
    asked_of: String,
    options: String,
    when_field: String,
    when_values: String,
    min: String,
    max: String,
    earliest_on: String,
    latest_on: String,
    pattern: String,
    domains: String,
    text_version: String,
}

/// What an answered consent says.
const YES: &str = "yes";

fn listed(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// A key from words: `Ihr Budget (€)` is `ihr_budget`.
fn key_of(text: &str) -> String {
    let folded = kernel::fold::fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_").chars().take(40).collect()
}

impl FieldForm {
    fn of(field: &FormField, version: i64) -> Self {
        let option = |o: &FormOption| format!("{} | {} | {}", o.key, o.label.en, o.label.de);
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let date = |d: Option<kernel::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let when = field.shown_when.as_ref();
        Self {
            version: version.to_string(),
            key: field.key.clone(),
            kind: field.kind.to_string(),
            label_en: field.label.en.clone(),
            label_de: field.label.de.clone(),
            help_en: field.help.en.clone(),
            help_de: field.help.de.clone(),
            section_en: field.section.en.clone(),
            section_de: field.section.de.clone(),
            required: if field.required { "yes".to_owned() } else { String::new() },
            asked_of: field.asked_of.map(|kind| kind.to_string()).unwrap_or_default(),
            options: field.options.iter().map(option).collect::<Vec<_>>().join("\n"),
            when_field: when.map(|w| w.field.clone()).unwrap_or_default(),
            when_values: when.map(|w| w.one_of.join(", ")).unwrap_or_default(),
            min: number(field.min),
            max: number(field.max),
            earliest_on: date(field.earliest_on),
            latest_on: date(field.latest_on),
            pattern: field.pattern.clone().unwrap_or_default(),
            domains: field.domains.join(", "),
            text_version: field.text_version.clone().unwrap_or_default(),
        }
    }

    fn read(&self, errors: &mut FieldErrors) -> FormField {
        let both = |en: &str, de: &str| Bilingual { en: en.trim().to_owned(), de: de.trim().to_owned() };
        let kind = self.kind.parse().unwrap_or_else(|_| {
            errors.add("kind", "required");
            FieldKind::Text
        });
        let label = both(&self.label_en, &self.label_de);
        let key = self.key.trim();
        let key = if key.is_empty() { key_of(label.text(kernel::Locale::En)) } else { key.to_owned() };
        let mut number = |name: &str, text: &str| {
            let text = filled(text)?;
            text.parse::<i64>().map_err(|_| errors.add(name, "not_a_number")).ok()
        };
        let (min, max) = (number("min", &self.min), number("max", &self.max));
        let earliest_on = crate::html::field::date(errors, "earliest_on", &self.earliest_on);
        let latest_on = crate::html::field::date(errors, "latest_on", &self.latest_on);
        let option = |line: &str| {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let (key, en, de) = match parts.as_slice() {
                [key, en, de] => ((*key).to_owned(), *en, *de),
                [en, de] => (key_of(en), *en, *de),
                _ => (key_of(line), line.trim(), ""),
            };
            FormOption { key, label: both(en, de) }
        };
        FormField {
            label,
            help: both(&self.help_en, &self.help_de),
            section: both(&self.section_en, &self.section_de),
            required: self.required == "yes",
            asked_of: self.asked_of.parse().ok(),
            options: self.options.lines().filter(|l| !l.trim().is_empty()).map(option).collect(),
            shown_when: filled(&self.when_field).map(|field| Condition { field, one_of: listed(&self.when_values) }),
            min,
            max,
            earliest_on,
            latest_on,
            pattern: filled(&self.pattern),
            domains: listed(&self.domains),
            text_version: filled(&self.text_version),
            ..FormField::new(&key, kind)
        }
    }
}

/// What one value of a condition is called by people: a country or a choice by its name. One whose name has a comma keeps its key.
fn named(ui: &Ui, whole: &FormDefinition, of: &str, value: &str) -> String {
    let name = match whole.field(of) {
        None if of == "country" => countries::name(ui, value),
        Some(field) if field.kind == FieldKind::Consent && value == YES => ui.t("form-yes"),
        Some(field) => {
            let option = field.options.iter().find(|o| o.key == value);
            option.map_or(value, |o| o.label.text(ui.locale())).to_owned()
        }
        None => value.to_owned(),
    };
    if name.contains(',') { value.to_owned() } else { name }
}

/// The value that somebody means: its key, or its name in either language. What is none stays as it is, and is refused.
fn meant(whole: &FormDefinition, of: &str, typed: &str) -> String {
    let same = |name: &str| fold(name) == fold(typed);
    let in_any = |key: &str| Locale::ALL.iter().any(|locale| same(&i18n::text(*locale, key)));
    let found = match whole.field(of) {
        None if of == "country" => kernel::country::codes()
            .find(|code| code.eq_ignore_ascii_case(typed) || in_any(&format!("country-{code}")))
            .map(str::to_owned),
        Some(field) if field.kind == FieldKind::Consent => (same(YES) || in_any("form-yes")).then(|| YES.to_owned()),
        Some(field) => {
            let by_key = field.options.iter().find(|o| o.key == typed);
            let by_name = || field.options.iter().find(|o| same(&o.label.en) || same(&o.label.de));
            by_key.or_else(by_name).map(|o| o.key.clone())
        }
        None => None,
    };
    found.unwrap_or_else(|| typed.to_owned())
}

/// The page's field for a path of the definition.
fn page_field(rest: &str) -> String {
    match rest.split('.').collect::<Vec<_>>().as_slice() {
        ["options", ..] => "options".to_owned(),
        ["shown_when", "one_of"] => "when_values".to_owned(),
        ["shown_when", ..] => "when_field".to_owned(),
        [text @ ("label" | "help" | "section")] => format!("{text}_en"),
        [text, language] => format!("{text}_{language}"),
        _ => rest.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "programs/form_field.html")]
struct FieldPage {
    ui: Ui,
    id: ProgramId,
    title: String,
    form: FieldForm,
    kinds: Vec<Choice>,
    /// Of which it is asked; empty where the program takes deals only.
    of: Vec<Choice>,
    sources: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl FieldPage {
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

fn field_page(
    ui: Ui,
    id: ProgramId,
    key: &str,
    whole: &FormDefinition,
    form: FieldForm,
    errors: FieldErrors,
) -> FieldPage {
    let kinds = crate::html::field::words(&ui, "form-kind", FieldKind::ALL, &form.kind);
    let mut sources = vec![Choice::new("country", ui.t("public-field-country"), &form.when_field)];
    let earlier = whole.fields.iter().take_while(|f| f.key != key);
    sources.extend(earlier.map(|f| Choice::new(&f.key, f.label.text(ui.locale()), &form.when_field)));
    let problems = errors
        .0
        .iter()
        .map(|e| Problem {
            field: e.field.clone(),
            label: ui.t(&format!("form-field-{}", e.field.replace('_', "-"))),
            text: i18n::field_error_text(ui.locale(), e),
        })
        .collect();
    let title = match whole.field(key) {
        Some(field) => field.label.text(ui.locale()).to_owned(),
        None => ui.t("form-add"),
    };
    let of = if whole.leads {
        ["", "deal", "lead"]
            .map(|kind| {
                Choice::new(
                    kind,
                    ui.t(match kind {
                        "deal" => "lead-only-deal",
                        "lead" => "lead-only-lead",
                        _ => "lead-both",
                    }),
                    &form.asked_of,
                )
            })
            .into()
    } else {
        Vec::new()
    };
    FieldPage { id, title, form, kinds, of, sources, errors, problems, ui }
}

pub(super) async fn page(Page { cx, ui }: Page, Path((program, key)): Path<(String, String)>) -> PageResult {
    let id = program_id(&program)?;
    let draft = form::draft(&cx, id).await?;
    let filled = match draft.definition.field(&key) {
        Some(field) => {
            let condition = field.shown_when.as_ref();
            let names = condition.map(|w| w.one_of.iter().map(|value| named(&ui, &draft.definition, &w.field, value)));
            let when_values = names.map(|names| names.collect::<Vec<_>>().join(", ")).unwrap_or_default();
            FieldForm { when_values, ..FieldForm::of(field, draft.version) }
        }
        None if key == "new" => {
            FieldForm { version: draft.version.to_string(), kind: "text".into(), ..FieldForm::default() }
        }
        None => return Err(Failure::NotFound.into()),
    };
    render(&field_page(ui, id, &key, &draft.definition, filled, FieldErrors::default()))
}

pub(super) async fn save(
    Page { cx, ui }: Page,
    Path((program, key)): Path<(String, String)>,
    Form(sent): Form<FieldForm>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let draft = form::draft(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let mut field = sent.read(&mut errors);
    if let Some(condition) = &mut field.shown_when {
        for value in &mut condition.one_of {
            *value = meant(&draft.definition, &condition.field, value);
        }
    }
    let mut changed = draft.definition.clone();
    let place = match changed.fields.iter().position(|f| f.key == key) {
        Some(n) => n,
        None if key == "new" => changed.fields.len(),
        None => return Err(Failure::NotFound.into()),
    };
    if place < changed.fields.len() {
        changed.fields.remove(place);
    }
    changed.fields.insert(place, field);
    // What is wrong with other questions is told at publication, not here.
    let mut found = FieldErrors::default();
    let _ = form::checked(&mut found, changed.clone());
    let mine = format!("fields.{place}.");
    for mut error in found.0 {
        if let Some(rest) = error.field.strip_prefix(&mine) {
            error.field = page_field(rest);
            errors.0.push(error);
        }
    }
    let outcome = match errors.into_result(()) {
        Ok(()) => form::change_draft(&cx, id, sent.version.parse().unwrap_or_default(), &changed).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}/form"), "good", "form-changed")),
        Err(Failure::Invalid(errors)) => render_invalid(&field_page(ui, id, &key, &draft.definition, sent, errors)),
        Err(other) => Err(other.into()),
    }
}
