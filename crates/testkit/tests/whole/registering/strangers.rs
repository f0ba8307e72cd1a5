//! The public page: anybody may register a deal, and nothing starts before the address is confirmed.

use super::house::{House, value_of};
use kernel::time::{DAY, HOUR, SECOND};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::{Approve, Assign, RequestInformation, approve, assign, request_information};
use operations::{MailTransport, OutgoingMail};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use storage::Sql;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

async fn only_row(house: &House) -> storage::entity::registration::Model {
    Sql::new("SELECT * FROM registration").one(house.app.app.db().read()).await.expect("a query").expect("one row")
}

#[tokio::test]
async fn a_stranger_registers_confirms_and_follows_the_status_page() {
    let house = House::new().await;
    let sent = house.send_public_form(&[]).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, "/p/reseller-dach/sent"));
    assert_eq!(house.app.get(sent.location(), "").await.status.as_u16(), 200);
    let row = only_row(&house).await;
    assert_eq!((row.status, row.first_answer_due_at), (Status::Unconfirmed, None));
    let mails = house.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].template.as_str(), mails[0].to_email.as_str()),
        ("registration_confirm", "ada@lindqvist.example")
    );
    // What a stranger typed does not travel to an address that may be somebody else's.
    assert!(!mails[0].body_text.contains("Delacroix") && !mails[0].body_text.contains("Ada"));

    let link = house.link_in_mail("registration_confirm").await;
    let page = house.app.get(&link, "").await;
    assert!(page.status.is_success() && page.body.contains("Maison Delacroix SA"), "{}", page.body);
    assert_eq!(only_row(&house).await.status, Status::Unconfirmed, "opening a link changes nothing");
    house.app.clock.advance(HOUR);
    let pressed = house.app.post(&link, "", &[]).await;
    assert_eq!(pressed.status.as_u16(), 303);
    assert!(pressed.location().starts_with("/s/"));
    let row = only_row(&house).await;
    assert_eq!(row.status, Status::Submitted);
    assert_eq!(row.submitted_at, house.app.now());
    assert_eq!(row.first_answer_due_at, Some(house.app.now().plus(24 * HOUR)));
    assert_eq!((row.partner_id, row.reviewer_id), (None, house.head.actor.user().map(|u| u.id)));
    let status = house.app.get(pressed.location(), "").await;
    assert!(status.body.contains("Maria Kowalski answers by 25 Nov 2026"), "{}", status.body);
    let receipt = house.mails_of("registration_received").await;
    assert_eq!(receipt.len(), 1);
    assert!(receipt[0].body_text.contains("Maria Kowalski answers by"));
    assert_eq!(house.mails_of("registration_review").await[0].to_email, "maria.kowalski@vendor.example");

    let again = house.app.post(&link, "", &[]).await;
    assert_eq!(again.status.as_u16(), 410, "{}", again.body);
    assert!(again.body.contains("You have already confirmed"));
    assert_eq!(house.mails().await.len(), 3);
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn a_stranger_with_a_known_address_is_that_contact_once_confirmed() {
    let house = House::new().await;
    let unknown = house.send_public_form(&[]).await;
    let known =
        house.send_public_form(&[("sender_email", "Jana@Nordlicht.example"), ("company", "Pemberton Foods")]).await;
    assert_eq!(
        (unknown.status, unknown.body),
        (known.status, known.body.clone()),
        "the answer does not tell who is known"
    );
    let link = house.link_in_mail("registration_confirm").await;
    house.app.post(&link, "", &[]).await;
    let row: storage::entity::registration::Model =
        Sql::new("SELECT * FROM registration WHERE company_name = 'Pemberton Foods'")
            .one(house.app.app.db().read())
            .await
            .expect("a query")
            .expect("a row");
    assert_eq!((row.partner_id, row.contact_id), (Some(house.nordlicht.id), Some(house.nordlicht.contact)));
    assert_eq!(row.reviewer_id, house.ines.actor.user().map(|u| u.id));
}

