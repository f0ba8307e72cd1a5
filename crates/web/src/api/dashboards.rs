//! Dashboards, their tiles, and kept questions; the funnel, the portfolio map and the cohorts.

use super::input::{ApiPath, ApiQuery};
use super::kpis::{KpiAnswer, answer_body};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{PartnerId, SavedQuestionId};
use kernel::money::plain_amount;
use kernel::words::Phase;
use kernel::{Currency, Failure, PageRequest};
use operations::grow::cohort::{self, CohortQuestion, CohortRow, Cohorts};
use operations::grow::dashboard::{
    self, AddTile, ChangeDashboard, ChangeTile, CreateDashboard, Dashboard, Listed, SaveQuestion, SavedQuestion, Tile,
    TileAnswer,
};
use operations::grow::funnel::{self, Funnel, FunnelRow, FunnelStep};
use operations::grow::kpi::plain;
use operations::grow::kpi::registry::Unit;
use operations::grow::portfolio::{self, PartnerFigures, Portfolio};
use operations::{App, Ctx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_dashboards, create_dashboard))
        .routes(routes!(get_dashboard, change_dashboard, remove_dashboard))
        .routes(routes!(copy_dashboard))
        .routes(routes!(add_dashboard_tile))
        .routes(routes!(change_dashboard_tile, remove_dashboard_tile))
        .routes(routes!(list_saved_questions, save_question))
        .routes(routes!(get_saved_question, remove_saved_question))
        .routes(routes!(get_registration_funnel))
        .routes(routes!(list_registration_funnel_rows))
        .routes(routes!(get_portfolio_map))
        .routes(routes!(get_partner_cohorts))
        .routes(routes!(list_partner_cohort_rows))
}

/// Dashboards one may open.
#[derive(Serialize, ToSchema)]
struct Dashboards {
    /// What is offered first, then by name.
    items: Vec<Listed>,
    /// Always `null`: the list is whole.
    next_cursor: Option<String>,
}

/// A tile and its answer: the part of its kind is there, the others are `null`.
#[derive(Serialize, ToSchema)]
struct AnsweredTile {
    #[serde(flatten)]
    tile: Tile,
    /// Figures of a metric.
    figures: Option<KpiAnswer>,
    funnel: Option<Funnel>,
    portfolio: Option<PortfolioMap>,
    cohorts: Option<Cohorts>,
    /// Why there is no answer: `invalid_input` where a filter names what you cannot see.
    #[schema(example = "invalid_input")]
    refused: Option<&'static str>,
}

/// A dashboard with its answers.
#[derive(Serialize, ToSchema)]
struct AnsweredDashboard {
    #[serde(flatten)]
    dashboard: Listed,
    /// Whether you may change it.
    may_change: bool,
    /// For changing it.
    version: i64,
    /// In order; counted from the rows you may see.
    tiles: Vec<AnsweredTile>,
}

/// A kept question with its answer.
#[derive(Serialize, ToSchema)]
struct AnsweredQuestion {
    #[serde(flatten)]
    question: SavedQuestion,
    /// Counted from the rows you may see.
    answer: AnsweredTile,
}

/// Kept questions.
#[derive(Serialize, ToSchema)]
struct SavedQuestions {
    /// By name.
    items: Vec<SavedQuestion>,
    /// Always `null`: nobody has many.
    next_cursor: Option<String>,
}

