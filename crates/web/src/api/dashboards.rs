//! Dashboards, their tiles, and kept questions.

use super::input::{ApiPath, ApiQuery};
use super::kpis::{KpiAnswer, answer_body};
use super::views::{PortfolioMap, map_body};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::pdf;
use crate::request::Api;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::id::SavedQuestionId;
use kernel::{Failure, Outcome};
use operations::grow::cohort::Cohorts;
use operations::grow::dashboard::{
    self, AddTile, ChangeDashboard, ChangeTile, CreateDashboard, Dashboard, Listed, SaveQuestion, SavedQuestion, Tile,
    TileAnswer,
};
use operations::grow::funnel::Funnel;
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
pub struct AnsweredDashboard {
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
    Ok(Json(body_of(cx, found).await?))
}

async fn body_of(cx: &Ctx, found: Dashboard) -> Outcome<AnsweredDashboard> {
    let Dashboard { listed, may_change, version, tiles } = found;
    let mut shown = Vec::with_capacity(tiles.len());
    for tile in tiles {
        shown.push(answered(cx, tile).await?);
    }
    Ok(AnsweredDashboard { dashboard: listed, may_change, version, tiles: shown })
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

/// How a dashboard is read.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DashboardQuery {
    /// `json` (also when absent) or `pdf`: the tiles as the page shows them, in the language of `Accept-Language`.
    format: Option<String>,
}

/// A dashboard with the answers of its tiles, counted from the rows you may see.
#[utoipa::path(get, path = "/api/v1/dashboards/{dashboard}", operation_id = "get_dashboard", tag = "dashboards",
    params(("dashboard" = String, Path, description = "Its id, or the key of an offered one", example = "partner_manager"), DashboardQuery), responses(
    (status = 200, content((AnsweredDashboard = "application/json"), (Vec<u8> = "application/pdf"))),
    (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn get_dashboard(
    Api(cx): Api,
    ApiPath(id): ApiPath<String>,
    ApiQuery(query): ApiQuery<DashboardQuery>,
) -> Result<Response, ApiFailure> {
    match query.format.as_deref() {
        None | Some("json") => Ok(Json(answered_dashboard(&cx, &id).await?).into_response()),
        Some("pdf") => Ok(pdf::answer(pdf::dashboard_pdf(&cx, &id, None).await?)),
        Some(_) => Err(Failure::field("format", "invalid").into()),
    }
}

/// A dashboard with its answers.
///
/// # Errors
/// Those of `dashboard::open`.
pub async fn answered_dashboard(cx: &Ctx, id: &str) -> Outcome<AnsweredDashboard> {
    body_of(cx, dashboard::open(cx, id).await?).await
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
