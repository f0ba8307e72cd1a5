//! The answers to a registration, each with a page of its own: it says what will happen, and asks for what is missing.

use super::beside::{Kept, kept};
use super::chain::{StepView, chain_view};
use super::meanwhile::{first_to_do, meanwhile, meanwhile_with, typed};
use super::{Choice, Mistake, id_of, mistakes};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::RegistrationId;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::protection;
use operations::cosell::registration::{
    self, AccountWait, Approve, ApproveStep, Cancel, DECLINE_REASONS, Decline, GiveInformation, RegistrationDetail,
    RequestInformation, SendForApproval, StartReview, Withdraw,
};
use serde::Deserialize;

/// What any of the answer forms sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct AnswerForm {
    /// The version the form was made on.
    #[serde(default)]
    version: String,
    /// The question, the answer, the word to the partner.
    #[serde(default)]
    text: String,
    /// The code of a decline.
    #[serde(default)]
    reason: String,
    /// The round of approval a yes to a step was seen in.
    #[serde(default)]
    round: String,
}

impl AnswerForm {
    /// A form without a readable version is taken for an old one: it is refused rather than let through unchecked.
    fn version(&self) -> Option<i64> {
        Some(self.version.parse().unwrap_or(-1))
    }
    /// As the version: one that cannot be read is an old one. A form that never had one names none.
    fn round(&self) -> Option<i32> {
        Some(&self.round).filter(|round| !round.is_empty()).map(|round| round.parse().unwrap_or(-1))
    }
    fn text(&self) -> Option<String> {
        Some(self.text.clone()).filter(|t| !t.trim().is_empty())
    }
}

/// Which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Approve,
    Decline,
    Ask,
    Answer,
    Withdraw,
    Send,
    Step,
    Cancel,
    Account,
}

impl Kind {
    /// The part of the address and of the Fluent keys.
    fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Decline => "decline",
            Self::Ask => "ask",
            Self::Answer => "answer",
            Self::Withdraw => "withdraw",
            Self::Send => "send",
            Self::Step => "step",
            Self::Cancel => "cancel",
            Self::Account => "account",
        }
    }
    fn text_required(self) -> bool {
        matches!(self, Self::Ask | Self::Answer | Self::Cancel | Self::Withdraw)
    }
}

#[derive(Template)]
#[template(path = "registrations/answer.html")]
struct AnswerPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    kind: Kind,
    word: &'static str,
    /// What will happen.
    lead: String,
    /// The open question, when its answer is written down.
    question: String,
    /// Who will be asked, where it is sent for approval.
    chain: Vec<StepView>,
    /// What an approver says yes to beside another protection.
    beside: Option<Kept>,
    /// The round of approval an approver is asked in.
    round: String,
    text: String,
    reasons: Vec<Choice>,
    version: String,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    kind: Kind,
    form: AnswerForm,
    errors: FieldErrors,
) -> Result<AnswerPage, Failure> {
    let detail = registration::detail(cx, id).await?;
    let receiver = detail.facts.contact_name.as_deref().unwrap_or(&detail.registration.sender_name).to_owned();
    let question = detail.questions.iter().find(|q| q.answer.is_none()).map(|q| q.question.clone());
    let version = if form.version.is_empty() { detail.registration.version.to_string() } else { form.version };
    let key = if detail.facts.sender_email.is_some() { "lead" } else { "lead-no-mail" };
    Ok(AnswerPage {
        lead: ui.t1(&format!("review-{}-{key}", kind.word()), "person", receiver),
        path: format!("/registrations/{id}"),
        kind,
        word: kind.word(),
        question: question.unwrap_or_default(),
        chain: match kind {
            Kind::Send => chain_view(&ui, registration::approval_preview(cx, id).await?),
            _ => Vec::new(),
        },
        beside: match kind {
            Kind::Step => kept(cx, &ui, id, detail.beside.as_ref()).await?,
            _ => None,
        },
        round: match kind {
            Kind::Step if form.round.is_empty() => {
                registration::asked_round(cx, id).await?.map(|round| round.to_string()).unwrap_or_default()
            }
            _ => form.round,
        },
        text: form.text,
        reasons: DECLINE_REASONS
            .iter()
            .map(|code| Choice::new(code, ui.word("decline-reason", code), &form.reason))
            .collect(),
        version,
        mistakes: mistakes(&ui, &errors),
        errors,
        detail,
        ui,
    })
}

async fn form(Page { cx, ui }: Page, id: &str, kind: Kind) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id = id_of(id)?;
    render(&page(&cx, ui, id, kind, AnswerForm::default(), FieldErrors::default()).await?)
}

/// After the operation: on to the record, back to the form, or to what happened meanwhile.
async fn finish<T>(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    kind: Kind,
    form: AnswerForm,
    outcome: Result<T, Failure>,
) -> PageResult {
    match outcome {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", &format!("review-{}-done", kind.word()))),
        Err(Failure::Invalid(mut errors)) => {
            // All texts of these forms are one field here.
            for error in &mut errors.0 {
                if matches!(error.field.as_str(), "question" | "answer" | "note" | "reason")
                    && !(kind == Kind::Decline && error.field == "reason")
                {
                    "text".clone_into(&mut error.field);
                }
            }
            render_invalid(&page(cx, ui, id, kind, form, errors).await?)
        }
        Err(other) => {
            let reason =
                Some(form.reason.as_str()).filter(|code| kind == Kind::Decline && DECLINE_REASONS.contains(code));
            let reason = reason.map(|code| ui.word("decline-reason", code)).unwrap_or_default();
            let typed = typed([
                (ui.t("review-field-reason"), reason.as_str()),
                (ui.word("review-text", kind.word()), form.text.as_str()),
            ]);
            meanwhile_with(cx, ui, id, other, None, typed).await
        }
    }
}

