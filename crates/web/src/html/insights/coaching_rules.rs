//! The coaching rules: read by everybody, edited, tried and published by who manages programs.

use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::registration::program_choices;
use operations::grow::coaching::rule::MOST_CONDITIONS;
use operations::grow::coaching::{
    self, CoachingRule, Comparison, Condition, Measure, Moved, Rule, SaveRule, Tried, TryRule,
};
use operations::program::Bilingual;
use std::collections::BTreeMap;
use std::str::FromStr;

struct RuleLine {
    href: String,
    title: String,
    text: String,
    when: Vec<String>,
    active: bool,
    origin: String,
}

#[derive(Template)]
#[template(path = "insights/coaching_rules.html")]
struct RulesPage {
    ui: Ui,
    may_change: bool,
    lines: Vec<RuleLine>,
}

/// A condition in words: `Reached a stage, of approved (proposal): below peers by at least 20 percentage points`.
fn in_words(ui: &Ui, condition: &Condition) -> String {
    let stage = condition.stage.as_ref().map(|stage| format!(" ({stage})")).unwrap_or_default();
    let unit = match condition.measure.cases() {
        None => "coaching-days",
        Some(_) if condition.is.with_peers() => "coaching-points",
        Some(_) => "coaching-percent",
    };
    format!(
        "{}{stage}: {} {}",
        ui.word("coaching-measure", condition.measure),
        ui.word("coaching-is", condition.is),
        ui.tn(unit, "value", condition.value)
    )
}

fn origin(ui: &Ui, rule: &CoachingRule) -> String {
    match (rule.offered, rule.version) {
        (true, 0) => ui.t("coaching-rule-offered"),
        (true, version) => ui.t1("coaching-rule-changed", "version", version),
        (false, version) => ui.t1("coaching-rule-added", "version", version),
    }
}

pub(super) async fn list(Page { cx, ui }: Page) -> PageResult {
    let lines = coaching::list_rules(&cx).await?.into_iter().map(|rule| RuleLine {
        href: format!("/insights/coaching/rules/{}", rule.key),
        title: rule.rule.title.text(ui.locale()).to_owned(),
        text: rule.rule.finding.text(ui.locale()).to_owned(),
        when: rule.rule.when.iter().map(|condition| in_words(&ui, condition)).collect(),
        active: rule.active,
        origin: origin(&ui, &rule),
    });
    render(&RulesPage { lines: lines.collect(), may_change: ui.may(Action::ManagePrograms), ui })
}

struct ConditionFields {
    path: String,
    number: usize,
    measures: Vec<Choice>,
    stage: String,
    comparisons: Vec<Choice>,
    value: String,
    stage_error: String,
    value_error: String,
}

struct TextField {
    id: String,
    label: String,
    value: String,
    error: String,
    long: bool,
}

struct MovedLine {
    href: String,
    partner: String,
    program: String,
    text: String,
}

struct DayLine {
    on: String,
    before: String,
    after: String,
    gained: String,
    lost: String,
}

struct Trial {
    days: Vec<DayLine>,
    gained: Vec<MovedLine>,
    lost: Vec<MovedLine>,
}

struct VersionLine {
    name: String,
    by: String,
    active: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "insights/coaching_rule.html")]
struct RulePage {
    ui: Ui,
    title: String,
    may_change: bool,
    active: bool,
    version: String,
    programs: Vec<Choice>,
    window: String,
    own: String,
    peers: String,
    conditions: Vec<ConditionFields>,
    stages: Vec<String>,
    texts: Vec<TextField>,
    trial: Option<Trial>,
    /// For who may not change it.
    when: Vec<String>,
    finding: String,
    next: String,
    versions: Vec<VersionLine>,
    errors: FieldErrors,
}

/// What the form holds.
#[derive(Clone)]
struct Sent {
    rule: Rule,
    active: bool,
    version: String,
    /// Numbers as typed, where they are none.
    typed: BTreeMap<String, String>,
}

impl Sent {
    fn of(rule: CoachingRule) -> Self {
        Self { rule: rule.rule, active: rule.active, version: rule.version.to_string(), typed: BTreeMap::new() }
    }
    fn new() -> Self {
        let rule = Rule {
            programs: Vec::new(),
            window_days: 365,
            own_cases: 5,
            peers: 5,
            when: Vec::new(),
            title: Bilingual::default(),
            finding: Bilingual::default(),
            next: Bilingual::default(),
        };
        Self { rule, active: true, version: String::new(), typed: BTreeMap::new() }
    }
    fn number(&self, field: &str, value: i64) -> String {
        self.typed.get(field).cloned().unwrap_or_else(|| value.to_string())
    }
}

