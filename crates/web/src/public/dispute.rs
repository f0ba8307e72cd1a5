//! A dispute on the status page: what it means for this side, what this side shows, and the appeal. Nothing of the other side.

use super::acts::{after, back, enter};
use super::late::Sent;
use crate::form::Form;
use crate::html::PageResult;
use crate::html::field::{Choice, words};
use crate::request::PublicPage;
use crate::ui::Ui;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kernel::words::{DisputeOutcome, DisputeSide, DisputeStatus, EvidenceKind, RegistrationStatus as Status};
use kernel::{Date, Failure, FieldErrors};
use operations::App;
use operations::cosell::dispute::{AddEvidence, AppealDispute};
use operations::cosell::registration::partner_side::Standing;
use std::ops::ControlFlow::{Break, Continue};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/s/{token}/contest", get(back).post(contest))
        .route("/s/{token}/evidence", get(back).post(evidence))
        .route("/s/{token}/dispute-appeal", get(back).post(appeal))
}

/// A decision, as this side reads it.
pub(super) struct Decided {
    pub title: String,
    pub outcome: String,
    pub rule: String,
    pub text: String,
    pub when: String,
}

/// What this side has shown.
pub(super) struct Shown {
    pub kind: String,
    pub text: String,
    pub when: String,
}

/// The part of the status page about a dispute; everything empty while there is none.
#[derive(Default)]
pub(super) struct DisputeCard {
    /// Whether there is one at all.
    pub any: bool,
    /// Whether a decision is owed.
    pub waits: bool,
    /// What it means for this side.
    pub sentence: String,
    /// What this side wrote when it opened the case; empty where it did not.
    pub opened: String,
    pub decisions: Vec<Decided>,
    pub shown: Vec<Shown>,
    pub may_show: bool,
    pub kinds: Vec<Choice>,
    pub text: String,
    pub dated_on: String,
    /// Until when this side can appeal; empty when it cannot.
    pub appeal_until: String,
    pub appeal_reason: String,
    /// Until when the partner can contest whoever was protected instead; empty when it cannot.
    pub contest_until: String,
    pub statement: String,
}

impl DisputeCard {
    pub(super) fn of(ui: &Ui, standing: &Standing, sent: &Sent) -> Self {
        let card = Self {
            contest_until: standing.contest_until_on.map(|on| ui.date_long(&on)).unwrap_or_default(),
            statement: sent.statement.clone(),
            text: sent.text.clone(),
            dated_on: sent.dated_on.clone(),
            appeal_reason: sent.dispute_reason.clone(),
            ..Self::default()
        };
        let Some(seen) = &standing.dispute else { return card };
        let waits = matches!(seen.status, DisputeStatus::Open | DisputeStatus::Appealed);
        let family =
            if seen.status == DisputeStatus::Appealed { "public-dispute-appealed" } else { "public-dispute-waits" };
        let last = seen.decisions.last().map(|d| d.outcome);
        let given_back = seen.side == DisputeSide::Holder
            && last == Some(DisputeOutcome::Overturned)
            && matches!(standing.status, Status::Approved | Status::Expiring | Status::Converted | Status::Won);
        let decided = seen.decisions.iter().enumerate().map(|(at, d)| Decided {
            title: ui.t(if at == 0 { "dispute-decision" } else { "dispute-decision-appeal" }),
            outcome: ui.t(&format!("public-dispute-{}-{}", seen.side, d.outcome)),
            rule: ui.word("dispute-rule", d.rule),
            text: d.body.clone(),
            when: ui.instant(&d.decided_at),
        });
        let shown = seen.evidence.iter().map(|e| Shown {
            kind: ui.word("dispute-evidence", e.kind),
            text: e.body.clone(),
            when: e.dated_on.map(|on| ui.date(&on)).unwrap_or_else(|| ui.instant(&e.given_at)),
        });
        Self {
            any: true,
            waits,
            sentence: if waits {
                ui.t1(&format!("{family}-{}", seen.side), "due", ui.instant(&seen.due_at))
            } else if given_back {
                ui.t("public-dispute-given-back")
            } else {
                String::new()
            },
            opened: seen.statement.clone().unwrap_or_default(),
            decisions: decided.collect(),
            shown: shown.collect(),
            may_show: seen.may_show,
            kinds: words(ui, "dispute-evidence", EvidenceKind::ALL, &sent.kind),
            appeal_until: seen.appeal_until_on.map(|on| ui.date_long(&on)).unwrap_or_default(),
            ..card
        }
    }
}

async fn contest(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let done = open.contest(&sent.statement).await;
    after(&cx, ui, &token, sent, done, "public-dispute-opened").await
}

async fn evidence(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let mut errors = FieldErrors::default();
    let kind = sent.kind.parse::<EvidenceKind>().map_err(|_| errors.add("kind", "unknown")).ok();
    let dated_on = match sent.dated_on.trim() {
        "" => None,
        text => text.parse::<Date>().map_err(|_| errors.add("dated_on", "invalid_date")).ok(),
    };
    let done = match (kind, errors.is_empty()) {
        (Some(kind), true) => open.show(AddEvidence { kind, text: sent.text.clone(), dated_on, side: None }).await,
        _ => Err(Failure::Invalid(errors)),
    };
    after(&cx, ui, &token, sent, done, "public-dispute-shown").await
}

async fn appeal(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<Sent>) -> PageResult {
    let open = match enter(&cx, &ui, &token, &sent).await {
        Continue(open) => open,
        Break(told) => return told,
    };
    let input = AppealDispute { reason: sent.dispute_reason.clone(), version: None };
    let done = open.appeal_dispute(input).await.map_err(|failure| failure.renamed("reason", "dispute_reason"));
    after(&cx, ui, &token, sent, done, "public-dispute-appeal-done").await
}
