//! Segments.

use crate::api::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::SegmentId;
use operations::App;
use operations::program::segment::{self, SaveSegment, Segment, SegmentListed};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, remove))
}

/// All segments.
#[derive(Serialize, utoipa::ToSchema)]
struct Segments {
    /// In order.
    items: Vec<SegmentListed>,
    /// Always null: there are few segments.
    next_cursor: Option<String>,
}

/// All segments, with how many partners each has.
#[utoipa::path(get, path = "/api/v1/segments", operation_id = "list_segments", tag = "segments", responses(
    (status = 200, body = Segments),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Segments>, ApiFailure> {
    Ok(Json(Segments { items: segment::list(&cx).await?, next_cursor: None }))
}

/// Make a segment; partners its rule fits come in at once.
#[utoipa::path(post, path = "/api/v1/segments", operation_id = "create_segment", tag = "segments", request_body = SaveSegment, responses(
    (status = 201, body = Segment),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<SaveSegment>,
) -> Result<(StatusCode, Json<Segment>), ApiFailure> {
    let id = segment::create(&cx, input).await?;
    Ok((StatusCode::CREATED, Json(segment::get(&cx, id).await?)))
}

/// One segment.
#[utoipa::path(get, path = "/api/v1/segments/{segment}", operation_id = "get_segment", tag = "segments", params(("segment" = String, Path)), responses(
    (status = 200, body = Segment),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<SegmentId>) -> Result<Json<Segment>, ApiFailure> {
    Ok(Json(segment::get(&cx, id).await?))
}

/// Change a segment; partners are sorted in anew.
#[utoipa::path(put, path = "/api/v1/segments/{segment}", operation_id = "change_segment", tag = "segments", params(("segment" = String, Path)), request_body = SaveSegment, responses(
    (status = 200, body = Segment),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<SegmentId>,
    JsonBody(input): JsonBody<SaveSegment>,
) -> Result<Json<Segment>, ApiFailure> {
    Ok(Json(segment::change(&cx, id, input).await?))
}

/// Remove a segment without partners.
#[utoipa::path(delete, path = "/api/v1/segments/{segment}", operation_id = "remove_segment", tag = "segments", params(("segment" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
))]
async fn remove(Api(cx): Api, ApiPath(id): ApiPath<SegmentId>) -> Result<StatusCode, ApiFailure> {
    segment::remove(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
