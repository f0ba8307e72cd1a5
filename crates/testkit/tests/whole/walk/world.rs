//! Two partners with different managers, and everything a partner can have, marked on the side nobody else may see.

use super::routes::Route;
use crate::registering::house::House;
use http::{Method, Request, header};
use kernel::Role;
use kernel::id::*;
use kernel::money::SCALE;
use kernel::words::{OwnerRole, Side, ViewPage};
use operations::access::saved_view::SaveView;
use operations::cosell::deal;
use operations::cosell::registration::*;
use operations::cosell::typed_amount::TypedAmount;
use operations::{Ctx, partner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use storage::Sql;
use testkit::{Answer, TestApp};

/// Words that only the foreign side has, in lower case.
pub const MARKS: &[&str] = &["voltwerk", "okoro", "geheim"];

/// The ids a walk fills into paths and bodies, by what they are the id of.
#[derive(Debug, Clone, Default)]
pub struct Ids(BTreeMap<&'static str, String>);

impl Ids {
    /// The id of the kind of thing a parameter means.
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.0.get(kind).map(String::as_str)
    }
    pub fn put(&mut self, kind: &'static str, id: impl ToString) {
        self.0.insert(kind, id.to_string());
    }

    /// What a parameter means: its name, or for `{id}` the folder before it.
    fn kind<'a>(path: &'a str, name: &'a str) -> &'a str {
        if name != "id" {
            return name;
        }
        let before = path.split("/{id}").next().unwrap_or_default();
        match before.rsplit('/').next().unwrap_or_default() {
            "deals" => "deal",
            "disputes" => "dispute",
            "registrations" => "registration",
            "companies" => "company",
            "imports" => "import",
            "users" | "people" => "user",
            "tokens" => "token_id",
            "sessions" => "session",
            "outbox" => "mail",
            other => other,
        }
    }

    /// The path with a value for each parameter.
    pub fn fill(&self, route: &Route) -> String {
        let mut path = route.path.clone();
        for name in route.parameters() {
            let kind = Self::kind(&route.path, name);
            // A program's public page goes by its key.
            let kind =
                if route.path.starts_with("/p/") || route.path.starts_with("/embed/") { "program_key" } else { kind };
            let value = self.get(kind);
            let value =
                value.unwrap_or_else(|| panic!("{}: the walk has no {kind}; give it one in walk/world.rs", route.path));
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path
    }

    /// Ids of the same kinds that nothing has; what is shared (programs, metrics) stays.
    pub fn of_nothing(&self) -> Self {
        const SHARED: &[&str] = &[
            "user",
            "program",
            "program_key",
            "product",
            "segment",
            "target",
            "version",
            "metric",
            "coaching_rule",
            "token",
            "key",
            "kind",
            "answer",
            "calendar",
            "closure",
        ];
        let new = |(kind, id): (&&'static str, &String)| {
            let id = match id.rsplit_once('_') {
                Some((prefix, _)) if !SHARED.contains(kind) => {
                    // A new id in the form of the old one.
                    let fresh = PartnerId::new().to_string();
                    format!("{prefix}_{}", fresh.rsplit_once('_').expect("a prefix").1)
                }
                _ => id.clone(),
            };
            (*kind, id)
        };
        Self(self.0.iter().map(new).collect())
    }
}

/// The text with every id reduced to its kind: what was asked for, and what was made by asking.
pub fn without_ids(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c| !is_part(c)) {
        let bare = word.trim_end_matches(|c| !is_part(c));
        match bare.rsplit_once('_') {
            Some((kind, id)) if id.len() == 26 => out.push_str(&word.replace(bare, kind)),
            _ => out.push_str(word),
        }
    }
    out
}

pub struct World {
    pub house: House,
    pub otto: Ctx,
    pub own: Ids,
}

impl World {
    /// Nordlicht's side is full; Voltwerk has nothing but its owner Otto.
    pub async fn new() -> Self {
        let house = House::new().await;
        let otto = house.app.user("Otto Reuter", Role::PartnerManager).await;
        let db = house.app.app.db().writer();
        Sql::new("INSERT INTO partner_owner (partner_id, role, user_id, side, since_at) VALUES (")
            .bind(house.voltwerk.id)
            .push(", ")
            .bind(OwnerRole::PartnerManager)
            .push(", ")
            .bind(otto.actor.user().expect("a person").id)
            .push(", ")
            .bind(Side::Vendor)
            .push(", 1)")
            .execute(db)
            .await
            .expect("an owner");
        let mut world = Self { house, otto, own: Ids::default() };
        let ines = world.house.ines.clone();
        world.own = world.fill_side(&ines, world.house.nordlicht, "Krüger", "Hafen").await;
        world
    }

    pub fn app(&self) -> &TestApp {
        &self.house.app
    }

    /// Everything Voltwerk can have, from now on.
    pub async fn fill_foreign(&self) -> Ids {
        self.fill_side(&self.otto, self.house.voltwerk, "Geheimkunde", "Geheimvorhaben").await
    }

    async fn fill_side(
        &self,
        manager: &Ctx,
        who: crate::registering::house::Partner,
        customer: &str,
        plan: &str,
    ) -> Ids {
        let house = &self.house;
        let mut ids = Ids::default();
        let submission = |suffix: &str| Submission {
            company: format!("{customer} {suffix} GmbH"),
            domain: Some(format!("{}-{}.de", customer.to_lowercase().replace('ü', "ue"), suffix.to_lowercase())),
            country: Some("DE".to_owned()),
            customer_contact: Some(format!("Frau {customer}")),
            need: Some(format!("{plan}: a need")),
            product: Some("Fleet suite".to_owned()),
            amount: Some(TypedAmount::of(48_000 * SCALE)),
            currency: None,
            expected_close_on: "2027-03-31".to_owned(),
            partner_help: Some(format!("{plan}: the help")),
            ..Submission::default()
        };
        let approved = house.register(who, submission("Nord")).await.id;
        let decision = approve(manager, approved, Approve { note: Some(format!("{plan} is fine")), version: None })
            .await
            .expect("approved");
        let asked = house.register(who, submission("Sued")).await.id;
        let ask = RequestInformation { question: format!("{plan}: who decides?"), version: None };
        request_information(manager, asked, ask).await.expect("asked");
        let open = house.register(who, submission("West")).await.id;
        note(manager, open, input(json!({ "text": format!("{plan}: a note") }))).await.expect("noted");
        partner::note(manager, who.id, &format!("{plan}: met in Kiel")).await.expect("noted");
        let file = files::NewFile {
            name: format!("{plan}.txt"),
            content: format!("{plan}: a file").into_bytes().into(),
            shared: true,
        };
        let file = files::add_file(manager, open, file).await.expect("a file").file.id;
        let dispute = operations::cosell::dispute::open_dispute(
            manager,
            approved,
            input(json!({ "kind": "direct", "statement": format!("{plan}: our named account") })),
        )
        .await
        .expect("a dispute");
        let link = partner::make_link(manager, who.id, who.contact, house.program).await.expect("a link");
        let direct = deal::create_direct(
            manager,
            input(json!({ "program": house.program, "partner": who.id, "name": format!("{plan} direct"), "amount": "1000" })),
        )
        .await
        .expect("a deal");
        let line = json!({ "product_name": format!("{plan} line"), "quantity": "1", "amount": "1000" });
        let line = deal::add_line(manager, direct, None, input(line)).await.expect("a line");
        operations::access::saved_view::save(
            manager,
            SaveView { page: ViewPage::Partners, name: format!("{plan} view"), query: "q=x".to_owned() },
        )
        .await
        .expect("a view");
        super::dashboard::keep(manager, who, plan, &mut ids).await;
        let me = manager.actor.user().expect("a person").id;
        let _ = self.app().cookie(manager).await;

        ids.put("partner", who.id);
        ids.put("contact", who.contact);
        ids.put("registration", open);
        ids.put("deal", direct);
        ids.put("dispute", dispute);
        ids.put("line", line);
        ids.put("finding", self.finding(open).await);
        // A merge of companies is for those who see all.
        ids.put("merge", uuid::Uuid::now_v7());
        ids.put("file", file);
        ids.put("link", link.id);
        ids.put("user", me);
        ids.put("program", house.program);
        ids.put("program_key", "reseller-dach");
        ids.put("metric", "bookings");
        ids.put("coaching_rule", "weak_in_validation");
        ids.put("version", 1);
        ids.put(
            "company",
            self.one::<CompanyId>(Sql::new("SELECT company_id FROM deal WHERE id = ").bind(decision.deal)).await,
        );
        ids.put("view", self.one::<SavedViewId>(Sql::new("SELECT id FROM saved_view WHERE user_id = ").bind(me)).await);
        ids.put(
            "session",
            self.one::<SessionId>(
                Sql::new("SELECT id FROM session WHERE user_id = ").bind(me).push(" ORDER BY id LIMIT 1"),
            )
            .await,
        );
        ids.put(
            "mail",
            self.one::<MailId>(
                Sql::new("SELECT id FROM mail WHERE partner_id = ").bind(who.id).push(" ORDER BY id LIMIT 1"),
            )
            .await,
        );
        // Things of the installation or of nobody yet: an id that is well formed.
        ids.put("import", ImportRunId::new());
        ids.put("token_id", TokenId::new());
        ids.put("registration-drafts", RegistrationId::new());
        ids.put("product", ProductId::new());
        ids.put("segment", SegmentId::new());
        ids.put("target", KpiTargetId::new());
        ids.put("calendar", kernel::id::CalendarId::new());
        ids.put("closure", kernel::id::ClosureId::new());
        ids.put("key", "budget");
        ids.put("kind", "digest");
        ids.put("answer", "approve");
        ids.put("token", "no-such-token");
        ids
    }

    /// A finding about this registration, whatever the check found.
    async fn finding(&self, registration: RegistrationId) -> FindingId {
        let id = FindingId::new();
        Sql::new("INSERT INTO registration_finding (id, registration_id, kind, level, evidence, found_at) VALUES (")
            .bind(id)
            .push(", ")
            .bind(registration)
            .push(", 'same_name', 'possible', '{\"agreed\":[]}', 1)")
            .execute(self.app().app.db().writer())
            .await
            .expect("a finding");
        id
    }

    async fn one<T: sea_orm::TryGetable>(&self, sql: Sql) -> T {
        sql.value::<T>(self.app().app.db().read()).await.expect("a query").expect("a row")
    }

    /// The paths of the links Nordlicht's contact has.
    pub async fn contact_links(&self) -> Vec<String> {
        let registration: RegistrationId = self.own.get("registration").expect("one").parse().expect("an id");
        vec![self.house.personal_link(self.house.nordlicht).await, self.house.status_link(registration).await]
    }

    /// Asks as a browser or a program would: the path filled, and a body that names the same things.
    pub async fn ask(&self, route: &Route, ids: &Ids, cookie: &str) -> Answer {
        let path = ids.fill(route);
        if route.method == Method::GET {
            return self.app().get(&path, cookie).await;
        }
        if path.starts_with("/api/") {
            let body = route.body.as_ref().map(|schema| sample(schema, "", ids));
            return self.app().api(route.method.clone(), &path, cookie, body).await;
        }
        if path == "/imports/new"
            || path == "/settings/exchange-rates"
            || path == "/insights/targets/import"
            || path.ends_with("/files")
            || path == "/registrations/bulk"
            || path.starts_with("/r/") && path.ends_with("/bulk")
        {
            let request = Request::builder()
                .method("POST")
                .uri(path)
                .header(header::COOKIE, cookie)
                .header(header::HOST, "compagnon.test")
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
                .body("--x--\r\n".into())
                .expect("a request");
            return self.app().send(request).await;
        }
        let mut form: Vec<(&str, &str)> = vec![
            ("text", "A word"),
            ("note", "A word"),
            ("reason", "other"),
            ("reason_text", "A word"),
            ("question", "A word?"),
            ("answer", "A word."),
            ("name", "A name"),
            ("version", "1"),
            ("amount", "1000"),
            ("phase", "grow"),
            ("status", "paused"),
            ("expected_close_on", "2027-01-31"),
            ("closed_on", "2026-11-24"),
            ("action", "assign"),
            ("quantity", "1"),
            ("product_name", "Thing"),
            ("email", "new@person.example"),
            ("role", "seller"),
            ("company", "Kunde AG"),
        ];
        for kind in ["partner", "contact", "registration", "deal", "program", "user"] {
            if let Some(id) = ids.get(kind) {
                form.push((kind, id));
            }
        }
        for (name, kind) in [("manager", "user"), ("owner", "user"), ("partner_manager", "user"), ("reviewer", "user")]
        {
            if let Some(id) = ids.get(kind) {
                form.push((name, id));
            }
        }
        let own = if path.starts_with("/deals") {
            "deal"
        } else if path.starts_with("/registrations") {
            "registration"
        } else {
            "partner"
        };
        for name in ["id", "ids", "selected", "partners", "deals", "registrations"] {
            if let Some(id) = ids.get(own) {
                form.push((name, id));
            }
        }
        self.app().post(&path, cookie, &form).await
    }

    /// How the foreign side stands, in rows that only a change would move.
    pub async fn foreign_state(&self) -> Vec<i64> {
        self.state(self.house.voltwerk.id).await
    }
    pub async fn own_state(&self) -> Vec<i64> {
        self.state(self.house.nordlicht.id).await
    }
    async fn state(&self, partner: PartnerId) -> Vec<i64> {
        let mut state = Vec::new();
        for sql in [
            "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE partner_id = ",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM registration WHERE partner_id = ",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM deal WHERE partner_id = ",
            "SELECT CAST(version AS BIGINT) FROM partner WHERE id = ",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM partner_contact WHERE partner_id = ",
            "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE partner_id = ",
        ] {
            state.push(self.one::<i64>(Sql::new(sql).bind(partner)).await);
        }
        state
    }
}

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

/// A body the schema takes: its required fields, and every field that names something by id.
fn sample(schema: &Value, name: &str, ids: &Ids) -> Value {
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(list) = schema.get(choice).and_then(Value::as_array) {
            if choice == "allOf" {
                let mut all = serde_json::Map::new();
                for part in list {
                    if let Value::Object(fields) = sample(part, name, ids) {
                        all.extend(fields);
                    }
                }
                return Value::Object(all);
            }
            let first = list.iter().find(|s| s.get("type") != Some(&json!("null")));
            return first.map_or(Value::Null, |s| sample(s, name, ids));
        }
    }
    if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|list| list.first()) {
        return first.clone();
    }
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|k| *k != "null").unwrap_or("string"),
        _ => "string",
    };
    let singular = name.trim_end_matches('s');
    match kind {
        "object" => {
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return json!({}) };
            let wanted = |field: &str| required.contains(&field) || ids.get(field).is_some();
            properties
                .iter()
                .filter(|(field, _)| wanted(field))
                .map(|(field, s)| (field.clone(), sample(s, field, ids)))
                .collect()
        }
        "array" => json!([sample(&schema["items"], singular, ids)]),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        _ => match (ids.get(singular), schema.get("format").and_then(Value::as_str)) {
            (Some(id), _) => json!(id),
            (None, Some("date")) => json!("2027-01-31"),
            (None, Some("date-time")) => json!("2027-01-31T10:00:00Z"),
            _ if name.contains("manager") || name.contains("owner") || name.contains("reviewer") => {
                json!(ids.get("user"))
            }
            _ => json!("A word"),
        },
    }
}
