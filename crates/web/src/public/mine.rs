//! `/my`: a contact asks for the link to their registrations; `/m/<token>`: the list behind it. The page after asking is the same whether we know
//! the address or not.

use super::closed::closed;
use crate::form::Form;
use crate::html::{PageResult, render, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use http::{HeaderValue, header};
use kernel::words::RegistrationStatus as Status;
use kernel::{Failure, FieldErrors, PageRequest};
use operations::App;
use operations::cosell::registration::{Mine, MyRegistrations, open_my_registrations, request_my_registrations};
use operations::grow::dashboard;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my", get(ask).post(send))
        .route("/my/sent", get(sent))
        .route("/m/{token}", get(list))
        .route("/m/{token}/{registration}", get(open))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    email: String,
    /// Filled in by machines only.
    website: String,
}

#[derive(Template)]
#[template(path = "public/my_ask.html")]
struct Ask {
    ui: Ui,
    email: String,
    errors: FieldErrors,
    /// A sentence above the form: too many tries.
    notice: String,
}

async fn ask(PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    render(&Ask { ui, email: String::new(), errors: FieldErrors::default(), notice: String::new() })
}

async fn send(PublicPage { cx, ui }: PublicPage, Form(form): Form<AskForm>) -> PageResult {
    let done = match cx.app.limits().public_form(&cx.address) {
        // A machine learns nothing.
        Ok(()) if !form.website.is_empty() => Ok(()),
        Ok(()) => request_my_registrations(&cx, &form.email).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/my/sent").into_response()),
        Err(Failure::Invalid(errors)) => render_invalid(&Ask { ui, email: form.email, errors, notice: String::new() }),
        Err(Failure::Throttled { retry_after_seconds }) => {
            let seconds = i64::try_from(retry_after_seconds).unwrap_or(60);
            let notice = ui.tn("access-throttled", "seconds", seconds);
            let mut response = render(&Ask { ui, email: form.email, errors: FieldErrors::default(), notice })?;
            *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "public/my_sent.html")]
struct Sent {
    ui: Ui,
}

async fn sent(PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    render(&Sent { ui })
}

struct Line {
    href: String,
    company: String,
    note: String,
    mood: &'static str,
    status: String,
    /// The promise or the protection, in words.
    sentence: String,
    /// A colleague's name; empty for their own.
    colleague: String,
}

#[derive(Template)]
#[template(path = "public/my.html")]
struct My {
    ui: Ui,
    name: String,
    partner: String,
    company_wide: bool,
    own_only: bool,
    all_href: String,
    own_href: String,
    lines: Vec<Line>,
    /// Dashboards they may open: address and name.
    figures: Vec<(String, String)>,
    first: String,
    next: String,
    /// Where they say which mails they want.
    mails: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    who: String,
    cursor: String,
}

fn line(ui: &Ui, token: &str, open: &MyRegistrations, row: &Mine) -> Line {
    let waits = row.status == Status::InformationRequested;
    let until = row
        .protected_until_on
        .filter(|_| matches!(row.status, Status::Approved | Status::Expiring | Status::Converted));
    let own = open.is_own(row);
    let due = row.due_at();
    Line {
        href: format!("/m/{token}/{}", row.id),
        company: row.company_name.clone(),
        note: ui.t2("my-registered", "at", ui.day_text(&row.submitted_at), "number", &row.number),
        mood: super::status::mood(row.status),
        status: ui.word("status", row.status),
        sentence: match (waits, until, due) {
            (true, ..) if own => ui.t("my-your-turn"),
            (true, ..) => ui.t("my-their-turn"),
            (_, Some(until), _) => ui.t1("my-protected", "until", ui.date(&until)),
            (_, _, Some(due)) if due < ui.now() => ui.t("my-over"),
            (_, _, Some(due)) => ui.t1("my-due", "due", ui.instant(&due)),
            _ => String::new(),
        },
        colleague: if own { String::new() } else { row.contact_name.clone().unwrap_or_else(|| ui.t("my-nobody")) },
    }
}

async fn list(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Query(wish): Query<Wish>) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_my_registrations(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let figures = match open.company() {
        Some(cx) => dashboard::list_for_partners(cx).await?,
        None => Vec::new(),
    };
    let own_only = wish.who == "own" || !open.company_wide;
    let page = open.list(own_only, &PageRequest::parse(None, Some(&wish.cursor))?).await?;
    let all_href = format!("/m/{token}");
    let own_href = format!("/m/{token}?who=own");
    let here = if own_only && open.company_wide { &own_href } else { &all_href };
    let mark = if here.contains('?') { '&' } else { '?' };
    render(&My {
        lines: page.items.iter().map(|row| line(&ui, &token, &open, row)).collect(),
        first: if wish.cursor.is_empty() { String::new() } else { here.clone() },
        next: page.next_cursor.map(|cursor| format!("{here}{mark}cursor={cursor}")).unwrap_or_default(),
        figures: figures.into_iter().map(|d| (format!("/m/{token}/dashboards/{}", d.id), d.name)).collect(),
        mails: format!("/m/{token}/mails"),
        name: open.name,
        partner: open.partner_name,
        company_wide: open.company_wide,
        own_only,
        all_href,
        own_href,
        ui,
    })
}

async fn open(Path((token, id)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_my_registrations(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(Redirect::to(&open.status_path(id).await?).into_response())
}
