//! `/s/<token>`: where a registration stands, who has it, by when, and the forms for what can be done. Nothing here tells of findings, of other
//! partners or of people other than the reviewer.

use super::closed::closed;
use super::countries;
use super::dispute::DisputeCard;
use super::files::Files;
use super::late::{Late, Sent};
use crate::html::{PageResult, render};
use crate::request::PublicPage;
use crate::signature::ClockFace;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kernel::words::{ClockKind, RegistrationStatus as Status};
use kernel::{Failure, FieldErrors, Instant};
use operations::cosell::protection::MayAsk;
use operations::cosell::registration::partner_side::{Happened, PromiseSeen, Standing, StatusLink, open_status};
use operations::{App, Ctx};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/s/{token}", get(show))
}

/// One mark of the stepper: `state` is `done`, `now`, `failed` or empty for what lies ahead.
struct Mark {
    state: &'static str,
    number: u8,
    title: String,
    note: String,
}

/// A question, its answer, or an event, as a sentence with its moment.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) when: String,
}

struct Exchange {
    who: String,
    question: String,
    answer: Option<String>,
}

#[derive(Template)]
#[template(path = "public/status.html")]
pub(super) struct StatusPage {
    pub(super) ui: Ui,
    path: String,
    /// The chip's style.
    mood: &'static str,
    status: String,
    clock: Option<ClockFace>,
    sentence: String,
    /// By when the program wants to hear how it goes; empty where it does not ask.
    wanted_by: String,
    open_question: Option<Exchange>,
    word: String,
    steps: Vec<Mark>,
    facts: Vec<(String, String)>,
    exchanges: Vec<Exchange>,
    history: Vec<Line>,
    /// Where the contact says which mails they want; empty for a stranger.
    mails: String,
    pub(super) standing: Standing,
    answer: String,
    reason: String,
    evidence: String,
    appeal: String,
    progress: String,
    /// How many extensions are left, where one can be asked for.
    extension: Option<String>,
    extension_waits: bool,
    files: Files,
    dispute: DisputeCard,
    errors: FieldErrors,
    /// When it can be sent again; empty where nothing stands against it.
    pub(super) wait: String,
    /// What was typed into forms that are no longer there, label and text.
    pub(super) unsent: Vec<(String, String)>,
    /// Somebody was faster.
    pub(super) late: Option<Late>,
    /// When the page was made, microseconds: what has happened since is told where somebody was faster.
    seen_at: i64,
}

impl StatusPage {
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

/// The page with what was typed and what was wrong with it.
pub(super) async fn page(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    open: &StatusLink,
    sent: Sent,
    errors: FieldErrors,
) -> Result<StatusPage, Failure> {
    let standing = open.standing().await?;
    let files = Files::of(cx, &ui, token, open).await?;
    let mails = open.mails().map(|_| format!("/s/{token}/mails")).unwrap_or_default();
    Ok(StatusPage { mails, ..made(ui, token, standing, files, sent, errors) })
}

fn made(ui: Ui, token: &str, standing: Standing, files: Files, sent: Sent, errors: FieldErrors) -> StatusPage {
    let dispute = DisputeCard::of(&ui, &standing, &sent);
    let unsent = sent.without_a_form(&ui, &standing, &dispute);
    let who = standing.reviewer.clone().unwrap_or_else(|| ui.t("public-status-we"));
    let mut exchanges = standing.questions.iter().map(|q| Exchange {
        who: q.asked_by.clone(),
        question: q.question.clone(),
        answer: q.answer.clone(),
    });
    let (open_question, exchanges) = if standing.may_answer {
        let mut all: Vec<_> = exchanges.collect();
        let open = all.iter().rposition(|e| e.answer.is_none()).map(|at| all.remove(at));
        (open, all)
    } else {
        (None, exchanges.by_ref().collect())
    };
    StatusPage {
        path: format!("/s/{token}"),
        mood: mood(standing.status),
        status: ui.word("status", standing.status),
        clock: face(&ui, &standing),
        sentence: sentence(&ui, &standing, &who),
        wanted_by: match standing.wanted_by {
            Some((days, by)) => ui.t2("public-status-wanted-by", "days", days, "by", ui.date_long(&by)),
            None => String::new(),
        },
        word: standing.word.clone().unwrap_or_default(),
        steps: steps(&ui, &standing),
        facts: facts(&ui, &standing),
        history: history(&ui, &standing),
        mails: String::new(),
        open_question,
        exchanges,
        answer: sent.answer,
        reason: sent.reason,
        evidence: sent.evidence,
        appeal: sent.appeal,
        progress: sent.progress,
        extension: match standing.extension {
            MayAsk::Yes(left) => Some(ui.tn("public-extension-left", "count", i64::from(left))),
            _ => None,
        },
        extension_waits: standing.extension == MayAsk::Waits,
        files,
        dispute,
        errors,
        wait: String::new(),
        unsent,
        late: None,
        seen_at: ui.now().0,
        standing,
        ui,
    }
}

pub(super) fn mood(status: Status) -> &'static str {
    match status {
        Status::Approved | Status::Converted | Status::Won => "good",
        Status::InformationRequested | Status::Disputed | Status::Expiring | Status::Expired => "warn",
        Status::Declined | Status::Withdrawn | Status::Cancelled | Status::Lost => "",
        _ => "accent",
    }
}