/// What the form sent, and what of it cannot be read.
fn read(pairs: &[(String, String)]) -> (Sent, FieldErrors) {
    let mut errors = FieldErrors::default();
    let mut sent = Sent::new();
    let values: BTreeMap<&str, &str> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let text = |name: &str| values.get(name).copied().unwrap_or_default().trim().to_owned();
    let mut number = |name: &str, errors: &mut FieldErrors| {
        let typed = text(name);
        typed.parse::<i64>().unwrap_or_else(|_| {
            errors.add(name, "not_a_number");
            sent.typed.insert(name.to_owned(), typed);
            0
        })
    };
    sent.rule.window_days = number("rule.window_days", &mut errors);
    sent.rule.own_cases = number("rule.own_cases", &mut errors);
    sent.rule.peers = number("rule.peers", &mut errors);
    for at in 0..MOST_CONDITIONS {
        let name = |part: &str| format!("c{at}.{part}");
        let Ok(measure) = Measure::from_str(&text(&name("measure"))) else { continue };
        // The rule numbers the conditions it has; the form may have left out one before.
        let path = format!("rule.when.{}", sent.rule.when.len());
        let typed = text(&name("value"));
        let value = typed.parse::<i64>().unwrap_or_else(|_| {
            errors.add(&format!("{path}.value"), "not_a_number");
            sent.typed.insert(format!("{path}.value"), typed);
            0
        });
        sent.rule.when.push(Condition {
            measure,
            stage: Some(text(&name("stage"))).filter(|stage| !stage.is_empty()),
            is: text(&name("is")).parse().unwrap_or(Comparison::BelowPeers),
            value,
        });
    }
    for program in pairs.iter().filter(|(name, _)| name == "rule.programs") {
        match program.1.parse() {
            Ok(id) => sent.rule.programs.push(id),
            Err(_) => errors.add("rule.programs", "unknown"),
        }
    }
    let both = |name: &str| Bilingual { en: text(&format!("rule.{name}.en")), de: text(&format!("rule.{name}.de")) };
    (sent.rule.title, sent.rule.finding, sent.rule.next) = (both("title"), both("finding"), both("next"));
    sent.active = values.contains_key("active");
    sent.version = text("version");
    (sent, errors)
}

fn moved(moved: Vec<Moved>) -> Vec<MovedLine> {
    let line = |m: Moved| MovedLine {
        href: format!("/partners/{}", m.partner_id),
        partner: m.partner,
        program: m.program,
        text: m.text,
    };
    moved.into_iter().map(line).collect()
}

fn trial(ui: &Ui, tried: Tried) -> Trial {
    let day = |d: &coaching::TriedDay| DayLine {
        on: ui.date(&d.on),
        before: ui.number(d.before),
        after: ui.number(d.after),
        gained: ui.number(d.gained),
        lost: ui.number(d.lost),
    };
    Trial { days: tried.days.iter().map(day).collect(), gained: moved(tried.gained), lost: moved(tried.lost) }
}

fn conditions(ui: &Ui, sent: &Sent, errors: &FieldErrors) -> Vec<ConditionFields> {
    let field = |at: usize| {
        let path = format!("rule.when.{at}");
        let condition = sent.rule.when.get(at);
        let measure = condition.map(|c| c.measure.to_string()).unwrap_or_default();
        let is = condition.map_or(Comparison::BelowPeers, |c| c.is).to_string();
        let mut measures = vec![Choice::new("", ui.t("coaching-rule-none"), &measure)];
        measures.extend(words(ui, "coaching-measure", Measure::ALL, &measure));
        ConditionFields {
            number: at + 1,
            measures,
            stage: condition.and_then(|c| c.stage.clone()).unwrap_or_default(),
            comparisons: words(ui, "coaching-is", Comparison::ALL, &is),
            value: condition.map(|c| sent.number(&format!("{path}.value"), c.value)).unwrap_or_default(),
            stage_error: ui.field_error(errors, &format!("{path}.stage")).unwrap_or_default(),
            value_error: ui.field_error(errors, &format!("{path}.value")).unwrap_or_default(),
            path: format!("c{at}"),
        }
    };
    (0..MOST_CONDITIONS).map(field).collect()
}

