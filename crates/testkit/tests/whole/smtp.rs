//! A real SMTP exchange: what the product writes arrives as it was written, once, also when the server is away for a while.

use connectors::smtp::{Security, Smtp, SmtpOptions};
use kernel::time::MINUTE;
use kernel::{Locale, Role};
use operations::access::user::{self, CreateUser};
use operations::{App, MailTransport};
use std::sync::Arc;
use storage::Sql;
use testkit::TestApp;
use testkit::mail_server::MailServer;

fn smtp(port: u16) -> Arc<dyn MailTransport> {
    let options = SmtpOptions {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        credentials: None,
        from_email: "partner@halden.example".to_owned(),
        from_name: "Halden Bürosysteme".to_owned(),
    };
    Arc::new(Smtp::new(options).expect("a transport"))
}

async fn app_with_mail(port: u16) -> TestApp {
    TestApp::with(|options| options.mail = Some(smtp(port))).await
}

/// Somebody is invited in German: one mail.
async fn invite(test: &TestApp) {
    let input = CreateUser {
        name: "Jürgen Größler".to_owned(),
        email: "juergen@halden.example".to_owned(),
        role: Role::Viewer,
        all_partners: true,
        locale: Some(Locale::De),
        invite: true,
    };
    user::create(&test.system(), input).await.expect("a person");
}

async fn work(app: &App) -> usize {
    let queue = jobs::Queue::new(app.db().clone(), app.options().clock.clone(), app.clone(), app.wake().clone());
    operations::handlers::all(queue).run_due().await.expect("the queue answers")
}

#[derive(sea_orm::FromQueryResult)]
struct Row {
    id: kernel::id::MailId,
    status: String,
    attempts: i32,
    subject: String,
    body_text: String,
    last_error: Option<String>,
}

async fn the_mail(test: &TestApp) -> Row {
    let sql = Sql::new("SELECT id, status, attempts, subject, body_text, last_error FROM mail");
    sql.one::<Row>(test.app.db().read()).await.expect("an answer").expect("a mail")
}

#[tokio::test]
async fn a_mail_arrives_with_both_parts_and_every_umlaut() {
    let server = MailServer::start();
    let test = app_with_mail(server.port()).await;
    invite(&test).await;
    assert_eq!(work(&test.app).await, 1);

    let received = server.received();
    assert_eq!(received.len(), 1);
    let written = the_mail(&test).await;
    let (mail, row) = (received[0].message(), &written);
    assert_eq!(received[0].to, ["juergen@halden.example"]);
    let from = mail.from().and_then(|a| a.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Halden Bürosysteme"), Some("partner@halden.example")));
    let to = mail.to().and_then(|a| a.first()).expect("a recipient");
    assert_eq!((to.name(), to.address()), (Some("Jürgen Größler"), Some("juergen@halden.example")));
    assert_eq!(mail.subject(), Some(row.subject.as_str()));
    let text = mail.body_text(0).expect("a text part").replace("\r\n", "\n");
    assert_eq!(text.trim_end(), row.body_text.trim_end());
    assert!(text.contains("Jürgen Größler"), "{text}");
    let html = mail.body_html(0).expect("an HTML part");
    assert!(html.contains("Jürgen Größler") && html.contains("<a href=\"http"), "{html}");
    assert_eq!(mail.message_id(), Some(format!("{}@halden.example", row.id).as_str()));
    assert!(mail.date().is_some());

    assert_eq!((row.status.as_str(), row.attempts), ("sent", 1));
    assert!(test.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn while_the_server_is_away_a_mail_waits_and_is_delivered_once_when_it_is_back() {
    let port = MailServer::start().port();
    let test = app_with_mail(port).await;
    invite(&test).await;
    assert_eq!(work(&test.app).await, 1);
    let waiting = the_mail(&test).await;
    assert_eq!(waiting.status, "failed");
    assert!(waiting.last_error.is_some());
    assert_eq!(test.waiting_jobs().await, ["mail.send"]);
    assert_eq!(work(&test.app).await, 0, "not again at once");

    let server = MailServer::start_at(port);
    test.clock.advance(10 * MINUTE);
    assert_eq!(work(&test.app).await, 1);
    test.clock.advance(600 * MINUTE);
    assert_eq!(work(&test.app).await, 0);
    assert_eq!(server.received().len(), 1);
    let sent = the_mail(&test).await;
    assert_eq!((sent.status.as_str(), sent.attempts, sent.last_error), ("sent", 2, None));
    assert!(test.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn a_mail_that_was_refused_for_a_moment_keeps_its_message_id() {
    let server = MailServer::start();
    let test = app_with_mail(server.port()).await;
    server.refuse_next(2);
    invite(&test).await;
    let expected = format!("{}@halden.example", the_mail(&test).await.id);
    for _ in 0..2 {
        assert_eq!(work(&test.app).await, 1);
        assert!(server.received().is_empty());
        assert!(the_mail(&test).await.last_error.is_some_and(|e| e.contains("421")));
        test.clock.advance(60 * MINUTE);
    }
    assert_eq!(work(&test.app).await, 1);
    let ids: Vec<String> = server.received().iter().map(testkit::mail_server::Received::message_id).collect();
    assert_eq!(ids, [expected]);
    assert_eq!(the_mail(&test).await.attempts, 3);
}
