//! A mail server on this machine that takes every mail and keeps it: the other side of a real SMTP exchange.

use mailin::{Action, Handler, Response, Session, SessionBuilder, response};
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A mail as it came over the wire.
#[derive(Debug, Clone)]
pub struct Received {
    /// When the client asked to send it. Whoever died in between has died after this moment, however late the server was to read on.
    pub begun: Instant,
    /// When the server took responsibility.
    pub at: Instant,
    /// Recipients of the envelope.
    pub to: Vec<String>,
    /// Headers and body.
    pub data: Vec<u8>,
}

impl Received {
    /// The mail, read.
    pub fn message(&self) -> mail_parser::Message<'_> {
        mail_parser::MessageParser::default().parse(&self.data).expect("a mail")
    }
    /// Its `Message-ID`, without brackets.
    pub fn message_id(&self) -> String {
        self.message().message_id().expect("a Message-ID").to_owned()
    }
}

#[derive(Default)]
struct Kept {
    received: Mutex<Vec<Received>>,
    /// Mails still to be refused at their end, after the server has read them.
    refusals: AtomicUsize,
    stopped: AtomicBool,
}

/// The server; ends with this value.
pub struct MailServer {
    address: SocketAddr,
    kept: Arc<Kept>,
}

impl MailServer {
    /// Listens on a free port of this machine.
    pub fn start() -> Self {
        Self::start_at(0)
    }

    /// Listens on that port of this machine.
    pub fn start_at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let kept = Arc::new(Kept::default());
        let shared = Arc::clone(&kept);
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                if shared.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(connection) = connection else { continue };
                let kept = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // A client that hangs up in the middle is no concern of the server's.
                    let _hung_up = converse(&connection, kept);
                });
            }
        });
        Self { address, kept }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Everything received so far, in order.
    pub fn received(&self) -> Vec<Received> {
        self.kept.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Refuses the next mails for a moment, after having read them.
    pub fn refuse_next(&self, mails: usize) {
        self.kept.refusals.store(mails, Ordering::SeqCst);
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.kept.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, so that its port is free again.
        let _woken = TcpStream::connect(self.address);
    }
}

struct Taker {
    kept: Arc<Kept>,
    begun: Instant,
    to: Vec<String>,
    data: Vec<u8>,
}

impl Handler for Taker {
    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, to: &[String]) -> Response {
        self.begun = Instant::now();
        self.to = to.to_vec();
        self.data.clear();
        response::OK
    }
    fn data(&mut self, buf: &[u8]) -> std::io::Result<()> {
        self.data.extend_from_slice(buf);
        Ok(())
    }
    fn data_end(&mut self) -> Response {
        let refuse = self.kept.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        let (begun, at) = (self.begun, Instant::now());
        let mail = Received { begun, at, to: self.to.clone(), data: std::mem::take(&mut self.data) };
        if refuse.is_ok() {
            // With 421 the server closes: a session of the library that has refused a mail takes all that follows for its data.
            return Response::custom(421, "Not just now".to_owned());
        }
        self.kept.received.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        response::OK
    }
}

fn converse(connection: &TcpStream, kept: Arc<Kept>) -> std::io::Result<()> {
    let taker = Taker { kept, begun: Instant::now(), to: Vec::new(), data: Vec::new() };
    let remote: IpAddr = connection.peer_addr()?.ip();
    let mut session: Session<Taker> = SessionBuilder::new("mail.test").build(remote, taker);
    let mut writer = connection.try_clone()?;
    let mut reader = BufReader::new(connection);
    reply(&mut writer, &session.greeting())?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let response = session.process(&line);
        reply(&mut writer, &response)?;
        if response.action == Action::Close {
            return Ok(());
        }
    }
}

fn reply(writer: &mut TcpStream, response: &Response) -> std::io::Result<()> {
    if response.action == Action::NoReply {
        return Ok(());
    }
    response.write_to(writer)?;
    writer.flush()
}
