//! Mails with a mail server: sent once, failed visibly, sent again when an administrator says so.

use futures::future::BoxFuture;
use http::StatusCode;
use kernel::Role;
use operations::{MailTransport, OutgoingMail};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use testkit::TestApp;

#[derive(Default)]
struct Server {
    down: AtomicBool,
    taken: Mutex<Vec<OutgoingMail>>,
}

impl MailTransport for Server {
    fn send(&self, mail: OutgoingMail) -> BoxFuture<'_, anyhow::Result<()>> {
        Box::pin(async move {
            anyhow::ensure!(!self.down.load(Ordering::SeqCst), "451 try later");
            self.taken.lock().expect("not poisoned").push(mail);
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_mail_that_failed_is_shown_and_sent_again_once() {
    let server = Arc::new(Server::default());
    let app = TestApp::with(|options| options.mail = Some(server.clone())).await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let queue = jobs::Queue::new(app.app.db().clone(), app.clock.clone(), app.app.clone(), app.app.wake().clone());
    let queue = operations::handlers::all(queue);

    server.down.store(true, Ordering::SeqCst);
    app.post("/sign-in/link", "", &[("email", "ada@vendor.example")]).await;
    queue.run_due().await.expect("ran");
    let page = app.get("/settings/outbox", &cookie).await;
    assert!(page.body.contains("One mail could not be sent") && page.body.contains("Try again now"), "{}", page.body);
    let id = page.body.split("/settings/outbox/mail_").nth(1).and_then(|s| s.split('"').next()).expect("a mail");
    assert!(app.get(&format!("/settings/outbox/mail_{id}"), &cookie).await.body.contains("451 try later"));

    server.down.store(false, Ordering::SeqCst);
    let viewer = app.user("Vi", Role::Viewer).await;
    let vis = app.cookie(&viewer).await;
    assert_eq!(app.post("/settings/outbox/retry", &vis, &[]).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(app.post("/settings/outbox/retry", &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    }
    queue.run_due().await.expect("ran");
    let taken = server.taken.lock().expect("not poisoned").clone();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to_email, "ada@vendor.example");
    assert!(taken[0].text.contains("http://compagnon.test/sign-in/link/") && taken[0].html.contains("<a href="));
    assert!(app.get("/settings/outbox?status=sent", &cookie).await.body.contains("Your sign-in link"));
    assert!(app.waiting_jobs().await.is_empty());
}
