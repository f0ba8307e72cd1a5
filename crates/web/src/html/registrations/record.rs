//! The record of one registration: where it stands and the one next action on top, then what a reviewer weighs.

use super::chain::{StepView, chain_view};
use super::rows::{Chip, check, clock, status};
use super::{id_of, mistakes};
use crate::form::Form;
use crate::html::timeline::{Entry, entries};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::signature::ClockFace;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::RegistrationId;
use kernel::words::{ExtensionStatus, FindingEffect, FindingLevel, RegistrationStatus};
use kernel::{Failure, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::conflict::Agreement;
use operations::cosell::dispute::DisputeListed;
use operations::cosell::protection;
use operations::cosell::registration::{self, AsideNote, Finding, Note, Promised, RegistrationDetail, RelatedDeal};
use operations::record::{TimelineOf, timeline};
use serde::Deserialize;

pub(super) struct FindingView {
    id: String,
    pub(super) title: String,
    /// What it does beside being shown; empty where it asks, as most do.
    effect: String,
    pub(super) aside: Option<String>,
    /// Whether the reader may set it aside.
    may_set: bool,
    pub(super) level: Chip,
    pub(super) sentence: String,
    pub(super) agreed: Vec<String>,
    deal: Option<DealView>,
    registration: Option<LinkView>,
    company: Option<LinkView>,
    hidden: String,
}

impl FindingView {
    /// Whether somebody set it aside.
    pub(super) fn is_aside(&self) -> bool {
        self.aside.is_some()
    }
}

struct DealView {
    href: String,
    name: String,
    note: String,
}

struct LinkView {
    href: String,
    name: String,
    note: String,
}

struct ClockView {
    label: String,
    face: ClockFace,
    note: String,
}

#[derive(Template)]
#[template(path = "registrations/record.html")]
struct RecordPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    notes: String,
    status: Chip,
    check: Chip,
    clock: Option<ClockFace>,
    /// What the state means and what comes next, in a sentence.
    state: String,
    tone: &'static str,
    findings: Vec<FindingView>,
    clocks: Vec<ClockView>,
    deal: Option<DealView>,
    phase: u8,
    entries: Vec<Entry>,
    older: String,
    note: String,
    note_error: String,
    may_answer: bool,
    /// Waits for the vendor.
    owed: bool,
    /// Waits for the partner.
    asked: bool,
    /// A wish for more time waits: who asked, and until when protection runs.
    extension: Option<String>,
    may_reinstate: bool,
    may_cancel: bool,
    in_review: bool,
    disputes: Vec<DisputeLine>,
    may_edit: bool,
    /// Who approves: as it is while approvers are asked, and afterwards; as it would be before.
    chain: Vec<StepView>,
    /// What was decided beside another protection, for the last yes.
    beside: Option<super::beside::Kept>,
    /// The customer's country, by name.
    country: Option<String>,
    /// Others must approve it before anybody can.
    needs_chain: bool,
    /// All of them would be asked at the same time.
    together: bool,
    pending: bool,
    /// The reader is one of those who are asked.
    asked_me: bool,
    account_pending: bool,
    with_reviewer: bool,
    /// Can still be decided.
    open: bool,
    stranger: bool,
    /// Answers to the program's own questions.
    answers: Vec<(String, String)>,
    files: Vec<crate::files::FileLine>,
}

/// Which part of the timeline.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Older {
    before: Option<String>,
}

pub(super) async fn record(Page { cx, ui }: Page, Path(id): Path<String>, Query(older): Query<Older>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    render(&view(&cx, ui, id, &older, String::new(), String::new()).await?)
}

