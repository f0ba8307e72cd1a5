//! Two partners with different managers, everything a partner can have, and the ids of it all.

use super::routes::Route;
use crate::registering::house::{House, Partner};
use http::Method;
use kernel::Role;
use kernel::id::*;
use kernel::words::{OwnerRole, Side};
use operations::Ctx;
use operations::cosell::registration::Submission;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use storage::{Sql, entity};

/// What stands for each parameter of a path, by the word before it.
#[derive(Debug, Clone)]
pub struct Ids(pub Vec<(&'static str, String)>);

impl Ids {
    pub fn get(&self, word: &str) -> &str {
        self.0.iter().find(|(w, _)| *w == word).map(|(_, id)| id.as_str()).unwrap_or_else(|| {
            panic!("a route has a parameter after /{word}/ that has no place in the walk: give it one in walk/place.rs")
        })
    }
    /// The path with this partner's ids.
    pub fn fill(&self, path: &str) -> String {
        let mut before = "";
        let filled: Vec<&str> = path
            .split('/')
            .map(|part| {
                let shown = if part.starts_with('{') { self.get(before) } else { part };
                before = part;
                shown
            })
            .collect();
        filled.join("/")
    }
    pub fn with(&self, word: &'static str, id: &str) -> Self {
        let mut changed = self.clone();
        changed.0.iter_mut().filter(|(w, _)| *w == word).for_each(|(_, i)| id.clone_into(i));
        changed
    }
}

/// The words that name rows of a partner, or of a person.
pub const OWNED: &[&str] =
    &["partners", "contacts", "links", "deals", "lines", "registrations", "views", "tokens", "sessions", "companies"];

pub struct Place {
    pub house: House,
    pub otto: Ctx,
    pub viewer: Ctx,
    pub metrics: Vec<String>,
}

impl Place {
    pub async fn new() -> Self {
        let house = House::new().await;
        let otto = house.app.user("Otto Voss", Role::PartnerManager).await;
        let viewer = house.app.user("Vera Viewer", Role::Viewer).await;
        entity::partner_owner::ActiveModel {
            partner_id: Set(house.voltwerk.id),
            role: Set(OwnerRole::PartnerManager),
            user_id: Set(otto.actor.user().map(|u| u.id)),
            contact_id: Set(None),
            side: Set(Side::Vendor),
            since_at: Set(house.app.now()),
        }
        .insert(house.app.app.db().writer())
        .await
        .expect("an owner");
        let cookie = house.app.cookie(&house.head).await;
        let listed = house.app.api(Method::GET, "/api/v1/kpis", &cookie, None).await.json();
        let metrics: Vec<String> = named(&listed, "metrics");
        assert!(metrics.len() > 10, "{listed}");
        Self { house, otto, viewer, metrics }
    }

    pub fn customer(&self, name: &str) -> Submission {
        Submission {
            company: format!("{name} Kunde GmbH"),
            domain: Some(format!("{}-kunde.de", name.to_lowercase())),
            customer_contact: Some(format!("{name} Einkauf")),
            need: Some(format!("{name} needs it")),
            ..self.house.kruger()
        }
    }

    /// A registration with a question and a note, a deal with a line, a note, saved views, links, a token: all named after the partner.
    pub async fn fill(&self, who: Partner, word: &str, manager: &Ctx) -> Ids {
        let app = &self.house.app;
        let head = app.cookie(&self.house.head).await;
        let own = app.cookie(manager).await;
        let post = async |cookie: &str, path: String, body: Value| {
            let answer = app.api(Method::POST, &path, cookie, Some(body)).await;
            assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
            if answer.body.is_empty() { Value::Null } else { answer.json() }
        };
        let registration = self.house.register(who, self.customer(word)).await.id;
        post(&head, format!("/api/v1/registrations/{registration}/notes"), json!({"text": format!("{word} note")}))
            .await;
        let asked = format!("/api/v1/registrations/{registration}/request-information");
        post(&head, asked, json!({"question": format!("{word} question?")})).await;
        let wish = json!({"program": self.house.program, "partner": who.id, "name": format!("{word} deal"), "company_name": format!("{word} Bestand AG"), "lines": [{"product_name": format!("{word} product"), "amount": "777.00"}]});
        let deal = post(&head, "/api/v1/deals".to_owned(), wish).await["id"].as_str().expect("an id").to_owned();
        post(&head, format!("/api/v1/deals/{deal}/notes"), json!({"text": format!("{word} deal note")})).await;
        post(&head, format!("/api/v1/partners/{}/notes", who.id), json!({"text": format!("{word} partner note")}))
            .await;
        for page in ["/partners/views", "/deals/views"] {
            let name = format!("{word} view");
            let saved = app.post(page, &own, &[("name", name.as_str()), ("query", "q=x")]).await;
            assert!(saved.status.is_redirection(), "{page}: {} {}", saved.status, saved.body);
        }
        self.house.personal_link(who).await;
        let read = app.app.db().read();
        let found = "a row of the partner";
        let user = manager.actor.user().expect("a person").id;
        let sql = "SELECT company_id FROM deal WHERE company_id IS NOT NULL AND partner_id = ";
        let company = Sql::new(sql).bind(who.id).value::<CompanyId>(read).await.expect("a query").expect(found);
        let sql = "SELECT l.id FROM deal_line l JOIN deal d ON d.id = l.deal_id WHERE d.partner_id = ";
        let line = Sql::new(sql).bind(who.id).value::<DealLineId>(read).await.expect("a query").expect(found);
        let sql = "SELECT id FROM signed_link WHERE program_id IS NOT NULL AND contact_id = ";
        let link = Sql::new(sql).bind(who.contact).value::<LinkId>(read).await.expect("a query").expect(found);
        let views = operations::access::saved_view::list(manager, "partners").await.expect("views");
        let sessions = operations::access::session::list(manager).await.expect("sessions");
        let token = post(&own, "/api/v1/tokens".to_owned(), json!({"name": format!("{word} token")})).await;
        let token = token["id"].as_str().or(token["token"]["id"].as_str()).expect("an id").to_owned();
        let mut ids = shared();
        ids.extend([
            ("partners", who.id.to_string()),
            ("contacts", who.contact.to_string()),
            ("links", link.to_string()),
            ("deals", deal),
            ("lines", line.to_string()),
            ("companies", company.to_string()),
            ("registrations", registration.to_string()),
            ("views", views.first().expect("a view").id.to_string()),
            ("sessions", sessions.first().expect("a session").id.to_string()),
            ("tokens", token),
            ("users", user.to_string()),
            ("people", user.to_string()),
            ("programs", self.house.program.to_string()),
        ]);
        Ids(ids)
    }

    /// Ids that name nothing.
    pub fn nothing(&self) -> Ids {
        let mut ids = shared();
        ids.extend([
            ("partners", PartnerId::new().to_string()),
            ("contacts", ContactId::new().to_string()),
            ("links", LinkId::new().to_string()),
            ("deals", DealId::new().to_string()),
            ("lines", DealLineId::new().to_string()),
            ("companies", CompanyId::new().to_string()),
            ("registrations", RegistrationId::new().to_string()),
            ("views", SavedViewId::new().to_string()),
            ("sessions", SessionId::new().to_string()),
            ("tokens", TokenId::new().to_string()),
            ("users", UserId::new().to_string()),
            ("people", UserId::new().to_string()),
            ("programs", self.house.program.to_string()),
        ]);
        Ids(ids)
    }

    /// How many rows there are and how often they changed.
    pub async fn rows(&self) -> Vec<(String, i64)> {
        let mut rows = Vec::new();
        for table in [
            "event",
            "partner_contact",
            "signed_link",
            "deal_line",
            "registration_question",
            "mail",
            "saved_view",
            "session",
            "api_token",
            "app_user",
            "import_run",
            "program_version",
            "segment",
            "product",
            "setting",
            "partner_owner",
            "partner_phase",
            "partner_program",
            "criterion_check",
        ] {
            rows.push((
                table.to_owned(),
                self.house.count(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await,
            ));
        }
        for table in ["partner", "deal", "registration", "company", "program"] {
            let count = format!("SELECT CAST(COALESCE(SUM(version + 1000), 0) AS BIGINT) FROM {table}");
            rows.push((table.to_owned(), self.house.count(&count).await));
        }
        rows
    }

    /// The paths a route stands for: one for each metric, otherwise one.
    pub fn paths(&self, route: &Route, ids: &Ids) -> Vec<String> {
        if route.path.contains("/kpis/{metric}") {
            let by = if route.path.ends_with("rows") { "" } else { "?by=partner" };
            return self.metrics.iter().map(|m| ids.with("kpis", m).fill(&route.path) + by).collect();
        }
        vec![ids.fill(&route.path)]
    }
}

/// Parameters that name nobody's rows, or that a stranger can only guess.
fn shared() -> Vec<(&'static str, String)> {
    let guessed = ["r", "s", "c", "u", "m", "welcome", "link", "{token}", "assets"].map(|word| (word, "x".to_owned()));
    let mut ids = guessed.to_vec();
    ids.extend([
        ("p", "reseller-dach".to_owned()),
        ("kpis", "bookings".to_owned()),
        ("versions", "1".to_owned()),
        ("calendars", CalendarId::new().to_string()),
        ("closures", "clo_x".to_owned()),
        ("segments", SegmentId::new().to_string()),
        ("products", ProductId::new().to_string()),
        ("imports", ImportRunId::new().to_string()),
        ("outbox", MailId::new().to_string()),
    ]);
    ids
}

fn named(listed: &Value, field: &str) -> Vec<String> {
    let items =
        listed.get(field).or_else(|| listed.get("items")).unwrap_or(listed).as_array().cloned().unwrap_or_default();
    items
        .iter()
        .filter_map(|i| i["key"].as_str().or(i["metric"].as_str()).or(i["id"].as_str()).or(i.as_str()))
        .map(str::to_owned)
        .collect()
}
