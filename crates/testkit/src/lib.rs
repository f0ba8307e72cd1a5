//! What tests stand on: an application on a database of its own, a clock that stands still, and requests through the real router.

pub mod mail_server;

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kernel::actor::UserActor;
use kernel::id::UserId;
use kernel::secret::SigningKey;
use kernel::words::Theme;
use kernel::{Actor, Channel, FixedClock, Instant, Locale, Role};
use operations::{App, AppOptions, Ctx};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::sync::Arc;
use storage::entity;
use storage::test_database::TestDatabase;
use tower::ServiceExt;

/// Tuesday, 24 November 2026, 10:00 in Berlin: a working day, in the morning.
pub const MORNING: &str = "2026-11-24T09:00:00Z";

/// An application on an empty, migrated database.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// Its clock; stands at [`MORNING`].
    pub clock: Arc<FixedClock>,
    /// Keeps the database alive.
    pub database: TestDatabase,
    folder: tempfile::TempDir,
    /// Made once: it carries the API's document, which takes longer to make than most requests.
    router: std::sync::OnceLock<axum::Router>,
}

/// An answer of the router, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.body))
    }
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    /// The session cookie just set, as a `Cookie` header.
    pub fn session_cookie(&self) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .find(|v| v.starts_with("compagnon="))
            .and_then(|v| v.split(';').next())
            .map(str::to_owned)
    }
}

impl TestApp {
    /// A fresh application on the kind of database the environment names.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A fresh application whose options are changed first.
    pub async fn with(change: impl FnOnce(&mut AppOptions)) -> Self {
        let database = TestDatabase::create().await.expect("a test database");
        let clock = Arc::new(FixedClock::at(MORNING.parse().expect("a moment")));
        let folder = tempfile::tempdir().expect("a folder");
        let mut options = AppOptions {
            base_url: "http://compagnon.test".to_owned(),
            data_dir: folder.path().to_owned(),
            signing: SigningKey::new(b"a key for tests only"),
            mail: None,
            files: Some(Arc::new(
                connectors::files::Files::in_folder(&folder.path().join("files")).expect("a folder for files"),
            )),
            file_limits: operations::FileLimits::default(),
            clock: clock.clone(),
        };
        change(&mut options);
        let app = App::new(database.db.clone(), options);
        Self { app, clock, database, folder, router: std::sync::OnceLock::new() }
    }

    /// The folder for files of this application.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.app.now()
    }

    /// A context for our own work.
    pub fn system(&self) -> Ctx {
        self.app.system(Channel::System)
    }

    /// Makes a person of the vendor and a context in which they act.
    pub async fn user(&self, name: &str, role: Role) -> Ctx {
        let id = UserId::new();
        let email = format!("{}@vendor.example", name.to_lowercase().replace(' ', "."));
        entity::app_user::ActiveModel {
            id: Set(id),
            email_folded: Set(email.clone()),
            email: Set(email),
            name: Set(name.to_owned()),
            name_folded: Set(name.to_lowercase()),
            role: Set(role),
            all_partners: Set(role != Role::PartnerManager),
            locale: Set(Some(Locale::En)),
            theme: Set(Theme::Auto),
            password_hash: Set(None),
            active: Set(true),
            created_at: Set(self.now()),
            last_sign_in_at: Set(None),
            version: Set(1),
        }
        .insert(self.app.db().writer())
        .await
        .expect("a user");
        let user =
            UserActor { id, name: name.to_owned(), role, all_partners: role != Role::PartnerManager, token: None };
        self.system().as_actor(Actor::User(user), Channel::Web)
    }

    /// A session of this context's person, as a `Cookie` header.
    pub async fn cookie(&self, cx: &Ctx) -> String {
        let user = cx.actor.user().expect("a person of the vendor").id;
        let tx = self.app.db().begin().await.expect("a transaction");
        let token =
            operations::access::session::start(&tx, self.now(), user, "test", "127.0.0.1").await.expect("a session");
        tx.commit().await.expect("committed");
        format!("compagnon={token}")
    }

    /// The real router.
    pub fn router(&self) -> axum::Router {
        self.router.get_or_init(|| web::router(self.app.clone(), None)).clone()
    }

    /// Sends a request through the real router.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = http_body_util::BodyExt::collect(body).await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// GET as a browser; `cookie` may be empty.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(browser(Method::GET, path, cookie).body(Body::empty()).expect("a request")).await
    }

    /// POST a form as a browser.
    pub async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let body = form.iter().map(|(k, v)| format!("{}={}", percent(k), percent(v))).collect::<Vec<_>>().join("&");
        let request = browser(Method::POST, path, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Calls the API with a session cookie.
    pub async fn api(&self, method: Method, path: &str, cookie: &str, body: Option<serde_json::Value>) -> Answer {
        let request = browser(method, path, cookie).header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |b| Body::from(b.to_string()));
        self.send(request.body(body).expect("a request")).await
    }

    /// Jobs that still wait; a test that leaves any has forgotten something.
    pub async fn waiting_jobs(&self) -> Vec<String> {
        storage::Sql::new("SELECT kind FROM job ORDER BY kind")
            .column::<String>(self.app.db().read())
            .await
            .expect("jobs")
    }
}

fn browser(method: Method, path: &str, cookie: &str) -> http::request::Builder {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "compagnon.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html,application/json");
    if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}
