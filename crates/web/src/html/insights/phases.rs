//! The phase board: five phases as a flow, and who is stuck in them.

use super::board::{Tile, lifecycle_tiles};
use crate::html::field::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Query;
use operations::cosell::registration::program_choices;
use operations::grow::phase_board::{PERIODS, PhaseColumn, PhaseQuestion, StuckPartner, phase_board};
use operations::settings;
use serde::Deserialize;

/// As many stuck partners of a phase are shown at first.
const FIRST: usize = 5;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PhasesQuery {
    program: String,
    days: String,
}

struct StuckLine {
    href: String,
    name: String,
    note: String,
    beyond: String,
}

struct Column {
    title: String,
    href: String,
    partners: String,
    entered: String,
    left: String,
    went_on: String,
    median: String,
    p90: String,
    stuck: String,
    is_stuck: bool,
    first: Vec<StuckLine>,
    more: Vec<StuckLine>,
    more_text: String,
}

#[derive(Template)]
#[template(path = "insights/phases.html")]
struct PhasesPage {
    ui: Ui,
    programs: Vec<Choice>,
    periods: Vec<Choice>,
    since: String,
    empty: bool,
    columns: Vec<Column>,
    /// How the days in a phase are counted.
    policy: String,
    /// How partners get going; of one program nobody can say, for a partner is in several.
    tiles: Vec<Tile>,
}

fn stuck(ui: &Ui, partner: StuckPartner) -> StuckLine {
    let manager = partner.manager.unwrap_or_else(|| ui.t("phases-no-manager"));
    StuckLine {
        href: format!("/partners/{}", partner.partner_id),
        name: partner.name,
        note: [partner.program, manager].join(" · "),
        beyond: ui.t2(
            "phases-stuck-days",
            "days",
            ui.number(partner.days),
            "expected",
            ui.number(partner.expected_days),
        ),
    }
}

fn column(ui: &Ui, program: &str, column: PhaseColumn) -> Column {
    let days = |days: Option<f64>| days.map_or_else(|| ui.t("shell-none"), |days| ui.number(days.round() as i64));
    let pairs = [("phase", column.phase.as_str()), ("program", program), ("status", "active")];
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let went_on = match column.entered {
        0 => ui.t("shell-none"),
        entered => ui.t2("phases-of", "part", ui.number(column.went_on), "all", ui.number(entered)),
    };
    let mut lines: Vec<StuckLine> = column.stuck_partners.into_iter().map(|p| stuck(ui, p)).collect();
    let more = lines.split_off(lines.len().min(FIRST));
    Column {
        title: ui.word("phase", column.phase),
        href: format!("/partners?{}", serde_urlencoded::to_string(pairs).unwrap_or_default()),
        partners: ui.number(column.partners),
        entered: ui.number(column.entered),
        left: ui.number(column.left),
        went_on,
        median: days(column.median_days),
        p90: days(column.p90_days),
        stuck: ui.number(column.stuck),
        is_stuck: column.stuck > 0,
        more_text: ui.tn("phases-more", "count", i64::try_from(more.len()).unwrap_or(i64::MAX)),
        first: lines,
        more,
    }
}

pub(super) async fn page(Page { cx, ui }: Page, Query(query): Query<PhasesQuery>) -> PageResult {
    // What cannot be read does not narrow, as in every list.
    let program = query.program.parse().ok();
    let days = query.days.parse().ok().filter(|days| PERIODS.contains(days));
    let board = phase_board(&cx, PhaseQuestion { program, days }).await?;
    let chosen = program.map(|id: kernel::id::ProgramId| id.to_string()).unwrap_or_default();
    let programs = program_choices(&cx).await?.into_iter().map(|p| Choice::new(p.id, p.name, &chosen));
    let period = days.unwrap_or(365).to_string();
    let periods = PERIODS.iter().map(|n| Choice::new(n, ui.t(&format!("phases-period-{n}")), &period));
    let tiles = match program {
        None => lifecycle_tiles(&cx, &ui, board.from, settings::organisation(cx.read()).await?.currency).await?,
        Some(_) => Vec::new(),
    };
    let since = ui.date(&board.from);
    let columns: Vec<Column> = board.phases.into_iter().map(|c| column(&ui, &chosen, c)).collect();
    let template = PhasesPage {
        tiles,
        programs: programs.collect(),
        periods: periods.collect(),
        since,
        empty: columns.iter().all(|c| c.partners == "0" && c.entered == "0" && c.left == "0"),
        columns,
        policy: ui.t2(
            "figures-policy-of",
            "policy",
            ui.t("kpi-policy-reentered-phases"),
            "value",
            ui.word("kpi-policy-reentered-phases", board.reentered_phases),
        ),
        ui,
    };
    render(&template)
}