#[tokio::test]
async fn a_double_click_and_a_retry_an_hour_later_are_one_registration_next_month_is_another() {
    let house = House::new().await;
    house.send_public_form(&[]).await;
    house.send_public_form(&[]).await;
    house.app.clock.advance(HOUR);
    house.send_public_form(&[("sender_email", "ADA@lindqvist.example")]).await;
    assert_eq!(house.registrations().await, 1);
    assert_eq!(house.mails().await.len(), 1);
    house.send_public_form(&[("amount", "120,501")]).await;
    assert_eq!(house.registrations().await, 2);
    house.app.clock.advance(30 * DAY);
    house.send_public_form(&[]).await;
    assert_eq!(house.registrations().await, 3);
    assert_eq!(house.mails().await.len(), 3);
}

#[tokio::test]
async fn a_retry_across_midnight_is_still_the_same() {
    let house = House::new().await;
    house.app.clock.set("2026-11-24T23:30:00Z".parse().expect("a moment"));
    house.send_public_form(&[]).await;
    house.app.clock.advance(HOUR);
    house.send_public_form(&[]).await;
    assert_eq!(house.registrations().await, 1);
    house.app.clock.advance(24 * HOUR);
    house.send_public_form(&[]).await;
    assert_eq!(house.registrations().await, 2);
}

#[tokio::test]
async fn machines_are_told_nothing_and_leave_nothing() {
    let house = House::new().await;
    let trapped = house.send_public_form(&[("trap", "http://spam.example")]).await;
    assert_eq!(trapped.location(), "/p/reseller-dach/sent");
    assert_eq!(house.registrations().await, 0);
    let forged = house.send_public_form(&[("opened", "0000000000")]).await;
    assert_eq!(forged.status.as_u16(), 422);
    // Too quick, then again with what the page gave back.
    let page = house.app.get("/p/reseller-dach", "").await;
    let opened = value_of(&page.body, "opened");
    let form = [
        ("sender_name", "Ada Lindqvist"),
        ("sender_email", "ada@lindqvist.example"),
        ("sender_company", "Lindqvist IT"),
        ("company", "Maison Delacroix SA"),
        ("amount", "120,500"),
        ("expected_close_on", "2027-02-28"),
        ("opened", opened.as_str()),
    ];
    house.app.clock.advance(SECOND);
    let quick = house.app.post("/p/reseller-dach", "", &form).await;
    assert_eq!(quick.status.as_u16(), 422);
    assert!(quick.body.contains("very quick") && quick.body.contains("Maison Delacroix SA"));
    assert_eq!(value_of(&quick.body, "opened"), opened);
    house.app.clock.advance(5 * SECOND);
    assert_eq!(house.app.post("/p/reseller-dach", "", &form).await.status.as_u16(), 303);
    assert_eq!(house.registrations().await, 1);
}

#[tokio::test]
async fn a_flood_is_slowed_down() {
    let house = House::new().await;
    let mut statuses = Vec::new();
    for n in 0..25 {
        let amount = format!("{}", 1000 + n);
        statuses.push(house.send_public_form(&[("amount", &amount)]).await.status.as_u16());
    }
    assert_eq!(statuses[0], 303);
    assert_eq!(statuses[24], 429);
    assert!(house.registrations().await <= 20);
}

#[tokio::test]
async fn whoever_sends_too_early_keeps_what_they_typed_and_is_told_when_to_send_it() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let typed = [("company", "Lange getippt GmbH"), ("need", "Vierzig <b>Wagen</b>"), ("amount", "a lot")];
    let mut held = 0;
    for path in [link.as_str(), "/p/reseller-dach"] {
        let mut answer = house.app.post(path, "", &typed).await;
        for _ in 0..25 {
            answer = house.app.post(path, "", &typed).await;
        }
        assert_eq!(answer.status.as_u16(), 429, "{}", answer.body);
        let seconds: u64 = answer.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
        let told = if seconds == 1 { "again in a second.".to_owned() } else { format!("again in {seconds} seconds.") };
        for kept in ["Not sent yet", &told, "Lange getippt GmbH", "Vierzig &#60;b&#62;Wagen", "a lot"] {
            assert!(answer.body.contains(kept), "{kept}: {}", answer.body);
        }
        assert!(!answer.body.contains("aria-invalid"), "nothing is wrong with it: {}", answer.body);
        held += 1;
    }
    assert_eq!((held, house.registrations().await), (2, 0));
    // Files are let go of, and that is said.
    let pdf = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";
    let answer = house.send_parts(&link, "", &typed, &[("files.plan", "plan.pdf", pdf)]).await;
    assert_eq!(answer.status.as_u16(), 429);
    assert!(answer.body.contains("chosen again") && answer.body.contains("Lange getippt GmbH"), "{}", answer.body);
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment").await, 0);
}

