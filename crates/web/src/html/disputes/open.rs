//! A case is opened by the vendor.

use super::{id_of, problems, word};
use crate::form::Form;
use crate::html::field::{Choice, Problem, words};
use crate::html::registrations::meanwhile::{meanwhile_with, typed};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::RegistrationId;
use kernel::words::DisputeKind;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::dispute::{OpenDispute, open_dispute};
use operations::cosell::registration::{self, RegistrationDetail};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpenForm {
    kind: String,
    claimant: String,
    statement: String,
    same_customer: String,
    version: String,
}

#[derive(Template)]
#[template(path = "disputes/open.html")]
struct OpenPage {
    ui: Ui,
    path: String,
    detail: RegistrationDetail,
    kinds: Vec<Choice>,
    form: OpenForm,
    errors: FieldErrors,
    mistakes: Vec<Problem>,
    /// Whether to ask if it is the same customer all the same.
    ask_customer: bool,
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    mut form: OpenForm,
    errors: FieldErrors,
) -> Result<OpenPage, Failure> {
    let detail = registration::detail(cx, id).await?;
    if form.version.is_empty() {
        form.version = detail.registration.version.to_string();
    }
    Ok(OpenPage {
        path: format!("/registrations/{id}"),
        kinds: words(&ui, "dispute-kind", DisputeKind::ALL, &form.kind),
        mistakes: problems(&ui, &errors),
        ask_customer: !form.same_customer.is_empty() || errors.0.iter().any(|e| e.code == "dispute_not_same_customer"),
        detail,
        form,
        errors,
        ui,
    })
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    render(&page(&cx, ui, id_of(&id)?, OpenForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn open(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<OpenForm>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    let mut errors = FieldErrors::default();
    let kind = word::<DisputeKind>(&mut errors, "kind", &form.kind);
    let opened = match kind {
        Some(kind) => {
            let input = OpenDispute {
                kind,
                statement: form.statement.clone(),
                claimant: Some(form.claimant.clone()),
                same_customer: !form.same_customer.is_empty(),
                version: Some(form.version.parse().unwrap_or(-1)),
            };
            open_dispute(&cx, id, input).await
        }
        None => Err(Failure::Invalid(errors)),
    };
    match opened {
        Ok(dispute) => Ok(redirect_with(&format!("/disputes/{dispute}"), "good", "dispute-opened")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, form, errors).await?),
        Err(other) => {
            let kind = kind.map(|kind| ui.word("dispute-kind", kind)).unwrap_or_default();
            let typed = typed([
                (ui.t("dispute-field-kind"), kind.as_str()),
                (ui.t("dispute-field-claimant"), form.claimant.as_str()),
                (ui.t("dispute-field-statement"), form.statement.as_str()),
            ]);
            meanwhile_with(&cx, ui, id, other, None, typed).await
        }
    }
}
