//! KPIs: definitions, figures, and the rows behind every figure.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use axum::response::{IntoResponse, Response};
use kernel::{Currency, Date, Failure, Locale, PageRequest};
use operations::App;
use operations::access::policy::Action;
use operations::connect::export::Format;
use operations::grow::kpi::{
    self, Answer, Ask, DIMENSIONS, Definition, Figure, GroupValue, Metric, Original, Policies, Question, Row, Running,
    Stay, Which, plain,
};
use operations::grow::phase_board::{PhaseBoard, PhaseQuestion, phase_board};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_kpis))
        .routes(routes!(get_kpi))
        .routes(routes!(get_kpi_definition))
        .routes(routes!(list_kpi_rows))
        .routes(routes!(get_phase_board))
}

/// What a number means.
#[derive(Serialize, ToSchema)]
pub struct KpiDefinition {
    /// Stable name.
    #[schema(example = "win_rate")]
    key: &'static str,
    /// In the language of the request.
    name: String,
    /// `money`, `count`, `share` (percent), `days` or `time` (seconds).
    unit: &'static str,
    /// The formula in words.
    formula: String,
    /// What is left out.
    excluded: String,
    /// What must exist before it is counted; `null` where it is. Of what waits there are no figures.
    waits_for: Option<&'static str>,
    /// How the figure comes from what is counted; `null` while it waits.
    counts: Option<KpiCounts>,
    /// By what it can be divided; `attribute.<key>` stands for every attribute of partners.
    dimensions: Vec<String>,
    /// Whether one is glad when it gets smaller.
    less_is_better: bool,
    /// Phases of the lifecycle it tells of.
    #[schema(example = json!(["cosell"]))]
    phases: Vec<&'static str>,
    /// The choices that change its figures, with the values in force (see `/api/v1/settings/figures`).
    policies: BTreeMap<&'static str, String>,
    source: KpiSource,
}

/// How a figure is counted. The words are those of `counted_as` in its rows.
#[derive(Serialize, ToSchema)]
pub struct KpiCounts {
    /// `deals`, `registrations`, `partners` or `stays` (of partners in the phases of programs).
    from: &'static str,
    /// The date that puts a row into a period.
    date: &'static str,
    /// `amount`, `count`, `share`, `average`, `distribution` or `conversion`.
    shape: &'static str,
    /// What counts: the denominator of a share.
    counted: Vec<&'static str>,
    /// The numerator of a share.
    part: Vec<&'static str>,
    /// Left out of the figure, and told beside it.
    left_out: Vec<&'static str>,
}

/// Where a definition was taken from.
#[derive(Serialize, ToSchema)]
pub struct KpiSource {
    /// `crm` (the CRM vendors’ own), `field` (usual in partner programs) or `own`.
    kind: &'static str,
    name: Option<String>,
    url: Option<String>,
}

/// All definitions.
#[derive(Serialize, ToSchema)]
pub struct KpiDefinitions {
    items: Vec<KpiDefinition>,
    /// Always `null`: the list is whole.
    next_cursor: Option<String>,
}

/// A figure's value in one dimension.
#[derive(Serialize, ToSchema)]
pub struct KpiGroup {
    #[schema(example = "region")]
    dimension: String,
    /// An id, a word or a stretch of time; empty when not known. `filter=<dimension>=<key>` gives the rows.
    key: String,
    /// For people.
    label: String,
    /// Of a stretch of time of which less than the whole is counted: the days that are. Absent for a whole one.
    #[serde(skip_serializing_if = "Option::is_none")]
    covered: Option<KpiCovered>,
}

/// The days of a stretch of time that are counted: those in the period asked for, as far as they have passed.
#[derive(Serialize, ToSchema)]
pub struct KpiCovered {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
}

/// How far a stretch of time that is not over yet has run.
#[derive(Serialize, ToSchema)]
pub struct KpiRunning {
    /// Days up to today, or up to the day it is told as of, both ends included.
    #[schema(example = 61)]
    days: i64,
    /// All its days.
    #[schema(example = 92)]
    of: i64,
}

