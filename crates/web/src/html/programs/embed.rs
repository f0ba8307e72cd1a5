//! Whose pages may show the program's form, and what they put into theirs.

use super::program_id;
use crate::form::Form;
use crate::html::field::{Problem, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::program::{self, EmbedOrigins};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EmbedForm {
    origins: String,
}

struct Snippet {
    language: String,
    field: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "programs/embed.html")]
struct Embed {
    ui: Ui,
    id: ProgramId,
    name: String,
    open: bool,
    origins: String,
    allowed: bool,
    snippets: Vec<Snippet>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn view(cx: &Ctx, ui: Ui, id: ProgramId, typed: Option<String>, errors: FieldErrors) -> Result<Embed, Failure> {
    let program = program::row(cx.read(), id).await?;
    let allowed = program::embed_origins(cx, id).await?.origins;
    let snippets = [("en", "shell-in-english"), ("de", "shell-in-german")].map(|(language, word)| Snippet {
        language: ui.t(word),
        field: if language == "en" { "snippet_en" } else { "snippet_de" },
        text: format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"1200\" style=\"border:0\" loading=\"lazy\"></iframe>",
            cx.app.url(&format!("/embed/{}?lang={language}", program.key)),
            i18n::text(language.parse().unwrap_or(ui.locale()), "public-register-title"),
        ),
    });
    Ok(Embed {
        open: program.active && program.public_form,
        origins: typed.unwrap_or_else(|| allowed.join("\n")),
        allowed: !allowed.is_empty(),
        snippets: snippets.into(),
        problems: problems(&ui, &errors),
        name: program.name,
        id,
        errors,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    render(&view(&cx, ui, program_id(&program)?, None, FieldErrors::default()).await?)
}

pub(super) async fn save(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(form): Form<EmbedForm>,
) -> PageResult {
    let id = program_id(&program)?;
    let input = EmbedOrigins { origins: form.origins.split_whitespace().map(str::to_owned).collect() };
    match program::set_embed_origins(&cx, id, input).await {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}/embed"), "good", "embed-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&view(&cx, ui, id, Some(form.origins), errors).await?),
        Err(other) => Err(other.into()),
    }
}
