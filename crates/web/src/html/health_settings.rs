//! How health is scored, under the settings: everybody reads it, administrators change it and try a change on the past year first.

use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::{Failure, FieldErrors};
use operations::App;
use operations::access::policy::Action;
use operations::grow::health::{
    ChangeHealthPolicies, Group, HealthPolicies, HealthTrial, Signal, SignalPolicy, change_health_policies,
    health_policies, try_policies,
};
use std::collections::BTreeMap;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/settings/health", get(show).post(save))
}

struct SignalField {
    id: &'static str,
    name: String,
    weight: String,
    weight_label: String,
    weight_error: String,
    half_life: String,
    half_life_label: String,
    half_life_error: String,
}

struct GroupPart {
    name: String,
    weight: String,
    signals: Vec<SignalField>,
}

struct NumberField {
    id: &'static str,
    label: String,
    value: String,
    error: String,
}

struct DayLine {
    on: String,
    scored: String,
    up: String,
    down: String,
}

struct MoveLine {
    href: String,
    partner: String,
    change: String,
}

struct Trial {
    days: Vec<DayLine>,
    moves: Vec<MoveLine>,
}

#[derive(Template)]
#[template(path = "settings/health.html")]
struct HealthPage {
    ui: Ui,
    may_change: bool,
    version: String,
    groups: Vec<GroupPart>,
    numbers: Vec<NumberField>,
    trial: Option<Trial>,
    errors: FieldErrors,
}

const NUMBERS: &[&str] = &["strong_from", "weak_below", "drop_points", "drop_weeks"];

/// The fields as they stand.
fn fields_of(now: &HealthPolicies) -> BTreeMap<String, String> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for policy in &now.signals {
        fields.insert(format!("{}.weight", policy.signal), policy.weight.to_string());
        fields.insert(format!("{}.half_life_days", policy.signal), policy.half_life_days.to_string());
    }
    let numbers = [now.strong_from, now.weak_below, now.drop_points, now.drop_weeks];
    fields.extend(NUMBERS.iter().zip(numbers).map(|(name, number)| ((*name).to_owned(), number.to_string())));
    fields.insert("version".to_owned(), now.version.to_string());
    fields
}

fn read(fields: &BTreeMap<String, String>) -> Result<ChangeHealthPolicies, Failure> {
    let mut errors = FieldErrors::default();
    let mut number = |name: &str| {
        let typed = fields.get(name).map(|text| text.trim()).unwrap_or_default();
        typed.parse::<i64>().unwrap_or_else(|_| {
            errors.add(name, "not_a_number");
            0
        })
    };
    let signals = Signal::ALL.iter().map(|signal| SignalPolicy {
        signal: *signal,
        weight: number(&format!("{signal}.weight")),
        half_life_days: number(&format!("{signal}.half_life_days")),
    });
    let signals = signals.collect();
    let input = ChangeHealthPolicies {
        signals,
        strong_from: number("strong_from"),
        weak_below: number("weak_below"),
        drop_points: number("drop_points"),
        drop_weeks: number("drop_weeks"),
        version: fields.get("version").and_then(|version| version.parse().ok()),
    };
    errors.into_result(input)
}

fn trial(ui: &Ui, tried: HealthTrial) -> Trial {
    let moves = tried.moves.into_iter().map(|m| {
        let args = [
            ("before", i18n::Arg::Str(ui.word("score-band", m.band).into())),
            ("score", m.score.into()),
            ("after", i18n::Arg::Str(ui.word("score-band", m.tried_band).into())),
            ("tried", m.tried_score.into()),
        ];
        MoveLine {
            href: format!("/partners/{}/health", m.partner_id),
            partner: m.partner,
            change: i18n::text_args(ui.locale(), "health-try-move", &args),
        }
    });
    let days = tried.days.iter().map(|d| DayLine {
        on: ui.date(&d.on),
        scored: ui.number(d.scored),
        up: ui.number(d.up),
        down: ui.number(d.down),
    });
    Trial { days: days.collect(), moves: moves.collect() }
}

fn page(ui: Ui, fields: &BTreeMap<String, String>, tried: Option<HealthTrial>, errors: FieldErrors) -> HealthPage {
    let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let error = |name: &str| ui.field_error(&errors, name).unwrap_or_default();
    let signal = |signal: &Signal| {
        let (weight, half_life) = (format!("{signal}.weight"), format!("{signal}.half_life_days"));
        let name = ui.word("score-signal", signal);
        SignalField {
            id: signal.as_str(),
            weight: value(&weight),
            weight_label: ui.t1("health-weight-of", "signal", &name),
            weight_error: error(&weight),
            half_life: value(&half_life),
            half_life_label: ui.t1("health-half-life-of", "signal", &name),
            half_life_error: error(&half_life),
            name,
        }
    };
    let group = |group: &Group| {
        let of: Vec<&Signal> = Signal::ALL.iter().filter(|signal| signal.group() == *group).collect();
        let weight: i64 = of.iter().filter_map(|s| value(&format!("{s}.weight")).parse::<i64>().ok()).sum();
        GroupPart {
            name: ui.word("score-group", group),
            weight: ui.number(weight),
            signals: of.into_iter().map(signal).collect(),
        }
    };
    let number = |id: &&'static str| NumberField {
        id,
        label: ui.t(&format!("health-{}", id.replace('_', "-"))),
        value: value(id),
        error: error(id),
    };
    HealthPage {
        may_change: ui.may(Action::Administer),
        version: value("version"),
        groups: Group::ALL.iter().map(group).collect(),
        numbers: NUMBERS.iter().map(number).collect(),
        trial: tried.map(|tried| trial(&ui, tried)),
        errors,
        ui,
    }
}

async fn show(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::Read)?;
    let now = health_policies(cx.read()).await?;
    render(&page(ui, &fields_of(&now), None, FieldErrors::default()))
}

async fn save(Page { cx, ui }: Page, Form(pairs): Form<Vec<(String, String)>>) -> PageResult {
    cx.allow(Action::Administer)?;
    let fields: BTreeMap<String, String> = pairs.into_iter().collect();
    let tries = fields.get("action").is_some_and(|action| action == "try");
    let done = match read(&fields) {
        Ok(input) if tries => try_policies(&cx, input).await.map(Some),
        Ok(input) => change_health_policies(&cx, input).await.map(|_| None),
        Err(failure) => Err(failure),
    };
    match done {
        Ok(Some(tried)) => render(&page(ui, &fields, Some(tried), FieldErrors::default())),
        Ok(None) => Ok(redirect_with("/settings/health", "good", "health-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(ui, &fields, None, errors)),
        Err(other) => Err(other.into()),
    }
}