async fn view(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    older: &Older,
    note: String,
    note_error: String,
) -> Result<RecordPage, Failure> {
    use RegistrationStatus as S;
    let detail = registration::detail(cx, id).await?;
    let path = format!("/registrations/{id}");
    let request = PageRequest::parse(Some(30), older.before.as_deref())?;
    let happened = timeline(cx, TimelineOf::Registration(id), &request).await?;
    let r = &detail.registration;
    let telling = detail.findings.first().map(|f| f.kind);
    let (state, tone) = state(&ui, &detail);
    let runs = matches!(r.status, S::Approved | S::Expiring | S::Converted);
    let waiting = match runs {
        true => protection::extensions(cx, id).await?.into_iter().find(|e| e.status == ExtensionStatus::Pending),
        false => None,
    };
    let disputes = operations::cosell::dispute::disputes_of(cx, id).await?;
    let with_reviewer = matches!(r.status, S::Submitted | S::Checking | S::InReview);
    let pending = r.status == S::PendingApproval;
    let asked_me = pending && registration::is_asked(cx, id).await?;
    let planned = if with_reviewer { registration::approval_preview(cx, id).await? } else { Vec::new() };
    let needs_chain = !planned.is_empty();
    let together = planned.iter().all(|step| step.place == 1);
    let chain = if with_reviewer { planned } else { registration::approvals(cx, id).await? };
    Ok(RecordPage {
        status: status(&ui, r.status),
        check: check(&ui, r.finding_level, r.finding_count, telling),
        clock: open_clock(&ui, &detail).or_else(|| clock(&ui, r)),
        state,
        tone,
        findings: detail.findings.iter().map(|f| finding(&ui, f)).collect(),
        clocks: detail.clocks.iter().map(|c| promised(&ui, c)).collect(),
        deal: detail.deal.as_ref().map(|d| deal(&ui, d)),
        phase: r.phase.and_then(|p| u8::try_from(p.index() + 1).ok()).unwrap_or(0),
        entries: entries(&ui, &happened.items, &path),
        older: happened.next_cursor.map(|c| format!("{path}?before={c}#timeline")).unwrap_or_default(),
        note,
        note_error,
        may_answer: ui.may(Action::AnswerRegistrations),
        owed: r.status.is_open() && r.status != RegistrationStatus::InformationRequested,
        asked: r.status == RegistrationStatus::InformationRequested,
        extension: waiting.map(|e| ui.t2("extension-waits", "who", e.asked_by, "ago", ui.ago(&e.asked_at))),
        may_reinstate: matches!(r.status, S::Expired | S::Cancelled),
        may_cancel: runs,
        in_review: r.status == S::InReview,
        disputes: disputes.into_iter().map(|d| dispute_line(&ui, d)).collect(),
        may_edit: registration::may_edit(detail.registration.status),
        beside: super::beside::kept(cx, &ui, id, detail.beside.as_ref()).await?,
        chain: chain_view(&ui, chain),
        country: r.company_country.as_deref().map(|code| crate::public::countries::name(&ui, code)),
        needs_chain,
        together,
        pending,
        asked_me,
        account_pending: r.status == S::AccountPending,
        with_reviewer,
        open: r.status.is_open(),
        stranger: r.partner_id.is_none(),
        files: crate::files::lines(&ui, &registration::files::files(cx, id).await?),
        answers: crate::questions::answer_lines(&ui, &detail.answers),
        notes: format!("{path}/notes"),
        path,
        detail,
        ui,
    })
}

/// While the partner is asked, the decision's clock with what is left of it.
fn open_clock(ui: &Ui, detail: &RegistrationDetail) -> Option<ClockFace> {
    let standing = detail.clocks.iter().find(|c| c.paused_at.is_some() && c.stopped_at.is_none())?;
    Some(promised(ui, standing).face)
}

fn promised(ui: &Ui, clock: &Promised) -> ClockView {
    let whole = clock.due_at.since(clock.started_at);
    let face = match (clock.stopped_at, clock.paused_at) {
        (Some(stopped), _) => ClockFace::stopped(ui.locale(), stopped.since(clock.due_at)),
        (None, Some(paused)) => ClockFace::paused(ui.locale(), clock.due_at.since(paused), whole),
        (None, None) => ClockFace::running(ui.locale(), ui.now(), clock.started_at, clock.due_at),
    };
    let note = match (clock.stopped_at, clock.paused_at) {
        (Some(stopped), _) => ui.t1("review-clock-stopped", "at", ui.instant(&stopped)),
        (None, Some(paused)) => ui.t1("review-clock-paused", "at", ui.instant(&paused)),
        (None, None) => ui.t1("review-clock-due", "at", ui.instant(&clock.due_at)),
    };
    ClockView { label: ui.word("review-clock", clock.kind), face, note }
}

/// The state in a sentence, and how it looks.
fn state(ui: &Ui, detail: &RegistrationDetail) -> (String, &'static str) {
    use RegistrationStatus as S;
    let r = &detail.registration;
    let reviewer = r.reviewer_name.clone().unwrap_or_else(|| ui.t("review-nobody"));
    let due = r.due_at();
    let by = detail.facts.decided_by.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| ui.org().to_owned());
    let at = r.decided_at.map(|at| ui.instant(&at)).unwrap_or_default();
    match r.status {
        S::InformationRequested => {
            let asked = detail.questions.first();
            let who = asked.map(|q| q.asked_by.clone()).unwrap_or_default();
            let when = asked.map(|q| ui.ago(&q.asked_at)).unwrap_or_default();
            (ui.t2("review-state-asked", "who", who, "ago", when), "")
        }
        status if status.is_open() => match due {
            Some(due) => {
                let over = due < ui.now();
                let key = match (r.first_answered_at.is_none(), over) {
                    (true, false) => "review-state-answer",
                    (true, true) => "review-state-answer-over",
                    (false, false) => "review-state-decision",
                    (false, true) => "review-state-decision-over",
                };
                let tone = if over { "bad" } else { "warn" };
                (ui.t2(key, "reviewer", reviewer, "due", ui.instant(&due)), tone)
            }
            None => (ui.t1("review-state-open", "reviewer", reviewer), ""),
        },
        S::Approved | S::Expiring => {
            let until = r.protected_until_on.map(|on| ui.date_long(&on)).unwrap_or_else(|| ui.t("shell-none"));
            let said = i18n::text_args(
                ui.locale(),
                "review-state-approved",
                &[("by", by.into()), ("at", at.into()), ("until", until.into())],
            );
            (said, "good")
        }
        S::Declined => (ui.t2("review-state-declined", "by", by, "at", at), "bad"),
        S::Won | S::Converted => (ui.word("review-now", r.status), "good"),
        S::Cancelled | S::Lost => (ui.word("review-now", r.status), ""),
        S::Disputed => (ui.word("review-now", r.status), "warn"),
        S::Withdrawn => (ui.t("review-state-withdrawn"), ""),
        S::Expired => {
            let until = r.protected_until_on.map(|on| ui.date_long(&on)).unwrap_or_else(|| ui.t("shell-none"));
            (ui.t1("review-state-expired", "until", until), "")
        }
        other => (ui.word("status", other), ""),
    }
}

