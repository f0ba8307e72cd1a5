//! Where the source tree and its build products are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The source tree, as `cargo metadata` describes it.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    pub metadata: Value,
}

impl Workspace {
    /// Asks cargo. Works without network.
    pub fn find() -> Result<Self> {
        let output = cargo()
            .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
            .stderr(Stdio::inherit())
            .output()
            .context("cargo cannot be started")?;
        if !output.status.success() {
            bail!("cargo metadata failed, see above");
        }
        let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata is not JSON")?;
        Ok(Self { root: path(&metadata, "workspace_root")?, target: path(&metadata, "target_directory")?, metadata })
    }

    /// A cargo command that runs at the root of the tree.
    pub fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Path of a built program, `profile` being `debug` or `release`.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Name of the first program of a package; `None` when there is no such package.
    pub fn first_program_of(&self, package: &str) -> Option<&str> {
        let packages = self.metadata["packages"].as_array()?;
        let package = packages.iter().find(|it| it["name"] == package)?;
        let targets = package["targets"].as_array()?;
        targets.iter().find(|it| it["kind"][0] == "bin")?["name"].as_str()
    }

    /// Folder with the public data sets: `COMPAGNON_SHARED_DATA`, else `../shared/data` beside the tree.
    pub fn shared_data(&self) -> Option<PathBuf> {
        let named = std::env::var_os("COMPAGNON_SHARED_DATA").map(PathBuf::from);
        let beside = self.root.parent().map(|it| it.join("shared/data"));
        named.or(beside).filter(|it| it.is_dir())
    }
}

fn path(metadata: &Value, key: &str) -> Result<PathBuf> {
    let text = metadata[key].as_str().with_context(|| format!("cargo metadata has no {key}"))?;
    Ok(Path::new(text).to_owned())
}

/// cargo, without what the outer `cargo run` put into the environment about xtask itself: it would make
/// build scripts that watch these variables run again.
fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
