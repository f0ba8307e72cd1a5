//! What every figure means: the list, and one page for each.

use super::board::policy_text;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::Failure;
use operations::access::policy::Action;
use operations::grow::kpi::cells::Measure;
use operations::grow::kpi::registry::Subject;
use operations::grow::kpi::{self, DIMENSIONS, Definition, Metric, Policies};

/// The page of the definition `key`.
pub(super) fn address(key: &str) -> String {
    format!("/insights/definitions/{key}")
}

/// A definition in the list.
struct Entry {
    href: String,
    name: String,
    formula: String,
    unit: String,
    /// The date that counts, or what it waits for.
    note: String,
    phases: String,
}

/// Definitions of a kind.
struct Group {
    title: String,
    /// What its third column says.
    head: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "insights/definitions.html")]
struct DefinitionsPage {
    ui: Ui,
    groups: Vec<Group>,
}

/// A word and what it says.
struct Fact {
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "insights/definition.html")]
struct DefinitionPage {
    ui: Ui,
    key: &'static str,
    name: String,
    formula: String,
    excluded: String,
    /// What it waits for, in words; empty where it is counted.
    waits: String,
    facts: Vec<Fact>,
    /// The choices by which it is counted, in words.
    policies: Vec<String>,
    dimensions: Vec<String>,
    source: String,
    source_name: String,
    source_url: String,
}

fn phases(ui: &Ui, definition: Definition) -> String {
    let names: Vec<String> = definition.about().phases.iter().map(|phase| ui.word("phase", phase)).collect();
    names.join(", ")
}

fn waits(ui: &Ui, definition: Definition) -> Option<String> {
    definition.waits_for().map(|room| ui.t1("kpi-waits", "room", ui.word("kpi-room", room)))
}

fn entry(ui: &Ui, policies: &Policies, definition: Definition) -> Entry {
    let about = definition.about();
    Entry {
        href: address(definition.key()),
        name: about.name(ui.locale()).to_owned(),
        formula: about.formula(ui.locale(), policies),
        unit: ui.word("kpi-unit", definition.unit()),
        note: match definition {
            Definition::Counted(metric) => ui.word("kpi-date", metric.family.date()),
            Definition::Waiting(waiting) => ui.word("kpi-room", waiting.waits_for),
        },
        phases: phases(ui, definition),
    }
}

/// Every definition: what is counted by what it is counted from, and after it what waits.
pub(super) async fn list(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::Read)?;
    let policies = kpi::policies(cx.read()).await?;
    let of = |subject: Option<Subject>| -> Vec<Entry> {
        let fits = |d: &Definition| d.metric().map(|m| m.family.subject()) == subject;
        kpi::definitions().filter(fits).map(|d| entry(&ui, &policies, d)).collect()
    };
    let group = |title: &str, head: &str, entries| Group { title: ui.t(title), head: ui.t(head), entries };
    let groups = vec![
        group("insights-deals", "insights-definition-date", of(Some(Subject::Deals))),
        group("insights-registrations", "insights-definition-date", of(Some(Subject::Registrations))),
        group("definitions-partners", "insights-definition-date", of(Some(Subject::Partners))),
        group("definitions-stays", "insights-definition-date", of(Some(Subject::Stays))),
        group("definitions-waiting", "definitions-waits-for", of(None)),
    ];
    render(&DefinitionsPage { groups, ui })
}

fn measures(ui: &Ui, measures: &[Measure]) -> String {
    let mut names: Vec<String> = Vec::new();
    for measure in measures {
        let name = ui.word("kpi-measure", measure);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" · ")
}

fn counted(ui: &Ui, metric: &Metric) -> Vec<(&'static str, String)> {
    vec![
        ("insights-definition-date", ui.word("kpi-date", metric.family.date())),
        ("insights-definition-source", ui.word("insights-source", metric.family.subject())),
        ("definitions-shape", ui.word("kpi-shape", metric.shape)),
        ("insights-rows-which-counted", measures(ui, &metric.counted)),
        ("insights-rows-which-part", measures(ui, &metric.part)),
        ("insights-rows-which-excluded", measures(ui, &metric.excluded)),
    ]
}

/// One definition.
pub(super) async fn one(Page { cx, ui }: Page, Path(key): Path<String>) -> PageResult {
    cx.allow(Action::Read)?;
    let policies = kpi::policies(cx.read()).await?;
    let definition = kpi::definition(&key).ok_or(Failure::NotFound)?;
    let about = definition.about();
    let mut facts = vec![("insights-definition-unit", ui.word("kpi-unit", definition.unit()))];
    if let Some(metric) = definition.metric() {
        facts.extend(counted(&ui, metric));
    }
    let better = if about.less_is_better { "definitions-less" } else { "definitions-more" };
    facts.push(("definitions-better", ui.t(better)));
    facts.push(("definitions-phases", phases(&ui, definition)));
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut dimensions: Vec<String> =
        DIMENSIONS.iter().filter(|d| about.divides_by(d)).map(|d| kpi::dimension_name(ui.locale(), d)).collect();
    if about.has_attributes() {
        dimensions.push(ui.t("definitions-attributes"));
    }
    let page = DefinitionPage {
        key: definition.key(),
        name: about.name(ui.locale()).to_owned(),
        formula: about.formula(ui.locale(), &policies),
        excluded: about.excluded(ui.locale(), &policies),
        policies: about.policies.iter().map(|p| policy_text(&ui, &policies, *p)).collect(),
        waits: waits(&ui, definition).unwrap_or_default(),
        facts: facts.map(|(name, text)| Fact { name: ui.t(name), text }).collect(),
        dimensions,
        source: ui.word("kpi-source", about.source.kind),
        source_name: about.source.name.clone().unwrap_or_default(),
        source_url: about.source.url.clone().unwrap_or_default(),
        ui,
    };
    render(&page)
}
