//! Which files a mapping's path means.

use super::SourceError;
use crate::connect::import::mapping::{File, Mapping};
use std::path::{Path, PathBuf};

/// One file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its place among the files of the same shape.
    pub number: u32,
    /// Where it lies.
    pub path: PathBuf,
    /// Its path below the import's folder, for messages.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// The files of a path or pattern, in order of name.
///
/// # Errors
/// When there is none.
pub fn find_files(folder: &Path, spec: &File) -> Result<Vec<SourceFile>, SourceError> {
    let missing = || SourceError::FileMissing { id: spec.id.as_ref().clone(), path: spec.path.as_ref().clone() };
    let wanted = spec.path.as_ref();
    let mut names = Vec::new();
    if wanted.contains(['*', '?']) {
        let (below, pattern) = wanted.rsplit_once('/').map_or(("", wanted.as_str()), |(a, b)| (a, b));
        let matches = wildcard(pattern).ok_or_else(missing)?;
        let entries = std::fs::read_dir(folder.join(below)).map_err(|_| missing())?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if matches.is_match(&name) && entry.path().is_file() {
                names.push(if below.is_empty() { name } else { format!("{below}/{name}") });
            }
        }
        names.sort();
    } else if folder.join(wanted).is_file() {
        names.push(wanted.clone());
    }
    if names.is_empty() {
        return Err(missing());
    }
    let files = names.into_iter().zip(0_u32..).map(|(name, number)| {
        let path = folder.join(&name);
        let size = std::fs::metadata(&path).map_or(0, |m| m.len());
        SourceFile { number, path, name, size }
    });
    Ok(files.collect())
}

/// The declaration a file of this name goes by.
pub fn declaration<'m>(mapping: &'m Mapping, name: &str) -> Option<&'m File> {
    let fits = |wanted: &str| {
        let (below, pattern) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        wanted == name || below == folder && wildcard(pattern).is_some_and(|matches| matches.is_match(last))
    };
    mapping.files.iter().find(|file| fits(file.path.as_ref()))
}

/// `*` is any text, `?` any one character.
fn wildcard(pattern: &str) -> Option<regex::Regex> {
    let escaped = regex::escape(pattern).replace(r"\*", ".*").replace(r"\?", ".");
    regex::Regex::new(&format!("^{escaped}$")).ok()
}
