//! One's own account: language, look, password, sessions, API tokens.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::mails::{KindBox, MailForm, boxes};
use crate::request::{Page, session_cookie_name};
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use kernel::id::{SessionId, TokenId};
use kernel::words::{Sharing, Theme};
use kernel::{Failure, FieldErrors, Locale};
use operations::access::account::{self, ChangePreferences, Preferences};
use operations::access::session::{self, Session};
use operations::access::token::{self, CreateToken, CreatedToken, Token};
use operations::access::{password, user};
use operations::grow::dashboard;
use operations::grow::kpi_digest::{self, ChooseDashboard};
use operations::record::preference;
use operations::{App, Ctx};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(show))
        .route("/account/preferences", post(preferences))
        .route("/account/mails", post(mails))
        .route("/account/password", post(change_password))
        .route("/account/sessions/{id}/revoke", post(revoke_session))
        .route("/account/tokens", get(tokens).post(create_token))
        .route("/account/tokens/{id}/revoke", post(revoke_token))
}

/// A choice of a form.
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

struct Device {
    id: SessionId,
    name: String,
    seen: String,
    since: String,
    address: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "account/index.html")]
struct AccountPage {
    ui: Ui,
    person: user::User,
    has_password: bool,
    languages: Vec<Choice>,
    themes: Vec<Choice>,
    devices: Vec<Device>,
    tokens: i64,
    least: usize,
    errors: FieldErrors,
    mails: Vec<KindBox>,
    /// Of which dashboard the figures of the week are.
    dashboards: Vec<Choice>,
}

async fn page_of(page: Page, jar: &CookieJar, errors: FieldErrors) -> Result<AccountPage, Failure> {
    let Page { cx, ui } = page;
    let id = cx.actor.user().ok_or(Failure::Unauthenticated)?.id;
    let Preferences { locale, theme, has_password } = account::preferences(&cx).await?;
    let locale = locale.unwrap_or(cx.locale);
    let token = own_token(&cx, jar);
    let chosen = kpi_digest::chosen(&cx).await?.map(|d| d.listed.id).unwrap_or_default();
    let dashboards = dashboard::list(&cx).await?.into_iter().filter(|d| d.sharing != Sharing::Partners || !d.offered);
    let dashboards = dashboards.map(|d| Choice { selected: d.id == chosen, value: d.id, label: d.name });
    let none =
        chosen.is_empty().then(|| Choice { value: String::new(), label: ui.t("mails-dashboard-none"), selected: true });
    let dashboards = none.into_iter().chain(dashboards).collect();
    Ok(AccountPage {
        person: user::get(&cx, id).await?,
        has_password,
        languages: Locale::ALL
            .iter()
            .map(|l| Choice { value: l.to_string(), label: ui.word("settings-language", l), selected: *l == locale })
            .collect(),
        themes: Theme::ALL
            .iter()
            .map(|t| Choice { value: t.to_string(), label: ui.word("theme", t), selected: *t == theme })
            .collect(),
        devices: session::list(&cx).await?.iter().map(|s| device(&ui, s, &token)).collect(),
        tokens: i64::try_from(token::list(&cx).await?.len()).unwrap_or(i64::MAX),
        least: password::MIN_LENGTH,
        errors,
        dashboards,
        mails: boxes(&ui, &preference::own(&cx).await?),
        ui,
    })
}

fn own_token(cx: &Ctx, jar: &CookieJar) -> String {
    jar.get(session_cookie_name(&cx.app)).map(|c| c.value().to_owned()).unwrap_or_default()
}

fn device(ui: &Ui, session: &Session, own_token: &str) -> Device {
    let (browser, system) = (browser(&session.user_agent), system(&session.user_agent));
    Device {
        id: session.id,
        name: match (browser, system) {
            (Some(browser), Some(system)) => ui.t2("account-session-on", "browser", browser, "system", system),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => ui.t("account-session-unknown"),
        },
        seen: ui.t1("account-session-seen", "when", ui.ago(&session.last_seen_at)),
        since: ui.t1("account-session-since", "when", ui.instant(&session.created_at)),
        address: session.address.clone(),
        here: session.is(own_token),
    }
}

/// Every browser also claims to be others: the first that fits is the one.
fn browser(agent: &str) -> Option<&'static str> {
    let known = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

fn system(agent: &str) -> Option<&'static str> {
    let known = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

