//! The board of broken promises.

use super::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::signature::ClockFace;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use kernel::{Failure, FieldErrors};
use operations::App;
use operations::cosell::registration::{Age, BreachFilter, BreachGroup, Broken, breach_board};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/breaches", get(board))
}

const KNOWN: &[&str] = &["reviewer", "nobody", "program", "age", "cursor"];

/// The parameters that were given; empty ones are none.
struct Given(Vec<(String, String)>);

impl Given {
    fn read(query: Option<&str>) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default();
        Self(pairs.into_iter().filter(|(k, v)| KNOWN.contains(&k.as_str()) && !v.trim().is_empty()).collect())
    }
    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str()).unwrap_or_default()
    }
    fn parsed<T: std::str::FromStr>(&self, errors: &mut FieldErrors, name: &str) -> Option<T> {
        let text = self.value(name);
        let value = text.parse().ok();
        if value.is_none() && !text.is_empty() {
            errors.add(name, "invalid");
        }
        value
    }
    fn filter(&self) -> Result<BreachFilter, Failure> {
        let mut errors = FieldErrors::default();
        let filter = BreachFilter {
            reviewer: self.parsed(&mut errors, "reviewer"),
            nobody: self.parsed(&mut errors, "nobody"),
            program: self.parsed(&mut errors, "program"),
            age: self.parsed::<Age>(&mut errors, "age"),
            limit: None,
            cursor: Some(self.value("cursor").to_owned()).filter(|c| !c.is_empty()),
        };
        errors.into_result(filter)
    }
    /// The board with these values set (or left out), from its first page on.
    fn href(&self, set: &[(&str, &str)]) -> String {
        let kept = self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let kept = kept.filter(|(k, _)| *k != "cursor" && set.iter().all(|(name, _)| name != k));
        let pairs: Vec<(&str, &str)> = kept.chain(set.iter().copied().filter(|(_, v)| !v.is_empty())).collect();
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { "/breaches".to_owned() } else { format!("/breaches?{query}") }
    }
}

struct Line {
    href: String,
    company: String,
    note: String,
    credited: String,
    partner_href: String,
    clock: ClockFace,
    /// When it was due: a printed clock stands still.
    due: String,
    missing: String,
    manager: Option<String>,
    asked: bool,
}

struct Group {
    href: String,
    name: String,
    count: String,
    oldest: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "registrations/breaches.html")]
struct Board {
    ui: Ui,
    note: String,
    /// The moment of the page, told where it is printed.
    as_of: String,
    total: i64,
    lines: Vec<Line>,
    managers: Vec<Group>,
    ages: Vec<Group>,
    programs: Vec<Group>,
    chips: Vec<Choice>,
    first: String,
    next: String,
}

async fn board(Page { cx, ui }: Page, RawQuery(query): RawQuery) -> PageResult {
    let given = Given::read(query.as_deref());
    let found = breach_board(&cx, &given.filter()?).await?;
    let group = |group: &BreachGroup, name: String, set: &[(&str, &str)], chosen: bool| Group {
        // A second click on what is chosen takes the choice back.
        href: if chosen { given.href(&set.iter().map(|(k, _)| (*k, "")).collect::<Vec<_>>()) } else { given.href(set) },
        name,
        count: ui.number(group.count),
        oldest: ui.duration(&ui.now().since(group.oldest)),
        chosen,
    };
    let managers: Vec<Group> = found
        .by_manager
        .iter()
        .map(|g| match &g.key {
            Some(key) => {
                let set = [("reviewer", key.as_str()), ("nobody", "")];
                group(g, g.name.clone().unwrap_or_default(), &set, given.value("reviewer") == key)
            }
            None => {
                let set = [("nobody", "true"), ("reviewer", "")];
                group(g, ui.t("breach-nobody"), &set, given.value("nobody") == "true")
            }
        })
        .collect();
    let ages: Vec<Group> = found
        .by_age
        .iter()
        .filter_map(|g| {
            let key = g.key.as_deref()?;
            Some(group(g, ui.word("breach-age", key), &[("age", key)], given.value("age") == key))
        })
        .collect();
    let programs: Vec<Group> = found
        .by_program
        .iter()
        .filter_map(|g| {
            let key = g.key.as_deref()?;
            let name = g.name.clone().unwrap_or_default();
            Some(group(g, name, &[("program", key)], given.value("program") == key))
        })
        .collect();
    let chips = [&managers, &ages, &programs]
        .into_iter()
        .flatten()
        .filter(|g| g.chosen)
        .map(|g| Choice { value: g.href.clone(), label: g.name.clone(), selected: true })
        .collect();
    render(&Board {
        note: ui.tn("breach-total", "count", found.total),
        as_of: ui.instant(&ui.now()),
        total: found.total,
        lines: found.items.iter().map(|broken| line(&ui, broken)).collect(),
        first: if given.value("cursor").is_empty() { String::new() } else { given.href(&[]) },
        next: found.next_cursor.as_deref().map(|c| given.href(&[("cursor", c)])).unwrap_or_default(),
        managers,
        ages,
        programs,
        chips,
        ui,
    })
}

fn line(ui: &Ui, broken: &Broken) -> Line {
    Line {
        href: format!("/registrations/{}", broken.id),
        company: broken.company_name.clone(),
        note: format!("{} · {}", broken.number, broken.program_name),
        credited: broken.credited.clone(),
        partner_href: broken.partner_id.map(|id| format!("/partners/{id}")).unwrap_or_default(),
        clock: ClockFace::running(ui.locale(), ui.now(), broken.submitted_at, broken.broken_since),
        due: ui.t1("breach-due", "at", ui.instant(&broken.broken_since)),
        missing: ui.word("breach-missing", broken.missing),
        manager: broken.reviewer_name.clone(),
        asked: broken.status == kernel::words::RegistrationStatus::InformationRequested,
    }
}
