//! The registration form of a program, built without code: what is asked, in which order; preview, publication, versions.

use super::program_id;
use crate::form::Form;
use crate::html::field::{Choice, Problem};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::questions::{Core, Filled, Question, questions};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::{Failure, FieldErrors, Locale};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::form::{
    self, Answers, CoreField, CoreSetting, FormDefinition, FormField, Presence, condition_in_words,
};
use operations::program::{self, Bilingual};
use std::collections::BTreeMap;

struct CoreLine {
    name: &'static str,
    usual: String,
    presences: Vec<Choice>,
    leads: Vec<Choice>,
    always: bool,
    company: bool,
    label: Bilingual,
    help: Bilingual,
}

struct Line {
    key: String,
    label: String,
    note: String,
    required: bool,
    first: bool,
    last: bool,
}

struct VersionLine {
    number: i64,
    by: String,
    note: String,
    in_force: bool,
}

#[derive(Template)]
#[template(path = "programs/form.html")]
struct FormPage {
    ui: Ui,
    id: ProgramId,
    name: String,
    version: i64,
    form_version: i64,
    /// Whether leads are taken.
    leads: bool,
    core: Vec<CoreLine>,
    lines: Vec<Line>,
    versions: Vec<VersionLine>,
    note: String,
    problems: Vec<Problem>,
}

