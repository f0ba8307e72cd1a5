//! A vendor with two partners, their manager, and links for their contacts.

use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::money::SCALE;
use kernel::time::SECOND;
use kernel::words::{ContactRole, LinkPurpose, OwnerRole, PartnerStatus, Phase, ProgramKind, RegistrationStatus, Side};
use kernel::{Currency, Locale, Role};
use operations::Ctx;
use operations::access::link::{self, NewLink};
use operations::cosell::registration::{OnBehalf, Submission, Submitted, on_behalf};
use operations::cosell::typed_amount::TypedAmount;
use operations::program::{self, CreateProgram};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use storage::entity::registration::Model;
use storage::{Sql, entity};
use testkit::{Answer, TestApp};

pub struct House {
    pub app: TestApp,
    pub head: Ctx,
    /// Manages Nordlicht and nobody else.
    pub ines: Ctx,
    pub program: ProgramId,
    pub nordlicht: Partner,
    pub voltwerk: Partner,
}

#[derive(Clone, Copy)]
pub struct Partner {
    pub id: PartnerId,
    pub contact: ContactId,
}

/// A mail as it was written.
#[derive(Debug, sea_orm::FromQueryResult)]
pub struct Written {
    pub template: String,
    pub to_email: String,
    pub subject: String,
    pub body_text: String,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut operations::AppOptions)) -> Self {
        let app = TestApp::with(change).await;
        let head = app.user("Maria Kowalski", Role::HeadOfPartnerships).await;
        let ines = app.user("Ines Hoffmann", Role::PartnerManager).await;
        let program = make_program(&head, "reseller-dach", "Reseller DACH").await;
        let nordlicht = make_partner(&app, program, "Nordlicht Systems", "Jana Brandt", "jana@nordlicht.example").await;
        let voltwerk = make_partner(&app, program, "Voltwerk Partner", "Ben Okoro", "ben@voltwerk.example").await;
        entity::partner_owner::ActiveModel {
            partner_id: Set(nordlicht.id),
            role: Set(OwnerRole::PartnerManager),
            user_id: Set(ines.actor.user().map(|u| u.id)),
            contact_id: Set(None),
            side: Set(Side::Vendor),
            since_at: Set(app.now()),
        }
        .insert(app.app.db().writer())
        .await
        .expect("an owner");
        // Written as rows, without events that would have kept what they add to the totals.
        let tx = app.app.db().begin().await.expect("a transaction");
        operations::grow::kpi::refresh_partners(&tx, &[nordlicht.id, voltwerk.id]).await.expect("kept");
        tx.commit().await.expect("committed");
        Self { app, head, ines, program, nordlicht, voltwerk }
    }

    /// A deal with Krüger, as Nordlicht's contact would describe it.
    pub fn kruger(&self) -> Submission {
        Submission {
            company: "Krüger & Söhne Logistik GmbH".to_owned(),
            domain: Some("https://www.krueger-logistik.de/kontakt".to_owned()),
            country: Some("DE".to_owned()),
            customer_contact: Some("Paul Krüger".to_owned()),
            need: None,
            product: Some("Fleet suite".to_owned()),
            amount: Some(TypedAmount::of(48_000 * SCALE)),
            currency: None,
            expected_close_on: "2027-03-31".to_owned(),
            partner_help: None,
            ..Submission::default()
        }
    }

    pub async fn register(&self, who: Partner, what: Submission) -> Submitted {
        let input = OnBehalf { program: self.program, partner: who.id, contact: Some(who.contact), registration: what };
        on_behalf(&self.head, input).await.expect("a registration")
    }

    pub async fn row(&self, id: RegistrationId) -> Model {
        entity::registration::Entity::find_by_id(id)
            .one(self.app.app.db().read())
            .await
            .expect("a query")
            .expect("a registration")
    }

    pub async fn status(&self, id: RegistrationId) -> RegistrationStatus {
        self.row(id).await.status
    }

    pub async fn count(&self, sql: &str) -> i64 {
        Sql::new(sql).value::<i64>(self.app.app.db().read()).await.expect("a count").unwrap_or_default()
    }

    pub async fn registrations(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM registration").await
    }

    pub async fn mails(&self) -> Vec<Written> {
        Sql::new("SELECT template, to_email, subject, body_text FROM mail ORDER BY created_at, id")
            .all(self.app.app.db().read())
            .await
            .expect("mails")
    }

    pub async fn mails_of(&self, template: &str) -> Vec<Written> {
        self.mails().await.into_iter().filter(|m| m.template == template).collect()
    }

    /// Does what is due.
    pub async fn work(&self) {
        let app = &self.app;
        let queue = jobs::Queue::new(app.app.db().clone(), app.clock.clone(), app.app.clone(), app.app.wake().clone());
        operations::handlers::all(queue).run_due().await.expect("the queue works");
    }

    pub async fn link(&self, link: NewLink) -> String {
        let tx = self.app.app.db().begin().await.expect("a transaction");
        let purpose = link.purpose;
        let id = link::create(&tx, self.app.now(), link).await.expect("a link");
        tx.commit().await.expect("committed");
        link::path(&self.app.app, purpose, id)
    }

    /// The path of a contact's personal link.
    pub async fn personal_link(&self, who: Partner) -> String {
        let link =
            NewLink { contact: Some(who.contact), program: Some(self.program), ..NewLink::new(LinkPurpose::Register) };
        self.link(link).await
    }

    /// The path of a registration's status page.
    pub async fn status_link(&self, id: RegistrationId) -> String {
        let row = self.row(id).await;
        let link = NewLink {
            contact: row.contact_id,
            registration: Some(id),
            ..NewLink::new(LinkPurpose::RegistrationStatus)
        };
        self.link(link).await
    }

    /// Opens the public page and sends it after a human while.
    pub async fn send_public_form(&self, changes: &[(&str, &str)]) -> Answer {
        let page = self.app.get("/p/reseller-dach", "").await;
        let opened = value_of(&page.body, "opened");
        self.app.clock.advance(20 * SECOND);
        let mut form = vec![
            ("sender_name", "Ada Lindqvist"),
            ("sender_email", "ada@lindqvist.example"),
            ("sender_company", "Lindqvist IT"),
            ("company", "Maison Delacroix SA"),
            ("domain", "delacroix.fr"),
            ("amount", "120,500"),
            ("currency", "EUR"),
            ("expected_close_on", "2027-02-28"),
            ("opened", opened.as_str()),
        ];
        for (name, value) in changes {
            form.retain(|(n, _)| n != name);
            form.push((name, value));
        }
        self.app.post("/p/reseller-dach", "", &form).await
    }

    /// Sends a form in parts, as a browser does when it carries files: words by name; files by name, with what they are called.
    pub async fn send_parts(
        &self,
        path: &str,
        cookie: &str,
        words: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, word) in words {
            let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, called, content) in files {
            let head = format!(
                "--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{called}\"\r\nContent-Type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        let request = http::Request::builder()
            .method(http::Method::POST)
            .uri(path)
            .header(http::header::HOST, "compagnon.test")
            .header("sec-fetch-site", "same-origin")
            .header(http::header::ACCEPT, "text/html")
            .header(http::header::COOKIE, cookie)
            .header(http::header::CONTENT_TYPE, "multipart/form-data; boundary=limit")
            .body(body.into())
            .expect("a request");
        self.app.send(request).await
    }

    /// The path of the link in the newest mail of this kind.
    pub async fn link_in_mail(&self, template: &str) -> String {
        let mails = self.mails_of(template).await;
        path_in(&mails.last().expect("a mail").body_text)
    }
}

