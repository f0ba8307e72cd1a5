//! Twenty free questions, over any dimensions, and the same written by hand on the same facts.

use crate::foundation::said;
use anyhow::{Result, ensure};
use kernel::{Channel, Date};
use operations::grow::kpi::{self, Ask, Path, Question};
use operations::{App, Ctx};
use std::time::Instant;
use storage::Sql;

/// A question, and how somebody who knows the tables asks it; the last column counts rows.
struct Free {
    metric: &'static str,
    by: &'static [&'static str],
    filter: &'static str,
    /// Days back from today: from, to; and of a day in the past.
    days: Option<(i64, i64)>,
    as_of: Option<i64>,
    hand: &'static str,
}

const ALL: Free = Free { metric: "", by: &[], filter: "", days: None, as_of: None, hand: "" };

/// `{first}` and `{last}` stand for days, `{size}` for the attribute.
const FREE: &[Free] = &[
    Free {
        metric: "bookings",
        by: &["country"],
        hand: "SELECT f.currency, f.country, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f WHERE f.outcome = 'won' GROUP BY f.currency, f.country",
        ..ALL
    },
    Free {
        metric: "win_rate",
        by: &["source", "month"],
        hand: "SELECT f.source, f.closed_month, SUM(CASE f.outcome WHEN 'won' THEN 1 ELSE 0 END), COUNT(*) FROM deal_fact f WHERE f.outcome IN ('won', 'lost') GROUP BY f.source, f.closed_month",
        ..ALL
    },
    Free {
        metric: "win_rate",
        by: &["country"],
        filter: "region=North",
        hand: "SELECT f.country, SUM(CASE f.outcome WHEN 'won' THEN 1 ELSE 0 END), COUNT(*) FROM deal_fact f WHERE f.outcome IN ('won', 'lost') AND f.region = 'North' GROUP BY f.country",
        ..ALL
    },
    Free {
        metric: "open_pipeline",
        by: &["stage"],
        hand: "SELECT f.currency, f.stage_id, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f WHERE f.outcome = 'open' GROUP BY f.currency, f.stage_id",
        ..ALL
    },
    Free {
        metric: "open_pipeline",
        by: &["phase", "country"],
        hand: "SELECT f.currency, f.phase, f.country, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f WHERE f.outcome = 'open' GROUP BY f.currency, f.phase, f.country",
        ..ALL
    },
    Free {
        metric: "average_deal",
        by: &["source"],
        days: Some((400, 100)),
        hand: "SELECT f.currency, f.source, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f WHERE f.outcome = 'won' AND f.closed_day BETWEEN {first} AND {last} GROUP BY f.currency, f.source",
        ..ALL
    },
    Free {
        metric: "cycle_time_won",
        by: &["country"],
        hand: "SELECT f.country, f.closed_day - f.opened_day, COUNT(*) FROM deal_fact f WHERE f.outcome = 'won' GROUP BY f.country, f.closed_day - f.opened_day",
        ..ALL
    },
    Free {
        metric: "cycle_time_closed",
        by: &["source"],
        filter: "segment=Segment 2",
        hand: "SELECT f.source, f.closed_day - f.opened_day, COUNT(*) FROM deal_fact f WHERE f.outcome IN ('won', 'lost') AND f.segment_id = (SELECT id FROM segment WHERE name = 'Segment 2') GROUP BY f.source, f.closed_day - f.opened_day",
        ..ALL
    },
    Free {
        metric: "bookings",
        by: &["product", "region"],
        hand: "SELECT f.currency, l.product_id, f.region, SUM(l.amount), COUNT(*) FROM deal_fact f JOIN (SELECT deal_id, product_id, SUM(amount) AS amount FROM deal_fact_line GROUP BY deal_id, product_id) l ON l.deal_id = f.deal_id WHERE f.outcome = 'won' GROUP BY f.currency, l.product_id, f.region",
        ..ALL
    },
    Free {
        metric: "won_count",
        by: &["customer_industry"],
        hand: "SELECT c.industry, COUNT(*) FROM deal_fact f JOIN deal d ON d.id = f.deal_id LEFT JOIN company c ON c.id = d.company_id WHERE f.outcome = 'won' GROUP BY c.industry",
        ..ALL
    },
    Free {
        metric: "bookings",
        by: &["attribute.size_class"],
        hand: "SELECT f.currency, a.value, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f LEFT JOIN partner_attribute a ON a.partner_id = f.partner_id AND a.key = 'size_class' WHERE f.outcome = 'won' GROUP BY f.currency, a.value",
        ..ALL
    },
    Free {
        metric: "win_rate_all",
        by: &["attribute.size_class", "quarter"],
        hand: "SELECT a.value, f.opened_month / 3, SUM(CASE f.outcome WHEN 'won' THEN 1 ELSE 0 END), COUNT(*) FROM deal_fact f LEFT JOIN partner_attribute a ON a.partner_id = f.partner_id AND a.key = 'size_class' GROUP BY a.value, f.opened_month / 3",
        ..ALL
    },
    Free {
        metric: "open_pipeline",
        by: &["segment"],
        as_of: Some(200),
        hand: "SELECT f.currency, f.segment_id, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f WHERE f.known_day <= {last} AND (f.outcome = 'open' OR f.closed_day > {last}) GROUP BY f.currency, f.segment_id",
        ..ALL
    },
    Free {
        metric: "bookings",
        by: &["partner"],
        filter: "region=North",
        days: Some((230, 200)),
        hand: "SELECT f.currency, f.partner_id, p.name, SUM(f.amount), COUNT(f.amount), COUNT(*) FROM deal_fact f JOIN partner p ON p.id = f.partner_id WHERE f.outcome = 'won' AND f.region = 'North' AND f.closed_day BETWEEN {first} AND {last} GROUP BY f.currency, f.partner_id, p.name",
        ..ALL
    },
    Free {
        metric: "registered_share",
        by: &["owner"],
        hand: "SELECT f.owner_id, SUM(CASE f.source WHEN 'registered' THEN 1 ELSE 0 END), COUNT(*) FROM deal_fact f WHERE f.partner_id IS NOT NULL GROUP BY f.owner_id",
        ..ALL
    },
    Free {
        metric: "registrations",
        by: &["source", "month"],
        hand: "SELECT f.source, f.submitted_month, COUNT(*) FROM registration_fact f GROUP BY f.source, f.submitted_month",
        ..ALL
    },
    Free {
        metric: "first_answer_time",
        by: &["country"],
        hand: "SELECT f.country, f.answer_micros / 60000000, SUM(f.answer_micros), COUNT(*) FROM registration_fact f WHERE f.answer_micros IS NOT NULL GROUP BY f.country, f.answer_micros / 60000000",
        ..ALL
    },
    Free {
        metric: "answered_within_target",
        by: &["region", "quarter"],
        hand: "SELECT f.region, f.submitted_month / 3, SUM(f.in_time), COUNT(*) FROM registration_fact f WHERE f.in_time >= 0 GROUP BY f.region, f.submitted_month / 3",
        ..ALL
    },
    Free {
        metric: "acceptance_rate",
        by: &["category", "country"],
        hand: "SELECT f.category, f.country, SUM(CASE f.decision WHEN 'approved' THEN 1 ELSE 0 END), COUNT(*) FROM registration_fact f WHERE f.decision <> '' GROUP BY f.category, f.country",
        ..ALL
    },
    Free {
        metric: "conflict_rate",
        by: &["region"],
        // Nobody has looked into those that were imported.
        hand: "SELECT f.region, SUM(CASE WHEN EXISTS (SELECT 1 FROM registration_finding y WHERE y.registration_id = f.registration_id) THEN 1 ELSE 0 END), COUNT(*) FROM registration_fact f JOIN registration r ON r.id = f.registration_id WHERE r.channel <> 'import' OR EXISTS (SELECT 1 FROM registration_finding y WHERE y.registration_id = r.id) GROUP BY f.region",
        ..ALL
    },
];

