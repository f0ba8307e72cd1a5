//! Coming in, people, tokens, settings, outbox and audit log, through the real router.

use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::{DAY, MINUTE};
use operations::access::user::{ChangeUser, CreateUser};
use operations::access::{first, sign_in, token, user};
use operations::record::outbox::{self, OutboxFilter};
use testkit::{Answer, TestApp};

const PASSWORD: &str = "correct horse battery";

/// The path in the newest mail to `email`.
async fn mailed_path(app: &TestApp, email: &str) -> String {
    let filter = OutboxFilter { q: Some(email.to_owned()), ..OutboxFilter::default() };
    let mails = outbox::list(&app.system(), &filter, &Default::default()).await.expect("mails").items;
    let letter = outbox::get(&app.system(), mails.first().expect("a mail").id).await.expect("a mail");
    let text = letter.text.expect("a text");
    let line = text.lines().find(|line| line.starts_with("http://compagnon.test/")).expect("a link");
    line.trim_start_matches("http://compagnon.test").to_owned()
}

async fn mails(app: &TestApp) -> usize {
    outbox::list(&app.system(), &OutboxFilter::default(), &Default::default()).await.expect("mails").items.len()
}

async fn with_password(app: &TestApp, name: &str, role: Role) -> operations::Ctx {
    let cx = app.user(name, role).await;
    operations::access::account::change_password(&cx, "", PASSWORD, None).await.expect("a password");
    cx
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.post("/sign-in", "", &[("email", email), ("password", password)]).await
}

#[tokio::test]
async fn a_link_by_mail_signs_in_once_and_only_when_the_button_is_pressed() {
    let app = TestApp::new().await;
    app.user("Ines Hoffmann", Role::PartnerManager).await;
    let asked =
        app.post("/sign-in/link", "", &[("email", " INES.Hoffmann@vendor.example "), ("next", "/partners?q=x")]).await;
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, "/sign-in/sent"));
    let path = mailed_path(&app, "ines.hoffmann@vendor.example").await;

    // A mail scanner opens it, twice: nothing happens.
    for _ in 0..2 {
        let page = app.get(&path, "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Ines Hoffmann") && page.session_cookie().is_none());
    }
    let (link, _) = path.split_once('?').expect("where to go next");
    let entered = app.post(link, "", &[("next", "/partners?q=x")]).await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/partners?q=x"));
    let cookie = entered.session_cookie().expect("a session");
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::OK);

    let again = app.post(link, "", &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("already been used") && again.session_cookie().is_none());
    assert!(app.waiting_jobs().await.is_empty(), "no mail server is configured, so nothing is to be sent");
}

#[tokio::test]
async fn a_sign_in_link_ends_after_fifteen_minutes() {
    let app = TestApp::new().await;
    app.user("Ines Hoffmann", Role::PartnerManager).await;
    app.post("/sign-in/link", "", &[("email", "ines.hoffmann@vendor.example")]).await;
    let path = mailed_path(&app, "ines.hoffmann@vendor.example").await;
    app.clock.advance(15 * MINUTE);
    let late = app.post(&path, "", &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("expired"), "{}", late.body);
}