/// The path of the address in a mail.
pub fn path_in(body: &str) -> String {
    let address = body.lines().find_map(|l| l.trim().strip_prefix("http://compagnon.test")).expect("an address");
    address.to_owned()
}

/// The value of a hidden field.
pub fn value_of(html: &str, name: &str) -> String {
    let after = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

pub async fn make_program(head: &Ctx, key: &str, name: &str) -> ProgramId {
    let input = CreateProgram {
        key: key.to_owned(),
        name: name.to_owned(),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    program::create(head, input).await.expect("a program")
}

pub async fn make_partner(app: &TestApp, program: ProgramId, name: &str, contact: &str, email: &str) -> Partner {
    let db = app.app.db().writer();
    let (id, contact_id, now) = (PartnerId::new(), ContactId::new(), app.now());
    entity::partner::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_folded: Set(name.to_lowercase()),
        name_key: Set(name.to_lowercase()),
        domain: Set(None),
        country: Set(Some("DE".to_owned())),
        region: Set(None),
        city: Set(None),
        business_type: Set(None),
        size: Set(None),
        status: Set(PartnerStatus::Active),
        segment_id: Set(None),
        next_step: Set(None),
        next_step_on: Set(None),
        signed_on: Set(None),
        search_text: Set(name.to_lowercase()),
        created_at: Set(now),
        changed_at: Set(now),
        version: Set(1),
    }
    .insert(db)
    .await
    .expect("a partner");
    entity::partner_program::ActiveModel {
        partner_id: Set(id),
        program_id: Set(program),
        phase: Set(Phase::Cosell),
        phase_entered_at: Set(now),
        joined_at: Set(now),
    }
    .insert(db)
    .await
    .expect("a membership");
    entity::partner_contact::ActiveModel {
        id: Set(contact_id),
        partner_id: Set(id),
        name: Set(contact.to_owned()),
        email: Set(Some(email.to_owned())),
        email_folded: Set(Some(email.to_owned())),
        phone: Set(None),
        role: Set(ContactRole::Seller),
        locale: Set(Some(Locale::En)),
        active: Set(true),
        created_at: Set(now),
        version: Set(1),
    }
    .insert(db)
    .await
    .expect("a contact");
    Partner { id, contact: contact_id }
}
