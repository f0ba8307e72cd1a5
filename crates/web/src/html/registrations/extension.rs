//! More time: the answer to a partner who asks for it, and protection given back.

use super::meanwhile::{meanwhile_with, typed};
use super::{Mistake, id_of};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::RegistrationId;
use kernel::words::ExtensionStatus;
use kernel::{Date, Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::protection::{self, AnswerExtension, Extension, Reinstate};
use operations::cosell::registration::{self, RegistrationDetail};
use serde::Deserialize;

/// The answer as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExtensionForm {
    /// `grant` or `refuse`: which button.
    choice: String,
    until_on: String,
    note: String,
}

#[derive(Template)]
#[template(path = "registrations/extension.html")]
struct ExtensionPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    asked: Option<Extension>,
    earlier: Vec<Extension>,
    form: ExtensionForm,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
}

fn mistakes(ui: &Ui, family: &str, errors: &FieldErrors) -> Vec<Mistake> {
    let label = |field: &str| ui.t(&format!("{family}-{}", field.replace('_', "-")));
    let line = |e: &kernel::FieldError| Mistake {
        label: label(&e.field),
        text: i18n::field_error_text(ui.locale(), e),
        field: e.field.clone(),
    };
    errors.0.iter().map(line).collect()
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    mut form: ExtensionForm,
    errors: FieldErrors,
) -> Result<ExtensionPage, Failure> {
    let detail = registration::detail(cx, id).await?;
    let (waiting, earlier): (Vec<_>, Vec<_>) =
        protection::extensions(cx, id).await?.into_iter().partition(|e| e.status == ExtensionStatus::Pending);
    if form.until_on.is_empty() {
        form.until_on = protection::proposed_until(cx, id).await?.map(|on| on.to_string()).unwrap_or_default();
    }
    Ok(ExtensionPage {
        mistakes: mistakes(&ui, "extension", &errors),
        path: format!("/registrations/{id}"),
        asked: waiting.into_iter().next(),
        earlier,
        form,
        errors,
        detail,
        ui,
    })
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    render(&page(&cx, ui, id_of(&id)?, ExtensionForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn answer(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<ExtensionForm>,
) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    let until_on = match form.until_on.trim() {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some).map_err(|_| Failure::field("until_on", "invalid_date")),
    };
    let grant = form.choice == "grant";
    let answered = match until_on {
        Ok(until_on) => {
            let input = AnswerExtension { grant, until_on, note: Some(form.note.clone()) };
            protection::answer_extension(&cx, id, input).await
        }
        Err(failure) => Err(failure),
    };
    match answered {
        Ok(_) => {
            let said = if grant { "extension-granted" } else { "extension-refused" };
            Ok(redirect_with(&format!("/registrations/{id}"), "good", said))
        }
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, form, errors).await?),
        Err(other) => {
            let date = form.until_on.trim();
            let until = date.parse::<Date>().map_or_else(|_| date.to_owned(), |on| ui.date(&on));
            let chosen = ui.t(if grant { "extension-grant" } else { "extension-refuse" });
            let typed = typed([
                (ui.t("extension-chosen"), chosen.as_str()),
                (ui.t("extension-until-on"), until.as_str()),
                (ui.t("extension-note"), form.note.as_str()),
            ]);
            meanwhile_with(&cx, ui, id, other, None, typed).await
        }
    }
}

/// Protection given back, as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReinstateForm {
    reason: String,
    days: String,
    version: String,
}

#[derive(Template)]
#[template(path = "registrations/reinstate.html")]
struct ReinstatePage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    form: ReinstateForm,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
}

async fn reinstate_page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    mut form: ReinstateForm,
    errors: FieldErrors,
) -> Result<ReinstatePage, Failure> {
    let detail = registration::detail(cx, id).await?;
    if form.version.is_empty() {
        form.version = detail.registration.version.to_string();
    }
    Ok(ReinstatePage {
        mistakes: mistakes(&ui, "reinstate", &errors),
        path: format!("/registrations/{id}"),
        form,
        errors,
        detail,
        ui,
    })
}

pub(super) async fn reinstate_form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    render(&reinstate_page(&cx, ui, id_of(&id)?, ReinstateForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn reinstate(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<ReinstateForm>,
) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    let days = match form.days.trim() {
        "" => Ok(None),
        text => text.parse::<u32>().map(Some).map_err(|_| Failure::field("days", "not_a_number")),
    };
    let done = match days {
        Ok(days) => {
            let version = Some(form.version.parse().unwrap_or(-1));
            protection::reinstate(&cx, id, Reinstate { reason: form.reason.clone(), days, version }).await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "reinstate-done")),
        Err(Failure::Invalid(errors)) => render_invalid(&reinstate_page(&cx, ui, id, form, errors).await?),
        Err(other) => {
            let reason = (ui.t("reinstate-reason"), form.reason.as_str());
            let typed = typed([reason, (ui.t("reinstate-days"), form.days.as_str())]);
            meanwhile_with(&cx, ui, id, other, None, typed).await
        }
    }
}
