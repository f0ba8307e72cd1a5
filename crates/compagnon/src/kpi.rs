//! `compagnon kpi`: the same answers as the API, on the command line.

use crate::partner_work::{self, CoachingArgs, HealthArgs};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use kernel::{Channel, Failure, Locale};
use operations::connect::export;
use operations::grow::kpi::registry::Room;
use operations::grow::kpi::{self, Answer, Definition, Dimension, Figure, Policies, Policy, Question};
use operations::{App, Ctx};

/// What to count, and how to write it.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct KpiArgs {
    /// Key of the metric, such as bookings or win_rate; without it, all definitions are printed.
    #[arg(long)]
    metric: Option<String>,
    /// Print all definitions, also of what is not counted yet.
    #[arg(long, conflicts_with_all = ["metric", "define"])]
    list: bool,
    /// Print the whole definition of this metric.
    #[arg(long, value_name = "METRIC", conflicts_with = "metric")]
    define: Option<String>,
    /// All tiles of this dashboard: its id, or the key of an offered one such as partner_manager. With --format pdf as a file, or json.
    #[arg(long, conflicts_with_all = ["metric", "define", "list"])]
    dashboard: Option<String>,
    /// Divide by this dimension: partner, segment, program, phase, owner, product, category, region, country, customer, customer_industry, customer_country, source, stage, form,
    /// currency, attribute.KEY; day, week, month, quarter, year, fiscal_quarter, fiscal_year; signed_month, signed_quarter, signed_year, months_since_signing.
    /// May be given twice.
    #[arg(long)]
    by: Vec<String>,
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    from: Option<String>,
    /// Last day, YYYY-MM-DD.
    #[arg(long)]
    to: Option<String>,
    /// As things stood at the end of this day.
    #[arg(long)]
    as_of: Option<String>,
    /// Only rows with this value: dimension=value, by name, key or id. May be repeated.
    #[arg(long = "filter")]
    filters: Vec<String>,
    /// Beside the figures of an earlier period: previous (just before, as long) or year_before. Needs --from and --to; what is open needs
    /// --as-of besides. target and thesis: beside what they shall be, see `compagnon targets`.
    #[arg(long)]
    compare: Option<String>,
    /// All amounts in this currency, such as EUR: each at the European Central Bank's rate of its day, see `compagnon rates`.
    #[arg(long)]
    currency: Option<String>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Write the answer into this file instead; xlsx and pdf need it.
    #[arg(long)]
    out: Option<std::path::PathBuf>,
    /// Language of names and definitions: en or de.
    #[arg(long, default_value = "en")]
    language: String,
    #[command(subcommand)]
    work: Option<Work>,
}

#[derive(Subcommand)]
enum Work {
    /// What coaching rules say of partners.
    Coaching(CoachingArgs),
    /// How healthy partners are this week, the largest drop first.
    Health(HealthArgs),
    /// Throw the kept totals away and make them again from history.
    Rebuild,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// Comma-separated, decimals with a point.
    Csv,
    /// A spreadsheet with a last line for all of it; needs --out.
    Xlsx,
    /// As the API answers.
    Json,
    /// A dashboard for printing and passing on; needs --dashboard and --out.
    Pdf,
}

