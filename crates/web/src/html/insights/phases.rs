//! The phase board: five phases as a flow, and who is stuck in them.

use super::board::{Tile, lifecycle_tiles};
use super::query::address;
use crate::html::field::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Query;
use operations::cosell::registration::program_choices;
use operations::grow::phase_board::{NumberQuestion, PERIODS, PhaseColumn, PhaseQuestion, StuckPartner, phase_board};
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

/// A number of a phase, with the rows behind it.
struct Fact {
    name: String,
    text: String,
    /// Empty where there are none.
    href: String,
    strong: bool,
}

/// The rows behind a number.
fn rows(question: NumberQuestion) -> String {
    let mut pairs = vec![("metric", question.metric.to_owned()), ("which", question.which.to_string())];
    pairs.extend(question.from.map(|from| ("from", from.to_string())));
    pairs.extend(question.filter.into_iter().map(|filter| ("filter", filter)));
    address("/insights/rows", &pairs)
}

struct Column {
    title: String,
    href: String,
    partners: String,
    facts: Vec<Fact>,
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
    let none = || ui.t("shell-none");
    // Half of an even number, and nine of ten, lie between two rows: in tenths of days.
    let days = |days: Option<f64>| match days.map(|days| (days * 10.0).round() as i64) {
        None => none(),
        Some(tenths) if tenths % 10 == 0 => ui.number(tenths / 10),
        Some(tenths) => i18n::decimal(ui.locale(), tenths * 1_000, 1),
    };
    let pairs = [("phase", column.phase.as_str()), ("program", program), ("status", "active")];
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let went_on = match column.entered {
        0 => none(),
        entered => ui.t2("phases-of", "part", ui.number(column.went_on), "all", ui.number(entered)),
    };
    let asked = column.questions;
    let fact = |name: &str, text: String, many: i64, question: NumberQuestion| Fact {
        name: ui.t(name),
        text,
        href: if many > 0 { rows(question) } else { String::new() },
        strong: false,
    };
    let facts = vec![
        fact("phases-entered", ui.number(column.entered), column.entered, asked.entered),
        fact("phases-left", ui.number(column.left), column.left, asked.left),
        fact("phases-went-on", went_on, column.went_on, asked.went_on),
        fact("phases-median", days(column.median_days), i64::from(column.median_days.is_some()), asked.days.clone()),
        fact("phases-p90", days(column.p90_days), i64::from(column.p90_days.is_some()), asked.days),
        Fact { strong: column.stuck > 0, ..fact("phases-stuck", ui.number(column.stuck), column.stuck, asked.stuck) },
    ];
    let mut lines: Vec<StuckLine> = column.stuck_partners.into_iter().map(|p| stuck(ui, p)).collect();
    let more = lines.split_off(lines.len().min(FIRST));
    Column {
        title: ui.word("phase", column.phase),
        href: format!("/partners?{}", serde_urlencoded::to_string(pairs).unwrap_or_default()),
        partners: ui.number(column.partners),
        facts,
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
    let empty = board.phases.iter().all(|c| c.partners + c.entered + c.left == 0);
    let columns: Vec<Column> = board.phases.into_iter().map(|c| column(&ui, &chosen, c)).collect();
    let template = PhasesPage {
        tiles,
        programs: programs.collect(),
        periods: periods.collect(),
        since,
        empty,
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
