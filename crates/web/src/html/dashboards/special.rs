//! Funnel, portfolio map and cohorts as pages and tiles show them.

use super::tile::{Grid, GridCell, GridLine, Map, MapLine, Step, metric_name, shade};
use crate::html::insights::{address, described};
use crate::ui::Ui;
use kernel::Money;
use operations::grow::cohort::Cohorts;
use operations::grow::funnel::{Funnel, FunnelStep};
use operations::grow::kpi::registry::Unit;
use operations::grow::kpi::shown;
use operations::grow::portfolio::{PartnerFigures, Portfolio};

fn period(funnel: &Funnel) -> Vec<(&'static str, String)> {
    let day = |name: &'static str, date: Option<kernel::Date>| date.map(|date| (name, date.to_string()));
    [day("from", funnel.from), day("to", funnel.to)].into_iter().flatten().collect()
}

/// The funnel's own page.
pub(crate) fn funnel_address(funnel: &Funnel) -> String {
    address("/insights/funnel", &period(funnel))
}

pub(crate) fn funnel_steps(ui: &Ui, funnel: &Funnel) -> Vec<Step> {
    let first = funnel.steps.first().map_or(0, |s| s.count);
    if first == 0 {
        return Vec::new();
    }
    let percent = |part: i64, whole: i64| {
        let rate = PartnerFigures { won: part, lost: whole - part, ..PartnerFigures::default() }.win_rate();
        rate.map_or_else(|| ui.t("shell-none"), |rate| shown(ui.locale(), Unit::Share, rate, None))
    };
    let mut before: Option<(i64, FunnelStep)> = None;
    let mut steps = Vec::with_capacity(funnel.steps.len());
    for step in &funnel.steps {
        let mut pairs = vec![("step", step.step.to_string())];
        pairs.extend(period(funnel));
        let of_before = before
            .map(|(count, of)| ui.t2("funnel-of", "share", percent(step.count, count), "step", ui.word("funnel", of)));
        steps.push(Step {
            name: ui.word("funnel", step.step),
            count: ui.number(step.count),
            of_before: of_before.unwrap_or_default(),
            width: step.count * 100 / first,
            href: address("/insights/funnel/rows", &pairs),
        });
        before = Some((step.count, step.step));
    }
    steps
}

fn map_line(ui: &Ui, portfolio: &Portfolio, name: String, href: String, phase: String, f: &PartnerFigures) -> MapLine {
    let money = |amount| ui.money(&Money::new(amount, portfolio.currency));
    MapLine {
        name,
        href,
        phase,
        pipeline: money(f.pipeline),
        win_rate: f.win_rate().map_or_else(|| "–".to_owned(), |rate| shown(ui.locale(), Unit::Share, rate, None)),
        bookings: money(f.bookings),
    }
}

pub(crate) fn map(ui: &Ui, portfolio: &Portfolio) -> Map {
    let phase =
        |phase: Option<kernel::words::Phase>| phase.map_or_else(|| ui.t("map-no-phase"), |p| ui.word("phase", p));
    // Who has not closed a deal yet has no win rate, and no place on the map; the table has them all.
    let points = portfolio.partners.iter().filter_map(|p| {
        let rate = p.figures.win_rate()?;
        Some(serde_json::json!({
            "name": p.name,
            "x": p.figures.pipeline as f64 / 10_000.0,
            "y": rate as f64 / 1_000_000.0,
            "size": p.figures.bookings as f64 / 10_000.0,
            "group": p.phase.map_or(0, |p| kernel::words::Phase::ALL.iter().position(|a| *a == p).map_or(0, |at| at + 1)),
            "href": format!("/partners/{}", p.partner_id),
        }))
    });
    let groups: Vec<String> =
        std::iter::once(phase(None)).chain(kernel::words::Phase::ALL.iter().map(|p| phase(Some(*p)))).collect();
    let drawn = portfolio.partners.iter().filter(|p| p.figures.win_rate().is_some());
    let label = drawn.clone().max_by_key(|p| p.figures.pipeline).map_or_else(String::new, |largest| {
        let pipeline = ui.money(&Money::new(largest.figures.pipeline, portfolio.currency));
        described(ui, &ui.t("map-title"), drawn.count(), pipeline, largest.name.clone())
    });
    let data = serde_json::json!({
        "label": label,
        "kind": "scatter",
        "points": points.collect::<Vec<_>>(),
        "groups": groups,
        "xName": metric_name(ui, "open_pipeline"),
        "yName": metric_name(ui, "win_rate"),
        "sizeName": metric_name(ui, "bookings"),
        "format": "money",
        "currency": portfolio.currency.to_string(),
        "locale": ui.lang(),
    });
    let lines = portfolio.partners.iter().map(|p| {
        map_line(ui, portfolio, p.name.clone(), format!("/partners/{}", p.partner_id), phase(p.phase), &p.figures)
    });
    let others = (portfolio.others > 0).then(|| {
        let name = ui.tn("map-others", "count", portfolio.others);
        map_line(ui, portfolio, name, String::new(), String::new(), &portfolio.other_figures)
    });
    Map {
        data: data.to_string().replace('<', "\\u003c"),
        note: ui.t1("insights-note-as-of", "date", ui.date(&ui.today())),
        heads: [
            ui.t("kpi-by-partner"),
            ui.t("kpi-by-phase"),
            format!("{}, {}", metric_name(ui, "open_pipeline"), portfolio.currency),
            metric_name(ui, "win_rate"),
            format!("{}, {}", metric_name(ui, "bookings"), portfolio.currency),
        ],
        lines: lines.collect(),
        others,
    }
}

pub(crate) fn cohort_grid(ui: &Ui, cohorts: &Cohorts) -> Grid {
    let most = cohorts.cohorts.iter().map(|c| c.reached.len()).max().unwrap_or(0);
    let address = |key: &str, since: Option<usize>| {
        let mut pairs = vec![
            ("every", cohorts.every.to_string()),
            ("first", cohorts.first.to_string()),
            ("cohort", key.to_owned()),
        ];
        pairs.extend(since.map(|since| ("since", since.to_string())));
        address("/insights/cohorts/rows", &pairs)
    };
    let lines = cohorts.cohorts.iter().map(|cohort| {
        let mut cells = vec![GridCell { text: ui.number(cohort.partners), href: address(&cohort.key, None), shade: 0 }];
        cells.extend((0..most).map(|since| {
            let Some(reached) = cohort.reached.get(since) else { return GridCell::default() };
            let figures =
                PartnerFigures { won: *reached, lost: cohort.partners - reached, ..PartnerFigures::default() };
            let rate = figures.win_rate();
            GridCell {
                text: rate.map_or_else(String::new, |rate| i18n::percent(ui.locale(), (rate + 50) / 100)),
                href: address(&cohort.key, Some(since)),
                shade: shade(rate, 1_000_000),
            }
        }));
        GridLine { name: cohort.key.clone(), cells }
    });
    let mut heads = vec![ui.t("cohort-partners")];
    let since =
        |n: usize| ui.tn(&format!("cohort-since-{}", cohorts.every), "count", i64::try_from(n).unwrap_or(i64::MAX));
    heads.extend((0..most).map(since));
    Grid {
        corner: ui.t("cohort-signed"),
        heads,
        lines: lines.collect(),
        more: String::new(),
        legend: ui.word("cohort-legend", cohorts.first),
    }
}
