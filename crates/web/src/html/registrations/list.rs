//! The list of registrations. Its filters live in the address.

use super::Choice;
use super::rows::{RegistrationLine, line};
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use kernel::words::{RegistrationKind, RegistrationStatus};
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::connect::export::{Format, file};
use operations::cosell::registration::{
    self, Check, EXPORT_COLUMNS, Exported, Promise, RegistrationFilter, Sort, Standing, program_choices,
    telling_findings,
};
use operations::partner::possible_owners;

/// The parameters of the list that were given, in their order. Empty ones are none: a form sends all its fields.
#[derive(Debug, Clone, Default)]
struct Given(Vec<(String, String)>);

const KNOWN: &[&str] =
    &["q", "status", "kind", "program", "partner", "reviewer", "check", "promise", "from", "to", "sort", "cursor"];

impl Given {
    fn read(query: Option<&str>) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default();
        Self(pairs.into_iter().filter(|(k, v)| KNOWN.contains(&k.as_str()) && !v.trim().is_empty()).collect())
    }
    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str()).unwrap_or_default()
    }
    /// The filter the parameters mean.
    fn filter(&self) -> Result<RegistrationFilter, Failure> {
        let mut errors = FieldErrors::default();
        let mut filter = RegistrationFilter::default();
        fn read<T: std::str::FromStr>(given: &Given, errors: &mut FieldErrors, name: &str) -> Option<T> {
            let text = given.value(name);
            let value = text.parse().ok();
            if value.is_none() && !text.is_empty() {
                errors.add(name, "invalid");
            }
            value
        }
        let text = |name: &str| Some(self.value(name).to_owned()).filter(|t| !t.is_empty());
        filter.q = text("q");
        filter.status = text("status");
        filter.cursor = text("cursor");
        filter.kind = read::<RegistrationKind>(self, &mut errors, "kind");
        filter.program = read(self, &mut errors, "program");
        filter.partner = read(self, &mut errors, "partner");
        filter.reviewer = read(self, &mut errors, "reviewer");
        filter.check = read::<Check>(self, &mut errors, "check");
        filter.promise = read::<Promise>(self, &mut errors, "promise");
        filter.from = read(self, &mut errors, "from");
        filter.to = read(self, &mut errors, "to");
        filter.sort = read::<Sort>(self, &mut errors, "sort");
        errors.into_result(filter)
    }
    /// The address of the list with `name` set to `value` (or left out), from its first page on.
    fn href(&self, path: &str, name: &str, value: Option<&str>) -> String {
        let kept = self.0.iter().filter(|(k, _)| k != name && k != "cursor").map(|(k, v)| (k.as_str(), v.as_str()));
        let pairs: Vec<(&str, &str)> = kept.chain(value.map(|v| (name, v))).collect();
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

struct FilterChip {
    text: String,
    href: String,
}

#[derive(Template)]
#[template(path = "registrations/list.html")]
struct ListPage {
    ui: Ui,
    lines: Vec<RegistrationLine>,
    q: String,
    from: String,
    to: String,
    kept: Vec<(String, String)>,
    statuses: Vec<Choice>,
    programs: Vec<Choice>,
    reviewers: Vec<Choice>,
    kinds: Vec<Choice>,
    checks: Vec<Choice>,
    promises: Vec<Choice>,
    chips: Vec<FilterChip>,
    clear: String,
    due_href: String,
    due_state: &'static str,
    submitted_href: String,
    submitted_state: &'static str,
    first: String,
    next: String,
    csv: String,
    xlsx: String,
    may_answer: bool,
}

pub(super) async fn list(Page { cx, ui }: Page, RawQuery(query): RawQuery) -> PageResult {
    let given = Given::read(query.as_deref());
    let filter = given.filter()?;
    let page = registration::list(&cx, &filter, &filter.page()?).await?;
    let findings = telling_findings(&cx, &page.items).await?;
    let programs = program_choices(&cx).await?;
    let reviewers = possible_owners(&cx).await?;
    let partner = match (filter.partner, page.items.first()) {
        (Some(_), Some(row)) => row.partner_name.clone(),
        (Some(id), None) => registration::partner_name(&cx, id).await?,
        (None, _) => None,
    };
    let programs: Vec<Choice> = programs.iter().map(|p| Choice::new(p.id, &p.name, given.value("program"))).collect();
    let reviewers: Vec<Choice> =
        reviewers.iter().map(|u| Choice::new(u.id, &u.name, given.value("reviewer"))).collect();
    let statuses = statuses(&ui, given.value("status"));
    let kinds: Vec<Choice> = RegistrationKind::ALL
        .iter()
        .map(|k| Choice::new(k, ui.word("review-filter-kind", k), given.value("kind")))
        .collect();
    let checks: Vec<Choice> =
        Check::ALL.iter().map(|c| Choice::new(c, ui.word("review-filter-check", c), given.value("check"))).collect();
    let promises: Vec<Choice> = Promise::ALL
        .iter()
        .map(|p| Choice::new(p, ui.word("review-filter-promise", p), given.value("promise")))
        .collect();
    let chosen = |choices: &[Choice]| choices.iter().find(|c| c.selected).map(|c| c.label.clone());
    let day = |date: Option<kernel::Date>| date.map(|d| ui.date(&d));
    let chips = [
        ("q", filter.q.clone()),
        ("status", chosen(&statuses)),
        ("kind", chosen(&kinds)),
        ("program", chosen(&programs)),
        ("partner", partner),
        ("reviewer", chosen(&reviewers)),
        ("check", chosen(&checks)),
        ("promise", chosen(&promises)),
        ("from", day(filter.from)),
        ("to", day(filter.to)),
    ];
    let chips = chips
        .into_iter()
        .filter_map(|(name, value)| {
            let text = format!("{}: {}", ui.word("review-filter", name), value?);
            Some(FilterChip { text, href: given.href("/registrations", name, None) })
        })
        .collect();
    let sort = filter.sort.unwrap_or(Sort::Newest);
    let path = "/registrations";
    let next = page.next_cursor.as_deref().map(|c| given.href(path, "cursor", Some(c))).unwrap_or_default();
    render(&ListPage {
        lines: page.items.iter().map(|row| line(&ui, row, &findings)).collect(),
        q: given.value("q").to_owned(),
        from: given.value("from").to_owned(),
        to: given.value("to").to_owned(),
        kept: given.0.iter().filter(|(k, _)| k == "partner" || k == "sort").cloned().collect(),
        statuses,
        programs,
        reviewers,
        kinds,
        checks,
        promises,
        chips,
        clear: path.to_owned(),
        due_href: given.href(path, "sort", Some("due")),
        due_state: if sort == Sort::Due { "ascending" } else { "" },
        submitted_href: given.href(path, "sort", Some(if sort == Sort::Newest { "oldest" } else { "newest" })),
        submitted_state: match sort {
            Sort::Newest => "descending",
            Sort::Oldest => "ascending",
            Sort::Due => "",
        },
        first: if filter.cursor.is_some() { given.href(path, "cursor", None) } else { String::new() },
        next,
        csv: given.href("/registrations/export", "format", Some("csv")),
        xlsx: given.href("/registrations/export", "format", Some("xlsx")),
        may_answer: ui.may(Action::AnswerRegistrations),
        ui,
    })
}

fn statuses(ui: &Ui, chosen: &str) -> Vec<Choice> {
    use RegistrationStatus as S;
    let groups = Standing::ALL.iter().map(|s| Choice::new(s, ui.word("review-filter-status", s), chosen));
    // A draft and what is not confirmed yet are in no list.
    let single = S::ALL.iter().filter(|s| !matches!(s, S::Draft | S::Unconfirmed));
    let single = single.map(|s| Choice::new(s, ui.word("status", s), chosen));
    groups.chain(single).collect()
}

pub(super) async fn export(Page { cx, ui }: Page, RawQuery(query): RawQuery) -> PageResult {
    let given = Given::read(query.as_deref());
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query.as_deref().unwrap_or_default()).unwrap_or_default();
    let format: Format = pairs
        .iter()
        .find(|(k, _)| k == "format")
        .and_then(|(_, v)| v.parse().ok())
        .ok_or_else(|| Failure::field("format", "invalid"))?;
    let Exported { questions, rows } = registration::export(&cx, given.filter()?).await?;
    let headings = EXPORT_COLUMNS.iter().map(|column| ui.word("review-export", column)).chain(questions).collect();
    let pieces = file(format, headings, rows).await?;
    let mut response: Response = Body::from_stream(futures::StreamExt::map(pieces, |piece| {
        piece.map_err(|failure| std::io::Error::other(failure.to_string()))
    }))
    .into_response();
    let name = format!("attachment; filename=\"{}-{}.{format}\"", ui.t("review-export-name"), ui.today());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Ok(value) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::Given;

    #[test]
    fn an_address_keeps_its_filters_and_loses_its_page() {
        let given = Given::read(Some("q=M%C3%BCller&status=&program=x&cursor=abc&foreign=1"));
        assert_eq!(given.href("/registrations", "program", None), "/registrations?q=M%C3%BCller");
        assert_eq!(
            given.href("/registrations", "sort", Some("due")),
            "/registrations?q=M%C3%BCller&program=x&sort=due"
        );
        assert_eq!(Given::read(None).href("/registrations", "q", None), "/registrations");
    }

    #[test]
    fn a_parameter_that_cannot_be_read_is_told_and_an_empty_one_is_none() {
        assert!(Given::read(Some("program=7")).filter().is_err());
        assert!(Given::read(Some("sort=&check=&from=")).filter().is_ok());
        assert!(Given::read(Some("from=2026-02-30")).filter().is_err());
    }
}
