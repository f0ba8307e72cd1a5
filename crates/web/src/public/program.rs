//! `/p/<program>`: anybody registers a deal. Spam-safe without third parties: a field people never see, a signed time at which the form was
//! opened, rate limits, and a mail that must be confirmed before anything starts.

use super::fields::{DealForm, Fields, field_errors};
use super::wait::{too_early, wait};
use crate::html::{PageResult, render, render_invalid};
use crate::questions::{FormWithAnswers, Sending, Unread, settle};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::time::SECOND;
use kernel::{Failure, FieldErrors, Instant};
use operations::cosell::form::{Answers, in_force};
use operations::cosell::registration::by_stranger;
use operations::cosell::registration::entrance::{PublicProgram, public_program};
use operations::{App, Ctx};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/p/{program}/sent", get(sent))
}

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/p/{program}", get(show).post(send)).layer(DefaultBodyLimit::disable())
}

/// Nobody fills the form in faster.
const AT_LEAST: i64 = 3 * SECOND;
const OPENED: &str = "registration form";

/// The moment of opening, signed, so that it cannot be made up.
fn stamp(app: &App) -> String {
    let micros = u128::from(app.now().0.unsigned_abs());
    app.options().signing.sign(OPENED, &uuid::Uuid::from_u128(micros))
}

fn was_opened_long_enough_ago(app: &App, stamp: &str) -> bool {
    let opened = app.options().signing.verify(OPENED, stamp).and_then(|id| i64::try_from(id.as_u128()).ok());
    opened.is_some_and(|micros| app.now().since(Instant(micros)) >= AT_LEAST)
}

#[derive(Template)]
#[template(path = "public/register.html")]
pub(super) struct Register {
    pub ui: Ui,
    pub program: String,
    pub introduction: String,
    pub form: DealForm,
    /// Who they are, when a link says so.
    pub known: Option<Known>,
    /// The line under the button.
    pub promise: String,
    /// Signed moment of opening; empty where it is not asked for.
    pub opened: String,
    /// Inside somebody else's page.
    pub embedded: bool,
    /// Where the other kind is registered; empty where the program takes one only.
    pub other: String,
    /// When the draft on the page was last kept; empty for what never was.
    pub kept: String,
    /// When it can be sent again; empty where nothing stands against it.
    pub wait: String,
}

/// Who a personal link says somebody is.
pub(super) struct Known {
    pub name: String,
    pub partner: String,
    /// Where several deals are registered at once.
    pub many: String,
    /// Where they say which mails they want.
    pub mails: String,
    /// How many can be open, and why; empty where there is no limit.
    pub limit: String,
    /// What they began and have not sent: the customer, when it was kept, and where it goes on.
    pub drafts: Vec<(String, String, String)>,
}

impl Register {
    fn wrong(&self, field: &str) -> String {
        self.form.wrong(&self.ui, field)
    }
    fn summary(&self) -> Vec<super::fields::Wrong> {
        self.form.summary(&self.ui)
    }
}

/// Where the form stands, and where it leads.
pub(super) struct Place {
    pub sent: String,
    pub embedded: bool,
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    open: PublicProgram,
    embedded: bool,
    fields: Fields,
    answers: &Answers,
    errors: FieldErrors,
) -> Result<Register, Failure> {
    // A form that was opened long ago keeps its time, so that sending it a second time is not too quick again.
    let genuine = cx.app.options().signing.verify(OPENED, &fields.opened).is_some();
    let opened = if genuine { fields.opened.clone() } else { stamp(&cx.app) };
    let reviewer = open.promised.reviewer.unwrap_or_else(|| ui.org().to_owned());
    let promise = ui.t1("public-promise-confirm", "reviewer", reviewer);
    let form = DealForm::new(cx, &ui, fields, answers, errors, &open.program, open.program.currency).await?;
    let here = if embedded { String::new() } else { format!("/p/{}", open.program.key) };
    let other = other_kind(&form, &here);
    let (program, introduction) = (open.program.name, open.introduction);
    Ok(Register {
        other,
        ui,
        program,
        introduction,
        form,
        known: None,
        promise,
        opened,
        embedded,
        kept: String::new(),
        wait: String::new(),
    })
}

/// The address of the form for the other kind; the same page inside a frame.
pub(super) fn other_kind(form: &DealForm, here: &str) -> String {
    match (form.leads, form.is_lead()) {
        (false, _) => String::new(),
        (true, true) => format!("{here}?kind=deal"),
        (true, false) => format!("{here}?kind=lead"),
    }
}