/// The promise that runs now: the first answer until it was given, the decision after that.
fn current(standing: &Standing) -> Option<&PromiseSeen> {
    if !standing.status.is_open() {
        return None;
    }
    let running = |kind| standing.promises.iter().find(move |p| p.kind == kind && p.stopped_at.is_none());
    running(ClockKind::FirstAnswer).or_else(|| running(ClockKind::Decision))
}

fn face(ui: &Ui, standing: &Standing) -> Option<ClockFace> {
    let promise = current(standing)?;
    let whole = promise.due_at.since(promise.started_at);
    Some(match promise.paused_at {
        Some(paused) => ClockFace {
            text: ui.t("public-status-your-turn"),
            ..ClockFace::paused(ui.locale(), promise.due_at.since(paused), whole)
        },
        None => ClockFace::running(ui.locale(), ui.now(), promise.started_at, promise.due_at),
    })
}

fn sentence(ui: &Ui, standing: &Standing, who: &str) -> String {
    let until = standing.protected_until_on.map(|date| ui.date_long(&date)).unwrap_or_default();
    match standing.status {
        Status::Approved | Status::Expiring | Status::Converted if !until.is_empty() => {
            ui.t1("public-status-protected", "until", until)
        }
        Status::Approved | Status::Expiring | Status::Converted if standing.reduced_role.is_some() => {
            let role = standing.reduced_role.map(|role| ui.word("granted-role", role)).unwrap_or_default();
            ui.t1("public-status-role", "role", role)
        }
        Status::Expired if !until.is_empty() => ui.t1("public-status-protection-over", "until", until),
        Status::Declined => {
            let reason = standing.reason.as_deref().map(|code| ui.word("decline-reason", code)).unwrap_or_default();
            let mut said = vec![ui.t("public-status-declined"), reason];
            if standing.looked_at_twice {
                said.push(ui.t("public-status-twice"));
            }
            if let Some(until) = standing.contest_until_on {
                said.push(ui.t1("public-status-may-contest", "until", ui.date_long(&until)));
            }
            said.join(" ")
        }
        Status::Cancelled if standing.moved => ui.t("public-status-moved"),
        Status::Disputed => ui.word("public-now", standing.status),
        Status::Withdrawn => ui.t("public-status-withdrawn"),
        Status::InformationRequested => ui.t("public-status-your-turn-text"),
        Status::AccountPending => ui.word("public-now", standing.status),
        _ => match current(standing) {
            Some(promise) if promise.due_at < ui.now() => ui.t1("public-status-over", "who", who),
            Some(promise) => {
                let key = match promise.kind {
                    ClockKind::FirstAnswer => "public-status-answer-by",
                    _ => "public-status-decide-by",
                };
                ui.t2(key, "who", who, "due", ui.instant(&promise.due_at))
            }
            None => ui.word("public-now", standing.status),
        },
    }
}

