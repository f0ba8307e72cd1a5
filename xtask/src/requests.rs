//! Requests generated from the OpenAPI document (schemathesis), against a demo of their own, on either database: none may
//! end in an error of ours, or in an answer the document does not know.

use std::fs::File;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::browser::Demo;
use crate::postgres::{Durability, Postgres};
use crate::prerequisites::need_python;
use crate::processes::{Keeper, Server, Signal, free_port, tail};
use crate::steps::Outcome;
use crate::workspace::Workspace;

/// Generated per operation, beside those that cover each rule of its schema once.
const EXAMPLES: &str = "12";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance";

/// Runs both, one after the other. The product must be built.
pub fn run(workspace: &Workspace, keeper: &Keeper) -> Result<Outcome> {
    let tool = install(workspace, keeper)?;
    let folder = keeper.temporary_folder("requests")?;
    let program = workspace.program("debug", "compagnon");
    let data = folder.join("data");
    let log = folder.join("server.log");
    let asks = Asks { workspace, keeper, tool, folder: folder.clone() };

    let demo = Demo::start(keeper, &program, &data, &log)
        .with_context(|| format!("the demo did not start{}", tail(&log, 20)))?;
    let product = Product { program: &program, data: &data, database: None };
    let backup = folder.join("backup");
    product.call(&["backup", "--to", &backup.display().to_string()])?;
    let on_sqlite = asks.against("SQLite", &demo.address, &product.token()?)?;
    drop(demo);

    // The same data on the other database, which refuses more (NUL in texts, numbers out of range).
    let postgres = Postgres::start(keeper, Durability::None)?;
    let product = Product { program: &program, data: &data, database: Some(&postgres.url) };
    product.call(&["restore", "--from", &backup.display().to_string()])?;
    let token = product.token()?;
    let port = free_port()?;
    let log_file = File::create(folder.join("postgres.log"))?;
    let mut command = product.command(&["serve", "--port", &port.to_string()]);
    command.stdin(Stdio::null()).stdout(log_file.try_clone()?).stderr(log_file);
    let mut server = Server::start(keeper, &mut command, Signal::Terminate)?;
    listening(&mut server, port)?;
    let on_postgres = asks.against("PostgreSQL", &format!("http://127.0.0.1:{port}"), &token)?;

    Ok(if on_sqlite && on_postgres { Outcome::Passed } else { Outcome::Failed("see above".to_owned()) })
}

/// The tool in a virtual environment below target/, made again when the pinned versions change.
fn install(workspace: &Workspace, keeper: &Keeper) -> Result<PathBuf> {
    let python = need_python()?;
    let wanted = workspace.root.join("xtask/requests/requirements.txt");
    let place = workspace.target.join("requests-venv");
    let installed = place.join("requirements.txt");
    let same = std::fs::read(&installed).ok() == Some(std::fs::read(&wanted)?);
    if !same {
        let made = keeper.run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&place))?;
        let filled = made.success()
            && keeper
                .run(
                    Command::new(place.join("bin/pip"))
                        .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
                        .arg(&wanted),
                )?
                .success();
        if !filled {
            bail!("the Python packages of xtask/requests/requirements.txt cannot be installed, see above");
        }
        std::fs::copy(&wanted, &installed)?;
    }
    Ok(place.join("bin/schemathesis"))
}

/// The product's command line, on one database.
struct Product<'p> {
    program: &'p Path,
    data: &'p Path,
    database: Option<&'p str>,
}

impl Product<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments).arg("--data-dir").arg(self.data);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("COMPAGNON_") {
                command.env_remove(&name);
            }
        }
        if let Some(url) = self.database {
            command.env("COMPAGNON_DATABASE_URL", url);
        }
        command
    }

    fn call(&self, arguments: &[&str]) -> Result<String> {
        let output = self.command(arguments).output()?;
        if !output.status.success() {
            bail!("compagnon {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A token that may do what an administrator may.
    fn token(&self) -> Result<String> {
        let people = self.call(&["user", "list"])?;
        let administrator = people
            .lines()
            .find(|line| line.contains("administrator"))
            .and_then(|line| line.split_whitespace().next())
            .context("the demo has no administrator")?;
        let printed =
            self.call(&["token", "add", "--user", administrator, "--name", "Generated requests", "--write"])?;
        printed.split_whitespace().find(|it| it.starts_with("cmpg_")).map(str::to_owned).context("no token was printed")
    }
}

struct Asks<'a> {
    workspace: &'a Workspace,
    keeper: &'a Keeper,
    tool: PathBuf,
    folder: PathBuf,
}

impl Asks<'_> {
    /// False when an answer was not as the document says, or when the requests did not reach the product.
    fn against(&self, database: &str, address: &str, token: &str) -> Result<bool> {
        println!("on {database}");
        std::io::stdout().flush()?;
        let answers = self.folder.join(format!("{database}.json"));
        let mut command = Command::new(&self.tool);
        command
            .arg("run")
            .arg(format!("{address}/api/v1/openapi.json"))
            .args(["-H", &format!("Authorization: Bearer {token}")])
            .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES])
            .args(["--seed", "1", "--no-shrink", "--continue-on-failure", "--warnings", "off"])
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", self.workspace.root.join("xtask/requests"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("NO_COLOR", "1")
            .env("COMPAGNON_URL", address)
            .env("COMPAGNON_TOKEN", token)
            .env("COMPAGNON_ANSWERS", &answers)
            // It keeps a folder of its own where it runs.
            .current_dir(&self.folder);
        let well = self.keeper.run(&mut command)?.success();
        let reached = Reached::read(&std::fs::read_to_string(&answers).unwrap_or_default());
        println!("{database}: {reached}");
        Ok(well && reached.enough())
    }
}

/// How far the requests came: an operation that only ever refuses has not been tried.
struct Reached {
    requests: u64,
    operations: usize,
    succeeded: usize,
}

impl Reached {
    /// Reads what hooks.py wrote: operation → status → how often.
    fn read(text: &str) -> Self {
        let all: Value = serde_json::from_str(text).unwrap_or_default();
        let mut reached = Self { requests: 0, operations: 0, succeeded: 0 };
        for statuses in all.as_object().into_iter().flat_map(|it| it.values()).filter_map(Value::as_object) {
            reached.requests += statuses.values().filter_map(Value::as_u64).sum::<u64>();
            // Methods a path does not have are tried too.
            if statuses.keys().all(|status| status == "405") {
                continue;
            }
            reached.operations += 1;
            reached.succeeded += usize::from(statuses.keys().any(|status| status.starts_with('2')));
        }
        reached
    }

    fn enough(&self) -> bool {
        self.operations > 0 && self.succeeded * 2 >= self.operations
    }
}

impl std::fmt::Display for Reached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { requests, operations, succeeded } = self;
        write!(f, "{requests} requests to {operations} operations, {succeeded} of them also with success")
    }
}

fn listening(server: &mut Server<'_>, port: u16) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        server.still_runs()?;
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    bail!("the server does not listen within 60 s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_that_were_all_refused_have_tried_nothing() {
        let refused = Reached::read(r#"{"GET /a":{"401":9},"POST /a":{"401":4},"TRACE /a":{"405":1}}"#);
        assert_eq!((refused.requests, refused.operations, refused.succeeded), (14, 2, 0));
        assert!(!refused.enough());
        assert!(Reached::read(r#"{"GET /a":{"401":1,"200":8},"POST /a":{"422":4}}"#).enough());
        assert!(!Reached::read("").enough());
    }
}
