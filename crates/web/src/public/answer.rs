//! `/a/<token>`: a person of the vendor answers a registration from the mail. Opening the page decides nothing, a button does.

use super::closed::closed;
use super::countries;
use super::wait::{too_early, wait};
use crate::form::Form;
use crate::html::registrations::beside::Kept;
use crate::html::registrations::meanwhile::typed;
use crate::html::{PageResult, render, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::{get, post};
use http::StatusCode;
use kernel::{Failure, FieldErrors, Instant};
use operations::cosell::registration::DECLINE_REASONS;
use operations::cosell::registration::from_mail::{Answer, AnswerLink, ToAnswer, open_answer};
use operations::{App, Ctx};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/a/{token}", get(show)).route("/a/{token}/{answer}", post(press).get(back))
}

#[derive(Template)]
#[template(path = "public/answer.html")]
struct AnswerPage {
    ui: Ui,
    path: String,
    about: ToAnswer,
    facts: Vec<(String, String)>,
    findings: Vec<String>,
    waits: bool,
    /// What a yes agrees to beside another protection.
    beside: Option<Kept>,
    /// Why nobody can say yes here now, and where that is decided; empty where they can.
    blocked: String,
    record: String,
    /// What changed since the page was opened.
    changed: String,
    /// When it can be sent again; empty where nothing stands against it.
    wait: String,
    button: String,
    reasons: Vec<(String, String, bool)>,
    sent: Sent,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "public/answered.html")]
