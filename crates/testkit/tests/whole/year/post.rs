//! A mail server with bad days.

use futures::future::BoxFuture;
use operations::{MailTransport, OutgoingMail};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What it took, and how it feels.
#[derive(Default)]
pub struct Post {
    down: AtomicBool,
    healthy: AtomicBool,
    asked: AtomicU64,
    /// How often the program was stopped so far; noted with each mail.
    pub restarts: AtomicU64,
    taken: Mutex<HashMap<String, Vec<u64>>>,
}

impl Post {
    /// Refuses everything, or not.
    pub fn down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }
    /// From now on nothing is refused for no reason.
    pub fn refuse_none(&self) {
        self.healthy.store(true, Ordering::SeqCst);
    }
    /// By Message-ID: the number of restarts before each time the mail was taken.
    pub fn taken(&self) -> HashMap<String, Vec<u64>> {
        self.taken.lock().expect("not poisoned").clone()
    }
}

impl MailTransport for Post {
    fn send(&self, mail: OutgoingMail) -> BoxFuture<'_, anyhow::Result<()>> {
        Box::pin(async move {
            // A server far away: whoever is stopped may be stopped while waiting for it.
            tokio::task::yield_now().await;
            anyhow::ensure!(!self.down.load(Ordering::SeqCst), "421 not now");
            let turn = self.asked.fetch_add(1, Ordering::SeqCst);
            anyhow::ensure!(self.healthy.load(Ordering::SeqCst) || turn % 29 != 7, "451 try later");
            let restarts = self.restarts.load(Ordering::SeqCst);
            self.taken.lock().expect("not poisoned").entry(mail.message_id).or_default().push(restarts);
            tokio::task::yield_now().await;
            Ok(())
        })
    }
}
