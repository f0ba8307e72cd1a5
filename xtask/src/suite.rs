//! `cargo xtask test` and `cargo xtask check`.

use anyhow::{Result, bail};

use crate::architecture;
use crate::browser;
use crate::postgres::{Durability, Postgres};
use crate::processes::{Keeper, Stream};
use crate::requests;
use crate::steps::{Counts, Outcome, Steps};
use crate::summary;
use crate::workspace::Workspace;

/// Formatting, lints and architecture.
pub fn check(workspace: &Workspace) -> Result<bool> {
    let keeper = Keeper::start()?;
    let mut steps = Steps::default();
    checks(workspace, &keeper, &mut steps);
    println!("{}", steps.report());
    Ok(steps.all_passed())
}

/// Requests generated from the OpenAPI document, on both databases.
pub fn requests(workspace: &Workspace) -> Result<bool> {
    let keeper = Keeper::start()?;
    let mut steps = Steps::default();
    let built = steps.run("build", || {
        let mut command = workspace.cargo();
        command.args(["build", "--package", "compagnon"]);
        ended(keeper.run(&mut command)?.success())
    });
    if built {
        steps.run("generated requests", || requests::run(workspace, &keeper));
    }
    println!("{}", steps.report());
    Ok(steps.all_passed())
}

/// Everything. With a filter only the tests whose name contains it, without the checks.
pub fn run(workspace: &Workspace, filter: Option<&str>) -> Result<bool> {
    let keeper = Keeper::start()?;
    let mut steps = Steps::default();
    if filter.is_none() {
        checks(workspace, &keeper, &mut steps);
    }

    // One build for everything below: the tests of both databases are the same programs, and the browser
    // tests use the product built with them. Building it by itself would compile its dependencies twice.
    let built = steps.run("build", || {
        let mut command = workspace.cargo();
        command.args(["build", "--workspace", "--all-targets"]);
        ended(keeper.run(&mut command)?.success())
    });
    if built {
        let shared = workspace.shared_data();
        let tests = |url: Option<&str>| run_tests(workspace, &keeper, filter, url);
        steps.run("tests on SQLite", || tests(None));
        steps.run("tests on PostgreSQL", || {
            let postgres = Postgres::start(&keeper, Durability::None)?;
            tests(Some(&postgres.url))
        });
        steps.run("browser tests", || browser::run(workspace, &keeper, filter));
        steps.note(match shared {
            Some(folder) => format!("real data: ran with {}", folder.display()),
            None => "real data: left out, there is no ../shared/data (or COMPAGNON_SHARED_DATA)".to_owned(),
        });
    } else {
        for name in ["tests on SQLite", "tests on PostgreSQL", "browser tests"] {
            steps.leave_out(name, "it does not build");
        }
    }
    if filter.is_some() && steps.total().passed == 0 && steps.all_passed() {
        steps.run("filter", || bail!("no test has this in its name"));
    }
    println!("{}", steps.report());
    Ok(steps.all_passed())
}

fn checks(workspace: &Workspace, keeper: &Keeper, steps: &mut Steps) {
    steps.run("formatting", || {
        let mut command = workspace.cargo();
        command.args(["fmt", "--all", "--check"]);
        ended(keeper.run(&mut command)?.success())
    });
    steps.run("lints", || {
        let mut command = workspace.cargo();
        command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        ended(keeper.run(&mut command)?.success())
    });
    steps.run("architecture", || {
        let report = architecture::check(workspace)?;
        for warning in &report.warnings {
            println!("note: {warning}");
        }
        for finding in &report.findings {
            println!("{finding}");
        }
        if report.findings.is_empty() {
            return Ok(Outcome::Passed);
        }
        Ok(Outcome::Failed(format!("{} findings", report.findings.len())))
    });
}

fn ended(well: bool) -> Result<Outcome> {
    Ok(if well { Outcome::Passed } else { Outcome::Failed(String::new()) })
}

/// The whole suite on one database: SQLite, or the PostgreSQL at `url`.
fn run_tests(workspace: &Workspace, keeper: &Keeper, filter: Option<&str>, url: Option<&str>) -> Result<Outcome> {
    let nextest = workspace.cargo().args(["nextest", "--version"]).output().is_ok_and(|it| it.status.success());
    let mut command = workspace.cargo();
    let stream = if nextest {
        command.args(["nextest", "run", "--workspace", "--no-tests=pass"]);
        Stream::Error
    } else {
        println!("cargo-nextest is missing, using cargo test (cargo install cargo-nextest)");
        command.args(["test", "--workspace", "--all-targets", "--no-fail-fast"]);
        Stream::Output
    };
    command.args(filter);
    command.env_remove("COMPAGNON_DATABASE_URL");
    match url {
        Some(url) => command.env("COMPAGNON_TEST_DATABASE_URL", url),
        None => command.env_remove("COMPAGNON_TEST_DATABASE_URL"),
    };
    if let Some(folder) = workspace.shared_data() {
        command.env("COMPAGNON_SHARED_DATA", folder);
    }

    let mut counts = Counts::default();
    let mut summarised = false;
    let status = keeper.run_reading(&mut command, stream, |line| {
        let found = if nextest { summary::nextest(line) } else { summary::cargo_test(line) };
        if let Some(found) = found {
            summarised = true;
            counts.passed += found.passed;
            counts.failed += found.failed;
            counts.skipped += found.skipped;
        }
    })?;
    if !summarised && !status.success() {
        return Ok(Outcome::Failed("the tests did not run".to_owned()));
    }
    let complete = status.success() || counts.failed > 0;
    Ok(Outcome::Tested { counts, complete })
}