#[tokio::test]
async fn a_forged_or_foreign_link_opens_nothing() {
    let app = TestApp::new().await;
    app.user("Ines Hoffmann", Role::PartnerManager).await;
    app.post("/sign-in/link", "", &[("email", "ines.hoffmann@vendor.example")]).await;
    let path = mailed_path(&app, "ines.hoffmann@vendor.example").await;
    let token = path.trim_start_matches("/sign-in/link/");
    let mut forged = token.to_owned();
    forged.replace_range(3..4, if &token[3..4] == "0" { "1" } else { "0" });
    for wrong in [format!("/sign-in/link/{forged}"), "/sign-in/link/x".to_owned(), format!("/welcome/{token}")] {
        let answer = app.post(&wrong, "", &[("name", "Eve"), ("email", "eve@example.com")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(answer.session_cookie().is_none());
    }
}

#[tokio::test]
async fn a_stranger_cannot_tell_whether_an_account_exists() {
    let app = TestApp::new().await;
    with_password(&app, "Ines Hoffmann", Role::PartnerManager).await;
    app.user("Without Password", Role::Viewer).await;
    let known = app.post("/sign-in/link", "", &[("email", "ines.hoffmann@vendor.example")]).await;
    let unknown = app.post("/sign-in/link", "", &[("email", "nobody@vendor.example")]).await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(mails(&app).await, 1, "a mail for the account and none for nobody");

    let mut seen = Vec::new();
    for email in ["ines.hoffmann@vendor.example", "nobody@vendor.example", "without.password@vendor.example"] {
        let answer = sign_in(&app, email, "a wrong password").await;
        assert!(answer.session_cookie().is_none());
        seen.push((answer.status, answer.body.replace(email, "ADDRESS")));
    }
    assert_eq!(seen[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[tokio::test]
async fn the_right_password_signs_in_and_too_many_tries_are_slowed_down() {
    let app = TestApp::new().await;
    with_password(&app, "Ines Hoffmann", Role::PartnerManager).await;
    let entered = sign_in(&app, "ines.hoffmann@vendor.example", PASSWORD).await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/today"));
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(sign_in(&app, "ines.hoffmann@vendor.example", "a wrong password").await.status);
    }
    assert_eq!(statuses.first(), Some(&StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    // Neither does the right password get in while the account is being tried.
    assert_eq!(sign_in(&app, "ines.hoffmann@vendor.example", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let app = TestApp::new().await;
    with_password(&app, "Ines Hoffmann", Role::PartnerManager).await;
    for next in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"] {
        let form = [("email", "ines.hoffmann@vendor.example"), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.post("/sign-in", "", &form).await.location(), "/today", "{next}");
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::new().await;
    let cx = app.user("Ada Admin", Role::Administrator).await;
    let cookie = app.cookie(&cx).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = http::Request::builder()
            .method(Method::POST)
            .uri("/account/preferences")
            .header("host", "compagnon.test")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body("locale=de&theme=dark".into())
            .expect("a request");
        assert_eq!(app.send(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let shown = operations::access::account::preferences(&cx).await.expect("preferences");
    assert_eq!(shown.theme, kernel::words::Theme::Auto);
}

#[tokio::test]
async fn a_signed_out_or_revoked_session_opens_nothing() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::PartnerManager).await;
    let (here, there) = (app.cookie(&cx).await, app.cookie(&cx).await);
    let sessions = operations::access::session::list(&cx).await.expect("sessions");
    assert_eq!(sessions.len(), 2);
    let token = there.trim_start_matches("compagnon=");
    let other = sessions.iter().find(|s| s.is(token)).expect("the other one");
    let revoked = app.post(&format!("/account/sessions/{}/revoke", other.id), &here, &[]).await;
    assert_eq!(revoked.location(), "/account");
    assert!(app.get("/account", &there).await.location().starts_with("/sign-in"));
    assert_eq!(app.get("/account", &here).await.status, StatusCode::OK);

    let out = app.post("/sign-out", &here, &[]).await;
    assert_eq!(out.location(), "/sign-in");
    assert_eq!(app.get("/account", &here).await.location(), "/sign-in?next=%2Faccount");
    assert_eq!(app.api(Method::GET, "/api/v1/me", &here, None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    let app = TestApp::new().await;
    let (ines, eve) = (app.user("Ines", Role::PartnerManager).await, app.user("Eve", Role::Administrator).await);
    let (hers, eves) = (app.cookie(&ines).await, app.cookie(&eve).await);
    let id = operations::access::session::list(&ines).await.expect("sessions")[0].id;
    assert_eq!(app.post(&format!("/account/sessions/{id}/revoke"), &eves, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/account", &hers).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_thirty_days_after_its_last_use() {
    let app = TestApp::new().await;
    let cx = app.user("Ines", Role::PartnerManager).await;
    let cookie = app.cookie(&cx).await;
    app.clock.advance(29 * DAY);
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::OK);
    app.clock.advance(29 * DAY);
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::OK);
    app.clock.advance(30 * DAY);
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let app = TestApp::new().await;
    let cx = with_password(&app, "Ines", Role::PartnerManager).await;
    let (here, there) = (app.cookie(&cx).await, app.cookie(&cx).await);
    let post = async |old: &str, new: &str| {
        app.post("/account/password", &here, &[("old_password", old), ("new_password", new)]).await
    };
    assert!(post("wrong", "a new long password").await.body.contains("not your present password"));
    let short = post(PASSWORD, "short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("at least 12 characters"));
    assert_eq!(post(PASSWORD, "a new long password").await.location(), "/account");
    assert_eq!(app.get("/account", &here).await.status, StatusCode::OK);
    assert_eq!(app.get("/account", &there).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&app, "ines@vendor.example", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(&app, "ines@vendor.example", "a new long password").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_link_that_works_once() {
    let app = TestApp::new().await;
    let old = first::first_administrator_link(&app.app).await.expect("made").expect("nobody yet");
    let url = first::first_administrator_link(&app.app).await.expect("made").expect("nobody yet");
    let path = |url: &str| url.trim_start_matches("http://compagnon.test").to_owned();
    assert_eq!(app.get(&path(&old), "").await.status, StatusCode::NOT_FOUND, "a newer link replaced it");
    let path = path(&url);
    assert_eq!(app.get(&path, "").await.status, StatusCode::OK);
    let wrong = app.post(&path, "", &[("name", ""), ("email", "ada"), ("password", "short")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["f-name-error", "f-email-error", "f-password-error"] {
        assert!(wrong.body.contains(id), "{id}");
    }
    let entered = app.post(&path, "", &[("name", "Ada"), ("email", "ada@vendor.example"), ("password", "")]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let cookie = entered.session_cookie().expect("a session");
    assert_eq!(app.get("/settings/people", &cookie).await.status, StatusCode::OK);
    let second = app.post(&path, "", &[("name", "Eve"), ("email", "eve@vendor.example")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(first::first_administrator_link(&app.app).await.expect("asked").is_none());
}

fn somebody(name: &str, email: &str, role: Role) -> CreateUser {
    CreateUser {
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        all_partners: false,
        locale: None,
        invite: false,
    }
}

#[tokio::test]
async fn an_invited_person_comes_in_and_loses_everything_when_access_is_taken() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let form = [
        ("name", "Jörg Müller"),
        ("email", "joerg@vendor.example"),
        ("role", "partner_manager"),
        ("locale", "de"),
        ("invite", "1"),
    ];
    assert_eq!(app.post("/settings/people", &cookie, &form).await.location(), "/settings/people");
    let path = mailed_path(&app, "joerg@vendor.example").await;
    for typed in ["mueller", "muller", "M%C3%BCll"] {
        assert!(app.get(&format!("/settings/people?q={typed}"), &cookie).await.body.contains("Jörg Müller"), "{typed}");
    }
    assert!(app.get("/settings/people?q=meier", &cookie).await.body.contains("Nobody fits"));
    let entered = app.post(&path, "", &[]).await;
    let his = entered.session_cookie().expect("a session");
    assert!(app.get("/account", &his).await.body.contains("Ihr Konto"), "in his language");

    let id = user::by_name(app.app.db().read(), "joerg@vendor.example").await.expect("asked").expect("somebody");
    let as_him = {
        let known = operations::access::session::authenticate(&app.app, his.trim_start_matches("compagnon="))
            .await
            .expect("asked")
            .expect("signed in");
        app.system().as_actor(kernel::Actor::User(known.user), kernel::Channel::Web)
    };
    let made = token::create(&as_him, None, token::CreateToken { name: "x".to_owned(), ..Default::default() })
        .await
        .expect("a token");
    app.post("/sign-in/link", "", &[("email", "joerg@vendor.example")]).await;
    let unused = mailed_path(&app, "joerg@vendor.example").await;

    let gone = app.post(&format!("/settings/people/{id}/access"), &cookie, &[("active", "false")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/account", &his).await.status, StatusCode::SEE_OTHER);
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &made.secret, None, &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.post(&unused, "", &[]).await.status, StatusCode::NOT_FOUND);
    // Access given again does not bring the old token back.
    app.post(&format!("/settings/people/{id}/access"), &cookie, &[("active", "true")]).await;
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &made.secret, None, &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn there_is_always_an_administrator() {
    let app = TestApp::new().await;
    let (ada, bea) = (app.user("Ada", Role::Administrator).await, app.user("Bea", Role::Administrator).await);
    let (a, b) = (ada.actor.user().expect("a person").id, bea.actor.user().expect("a person").id);
    let demote = |cx: &operations::Ctx, id| {
        let cx = cx.clone();
        async move { user::change(&cx, id, ChangeUser { role: Some(Role::Viewer), ..Default::default() }).await }
    };
    // Each demotes the other at the same moment.
    let (first, second) = tokio::join!(demote(&ada, b), demote(&bea, a));
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|ok| **ok).count(), 1, "{first:?} {second:?}");
    let left = [&first, &second].into_iter().find_map(|r| r.as_ref().err()).expect("one was refused");
    assert_eq!(left.code(), "last_administrator");
}

#[tokio::test]
async fn a_person_is_changed_only_on_the_basis_of_what_was_seen() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let made = user::create(&admin, somebody("Ines", "ines@vendor.example", Role::Viewer)).await.expect("made");
    let change =
        |version| ChangeUser { name: Some("Ines H.".to_owned()), version: Some(version), ..Default::default() };
    let changed = user::change(&admin, made.id, change(made.version)).await.expect("changed");
    assert_eq!(changed.version, made.version + 1);
    assert_eq!(user::change(&admin, made.id, change(made.version)).await.expect_err("late").code(), "stale_version");
    let taken = user::create(&admin, somebody("Other", " INES@vendor.example", Role::Viewer)).await;
    assert!(format!("{taken:?}").contains("taken"));
}

#[tokio::test]
async fn people_settings_outbox_and_audit_are_for_administrators() {
    let app = TestApp::new().await;
    for role in [Role::HeadOfPartnerships, Role::PartnerManager, Role::Viewer] {
        let cx = app.user(role.as_str(), role).await;
        let cookie = app.cookie(&cx).await;
        for path in [
            "/settings/people",
            "/settings/people/new",
            "/settings/organisation",
            "/settings/outbox",
            "/settings/audit",
            "/api/v1/users",
            "/api/v1/events",
        ] {
            assert_eq!(app.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
        let form = [("name", "Eve"), ("email", "eve@vendor.example"), ("role", "administrator")];
        assert_eq!(app.post("/settings/people", &cookie, &form).await.status, StatusCode::FORBIDDEN);
        let form = [("name", "X"), ("currency", "EUR"), ("time_zone", "UTC"), ("locale", "en")];
        assert_eq!(app.post("/settings/organisation", &cookie, &form).await.status, StatusCode::FORBIDDEN);
        let index = app.get("/settings", &cookie).await;
        assert_eq!(index.status, StatusCode::OK);
        assert!(!index.body.contains("href=\"/settings/people\""), "no link to a closed door");
    }
}

#[tokio::test]
async fn settings_say_what_is_wrong_with_every_field_at_once_and_keep_what_was_there() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let form = [("name", " "), ("currency", "EURO"), ("time_zone", "Moon/Crater"), ("locale", "fr")];
    let wrong = app.post("/settings/organisation", &cookie, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-currency-error") && wrong.body.contains("Moon/Crater"));
    let form = [("name", "Nordlicht <AG>"), ("currency", "usd"), ("time_zone", "America/New_York"), ("locale", "de")];
    assert_eq!(app.post("/settings/organisation", &cookie, &form).await.status, StatusCode::SEE_OTHER);
    let page = app.get("/settings/organisation", &cookie).await;
    assert!(!page.body.contains("Nordlicht <AG>") && page.body.contains("America/New_York"));
    let patched = app
        .api(Method::PATCH, "/api/v1/settings", &cookie, Some(serde_json::json!({ "time_zone": "Europe/Berlin" })))
        .await;
    assert_eq!(patched.json()["currency"], "USD");
    assert_eq!(patched.json()["time_zone"], "Europe/Berlin");
    let bad = app.api(Method::PATCH, "/api/v1/settings", &cookie, Some(serde_json::json!({ "name": "\u{0}" }))).await;
    assert_eq!(
        (bad.status, bad.json()["error"]["fields"][0]["field"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, "name".into())
    );
}

async fn bearer(
    app: &TestApp,
    method: Method,
    path: &str,
    secret: &str,
    body: Option<serde_json::Value>,
    headers: &[(&str, &str)],
) -> Answer {
    let mut request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "compagnon.test")
        .header("authorization", format!("Bearer {secret}"))
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map(|b| b.to_string()).unwrap_or_default();
    app.send(request.body(body.into()).expect("a request")).await
}

async fn api_token(cx: &operations::Ctx, can_write: bool) -> String {
    let input = token::CreateToken { name: "test".to_owned(), can_write, expires_on: None };
    token::create(cx, None, input).await.expect("a token").secret
}

#[tokio::test]
async fn a_token_acts_for_its_person_and_never_changes_people_or_tokens() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let (write, read) = (api_token(&admin, true).await, api_token(&admin, false).await);
    let me = bearer(&app, Method::GET, "/api/v1/me", &write, None, &[]).await;
    assert_eq!((me.json()["name"].clone(), me.json()["token"]["can_write"].clone()), ("Ada".into(), true.into()));
    let settings = Some(serde_json::json!({ "name": "Nordlicht" }));
    assert_eq!(
        bearer(&app, Method::PATCH, "/api/v1/settings", &read, settings.clone(), &[]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(bearer(&app, Method::PATCH, "/api/v1/settings", &write, settings, &[]).await.status, StatusCode::OK);
    let eve = Some(serde_json::json!({ "name": "Eve", "email": "eve@example.com", "role": "administrator" }));
    assert_eq!(bearer(&app, Method::POST, "/api/v1/users", &write, eve, &[]).await.status, StatusCode::FORBIDDEN);
    let more = Some(serde_json::json!({ "name": "more" }));
    assert_eq!(bearer(&app, Method::POST, "/api/v1/tokens", &write, more, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", "cmpg_wrong", None, &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", "ä", None, &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_is_shown_once_and_ends_on_its_day() {
    let app = TestApp::new().await;
    let cx = app.user("Ines", Role::PartnerManager).await;
    let cookie = app.cookie(&cx).await;
    let past = app.post("/account/tokens", &cookie, &[("name", "old"), ("expires_on", "2026-11-23")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.body.contains("This date has passed"));
    let made = app
        .post("/account/tokens", &cookie, &[("name", "export"), ("rights", "read"), ("expires_on", "2026-11-24")])
        .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let secret = made.body.split("value=\"cmpg_").nth(1).and_then(|s| s.split('"').next()).expect("a secret");
    let secret = format!("cmpg_{secret}");
    assert!(!app.get("/account/tokens", &cookie).await.body.contains(&secret));
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &secret, None, &[]).await.status, StatusCode::OK);
    app.clock.advance(13 * kernel::time::HOUR);
    assert_eq!(
        bearer(&app, Method::GET, "/api/v1/me", &secret, None, &[]).await.status,
        StatusCode::OK,
        "23:00 in Berlin"
    );
    app.clock.advance(kernel::time::HOUR);
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &secret, None, &[]).await.status, StatusCode::UNAUTHORIZED);
    let stored = storage::Sql::new("SELECT token_hash FROM api_token").column::<String>(app.app.db().read()).await;
    assert!(stored.expect("tokens").iter().all(|hash| !secret.contains(hash.as_str())));
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_and_nobody_revokes_a_foreign_one() {
    let app = TestApp::new().await;
    let (ines, eve) = (app.user("Ines", Role::PartnerManager).await, app.user("Eve", Role::Administrator).await);
    let secret = api_token(&ines, true).await;
    let id = token::list(&ines).await.expect("tokens")[0].id;
    assert!(token::revoke(&eve, id).await.is_err());
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &secret, None, &[]).await.status, StatusCode::OK);
    let hers = app.cookie(&ines).await;
    assert_eq!(
        app.api(Method::DELETE, &format!("/api/v1/tokens/{id}"), &hers, None).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(bearer(&app, Method::GET, "/api/v1/me", &secret, None, &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        app.api(Method::DELETE, &format!("/api/v1/tokens/{id}"), &hers, None).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_outbox_keeps_unsent_mails_readable_and_hides_links_that_went_out() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    app.post("/sign-in/link", "", &[("email", "ada@vendor.example")]).await;
    let list = app.get("/settings/outbox", &cookie).await;
    assert!(list.body.contains("Not sent") && list.body.contains("No mail server is set up"));
    let id = list.body.split("/settings/outbox/mail_").nth(1).and_then(|s| s.split('"').next()).expect("a mail");
    let letter = app.get(&format!("/settings/outbox/mail_{id}"), &cookie).await;
    assert!(letter.body.contains("href=\"http://compagnon.test/sign-in/link/"), "{}", letter.body);
    assert_eq!(app.post("/settings/outbox/retry", &cookie, &[]).await.status, StatusCode::CONFLICT);
    storage::Sql::new("UPDATE mail SET status = 'sent'").execute(app.app.db().writer()).await.expect("sent");
    let sent = app.get(&format!("/settings/outbox/mail_{id}"), &cookie).await;
    assert!(!sent.body.contains("/sign-in/link/") && sent.body.contains("held a personal link"));
}

#[tokio::test]
async fn the_audit_log_tells_who_did_what_and_can_be_narrowed() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    user::create(&admin, somebody("Ines <b>", "ines@vendor.example", Role::Viewer)).await.expect("made");
    app.clock.advance(DAY);
    token::create(&admin, None, token::CreateToken { name: "nightly".to_owned(), ..Default::default() })
        .await
        .expect("a token");
    let page = app.get("/settings/audit", &cookie).await;
    assert!(page.body.contains("made the API token nightly"), "{}", page.body);
    assert!(page.body.contains("added the person") && !page.body.contains("Ines <b>"));
    let users = app.get("/settings/audit?about=user", &cookie).await;
    assert!(users.body.contains("added the person") && !users.body.contains("nightly"));
    let today = app.get("/settings/audit?from=2026-11-25&to=2026-11-25", &cookie).await;
    assert!(!today.body.contains("added the person") && today.body.contains("nightly"));
    assert!(app.get("/settings/audit?about=nonsense&user=x&from=soon", &cookie).await.status.is_success());
    let events = app.api(Method::GET, "/api/v1/events?limit=1", &cookie, None).await.json();
    assert_eq!(events["items"][0]["kind"], "token.created");
    let next = events["next_cursor"].as_str().expect("more").to_owned();
    let events = app.api(Method::GET, &format!("/api/v1/events?limit=1&cursor={next}"), &cookie, None).await.json();
    assert_eq!((events["items"][0]["kind"].clone(), events["next_cursor"].is_null()), ("user.created".into(), true));
    let wrong = app.api(Method::GET, "/api/v1/events?kind=nonsense", &cookie, None).await;
    assert_eq!(wrong.json()["error"]["fields"][0]["field"], "kind");
}

#[tokio::test]
async fn every_page_of_mine_speaks_both_languages() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let id = admin.actor.user().expect("a person").id;
    app.post("/sign-in/link", "", &[("email", "ada@vendor.example")]).await;
    let welcome = {
        let empty = TestApp::new().await;
        let url = first::first_administrator_link(&empty.app).await.expect("made").expect("nobody yet");
        empty.get(url.trim_start_matches("http://compagnon.test"), "").await.body
    };
    assert_no_keys(&welcome, "/welcome");
    for locale in ["en", "de"] {
        let form = [("locale", locale), ("theme", "auto")];
        assert_eq!(app.post("/account/preferences", &cookie, &form).await.status, StatusCode::SEE_OTHER);
        for path in [
            "/account",
            "/account/tokens",
            "/settings",
            "/settings/people",
            "/settings/people/new",
            "/settings/organisation",
            "/settings/outbox",
            "/settings/audit",
            "/settings/health",
            "/insights/health",
            "/insights/coaching",
            "/insights/coaching/rules",
            "/insights/coaching/rules/new",
            "/insights/coaching/rules/gone_quiet",
        ] {
            let page = app.get(path, &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains(&format!("<html lang=\"{locale}\"")), "{path}");
            assert_no_keys(&page.body, path);
        }
        assert_no_keys(&app.get(&format!("/settings/people/{id}"), &cookie).await.body, "person");
        for path in ["/sign-in", "/sign-in?with=password", "/sign-in/sent"] {
            assert_no_keys(&app.get(path, &format!("language={locale}")).await.body, path);
        }
    }
}

/// A missing sentence shows as `[its-key]`.
fn assert_no_keys(body: &str, path: &str) {
    for piece in body.split('[').skip(1) {
        let word: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        assert!(!(piece[word.len()..].starts_with(']') && word.contains('-')), "{path}: no sentence for {word}");
    }
    assert!(!body.contains("{$"), "{path}: a sentence misses a value");
}

#[tokio::test]
async fn a_message_after_a_change_is_said_once() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let saved = app.post("/account/preferences", &cookie, &[("locale", "en"), ("theme", "dark")]).await;
    let set =
        saved.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()).find(|v| v.starts_with("flash="));
    let flash = set.and_then(|v| v.split(';').next()).expect("a message").to_owned();
    let page = app.get("/account", &format!("{cookie}; {flash}")).await;
    assert!(page.body.contains("class=\"flash good\""));
    let over = page.headers.get_all("set-cookie").iter().any(|v| v.as_bytes().starts_with(b"flash=; "));
    assert!(over, "the browser forgets it");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_leads_to_the_start_not_to_a_dead_address() {
    let app = TestApp::new().await;
    let answer = app.post("/account/preferences", "", &[("locale", "en")]).await;
    assert_eq!(answer.location(), "/sign-in?next=%2F");
}

#[tokio::test]
async fn the_operator_can_hand_out_a_link_and_nobody_else() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let id = admin.actor.user().expect("a person").id;
    assert!(sign_in::link_for(&admin, id, DAY).await.is_err());
    let url = sign_in::link_for(&app.system(), id, DAY).await.expect("a link");
    let entered = app.post(url.trim_start_matches("http://compagnon.test"), "", &[]).await;
    assert!(entered.session_cookie().is_some());
}