/// One figure.
#[derive(Serialize, ToSchema)]
pub struct KpiFigure {
    group: Vec<KpiGroup>,
    /// Of money; two currencies are never added.
    #[schema(value_type = Option<String>, example = "EUR")]
    currency: Option<Currency>,
    /// A decimal with four places (percent, days, seconds, currency units) or a whole number for counts. `null` when there is nothing
    /// to divide by. Of durations: the mean.
    #[schema(example = "63.1501")]
    value: Option<String>,
    /// Of durations.
    median: Option<String>,
    /// Of durations: what a quarter of the rows do not exceed, on the line between two rows.
    p25: Option<String>,
    /// Of durations: what three quarters do not exceed.
    p75: Option<String>,
    /// Of durations: what nine tenths do not exceed.
    p90: Option<String>,
    /// Rows counted; the denominator of a share.
    count: i64,
    /// The numerator of a share.
    part: Option<i64>,
    /// Rows left out by the definition, and amounts without a rate.
    excluded: i64,
    /// With `currency`: what of each currency went in, or could not for want of a rate.
    originals: Vec<KpiOriginal>,
    /// With `compare=target` or `thesis`: what it shall be; `null` where nobody said.
    target: Option<KpiTargetFigure>,
    /// In the period it is compared with; `null` without `compare`.
    earlier: Option<KpiEarlierFigure>,
}

/// What a figure shall be.
#[derive(Serialize, ToSchema)]
pub struct KpiTargetFigure {
    value: String,
    /// The figure less the target, in the unit of the value; of shares in percentage points.
    difference: Option<String>,
    /// The figure by the target, in percent; `null` for shares, durations and where less is better.
    #[schema(example = "83.3333")]
    attainment_percent: Option<String>,
    /// Whether it is reached; `null` while there is no figure.
    met: Option<bool>,
}

/// What of one currency went into a figure.
#[derive(Serialize, ToSchema)]
pub struct KpiOriginal {
    #[schema(value_type = String, example = "USD")]
    currency: Currency,
    /// Rows.
    count: i64,
    /// Their sum in their own currency.
    #[schema(example = "10005534.0000")]
    amount: String,
    /// Their sum in the currency asked for: each amount at the rate of its day, rounded once to four decimals. `null` where no rate is
    /// known: these are left out of the value.
    exchanged: Option<String>,
}

/// What a figure was in the earlier period.
#[derive(Serialize, ToSchema)]
pub struct KpiEarlierFigure {
    /// As the figure's, but for stretches of time: of `2017-04` divided by month that may be `2017-01`.
    group: Vec<KpiGroup>,
    value: Option<String>,
    /// Of durations.
    median: Option<String>,
    count: i64,
    /// The numerator of a share.
    part: Option<i64>,
    /// Now less then, in the unit of the value; of shares in percentage points. `null` for sums and counts of a time that is still running.
    #[schema(example = "-20.3600")]
    difference: Option<String>,
    /// Of money and counts: the difference by the earlier value, in percent. `null` when there was nothing, and where there is no difference.
    #[schema(example = "171.9827")]
    change_percent: Option<String>,
    /// How far the time of this figure has run, which is compared with a whole one; `null` when it is over.
    running: Option<KpiRunning>,
}

/// The period figures are compared with.
#[derive(Serialize, ToSchema)]
pub struct KpiEarlierPeriod {
    /// `previous` or `year_before`.
    compare: &'static str,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// How far the period asked for has run, which is compared with a whole one; `null` when it is over.
    running: Option<KpiRunning>,
}

