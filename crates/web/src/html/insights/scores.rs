//! Health: the list with the largest drops first, and a partner's score with what it is made of.

use super::query::{address, rows_address};
use crate::html::field::{Choice, words};
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use i18n::Arg;
use kernel::id::PartnerId;
use kernel::{Failure, Money, PageRequest};
use operations::Ctx;
use operations::cosell::registration::program_choices;
use operations::grow::health::{self, Band, HealthChange, HealthQuery, ProgramHealth, Signal, SignalScore};
use operations::grow::kpi::Question;
use operations::grow::kpi::fact::date_of;
use serde::Deserialize;

/// Green, plain or red.
fn tone(band: Option<Band>) -> &'static str {
    match band {
        Some(Band::Strong) => "good",
        Some(Band::Weak) => "bad",
        _ => "",
    }
}

fn change(ui: &Ui, change: i64) -> String {
    match change {
        0 => ui.t("score-same"),
        1.. => ui.tn("score-up", "points", change),
        _ => ui.tn("score-down", "points", -change),
    }
}

/// Green or red for a change; nothing without one.
fn trend(change: i64) -> &'static str {
    match change {
        0 => "",
        1.. => "up",
        _ => "down",
    }
}

/// A score as a partner's record shows it.
pub(crate) struct ScoreCard {
    pub(crate) program: String,
    pub(crate) score: String,
    pub(crate) band: String,
    pub(crate) tone: &'static str,
    pub(crate) change: String,
    pub(crate) trend: &'static str,
    /// Why there is none; empty where there is.
    pub(crate) none: String,
    pub(crate) changes: Vec<String>,
}

fn card(ui: &Ui, health: &ProgramHealth) -> ScoreCard {
    ScoreCard {
        program: health.program.clone(),
        score: health.score.map(|score| ui.t1("score-of-hundred", "score", score)).unwrap_or_default(),
        band: health.band.map(|band| ui.word("score-band", band)).unwrap_or_default(),
        tone: tone(health.band),
        change: health.change.map(|points| change(ui, points)).unwrap_or_default(),
        trend: trend(health.change.unwrap_or(0)),
        none: if health.score.is_some() { String::new() } else { ui.tn("score-no-score", "count", health.peers) },
        changes: health.changes.iter().map(|c| changed(ui, c)).collect(),
    }
}

