//! One case: its sides, what they show in the order of its weight, the decision and the appeal.

use super::{id_of, mood, problems, word};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, words};
use crate::html::registrations::meanwhile::typed;
use crate::html::{PageResult, redirect_with, render, render_as, render_invalid};
use crate::request::Page;
use crate::signature::ClockFace;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use http::StatusCode;
use kernel::id::DisputeId;
use kernel::words::{DisputeOutcome, DisputeRule, DisputeSide, EvidenceKind};
use kernel::{Date, Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::dispute::{
    self, AddEvidence, AppealDispute, DecideDispute, DisputeDetail, Party, add_evidence, appeal_dispute, decide_dispute,
};
use serde::Deserialize;

/// What the forms of the page send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    side: String,
    evidence_kind: String,
    evidence_text: String,
    dated_on: String,
    outcome: String,
    rule: String,
    decision: String,
    take_back: Vec<String>,
    appeal_reason: String,
    version: String,
}

struct Side {
    title: String,
    party: Option<Party>,
    hidden: bool,
}

#[derive(Template)]
#[template(path = "disputes/record.html")]
struct RecordPage {
    ui: Ui,
    path: String,
    company: String,
    mood: &'static str,
    clock: Option<ClockFace>,
    sides: Vec<Side>,
    waits: bool,
    /// Until when the side that lost can appeal.
    appeal_until: String,
    may_answer: bool,
    may_decide: bool,
    side_choices: Vec<Choice>,
    kind_choices: Vec<Choice>,
    rule_choices: Vec<Choice>,
    detail: DisputeDetail,
    sent: Sent,
    errors: FieldErrors,
    mistakes: Vec<Problem>,
    /// It was not taken.
    late: Option<Late>,
}

/// It was not taken: why, and what was typed into forms that are no longer there, label and text.
struct Late {
    /// Somebody was faster, or it is not possible.
    title: String,
    message: String,
    unsent: Vec<(String, String)>,
}

impl RecordPage {
    fn may_show(&self) -> bool {
        self.may_answer && self.waits
    }
    fn may_appeal(&self) -> bool {
        self.may_answer && !self.detail.one_sided && self.detail.may_appeal.is_some()
    }
    fn without_a_form(&self) -> Vec<(String, String)> {
        let (ui, sent) = (&self.ui, &self.sent);
        let outcome = sent.outcome.parse::<DisputeOutcome>().map(|o| ui.word("dispute-outcome", o)).unwrap_or_default();
        let rule = sent.rule.parse::<DisputeRule>().map(|r| ui.word("dispute-rule", r)).unwrap_or_default();
        let fields = [
            (self.may_show(), "dispute-field-evidence-text", sent.evidence_text.as_str()),
            (self.may_show(), "dispute-field-dated-on", sent.dated_on.as_str()),
            (self.may_decide, "dispute-field-outcome", outcome.as_str()),
            (self.may_decide, "dispute-field-rule", rule.as_str()),
            (self.may_decide, "dispute-field-decision", sent.decision.as_str()),
            (self.may_appeal(), "dispute-field-appeal-reason", sent.appeal_reason.as_str()),
        ];
        typed(fields.into_iter().filter(|(there, ..)| !there).map(|(_, key, text)| (ui.t(key), text)))
    }

