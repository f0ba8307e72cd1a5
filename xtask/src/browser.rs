//! The browser tests: a demo server of their own, Playwright, the system's Chromium.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::prerequisites::{need_chromium, need_node};
use crate::processes::{Keeper, Server, Signal, free_port, tail};
use crate::steps::Outcome;
use crate::summary;
use crate::workspace::Workspace;

/// How long a demo may take to make its data on a slow machine, built without optimisation.
const PATIENCE: Duration = Duration::from_secs(300);

/// Runs e2e/ against a fresh demo. The product must be built.
pub fn run(workspace: &Workspace, keeper: &Keeper, filter: Option<&str>) -> Result<Outcome> {
    need_node()?;
    let chromium = need_chromium()?;
    let folder = workspace.root.join("e2e");

    let installed = keeper.run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(&folder),
    )?;
    if !installed.success() {
        bail!("npm ci in e2e failed, see above");
    }

    let data = keeper.temporary_folder("browser")?;
    let log = data.join("server.log");
    let program = workspace.program("debug", "compagnon");
    let demo = Demo::start(keeper, &program, &data.join("data"), &log)
        .with_context(|| format!("the demo did not start{}", tail(&log, 20)))?;

    let results = folder.join("test-results");
    if results.exists() {
        std::fs::remove_dir_all(&results).context("e2e/test-results cannot be emptied")?;
    }
    let mut command = Command::new("npx");
    command
        .args(["--no-install", "playwright", "test"])
        .current_dir(&folder)
        .env("COMPAGNON_BASE_URL", &demo.address)
        .env("COMPAGNON_SIGN_IN_URL", &demo.sign_in)
        .env("CHROMIUM", chromium);
    if let Some(filter) = filter {
        command.args(["--pass-with-no-tests", "--grep", filter]);
    }
    let status = keeper.run(&mut command)?;
    // Kept beside the screenshots: the other half of a failure.
    let _ = std::fs::create_dir_all(&results);
    let _ = std::fs::copy(&log, results.join("server.log"));

    let report = std::fs::read_to_string(results.join("report.json")).unwrap_or_default();
    match summary::playwright(&report) {
        Some(counts) => Ok(Outcome::Tested { counts, complete: status.success() || counts.failed > 0 }),
        None if status.success() && filter.is_some() => Ok(Outcome::Passed),
        None => Ok(Outcome::Failed("Playwright did not run".to_owned())),
    }
}

/// A running `compagnon demo`, stopped when this value goes.
pub struct Demo<'k> {
    pub address: String,
    pub sign_in: String,
    _server: Server<'k>,
}

impl<'k> Demo<'k> {
    /// Waits until it has made its data and printed where it is.
    pub fn start(keeper: &'k Keeper, program: &Path, data: &Path, log: &Path) -> Result<Self> {
        let mut log_file = File::create(log)?;
        let mut command = Command::new(program);
        command
            .arg("demo")
            .arg("--data-dir")
            .arg(data)
            .args(["--port", &free_port()?.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_file.try_clone()?);
        // The demo is the same on every machine, whatever is set in this shell.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("COMPAGNON_") {
                command.env_remove(&name);
            }
        }
        let mut server = Server::start(keeper, &mut command, Signal::Terminate)?;
        let output = server.child().stdout.take().context("no output")?;
        let (lines, heard) = mpsc::channel();
        // Reads to the end, so that the server never waits for a full pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = writeln!(log_file, "{line}");
                let _ = lines.send(line);
            }
        });

        let until = Instant::now() + PATIENCE;
        let (mut address, mut sign_in) = (None, None);
        loop {
            match heard.recv_timeout(Duration::from_millis(200)) {
                Ok(line) => {
                    if let Some(rest) = line.strip_prefix("Address: ") {
                        address = Some(rest.trim().to_owned());
                    } else if let Some(rest) = line.strip_prefix("Sign in: ") {
                        sign_in = Some(rest.trim().to_owned());
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => server.still_runs()?,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    bail!("it ended without printing its address and its sign-in link")
                }
            }
            if let (Some(address), Some(sign_in)) = (&address, &sign_in) {
                return Ok(Self { address: address.clone(), sign_in: sign_in.clone(), _server: server });
            }
            if Instant::now() > until {
                bail!("no address and sign-in link within {} s", PATIENCE.as_secs());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A shell script in the product's place, in a folder of its own.
    fn script(keeper: &Keeper, purpose: &str, text: &str) -> std::path::PathBuf {
        let folder = keeper.temporary_folder(purpose).unwrap();
        let program = folder.join("compagnon");
        std::fs::write(&program, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        program
    }

    #[test]
    fn the_address_and_the_link_are_read_from_what_the_demo_prints() {
        let keeper = Keeper::start().unwrap();
        let program = script(
            &keeper,
            "demo-prints",
            "echo working; echo \"Address: http://127.0.0.1:$5\"; echo 'Sign in: http://x/sign-in/link/abc'; exec sleep 600",
        );
        let folder = program.parent().unwrap();
        let demo = Demo::start(&keeper, &program, &folder.join("data"), &folder.join("log")).unwrap();
        assert!(demo.address.starts_with("http://127.0.0.1:"));
        assert_eq!(demo.sign_in, "http://x/sign-in/link/abc");
        assert!(tail(&folder.join("log"), 5).contains("working"));
    }

    #[test]
    fn a_demo_that_ends_early_is_an_error_and_not_a_wait() {
        let keeper = Keeper::start().unwrap();
        let program = script(&keeper, "demo-ends", "echo 'no room on the disk' >&2; exit 1");
        let folder = program.parent().unwrap();
        let log = folder.join("log");
        assert!(Demo::start(&keeper, &program, &folder.join("data"), &log).is_err());
        assert!(tail(&log, 5).contains("no room on the disk"));
    }
}
