//! `cargo xtask …`: sets up what a task needs, does it, and leaves nothing running.

mod architecture;
mod bench;
mod browser;
mod demo;
mod postgres;
mod prerequisites;
mod processes;
mod requests;
mod steps;
mod suite;
mod summary;

mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask demo [--port N]   the product with sample data; prints its address and a sign-in link
cargo xtask test [FILTER]     formatting, lints, architecture, all tests on SQLite and PostgreSQL, browser tests;
                              with FILTER only the tests whose name contains it
cargo xtask requests          requests generated from the OpenAPI document, on both databases
cargo xtask check             formatting, lints and architecture only
cargo xtask bench [ARGS…]     the measured bars, as ratios within one run
cargo xtask pg                a throw-away PostgreSQL; prints its URL and stays until Ctrl-C";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `Ok(false)` when the task ran to its end and something in it failed.
fn dispatch(arguments: &[String]) -> Result<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo"] => demo::run(&Workspace::find()?, None),
        ["demo", "--port", port] => demo::run(&Workspace::find()?, Some(port)),
        ["test"] => suite::run(&Workspace::find()?, None),
        ["test", filter] => suite::run(&Workspace::find()?, Some(filter)),
        ["requests"] => suite::requests(&Workspace::find()?),
        ["check"] => suite::check(&Workspace::find()?),
        ["bench", rest @ ..] => bench::run(&Workspace::find()?, rest),
        ["pg"] => postgres::serve(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(false)
        }
    }
}
