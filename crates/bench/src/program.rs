//! The product as an operator runs it.

use anyhow::{Result, bail};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running product; ends with this value.
pub struct Program {
    child: Child,
    pub port: u16,
    /// From start to the first answer.
    pub first_answer: Duration,
}

/// The command with its database and folder.
pub fn command(program: &str, database: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("COMPAGNON_DATA_DIR", folder)
        .env("COMPAGNON_DATABASE_URL", database)
        .env("COMPAGNON_SECRET", crate::foundation::SECRET)
        .env("COMPAGNON_LOG__LEVEL", "error");
    for ours in ["COMPAGNON_BENCH_PROGRAM", "COMPAGNON_BENCH_DATABASE_URL", "COMPAGNON_BENCH_PGBENCH"] {
        command.env_remove(ours);
    }
    command
}

impl Program {
    /// Starts it and waits for its first answer.
    pub async fn start(program: &str, database: &str, folder: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let start = Instant::now();
        let child = command(program, database, folder)
            .arg("serve")
            .env("COMPAGNON_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .spawn()?;
        let mut started = Self { child, port, first_answer: Duration::ZERO };
        while crate::client::get_once(port, "/health/ready").await != Some(200) {
            if start.elapsed() > Duration::from_secs(60) || started.child.try_wait()?.is_some() {
                bail!("the product does not answer");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        started.first_answer = start.elapsed();
        Ok(started)
    }

    /// Memory it holds, KiB, as the kernel counts it.
    pub fn resident_kib(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or_default();
        Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped_already = self.child.wait();
    }
}
