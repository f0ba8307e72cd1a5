//! `POST /language`: the language somebody chooses before, or without, signing in. Kept in a cookie for a year.

use crate::form::Form;
use crate::request::{LANGUAGE_COOKIE, session_cookie_name};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use http::{HeaderValue, header};
use kernel::Locale;
use operations::App;
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/language", post(choose))
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    next: String,
}

async fn choose(State(app): State<App>, Form(choice): Form<Choice>) -> Response {
    let mut response = Redirect::to(local(&choice.next)).into_response();
    if let Ok(locale) = choice.lang.parse::<Locale>() {
        let secure = if session_cookie_name(&app).starts_with("__Host-") { "; Secure" } else { "" };
        let cookie =
            format!("{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", locale.as_str());
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Only a path of our own: `//host`, `/\host` and whole addresses would lead a reader elsewhere.
pub(crate) fn local(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|b| b.is_ascii_graphic());
    if own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn choosing_a_language_never_leads_to_another_site() {
        assert_eq!(local("/register/reseller?from=mail"), "/register/reseller?from=mail");
        for elsewhere in
            ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/a\r\nSet-Cookie: x", ""]
        {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
