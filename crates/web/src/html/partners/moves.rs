//! Phases and programs of a partner.

use super::record::{Head, head, partner_id};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, filled, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, RawQuery};
use kernel::id::{PartnerId, ProgramId};
use kernel::words::Phase;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::partner::{self, CheckCriterion, Membership, MovePhase};
use operations::program::CriterionCheck;
use serde::Deserialize;

struct Criterion {
    key: String,
    label: String,
    met: bool,
    manual: bool,
    note: String,
}

struct PhaseChoice {
    phase: Phase,
    name: String,
    hint: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "partners/move.html")]
struct Move {
    ui: Ui,
    id: PartnerId,
    name: String,
    program: ProgramId,
    program_name: String,
    from: Phase,
    criteria: Vec<Criterion>,
    all_met: bool,
    phases: Vec<PhaseChoice>,
    /// What the button says when the next phase is chosen.
    action: String,
    reason: String,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn move_page(
    cx: &Ctx,
    ui: Ui,
    id: PartnerId,
    program: Option<ProgramId>,
    form: Option<&MoveForm>,
    errors: FieldErrors,
) -> Result<Move, Failure> {
    let partner = partner::detail(cx, id).await?;
    let membership: &Membership = match program {
        Some(program) => partner.programs.iter().find(|m| m.program_id == program),
        None => partner.programs.first(),
    }
    .ok_or(Failure::NotFound)?;
    let chosen = form.and_then(|f| f.phase.parse().ok()).or(membership.phase.next());
    let phases = Phase::ALL
        .iter()
        .filter(|phase| **phase != membership.phase)
        .map(|phase| PhaseChoice {
            phase: *phase,
            name: ui.word("phase", phase),
            hint: ui.word("phase-about", phase),
            chosen: Some(*phase) == chosen,
        })
        .collect();
    let criteria: Vec<Criterion> = membership
        .criteria
        .iter()
        .map(|c| Criterion {
            key: c.key.clone(),
            label: c.label.text(ui.locale()).to_owned(),
            met: c.met,
            manual: c.check == CriterionCheck::Manual,
            note: match (&c.checked_by, c.checked_at) {
                (Some(by), Some(at)) => format!("{by} · {}", ui.date(&ui.day(&at))),
                _ if c.check != CriterionCheck::Manual => ui.t("partner-criterion-found"),
                _ => ui.t("partner-criterion-open"),
            },
        })
        .collect();
    Ok(Move {
        id,
        name: partner.facts.name.clone(),
        program: membership.program_id,
        program_name: membership.program.clone(),
        from: membership.phase,
        all_met: criteria.iter().all(|c| c.met),
        criteria,
        phases,
        action: ui.t("partner-move"),
        reason: form.map(|f| f.reason.clone()).unwrap_or_default(),
        problems: problems(&ui, &errors),
        errors,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(partner): Path<String>, RawQuery(query): RawQuery) -> PageResult {
    cx.allow(operations::access::policy::Action::WorkWithPartners)?;
    let given = super::list::pairs(query.as_deref());
    let program = given.iter().find(|(key, _)| key == "program").and_then(|(_, value)| value.parse().ok());
    render(&move_page(&cx, ui, partner_id(&partner)?, program, None, FieldErrors::default()).await?)
}

#[derive(Deserialize)]
pub(super) struct MoveForm {
    #[serde(default)]
    program: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn move_partner(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Form(form): Form<MoveForm>,
) -> PageResult {
    let id = partner_id(&partner)?;
    let program: ProgramId = form.program.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    let outcome = match form.phase.parse() {
        Ok(phase) => {
            let input = MovePhase { program, phase, from: form.from.parse().ok(), reason: filled(&form.reason) };
            partner::move_phase(&cx, id, input).await
        }
        Err(_) => Err(Failure::field("phase", "required")),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-moved")),
        Err(Failure::Invalid(errors)) => {
            render_invalid(&move_page(&cx, ui, id, Some(program), Some(&form), errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct TickForm {
    #[serde(default)]
    program: String,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    criterion: String,
    #[serde(default)]
    met: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn tick(Page { cx, .. }: Page, Path(partner): Path<String>, Form(form): Form<TickForm>) -> PageResult {
    let id = partner_id(&partner)?;
    let (Ok(program), Ok(phase)) = (form.program.parse::<ProgramId>(), form.phase.parse()) else {
        return Err(Failure::NotFound.into());
    };
    let met = form.met == "yes";
    partner::check_criterion(&cx, id, CheckCriterion { program, phase, criterion: form.criterion, met }).await?;
    let path =
        if form.back == "move" { format!("/partners/{id}/move?program={program}") } else { format!("/partners/{id}") };
    Ok(redirect_with(&path, "good", if met { "partner-criterion-ticked" } else { "partner-criterion-reopened" }))
}

struct MembershipLine {
    membership: Membership,
    /// Its leaving lacks a reason.
    leaving: bool,
}

#[derive(Template)]
#[template(path = "partners/programs.html")]
struct Programs {
    ui: Ui,
    head: Head,
    memberships: Vec<MembershipLine>,
    joinable: Vec<Choice>,
    phases: Vec<Choice>,
    errors: FieldErrors,
}

async fn programs_page(
    cx: &Ctx,
    ui: Ui,
    id: PartnerId,
    leaving: Option<ProgramId>,
    errors: FieldErrors,
) -> Result<Programs, Failure> {
    let partner = partner::detail(cx, id).await?;
    let all = operations::program::all(cx).await?;
    let joinable = all
        .iter()
        .filter(|p| p.active && !partner.programs.iter().any(|m| m.program_id == p.id))
        .map(|p| Choice::new(p.id, p.name.clone(), ""))
        .collect();
    Ok(Programs {
        head: head(cx, &ui, &partner, "overview").await?,
        memberships: partner
            .programs
            .into_iter()
            .map(|membership| MembershipLine { leaving: leaving == Some(membership.program_id), membership })
            .collect(),
        joinable,
        phases: words(&ui, "phase", Phase::ALL, "attract"),
        errors,
        ui,
    })
}

pub(super) async fn programs(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    cx.allow(operations::access::policy::Action::WorkWithPartners)?;
    render(&programs_page(&cx, ui, partner_id(&partner)?, None, FieldErrors::default()).await?)
}

#[derive(Deserialize)]
pub(super) struct JoinForm {
    #[serde(default)]
    program: String,
    #[serde(default)]
    phase: String,
}

pub(super) async fn join(Page { cx, ui }: Page, Path(partner): Path<String>, Form(form): Form<JoinForm>) -> PageResult {
    let id = partner_id(&partner)?;
    let outcome = match form.program.parse() {
        Ok(program) => partner::join_program(&cx, id, program, form.phase.parse().unwrap_or(Phase::Attract)).await,
        Err(_) => Err(Failure::field("program", "required")),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-joined")),
        Err(Failure::Invalid(errors)) => render_invalid(&programs_page(&cx, ui, id, None, errors).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct LeaveForm {
    #[serde(default)]
    reason: String,
}

pub(super) async fn leave(
    Page { cx, ui }: Page,
    Path((partner, program)): Path<(String, String)>,
    Form(form): Form<LeaveForm>,
) -> PageResult {
    let id = partner_id(&partner)?;
    let program: ProgramId = program.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    match partner::leave_program(&cx, id, program, &form.reason).await {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-left")),
        Err(Failure::Invalid(errors)) => render_invalid(&programs_page(&cx, ui, id, Some(program), errors).await?),
        Err(other) => Err(other.into()),
    }
}
