//! A PostgreSQL of our own: a free port, a temporary folder, gone afterwards.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::prerequisites::{is_root, need_postgres, on_path};
use crate::processes::{Keeper, Server, Signal, free_port, tail};

/// A running server, stopped when this value goes.
pub struct Postgres<'k> {
    server: Server<'k>,
    pub url: String,
    /// Folder with `postgres`, `pgbench` and the others.
    pub programs: PathBuf,
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Tests: nothing here survives anyway.
    None,
    /// Benchmarks: what a customer's server does.
    Full,
}

/// The account that runs the server where we are root: PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

impl<'k> Postgres<'k> {
    /// Finds or installs PostgreSQL, makes a cluster and waits until it answers.
    pub fn start(keeper: &'k Keeper, durability: Durability) -> Result<Self> {
        let programs = need_postgres()?;
        let root = is_root();
        if root && on_path("runuser").is_none() {
            bail!("runuser is missing: PostgreSQL does not run as root (Debian: apt-get install util-linux)");
        }
        let folder = keeper.temporary_folder("postgres")?;
        if root {
            let status = Command::new("chown").arg(ACCOUNT).arg(&folder).status()?;
            if !status.success() {
                bail!("there is no account named {ACCOUNT} to run PostgreSQL as (Debian's package makes it)");
            }
        }
        let cluster = folder.join("data");
        let program = |name: &str| {
            let mut command = if root {
                let mut command = Command::new("runuser");
                command.args(["-u", ACCOUNT, "--"]).arg(programs.join(name));
                command
            } else {
                Command::new(programs.join(name))
            };
            // The working folder may be closed to that account.
            command.current_dir("/").stdin(Stdio::null());
            command
        };

        let made = program("initdb")
            .arg("-D")
            .arg(&cluster)
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
            .output()
            .context("initdb cannot be started")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim());
        }

        let port = free_port()?;
        let log = folder.join("log");
        let log_file = File::create(&log)?;
        let mut command = program("postgres");
        command
            .arg("-D")
            .arg(&cluster)
            .arg("-k")
            .arg(&folder)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(["-c", "max_connections=300", "-c", "shared_buffers=256MB"])
            .args(["-c", "timezone=UTC", "-c", "log_timezone=UTC"]);
        if durability == Durability::None {
            command.args(["-c", "fsync=off", "-c", "synchronous_commit=off"]).args(["-c", "full_page_writes=off"]);
        }
        command.stdout(log_file.try_clone()?).stderr(log_file);
        let mut server = Server::start(keeper, &mut command, Signal::Interrupt)?;
        wait(&mut server, &cluster).with_context(|| format!("PostgreSQL did not start{}", tail(&log, 10)))?;
        Ok(Self { server, url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), programs })
    }
}

/// The server writes its number and, on the eighth line, its state to postmaster.pid.
fn wait(server: &mut Server<'_>, cluster: &Path) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(60);
    while Instant::now() < patience {
        server.still_runs()?;
        let text = std::fs::read_to_string(cluster.join("postmaster.pid")).unwrap_or_default();
        if let Some(state) = text.lines().nth(7)
            && state.trim() == "ready"
            && let Some(pid) = text.lines().next().and_then(|it| it.trim().parse().ok())
        {
            server.is_really(pid);
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("not ready within 60 s")
}

/// `cargo xtask pg`: stays until Ctrl-C.
pub fn serve() -> Result<bool> {
    let keeper = Keeper::start()?;
    let mut postgres = Postgres::start(&keeper, Durability::None)?;
    println!("export COMPAGNON_TEST_DATABASE_URL={}", postgres.url);
    println!("running until Ctrl-C");
    let status = postgres.server.child().wait()?;
    Ok(status.success())
}