fn deal(ui: &Ui, deal: &RelatedDeal) -> DealView {
    let amount = deal.amount.as_ref().map(|money| ui.money(money));
    let note = [
        Some(deal.number.clone()),
        Some(deal.stage(ui.locale()).to_owned()),
        amount,
        deal.partner_name.clone(),
        deal.owner_name.clone(),
    ];
    DealView {
        href: format!("/deals/{}", deal.id),
        name: deal.name.clone(),
        note: note.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

/// What agrees or differs, as a sentence; countries by their names.
pub(in crate::html) fn grounds(ui: &Ui, a: &Agreement) -> String {
    let told = |value: &str| match a.field.as_str() {
        "country" => crate::public::countries::name(ui, value),
        _ => value.to_owned(),
    };
    let key = format!("finding-{}-{}", a.verdict.as_str(), a.field);
    ui.t2(&key, "ours", told(&a.ours), "theirs", told(&a.theirs))
}

pub(super) fn finding(ui: &Ui, finding: &Finding) -> FindingView {
    let level = match finding.level {
        FindingLevel::Same => Chip { kind: "bad", icon: "circle-alert", text: ui.word("level", finding.level) },
        FindingLevel::Likely => Chip { kind: "warn", icon: "triangle-alert", text: ui.word("level", finding.level) },
        FindingLevel::Possible => Chip { kind: "", icon: "circle-help", text: ui.word("level", finding.level) },
    };
    let hidden = match (finding.hidden, &finding.ask) {
        (false, _) => String::new(),
        (true, Some(person)) => ui.t1("review-finding-hidden-ask", "person", person),
        (true, None) => ui.t("review-finding-hidden"),
    };
    let aside = |note: &AsideNote| {
        let said = ui.t2("finding-aside", "by", note.by.clone(), "at", ui.instant(&note.at));
        format!("{said} {}", note.reason)
    };
    FindingView {
        id: finding.id.to_string(),
        effect: match finding.effect {
            FindingEffect::Ask => String::new(),
            effect => ui.word("finding-effect", effect),
        },
        aside: finding.set_aside.as_ref().map(aside),
        may_set: finding.effect != FindingEffect::Block || ui.may(Action::ManagePrograms),
        title: ui.word("finding", finding.kind),
        level,
        sentence: ui.word("review-finding", finding.kind),
        agreed: finding.agreed.iter().map(|a| grounds(ui, a)).collect(),
        deal: finding.deal.as_ref().map(|d| deal(ui, d)),
        registration: finding.registration.as_ref().map(|r| {
            let protected = r.protected_until_on.map(|on| ui.t1("review-protected-until", "date", ui.date(&on)));
            let note = [
                Some(r.number.clone()),
                Some(ui.word("status", r.status)),
                r.partner_name.clone(),
                Some(ui.ago(&r.submitted_at)),
                protected,
            ];
            LinkView {
                href: format!("/registrations/{}", r.id),
                name: r.company_name.clone(),
                note: note.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            }
        }),
        company: finding.company.as_ref().map(|c| LinkView {
            href: format!("/companies/{}", c.id),
            name: c.name.clone(),
            note: String::new(),
        }),
        hidden,
    }
}

/// A note as the composer sends it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NoteForm {
    #[serde(default)]
    text: String,
}

pub(super) async fn note(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<NoteForm>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    match registration::note(&cx, id, Note { text: form.text.clone() }).await {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}#timeline"), "good", "timeline-noted")),
        Err(Failure::Invalid(errors)) => {
            let error = mistakes(&ui, &errors).into_iter().map(|m| m.text).next().unwrap_or_default();
            render_invalid(&view(&cx, ui, id, &Older::default(), form.text, error).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// A dispute the registration is one of the sides of.
struct DisputeLine {
    text: String,
    href: String,
}

fn dispute_line(ui: &Ui, d: DisputeListed) -> DisputeLine {
    DisputeLine {
        text: format!("{} · {}", ui.word("dispute-status", d.status), ui.day_text(&d.opened_at)),
        href: format!("/disputes/{}", d.id),
    }
}
