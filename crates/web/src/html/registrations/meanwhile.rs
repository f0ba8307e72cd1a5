//! Somebody was faster: what happened meanwhile, and what was typed, so that nothing of it is lost.

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
    let page = Meanwhile {
        status: super::rows::status(&ui, detail.registration.status),
        message: i18n::error_text(ui.locale(), code, &params),
        happened: happened_since(&ui, &detail, seen),
        typed,
        path: format!("/registrations/{id}"),
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
