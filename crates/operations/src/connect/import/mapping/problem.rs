//! What is wrong with a mapping file, and where.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// One thing wrong, with its place (line and column count from 1).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MappingProblem {
    /// A stable code; its sentence is `import-mapping-<code>` in Fluent.
    pub code: String,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
    /// Line of the mapping file.
    pub line: usize,
    /// Column of that line, in characters.
    pub column: usize,
}

/// Everything wrong with a mapping file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct MappingProblems(pub Vec<MappingProblem>);

impl fmt::Display for MappingProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{}: {}", problem.line, problem.column, problem.code)?;
            for (name, value) in &problem.params {
                write!(f, " {name}={value:?}")?;
            }
        }
        Ok(())
    }
}

impl MappingProblems {
    /// The file is not TOML, or a key or value is not one of ours.
    pub(super) fn syntax(text: &str, error: &toml::de::Error) -> Self {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        let params = BTreeMap::from([("detail".to_owned(), error.message().to_owned())]);
        Self(vec![MappingProblem { code: "syntax".to_owned(), params, line, column }])
    }
}

/// Collects problems while a mapping is checked.
pub(super) struct Collector<'a> {
    text: &'a str,
    pub(super) found: Vec<MappingProblem>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }
    pub(super) fn add<const N: usize>(&mut self, span: Range<usize>, code: &str, params: [(&str, &str); N]) {
        let (line, column) = position(self.text, span.start);
        let params = params.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        self.found.push(MappingProblem { code: code.to_owned(), params, line, column });
    }
}

/// Line and column (from 1) of a byte offset.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
