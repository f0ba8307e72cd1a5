//! What is looked at every day: pages over HTTP, and each lifecycle figure by itself. Both sizes are asked in turns, so that whatever else the
//! machine does slows both alike.

use super::Side;
use crate::client::Client;
use crate::foundation::{self, said};
use crate::program::Program;
use anyhow::{Context, Result, bail, ensure};
use kernel::{Channel, Date};
use operations::grow::dashboard::{self, answer_tile, offered};
use operations::grow::kpi::{self, Ask, Question};
use operations::grow::phase_board::{PhaseQuestion, board, phase_board};
use std::path::Path;
use std::time::Instant;

/// What it is called, and its address.
pub const PAGES: &[(&str, &str)] = &[
    ("Insights, all time", "/insights"),
    ("Insights, twelve months by region", "/insights?period=12-months&by=region"),
    ("Insights, twelve months, compared", "/insights?period=12-months&compare=previous"),
    ("phase board with lifecycle figures", "/insights/phases"),
    ("dashboard: head of partnerships", "/dashboards/head_of_partnerships"),
    ("dashboard: partner manager", "/dashboards/partner_manager"),
    ("dashboard: seller", "/dashboards/seller"),
    ("dashboard: marketing", "/dashboards/marketing"),
    ("dashboard: customer success", "/dashboards/customer_success"),
    ("partner list", "/partners"),
    ("deal list, won", "/deals?outcome=won"),
];
const LIFECYCLE: &[&str] = &[
    "activation_rate",
    "time_to_first_registration",
    "time_to_first_revenue",
    "active_partner_rate",
    "producing_partner_rate",
];
/// Times each page is asked for, on each side.
const TRIES: usize = 21;
/// The same where a single answer may take seconds.
const FEW_TRIES: usize = 7;

/// What was asked, and the middle of the times among few and among many deals, milliseconds.
pub type Compared = (String, f64, f64);

/// The middle.
fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn compared(what: &str, times: [Vec<f64>; 2]) -> Compared {
    let [few, many] = times.map(middle);
    println!("  {what}: {few:.2} ms, {many:.2} ms");
    (what.to_owned(), few, many)
}

/// The answer times of each page.
pub async fn pages(program: &str, folder: &Path, sides: [&Side; 2]) -> Result<Vec<Compared>> {
    let mut readers = Vec::new();
    for side in sides {
        let cookie = foundation::cookie(&side.app).await?;
        let running = Program::start(program, &side.url, folder).await?;
        let client = Client::connect(running.port).await?;
        readers.push((running, client, format!("Cookie: {cookie}\r\nAccept: text/html\r\n"), side.size));
    }
    let mut found = Vec::new();
    for (what, path) in PAGES {
        let mut times = [Vec::new(), Vec::new()];
        // The first of each warms what the machine keeps in memory.
        for turn in 0..=TRIES {
            for ((_, client, headers, size), times) in readers.iter_mut().zip(&mut times) {
                let start = Instant::now();
                let (status, _) = client.request("GET", path, headers, "").await?;
                if status != 200 {
                    bail!("{what} ({path}) among {size} deals was answered with {status}");
                }
                if turn > 0 {
                    times.push(start.elapsed().as_secs_f64() * 1_000.0);
                }
            }
        }
        found.push(compared(what, times));
    }
    Ok(found)
}

/// Figures that Insights shows by themselves, and in its table.
const SHOWN: &[&str] = &[
    "bookings",
    "won_count",
    "win_rate",
    "open_pipeline",
    "average_deal",
    "cycle_time_won",
    "registrations",
    "answered_within_target",
    "first_answer_time",
    "decision_time",
    "acceptance_rate",
    "stage_conversion",
];
const MONTHLY: &[&str] = &["bookings", "win_rate", "registrations"];
const DIVIDED: &[&str] = &["bookings", "won_count", "win_rate", "open_pipeline", "average_deal", "registrations"];

