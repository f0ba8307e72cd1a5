//! `cargo xtask bench`: release builds, a PostgreSQL that waits for its disk, then the measuring program.

use std::process::Command;

use anyhow::{Result, bail};

use crate::postgres::{Durability, Postgres};
use crate::processes::Keeper;
use crate::workspace::Workspace;

/// Passes on `arguments`. The measuring program finds in its environment `COMPAGNON_BENCH_DATABASE_URL`
/// (PostgreSQL), `COMPAGNON_BENCH_PGBENCH` (path of pgbench) and `COMPAGNON_BENCH_PROGRAM` (path of the product).
pub fn run(workspace: &Workspace, arguments: &[&str]) -> Result<bool> {
    let Some(bench) = workspace.first_program_of("bench") else {
        bail!("there is no package named bench in this tree");
    };
    let keeper = Keeper::start()?;
    // In one command: built apart, the two would compile their dependencies twice.
    let mut build = workspace.cargo();
    build.args(["build", "--release", "--package", "compagnon", "--package", "bench"]);
    if !keeper.run(&mut build)?.success() {
        return Ok(false);
    }
    let postgres = Postgres::start(&keeper, Durability::Full)?;
    let mut command = Command::new(workspace.program("release", bench));
    command
        .args(arguments)
        .current_dir(&workspace.root)
        .env("COMPAGNON_BENCH_DATABASE_URL", &postgres.url)
        .env("COMPAGNON_BENCH_PGBENCH", postgres.programs.join("pgbench"))
        .env("COMPAGNON_BENCH_PROGRAM", workspace.program("release", "compagnon"));
    Ok(keeper.run(&mut command)?.success())
}
