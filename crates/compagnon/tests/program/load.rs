//! Clients that repeat each request until it is answered, as a careful program and an impatient person do.

use crate::killed::Foundation;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Deal,
    Registration,
    PublicRegistration,
}

/// A request that was answered in the end.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub kind: Kind,
    /// Of the deal, or of the customer: no other request has it.
    pub name: String,
}

/// The clients.
pub struct Load {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<Vec<Attempt>>>,
}

struct Shared {
    foundation: Foundation,
    port: AtomicU16,
    stopping: AtomicBool,
    answered: AtomicUsize,
}

impl Load {
    pub fn start(foundation: Foundation) -> Self {
        let (port, stopping) = (AtomicU16::new(0), AtomicBool::new(false));
        let shared = Arc::new(Shared { foundation, port, stopping, answered: AtomicUsize::new(0) });
        let kinds = [Kind::Deal, Kind::Registration, Kind::Registration, Kind::PublicRegistration];
        let clients =
            kinds.into_iter().zip(0..).map(|(kind, number)| tokio::spawn(client(Arc::clone(&shared), kind, number)));
        Self { clients: clients.collect(), shared }
    }

    /// Where the program listens now.
    pub fn send_to(&self, port: u16) {
        self.shared.port.store(port, Ordering::SeqCst);
    }

    /// Until so many requests are answered, however slow the machine is; after two minutes in any case.
    pub async fn until(&self, answered: usize) {
        let start = std::time::Instant::now();
        while self.shared.answered.load(Ordering::SeqCst) < answered && start.elapsed() < Duration::from_secs(120) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Lets each client finish the request in its hands; everything that was answered.
    pub async fn finish(self) -> Vec<Attempt> {
        self.shared.stopping.store(true, Ordering::SeqCst);
        let mut attempts = Vec::new();
        for client in self.clients {
            attempts.extend(client.await.expect("a client never fails"));
        }
        attempts
    }
}

async fn client(shared: Arc<Shared>, kind: Kind, number: usize) -> Vec<Attempt> {
    let mut answered = Vec::new();
    for turn in 0.. {
        if shared.stopping.load(Ordering::SeqCst) {
            break;
        }
        let name = format!("Krüger {number} {turn} GmbH");
        let key = format!("{number}-{turn}");
        let request = request(&shared.foundation, kind, &name, &key, turn);
        let mut pause = Duration::from_millis(5);
        loop {
            match send(shared.port.load(Ordering::SeqCst), &request).await {
                Some(200..=399) => break,
                // The work was carried out and its answer lost with the process: said so, and true.
                Some(409) if carried_out(&shared, &request).await => break,
                Some(status @ (400..=408 | 410..=428 | 430..)) => panic!("{name}: {status}"),
                // Nobody there, a key in progress, or too many from one address: again a little later.
                Some(_) | None => tokio::time::sleep(pause).await,
            }
            pause = (pause * 2).min(Duration::from_millis(500));
        }
        answered.push(Attempt { kind, name });
        shared.answered.fetch_add(1, Ordering::SeqCst);
        if kind == Kind::PublicRegistration {
            // People fill in forms; and an address may send only so many.
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }
    answered
}

fn request(foundation: &Foundation, kind: Kind, name: &str, key: &str, turn: usize) -> Vec<u8> {
    let Foundation { token, program, partner, contact, link } = foundation;
    let amount = 1_000 + turn;
    let (path, content, body, headers) = match kind {
        Kind::Deal => {
            let body = serde_json::json!({ "program": program, "partner": partner, "name": name, "amount": amount.to_string() });
            ("/api/v1/deals", "application/json", body.to_string(), true)
        }
        Kind::Registration => {
            let registration =
                serde_json::json!({ "company": name, "amount": amount.to_string(), "expected_close_on": "2040-03-31" });
            let body = serde_json::json!({ "program": program, "partner": partner, "contact": contact, "registration": registration });
            ("/api/v1/registrations", "application/json", body.to_string(), true)
        }
        Kind::PublicRegistration => {
            let company = name.replace(' ', "+").replace('ü', "%C3%BC");
            let body = format!("company={company}&amount={amount}&currency=EUR&expected_close_on=2040-03-31");
            (link.as_str(), "application/x-www-form-urlencoded", body, false)
        }
    };
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: {content}\r\nContent-Length: {}\r\nSec-Fetch-Site: same-origin\r\n",
        body.len()
    );
    if headers {
        head.push_str(&format!("Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"));
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// The status, once the whole head of an answer has come.
async fn send(port: u16, request: &[u8]) -> Option<u16> {
    let answer = exchange(port, request).await?;
    answer.split(' ').nth(1)?.parse().ok()
}

async fn carried_out(shared: &Shared, request: &[u8]) -> bool {
    let answer = exchange(shared.port.load(Ordering::SeqCst), request).await;
    answer.is_some_and(|text| text.contains("already_carried_out"))
}

pub async fn exchange(port: u16, request: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    let text = String::from_utf8_lossy(&answer).into_owned();
    (matches!(read, Ok(Ok(_))) && text.contains("\r\n\r\n")).then_some(text)
}
