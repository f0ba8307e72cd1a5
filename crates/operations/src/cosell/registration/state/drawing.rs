//! `docs/registration-states.md`, drawn from the table. `COMPAGNON_DRAW=1` writes it anew.

use super::{MOVES, Status, Step};
use std::fmt::Write;
use std::path::PathBuf;

/// A step's name as words: `RequestInformation` is "request information".
fn words(step: Step) -> String {
    let mut text = String::new();
    for letter in format!("{step:?}").chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

fn drawing() -> String {
    let mut text = String::from(
        "# Where a registration may go\n\nDrawn from the table of moves in `crates/operations/src/cosell/registration/state.rs`; a test fails when this file is \
         stale, and\n`COMPAGNON_DRAW=1 cargo test -p operations drawing` writes it anew. No other move is possible, by any entrance. Each is kept in\n\
         `registration_step` with who, through which entrance, when and why.\n\n```mermaid\nstateDiagram-v2\n    [*] --> draft\n    [*] --> unconfirmed\n    \
         [*] --> submitted\n",
    );
    for from in Status::ALL {
        for to in Status::ALL {
            let labels: Vec<String> = MOVES
                .iter()
                .filter(|(_, sources, target)| sources.contains(from) && target == to)
                .map(|(step, _, _)| words(*step))
                .collect();
            if !labels.is_empty() {
                let _ = writeln!(text, "    {from} --> {to}: {}", labels.join(", "));
            }
        }
    }
    text.push_str("    withdrawn --> [*]\n    won --> [*]\n    lost --> [*]\n```\n\n| move | from | to | word in the history |\n|---|---|---|---|\n");
    for (step, sources, to) in MOVES {
        let sources: Vec<_> = sources.iter().map(|s| s.as_str()).collect();
        let _ = writeln!(text, "| {} | {} | {to} | `{}` |", words(*step), sources.join(", "), step.activity());
    }
    text
}

#[test]
fn the_drawing_in_the_docs_is_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/registration-states.md");
    let drawn = drawing();
    if std::env::var_os("COMPAGNON_DRAW").is_some() {
        std::fs::write(&path, &drawn).expect("the docs can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "docs/registration-states.md is stale: run the test with COMPAGNON_DRAW=1");
}
