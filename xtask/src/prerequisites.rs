//! What a task needs from the machine: found, installed from Debian where that is possible, or named in one line.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// Where a program of this name is on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|it| it.is_file())
}

/// True when this process may act as other users and install packages.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.trim_ascii() == b"0")
}

/// Node and npm build the pages' assets and run the browser tests.
pub fn need_node() -> Result<()> {
    for program in ["node", "npm"] {
        if on_path(program).is_none() {
            bail!("{program} is missing: install Node 20 or later (Debian: apt-get install nodejs npm)");
        }
    }
    Ok(())
}

/// The system's Chromium; `CHROMIUM` names another one.
pub fn need_chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(named);
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is not there", path.display());
    }
    let find = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    find_or_install(find, "chromium")
}

/// A Python that can make virtual environments: Debian keeps that part in a package of its own.
pub fn need_python() -> Result<PathBuf> {
    let find = || {
        on_path("python3").filter(|python| {
            let able = Command::new(python).args(["-c", "import venv, ensurepip"]).stderr(Stdio::null()).status();
            able.is_ok_and(|it| it.success())
        })
    };
    find_or_install(find, "python3-venv")
}

/// The folder with PostgreSQL's server programs, the newest version first.
pub fn need_postgres() -> Result<PathBuf> {
    find_or_install(find_postgres, "postgresql")
}

fn find_postgres() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| folder.join("postgres").is_file() && folder.join("initdb").is_file();
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .collect();
    installed.sort();
    installed.pop().map(|(_, folder)| folder).or_else(|| {
        let postgres = on_path("postgres")?.canonicalize().ok()?;
        postgres.parent().map(Path::to_owned).filter(complete)
    })
}

fn find_or_install(find: impl Fn() -> Option<PathBuf>, package: &str) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if is_root() && on_path("apt-get").is_some() {
        println!("installing the Debian package {package}");
        apt_get(&["update", "-q"])?;
        apt_get(&["install", "-q", "-y", "--no-install-recommends", package])?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    bail!("{package} is missing: install it (Debian: sudo apt-get install {package})")
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let output = Command::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output()?;
    if !output.status.success() {
        bail!("apt-get {} failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
