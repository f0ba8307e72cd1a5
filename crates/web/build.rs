//! Builds the browser files (styles, scripts, icons, font) with npm packages and esbuild into `OUT_DIR/assets`.
//!
//! Needs Node and npm on the build machine; nothing is written into the tree except the ignored `node_modules`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    for source in [
        "assets/css",
        "assets/ts",
        "assets/icons.txt",
        "assets/favicon.svg",
        "assets/build.mjs",
        "assets/package.json",
        "assets/package-lock.json",
    ] {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rerun-if-changed=build.rs");

    let assets = PathBuf::from(var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(var("OUT_DIR")?).join("assets");

    if !installed(&assets) {
        run(
            Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&assets),
            "npm ci",
        )?;
    }
    run(Command::new("node").arg("build.mjs").arg(&out).current_dir(&assets), "node build.mjs")
}

fn var(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// npm leaves its own copy of the lock file in `node_modules`; when that is not older than ours, the packages are current.
fn installed(assets: &Path) -> bool {
    let changed = |path: PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    match (changed(assets.join("node_modules/.package-lock.json")), changed(assets.join("package-lock.json"))) {
        (Some(installed), Some(wanted)) => installed >= wanted,
        _ => false,
    }
}

fn run(command: &mut Command, name: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| {
        format!("Node 20 or newer with npm is needed to build the pages' styles and scripts: `{name}` did not start ({error})")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).take(12).collect();
    Err(format!("`{name}` failed: {}", said.join(" | ")))
}
