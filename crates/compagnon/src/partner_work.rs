//! `compagnon kpi coaching` and `compagnon kpi health`: what is said of partners, as the API says it.

use crate::kpi::{laid_out, push_line, told};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use kernel::page::MAX_LIMIT;
use kernel::{Channel, Cursor, Locale, PageRequest};
use operations::grow::coaching::{self, Finding, FindingsQuery};
use operations::grow::health::{self, Band, HealthQuery, ScoreListed};
use operations::{App, Ctx};
use serde::Serialize;

/// What both lists take.
#[derive(Args)]
pub(crate) struct ListArgs {
    /// In this program: its key or its id.
    #[arg(long)]
    program: Option<String>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
    /// Language of names and sentences: en or de.
    #[arg(long, default_value = "en")]
    language: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    /// For people.
    Table,
    /// Comma-separated.
    Csv,
    /// As the API answers, all pages in one.
    Json,
}

#[derive(Args)]
pub(crate) struct CoachingArgs {
    /// By the rule of this key.
    #[arg(long)]
    rule: Option<String>,
    /// Of this partner (par_…).
    #[arg(long)]
    partner: Option<String>,
    /// What today's rules would have said on this day, YYYY-MM-DD.
    #[arg(long)]
    as_of: Option<String>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Args)]
pub(crate) struct HealthArgs {
    /// strong, steady or weak.
    #[arg(long)]
    band: Option<String>,
    #[command(flatten)]
    list: ListArgs,
}

/// As the API answers, with all pages in one.
#[derive(Serialize)]
struct Findings {
    on: Option<kernel::Date>,
    items: Vec<Finding>,
    next_cursor: Option<String>,
}

/// As the API answers, with all pages in one.
#[derive(Serialize)]
struct Scores {
    items: Vec<ScoreListed>,
    next_cursor: Option<String>,
}

impl ListArgs {
    fn reader(&self, app: &App) -> Result<Ctx> {
        let locale: Locale = self.language.parse().map_err(|_| anyhow::anyhow!("--language must be en or de"))?;
        Ok(Ctx { locale, ..app.system(Channel::Cli) })
    }
    async fn program(&self, cx: &Ctx) -> Result<Option<kernel::id::ProgramId>> {
        let Some(text) = &self.program else { return Ok(None) };
        let programs = operations::program::list(cx).await.map_err(|f| told(cx.locale, &f))?;
        let found = programs.iter().find(|p| p.program.key == *text || p.program.id.to_string() == *text);
        match found {
            Some(program) => Ok(Some(program.program.id)),
            None => {
                let keys: Vec<&str> = programs.iter().map(|p| p.program.key.as_str()).collect();
                bail!("There is no program {text:?}. There are: {}", keys.join(", "))
            }
        }
    }
}

/// What coaching rules say.
pub(crate) async fn coaching(app: &App, args: &CoachingArgs) -> Result<()> {
    let cx = args.list.reader(app)?;
    let query = FindingsQuery {
        partner: args
            .partner
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|_| anyhow::anyhow!("--partner must be an id such as par_…"))?,
        program: args.list.program(&cx).await?,
        rule: args.rule.clone(),
        as_of: args
            .as_of
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|_| anyhow::anyhow!("--as-of must be a day, YYYY-MM-DD"))?,
    };
    let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
    let mut items = Vec::new();
    let on = loop {
        let found = coaching::findings(&cx, &query, &page).await.map_err(|f| told(cx.locale, &f))?;
        items.extend(found.page.items);
        page.after = found.page.next_cursor.as_deref().and_then(Cursor::decode);
        if page.after.is_none() {
            break found.on;
        }
    };
    let text = |key: &str| i18n::text(cx.locale, key);
    match args.list.format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&Findings { on, items, next_cursor: None })?),
        ListFormat::Csv => print!("{}", findings_csv(&items)),
        ListFormat::Table if items.is_empty() => println!("{}", text("coaching-empty")),
        ListFormat::Table => {
            for (at, finding) in items.iter().enumerate() {
                let since = finding.since.map(|day| {
                    format!(
                        " · {}",
                        i18n::text_args(cx.locale, "coaching-since", &[("date", i18n::date(cx.locale, day).into())])
                    )
                });
                println!(
                    "{}{} · {}{}",
                    if at > 0 { "\n" } else { "" },
                    finding.partner,
                    finding.program,
                    since.unwrap_or_default()
                );
                println!("  {}", finding.title);
                println!("  {}", finding.text);
                println!("  {}", finding.next_step);
            }
        }
    }
    Ok(())
}

