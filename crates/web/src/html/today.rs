//! Today: the first page of the day.

use super::registrations::rows::{RegistrationLine, line};
use super::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::PageRequest;
use operations::App;
use operations::access::policy::Action;
use operations::cosell::registration::{self, MOST_ANSWERS, ProgramChoice, Promises, Stuck};
use operations::cosell::{dispute, protection};
use std::collections::BTreeMap;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/today", get(today))
}

struct Answer {
    line: RegistrationLine,
    answered: bool,
}

struct Waiting {
    href: String,
    company: String,
    credited: String,
    since: Option<String>,
}

struct StuckLine {
    href: String,
    partner: String,
    note: String,
    step: Option<String>,
    step_late: bool,
}

struct Kept {
    share: String,
    sentence: String,
    kept_href: String,
    late_href: String,
    late: String,
    has_late: bool,
    /// Points of the small curve; empty when there are fewer than two.
    curve: String,
}

#[derive(Template)]
#[template(path = "today/today.html")]
struct TodayPage {
    ui: Ui,
    note: String,
    answers: Vec<Answer>,
    more: Option<String>,
    waiting: Vec<Waiting>,
    /// Partners who ask for more time.
    extensions: Vec<Waiting>,
    /// Disputes that wait for a decision.
    disputes: Vec<Waiting>,
    kept: Option<Kept>,
    stuck: Vec<StuckLine>,
    more_stuck: bool,
    has_partners: bool,
    public_page: Option<ProgramChoice>,
    may_answer: bool,
    may_add: bool,
}

async fn today(Page { cx, ui }: Page) -> PageResult {
    let today = registration::today(&cx).await?;
    let extensions = protection::waiting_extensions(&cx, &PageRequest { limit: Some(10), after: None }).await?;
    let disputes = dispute::waiting(&cx, 10).await?;
    let urgency = match (today.due_today, today.broken) {
        (0, 0) => ui.t("today-note-calm"),
        (due, 0) => ui.tn("today-note-due", "due", due),
        (0, broken) => ui.tn("today-note-broken", "broken", broken),
        (due, broken) => [ui.tn("today-note-due", "due", due), ui.tn("today-note-broken", "broken", broken)].join(", "),
    };
    let findings: BTreeMap<_, _> = today.answers.iter().filter_map(|a| Some((a.registration.id, a.finding?))).collect();
    let public_page = if today.answers.is_empty() {
        registration::program_choices(&cx).await?.into_iter().find(|p| p.active && p.public_form)
    } else {
        None
    };
    render(&TodayPage {
        note: format!("{} · {urgency}", ui.date_long(&ui.today())),
        answers: today
            .answers
            .iter()
            .map(|a| Answer { line: line(&ui, &a.registration, &findings), answered: a.answered })
            .collect(),
        more: today.more.then(|| ui.tn("today-more", "count", i64::from(MOST_ANSWERS))),
        waiting: today
            .asked
            .into_iter()
            .map(|asked| Waiting {
                href: format!("/registrations/{}", asked.id),
                company: asked.company_name,
                credited: asked.credited,
                since: asked.asked_at.map(|at| ui.ago(&at)),
            })
            .collect(),
        extensions: extensions
            .items
            .into_iter()
            .map(|x| Waiting {
                href: format!("/registrations/{}/extension", x.registration_id),
                company: x.company_name,
                credited: x.credited,
                since: Some(ui.ago(&x.asked_at)),
            })
            .collect(),
        disputes: disputes
            .into_iter()
            .map(|d| Waiting {
                href: format!("/disputes/{}", d.id),
                company: d.company_name,
                credited: d.credited,
                since: Some(ui.ago(&d.opened_at)),
            })
            .collect(),
        kept: kept(&ui, &today.promises),
        stuck: today.stuck.iter().map(|s| stuck(&ui, s)).collect(),
        more_stuck: today.more_stuck,
        has_partners: today.has_partners,
        public_page,
        may_answer: ui.may(Action::AnswerRegistrations),
        may_add: ui.may(Action::WorkWithPartners),
        ui,
    })
}

fn kept(ui: &Ui, promises: &Promises) -> Option<Kept> {
    let share = promises.share()?;
    let from = promises.from.map(|date| format!("&from={date}")).unwrap_or_default();
    Some(Kept {
        share: i18n::percent(ui.locale(), share),
        sentence: ui.t2(
            "today-promises-sentence",
            "kept",
            ui.number(promises.kept),
            "all",
            ui.number(promises.kept + promises.late),
        ),
        kept_href: format!("/registrations?promise=kept{from}"),
        late_href: format!("/registrations?promise=late{from}"),
        late: ui.tn("today-promises-late", "count", promises.late),
        has_late: promises.late > 0,
        curve: curve(&promises.curve),
    })
}

/// The points of the curve in a box of 112 × 38: the whole scale from 0 to 100 %, so that a small dip looks small.
fn curve(shares: &[i64]) -> String {
    let last = i64::try_from(shares.len()).unwrap_or(1) - 1;
    if last < 1 {
        return String::new();
    }
    let points =
        shares.iter().zip(0..).map(|(share, index)| format!("{},{}", 2 + index * 108 / last, 34 - share * 30 / 10_000));
    points.collect::<Vec<_>>().join(" ")
}

fn stuck(ui: &Ui, stuck: &Stuck) -> StuckLine {
    let days = ui.t2("today-stuck-days", "days", ui.number(stuck.days), "expected", ui.number(stuck.expected_days));
    StuckLine {
        href: format!("/partners/{}", stuck.partner_id),
        partner: stuck.partner_name.clone(),
        note: format!("{} · {days} · {}", ui.word("phase", stuck.phase), stuck.program_name),
        step: stuck.next_step.clone(),
        step_late: stuck.next_step_on.is_some_and(|on| on < ui.today()),
    }
}

#[cfg(test)]
mod tests {
    use super::curve;

    #[test]
    fn the_curve_needs_two_points_and_keeps_the_whole_scale() {
        assert_eq!(curve(&[]), "");
        assert_eq!(curve(&[10_000]), "");
        assert_eq!(curve(&[10_000, 5_000, 0]), "2,4 56,19 110,34");
    }
}