/// What Insights asks: its figures, its months, its table by `by`.
fn insights(by: &str, days: Option<[String; 2]>, compare: bool) -> Vec<Question> {
    let question = |metric: &&str, by: &[&str]| Question {
        metric: (*metric).to_owned(),
        by: by.iter().map(|b| (*b).to_owned()).collect(),
        from: days.clone().map(|[from, _]| from).filter(|_| *metric != "open_pipeline"),
        to: days.clone().map(|[_, to]| to).filter(|_| *metric != "open_pipeline"),
        compare: compare.then(|| "previous".to_owned()).filter(|_| *metric != "open_pipeline"),
        ..Question::default()
    };
    let shown = SHOWN.iter().map(|m| question(m, &[])).chain(MONTHLY.iter().map(|m| question(m, &["month"])));
    shown.chain(DIVIDED.iter().map(|m| question(m, &[by]))).collect()
}

/// The answers behind Insights and behind each tile of the dashboards, without page and connection around them.
pub async fn answers(sides: [&Side; 2], today: Date) -> Result<Vec<Compared>> {
    let contexts = sides.map(|side| side.app.system(Channel::Cli));
    let last = today.month_start().plus_days(31).month_start().plus_days(-1);
    let days = Some([today.plus_days(-364).month_start(), last].map(|day| day.to_string()));
    let mut found = Vec::new();
    for (what, questions) in [
        ("Insights’ answers, all time", insights("segment", None, false)),
        ("Insights’ answers, twelve months by region", insights("region", days.clone(), false)),
        ("Insights’ answers, twelve months, compared", insights("segment", days, true)),
    ] {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..TRIES {
            for (cx, times) in contexts.iter().zip(&mut times) {
                let start = Instant::now();
                for question in &questions {
                    kpi::answer(cx, question).await.map_err(said).with_context(|| format!("{question:?}"))?;
                }
                times.push(start.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        found.push(compared(what, times));
    }
    for offered in offered::all().iter().filter(|offered| !offered.partners) {
        let mut whole = [0.0, 0.0];
        let mut tiles = Vec::new();
        for tile in dashboard::open(&contexts[0], &offered.key).await.map_err(said)?.tiles {
            let mut times = [Vec::new(), Vec::new()];
            for _ in 0..FEW_TRIES {
                for (cx, times) in contexts.iter().zip(&mut times) {
                    let start = Instant::now();
                    answer_tile(cx, tile.shown, &tile.question).await.map_err(said)?;
                    times.push(start.elapsed().as_secs_f64() * 1_000.0);
                }
            }
            let by: Vec<String> = tile.question.metric.iter().chain(&tile.question.by).cloned().collect();
            let (what, few, many) = compared(&format!("  {} {}", tile.shown, by.join(" by ")), times);
            whole = [whole[0] + few, whole[1] + many];
            tiles.push((what, few, many));
        }
        found.push((format!("dashboard’s answers: {}", offered.key), whole[0], whole[1]));
        found.extend(tiles);
    }
    Ok(found)
}

/// Each figure of the phase board by itself; what totals say is what is counted through.
pub async fn lifecycle(sides: [&Side; 2], today: Date) -> Result<Vec<Compared>> {
    let contexts = sides.map(|side| side.app.system(Channel::Cli));
    let mut found = Vec::new();
    for metric in LIFECYCLE {
        let from = Some(today.plus_days(-365).month_start().to_string()).filter(|_| !metric.ends_with("partner_rate"));
        let question = Question { metric: (*metric).to_owned(), from, ..Question::default() };
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..TRIES {
            for (cx, times) in contexts.iter().zip(&mut times) {
                let start = Instant::now();
                kpi::answer(cx, &question).await.map_err(said)?;
                times.push(start.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        for cx in &contexts {
            let ask = Ask::read(cx, &question).await.map_err(said)?;
            let kept = kpi::answer_ask(cx, ask.clone(), None).await.map_err(said)?;
            let counted = kpi::answer_ask(cx, ask, Some(kpi::Path::Facts)).await.map_err(said)?;
            ensure!(kept.figures == counted.figures, "{metric}: totals and facts do not agree");
        }
        found.push(compared(metric, times));
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TRIES {
        for (cx, times) in contexts.iter().zip(&mut times) {
            let start = Instant::now();
            phase_board(cx, PhaseQuestion::default()).await.map_err(said)?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    for cx in &contexts {
        let kept = board(cx, PhaseQuestion::default(), Some(kpi::Path::Totals)).await.map_err(said)?;
        let counted = board(cx, PhaseQuestion::default(), Some(kpi::Path::Facts)).await.map_err(said)?;
        ensure!(kept == counted, "the phase board of totals is not the one counted through");
    }
    found.push(compared("phases themselves", times));
    Ok(found)
}
