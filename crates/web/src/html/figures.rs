//! How figures are counted, under the settings: everybody reads it, administrators change it.

use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::{Failure, FieldErrors};
use operations::App;
use operations::access::policy::Action;
use operations::grow::kpi::policy::{BlankSources, Business, NegativeDurations, ReenteredPhases, text_key};
use operations::grow::kpi::{ChangePolicies, Policies, Policy, change_policies, policies};
use serde::Deserialize;
use std::str::FromStr;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/settings/figures", get(show).post(save))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FiguresForm {
    negative_durations: String,
    reentered_phases: String,
    blank_sources: String,
    business: String,
    activation_days: String,
    active_days: String,
    producing_days: String,
}

impl FiguresForm {
    fn of(now: &Policies) -> Self {
        let value = |policy| now.value(policy);
        Self {
            negative_durations: value(Policy::NegativeDurations),
            reentered_phases: value(Policy::ReenteredPhases),
            blank_sources: value(Policy::BlankSources),
            business: value(Policy::Business),
            activation_days: value(Policy::ActivationDays),
            active_days: value(Policy::ActiveDays),
            producing_days: value(Policy::ProducingDays),
        }
    }
    fn value(&self, policy: Policy) -> &str {
        match policy {
            Policy::NegativeDurations => &self.negative_durations,
            Policy::ReenteredPhases => &self.reentered_phases,
            Policy::BlankSources => &self.blank_sources,
            Policy::Business => &self.business,
            Policy::ActivationDays => &self.activation_days,
            Policy::ActiveDays => &self.active_days,
            Policy::ProducingDays => &self.producing_days,
        }
    }
}

/// A choice as the form shows it: from a list, or in days.
struct Field {
    id: &'static str,
    name: String,
    hint: String,
    error: String,
    /// Empty for days.
    choices: Vec<Choice>,
    value: String,
    /// The value in words, for who may not change it.
    words: String,
}

#[derive(Template)]
#[template(path = "settings/figures.html")]
struct FiguresPage {
    ui: Ui,
    policies: Vec<Field>,
    may_change: bool,
    recounting: bool,
}

fn page(ui: Ui, now: &Policies, form: &FiguresForm, errors: &FieldErrors, recounting: bool) -> FiguresPage {
    let fields = Policy::ALL.iter().map(|&policy| {
        let (key, value) = (text_key(policy), form.value(policy));
        let choices = match policy {
            Policy::NegativeDurations => words(&ui, &key, NegativeDurations::ALL, value),
            Policy::ReenteredPhases => words(&ui, &key, ReenteredPhases::ALL, value),
            Policy::BlankSources => words(&ui, &key, BlankSources::ALL, value),
            Policy::Business => words(&ui, &key, Business::ALL, value),
            Policy::ActivationDays | Policy::ActiveDays | Policy::ProducingDays => Vec::new(),
        };
        Field {
            id: policy.as_str(),
            name: ui.t(&key),
            hint: ui.t(&format!("{key}-hint")),
            error: ui.field_error(errors, policy.as_str()).unwrap_or_default(),
            choices,
            value: value.to_owned(),
            words: now.words(ui.locale(), policy),
        }
    });
    FiguresPage { policies: fields.collect(), may_change: ui.may(Action::Administer), recounting, ui }
}

async fn show(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::Read)?;
    let now = policies(cx.read()).await?;
    let recounting = operations::grow::kpi::recount::waits(cx.read()).await?;
    render(&page(ui, &now, &FiguresForm::of(&now), &FieldErrors::default(), recounting))
}

fn read<T: FromStr>(text: &str, policy: Policy, code: &str, errors: &mut FieldErrors) -> Option<T> {
    let value = text.trim().parse().ok();
    if value.is_none() {
        errors.add(policy.as_str(), code);
    }
    value
}

async fn save(Page { cx, ui }: Page, Form(form): Form<FiguresForm>) -> PageResult {
    cx.allow(Action::Administer)?;
    let mut errors = FieldErrors::default();
    let input = ChangePolicies {
        negative_durations: read(&form.negative_durations, Policy::NegativeDurations, "unknown", &mut errors),
        reentered_phases: read(&form.reentered_phases, Policy::ReenteredPhases, "unknown", &mut errors),
        blank_sources: read(&form.blank_sources, Policy::BlankSources, "unknown", &mut errors),
        business: read(&form.business, Policy::Business, "unknown", &mut errors),
        activation_days: read(&form.activation_days, Policy::ActivationDays, "not_a_number", &mut errors),
        active_days: read(&form.active_days, Policy::ActiveDays, "not_a_number", &mut errors),
        producing_days: read(&form.producing_days, Policy::ProducingDays, "not_a_number", &mut errors),
    };
    let changed = if errors.is_empty() { change_policies(&cx, input).await } else { Err(Failure::Invalid(errors)) };
    match changed {
        Ok(_) => Ok(redirect_with("/settings/figures", "good", "figures-saved")),
        Err(Failure::Invalid(errors)) => {
            let now = policies(cx.read()).await?;
            let recounting = operations::grow::kpi::recount::waits(cx.read()).await?;
            render_invalid(&page(ui, &now, &form, &errors, recounting))
        }
        Err(failure) => Err(failure.into()),
    }
}