/// The scores of a partner, for their record.
pub(crate) async fn of_partner(cx: &Ctx, ui: &Ui, partner: PartnerId) -> Result<Vec<ScoreCard>, Failure> {
    let found = health::of_partner(cx, partner, None).await?;
    Ok(found.programs.iter().map(|program| card(ui, program)).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ScoresQuery {
    program: String,
    band: String,
    cursor: String,
}

struct ScoreLine {
    href: String,
    partner: String,
    program: String,
    score: String,
    band: String,
    tone: &'static str,
    change: String,
    trend: &'static str,
    peers: String,
}

#[derive(Template)]
#[template(path = "insights/scores.html")]
struct ScoresPage {
    ui: Ui,
    note: String,
    programs: Vec<Choice>,
    bands: Vec<Choice>,
    lines: Vec<ScoreLine>,
    shown: String,
    first: String,
    next: String,
}

pub(super) async fn list(Page { cx, ui }: Page, Query(query): Query<ScoresQuery>) -> PageResult {
    // What cannot be read does not narrow, as in every list.
    let asked = HealthQuery { program: query.program.parse().ok(), band: query.band.parse().ok() };
    let request = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let found = health::list(&cx, asked, &request).await?;
    let given = [("program", query.program.clone()), ("band", query.band.clone())];
    let given: Vec<(&str, String)> = given.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let first = if query.cursor.is_empty() { String::new() } else { address("/insights/health", &given) };
    let next = found.next_cursor.map(|cursor| {
        let mut pairs = given.clone();
        pairs.push(("cursor", cursor));
        address("/insights/health", &pairs)
    });
    let lines = found.items.into_iter().map(|item| ScoreLine {
        href: format!("/partners/{}/health", item.partner_id),
        partner: item.partner,
        program: item.program,
        score: item.score.map_or_else(|| ui.tn("score-too-few", "count", item.peers), |score| ui.number(score)),
        band: item.band.map(|band| ui.word("score-band", band)).unwrap_or_default(),
        tone: tone(item.band),
        change: if item.score.is_some() { change(&ui, item.change) } else { String::new() },
        trend: trend(item.change),
        peers: ui.tn("score-peers-of", "count", item.peers),
    });
    let lines: Vec<ScoreLine> = lines.collect();
    let page = ScoresPage {
        note: ui.t(if lines.is_empty() && given.is_empty() { "score-list-none" } else { "score-list-note" }),
        programs: program_choices(&cx).await?.into_iter().map(|p| Choice::new(p.id, p.name, &query.program)).collect(),
        bands: words(&ui, "score-band", Band::ALL, &query.band),
        shown: ui.tn("score-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        first,
        next: next.unwrap_or_default(),
        ui,
    };
    render(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HealthQueryText {
    as_of: String,
}

struct SignalLine {
    name: String,
    group: String,
    evidence: String,
    last: String,
    ahead: String,
    points: String,
    rows: String,
}

struct WeekLine {
    on: String,
    score: String,
}

struct ProgramPart {
    card: ScoreCard,
    note: String,
    signals: Vec<SignalLine>,
    weeks: Vec<WeekLine>,
}

#[derive(Template)]
#[template(path = "insights/score.html")]
struct ScorePage {
    ui: Ui,
    partner: String,
    partner_href: String,
    as_of: String,
    programs: Vec<ProgramPart>,
}

/// Hundredths of a point with one decimal.
fn points(ui: &Ui, hundredths: i64) -> String {
    i18n::decimal(ui.locale(), hundredths.abs() * 100, 1)
}

/// What a signal brings more or less, in words.
fn changed(ui: &Ui, change: &HealthChange) -> String {
    let (more, new) = (change.points > 0, change.new_cases > 0);
    let key = match (more, new) {
        (true, true) => "score-change-more-new",
        (true, false) => "score-change-more",
        (false, true) => "score-change-less-new",
        (false, false) => "score-change-less",
    };
    let args = [
        ("signal", Arg::Str(ui.word("score-signal", change.signal).into())),
        ("points", Arg::Str(points(ui, change.points).into())),
        ("count", Arg::Int(change.new_cases)),
    ];
    i18n::text_args(ui.locale(), key, &args)
}

/// Where the rows of a signal are.
fn rows(partner: PartnerId, health: &ProgramHealth, signal: Signal) -> String {
    let of = |metric: &str, part: bool| {
        let question = Question {
            metric: metric.to_owned(),
            from: Some(health.on.plus_days(-364).to_string()),
            to: Some(health.on.to_string()),
            filters: vec![format!("partner={partner}"), format!("program={}", health.program_id)],
            ..Question::default()
        };
        let which: &[(&str, String)] = if part { &[("which", "part".to_owned())] } else { &[] };
        let more = address("", which);
        format!("{}{}", rows_address(&question, &[]), more.replacen('?', "&", 1))
    };
    match signal {
        Signal::Registrations => of("registrations", false),
        Signal::Approvals => of("acceptance_rate", true),
        Signal::WonDeals => of("won_count", false),
        Signal::Bookings => of("bookings", false),
        Signal::AnswersInTime => {
            format!("/partners/{partner}/coaching/answers_late?program={}", health.program_id)
        }
        Signal::StageMoves => format!("/partners/{partner}/deals"),
        Signal::KeptProtection => format!("/partners/{partner}/registrations"),
        Signal::Activity => format!("/partners/{partner}/history"),
    }
}

fn signal(ui: &Ui, partner: PartnerId, health: &ProgramHealth, score: &SignalScore) -> SignalLine {
    let part_of = |part: String, of: i64| ui.t2("score-points-of", "points", part, "weight", ui.number(of));
    SignalLine {
        name: ui.word("score-signal", score.signal),
        group: ui.word("score-group", score.signal.group()),
        evidence: match score.signal {
            Signal::Bookings => ui.money(&Money::new(score.part, health.currency)),
            signal if signal.is_share() && score.of > 0 => {
                ui.t2("score-share", "part", ui.number(score.part), "of", ui.number(score.of))
            }
            _ => ui.tn("score-case", "count", score.of),
        },
        last: score.last_day.map(|day| ui.t1("score-last", "date", ui.date(&date_of(day)))).unwrap_or_default(),
        ahead: score.ahead.map_or_else(|| ui.t("score-left-out"), |share| i18n::percent(ui.locale(), share)),
        points: match score.ahead {
            Some(_) => part_of(points(ui, score.points), score.weight),
            None => String::new(),
        },
        rows: rows(partner, health, score.signal),
    }
}

pub(super) async fn show(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Query(query): Query<HealthQueryText>,
) -> PageResult {
    let id: PartnerId = partner.parse().map_err(|_| Failure::NotFound)?;
    let as_of: Option<kernel::Date> = query.as_of.parse().ok().filter(|day| *day <= ui.today());
    let found = health::of_partner(&cx, id, as_of).await?;
    let program = |health: &ProgramHealth| ProgramPart {
        card: card(&ui, health),
        note: [ui.t1("score-as-of", "date", ui.date(&health.on)), ui.tn("score-compared", "count", health.peers)]
            .join(" · "),
        signals: health.signals.iter().map(|score| signal(&ui, id, health, score)).collect(),
        weeks: health
            .weeks
            .iter()
            .map(|week| WeekLine {
                on: ui.date(&week.on),
                score: week.score.map_or_else(|| ui.t("shell-none"), |score| ui.number(score)),
            })
            .collect(),
    };
    let page = ScorePage {
        programs: found.programs.iter().map(program).collect(),
        partner: found.partner,
        partner_href: format!("/partners/{id}"),
        as_of: as_of.map(|day| day.to_string()).unwrap_or_default(),
        ui,
    };
    render(&page)
}
