//! The board, and the moves made on it.

use super::{Shown, id_of, path_of};
use crate::form::Form;
use crate::html::field::Choice;
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::{Ui, initials};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use kernel::id::{DealId, ProgramId, UserId};
use kernel::time::DAY;
use kernel::words::DealOutcome;
use kernel::{Date, Failure};
use operations::access::policy::Action;
use operations::cosell::deal::{self, CLOSED_DAYS, DealRow, MoveStage, STALE_DAYS, Win};
use operations::{partner, program};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BoardQuery {
    program: String,
    owner: String,
}

struct Card {
    deal: DealRow,
    amount: Option<Shown>,
    days: i64,
    warning: String,
    owner_initials: String,
    targets: Vec<Choice>,
}

struct Column {
    stage: String,
    name: String,
    open: bool,
    cards: Vec<Card>,
    count: i64,
    sums: Vec<Shown>,
    more: String,
}

#[derive(Template)]
#[template(path = "deals/board.html")]
struct Board {
    ui: Ui,
    may_change: bool,
    program: String,
    program_name: String,
    owner: String,
    closed_from: String,
    closed_days: i64,
    programs: Vec<Choice>,
    owners: Vec<Choice>,
    columns: Vec<Column>,
    list: String,
}

#[derive(Template)]
#[template(path = "deals/no_program.html")]
struct NoProgram {
    ui: Ui,
    may_make: bool,
}

pub(super) async fn page(Page { cx, ui }: Page, Query(query): Query<BoardQuery>) -> PageResult {
    let programs = program::all(&cx).await?;
    let wanted = query.program.parse::<ProgramId>().ok();
    let shown = match wanted {
        Some(id) => programs.iter().find(|p| p.id == id).ok_or(Failure::NotFound)?,
        None => match programs.first() {
            Some(first) => first,
            None => return render(&NoProgram { may_make: ui.may(Action::ManagePrograms), ui }),
        },
    };
    let owner: Option<UserId> = match query.owner.as_str() {
        "me" => cx.actor.user().map(|u| u.id),
        text => text.parse().ok(),
    };
    let board = deal::board(&cx, shown.id, owner).await?;
    let people = partner::possible_owners(&cx).await?;
    let mut owners = vec![Choice::new("me", ui.t("deal-my-deals"), &query.owner)];
    owners.extend(people.iter().map(|o| Choice::new(o.id, o.name.clone(), &query.owner)));
    let program = shown.id.to_string();
    let offered: Vec<_> = board.columns.iter().map(|c| c.stage.clone()).filter(|s| !s.retired).collect();
    let columns = board.columns.into_iter().map(|column| {
        let open = column.stage.outcome == DealOutcome::Open;
        let here = column.stage.id.to_string();
        let targets = || offered.iter().map(|s| Choice::new(s.id, s.name(cx.locale), &here)).collect::<Vec<_>>();
        let closed_from = if open { String::new() } else { format!("&closed_from={}", board.closed_from) };
        let by = if owner.is_some() { format!("&owner={}", query.owner) } else { String::new() };
        let more = if column.count > i64::try_from(column.cards.len()).unwrap_or(i64::MAX) {
            format!("/deals?program={program}&stage={here}{closed_from}{by}")
        } else {
            String::new()
        };
        Column {
            name: column.stage.name(cx.locale).to_owned(),
            open,
            count: column.count,
            sums: column.sums.iter().map(|m| Shown::of(&ui, m)).collect(),
            more,
            cards: column
                .cards
                .into_iter()
                .map(|deal| card(&ui, deal, if open { targets() } else { Vec::new() }))
                .collect(),
            stage: here,
        }
    });
    let template = Board {
        may_change: ui.may(Action::WorkWithDeals),
        program_name: shown.name.clone(),
        owner: if owner.is_some() { query.owner.clone() } else { String::new() },
        closed_from: ui.date(&board.closed_from),
        closed_days: CLOSED_DAYS,
        programs: programs.iter().map(|p| Choice::new(p.id, p.name.clone(), &program)).collect(),
        owners,
        columns: columns.collect(),
        list: format!("/deals?program={program}"),
        program: program.clone(),
        ui,
    };
    render(&template)
}

fn card(ui: &Ui, deal: DealRow, targets: Vec<Choice>) -> Card {
    let days = ui.now().since(deal.stage_entered_at).max(0) / DAY;
    let open = deal.outcome == DealOutcome::Open;
    let overdue = |on: &Date| *on < ui.today();
    let warning = match deal.expected_close_on.filter(overdue) {
        Some(on) if open => ui.t1("deal-overdue", "date", ui.date(&on)),
        _ if open && days > STALE_DAYS => ui.t1("deal-stale", "days", STALE_DAYS),
        _ => String::new(),
    };
    Card {
        amount: deal.amount.as_ref().map(|m| Shown::of(ui, m)),
        days,
        warning,
        owner_initials: deal.owner_name.as_deref().map(initials).unwrap_or_default(),
        targets,
        deal,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MoveForm {
    stage: String,
    version: String,
    /// `board` to come back there.
    back: String,
    /// The owner the board was narrowed to.
    owner: String,
}

/// A move from the board or the record. A won deal is won today; a lost one first needs its reason.
pub(super) async fn move_stage(
    Page { cx, .. }: Page,
    Path(id): Path<String>,
    Form(form): Form<MoveForm>,
) -> PageResult {
    let id: DealId = id_of(&id)?;
    let found = deal::get(&cx, id).await?;
    let stage = form.stage.parse().map_err(|_| Failure::field("stage", "unknown"))?;
    let target =
        found.program_stages.iter().find(|s| s.id == stage).ok_or_else(|| Failure::field("stage", "unknown"))?;
    let version = form.version.parse().ok();
    match target.outcome {
        DealOutcome::Open => deal::move_stage(&cx, id, MoveStage { stage, reason: None, version }).await?,
        DealOutcome::Won => deal::win(&cx, id, Win { stage: Some(stage), version, ..Win::default() }).await?,
        DealOutcome::Lost => {
            cx.allow(Action::WorkWithDeals)?;
            return Ok(Redirect::to(&format!("{}/lose?stage={stage}", path_of(id))).into_response());
        }
    }
    if form.back == "board" {
        let owner = form.owner.parse::<UserId>().map(|o| o.to_string()).unwrap_or_default();
        let owner = if form.owner == "me" { "me".to_owned() } else { owner };
        let by = if owner.is_empty() { String::new() } else { format!("&owner={owner}") };
        return Ok(Redirect::to(&format!("/deals/board?program={}{by}", found.deal.program_id)).into_response());
    }
    let key = if target.outcome == DealOutcome::Won { "deal-won-done" } else { "deal-moved" };
    Ok(redirect_with(&path_of(id), "good", key))
}
