//! Saying which partner a stranger's registration belongs to.

use super::meanwhile::{meanwhile_with, typed};
use super::{id_of, mistakes};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::{PartnerId, ProgramId, RegistrationId};
use kernel::{Failure, FieldErrors, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::registration::{self, Assign, RegistrationDetail};
use operations::partner::{self, PartnerFilter, PartnerListed};
use serde::Deserialize;

/// Partners shown for a search; more say nothing.
const MATCHES: u32 = 12;

/// Whom to look for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    pub(super) q: String,
}

/// The chosen partner.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct AssignForm {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    add_contact: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "registrations/assign.html")]
struct AssignPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    q: String,
    matches: Vec<PartnerListed>,
    chosen: String,
    add_contact: bool,
    version: String,
    errors: Vec<super::Mistake>,
    error: String,
}

/// Partners whose name, domain or city has the words; those of a program, where one is given.
pub(super) async fn matching(cx: &Ctx, q: &str, program: Option<ProgramId>) -> Result<Vec<PartnerListed>, Failure> {
    let q = Some(q.trim().to_owned()).filter(|q| !q.is_empty());
    let filter = PartnerFilter { q, program, ..PartnerFilter::default() };
    let request = PageRequest { limit: Some(MATCHES), after: None };
    Ok(partner::list(cx, &filter, &request).await?.items)
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>, Query(search): Query<Search>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: RegistrationId = id_of(&id)?;
    let form = AssignForm { q: search.q, add_contact: "yes".to_owned(), ..AssignForm::default() };
    render(&page(&cx, ui, id, form, FieldErrors::default()).await?)
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    form: AssignForm,
    errors: FieldErrors,
) -> Result<AssignPage, Failure> {
    let detail = registration::detail(cx, id).await?;
    // Only who is in the program can be protected in it.
    let program = Some(detail.registration.program_id);
    let mut matches = Vec::new();
    let mut q = form.q;
    if q.is_empty() {
        // What the stranger says of themselves, then their address's domain, is the first guess.
        let domain = detail.facts.sender_email.as_deref().and_then(|e| e.split_once('@')).map(|(_, domain)| domain);
        for guess in [detail.registration.sender_company.as_deref(), domain].into_iter().flatten() {
            matches = matching(cx, guess, program).await?;
            if !matches.is_empty() {
                guess.clone_into(&mut q);
                break;
            }
        }
    }
    if matches.is_empty() {
        matches = matching(cx, &q, program).await?;
    }
    let version = if form.version.is_empty() { detail.registration.version.to_string() } else { form.version };
    Ok(AssignPage {
        path: format!("/registrations/{id}"),
        q,
        matches,
        chosen: form.partner,
        add_contact: !form.add_contact.is_empty(),
        version,
        error: ui.field_error(&errors, "partner").unwrap_or_default(),
        errors: mistakes(&ui, &errors),
        detail,
        ui,
    })
}

pub(super) async fn assign(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AssignForm>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: RegistrationId = id_of(&id)?;
    let Ok(partner) = form.partner.parse::<PartnerId>() else {
        let mut errors = FieldErrors::default();
        errors.add("partner", if form.partner.is_empty() { "required" } else { "unknown" });
        return render_invalid(&page(&cx, ui, id, form, errors).await?);
    };
    let input = Assign {
        partner,
        add_contact: !form.add_contact.is_empty(),
        version: Some(form.version.parse().unwrap_or(-1)),
    };
    match registration::assign(&cx, id, input).await {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "review-assign-done")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, form, errors).await?),
        Err(other) => {
            let chosen = partner::detail(&cx, partner).await.map(|found| found.facts.name).unwrap_or_default();
            let typed = typed([(ui.t("review-field-partner"), chosen.as_str())]);
            meanwhile_with(&cx, ui, id, other, None, typed).await
        }
    }
}