struct Answered {
    ui: Ui,
    text: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Sent {
    note: String,
    reason: String,
    text: String,
    question: String,
    round: String,
    version: String,
}

impl AnswerPage {
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

async fn page(ui: Ui, token: &str, open: &AnswerLink, sent: Sent, errors: FieldErrors) -> Result<AnswerPage, Failure> {
    let about = open.to_answer().await?;
    let facts = [
        ("review-column-partner", Some(about.partner.clone())),
        ("review-field-amount", about.amount.as_ref().map(|money| ui.money(money))),
        ("review-field-product", about.product.clone()),
        ("review-field-expected-close-on", about.expected_close_on.map(|on| ui.date(&on))),
        ("review-field-domain", about.domain.clone()),
        ("review-field-country", about.country.as_deref().map(|code| countries::name(&ui, code))),
        ("review-field-city", about.city.clone()),
        ("review-field-customer-contact", about.customer_contact.clone()),
        ("review-field-need", about.need.clone()),
        ("review-field-partner-help", about.partner_help.clone()),
    ];
    let facts = facts.into_iter().filter_map(|(key, value)| Some((ui.t(key), value?)));
    let facts = facts.chain(crate::questions::answer_lines(&ui, &about.answers)).collect();
    let button = match about.answer {
        Answer::ApproveStep => ui.t("answer-approve-step"),
        Answer::Send => ui.t("answer-send"),
        _ => ui.t("answer-approve"),
    };
    let reasons = DECLINE_REASONS
        .iter()
        .map(|code| ((*code).to_owned(), ui.word("decline-reason", code), *code == sent.reason))
        .collect();
    Ok(AnswerPage {
        path: format!("/a/{token}"),
        findings: about.findings.iter().map(|(kind, _)| ui.word("review-finding", kind)).collect(),
        waits: about.answer == Answer::Wait,
        beside: match &about.beside {
            Some(decision) => Some(Kept::of(&ui, decision, open.standing().await?)),
            None => None,
        },
        changed: String::new(),
        wait: String::new(),
        blocked: if about.undecided { ui.t("answer-undecided") } else { String::new() },
        record: format!("/registrations/{}/beside", about.id),
        about,
        facts,
        button,
        reasons,
        sent,
        errors,
        ui,
    })
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match open_answer(&cx, &token).await {
        Ok(open) => render(&page(ui, &token, &open, Sent::default(), FieldErrors::default()).await?),
        Err(failure) => spent(&cx, ui, &token, &Sent::default(), failure).await,
    }
}

#[derive(Template)]
#[template(path = "public/spent.html")]
struct Spent {
    ui: Ui,
    company: String,
    facts: Vec<(String, String)>,
    /// What was typed and not sent, label and text.
    typed: Vec<(String, String)>,
}

/// A link that has answered, or that somebody was faster than: what became of the registration. Every other failure stays what it is.
async fn spent(cx: &Ctx, ui: Ui, token: &str, sent: &Sent, failure: Failure) -> PageResult {
    let failure = match failure {
        // Lost between opening and pressing: what happened meanwhile is there to be read.
        Failure::Conflict { code: "link_used" | "stale_version" | "not_an_approver", .. } => {
            open_answer(cx, token).await.err().unwrap_or(failure)
        }
        other => other,
    };
    let Failure::Conflict { code: "already_decided", params } = &failure else { return closed(ui, failure) };
    let Some(company) = params.get("company").cloned() else { return closed(ui, failure) };
    let at = params.get("at").and_then(|at| at.parse::<Instant>().ok());
    let facts = [
        ("answer-spent-status", params.get("status").map(|status| ui.word("status", status))),
        ("answer-spent-by", params.get("by").cloned()),
        ("answer-spent-at", at.map(|at| ui.instant(&at))),
        ("answer-spent-number", params.get("number").cloned()),
    ];
    let facts = facts.into_iter().filter_map(|(key, value)| Some((ui.t(key), value?))).collect();
    let reason = Some(&sent.reason).filter(|code| DECLINE_REASONS.contains(&code.as_str()));
    let reason = reason.map(|code| ui.word("decline-reason", code)).unwrap_or_default();
    let typed = typed([
        (ui.t("answer-note"), sent.note.as_str()),
        (ui.t("review-field-reason"), reason.as_str()),
        (ui.t("review-text-decline"), sent.text.as_str()),
        (ui.t("answer-question"), sent.question.as_str()),
    ]);
    let mut response = render(&Spent { ui, company, facts, typed })?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}

/// What stands in the way of a yes, and is put right on the registration's own page.
const NOT_HERE: [&str; 4] = ["scope_taken", "finding_blocks", "partner_missing", "approval_needed"];

/// Whether what was decided meanwhile made a new round of approval, in which the same person is asked.
fn is_new_round(open: &AnswerLink, seen: Option<i32>, code: &str) -> bool {
    code == "stale_version" && seen.is_some_and(|seen| open.round() != seen)
}

/// The same page, with what stands in the way and where it is put right. The link stays good.
async fn not_now(ui: Ui, token: &str, open: &AnswerLink, mut sent: Sent, failure: Failure) -> PageResult {
    // The form that comes back is for what is shown now.
    sent.round = String::new();
    sent.version = String::new();
    let mut page = page(ui, token, open, sent, FieldErrors::default()).await?;
    match &failure {
        Failure::Conflict { code: "scope_taken", .. } => page.blocked = page.ui.t("answer-undecided"),
        Failure::Conflict { code: "stale_version", .. } => page.changed = page.ui.t("answer-changed"),
        Failure::Conflict { code: "changed_since", .. } => page.changed = page.ui.t("answer-changed-since"),
        Failure::Conflict { code, params } => {
            page.blocked = i18n::error_text(page.ui.locale(), code, params);
            page.record = format!("/registrations/{}", page.about.id);
        }
        _ => {}
    }
    let mut response = render(&page)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// A reload after an error in a form: the page itself.
async fn back(Path((token, _)): Path<(String, String)>) -> Redirect {
    Redirect::to(&format!("/a/{token}"))
}

async fn press(
    Path((token, answer)): Path<(String, String)>,
    PublicPage { cx, ui }: PublicPage,
    Form(sent): Form<Sent>,
) -> PageResult {
    let room = cx.app.limits().signed_form(&cx.address, &token);
    if room.is_err() {
        // The page with what was typed is a page like any other, and as limited.
        cx.app.limits().public_page(&cx.address)?;
    }
    let open = match open_answer(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return spent(&cx, ui, &token, &sent, failure).await,
    };
    if let Err(Failure::Throttled { retry_after_seconds }) = room {
        let wait = wait(&ui, retry_after_seconds, false);
        let page = page(ui, &token, &open, sent, FieldErrors::default()).await?;
        return too_early(&AnswerPage { wait, ..page }, retry_after_seconds);
    }
    if sent.version.parse::<i64>().is_ok_and(|seen| seen != open.version()) {
        // Somebody changed it between opening and pressing: what is answered is what was read.
        return not_now(ui, &token, &open, sent, Failure::conflict("changed_since")).await;
    }
    let round = Some(&sent.round).filter(|round| !round.is_empty()).map(|round| round.parse().unwrap_or(-1));
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.trim().is_empty());
    let done = match answer.as_str() {
        "approve" => open.approve(some(&sent.note), round).await,
        "decline" => open.decline(sent.reason.clone(), some(&sent.text)).await,
        "ask" => open.ask(sent.question.clone()).await,
        _ => Err(Failure::NotFound),
    };
    match done {
        Ok(_) => {
            let text = ui.t(&format!("answer-done-{answer}"));
            render(&Answered { text, ui })
        }
        Err(Failure::Invalid(errors)) => render_invalid(&page(ui, &token, &open, sent, errors).await?),
        Err(failure @ Failure::Conflict { code, .. })
            if NOT_HERE.contains(&code) || is_new_round(&open, round, code) =>
        {
            not_now(ui, &token, &open, sent, failure).await
        }
        Err(failure) => spent(&cx, ui, &token, &sent, failure).await,
    }
}
