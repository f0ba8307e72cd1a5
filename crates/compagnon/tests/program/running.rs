//! The program as an operator runs it.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running program; killed with this value.
pub struct Program {
    child: Child,
    port: u16,
}

impl Program {
    /// Starts it and waits until it takes connections.
    pub fn start(database: &str, folder: &Path, secret: &str, mail_port: u16) -> Self {
        // Free a moment ago; nobody else on this machine takes it in between but by bad luck.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let child = Command::new(env!("CARGO_BIN_EXE_compagnon"))
            .arg("serve")
            .current_dir(folder)
            // Speaks to this test; the program knows no such key.
            .env_remove("COMPAGNON_KILLS")
            .env("COMPAGNON_LISTEN", format!("127.0.0.1:{port}"))
            .env("COMPAGNON_DATA_DIR", folder)
            .env("COMPAGNON_DATABASE_URL", database)
            .env("COMPAGNON_SECRET", secret)
            .env("COMPAGNON_MAIL__HOST", "127.0.0.1")
            .env("COMPAGNON_MAIL__PORT", mail_port.to_string())
            .env("COMPAGNON_MAIL__SECURITY", "none")
            .env("COMPAGNON_MAIL__FROM_EMAIL", "partner@halden.example")
            .env("COMPAGNON_LOG__LEVEL", "warn")
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let program = Self { child, port };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "the program does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        program
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped_already = self.child.wait();
    }
}