async fn show(page: Page, jar: CookieJar) -> PageResult {
    render(&page_of(page, &jar, FieldErrors::default()).await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PreferencesForm {
    locale: String,
    theme: String,
}

async fn preferences(page: Page, jar: CookieJar, Form(form): Form<PreferencesForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let locale = form.locale.parse().map_err(|_| errors.add("locale", "unknown")).ok();
    let theme = form.theme.parse().map_err(|_| errors.add("theme", "unknown")).ok();
    if !errors.is_empty() {
        return render_invalid(&page_of(page, &jar, errors).await?);
    }
    account::change_preferences(&page.cx, ChangePreferences { locale, theme }).await?;
    Ok(redirect_with("/account", "good", "account-saved"))
}

async fn mails(page: Page, jar: CookieJar, Form(form): Form<MailForm>) -> PageResult {
    if let Some(dashboard) = form.dashboard() {
        match kpi_digest::choose(&page.cx, ChooseDashboard { dashboard }).await {
            Err(Failure::Invalid(errors)) => return render_invalid(&page_of(page, &jar, errors).await?),
            done => done?,
        }
    }
    preference::change_own(&page.cx, &form.changes()).await?;
    Ok(redirect_with("/account", "good", "mails-saved"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    old_password: String,
    new_password: String,
}

async fn change_password(page: Page, jar: CookieJar, Form(form): Form<PasswordForm>) -> PageResult {
    let keep = own_token(&page.cx, &jar);
    match account::change_password(&page.cx, &form.old_password, &form.new_password, Some(&keep)).await {
        Ok(()) => Ok(redirect_with("/account", "good", "account-password-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&page_of(page, &jar, errors).await?),
        Err(failure) => Err(PageFailure(failure)),
    }
}

async fn revoke_session(page: Page, Path(id): Path<String>) -> PageResult {
    let id: SessionId = id.parse().map_err(|_| Failure::NotFound)?;
    session::revoke(&page.cx, id).await?;
    Ok(redirect_with("/account", "good", "account-session-revoked"))
}

struct TokenRow {
    id: TokenId,
    name: String,
    hint: String,
    can_write: bool,
    used: String,
    until: String,
    over: bool,
}

fn token_row(ui: &Ui, token: Token) -> TokenRow {
    let over = token.expires_at.is_some_and(|at| at <= ui.now());
    TokenRow {
        id: token.id,
        hint: token.hint,
        can_write: token.can_write,
        used: token.last_used_at.map_or_else(|| ui.t("tokens-never-used"), |at| ui.ago(&at)),
        until: match token.expires_at {
            None => ui.t("tokens-no-end"),
            Some(at) if over => ui.t1("tokens-over", "when", ui.ago(&at)),
            // The last day on which it works.
            Some(at) => ui.date(&at.plus(-1).date_in(&ui.zone)),
        },
        over,
        name: token.name,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    name: String,
    rights: String,
    expires_on: String,
}

#[derive(Template)]
#[template(path = "account/tokens.html")]
struct TokensPage {
    ui: Ui,
    rows: Vec<TokenRow>,
    form: TokenForm,
    errors: FieldErrors,
    /// The token just made, shown this once.
    secret: String,
}

async fn tokens_page(page: Page, form: TokenForm, errors: FieldErrors, secret: String) -> Result<TokensPage, Failure> {
    let rows = token::list(&page.cx).await?.into_iter().map(|t| token_row(&page.ui, t)).collect();
    Ok(TokensPage { rows, form, errors, secret, ui: page.ui })
}

async fn tokens(page: Page) -> PageResult {
    render(&tokens_page(page, TokenForm::default(), FieldErrors::default(), String::new()).await?)
}

async fn create_token(page: Page, Form(form): Form<TokenForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let typed = form.expires_on.trim();
    let expires_on = match typed.parse() {
        Ok(date) => Some(date),
        Err(_) if typed.is_empty() => None,
        Err(_) => {
            errors.add("expires_on", "date_invalid");
            None
        }
    };
    let input = CreateToken { name: form.name.clone(), can_write: form.rights == "write", expires_on };
    let made =
        if errors.is_empty() { token::create(&page.cx, None, input).await } else { Err(Failure::Invalid(errors)) };
    match made {
        // Shown in the answer itself: an address or a cookie would keep the secret.
        Ok(CreatedToken { secret, .. }) => {
            let shown = tokens_page(page, TokenForm::default(), FieldErrors::default(), secret).await?;
            Ok((http::StatusCode::CREATED, render(&shown)?).into_response())
        }
        Err(Failure::Invalid(errors)) => render_invalid(&tokens_page(page, form, errors, String::new()).await?),
        Err(failure) => Err(PageFailure(failure)),
    }
}

async fn revoke_token(page: Page, Path(id): Path<String>) -> PageResult {
    let id: TokenId = id.parse().map_err(|_| Failure::NotFound)?;
    token::revoke(&page.cx, id).await?;
    Ok(redirect_with("/account/tokens", "good", "tokens-revoked"))
}

#[cfg(test)]
mod tests {
    use super::{browser, system};

    #[test]
    fn a_device_is_named_by_what_it_really_is() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!((browser(edge), system(edge)), (Some("Edge"), Some("Windows")));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1";
        assert_eq!((browser(phone), system(phone)), (Some("Safari"), Some("iPhone")));
        assert_eq!((browser("test"), system("")), (None, None));
    }
}
