//! The funnel of registrations, the portfolio map and the cohorts of partners.

use super::input::ApiQuery;
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use kernel::id::PartnerId;
use kernel::money::plain_amount;
use kernel::words::Phase;
use kernel::{Currency, Failure, PageRequest};
use operations::App;
use operations::grow::cohort::{self, CohortQuestion, CohortRow, Cohorts};
use operations::grow::funnel::{self, Funnel, FunnelRow, FunnelStep};
use operations::grow::kpi::plain;
use operations::grow::kpi::registry::Unit;
use operations::grow::portfolio::{self, PartnerFigures, Portfolio};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_registration_funnel))
        .routes(routes!(list_registration_funnel_rows))
        .routes(routes!(get_portfolio_map))
        .routes(routes!(get_partner_cohorts))
        .routes(routes!(list_partner_cohort_rows))
}

/// Partners by pipeline and win rate.
#[derive(Serialize, ToSchema)]
pub(super) struct PortfolioMap {
    /// Of the amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// The currencies there are deals in.
    #[schema(value_type = Vec<String>)]
    currencies: Vec<Currency>,
    /// The hundred with the largest pipeline, then bookings.
    partners: Vec<PortfolioPartner>,
    /// Partners with deals that are not named.
    others: i64,
    /// All of those together.
    other_figures: PortfolioFigures,
}

#[derive(Serialize, ToSchema)]
struct PortfolioPartner {
    #[schema(value_type = String)]
    partner_id: PartnerId,
    name: String,
    /// The farthest they are in; `null` outside every program.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
    #[serde(flatten)]
    figures: PortfolioFigures,
}

#[derive(Serialize, ToSchema)]
struct PortfolioFigures {
    /// Amounts of open deals.
    #[schema(example = "48000.0000")]
    pipeline: String,
    /// Amounts of won deals.
    bookings: String,
    /// Deals won, in any currency.
    won: i64,
    /// Deals lost, in any currency.
    lost: i64,
    /// Percent; `null` before the first deal is closed.
    win_rate: Option<String>,
}

impl From<&PartnerFigures> for PortfolioFigures {
    fn from(f: &PartnerFigures) -> Self {
        Self {
            pipeline: plain_amount(f.pipeline),
            bookings: plain_amount(f.bookings),
            won: f.won,
            lost: f.lost,
            win_rate: f.win_rate().map(|rate| plain(Unit::Share, rate)),
        }
    }
}