/// A question's answer.
#[derive(Serialize, ToSchema)]
pub struct KpiAnswer {
    metric: &'static str,
    unit: &'static str,
    by: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// The currency all amounts are in; `null` where each has its own.
    #[schema(value_type = Option<String>, example = "EUR")]
    currency: Option<Currency>,
    /// `null` without `compare`.
    earlier: Option<KpiEarlierPeriod>,
    /// The choices that change this answer, with the values by which it was made (see `/api/v1/settings/figures`).
    #[schema(example = json!({ "negative_durations": "left_out" }))]
    policies: BTreeMap<&'static str, String>,
    /// Filters with a value that nobody has now, as they were written: perhaps a spelling.
    #[schema(example = json!([]))]
    unseen: Vec<String>,
    /// One for each group and currency.
    figures: Vec<KpiFigure>,
    /// The same undivided, one for each currency.
    totals: Vec<KpiFigure>,
    /// As of a past day: that deals were corrected since. `null` where none was.
    corrected: Option<KpiCorrected>,
    /// Of a ranking that holds only the largest: how many groups more have a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<KpiOthers>,
}

/// The figures of a past day by what is known of it now, where that is something else than what was known then.
#[derive(Serialize, ToSchema)]
pub struct KpiCorrected {
    /// Deals that count differently, or only then, or only now: see `/api/v1/kpis/{metric}/corrections`.
    deals: i64,
    /// Undivided, one for each currency; none of a conversion.
    totals: Vec<KpiFigure>,
}

/// Groups that are not in an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct KpiOthers {
    /// How many.
    count: usize,
    /// Whether there are more than `count`.
    or_more: bool,
}

/// A partner's stay in a phase of a program.
#[derive(Serialize, ToSchema)]
pub struct KpiStay {
    id: String,
    program_id: String,
    program: String,
    #[schema(example = "onboard")]
    phase: &'static str,
    /// The first day; of stays added up that of the first.
    #[schema(value_type = String, format = Date)]
    entered: Date,
    /// The last day; `null` while it lasts, or lasted on the day asked about.
    #[schema(value_type = Option<String>, format = Date)]
    left: Option<Date>,
    /// Whole days of twenty-four hours, up to now or the end of the day asked about while it lasts.
    days: i64,
    /// Of stuck partners: as many as the program expects.
    expected_days: Option<i64>,
}

/// A deal, registration, partner or stay in a phase that a figure counted.
#[derive(Serialize, ToSchema)]
pub struct KpiRow {
    /// Of a deal.
    deal_id: Option<String>,
    /// Of a registration.
    registration_id: Option<String>,
    /// Of a stay in a phase.
    stay: Option<KpiStay>,
    number: String,
    /// The deal's name, the customer's, or the partner's.
    name: String,
    partner_id: Option<String>,
    partner_name: Option<String>,
    /// How it counted.
    #[schema(example = "won")]
    counted_as: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<Date>,
    /// What it adds to an amount.
    amount: Option<String>,
    #[schema(value_type = Option<String>)]
    currency: Option<Currency>,
    /// With `currency`: the amount in it, at the rate of its day; `null` without a rate.
    exchanged: Option<String>,
    /// What it adds to a duration, days or seconds.
    duration: Option<String>,
}

/// A page of rows.
#[derive(Serialize, ToSchema)]
pub struct KpiRows {
    items: Vec<KpiRow>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// The question.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct KpiQuery {
    /// Dimensions to divide by, at most two.
    #[serde(default)]
    by: Vec<String>,
    /// First day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    to: Option<String>,
    /// As things stood at the end of this day, `YYYY-MM-DD`.
    as_of: Option<String>,
    /// `dimension=value`; an empty value means "not known". Several values of one dimension widen, several dimensions narrow.
    #[serde(default)]
    filter: Vec<String>,
    /// `json` (also when absent), `csv` or `xlsx`: a line for each group and currency, and one for all of it.
    format: Option<String>,
    /// Beside the figures of an earlier period: `previous` (just before, as long) or `year_before`. Needs `from` and `to`; what is open
    /// needs `as_of` besides. `target` (or `thesis`: what the thesis of the portfolio expected): beside the targets of the period, or of the months, quarters or years divided by; where a period has
    /// none, what those of its parts add up to, if none is missing.
    compare: Option<String>,
    /// All amounts in this currency, such as `EUR`: each at the European Central Bank's rate of the day that counts (the last before, on days
    /// without), through the euro, rounded once to four decimals. Only for amounts of money.
    currency: Option<String>,
}