pub(super) async fn start_review(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> PageResult {
    let id = id_of(&id)?;
    match registration::start_review(&cx, id, StartReview { version: form.version() }).await {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "review-take-done")),
        Err(failure) => meanwhile(&cx, ui, id, failure).await,
    }
}

pub(super) async fn approve_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Approve).await
}

pub(super) async fn approve(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let outcome = registration::approve(&cx, id, Approve { note: form.text(), version: form.version() }).await;
    // Where something was typed it is shown instead, to be taken along.
    if form.text().is_none()
        && let Err(Failure::Conflict { code, .. }) = &outcome
        && let Some((page, said)) = first_to_do(code)
    {
        return Ok(redirect_with(&format!("/registrations/{id}{page}"), "warn", said));
    }
    finish(&cx, ui, id, Kind::Approve, form, outcome).await
}

pub(super) async fn decline_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Decline).await
}

pub(super) async fn decline(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let input = Decline { reason: form.reason.clone(), text: form.text(), version: form.version() };
    let outcome = registration::decline(&cx, id, input).await;
    finish(&cx, ui, id, Kind::Decline, form, outcome).await
}

pub(super) async fn ask_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Ask).await
}

pub(super) async fn ask(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let input = RequestInformation { question: form.text.clone(), version: form.version() };
    let outcome = registration::request_information(&cx, id, input).await;
    finish(&cx, ui, id, Kind::Ask, form, outcome).await
}

pub(super) async fn answer_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Answer).await
}

pub(super) async fn answer(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let input = GiveInformation { answer: form.text.clone(), version: form.version() };
    let outcome = registration::give_information(&cx, id, input).await;
    finish(&cx, ui, id, Kind::Answer, form, outcome).await
}

pub(super) async fn withdraw_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Withdraw).await
}

pub(super) async fn withdraw(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> PageResult {
    let id = id_of(&id)?;
    let outcome = registration::withdraw(&cx, id, Withdraw { reason: form.text(), version: form.version() }).await;
    finish(&cx, ui, id, Kind::Withdraw, form, outcome).await
}

/// To the decision about another protection, which nobody can approve beside before.
fn to_beside(id: RegistrationId) -> axum::response::Response {
    redirect_with(&format!("/registrations/{id}/beside"), "warn", "error-scope-taken")
}

/// The form of a yes that is not for anybody while another protection stands undecided: then that is decided first.
async fn form_or_beside(page: Page, id: &str, kind: Kind) -> PageResult {
    page.cx.allow(Action::AnswerRegistrations)?;
    let id_read: RegistrationId = id_of(id)?;
    if protection::is_undecided(&page.cx, id_read).await? {
        return Ok(to_beside(id_read));
    }
    form(page, id, kind).await
}

pub(super) async fn send_form(page: Page, Path(id): Path<String>) -> PageResult {
    form_or_beside(page, &id, Kind::Send).await
}

pub(super) async fn send(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let input = SendForApproval { note: form.text(), version: form.version() };
    let outcome = registration::send_for_approval(&cx, id, input).await;
    if form.text().is_none()
        && let Err(Failure::Conflict { code: "scope_taken", .. }) = &outcome
    {
        return Ok(to_beside(id));
    }
    finish(&cx, ui, id, Kind::Send, form, outcome).await
}

pub(super) async fn step_form(page: Page, Path(id): Path<String>) -> PageResult {
    form_or_beside(page, &id, Kind::Step).await
}

pub(super) async fn step(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let outcome = registration::approve_step(&cx, id, ApproveStep { note: form.text(), round: form.round() }).await;
    if form.text().is_none()
        && let Err(Failure::Conflict { code: "scope_taken", .. }) = &outcome
    {
        return Ok(to_beside(id));
    }
    finish(&cx, ui, id, Kind::Step, form, outcome).await
}

pub(super) async fn cancel_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Cancel).await
}

pub(super) async fn cancel(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let outcome = registration::cancel(&cx, id, Cancel { reason: form.text.clone(), version: form.version() }).await;
    finish(&cx, ui, id, Kind::Cancel, form, outcome).await
}

pub(super) async fn account_form(page: Page, Path(id): Path<String>) -> PageResult {
    form(page, &id, Kind::Account).await
}

pub(super) async fn account(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AnswerForm>) -> PageResult {
    let id = id_of(&id)?;
    let outcome =
        registration::await_account(&cx, id, AccountWait { reason: form.text(), version: form.version() }).await;
    finish(&cx, ui, id, Kind::Account, form, outcome).await
}

pub(super) async fn account_ready(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> PageResult {
    let id = id_of(&id)?;
    match registration::account_ready(&cx, id, AccountWait { reason: None, version: form.version() }).await {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "review-account-ready-done")),
        Err(failure) => meanwhile(&cx, ui, id, failure).await,
    }
}
