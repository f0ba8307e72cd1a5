//! The one binary: serves, and does what an operator needs on the command line.

mod backup;
mod configuration;
mod demo;
mod doctor;
mod import;
mod kpi;
mod match_evaluate;
mod partner_work;
mod people;
mod rates;
mod serve;
mod start;
mod targets;

use anyhow::Result;
use clap::{Parser, Subcommand};
use configuration::Configuration;
use std::path::PathBuf;

/// Compagnon runs a company's partner lifecycle. Self-hosted, CRM-first, no-login-first.
#[derive(Parser)]
#[command(name = "compagnon", version)]
struct Cli {
    /// Configuration file (default: compagnon.toml in this folder, when there is one).
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Folder for the embedded database, the key and files (overrides the configuration).
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and API, and work through mails, clocks and imports.
    Serve {
        /// Listen on this port of the configured address.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Serve with believable sample data, the same every time.
    Demo {
        /// Listen on this port of 127.0.0.1.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Say in plain words what is wrong and how to mend it.
    Doctor,
    /// Bring the database schema up to date.
    Migrate,
    /// Write everything into one compressed file, while serving.
    Backup {
        /// The file to write; must not exist.
        #[arg(long)]
        to: PathBuf,
    },
    /// Read a backup into an empty database (of either kind).
    Restore {
        /// The file to read.
        #[arg(long)]
        from: PathBuf,
    },
    /// Import files by a mapping; an interrupted import goes on where it was.
    Import {
        /// The mapping file (TOML), see docs/guide/import.md.
        #[arg(long)]
        mapping: PathBuf,
        /// The folder the files lie in.
        #[arg(long)]
        dir: PathBuf,
        /// Read everything and report, but write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Answer a question about numbers, or list their definitions.
    Kpi(kpi::KpiArgs),
    /// Take exchange rates from the European Central Bank's file, and list them.
    #[command(subcommand)]
    Rates(rates::RatesCommand),
    /// Set targets from a file, and list them.
    #[command(subcommand)]
    Targets(targets::TargetsCommand),
    /// Add people, list them, print a link with which they come in.
    #[command(subcommand)]
    User(people::UserCommand),
    /// Make, list and revoke API tokens.
    #[command(subcommand)]
    Token(people::TokenCommand),
    /// Match records, and measure it.
    #[command(subcommand)]
    Match(match_evaluate::MatchCommand),
    /// Print the OpenAPI document.
    Openapi,
    /// Print every configuration key with its default.
    Configuration,
}

/// A reader that has seen enough closes the pipe (`| head`): that is the end, and no error.
fn end_quietly_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map(String::as_str).unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

fn main() -> std::process::ExitCode {
    end_quietly_with_the_reader();
    let cli = Cli::parse();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(run(cli)));
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<()> {
    match &cli.command {
        Command::Openapi => {
            println!("{}", serde_json::to_string_pretty(&web::api::openapi())?);
            return Ok(());
        }
        Command::Match(command) => return match_evaluate::run(command),
        Command::Configuration => {
            print!("{}", configuration::DEFAULTS);
            return Ok(());
        }
        _ => {}
    }
    let mut configuration = Configuration::load(cli.config.as_deref())?;
    if let Some(folder) = cli.data_dir {
        configuration.data_dir = folder;
    } else if matches!(cli.command, Command::Demo { .. }) {
        configuration.data_dir = PathBuf::from("data/demo");
    }
    match cli.command {
        Command::Serve { port } => {
            if let Some(port) = port {
                configuration.set_port(port);
            }
            serve::serve(configuration, serve::Kind::Production).await
        }
        Command::Demo { port } => {
            configuration.set_local(port);
            serve::serve(configuration, serve::Kind::Demo).await
        }
        Command::Doctor => doctor::doctor(&configuration).await,
        Command::Migrate => {
            let db = start::open_database(&configuration).await?;
            let ran = storage::migration::migrate(&db).await?;
            println!("{ran} migrations ran; the schema is up to date.");
            Ok(())
        }
        Command::Backup { to } => backup::backup(&configuration, &to).await,
        Command::Restore { from } => backup::restore(&configuration, &from).await,
        Command::Import { mapping, dir, dry_run } => {
            let app = start::application(&configuration).await?;
            import::import(&app, &mapping, &dir, dry_run).await
        }
        Command::Kpi(args) => kpi::run(&start::application(&configuration).await?, args).await,
        Command::Rates(command) => rates::run(&start::application(&configuration).await?, command).await,
        Command::Targets(command) => targets::run(&start::application(&configuration).await?, command).await,
        Command::User(command) => people::user(&start::application(&configuration).await?, command).await,
        Command::Token(command) => people::token(&start::application(&configuration).await?, command).await,
        Command::Openapi | Command::Configuration | Command::Match(_) => Ok(()),
    }
}
