//! What the figures of the week are, for one reader.

use super::choose::chosen;
use crate::Ctx;
use crate::calendar;
use crate::cosell::registration::digest::monday_of;
use crate::grow::dashboard::{Dashboard, KeptQuestion, Tile, today};
use crate::grow::kpi::registry::{Metric, Shape, Unit, find};
use crate::grow::kpi::{self, Answer, Question, shown};
use crate::grow::target::TargetKind;
use crate::settings::organisation;
use kernel::{Currency, Date, Failure, Locale, Outcome};
use serde::Serialize;

/// The figures of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct KpiDigest {
    /// The dashboard: its id, or the key of an offered one.
    pub dashboard: String,
    /// Its name.
    pub name: String,
    /// First day of last week, a Monday.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// Last day of last week.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// In the order of the dashboard; a question that stands on it in several forms is told once.
    pub figures: Vec<DigestFigure>,
    /// Tiles that are no single figure, by name.
    pub without: Vec<String>,
    /// Whether anything was counted at all.
    #[serde(skip)]
    pub counted: bool,
}

/// A figure in the reader's language; `null` for what is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DigestFigure {
    /// What the tile is called.
    #[schema(example = "Bookings")]
    pub name: String,
    /// Of what period.
    #[schema(example = "This quarter")]
    pub period: String,
    /// The tile's figure.
    #[schema(example = "€150,000.00")]
    pub value: Option<String>,
    /// What it shall be, where there is a target for exactly this period.
    #[schema(example = "€250,000.00")]
    pub target: Option<String>,
    /// How much of the target is reached, or what it differs by.
    #[schema(example = "60%")]
    pub reached: Option<String>,
    /// Whether it is about a moment: then the week's two figures are those at the end of last week and of the week before.
    pub moment: bool,
    /// In last week.
    #[schema(example = "€12,000.00")]
    pub last_week: Option<String>,
    /// In the week before.
    #[schema(example = "€8,000.00")]
    pub week_before: Option<String>,
    /// Whether the week can be told at all: not of a question about fixed days.
    pub weekly: bool,
}

/// The actor's own figures, as the next mail would tell them now; nothing for who has no dashboard.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn my_digest(cx: &Ctx) -> Outcome<Option<KpiDigest>> {
    let Some(dashboard) = chosen(cx).await? else { return Ok(None) };
    let calendar = calendar::default(cx.read()).await?;
    let monday = monday_of(cx.now().date_in(calendar.time_zone()));
    read(cx, dashboard, monday).await.map(Some)
}

/// The figures of the week before `monday`.
pub(super) async fn read(cx: &Ctx, dashboard: Dashboard, monday: Date) -> Outcome<KpiDigest> {
    let home = organisation(cx.read()).await?.currency;
    let mut digest = KpiDigest {
        dashboard: dashboard.listed.id,
        name: dashboard.listed.name,
        from: monday.plus_days(-7),
        to: monday.plus_days(-1),
        figures: Vec::new(),
        without: Vec::new(),
        counted: false,
    };
    // A chart whose figure stands there by itself would tell it a second time, of another stretch of time.
    let same = |q: &KeptQuestion| KeptQuestion { by: Vec::new(), compare: None, period: None, ..q.clone() };
    let single = dashboard.tiles.iter().filter(|tile| tile.question.by.is_empty());
    let mut figures: Vec<KeptQuestion> = single.map(|tile| same(&tile.question)).collect();
    let mut told: Vec<KeptQuestion> = Vec::new();
    for tile in dashboard.tiles {
        let undivided = KeptQuestion { by: Vec::new(), compare: None, ..tile.question.clone() };
        let metric = undivided.metric.as_deref().and_then(find).filter(|m| m.shape != Shape::Conversion);
        let Some(metric) = metric else {
            digest.without.push(name(cx.locale, &tile));
            continue;
        };
        let divided = !tile.question.by.is_empty();
        if told.contains(&undivided) || divided && figures.contains(&same(&tile.question)) {
            continue;
        }
        if divided {
            figures.push(same(&tile.question));
        }
        let found = figure(cx, &tile, metric, &undivided, (digest.from, digest.to), home).await;
        match found {
            Ok((figure, counted)) => {
                digest.counted |= counted;
                digest.figures.push(figure);
            }
            // A filter names what this reader cannot see, or what is gone.
            Err(Failure::Invalid(_) | Failure::NotFound) => digest.without.push(name(cx.locale, &tile)),
            Err(other) => return Err(other),
        }
        told.push(undivided);
    }
    Ok(digest)
}

