//! Another protection stands in the scope: a person decides how to go on.

use super::meanwhile::{meanwhile_with, typed};
use super::{Choice, Mistake, id_of};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::RegistrationId;
use kernel::words::BesideChoice;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::protection::{self, ApproveBeside};
use operations::cosell::registration::{self, RegistrationDetail};
use serde::Deserialize;

/// The decision as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct BesideForm {
    choice: String,
    reason: String,
    evidence: String,
    note: String,
    version: String,
}

/// What was decided about another protection, for whoever is asked to say yes to it.
pub(crate) struct Kept {
    /// How it goes on, once all have agreed.
    pub(crate) then: String,
    /// What that does to both partners.
    pub(crate) effect: String,
    /// Who decided.
    pub(crate) by: String,
    pub(crate) reason: String,
    /// Whose protection stands, as far as the reader may see it.
    pub(crate) standing: Vec<String>,
}

impl Kept {
    pub(crate) fn of(ui: &Ui, decision: &protection::Decision, standing: Vec<protection::Standing>) -> Self {
        let line = |s: protection::Standing| {
            let until = until(ui, &s);
            let whose = s.partner.unwrap_or_else(|| ui.t("beside-hidden"));
            [Some(whose), s.number, Some(until)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        Self {
            then: ui.t1("beside-then", "choice", ui.word("beside-choice", decision.choice)),
            effect: ui.word("beside-effect", decision.choice),
            by: decision.decided_by.clone(),
            reason: decision.reason.clone(),
            standing: standing.into_iter().map(line).collect(),
        }
    }
}

/// What the last yes will carry out; nothing where nothing was decided or nothing stands any more.
pub(super) async fn kept(
    cx: &Ctx,
    ui: &Ui,
    id: RegistrationId,
    decision: Option<&protection::Decision>,
) -> Result<Option<Kept>, Failure> {
    let Some(decision) = decision else { return Ok(None) };
    let standing = protection::standing_in(cx, id).await?;
    Ok(Some(standing).filter(|s| !s.is_empty()).map(|standing| Kept::of(ui, decision, standing)))
}

fn until(ui: &Ui, standing: &protection::Standing) -> String {
    match standing.protected_until_on {
        Some(on) => ui.t1("beside-until", "until", ui.date(&on)),
        None => ui.t("beside-waits"),
    }
}

struct Line {
    href: String,
    name: String,
    note: String,
}

struct Decision {
    choice: Choice,
    hint: String,
}

#[derive(Template)]
#[template(path = "registrations/beside.html")]
struct BesidePage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    standing: Vec<Line>,
    /// Whether it may be another customer.
    by_finding: bool,
    options: Vec<Decision>,
    form: BesideForm,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    mut form: BesideForm,
    errors: FieldErrors,
) -> Result<BesidePage, Failure> {
    let detail = registration::detail(cx, id).await?;
    if form.version.is_empty() {
        form.version = detail.registration.version.to_string();
    }
    let standing = protection::standing_in(cx, id).await?;
    let by_finding = standing.iter().any(|s| s.by_finding);
    let standing = standing.into_iter().map(|s| Line {
        href: s.registration.map(|id| format!("/registrations/{id}")).unwrap_or_default(),
        note: [s.number.clone(), Some(until(&ui, &s))].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        name: s.partner.unwrap_or_else(|| ui.t("beside-hidden")),
    });
    Ok(BesidePage {
        standing: standing.collect(),
        by_finding,
        options: BesideChoice::ALL
            .iter()
            .map(|c| Decision {
                choice: Choice::new(c, ui.word("beside-choice", c), &form.choice),
                hint: ui.word("beside-hint", c),
            })
            .collect(),
        mistakes: errors
            .0
            .iter()
            .map(|e| Mistake {
                field: e.field.clone(),
                label: ui.t(&format!("beside-{}", e.field)),
                text: i18n::field_error_text(ui.locale(), e),
            })
            .collect(),
        path: format!("/registrations/{id}"),
        form,
        errors,
        detail,
        ui,
    })
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    render(&page(&cx, ui, id_of(&id)?, BesideForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn decide(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<BesideForm>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    let input = ApproveBeside {
        choice: form.choice.clone(),
        reason: form.reason.clone(),
        evidence: Some(form.evidence.clone()),
        note: Some(form.note.clone()),
        // A form without a readable version is taken for an old one.
        version: Some(form.version.parse().unwrap_or(-1)),
    };
    match protection::approve_beside(&cx, id, input).await {
        Ok(done) => {
            let said = if done.deal.is_some() { "beside-done" } else { "beside-sent" };
            Ok(redirect_with(&format!("/registrations/{id}"), "good", said))
        }
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, form, errors).await?),
        Err(other) => {
            let chosen = form.choice.parse::<BesideChoice>().map(|c| ui.word("beside-choice", c)).unwrap_or_default();
            let typed = typed([
                (ui.t("beside-choice"), chosen.as_str()),
                (ui.t("beside-reason"), form.reason.as_str()),
                (ui.t("beside-evidence"), form.evidence.as_str()),
                (ui.t("beside-note"), form.note.as_str()),
            ]);
            meanwhile_with(&cx, ui, id, other, None, typed).await
        }
    }
}