pub(super) fn map_body(portfolio: Portfolio) -> PortfolioMap {
    PortfolioMap {
        currency: portfolio.currency,
        currencies: portfolio.currencies,
        partners: portfolio
            .partners
            .into_iter()
            .map(|p| PortfolioPartner {
                partner_id: p.partner_id,
                name: p.name,
                phase: p.phase,
                figures: (&p.figures).into(),
            })
            .collect(),
        others: portfolio.others,
        other_figures: (&portfolio.other_figures).into(),
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FunnelQuery {
    /// The first day on which a registration was received, `YYYY-MM-DD`.
    from: Option<String>,
    /// The last day.
    to: Option<String>,
}

/// Of the registrations received in a period: how many were approved, became a deal, were won by now.
#[utoipa::path(get, path = "/api/v1/registration-funnel", operation_id = "get_registration_funnel", tag = "dashboards",
    params(FunnelQuery), responses(
    (status = 200, body = Funnel), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn get_registration_funnel(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<FunnelQuery>,
) -> Result<Json<Funnel>, ApiFailure> {
    Ok(Json(funnel::funnel(&cx, query.from.as_deref(), query.to.as_deref()).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FunnelRowsQuery {
    /// `received` (also when absent), `approved`, `deal` or `won`.
    step: Option<String>,
    /// The first day on which a registration was received, `YYYY-MM-DD`.
    from: Option<String>,
    /// The last day.
    to: Option<String>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of registrations.
#[derive(Serialize, ToSchema)]
struct FunnelRows {
    /// Newest first.
    items: Vec<FunnelRow>,
    next_cursor: Option<String>,
}

/// The registrations that came so far.
#[utoipa::path(get, path = "/api/v1/registration-funnel/rows", operation_id = "list_registration_funnel_rows", tag = "dashboards",
    params(FunnelRowsQuery), responses(
    (status = 200, body = FunnelRows), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn list_registration_funnel_rows(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<FunnelRowsQuery>,
) -> Result<Json<FunnelRows>, ApiFailure> {
    let step = word(query.step.as_deref(), "step", FunnelStep::Received)?;
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let found = funnel::funnel_rows(&cx, step, query.from.as_deref(), query.to.as_deref(), &page).await?;
    Ok(Json(FunnelRows { items: found.items, next_cursor: found.next_cursor }))
}

/// The word, the usual one when absent.
fn word<T: std::str::FromStr>(text: Option<&str>, field: &str, usual: T) -> Result<T, Failure> {
    text.map_or(Ok(usual), |text| text.parse().map_err(|_| Failure::field(field, "unknown")))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PortfolioQuery {
    /// Of the amounts; the organisation's when absent.
    currency: Option<String>,
}

/// Partners by open pipeline and win rate, with bookings and phase; beyond a hundred, all others as one sum.
#[utoipa::path(get, path = "/api/v1/portfolio-map", operation_id = "get_portfolio_map", tag = "dashboards",
    params(PortfolioQuery), responses(
    (status = 200, body = PortfolioMap), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn get_portfolio_map(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<PortfolioQuery>,
) -> Result<Json<PortfolioMap>, ApiFailure> {
    Ok(Json(map_body(portfolio::portfolio(&cx, query.currency.as_deref()).await?)))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CohortsQuery {
    /// `quarter` (also when absent) or `month`.
    every: Option<String>,
    /// What is followed: the first `business` (also when absent) or the first `win`.
    first: Option<String>,
}

fn cohort_question(every: Option<&str>, first: Option<&str>) -> Result<CohortQuestion, Failure> {
    let usual = CohortQuestion::default();
    Ok(CohortQuestion { every: word(every, "every", usual.every)?, first: word(first, "first", usual.first)? })
}

/// Of the partners signed in a month or quarter: how many had done business, or won a deal, how long after.
#[utoipa::path(get, path = "/api/v1/partner-cohorts", operation_id = "get_partner_cohorts", tag = "dashboards",
    params(CohortsQuery), responses(
    (status = 200, body = Cohorts), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn get_partner_cohorts(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<CohortsQuery>,
) -> Result<Json<Cohorts>, ApiFailure> {
    let question = cohort_question(query.every.as_deref(), query.first.as_deref())?;
    Ok(Json(cohort::cohorts(&cx, question).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CohortRowsQuery {
    /// `2026-03` or `2026-Q1`.
    cohort: String,
    /// Only those who had done it by the end of so many stretches after signing.
    since: Option<i64>,
    /// `quarter` (also when absent) or `month`.
    every: Option<String>,
    /// `business` (also when absent) or `win`.
    first: Option<String>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of partners.
#[derive(Serialize, ToSchema)]
struct CohortRows {
    /// By the day of signing.
    items: Vec<CohortRow>,
    next_cursor: Option<String>,
}

/// The partners of a cohort.
#[utoipa::path(get, path = "/api/v1/partner-cohorts/rows", operation_id = "list_partner_cohort_rows", tag = "dashboards",
    params(CohortRowsQuery), responses(
    (status = 200, body = CohortRows), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn list_partner_cohort_rows(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<CohortRowsQuery>,
) -> Result<Json<CohortRows>, ApiFailure> {
    let question = cohort_question(query.every.as_deref(), query.first.as_deref())?;
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let found = cohort::cohort_rows(&cx, question, &query.cohort, query.since, &page).await?;
    Ok(Json(CohortRows { items: found.items, next_cursor: found.next_cursor }))
}