/// Answers, or rebuilds.
pub(crate) async fn run(app: &App, args: KpiArgs) -> Result<()> {
    let locale: Locale = args.language.parse().map_err(|_| anyhow::anyhow!("--language must be en or de"))?;
    let cx = Ctx { locale, ..app.system(Channel::Cli) };
    match args.work {
        Some(Work::Coaching(args)) => return partner_work::coaching(app, &args).await,
        Some(Work::Health(args)) => return partner_work::health(app, &args).await,
        Some(Work::Rebuild) | None => {}
    }
    if matches!(args.work, Some(Work::Rebuild)) {
        let rebuilt = kpi::rebuild(&cx).await.map_err(|f| told(locale, &f))?;
        println!("Counted {} deals and {} registrations again.", rebuilt.deals, rebuilt.registrations);
        return Ok(());
    }
    if let Some(id) = &args.dashboard {
        return dashboard(&cx, id, &args).await;
    }
    if matches!(args.format, Format::Pdf) {
        bail!("A PDF is made of a dashboard: --dashboard ID --format pdf --out FILE");
    }
    let policies = kpi::policies(cx.read()).await.map_err(|f| told(locale, &f))?;
    if let Some(key) = &args.define {
        let Some(definition) = kpi::definition(key) else { bail!("{}", unknown(key)) };
        let text = match args.format {
            Format::Json => {
                serde_json::to_string_pretty(&web::api::kpis::definition_body(locale, &policies, definition))? + "\n"
            }
            _ => whole(locale, &policies, definition),
        };
        print!("{text}");
        return Ok(());
    }
    let Some(metric) = args.metric.filter(|_| !args.list) else { return definitions(locale, &policies, args.format) };
    let question = Question {
        metric: metric.clone(),
        by: args.by,
        from: args.from,
        to: args.to,
        as_of: args.as_of,
        filters: args.filters,
        currency: args.currency,
        compare: args.compare,
    };
    let answer = match kpi::answer(&cx, &question).await {
        Ok(answer) => answer,
        Err(Failure::NotFound) => bail!("{}", unknown(&metric)),
        Err(failure) => return Err(told(locale, &failure)),
    };
    if !answer.ask.unseen.is_empty() {
        let filters = answer.ask.unseen.join(", ");
        eprintln!("{}", i18n::text_args(locale, "kpi-unseen", &[("filters", filters.into())]));
    }
    let text = match args.format {
        Format::Table => table(locale, &answer),
        Format::Csv => {
            let table = kpi::figures_table(&cx, &[answer]).await.map_err(|f| told(locale, &f))?;
            String::from_utf8(table.bytes(export::Format::Csv).await.map_err(|f| told(locale, &f))?)?
        }
        Format::Json => serde_json::to_string_pretty(&web::api::kpis::answer_body(&answer))? + "\n",
        Format::Xlsx => {
            let Some(out) = &args.out else { bail!("A spreadsheet needs a file: --format xlsx --out FILE") };
            let table = kpi::figures_table(&cx, &[answer]).await.map_err(|f| told(locale, &f))?;
            return write(out, &table.bytes(export::Format::Xlsx).await.map_err(|f| told(locale, &f))?);
        }
        Format::Pdf => bail!("A PDF is made of a dashboard: --dashboard ID --format pdf --out FILE"),
    };
    match &args.out {
        Some(out) => write(out, text.as_bytes()),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}

/// All tiles of a dashboard.
async fn dashboard(cx: &Ctx, id: &str, args: &KpiArgs) -> Result<()> {
    let said = |failure| match failure {
        Failure::NotFound => anyhow::anyhow!("There is no dashboard {id:?}."),
        failure => told(cx.locale, &failure),
    };
    match (args.format, &args.out) {
        (Format::Pdf, Some(out)) => write(out, &web::pdf::dashboard_pdf(cx, id, None).await.map_err(said)?.bytes),
        (Format::Pdf, None) => bail!("A PDF needs a file: --format pdf --out FILE"),
        (Format::Json, out) => {
            let answer = web::api::dashboards::answered_dashboard(cx, id).await.map_err(said)?;
            let text = serde_json::to_string_pretty(&answer)? + "\n";
            match out {
                Some(out) => write(out, text.as_bytes()),
                None => {
                    print!("{text}");
                    Ok(())
                }
            }
        }
        _ => bail!("A dashboard is written with --format pdf --out FILE, or with --format json"),
    }
}

fn write(out: &std::path::Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(out, bytes).with_context(|| format!("{} cannot be written", out.display()))
}

pub(crate) fn told(locale: Locale, failure: &Failure) -> anyhow::Error {
    match failure {
        Failure::Invalid(errors) => {
            let lines: Vec<String> = errors
                .0
                .iter()
                .map(|e| format!("--{}: {}", e.field.replace('_', "-"), i18n::field_error_text(locale, e)))
                .collect();
            anyhow::anyhow!("{}", lines.join("\n"))
        }
        Failure::Internal(error) => anyhow::anyhow!("{error}"),
        other => anyhow::anyhow!("{}", i18n::error_text(locale, other.code(), &std::collections::BTreeMap::new())),
    }
}

fn definitions(locale: Locale, policies: &Policies, format: Format) -> Result<()> {
    if matches!(format, Format::Json) {
        println!("{}", serde_json::to_string_pretty(&web::api::kpis::definitions(locale, policies))?);
        return Ok(());
    }
    for definition in kpi::definitions() {
        print!("{}", short(locale, policies, definition));
    }
    Ok(())
}

/// A definition in three or four lines.
fn short(locale: Locale, policies: &Policies, definition: Definition) -> String {
    let about = definition.about();
    let left_out = i18n::text(locale, "kpi-column-excluded");
    let mut lines = vec![
        format!("{:<28}{}", definition.key(), about.name(locale)),
        format!("{:28}{}", "", about.formula(locale, policies)),
        format!("{:28}{left_out}: {}", "", about.excluded(locale, policies)),
    ];
    if let Some(room) = definition.waits_for() {
        lines.push(format!("{:28}{}", "", waits(locale, room)));
    }
    lines.join("\n") + "\n"
}

fn unknown(key: &str) -> String {
    let keys: Vec<&str> = kpi::METRICS.iter().map(|m| m.key).collect();
    format!("There is no metric {key:?}. There are: {}", keys.join(", "))
}

/// A definition with everything there is to say.
fn whole(locale: Locale, policies: &Policies, definition: Definition) -> String {
    let about = definition.about();
    let text = |key: &str| i18n::text(locale, key);
    let word = |family: &str, word: &str| text(&format!("{family}-{}", word.replace('_', "-")));
    let mut facts = vec![(text("insights-definition-unit"), word("kpi-unit", definition.unit().as_str()))];
    if let Some(metric) = definition.metric() {
        facts.push((text("insights-definition-date"), word("kpi-date", metric.family.date().as_str())));
        facts.push((text("insights-definition-source"), word("insights-source", metric.family.subject().as_str())));
        facts.push((text("definitions-shape"), word("kpi-shape", metric.shape.as_str())));
    }
    let phases: Vec<String> = about.phases.iter().map(|phase| word("phase", phase.as_str())).collect();
    facts.push((text("definitions-phases"), phases.join(", ")));
    let dimensions = kpi::DIMENSIONS.iter().filter(|d| about.divides_by(d)).map(ToString::to_string);
    let dimensions: Vec<String> =
        dimensions.chain(about.has_attributes().then(|| "attribute.KEY".to_owned())).collect();
    if !dimensions.is_empty() {
        facts.push((text("insights-by"), dimensions.join(", ")));
    }
    let choices = in_words(locale, policies, &about.policies);
    if !choices.is_empty() {
        facts.push((text("kpi-column-policies"), choices));
    }
    let source =
        [Some(word("kpi-source", about.source.kind.as_str())), about.source.name.clone(), about.source.url.clone()];
    facts.push((text("definitions-source"), source.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
    let facts = facts.into_iter().map(|(name, said)| format!("{:28}{name}: {said}\n", ""));
    short(locale, policies, definition) + &facts.collect::<String>()
}

/// Choices and their values.
fn in_words(locale: Locale, policies: &Policies, choices: &[Policy]) -> String {
    let said = choices.iter().map(|policy| {
        let name = i18n::text(locale, &kpi::policy::text_key(*policy));
        let value = policies.words(locale, *policy);
        i18n::text_args(locale, "figures-policy-of", &[("policy", name.into()), ("value", value.into())])
    });
    said.collect::<Vec<_>>().join("; ")
}

fn waits(locale: Locale, room: Room) -> String {
    let room = i18n::text(locale, &format!("kpi-room-{}", room.as_str().replace('_', "-")));
    i18n::text_args(locale, "kpi-waits", &[("room", room.into())])
}

fn dimensions(answer: &Answer) -> Vec<Dimension> {
    match answer.figures.first() {
        Some(figure) => figure.group.iter().map(|g| g.dimension.clone()).collect(),
        None => answer.ask.by.clone(),
    }
}

/// Columns that have something to say.
struct Columns {
    median: bool,
    part: bool,
    excluded: bool,
    running: bool,
}

impl Columns {
    fn of(answer: &Answer) -> Self {
        let any = |has: fn(&Figure) -> bool| answer.figures.iter().chain(&answer.totals).any(has);
        Self {
            median: any(|f| f.median.is_some()),
            part: any(|f| f.part.is_some()),
            excluded: any(|f| f.excluded > 0),
            running: any(|f| f.earlier.as_ref().is_some_and(|then| then.running.is_some())),
        }
    }
}

fn table(locale: Locale, answer: &Answer) -> String {
    let metric = answer.ask.metric;
    let columns = Columns::of(answer);
    let by = dimensions(answer);
    let mut heads: Vec<String> = by.iter().map(|d| kpi::dimension_name(locale, d)).collect();
    let text_columns = heads.len().max(1);
    if heads.is_empty() {
        heads.push(String::new());
    }
    heads.push(metric.name(locale).to_owned());
    for (shown, key) in [
        (columns.median, "kpi-column-median"),
        (columns.median, "kpi-column-p25"),
        (columns.median, "kpi-column-p75"),
        (columns.median, "kpi-column-p90"),
        (columns.part, "kpi-column-part"),
        (true, "kpi-column-count"),
        (columns.excluded, "kpi-column-excluded"),
    ] {
        if shown {
            heads.push(i18n::text(locale, key));
        }
    }
    if let Some(earlier) = answer.ask.earlier {
        heads.push(i18n::text(locale, &format!("kpi-earlier-{}", earlier.compare.as_str().replace('_', "-"))));
        heads.extend(["kpi-column-difference", "kpi-column-change"].map(|key| i18n::text(locale, key)));
        heads.extend(columns.running.then(|| i18n::text(locale, "kpi-column-running")));
    }
    if answer.ask.target.is_some() {
        heads.extend(["kpi-column-target", "kpi-column-attainment"].map(|key| i18n::text(locale, key)));
    }
    let line = |figure: &Figure, names: Vec<String>| {
        let mut cells = names;
        cells.push(figure.text(locale, metric));
        if columns.median {
            cells.push(figure.median_text(locale, metric).unwrap_or_default());
            cells.extend(figure.spread_text(locale, metric).unwrap_or_default());
        }
        if columns.part {
            cells.push(figure.part.map(|p| i18n::number(locale, p)).unwrap_or_default());
        }
        cells.push(i18n::number(locale, figure.count));
        if columns.excluded {
            cells.push(i18n::number(locale, figure.excluded));
        }
        if answer.ask.target.is_some() {
            cells.push(figure.target.map_or_else(|| "–".to_owned(), |t| t.text(locale, metric, figure.currency)));
            cells.push(figure.target.and_then(|t| t.reached_text(locale, metric, figure.currency)).unwrap_or_default());
        }
        if let Some(then) = &figure.earlier {
            cells.push(then.text(locale, metric, figure.currency));
            cells.push(then.difference_text(locale, metric, figure.currency).unwrap_or_default());
            cells.push(then.change_text(locale).unwrap_or_default());
            if columns.running {
                cells.push(then.running.map(|running| running.text(locale)).unwrap_or_default());
            }
        }
        cells
    };
    let mut rows = vec![heads];
    if !by.is_empty() {
        rows.extend(
            answer.figures.iter().map(|f| line(f, f.group.iter().map(|g| answer.ask.label(locale, g)).collect())),
        );
    }
    let all = i18n::text(locale, "kpi-total");
    rows.extend(answer.totals.iter().map(|f| {
        let mut names = vec![String::new(); text_columns];
        if let Some(first) = names.first_mut() {
            first.clone_from(&all);
        }
        line(f, names)
    }));
    let mut text = laid_out(&rows, text_columns);
    // What went into an exchanged figure, and what did not.
    for line in answer.totals.iter().flat_map(|figure| figure.originals_text(locale)) {
        text.push_str(&line);
        text.push('\n');
    }
    if let Some(corrected) = &answer.corrected {
        text.push_str(&corrected.text(locale, metric));
        text.push('\n');
    }
    let said = in_words(locale, &answer.ask.policies, &answer.ask.policies_in_force());
    if !said.is_empty() {
        text.push_str(&format!("{}: {said}\n", i18n::text(locale, "kpi-column-policies")));
    }
    text
}

/// Columns as wide as their widest cell; words to the left, numbers to the right.
pub(crate) fn laid_out(rows: &[Vec<String>], text_columns: usize) -> String {
    let width = |at: usize| rows.iter().filter_map(|r| r.get(at)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| {
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                if at < text_columns { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
            })
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe first; numbers stay numbers.
pub(crate) fn push_line(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| {
            let number = cell.parse::<f64>().is_ok();
            let guarded = if number { cell.clone() } else { export::guarded(cell) };
            if guarded.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", guarded.replace('"', "\"\""))
            } else {
                guarded
            }
        })
        .collect();
    out.push_str(&cells.join(","));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_become_a_formula_and_numbers_stay_numbers() {
        let mut out = String::new();
        push_line(&mut out, &["=1+1".to_owned(), "＝1+1".to_owned(), "-12.5".to_owned(), "a, \"b\"".to_owned()]);
        assert_eq!(out, "'=1+1,'＝1+1,-12.5,\"a, \"\"b\"\"\"\n");
    }

    #[test]
    fn words_stand_left_and_numbers_right() {
        let rows = [["Region", "Won"], ["North", "1,200"], ["Südwest", "7"]].map(|r| r.map(str::to_owned).to_vec());
        assert_eq!(laid_out(&rows, 1), "Region     Won\nNorth    1,200\nSüdwest      7\n");
    }
}
