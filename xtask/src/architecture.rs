//! Rules of the house that the compiler does not know. `docs/architecture.md` says why they are there.

mod arrows;
mod source;
mod wording;

use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// What is wrong, and what only deserves a look. Each entry is one line that names its place.
#[derive(Default)]
pub struct Report {
    pub findings: Vec<String>,
    pub warnings: Vec<String>,
}

/// A text file of the tree; `path` is relative to the root, with `/`.
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

/// Runs every check over the tree.
pub fn check(workspace: &Workspace) -> Result<Report> {
    let mut files = Vec::new();
    for folder in ["crates", "xtask/src", "e2e"] {
        read(&workspace.root, Path::new(folder), &mut files)?;
    }
    let mut report = Report::default();
    report.findings.extend(arrows::check(&workspace.metadata)?);
    report.findings.extend(source::forbidden_names(&files));
    report.findings.extend(source::clock_reads(&files));
    report.findings.extend(source::database_outside_its_rooms(&files));
    report.findings.extend(wording::check(&files));
    report.warnings.extend(source::long_files(&files));
    Ok(report)
}

const READ: [&str; 6] = ["rs", "ftl", "html", "txt", "ts", "xml"];

fn read(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> Result<()> {
    let full = root.join(folder);
    if !full.is_dir() {
        return Ok(());
    }
    let mut entries: Vec<_> = std::fs::read_dir(&full)
        .with_context(|| format!("cannot read {}", full.display()))?
        .collect::<std::io::Result<_>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let path = folder.join(&name);
        if entry.file_type()?.is_dir() {
            let built = ["node_modules", "dist", "target", "test-results", "playwright-report"];
            if !built.iter().any(|it| name == *it) {
                read(root, &path, files)?;
            }
        } else if path.extension().is_some_and(|it| READ.iter().any(|ours| it == *ours)) {
            let text = std::fs::read_to_string(entry.path())
                .with_context(|| format!("{} is not UTF-8 text", path.display()))?;
            let path = path.to_string_lossy().replace('\\', "/");
            files.push(SourceFile { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
fn files(files: &[(&str, &str)]) -> Vec<SourceFile> {
    files.iter().map(|(path, text)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}
