//! `/r/<token>`: a contact's personal registration link. It knows who they are, so six fields are enough.

use super::closed::closed;
use super::fields::{DealForm, Fields, field_errors};
use super::program::{Known, Register, other_kind};
use super::wait::{too_early, wait};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::questions::{FormWithAnswers, Sending, Unread, settle};
use crate::request::PublicPage;
use crate::ui::Ui;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::id::RegistrationId;
use kernel::{Failure, FieldErrors};
use operations::cosell::form::{Answers, in_force};
use operations::cosell::protection::Cap;
use operations::cosell::registration::entrance::{PersonalLink, open_personal};
use operations::{App, Ctx};
use serde::Deserialize;

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/r/{token}", get(show).post(send)).layer(DefaultBodyLimit::disable())
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    token: &str,
    open: &PersonalLink,
    fields: Fields,
    answers: &Answers,
    errors: FieldErrors,
) -> Result<Register, Failure> {
    let remembered = open.remembered().await?;
    let fields = if fields.country.is_empty() && errors.is_empty() {
        Fields { country: remembered.company_country.unwrap_or_default(), ..fields }
    } else {
        fields
    };
    let due = ui.instant(&open.promised.first_answer_due_at);
    let promise = match &open.promised.reviewer {
        Some(reviewer) => ui.t2("public-promise", "reviewer", reviewer, "due", due),
        None => ui.t1("public-promise-nobody", "due", due),
    };
    let currency = remembered.currency.unwrap_or(open.program.currency);
    let kept = fields.kept(&ui);
    let mut drafts = open.drafts().await?;
    drafts.retain(|d| d.id.to_string() != fields.draft);
    let drafts = drafts.into_iter().map(|d| {
        let company = if d.company.is_empty() { ui.t("draft-unnamed") } else { d.company };
        (company, ui.instant(&d.saved_at), format!("/r/{token}?draft={}", d.id))
    });
    let drafts = drafts.collect();
    let form = DealForm::new(cx, &ui, fields, answers, errors, &open.program, currency).await?;
    let limit = open.cap().await?.map(|cap| limit(&ui, &cap)).unwrap_or_default();
    let other = other_kind(&form, &format!("/r/{token}"));
    Ok(Register {
        other,
        ui,
        program: open.program.name.clone(),
        introduction: open.introduction.clone(),
        form,
        known: Some(Known {
            name: open.contact_name.clone(),
            partner: open.partner_name.clone(),
            many: format!("/r/{token}/bulk"),
            mails: format!("/r/{token}/mails"),
            limit,
            drafts,
        }),
        promise,
        opened: String::new(),
        embedded: false,
        kept,
        wait: String::new(),
    })
}

/// A draft to go on with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GoOn {
    draft: String,
    kind: String,
}

fn draft_id(text: &str) -> Result<Option<RegistrationId>, Failure> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Failure::NotFound) }
}

async fn show(Path(token): Path<String>, Query(go_on): Query<GoOn>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_personal(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let (fields, answers) = match draft_id(&go_on.draft)? {
        Some(id) => {
            let kept = open.draft(id).await?;
            (Fields::of_draft(&ui, &kept), kept.registration.answers)
        }
        None => (Fields { kind: go_on.kind, ..Fields::default() }, Answers::new()),
    };
    render(&page(&cx, ui, &token, &open, fields, &answers, FieldErrors::default()).await?)
}

async fn send(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, sent: Unread) -> PageResult {
    let room = cx.app.limits().signed_form(&cx.address, &token);
    if room.is_err() {
        // The form with what was typed is a page like any other, and as limited.
        cx.app.limits().public_page(&cx.address)?;
    }
    let open = match open_personal(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    if let Err(Failure::Throttled { retry_after_seconds }) = room {
        let read = sent.read_words::<Fields>().await?;
        let wait = wait(&ui, retry_after_seconds, read.had_files);
        let page = page(&cx, ui, &token, &open, read.form, &read.answers, FieldErrors::default()).await?;
        return too_early(&Register { wait, ..page }, retry_after_seconds);
    }
    let mut read = sent.read::<Fields>(&cx.app).await?;
    let asked = in_force(cx.read(), open.program.id).await?.definition.of(read.form.kind());
    let country = read.form.country.clone();
    let refused = read.take_files(&asked, &country, Sending::Contact(&open)).await?;
    let FormWithAnswers { form: fields, mut answers, shown, .. } = read;
    let draft = draft_id(&fields.draft)?;
    match (fields.press.as_str(), draft) {
        ("save", _) if refused.is_empty() => {
            let version = fields.draft_version.parse().ok();
            return match open.save_draft(draft, &fields.typed(cx.locale, &answers), version).await {
                Ok(id) => Ok(Redirect::to(&format!("/r/{token}?draft={id}")).into_response()),
                Err(failure) => {
                    let errors = field_errors(failure)?;
                    render_invalid(&page(&cx, ui, &token, &open, fields, &answers, errors).await?)
                }
            };
        }
        ("discard", Some(id)) => {
            open.discard_draft(id).await?;
            return Ok(Redirect::to(&format!("/r/{token}")).into_response());
        }
        _ => {}
    }
    if fields.goes_on() {
        return render(&page(&cx, ui, &token, &open, fields, &answers, refused).await?);
    }
    let mut errors = settle(&asked, &mut answers, &fields.country, &shown);
    errors.0.extend(refused.0);
    if !errors.is_empty() {
        return render_invalid(&page(&cx, ui, &token, &open, fields, &answers, errors).await?);
    }
    match open.submit(&fields.typed(cx.locale, &answers).submission(), draft).await {
        Ok(sent) => Ok(match (sent.submitted.repeated, sent.submitted.files_added) {
            (false, _) => Redirect::to(&sent.status_page).into_response(),
            (true, 0) => redirect_with(&sent.status_page, "warn", "public-sent-before"),
            (true, _) => redirect_with(&sent.status_page, "good", "public-sent-before-files"),
        }),
        Err(failure) => {
            let errors = field_errors(failure)?;
            render_invalid(&page(&cx, ui, &token, &open, fields, &answers, errors).await?)
        }
    }
}

/// How many are open and can be, and why it is fewer than usual.
pub(super) fn limit(ui: &Ui, cap: &Cap) -> String {
    let number = |n: i64| i18n::Arg::Int(n);
    let said =
        i18n::text_args(ui.locale(), "public-limit", &[("open", number(cap.open)), ("limit", number(cap.limit))]);
    if cap.limit == cap.most {
        return said;
    }
    let args = [("most", number(cap.most)), ("expired", number(cap.expired)), ("ended", number(cap.ended))];
    format!("{said} {}", i18n::text_args(ui.locale(), "public-limit-why", &args))
}
