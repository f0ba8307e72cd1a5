//! `cargo xtask demo`.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Result, anyhow};

use crate::prerequisites::need_node;
use crate::workspace::Workspace;

/// Builds the product and becomes it, so that Ctrl-C goes straight to it. Returns only when something failed.
pub fn run(workspace: &Workspace, port: Option<&str>) -> Result<bool> {
    need_node()?;
    let built = workspace.cargo().args(["build", "--package", "compagnon"]).status()?;
    if !built.success() {
        return Ok(false);
    }
    let mut command = Command::new(workspace.program("debug", "compagnon"));
    command.current_dir(&workspace.root).args(["demo", "--data-dir", "data/demo"]);
    if let Some(port) = port {
        command.args(["--port", port]);
    }
    Err(anyhow!(command.exec()).context("compagnon cannot be started"))
}
