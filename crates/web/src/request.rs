//! Who asks: extractors that turn a request into a `Ctx`. A handler cannot be written without naming the entrance it needs.
//!
//! `Page`: a signed-in person (others are sent to the sign-in page). `PublicPage`: anybody. `Api`: a bearer token, or the browser's own session.

use crate::failure::{ApiFailure, PageFailure};
use crate::ui::{Flash, Ui, UserBadge, initials};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use http::request::Parts;
use http::{HeaderMap, header};
use kernel::words::Theme;
use kernel::{Actor, Channel, Failure, Locale};
use operations::access::idempotency::Claim;
use operations::access::session;
use operations::{App, Ctx, settings};
use std::net::SocketAddr;

/// The browser's session cookie. With https its name starts with `__Host-`, so that no other host can set it.
pub fn session_cookie_name(app: &App) -> &'static str {
    if app.options().base_url.starts_with("https://") { "__Host-compagnon" } else { "compagnon" }
}
/// The language somebody chose before signing in.
pub const LANGUAGE_COOKIE: &str = "language";
/// A message for the next page: `<kind>.<fluent key>`.
pub const FLASH_COOKIE: &str = "flash";

/// A signed-in person's page.
pub struct Page {
    /// For operations.
    pub cx: Ctx,
    /// For the template.
    pub ui: Ui,
}

/// A page anybody may open.
pub struct PublicPage {
    /// For operations; the actor is a stranger unless a session says otherwise.
    pub cx: Ctx,
    /// For the template.
    pub ui: Ui,
}

/// A call of the JSON API.
pub struct Api(pub Ctx);

struct Reader {
    cx: Ctx,
    theme: Theme,
    badge: Option<UserBadge>,
}

async fn reader(parts: &Parts, app: &App) -> Result<Reader, Failure> {
    let jar = CookieJar::from_headers(&parts.headers);
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let chosen = jar.get(LANGUAGE_COOKIE).and_then(|c| c.value().parse::<Locale>().ok());
    let mut cx = Ctx {
        app: app.clone(),
        actor: Actor::Anonymous,
        channel: Channel::Web,
        locale: chosen.unwrap_or_else(|| Locale::from_accept_language(accepted)),
        request_id: text_header(&parts.headers, "x-request-id"),
        address: address(parts),
        claim: parts.extensions.get::<Claim>().cloned(),
        spends: None,
    };
    let mut theme = Theme::Auto;
    let mut badge = None;
    if let Some(token) = jar.get(session_cookie_name(app))
        && let Some(known) = session::authenticate(app, token.value()).await?
    {
        cx.locale = known.locale.unwrap_or(cx.locale);
        theme = known.theme;
        badge = Some(UserBadge {
            name: known.user.name.clone(),
            initials: initials(&known.user.name),
            role: known.user.role,
        });
        cx.actor = Actor::User(known.user);
    }
    Ok(Reader { cx, theme, badge })
}

fn text_header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

/// The peer's address. Behind a proxy on this machine (loopback), the last entry of `X-Forwarded-For`, which that proxy wrote.
fn address(parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let forwarded = parts
        .headers
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .map(|v| v.trim().to_owned())
        .filter(|v| v.parse::<std::net::IpAddr>().is_ok());
    match (peer, forwarded) {
        (Some(ip), Some(client)) if ip.is_loopback() => client,
        (Some(ip), _) => ip.to_string(),
        (None, _) => String::new(),
    }
}

pub(crate) async fn ui_of(parts: &Parts, app: &App) -> Result<(Ctx, Ui), Failure> {
    let Reader { cx, theme, badge } = reader(parts, app).await?;
    let organisation = settings::organisation(cx.read()).await?;
    let waiting = match &cx.actor {
        Actor::User(_) => Some(operations::cosell::registration::waiting_count(&cx).await?),
        _ => None,
    };
    let flash = CookieJar::from_headers(&parts.headers).get(FLASH_COOKIE).and_then(|c| {
        let (kind, key) = c.value().split_once('.')?;
        let kind = ["good", "warn", "bad"].into_iter().find(|k| *k == kind)?;
        i18n::has(cx.locale, key).then(|| Flash { kind, text: i18n::text(cx.locale, key) })
    });
    let ui = Ui {
        locale: cx.locale,
        theme,
        path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        user: badge,
        zone: organisation.zone(),
        fiscal_start: organisation.fiscal_year_start_month,
        org: organisation.name,
        now: cx.now(),
        waiting,
        flash,
    };
    Ok((cx, ui))
}

impl FromRequestParts<App> for PublicPage {
    type Rejection = PageFailure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let (cx, ui) = ui_of(parts, app).await?;
        Ok(Self { cx, ui })
    }
}

impl FromRequestParts<App> for Page {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let (cx, ui) = ui_of(parts, app).await.map_err(|f| PageFailure(f).into_response())?;
        if matches!(cx.actor, Actor::User(_)) {
            return Ok(Self { cx, ui });
        }
        // A form that was sent too late cannot be sent again by a link; its page can be opened again.
        let path = if parts.method == http::Method::GET { ui.path() } else { "/" };
        let next = serde_urlencoded::to_string([("next", path)]).unwrap_or_default();
        Err(Redirect::to(&format!("/sign-in?{next}")).into_response())
    }
}

impl FromRequestParts<App> for Api {
    type Rejection = ApiFailure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "))
            .map(|t| t.trim().to_owned());
        let mut cx = reader(parts, app).await?.cx;
        if let Some(token) = bearer {
            let user = operations::access::token::authenticate(app, &token).await?;
            let Some(user) = user else { return Err(ApiFailure::new(Failure::Unauthenticated, cx.locale)) };
            cx.app.limits().api(&token[..token.len().min(8)]).map_err(|f| ApiFailure::new(f, cx.locale))?;
            cx.actor = Actor::User(user);
        }
        if !matches!(cx.actor, Actor::User(_)) {
            return Err(ApiFailure::new(Failure::Unauthenticated, cx.locale));
        }
        cx.channel = Channel::Api;
        Ok(Self(cx))
    }
}