#[tokio::test]
async fn each_mistake_is_told_at_its_field_in_both_languages_and_nothing_is_written() {
    let house = House::new().await;
    let bad = [
        ("sender_name", ""),
        ("sender_email", "not an address"),
        ("sender_company", "x\u{0}y"),
        ("company", ""),
        ("domain", "localhost"),
        ("amount", "a lot"),
        ("currency", "Euro"),
        ("expected_close_on", "2020-01-01"),
        ("country", "Germany"),
        ("partner_help", "help\u{7}"),
    ];
    let answer = house.send_public_form(&bad).await;
    assert_eq!(answer.status.as_u16(), 422);
    for (field, _) in bad {
        assert!(answer.body.contains(&format!("f-{field}-error")) || field == "currency", "{field}: {}", answer.body);
    }
    assert!(answer.body.contains("This date has passed") && answer.body.contains("Please enter a number."));
    assert_eq!(house.registrations().await, 0);
    assert!(house.mails().await.is_empty());
    for (amount, sentence) in
        [("-5", "zero or more"), ("1.00001", "four decimals"), ("9".repeat(30).as_str(), "too large")]
    {
        let answer = house.send_public_form(&[("amount", amount)]).await;
        assert!(answer.status.as_u16() == 422 && answer.body.contains(sentence), "{amount}");
    }
}

#[tokio::test]
async fn markup_in_a_field_stays_text() {
    let house = House::new().await;
    let script = "<script>alert(1)</script> & \"Söhne\"";
    let again = house.send_public_form(&[("company", script), ("amount", "?")]).await;
    assert_eq!(again.status.as_u16(), 422);
    assert!(!again.body.contains("<script>alert"));
    house.send_public_form(&[("company", script), ("partner_help", script)]).await;
    let link = house.link_in_mail("registration_confirm").await;
    let confirm = house.app.get(&link, "").await.body;
    let status = house.app.post(&link, "", &[]).await.location().to_owned();
    let page = house.app.get(&status, "").await.body;
    assert!(!confirm.contains("<script>alert") && !page.contains("<script>alert"));
    assert!(page.contains("alert(1)"));
    let html: Vec<String> =
        Sql::new("SELECT body_html FROM mail").column(house.app.app.db().read()).await.expect("mails");
    assert!(html.iter().all(|h| !h.contains("<script>")));
}

#[tokio::test]
async fn guessed_forged_and_expired_links_open_nothing() {
    let house = House::new().await;
    house.send_public_form(&[]).await;
    let confirm = house.link_in_mail("registration_confirm").await;
    let token = confirm.trim_start_matches("/c/").to_owned();
    for path in [
        "/s/abc".to_owned(),
        "/r/0000000000000000000000000000000000000000000000000000".to_owned(),
        "/c/%00".to_owned(),
        // A link of one purpose is none of another.
        format!("/s/{token}"),
        format!("/r/{token}"),
    ] {
        let answer = house.app.get(&path, "").await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(answer.body.contains("open anything"), "{path}: {}", answer.body);
    }
    assert_eq!(house.app.post(&format!("/s/{token}/withdraw"), "", &[]).await.status.as_u16(), 404);
    assert_eq!(house.app.post(&format!("/s/{token}/answer"), "", &[("answer", "x")]).await.status.as_u16(), 404);
    house.app.clock.advance(8 * DAY);
    let expired = house.app.post(&confirm, "", &[]).await;
    assert_eq!(expired.status.as_u16(), 410);
    assert_eq!(only_row(&house).await.status, Status::Unconfirmed);
}

