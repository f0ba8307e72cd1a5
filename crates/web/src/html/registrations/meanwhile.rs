//! It was not done: somebody was faster, or something else comes first. What happened meanwhile, what is to be done, and what was typed, so that
//! nothing of it is lost.

use crate::failure::PageFailure;
use crate::html::{PageResult, render_as};
use crate::ui::Ui;
use askama::Template;
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::{Failure, Instant};
use operations::Ctx;
use operations::cosell::registration::{self, HistoryStep, RegistrationDetail};

#[derive(Template)]
#[template(path = "registrations/meanwhile.html")]
struct Meanwhile {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    /// Somebody was faster, or it is not possible.
    title: String,
    /// The page where what comes first is done; empty where somebody was faster.
    first: String,
    status: super::rows::Chip,
    message: String,
    happened: Vec<String>,
    /// What was typed and not saved, label and text.
    typed: Vec<(String, String)>,
}

/// A lost race: what happened meanwhile, and the way to the record. Other failures go their usual way.
pub(super) async fn meanwhile(cx: &Ctx, ui: Ui, id: RegistrationId, failure: Failure) -> PageResult {
    meanwhile_with(cx, ui, id, failure, None, Vec::new()).await
}

/// What cannot be done as things stand, whoever was faster: why, and the way to the record. Other failures go their usual way.
pub(super) async fn not_possible(cx: &Ctx, ui: Ui, id: RegistrationId, failure: Failure) -> PageResult {
    let Failure::Conflict { code, params } = failure else { return Err(PageFailure(failure)) };
    let detail = registration::detail(cx, id).await?;
    render_as(
        StatusCode::CONFLICT,
        &Meanwhile {
            title: ui.t("review-not-possible"),
            status: super::rows::status(&ui, detail.registration.status),
            message: i18n::error_text(ui.locale(), code, &params),
            happened: Vec::new(),
            typed: Vec::new(),
            first: String::new(),
            path: format!("/registrations/{id}"),
            detail,
            ui,
        },
    )
}

/// The page where that is done which stands in the way of a yes, and what is said there.
pub(super) fn first_to_do(code: &str) -> Option<(&'static str, &'static str)> {
    match code {
        "partner_missing" => Some(("/assign", "error-partner-missing")),
        "approval_needed" => Some(("/send", "error-approval-needed")),
        "finding_blocks" => Some(("", "error-finding-blocks")),
        "scope_taken" => Some(("/beside", "error-scope-taken")),
        _ => None,
    }
}

/// What was typed into fields, label and text; empty ones are left out.
pub(crate) fn typed<'a>(fields: impl IntoIterator<Item = (String, &'a str)>) -> Vec<(String, String)> {
    let kept = fields.into_iter().filter(|(_, text)| !text.trim().is_empty());
    kept.map(|(label, text)| (label, text.trim().to_owned())).collect()
}

/// [`meanwhile`] with all that happened since `seen`, and with what was typed, which is not lost.
pub(in crate::html) async fn meanwhile_with(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    failure: Failure,
    seen: Option<Instant>,
    typed: Vec<(String, String)>,
) -> PageResult {
    let Failure::Conflict { code, params } = failure else { return Err(PageFailure(failure)) };
    let detail = registration::detail(cx, id).await?;
    let path = format!("/registrations/{id}");
    let first = first_to_do(code).map(|(page, _)| format!("{path}{page}"));
    let page = Meanwhile {
        title: ui.t(if first.is_some() { "review-first" } else { "review-meanwhile" }),
        status: super::rows::status(&ui, detail.registration.status),
        message: i18n::error_text(ui.locale(), code, &params),
        happened: if first.is_some() { Vec::new() } else { happened_since(&ui, &detail, seen) },
        first: first.unwrap_or_default(),
        typed,
        path,
        detail,
        ui,
    };
    render_as(StatusCode::CONFLICT, &page)
}

/// What people did since a page was made, a sentence each; the last of all where that is not known.
pub(super) fn happened_since(ui: &Ui, detail: &RegistrationDetail, seen: Option<Instant>) -> Vec<String> {
    let by_people: Vec<_> = detail.history.iter().filter(|step| !step.actor_name.is_empty()).collect();
    let later = by_people.iter().filter(|step| seen.is_some_and(|seen| step.at > seen)).count().max(1);
    let sentence = |step: &&HistoryStep| {
        let what = detail_step(ui, &step.activity);
        let when = ui.ago(&step.at);
        let args = [("who", (&step.actor_name).into()), ("what", what.into()), ("when", when.into())];
        i18n::text_args(ui.locale(), "review-meanwhile-step", &args)
    };
    by_people.iter().skip(by_people.len().saturating_sub(later)).map(sentence).collect()
}

fn detail_step(ui: &Ui, activity: &str) -> String {
    let key = format!("review-step-{}", activity.replace('_', "-"));
    if i18n::has(ui.locale(), &key) { ui.t(&key) } else { activity.to_owned() }
}
