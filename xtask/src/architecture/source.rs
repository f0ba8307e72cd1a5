//! Rules about the source text.

use super::SourceFile;

const FORBIDDEN_NAMES: [&str; 4] = ["utils", "common", "helpers", "manager"];

/// The only place that asks the machine what time it is.
const CLOCK: &str = "crates/kernel/src/clock.rs";

const CLOCK_READS: [&str; 3] = ["Timestamp::now(", "SystemTime::now(", "ZonedDateTime::now("];

/// Past this many lines a file is probably two rooms.
const LONG: usize = 450;

/// A module that is called "utils" says nothing about what is in it.
pub fn forbidden_names(files: &[SourceFile]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in product(files) {
        let parts: Vec<&str> = file.path.trim_end_matches(".rs").split('/').collect();
        if let Some(name) = parts.iter().find(|it| FORBIDDEN_NAMES.contains(it)) {
            findings.push(format!("{}: \"{name}\" is not a name of the field", file.path));
        }
    }
    findings
}

/// Time comes from the Clock that is passed in.
pub fn clock_reads(files: &[SourceFile]) -> Vec<String> {
    let rooms = product(files).filter(|it| it.path != CLOCK && !it.path.starts_with("crates/bench/"));
    lines_with(rooms, |code| {
        CLOCK_READS
            .iter()
            .find(|it| code.contains(*it))
            .map(|it| format!("{it}) reads the machine's clock; ask the Clock that is passed in"))
    })
}

/// Pages and connectors do not name the database, not even through another room's re-export.
pub fn database_outside_its_rooms(files: &[SourceFile]) -> Vec<String> {
    let rooms = ["crates/web/src/", "crates/connectors/src/", "crates/mcp/src/"];
    let rooms = product(files).filter(|it| rooms.iter().any(|room| it.path.starts_with(room)));
    lines_with(rooms, |code| {
        ["sea_orm", "sqlx", "storage"]
            .iter()
            .find(|it| names_crate(code, it))
            .map(|it| format!("names {it}; data is reached through operations"))
    })
}

/// Files that have grown past what one can hold in mind.
pub fn long_files(files: &[SourceFile]) -> Vec<String> {
    files
        .iter()
        .filter(|it| it.path.ends_with(".rs") || it.path.ends_with(".ts"))
        .filter_map(|it| {
            let lines = it.text.lines().count();
            (lines > LONG).then(|| format!("{} has {lines} lines; is it two rooms?", it.path))
        })
        .collect()
}

fn product(files: &[SourceFile]) -> impl Iterator<Item = &SourceFile> {
    files.iter().filter(|it| it.path.starts_with("crates/") && it.path.contains("/src/") && it.path.ends_with(".rs"))
}

fn lines_with<'f>(files: impl Iterator<Item = &'f SourceFile>, wrong: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            // Comments may speak of anything.
            let code = line.split("//").next().unwrap_or_default();
            if let Some(reason) = wrong(code) {
                findings.push(format!("{}:{}: {reason}", file.path, number + 1));
            }
        }
    }
    findings
}

/// `name::` as a path of its own, not the end of a longer word.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).and_then(|it| it.chars().next_back());
        let after = code.get(at + name.len()..).unwrap_or_default();
        let starts = !before.is_some_and(|it| it.is_alphanumeric() || it == '_');
        starts && after.starts_with("::")
    })
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    #[test]
    fn a_module_named_utils_is_found() {
        let tree = files(&[
            ("crates/web/src/html/utils.rs", ""),
            ("crates/kernel/src/common/mod.rs", ""),
            ("crates/kernel/src/money.rs", ""),
        ]);
        assert_eq!(forbidden_names(&tree).len(), 2);
    }

    #[test]
    fn a_clock_read_is_found_with_its_line() {
        let tree = files(&[(
            "crates/operations/src/record/event.rs",
            "// Timestamp::now() is wrong here\nlet at = jiff::Timestamp::now();\n",
        )]);
        let findings = clock_reads(&tree);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("crates/operations/src/record/event.rs:2: "));
    }

    #[test]
    fn the_clock_and_the_benchmarks_may_read_the_clock() {
        let read = "SystemTime::now()";
        let tree = files(&[(CLOCK, read), ("crates/bench/src/main.rs", read)]);
        assert_eq!(clock_reads(&tree), Vec::<String>::new());
    }

    #[test]
    fn a_page_that_names_the_database_is_found() {
        let tree = files(&[
            ("crates/web/src/lib.rs", "use operations::storage::Db;"),
            ("crates/web/src/state.rs", "use sea_orm::EntityTrait;"),
            ("crates/web/src/cookie.rs", "let local_storage::x = 1; // storage::Db"),
            ("crates/operations/src/lib.rs", "use storage::Db;"),
        ]);
        assert_eq!(database_outside_its_rooms(&tree).len(), 2);
    }

    #[test]
    fn a_long_file_is_mentioned() {
        let text = "x\n".repeat(LONG + 1);
        let tree = files(&[("crates/web/src/a.rs", &text), ("crates/web/src/b.rs", "x")]);
        assert_eq!(long_files(&tree).len(), 1);
    }
}