/// What kind of answer a question takes, and when it is asked.
fn taken(ui: &Ui, form: &FormDefinition, field: &FormField) -> String {
    let only = field.asked_of.map(|kind| ui.word("lead-only", kind));
    let when = field.shown_when.as_ref().map(|condition| {
        let (question, values) = condition_in_words(form, condition, ui.locale());
        ui.t2("form-only-when", "field", question, "values", values)
    });
    let parts = [Some(ui.word("form-kind", field.kind)), only, when];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

async fn form_page(cx: &Ctx, ui: Ui, id: ProgramId, note: String, errors: FieldErrors) -> Result<FormPage, Failure> {
    let draft = form::draft(cx, id).await?;
    let name = program::row(cx.read(), id).await?.name;
    let versions = form::versions(cx, id).await?;
    let fields = &draft.definition.fields;
    let core = CoreField::ALL.iter().map(|field| {
        let setting = draft.definition.core(*field);
        let usual = ui.t(&format!("public-field-{}", field.as_str().replace('_', "-")));
        let presences = [Presence::Optional, Presence::Required, Presence::Hidden]
            .map(|p| Choice::new(p.as_str(), ui.word("form-presence", p.as_str()), setting.presence.as_str()));
        CoreLine {
            name: field.as_str(),
            usual,
            presences: presences.into(),
            leads: ["", "optional", "required", "hidden"]
                .map(|p| {
                    let text = if p.is_empty() { ui.t("lead-as-usual") } else { ui.word("form-presence", p) };
                    Choice::new(p, text, setting.lead.map(Presence::as_str).unwrap_or_default())
                })
                .into(),
            company: *field == CoreField::Company,
            always: field.always(),
            label: setting.label,
            help: setting.help,
        }
    });
    let line = |(n, field): (usize, &FormField)| Line {
        label: field.label.text(ui.locale()).to_owned(),
        note: taken(&ui, &draft.definition, field),
        required: field.required,
        first: n == 0,
        last: n + 1 == fields.len(),
        key: field.key.clone(),
    };
    let problem = |e: &kernel::FieldError| {
        let index = e.field.strip_prefix("fields.").and_then(|f| f.split('.').next()).and_then(|n| n.parse().ok());
        let field: Option<&FormField> = index.and_then(|n: usize| fields.get(n));
        Problem {
            field: field.map(|f| f.key.clone()).unwrap_or_else(|| e.field.clone()),
            label: field.map(|f| f.label.text(ui.locale()).to_owned()).unwrap_or_default(),
            text: i18n::field_error_text(ui.locale(), e),
        }
    };
    Ok(FormPage {
        leads: draft.definition.leads,
        core: core.collect(),
        lines: fields.iter().enumerate().map(line).collect(),
        problems: errors.0.iter().map(problem).collect(),
        versions: versions
            .into_iter()
            .map(|v| VersionLine {
                number: v.form_version,
                by: format!("{} · {}", v.created_by, ui.instant(&v.created_at)),
                note: v.note.unwrap_or_default(),
                in_force: v.form_version == draft.form_version,
            })
            .collect(),
        version: draft.version,
        form_version: draft.form_version,
        id,
        name,
        note,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    render(&form_page(&cx, ui, program_id(&program)?, String::new(), FieldErrors::default()).await?)
}

/// What a button of the page asks for: `up:budget`, `remove:budget`, `core:all`, `leads:on`, `publish:all`, `discard:all`, `restore:3`.
pub(super) async fn act(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let here = format!("/settings/programs/{id}/form");
    let field = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let wish = field("do");
    let (what, which) = wish.split_once(':').unwrap_or_default();
    let version = field("version").parse().unwrap_or_default();
    let draft = form::draft(&cx, id).await?;
    let mut definition = draft.definition;
    let position = definition.fields.iter().position(|f| f.key == which);
    let outcome = match (what, position) {
        ("up", Some(n)) if n > 0 => {
            definition.fields.swap(n, n - 1);
            form::change_draft(&cx, id, version, &definition).await.map(|_| "form-changed")
        }
        ("down", Some(n)) if n + 1 < definition.fields.len() => {
            definition.fields.swap(n, n + 1);
            form::change_draft(&cx, id, version, &definition).await.map(|_| "form-changed")
        }
        ("remove", Some(n)) => {
            definition.fields.remove(n);
            form::change_draft(&cx, id, version, &definition).await.map(|_| "form-changed")
        }
        ("core", _) => {
            read_core(&mut definition, &sent);
            form::change_draft(&cx, id, version, &definition).await.map(|_| "form-changed")
        }
        ("leads", _) => {
            definition.leads = which == "on";
            form::change_draft(&cx, id, version, &definition).await.map(|_| "form-changed")
        }
        ("publish", _) => {
            let base = field("base").parse().ok();
            let note = field("note");
            form::publish(&cx, id, base, definition, Some(&note)).await.map(|_| "form-published")
        }
        ("discard", _) => form::discard_draft(&cx, id).await.map(|()| "form-discarded"),
        ("restore", _) => match which.parse() {
            Ok(number) => form::restore(&cx, id, number).await.map(|_| "form-restored"),
            Err(_) => Err(Failure::NotFound),
        },
        _ => Err(Failure::NotFound),
    };
    match outcome {
        Ok(key) => Ok(redirect_with(&here, "good", key)),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(&cx, ui, id, field("note"), errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn read_core(definition: &mut FormDefinition, sent: &BTreeMap<String, String>) {
    for field in CoreField::ALL {
        let text = |what: &str| sent.get(&format!("{field}.{what}")).map(|t| t.trim().to_owned()).unwrap_or_default();
        // Where the page does not ask about leads, what was set for them stays.
        let kept = definition.core(*field).lead;
        let setting = CoreSetting {
            presence: match text("presence").as_str() {
                "required" if !field.always() => Presence::Required,
                "hidden" if !field.always() => Presence::Hidden,
                _ => Presence::Optional,
            },
            lead: match sent.get(&format!("{field}.lead")).map(String::as_str) {
                Some("optional") => Some(Presence::Optional),
                Some("required") => Some(Presence::Required),
                Some("hidden") => Some(Presence::Hidden),
                Some(_) => None,
                None => kept,
            },
            label: Bilingual { en: text("en"), de: text("de") },
            help: Bilingual { en: text("help_en"), de: text("help_de") },
        };
        if setting == FormDefinition::default().core(*field) {
            definition.core.remove(field.as_str());
        } else {
            definition.core.insert(field.as_str().to_owned(), setting);
        }
    }
}

struct Shown {
    title: String,
    lang: &'static str,
    core: Vec<(String, bool)>,
    questions: Vec<Question>,
    ui: Ui,
}

#[derive(Template)]
#[template(path = "programs/form_preview.html")]
struct Preview {
    ui: Ui,
    id: ProgramId,
    name: String,
    languages: Vec<Shown>,
}

pub(super) async fn preview(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    let id = program_id(&program)?;
    let draft = form::draft(&cx, id).await?.definition;
    let row = program::row(cx.read(), id).await?;
    let mut languages = Vec::new();
    for (locale, title, lang) in [(Locale::En, "English", "en"), (Locale::De, "Deutsch", "de")] {
        let mut theirs = ui.clone();
        theirs.locale = locale;
        let core = Core::of(&draft);
        let asked = CoreField::ALL.iter().filter(|f| core.asked(f.as_str())).map(|field| {
            let usual = theirs.t(&format!("public-field-{}", field.as_str().replace('_', "-")));
            (core.label(&theirs, field.as_str(), usual), core.must(field.as_str()))
        });
        let asked = asked.collect();
        let filled = Filled {
            form: &draft,
            answers: &Answers::new(),
            files: &BTreeMap::new(),
            country: "",
            currency: row.currency,
            errors: &FieldErrors::default(),
        };
        let mut own = questions(&cx, &theirs, filled).await?;
        // Twice on one page: names must not meet.
        for question in &mut own {
            // Without scripts everything at once: a preview is for reading, and a condition would hide half of it.
            question.asked = true;
            question.name = format!("{lang}.{}", question.name);
            question.currency_name = format!("{lang}.{}", question.currency_name);
        }
        languages.push(Shown { title: title.to_owned(), lang, core: asked, questions: own, ui: theirs });
    }
    render(&Preview { ui, id, name: row.name, languages })
}
