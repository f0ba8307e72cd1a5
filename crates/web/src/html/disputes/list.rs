//! The cases: those that wait on top of the page, or those that are over, and what became of a year of them.

use super::mood;
use crate::html::field::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::signature::ClockFace;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Query;
use kernel::words::DisputeKind;
use operations::cosell::dispute::{DisputeCount, DisputeFilter, DisputeListed, dispute_statistics, disputes};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `over` for those that are decided.
    show: String,
    kind: String,
    cursor: String,
}

struct Line {
    href: String,
    company: String,
    note: String,
    credited: String,
    kind: String,
    mood: &'static str,
    status: String,
    clock: Option<ClockFace>,
    opened: String,
}

/// A number with what it counts.
struct Fact {
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "disputes/list.html")]
struct ListPage {
    ui: Ui,
    over: bool,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    first: String,
    next: String,
    facts: Vec<Fact>,
    by_rule: Vec<Fact>,
}

fn line(ui: &Ui, d: DisputeListed) -> Line {
    let waits = matches!(d.status.as_str(), "open" | "appealed");
    Line {
        href: format!("/disputes/{}", d.id),
        company: d.company_name,
        note: d.number,
        credited: d.credited,
        kind: ui.word("dispute-kind", d.kind),
        mood: mood(d.status),
        status: ui.word("dispute-status", d.status),
        clock: waits.then(|| ClockFace::running(ui.locale(), ui.now(), d.opened_at, d.due_at)),
        opened: ui.day_text(&d.opened_at),
    }
}

fn counts(ui: &Ui, family: &str, counts: &[DisputeCount]) -> Vec<Fact> {
    counts.iter().map(|c| Fact { label: ui.word(family, &c.key), value: ui.number(c.count) }).collect()
}

pub(super) async fn list(Page { cx, ui }: Page, Query(asked): Query<Asked>) -> PageResult {
    let over = asked.show == "over";
    let filter = DisputeFilter {
        waiting: Some(!over),
        kind: asked.kind.parse::<DisputeKind>().ok(),
        limit: None,
        cursor: Some(asked.cursor.clone()).filter(|c| !c.is_empty()),
    };
    let page = disputes(&cx, &filter).await?;
    let year = dispute_statistics(&cx).await?;
    let here = |cursor: &str| {
        let mut pairs = Vec::new();
        if over {
            pairs.push(("show", "over"));
        }
        if let Some(kind) = filter.kind {
            pairs.push(("kind", kind.as_str()));
        }
        if !cursor.is_empty() {
            pairs.push(("cursor", cursor));
        }
        format!("/disputes?{}", serde_urlencoded::to_string(&pairs).unwrap_or_default())
    };
    let fact = |key: &str, value: String| Fact { label: ui.t(key), value };
    let mut facts = vec![
        fact("dispute-stat-opened", ui.number(year.opened)),
        fact("dispute-stat-waiting", ui.number(year.waiting)),
        fact("dispute-stat-overdue", ui.number(year.overdue)),
        fact("dispute-stat-appealed", ui.number(year.appealed)),
        fact("dispute-stat-reversed", ui.number(year.reversed)),
    ];
    facts.extend(counts(&ui, "dispute-outcome", &year.by_outcome));
    if let Some(time) = year.median_time {
        facts.push(fact("dispute-stat-time", ui.duration(&time)));
    }
    let kinds = DisputeKind::ALL.iter().map(|k| Choice::new(k, ui.word("dispute-kind", *k), &asked.kind)).collect();
    render(&ListPage {
        over,
        kinds,
        first: if asked.cursor.is_empty() { String::new() } else { here("") },
        next: page.next_cursor.as_deref().map(here).unwrap_or_default(),
        lines: page.items.into_iter().map(|d| line(&ui, d)).collect(),
        by_rule: counts(&ui, "dispute-rule", &year.by_rule),
        facts,
        ui,
    })
}