fn texts(ui: &Ui, rule: &Rule, errors: &FieldErrors) -> Vec<TextField> {
    let parts = [("title", &rule.title, false), ("finding", &rule.finding, true), ("next", &rule.next, true)];
    let fields = parts.into_iter().flat_map(|(part, text, long)| {
        [("en", &text.en), ("de", &text.de)].map(|(language, value)| {
            let id = format!("rule.{part}.{language}");
            TextField {
                label: ui.t(&format!("coaching-rule-{part}-{language}")),
                value: value.clone(),
                error: ui.field_error(errors, &id).unwrap_or_default(),
                id,
                long,
            }
        })
    });
    fields.collect()
}

async fn rule_page(
    cx: &Ctx,
    ui: Ui,
    known: Option<&CoachingRule>,
    sent: Sent,
    tried: Option<Tried>,
    errors: FieldErrors,
) -> Result<RulePage, Failure> {
    let programs = program_choices(cx).await?;
    let version = |v: &coaching::RuleVersion| VersionLine {
        name: ui.t1("coaching-rule-version", "version", v.version),
        by: ui.t2("coaching-rule-by", "when", ui.instant(&v.changed_at), "who", &v.changed_by),
        active: v.active,
        text: v.rule.finding.text(ui.locale()).to_owned(),
    };
    let chosen = |program: &kernel::id::ProgramId| sent.rule.programs.contains(program);
    Ok(RulePage {
        title: known.map_or_else(|| ui.t("coaching-rule-new"), |k| k.rule.title.text(ui.locale()).to_owned()),
        may_change: ui.may(Action::ManagePrograms),
        active: sent.active,
        version: sent.version.clone(),
        programs: programs
            .into_iter()
            .map(|p| Choice { value: p.id.to_string(), label: p.name, selected: chosen(&p.id) })
            .collect(),
        window: sent.number("rule.window_days", sent.rule.window_days),
        own: sent.number("rule.own_cases", sent.rule.own_cases),
        peers: sent.number("rule.peers", sent.rule.peers),
        conditions: conditions(&ui, &sent, &errors),
        stages: coaching::stage_keys(cx).await?,
        texts: texts(&ui, &sent.rule, &errors),
        trial: tried.map(|tried| trial(&ui, tried)),
        when: sent.rule.when.iter().map(|condition| in_words(&ui, condition)).collect(),
        finding: sent.rule.finding.text(ui.locale()).to_owned(),
        next: sent.rule.next.text(ui.locale()).to_owned(),
        versions: known.map(|k| k.versions.iter().map(version).collect()).unwrap_or_default(),
        errors,
        ui,
    })
}

pub(super) async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    render(&rule_page(&cx, ui, None, Sent::new(), None, FieldErrors::default()).await?)
}

pub(super) async fn show(Page { cx, ui }: Page, Path(key): Path<String>) -> PageResult {
    let known = coaching::rule(&cx, &key).await?;
    let sent = Sent::of(known.clone());
    render(&rule_page(&cx, ui, Some(&known), sent, None, FieldErrors::default()).await?)
}

pub(super) async fn add(page: Page, Form(pairs): Form<Vec<(String, String)>>) -> PageResult {
    act(page, None, pairs).await
}

pub(super) async fn save(page: Page, Path(key): Path<String>, Form(pairs): Form<Vec<(String, String)>>) -> PageResult {
    act(page, Some(key), pairs).await
}

async fn act(Page { cx, ui }: Page, key: Option<String>, pairs: Vec<(String, String)>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let known = match &key {
        Some(key) => Some(coaching::rule(&cx, key).await?),
        None => None,
    };
    let (sent, errors) = read(&pairs);
    let tries = pairs.iter().any(|(name, value)| name == "action" && value == "try");
    let (rule, active) = (sent.rule.clone(), sent.active);
    let done = if !errors.is_empty() {
        Err(Failure::Invalid(errors))
    } else if tries {
        coaching::try_rule(&cx, TryRule { key, rule, active }).await.map(Some)
    } else {
        let input = SaveRule { rule, active, version: sent.version.parse().ok() };
        let saved = match &key {
            Some(key) => coaching::save_rule(&cx, key, input).await,
            None => coaching::add_rule(&cx, input).await,
        };
        saved.map(|_| None)
    };
    match done {
        Ok(Some(tried)) => {
            render(&rule_page(&cx, ui, known.as_ref(), sent, Some(tried), FieldErrors::default()).await?)
        }
        Ok(None) => Ok(redirect_with("/insights/coaching/rules", "good", "coaching-rule-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&rule_page(&cx, ui, known.as_ref(), sent, None, errors).await?),
        Err(other) => Err(other.into()),
    }
}
