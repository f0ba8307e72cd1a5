//! `compagnon rates`: exchange rates from the European Central Bank's file.

use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
use kernel::{Channel, Failure, Locale};
use operations::App;
use operations::grow::exchange_rate::{self, Taken};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(crate) enum RatesCommand {
    /// Take the rates of a file: new ones are added, different ones replaced, none removed. The same file again changes nothing.
    Import {
        /// The bank's history as CSV, eurofxref-hist.csv.
        file: PathBuf,
    },
    /// List currencies with the days they have rates for.
    List,
}

/// Runs one of the commands.
pub(crate) async fn run(app: &App, command: RatesCommand) -> Result<()> {
    let cx = app.system(Channel::Cli);
    match command {
        RatesCommand::Import { file } => {
            let open = File::open(&file).with_context(|| format!("{} cannot be opened", file.display()))?;
            let taken = exchange_rate::import(&cx, BufReader::new(open)).await.map_err(|f| told(&f))?;
            print!("{}", report(&taken));
        }
        RatesCommand::List => {
            for span in exchange_rate::list(&cx).await.map_err(|f| told(&f))?.currencies {
                println!(
                    "{}  {} to {}  {:>6} days  {:>18} for 1 EUR",
                    span.currency, span.first, span.last, span.days, span.units
                );
            }
        }
    }
    Ok(())
}

fn report(taken: &Taken) -> String {
    let day = |day: Option<kernel::Date>| day.map(|d| d.to_string()).unwrap_or_default();
    format!(
        "{} rates of {} currencies on {} days, {} to {}: {} new, {} changed, {} known already.\nDays on which a currency had no rate, over all currencies: {}.\n",
        taken.rates,
        taken.currencies,
        taken.days,
        day(taken.first),
        day(taken.last),
        taken.new,
        taken.changed,
        taken.unchanged,
        taken.without,
    )
}

pub(crate) fn told(failure: &Failure) -> anyhow::Error {
    match failure {
        Failure::Invalid(errors) => {
            let lines: Vec<String> = errors.0.iter().map(|e| i18n::field_error_text(Locale::En, e)).collect();
            anyhow!("{}", lines.join("\n"))
        }
        Failure::Internal(error) => anyhow!("{error}"),
        other => anyhow!("{}", i18n::error_text(Locale::En, other.code(), &BTreeMap::new())),
    }
}