/// Partners by pipeline and win rate.
#[derive(Serialize, ToSchema)]
struct PortfolioMap {
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

fn map_body(portfolio: Portfolio) -> PortfolioMap {
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

async fn answered(cx: &Ctx, tile: Tile) -> Result<AnsweredTile, Failure> {
    let found = dashboard::answer_tile(cx, tile.shown, &tile.question).await;
    let mut answered =
        AnsweredTile { tile, figures: None, funnel: None, portfolio: None, cohorts: None, refused: None };
    match found {
        Ok(TileAnswer::Figures(answer)) => answered.figures = Some(answer_body(&answer)),
        Ok(TileAnswer::Funnel(funnel)) => answered.funnel = Some(funnel),
        Ok(TileAnswer::Portfolio(portfolio)) => answered.portfolio = Some(map_body(portfolio)),
        Ok(TileAnswer::Cohorts(cohorts)) => answered.cohorts = Some(cohorts),
        Err(failure @ (Failure::Invalid(_) | Failure::NotFound)) => answered.refused = Some(failure.code()),
        Err(other) => return Err(other),
    }
    Ok(answered)
}

async fn body(cx: &Ctx, found: Dashboard) -> Result<Json<AnsweredDashboard>, ApiFailure> {
    let Dashboard { listed, may_change, version, tiles } = found;
    let mut shown = Vec::with_capacity(tiles.len());
    for tile in tiles {
        shown.push(answered(cx, tile).await?);
    }
    Ok(Json(AnsweredDashboard { dashboard: listed, may_change, version, tiles: shown }))
}

/// The dashboards you may open: offered ones, your own, and those shared with you.
#[utoipa::path(get, path = "/api/v1/dashboards", operation_id = "list_dashboards", tag = "dashboards", responses(
    (status = 200, body = Dashboards), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
))]
async fn list_dashboards(Api(cx): Api) -> Result<Json<Dashboards>, ApiFailure> {
    Ok(Json(Dashboards { items: dashboard::list(&cx).await?, next_cursor: None }))
}

