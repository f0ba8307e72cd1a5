//! A finding of the conflict check: set aside with a reason, or taken back into account.

use super::meanwhile::{meanwhile_with, typed};
use super::record::{FindingView, finding};
use super::{Mistake, id_of, mistakes};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::{FindingId, RegistrationId};
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::conflict::{SetAside, set_aside};
use operations::cosell::registration::{self, RegistrationDetail};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindingForm {
    reason: String,
    version: String,
}

#[derive(Template)]
#[template(path = "registrations/finding.html")]
struct FindingPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    finding: FindingView,
    form: FindingForm,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
}

async fn finding_page(
    cx: &Ctx,
    ui: Ui,
    (id, finding_id): (RegistrationId, FindingId),
    form: FindingForm,
    errors: FieldErrors,
) -> Result<FindingPage, Failure> {
    cx.allow(Action::AnswerRegistrations)?;
    let detail = registration::detail(cx, id).await?;
    let found = detail.findings.iter().find(|f| f.id == finding_id).ok_or(Failure::NotFound)?;
    let version = if form.version.is_empty() { detail.registration.version.to_string() } else { form.version.clone() };
    Ok(FindingPage {
        finding: finding(&ui, found),
        path: format!("/registrations/{id}"),
        form: FindingForm { version, ..form },
        mistakes: mistakes(&ui, &errors),
        detail,
        errors,
        ui,
    })
}

pub(super) async fn form(Page { cx, ui }: Page, Path((id, finding)): Path<(String, String)>) -> PageResult {
    let ids = (id_of(&id)?, finding.parse().map_err(|_| Failure::NotFound)?);
    render(&finding_page(&cx, ui, ids, FindingForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn act(
    Page { cx, ui }: Page,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form<FindingForm>,
) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    let finding: FindingId = finding.parse().map_err(|_| Failure::NotFound)?;
    let page = finding_page(&cx, ui, (id, finding), form.clone(), FieldErrors::default()).await?;
    let restore = page.finding.is_aside();
    let version = Some(form.version.parse().unwrap_or(-1));
    let done = set_aside(&cx, id, finding, SetAside { reason: form.reason.clone(), restore, version }).await;
    let said = if restore { "finding-restored" } else { "finding-set-aside-done" };
    match done {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", said)),
        Err(Failure::Invalid(errors)) => {
            render_invalid(&finding_page(&cx, page.ui, (id, finding), form, errors).await?)
        }
        Err(other) => {
            let typed = typed([(page.ui.t("review-field-reason"), form.reason.as_str())]);
            meanwhile_with(&cx, page.ui, id, other, None, typed).await
        }
    }
}