/// One question's times, milliseconds.
pub struct Timed {
    pub what: String,
    pub product: f64,
    pub hand: f64,
}

/// How often each is asked; the fastest counts.
const TRIES: usize = 3;

fn question(free: &Free, today: Date) -> Question {
    let day = |back: i64| today.plus_days(-back).to_string();
    Question {
        metric: free.metric.to_owned(),
        by: free.by.iter().map(|b| (*b).to_owned()).collect(),
        from: free.days.map(|(from, _)| day(from)),
        to: free.days.map(|(_, to)| day(to)),
        as_of: free.as_of.map(day),
        filters: Some(free.filter).filter(|f| !f.is_empty()).map(str::to_owned).into_iter().collect(),
        ..Question::default()
    }
}

/// Milliseconds and the rows counted.
async fn by_product(cx: &Ctx, asked: &Question, insisted: Option<Path>) -> Result<(f64, i64)> {
    let start = Instant::now();
    let ask = Ask::read(cx, asked).await.map_err(said)?;
    let answer = kpi::answer_ask(cx, ask, insisted).await.map_err(said)?;
    let took = start.elapsed().as_secs_f64() * 1_000.0;
    Ok((took, answer.figures.iter().map(|f| f.count + f.excluded).sum()))
}

async fn by_hand(app: &App, text: &str) -> Result<(f64, i64)> {
    let start = Instant::now();
    let rows = Sql::new(text).rows(app.db().read()).await?;
    let mut counted = 0;
    for row in &rows {
        let last = row.column_names().len() - 1;
        counted += row.try_get_by_index::<i64>(last)?;
    }
    Ok((start.elapsed().as_secs_f64() * 1_000.0, counted))
}

/// All of them, on a filled database.
pub async fn free(app: &App, today: Date) -> Result<Vec<Timed>> {
    let cx = app.system(Channel::Cli);
    let day = |back: i64| kpi::fact::day_of(today.plus_days(-back)).to_string();
    let mut timed = Vec::new();
    for one in FREE {
        let asked = question(one, today);
        let (first, last) = one.days.unwrap_or((0, one.as_of.unwrap_or(0)));
        let hand = one.hand.replace("{first}", &day(first)).replace("{last}", &day(last));
        // As anybody asks it, unless totals would answer.
        let ask = Ask::read(&cx, &asked).await.map_err(said)?;
        let insisted = kpi::is_kept(&cx, &ask).await.map_err(said)?.then_some(Path::Facts);
        let (mut product, mut by_them) = (f64::MAX, f64::MAX);
        for _ in 0..TRIES {
            let (theirs, rows) = by_hand(app, &hand).await?;
            let (ours, counted) = by_product(&cx, &asked, insisted).await?;
            ensure!(rows == counted, "{} by {:?}: {counted} counted, {rows} by hand", one.metric, one.by);
            (product, by_them) = (product.min(ours), by_them.min(theirs));
        }
        let mut what = format!("{} by {}", one.metric, one.by.join(", "));
        if !one.filter.is_empty() {
            what.push_str(&format!(", {}", one.filter));
        }
        timed.push(Timed { what, product, hand: by_them });
    }
    Ok(timed)
}