/// A tile's figure, and whether anything was counted for it.
async fn figure(
    cx: &Ctx,
    tile: &Tile,
    metric: &'static Metric,
    question: &KeptQuestion,
    (from, to): (Date, Date),
    home: Currency,
) -> Outcome<(DigestFigure, bool)> {
    let (today, fiscal_start) = today(cx).await?;
    let asked = question.question(today, fiscal_start);
    let now = beside_target(cx, &asked).await?;
    let mut counted = anything(&now);
    let fixed = question.as_of.is_some() || question.from.is_some() || question.to.is_some();
    let timed = now.ask.filters.iter().any(|filter| filter.dimension.is_time());
    let weekly = !fixed && !timed;
    let moment = metric.is_stock();
    let (mut last_week, mut week_before) = (None, None);
    if weekly {
        for (back, text) in [(0, &mut last_week), (7, &mut week_before)] {
            let (from, to) = (from.plus_days(-back).to_string(), to.plus_days(-back).to_string());
            let then = match moment {
                true => Question { as_of: Some(to), ..asked.clone() },
                false => Question { from: Some(from), to: Some(to), ..asked.clone() },
            };
            let then = kpi::answer(cx, &then).await?;
            counted |= anything(&then);
            *text = value(cx.locale, &then, home);
        }
    }
    let aimed = now.totals.iter().find_map(|figure| figure.target.map(|target| (figure, target)));
    Ok((
        DigestFigure {
            name: name(cx.locale, tile),
            period: period(cx.locale, question, moment),
            value: value(cx.locale, &now, home),
            target: aimed.map(|(figure, target)| target.text(cx.locale, metric, figure.currency)),
            reached: aimed.and_then(|(figure, target)| target.reached_text(cx.locale, metric, figure.currency)),
            moment,
            last_week,
            week_before,
            weekly,
        },
        counted,
    ))
}

/// The answer beside its target; what cannot have one is answered without.
async fn beside_target(cx: &Ctx, asked: &Question) -> Outcome<Answer> {
    let targeted = Question { compare: Some(TargetKind::Target.to_string()), ..asked.clone() };
    match kpi::answer(cx, &targeted).await {
        Err(Failure::Invalid(errors)) if errors.0.iter().all(|e| e.field == "compare") => kpi::answer(cx, asked).await,
        answer => answer,
    }
}

fn anything(answer: &Answer) -> bool {
    answer.totals.iter().any(|figure| figure.count > 0 || figure.excluded > 0)
}

/// `2 of 3`: without it nobody knows whether a percentage is much or little.
fn of_all(locale: Locale, part: i64, count: i64) -> String {
    let number = |value| i18n::Arg::from(i18n::number(locale, value));
    i18n::text_args(locale, "insights-of-note", &[("part", number(part)), ("count", number(count))])
}

/// The undivided value, in each currency there is. Sums and counts of nothing are zero; everything else of nothing is not known.
fn value(locale: Locale, answer: &Answer, home: Currency) -> Option<String> {
    let metric = answer.ask.metric;
    let texts: Vec<String> = answer
        .totals
        .iter()
        .filter_map(|figure| {
            let text = shown(locale, metric.unit, figure.value?, figure.currency);
            Some(figure.part.map_or(text.clone(), |part| format!("{text} ({})", of_all(locale, part, figure.count))))
        })
        .collect();
    if !texts.is_empty() {
        return Some(texts.join(" + "));
    }
    let zero = matches!(metric.shape, Shape::Amount | Shape::Count) && !answer.totals.iter().any(|f| f.excluded > 0);
    let currency = (metric.unit == Unit::Money).then(|| answer.ask.currency.unwrap_or(home));
    zero.then(|| shown(locale, metric.unit, 0, currency))
}

/// What a tile is called: by its owner, or after what it shows.
fn name(locale: Locale, tile: &Tile) -> String {
    if !tile.name.is_empty() {
        return tile.name.clone();
    }
    match tile.question.metric.as_deref().map(|key| (key, find(key))) {
        Some((_, Some(metric))) => metric.name(locale).to_owned(),
        Some((key, None)) => key.to_owned(),
        None => i18n::text(locale, &format!("shown-{}", tile.shown.as_str().replace('_', "-"))),
    }
}

/// The period in words.
fn period(locale: Locale, question: &KeptQuestion, moment: bool) -> String {
    let day = |text: &Option<String>| {
        let date = text.as_deref().and_then(|text| text.parse::<Date>().ok());
        date.map_or_else(|| "…".to_owned(), |date| i18n::date(locale, date))
    };
    if question.as_of.is_some() {
        return i18n::text_args(locale, "insights-note-as-of", &[("date", day(&question.as_of).into())]);
    }
    if moment {
        return i18n::text(locale, "dashboard-tile-now");
    }
    if question.from.is_some() || question.to.is_some() {
        let args = [("from", day(&question.from).into()), ("to", day(&question.to).into())];
        return i18n::text_args(locale, "insights-note", &args);
    }
    i18n::text(locale, &format!("insights-period-{}", question.period.as_deref().unwrap_or("all")))
}