/// What somebody wants to register.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    pub kind: String,
}

fn own(key: &str) -> Place {
    Place { sent: format!("/p/{key}/sent"), embedded: false }
}

async fn show(Path(key): Path<String>, Query(wanted): Query<Wanted>, page: PublicPage) -> PageResult {
    page.cx.app.limits().public_page(&page.cx.address)?;
    showing(page, &key, wanted.kind, own(&key)).await
}

pub(super) async fn showing(PublicPage { cx, ui }: PublicPage, key: &str, kind: String, place: Place) -> PageResult {
    let open = public_program(&cx, key).await?;
    let fields = Fields { kind, ..Fields::default() };
    render(&page(&cx, ui, open, place.embedded, fields, &Answers::new(), FieldErrors::default()).await?)
}

async fn send(Path(key): Path<String>, page: PublicPage, sent: Unread) -> PageResult {
    sending(page, &key, sent, own(&key)).await
}

/// The form with what was typed, until it can be sent again. That is a page like any other, and as limited.
async fn waiting(
    PublicPage { cx, ui }: PublicPage,
    open: PublicProgram,
    embedded: bool,
    sent: Unread,
    seconds: u64,
) -> PageResult {
    let read = sent.read_words::<Fields>().await?;
    let wait = wait(&ui, seconds, read.had_files);
    let page = page(&cx, ui, open, embedded, read.form, &read.answers, FieldErrors::default()).await?;
    too_early(&Register { wait, ..page }, seconds)
}

pub(super) async fn sending(PublicPage { cx, ui }: PublicPage, key: &str, sent: Unread, place: Place) -> PageResult {
    let embedded = place.embedded;
    let room = cx.app.limits().public_form(&cx.address);
    if room.is_err() {
        // Whether there is such a program is not told without end either.
        cx.app.limits().public_page(&cx.address)?;
    }
    let open = public_program(&cx, key).await?;
    if let Err(Failure::Throttled { retry_after_seconds }) = room {
        return waiting(PublicPage { cx, ui }, open, embedded, sent, retry_after_seconds).await;
    }
    let mut read = sent.read::<Fields>(&cx.app).await?;
    let asked = in_force(cx.read(), open.program.id).await?.definition.of(read.form.kind());
    let country = read.form.country.clone();
    let in_earnest = read.form.trap.is_empty() && was_opened_long_enough_ago(&cx.app, &read.form.opened);
    let refused = if in_earnest {
        read.take_files(&asked, &country, Sending::Stranger(&cx, key)).await?
    } else {
        FieldErrors::default()
    };
    let FormWithAnswers { form: fields, mut answers, shown, .. } = read;
    let sent = || Redirect::to(&place.sent).into_response();
    if !fields.trap.is_empty() {
        // A machine; it learns nothing.
        return Ok(sent());
    }
    if fields.goes_on() {
        return render(&page(&cx, ui, open, embedded, fields, &answers, refused).await?);
    }
    if !was_opened_long_enough_ago(&cx.app, &fields.opened) {
        let mut errors = FieldErrors::default();
        errors.add("form", "too_quick");
        return render_invalid(&page(&cx, ui, open, embedded, fields, &answers, errors).await?);
    }
    let mut errors = settle(&asked, &mut answers, &fields.country, &shown);
    errors.0.extend(refused.0);
    if !errors.is_empty() {
        return render_invalid(&page(&cx, ui, open, embedded, fields, &answers, errors).await?);
    }
    match by_stranger(&cx, key, &fields.sender(), &fields.typed(cx.locale, &answers).submission()).await {
        Ok(_) => Ok(sent()),
        // Too many letters to this address.
        Err(Failure::Throttled { retry_after_seconds }) => {
            let wait = wait(&ui, retry_after_seconds, false);
            let page = page(&cx, ui, open, embedded, fields, &answers, FieldErrors::default()).await?;
            too_early(&Register { wait, ..page }, retry_after_seconds)
        }
        Err(failure) => {
            let errors = field_errors(failure)?;
            render_invalid(&page(&cx, ui, open, embedded, fields, &answers, errors).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "public/sent.html")]
struct Sent {
    ui: Ui,
    again: String,
    embedded: bool,
}

async fn sent(Path(key): Path<String>, page: PublicPage) -> PageResult {
    let open = public_program(&page.cx, &key).await?;
    sent_page(page, format!("/p/{}", open.program.key), false)
}

pub(super) fn sent_page(PublicPage { ui, .. }: PublicPage, again: String, embedded: bool) -> PageResult {
    render(&Sent { ui, again, embedded })
}