#[tokio::test]
async fn a_program_without_a_public_page_has_none() {
    let house = House::new().await;
    assert_eq!(house.app.get("/p/nowhere", "").await.status.as_u16(), 404);
    Sql::new("UPDATE program SET public_form = FALSE").execute(house.app.app.db().writer()).await.expect("changed");
    assert_eq!(house.app.get("/p/reseller-dach", "").await.status.as_u16(), 404);
    assert_eq!(house.app.post("/p/reseller-dach", "", &[("company", "X")]).await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_strangers_registration_is_given_to_a_partner_before_it_is_approved() {
    let house = House::new().await;
    house.send_public_form(&[]).await;
    let link = house.link_in_mail("registration_confirm").await;
    let status = house.app.post(&link, "", &[]).await.location().to_owned();
    let id = only_row(&house).await.id;
    // Ines sees her partners only, not strangers.
    assert!(approve(&house.ines, id, Approve::default()).await.is_err());
    let refused = approve(&house.head, id, Approve::default()).await.expect_err("no partner yet");
    assert_eq!(refused.code(), "partner_missing");
    let to = Assign { partner: house.nordlicht.id, add_contact: true, version: None };
    assign(&house.head, id, to.clone()).await.expect("assigned");
    let row = only_row(&house).await;
    assert_eq!(row.partner_id, Some(house.nordlicht.id));
    assert!(row.contact_id.is_some());
    assert_eq!(row.reviewer_id, house.ines.actor.user().map(|u| u.id));
    assert_eq!(assign(&house.head, id, to).await.expect_err("belongs to somebody").code(), "not_allowed_now");
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let page = house.app.get(&status, "").await;
    assert!(page.status.is_success() && page.body.contains("protected for you until"), "{}", page.body);
}

#[tokio::test]
async fn without_a_mail_server_mails_are_kept_and_no_job_waits_for_one() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let kept = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE status = 'kept'";
    assert_eq!(house.count(kept).await, house.mails().await.len() as i64);
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn with_a_mail_server_every_mail_of_a_journey_is_sent_exactly_once() {
    let server = Arc::new(Collects::default());
    let house = House::with(|options| options.mail = Some(server.clone())).await;
    let app = &house.app.app;
    let queue = jobs::Queue::new(app.db().clone(), app.options().clock.clone(), app.clone(), app.wake().clone());
    let queue = operations::handlers::all(queue);
    house.send_public_form(&[("sender_email", "jana@nordlicht.example")]).await;
    house.send_public_form(&[("sender_email", "jana@nordlicht.example")]).await;
    assert_eq!(house.app.waiting_jobs().await, ["mail.send"]);
    queue.run_due().await.expect("run");
    let link = house.link_in_mail("registration_confirm").await;
    let status = house.app.post(&link, "", &[]).await.location().to_owned();
    house.app.post(&link, "", &[]).await;
    let id = only_row(&house).await.id;
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    house.app.post(&format!("{status}/answer"), "", &[("answer", "Paul")]).await;
    house.app.post(&format!("{status}/answer"), "", &[("answer", "Paul")]).await;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    queue.run_due().await.expect("run");
    queue.run_due().await.expect("run");
    let mut sent = server.0.lock().expect("the list").clone();
    sent.sort();
    assert_eq!(
        sent,
        [
            "A question about Maison Delacroix SA",
            "Answered: Maison Delacroix SA",
            "Approved: Maison Delacroix SA",
            "Please answer: Maison Delacroix SA, from Nordlicht Systems",
            "Please confirm your registration with Compagnon",
            "Received: Maison Delacroix SA",
        ]
    );
    assert!(house.app.waiting_jobs().await.is_empty());
}

/// A mail server that remembers subjects, without the numbers, which are random.
#[derive(Default)]
struct Collects(Mutex<Vec<String>>);

impl MailTransport for Collects {
    fn send(&self, mail: OutgoingMail) -> BoxFuture<'_, anyhow::Result<()>> {
        let subject = mail.subject.split(" (REG-").next().unwrap_or_default().to_owned();
        Box::pin(async move {
            self.0.lock().expect("the list").push(subject);
            Ok(())
        })
    }
}