/// A line for each number a finding counted.
fn findings_csv(items: &[Finding]) -> String {
    let mut out = String::new();
    push_line(
        &mut out,
        &[
            "partner",
            "partner_id",
            "program",
            "program_id",
            "rule",
            "title",
            "finding",
            "next_step",
            "from",
            "to",
            "since",
            "peers",
            "measure",
            "part",
            "of",
        ]
        .map(str::to_owned),
    );
    for finding in items {
        for count in &finding.measures {
            push_line(
                &mut out,
                &[
                    finding.partner.clone(),
                    finding.partner_id.to_string(),
                    finding.program.clone(),
                    finding.program_id.to_string(),
                    finding.rule.clone(),
                    finding.title.clone(),
                    finding.text.clone(),
                    finding.next_step.clone(),
                    finding.from.to_string(),
                    finding.to.to_string(),
                    finding.since.map(|day| day.to_string()).unwrap_or_default(),
                    finding.peers.map(|peers| peers.to_string()).unwrap_or_default(),
                    count.measure.to_string(),
                    count.part.to_string(),
                    count.of.to_string(),
                ],
            );
        }
    }
    out
}

/// How healthy partners are.
pub(crate) async fn health(app: &App, args: &HealthArgs) -> Result<()> {
    let cx = args.list.reader(app)?;
    let band: Option<Band> = args
        .band
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| anyhow::anyhow!("--band must be strong, steady or weak"))?;
    let query = HealthQuery { program: args.list.program(&cx).await?, band };
    let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
    let mut items = Vec::new();
    loop {
        let found = health::list(&cx, query, &page).await.map_err(|f| told(cx.locale, &f))?;
        items.extend(found.items);
        page.after = found.next_cursor.as_deref().and_then(Cursor::decode);
        if page.after.is_none() {
            break;
        }
    }
    match args.list.format {
        ListFormat::Json => {
            println!("{}", serde_json::to_string_pretty(&Scores { items, next_cursor: None })?);
        }
        ListFormat::Csv => print!("{}", scores_csv(&items)),
        ListFormat::Table => print!("{}", scores_table(cx.locale, &items)),
    }
    Ok(())
}

fn scores_csv(items: &[ScoreListed]) -> String {
    let mut out = String::new();
    push_line(
        &mut out,
        &["partner", "partner_id", "program", "program_id", "score", "band", "change", "peers", "on"]
            .map(str::to_owned),
    );
    for score in items {
        push_line(
            &mut out,
            &[
                score.partner.clone(),
                score.partner_id.to_string(),
                score.program.clone(),
                score.program_id.to_string(),
                score.score.map(|score| score.to_string()).unwrap_or_default(),
                score.band.map(|band| band.to_string()).unwrap_or_default(),
                score.change.to_string(),
                score.peers.to_string(),
                score.on.to_string(),
            ],
        );
    }
    out
}

fn scores_table(locale: Locale, items: &[ScoreListed]) -> String {
    let text = |key: &str| i18n::text(locale, key);
    let mut rows = vec![
        ["kpi-by-partner", "kpi-by-program", "score-band", "score-score", "score-change", "score-peers"]
            .map(text)
            .to_vec(),
    ];
    rows.extend(items.iter().map(|score| {
        vec![
            score.partner.clone(),
            score.program.clone(),
            score.band.map_or_else(|| "–".to_owned(), |band| text(&format!("score-band-{band}"))),
            score.score.map_or_else(|| "–".to_owned(), |score| i18n::number(locale, score)),
            i18n::number(locale, score.change),
            i18n::number(locale, score.peers),
        ]
    }));
    laid_out(&rows, 3)
}
