//! What a partner types into the forms of the status page, and what becomes of it when somebody was faster.

use super::dispute::DisputeCard;
use super::status::{self, Line, StatusPage};
use crate::ui::Ui;
use kernel::{Failure, FieldErrors, Instant};
use operations::Ctx;
use operations::cosell::protection::MayAsk;
use operations::cosell::registration::partner_side::{Standing, StatusLink};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the forms of the page send.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(super) struct Sent {
    pub(super) answer: String,
    pub(super) reason: String,
    pub(super) evidence: String,
    pub(super) appeal: String,
    pub(super) progress: String,
    pub(super) statement: String,
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) dated_on: String,
    pub(super) dispute_reason: String,
    pub(super) version: Option<i64>,
    pub(super) seen_at: Option<i64>,
}

impl Sent {
    /// The first field into which something was typed.
    fn field(&self) -> Option<&'static str> {
        [
            (&self.answer, "answer"),
            (&self.reason, "reason"),
            (&self.evidence, "evidence"),
            (&self.appeal, "appeal"),
            (&self.progress, "progress"),
            (&self.statement, "statement"),
            (&self.text, "text"),
            (&self.dated_on, "dated_on"),
            (&self.dispute_reason, "dispute_reason"),
        ]
        .into_iter()
        .find_map(|(text, field)| (!text.trim().is_empty()).then_some(field))
    }

    /// What was typed into forms that a registration as it stands no longer has: label and text.
    pub(super) fn without_a_form(&self, ui: &Ui, standing: &Standing, dispute: &DisputeCard) -> Vec<(String, String)> {
        [
            (&self.answer, standing.may_answer, "public-status-answer"),
            (&self.evidence, matches!(standing.extension, MayAsk::Yes(_)), "public-extension-evidence"),
            (&self.appeal, !dispute.waits && standing.appeal_until_on.is_some(), "public-appeal-reason"),
            (&self.progress, standing.may_tell, "public-field-progress"),
            (&self.reason, standing.may_withdraw, "public-status-withdraw-reason"),
            (&self.dated_on, dispute.may_show, "dispute-field-dated-on"),
            (&self.text, dispute.may_show, "public-dispute-text"),
            (&self.dispute_reason, !dispute.appeal_until.is_empty(), "dispute-field-appeal-reason"),
            (&self.statement, !dispute.contest_until.is_empty(), "public-dispute-statement"),
        ]
        .into_iter()
        .filter(|(text, there, _)| !there && !text.trim().is_empty())
        .map(|(text, _, key)| (ui.t(key), text.clone()))
        .collect()
    }
}

/// Somebody was faster: why what was sent is not taken, what happened, and what becomes of what was typed.
pub(super) struct Late {
    pub(super) title: String,
    pub(super) texts: Vec<String>,
    pub(super) happened: Vec<Line>,
    /// The field that holds what was typed; empty where there is none.
    pub(super) field: &'static str,
}

/// What has nothing to do with who was faster: one side can give or ask for no more.
const ENOUGH: [&str; 2] = ["dispute_enough_evidence", "extension_limit"];

/// The page after a lost race: what has happened, and what was typed in its form, or to be taken along where the form is no longer there.
pub(super) async fn late(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    open: &StatusLink,
    sent: Sent,
    (code, params): (&'static str, BTreeMap<String, String>),
) -> Result<StatusPage, Failure> {
    let (field, seen) = (sent.field(), sent.seen_at.map(Instant));
    let mut page = status::page(cx, ui, token, open, sent, FieldErrors::default()).await?;
    let (ui, enough) = (&page.ui, ENOUGH.contains(&code));
    let mut texts = Vec::new();
    if !matches!(code, "stale_version" | "not_allowed_now") {
        // That somebody contests it is another partner's business.
        texts.push(match code {
            "dispute_open" => ui.t("public-late-looked-at"),
            _ => i18n::error_text(ui.locale(), code, &params),
        });
    }
    let field = field.filter(|_| page.unsent.is_empty());
    if field.is_some() {
        texts.push(ui.t(if code == "stale_version" { "public-late-again" } else { "public-late-kept" }));
    }
    let late = Late {
        title: ui.t(match field {
            _ if enough => "public-unsent",
            Some(_) => "public-wait",
            None => "public-edit-meanwhile",
        }),
        texts,
        happened: if enough { Vec::new() } else { status::history_since(ui, &page.standing, seen) },
        field: field.unwrap_or_default(),
    };
    page.late = Some(late);
    Ok(page)
}
