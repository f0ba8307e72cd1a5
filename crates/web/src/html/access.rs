//! Coming in and going out: sign-in page, links from mails, the first administrator.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::{PageResult, render, render_invalid};
use crate::public::language::local;
use crate::request::{PublicPage, session_cookie_name};
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use http::{HeaderMap, HeaderValue, header};
use kernel::{Actor, Failure, FieldErrors};
use operations::access::first::{self, FirstAdministrator};
use operations::access::sign_in::{self, SignedIn};
use operations::access::{password, session};
use operations::{App, Ctx};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(sign_in_page).post(with_password))
        .route("/sign-in/link", post(request_link))
        .route("/sign-in/sent", get(sent))
        .route("/sign-in/link/{token}", get(open_link).post(use_link))
        .route("/sign-out", post(sign_out))
        .route("/welcome/{token}", get(welcome).post(become_first))
}

async fn home(page: PublicPage) -> Redirect {
    Redirect::to(if matches!(page.cx.actor, Actor::User(_)) { "/today" } else { "/sign-in" })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    next: String,
    with: String,
    email: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Credentials {
    email: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignInPage {
    ui: Ui,
    by_password: bool,
    /// What is in the form.
    email: String,
    next: String,
    errors: FieldErrors,
    /// A sentence above the form: too many tries.
    notice: String,
}

impl SignInPage {
    fn other_way(&self) -> String {
        let with = if self.by_password { "" } else { "password" };
        let query = [("with", with), ("next", self.next.as_str())];
        let query: Vec<_> = query.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/sign-in?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    }
}

async fn sign_in_page(page: PublicPage, Query(wish): Query<Wish>) -> PageResult {
    if matches!(page.cx.actor, Actor::User(_)) {
        return Ok(Redirect::to(local(&wish.next)).into_response());
    }
    render(&SignInPage {
        ui: page.ui,
        by_password: wish.with == "password",
        email: wish.email,
        next: wish.next,
        errors: FieldErrors::default(),
        notice: String::new(),
    })
}

/// The form again with what was wrong; other failures become the error page.
fn again(ui: Ui, by_password: bool, form: Credentials, failure: Failure) -> PageResult {
    let mut page = SignInPage {
        by_password,
        email: form.email,
        next: form.next,
        errors: FieldErrors::default(),
        notice: String::new(),
        ui,
    };
    match failure {
        Failure::Invalid(errors) => {
            page.errors = errors;
            render_invalid(&page)
        }
        Failure::Throttled { retry_after_seconds } => {
            page.notice = page.ui.tn("access-throttled", "seconds", i64::try_from(retry_after_seconds).unwrap_or(60));
            let mut response = render(&page)?;
            *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
            Ok(response)
        }
        other => Err(PageFailure(other)),
    }
}

async fn with_password(page: PublicPage, headers: HeaderMap, Form(form): Form<Credentials>) -> PageResult {
    match sign_in::with_password(&page.cx, &form.email, &form.password, agent(&headers)).await {
        Ok(signed_in) => Ok(enter(&page.cx, &signed_in, after(&form.next))),
        Err(failure) => again(page.ui, true, form, failure),
    }
}

async fn request_link(page: PublicPage, Form(form): Form<Credentials>) -> PageResult {
    let next = Some(local(&form.next)).filter(|path| *path != "/");
    match sign_in::request_link(&page.cx, &form.email, next).await {
        Ok(()) => Ok(Redirect::to("/sign-in/sent").into_response()),
        Err(failure) => again(page.ui, false, form, failure),
    }
}

#[derive(Template)]
#[template(path = "access/sent.html")]
struct Sent {
    ui: Ui,
    has_server: bool,
}

async fn sent(page: PublicPage) -> PageResult {
    render(&Sent { has_server: page.cx.app.options().mail.is_some(), ui: page.ui })
}

#[derive(Template)]
#[template(path = "access/link.html")]
struct LinkPage {
    ui: Ui,
    name: String,
    email: String,
    next: String,
}

#[derive(Template)]
#[template(path = "access/link_over.html")]
struct LinkOver {
    ui: Ui,
    message: String,
}

/// A link that no longer works says why, and how to get another; anything else is the error page.
fn link_over(ui: Ui, failure: Failure) -> PageResult {
    let status = crate::failure::status(&failure);
    let code = match &failure {
        Failure::NotFound => "link_invalid",
        Failure::Conflict { code, .. } => code,
        _ => return Err(PageFailure(failure)),
    };
    let mut response = render(&LinkOver { message: ui.error(code), ui })?;
    *response.status_mut() = status;
    Ok(response)
}

async fn open_link(page: PublicPage, Path(token): Path<String>, Query(wish): Query<Wish>) -> PageResult {
    match sign_in::open_link(&page.cx, &token).await {
        Ok(invited) => render(&LinkPage { ui: page.ui, name: invited.name, email: invited.email, next: wish.next }),
        Err(failure) => link_over(page.ui, failure),
    }
}

async fn use_link(
    page: PublicPage,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(wish): Form<Wish>,
) -> PageResult {
    match sign_in::with_link(&page.cx, &token, agent(&headers)).await {
        Ok(signed_in) => Ok(enter(&page.cx, &signed_in, after(&wish.next))),
        Err(failure) => link_over(page.ui, failure),
    }
}

async fn sign_out(State(app): State<App>, jar: CookieJar) -> PageResult {
    let name = session_cookie_name(&app);
    if let Some(token) = jar.get(name) {
        session::end(&app, token.value()).await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    put_cookie(&mut response, &cookie(&app, "", 0));
    Ok(response)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FirstForm {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "access/welcome.html")]
struct WelcomePage {
    ui: Ui,
    form: FirstForm,
    errors: FieldErrors,
    least: usize,
}

async fn welcome(page: PublicPage, Path(token): Path<String>) -> PageResult {
    match first::open(&page.cx, &token).await {
        Ok(_) => render(&WelcomePage {
            ui: page.ui,
            form: FirstForm::default(),
            errors: FieldErrors::default(),
            least: password::MIN_LENGTH,
        }),
        Err(failure) => link_over(page.ui, failure),
    }
}

async fn become_first(
    page: PublicPage,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form<FirstForm>,
) -> PageResult {
    let input = FirstAdministrator {
        name: form.name.clone(),
        email: form.email.clone(),
        password: Some(form.password.clone()).filter(|p| !p.is_empty()),
    };
    match first::become_first(&page.cx, &token, input, agent(&headers)).await {
        Ok(signed_in) => Ok(enter(&page.cx, &signed_in, "/settings")),
        Err(Failure::Invalid(errors)) => {
            render_invalid(&WelcomePage { ui: page.ui, form, errors, least: password::MIN_LENGTH })
        }
        Err(failure) => link_over(page.ui, failure),
    }
}

fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// Where somebody who came in wanted to go.
fn after(next: &str) -> &str {
    match local(next) {
        "/" => "/today",
        path => path,
    }
}

fn cookie(app: &App, token: &str, seconds: i64) -> String {
    let name = session_cookie_name(app);
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn put_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn enter(cx: &Ctx, signed_in: &SignedIn, path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    put_cookie(&mut response, &cookie(&cx.app, &signed_in.token, session::LIFETIME / kernel::time::SECOND));
    response
}