/// Make an empty dashboard.
#[utoipa::path(post, path = "/api/v1/dashboards", operation_id = "create_dashboard", tag = "dashboards", request_body = CreateDashboard, responses(
    (status = 201, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create_dashboard(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreateDashboard>,
) -> Result<(StatusCode, Json<AnsweredDashboard>), ApiFailure> {
    let made = dashboard::create(&cx, input).await?;
    Ok((StatusCode::CREATED, body(&cx, made).await?))
}

/// A dashboard with the answers of its tiles, counted from the rows you may see.
#[utoipa::path(get, path = "/api/v1/dashboards/{dashboard}", operation_id = "get_dashboard", tag = "dashboards",
    params(("dashboard" = String, Path, description = "Its id, or the key of an offered one", example = "partner_manager")), responses(
    (status = 200, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn get_dashboard(Api(cx): Api, ApiPath(id): ApiPath<String>) -> Result<Json<AnsweredDashboard>, ApiFailure> {
    let found = dashboard::open(&cx, &id).await?;
    body(&cx, found).await
}

/// Rename, describe or share a dashboard.
#[utoipa::path(patch, path = "/api/v1/dashboards/{dashboard}", operation_id = "change_dashboard", tag = "dashboards",
    params(("dashboard" = String, Path)), request_body = ChangeDashboard, responses(
    (status = 200, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn change_dashboard(
    Api(cx): Api,
    ApiPath(id): ApiPath<String>,
    JsonBody(input): JsonBody<ChangeDashboard>,
) -> Result<Json<AnsweredDashboard>, ApiFailure> {
    let found = dashboard::change(&cx, &id, input).await?;
    body(&cx, found).await
}

/// Remove a dashboard with its tiles.
#[utoipa::path(delete, path = "/api/v1/dashboards/{dashboard}", operation_id = "remove_dashboard", tag = "dashboards",
    params(("dashboard" = String, Path)), responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn remove_dashboard(Api(cx): Api, ApiPath(id): ApiPath<String>) -> Result<StatusCode, ApiFailure> {
    dashboard::remove(&cx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A private copy of a dashboard, of an offered one as well.
#[utoipa::path(post, path = "/api/v1/dashboards/{dashboard}/copy", operation_id = "copy_dashboard", tag = "dashboards",
    params(("dashboard" = String, Path)), responses(
    (status = 201, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn copy_dashboard(
    Api(cx): Api,
    ApiPath(id): ApiPath<String>,
) -> Result<(StatusCode, Json<AnsweredDashboard>), ApiFailure> {
    let made = dashboard::copy(&cx, &id).await?;
    Ok((StatusCode::CREATED, body(&cx, made).await?))
}

/// Put a tile at the end of a dashboard.
#[utoipa::path(post, path = "/api/v1/dashboards/{dashboard}/tiles", operation_id = "add_dashboard_tile", tag = "dashboards",
    params(("dashboard" = String, Path)), request_body = AddTile, responses(
    (status = 201, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn add_dashboard_tile(
    Api(cx): Api,
    ApiPath(id): ApiPath<String>,
    JsonBody(input): JsonBody<AddTile>,
) -> Result<(StatusCode, Json<AnsweredDashboard>), ApiFailure> {
    let found = dashboard::add_tile(&cx, &id, input).await?;
    Ok((StatusCode::CREATED, body(&cx, found).await?))
}

/// Move, widen or rename a tile, or let it ask something else.
#[utoipa::path(patch, path = "/api/v1/dashboards/{dashboard}/tiles/{tile}", operation_id = "change_dashboard_tile", tag = "dashboards",
    params(("dashboard" = String, Path), ("tile" = String, Path)), request_body = ChangeTile, responses(
    (status = 200, body = AnsweredDashboard), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn change_dashboard_tile(
    Api(cx): Api,
    ApiPath((id, tile)): ApiPath<(String, SavedQuestionId)>,
    JsonBody(input): JsonBody<ChangeTile>,
) -> Result<Json<AnsweredDashboard>, ApiFailure> {
    let found = dashboard::change_tile(&cx, &id, tile, input).await?;
    body(&cx, found).await
}

/// Take a tile off.
#[utoipa::path(delete, path = "/api/v1/dashboards/{dashboard}/tiles/{tile}", operation_id = "remove_dashboard_tile", tag = "dashboards",
    params(("dashboard" = String, Path), ("tile" = String, Path)), responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn remove_dashboard_tile(
    Api(cx): Api,
    ApiPath((id, tile)): ApiPath<(String, SavedQuestionId)>,
) -> Result<StatusCode, ApiFailure> {
    dashboard::remove_tile(&cx, &id, tile).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Your kept questions.
#[utoipa::path(get, path = "/api/v1/saved-questions", operation_id = "list_saved_questions", tag = "dashboards", responses(
    (status = 200, body = SavedQuestions), (status = 401, body = ErrorBody),
))]
async fn list_saved_questions(Api(cx): Api) -> Result<Json<SavedQuestions>, ApiFailure> {
    Ok(Json(SavedQuestions { items: dashboard::saved_questions(&cx).await?, next_cursor: None }))
}

/// Keep a question under a name, with a link.
#[utoipa::path(post, path = "/api/v1/saved-questions", operation_id = "save_question", tag = "dashboards", request_body = SaveQuestion, responses(
    (status = 201, body = SavedQuestion), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn save_question(
    Api(cx): Api,
    JsonBody(input): JsonBody<SaveQuestion>,
) -> Result<(StatusCode, Json<SavedQuestion>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(dashboard::save_question(&cx, input).await?)))
}

/// A kept question, your own or shared, with its answer from the rows you may see.
#[utoipa::path(get, path = "/api/v1/saved-questions/{question}", operation_id = "get_saved_question", tag = "dashboards",
    params(("question" = String, Path)), responses(
    (status = 200, body = AnsweredQuestion), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn get_saved_question(
    Api(cx): Api,
    ApiPath(id): ApiPath<SavedQuestionId>,
) -> Result<Json<AnsweredQuestion>, ApiFailure> {
    let question = dashboard::saved_question(&cx, id).await?;
    let tile = Tile {
        id: question.id.to_string(),
        name: question.name.clone(),
        shown: question.shown,
        width: 3,
        question: question.question.clone(),
    };
    let answer = answered(&cx, tile).await?;
    Ok(Json(AnsweredQuestion { question, answer }))
}

/// Forget one of your kept questions.
#[utoipa::path(delete, path = "/api/v1/saved-questions/{question}", operation_id = "remove_saved_question", tag = "dashboards",
    params(("question" = String, Path)), responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn remove_saved_question(Api(cx): Api, ApiPath(id): ApiPath<SavedQuestionId>) -> Result<StatusCode, ApiFailure> {
    dashboard::remove_question(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
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