fn steps(ui: &Ui, standing: &Standing) -> Vec<Mark> {
    let due = |kind| {
        // The latest: a registration that was looked at again has an older one as well.
        let promise = standing.promises.iter().rfind(|p| p.kind == kind);
        let by = |p: &PromiseSeen| match (p.stopped_at, p.paused_at) {
            (Some(at), _) => ui.instant(&at),
            (None, Some(_)) => String::new(),
            (None, None) => ui.t1("public-step-by", "due", ui.instant(&p.due_at)),
        };
        promise.map(by).unwrap_or_default()
    };
    let answered = standing.promises.iter().any(|p| p.kind == ClockKind::FirstAnswer && p.stopped_at.is_some());
    let protection = match standing.protected_until_on {
        Some(until) => ui.t1("public-step-protected-until", "until", ui.date(&until)),
        None if standing.reduced_role.is_some() => ui.t("public-step-not-protected"),
        None => ui.tn("public-step-protected", "days", i64::from(standing.protection_days)),
    };
    let (answer, decision, last, last_title) = match standing.status {
        Status::Approved | Status::Expiring | Status::Converted => ("done", "done", "now", protection),
        Status::Expired | Status::Won | Status::Lost => ("done", "done", "done", protection),
        Status::Cancelled => ("done", "done", "failed", ui.word("status", Status::Cancelled)),
        Status::Disputed => ("done", "done", "now", ui.word("status", Status::Disputed)),
        Status::Declined => ("done", "done", "failed", ui.t("public-step-not-protected")),
        Status::Withdrawn => return withdrawn_steps(ui, standing),
        _ if answered => ("done", "now", "", protection),
        _ => ("now", "", "", protection),
    };
    vec![
        Mark {
            state: "done",
            number: 1,
            title: ui.t("public-step-received"),
            note: ui.instant(&standing.submitted_at),
        },
        Mark { state: answer, number: 2, title: ui.t("public-step-answer"), note: due(ClockKind::FirstAnswer) },
        Mark { state: decision, number: 3, title: ui.t("public-step-decision"), note: due(ClockKind::Decision) },
        Mark { state: last, number: 4, title: last_title, note: String::new() },
    ]
}

fn withdrawn_steps(ui: &Ui, standing: &Standing) -> Vec<Mark> {
    let at = standing.history.last().map(|h| ui.instant(&h.at)).unwrap_or_default();
    vec![
        Mark {
            state: "done",
            number: 1,
            title: ui.t("public-step-received"),
            note: ui.instant(&standing.submitted_at),
        },
        Mark { state: "done", number: 2, title: ui.word("status", Status::Withdrawn), note: at },
    ]
}

/// What they wrote, label and text; what they left out is left out.
fn facts(ui: &Ui, standing: &Standing) -> Vec<(String, String)> {
    let sent = &standing.sent;
    [
        ("public-sent-domain", sent.domain.clone()),
        ("public-field-country", sent.country.as_deref().map(|code| countries::name(ui, code))),
        ("public-field-city", sent.city.clone()),
        ("public-field-customer-phone", sent.customer_phone.clone()),
        ("public-field-vat", sent.vat.clone()),
        ("public-sent-contact", sent.customer_contact.clone()),
        ("public-sent-amount", sent.amount.as_ref().map(|money| ui.money(money))),
        ("public-sent-close", sent.expected_close_on.map(|date| ui.date(&date))),
        ("public-sent-product", sent.product.clone()),
        ("public-sent-need", sent.need.clone()),
        ("public-sent-help", sent.partner_help.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((ui.t(key), value?)))
    .chain(crate::questions::answer_lines(ui, &sent.answers))
    .collect()
}

/// The history in plain words; steps a partner need not know of have none.
fn history(ui: &Ui, standing: &Standing) -> Vec<Line> {
    standing
        .history
        .iter()
        .filter(|step| i18n::has(ui.locale(), &told_as(step)))
        .map(|step| Line { text: ui.t(&told_as(step)), when: ui.instant(&step.at) })
        .collect()
}

fn told_as(step: &Happened) -> String {
    format!("public-history-{}", step.activity.replace('_', "-"))
}

/// What has happened since a page was made; the last of all where that is not known, or where nothing a partner is told of has.
pub(super) fn history_since(ui: &Ui, standing: &Standing, seen: Option<Instant>) -> Vec<Line> {
    let mut told = history(ui, standing);
    let is_told = |step: &&Happened| i18n::has(ui.locale(), &told_as(step));
    let later = |step: &Happened| seen.is_some_and(|seen| step.at > seen);
    let since = standing.history.iter().filter(is_told).filter(|step| later(step)).count().max(1);
    told.split_off(told.len().saturating_sub(since))
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match open_status(&cx, &token).await {
        Ok(open) => render(&page(&cx, ui, &token, &open, Sent::default(), FieldErrors::default()).await?),
        Err(failure) => closed(ui, failure),
    }
}