    fn takes_back(&self, party: &Party) -> bool {
        self.sent.take_back.contains(&party.id.to_string())
    }

    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

async fn page(cx: &Ctx, ui: Ui, id: DisputeId, sent: Sent, errors: FieldErrors) -> Result<RecordPage, Failure> {
    let detail = dispute::dispute(cx, id).await?;
    let waits = matches!(detail.status.as_str(), "open" | "appealed");
    let company = detail.holder.as_ref().or(detail.claimant.as_ref()).map(|p| p.company_name.clone());
    let sides = vec![
        Side { title: ui.t("dispute-side-holder"), hidden: detail.holder.is_none(), party: detail.holder.clone() },
        Side {
            title: ui.t("dispute-side-claimant"),
            hidden: detail.claimant.is_none() && detail.one_sided && detail.holder.is_some(),
            party: detail.claimant.clone(),
        },
    ];
    let may_answer = ui.may(Action::AnswerRegistrations);
    let shown_sides: Vec<DisputeSide> = [
        (!detail.one_sided).then_some(DisputeSide::Vendor),
        detail.holder.as_ref().map(|_| DisputeSide::Holder),
        detail.claimant.as_ref().map(|_| DisputeSide::Claimant),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok(RecordPage {
        path: format!("/disputes/{id}"),
        company: company.unwrap_or_default(),
        mood: mood(detail.status),
        clock: waits.then(|| ClockFace::running(ui.locale(), ui.now(), detail.opened_at, detail.due_at)),
        sides,
        waits,
        appeal_until: detail.appeal_until_on.map(|on| ui.date(&on)).unwrap_or_default(),
        may_answer,
        may_decide: may_answer && waits && !detail.one_sided,
        side_choices: words(&ui, "dispute-side", &shown_sides, &sent.side),
        kind_choices: words(&ui, "dispute-evidence", EvidenceKind::ALL, &sent.evidence_kind),
        rule_choices: words(&ui, "dispute-rule", DisputeRule::ALL, &sent.rule),
        mistakes: problems(&ui, &errors),
        detail,
        sent,
        errors,
        late: None,
        ui,
    })
}

pub(super) async fn record(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    render(&page(&cx, ui, id_of(&id)?, Sent::default(), FieldErrors::default()).await?)
}

/// A reload after an error in a form: the page itself.
pub(super) async fn back(_: Page, Path(id): Path<String>) -> Result<Redirect, PageFailure> {
    let id: DisputeId = id_of(&id)?;
    Ok(Redirect::to(&format!("/disputes/{id}")))
}

async fn after<T>(cx: &Ctx, ui: Ui, id: DisputeId, sent: Sent, done: Result<T, Failure>, said: &str) -> PageResult {
    let path = format!("/disputes/{id}");
    match done {
        Ok(_) => Ok(redirect_with(&path, "good", said)),
        Err(Failure::Invalid(errors)) => render_invalid(&page(cx, ui, id, sent, errors).await?),
        Err(Failure::Conflict { code, params }) => {
            let page = page(cx, ui, id, sent, FieldErrors::default()).await?;
            let faster = matches!(code, "stale_version" | "dispute_over" | "dispute_open");
            let title = page.ui.t(if faster { "review-meanwhile" } else { "review-not-possible" });
            let late = Late {
                title,
                message: i18n::error_text(page.ui.locale(), code, &params),
                unsent: page.without_a_form(),
            };
            render_as(StatusCode::CONFLICT, &RecordPage { late: Some(late), ..page })
        }
        Err(other) => Err(PageFailure(other)),
    }
}

pub(super) async fn evidence(Page { cx, ui }: Page, Path(id): Path<String>, Form(sent): Form<Sent>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: DisputeId = id_of(&id)?;
    let mut errors = FieldErrors::default();
    let kind = word::<EvidenceKind>(&mut errors, "evidence_kind", &sent.evidence_kind);
    let side = word::<DisputeSide>(&mut errors, "side", &sent.side);
    let dated_on = match sent.dated_on.trim() {
        "" => None,
        text => text.parse::<Date>().map_err(|_| errors.add("dated_on", "invalid_date")).ok(),
    };
    let done = match (kind, errors.is_empty()) {
        (Some(kind), true) => {
            let input = AddEvidence { kind, text: sent.evidence_text.clone(), dated_on, side };
            add_evidence(&cx, id, input).await.map_err(|failure| failure.renamed("text", "evidence_text"))
        }
        _ => Err(Failure::Invalid(errors)),
    };
    after(&cx, ui, id, sent, done, "dispute-evidence-added").await
}

pub(super) async fn decide(Page { cx, ui }: Page, Path(id): Path<String>, Form(sent): Form<Sent>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: DisputeId = id_of(&id)?;
    let mut errors = FieldErrors::default();
    let outcome = word::<DisputeOutcome>(&mut errors, "outcome", &sent.outcome);
    let rule = word::<DisputeRule>(&mut errors, "rule", &sent.rule);
    let done = match (outcome, rule) {
        (Some(outcome), Some(rule)) => {
            let version = Some(sent.version.parse().unwrap_or(-1));
            let take_back = sent.take_back.iter().filter_map(|id| id.parse().ok()).collect();
            let input = DecideDispute { outcome, rule, text: sent.decision.clone(), take_back, version };
            decide_dispute(&cx, id, input).await.map_err(|failure| failure.renamed("text", "decision"))
        }
        _ => Err(Failure::Invalid(errors)),
    };
    after(&cx, ui, id, sent, done, "dispute-decided").await
}

pub(super) async fn appeal(Page { cx, ui }: Page, Path(id): Path<String>, Form(sent): Form<Sent>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: DisputeId = id_of(&id)?;
    let version = Some(sent.version.parse().unwrap_or(-1));
    let input = AppealDispute { reason: sent.appeal_reason.clone(), version };
    let done = appeal_dispute(&cx, id, input).await.map_err(|failure| failure.renamed("reason", "appeal_reason"));
    after(&cx, ui, id, sent, done, "dispute-appealed").await
}