/// Which rows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct KpiRowsQuery {
    /// First day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    to: Option<String>,
    /// As things stood at the end of this day, `YYYY-MM-DD`.
    as_of: Option<String>,
    /// As for the figure, with the group's own values: `filter=region=North`.
    #[serde(default)]
    filter: Vec<String>,
    /// Amounts in this currency besides; what has no rate is among the `excluded`.
    currency: Option<String>,
    /// `counted` (default), `part` (the numerator of a share) or `excluded`.
    which: Option<String>,
    /// `json` (also when absent), `csv` or `xlsx`: a file has all the rows, whatever `limit` and `cursor` say.
    format: Option<String>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What every number means: formula, unit, exclusions, dimensions.
#[utoipa::path(get, path = "/api/v1/kpis", operation_id = "list_kpis", tag = "kpis",
    responses((status = 200, body = KpiDefinitions), (status = 401, body = ErrorBody)))]
async fn list_kpis(Api(cx): Api) -> Result<Json<KpiDefinitions>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(definitions(cx.locale, &kpi::policies(cx.read()).await?)))
}

/// What a number means, or what it waits for: the entry the pages and the command line read as well.
#[utoipa::path(get, path = "/api/v1/kpis/{metric}/definition", operation_id = "get_kpi_definition", tag = "kpis",
    params(("metric" = String, Path, description = "Key of the metric", example = "win_rate")),
    responses((status = 200, body = KpiDefinition), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn get_kpi_definition(Api(cx): Api, ApiPath(metric): ApiPath<String>) -> Result<Json<KpiDefinition>, ApiFailure> {
    cx.allow(Action::Read)?;
    let definition = kpi::definition(&metric).ok_or(Failure::NotFound)?;
    Ok(Json(definition_body(cx.locale, &kpi::policies(cx.read()).await?, definition)))
}

/// A number by up to two dimensions, for any period, with any filter, as of any day.
#[utoipa::path(get, path = "/api/v1/kpis/{metric}", operation_id = "get_kpi", tag = "kpis",
    params(("metric" = String, Path, description = "Key of the metric", example = "win_rate"), KpiQuery),
    responses((status = 200, content((KpiAnswer = "application/json"), (String = "text/csv"))),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn get_kpi(
    Api(cx): Api,
    ApiPath(metric): ApiPath<String>,
    ApiQuery(query): ApiQuery<KpiQuery>,
) -> Result<Response, ApiFailure> {
    let KpiQuery { by, from, to, as_of, filter, format, compare, currency } = query;
    let format = file_format(format.as_deref())?;
    let question = Question { metric, by, from, to, as_of, filters: filter, compare, currency };
    let answer = kpi::answer(&cx, &question).await?;
    let Some(format) = format else { return Ok(Json(answer_body(&answer)).into_response()) };
    let name = [answer.ask.metric.key.to_owned()];
    let table = kpi::figures_table(&cx, std::slice::from_ref(&answer)).await?;
    Ok(crate::html::kpi_file(&cx, format, &name, table).await?)
}

/// The kind of file asked for; nothing for JSON.
fn file_format(text: Option<&str>) -> Result<Option<Format>, Failure> {
    match text {
        None | Some("json") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Failure::field("format", "invalid")),
    }
}

/// The deals, registrations, partners or stays behind a number, newest first: found by the same conditions that made it.
#[utoipa::path(get, path = "/api/v1/kpis/{metric}/rows", operation_id = "list_kpi_rows", tag = "kpis",
    params(("metric" = String, Path, description = "Key of the metric", example = "bookings"), KpiRowsQuery),
    responses((status = 200, content((KpiRows = "application/json"), (String = "text/csv"))),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn list_kpi_rows(
    Api(cx): Api,
    ApiPath(metric): ApiPath<String>,
    ApiQuery(query): ApiQuery<KpiRowsQuery>,
) -> Result<Response, ApiFailure> {
    let format = file_format(query.format.as_deref())?;
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let which = match query.which.as_deref() {
        Some(text) => text.parse().map_err(|_| Failure::field("which", "invalid"))?,
        None => Which::Counted,
    };
    let KpiRowsQuery { from, to, as_of, filter, currency, .. } = query;
    let question = Question { metric, from, to, as_of, filters: filter, currency, ..Question::default() };
    if let Some(format) = format {
        let table = kpi::rows_table(&cx, &question, which).await?;
        let name = [question.metric.clone(), which.to_string()];
        return Ok(crate::html::kpi_file(&cx, format, &name, table).await?);
    }
    let rows = kpi::rows(&cx, &question, which, &page).await?;
    let metric = rows.ask.metric;
    let items = rows.page.items.into_iter().map(|row| row_body(metric, row)).collect();
    Ok(Json(KpiRows { items, next_cursor: rows.page.next_cursor }).into_response())
}

/// All definitions in a language.
pub fn definitions(locale: Locale, policies: &Policies) -> KpiDefinitions {
    let items = kpi::definitions().map(|definition| definition_body(locale, policies, definition));
    KpiDefinitions { items: items.collect(), next_cursor: None }
}

/// A definition as programs read it; the command line prints the same.
pub fn definition_body(locale: Locale, policies: &Policies, definition: Definition) -> KpiDefinition {
    let about = definition.about();
    let words = |measures: &[kpi::cells::Measure]| measures.iter().map(|m| m.as_str()).collect();
    let mut dimensions: Vec<String> =
        DIMENSIONS.iter().filter(|d| about.divides_by(d)).map(ToString::to_string).collect();
    if about.has_attributes() {
        dimensions.push("attribute.<key>".to_owned());
    }
    KpiDefinition {
        key: definition.key(),
        name: about.name(locale).to_owned(),
        unit: definition.unit().as_str(),
        formula: about.formula(locale, policies),
        excluded: about.excluded(locale, policies),
        waits_for: definition.waits_for().map(|room| room.as_str()),
        counts: definition.metric().map(|metric| KpiCounts {
            from: metric.family.subject().as_str(),
            date: metric.family.date().as_str(),
            shape: metric.shape.as_str(),
            counted: words(&metric.counted),
            part: words(&metric.part),
            left_out: words(&metric.excluded),
        }),
        dimensions,
        less_is_better: about.less_is_better,
        phases: about.phases.iter().map(|phase| phase.as_str()).collect(),
        policies: about.policies.iter().map(|p| (p.as_str(), policies.value(*p))).collect(),
        source: KpiSource {
            kind: about.source.kind.as_str(),
            name: about.source.name.clone(),
            url: about.source.url.clone(),
        },
    }
}

/// An answer as programs read it; the command line prints the same.
pub fn answer_body(answer: &Answer) -> KpiAnswer {
    let ask = &answer.ask;
    let figures = |figures: &[Figure]| figures.iter().map(|f| figure_body(ask, f)).collect();
    KpiAnswer {
        metric: ask.metric.key,
        unit: ask.metric.unit.as_str(),
        by: ask.by.iter().map(ToString::to_string).collect(),
        from: ask.from,
        to: ask.to,
        as_of: ask.as_of.map(|a| a.date),
        currency: ask.currency,
        earlier: ask.earlier.map(|e| KpiEarlierPeriod {
            compare: e.compare.as_str(),
            from: e.from,
            to: e.to,
            as_of: e.as_of.map(|a| a.date),
            running: ask.running_period().map(running_body),
        }),
        policies: ask.policies_in_force().into_iter().map(|p| (p.as_str(), ask.policies.value(p))).collect(),
        unseen: ask.unseen.clone(),
        figures: figures(&answer.figures),
        totals: figures(&answer.totals),
        corrected: answer.corrected.as_ref().map(|c| KpiCorrected { deals: c.deals, totals: figures(&c.totals) }),
        others: answer.others.map(|o| KpiOthers { count: o.count, or_more: o.or_more }),
    }
}

fn running_body(running: Running) -> KpiRunning {
    KpiRunning { days: running.days, of: running.of }
}

fn figure_body(ask: &Ask, figure: &Figure) -> KpiFigure {
    let metric = ask.metric;
    KpiFigure {
        group: group_body(&figure.group, Some(ask)),
        currency: figure.currency,
        value: figure.value.map(|v| plain(metric.unit, v)),
        median: figure.median.map(|v| plain(metric.unit, v)),
        p25: figure.spread.map(|s| plain(metric.unit, s.p25)),
        p75: figure.spread.map(|s| plain(metric.unit, s.p75)),
        p90: figure.spread.map(|s| plain(metric.unit, s.p90)),
        count: figure.count,
        part: figure.part,
        excluded: figure.excluded,
        originals: figure.originals.iter().map(original_body).collect(),
        target: figure.target.map(|target| KpiTargetFigure {
            value: plain(metric.unit, target.value),
            difference: target.difference.map(|v| plain(metric.unit, v)),
            attainment_percent: target.attainment.map(kernel::money::plain_amount),
            met: target.met,
        }),
        earlier: figure.earlier.as_ref().map(|then| KpiEarlierFigure {
            group: group_body(&then.group, None),
            value: then.value.map(|v| plain(metric.unit, v)),
            median: then.median.map(|v| plain(metric.unit, v)),
            count: then.count,
            part: then.part,
            difference: then.difference.map(|v| plain(metric.unit, v)),
            change_percent: then.change.map(kernel::money::plain_amount),
            running: then.running.map(running_body),
        }),
    }
}

fn original_body(original: &Original) -> KpiOriginal {
    KpiOriginal {
        currency: original.currency,
        count: original.count,
        amount: kernel::money::plain_amount(original.amount),
        exchanged: original.exchanged.map(kernel::money::plain_amount),
    }
}

/// Groups of a figure; with their days where `ask` tells which are covered.
fn group_body(group: &[GroupValue], ask: Option<&Ask>) -> Vec<KpiGroup> {
    let body = |g: &GroupValue| KpiGroup {
        dimension: g.dimension.to_string(),
        key: g.key.clone(),
        label: g.label.clone(),
        covered: ask.and_then(|ask| ask.covered(g)).map(|days| KpiCovered { from: days.from, to: days.to }),
    };
    group.iter().map(body).collect()
}

fn stay_body(stay: Stay) -> KpiStay {
    KpiStay {
        id: stay.id.to_string(),
        program_id: stay.program.to_string(),
        program: stay.program_name,
        phase: stay.phase.as_str(),
        entered: stay.entered,
        left: stay.left,
        days: stay.days,
        expected_days: stay.expected_days,
    }
}

fn row_body(metric: &Metric, row: Row) -> KpiRow {
    KpiRow {
        deal_id: row.deal.map(|id| id.to_string()),
        registration_id: row.registration.map(|id| id.to_string()),
        stay: row.stay.map(stay_body),
        number: row.number,
        name: row.name,
        partner_id: row.partner.map(|id| id.to_string()),
        partner_name: row.partner_name,
        counted_as: row.measure.as_str(),
        date: row.date,
        amount: row.money.map(|m| kernel::money::plain_amount(m.amount)),
        currency: row.money.map(|m| m.currency),
        exchanged: row.exchanged.map(|m| kernel::money::plain_amount(m.amount)),
        duration: row.duration.map(|d| plain(metric.unit, d)),
    }
}

/// What the phase board looks at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PhaseBoardQuery {
    /// One program; all of them when absent.
    program: Option<String>,
    /// 90, 365 or 1095 (365 when absent): this month and the 2, 11 or 35 before it.
    days: Option<i64>,
}

/// The five phases: who is where, who came and went in the period, how long it takes, and who is stuck.
#[utoipa::path(
    get, path = "/api/v1/phase-board", operation_id = "get_phase_board", tag = "kpis", params(PhaseBoardQuery),
    responses(
        (status = 200, body = PhaseBoard),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_phase_board(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<PhaseBoardQuery>,
) -> Result<Json<PhaseBoard>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let unknown = |_| Failure::field("program", "unknown");
    let program = query.program.as_deref().map(|id| id.parse().map_err(unknown)).transpose().map_err(say)?;
    phase_board(&cx, PhaseQuestion { program, days: query.days }).await.map(Json).map_err(say)
}
