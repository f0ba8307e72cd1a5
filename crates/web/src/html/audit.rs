//! The audit log, for administrators: everything that happened, newest first.

use crate::html::{PageResult, render, timeline};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use kernel::PageRequest;
use operations::App;
use operations::access::user::{self, UserFilter};
use operations::record::{AuditFilter, EventKind, audit};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/settings/audit", get(list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    about: String,
    user: String,
    from: String,
    to: String,
    cursor: String,
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

struct Row {
    entry: timeline::Entry,
    moment: String,
    via: String,
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct List {
    ui: Ui,
    rows: Vec<Row>,
    topics: Vec<Choice>,
    people: Vec<Choice>,
    filter: Filter,
    filtered: bool,
    first: String,
    next: String,
}

/// What an event is about: the word before the dot.
fn topic(kind: EventKind) -> &'static str {
    kind.as_str().split('.').next().unwrap_or_default()
}

fn topics() -> Vec<&'static str> {
    let mut topics: Vec<&'static str> = Vec::new();
    for topic in EventKind::ALL.iter().map(|kind| topic(*kind)) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

fn kinds(about: &str) -> Vec<EventKind> {
    EventKind::ALL.iter().copied().filter(|kind| topic(*kind) == about).collect()
}

async fn list(page: Page, Query(filter): Query<Filter>) -> PageResult {
    let Page { cx, ui } = page;
    let request = PageRequest::parse(None, Some(&filter.cursor))?;
    let wanted = AuditFilter {
        kinds: kinds(&filter.about),
        user: filter.user.parse().ok(),
        from: filter.from.parse().ok(),
        to: filter.to.parse().ok(),
    };
    let found = audit(&cx, &wanted, &request).await?;
    let everybody = PageRequest { limit: Some(kernel::page::MAX_LIMIT), after: None };
    let people = user::list(&cx, &UserFilter::default(), &everybody).await?.items;
    let address = |cursor: &str| {
        let pairs = [
            ("about", filter.about.as_str()),
            ("user", filter.user.as_str()),
            ("from", filter.from.as_str()),
            ("to", filter.to.as_str()),
            ("cursor", cursor),
        ];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/settings/audit?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    render(&List {
        first: if filter.cursor.is_empty() { String::new() } else { address("") },
        next: found.next_cursor.as_deref().map(address).unwrap_or_default(),
        rows: timeline::entries(&ui, &found.items, "")
            .into_iter()
            .zip(&found.items)
            .map(|(entry, item)| Row { moment: ui.instant(&item.at), via: ui.word("channel", item.channel), entry })
            .collect(),
        topics: topics()
            .into_iter()
            .map(|topic| Choice {
                value: topic.to_owned(),
                label: ui.word("audit-about", topic),
                selected: topic == filter.about,
            })
            .collect(),
        people: people
            .into_iter()
            .map(|person| Choice {
                selected: person.id.to_string() == filter.user,
                value: person.id.to_string(),
                label: person.name,
            })
            .collect(),
        filtered: [&filter.about, &filter.user, &filter.from, &filter.to].iter().any(|value| !value.is_empty()),
        filter,
        ui,
    })
}

#[cfg(test)]
mod tests {
    use super::{kinds, topics};
    use operations::record::EventKind;

    #[test]
    fn every_topic_has_a_name_and_its_kinds_once() {
        for topic in topics() {
            for locale in [kernel::Locale::En, kernel::Locale::De] {
                assert!(i18n::has(locale, &format!("audit-about-{topic}")), "{topic} in {locale}");
            }
        }
        let found: usize = topics().into_iter().map(|topic| kinds(topic).len()).sum();
        assert_eq!(found, EventKind::ALL.len());
        assert!(kinds("nothing").is_empty());
    }
}
