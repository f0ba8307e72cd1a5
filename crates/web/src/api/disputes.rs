//! Disputes about who is protected.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{DisputeId, EvidenceId, RegistrationId};
use kernel::words::DisputeStatus;
use operations::App;
use operations::cosell::dispute::{
    self, AddEvidence, AppealDispute, DecideDispute, DisputeDetail, DisputeFilter, DisputeListed, DisputeStatistics,
    OpenDispute,
};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(statistics))
        .routes(routes!(show))
        .routes(routes!(open))
        .routes(routes!(add))
        .routes(routes!(decide))
        .routes(routes!(appeal))
}

/// Cases.
#[derive(Serialize, utoipa::ToSchema)]
struct Disputes {
    /// Those that wait with the oldest first, otherwise the newest first.
    items: Vec<DisputeListed>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// A case that was opened.
#[derive(Serialize, utoipa::ToSchema)]
struct Opened {
    /// Its id.
    #[schema(value_type = String)]
    id: DisputeId,
}

/// Evidence that was written down.
#[derive(Serialize, utoipa::ToSchema)]
struct Added {
    /// Its id.
    #[schema(value_type = String)]
    id: EvidenceId,
}

/// Where a case stands now.
#[derive(Serialize, utoipa::ToSchema)]
struct Stands {
    /// `open`, `decided`, `appealed` or `closed`.
    #[schema(value_type = String)]
    status: DisputeStatus,
}

/// Disputes about registrations within the caller's scope.
#[utoipa::path(
    get, path = "/api/v1/disputes", operation_id = "list_disputes", tag = "disputes", params(DisputeFilter),
    responses(
        (status = 200, body = Disputes),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list(Api(cx): Api, ApiQuery(filter): ApiQuery<DisputeFilter>) -> Result<Json<Disputes>, ApiFailure> {
    let page = dispute::disputes(&cx, &filter).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Disputes { items: page.items, next_cursor: page.next_cursor }))
}

/// What became of the disputes of the last twelve months.
#[utoipa::path(
    get, path = "/api/v1/disputes/statistics", operation_id = "dispute_statistics", tag = "disputes",
    responses((status = 200, body = DisputeStatistics), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 429, body = ErrorBody))
)]
async fn statistics(Api(cx): Api) -> Result<Json<DisputeStatistics>, ApiFailure> {
    dispute::dispute_statistics(&cx).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// A case with its sides, evidence and decisions.
#[utoipa::path(
    get, path = "/api/v1/disputes/{id}", operation_id = "get_dispute", tag = "disputes",
    params(("id" = String, Path, description = "The case.")),
    responses((status = 200, body = DisputeDetail), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody))
)]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<DisputeId>) -> Result<Json<DisputeDetail>, ApiFailure> {
    dispute::dispute(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Opens a case about a registration. Its protection stands still until it is decided.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/disputes", operation_id = "open_dispute", tag = "disputes",
    params(("id" = String, Path, description = "The contested registration.")), request_body = OpenDispute,
    responses(
        (status = 201, body = Opened),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn open(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<OpenDispute>,
) -> Result<(StatusCode, Json<Opened>), ApiFailure> {
    let id = dispute::open_dispute(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok((StatusCode::CREATED, Json(Opened { id })))
}

/// Writes down what a side shows.
#[utoipa::path(
    post, path = "/api/v1/disputes/{id}/evidence", operation_id = "add_dispute_evidence", tag = "disputes",
    params(("id" = String, Path, description = "The case.")), request_body = AddEvidence,
    responses(
        (status = 201, body = Added),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn add(
    Api(cx): Api,
    ApiPath(id): ApiPath<DisputeId>,
    JsonBody(input): JsonBody<AddEvidence>,
) -> Result<(StatusCode, Json<Added>), ApiFailure> {
    let id = dispute::add_evidence(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok((StatusCode::CREATED, Json(Added { id })))
}

/// Decides a case, or the appeal in it. 403 for who sees one side only; 409 `dispute_same_person` for who decided first.
#[utoipa::path(
    post, path = "/api/v1/disputes/{id}/decide", operation_id = "decide_dispute", tag = "disputes",
    params(("id" = String, Path, description = "The case.")), request_body = DecideDispute,
    responses(
        (status = 200, body = Stands),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn decide(
    Api(cx): Api,
    ApiPath(id): ApiPath<DisputeId>,
    JsonBody(input): JsonBody<DecideDispute>,
) -> Result<Json<Stands>, ApiFailure> {
    let status =
        dispute::decide_dispute(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Stands { status }))
}

/// Appeals for the side that lost: once, within the program's days.
#[utoipa::path(
    post, path = "/api/v1/disputes/{id}/appeal", operation_id = "appeal_dispute", tag = "disputes",
    params(("id" = String, Path, description = "The case.")), request_body = AppealDispute,
    responses(
        (status = 200, body = Stands),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn appeal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DisputeId>,
    JsonBody(input): JsonBody<AppealDispute>,
) -> Result<Json<Stands>, ApiFailure> {
    let status =
        dispute::appeal_dispute(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Stands { status }))
}
