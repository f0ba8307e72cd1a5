//! `docs/kpis.md`, made from the definitions. `COMPAGNON_DRAW=1` writes it anew.

use super::super::dimension::DIMENSIONS;
use super::super::policy::{Policies, text_key};
use super::super::registry::{Definition, Subject, definitions};
use kernel::Locale;
use std::fmt::Write;
use std::path::PathBuf;

fn text(key: &str) -> String {
    i18n::text(Locale::En, &key.replace('_', "-"))
}

/// What a table cell may say.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn source(definition: Definition) -> String {
    let source = &definition.about().source;
    let kind = text(&format!("kpi-source-{}", source.kind));
    match (&source.name, &source.url) {
        (Some(name), Some(url)) => format!("{kind}: [{name}]({url})"),
        _ => kind,
    }
}

fn entry(out: &mut String, definition: Definition) {
    let about = definition.about();
    let key = definition.key();
    let _ = writeln!(out, "### {} `{key}`\n", about.name(Locale::En));
    let _ = writeln!(out, "{}\n", about.formula(Locale::En, &Policies::default()));
    let _ = writeln!(out, "| | |\n|---|---|");
    let mut row = |name: &str, said: String| {
        let _ = writeln!(out, "| {name} | {} |", cell(&said));
    };
    row(&text("insights-definition-excluded"), about.excluded(Locale::En, &Policies::default()));
    row(&text("insights-definition-unit"), text(&format!("kpi-unit-{}", definition.unit())));
    match definition {
        Definition::Counted(metric) => {
            row(&text("insights-definition-date"), text(&format!("kpi-date-{}", metric.family.date())));
            row(&text("insights-definition-source"), text(&format!("insights-source-{}", metric.family.subject())));
            row(&text("definitions-shape"), text(&format!("kpi-shape-{}", metric.shape)));
            let words =
                |measures: &[super::Measure]| measures.iter().map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", ");
            row(&text("insights-rows-which-counted"), words(&metric.counted));
            if !metric.part.is_empty() {
                row(&text("insights-rows-which-part"), words(&metric.part));
            }
            if !metric.excluded.is_empty() {
                row(&text("insights-rows-which-excluded"), words(&metric.excluded));
            }
            let names = DIMENSIONS.iter().filter(|d| about.divides_by(d)).map(|d| format!("`{d}`"));
            let attributes = about.has_attributes().then(|| "`attribute.<key>`".to_owned());
            row(&text("insights-by"), names.chain(attributes).collect::<Vec<_>>().join(", "));
        }
        Definition::Waiting(waiting) => {
            row(&text("definitions-waits-for"), text(&format!("kpi-room-{}", waiting.waits_for)));
        }
    }
    let better = if about.less_is_better { "definitions-less" } else { "definitions-more" };
    row(&text("definitions-better"), text(better));
    let phases: Vec<String> = about.phases.iter().map(|phase| text(&format!("phase-{phase}"))).collect();
    row(&text("definitions-phases"), phases.join(", "));
    let defaults = Policies::default();
    let choices: Vec<String> = about
        .policies
        .iter()
        .map(|p| format!("{} (`{p}`; unless changed: {})", text(&text_key(*p)), defaults.words(Locale::En, *p)))
        .collect();
    if !choices.is_empty() {
        row(&text("kpi-column-policies"), choices.join("; "));
    }
    row(&text("definitions-source"), source(definition));
    out.push('\n');
}

fn document() -> String {
    let mut out = String::from(
        "# What every figure means\n\nMade from `crates/operations/src/grow/kpi/definitions/`, one file for each figure; a test fails when this file is stale, \
         and\n`COMPAGNON_DRAW=1 cargo test -p operations definition` writes it anew. The pages (Insights › Definitions), `GET /api/v1/kpis` and\n\
         `compagnon kpi --define KEY` say the same.\n\n",
    );
    let titles = [
        (Some(Subject::Deals), "insights-deals"),
        (Some(Subject::Registrations), "insights-registrations"),
        (Some(Subject::Partners), "definitions-partners"),
        (Some(Subject::Stays), "definitions-stays"),
        (None, "definitions-waiting"),
    ];
    for (subject, title) in titles {
        let _ = writeln!(out, "## {}\n", text(title));
        for definition in definitions().filter(|d| d.metric().map(|m| m.family.subject()) == subject) {
            entry(&mut out, definition);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[test]
fn the_definitions_in_the_docs_are_those_of_the_files() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/kpis.md");
    let made = document();
    if std::env::var_os("COMPAGNON_DRAW").is_some() {
        std::fs::write(&path, &made).expect("the docs can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/kpis.md is stale: run the test with COMPAGNON_DRAW=1");
}

#[test]
fn the_docs_name_every_definition_and_no_text_is_missing() {
    let made = document();
    for definition in definitions() {
        assert!(made.contains(&format!("`{}`", definition.key())), "{}", definition.key());
    }
    assert!(!made.contains("[kpi-") && !made.contains("[insights-") && !made.contains("[phase-"), "{made}");
}
